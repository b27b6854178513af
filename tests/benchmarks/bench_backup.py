"""A copy of a shop of 200 MB while its window is open: how long it takes, and how long the window does not answer."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from tests.benchmarks.bench_safety import PASSWORD, encrypted
from tests.benchmarks.results import Result, in_own_process, milliseconds
from tests.benchmarks.shops import MANY, TODAY, Shops
from tests.benchmarks.windows import program_with

if TYPE_CHECKING:
    from crm_desktop.app import Program

MEGABYTES = 200
_RUNS = 2
_LONGEST_PAUSE = 50
_NOTE = "回访：新到的龙井口感清香，想再要两盒送人，下个月初来取。" * 20


def run(shops: Shops) -> list[Result]:
    """Of the shop of a hundred thousand, made 200 MB large if it is less, plain and encrypted."""
    folder = shops.folder
    large = _large(shops.of(MANY), folder)
    plain_copy = _copied(large, folder / "copied.crm")
    results = _results("", _measured(large, folder / "data-backup"), plain_copy)
    locked = encrypted(large, folder / "large-locked.crm")
    results += _results(", encrypted", _measured(locked, folder / "data-backup-locked", PASSWORD), plain_copy)
    for path in (large, locked):
        path.unlink()
    for data in ("data-backup", "data-backup-locked"):
        shutil.rmtree(folder / data)
    return results


def _results(what: str, found: dict[str, float], plain_copy: float) -> list[Result]:
    aim = f"{_LONGEST_PAUSE} ms"
    return [
        Result(f"backup of {found['size']:.0f} MB{what}", MANY, found["seconds"], plain_copy, "copying it, synced"),
        Result(f"… window, longest pause{what}", MANY, found["pause"], found["idle"], "doing nothing", aim,
               _LONGEST_PAUSE),
        Result(f"… saving meanwhile{what}", MANY, found["saving"], found["saving_alone"], "saving with no backup"),
    ]  # fmt: skip


def _large(full: Path, folder: Path) -> Path:
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
                ((1 + n % 100, f"{TODAY}T10:00:00", "call", _NOTE) for n in range(8_000)),
            )  # fmt: skip
        shop.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shop.close()
    return path


def _copied(path: Path, target: Path) -> float:
    """Milliseconds that it takes to copy a file and bring it to the disk: what any backup takes at the least."""

    def copy() -> None:
        shutil.copyfile(path, target)
        with target.open("r+b") as file:
            os.fsync(file.fileno())

    times = []
    for _ in range(_RUNS):
        times.append(milliseconds(copy))
        target.unlink()
    return median(times)


def _measured(path: Path, data_dir: Path, password: str = "") -> dict[str, float]:
    found: dict[str, float] = in_own_process("tests.benchmarks.bench_backup.measure", path, data_dir, password)
    return found


def _until_idle(program: Program) -> None:
    from PySide6.QtTest import QTest

    while program.jobs.busy:
        QTest.qWait(50)


def measure() -> None:
    """In the child process: the window open on the list of customers, copies are made as she would; as JSON."""
    from PySide6.QtTest import QTest

    from crm_desktop.services.customer_records import CustomerDraft
    from tests.watchdog import longest_gap

    path, data_dir, password = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    program, window = program_with(path, data_dir, password or None)
    opened = program.opened
    assert opened is not None
    window.show_tab("customers")
    _until_idle(program)
    QTest.qWait(3_000)  # what it does after its start
    _until_idle(program)
    idle = longest_gap(lambda: None, least_ms=2_000)
    saves: list[float] = []

    def save() -> None:
        saves.append(milliseconds(lambda: opened.services.customers.add(CustomerDraft(name="王芳"))))

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
