"""Settings, the shop's own fields, tags, and handing over the list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.domain.birthday import Birthday, Calendar, LeapDayRule, LeapMonthRule
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.ui.dialogs.custom_fields import CustomFieldsDialog, FieldPopover
from crm_desktop.ui.dialogs.settings import SettingsDialog
from crm_desktop.ui.dialogs.tags import TagsDialog
from crm_desktop.ui.tabs.customers.tab import CustomersTab
from tests.hands import type_text

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context


def kept(dialog: Any, qtbot: Any) -> Any:
    """A dialog that outlives its closing, so that the test can look at it."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def cell_editor(dialog: Any, row: int, column: int) -> Any:
    index = dialog.model.index(row, column)
    at = dialog.list.visualRect(index).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    return next(each for each in dialog.list.viewport().findChildren(QLineEdit) if each.isVisible())


def retype(editor: Any, text: str) -> None:
    editor.selectAll()
    type_text(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def said(dialog: Any) -> list[list[str]]:
    rows = dialog.model.records(dialog.model.ids)
    return [[column.display(row) for column in dialog.model.columns] for row in rows]


# Settings


@pytest.fixture
def settings(context: Context, qtbot) -> SettingsDialog:
    return kept(SettingsDialog(context), qtbot)


def test_settings_are_saved_together(settings: SettingsDialog, context: Context) -> None:
    type_text(settings.shop_name, "桂香茶铺")
    settings.leap_month.setCurrentIndex(1)
    settings.leap_day.setCurrentIndex(1)
    settings.clerks.selectAll()
    type_text(settings.clerks, "小李、小王，小李")
    settings.rows._group.button(1).click()
    settings.look._group.button(2).click()
    settings.save_button.click()
    now = context.services.settings.get()
    assert now.shop_name == "桂香茶铺"
    assert (now.leap_month, now.leap_day) == (LeapMonthRule.SKIP, LeapDayRule.MAR_1)
    assert now.clerks == ("小李", "小王")
    assert context.theme.compact
    assert context.theme.mode == "dark"
    assert not settings.isVisible()


def test_the_region_of_phones_shows_what_its_numbers_begin_with(settings: SettingsDialog, context: Context) -> None:
    assert settings.region.currentText() == "CN +86"
    settings.region.setCurrentText("HK +852")
    settings.save_button.click()
    assert context.services.settings.get().region == "HK"


def test_what_makes_no_sense_is_refused_inline(settings: SettingsDialog, context: Context) -> None:
    settings.region.setCurrentText("China")
    settings.payment_methods.clear()
    settings.save_button.click()
    assert settings.isVisible()
    assert settings._fields["region"].error()
    assert settings._fields["payment_methods"].error()
    assert context.services.settings.get().region == "CN"


def test_unsaved_settings_are_asked_about_once(settings: SettingsDialog, context: Context) -> None:
    context.questions.answer = False
    type_text(settings.shop_name, "x")
    settings.reject()
    assert settings.isVisible()
    context.questions.answer = True
    settings.reject()
    assert not settings.isVisible()
    assert context.services.settings.get().shop_name == ""


def test_untouched_settings_are_no_change(settings: SettingsDialog, context: Context) -> None:
    settings.save_button.click()
    assert context.services.history.next_undo() is None
    assert context.questions.asked == []


# Own fields


@pytest.fixture
def fields(context: Context, qtbot) -> CustomFieldsDialog:
    context.services.custom_fields.add("皮肤类型", CustomFieldKind.CHOICE, ["干性", "油性"])
    context.services.custom_fields.add("鞋码", CustomFieldKind.NUMBER)
    return kept(CustomFieldsDialog(context), qtbot)


def add_popover(fields: CustomFieldsDialog) -> FieldPopover:
    fields.add_button.click()
    return next(each for each in fields.findChildren(FieldPopover) if each.isVisible())


def test_a_field_is_defined(fields: CustomFieldsDialog, context: Context) -> None:
    asked = add_popover(fields)
    type_text(asked.name, "皮肤类型")
    asked.take_button.click()
    assert asked.isVisible()
    assert "already" in asked.error.text()
    asked.name.selectAll()
    type_text(asked.name, "口味")
    asked.kind.setCurrentIndex(asked.kind.findData("choice"))
    assert asked.choices.isVisible()
    asked.take_button.click()
    assert asked.error.text(), "a choice needs what can be chosen"
    type_text(asked.choices, "清淡\r浓")
    asked.choices.setPlainText("清淡\n浓")
    asked.take_button.click()
    assert [f.name for f in context.services.custom_fields.all()] == ["皮肤类型", "鞋码", "口味"]
    assert said(fields)[2] == ["口味", "Choice", "清淡, 浓"]


def test_a_field_is_renamed_moved_and_deleted(fields: CustomFieldsDialog, context: Context) -> None:
    retype(cell_editor(fields, 0, 0), "肤质")
    assert said(fields)[0][0] == "肤质"
    retype(cell_editor(fields, 0, 2), "干性，油性、混合")
    assert context.services.custom_fields.all()[0].choices == ("干性", "油性", "混合")
    retype(cell_editor(fields, 1, 0), "肤质")
    assert "already" in fields.status.text()
    retype(cell_editor(fields, 1, 2), "38")
    assert fields.status.property("role") == "danger"
    fields.list.select_id(fields.model.ids[0])
    fields.down_button.click()
    assert [row[0] for row in said(fields)] == ["鞋码", "肤质"]
    fields.down_button.click()
    fields.up_button.click()
    assert [row[0] for row in said(fields)] == ["肤质", "鞋码"]
    fields.delete_button.click()
    assert [row[0] for row in said(fields)] == ["鞋码"]
    assert "肤质" in fields.status.text()
    context.actions.undo()
    assert len(said(fields)) == 2


# Tags


def test_tags_are_renamed_and_deleted(context: Context, qtbot) -> None:
    customers = context.services.customers
    customers.add(CustomerDraft(name="王芳", tags=("老客户", "送礼")))
    customers.add(CustomerDraft(name="李伟", tags=("老客户",)))
    tags = kept(TagsDialog(context), qtbot)
    assert said(tags) == [["老客户", "2"], ["送礼", "1"]]
    assert not tags.delete_button.isEnabled()
    retype(cell_editor(tags, 0, 0), "熟客")
    assert said(tags)[0] == ["熟客", "2"]
    retype(cell_editor(tags, 1, 0), "熟客")
    assert tags.status.property("role") == "danger"
    tags.list.select_id(tags.model.ids[0])
    QTest.keyClick(tags.list, Qt.Key.Key_Delete)
    assert said(tags) == [["送礼", "1"]]
    assert customers.get(1).tags == ("送礼",)
    context.actions.undo()
    assert customers.get(1).tags == ("熟客", "送礼")


def test_no_tags_are_no_empty_table(context: Context, qtbot) -> None:
    tags = kept(TagsDialog(context), qtbot)
    assert not tags.list.isVisible()
    assert not tags.rename_button.isEnabled()
    tags.delete_current()


# Handing over the list


@pytest.fixture
def tab(context: Context, qtbot) -> CustomersTab:
    context.services.custom_fields.add("鞋码", CustomFieldKind.NUMBER)
    context.services.custom_fields.add("会员", CustomFieldKind.YES_NO)
    for draft in (
        CustomerDraft(name="单晓丽", phones=("13911112222", "13911113333"), tags=("老客户",),
                      birthday=Birthday(Calendar.LUNAR, 1988, 10, 25), custom={"鞋码": "38", "会员": "yes"}),
        CustomerDraft(name="=1+1", note="a\nb", tags=("老客户",)),
        CustomerDraft(name="曾国强"),
    ):  # fmt: skip
        context.services.customers.add(draft)
    tab = CustomersTab(context)
    qtbot.addWidget(tab)
    tab.show()
    tab.on_shown()
    return tab


def exported(tab: CustomersTab, context: Context, path: Path, qtbot: Any) -> list[Any]:
    told: list[Any] = []
    context.messages.posted.connect(told.append)
    context.file_dialogs.will_answer(path)
    tab.toolbar.export.click()
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    return told


def test_the_file_holds_what_the_list_shows(tab: CustomersTab, context: Context, tmp_path: Path, qtbot) -> None:
    tab.set_filter(CustomerFilter(tags=("老客户",)))
    keys = [column.key for column in tab.model.columns]
    for key in ("custom:鞋码", "custom:会员", "note"):
        tab.list.show_column(keys.index(key), True)
    tab.list.show_column(keys.index("last_purchase"), False)
    told = exported(tab, context, tmp_path / "客户.xlsx", qtbot)
    assert told[0].text == "2 rows written to 客户.xlsx"
    assert told[0].action == "Open folder"
    assert context.file_dialogs.suggested == ["Customers 2026-11-21.xlsx"]
    book = openpyxl.load_workbook(tmp_path / "客户.xlsx")
    rows = [row for row in book.worksheets[0].values if any(row)]
    titles = [str(next(c for c in tab.model.columns if c.key == key).title) for key in tab.list.visible_columns()]
    assert list(rows[0]) == titles
    by_name = {row[0]: dict(zip(titles, row, strict=True)) for row in rows[1:3]}
    shan = by_name["单晓丽"]
    assert shan["Phone"] == "139 1111 2222 / 139 1111 3333"
    assert shan["鞋码"] == 38
    assert shan["会员"] == "Yes"
    assert str(shan["Next birthday"])[:10] == "2026-12-03"
    assert by_name["=1+1"]["Note"] == "a\nb"
    about = [row[0] for row in book.worksheets[1].values]
    assert about[:2] == ["2 customers", "tag: 老客户"]


def test_every_column_can_be_handed_over(tab: CustomersTab, context: Context, tmp_path: Path, qtbot) -> None:
    for number in range(len(tab.model.columns)):
        tab.list.show_column(number, True)
    told = exported(tab, context, tmp_path / "客户.csv", qtbot)
    assert told[0].text == "3 rows written to 客户.csv"


def test_the_order_of_the_list_is_kept_in_csv(tab: CustomersTab, context: Context, tmp_path: Path, qtbot) -> None:
    tab.list.set_sort("name", True)
    tab.refresh()
    exported(tab, context, tmp_path / "客户.csv", qtbot)
    text = (tmp_path / "客户.csv").read_bytes().decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == ["Name", "曾国强", "单晓丽", "'=1+1"]


def test_a_file_that_cannot_be_written_is_said(tab: CustomersTab, context: Context, tmp_path: Path, qtbot) -> None:
    told = exported(tab, context, tmp_path / "no" / "客户.xlsx", qtbot)
    assert told[0].is_error


def test_thinking_better_of_it_exports_nothing(tab: CustomersTab, context: Context) -> None:
    tab.hand_over.export()
    assert not context.jobs.busy
