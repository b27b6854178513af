"""The window on the list of customers: from a key in the search box to the painted answers, jumps and pages of
scrolling, sorting, other tabs, memory; beside a table widget filled by items."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any, Final

from tests.benchmarks.memory import peak_mb
from tests.benchmarks.results import Result, growth, in_own_process, milliseconds
from tests.benchmarks.shops import MANY, MOST, Shops
from tests.benchmarks.windows import program_with

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

    from crm_desktop.ui.main_window import MainWindow

FRAME_MS: Final = 16
PAUSE_MS: Final = 50
MEMORY_MB: Final = 200
_QUERIES: Final = 20
_SCROLLS: Final = 5
_WIDGET_ROWS: Final = 2000


def run(shops: Shops) -> list[Result]:
    """Each size in a process of its own."""
    results: list[Result] = []
    mixed: dict[int, float] = {}
    for customers in shops.sizes:
        found = in_own_process(
            "tests.benchmarks.bench_window.measure", shops.of(customers), shops.folder / f"data-window-{customers}"
        )
        results += _results(customers, found)
        mixed[customers] = found["keys"]["any of them"]
    if len(mixed) > 1:
        results.append(growth("key to painted answers", mixed))
    return results


def _results(customers: int, found: dict[str, Any]) -> list[Result]:
    most = PAUSE_MS if customers > MANY else FRAME_MS
    keys = [
        Result(f"key to painted answers: {kind}, p95", customers, p95, aim=f"{most} ms", most=most)
        for kind, p95 in found["keys"].items()
    ]
    widget = f"QTableWidget, {_WIDGET_ROWS:,} rows"
    return [
        *keys,
        Result("list: jump to the end", customers, found["jump"], found["widget_jump"], widget, "a frame: 16 ms",
               FRAME_MS),
        Result("list: one page of scrolling", customers, found["page"], found["widget_page"], widget, "a frame: 16 ms",
               FRAME_MS),
        Result("list: one step of the wheel", customers, found["step"], found["widget_step"], widget, "a frame: 16 ms",
               FRAME_MS),
        Result("window: sorting, longest pause", customers, found["sort"], found["fill"], "filling that widget",
               f"{PAUSE_MS} ms", PAUSE_MS),
        Result("window: another tab, longest pause", customers, found["tab"], aim=f"{PAUSE_MS} ms", most=PAUSE_MS),
        Result("memory of the whole process", customers, found["memory"], aim=f"{MEMORY_MB} MB",
               most=MEMORY_MB if customers == MOST else None, unit="MB"),
    ]  # fmt: skip


def measure() -> None:
    """In the child process: open the window, do all that, and print the times as JSON."""
    program, window = program_with(Path(sys.argv[1]), Path(sys.argv[2]))
    table = _list_of(window)
    found: dict[str, Any] = _scrolled(table, "")
    found["memory"] = peak_mb()
    found["keys"] = _typed(window)
    found.update(_sorted(table), tab=_switched(window))
    found["memory"] = max(found["memory"], peak_mb())
    found.update(_reference())
    print(json.dumps(found), flush=True)
    program.stop()  # in order: a shop that was not closed is walked through when it is opened the next time
    os._exit(0)


def _list_of(window: MainWindow) -> QTableView:
    """The list of customers, once the worker has brought the ids of a large one."""
    from PySide6.QtWidgets import QTableView

    from tests.hands import wait

    window.show_tab("customers")
    tab = window.tab("customers")
    for _ in range(600):
        for view in tab.findChildren(QTableView):
            if view.accessibleName() and view.model().rowCount() > 1000:
                wait(500)  # what comes after it
                return view
        wait(100)
    raise TimeoutError("the list of customers does not come")


def _settled(view: Any) -> None:
    from PySide6.QtCore import QCoreApplication

    view.repaint()
    QCoreApplication.processEvents()


def _scrolled(view: QTableView, prefix: str) -> dict[str, float]:
    """By setting the place and painting what is there then."""
    bar = view.verticalScrollBar()

    def show(value: int) -> None:
        bar.setValue(value)
        view.viewport().grab()

    jumps, pages, steps = [], [], []
    for turn in range(_SCROLLS):
        show(0)
        jumps.append(milliseconds(lambda: show(bar.maximum())))
        place = bar.maximum() // 3 + turn * 7 * bar.pageStep()
        show(place)
        pages += [milliseconds(partial(show, place + page * bar.pageStep())) for page in range(1, 6)]
        place = bar.value()
        steps += [milliseconds(partial(show, place + 3 * step * bar.singleStep())) for step in range(1, 11)]
    return {f"{prefix}jump": median(jumps), f"{prefix}page": median(pages), f"{prefix}step": median(steps)}


def _typed(window: MainWindow) -> dict[str, float]:
    """The last key of each query, until its answers are painted: the 95th percentile of each kind, and of all."""
    from PySide6.QtCore import QCoreApplication

    from crm_desktop.ui.widgets.search_box import SearchBox
    from tests.benchmarks.bench_search import queries_of
    from tests.hands import type_text

    box = next(found for found in window.findChildren(SearchBox) if found.drop is not None and found.isVisible())
    box.setFocus()

    def press(sign: str) -> None:
        type_text(box, sign)
        _settled(box.drop)

    def times(queries: list[str]) -> Iterator[float]:
        for query in queries:
            box.setText(query[:-1])
            QCoreApplication.processEvents()
            yield milliseconds(partial(press, query[-1]))
            assert box.text() == query, box.text()

    kinds = queries_of(window.context.services.shop, random.Random(1))
    found = {kind: list(times(queries[:_QUERIES])) for kind, queries in kinds.items()}
    box.setText("")
    box.drop.hide()
    found["any of them"] = [taken for some in found.values() for taken in some]
    return {kind: quantiles(some, n=20, method="inclusive")[18] for kind, some in found.items()}


def _sorted(table: QTableView) -> dict[str, float]:
    from tests.watchdog import longest_gap

    header = table.horizontalHeader()
    return {"sort": median(longest_gap(partial(header.sectionClicked.emit, 4), least_ms=700) for _ in range(3))}


def _switched(window: MainWindow) -> float:
    """To each tab that was there before, from the customers' and back: the longest pause of the slowest."""
    from tests.hands import wait
    from tests.watchdog import longest_gap

    jobs = window.context.jobs

    def paused(key: str) -> float:
        return longest_gap(lambda: window.show_tab(key), least_ms=100)

    keys = ("today", "birthdays", "purchases", "follow_ups", "history")
    pauses: list[float] = []
    for key in keys:
        window.show_tab(key)
        wait(100)
        jobs.settle()
        wait(100)
        there, back = [], []
        for _ in range(3):
            back.append(paused("customers"))
            there.append(paused(key))
        pauses += [median(there), median(back)]
    return max(pauses)


def _reference() -> dict[str, float]:
    from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

    widget = QTableWidget(_WIDGET_ROWS, 6)

    def fill() -> None:
        for row in range(_WIDGET_ROWS):
            for column in range(6):
                widget.setItem(row, column, QTableWidgetItem(f"{row} {column}"))

    filled = milliseconds(fill)
    widget.resize(900, 700)
    widget.show()
    return {"fill": filled, **_scrolled(widget, "widget_")}
