"""What can be chosen and mended on the import page, and what comes after it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton
from shiboken6 import delete

from crm_desktop.exchange.importing.report import OnDuplicate, Outcome
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.whole_shop.mark import MARK
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.ui.dialogs import whole_shop
from crm_desktop.ui.dialogs.importing import plan
from crm_desktop.ui.dialogs.importing.files import incoming_cells, incoming_files
from crm_desktop.ui.dialogs.importing.head import KINDS
from crm_desktop.ui.dialogs.importing.page import ImportDialog
from crm_desktop.ui.dialogs.importing.table_view import CHOICES
from tests.hands import type_text
from tests.ui.importing import cell, choose, counts, done, opened, planned, press_strip, settled, shown

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context

ROWS = (
    "姓名,手机,性别,生日,皮肤类型",
    "朱明,13515013622,0,属虎,干性",
    "张英,13515013623,1,属虎,",
    "单晓丽,13911112222,0,1988-3-5,油性",
    "何静,13515013625,1,属虎,",
    ",,,,没有名字",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, "名单.csv", ROWS)


def written(folder: Path, name: str, lines: tuple[str, ...]) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def known(services: Any) -> int:
    return int(services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",), source="美团")).new_id)


@pytest.fixture
def dialog(context: Context, file: Path, known: int, qtbot: Any) -> ImportDialog:
    return opened(context, file, qtbot)


def people(services: Any) -> dict[str, Any]:
    return {each.name: each for each in services.customers.get_many(services.customers.ids())}


def bring_in(dialog: ImportDialog, qtbot: Any) -> None:
    QTest.mouseClick(dialog.parts.import_button, Qt.MouseButton.LeftButton)
    done(dialog, qtbot)


def menu_of(dialog: ImportDialog, row: int, column: int) -> dict[str, Any]:
    """The entries of the menu on a cell; `column` of the file."""
    view = dialog.parts.preview
    line = dialog.parts.model.line_of(row)
    assert line is not None
    view.setCurrentIndex(dialog.parts.model.index(line, column + 2))
    menu = QMenu(view)
    view.fill_menu(menu)
    return {action.text().partition("\t")[0]: action for action in menu.actions() if action.text()}


def buttons_of(dialog: ImportDialog) -> dict[str, QPushButton]:
    return {button.text(): button for button in dialog.parts.results.buttons}


def test_codes_are_shown_as_a_guess_to_confirm(dialog: ImportDialog, services: Any, qtbot: Any) -> None:
    assert "0 = Female · 1 = Male" in dialog.parts.strips.texts()[0]
    press_strip(dialog, "The other way round")
    settled(dialog, qtbot)
    assert dialog.parts.strips.texts() == []
    bring_in(dialog, qtbot)
    assert people(services)["朱明"].gender == "male"
    assert people(services)["张英"].gender == "female"


def test_one_code_is_chosen(dialog: ImportDialog, qtbot: Any) -> None:
    more = next(button for button in dialog.parts.strips.findChildren(QPushButton) if button.menu())
    more.menu().aboutToShow.emit()
    entry = next(action for action in more.menu().actions() if action.text() == "1 = not known")
    entry.trigger()
    settled(dialog, qtbot)
    assert planned(dialog, 3).values.get("gender") is None
    assert planned(dialog, 2).values["gender"] == ("", "Female")


def test_codes_that_are_right_are_remembered_with_all_else(
    dialog: ImportDialog, context: Context, file: Path, qtbot: Any
) -> None:
    press_strip(dialog, "Right")
    settled(dialog, qtbot)
    choose(dialog, "皮肤类型", "Note")
    settled(dialog, qtbot)
    bring_in(dialog, qtbot)
    written(file.parent, file.name, (*ROWS, "新人,13700137000,1,,"))
    again = opened(context, file, qtbot)
    assert "Read as the last time" in again.parts.strips.texts()[0]
    assert len(again.parts.strips.texts()) == 1, "the codes are known"
    qtbot.waitUntil(again.parts.import_button.hasFocus)
    QTest.keyClick(again.parts.import_button, Qt.Key.Key_Space)
    done(again, qtbot)
    assert people(context.services)["新人"].gender == "male"
    assert context.services.custom_fields.all() == []
    third = opened(context, file, qtbot)
    press_strip(third, "Find anew")
    settled(third, qtbot)
    assert third.prepared is not None
    assert third.prepared.table.layout.as_json()["皮肤类型"] == "custom:皮肤类型"


def test_empty_fields_are_filled_in(dialog: ImportDialog, services: Any, known: int, qtbot: Any) -> None:
    choices = dialog.parts.choices
    choices.fill_button.click()
    assert choices.field.currentText() == "Source"
    type_text(choices.value, "老系统")
    QTest.keyClick(choices.value, Qt.Key.Key_Return)
    settled(dialog, qtbot)
    assert planned(dialog, 2).values["source"] == ("", "老系统")
    bring_in(dialog, qtbot)
    assert people(services)["朱明"].source == "老系统"
    assert services.customers.get(known).source == "美团", "what is known stays"


def test_what_is_to_be_filled_in_is_taken_back(dialog: ImportDialog, qtbot: Any) -> None:
    choices = dialog.parts.choices
    choices.fill_button.click()
    choices.add_button.click()
    assert dialog.file.question.defaults is None, "nothing was typed"
    choices.value.setText("路过")
    choices.add_button.click()
    settled(dialog, qtbot)
    choices._chips.itemAt(0).widget().removed.emit()
    settled(dialog, qtbot)
    assert "source" not in planned(dialog, 2).values
    choices.fill_button.click()
    assert not choices.value.isVisible()


def test_a_mended_cell_offers_to_change_all_like_it(dialog: ImportDialog, qtbot: Any) -> None:
    assert counts(dialog)["doubtful"] == 3
    dialog.parts.model.setData(dialog.parts.model.index(0, 5), "1986-5-1")
    settled(dialog, qtbot)
    assert dialog.parts.strips.texts()[0].startswith("“属虎” stands in 2 more row")
    press_strip(dialog, "Change all")
    settled(dialog, qtbot)
    assert counts(dialog)["doubtful"] == 0
    assert cell(dialog, 5, "生日").startswith("1986-5-1")
    assert cell(dialog, 5, "生日", Qt.ItemDataRole.FontRole).italic()


def test_only_one_cell_is_changed(dialog: ImportDialog, qtbot: Any) -> None:
    dialog.parts.model.setData(dialog.parts.model.index(0, 5), "1986-5-1")
    settled(dialog, qtbot)
    press_strip(dialog, "Only this one")
    qtbot.waitUntil(lambda: len(dialog.parts.strips.texts()) == 1)
    assert counts(dialog)["doubtful"] == 2


def test_the_menu_mends_a_cell_and_all_like_it(dialog: ImportDialog, qtbot: Any) -> None:
    menu_of(dialog, 3, 3)["Mend this cell and 2 more like it"].trigger()
    view = dialog.parts.preview
    editor = next(each for each in view.viewport().findChildren(QLineEdit) if each.isVisible())
    editor.selectAll()
    type_text(editor, "1990-1-1")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.settled and counts(dialog)["doubtful"] == 0, timeout=20_000)
    assert planned(dialog, 2).values["birthday"][1] == "Jan 1, 1990"


def test_the_menu_takes_a_change_back(dialog: ImportDialog, qtbot: Any) -> None:
    dialog.parts.model.setData(dialog.parts.model.index(0, 5), "1986-5-1")
    settled(dialog, qtbot)
    entries = menu_of(dialog, 2, 3)
    assert any(words.startswith("Change 2 more cell") for words in entries)
    entries["Undo my change of this cell"].trigger()
    settled(dialog, qtbot)
    assert counts(dialog)["doubtful"] == 3
    assert cell(dialog, 2, "生日").startswith("属虎 · ")
    dialog.parts.model.setData(dialog.parts.model.index(0, 5), "1986-5-1")
    settled(dialog, qtbot)
    next(do for words, do in menu_of(dialog, 2, 3).items() if words.startswith("Change 2 more")).trigger()
    settled(dialog, qtbot)
    assert counts(dialog)["doubtful"] == 0


def test_one_row_is_left_out_or_taken_as_new(dialog: ImportDialog, services: Any, qtbot: Any) -> None:
    menu_of(dialog, 2, 0)[str(CHOICES[OnDuplicate.SKIP])].trigger()
    settled(dialog, qtbot)
    assert planned(dialog, 2).outcome is Outcome.SKIP
    beside = dialog.parts.beside
    menu_of(dialog, 4, 0)
    beside.choice.setCurrentIndex(list(CHOICES).index(OnDuplicate.ADD))
    beside.choice.activated.emit(beside.choice.currentIndex())
    settled(dialog, qtbot)
    assert planned(dialog, 4).outcome is Outcome.NEW
    menu_of(dialog, 2, 0)[str(CHOICES[None])].trigger()
    settled(dialog, qtbot)
    assert planned(dialog, 2).outcome is Outcome.NEW
    bring_in(dialog, qtbot)
    assert services.customers.count() == 5, "one of them twice"


def test_beside_the_table_is_what_the_row_becomes(dialog: ImportDialog, qtbot: Any) -> None:
    beside = dialog.parts.beside
    menu_of(dialog, 4, 0)
    assert beside.heading.text() == "Row 4: Update"
    assert "单晓丽" in beside.who.text()
    assert beside.values()["Birthday"] == ("", "Mar 5, 1988")
    menu_of(dialog, 2, 0)
    assert beside.heading.text() == "Row 2: New"
    assert "Birthday" in beside.doubts.text()
    assert "属虎" in beside.values()["Note"][1]
    menu_of(dialog, 6, 0)
    assert beside.heading.text() == "Row 6: Rejected"
    assert beside.values() == {}


def test_before_and_after_of_what_is_known(context: Context, file: Path, services: Any, qtbot: Any) -> None:
    services.customers.add(CustomerDraft(name="朱明", phones=("13515013622",), gender="male"))
    dialog = opened(context, file, qtbot)
    menu_of(dialog, 2, 0)
    assert dialog.parts.beside.values()["Gender"] == ("until now: Male", "Female")
    assert cell(dialog, 2, "性别", Qt.ItemDataRole.ToolTipRole) == "Until now: Male"


def test_the_panel_is_folded_and_that_is_remembered(
    dialog: ImportDialog, context: Context, file: Path, qtbot: Any
) -> None:
    dialog.parts.side_button.click()
    assert not dialog.parts.beside.isVisible()
    again = opened(context, file, qtbot)
    assert not again.parts.beside.isVisible()
    assert not again.parts.side_button.isChecked()


def test_the_result_says_what_came_of_it_and_takes_it_back(dialog: ImportDialog, services: Any, qtbot: Any) -> None:
    bring_in(dialog, qtbot)
    texts = dialog.parts.results.texts()
    assert "名单.csv" in texts
    assert texts[texts.index("New") - 1] == "3"
    assert texts[texts.index("Updated") - 1] == "1"
    assert services.customers.count() == 4
    qtbot.waitUntil(dialog.parts.cancel_button.hasFocus)
    buttons_of(dialog)["Undo"].click()
    qtbot.waitUntil(lambda: "Taken back." in dialog.parts.results.texts())
    assert services.customers.count() == 1
    assert buttons_of(dialog) == {}
    dialog.parts.cancel_button.click()
    assert not dialog.isVisible()


def test_the_rejected_rows_are_saved(dialog: ImportDialog, context: Context, tmp_path: Path, qtbot: Any) -> None:
    bring_in(dialog, qtbot)
    save = "Save the rejected rows…"
    buttons_of(dialog)[save].click()
    assert context.file_dialogs.suggested == ["名单 rejected.xlsx"]
    out = tmp_path / "rejects.xlsx"
    context.file_dialogs.will_answer(out)
    buttons_of(dialog)[save].click()
    qtbot.waitUntil(lambda: "Saved as rejects.xlsx." in dialog.parts.results.texts())
    assert list(openpyxl.load_workbook(out).active.values)[1][4] == "没有名字"
    context.file_dialogs.will_answer(tmp_path / "no folder" / "x.xlsx")
    buttons_of(dialog)[save].click()
    qtbot.waitUntil(lambda: "Saved as rejects.xlsx." not in dialog.parts.results.texts())


def test_the_rejected_rows_are_mended_and_brought_in(dialog: ImportDialog, services: Any, qtbot: Any) -> None:
    bring_in(dialog, qtbot)
    buttons_of(dialog)["Open them"].click()
    settled(dialog, qtbot)
    assert counts(dialog) == {"all": 1, "new": 0, "doubtful": 0, "reject": 1}
    dialog.parts.model.setData(dialog.parts.model.index(0, 2), "有名字了")
    settled(dialog, qtbot)
    bring_in(dialog, qtbot)
    assert people(services)["有名字了"].custom == {"皮肤类型": "没有名字"}
    assert len(buttons_of(dialog)) >= 1


def test_several_files_come_in_one_after_the_other(
    context: Context, file: Path, tmp_path: Path, services: Any, qtbot: Any
) -> None:
    orders = written(tmp_path, "消费.csv", ("单号,日期,手机,姓名,商品,金额", "1,2026-11-01,13515013622,朱明,茶,128"))
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04broken")
    dialog = opened(context, file, qtbot, orders, broken)
    head = dialog.parts.head
    assert head.place.text() == "1 of 3"
    assert not dialog.parts.all_button.isVisible(), "they are not known yet"
    head.files.activated.emit(2)
    settled(dialog, qtbot)
    assert head.files.currentText() == "! 坏的.xlsx"
    assert not dialog.parts.import_button.isEnabled()
    head.files.activated.emit(0)
    settled(dialog, qtbot)
    dialog.write()
    qtbot.waitUntil(lambda: dialog.file is dialog.files[1] and dialog.settled, timeout=20_000)
    assert dialog.prepared is not None
    assert dialog.prepared.table.kind is Kind.PURCHASES
    assert head.files.itemText(0) == "✓ 名单.csv"
    assert dialog.parts.import_button.text() == "Import 1 purchase"
    dialog.write()
    qtbot.waitUntil(lambda: dialog.file is dialog.files[2] and dialog.settled, timeout=20_000)
    assert people(services)["朱明"].spent_fen == 12800


def test_each_file_that_joins_is_looked_at_once(
    context: Context, file: Path, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    look = plan.is_as_last_time

    def looking(shop: Any, path: Path, *rest: Any) -> bool:
        looked.append(path.name)
        return look(shop, path, *rest)

    monkeypatch.setattr(plan, "is_as_last_time", looking)
    dialog = opened(context, file, qtbot)
    names = [f"{n}.csv" for n in range(4)]
    for name in names:
        assert dialog.join(incoming_files([written(tmp_path, name, (ROWS[0], "人,13600000000,0,,"))], Kind.CUSTOMERS))
    qtbot.waitUntil(lambda: all(each.as_last_time is not None for each in dialog.files), timeout=20_000)
    qtbot.waitUntil(lambda: not context.jobs.shown)
    assert looked == names


def test_a_page_that_goes_with_its_window_is_told_no_more(
    context: Context, file: Path, tmp_path: Path, qtbot: Any
) -> None:
    more = written(tmp_path, "more.csv", (ROWS[0], "人,13600000000,0,,"))
    for wait in (False, True):  # gone while its file is read, and while the others are looked at
        dialog = ImportDialog(context, incoming_files([file, more], Kind.CUSTOMERS))
        dialog.show()
        if wait:
            settled(dialog, qtbot)
        delete(dialog)
        qtbot.waitUntil(lambda: not context.jobs.shown, timeout=20_000)


def test_known_files_come_in_by_one_press(
    context: Context, file: Path, tmp_path: Path, services: Any, qtbot: Any
) -> None:
    first = opened(context, file, qtbot)
    bring_in(first, qtbot)
    heading = ROWS[0]
    paths = [written(tmp_path, f"{n}.csv", (heading, f"人{n},1360000000{n},0,,")) for n in range(3)]
    paths.append(file)
    dialog = opened(context, paths[0], qtbot, *paths[1:])
    qtbot.waitUntil(dialog.parts.all_button.isVisible, timeout=20_000)
    assert dialog.parts.all_button.text() == "Import all 4"
    dialog.parts.all_button.click()
    done(dialog, qtbot)
    assert {"人0", "人1", "人2"} <= set(people(services))
    assert [each.result is not None for each in dialog.files] == [True] * 4
    assert len([text for text in dialog.parts.results.texts() if text.endswith(".csv")]) == 4


def test_pasted_cells_open_the_same_page(context: Context, services: Any, qtbot: Any) -> None:
    dialog = shown(context, [incoming_cells("姓名\t电话\n贴来的\t13511112222\n", Kind.CUSTOMERS)], qtbot)
    assert "Pasted cells" in dialog.windowTitle()
    assert counts(dialog)["new"] == 1
    bring_in(dialog, qtbot)
    assert set(people(services)) == {"贴来的"}


def test_another_kind_is_chosen(dialog: ImportDialog, qtbot: Any) -> None:
    head = dialog.parts.head
    assert head.kind.currentText() == "Customers"
    head.kind.setCurrentIndex(list(KINDS).index(Kind.PURCHASES))
    head.kind.activated.emit(list(KINDS).index(Kind.PURCHASES))
    settled(dialog, qtbot)
    assert not dialog.parts.import_button.isEnabled()
    assert "No column for Unit price / Amount" in " ".join(dialog.parts.strips.texts()) or dialog.parts.strips.texts()
    head.kind.activated.emit(list(KINDS).index(Kind.CUSTOMERS))
    settled(dialog, qtbot)
    assert dialog.parts.import_button.isEnabled()


def test_another_row_and_another_sheet_are_looked_at(context: Context, tmp_path: Path, qtbot: Any) -> None:
    book = openpyxl.Workbook()
    book.active.title = "客户"
    for row in (["名单"], ["姓名", "电话"], ["朱明", "13515013622"]):
        book.active.append(row)
    book.create_sheet("说明").append(["这是说明"])
    book.save(tmp_path / "a.xlsx")
    dialog = opened(context, tmp_path / "a.xlsx", qtbot)
    head = dialog.parts.head
    assert head.header_row.value() == 2
    head.header_row.setValue(0)
    settled(dialog, qtbot)
    assert counts(dialog)["all"] == 3
    head.sheet.setCurrentIndex(1)
    head.sheet.activated.emit(1)
    settled(dialog, qtbot)
    assert not dialog.parts.import_button.isEnabled() or counts(dialog)["all"] <= 1
    head.sheet.setCurrentIndex(0)
    head.sheet.activated.emit(0)
    settled(dialog, qtbot)
    assert head.header_row.value() == 2
    assert dialog.parts.import_button.text() == "Import 1 row"


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n0000", b"PK\x03\x04broken"])
def test_what_cannot_be_read_is_said(context: Context, tmp_path: Path, qtbot: Any, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    dialog = opened(context, path, qtbot)
    assert "x.xlsx" in dialog.parts.strips.texts()[0]
    assert not dialog.parts.import_button.isEnabled()
    assert dialog.parts.beside.heading.text() == "No row here"


def test_a_whole_shop_comes_in_as_one(
    context: Context, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(whole_shop, "bring_in", lambda context, parent, path: asked.append(path))
    path = tmp_path / "whole.json"
    path.write_text(json.dumps({"format": MARK, "version": 1, "tables": {}}), "utf-8")
    dialog = opened(context, path, qtbot)
    assert "whole.json" in dialog.parts.strips.texts()[0]
    press_strip(dialog, "Bring in the whole shop")
    qtbot.waitUntil(lambda: asked == [path])
    assert not dialog.isVisible()


def test_nonsense_is_not_filled_in(dialog: ImportDialog, qtbot: Any) -> None:
    choices = dialog.parts.choices
    choices.fill_button.click()
    choices.field.setCurrentText("Gender")
    choices.value.setText("属虎")
    choices.add_button.click()
    settled(dialog, qtbot)
    assert dialog.parts.strips.texts()[0]
    assert not dialog.parts.import_button.isEnabled()
    choices._chips.itemAt(0).widget().removed.emit()
    settled(dialog, qtbot)
    assert dialog.parts.import_button.isEnabled()


def test_closing_stops_what_is_under_way(context: Context, file: Path, services: Any, qtbot: Any) -> None:
    dialog = ImportDialog(context, [incoming_cells("姓名\t电话\n甲\t13511112222\n", Kind.CUSTOMERS)])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    job = dialog._job
    assert job is not None
    dialog.parts.cancel_button.click()
    assert job.cancelling()
    qtbot.waitUntil(lambda: not context.jobs.busy, timeout=20_000)
    assert dialog.prepared is None
    assert people(services) == {}


def test_an_import_that_is_stopped_writes_nothing(
    dialog: ImportDialog, services: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.write()
    assert dialog._job is not None
    dialog._job.cancel()
    dialog.reject()
    assert dialog.isVisible(), "it waits for the end of the work"
    assert not dialog.close()
    settled(dialog, qtbot)
    if dialog.file.result is None:  # else it was too late
        assert dialog.parts.strips.texts() == ["The import was stopped. Nothing was written."]
        assert services.customers.count() == 1
        assert dialog.parts.import_button.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()


def test_the_keys_of_the_table(dialog: ImportDialog, qtbot: Any) -> None:
    view = dialog.parts.preview
    view.setCurrentIndex(dialog.parts.model.index(0, 5))
    QTest.keyClick(view, Qt.Key.Key_Return)
    editor = next(each for each in view.viewport().findChildren(QLineEdit) if each.isVisible())
    assert editor.text() == "属虎"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    opened_menus = []
    button = view.header.buttons()[3]
    button.menu().aboutToShow.connect(lambda: opened_menus.append(button))
    button.menu().aboutToShow.connect(lambda: QMenu.close(button.menu()), Qt.ConnectionType.QueuedConnection)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert opened_menus == [button]
    samples = [action.text() for action in button.menu().actions()]
    assert samples[0] == "Such as: 属虎 · 1988-3-5"
    view._open_menu(QPoint(5, 5))
    popup = next(menu for menu in view.findChildren(QMenu) if menu.isVisible())
    popup.close()


def test_a_plan_is_shown_in_one_go(context: Context, file: Path, qtbot: Any) -> None:
    """Neither the panel nor the buttons of the fields are done again for each column that gets its width."""
    dialog = opened(context, file, qtbot)
    preview, told = dialog.parts.preview, []
    preview.row_changed.connect(told.append)
    prepared = dialog.prepared
    preview.show_plan(None, keep=False)
    preview.show_plan(prepared, keep=False)
    assert [row and row.row for row in told] == [None, 2]
    header = preview.header
    for section, button in enumerate(header.buttons(), 2):
        assert button.x() == header.sectionViewportPosition(section) + 4
        assert button.width() == header.sectionSize(section) - 8


def test_all_of_a_large_file_is_read_once_its_first_rows_are_shown(
    context: Context, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ("姓名,手机,备注", *(f"客户{i},138{i:08},{'喜欢甜的' * 10}" for i in range(3_000)))
    seen_before: list[int] = []
    read_whole = plan.prepare

    def prepare(*args: Any) -> Any:
        seen_before.append(dialog.parts.model.rowCount())
        return read_whole(*args)

    monkeypatch.setattr(plan, "prepare", prepare)
    dialog = ImportDialog(context, incoming_files([written(tmp_path, "多.csv", lines)], Kind.CUSTOMERS))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.settled, timeout=20_000)
    assert len(seen_before) == 1
    assert 0 < seen_before[0] < 3_000 == dialog.parts.model.rowCount()
