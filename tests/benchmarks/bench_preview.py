"""The import page on a large workbook: how long until the first rows are seen, and the longest stop of the window."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, thread_time

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from crm_desktop.app import Program
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.importing.open import import_files
from tests.benchmarks.bench_import import workbook
from tests.benchmarks.results import Result, in_own_process
from tests.benchmarks.shops import MANY
from tests.benchmarks.windows import program_with
from tests.hands import wait

RUNS = 2
FIRST_MS = 300
LONGEST_MS = 50
_WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def _seen(program: Program, path: Path) -> tuple[float, float, float]:
    """Milliseconds until the first rows are painted; until all is counted; the window's own longest work."""
    window = program.window
    begun, first = perf_counter(), 0.0
    works: list[float] = []

    def turn(work: Callable[[], object]) -> None:
        before = thread_time()
        work()
        works.append(thread_time() - before)

    page = import_files(window.context, window, [path], "customers")  # type: ignore[union-attr]
    while not page.settled:
        turn(lambda: QApplication.processEvents(_WAIT))
        if not first and page.parts.model.rowCount():
            turn(page.repaint)  # painting is a turn of its own in the program, too
            first = perf_counter() - begun
    whole = perf_counter() - begun
    page.reject()
    wait(200)
    return first * 1000, whole * 1000, max(works) * 1000


def run(folder: Path) -> list[Result]:
    """Of the workbook that the import was measured with."""
    found = in_own_process("tests.benchmarks.bench_preview.measure", workbook(folder, MANY), folder / "data-preview")
    against = "all of it counted"
    return [
        Result("import page: first rows seen", MANY, found["first"], found["whole"], against, f"{FIRST_MS} ms",
               FIRST_MS),
        Result("import page: longest work of the window", MANY, found["longest"], found["whole"], against,
               f"{LONGEST_MS} ms", LONGEST_MS),
    ]  # fmt: skip


def measure() -> None:
    """In the child process. The first run, which loads the page's modules, does not count."""
    path, data_dir = map(Path, sys.argv[1:3])
    data_dir.mkdir()
    Shop.create(data_dir / "shop.crm").close()
    program, _ = program_with(data_dir / "shop.crm", data_dir)
    runs = [_seen(program, path) for _ in range(RUNS + 1)][1:]
    first, whole, longest = (min(values) for values in zip(*runs, strict=True))
    print(json.dumps({"first": first, "whole": whole, "longest": longest}), flush=True)
    os._exit(0)
