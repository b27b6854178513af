"""How long a telephone call takes to show who it is: from the start of `crm-desktop open tel:…` to the painted card.

The program runs in a process of its own, hidden, as it does beside a shop's till; the command that a telephone program
runs is another process. Beside it stands the start of a Python that does nothing.
`python -m tests.benchmarks.bench_calls SHOP` prints the same for one shop.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

from tests.benchmarks.results import HEADINGS, ROOT, Result
from tests.benchmarks.shops import MANY, Shops

ROUNDS: Final = 9
AIM_MS: Final = 300.0
_PATIENCE_S: Final = 120
_READY: Final = "ready"


def run(shops: Shops) -> list[Result]:
    """In a shop of a hundred thousand customers, or the largest there is."""
    customers = MANY if MANY in shops.sizes else max(shops.sizes)
    return measure(shops.of(customers), customers, shops.folder / "bytecode")


def measure(shop: Path, customers: int, bytecode: Path) -> list[Result]:
    """Calls of customers from all over a shop. `bytecode`: where it lies, whatever this environment says of it."""
    numbers = _numbers_of(shop, ROUNDS + 1)
    # A folder with a short name: the name of a socket may not be long.
    with tempfile.TemporaryDirectory(prefix="crm") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment.pop("CRM_DESKTOP_SHOP", None)
        environment |= {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": folder, "PYTHONPATH": str(ROOT)}
        environment["PYTHONPYCACHEPREFIX"] = str(bytecode)
        own = ["--shop", str(shop), "--data-dir", str(Path(folder) / "data")]
        _without_program(numbers[0], own, environment)  # the bytecode is there from then on
        bare = [_run([sys.executable, "-c", "pass"], environment) for _ in range(ROUNDS)]
        not_running = [_without_program(numbers[0], own, environment) for _ in range(3)]
        times, busy = _calls(numbers, own, environment)
    clock, processor = median(took for took, _ in bare), median(used for _, used in bare)
    first, *others = times
    return [
        Result("a call: from the command to the painted card", customers, median(others), clock,
               "a Python that does nothing", f"≤ {AIM_MS:.0f} ms", AIM_MS),
        Result("a call: the first one since the start", customers, first, clock, "the same", f"≤ {AIM_MS:.0f} ms",
               AIM_MS),
        Result("a call: the command's processor time", customers, median(busy), processor, "the same"),
        Result("a call: where the program does not run", customers, median(not_running), clock, "the same"),
    ]  # fmt: skip


def _without_program(number: str, own: Sequence[str], environment: dict[str, str]) -> float:
    """From the command to the card, where the command has to start the program."""
    began = time.monotonic()
    running = _Running(["open", f"tel:{number}", *own], environment)
    took = (running.painted_at() - began) * 1e3
    running.end()
    return took


def _calls(numbers: Sequence[str], own: Sequence[str], environment: dict[str, str]) -> tuple[list[float], list[float]]:
    """From each command to its card, and the processor time of the commands."""
    running = _Running(["open", "--hidden", *own], environment)
    running.wait_for(_READY)
    times, busy = [], []
    for number in numbers:
        began = time.monotonic()
        command = [sys.executable, "-m", "crm_desktop", "open", f"tel:{number}", *own]
        process = subprocess.Popen(command, env=environment)
        times.append((running.painted_at() - began) * 1e3)
        busy.append(_ended(process))
        time.sleep(0.2)
    running.end()
    return times, busy


class _Running:
    """The program in a process of its own, which says when a card is painted."""

    def __init__(self, words: list[str], environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.bench_calls", "--run", *words]
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    def wait_for(self, word: str) -> str:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(word):
                return line.strip()
        raise AssertionError(f"the program ended, and never said “{word}”")

    def painted_at(self) -> float:
        return float(self.wait_for("painted").split()[1])

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(_PATIENCE_S)
        assert self._process.stdout is not None
        self._process.stdout.close()


def _run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """How long a command takes, by the clock and of processor time, in ms."""
    began = time.monotonic()
    busy = _ended(subprocess.Popen(command, env=environment))
    return (time.monotonic() - began) * 1e3, busy


def _ended(process: subprocess.Popen[bytes]) -> float:
    """Wait for a process; the ms of processor time that it took."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return (used.ru_utime + used.ru_stime) * 1e3


def _numbers_of(shop: Path, count: int) -> list[str]:
    """Numbers of customers from all over a shop without a password."""
    from crm_desktop.store.shop import Shop

    opened = Shop.open(shop)
    try:
        highest = opened.run("SELECT max(id) FROM phone").fetchone()[0]
        found = []
        for number in range(count):
            at = 1 + number * highest // count
            found.append(opened.run("SELECT number FROM phone WHERE id >= ? LIMIT 1", at).fetchone()[0])
        return found
    finally:
        opened.close()


def run_program(words: list[str]) -> int:
    """The program, that says when it is ready, and when a card is painted, on the clock that all processes share."""
    from crm_desktop import cli
    from crm_desktop.ui.quick_start import QuickStart

    enter = QuickStart.__enter__

    def enter_and_watch(self: QuickStart) -> QuickStart:
        entered = enter(self)  # first, as it is without us
        _watch()
        return entered

    QuickStart.__enter__ = enter_and_watch  # type: ignore[method-assign]
    return cli.main(words)


def _watch() -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    from crm_desktop.app import Program
    from crm_desktop.ui.calls.calls import Calls

    class Watcher(QObject):
        is_told = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and self.is_told:
                self.is_told = False
                # In the next turn of the loop: what is in the card is painted after it, in the same turn.
                QTimer.singleShot(0, lambda: print("painted", time.monotonic(), flush=True))
            return False

    watcher, the_card, start = Watcher(), Calls._the_card, Program.start

    def watched_card(self: Calls) -> object:
        is_new = self.card is None
        card = the_card(self)
        watcher.is_told = True
        if is_new:
            card.installEventFilter(watcher)
        return card

    def watched_start(self: Program, *words: object, **more: object) -> None:
        start(self, *words, **more)  # type: ignore[arg-type]
        # What comes after a start is over then.
        QTimer.singleShot(8_000, lambda: print(_READY, flush=True))

    Calls._the_card = watched_card  # type: ignore[method-assign,assignment]
    Program.start = watched_start  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        sys.exit(run_program(sys.argv[2:]))
    with tempfile.TemporaryDirectory() as bytecode:
        print(HEADINGS, *measure(Path(sys.argv[1]), 0, Path(bytecode)), sep="\n")
