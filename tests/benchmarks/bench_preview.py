"""The import page on a large workbook: how long until the first rows are seen, and the longest stop of the window."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import Program
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.importing.open import import_files
from tests.benchmarks.bench_import import rows_of, write_workbook

RUNS = 3
_WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def _seen(program: Program, path: Path) -> tuple[float, float, float]:
    """Milliseconds until the first rows are painted; until all is counted; the window's own longest work."""
    window = program.window
    begun, first, longest = perf_counter(), 0.0, 0.0
    page = import_files(window.context, window, [path], "customers")  # type: ignore[union-attr]
    while not page.settled:
        before = thread_time()
        QApplication.processEvents(_WAIT)
        if not first and page.parts.model.rowCount():
            page.repaint()
            first = perf_counter() - begun
        longest = max(longest, thread_time() - before)
    whole = perf_counter() - begun
    page.reject()
    QTest.qWait(200)
    return first * 1000, whole * 1000, longest * 1000


def run(rows: int) -> list[tuple[str, float, float, str, str, bool, str]]:
    """The lines of the table of `bench.py`. The first run, which loads the page's modules, does not count."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_workbook(folder / "members.xlsx", rows_of(rows))
        Shop.create(folder / "shop.crm").close()
        program = Program(application, folder, "en")
        program.start(folder / "shop.crm")
        runs = [_seen(program, folder / "members.xlsx") for _ in range(RUNS + 1)][1:]
        program.stop()
    firsts, wholes, longests = (sorted(values) for values in zip(*runs, strict=True))
    first, whole, longest = firsts[RUNS // 2], wholes[RUNS // 2], longests[RUNS // 2]
    what = f"import page of {rows:,} rows of 11 cells"
    return [
        (f"{what}: first rows seen", first, whole, "all of it counted", "300 ms", first <= 300, "ms"),
        (f"{what}: longest work of the window", longest, whole, "all of it counted", "50 ms", longest <= 50, "ms"),
    ]


if __name__ == "__main__":
    for row in run(100_000):
        print(row)
