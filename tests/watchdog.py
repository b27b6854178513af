"""How long the window does not answer while something is done in it: measured for once, and watched in every test.

A window answers between two turns of its event loop. What one turn does is counted by the work of the window's thread
and by what that thread waits for (a lock, a disk, another program), not by the clock: a machine that is busy with
something else makes no test fail.
"""

from __future__ import annotations

import dis
import functools
import gc
import importlib
import os
import pkgutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QElapsedTimer, QEventLoop, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog

LIMIT_MS: Final = 100

#: Of waiting; a disk that others use may take as long to bring one save to its platters.
WAIT_LIMIT_MS: Final = 250

#: Where the window does not answer for longer than that, and why that is as it is. A place is a function of ours.
KNOWN: Final[dict[str, str]] = {
    "crm_desktop.app.Program._main_window": "it is built in one go, where it is first asked for",
    "crm_desktop.app.Program._replace": "a window is built and filled in one go, and there is none before it",
    "crm_desktop.ui.background.doorway.Doorway.import_files": "a file is all there was: its tab and its page are built",
    "crm_desktop.ui.plumbing.garbage.collect_if_due": "what tests leave of windows, tens of them, is freed at once",
    "crm_desktop.ui.printing.print_dialog.PrintDialog._put_together": "the page is built with its first sheet",
}

_LIBRARIES: Final = (
    "jeepney.io.blocking",
    "keyring",
    "msoffcrypto",
    "openpyxl",
    "phonenumbers",
    "pypinyin",
    "python_calamine",
    "zxcvbn",
    "PySide6.QtPrintSupport",
    "PySide6.QtSvg",
    "PySide6.QtNetwork",
)

_HERE: Final = Path(__file__).resolve()
_ROOT: Final = _HERE.parents[1]
_YARD_MS: Final = 3.0
_LOOK_EVERY_S: Final = 0.01
_FIRST_LOOK_S: Final = 0.03

#: By which the window is brought to do something: the loop itself, keys and the pointer, and what a press of them does.
_WAYS_IN: Final[tuple[tuple[type, tuple[str, ...]], ...]] = (
    (QEventLoop, ("exec", "processEvents")),
    (QCoreApplication, ("exec", "processEvents", "sendEvent", "sendPostedEvents")),
    (QGuiApplication, ("exec",)),
    (QApplication, ("exec",)),
    (QDialog, ("exec",)),
    (QAbstractButton, ("click", "toggle")),
    (QAction, ("trigger", "toggle")),
    (QTest, ("qWait", "qWaitForWindowActive", "qWaitForWindowExposed")),
    (QTest, ("keyClick", "keyClicks", "keyPress", "keyRelease", "keyEvent", "keySequence")),
    (QTest, ("mouseClick", "mouseDClick", "mousePress", "mouseRelease", "mouseMove")),
)


def longest_gap(action: Callable[[], object], settle: Callable[[], bool] = lambda: True, least_ms: int = 300) -> float:
    """The longest time in ms between two turns of the event loop while `action` is done and until `settle()` is true,
    but for `least_ms` at least."""
    clock = QElapsedTimer()
    gaps = []
    last = 0

    def tick() -> None:
        nonlocal last
        now = clock.nsecsElapsed()
        gaps.append(now - last)
        last = now

    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(tick)
    clock.start()
    timer.start()
    action()
    end = time.monotonic() + 60
    while (clock.elapsed() < least_ms or not settle()) and time.monotonic() < end:
        QCoreApplication.processEvents()
    tick()
    timer.stop()
    return max(gaps) / 1e6


@dataclass(frozen=True)
class Usage:
    """Of a thread since some moment: its own work, what it waited for, in ms. Waiting for a processor is neither."""

    worked: float
    waited: float


class _Meter:
    """Reads what the thread that makes it has used."""

    def __init__(self) -> None:
        self._file: int | None = None
        path = Path("/proc/thread-self/schedstat")
        if path.exists():
            self._file = os.open(path, os.O_RDONLY)

    def read(self) -> tuple[float, float, float]:
        """In ms: worked, the clock, stood in line for a processor."""
        worked, now = time.thread_time() * 1e3, time.monotonic() * 1e3
        if self._file is None:
            return worked, 0.0, 0.0
        return worked, now, int(os.pread(self._file, 100, 0).split()[1]) / 1e6


def _usage(before: tuple[float, float, float], after: tuple[float, float, float]) -> Usage:
    worked, passed, in_line = (late - early for early, late in zip(before, after, strict=True))
    return Usage(worked, max(0.0, passed - worked - in_line))


@dataclass(frozen=True)
class Block:
    """One turn in which the window did not answer for too long, and the places that were seen at work in it, the
    outermost first."""

    usage: Usage
    seen: tuple[tuple[CodeType, ...], ...]

    @property
    def places(self) -> list[str]:
        """Functions of ours, each once."""
        found: dict[str, None] = {}
        for stack in self.seen:
            for code in stack:
                if place := _place(code):
                    found[place] = None
        return list(found)

    @property
    def excused(self) -> bool:
        """Whether the place is known, or it was the test itself that worked for the most part, called by the window."""
        own = sum(any(_is_of_tests(code) for code in stack) for stack in self.seen)
        return 2 * own > len(self.seen) or any(place in KNOWN for place in self.places)

    def __str__(self) -> str:
        words = f"worked {self.usage.worked:.0f} ms and waited {self.usage.waited:.0f} ms in one turn"
        return f"{words}: {' > '.join(self.places[:12]) or 'in no function of ours'}"


def _place(code: CodeType) -> str:
    """`crm_desktop.ui.main_window.MainWindow.show_tab`, or nothing if the code is not ours."""
    path = Path(code.co_filename)
    if not path.is_relative_to(_ROOT / "crm_desktop"):
        return ""
    module = ".".join(path.relative_to(_ROOT).with_suffix("").parts)
    return f"{module}.{code.co_qualname.replace('.<locals>', '')}"


def _is_of_tests(code: CodeType) -> bool:
    path = Path(code.co_filename)
    return path.is_relative_to(_ROOT / "tests") and path != _HERE


def _slowness() -> float:
    """How many times as long as on the machine that the limit was made for anything takes here and now, 1 at least:
    what shares a processor with others works more slowly, and its time counts all the same."""
    taken = []
    for _ in range(3):
        begun = time.thread_time()
        numbers = {number: str(number) for number in range(10_000)}
        sum(len(numbers[number]) for number in range(10_000))
        taken.append((time.thread_time() - begun) * 1e3)
    return max(1.0, sorted(taken)[1] / _YARD_MS)


def load_everything() -> None:
    """What is loaded where it is first needed would else be counted in whichever test comes first."""
    for module in pkgutil.walk_packages([str(_ROOT / "crm_desktop")], "crm_desktop."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in _LIBRARIES:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # nor is this much ever garbage


class Watchdog:
    """Made in the main thread, once. `blocks` is what it found since the list was last cleared."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._meter = _Meter()
        self._depth = 0
        self._begun = self._looked = (0.0, 0.0, 0.0)
        self._waited = 0.0
        self._seen: list[tuple[CodeType, ...]] = []
        self._dispatcher: QAbstractEventDispatcher | None = None

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Meanwhile. Where the system has no timer that interrupts the main thread, nothing is watched."""
        if not hasattr(signal, "setitimer"):
            yield
            return
        with pytest.MonkeyPatch.context() as patch:
            for owner, names in _WAYS_IN:
                for name in names:
                    patch.setattr(owner, name, _watched(self, getattr(owner, name)))
            before = signal.signal(signal.SIGALRM, self._look)
            signal.siginterrupt(signal.SIGALRM, False)
            yield
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def enter(self) -> None:
        """The window begins to do something."""
        self._depth += 1
        if self._depth == 1:
            if self._dispatcher is None and (found := QAbstractEventDispatcher.instance()):
                self._dispatcher = found
                found.awake.connect(self._turned)
                found.aboutToBlock.connect(self._turned)
            self._begin()

    def leave(self) -> None:
        """It has done it, and the test goes on."""
        if self._depth == 1:
            self._turned()
            signal.setitimer(signal.ITIMER_REAL, 0)
        self._depth -= 1

    def _begin(self) -> None:
        self._seen = []
        self._begun = self._looked = self._meter.read()
        self._waited = 0.0
        signal.setitimer(signal.ITIMER_REAL, _FIRST_LOOK_S, _LOOK_EVERY_S)

    def _turned(self) -> None:
        if self._depth:
            if self._seen:
                self._judge(_usage(self._begun, self._meter.read()))
            self._begin()

    def _judge(self, usage: Usage) -> None:
        if usage.worked > LIMIT_MS or self._waited > WAIT_LIMIT_MS:
            worked = usage.worked / _slowness() if usage.worked > LIMIT_MS else usage.worked
            block = Block(Usage(worked, self._waited), tuple(filter(None, self._seen)))
            if (worked > LIMIT_MS or self._waited > WAIT_LIMIT_MS) and not block.excused:
                self.blocks.append(block)

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        """What was done here for so long?"""
        now = self._meter.read()
        if frame is not None and not _just_called(frame):
            self._waited += _usage(self._looked, now).waited
        self._looked = now
        codes: list[CodeType] = []
        within = 0
        while frame is not None:
            if frame.f_code is _WATCHED:
                within = len(codes)
            codes.append(frame.f_code)
            frame = frame.f_back
        self._seen.append(tuple(code for code in reversed(codes[:within]) if code.co_filename != __file__))


def _just_called(frame: FrameType) -> bool:
    """Whether Qt's loop has only now come to this: what was waited for until then, the loop waited for."""
    by_qt = frame.f_code is _WATCHED or (frame.f_back is not None and frame.f_back.f_code is _WATCHED)
    return by_qt and frame.f_code.co_code[frame.f_lasti] == dis.opmap["RESUME"]


def _watched(watchdog: Watchdog, function: Any) -> Any:
    """A function of Qt that brings the window to do something, the same but for being watched."""

    @functools.wraps(function, updated=())
    def watched(*words: Any, **named: Any) -> Any:
        watchdog.enter()
        try:
            return function(*words, **named)
        finally:
            watchdog.leave()

    return watched if hasattr(function, "__get__") else staticmethod(watched)


_WATCHED: Final = next(part for part in _watched.__code__.co_consts if isinstance(part, CodeType))
