"""Exporting by choice: rows, columns and their order, the kind of file; and what is remembered of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.ui.dialogs.export_page import ExportPage, choose_and_export
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.customers.tab import CustomersTab
from crm_desktop.ui.tabs.purchases.export import purchases_sheet
from tests.hands import show_tab


@pytest.fixture
def tab(context: Context, qtbot: Any) -> CustomersTab:
    for name, phone in (("王芳", "13800138000"), ("李四", "13900001111"), ("单晓丽", "13700001111")):
        context.services.customers.add(CustomerDraft(name=name, phones=(phone,), note="爱喝茶"))
    tab = CustomersTab(context)
    show_tab(tab, context, qtbot)
    return tab


def page_of(tab: CustomersTab) -> ExportPage:
    tab.hand_over.export_by_choice()
    return tab.window().findChildren(ExportPage)[-1]  # type: ignore[no-any-return]


def titles(page: ExportPage) -> list[str]:
    return [page.columns.item(row).text() for row in range(page.columns.count())]


def test_what_the_list_shows_at_first(tab: CustomersTab) -> None:
    page = page_of(tab)
    assert page.chosen() == [{"spent": "total_spent"}.get(key, key) for key in tab.list.visible_columns()]
    assert titles(page)[:2] == ["Name", "Phone"]
    assert page.rows.currentText() == "All rows shown (3)"
    assert page.kind.currentText() == "Excel workbook"


def test_chosen_rows_and_columns(
    tab: CustomersTab, context: Context, tmp_path: Path, messages: list[Any], qtbot: Any
) -> None:
    tab.list.selectAll()
    page = page_of(tab)
    assert page.rows.currentText() == "Only the selected rows (3)"
    for row in range(page.columns.count()):
        item = page.columns.item(row)
        item.setCheckState(Qt.CheckState.Checked if item.text() in ("Name", "Note") else Qt.CheckState.Unchecked)
    page.columns.setCurrentRow(titles(page).index("Note"))
    while page.columns.currentRow() > 0:
        qtbot.mouseClick(page.up, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.up, Qt.MouseButton.LeftButton)  # it stands first already
    assert titles(page)[0] == "Note"
    qtbot.mouseClick(page.down, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.up, Qt.MouseButton.LeftButton)
    path = tmp_path / "a.xlsx"
    context.file_dialogs.will_answer(path)  # type: ignore[attr-defined]
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: bool(messages))
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows()]
    assert rows[0] == ["Note", "Name"]
    assert sorted(row[1] for row in rows[1:4]) == sorted(["王芳", "李四", "单晓丽"])
    again = page_of(tab)
    assert again.chosen() == ["note", "name"]


def test_cards_have_no_columns_and_tables_at_least_one(tab: CustomersTab) -> None:
    page = page_of(tab)
    page.kind.setCurrentText("Contact cards for phones (vCard 4.0)")
    assert not page.columns.isEnabled()
    assert page.export_button.isEnabled()
    page.kind.setCurrentText("Text with commas (GB18030, for older programs)")
    for row in range(page.columns.count()):
        page.columns.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not page.export_button.isEnabled()
    page._as_shown()
    assert page.export_button.isEnabled()


def test_every_kind_of_file(
    tab: CustomersTab, context: Context, tmp_path: Path, messages: list[Any], qtbot: Any
) -> None:
    kinds = {
        "Excel workbook": "a.xlsx",
        "Text with commas (UTF-8)": "utf8.csv",
        "Text with commas (GB18030, for older programs)": "gb.csv",
        "Contact cards for phones (vCard 3.0)": "old.vcf",
        "Contact cards for phones (vCard 4.0)": "new.vcf",
        "PDF, for printing": "a.pdf",
        "JSON, for other programs": "a.json",
    }
    for done, (words, name) in enumerate(kinds.items()):
        page = page_of(tab)
        page.kind.setCurrentText(words)
        context.file_dialogs.format = words  # type: ignore[attr-defined]
        context.file_dialogs.will_answer(tmp_path / name)  # type: ignore[attr-defined]
        page.accept()
        qtbot.waitUntil(lambda count=done: len(messages) == count + 1, timeout=20_000)
        assert messages[-1].text == f"3 rows written to {name}"
    assert (tmp_path / "gb.csv").read_bytes().decode("gb18030").count("单晓丽") == 1
    assert b"VERSION:4.0" in (tmp_path / "new.vcf").read_bytes()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_row_for_each_thing_bought(context: Context, tmp_path: Path, messages: list[Any], qtbot: Any) -> None:
    lines = (LineDraft(None, "茶", 2000, 500), LineDraft(None, "杯", 1000, 900))
    bought = context.services.purchases.record(PurchaseDraft(None, context.clock.now(), lines)).new_id
    assert bought
    parent = QWidget()
    qtbot.addWidget(parent)
    sheet = purchases_sheet(context, [bought], ["at", "customer", "what", "amount"], [])
    page = choose_and_export(context, parent, sheet)
    assert page.chosen() == ["at", "customer", "phone", "what", "amount"]
    page.lines.setChecked(True)
    assert page.chosen()[4:8] == ["product", "product_code", "quantity", "price"]
    path = tmp_path / "a.xlsx"
    context.file_dialogs.will_answer(path)  # type: ignore[attr-defined]
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(messages))
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows()]
    assert [row[4] for row in rows[1:3]] == ["茶", "杯"]
    again = choose_and_export(context, parent, sheet)
    assert again.lines.isChecked()
    again.lines.setChecked(False)
    assert again.chosen() == ["at", "customer", "phone", "what", "amount"]
