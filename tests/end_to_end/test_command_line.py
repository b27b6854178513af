"""The command line as scripts use it: real processes, pipes and encodings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def environment(data_dir: Path, shop_path: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CRM_DESKTOP_", "COV_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "CRM_DESKTOP_SHOP": str(shop_path)}


def run(environment: dict[str, str], *words: str, **settings: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "crm_desktop", *words]
    done: subprocess.CompletedProcess[bytes] = subprocess.run(
        command, cwd=ROOT, env=environment, timeout=60, check=False, **{"capture_output": True, **settings}
    )
    assert b"Traceback" not in (done.stderr or b"")
    return done


@pytest.fixture
def filled(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """With a shop of a few hundred customers, so that a list does not fit into a pipe."""
    sheet = tmp_path / "客户.csv"
    sheet.write_text("姓名,手机\n" + "".join(f"王晓丽{i},138{i:08}\n" for i in range(3000)), encoding="utf-8")
    done = run(environment, "import", "customers", str(sheet), "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["added"] == 3000
    return environment


def test_json_is_utf_8_whatever_the_console_speaks(filled: dict[str, str]) -> None:
    ascii_console = {**filled, "PYTHONIOENCODING": "ascii"}
    done = run(ascii_console, "find", "王晓丽1", "--limit", "1", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["customers"][0]["name"] == "王晓丽1"
    words = run(ascii_console, "find", "王晓丽1", "--limit", "1")
    assert words.returncode == 0
    assert b"+8613800000001" in words.stdout, "what the console cannot show is a question mark, and no error"
    failed = run(ascii_console, "find", "--shop", "没有.crm", "--json")
    assert failed.returncode == 4
    assert "没有.crm" in json.loads(failed.stderr.decode("utf-8"))["error"]["message"]


def test_a_reader_that_goes_away_is_no_error(filled: dict[str, str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "crm_desktop", "find", "--limit", "0"], cwd=ROOT, env=filled,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    assert "王晓丽" in process.stdout.readline().decode()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=30) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_an_output_that_is_full_is_told(filled: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(filled, "find", "--json", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 5
    assert json.loads(done.stderr)["error"]["code"] == "error"


def test_bytes_that_are_no_text_among_the_words(environment: dict[str, str]) -> None:
    if sys.platform == "win32":
        pytest.skip("words are text there")
    command = [sys.executable, "-m", "crm_desktop", b"find", b"\xff\xfe", b"--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"total": 0, "customers": []}


def test_the_exit_statuses(environment: dict[str, str], tmp_path: Path) -> None:
    words = {
        0: ("find", "x"),
        2: ("frobnicate",),
        3: ("import", "customers", str(tmp_path / "none.xlsx")),
        4: ("find", "x", "--shop", str(tmp_path / "none.crm")),
        5: ("undo",),
    }
    for status, command in words.items():
        done = run(environment, *command)
        assert done.returncode == status
        assert done.stderr.decode().count("\n") == (status != 0)
