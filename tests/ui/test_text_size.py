"""Larger text: chosen in Settings or the menu, kept on this computer, taken up by all windows at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.ui.dialogs.settings import SettingsDialog
from crm_desktop.ui.style import sizes
from tests.ui.stage import Stage, stage


@pytest.fixture
def opened(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    with stage(qapp, tmp_path, qtbot) as made:
        yield made
    sizes.set_text_size(100)


def test_settings_offer_it(opened: Stage, qapp: QApplication) -> None:
    before = opened.window
    usual = before.tab_bar.height()
    dialog = SettingsDialog(opened.context, before)
    dialog.open()
    assert dialog.text_size.key() == "100"
    dialog.text_size.set_key("200")
    dialog.try_save()
    opened.until(lambda: opened.window is not before)
    assert qapp.font().pixelSize() == 26
    assert opened.context.theme.row_height == 72
    assert opened.window.tab_bar.height() > 1.9 * usual
    assert opened.context.theme.text_size == 200


def test_the_menu_offers_it_too(opened: Stage, qapp: QApplication) -> None:
    before = opened.window
    menu = before.menu_button.menu()
    menu.aboutToShow.emit()
    choices = next(each for each in menu.findChildren(QMenu) if each.title() == "Size of the text")
    assert [action.text() for action in choices.actions()] == ["100 %", "125 %", "150 %", "200 %"]
    assert choices.actions()[0].isChecked()
    choices.actions()[2].trigger()
    opened.until(lambda: opened.window is not before)
    assert qapp.font().pixelSize() == 19


def test_what_is_half_typed_is_not_lost(opened: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    window: Any = opened.window
    monkeypatch.setattr(window, "put_away", lambda: False)
    opened.context.theme.set_text_size(150)
    opened.until_idle()
    assert opened.window is window
    assert sizes.text_size() == 100
    assert opened.program.memory.get("look/text-size", 100) == 150


def test_columns_and_panels_are_kept_in_px_of_the_usual_size(opened: Stage) -> None:
    tab = opened.tab("customers")
    column = [each.key for each in tab.model.columns].index("phone")
    tab.list.setColumnWidth(column, 200)
    before = opened.window
    opened.context.theme.set_text_size(200)
    opened.until(lambda: opened.window is not before)
    assert opened.tab("customers").list.columnWidth(column) == 400
    before = opened.window
    opened.context.theme.set_text_size(100)
    opened.until(lambda: opened.window is not before)
    assert opened.tab("customers").list.columnWidth(column) == 200


def test_a_size_of_another_version_is_the_usual_one() -> None:
    sizes.set_text_size(1000)
    assert (sizes.text_size(), sizes.px(13)) == (100, 13)
