"""The import page: a real sheet is looked at, corrected, written in the background, and undone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from crm_desktop.exchange.headings import Kind
from crm_desktop.exchange.report import Outcome
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.ui.dialogs.import_dialog import ImportDialog, import_file
from tests.hands import type_text

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context

ROWS: list[list[Any]] = [
    ["会员名单 导出时间 2026-11-20"],
    ["姓名", "手机号码(必填)", "会员生日", "皮肤类型", "备注"],
    ["朱明", "155-5229-5655", "农历二月初八", "干性", ""],
    ["张英", 13515013622, "属虎", "", "老客"],
    ["单晓丽", "13911112222", "1988-3-5", "油性", ""],
    ["", "", "", "", "没有名字"],
    ["合计", "", "", "", ""],
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A messy workbook with a second sheet that says nothing."""
    book = openpyxl.Workbook()
    book.active.title = "会员资料"
    for row in ROWS:
        book.active.append(row)
    book.create_sheet("说明").append(["这是说明"])
    path = tmp_path / "客户名单.xlsx"
    book.save(path)
    return path


@pytest.fixture
def known(services) -> int:
    return int(services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",))).new_id)


@pytest.fixture
def dialog(context: Context, sheet: Path, known: int, qtbot) -> ImportDialog:
    return opened(context, sheet, qtbot)


def opened(context: Context, path: Path, qtbot: Any, kind: Kind = Kind.CUSTOMERS) -> ImportDialog:
    dialog = ImportDialog(context, path, kind)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    settled(dialog, qtbot)
    return dialog


def settled(dialog: ImportDialog, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: dialog._job is None and not dialog._settle.isActive(), timeout=20_000)


def cell(dialog: ImportDialog, row: int, header: str, role: Any = Qt.ItemDataRole.DisplayRole) -> Any:
    model = dialog.model
    line = next(n for n, planned in enumerate(model.rows) if planned.row == row)
    column = next(n for n in range(model.columnCount()) if model.headerData(n, Qt.Orientation.Horizontal) == header)
    return model.data(model.index(line, column), role)


def names(services: Any) -> list[str]:
    return sorted(customer.name for customer in services.customers.get_many(services.customers.ids()))


def choose(dialog: ImportDialog, header: str, text: str) -> None:
    """Choose a field over a column, as its menu offers it."""
    column = next(each for each in dialog.model.columns if each.header == header)
    menu = QMenu()
    dialog.preview.header.fill(menu, column)
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_what_every_row_becomes_is_seen_first(dialog: ImportDialog, services: Any) -> None:
    assert dialog.header_row.value() == 2
    assert dialog.sheet.currentText() == "会员资料"
    assert cell(dialog, 3, "手机号码(必填)") == "155 5229 5655"
    assert cell(dialog, 3, "会员生日") == "农历二月初八 → lunar 2nd month, day 8"
    assert cell(dialog, 5, "Becomes") == "Update"
    assert cell(dialog, 6, "Becomes") == "Rejected"
    assert cell(dialog, 6, "Becomes", Qt.ItemDataRole.ToolTipRole)
    assert dialog.counts.text() == "New 2 · Update 1 · Unchanged 0 · Doubtful 1 · Rejected 1"
    assert dialog.import_button.text() == "Import 3 rows"
    assert names(services) == ["单晓丽"], "nothing is written yet"


def test_doubtful_cells_are_yellow_and_say_why(dialog: ImportDialog, context: Context) -> None:
    assert cell(dialog, 4, "会员生日").startswith("属虎 · ")
    assert cell(dialog, 4, "会员生日", Qt.ItemDataRole.BackgroundRole) == context.theme.color("notice")
    assert cell(dialog, 4, "会员生日", Qt.ItemDataRole.ToolTipRole)
    dialog.only_doubtful.click()
    assert [row.row for row in dialog.model.rows] == [4, 6]
    dialog.only_doubtful.click()
    assert len(dialog.model.rows) == 4


def test_rows_are_written_in_the_background_and_undone(
    dialog: ImportDialog, context: Context, services: Any, known: int, qtbot
) -> None:
    changes, said = [], []
    context.bus.changed.connect(changes.append)
    context.messages.posted.connect(said.append)
    QTest.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20_000)
    assert names(services) == ["单晓丽", "张英", "朱明"]
    assert changes[0].concerns("customer")
    assert "客户名单.xlsx" in said[-1].text
    assert services.customers.get(known).custom == {"皮肤类型": "油性"}
    assert "属虎" in services.customers.get(known + 2).note
    context.actions.undo()
    assert names(services) == ["单晓丽"]
    assert services.customers.get(known).custom == {}


def test_the_rejected_rows_are_handed_over(dialog: ImportDialog, context: Context, tmp_path: Path, qtbot) -> None:
    dialog.write()
    qtbot.waitUntil(dialog.rejects_button.isVisible, timeout=20_000)
    assert dialog.cancel_button.text() == "Close"
    out = tmp_path / "rejects.xlsx"
    context.file_dialogs.will_answer(out)
    dialog.rejects_button.click()
    rows = list(openpyxl.load_workbook(out).active.values)
    assert rows[1][4] == "没有名字"
    assert context.file_dialogs.suggested == ["客户名单 rejected.xlsx"]
    context.file_dialogs.will_answer(tmp_path / "no folder" / "x.xlsx")
    dialog.rejects_button.click()
    assert dialog.notice.isVisible()


def test_a_column_is_given_another_field(dialog: ImportDialog, services: Any, qtbot) -> None:
    choose(dialog, "备注", "Tags")
    settled(dialog, qtbot)
    choose(dialog, "皮肤类型", "Not imported")
    settled(dialog, qtbot)
    dialog.write()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20_000)
    everyone = {each.name: each for each in services.customers.get_many(services.customers.ids())}
    assert everyone["张英"].tags == ("老客",)
    assert services.custom_fields.all() == []


def test_a_doubtful_cell_is_mended_in_place(dialog: ImportDialog, services: Any, qtbot) -> None:
    model, view = dialog.model, dialog.preview
    index = model.index(1, 4)
    assert model.data(index, Qt.ItemDataRole.EditRole) == "属虎"
    view.setCurrentIndex(index)
    view.edit(index)
    editor = next(each for each in view.viewport().findChildren(QLineEdit) if each.isVisible())
    editor.selectAll()
    type_text(editor, "1986-5-1")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Doubtful 0" in dialog.counts.text(), timeout=20_000)
    assert cell(dialog, 4, "会员生日") == "1986-5-1 → May 1, 1986"


def test_who_is_here_already_is_skipped_or_added(dialog: ImportDialog, services: Any, qtbot) -> None:
    for number, outcome in ((1, Outcome.SKIP), (2, Outcome.NEW)):
        dialog.on_duplicate.setCurrentIndex(number)
        dialog.on_duplicate.activated.emit(number)
        settled(dialog, qtbot)
        assert next(row for row in dialog.model.rows if row.row == 5).outcome is outcome
    assert "New 3" in dialog.counts.text()


def test_everyone_gets_a_tag(dialog: ImportDialog, services: Any, qtbot) -> None:
    type_text(dialog.tags, "2026 老系统")
    settled(dialog, qtbot)
    dialog.write()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20_000)
    assert all(each.tags == ("2026 老系统",) for each in services.customers.get_many(services.customers.ids()))


def test_another_row_and_another_sheet_are_looked_at(dialog: ImportDialog, qtbot) -> None:
    dialog.header_row.setValue(0)
    settled(dialog, qtbot)
    assert dialog.notice.isVisible() or dialog.model.rows
    dialog.sheet.setCurrentIndex(1)
    dialog.sheet.activated.emit(1)
    settled(dialog, qtbot)
    assert not dialog.import_button.isEnabled()
    dialog.sheet.setCurrentIndex(0)
    dialog.sheet.activated.emit(0)
    settled(dialog, qtbot)
    assert dialog.header_row.value() == 2
    assert dialog.import_button.isEnabled()


def test_a_list_of_purchases_is_noticed(context: Context, tmp_path: Path, qtbot) -> None:
    path = tmp_path / "消费.csv"
    path.write_text("单号,日期,手机,姓名,商品,数量,金额\n1,2026-11-01,13911112222,单晓丽,龙井茶,1,128\n", "utf-8")
    dialog = opened(context, path, qtbot)
    assert dialog.notice_button.text() == "Read as purchases"
    dialog.notice_button.click()
    settled(dialog, qtbot)
    assert dialog.prepared is not None
    assert dialog.prepared.table.kind is Kind.PURCHASES
    assert not dialog.notice.isVisible()
    assert dialog.import_button.text().startswith("Import 1 purchase")
    dialog.write()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20_000)
    assert names(context.services) == ["单晓丽"]
    assert context.services.customers.get_many(context.services.customers.ids())[0].spent_fen == 12800


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n0000", b"PK\x03\x04broken"])
def test_what_cannot_be_read_is_said(context: Context, tmp_path: Path, qtbot, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    dialog = opened(context, path, qtbot)
    assert dialog.notice.isVisible()
    assert "x.xlsx" in dialog.notice.text()
    assert not dialog.import_button.isEnabled()


def test_closing_stops_what_is_under_way(context: Context, sheet: Path, services: Any, qtbot) -> None:
    dialog = ImportDialog(context, sheet, Kind.CUSTOMERS)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    job = dialog._job
    assert job is not None
    dialog.cancel_button.click()
    assert job.cancelling()
    qtbot.waitUntil(lambda: not context.jobs.busy, timeout=20_000)
    assert dialog.prepared is None
    assert names(services) == []


def test_the_file_is_asked_for_where_none_is_given(context: Context, sheet: Path, qtbot) -> None:
    assert import_file(context, None, None, "customers") is None
    context.file_dialogs.will_answer(sheet)
    dialog = import_file(context, None, None, "purchases")
    assert dialog is not None
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    settled(dialog, qtbot)
    assert context.file_dialogs.asked == ["Import customers", "Import purchases"]
