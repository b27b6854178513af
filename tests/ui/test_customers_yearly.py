"""Yearly dates besides the birthday, in the customer panel; and the panel that follows the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from crm_desktop import language
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.ui.tabs.customers.tab import CustomersTab
from crm_desktop.ui.tabs.customers.yearly import YearlyPopover
from tests.hands import type_text

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context

WEDDING = Birthday(Calendar.LUNAR, 2015, 10, 25)


@pytest.fixture
def people(services) -> list[int]:
    drafts = [
        CustomerDraft(name="Anna", phones=("13911112222",), wechat=("a_1",)),
        CustomerDraft(name="Bea", phones=("13855556666", "13855557777"), emails=("b@x.cn",)),
        CustomerDraft(name="Cleo"),
    ]
    return [int(services.customers.add(draft).new_id) for draft in drafts]


@pytest.fixture
def tab(context: Context, people: list[int], qtbot) -> CustomersTab:
    tab = CustomersTab(context)
    qtbot.addWidget(tab)
    context.bus.changed.connect(tab.on_change)
    tab.resize(1280, 752)
    tab.show()
    tab.on_shown()
    tab.show_customer(people[0])
    QApplication.processEvents()
    return tab


def popover(tab: CustomersTab) -> YearlyPopover:
    return next(each for each in tab.findChildren(YearlyPopover) if each.isVisible())


def told(tab: CustomersTab) -> list[str]:
    return [line.fact.label.text() for line in tab.panel.whole.head.yearly.lines if line.isVisible()]


def press(widget, name: str, qtbot) -> None:
    found = next(b for b in widget.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible())
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def fillings(tab: CustomersTab, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Whom the panel is filled with from now on."""
    filled: list[int] = []
    show = tab.panel.show_customer

    def note(customer_id: int) -> None:
        filled.append(customer_id)
        show(customer_id)

    monkeypatch.setattr(tab.panel, "show_customer", note)
    return filled


def test_a_wedding_is_written_and_told(tab: CustomersTab, people, services, context: Context, qtbot) -> None:
    assert told(tab) == []
    press(tab.panel, "+ Date", qtbot)
    form = popover(tab)
    assert not form.label.isVisible(), "a wedding needs no name"
    type_text(form.day, "农历2015年十月廿五")
    qtbot.keyClick(form.day, Qt.Key.Key_Return)
    assert not form.isVisible()
    assert told(tab) == ["Wedding anniversary in 12 days · lunar 2015, 10th month, day 25 (Dec 3) · 11 years"]
    line = tab.panel.whole.head.yearly.lines[0]
    assert line.fact.toolTip() == "lunar 10th month, day 25: Dec 3"
    context.actions.undo()
    assert told(tab) == []
    assert services.yearly_dates.of_customer(people[0]) == []


def test_another_day_needs_a_name_and_a_day_that_there_is(tab: CustomersTab, qtbot) -> None:
    press(tab.panel, "+ Date", qtbot)
    form = popover(tab)
    form.kind.setText("other")
    assert form.label.isVisible()
    press(form, "Add", qtbot)
    fields = form._fields
    assert fields["day"].error() == "Type the day, for example 5-20, 2015-5-20 or 农历八月十五."
    type_text(form.day, "2-30")
    press(form, "Add", qtbot)
    assert (fields["label"].error(), fields["day"].error()) == ("", "There is no such day")
    form.day.clear()
    type_text(form.day, "11-21")
    press(form, "Add", qtbot)
    assert (fields["label"].error(), fields["day"].error()) == ("Write what day it is.", "")
    type_text(form.label, "店庆")
    press(form, "Add", qtbot)
    assert told(tab) == ["店庆 today · Nov 21"]


def test_a_date_is_changed_and_deleted(tab: CustomersTab, people, services, context: Context, qtbot) -> None:
    context.actions.do(lambda: services.yearly_dates.add(people[0], "wedding", "银婚", WEDDING))
    line = tab.panel.whole.head.yearly.lines[0]
    qtbot.mouseClick(line.edit, Qt.MouseButton.LeftButton)
    form = popover(tab)
    assert (form.kind.text(), form.label.text(), form.label.isVisible()) == ("wedding", "银婚", True)
    assert form.day.text() == "lunar 2015-10-25"
    form.label.clear()
    form.day.clear()
    type_text(form.day, "12-1")
    press(form, "Save", qtbot)
    assert told(tab) == ["Wedding anniversary in 10 days · Dec 1"]
    qtbot.mouseClick(line.edit, Qt.MouseButton.LeftButton)
    press(popover(tab), "Delete", qtbot)
    assert told(tab) == []
    context.actions.undo()
    assert told(tab) == ["Wedding anniversary in 10 days · Dec 1"]


def test_a_day_that_does_not_come_again_is_told_without_a_date(tab: CustomersTab, people, services, context) -> None:
    day = Birthday(Calendar.SOLAR, 9999, 1, 1)
    context.actions.do(lambda: services.yearly_dates.add(people[0], "membership", "", day))
    assert told(tab) == ["Membership anniversary · Jan 1, 9999"]


def test_dates_are_told_in_chinese(tab: CustomersTab, people, services, context: Context) -> None:
    language.set_language("zh_CN")
    context.actions.do(lambda: services.yearly_dates.add(people[0], "other", "女儿生日", WEDDING))
    assert told(tab)[0].startswith("女儿生日 12 天后")


def test_the_next_customer_shows_their_own_lines_only(tab: CustomersTab, people, services, context) -> None:
    for kind in ("wedding", "membership"):
        context.actions.do(lambda kind=kind: services.yearly_dates.add(people[1], kind, "", WEDDING))
    shown = []
    for person in (people[1], people[0], people[2], people[1]):
        tab.show_customer(person)
        reach = tab.panel.whole.head._reach
        lines = [line for part in reach._lines.values() for line in part]
        shown.append((len(told(tab)), [line._value for line in lines if line.isVisible()]))
    bea = (2, ["+8613855556666", "+8613855557777", "b@x.cn"])
    assert shown == [bea, (0, ["+8613911112222", "a_1"]), (0, []), bea]


def test_an_arrow_key_held_down_fills_the_panel_once(tab: CustomersTab, people, monkeypatch, qtbot) -> None:
    filled = fillings(tab, monkeypatch)
    tab.list.setFocus()
    for _ in range(2):
        qtbot.keyClick(tab.list, Qt.Key.Key_Down)
    assert tab.list.current_id() == people[2]
    qtbot.waitUntil(lambda: filled == [people[2]])


def test_a_purchase_is_for_whom_the_list_went_to(tab: CustomersTab, people, context: Context, qtbot) -> None:
    tab.list.setFocus()
    qtbot.keyClick(tab.list, Qt.Key.Key_Down)
    assert tab.customer_in_view() == people[1]
    assert tab.panel.customer_id == people[1]


def test_what_is_saved_meanwhile_does_not_take_the_list_back(
    tab: CustomersTab, people, services, context: Context, qtbot
) -> None:
    tab.list.setFocus()
    qtbot.keyClick(tab.list, Qt.Key.Key_Down)
    context.actions.do(lambda: services.contacts.add(people[0], "note", "x"))
    assert (tab.list.current_id(), tab.panel.customer_id) == (people[1], people[1])
    qtbot.keyClick(tab.list, Qt.Key.Key_Down)
    tab.new_customer()
    qtbot.wait(60)
    assert tab.panel.is_adding(), "the line for a new customer is not taken away"


def test_showing_someone_fills_the_panel_once(tab: CustomersTab, people, monkeypatch, qtbot) -> None:
    filled = fillings(tab, monkeypatch)
    tab.show_customer(people[1])
    qtbot.wait(60)
    assert filled == [people[1]]
