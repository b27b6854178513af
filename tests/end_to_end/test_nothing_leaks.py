"""A protected shop's customers are readable nowhere: not in any file the program leaves, nor in any byte it wrote."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.end_to_end.planted_session import ADDRESS, CONTROL, NAME, NOTE, PASSWORD, PHONE, SHEET_NAME

ROOT = Path(__file__).resolve().parents[2]
ROWS = 150
_WRITE = re.compile(rb"^\d+ +p?write(?:64|v|v2)?\(\d+<([^>]*)>(?:\(deleted\))?, (.*)$")
"""Some versions of strace mark a file that has no name any more, and write names as they do texts."""
_WATCHING = ("-f", "--seccomp-bpf", "-qq")
"""It and its children, stopped by the kernel at what is asked for alone: at every call they would take five times as
long."""
_TEXT = re.compile(rb'"((?:\\x[0-9a-f]{2})*)"')


def planted() -> set[bytes]:
    """What must not be found, in every way that it might be written."""
    words = (NAME, NOTE, ADDRESS, SHEET_NAME, PASSWORD)
    forms = {word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    forms |= {word.encode("unicode_escape") for word in words if not word.isascii()}
    numbers = {PHONE.encode(), PHONE[::-1].encode(), PHONE.encode("utf-16-le")}
    return forms | numbers | {f"{ord(NAME[0]):04x}\\u{ord(NAME[1]):04x}".encode()}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = Workbook(write_only=True)
    page = book.create_sheet("客户")
    page.append(["姓名", "手机", "备注", "地址"])
    for row in range(ROWS):
        page.append([f"{SHEET_NAME}{row}", f"139876{row:05}", NOTE, ADDRESS])
    path = tmp_path_factory.mktemp("hers") / "客户.xlsx"
    book.save(path)
    return path


def environment(folder: Path) -> dict[str, str]:
    """Everything that a program may write to lies below the folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CRM_DESKTOP_", "COV_", "XDG_"))}
    own = {name: str(folder / name.lower()) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    own |= {name: str(folder / name.lower()) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")}
    for path in own.values():
        Path(path).mkdir(parents=True, exist_ok=True, mode=0o700)
    return {**kept, **own, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}


def spend_a_day(folder: Path, sheet: Path, *before: str) -> None:
    words = [*before, sys.executable, "-m", "tests.end_to_end.planted_session", str(folder), str(sheet)]
    done = subprocess.run(
        words, cwd=ROOT, env=environment(folder), capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr
    assert NAME not in done.stdout + done.stderr


def found_in(text: bytes) -> list[str]:
    return [form.decode("utf-8", "backslashreplace") for form in planted() if form in text]


def test_no_file_of_a_day_gives_a_customer_away(tmp_path: Path, sheet: Path) -> None:
    folder = tmp_path / "day"
    spend_a_day(folder, sheet)
    files = [path for path in folder.rglob("*") if path.is_file()]
    copies = [path for path in files if path.suffix == ".crm"]
    assert len(copies) >= 3, "the shop, what it was before, and copies"
    log = folder / "data" / "logs" / "crm-desktop.log"
    assert "ValueError" in log.read_text(encoding="utf-8"), "the bug was written down"
    assert {path.name: found for path in files if (found := found_in(path.read_bytes()))} == {}
    assert [path.name for path in files if NAME in path.name] == []


def written(log: Path) -> Iterator[tuple[str, bytes]]:
    """Each file and what was written to it at once, as strace saw it."""
    with log.open("rb") as lines:
        for line in lines:
            match = _WRITE.match(line)
            if match is not None:
                parts = (bytes.fromhex(text.replace(b"\\x", b"").decode()) for text in _TEXT.findall(match[2]))
                yield _read(match[1]).decode("utf-8", "replace"), b"".join(parts)


def _read(name: bytes) -> bytes:
    return bytes.fromhex(name.replace(b"\\x", b"").decode()) if name.startswith(b"\\x") else name


def test_nothing_that_was_written_and_deleted_gives_a_customer_away(tmp_path: Path, sheet: Path) -> None:
    strace = shutil.which("strace")
    if strace is None or subprocess.run([strace, *_WATCHING, "-o", os.devnull, "true"], check=False).returncode:
        pytest.skip("strace cannot watch a program here")
    log, folder = tmp_path / "written", tmp_path / "day"
    calls = "write,writev,pwrite64,pwritev,pwritev2"
    spend_a_day(folder, sheet, strace, *_WATCHING, "-y", "-xx", "-s", "2000000", "-e", f"trace={calls}", "-o", str(log))
    files: dict[str, bytearray] = {}
    for name, text in written(log):
        if "pipe:" not in name and "socket:" not in name and "anon_inode" not in name:
            files.setdefault(name, bytearray()).extend(text)
    assert any(CONTROL in text for text in files.values()), "it saw what was written to a file without a name"
    assert sum(len(text) for text in files.values()) > 1_000_000
    assert {name: found for name, text in files.items() if (found := found_in(bytes(text)))} == {}
