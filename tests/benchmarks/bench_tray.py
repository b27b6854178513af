"""The program in the tray, seen from outside: its memory, and what it does while nobody uses it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from tests.benchmarks import shops
from tests.benchmarks.results import ROOT, Result

SETTLED_S = 70
"""After its first beat, which makes the day's backup: what it does from then on is what it does all day."""
IDLE_S = 60

#: The program as it starts with the computer. Where there is no screen there is no tray either: it is told of one.
_HIDDEN = """
import sys
from PySide6.QtWidgets import QSystemTrayIcon
QSystemTrayIcon.isSystemTrayAvailable = staticmethod(lambda: True)
from crm_desktop.cli import main
sys.exit(main(["--shop", sys.argv[1], "--data-dir", sys.argv[2], "open", "--hidden"]))
"""


def begin(folder: Path) -> Future[list[Result]]:
    """Start it: it is looked at for two minutes, in which other things may be measured, for it does next to nothing and
    its own processor time is what counts."""
    shop = folder / "tray.crm"
    shops.make(shop, 200, 1_000)
    return ThreadPoolExecutor(1).submit(_run, shop, folder / "data-tray")


def _run(shop: Path, data: Path) -> list[Result]:
    """The program started hidden with a demo shop, as one does who lets it start with the computer."""
    if not Path("/proc/self/status").exists():
        return []
    with _hidden(shop, data) as process:
        time.sleep(SETTLED_S)
        seen = [_usage(process.pid)]
        for _ in range(IDLE_S):
            time.sleep(1)
            seen.append(_usage(process.pid))
        memory = _memory(process.pid)
    busy = seen[-1][0] - seen[0][0]
    awake = sum(later[1] != earlier[1] for earlier, later in pairwise(seen))
    bare = _bare_memory()
    qt = "a bare QApplication"
    return [
        Result("in the tray: resident memory", 200, memory, bare, qt, "120 MB", 120, "MB"),
        Result("in the tray: processor time of a minute", 200, busy, 60_000, "the minute", "1 in 1,000", 60),
        Result("in the tray: seconds with a wake-up in a minute", 200, awake, aim="2: one beat", most=2, unit="s"),
    ]


@contextmanager
def _hidden(shop: Path, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HIDDEN, str(shop), str(data)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _usage(pid: int) -> tuple[float, float]:
    """Milliseconds of processor time so far; how often any of its threads slept and was woken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    woken = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        status = (task / "status").read_text()
        woken += int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])
    return (int(fields[11]) + int(fields[12])) * 1000 / ticks, woken


def _memory(pid: int) -> float:
    """Resident, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("\nVmRSS:")[2].split()[0]) / 1024


def _bare_memory() -> float:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]); print(1, flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        memory = _memory(process.pid)
        process.stdin.write(b"\n")
    return memory
