"""The Birthdays tab, driven as hands would, over a real shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QPushButton, QWidget
from shiboken6 import delete

from crm_desktop import language
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.greetings import Template
from crm_desktop.services.lists import BIRTHDAY_COLUMNS, chosen
from crm_desktop.ui.dialogs.greetings import GreetingsDialog
from crm_desktop.ui.plumbing.latest import Latest
from crm_desktop.ui.tabs.birthdays.calendar import lunar_mark
from crm_desktop.ui.tabs.birthdays.tab import BirthdaysTab
from tests.hands import show_tab, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.services.birthdays import BirthdayRow
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message
    from tests.dialler import FakeDialler

TODAY = date(2026, 11, 21)
LEFT = Qt.MouseButton.LeftButton


def solar(month: int, day: int, year: int | None = None) -> Birthday:
    return Birthday(Calendar.SOLAR, year, month, day)


def lunar(month: int, day: int, year: int | None = None) -> Birthday:
    return Birthday(Calendar.LUNAR, year, month, day)


@pytest.fixture
def people(services: Services) -> dict[str, int]:
    """Birthdays today, in three days, next month and in five months."""
    services.settings.change(shop_name="桂香茶铺")
    services.greetings.save([Template(None, text) for text in (
        "{称呼}，祝您生日快乐！——{店名}",
        "亲爱的{称呼}，生日快乐，万事如意，健康平安，笑口常开，阖家幸福，心想事成，天天开心，年年有余！",
        "{称呼 好",
    )])  # fmt: skip
    found = {}
    for name, gender, phones, birthday in (
        ("王芳", "female", ("13800138000",), lunar(10, 13, 1988)),
        ("李伟", "male", (), solar(11, 24)),
        ("张敏", "female", ("13911112222",), solar(12, 20, 1990)),
        ("陈静", None, (), solar(4, 30)),
        ("无日", None, (), None),
    ):
        draft = CustomerDraft(name=name, gender=gender, phones=phones, birthday=birthday)  # type: ignore[arg-type]
        found[name] = services.customers.add(draft).new_id or 0
    return found


@pytest.fixture
def shown(context: Context, qtbot: QtBot) -> Callable[[], BirthdaysTab]:
    return lambda: show_tab(BirthdaysTab(context), context, qtbot)


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def rows(tab: BirthdaysTab) -> list[BirthdayRow]:
    return tab.model.reader()(tab.model.all_ids())


def names(tab: BirthdaysTab) -> list[str]:
    return [row.name for row in rows(tab)]


def headings(tab: BirthdaysTab) -> list[str]:
    return [str(tab.model.index(row, 0).data()) for row, each in enumerate(tab.model.ids) if each < 0]


def choose_days(qtbot: QtBot, tab: BirthdaysTab, text: str) -> None:
    segments = {each.accessibleName(): each for each in tab.days.findChildren(QAbstractButton)}
    qtbot.mouseClick(segments[text], LEFT)


def pick_day(qtbot: QtBot, tab: BirthdaysTab, day: date) -> None:
    qtbot.mouseClick(tab.calendar.grid, LEFT, pos=tab.calendar.grid.cell(day).center())


def press(qtbot: QtBot, tab: BirthdaysTab, name: str) -> None:
    found = [each for each in tab.findChildren(QAbstractButton) if each.accessibleName() == name and each.isVisible()]
    qtbot.mouseClick(found[0], LEFT)


@pytest.mark.usefixtures("people")
class TestList:
    def test_the_coming_days_stand_under_headings_with_their_reasons(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot
    ) -> None:
        tab = shown()
        assert tab.list.accessibleName() == "Birthday list"
        assert names(tab) == ["王芳", "李伟", "张敏"]
        assert headings(tab)[:2] == [
            "Today  Saturday, Nov 21 · lunar 10th month, day 13",
            "In 3 days  Tuesday, Nov 24 · lunar 10th month, day 16",
        ]
        cells = [str(tab.model.index(1, column).data()) for column in range(tab.model.columnCount())]
        assert cells == ["Nov 21", "王芳", "today", "38", "Lunar 10th month, day 13: Nov 21", "138 0013 8000", ""]
        choose_days(qtbot, tab, "12 months")
        assert names(tab) == ["王芳", "李伟", "张敏", "陈静", "王芳"]
        assert headings(tab)[-1].startswith("November")  # the lunar birthday comes twice within twelve months
        choose_days(qtbot, tab, "7 days")
        assert names(tab) == ["王芳", "李伟"]
        assert tab.count.text() == "2 birthdays"

    def test_the_choice_of_days_is_remembered(self, shown: Callable[[], BirthdaysTab], qtbot: QtBot) -> None:
        choose_days(qtbot, shown(), "90 days")
        assert shown().days.key() == "90"

    def test_later_this_month(self, shown: Callable[[], BirthdaysTab], services: Services) -> None:
        services.customers.add(CustomerDraft(name="晚", birthday=solar(11, 30)))
        assert "Later this month  1" in headings(shown())

    def test_text_narrows_by_name_pinyin_and_phone(self, shown: Callable[[], BirthdaysTab], qtbot: QtBot) -> None:
        tab = shown()
        for text, found in (("zm", ["张敏"]), ("8000", ["王芳"]), ("nobody", [])):
            tab.text.clear()
            qtbot.keyClicks(tab.text, text)
            qtbot.waitUntil(lambda found=found: names(tab) == found)  # type: ignore[misc]
        assert "“nobody”" in tab._nothing._sentence.text()
        press(qtbot, tab, "Show 12 months")
        assert len(names(tab)) == 5
        type_text(tab.text, "李")
        qtbot.waitUntil(lambda: names(tab) == ["李伟"])
        qtbot.keyClick(tab.text, Qt.Key.Key_Return)
        assert tab.list.hasFocus()

    def test_enter_opens_the_customer(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, context: Context, people: dict[str, int]
    ) -> None:
        tab = shown()
        qtbot.keyClick(tab.list, Qt.Key.Key_Down)
        qtbot.keyClick(tab.list, Qt.Key.Key_Return)
        press(qtbot, tab, "Open customer")
        assert context.navigate.calls == [("show_customer", people["李伟"])] * 2  # type: ignore[attr-defined]

    def test_space_shows_the_line(self, shown: Callable[[], BirthdaysTab], qtbot: QtBot) -> None:
        tab = shown()
        qtbot.keyClick(tab.list, Qt.Key.Key_Space)
        assert tab.preview.isVisible()
        said = [label.text() for label in tab.preview.findChildren(QLabel)]
        assert said == [
            "王芳", "today · Saturday, Nov 21 · lunar 10th month, day 13", "Birthday", "lunar 10th month, day 13",
            "Age", "38", "Why this day", "Lunar 10th month, day 13: Nov 21", "Phone", "138 0013 8000",
        ]  # fmt: skip
        qtbot.keyClick(tab.preview, Qt.Key.Key_Escape)
        assert not tab.preview.isVisible()

    def test_a_new_day(self, shown: Callable[[], BirthdaysTab], context: Context) -> None:
        tab = shown()
        context.clock.advance(days=1)  # type: ignore[attr-defined]
        tab.on_new_day()
        assert names(tab) == ["李伟", "张敏"]
        context.clock.advance(days=3)  # type: ignore[attr-defined]
        tab.on_shown()
        assert names(tab) == ["张敏"]

    def test_a_new_customer_comes_in_and_the_current_line_stays(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, context: Context
    ) -> None:
        tab = shown()
        qtbot.keyClick(tab.list, Qt.Key.Key_Down)
        context.actions.do(lambda: context.services.customers.add(CustomerDraft(name="新", birthday=solar(11, 22))))
        assert names(tab) == ["王芳", "新", "李伟", "张敏"]
        line = tab.model.line(tab.list.current_id())
        assert line is not None
        assert line.name == "李伟"

    def test_it_is_painted_in_both_themes(self, shown: Callable[[], BirthdaysTab], context: Context) -> None:
        tab = shown()
        for mode in ("light", "dark"):
            context.theme.set_mode(mode)
            assert tab.grab().toImage().pixelColor(400, 780) == context.theme.color("surface")


@pytest.mark.usefixtures("people")
class TestGreeting:
    def test_copied_is_marked_and_undone(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, services: Services, messages: list[Message]
    ) -> None:
        tab = shown()
        press(qtbot, tab, "Copy greeting")
        assert clipboard() == "王女士，祝您生日快乐！——桂香茶铺"
        assert (messages[-1].text, messages[-1].action) == ("Copied the greeting for 王芳, marked as greeted", "Undo")
        greeted = tab.model.index(1, 6)
        assert greeted.data() == "✓ Greeted"
        press(qtbot, tab, "Copy greeting")
        assert clipboard() == "王女士，祝您生日快乐！——桂香茶铺"
        assert (messages[-1].text, messages[-1].action) == ("Copied the greeting for 王芳", "")
        assert len(services.history.changes(1)) == 1
        assert messages[-2].do is not None
        messages[-2].do()
        assert greeted.data() == ""

    def test_the_name_is_seen_beside_the_buttons_however_narrow_the_list_is(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot
    ) -> None:
        tab = shown()
        keys = [column.key for column in tab.model.columns]
        name, bar = keys.index("name"), tab.bar
        tab.list.setCurrentIndex(tab.model.index(1, 0))

        def words() -> list[str]:
            return [each.text() for each in bar.findChildren(QPushButton) if each.isVisible()]

        qtbot.waitUntil(lambda: words() == ["Copy greeting", "Greeted"])
        tab.list.setFixedWidth(tab.list.columnWidth(0) + tab.list.columnWidth(name) + bar.room("to-greet-narrow") + 30)
        qtbot.waitUntil(lambda: words() == ["", ""])
        assert bar.x() >= tab.list.columnViewportPosition(name) + tab.list.columnWidth(name)
        press(qtbot, tab, "Greeted")
        assert tab.model.record(1).greeted

    def test_ticked_off_and_not(self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, services: Services) -> None:
        tab = shown()
        qtbot.keyClick(tab.list, "m")
        assert next(services.birthdays.coming(TODAY, 0)).greeted
        press(qtbot, tab, "Greeted")
        assert not next(services.birthdays.coming(TODAY, 0)).greeted
        press(qtbot, tab, "Greeted")
        assert next(services.birthdays.coming(TODAY, 0)).greeted

    def test_another_is_chosen(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, services: Services, messages: list[Message]
    ) -> None:
        tab = shown()
        press(qtbot, tab, "Other greetings")
        menu = next(each for each in tab.bar.findChildren(QMenu) if each.isVisible())
        entries = {each.text(): each for each in menu.actions()}
        assert {text: each.isChecked() for text, each in entries.items()} == {
            "王女士，祝您生日快乐！——桂香茶铺": True,
            "亲爱的王女士，生日快乐，万事如意，健康平安，笑口常开，阖家幸福，心想事成，天天…": False,
            "{称呼 好": False,
        }
        list(entries.values())[1].trigger()
        menu.close()
        assert clipboard().startswith("亲爱的王女士")
        assert next(services.birthdays.coming(TODAY, 0)).greeted
        filled = QMenu(tab)
        tab._fill_menu(filled)
        others = next(each for each in filled.actions() if each.text() == "Other greetings").menu()
        assert isinstance(others, QMenu)
        assert [each.isChecked() for each in others.actions()] == [False, True, False]
        others.actions()[2].trigger()
        assert clipboard() == "{称呼 好"
        assert messages[-1].text == (
            "Copied the greeting for 王芳, marked as greeted. Look it over before you send it: "
            "This “{” is not closed: a “}” is missing behind the placeholder."
        )

    def test_what_cannot_be_noted_is_told(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, services: Services, messages: list[Message],
        people: dict[str, int],
    ) -> None:  # fmt: skip
        tab = shown()
        services.customers.delete([people["王芳"]])  # by another program: the tab does not know yet
        press(qtbot, tab, "Copy greeting")
        assert messages[-1].is_error

    def test_several_at_once(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, services: Services, messages: list[Message]
    ) -> None:
        tab = shown()
        assert not tab.selected.isVisible()
        tab.list.selectAll()
        assert tab.selected.count.text() == "3 birthdays selected"
        qtbot.mouseClick(tab.selected.copy_button, LEFT)
        paragraphs = clipboard().split("\n\n")
        assert [each[:3] for each in paragraphs] == ["王女士", "亲爱的", "{称呼"]
        assert messages[-1].action == "Undo"
        assert [row.greeted for row in rows(tab)] == [True] * 3
        qtbot.mouseClick(tab.selected.copy_button, LEFT)
        assert (messages[-1].text, messages[-1].action) == ("Copied 3 greetings", "")
        assert messages[-2].do is not None
        messages[-2].do()
        assert [row.greeted for row in rows(tab)] == [False] * 3
        qtbot.mouseClick(tab.selected.mark_button, LEFT)
        assert [row.greeted for row in rows(tab)] == [True] * 3
        assert services.history.changes(1)[0].title.n == 3
        press(qtbot, tab, "Clear selection")
        assert not tab.selected.isVisible()

    @pytest.mark.parametrize("keys", ["g", "m"])
    def test_of_those_who_are_gone_nothing_is_copied_nor_marked(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, services: Services, messages: list[Message],
        people: dict[str, int], keys: str,
    ) -> None:  # fmt: skip
        tab = shown()
        tab.list.selectAll()
        QGuiApplication.clipboard().setText("hers")
        services.customers.delete(list(people.values()))  # by another program: the tab does not know yet
        done = services.history.changes(1)[0].id
        qtbot.keyClick(tab.list, keys)
        assert (clipboard(), messages, services.history.changes(1)[0].id) == ("hers", [], done)
        assert not tab.list.isVisible()

    def test_very_many_are_written_in_the_worker(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("crm_desktop.ui.tabs.birthdays.tab._QUICK_GREETINGS", 2)
        tab = shown()
        tab.list.selectAll()
        qtbot.keyClick(tab.list, "g")
        qtbot.waitUntil(lambda: all(row.greeted for row in rows(tab)))
        assert len(clipboard().split("\n\n")) == 3

    def test_the_page_of_greetings(self, shown: Callable[[], BirthdaysTab], qtbot: QtBot) -> None:
        tab = shown()
        press(qtbot, tab, "Greetings…")
        (dialog,) = tab.window().findChildren(GreetingsDialog)
        assert dialog.isVisible()
        dialog.reject()

    def test_the_phone(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, messages: list[Message], dialler: FakeDialler
    ) -> None:
        tab = shown()
        qtbot.keyClick(tab.list, "c")
        assert dialler.dialled == ["tel:+8613800138000"]
        assert clipboard() == "138 0013 8000"
        qtbot.keyClick(tab.list, Qt.Key.Key_Down)
        press(qtbot, tab, "Call")
        assert messages[-1].text == "李伟 has no phone number yet."

    def test_the_menu(self, shown: Callable[[], BirthdaysTab], context: Context, people: dict[str, int]) -> None:
        tab = shown()
        menu = QMenu(tab)
        tab._fill_menu(menu)
        by_text = {each.text().split("\t")[0]: each for each in menu.actions() if not each.isSeparator()}
        assert list(by_text) == [
            "Copy greeting", "Other greetings", "Greeted", "Call", "Copy phone", "New follow-up", "Open customer",
            "Copy",
        ]  # fmt: skip
        by_text["New follow-up"].trigger()
        by_text["Open customer"].trigger()
        by_text["Copy phone"].trigger()
        assert clipboard() == "138 0013 8000"
        by_text["Greeted"].trigger()
        assert context.navigate.calls == [  # type: ignore[attr-defined]
            ("new_follow_up", people["王芳"]), ("show_customer", people["王芳"]),
        ]  # fmt: skip
        assert rows(tab)[0].greeted
        tab.list.selectAll()
        several = QMenu(tab)
        tab._fill_menu(several)
        offered = {each.text().split("\t")[0]: each for each in several.actions() if not each.isSeparator()}
        assert [text for text, each in offered.items() if each.isEnabled()] == [
            "Copy greetings", "Mark as greeted", "Copy",
        ]  # fmt: skip
        offered["Mark as greeted"].trigger()
        assert all(row.greeted for row in rows(tab))


@pytest.mark.usefixtures("people")
class TestCalendar:
    def test_a_day_narrows_the_list_and_lets_it_go_again(self, shown: Callable[[], BirthdaysTab], qtbot: QtBot) -> None:
        tab = shown()
        pick_day(qtbot, tab, date(2026, 11, 24))
        assert names(tab) == ["李伟"]
        assert tab.chips.isVisible()
        assert tab.calendar.names_label.text() == "李伟"
        pick_day(qtbot, tab, date(2026, 11, 24))
        assert len(names(tab)) == 3
        pick_day(qtbot, tab, date(2026, 11, 25))
        assert names(tab) == []
        assert tab.calendar.names_label.text() == "No birthdays"
        press(qtbot, tab, "Show all days")
        assert len(names(tab)) == 3
        pick_day(qtbot, tab, date(2026, 11, 24))
        choose_days(qtbot, tab, "12 months")
        assert len(names(tab)) == 5
        pick_day(qtbot, tab, date(2026, 11, 25))
        press(qtbot, tab, "Show 12 months")
        assert len(names(tab)) == 5

    def test_a_day_of_another_month(self, shown: Callable[[], BirthdaysTab], qtbot: QtBot) -> None:
        tab = shown()
        qtbot.mouseClick(
            next(each for each in tab.calendar.picker.findChildren(QAbstractButton)
                 if each.accessibleName() == "Next month"), LEFT,
        )  # fmt: skip
        pick_day(qtbot, tab, date(2026, 12, 20))
        assert names(tab) == ["张敏"]

    def test_marks_show_the_lunar_day_and_the_birthdays(
        self, shown: Callable[[], BirthdaysTab], services: Services
    ) -> None:
        for number in range(10):
            services.customers.add(CustomerDraft(name=f"客{number}", birthday=solar(11, 24)))
        tab = shown()
        mark = tab.calendar._mark(date(2026, 11, 24))
        assert (mark.text, mark.dots, mark.strong) == ("10/16", 11, False)
        assert mark.tooltip.startswith("Tuesday, Nov 24 · lunar 10th month, day 16\n")
        assert mark.tooltip.endswith("and 3 more")
        assert tab.calendar._mark(date(2026, 11, 23)).dots == 0

    def test_lunar_marks_in_chinese(self) -> None:
        assert lunar_mark(date(2026, 11, 9)) == ("10/1", True)
        language.set_language("zh_CN")
        assert lunar_mark(date(2026, 11, 9))[1]
        assert lunar_mark(date(2150, 1, 1)) == ("", False)


class TestNothing:
    def test_an_invitation_where_no_birthday_is_known(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, context: Context
    ) -> None:
        tab = shown()
        assert tab._pages.currentWidget() is tab._nobody, "who has no customers is not sent to look further ahead"
        press(qtbot, tab, "Import")
        press(qtbot, tab, "New customer")
        assert context.navigate.calls == [  # type: ignore[attr-defined]
            ("import_file", None, "customers"), ("new_customer", ""),
        ]  # fmt: skip

    def test_further_ahead_and_then_an_invitation_where_customers_have_none(
        self, shown: Callable[[], BirthdaysTab], qtbot: QtBot, services: Services
    ) -> None:
        services.customers.add(CustomerDraft(name="甲"))
        tab = shown()
        assert "next 30 days" in tab._nothing._sentence.text()
        press(qtbot, tab, "Show 12 months")
        assert tab._pages.currentWidget() is tab._nobody

    def test_keys_do_nothing(self, shown: Callable[[], BirthdaysTab], qtbot: QtBot) -> None:
        tab = shown()
        for key in "gmc":
            qtbot.keyClick(tab.list, key)
        menu = QMenu(tab)
        tab._fill_menu(menu)
        assert menu.isEmpty()


@pytest.mark.usefixtures("people")
def test_what_is_shown_is_exported(
    shown: Callable[[], BirthdaysTab], qtbot: QtBot, context: Context, tmp_path: Path, messages: list[Message]
) -> None:
    tab = shown()
    path = tmp_path / "birthdays.xlsx"
    context.file_dialogs.will_answer(path)  # type: ignore[attr-defined]
    type_text(tab.text, "王")
    qtbot.waitUntil(lambda: names(tab) == ["王芳"])
    press(qtbot, tab, "Export")
    qtbot.waitUntil(lambda: bool(messages))
    rows = [row for sheet in load_workbook(path).worksheets for row in sheet.iter_rows(values_only=True)]
    titles = rows.index(("Date", "Name", "In days", "Age", "Why this day", "Phone", "Greeted"))
    assert rows[titles + 1][1:5] == ("王芳", 0, 38, "Lunar 10th month, day 13: Nov 21")
    assert chosen(BIRTHDAY_COLUMNS, [column.key for column in tab.model.columns])


@pytest.mark.usefixtures("people")
def test_a_big_shop_is_read_in_the_worker(
    shown: Callable[[], BirthdaysTab], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.ui.tabs.birthdays.tab._QUICK_ROWS", 0)
    tab = shown()
    qtbot.waitUntil(lambda: len(names(tab)) == 3)
    qtbot.waitUntil(lambda: tab.calendar._mark(TODAY).dots == 1)


def test_rows_are_read_as_they_are_painted_however_many_there_are(
    shown: Callable[[], BirthdaysTab], qtbot: QtBot, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(300):
        services.customers.add(CustomerDraft(name=f"客{number:03}", birthday=solar(12, 1 + number % 10)))
    read: list[int] = []
    get_many = services.birthdays.get_many

    def count(ids: Sequence[int], *days: date) -> list[BirthdayRow]:
        read.append(len(ids))
        return get_many(ids, *days)

    monkeypatch.setattr(services.birthdays, "get_many", count)
    tab = shown()
    tab.grab()
    assert tab.count.text() == "300 birthdays"
    assert [each.replace("\xa0", " ") for each in headings(tab)] == ["December 2026  300"]
    assert 0 < sum(read) < 150
    qtbot.keyClick(tab.list, Qt.Key.Key_End)
    tab.grab()
    assert tab._current() is not None
    assert sum(read) < 300
    tab.list.selectAll()
    assert tab.selected.count.text() == "300 birthdays selected"
    qtbot.keyClick(tab.list, "m")
    qtbot.waitUntil(lambda: all(row.greeted for row in rows(tab)))
    assert services.history.changes(1)[0].title.n == 300


def test_only_the_answer_to_the_last_question_is_shown(context: Context, qtbot: QtBot) -> None:
    shown: list[Any] = []
    latest: Latest[int, int] = Latest(context.jobs, "Counting", lambda number: number * 10, shown.append)
    for number in range(5):
        latest.ask(number, quick=False)
    assert latest.waiting
    qtbot.waitUntil(lambda: not context.jobs.busy and bool(shown))
    assert shown[-1] == 40
    assert len(shown) == 1
    assert not latest.waiting
    latest.ask(7, quick=False)
    latest.ask(8, quick=True)
    qtbot.waitUntil(lambda: not context.jobs.busy)
    assert shown == [40, 80]


def test_a_widget_that_has_gone_meanwhile_is_shown_no_answer(context: Context, qtbot: QtBot) -> None:
    class Page(QWidget):
        def show_answer(self, answer: int) -> None:
            shown.append(answer)
            self.update()

    def answer(number: int) -> int:
        asked.append(number)
        return number

    asked: list[int] = []
    shown: list[int] = []
    page = Page()
    latest: Latest[int, int] = Latest(context.jobs, "Counting", answer, page.show_answer)
    latest.ask(1, quick=False)
    latest.ask(2, quick=False)
    delete(page)
    qtbot.waitUntil(lambda: not context.jobs.busy)
    assert (asked, shown) == ([1], [])


def test_while_another_month_is_looked_up_nobody_says_that_its_neighbour_has_no_birthdays(
    shown: Callable[[], BirthdaysTab], people: dict[str, int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = shown()
    pick_day(qtbot, tab, date(2026, 11, 24))
    monkeypatch.setattr("crm_desktop.ui.tabs.birthdays.tab._QUICK_ROWS", 0)
    tab.calendar.picker.grid.step(1)
    tab.calendar.set_today(TODAY)
    assert tab.calendar.names_label.text() == ""
    qtbot.waitUntil(lambda: not tab._context.jobs.busy)
    assert people


def test_the_pointer_on_the_month_tells_the_day(shown: Callable[[], BirthdaysTab], qtbot: QtBot) -> None:
    tab = shown()
    qtbot.mouseMove(tab.calendar.grid, QPoint(20, 60))
    assert tab.calendar.day_label.text() == "Saturday, Nov 21 · lunar 10th month, day 13"
