"""From starting the process to a usable window, beside an empty window of the same toolkit."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import monotonic
from typing import Final

from tests.benchmarks.results import ROOT, Result
from tests.benchmarks.shops import Shops

RUNS: Final = 5

_PAINTED: Final = """
class Painted(QObject):
    # Ends the loop once the window has been painted and there is nothing left but to wait.
    def eventFilter(self, window, event):
        if event.type() == QEvent.Type.Paint:
            window.removeEventFilter(self)
            QTimer.singleShot(0, app.exit)  # unlike quit, it closes no window: ours would ask whether it stays
        return False
painted = Painted()
"""

EMPTY_WINDOW: Final = f"""
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
{_PAINTED}
window = QMainWindow()
window.installEventFilter(painted)
window.resize(1280, 800)
window.show()
app.exec()
print(time.monotonic())
"""

# The command itself: when its window has been painted and can be worked with, and when the day's reminders stand in it,
# which come from the worker in a large shop. Qt is looked for once the program has it, for it makes ready before. The
# first run lives on for a while: then the program writes down what makes the next start quicker.
OUR_WINDOW: Final = """
import sys, time
from crm_desktop.ui.quick_start import QuickStart

def watch():
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QTableView

    from crm_desktop.ui.plumbing.afterwards import Afterwards

    class Painted(QObject):
        def __init__(self, widget, then):
            super().__init__()
            self.then = then
            widget.installEventFilter(self)

        def eventFilter(self, widget, event):
            if event.type() == QEvent.Type.Paint:
                widget.removeEventFilter(self)
                QTimer.singleShot(0, self.then)  # what is in the widget is painted in this turn
            return False

    kept = []

    def begin_after(self, window):
        kept.append(Painted(window, lambda: told(window)))
        begin(self, window)

    def told(window):
        print(time.monotonic(), flush=True)
        view = window.findChild(QTableView)
        if view is None or not view.isVisible() or view.model().rowCount():  # an empty shop shows no list
            listed()
        else:
            view.model().modelReset.connect(lambda: kept.append(Painted(view.viewport(), listed)))

    def listed():
        print(time.monotonic(), flush=True)
        QTimer.singleShot(int(sys.argv[3]), QApplication.exit)  # unlike quit, it closes no window: ours would ask

    begin, Afterwards.begin_after = Afterwards.begin_after, begin_after

def entered(quick):
    enter(quick)
    watch()
    return quick

enter, QuickStart.__enter__ = QuickStart.__enter__, entered
from crm_desktop.cli import main
sys.exit(main(["--shop", sys.argv[1], "--data-dir", sys.argv[2], "--lang", "zh_CN", "open"]))
"""


def run(shops: Shops) -> list[Result]:
    """An empty shop, and one of each size."""
    # As an installed program: with its bytecode, whatever this environment says about writing any.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(shops.folder / "bytecode")

    def started(code: str, *words: str) -> list[float]:
        """When what the code tells of was there, in ms."""
        begun = monotonic()
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            check=True, cwd=ROOT, capture_output=True, env=environment, text=True,
        )  # fmt: skip
        return [(float(told) - begun) * 1000 for told in done.stdout.split()]

    ours = {0: shops.empty, **{customers: shops.of(customers) for customers in shops.sizes}}

    def once(customers: int | None, after: str = "0") -> list[float]:
        if customers is None:
            return started(EMPTY_WINDOW)
        return started(OUR_WINDOW, str(ours[customers]), str(shops.folder / f"data-start-{customers}"), after)

    times: dict[int | None, list[list[float]]] = {None: [], **{customers: [] for customers in ours}}
    with ThreadPoolExecutor() as pool:  # the first one compiles, and sees each shop for the first time: not counted
        list(pool.map(lambda customers: once(customers, "6000"), times))
    for _ in range(RUNS):  # by turns: the machine is not always as fast
        for customers, taken in times.items():
            taken.append(once(customers))
    windows = {customers: median(first for first, *_ in taken) for customers, taken in times.items()}
    lists = {customers: median(last for *_, last in taken) for customers, taken in times.items()}
    reference = windows[None]
    against, aim = "an empty PySide6 window", "twice the reference"
    results = [
        Result("start to a usable window", customers, windows[customers], reference, against, aim, 2 * reference)
        for customers in ours
    ] + [
        Result("start until the day's list stands in it", customers, lists[customers], reference, against)
        for customers in shops.sizes
    ]
    least, most = windows[0], windows[max(ours)]
    return [*results, Result("start, the largest beside an empty shop", max(ours), most, least, "an empty shop",
                             "not growing: 1.15", 1.15 * least)]  # fmt: skip
