"""How fast the program is, each figure beside a reference measured in the same run: `make bench`.

Makes a demo shop of 100,000 customers and 500,000 purchases (or as many as `--customers` says, with five purchases
each), prints a table, and writes the same as JSON into `bench.json`. Timings on shared machines are noisy, so the
aims are ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks import (  # noqa: E402
    bench_backup,
    bench_import,
    bench_preview,
    bench_reminders,
    bench_safety,
    bench_search,
)
from tests.benchmarks.memory import peak_mb  # noqa: E402

TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Result:
    """A figure of ours beside its reference; `aim` is the most that their ratio, or ours alone, may be."""

    what: str
    ours: float
    reference: float
    against: str
    aim: str
    held: bool
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        return self.ours / self.reference if self.reference else 0.0

    def __str__(self) -> str:
        ratio = f"{self.ratio:8.3f}" if self.reference else " " * 8
        reference = f"{self.reference:9.2f}" if self.reference else " " * 9
        verdict = "held" if self.held else "MISSED"
        figures = f"{self.what:44} {self.ours:9.2f} {reference} {self.unit:2} {ratio}"
        return f"{figures}  {self.aim:22} {verdict:6} {self.against}"


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that an action takes."""
    begun = perf_counter()
    action()
    return (perf_counter() - begun) * 1000


def best_of(times: int, action: Callable[[], object]) -> float:
    """The median of several runs, in milliseconds."""
    return median(timed(action) for _ in range(times))


def search_results(shop_path: Path) -> list[Result]:
    """Each key press in the search box, beside a LIKE scan over the same table."""
    results = []
    for row in bench_search.run_on(shop_path):
        held = row.p95 <= 16
        results.append(Result(f"search: {row.kind}, p95", row.p95, row.like, "a LIKE scan", "p95 within 16 ms", held))
        results.append(Result(f"search: {row.kind}, p50", row.p50, row.like, "a LIKE scan", "", True))
    return results


EMPTY_WINDOW = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, app.exit)
app.exec()
import time
print(time.monotonic())
"""

OUR_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from crm_desktop.app import Program
app = QApplication(sys.argv)
program = Program(app, Path(sys.argv[2]), "zh_CN")
program.start(Path(sys.argv[1]))
QTimer.singleShot(0, app.exit)  # unlike quit, it closes no window: ours would ask whether it stays in the tray
app.exec()
import time
print(time.monotonic())
program.stop()  # a shop that is not closed properly is looked through at the next start
"""


def start_results(empty: Path, full: Path, folder: Path) -> list[Result]:
    """From starting the process to a usable window, beside an empty PySide6 window."""

    # As an installed program: with its bytecode, whatever this environment says about writing any.
    installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    installed["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")

    def start(code: str, *words: str) -> float:
        def run() -> float:
            begun = monotonic()
            done = subprocess.run(
                [sys.executable, "-c", code, *words],
                check=True,
                cwd=ROOT,
                capture_output=True,
                env=installed,
                text=True,
            )
            return (float(done.stdout.split()[-1]) - begun) * 1000

        run()
        return median(run() for _ in range(7))

    reference = start(EMPTY_WINDOW)
    ours_empty = start(OUR_WINDOW, str(empty), str(folder / "data-empty"))
    ours_full = start(OUR_WINDOW, str(full), str(folder / "data-full"))
    window = "an empty PySide6 window"
    return [
        Result("start, empty shop", ours_empty, reference, window, "twice the reference", ours_empty <= 2 * reference),
        Result("start, full shop", ours_full, reference, window, "twice the reference", ours_full <= 2 * reference),
        Result("start, full beside empty shop", ours_full, ours_empty, "the empty shop", "not growing: 1.15",
               ours_full <= 1.15 * ours_empty),
    ]  # fmt: skip


def window_results(full: Path, folder: Path) -> list[Result]:
    """The list of the full shop: a jump to its end and a page of scrolling, beside a table widget filled by items.
    Run in a process of its own, whose memory is measured too."""
    code = "from tests.benchmarks.bench import measure_window; measure_window()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(full), str(folder / "data-window")],
        check=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    widget = "QTableWidget, 2,000 rows"
    return [
        Result("list: jump to the end", found["jump"], found["widget_jump"], widget, "a frame: 16 ms",
               found["jump"] <= 16),
        Result("list: one page of scrolling", found["page"], found["widget_page"], widget, "a frame: 16 ms",
               found["page"] <= 16),
        Result("window: sorting, longest pause", found["sort"], found["fill"], "filling that widget", "50 ms",
               found["sort"] <= 50),
        Result("window: another tab, longest pause", found["tab"], 0, "", "50 ms", found["tab"] <= 50),
        Result("memory of the whole process", found["memory"], 0, "", "200 MB", found["memory"] <= 200, "MB"),
    ]  # fmt: skip


def measure_window() -> None:
    """In the child process: open the window, move about in the list, and print the times as JSON."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QTableView, QTableWidget, QTableWidgetItem

    from crm_desktop.app import Program
    from crm_desktop.ui.main_window import MainWindow
    from tests.watchdog import longest_gap

    application = QApplication(sys.argv[:1])
    program = Program(application, Path(sys.argv[2]), "zh_CN")
    program.start(Path(sys.argv[1]))
    window = program.window
    assert isinstance(window, MainWindow)
    window.resize(1280, 800)
    window.show_tab("customers")
    tab = window.tab("customers")
    lists = [view for view in tab.findChildren(QTableView) if view.accessibleName()]
    # The worker brings the ids of a large list.
    for _ in range(100):
        if any(view.model().rowCount() > 1000 for view in lists):
            break
        QTest.qWait(100)
    table = next(view for view in lists if view.model().rowCount() > 1000)

    def show(value: int, of: QTableView) -> None:
        of.verticalScrollBar().setValue(value)
        of.viewport().grab()

    def scroll(of: QTableView) -> tuple[float, float]:
        bar = of.verticalScrollBar()
        jumps, pages = [], []
        for _ in range(9):
            show(0, of)
            jumps.append(timed(lambda: show(bar.maximum(), of)))
            place = bar.maximum() // 2
            show(place, of)
            for goal in range(place, place + 5 * bar.pageStep(), bar.pageStep()):
                pages.append(timed(partial(show, goal + bar.pageStep(), of)))
        return median(jumps), median(pages)

    jump, page = scroll(table)
    memory = peak_mb()
    header = table.horizontalHeader()
    sorts = [longest_gap(partial(header.sectionClicked.emit, 4), least_ms=700) for _ in range(3)]
    window.show_tab("purchases")
    QTest.qWait(500)
    tabs = [longest_gap(partial(window.show_tab, key)) for key in ("customers", "purchases") * 3]
    widget = QTableWidget(2000, 6)

    def fill() -> None:
        for row in range(2000):
            for column in range(6):
                widget.setItem(row, column, QTableWidgetItem(f"{row} {column}"))

    filled = timed(fill)
    widget.resize(900, 700)
    widget.show()
    widget_jump, widget_page = scroll(widget)
    found = {"jump": jump, "page": page, "widget_jump": widget_jump, "widget_page": widget_page, "fill": filled}
    print(json.dumps({**found, "sort": median(sorts), "tab": median(tabs), "memory": memory}), flush=True)
    os._exit(0)


def saving_results(full: Path, folder: Path) -> list[Result]:
    """Recording a purchase, beside one bare row written and synced to the same disk."""
    from sqlcipher3 import dbapi2

    from crm_desktop.services import build
    from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
    from crm_desktop.store.shop import Shop

    shop = Shop.open(full)
    services = build(shop)
    lines = (LineDraft(None, "龙井茶 250g", 2000, 12800), LineDraft(None, "茶点", 1000, 3200))

    def save() -> None:
        services.purchases.record(PurchaseDraft(1, datetime(2026, 11, 21, 9), lines, payment_method="微信"))

    save()
    ours = best_of(31, save)
    shop.close()
    bare = dbapi2.connect(str(folder / "bare.db"), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        bare.execute(f"PRAGMA {pragma}")
    bare.execute("CREATE TABLE row (text TEXT)")
    reference = best_of(31, lambda: bare.execute("INSERT INTO row VALUES ('x')"))
    bare.close()
    return [Result("saving a purchase of two lines", ours, reference, "one bare row, synced", "5 ms more",
                   ours <= reference + 5)]  # fmt: skip


@contextmanager
def shops(customers: int) -> Iterator[tuple[Path, Path, Path]]:
    """A folder with an empty and a full shop."""
    from crm_desktop.services.demo import make
    from crm_desktop.store.shop import Shop

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        Shop.create(folder / "empty.crm").close()
        shop = Shop.create(folder / "full.crm")
        begun = perf_counter()
        make(shop, customers, customers * 5, 1, TODAY)
        shop.close()
        seconds = perf_counter() - begun
        print(f"A shop of {customers:,} customers and {customers * 5:,} purchases, made in {seconds:.0f} s\n")
        yield folder, folder / "empty.crm", folder / "full.crm"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--large", action="store_true", help="import and export ten times as many customers, too")
    chosen = parser.parse_args()
    customers = chosen.customers
    results: list[Result] = []
    print(f"{'what':44} {'ours':>9} {'reference':>9}    {'ratio':>8}  {'aim':22} {'':6} reference is")
    with shops(customers) as (folder, empty, full):
        for part in (
            lambda: search_results(full),
            lambda: start_results(empty, full, folder),
            lambda: window_results(full, folder),
            lambda: saving_results(full, folder),
            lambda: [Result(*row) for row in bench_safety.run(full, folder, TODAY)],
            lambda: [Result(*row) for row in bench_backup.run(full, folder, TODAY)],
            lambda: [Result(*row) for row in bench_import.run(customers, large=chosen.large)],
            lambda: [Result(*row) for row in bench_preview.run(customers)],
            lambda: [Result(*row) for row in bench_reminders.run(full, folder, TODAY)],
        ):
            for result in part():
                results.append(result)
                print(result, flush=True)
    (ROOT / "bench.json").write_text(json.dumps([{**asdict(r), "ratio": r.ratio} for r in results], indent=1))
    missed = [result.what for result in results if not result.held]
    print(f"\n{len(results) - len(missed)} of {len(results)} held. Missed: {', '.join(missed) or 'none'}.")


if __name__ == "__main__":
    main()
