"""The popup of today's reminders, driven as hands would, over a real shop."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu

from crm_desktop import language
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.reminding.entries import BackupEntry, matter_of
from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.domain.reminding.occurrences import Reminder
from crm_desktop.errors import ShopInUse
from crm_desktop.language import Sentence
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.store.models import Customer
from crm_desktop.ui.reminders import popup as module
from crm_desktop.ui.reminders.popup import Popup
from crm_desktop.ui.reminders.popup_line import DoneLine, PopupLine, Row
from crm_desktop.ui.reminders.popup_list import grouped, in_order
from crm_desktop.ui.reminders.snooze import DayChooser
from crm_desktop.ui.widgets.month_grid import MonthGrid

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.ui.plumbing.context import Context
    from tests.dialler import FakeDialler
    from tests.fakes import FakeClock

NOW = datetime(2026, 11, 21, 9)
TODAY = NOW.date()
R = TypeVar("R", bound=Row)


def customer(services: Services, name: str, **fields: object) -> int:
    found = services.customers.add(CustomerDraft(name=name, **fields)).new_id  # type: ignore[arg-type]
    assert found is not None
    return found


def follow_up(services: Services, customer_id: int, what: str, due: date) -> int:
    found = services.follow_ups.add(FollowUpDraft(customer_id, what, due)).new_id
    assert found is not None
    return found


@pytest.fixture
def people(services: Services, clock: FakeClock) -> dict[str, int]:
    """Dan is to be called, Wang has a birthday."""
    clock.set(NOW)
    ids = {
        "dan": customer(services, "单晓丽", phones=("13911112222",)),
        "wang": customer(services, "王芳", gender="female", birthday=Birthday(Calendar.LUNAR, 1988, 10, 13)),
    }
    ids["call"] = follow_up(services, ids["dan"], "回访:新茶口感", TODAY)
    return ids


def open_now(context: Context) -> tuple[Reminder, ...]:
    return context.services.reminders.open(context.clock.now())


@pytest.fixture
def popup(context: Context, people: dict[str, int], qtbot: QtBot) -> Popup:
    """Shown by hand, with what is open: first the follow-up, then the birthday."""
    shown = Popup(context)
    qtbot.addWidget(shown)
    shown.tell(open_now(context), by_hand=True)
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


def rows(popup: Popup, kind: type[R]) -> list[R]:
    """The lines in view, from the top."""
    found = [row for row in popup.list.findChildren(kind) if not row.isHidden()]
    return sorted(found, key=lambda row: row.y())


def names(popup: Popup) -> list[str]:
    return [row.item.reminder.name for row in rows(popup, PopupLine)]


def button(where: Row, name: str) -> QAbstractButton:
    return next(each for each in where.buttons() if each.accessibleName() == name)


def headings(popup: Popup) -> list[str]:
    labels = [label for label in popup.list.findChildren(QLabel) if label.property("role") == "section"]
    return [label.text() for label in sorted((each for each in labels if not each.isHidden()), key=lambda e: e.y())]


def press(popup: Popup, qtbot: QtBot, key: Qt.Key, **modifier: Qt.KeyboardModifier) -> None:
    focus = popup.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, **modifier)


def choose(button: QAbstractButton, qtbot: QtBot, words: str) -> None:
    """Open a button's menu and take what begins with `words`."""
    menu: QMenu = button.menu()  # type: ignore[attr-defined]
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    qtbot.wait(1)


def current(popup: Popup) -> str:
    item = popup.list.current()
    assert item is not None
    return item.reminder.name


# What it shows


def test_says_who_what_and_why_under_headings(popup: Popup) -> None:
    assert popup.windowTitle() == popup.accessibleName() == "Today's reminders"
    assert headings(popup) == ["Today"]
    call, birthday = rows(popup, PopupLine)
    assert call.accessibleName() == "单晓丽 · 回访:新茶口感 · Due today"
    assert birthday.accessibleName().startswith("王芳 · birthday, turning 38 · today · ")
    assert [each.accessibleName() for each in call.buttons()] == ["Done", "Snooze", "Call", "Open"]
    assert [each.accessibleName() for each in birthday.buttons()][:3] == ["Copy greeting", "Done", "Snooze"]


def test_tooltips_tell_the_keys(popup: Popup) -> None:
    keys = {each.accessibleName(): each.toolTip() for row in rows(popup, PopupLine) for each in row.buttons()}
    assert keys == {
        "Done": "Done  (D)",
        "Snooze": "Snooze  (S)",
        "Copy greeting": "Copy greeting  (G)",
        "Call": "Call  (C)",
        "Open": "Open  (Return)",
    }
    assert popup.close_button.toolTip() == "Later today  (Esc)"


def test_in_chinese(context: Context, people: dict[str, int], qtbot: QtBot) -> None:
    language.set_language("zh_CN")
    popup = Popup(context)
    qtbot.addWidget(popup)
    popup.tell(open_now(context))
    birthday = rows(popup, PopupLine)[1]
    assert [each.accessibleName() for each in birthday.buttons()][1] == "完成"
    assert popup.isVisible()


def test_says_when_it_comes_again(popup: Popup, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[datetime | None] = [NOW.replace(hour=12), NOW + timedelta(days=1), None]
    monkeypatch.setattr(context.services.reminders, "again_at", lambda *_: answers[0])
    popup.refresh()
    assert popup.foot.text() == "If you close this, it comes again at 12:00"
    answers.pop(0)
    popup.refresh()
    assert popup.foot.text() == "If you close this, it comes again tomorrow 09:00"
    answers.pop(0)
    popup.refresh()
    assert popup.foot.text() == "If you close this, it stays on the Today tab."
    popup.tell(popup.reminders())
    assert popup.foot.text() == "If you close this, it stays on the Today tab."
    answers[0] = NOW.replace(hour=12)
    popup.say_closing()
    assert popup.foot.text() == "If you close this, it comes again at 12:00"


def test_nothing_to_tell(context: Context, qtbot: QtBot) -> None:
    popup = Popup(context)
    qtbot.addWidget(popup)
    popup.tell(())
    assert not popup.isVisible()
    popup.tell((), by_hand=True)
    assert popup.isVisible()
    assert any(label.text() == "Nothing is waiting for you now." for label in popup.findChildren(QLabel))
    assert popup.focusWidget() is popup.close_button


def test_what_was_missed_is_told_apart(context: Context, people: dict[str, int]) -> None:
    from dataclasses import replace

    from crm_desktop.ui.reminders.popup_line import Item

    call, birthday = (Item(each) for each in open_now(context))
    call.reminder = replace(call.reminder, missed=True)
    assert grouped([call, birthday], 3) == [("Today", [birthday]), ("While you were away for 3 days", [call])]
    assert grouped([call], 0) == [("From the days before", [call])]


def test_what_is_urgent_today_comes_first(context: Context, people: dict[str, int]) -> None:
    from dataclasses import replace

    from crm_desktop.ui.reminders.popup_line import Item

    def other(reminder: Reminder, **facts: int) -> Item:
        day = reminder.day + timedelta(days=facts.get("in_days", -facts.get("overdue_days", 0)))
        return Item(replace(reminder, day=day, entry=replace(reminder.entry, **facts)))

    call, birthday = open_now(context)
    later, soon = other(birthday, in_days=7), other(birthday, in_days=3)
    late, longest = other(call, overdue_days=2), other(call, overdue_days=9)
    put_off = other(birthday, in_days=-1)
    now = [Item(birthday), put_off, Item(call)]
    assert grouped([late, longest, later, soon, *now], 0) == [
        ("Today", [now[2], now[0], put_off]),
        ("Overdue", [longest, late]),
        ("Coming days", [soon, later]),
    ]
    assert in_order([soon.reminder, late.reminder, call]) == [call, late.reminder, soon.reminder]


def test_told_again_is_one_line(popup: Popup, context: Context, services: Services, people: dict[str, int]) -> None:
    follow_up(services, people["wang"], "送样茶", TODAY)
    popup.tell(open_now(context), 2)
    assert names(popup) == ["单晓丽", "王芳", "王芳"]
    assert len(popup.reminders()) == 3


def test_a_long_reason_takes_two_lines(
    popup: Popup, context: Context, people: dict[str, int], services: Services
) -> None:
    from dataclasses import replace

    short = rows(popup, PopupLine)[0].height()
    (call, *_) = popup.reminders()
    for words in ("reason " * 15, "缘由" * 25, "缘由" * 400):
        popup.tell([replace(call, entry=replace(call.entry, why=Sentence(words)))])  # type: ignore[type-var]
        assert short < rows(popup, PopupLine)[0].height() < 2 * short
        popup.grab()


def test_what_is_cut_is_told_by_the_tooltip(popup: Popup, services: Services, context: Context, qtbot: QtBot) -> None:
    line = rows(popup, PopupLine)[0]
    line.grab()
    assert not line.toolTip()
    name = "Margaret Featherstonehaugh-Smythe of Great Yarmouth"
    follow_up(services, customer(services, name), "the tea for the wedding", TODAY)
    popup.tell(open_now(context))
    line = next(row for row in rows(popup, PopupLine) if row.item.reminder.name == name)
    line.grab()
    assert line.toolTip() == f"{name} · the tea for the wedding · Due today"


def test_the_pointer_marks_a_line(popup: Popup, context: Context, qtbot: QtBot) -> None:
    line = rows(popup, PopupLine)[1]
    assert line.grab().toImage().pixelColor(line.width() - 3, 3) != context.theme.color("hover")
    line.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    QApplication.sendEvent(line, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert line.grab().toImage().pixelColor(line.width() - 3, 3) == context.theme.color("hover")
    QApplication.sendEvent(line, QEvent(QEvent.Type.Leave))


# Doing


def test_done_stays_for_a_while_and_can_be_undone(popup: Popup, services: Services, people: dict[str, int]) -> None:
    button(rows(popup, PopupLine)[0], "Done").click()
    assert services.follow_ups.get_many([people["call"]])[0].done_at is not None
    (left,) = rows(popup, DoneLine)
    assert left.accessibleName() == "Done · 单晓丽"
    assert names(popup) == ["王芳"]
    assert [each.name for each in popup.reminders()] == ["王芳"]
    assert current(popup) == "王芳"
    button(left, "Undo").click()
    assert services.follow_ups.get_many([people["call"]])[0].done_at is None
    assert names(popup) == ["单晓丽", "王芳"]
    assert current(popup) == "单晓丽"


def test_what_was_done_goes_after_a_while_and_the_popup_with_the_last(
    popup: Popup, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    popup.put_away.connect(lambda: told.append(True))
    monkeypatch.setattr(module, "UNDO_MS", 1)
    button(rows(popup, PopupLine)[0], "Done").click()
    qtbot.waitUntil(lambda: not rows(popup, DoneLine))
    assert headings(popup) == ["Today"]
    button(rows(popup, PopupLine)[0], "Done").click()
    assert popup.foot.text() == "All dealt with."
    qtbot.waitUntil(lambda: not popup.isVisible())
    assert not told


def test_by_keys(popup: Popup, qtbot: QtBot, services: Services, people: dict[str, int]) -> None:
    assert current(popup) == "单晓丽"
    press(popup, qtbot, Qt.Key.Key_Down)
    assert current(popup) == "王芳"
    assert popup.focusWidget() is rows(popup, PopupLine)[1]
    press(popup, qtbot, Qt.Key.Key_Home)
    press(popup, qtbot, Qt.Key.Key_D)
    assert services.follow_ups.get_many([people["call"]])[0].done_at is not None
    assert current(popup) == "王芳"
    press(popup, qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert services.follow_ups.get_many([people["call"]])[0].done_at is None
    assert current(popup) == "单晓丽"
    press(popup, qtbot, Qt.Key.Key_Z)
    press(popup, qtbot, Qt.Key.Key_G)
    assert len(popup.reminders()) == 2


def test_tab_goes_through_the_current_lines_buttons(popup: Popup, qtbot: QtBot) -> None:
    seen = []
    for _ in range(9):
        focus = popup.focusWidget()
        assert focus is not None
        seen.append(focus.accessibleName().partition(" ")[0])
        popup.focusNextPrevChild(True)
    assert seen == ["单晓丽", "Done", "Snooze", "Call", "Open", "Open", "Reminder", "Make", "Later"]


def test_folded_its_keys_do_nothing_to_lines_that_are_not_seen(popup: Popup, qtbot: QtBot) -> None:
    height, before = popup.height(), len(popup.reminders())
    popup.set_folded(True)
    press(popup, qtbot, Qt.Key.Key_D)
    assert len(popup.reminders()) == before
    popup.fold_button.click()
    assert popup.height() == height
    assert current(popup) == "单晓丽"
    press(popup, qtbot, Qt.Key.Key_D)
    assert len(popup.reminders()) == before - 1


def test_enter_and_arrows_on_a_button(popup: Popup, qtbot: QtBot, services: Services, people: dict[str, int]) -> None:
    button(rows(popup, PopupLine)[0], "Done").setFocus()
    press(popup, qtbot, Qt.Key.Key_Down)
    assert popup.focusWidget() is rows(popup, PopupLine)[1]
    press(popup, qtbot, Qt.Key.Key_Up)
    button(rows(popup, PopupLine)[0], "Done").setFocus()
    press(popup, qtbot, Qt.Key.Key_Return)
    assert services.follow_ups.get_many([people["call"]])[0].done_at is not None


def test_copies_the_greeting(popup: Popup, qtbot: QtBot, services: Services) -> None:
    press(popup, qtbot, Qt.Key.Key_Down)
    press(popup, qtbot, Qt.Key.Key_G)
    assert "王女士" in QGuiApplication.clipboard().text()
    (left,) = rows(popup, DoneLine)
    assert left.accessibleName() == "Greeting copied, marked as greeted · 王芳"
    (entry,) = services.today.today(TODAY, 0).birthdays
    assert entry.greeted
    assert [each.name for each in popup.reminders()] == ["单晓丽"]


def test_snoozes_for_an_hour(popup: Popup, qtbot: QtBot, services: Services, context: Context) -> None:
    choose(button(rows(popup, PopupLine)[0], "Snooze"), qtbot, "1 hour")
    (left,) = rows(popup, DoneLine)
    assert left.accessibleName() == "Comes again at 10:00 · 单晓丽"
    assert "单晓丽" not in [each.name for each in services.reminders.current(popup.reminders(), NOW)]


def test_snoozes_to_tomorrow(popup: Popup, qtbot: QtBot) -> None:
    choose(button(rows(popup, PopupLine)[0], "Snooze"), qtbot, "Tomorrow")
    assert rows(popup, DoneLine)[0].accessibleName() == "Comes again tomorrow 09:00 · 单晓丽"


def test_snoozes_to_a_day(popup: Popup, qtbot: QtBot, services: Services, people: dict[str, int]) -> None:
    choose(button(rows(popup, PopupLine)[0], "Snooze"), qtbot, "A date")
    chooser = popup.findChild(DayChooser)
    assert chooser is not None
    grid = chooser.findChild(MonthGrid)
    assert grid is not None
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    assert grid.day() == TODAY + timedelta(days=1)
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(TODAY).center())
    assert chooser.isVisible()
    grid.day_picked.emit(date(2026, 11, 30))
    assert rows(popup, DoneLine)[0].accessibleName() == "Comes again Nov 30 09:00 · 单晓丽"
    assert services.follow_ups.get_many([people["call"]])[0].snoozed_until == date(2026, 11, 30)


def test_a_click_makes_a_line_the_current_one(popup: Popup, qtbot: QtBot) -> None:
    qtbot.mouseClick(rows(popup, PopupLine)[1], Qt.MouseButton.LeftButton, pos=QPoint(200, 12))
    assert current(popup) == "王芳"
    assert popup.focusWidget() is rows(popup, PopupLine)[1]


def test_keys_with_nothing_to_do_it_with(context: Context, qtbot: QtBot) -> None:
    popup = Popup(context)
    qtbot.addWidget(popup)
    popup.tell((), by_hand=True)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_D, Qt.Key.Key_End):
        press(popup, qtbot, key)
    press(popup, qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    press(popup, qtbot, Qt.Key.Key_Return)
    assert not popup.isVisible()


def test_s_drops_the_menu_down(popup: Popup, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[str] = []
    monkeypatch.setattr(PopupLine, "open_snooze", lambda line: dropped.append(line.item.reminder.name))
    press(popup, qtbot, Qt.Key.Key_S)
    assert dropped == ["单晓丽"]


def test_calls(popup: Popup, qtbot: QtBot, dialler: FakeDialler, monkeypatch: pytest.MonkeyPatch) -> None:
    before = popup.foot.text()
    press(popup, qtbot, Qt.Key.Key_C)
    assert dialler.dialled == ["tel:+8613911112222"]
    assert popup.foot.text() == "Calling 单晓丽  139 1111 2222; the number is copied."
    popup._quiet_again.timeout.emit()
    assert popup.foot.text() == before


def test_opens_the_customer(popup: Popup, qtbot: QtBot, people: dict[str, int]) -> None:
    wanted: list[int] = []
    popup.customer_wanted.connect(wanted.append)
    press(popup, qtbot, Qt.Key.Key_Return)
    button(rows(popup, PopupLine)[1], "Open").click()
    qtbot.mouseDClick(rows(popup, PopupLine)[1], Qt.MouseButton.LeftButton, pos=QPoint(200, 12))
    assert wanted == [people["dan"], people["wang"], people["wang"]]
    assert popup.isVisible()


def test_a_failed_backup_has_nobody_to_call(popup: Popup, qtbot: QtBot, context: Context) -> None:
    since = TODAY - timedelta(days=3)
    entry = BackupEntry(since, 4, Sentence("The disk is full"))
    reminder = Reminder(f"{matter_of(entry)}/due", matter_of(entry), Kind.BACKUP, since, entry, TODAY)
    popup.tell([reminder], by_hand=True)
    line = rows(popup, PopupLine)[0]
    assert [each.accessibleName() for each in line.buttons()] == ["Done", "Snooze", "Open"]
    told: list[bool] = []
    popup.all_wanted.connect(lambda: told.append(True))
    press(popup, qtbot, Qt.Key.Key_Home)
    press(popup, qtbot, Qt.Key.Key_C)
    press(popup, qtbot, Qt.Key.Key_Return)
    assert told == [True]
    press(popup, qtbot, Qt.Key.Key_D)
    assert len(popup.reminders()) == 2


def test_what_is_refused_is_told_in_the_foot(popup: Popup, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ShopInUse(Sentence("Another program is writing."))

    monkeypatch.setattr(context.services.reminders, "done", refuse)
    button(rows(popup, PopupLine)[0], "Done").click()
    assert popup.foot.text() == "Another program is writing."
    assert popup.foot.property("role") == "danger"
    assert names(popup) == ["单晓丽", "王芳"]
    monkeypatch.undo()
    context.messages.error("Something else")
    button(rows(popup, PopupLine)[0], "Done").click()
    assert popup.foot.property("role") == "secondary"


# What was dealt with elsewhere


def test_goes_from_it_when_it_was_done_elsewhere(
    popup: Popup, context: Context, services: Services, people: dict[str, int]
) -> None:
    context.actions.do(lambda: services.follow_ups.done(people["call"]))
    assert names(popup) == ["王芳"]
    assert current(popup) == "王芳"
    context.actions.do(lambda: services.customers.delete([people["wang"]]))
    assert not popup.isVisible()


def test_undone_elsewhere_it_asks_again(popup: Popup, context: Context) -> None:
    button(rows(popup, PopupLine)[0], "Done").click()
    context.actions.undo()
    assert names(popup) == ["单晓丽", "王芳"]


def test_undone_after_it_has_gone_it_comes_back(popup: Popup, context: Context) -> None:
    popup.tell(open_now(context))
    before = sorted(names(popup))
    reminders = {each.reminder.matter: each.reminder for each in popup._items}
    (first, *rest) = reminders.values()
    remind = context.services.reminders
    for answer in (lambda: remind.done(first), lambda: remind.snooze(rest[0], NOW + timedelta(hours=1))):
        change = answer()
        context.bus.changed.emit(change)
        assert len(popup.reminders()) == len(before) - 1
        assert change.id is not None
        context.actions.undo(change.id)
        assert sorted(names(popup)) == before
    assert {each.matter for each in popup.reminders()} == set(reminders)


def test_a_busy_shop_changes_nothing(popup: Popup, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise ShopInUse(Sentence("Another program is writing."))

    monkeypatch.setattr(context.services.reminders, "current", busy)
    popup.refresh()
    assert names(popup) == ["单晓丽", "王芳"]


# Closing


def test_closing_is_later_not_done(popup: Popup, qtbot: QtBot, services: Services, people: dict[str, int]) -> None:
    told: list[int] = []
    popup.put_away.connect(lambda: told.append(len(popup.reminders())))
    press(popup, qtbot, Qt.Key.Key_Escape)
    assert told == [2]
    assert not popup.isVisible()
    assert popup.reminders() == ()
    assert services.follow_ups.get_many([people["call"]])[0].done_at is None
    popup.close()
    assert told == [2]


def test_closed_by_the_system(popup: Popup) -> None:
    told: list[int] = []
    popup.put_away.connect(lambda: told.append(len(popup.reminders())))
    popup.close()
    assert told == [2]


def test_open_all_goes_to_the_today_tab(popup: Popup) -> None:
    told: list[str] = []
    popup.all_wanted.connect(lambda: told.append("all"))
    popup.put_away.connect(lambda: told.append("away"))
    popup.all_button.click()
    assert told == ["all", "away"]


def test_settings(popup: Popup) -> None:
    told: list[bool] = []
    popup.settings_wanted.connect(lambda: told.append(True))
    popup.settings_button.click()
    assert told


# Where it stands


def test_it_stays_where_she_moved_it(popup: Popup, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    corner = popup.geometry().bottomRight()
    qtbot.mousePress(popup, Qt.MouseButton.LeftButton, pos=QPoint(100, popup.height() - popup._reach - 4))
    popup.move(popup.pos() - QPoint(200, 50))
    popup.refresh()
    popup.more_wanted.emit()
    assert popup.geometry().bottomRight() == corner
    qtbot.mousePress(popup, Qt.MouseButton.LeftButton, pos=QPoint(100, popup._reach + 8))
    popup.move(popup.pos() - QPoint(200, 50))
    popup.more_wanted.emit()
    assert popup.geometry().bottomRight() == corner - QPoint(200, 50)
    popup.screen().availableGeometryChanged.emit(popup.screen().availableGeometry())
    assert popup.geometry().bottomRight() == corner


# Many


@pytest.fixture
def many(context: Context, services: Services, people: dict[str, int], qtbot: QtBot) -> Popup:
    """Three hundred birthdays more."""
    columns = ("name", "created", "birth_calendar", "birth_year", "birth_month", "birth_day")
    rows = [(f"客户{number:03}", "2026-01-01T09:00:00", "solar", 1990, 11, 21) for number in range(300)]
    with services.shop.change(Sentence("Added many")) as change:
        change.insert_rows(Customer, columns, rows)
    popup = Popup(context)
    qtbot.addWidget(popup)
    popup.tell(open_now(context), by_hand=True)
    qtbot.waitUntil(popup.isActiveWindow)
    return popup


def test_of_many_a_handful_is_seen(many: Popup, qtbot: QtBot) -> None:
    shown = len(rows(many, PopupLine))
    assert 3 <= shown <= 7
    assert many.more_button.text() == f"{302 - many._seen} more"
    short = many.height()
    many.more_button.setFocus()
    many.more_button.click()
    assert many.focusWidget() is many.list.row(many.list.current())
    assert many.height() > short
    assert many.height() <= many.screen().availableGeometry().height()
    assert not many.more_button.isVisible()
    press(many, qtbot, Qt.Key.Key_End)
    assert many.list.current() is many.list.items()[-1]
    assert many.focusWidget() is many.list.row(many.list.current())
    assert len(rows(many, Row)) < 20
    press(many, qtbot, Qt.Key.Key_PageUp)
    assert many.list.current() is many.list.items()[-6]


def test_the_keys_lead_into_those_not_seen(many: Popup, qtbot: QtBot) -> None:
    seen = many._seen
    for _ in range(seen - 1):
        press(many, qtbot, Qt.Key.Key_Down)
    assert many.more_button.isVisible()
    press(many, qtbot, Qt.Key.Key_Down)
    assert not many.more_button.isVisible()
    assert many.list.items().index(many.list.current()) == seen  # type: ignore[arg-type]
    press(many, qtbot, Qt.Key.Key_Home)
    assert many.list.verticalScrollBar().value() == 0


def test_dealt_with_one_by_one(many: Popup, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "UNDO_MS", 1)
    for left in (301, 300, 299):
        press(many, qtbot, Qt.Key.Key_D)
        qtbot.waitUntil(lambda left=left: len(many.list.items()) == left)  # type: ignore[misc]
        assert many.focusWidget() is many.list.row(many.list.current())
    assert current(many) == "客户002"


def test_the_theme_dresses_it_anew(many: Popup, context: Context) -> None:
    context.theme.set_mode("dark")
    assert many.grab().toImage().pixelColor(many.width() // 2, 30).lightness() < 80
    assert QApplication.focusWidget() is not None
