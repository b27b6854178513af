"""The tests' own files lie in memory where there is room for them, and nowhere else for long."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

SCRIPT: Final = Path(__file__).resolve().parents[1] / "tools" / "in_memory.sh"
PLENTY: Final = 9_000_000

pytestmark = pytest.mark.skipif(shutil.which("flock") is None, reason="not installed: flock")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """A folder in the place of the memory disk."""
    found = tmp_path / "memory"
    found.mkdir()
    return found


@pytest.fixture
def run(tmp_path: Path, memory: Path) -> Run:
    """Runs a line of the shell by the script, on a computer with so many free KiB."""

    def run(line: str, disk: int = PLENTY, computer: int = PLENTY) -> subprocess.CompletedProcess[str]:
        for name, free in (("df", disk), ("awk", computer)):
            tool = tmp_path / name
            tool.write_text(f"#!/bin/sh\necho {free}\n")
            tool.chmod(0o700)
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "MEMORY_DISK": str(memory), "TMPDIR": "/elsewhere"}
        return subprocess.run(
            ["bash", SCRIPT, "sh", "-c", line], env=environment, capture_output=True, text=True, check=False
        )

    return run


def test_what_ends_well_leaves_nothing(run: Run, memory: Path) -> None:
    done = run('touch "$TMPDIR/file"; echo "$TMPDIR"')
    assert done.returncode == 0
    assert Path(done.stdout.strip()).parent == memory
    assert not list(memory.iterdir())


def test_what_failed_leaves_its_files_until_the_next_run(run: Run, memory: Path) -> None:
    failed = run('touch "$TMPDIR/file"; exit 3')
    assert failed.returncode == 3
    (left,) = memory.iterdir()
    assert failed.stdout == f"What the tests left: {left}\n"
    assert (left / "file").exists()
    assert run("exit 0").returncode == 0
    assert not list(memory.iterdir())


def test_one_that_runs_meanwhile_keeps_its_files(run: Run) -> None:
    done = run(f'touch "$TMPDIR/file"; bash {SCRIPT} sh -c \'echo "$TMPDIR"\'; ls "$TMPDIR"; echo "$TMPDIR"')
    inner, *files, outer = done.stdout.split()
    assert inner != outer
    assert files == ["file", "lock"]


@pytest.mark.parametrize(("disk", "computer"), [(2_000_000, PLENTY), (PLENTY, 4_000_000), (0, 0)])
def test_without_room_the_disk_is_used(run: Run, memory: Path, disk: int, computer: int) -> None:
    assert run('echo "$TMPDIR"', disk, computer).stdout == "/elsewhere\n"
    assert not list(memory.iterdir())


def test_where_there_is_no_such_disk_another_is_used(run: Run, memory: Path) -> None:
    memory.rmdir()
    assert run('echo "$TMPDIR"; exit 4').stdout == "/elsewhere\n"
