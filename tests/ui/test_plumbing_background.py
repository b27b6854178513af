"""What she chose about the background, the heartbeat, what closing means, and how the program is ended from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.background.background import Background
from crm_desktop.ui.background.closing import Closing, closing
from crm_desktop.ui.background.doorway import Doorway
from crm_desktop.ui.background.ending import EndingSignals
from crm_desktop.ui.background.ticker import Ticker
from crm_desktop.ui.plumbing.memory import Memory
from tests.fakes import FakeAutostart, FakeBackground, FakeClock, FakeNavigator, FakeQuestions


@pytest.fixture
def background(memory, clock) -> Background:
    return Background(memory, clock, FakeAutostart(), lambda: True)


def test_nothing_is_chosen_at_first(background) -> None:
    assert background.stays is None
    assert background.notifies
    assert background.paused_until is None
    assert background.has_tray
    assert not background.autostart.is_on()


def test_choices_are_kept_on_the_laptop_and_told(background, data_dir, clock, qtbot) -> None:
    with qtbot.waitSignal(background.changed):
        background.set_stays(True)
    with qtbot.waitSignal(background.changed):
        background.set_notifies(False)
    background.pause()
    again = Background(Memory(data_dir / "window.ini"), clock, FakeAutostart(), lambda: False)
    assert (again.stays, again.notifies, again.has_tray) == (True, False, False)
    assert again.paused_until == datetime(2026, 11, 22)
    again.set_stays(False)
    assert background.stays is False


def test_a_pause_ends_at_midnight_by_itself_or_by_hand(background, clock) -> None:
    background.pause()
    clock.set(datetime(2026, 11, 21, 23, 59, 59))
    assert background.paused_until == datetime(2026, 11, 22)
    clock.advance(seconds=1)
    assert background.paused_until is None
    background.pause()
    background.go_on()
    assert background.paused_until is None


def test_a_pause_of_a_clock_that_went_wrong_is_none(background, clock) -> None:
    clock.set(datetime(2100, 1, 1, 12))
    background.pause()
    clock.set(datetime(2026, 11, 21, 12))
    assert background.paused_until is None


@pytest.mark.parametrize("kept", ["", "soon", "2026-13-01"])
def test_what_another_version_kept_is_let_go(background, memory, kept) -> None:
    memory.put("background/paused-until", kept)
    memory.put("background/stays", kept)
    assert background.paused_until is None
    assert background.stays is None


# The heartbeat


def test_it_beats_at_the_full_minute_of_the_clock(qapp, qtbot, monkeypatch) -> None:
    clock = FakeClock(datetime(2026, 11, 23, 8, 59, 50))
    ticker = Ticker(clock)
    ticker.start()
    assert 9_900 <= ticker._timer.remainingTime() <= 10_050
    assert ticker._timer.isSingleShot()
    zones = []
    monkeypatch.setattr("crm_desktop.ui.background.ticker.notice_time_zone", lambda: zones.append(True))
    clock.set(datetime(2026, 11, 23, 9))
    with qtbot.waitSignal(ticker.minute):
        ticker._timer.start(0)
    assert 59_900 <= ticker._timer.remainingTime() <= 60_050, "the next one is a minute away"
    assert zones == [True]
    ticker.stop()
    assert not ticker._timer.isActive()


def test_whoever_hears_it_may_stop_it(qapp, qtbot, clock) -> None:
    ticker = Ticker(clock)
    ticker.minute.connect(ticker.stop)
    with qtbot.waitSignal(ticker.minute):
        ticker._timer.start(0)
    assert not ticker._timer.isActive()


# Closing


@pytest.mark.parametrize(
    ("stays", "has_tray", "meant"),
    [
        (True, True, Closing.TO_TRAY),
        (True, False, Closing.MINIMISE),
        (False, True, Closing.QUIT),
        (False, False, Closing.QUIT),
    ],
)
def test_closing_means_what_she_chose(qtbot, stays, has_tray, meant) -> None:
    questions = FakeQuestions()
    assert closing(FakeBackground(stays=stays, has_tray=has_tray), questions, QWidget()) is meant
    assert questions.asked == []


@pytest.mark.parametrize(("answer", "meant"), [(True, Closing.TO_TRAY), (False, Closing.QUIT)])
@pytest.mark.parametrize("has_tray", [True, False])
def test_she_is_asked_once(qtbot, answer, meant, has_tray) -> None:
    background, questions = FakeBackground(has_tray=has_tray), FakeQuestions(answer)
    if answer and not has_tray:
        meant = Closing.MINIMISE
    assert closing(background, questions, QWidget()) is meant
    assert closing(background, questions, QWidget()) is meant
    assert questions.asked == ["Should reminders still come when the window is closed?"]
    assert background.calls == [("set_stays", answer)]


def test_the_doorway_brings_the_window_to_the_front_before_it_goes_anywhere() -> None:
    class Window(FakeNavigator):
        def focus_search(self) -> None:
            self.calls.append(("focus_search",))

    window = Window()
    doorway = Doorway(lambda: window.calls.append("alone"), lambda: window.calls.append("front") or window)
    doorway.show_tab("today")
    doorway.show_customer(3)
    doorway.new_customer("张三")
    doorway.new_purchase(4)
    doorway.new_follow_up()
    doorway.import_file(Path("a.csv"))
    doorway.import_files([Path("b.csv")])
    doorway.import_cells("c")
    doorway.show_reminder_settings()
    doorway.focus_search()
    doorway.show_call_settings()
    doorway.show_window()
    assert window.calls[::2] == ["front"] * 11 + ["alone"]
    assert window.calls[1::2] == [
        ("show_tab", "today"),
        ("show_customer", 3),
        ("new_customer", "张三"),
        ("new_purchase", 4),
        ("new_follow_up", None),
        ("import_file", Path("a.csv"), "customers"),
        ("import_files", [Path("b.csv")]),
        ("import_cells", "c", "customers"),
        ("show_reminder_settings",),
        ("focus_search",),
        ("show_call_settings",),
    ]


# Ended from outside


@pytest.fixture
def ended(qapp) -> Iterator[list[str]]:
    calls: list[str] = []
    signals = EndingSignals(lambda: calls.append("ended"))
    yield calls
    signals.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells windows of a log-out, and knows no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_is_heard_while_nothing_else_happens(ended, qtbot, name) -> None:
    os.kill(os.getpid(), signal.Signals[name])
    qtbot.waitUntil(lambda: ended == ["ended"])


def test_other_signals_are_left_alone(ended, qtbot) -> None:
    before = signal.getsignal(signal.SIGABRT)
    ended_by = EndingSignals(lambda: None)
    assert signal.getsignal(signal.SIGABRT) is before
    ended_by.close()
    assert ended == []


def test_signals_are_given_back(qapp) -> None:
    before = signal.getsignal(signal.SIGINT)
    signals = EndingSignals(lambda: None)
    assert signal.getsignal(signal.SIGINT) is not before
    signals.close()
    assert signal.getsignal(signal.SIGINT) is before


def test_the_system_asks_the_program_and_not_its_windows_to_end() -> None:
    """In a process of its own: a test has one application already."""
    program = """
import sys
from PySide6.QtCore import QEvent, QTimer
from crm_desktop.ui.background.ending import Application
app = Application(["x"])
asked = []
app.quit_wanted.connect(lambda: (asked.append(1), app.exit(7)))
QTimer.singleShot(0, app.quit)
assert app.quitOnLastWindowClosed() is False
status = app.exec()
print(status, asked)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "7 [1]"
