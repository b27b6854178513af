"""Long work in the worker, messages, and what happens to errors that nobody caught."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.errors import Cancelled, DiskFull
from crm_desktop.language import Sentence
from crm_desktop.ui.plumbing import guard as guards
from crm_desktop.ui.plumbing.freed_memory import give_back
from crm_desktop.ui.plumbing.jobs import Jobs, Report
from crm_desktop.ui.plumbing.messages import Message, Messages
from crm_desktop.ui.widgets.message_bar import MessageBar
from crm_desktop.ui.widgets.progress_strip import ProgressStrip

GUI = threading.main_thread()


@pytest.fixture
def told() -> list[tuple[str, object]]:
    return []


@pytest.fixture
def jobs(qapp, told) -> Iterator[Jobs]:
    made = Jobs(lambda error: told.append(("error", error)), lambda bug: told.append(("bug", bug)))
    yield made
    made.close()


def test_result_comes_back_in_the_gui_thread(jobs, qtbot) -> None:
    seen = []

    def work(report: Report, cancelled: Callable[[], bool]) -> str:
        seen.append(threading.current_thread())
        report(1, 2, "half")
        report(2, 2, "whole")
        return "made"

    progress = []
    job = jobs.start("Making", work, done=lambda result: seen.extend([result, threading.current_thread()]))
    job.progressed.connect(lambda *args: progress.append(args))
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen[0] is not GUI
    assert seen[1:] == ["made", GUI]
    assert progress == [(1, 2, "half"), (2, 2, "whole")]
    assert not jobs.busy
    assert not job.running


def test_memory_is_given_back_after_long_work(jobs, qtbot, monkeypatch) -> None:
    given = []
    monkeypatch.setattr(
        "crm_desktop.ui.plumbing.freed_memory.give_back", lambda: given.append(threading.current_thread())
    )
    jobs.start("Sorting", lambda *_: None)
    jobs.start("", lambda *_: None, quiet=True)
    qtbot.waitUntil(lambda: len(given) == 2)
    assert GUI not in given


@pytest.mark.parametrize("system", ["linux", "win32"])
def test_memory_can_be_given_back_on_every_system(monkeypatch, system) -> None:
    monkeypatch.setattr(sys, "platform", system)
    give_back()


def test_the_three_ends_and_a_bug(jobs, told, qtbot) -> None:
    def raiser(error: Exception) -> Callable[..., None]:
        def work(report: Report, cancelled: Callable[[], bool]) -> None:
            raise error

        return work

    full, bug = DiskFull(Sentence("The disk is full.")), KeyError("x")
    jobs.start("1", raiser(full))
    jobs.start("2", raiser(full), failed=lambda error: told.append(("own", error)))
    jobs.start("3", raiser(Cancelled(Sentence("Stopped."))), cancelled=lambda: told.append(("stopped", None)))
    jobs.start("4", raiser(Cancelled(Sentence("Stopped."))))
    jobs.start("5", raiser(bug), done=lambda _: told.append(("done", None)))
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told == [("error", full), ("own", full), ("stopped", None), ("bug", bug)]


def test_cancelling_what_runs_and_what_waits(jobs, told, qtbot) -> None:
    started = threading.Event()

    def patient(report: Report, cancelled: Callable[[], bool]) -> None:
        started.set()
        while not cancelled():
            started.wait(0.005)
        raise Cancelled(Sentence("Stopped."))

    first = jobs.start("first", patient, cancelled=lambda: told.append(("first", None)))
    second = jobs.start("second", patient, cancelled=lambda: told.append(("second", None)))
    second.cancel()
    assert started.wait(5)
    first.cancel()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told == [("first", None), ("second", None)]


def test_close_waits_and_tells_nothing_more(qapp, told) -> None:
    jobs = Jobs(lambda error: told.append(("error", error)), lambda bug: told.append(("bug", bug)))
    threads: list[threading.Thread] = []

    def patient(report: Report, cancelled: Callable[[], bool]) -> None:
        while not cancelled():
            report(0, 0, "")

    jobs.start("long", patient, done=lambda _: told.append(("done", None)))
    jobs.close(lambda: threads.append(threading.current_thread()))
    qapp.processEvents()
    assert told == []
    assert threads[0] is not GUI


def test_strip_shows_words_bar_and_stops(jobs, theme, qtbot) -> None:
    strip = ProgressStrip(jobs)
    qtbot.addWidget(strip)
    going, ended = threading.Event(), []

    def patient(report: Report, cancelled: Callable[[], bool]) -> None:
        report(30, 120, "")
        going.wait(5)
        if cancelled():
            raise Cancelled(Sentence("Stopped."))

    jobs.start("Importing a.xlsx", patient, cancelled=lambda: ended.append("stopped"))
    assert strip.isHidden(), "work that is over at once does not flicker"
    qtbot.waitUntil(lambda: not strip.isHidden())
    qtbot.waitUntil(lambda: strip._bar.maximum() == 1000 and strip._bar.value() == 250)
    assert strip._title.text() == "Importing a.xlsx"
    assert strip._words.text() == "30 of 120"
    strip.findChild(QPushButton).click()
    assert strip._words.text() == "Stopping…"
    going.set()
    qtbot.waitUntil(lambda: ended == ["stopped"])
    assert strip.isHidden()


# Messages


@pytest.fixture
def messages(qapp) -> Messages:
    return Messages()


@pytest.fixture
def bar(messages, theme, qtbot) -> MessageBar:
    made = MessageBar(messages, theme)
    qtbot.addWidget(made)
    return made


def test_a_message_with_its_button(bar, messages) -> None:
    pressed = []
    messages.info("Deleted 3 customers", action="Undo", do=lambda: pressed.append("undo"))
    assert not bar.isHidden()
    assert bar.message().text == "Deleted 3 customers"
    assert bar.action.accessibleName() == "Undo"
    bar.action.click()
    assert pressed == ["undo"]
    assert bar.isHidden()


def test_messages_go_and_errors_stay(bar, messages) -> None:
    messages.info("Saved")
    assert bar._timer.isActive()
    assert bar._timer.interval() == 10_000
    bar._timer.timeout.emit()
    assert bar.isHidden()
    messages.error("The disk is full")
    assert not bar._timer.isActive()
    messages.info("Saved")
    messages.error("The disk is full")
    assert bar.message().text == "The disk is full"
    bar.dismiss()
    assert bar.message().text == "Saved"
    bar.dismiss()
    assert bar.isHidden()


def test_only_what_was_done_has_the_sign_of_a_success(bar, messages) -> None:
    messages.info("Saved")
    assert (bar._icon._name, bar._icon._token) == ("check-circle", "good")
    messages.note("There is nothing to print here.")
    assert (bar._icon._name, bar._icon._token) == ("info", "secondary")
    assert bar._timer.isActive()
    messages.error("The disk is full")
    assert (bar._icon._name, bar._icon._token) == ("alert", "danger")


def test_a_newer_message_takes_the_place(bar, messages) -> None:
    messages.info("one")
    messages.info("two")
    assert bar.message().text == "two"


def test_an_offer_to_undo_goes_when_it_is_undone(bar, messages) -> None:
    messages.post(Message("Deleted", action="Undo", about_change=7))
    messages.undone.emit(6)
    assert not bar.isHidden()
    messages.undone.emit(7)
    assert bar.isHidden()


def test_the_pointer_holds_a_message(bar, messages, qtbot) -> None:
    messages.info("one")
    bar.enterEvent(None)
    assert not bar._timer.isActive()
    bar.leaveEvent(None)
    assert bar._timer.isActive()


# The guard


@pytest.fixture
def guard(messages, qtbot) -> Iterator[guards.Guard]:
    window = QWidget()
    qtbot.addWidget(window)
    made = guards.Guard(messages, lambda: window)
    yield made
    made.uninstall()


def test_a_users_error_becomes_a_message(guard, bar, qtbot) -> None:
    error = DiskFull(Sentence("The disk is full."))
    sys.excepthook(DiskFull, error, None)
    qtbot.waitUntil(lambda: bar.message() is not None)
    assert bar.message().is_error
    assert guard.dialog is None


def test_an_error_that_means_something_becomes_a_message(messages, bar, qtbot) -> None:
    full = DiskFull(Sentence("The disk is full."))
    guard = guards.Guard(messages, lambda: None, lambda error: full if isinstance(error, OSError) else None)
    try:
        guard.caught(OSError())
        qtbot.waitUntil(lambda: bar.message() is not None)
        assert bar.message().text == "The disk is full."
        assert guard.dialog is None
    finally:
        guard.uninstall()


@pytest.mark.parametrize("found", [DiskFull(Sentence("The disk is full.")), None])
def test_where_the_file_has_to_be_looked_at_first(messages, bar, log_records, qtbot, found) -> None:
    asked: list[Any] = []

    def look(error: BaseException, tell: Any) -> bool:
        asked.append(tell)
        return isinstance(error, OSError)

    window = QWidget()
    qtbot.addWidget(window)
    guard = guards.Guard(messages, lambda: window, look=look)
    try:
        guard.caught(OSError())
        qtbot.waitUntil(lambda: len(asked) == 1)
        assert bar.message() is None
        assert guard.dialog is None
        asked[0](found)
        assert (bar.message() is None) == (found is None)
        assert (guard.dialog is None) == (found is not None)
        log_records.clear()
    finally:
        guard.uninstall()


def test_a_bug_becomes_one_dialog_and_a_log_without_values(guard, log_records, qtbot) -> None:
    def buggy() -> None:
        customer = "张三 13800138000"
        raise ValueError(customer)

    for _ in range(3):
        try:
            buggy()
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)
    qtbot.waitUntil(lambda: guard.dialog is not None)
    qtbot.wait(10)
    report = guard.dialog.report
    assert "ValueError" in report
    assert "buggy" in report
    assert "13800138000" not in report
    assert "张三" not in report
    copy = next(b for b in guard.dialog.findChildren(QPushButton) if b.text() == "Copy")
    copy.click()
    assert QGuiApplication.clipboard().text() == report
    guard.dialog.accept()
    assert guard.dialog is None
    assert [record.levelno for record in log_records] == [logging.ERROR]
    log_records.clear()


def test_a_bug_in_another_thread(guard, log_records, qtbot) -> None:
    def buggy() -> None:
        raise LookupError

    thread = threading.Thread(target=buggy)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: guard.dialog is not None)
    assert "LookupError" in guard.dialog.report
    log_records.clear()


def test_ctrl_c_in_the_terminal_is_left_alone(messages, qapp) -> None:
    heard = []
    old = sys.excepthook
    sys.excepthook = lambda *args: heard.append(args[0])
    try:
        guard = guards.Guard(messages, lambda: None)
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
        guard.uninstall()
    finally:
        sys.excepthook = old
    assert heard == [KeyboardInterrupt]


def test_qts_complaints_are_logged_without_the_home_folder(guard, log_records) -> None:
    qWarning("cannot read /home/wangfang/shop.crm")
    assert [r.getMessage() for r in log_records] == ["cannot read ~/shop.crm"]
    log_records.clear()


def test_log_file(tmp_path) -> None:
    handler = guards.start_log(tmp_path / "logs")
    logger = logging.getLogger("crm_desktop.test")
    logger.setLevel(logging.INFO)
    logger.info("started")
    logging.getLogger().removeHandler(handler)
    handler.close()
    assert "started" in (tmp_path / "logs" / "crm-desktop.log").read_text("utf-8")


def test_a_quiet_job_is_not_shown_and_nothing_waits_for_it(jobs, qtbot) -> None:
    go, started, done = threading.Event(), [], []
    jobs.started.connect(started.append)
    jobs.start("", lambda report, cancelled: go.wait(10), done=done.append, quiet=True)
    assert not jobs.busy
    assert started == []
    threading.Timer(0.05, go.set).start()
    jobs.settle()
    assert go.is_set()
    qtbot.waitUntil(lambda: done == [True])
    jobs.settle()


def test_a_strip_made_meanwhile_shows_what_goes_on(jobs, qtbot) -> None:
    go = threading.Event()
    jobs.start("Making a backup", lambda report, cancelled: go.wait(10))
    first = ProgressStrip(jobs)
    second = ProgressStrip(jobs)
    qtbot.addWidget(second)
    assert second._title.text() == "Making a backup"
    first.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert second._jobs == []


def test_whose_work_it_was_is_freed_in_the_gui_thread(jobs, qtbot) -> None:
    freed: list[threading.Thread] = []

    class Owner:
        def work(self, report: Report, cancelled: Callable[[], bool]) -> None: ...

        def __del__(self) -> None:
            freed.append(threading.current_thread())

    for _ in range(50):
        jobs.start("Work", Owner().work)
    qtbot.waitUntil(lambda: not jobs.busy and len(freed) == 50)
    assert set(freed) == {GUI}
