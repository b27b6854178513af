"""The page of greetings: written, ordered, told what is wrong, seen as they read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from crm_desktop import language
from crm_desktop.domain.greeting import DEFAULTS
from crm_desktop.services.greetings import LONGEST, Template
from crm_desktop.services.settings import MAX_OFFER
from crm_desktop.ui.dialogs.greeting_text import problem_words
from crm_desktop.ui.dialogs.greetings import GreetingsDialog
from crm_desktop.ui.dialogs.settings import SettingsDialog
from tests.hands import type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.ui.plumbing.context import Context

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(context: Context, services: Services, qtbot: QtBot) -> GreetingsDialog:
    services.settings.change(shop_name="桂香茶铺")
    services.greetings.save([Template(None, "甲 {姓名}"), Template(None, "乙 {称呼}，享{优惠}。")])
    return opened(context, qtbot)


def opened(context: Context, qtbot: QtBot) -> GreetingsDialog:
    dialog = GreetingsDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def listed(dialog: GreetingsDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def read(dialog: GreetingsDialog) -> list[str]:
    return [preview.words.text() for preview in dialog.writing.previews]


def saved(context: Context) -> list[str]:
    return [each.text for each in context.services.greetings.templates()]


def test_a_new_shop_sees_what_it_begins_with(context: Context, qtbot: QtBot) -> None:
    dialog = opened(context, qtbot)
    assert listed(dialog) == list(DEFAULTS["en"])
    assert read(dialog) == [
        "Happy birthday, Wang Fang! We wish you good health and a wonderful year.",
        "Happy birthday, 李先生! We wish you good health and a wonderful year.",
    ]
    dialog.save_button.click()
    assert not dialog.isVisible()
    assert context.services.history.changes() == []


def test_in_chinese(context: Context, qtbot: QtBot) -> None:
    language.set_language("zh_CN")
    dialog = opened(context, qtbot)
    assert listed(dialog) == list(DEFAULTS["zh_CN"])
    assert read(dialog) == ["王女士，祝您生日快乐！身体健康，万事如意。", "李先生，祝您生日快乐！身体健康，万事如意。"]
    placeholders = [each.text() for each in dialog.findChildren(QPushButton) if each.text().startswith("{")]
    assert placeholders == ["{称呼}", "{姓名}", "{生日}", "{年龄}", "{店名}", "{优惠}"]


def test_written_with_placeholders_and_saved(dialog: GreetingsDialog, context: Context, qtbot: QtBot) -> None:
    dialog.list.setCurrentRow(1)
    assert read(dialog) == ["乙 Wang Fang。", "乙 李先生。"]
    type_text(dialog.offer, "九折")
    assert read(dialog) == ["乙 Wang Fang，享九折。", "乙 李先生，享九折。"]
    qtbot.mouseClick(dialog.new_button, LEFT)
    assert dialog.list.currentItem().text() == "(empty)"
    type_text(dialog.writing.edit, "祝")
    placeholders = {each.text(): each for each in dialog.findChildren(QPushButton) if each.text().startswith("{")}
    assert list(placeholders) == ["{title}", "{name}", "{birthday}", "{age}", "{shop}", "{offer}"]
    for name in ("{name}", "{age}", "{birthday}", "{shop}"):
        placeholders[name].click()
    assert dialog.list.currentItem().text() == "祝{name}{age}{birthday}{shop}"
    assert read(dialog)[0] == "祝Wang Fang38lunar 8th month, day 15桂香茶铺"
    dialog.save_button.click()
    assert saved(context) == ["甲 {姓名}", "乙 {称呼}，享{优惠}。", "祝{name}{age}{birthday}{shop}"]
    assert context.services.settings.get().offer == "九折"
    context.actions.undo()
    assert saved(context) == ["甲 {姓名}", "乙 {称呼}，享{优惠}。"]
    assert context.services.settings.get().offer == ""


def test_what_is_wrong_is_told_under_the_text_and_underlined(dialog: GreetingsDialog, context: Context) -> None:
    writing = dialog.writing
    writing.edit.setPlainText("🎂{称乎}\n{店名")
    assert writing.field.error() == (
        "Line 1, character 2: “{称乎}” is no placeholder. Did you mean “{称呼}”?\n"
        "Line 2, character 1: This “{” is not closed: a “}” is missing behind the placeholder."
    )
    marked = [mark.cursor.selectedText() for mark in writing.edit.extraSelections()]
    assert marked == ["{称乎}", "{"]
    assert read(dialog)[0] == "🎂{称乎}\n{店名"
    assert not dialog.list.currentItem().icon().isNull()
    context.theme.set_mode("dark")
    assert not dialog.list.currentItem().icon().isNull()
    writing.edit.setPlainText("🎂{称呼}")
    assert writing.field.error() == ""
    assert dialog.list.currentItem().icon().isNull()
    writing.edit.setPlainText("{a}{b}{c}{d}{e}")
    assert writing.field.error().endswith("other places") or writing.field.error().endswith("other place(s)")
    # It can be saved all the same: the text stays as it is written.
    dialog.save_button.click()
    assert saved(context)[0] == "{a}{b}{c}{d}{e}"


def test_nothing_wrong_says_nothing() -> None:
    assert problem_words([]) == ""


def test_moved_and_deleted(dialog: GreetingsDialog, context: Context, qtbot: QtBot) -> None:
    assert not dialog.up_button.isEnabled()
    qtbot.mouseClick(dialog.down_button, LEFT)
    assert listed(dialog) == ["乙 {称呼}，享{优惠}。", "甲 {姓名}"]
    assert dialog.list.currentRow() == 1
    assert not dialog.down_button.isEnabled()
    qtbot.mouseClick(dialog.up_button, LEFT)
    qtbot.mouseClick(dialog.delete_button, LEFT)
    assert listed(dialog) == ["乙 {称呼}，享{优惠}。"]
    assert dialog.writing.text() == "乙 {称呼}，享{优惠}。"
    qtbot.mouseClick(dialog.delete_button, LEFT)
    assert listed(dialog) == []
    assert not dialog.writing.isEnabled()
    assert not dialog.delete_button.isEnabled()
    dialog.save_button.click()
    assert saved(context) == list(DEFAULTS["en"])


def test_what_is_too_long_is_told_where_it_is(dialog: GreetingsDialog, context: Context) -> None:
    dialog.writing.edit.setPlainText("长" * (LONGEST + 1))
    dialog.list.setCurrentRow(1)
    dialog.save_button.click()
    assert dialog.isVisible()
    assert dialog.list.currentRow() == 0
    assert dialog.writing.field.error() == "A text has at most 1000 characters."
    dialog.writing.edit.setPlainText("短")
    dialog.offer.setText("优" * (MAX_OFFER + 1))
    dialog.save_button.click()
    assert dialog.isVisible()
    assert dialog._fields["offer"].error()
    assert saved(context)[0] == "甲 {姓名}"


def test_closing_asks_only_where_something_would_be_lost(dialog: GreetingsDialog, context: Context) -> None:
    dialog.list.setCurrentRow(1)
    dialog.list.setCurrentRow(0)
    dialog.writing.edit.setPlainText("甲")
    dialog.writing.edit.setPlainText("甲 {姓名}")
    dialog.reject()
    assert not dialog.isVisible()
    assert context.questions.asked == []  # type: ignore[attr-defined]
    dialog.show()
    dialog.writing.edit.setPlainText("甲")
    context.questions.answer = False  # type: ignore[attr-defined]
    dialog.reject()
    assert dialog.isVisible()
    assert context.questions.asked == ["Close without saving?"]  # type: ignore[attr-defined]
    dialog.mark_saved()
    context.questions.answer = True  # type: ignore[attr-defined]
    dialog.reject()
    assert not dialog.isVisible()


def test_it_is_reached_from_the_settings(context: Context, qtbot: QtBot) -> None:
    settings = SettingsDialog(context)
    qtbot.addWidget(settings)
    settings.show()
    next(each for each in settings.findChildren(QPushButton) if each.accessibleName() == "Greetings…").click()
    (dialog,) = settings.findChildren(GreetingsDialog)
    assert dialog.isVisible()
    dialog.reject()
