"""Real disks that are full, read-only, limited, or gone, in a mount namespace of the test's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.store.shop import Shop

ROOT = Path(__file__).parents[2]
MOUNT = 'set -e; mount --make-rprivate /; mount -t tmpfs -o size=2m crm-test "$1"; shift; exec "$@"'
BIND = 'set -e; mount --make-rprivate /; mount --bind "$1" "$1"; shift; exec "$@"'


def _may_mount() -> bool:
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    trial = ["unshare", "-m", "sh", "-c", "mount --make-rprivate / && mount -t tmpfs crm-test /mnt"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


needs_mounts = pytest.mark.skipif(not _may_mount(), reason="this system permits no mounts of one's own")


def saving(folder: Path, how: str, script: str = "") -> dict[str, Any]:
    """What `tests.small_disk` says."""
    folder.mkdir(exist_ok=True)
    program = [sys.executable, "-m", "tests.small_disk", str(folder), how]
    command = ["unshare", "-m", "sh", "-c", script, "sh", str(folder), *program] if script else program
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def assert_whole(said: dict[str, Any]) -> None:
    assert said["saved"] == said["there"] > 0, "each that was reported is there, and no other"
    assert said["after"] == said["there"] + 1, "and saving works again"
    assert said["sound"]


@needs_mounts
def test_a_full_disk(tmp_path: Path) -> None:
    said = saving(tmp_path / "disk", "fill", MOUNT)
    assert said["code"] == "disk-full"
    assert "is full" in said["words"]
    assert_whole(said)


@needs_mounts
def test_a_stick_that_is_pulled(tmp_path: Path) -> None:
    said = saving(tmp_path / "disk", "pull", MOUNT)
    assert (said["code"], said["saved"]) == ("disk-failure", 0)
    assert "taken out" in said["words"]


@needs_mounts
def test_a_read_only_disk(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    Shop.create(folder / "shop.crm").close()
    before = (folder / "shop.crm").read_bytes()
    said = saving(folder, "read-only", BIND)
    assert (said["code"], said["saved"]) == ("shop-read-only", 0)
    assert (folder / "shop.crm").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["shop.crm"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limit")
def test_a_limit_for_files(tmp_path: Path) -> None:
    said = saving(tmp_path / "disk", "limit")
    assert said["code"] == "disk-full"
    assert "as large as" in said["words"]
    assert_whole(said)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is in use cannot be moved there")
def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    said = saving(tmp_path / "disk", "gone")
    assert (said["code"], said["saved"], said["there"]) == ("disk-failure", 0, 0)
    assert "was moved" in said["words"]
    assert (said["after"], said["sound"]) == (1, True)
