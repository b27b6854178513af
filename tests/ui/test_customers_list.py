"""The customer list as hands use it: sorted, filtered, edited in the cell, several at once, views kept."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.ui.tabs.customers.cell_editors import CellChoice
from crm_desktop.ui.tabs.customers.tab import CustomersTab
from crm_desktop.ui.widgets.popover import LinePopover, Popover
from tests.hands import type_text

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context


@pytest.fixture
def people(services) -> dict[str, int]:
    """Three customers, one of whom has bought something."""
    services.custom_fields.add("皮肤类型", CustomFieldKind.CHOICE, ["干性", "油性"])
    drafts = (
        CustomerDraft(
            name="单晓丽", phones=("13911112222",), gender="female", tags=("老客户",), wechat=("wx_1",), source="路过",
            birthday=Birthday(Calendar.LUNAR, 1988, 10, 25), address="上海市浦东新区世纪大道1号",
            custom={"皮肤类型": "干性"},
        ),
        CustomerDraft(name="曾国强", phones=("13855556666", "13900001111"), gender="male"),
        CustomerDraft(name="Anna", tags=("老客户", "送礼")),
    )  # fmt: skip
    ids = {draft.name: services.customers.add(draft).new_id for draft in drafts}
    line = LineDraft(None, "龙井茶", price_fen=12800)
    at = datetime(2026, 11, 18, 10, 0)
    services.purchases.record(PurchaseDraft(ids["单晓丽"], at, (line,), payment_method="微信"))
    return ids


@pytest.fixture
def empty(context: Context, qtbot) -> CustomersTab:
    return shown(context, qtbot)


@pytest.fixture
def tab(context: Context, people: dict[str, int], qtbot) -> CustomersTab:
    return shown(context, qtbot)


def shown(context: Context, qtbot: Any) -> CustomersTab:
    tab = CustomersTab(context)
    qtbot.addWidget(tab)
    context.bus.changed.connect(tab.on_change)
    tab.resize(1280, 752)
    tab.show()
    tab.on_shown()
    return tab


def names(tab: CustomersTab) -> list[str]:
    return [row.customer.name for row in tab.model.records(tab.model.ids)]


def texts(tab: CustomersTab, customer_id: int) -> dict[str, str]:
    row = tab.model.records([customer_id])[0]
    return {column.key: column.display(row) for column in tab.model.columns}


def cell(tab: CustomersTab, customer_id: int, key: str) -> Any:
    row = tab.model.row_of(customer_id)
    column = next(n for n, each in enumerate(tab.model.columns) if each.key == key)
    tab.list.show_column(column, True)
    return tab.model.index(row, column)


def edit(tab: CustomersTab, customer_id: int, key: str) -> Any:
    """Double-click a cell; its editor."""
    index = cell(tab, customer_id, key)
    tab.list.scrollTo(index)
    at = tab.list.visualRect(index).center()
    QTest.mouseClick(tab.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(tab.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    editors = [each for each in tab.list.viewport().findChildren(QWidget) if isinstance(each, QLineEdit | CellChoice)]
    return next(each for each in editors if each.isVisible() and not isinstance(each.parent(), CellChoice))


def enter(editor: Any) -> None:
    """Enter in a cell's editor, which saves when the key has done its work."""
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def button(tab: CustomersTab, name: str) -> QPushButton:
    found = [each for each in tab.findChildren(QPushButton) if each.accessibleName() == name and each.isVisible()]
    assert found, name
    return found[0]


def press(whole: QMenu, *path: str) -> None:
    """Choose an entry of a menu, through its submenus."""
    menu = whole
    for step, text in enumerate(path):
        action = next(each for each in menu.actions() if each.text().split("\t")[0] == text)
        if step == len(path) - 1:
            action.trigger()
        else:
            menu = action.menu()


def filled(fill: Any) -> QMenu:
    menu = QMenu()
    fill(menu)
    return menu


def popover(tab: CustomersTab) -> Any:
    found = [each for each in tab.findChildren(Popover) if each.isVisible()]
    assert found, "no popover"
    return found[-1]


def test_cells_say_what_is_known_in_words(tab: CustomersTab, people: dict[str, int]) -> None:
    shan = texts(tab, people["单晓丽"])
    assert shan["phone"] == "139 1111 2222"
    assert shan["last_purchase"] == "3 days ago"
    assert shan["spent"] == "¥128.00"
    # The 25th of the 10th lunar month of 2026 is 3 December.
    assert shan["next_birthday"] == "in 12 days · lunar 10/25"
    assert shan["custom:皮肤类型"] == "干性"
    assert texts(tab, people["曾国强"])["phone"] == "138 5555 6666 +1"
    assert texts(tab, people["Anna"])["spent"] == ""


def test_opens_by_name_with_the_first_customer_beside_it(tab: CustomersTab, people: dict[str, int]) -> None:
    assert names(tab) == ["Anna", "单晓丽", "曾国强"]
    assert tab.panel.customer_id == people["Anna"]
    assert tab.toolbar.count.text() == "3 customers"
    assert tab.list.accessibleName() == "Customer list"


def test_a_click_on_a_header_sorts(tab: CustomersTab, people: dict[str, int]) -> None:
    header = tab.list.horizontalHeader()
    number = next(n for n, column in enumerate(tab.model.columns) if column.key == "spent")
    at = QPoint(header.sectionViewportPosition(number) + 20, 10)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert tab.list.sort == ("spent", True)
    assert names(tab)[0] == "单晓丽"


@pytest.mark.parametrize(
    "key",
    ["tags", "wechat", "email", "region", "source", "note", "created", "visits", "next_birthday", "custom:皮肤类型"],
)
def test_every_column_sorts(tab: CustomersTab, key: str) -> None:
    tab.list.set_sort(key, True)
    tab.refresh()
    assert sorted(names(tab)) == ["Anna", "单晓丽", "曾国强"]


def test_a_name_is_edited_in_its_cell(tab: CustomersTab, people: dict[str, int], context: Context) -> None:
    editor = edit(tab, people["曾国强"], "name")
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    type_text(editor, "曾国庆")
    enter(editor)
    assert context.services.customers.get(people["曾国强"]).name == "曾国庆"
    context.actions.undo()
    assert names(tab)[2] == "曾国强"


@pytest.mark.parametrize(
    ("key", "typed", "field", "value"),
    [
        ("phone", "13700001111", "phones", ("+8613700001111", "+8613900001111")),
        ("next_birthday", "农历八月十五", "birthday", Birthday(Calendar.LUNAR, None, 8, 15)),
        ("tags", "老客户，送礼", "tags", ("老客户", "送礼")),
        ("wechat", "wx_2", "wechat", ("wx_2",)),
        ("source", "朋友介绍", "source", "朋友介绍"),
        ("note", "喜欢龙井", "note", "喜欢龙井"),
        ("address", "上海市静安区", "address", "上海市静安区"),
    ],
)
def test_cells_are_edited_in_place(
    tab: CustomersTab, people: dict[str, int], services: Any, key: str, typed: str, field: str, value: object
) -> None:
    editor = edit(tab, people["曾国强"], key)
    editor.selectAll()
    type_text(editor, typed)
    enter(editor)
    assert getattr(services.customers.get(people["曾国强"]), field) == value


def test_choices_are_chosen_in_place(tab: CustomersTab, people: dict[str, int], services: Any) -> None:
    for key, value in (("gender", "female"), ("custom:皮肤类型", "油性")):
        editor = edit(tab, people["曾国强"], key)
        assert isinstance(editor, CellChoice)
        editor.setFocus()
        editor.setText(value)
        editor.activated.emit(editor.currentIndex())
        QApplication.processEvents()
    zeng = services.customers.get(people["曾国强"])
    assert (zeng.gender, zeng.custom["皮肤类型"]) == ("female", "油性")


def test_an_impossible_birthday_is_refused_and_nothing_changes(
    tab: CustomersTab, people: dict[str, int], context: Context
) -> None:
    said = []
    context.messages.posted.connect(said.append)
    editor = edit(tab, people["单晓丽"], "next_birthday")
    editor.selectAll()
    type_text(editor, "2-30")
    enter(editor)
    assert said[-1].is_error
    assert context.services.customers.get(people["单晓丽"]).birthday == Birthday(Calendar.LUNAR, 1988, 10, 25)


def test_deleting_asks_nothing_and_goes_on_with_the_next(
    tab: CustomersTab, people: dict[str, int], context: Context
) -> None:
    tab.list.select_id(people["单晓丽"])
    QTest.keyClick(tab.list, Qt.Key.Key_Delete)
    assert names(tab) == ["Anna", "曾国强"]
    assert context.questions.asked == []
    assert tab.panel.customer_id == people["曾国强"]
    context.actions.undo()
    assert names(tab) == ["Anna", "单晓丽", "曾国强"]


# Filter


def test_a_filter_reads_as_chips_and_comes_off_again(tab: CustomersTab, people: dict[str, int]) -> None:
    menu = filled(tab.filter_menu.fill)
    press(menu, "Tag", "老客户 (2)")
    assert names(tab) == ["Anna", "单晓丽"]
    assert tab.filter_line.chips.isVisible()
    press(filled(tab.filter_menu.fill), "Gender", "Female")
    assert names(tab) == ["单晓丽"]
    assert tab.filter_line.chips.keys() == ["tags:老客户", "gender"]
    tab.filter_line.chips.removed.emit("tags:老客户")
    assert tab.filter == CustomerFilter(gender="female")
    button(tab, "Clear filter").click()
    assert names(tab) == ["Anna", "单晓丽", "曾国强"]
    assert not tab.filter_line.chips.isVisible()


def test_months_days_regions_and_own_fields_filter(tab: CustomersTab) -> None:
    press(filled(tab.filter_menu.fill), "Birthday in", "Next month")
    assert names(tab) == ["单晓丽"]
    press(filled(tab.filter_menu.fill), "Region", "上海市浦东新区")
    press(filled(tab.filter_menu.fill), "皮肤类型", "干性")
    press(filled(tab.filter_menu.fill), "Source", "路过")
    assert names(tab) == ["单晓丽"]
    press(filled(tab.filter_menu.fill), "Not here for", "30 days")
    assert names(tab) == []
    assert len(tab.filter_line.chips.keys()) == 5


def test_amounts_are_typed_under_the_button(tab: CustomersTab) -> None:
    press(filled(tab.filter_menu.fill), "Total spent…")
    asked = popover(tab)
    low, high = asked.findChildren(QLineEdit)
    type_text(low, "abc")
    asked.take_button.click()
    assert asked.isVisible()
    assert asked.error.text()
    low.clear()
    type_text(low, "500")
    type_text(high, "100")
    QTest.keyClick(high, Qt.Key.Key_Return)
    assert (tab.filter.spent_from, tab.filter.spent_to) == (10000, 50000)
    assert names(tab) == ["单晓丽"]


def test_esc_closes_the_little_form(tab: CustomersTab) -> None:
    press(filled(tab.filter_menu.fill), "Total spent…")
    asked = popover(tab)
    QTest.keyClick(asked.findChild(QLineEdit), Qt.Key.Key_Escape)
    assert not asked.isVisible()
    assert tab.filter == CustomerFilter()


def test_days_and_dates_are_typed_too(tab: CustomersTab) -> None:
    press(filled(tab.filter_menu.fill), "Not here for", "Other…")
    asked = popover(tab)
    days = asked.findChild(QLineEdit)
    days.selectAll()
    type_text(days, "2")
    asked.take_button.click()
    assert tab.filter.no_visit_days == 2
    press(filled(tab.filter_menu.fill), "Last visit before…")
    asked = popover(tab)
    asked.take_button.click()
    assert asked.error.text()
    type_text(asked.findChild(QLineEdit), "2026-11-19")
    asked.take_button.click()
    assert str(tab.filter.last_visit_before) == "2026-11-19"
    assert names(tab) == ["单晓丽"]


def test_a_filter_that_finds_nobody_says_so(tab: CustomersTab) -> None:
    tab.search("没有这个人")
    assert names(tab) == []
    assert "没有这个人" in tab._nobody._sentence.text()
    assert not tab.toolbar.export.isEnabled()
    tab._nobody.findChild(QPushButton).click()
    assert len(names(tab)) == 3


def test_an_empty_shop_invites(empty: CustomersTab, context: Context, qtbot) -> None:
    with qtbot.waitSignal(empty.demo_wanted):
        button(empty, "Look around in a demo shop").click()
    button(empty, "Bring in a sheet").click()
    assert context.file_dialogs.asked == ["Import customers"]
    button(empty, "Add the first customer").click()
    type_text(empty.panel.quick.line, "王芳")
    QTest.keyClick(empty.panel.quick.line, Qt.Key.Key_Return)
    assert names(empty) == ["王芳"]
    assert empty.list.isVisible()


# Views


def test_a_view_is_saved_shown_renamed_and_deleted(tab: CustomersTab, context: Context, qtbot) -> None:
    tab.set_filter(CustomerFilter(tags=("老客户",)))
    tab.list.set_sort("created", True)
    button(tab, "Save as view").click()
    asked = popover(tab)
    assert isinstance(asked, LinePopover)
    type_text(asked.line, "老朋友")
    QTest.keyClick(asked.line, Qt.Key.Key_Return)
    assert tab.views.button.accessibleName() == "老朋友"
    tab.clear_filter()
    tab.list.set_sort("name")
    assert tab.views.button.accessibleName() == "All customers"
    press(filled(tab.views.fill), "老朋友")
    assert sorted(names(tab)) == ["Anna", "单晓丽"]
    assert tab.list.sort == ("created", True)

    again = shown(context, qtbot)
    assert sorted(names(again)) == ["Anna", "单晓丽"], "the view shown last is there the next time"
    assert "老朋友" not in str(context.memory.get("customers/view", "")), "it may be a customer's name"

    press(filled(tab.views.fill), "Rename “老朋友”…")
    asked = popover(tab)
    asked.line.clear()
    asked.take_button.click()
    assert asked.isVisible()
    assert asked.error.text()
    type_text(asked.line, "熟客")
    asked.take_button.click()
    assert tab.views.button.accessibleName() == "熟客"
    tab.set_filter(CustomerFilter(tags=("送礼",)))
    press(filled(tab.views.fill), "Update “熟客”")
    tab.show_view(None)
    press(filled(tab.views.fill), "熟客")
    assert names(tab) == ["Anna"]
    press(filled(tab.views.fill), "Delete “熟客”")
    assert tab.views.button.accessibleName() == "All customers"
    assert context.services.views.all("customers") == []


# Several at once


def test_several_get_a_tag_a_source_a_field(tab: CustomersTab, people: dict[str, int], services: Any) -> None:
    assert not tab.bulk.isVisible()
    QTest.keyClick(tab.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert tab.bulk.isVisible()
    assert tab.bulk.count.text() == "3 customers selected"
    assert tab.bulk.delete.visibleRegion().boundingRect() == tab.bulk.delete.rect()  # nothing of it is cut
    assert abs(tab.bulk.delete.geometry().center().y() - tab.bulk.count.geometry().center().y()) <= 1
    tab.bulk.add_tag.click()
    asked = popover(tab)
    asked.take_button.click()
    assert asked.error.text(), "a tag needs a name"
    type_text(asked.line, "双十一")
    QTest.keyClick(asked.line, Qt.Key.Key_Return)
    tab.bulk.set_source.click()
    type_text(popover(tab).line, "抖音")
    popover(tab).take_button.click()
    press(filled(tab.bulk.fill_fields), "皮肤类型", "油性")
    everyone = services.customers.get_many(list(people.values()))
    assert all("双十一" in each.tags and each.source == "抖音" for each in everyone)
    assert {each.custom["皮肤类型"] for each in everyone} == {"油性"}
    press(filled(tab.bulk.fill_remove_tag), "双十一")
    assert all("双十一" not in each.tags for each in services.customers.get_many(list(people.values())))
    assert len(tab.list.selected_ids()) == 3, "they stay selected"
    tab.bulk.delete.click()
    assert names(tab) == []


def test_the_right_button_offers_what_the_bar_offers(
    tab: CustomersTab, people: dict[str, int], context: Context
) -> None:
    tab.list.select_id(people["单晓丽"])
    menu = filled(tab.fill_menu)
    press(menu, "New purchase")
    press(menu, "New follow-up")
    assert context.navigate.calls == [("new_purchase", people["单晓丽"]), ("new_follow_up", people["单晓丽"])]
    press(menu, "Remove tag", "老客户")
    assert context.services.customers.get(people["单晓丽"]).tags == ()
    press(filled(tab.fill_menu), "Copy")
    assert "单晓丽\t139 1111 2222" in QApplication.clipboard().text()
    press(filled(tab.fill_menu), "Edit customer")
    assert tab.panel.form.isVisible()


def test_toolbar_buttons_are_named_as_agreed(tab: CustomersTab, context: Context) -> None:
    for name in ("New customer", "New purchase", "New follow-up", "Import", "Export"):
        assert button(tab, name).isEnabled()
    button(tab, "New purchase").click()
    assert context.navigate.calls[-1] == ("new_purchase", tab.customer_in_view())


def test_a_new_own_field_becomes_a_column(tab: CustomersTab, context: Context) -> None:
    context.actions.do(lambda: context.services.custom_fields.add("鞋码", CustomFieldKind.NUMBER))
    assert "custom:鞋码" in [column.key for column in tab.model.columns]
    assert "name" in tab.list.visible_columns()


def test_the_panel_hides_and_comes_back(tab: CustomersTab, people: dict[str, int]) -> None:
    tab.list.setFocus()
    QTest.keyClick(tab.list, Qt.Key.Key_Space)
    assert not tab.panel.isVisible()
    assert tab.toolbar.panel.accessibleName() == "Show panel"
    tab.show_customer(people["曾国强"])
    assert tab.panel.isVisible()
    assert tab.list.current_id() == people["曾国强"]


def test_who_the_filter_hides_is_shown_all_the_same(tab: CustomersTab, people: dict[str, int]) -> None:
    tab.set_filter(CustomerFilter(gender="female"))
    tab.show_customer(people["曾国强"])
    assert tab.panel.customer_id == people["曾国强"]
    assert tab.list.selected_ids() == []


def test_a_large_shop_is_asked_in_the_background(
    context: Context, people: dict[str, int], qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.ui.tabs.customers.tab._MOST_AT_ONCE", 2)
    tab = shown(context, qtbot)
    qtbot.waitUntil(lambda: len(tab.model.ids) == 3)
    qtbot.waitUntil(lambda: tab._known.now.sources == ("路过",))
    assert tab.panel.customer_id == people["Anna"]
    tab.set_filter(CustomerFilter(gender="male"))
    qtbot.waitUntil(lambda: names(tab) == ["曾国强"])


def test_a_new_day_counts_anew(tab: CustomersTab, people: dict[str, int], clock: Any) -> None:
    clock.advance(days=1)
    tab.on_new_day()
    assert texts(tab, people["单晓丽"])["last_purchase"] == "4 days ago"
