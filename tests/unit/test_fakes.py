"""The fakes do what the tests believe of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.fakes import (
    FakeBackground,
    FakeClock,
    FakeFileDialogs,
    FakeKeeper,
    FakeNavigator,
    FakeNotifier,
    FakeQuestions,
)


def test_clock_stands_still_until_told() -> None:
    clock = FakeClock(datetime(2026, 11, 21, 9))
    assert clock.now() == clock.now() == datetime(2026, 11, 21, 9)
    clock.advance(days=1, minutes=5)
    assert clock.now() == datetime(2026, 11, 22, 9, 5)
    clock.set(datetime(2027, 1, 1))
    assert clock.now() == datetime(2027, 1, 1)


def test_file_dialogs_answer_in_turn() -> None:
    dialogs = FakeFileDialogs()
    dialogs.will_answer(Path("a.xlsx"), None, Path("b.xlsx"))
    assert dialogs.ask_open(None, "Open", []) == Path("a.xlsx")
    assert dialogs.ask_open(None, "Again", []) is None
    assert dialogs.ask_save(None, "Save", "list.xlsx", []) == Path("b.xlsx")
    assert dialogs.ask_save(None, "Save", "more.xlsx", []) is None
    assert dialogs.asked == ["Open", "Again", "Save", "Save"]
    assert dialogs.suggested == ["list.xlsx", "more.xlsx"]


def test_questions_are_remembered() -> None:
    questions = FakeQuestions(answer=False)
    assert not questions.confirm(None, "Sure?", yes="Yes")
    questions.answer = True
    assert questions.confirm(None, "Really?", yes="Yes")
    assert questions.asked == ["Sure?", "Really?"]


def test_navigator_remembers_its_calls() -> None:
    navigator = FakeNavigator()
    navigator.show_tab("today")
    navigator.show_customer(3)
    navigator.new_customer("张三")
    navigator.new_purchase()
    navigator.new_follow_up(4)
    navigator.import_file(kind="purchases")
    assert navigator.calls == [
        ("show_tab", "today"),
        ("show_customer", 3),
        ("new_customer", "张三"),
        ("new_purchase", None),
        ("new_follow_up", 4),
        ("import_file", None, "purchases"),
    ]


def test_notifier_remembers_what_is_shown_and_can_be_clicked() -> None:
    notifier, clicked = FakeNotifier(), []
    notifier.clicked.connect(clicked.append)
    notifier.notify("a", "Today", "Three")
    notifier.notify("a", "Today", "Two", quiet=True)
    notifier.notify("b", "Today", "Other")
    notifier.withdraw("b")
    notifier.withdraw("c")
    assert notifier.shown == {"a": ("Today", "Two")}
    assert notifier.told == [
        ("a", "Today", "Three", False),
        ("a", "Today", "Two", True),
        ("b", "Today", "Other", False),
    ]
    notifier.click("a")
    assert clicked == ["a"]
    with pytest.raises(AssertionError):
        notifier.click("b")
    notifier.close()
    assert notifier.closed
    assert not notifier.shown


def test_background_is_as_it_was_chosen() -> None:
    background = FakeBackground(has_tray=False)
    assert (background.stays, background.has_tray, background.notifies) == (None, False, True)
    background.set_stays(True)
    background.set_notifies(False)
    background.pause()
    assert (background.stays, background.notifies, background.paused_until) == (True, False, datetime.max)
    background.go_on()
    assert background.paused_until is None
    assert background.calls == [("set_stays", True), ("set_notifies", False), ("pause",), ("go_on",)]


def test_autostart_is_on_or_off() -> None:
    autostart = FakeBackground().autostart
    assert not autostart.is_on()
    autostart.set_on(True)
    autostart.renew()
    assert autostart.is_on()


def test_a_fake_keeper_remembers_what_was_asked_of_it() -> None:
    keeper, work = FakeKeeper(), object()
    assert keeper.rework("New password", work)
    keeper.will = False
    assert not keeper.rework("Again", work)
    keeper.lock()
    keeper.open_shop(Path("a.crm"))
    assert keeper.reworked == [("New password", work)]
    assert keeper.endings == [(None, None)]
    assert (keeper.locked, keeper.opened) == (1, [Path("a.crm")])
