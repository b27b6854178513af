"""The Today page, driven as hands would, over a real shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from shiboken6 import delete

from crm_desktop import language
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.recurrence import Recurrence, Unit
from crm_desktop.domain.reminding.entries import (
    AnniversaryEntry,
    BackupEntry,
    BackupFact,
    BirthdayEntry,
    FollowUpEntry,
    ReturnEntry,
)
from crm_desktop.domain.reminding.today import Today
from crm_desktop.language import Sentence
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft, Section
from crm_desktop.services.greetings import Template
from crm_desktop.services.purchases import LineDraft, PurchaseDraft
from crm_desktop.services.today import MOST, TodayPage
from crm_desktop.ui.tabs import TABS
from crm_desktop.ui.tabs.follow_ups.form import FollowUpForm
from crm_desktop.ui.tabs.today.head import Head
from crm_desktop.ui.tabs.today.lines import Line, LineNumbers, groups
from crm_desktop.ui.tabs.today.parts import Part
from crm_desktop.ui.tabs.today.tab import TodayTab
from tests.hands import show_tab

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message
    from tests.dialler import FakeDialler

TODAY = date(2026, 11, 21)
LUNAR_TODAY = Birthday(Calendar.LUNAR, 1988, 10, 13)


def customer(services: Services, name: str, **fields: object) -> int:
    found = services.customers.add(CustomerDraft(name=name, **fields)).new_id  # type: ignore[arg-type]
    assert found is not None
    return found


def follow_up(services: Services, customer_id: int, what: str, due: date, **fields: object) -> int:
    draft = FollowUpDraft(customer_id, what, due, **fields)  # type: ignore[arg-type]
    found = services.follow_ups.add(draft).new_id
    assert found is not None
    return found


@pytest.fixture
def shop_of_today(services: Services) -> dict[str, int]:
    """One overdue, two due, two birthdays, one anniversary of a first purchase."""
    ids = {
        "dan": customer(services, "单晓丽", phones=("13911112222",)),
        "wang": customer(services, "王芳", gender="female", birthday=LUNAR_TODAY),
        "li": customer(services, "李伟", birthday=Birthday(Calendar.SOLAR, None, 11, 24)),
    }
    follow_up(services, ids["dan"], "新茶口感", TODAY - timedelta(days=2), priority=1)
    follow_up(services, ids["li"], "送样茶", TODAY, due_time=time(16, 0))
    follow_up(services, ids["wang"], "问礼盒", TODAY)
    follow_up(services, ids["wang"], "later", TODAY + timedelta(days=1))
    bought = PurchaseDraft(ids["li"], datetime(2024, 11, 22, 10, 0), (LineDraft(None, "茶", 1000, 5000),))
    services.purchases.record(bought)
    return ids


@pytest.fixture
def shown(context: Context, qtbot: QtBot) -> Callable[[], TodayTab]:
    return lambda: show_tab(TodayTab(context), context, qtbot)


def lines(tab: TodayTab) -> list[Line]:
    return tab.model.lines()


def said(tab: TodayTab) -> list[str]:
    """Every row as it is read out, headings too."""
    return [str(tab.model.index(row, 0).data()) for row in range(tab.model.rowCount())]


def row_of(tab: TodayTab, name: str, kind: type) -> int:
    line = next(each for each in lines(tab) if each.name == name and isinstance(each.entry, kind))
    row = tab.model.row_of(line.id)
    assert row is not None
    return row


def go_to(tab: TodayTab, row: int) -> None:
    tab.list.select_id(tab.model.id_at(row))


def button(tab: TodayTab, name: str) -> QAbstractButton:
    """A button of the line that the bar stands on."""
    found = [each for each in tab.deeds.bar.findChildren(QAbstractButton) if each.accessibleName() == name]
    return next(each for each in found if each.isVisible())


def press(qtbot: QtBot, tab: TodayTab, name: str) -> None:
    qtbot.mouseClick(button(tab, name), Qt.MouseButton.LeftButton)


@pytest.mark.usefixtures("shop_of_today")
class TestShown:
    def test_everything_stands_under_its_heading_with_its_reason(self, shown: Callable[[], TodayTab]) -> None:
        rows = said(shown())
        assert rows[0] == "Overdue  1"
        assert rows[1].startswith("单晓丽 · 新茶口感 · High · 2 days overdue · Due on Nov 19, 2026")
        assert rows[2] == "Due today  2"
        assert rows[3].startswith("李伟 · 送样茶 · 16:00")
        assert rows[4].startswith("王芳 · 问礼盒")
        assert rows[5] == "Birthdays of the next 7 days  2"
        assert rows[6].startswith("王芳 · birthday, turning 38 · today · Lunar 10th month, day 13")
        assert rows[7].startswith("李伟 · birthday · in 3 days · Solar calendar, Nov 24")
        assert rows[8] == "Anniversaries  1"
        assert rows[9].startswith("李伟 · first purchase, 2 years · tomorrow")

    def test_the_head_names_the_day_in_both_calendars_and_counts(self, shown: Callable[[], TodayTab]) -> None:
        head = shown().head
        assert head.day.text() == "Saturday, Nov 21"
        assert head.lunar.text() == "lunar 10th month, day 13"
        assert [each.text() for each in head.counts.values() if each.isVisible()] == [
            "Due today 2",
            "Overdue 1",
            "Birthdays in 7 days 2",
        ]

    def test_the_counts_go_below_the_day_where_both_are_too_wide(self, qtbot: QtBot) -> None:
        page = QWidget()
        qtbot.addWidget(page)
        head = Head(page)
        head.show_day(date(2026, 11, 21))
        head.show_counts(dict.fromkeys(Part, 3))
        head.resize(head.sizeHint())
        page.show()
        count = head.counts[Part.TODAY]
        assert count.x() > head.lunar.x()
        head.resize(head.minimumSizeHint().width(), 2 * head.height())
        QTest.qWait(20)
        assert count.y() > head.day.geometry().center().y()
        assert count.x() == 0
        assert all(head.rect().contains(each.geometry()) for each in head.counts.values())
        head.resize(2 * head.width(), head.height())
        QTest.qWait(20)
        assert count.x() > head.lunar.x()

    def test_a_press_on_a_count_goes_there(self, shown: Callable[[], TodayTab], qtbot: QtBot) -> None:
        tab = shown()
        qtbot.mouseClick(tab.head.counts[Part.BIRTHDAYS], Qt.MouseButton.LeftButton)
        line = tab.model.line(tab.list.current_id())
        assert line is not None
        assert isinstance(line.entry, BirthdayEntry)

    def test_arrows_step_over_headings_and_enter_opens(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, context: Context, shop_of_today: dict[str, int]
    ) -> None:
        tab = shown()
        names = []
        for _ in range(3):
            line = tab.model.line(tab.list.current_id())
            assert line is not None
            names.append(line.what)
            qtbot.keyClick(tab.list, Qt.Key.Key_Down)
        assert names == ["新茶口感", "送样茶", "问礼盒"]
        qtbot.keyClick(tab.list, Qt.Key.Key_Return)
        assert context.navigate.calls == [("show_customer", shop_of_today["wang"])]  # type: ignore[attr-defined]

    def test_space_shows_the_line(self, shown: Callable[[], TodayTab], qtbot: QtBot) -> None:
        tab = shown()
        qtbot.keyClick(tab.list, Qt.Key.Key_Space)
        said = [label.text() for label in tab.preview.findChildren(QLabel)]
        assert said[:4] == ["单晓丽", "新茶口感", "When", "2 days overdue"]
        qtbot.keyClick(tab.preview, Qt.Key.Key_Space)
        assert not tab.preview.isVisible()

    def test_names_on_screen_in_chinese(self, context: Context, shown: Callable[[], TodayTab]) -> None:
        language.set_language("zh_CN")
        tab = shown()
        names = {each.accessibleName() for each in tab.deeds.bar.findChildren(QAbstractButton)}
        assert {"完成", "稍后", "打开"} <= names

    def test_the_bar_follows_the_pointer_and_goes_back_to_the_current_line(
        self, shown: Callable[[], TodayTab], qtbot: QtBot
    ) -> None:
        tab = shown()
        row = row_of(tab, "李伟", BirthdayEntry)
        at = QPoint(200, tab.list.rowViewportPosition(row) + 10)
        qtbot.mouseMove(tab.list.viewport(), at)
        qtbot.waitUntil(lambda: tab.deeds.bar.stands_on(tab.model.id_at(row)))
        assert button(tab, "Copy greeting").isVisible()
        QApplication.sendEvent(tab.list.viewport(), _leave())
        qtbot.waitUntil(lambda: tab.deeds.bar.stands_on(tab.list.current_id() or 0))

    def test_a_press_where_a_button_is_drawn_presses_it(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, context: Context, shop_of_today: dict[str, int]
    ) -> None:
        tab = shown()
        row = row_of(tab, "李伟", BirthdayEntry)
        opening = button(tab, "Open")
        at = opening.mapTo(tab.list.viewport(), opening.rect().center())
        at.setY(tab.list.rowViewportPosition(row) + tab.list.rowHeight(row) // 2)
        qtbot.mouseClick(tab.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert context.navigate.calls == [("show_customer", shop_of_today["li"])]  # type: ignore[attr-defined]

    def test_a_new_day_is_noticed(self, shown: Callable[[], TodayTab], context: Context) -> None:
        tab = shown()
        context.clock.advance(days=1)  # type: ignore[attr-defined]
        tab.on_shown()
        assert tab.head.day.text() == "Sunday, Nov 22"
        assert said(tab)[0] == "Overdue  3"
        context.clock.advance(days=1)  # type: ignore[attr-defined]
        tab.on_new_day()
        assert said(tab)[0] == "Overdue  4"

    def test_it_is_painted_in_both_themes_and_sizes(self, shown: Callable[[], TodayTab], context: Context) -> None:
        tab = shown()
        for mode, compact in (("light", False), ("dark", True)):
            context.theme.set_mode(mode)
            context.theme.set_compact(compact)
            image = tab.grab().toImage()
            assert image.pixelColor(300, 400) == context.theme.color("surface")
        assert tab.list.rowHeight(0) == 44

    def test_the_bar_has_the_ground_of_its_line_in_each_theme(
        self, shown: Callable[[], TodayTab], context: Context
    ) -> None:
        tab = shown()
        for mode in ("light", "dark", "light"):
            context.theme.set_mode(mode)
            image = tab.list.viewport().grab().toImage()
            bar = tab.deeds.bar.geometry()
            selection = context.theme.color("selection")
            assert image.pixelColor(bar.left() + 2, bar.top() + 2) == selection
            assert image.pixelColor(2, bar.center().y()) in (selection, context.theme.color("accent"))


class TestFollowUps:
    def test_d_and_an_outcome_is_done_and_can_be_undone(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, services: Services, shop_of_today: dict[str, int],
        messages: list[Message], context: Context,
    ) -> None:  # fmt: skip
        tab = shown()
        qtbot.keyClick(tab.list, "d")
        assert tab.deeds.bar.outcome.hasFocus()
        qtbot.keyClicks(tab.deeds.bar.outcome, "liked it")
        qtbot.keyClick(tab.deeds.bar.outcome, Qt.Key.Key_Return)
        done = services.follow_ups.get_many(services.follow_ups.ids(Section.DONE))
        assert [(each.customer_id, each.outcome) for each in done] == [(shop_of_today["dan"], "liked it")]
        assert said(tab)[0] == "Due today  2"
        assert tab.list.hasFocus()
        assert tab.list.current_id() is not None
        assert context.navigate.calls == []  # type: ignore[attr-defined]  # Enter opened nobody
        assert messages[-1].action == "Undo"
        assert messages[-1].do is not None
        messages[-1].do()
        assert said(tab)[0] == "Overdue  1"

    @pytest.mark.usefixtures("shop_of_today")
    def test_escape_leaves_the_outcome(self, shown: Callable[[], TodayTab], qtbot: QtBot, services: Services) -> None:
        tab = shown()
        press(qtbot, tab, "Done")
        assert tab.deeds.bar.typing
        qtbot.keyClick(tab.deeds.bar.outcome, Qt.Key.Key_Escape)
        assert tab.list.hasFocus()
        assert not tab.deeds.bar.typing
        assert services.follow_ups.counts()[Section.DONE] == 0

    @pytest.mark.usefixtures("shop_of_today")
    def test_while_an_outcome_is_typed_the_pointer_moves_nothing(
        self, shown: Callable[[], TodayTab], qtbot: QtBot
    ) -> None:
        tab = shown()
        press(qtbot, tab, "Done")
        qtbot.mouseMove(tab.list.viewport(), QPoint(200, tab.list.rowViewportPosition(7) + 10))
        QApplication.processEvents()
        assert tab.deeds.bar.typing
        assert tab.deeds.bar.record().name == "单晓丽"

    @pytest.mark.parametrize(("entry", "days"), [("Tomorrow", 1), ("3 days", 3), ("Next week", 7)])
    @pytest.mark.usefixtures("shop_of_today")
    def test_snooze(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, services: Services, entry: str, days: int
    ) -> None:
        tab = shown()
        qtbot.keyClick(tab.list, "s")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        next(each for each in menu.actions() if each.text().split("\t")[0] == entry).trigger()
        menu.close()
        assert said(tab)[0] == "Due today  2"
        until = TODAY + timedelta(days=days)
        assert [each for each in _open(services) if each.day == until and each.snoozed_until]

    @pytest.mark.usefixtures("shop_of_today")
    def test_snooze_to_a_date_that_is_typed(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, services: Services
    ) -> None:
        tab = shown()
        menu = QMenu(tab)
        tab.deeds.bar.fill_snooze(menu)
        menu.actions()[-1].trigger()
        assert tab.deeds.bar.until.hasFocus()
        qtbot.keyClick(tab.deeds.bar.until, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(tab.deeds.bar.until, "nonsense")
        qtbot.keyClick(tab.deeds.bar.until, Qt.Key.Key_Return)
        assert tab.deeds.bar.typing
        qtbot.keyClick(tab.deeds.bar.until, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(tab.deeds.bar.until, "12-24")
        qtbot.keyClick(tab.deeds.bar.until, Qt.Key.Key_Return)
        assert [each.what for each in _open(services) if each.day == date(2026, 12, 24)] == ["新茶口感"]

    @pytest.mark.usefixtures("shop_of_today")
    def test_done_and_next_opens_the_form(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, services: Services
    ) -> None:
        tab = shown()
        qtbot.keyClick(tab.list, "n")
        form = tab.window().findChild(FollowUpForm)
        assert form is not None
        qtbot.keyClicks(form.outcome, "ok")
        form.try_save()
        assert services.follow_ups.counts()[Section.DONE] == 1
        assert [each.what for each in _open(services) if each.day == TODAY + timedelta(days=7)] == ["新茶口感"]
        assert said(tab)[0] == "Due today  2"

    def test_a_recurring_one_plans_its_next_itself(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, services: Services
    ) -> None:
        who = customer(services, "单晓丽")
        follow_up(services, who, "月茶", TODAY, recurrence=Recurrence(1, Unit.WEEK))
        tab = shown()
        qtbot.keyClick(tab.list, "d")
        qtbot.keyClick(tab.deeds.bar.outcome, Qt.Key.Key_Return)
        assert [each.day for each in _open(services)] == [TODAY + timedelta(days=7)]


class TestPeople:
    @pytest.mark.usefixtures("shop_of_today")
    def test_c_calls_and_copies_the_phone(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, messages: list[Message], dialler: FakeDialler
    ) -> None:
        tab = shown()
        qtbot.keyClick(tab.list, "c")
        assert dialler.dialled == ["tel:+8613911112222"]
        assert QGuiApplication.clipboard().text() == "139 1111 2222"
        assert "139 1111 2222" in messages[-1].text
        go_to(tab, row_of(tab, "王芳", FollowUpEntry))
        press(qtbot, tab, "Call")
        assert messages[-1].text == "王芳 has no phone number yet."

    def test_a_greeting_is_copied_marked_and_unmarked(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, services: Services, shop_of_today: dict[str, int],
        messages: list[Message],
    ) -> None:  # fmt: skip
        services.settings.change(shop_name="桂香茶铺")
        services.greetings.save([Template(None, "{称呼}，祝您生日快乐！——{店名}")])
        tab = shown()
        go_to(tab, row_of(tab, "王芳", BirthdayEntry))
        press(qtbot, tab, "Copy greeting")
        assert QGuiApplication.clipboard().text() == "王女士，祝您生日快乐！——桂香茶铺"
        assert (messages[-1].text, messages[-1].action) == ("Copied the greeting for 王芳, marked as greeted", "Undo")
        assert next(services.birthdays.coming(TODAY, 0)).greeted
        assert "Greeted" in said(tab)[6]
        assert button(tab, "Greeted").isChecked()
        press(qtbot, tab, "Greeted")
        assert not next(services.birthdays.coming(TODAY, 0)).greeted
        qtbot.keyClick(tab.list, "m")
        assert next(services.birthdays.coming(TODAY, 0)).greeted
        qtbot.keyClick(tab.list, "g")
        qtbot.keyClick(tab.list, "g")
        assert (messages[-1].text, messages[-1].action) == ("Copied the greeting for 王芳", "")
        go_to(tab, row_of(tab, "单晓丽", FollowUpEntry))
        for key in "gm":
            qtbot.keyClick(tab.list, key)  # no birthday: nothing happens
        assert len(list(services.birthdays.coming(TODAY, 0))) == 1

    def test_an_anniversary_leads_to_a_follow_up(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, context: Context, shop_of_today: dict[str, int]
    ) -> None:
        tab = shown()
        go_to(tab, tab.model.rowCount() - 1)
        press(qtbot, tab, "New follow-up")
        assert context.navigate.calls == [("new_follow_up", shop_of_today["li"])]  # type: ignore[attr-defined]
        qtbot.keyClick(tab.list, "n")  # no follow-up that has a next
        assert not tab.deeds.bar.typing

    @pytest.mark.usefixtures("shop_of_today")
    def test_the_menu_offers_what_the_line_does(self, shown: Callable[[], TodayTab]) -> None:
        tab = shown()
        offered = {}
        for row in (1, 6, 9):
            go_to(tab, row)
            menu = QMenu(tab)
            tab.deeds.fill_menu(menu)
            offered[row] = [each.text().split("\t")[0] for each in menu.actions() if not each.isSeparator()]
        assert offered[1] == [
            "Done",
            "Done, and plan the next",
            "Snooze",
            "Call",
            "Copy phone",
            "New follow-up",
            "Open",
        ]
        assert offered[6] == [
            "Copy greeting", "Other greetings", "Greeted", "Snooze", "Call", "Copy phone", "New follow-up", "Open",
        ]  # fmt: skip
        assert offered[9] == ["Done", "Snooze", "Call", "Copy phone", "New follow-up", "Open"]


def choose_snooze(tab: TodayTab, qtbot: QtBot, words: str) -> None:
    """By the key, then from the menu."""
    qtbot.keyClick(tab.list, "s")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(each for each in menu.actions() if each.text().split("\t")[0] == words).trigger()
    menu.close()


def comes_every_ten_days(services: Services, name: str) -> int:
    """The last time 18 days ago: expected again three days ago."""
    who = customer(services, name)
    for days in (48, 38, 28, 18):
        at = datetime(2026, 11, 21, 10) - timedelta(days=days)
        services.purchases.record(PurchaseDraft(who, at, (LineDraft(None, "茶", 1000, 5000),)))
    return who


class TestEveryKind:
    """Done and put off, whatever a line is about."""

    @pytest.mark.usefixtures("shop_of_today")
    def test_an_anniversary_is_done_and_stays_as_done(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, context: Context
    ) -> None:
        tab = shown()
        go_to(tab, 9)
        qtbot.keyClick(tab.list, "d")
        assert "Done" in said(tab)[9].split(" · ")
        assert lines(tab)[-1].icon == ("check-circle", "good")
        for key in "ds":
            qtbot.keyClick(tab.list, key)  # nothing is left to do
        assert QApplication.activePopupWidget() is None
        assert [button.isVisible() for button in (button(tab, "New follow-up"), button(tab, "Open"))] == [True, True]
        menu = QMenu(tab)
        tab.deeds.fill_menu(menu)
        assert "Done" not in [each.text().split("\t")[0] for each in menu.actions()]
        context.actions.undo()
        assert "Done" not in said(tab)[9].split(" · ")

    @pytest.mark.usefixtures("shop_of_today")
    def test_an_hour_later_and_a_day_later_stand_on_the_line(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, context: Context
    ) -> None:
        tab = shown()
        go_to(tab, 1)
        choose_snooze(tab, qtbot, "1 hour")
        assert "put off to 16:20" in said(tab)[1]
        go_to(tab, 6)
        choose_snooze(tab, qtbot, "Tomorrow")
        assert "put off to Nov 22 09:00" in said(tab)[6]
        assert "Put off" in [label.text() for label in _previewed(tab, qtbot)]
        tab.grab()
        context.clock.advance(hours=2)  # type: ignore[attr-defined]
        tab.refresh()
        assert "put off" not in said(tab)[1]

    @pytest.mark.usefixtures("shop_of_today")
    def test_a_birthday_put_off_to_a_date_comes_at_the_first_time_of_that_day(
        self, shown: Callable[[], TodayTab], qtbot: QtBot
    ) -> None:
        tab = shown()
        go_to(tab, 6)
        choose_snooze(tab, qtbot, "A date…")
        qtbot.keyClick(tab.deeds.bar.until, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(tab.deeds.bar.until, "11-24")
        qtbot.keyClick(tab.deeds.bar.until, Qt.Key.Key_Return)
        assert "put off to Nov 24 09:00" in said(tab)[6]

    def test_d_marks_a_birthday_as_greeted(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, services: Services
    ) -> None:
        customer(services, "王芳", birthday=LUNAR_TODAY)
        tab = shown()
        qtbot.keyClick(tab.list, "d")
        assert next(services.birthdays.coming(TODAY, 0)).greeted
        assert "Greeted" in said(tab)[1]

    def test_who_is_due_to_come_again(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, services: Services, context: Context
    ) -> None:
        who = comes_every_ten_days(services, "李伟")
        tab = shown()
        assert said(tab)[0] == "Due to come again  1"
        assert said(tab)[1].startswith("李伟 · due to come again · 18 days away · Comes every 10 days on average")
        assert tab.head.counts[Part.RETURNING].text() == "Due to come again 1"
        assert tab.head.counts[Part.RETURNING].isVisible()
        press(qtbot, tab, "New follow-up")
        assert context.navigate.calls == [("new_follow_up", who)]  # type: ignore[attr-defined]
        press(qtbot, tab, "Done")
        assert "Done" in said(tab)[1].split(" · ")
        context.actions.undo()
        follow_up(services, who, "问候", TODAY + timedelta(days=1))
        tab.refresh()
        assert lines(tab) == []

    def test_a_backup_that_fails_stands_first(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, services: Services, context: Context
    ) -> None:
        comes_every_ten_days(services, "李伟")
        fact = BackupFact(TODAY - timedelta(days=4), Sentence("the disk is full"))
        services.shop.backup_failure = lambda: fact
        tab = shown()
        assert said(tab)[0] == "Look after this  1"
        assert said(tab)[1].startswith("The daily backup · could not be made · for 4 days")
        assert "the disk is full" in said(tab)[1]
        go_to(tab, 1)
        for key in ("c", Qt.Key.Key_Return):
            qtbot.keyClick(tab.list, key)  # nobody to call, nor to open
        assert context.navigate.calls == []  # type: ignore[attr-defined]
        menu = QMenu(tab)
        tab.deeds.fill_menu(menu)
        offered = [each.text().split("\t")[0] for each in menu.actions()]
        assert offered == ["Done", "Snooze"]
        tab.grab()
        press(qtbot, tab, "Done")
        assert lines(tab)[0].done

    @pytest.mark.usefixtures("shop_of_today")
    def test_the_tab_counts_what_the_tray_counts(self, context: Context, services: Services) -> None:
        badge = next(spec.badge for spec in TABS if spec.key == "today")
        assert badge is not None
        assert badge(context) == services.today.count(TODAY) == 4
        tomorrow = context.clock.now() + timedelta(days=1)
        context.actions.do(lambda: services.reminders.snooze(services.today.today(TODAY).birthdays[0], tomorrow))
        assert badge(context) == 3


def _previewed(tab: TodayTab, qtbot: QtBot) -> list[QLabel]:
    qtbot.keyClick(tab.list, Qt.Key.Key_Space)
    found = tab.preview.findChildren(QLabel)
    qtbot.keyClick(tab.preview, Qt.Key.Key_Space)
    return found


class TestNothing:
    def test_a_calm_sentence_and_what_one_could_do(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, context: Context, services: Services
    ) -> None:
        customer(services, "王芳")
        tab = shown()
        assert not tab.list.isVisible()
        empty = tab._nothing
        names = {each.accessibleName(): each for each in empty.findChildren(QAbstractButton)}
        qtbot.mouseClick(names["Birthdays"], Qt.MouseButton.LeftButton)
        qtbot.mouseClick(names["New follow-up"], Qt.MouseButton.LeftButton)
        assert context.navigate.calls == [("show_tab", "birthdays"), ("new_follow_up", None)]  # type: ignore[attr-defined]
        assert not any(each.isEnabled() for each in tab.head.counts.values())

    def test_in_an_empty_shop_the_doors_stand_there(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, context: Context, services: Services
    ) -> None:
        tab = shown()
        assert tab.help_place == "first-day"
        doors = tab._doors.doors
        assert doors[0].hasFocus()
        with qtbot.waitSignal(tab.demo_wanted):
            qtbot.mouseClick(doors[2], Qt.MouseButton.LeftButton)
        qtbot.mouseClick(doors[0], Qt.MouseButton.LeftButton)
        qtbot.mouseClick(doors[1], Qt.MouseButton.LeftButton)
        QApplication.clipboard().setText("姓名\t电话\n王芳\t13911112222")
        qtbot.keyClick(doors[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert [each[0] for each in context.navigate.calls] == ["import_file", "new_customer", "import_cells"]  # type: ignore[attr-defined]
        context.actions.do(lambda: services.customers.add(CustomerDraft(name="王芳")))
        assert not tab._doors.isVisible()
        assert tab._nothing.isVisible()
        assert tab.help_place == ""

    def test_above_the_doors_of_an_empty_shop_it_says_that_backups_fail(
        self, shown: Callable[[], TodayTab], qtbot: QtBot, context: Context, services: Services
    ) -> None:
        fact = BackupFact(TODAY - timedelta(days=4), Sentence("the disk is full"))
        services.shop.backup_failure = lambda: fact
        tab = shown()
        notice = tab._backup_notice
        assert notice.isVisible()
        assert notice.words.text() == "Look after this: no backup could be made for 4 days: the disk is full"
        qtbot.mouseClick(notice.safety, Qt.MouseButton.LeftButton)
        assert context.navigate.calls == [("show_safety", "")]  # type: ignore[attr-defined]
        context.actions.do(lambda: services.reminders.done(services.today.backup(TODAY)))
        assert not notice.isVisible()
        context.actions.undo()
        assert notice.isVisible()
        who = customer(services, "王芳")
        follow_up(services, who, "问候", TODAY)
        tab.refresh()
        assert said(tab)[0] == "Look after this  1"
        assert not notice.isVisible()

    def test_where_a_backup_was_made_meanwhile_the_notice_goes(
        self, shown: Callable[[], TodayTab], services: Services
    ) -> None:
        services.shop.backup_failure = lambda: BackupFact(TODAY - timedelta(days=4), Sentence("the disk is full"))
        tab = shown()
        services.shop.backup_failure = lambda: None
        tab.on_shown()
        assert not tab._backup_notice.isVisible()

    def test_keys_do_nothing(self, shown: Callable[[], TodayTab], qtbot: QtBot) -> None:
        tab = shown()
        for key in "dnscgm":
            qtbot.keyClick(tab.list, key)
        menu = QMenu(tab)
        tab.deeds.fill_menu(menu)
        assert menu.isEmpty()


def test_three_hundred_birthdays_are_found_by_the_worker_in_a_big_shop(
    shown: Callable[[], TodayTab], qtbot: QtBot, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.ui.plumbing.latest.QUICK_UP_TO", 10)
    for number in range(30):
        customer(services, f"王{number}", birthday=LUNAR_TODAY)
    tab = shown()
    qtbot.waitUntil(lambda: len(lines(tab)) == 30)
    assert tab.list.isVisible()


class TestWhatComesLater:
    """When the program starts, the lines are there before what can be done with them."""

    @pytest.fixture
    def pieces(self) -> list[Callable[[], object]]:
        return []

    @pytest.fixture
    def in_a_hurry(self, context: Context, pieces: list[Callable[[], object]]) -> Context:
        return replace(context, later=pieces.append)

    @pytest.mark.usefixtures("shop_of_today")
    def test_nothing_can_be_done_before_and_all_of_it_after(
        self, in_a_hurry: Context, pieces: list[Callable[[], object]], qtbot: QtBot, services: Services
    ) -> None:
        tab = show_tab(TodayTab(in_a_hurry), in_a_hurry, qtbot)
        assert not lines(tab)
        pieces.pop()()  # the question, whose answer is there at once
        assert lines(tab)
        rows, at, viewport = said(tab), QPoint(300, 60), tab.list.viewport()
        for key in (Qt.Key.Key_D, Qt.Key.Key_S, Qt.Key.Key_Space, Qt.Key.Key_Return):
            qtbot.keyClick(tab.list, key)
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
        qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
        QApplication.sendEvent(viewport, event)
        in_a_hurry.actions.do(lambda: services.customers.add(CustomerDraft(name="新客")))
        in_a_hurry.theme.set_compact(True)
        assert said(tab) == rows
        assert not [menu for menu in tab.findChildren(QMenu) if menu.isVisible()]
        for piece in pieces:
            piece()
        assert tab.deeds.bar.stands_on(tab.list.current_id() or 0)
        qtbot.keyClick(tab.list, "d")
        assert tab.deeds.bar.outcome.hasFocus()

    @pytest.mark.usefixtures("shop_of_today")
    def test_the_worker_does_not_begin_before_the_window_is_there(
        self,
        in_a_hurry: Context,
        pieces: list[Callable[[], object]],
        qtbot: QtBot,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("crm_desktop.ui.plumbing.latest.QUICK_UP_TO", 1)
        tab = show_tab(TodayTab(in_a_hurry), in_a_hurry, qtbot)
        assert not in_a_hurry.jobs.busy
        assert not lines(tab)
        for piece in pieces:
            piece()
        qtbot.waitUntil(lambda: bool(lines(tab)))
        assert tab.deeds.bar.stands_on(tab.list.current_id() or 0)

    @pytest.mark.usefixtures("shop_of_today")
    def test_a_page_that_has_gone_meanwhile(
        self, in_a_hurry: Context, pieces: list[Callable[[], object]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("crm_desktop.ui.tabs.today.tab.is_small", lambda services: False)
        tab = TodayTab(in_a_hurry)
        tab.refresh()
        delete(tab)
        for piece in pieces:
            piece()
        assert len(pieces) == 4
        assert not in_a_hurry.jobs.busy


def test_each_line_has_a_number_of_its_own_and_keeps_it() -> None:
    why, last_year = Sentence("due today"), TODAY - timedelta(days=365)

    def birthday(day: date) -> BirthdayEntry:
        near = (day - TODAY).days
        return BirthdayEntry(1, "王芳", day, near, Calendar.LUNAR, day.year, 38, False, LUNAR_TODAY, why)

    entries = (
        FollowUpEntry(1, 1, "王芳", "问礼盒", TODAY, TODAY, None, 0, 0, why),
        birthday(TODAY),
        birthday(last_year),
        AnniversaryEntry(1, "王芳", "first purchase", TODAY, 0, 2, why, 2026),
        AnniversaryEntry(1, "王芳", "first purchase", last_year, -365, 1, why, 2025),
        AnniversaryEntry(1, "王芳", "wedding", TODAY, 0, 2, why, 2026, 1),
        ReturnEntry(1, "王芳", 30, 60, last_year, TODAY, why),
        BackupEntry(TODAY, 3, why),
    )
    numbers = LineNumbers()
    found = [line.id for line in numbers.lines(entries)]
    assert len(set(found)) == len(entries)
    assert min(found) > 0
    assert [line.id for line in numbers.lines(reversed(entries))] == found[::-1]
    assert numbers.lines([birthday(TODAY - timedelta(days=730))])[0].id not in found


class TestMoreThanAnybodyGetsThrough:
    """A part of a very large shop is shown as far as anybody can get; where the others are is told below."""

    @pytest.fixture
    def page(self) -> TodayPage:
        why, everyone = Sentence("due today"), range(1, MOST + 3)
        today = Today(
            TODAY,
            (),
            tuple(FollowUpEntry(each, each, "王芳", "问礼盒", TODAY, TODAY, None, 0, 0, why) for each in everyone),
            tuple(
                BirthdayEntry(each, "王芳", TODAY, 0, Calendar.LUNAR, 2026, 38, False, LUNAR_TODAY, why)
                for each in everyone
            ),
            tuple(AnniversaryEntry(each, "王芳", "first purchase", TODAY, 0, 2, why, 2026) for each in everyone),
            (ReturnEntry(1, "王芳", 30, 60, TODAY, TODAY, why),),
        )
        return TodayPage(today, more_birthdays=4_000)

    def test_the_first_ones_are_shown_and_the_others_told(self, page: TodayPage) -> None:
        found = groups(page, LineNumbers())
        assert [(heading.text, heading.detail, len(some)) for heading, some in found] == [
            ("Due today", "502", MOST),
            ("2 more", "The page Follow-ups lists them all.", 0),
            ("Birthdays of the next 7 days", "4,502", MOST),
            ("4,002 more", "The page Birthdays lists them all.", 0),
            ("Anniversaries", "502", MOST),
            ("2 more", "The first 500 stand here.", 0),
            ("Due to come again", "1", 1),
        ]
        ids = [heading.id for heading, _ in found]
        assert len(set(ids)) == len(ids)
        assert max(ids) < 0

    def test_all_of_them_are_counted(
        self, page: TodayPage, shown: Callable[[], TodayTab], services: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        customer(services, "王芳")
        monkeypatch.setattr(services.today, "page", lambda day: page)
        tab = shown()
        assert tab.head.counts[Part.TODAY].text() == "Due today 502"
        assert len(lines(tab)) == 3 * MOST + 1
        tab.show_part(Part.BIRTHDAYS)
        above = tab.model.index(tab.list.currentIndex().row() - 2, 0)
        assert above.data() == "2 more  The page Follow-ups lists them all."


def _open(services: Services) -> list:  # type: ignore[type-arg]
    return services.follow_ups.get_many(services.follow_ups.ids(Section.ALL))


def _leave():  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QEvent

    return QEvent(QEvent.Type.Leave)
