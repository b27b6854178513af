"""A copy of a shop of 200 MB while its window is open: how long it takes, and how long the window does not answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

Row = tuple[str, float, float, str, str, bool, str]
MEGABYTES = 200
PASSWORD = "桂香茶铺 2026"
_RUNS = 3
_LONGEST_PAUSE = 50.0
_NOTE = "回访：新到的龙井口感清香，想再要两盒送人，下个月初来取。" * 20


def run(full: Path, folder: Path, today: date) -> list[Row]:
    """The lines of the table of `bench.py`: of the full shop, made 200 MB large, plain and encrypted."""
    large = _large(full, folder, today)
    plain_copy = _copied(large, folder / "copied.crm")
    rows = _rows("", _measured(large, folder / "data-backup"), plain_copy)
    locked = _encrypted(large, folder)
    rows += _rows(", encrypted", _measured(locked, folder / "data-backup-locked", PASSWORD), plain_copy)
    for path in (large, locked):
        path.unlink()
    for data in ("data-backup", "data-backup-locked"):
        shutil.rmtree(folder / data)
    return rows


def _rows(what: str, found: dict[str, float], plain_copy: float) -> list[Row]:
    against = "copying the file, synced"
    pause, saving = found["pause"], found["saving"]
    least = f"{_LONGEST_PAUSE:.0f} ms"
    return [
        (f"backup of {found['size']:.0f} MB{what}", found["seconds"], plain_copy, against, "", True, "ms"),
        (f"… window, longest pause{what}", pause, found["idle"], "doing nothing", least, pause <= _LONGEST_PAUSE, "ms"),
        (f"… saving meanwhile{what}", saving, found["saving_alone"], "saving with no backup", "", True, "ms"),
    ]


def _large(full: Path, folder: Path, today: date) -> Path:
    """A copy of the shop with so many notes on its customers that it has 200 MB."""
    from crm_desktop.language import Sentence
    from crm_desktop.store.models import ContactEntry
    from crm_desktop.store.shop import Shop

    path = folder / "large.crm"
    shutil.copyfile(full, path)
    shop = Shop.open(path)
    while path.stat().st_size < MEGABYTES * 1_000_000:
        with shop.change(Sentence("Noted a call with many")) as change:
            change.insert_rows(
                ContactEntry, ("customer_id", "at", "kind", "text"),
                ((1 + n % 100, f"{today}T10:00:00", "call", _NOTE) for n in range(8_000)),
            )  # fmt: skip
        shop.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shop.close()
    return path


def _encrypted(plain: Path, folder: Path) -> Path:
    from crm_desktop.store.key import Key
    from crm_desktop.store.rekey import rekey

    path = folder / "locked.crm"
    shutil.copyfile(plain, path)
    rekey(path, None, Key(PASSWORD))
    return path


def _copied(path: Path, target: Path) -> float:
    """Milliseconds that it takes to copy a file and bring it to the disk: what any backup takes at the least."""

    def copy() -> None:
        shutil.copyfile(path, target)
        with target.open("r+b") as file:
            os.fsync(file.fileno())

    times = []
    for _ in range(_RUNS):
        times.append(_timed(copy))
        target.unlink()
    return median(times)


def _timed(action: Callable[[], object]) -> float:
    begun = perf_counter()
    action()
    return (perf_counter() - begun) * 1000


def _measured(path: Path, data_dir: Path, password: str = "") -> dict[str, float]:
    """In a process of its own."""
    code = "from tests.benchmarks.bench_backup import measure; measure()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(data_dir), password],
        check=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure() -> None:
    """In the child process: the window open on the list of customers, copies are made as she would; as JSON."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from crm_desktop.app import Program
    from crm_desktop.services.customer_records import CustomerDraft
    from crm_desktop.ui.main_window import MainWindow
    from tests.watchdog import longest_gap

    path, data_dir, password = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    program = Program(QApplication(sys.argv[:1]), data_dir, "zh_CN")
    program.start(path, password or None)
    window, opened = program.window, program.opened
    assert isinstance(window, MainWindow)
    assert opened is not None
    window.show_tab("customers")
    while program.jobs.busy:
        QTest.qWait(50)
    QTest.qWait(3_000)  # what it does after its start
    while program.jobs.busy:
        QTest.qWait(50)
    idle = longest_gap(lambda: None, least_ms=2_000)
    saves: list[float] = []

    def save() -> None:
        saves.append(_timed(lambda: opened.services.customers.add(CustomerDraft(name="王芳"))))

    for _ in range(9):
        save()
    alone = median(saves)

    def backed_up(meanwhile: Callable[[], object] = lambda: None) -> tuple[float, float]:
        """How long the window paused, and how long it took."""
        ended: list[float] = []
        begun = perf_counter()

        def is_done() -> bool:
            meanwhile()
            return bool(ended)

        def done(made: object) -> None:
            ended.append((perf_counter() - begun) * 1000)

        pause = longest_gap(lambda: opened.daily_backup.make(done, ended_badly), is_done)
        assert ended
        return pause, ended[0]

    def ended_badly(error: Exception) -> None:
        raise error

    runs = [backed_up() for _ in range(_RUNS)]
    saves.clear()
    last = perf_counter()

    def now_and_then() -> None:
        nonlocal last
        if perf_counter() - last > 0.1:
            save()
            last = perf_counter()

    backed_up(now_and_then)
    found = {
        "pause": median(pause for pause, _ in runs), "idle": idle, "seconds": median(taken for _, taken in runs),
        "saving": median(saves), "saving_alone": alone, "size": path.stat().st_size / 1e6,
    }  # fmt: skip
    print(json.dumps(found), flush=True)
    os._exit(0)
