"""Files too long to be held, on the import page: their beginning is shown, and all of them comes in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from crm_desktop.exchange.importing import portions
from crm_desktop.exchange.readers import delimited, open_book, worksheets
from crm_desktop.ui.dialogs.importing.page import ImportDialog
from tests.ui.importing import cell, counts, done, opened, rows_shown, settled

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context

HEAD = ("姓名", "手机", "备注")
PEOPLE = [*((f"客户{i}", f"138{i:08}", "") for i in range(12)), ("", "", "谁?"), ("末", "13900000000", "")]


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of more than a few rows are long, and five of them are looked at."""
    monkeypatch.setattr(delimited, "LONG_LINES", 6)
    monkeypatch.setattr(delimited, "LOOKED_AT", 5)
    monkeypatch.setattr(worksheets, "LONG_ROWS", 6)
    monkeypatch.setattr(worksheets, "LOOKED_AT", 5)


@pytest.fixture(params=["csv", "xlsx"])
def file(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / f"名单.{request.param}"
    if request.param == "csv":
        path.write_text("".join(f"{','.join(row)}\n" for row in (HEAD, *PEOPLE)), "utf-8")
        return path
    book = openpyxl.Workbook()
    for row in (HEAD, *PEOPLE):
        book.active.append(row)
    book.save(path)
    return path


def bring_in(dialog: ImportDialog, qtbot: Any) -> None:
    dialog.parts.import_button.click()
    done(dialog, qtbot)


def press(dialog: ImportDialog, text: str) -> None:
    next(button for button in dialog.parts.results.findChildren(QPushButton) if button.text() == text).click()


def test_the_beginning_is_shown_and_all_comes_in(context: Context, services: Any, file: Path, qtbot: Any) -> None:
    dialog = opened(context, file, qtbot)
    assert rows_shown(dialog) == [2, 3, 4, 5]
    words = [label.text() for label in dialog.parts.strips.findChildren(QLabel)]
    assert "This file is very long. The first 4 rows are shown; all of them will come in." in words
    assert dialog.parts.import_button.text() == "Import"
    bring_in(dialog, qtbot)
    assert services.customers.count() == 13


def test_a_cell_that_was_mended_comes_in_so(context: Context, services: Any, file: Path, qtbot: Any) -> None:
    dialog = opened(context, file, qtbot)
    model = dialog.parts.model
    [column] = [n for n in range(model.columnCount()) if "客户1" in str(model.data(model.index(1, n)))]
    model.setData(model.index(1, column), "单晓丽")
    settled(dialog, qtbot)
    bring_in(dialog, qtbot)
    assert services.customers.count() == 13
    assert len(services.customers.search("单晓丽").hits) == 1
    assert services.customers.search("13800000001").hits[0].name == "单晓丽"


def test_a_rejected_row_far_down_is_saved_and_mended(
    context: Context, services: Any, file: Path, tmp_path: Path, qtbot: Any
) -> None:
    dialog = opened(context, file, qtbot)
    bring_in(dialog, qtbot)
    target = tmp_path / "rejected.xlsx"
    context.file_dialogs.will_answer(target)
    press(dialog, "Save the rejected rows…")
    qtbot.waitUntil(lambda: "Saved as rejected.xlsx." in dialog.parts.results.texts())
    [_, line] = open_book(target).sheet().rows
    assert (line[2], line[-1]) == ("谁?", 14)
    press(dialog, "Open them")
    settled(dialog, qtbot)
    assert counts(dialog) == {"all": 1, "new": 0, "doubtful": 0, "reject": 1}
    assert cell(dialog, 2, "备注") == "谁?"
    model = dialog.parts.model
    [column] = [n for n in range(model.columnCount()) if model.data(model.index(0, n)) == "谁?"]
    model.setData(model.index(0, column - 2), "谁")
    settled(dialog, qtbot)
    bring_in(dialog, qtbot)
    assert services.customers.count() == 14


def test_of_very_many_rejected_rows_it_is_told_how_many_are_not_kept(
    context: Context, file: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "MOST_REJECTS", 0)
    dialog = opened(context, file, qtbot)
    bring_in(dialog, qtbot)
    [words] = [text for text in dialog.parts.results.texts() if "too many to be kept here" in text]
    assert words.startswith("1 further row")
