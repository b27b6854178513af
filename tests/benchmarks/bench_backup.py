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

from tests.benchmarks.bench_safety import PASSWORD, locked_shop
from tests.benchmarks.results import Result, in_own_process, milliseconds
from tests.benchmarks.shops import MANY, Shops
from tests.benchmarks.windows import program_with

if TYPE_CHECKING:
    from crm_desktop.app import Program

_COPIES = 3
_LONGEST_PAUSE = 50


def run(shops: Shops) -> list[Result]:
    """Of the shop of a hundred thousand, which has 200 MB, plain and encrypted."""
    folder, plain = shops.folder, shops.of(MANY)
    plain_copy = _copied(plain, folder / "copied.crm")
    results = _results("", _measured(plain, folder / "data-backup"), plain_copy)
    locked = locked_shop(shops)
    return results + _results(", encrypted", _measured(locked, folder / "data-backup-locked", PASSWORD), plain_copy)


def _results(what: str, found: dict[str, float], plain_copy: float) -> list[Result]:
    aim = f"{_LONGEST_PAUSE} ms"
    return [
        Result(f"backup of {found['size']:.0f} MB{what}", MANY, found["seconds"], plain_copy, "copying it, synced"),
        Result(f"… window, longest pause{what}", MANY, found["pause"], found["idle"], "doing nothing", aim,
               _LONGEST_PAUSE),
        Result(f"… saving meanwhile{what}", MANY, found["saving"], found["saving_alone"], "saving with no backup"),
    ]  # fmt: skip


def _copied(path: Path, target: Path) -> float:
    """Milliseconds that it takes to copy a file and bring it to the disk: what any backup takes at the least."""

    def copy() -> None:
        shutil.copyfile(path, target)
        with target.open("r+b") as file:
            os.fsync(file.fileno())

    times = []
    for _ in range(_COPIES):
        times.append(milliseconds(copy))
        target.unlink()
    return median(times)


def _measured(path: Path, data_dir: Path, password: str = "") -> dict[str, float]:
    found: dict[str, float] = in_own_process("tests.benchmarks.bench_backup.measure", path, data_dir, password)
    return found


def _until_idle(program: Program) -> None:
    from tests.hands import wait

    while program.jobs.busy:
        wait(50)


def measure() -> None:
    """In the child process: the window open on the list of customers, copies are made as she would; as JSON."""
    from crm_desktop.services.customer_records import CustomerDraft
    from tests.hands import wait
    from tests.watchdog import longest_gap

    path, data_dir, password = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    program, window = program_with(path, data_dir, password or None)
    opened = program.opened
    assert opened is not None
    window.show_tab("customers")
    _until_idle(program)
    wait(2_000)  # what it does after its start
    _until_idle(program)
    idle = longest_gap(lambda: None, least_ms=1_000)
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

    pause, taken = backed_up()
    saves.clear()
    last = perf_counter()

    def now_and_then() -> None:
        nonlocal last
        if perf_counter() - last > 0.1:
            save()
            last = perf_counter()

    backed_up(now_and_then)
    found = {
        "pause": pause, "idle": idle, "seconds": taken, "saving": median(saves), "saving_alone": alone,
        "size": path.stat().st_size / 1e6,
    }  # fmt: skip
    print(json.dumps(found), flush=True)
    program.stop()  # in order: the next program that looks around here would copy a shop that was not closed
    os._exit(0)
