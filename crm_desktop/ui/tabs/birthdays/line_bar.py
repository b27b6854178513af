"""The buttons of the birthday list: on the line, and for several lines at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.theme import Theme
from crm_desktop.ui.tabs.birthdays.greeting import greeting_buttons
from crm_desktop.ui.tabs.birthdays.lines import BirthdayLine
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.headed_list import HeadedModel
from crm_desktop.ui.widgets.line_bar import LineBar
from crm_desktop.ui.widgets.list_view import ListView

_TO_GREET, _GREETED = "to-greet", "greeted"


class BirthdayBar(LineBar):
    """Each signal carries the line; `greeted` whether the customer was greeted."""

    called = Signal(object)
    opened = Signal(object)
    greeting_copied = Signal(object)
    greeted = Signal(object, bool)

    def __init__(self, view: ListView, model: HeadedModel[BirthdayLine], theme: Theme) -> None:
        super().__init__(view, model, theme, _page_of)
        self._add(_TO_GREET, greeted=False)
        self._add(_GREETED, greeted=True)

    def _add(self, key: str, *, greeted: bool) -> None:
        theme = self._theme
        call = buttons.icon_button(
            "phone", tr("Copy phone"), lambda: self.called.emit(self.record()), theme=theme, shortcut="C"
        )
        copy, mark = greeting_buttons(
            theme, lambda: self.greeting_copied.emit(self.record()),
            lambda now: self.greeted.emit(self.record(), now), greeted=greeted,
        )  # fmt: skip
        opening = buttons.icon_button(
            "user", tr("Open customer"), lambda: self.opened.emit(self.record()), theme=theme, shortcut="Return"
        )
        self.add_page(key, call, copy, mark, opening)


def _page_of(line: Any) -> str:
    return _GREETED if line.row.greeted else _TO_GREET


class SelectedBar(QWidget):
    """Below the list while several lines are selected."""

    copy_wanted = Signal()
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = texts.body("")
        self.copy_button = buttons.plain(tr("Copy greetings"), self.copy_wanted.emit, theme=theme, icon="copy",
                                         shortcut="G")  # fmt: skip
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(self.count)
        row.addWidget(self.copy_button)
        row.addStretch(1)
        row.addWidget(buttons.icon_button("x", tr("Clear selection"), self.cleared.emit, theme=theme))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(texts.separator())
        column.addLayout(row)
        self.hide()

    def show_count(self, count: int) -> None:
        """Appear for two lines and more."""
        self.count.setText(tr("%n birthday(s) selected", n=count))
        self.setVisible(count > 1)
