"""The import page: a real sheet is looked at, corrected, written in the background, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from crm_desktop.exchange.importing.report import Outcome
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.ui.dialogs.importing.open import import_file
from crm_desktop.ui.dialogs.importing.page import ImportDialog
from crm_desktop.ui.dialogs.importing.plan import Show
from tests.hands import type_text
from tests.ui.importing import cell, choose, counts, done, opened, planned, rows_shown, settled

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


def press(dialog: ImportDialog, show: Show) -> None:
    filters = dialog.parts.filters
    next(button for key, button in zip(Show, filters.findChildren(QPushButton), strict=True) if key is show).click()


def names(services: Any) -> list[str]:
    return sorted(customer.name for customer in services.customers.get_many(services.customers.ids()))


def test_what_every_row_becomes_is_seen_first(dialog: ImportDialog, services: Any) -> None:
    assert dialog.parts.head.header_row.value() == 2
    assert dialog.parts.head.sheet.currentText() == "会员资料"
    assert cell(dialog, 3, "手机号码(必填)") == "155 5229 5655"
    assert cell(dialog, 3, "会员生日") == "农历二月初八 → lunar 2nd month, day 8"
    assert cell(dialog, 5, "Becomes") == "Update"
    assert cell(dialog, 6, "Becomes") == "Rejected"
    assert cell(dialog, 6, "Becomes", Qt.ItemDataRole.ToolTipRole)
    assert counts(dialog) == {"all": 4, "new": 2, "update": 1, "doubtful": 1, "reject": 1}
    assert dialog.parts.import_button.text() == "Import 3 rows"
    assert names(services) == ["单晓丽"], "nothing is written yet"


def test_doubtful_cells_are_yellow_and_say_why(dialog: ImportDialog, context: Context) -> None:
    assert cell(dialog, 4, "会员生日").startswith("属虎 · ")
    assert cell(dialog, 4, "会员生日", Qt.ItemDataRole.BackgroundRole) == context.theme.color("notice")
    assert cell(dialog, 4, "会员生日", Qt.ItemDataRole.ToolTipRole)
    press(dialog, Show.DOUBTFUL)
    assert rows_shown(dialog) == [4]
    press(dialog, Show.REJECT)
    assert rows_shown(dialog) == [6]
    press(dialog, Show.ALL)
    assert rows_shown(dialog) == [3, 4, 5, 6]


def test_rows_are_written_in_the_background_and_undone(
    dialog: ImportDialog, context: Context, services: Any, known: int, qtbot
) -> None:
    changes, said = [], []
    context.bus.changed.connect(changes.append)
    context.messages.posted.connect(said.append)
    QTest.mouseClick(dialog.parts.import_button, Qt.MouseButton.LeftButton)
    done(dialog, qtbot)
    assert names(services) == ["单晓丽", "张英", "朱明"]
    assert changes[0].concerns("customer")
    assert "客户名单.xlsx" in said[-1].text
    assert services.customers.get(known).custom == {"皮肤类型": "油性"}
    assert "属虎" in services.customers.get(known + 2).note
    context.actions.undo()
    assert names(services) == ["单晓丽"]
    assert services.customers.get(known).custom == {}


def test_a_column_is_given_another_field(dialog: ImportDialog, services: Any, qtbot) -> None:
    choose(dialog, "备注", "Tags")
    settled(dialog, qtbot)
    choose(dialog, "皮肤类型", "Not imported")
    settled(dialog, qtbot)
    dialog.write()
    done(dialog, qtbot)
    everyone = {each.name: each for each in services.customers.get_many(services.customers.ids())}
    assert everyone["张英"].tags == ("老客",)
    assert services.custom_fields.all() == []


def test_a_doubtful_cell_is_mended_in_place(dialog: ImportDialog, services: Any, qtbot) -> None:
    model, view = dialog.parts.model, dialog.parts.preview
    index = model.index(1, 4)
    assert model.data(index, Qt.ItemDataRole.EditRole) == "属虎"
    view.setCurrentIndex(index)
    view.edit(index)
    editor = next(each for each in view.viewport().findChildren(QLineEdit) if each.isVisible())
    editor.selectAll()
    type_text(editor, "1986-5-1")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.settled and counts(dialog).get("doubtful") == 0, timeout=20_000)
    assert cell(dialog, 4, "会员生日") == "1986-5-1 → May 1, 1986"


def test_who_is_here_already_is_skipped_or_added(dialog: ImportDialog, services: Any, qtbot) -> None:
    for number, outcome in ((1, Outcome.SKIP), (2, Outcome.NEW)):
        dialog.parts.choices.on_duplicate.setCurrentIndex(number)
        dialog.parts.choices.on_duplicate.activated.emit(number)
        settled(dialog, qtbot)
        assert planned(dialog, 5).outcome is outcome
    assert counts(dialog)["new"] == 3


def test_everyone_gets_a_tag(dialog: ImportDialog, services: Any, qtbot) -> None:
    type_text(dialog.parts.choices.tags, "2026 老系统")
    settled(dialog, qtbot)
    dialog.write()
    done(dialog, qtbot)
    assert all(each.tags == ("2026 老系统",) for each in services.customers.get_many(services.customers.ids()))


@pytest.fixture
def window(qtbot) -> Iterator[QWidget]:
    """Stays until the pages of it are closed."""
    held = QWidget()
    yield held
    held.deleteLater()


def test_the_file_is_asked_for_where_none_is_given(context: Context, sheet: Path, window: QWidget, qtbot) -> None:
    assert import_file(context, window, None, "customers") is None
    context.file_dialogs.will_answer(sheet)
    dialog = import_file(context, window, None, "purchases")
    assert dialog is not None
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    settled(dialog, qtbot)
    assert dialog.prepared is not None
    assert dialog.prepared.table.kind is Kind.CUSTOMERS, "whatever she came for, the file says what it is"
    assert context.file_dialogs.asked == ["Import customers", "Import purchases"]
