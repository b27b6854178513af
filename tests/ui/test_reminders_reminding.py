"""From the ticking of the clock to the popup, the notification and the count; with the real service and shop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from sqlcipher3 import dbapi2

from crm_desktop import language
from crm_desktop.errors import ShopInUse
from crm_desktop.language import Sentence
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.ui.reminders.reminding import SEVERAL, Reminding
from tests.fakes import FakeNotifier

MONDAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute))


@dataclass
class Desk:
    """The shop with its reminding, and what a test does with both."""

    reminding: Reminding
    notifier: FakeNotifier
    context: Any
    filled: list[bool]
    qtbot: Any

    def add(self, name: str, what: str, due: date = MONDAY) -> int:
        services = self.context.services
        customer = services.customers.add(CustomerDraft(name=name)).new_id
        services.follow_ups.add(FollowUpDraft(customer, what, due))
        return customer

    def tick(self, now: datetime | None = None) -> None:
        """The minute of `now`, and all that follows from it."""
        if now is not None:
            self.context.clock.set(now)
        self.reminding.tick()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.context.jobs._endings)
        QApplication.processEvents()

    @property
    def names(self) -> list[str]:
        popup = self.reminding.popup
        return [reminder.name for reminder in popup.reminders()] if popup is not None and popup.isVisible() else []

    def state_of_keys(self) -> list[str]:
        """What is kept of everything that was told."""
        rows = self.context.services.shop.run("SELECT state FROM reminder_told ORDER BY rowid").fetchall()
        return [row[0] for row in rows]


def made(context: Any, qtbot: Any) -> Desk:
    notifier, filled = FakeNotifier(), [False]
    reminding = Reminding(context, notifier, context.clock.now(), screen_is_filled=lambda: filled[0])
    return Desk(reminding, notifier, context, filled, qtbot)


@pytest.fixture
def desk(context, clock, qtbot) -> Iterator[Desk]:
    """On Monday at eight; on Sunday there was nothing to tell."""
    clock.set(at(12, day=MONDAY - timedelta(1)))
    desk = made(context, qtbot)
    desk.tick()
    clock.set(at(8))
    yield desk
    context.jobs.settle()
    desk.reminding.end()


def test_nothing_before_nine_and_then_the_popup_and_one_notification(desk) -> None:
    desk.add("单晓丽", "送茶样")
    desk.tick(at(8, 59))
    assert desk.names == []
    assert desk.reminding.popup is None, "not even made"
    desk.tick(at(9))
    assert desk.names == ["单晓丽"]
    ((_, title, text, quiet),) = desk.notifier.told
    assert title == "Today's reminders"
    assert text == "单晓丽: 送茶样 · due today"
    assert not quiet
    assert desk.state_of_keys() == ["told"]
    desk.tick(at(9, 1))
    desk.tick(at(10))
    assert len(desk.notifier.told) == 1


def test_nothing_to_tell_shows_nothing(desk) -> None:
    desk.tick(at(9))
    assert desk.reminding.popup is None
    assert desk.notifier.told == []


def test_many_are_one_popup_and_one_notification(desk) -> None:
    for number in range(5):
        desk.add(f"张{number}", "送茶样")
    desk.tick(at(9))
    assert len(desk.names) == 5
    ((key, _, text, _),) = desk.notifier.told
    assert key == SEVERAL
    assert len(text.split("\n")) == 4
    assert text.split("\n")[-1].startswith("2 more")


def test_no_notification_where_she_wants_none(desk) -> None:
    desk.context.background.set_notifies(False)
    desk.add("单晓丽", "送茶样")
    desk.tick(at(9))
    assert desk.names == ["单晓丽"]
    assert desk.notifier.told == []


def test_a_screen_that_is_filled_is_left_alone(desk) -> None:
    desk.add("单晓丽", "送茶样")
    desk.filled[0] = True
    desk.tick(at(9))
    assert desk.names == []
    assert [told[3] for told in desk.notifier.told] == [True], "a quiet notification"
    assert desk.state_of_keys() == ["telling"], "not on the screen, so not told"
    desk.tick(at(9, 1))
    assert desk.names == []
    desk.filled[0] = False
    desk.tick(at(9, 2))
    assert desk.names == ["单晓丽"]
    assert desk.state_of_keys() == ["told"]
    assert len(desk.notifier.told) == 1


def test_closing_the_popup_is_later_today(desk) -> None:
    desk.add("单晓丽", "送茶样")
    desk.tick(at(9))
    desk.reminding.popup.close()
    desk.settle()
    assert desk.notifier.shown == {}
    desk.tick(at(11, 59))
    assert desk.names == []
    desk.tick(at(12))
    assert desk.names == ["单晓丽"]


def test_what_is_done_elsewhere_leaves_the_popup_and_its_notification(desk) -> None:
    desk.add("单晓丽", "送茶样")
    desk.tick(at(9))
    (reminder,) = desk.reminding.popup.reminders()
    desk.context.services.reminders.done(reminder)
    desk.tick(at(9, 1))
    assert desk.names == []
    desk.qtbot.waitUntil(lambda: not desk.reminding.popup.isVisible(), timeout=15_000)
    desk.tick(at(9, 2))
    assert desk.notifier.shown == {}


def test_a_notification_leads_to_its_line(desk) -> None:
    customer = desk.add("单晓丽", "送茶样")
    desk.tick(at(9))
    (key,) = desk.notifier.shown
    desk.reminding.clicked(key)
    assert desk.context.navigate.calls == [("show_customer", customer)]
    desk.add("王芳", "回访")
    desk.add("李伟", "回访", MONDAY + timedelta(1))
    desk.reminding.popup.close()
    desk.settle()
    desk.reminding.clicked(key)
    assert len(desk.context.navigate.calls) == 1, "it was withdrawn"
    desk.reminding.clicked(SEVERAL)
    desk.settle()
    assert "单晓丽" in desk.names


def test_the_popup_leads_into_the_window(desk) -> None:
    desk.add("单晓丽", "送茶样")
    desk.tick(at(9))
    popup = desk.reminding.popup
    popup.all_wanted.emit()
    popup.customer_wanted.emit(4)
    popup.settings_wanted.emit()
    assert desk.context.navigate.calls == [("show_tab", "today"), ("show_customer", 4), ("show_reminder_settings",)]


def test_shown_by_hand_it_tells_again_what_is_open(desk) -> None:
    desk.add("单晓丽", "送茶样")
    desk.tick(at(9))
    desk.reminding.popup.close()
    desk.settle()
    desk.reminding.show_now()
    desk.settle()
    assert desk.names == ["单晓丽"]


def test_shown_by_hand_with_nothing_due_it_says_so(desk) -> None:
    said = []
    desk.context.messages.posted.connect(said.append)
    desk.reminding.show_now()
    desk.settle()
    assert [message.text for message in said] == ["Nothing is due today"]
    assert desk.notifier.shown[SEVERAL][1] == "Nothing is due today"
    assert desk.reminding.popup is None


def test_asked_in_the_window_its_bar_is_enough(desk, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    desk.reminding.show_now()
    desk.settle()
    assert desk.notifier.told == []


def test_a_pause_puts_away_what_is_on_the_screen(desk) -> None:
    desk.add("单晓丽", "送茶样")
    desk.tick(at(9))
    desk.reminding.pause()
    desk.context.background.paused_until = at(0, day=MONDAY + timedelta(1))
    desk.settle()
    assert desk.names == []
    desk.tick(at(12))
    desk.tick(at(15))
    assert desk.names == []
    desk.context.background.go_on()
    desk.tick(at(9, day=MONDAY + timedelta(1)))
    assert desk.names == ["单晓丽"]


def test_what_was_missed_in_a_pause_is_told_after_it(desk) -> None:
    desk.add("单晓丽", "送茶样")
    desk.reminding.pause()
    desk.context.background.paused_until = at(0, day=MONDAY + timedelta(1))
    desk.tick(at(9))
    assert desk.names == []
    desk.context.background.go_on()
    desk.tick(at(9, day=MONDAY + timedelta(1)))
    assert desk.names == ["单晓丽"]


def test_the_end_of_the_program_is_closing_too(desk, context, qtbot) -> None:
    desk.add("单晓丽", "送茶样")
    desk.tick(at(9))
    popup = desk.reminding.popup
    desk.reminding.end()
    assert not popup.isVisible()
    again = made(context, qtbot)
    again.tick(at(9, 5))
    assert again.names == []
    again.tick(at(12))
    assert again.names == ["单晓丽"]
    again.reminding.end()


def test_what_was_shown_but_not_yet_written_down_is_at_the_end(desk, monkeypatch) -> None:
    def in_use(told: object) -> None:
        raise ShopInUse(Sentence("Other work."))

    desk.add("单晓丽", "送茶样")
    reminders = desk.context.services.reminders
    with monkeypatch.context() as patch:
        patch.setattr(reminders, "told", in_use)
        desk.tick(at(9))
        assert desk.names == ["单晓丽"]
        assert desk.state_of_keys() == ["telling"]
    desk.reminding.end()
    assert "telling" not in desk.state_of_keys()


def test_where_it_cannot_be_written_it_is_tried_again_in_a_minute(desk, monkeypatch) -> None:
    desk.add("单晓丽", "送茶样")
    reminders = desk.context.services.reminders

    def in_use(*args: object, **named: object) -> None:
        raise ShopInUse(Sentence("Other work."))

    for method in ("begin", "next_moment", "told"):
        with monkeypatch.context() as patch:
            patch.setattr(reminders, method, in_use)
            desk.tick(at(9))
    desk.tick(at(9, 1))
    assert desk.names == ["单晓丽"]
    assert desk.state_of_keys() == ["told"]
    assert len(desk.notifier.told) == 1


def test_the_service_is_asked_in_the_worker(desk, monkeypatch) -> None:
    threads = []
    reminders = desk.context.services.reminders
    begin: Callable[..., Any] = reminders.begin
    monkeypatch.setattr(
        reminders, "begin", lambda *args, **named: threads.append(threading.current_thread()) or begin(*args, **named)
    )
    desk.add("单晓丽", "送茶样")
    desk.tick(at(9))
    assert threads
    assert threading.main_thread() not in threads


def test_it_counts_what_today_asks_for(desk, qtbot) -> None:
    counts = []
    desk.reminding.counted.connect(lambda: counts.append(desk.reminding.due))
    desk.add("单晓丽", "送茶样")
    desk.tick()
    assert counts == [1]
    desk.tick(at(8, 1))
    assert counts == [1], "not each minute"
    change = desk.context.services.customers.add(CustomerDraft(name="王芳"))
    desk.context.bus.changed.emit(change)
    desk.settle()
    assert counts == [1, 1]
    desk.tick(at(8, day=MONDAY + timedelta(1)))
    assert len(counts) == 3, "a new day"
    other = dbapi2.connect(desk.context.services.shop.path)
    other.execute("UPDATE customer SET note = '' WHERE id = 1")
    other.commit()
    other.close()
    desk.tick(at(8, 1, day=MONDAY + timedelta(1)))
    assert len(counts) == 4, "another program has written to the file"


def test_it_counts_for_nobody_where_there_is_no_tray(context, qtbot) -> None:
    reminding = Reminding(context, FakeNotifier(), context.clock.now(), counts=lambda: False)
    reminding.count()
    assert not context.jobs._endings
    reminding.end()


def test_the_popup_speaks_another_language(desk) -> None:
    desk.reminding.speak_anew()
    desk.add("单晓丽", "送茶样")
    desk.tick(at(9))
    old = desk.reminding.popup
    language.set_language("zh_CN")
    desk.reminding.speak_anew()
    assert desk.reminding.popup is not old
    assert not old.isVisible()
    assert desk.names == ["单晓丽"]
    desk.settle()
    assert desk.state_of_keys() == ["told"], "it was not put away"


def test_while_the_shop_is_locked_nothing_of_it_is_shown(desk) -> None:
    """Not even what the worker was finding when it was locked."""
    desk.add("单晓丽", "送茶样")
    desk.context.clock.set(at(9))
    desk.reminding.tick()
    desk.reminding.show_now()
    desk.reminding.lock()
    desk.settle()
    desk.tick(at(9, 1))
    assert desk.names == []
    assert desk.notifier.told == []
    desk.reminding.unlock()
    desk.tick(at(9, 2))
    assert desk.names == ["单晓丽"]


def test_after_the_end_nothing_comes(desk, context) -> None:
    desk.add("单晓丽", "送茶样")
    context.clock.set(at(9))
    desk.reminding.tick()
    desk.reminding.show_now()
    desk.reminding._ended = True
    desk.settle()
    assert desk.reminding.popup is None
    assert desk.reminding.due == 0
    desk.reminding._ended = False


def test_a_doorway_is_all_that_it_needs_of_a_window(context, qtbot) -> None:
    """It is made before there is a window."""
    reminding = Reminding(replace(context, navigate=None), FakeNotifier(), context.clock.now())
    reminding.tick()
    qtbot.waitUntil(lambda: not context.jobs._endings)
    reminding.end()
