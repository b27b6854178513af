"""The buttons of the birthday list: on the line, and for several lines at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.greeting import fill_greetings
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.birthdays.greeting import greeting_buttons
from crm_desktop.ui.tabs.birthdays.lines import BirthdaysModel, name_words
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.flow import FlowLayout
from crm_desktop.ui.widgets.line_bar import LineBar
from crm_desktop.ui.widgets.list_view import ListView

_TO_GREET, _GREETED = "to-greet", "greeted"
_NARROW = "-narrow"


class BirthdayBar(LineBar):
    """Each signal carries the birthday; `greeted` whether the customer was greeted. Where the buttons' words would
    lie over the customer's name, the buttons are icons only."""

    called = Signal(object)
    opened = Signal(object)
    greeting_copied = Signal(object)
    greeted = Signal(object, bool)

    def __init__(self, context: Context, view: ListView, model: BirthdaysModel) -> None:
        super().__init__(view, model, context.theme, self._page_for)
        self._context = context
        self._name_column = next(n for n, column in enumerate(model.columns) if column.key == "name")
        for key, greeted in ((_TO_GREET, False), (_GREETED, True)):
            self._add(key, greeted=greeted, words=True)
            self._add(key + _NARROW, greeted=greeted, words=False)

    def _page_for(self, row: Any) -> str:
        key = _GREETED if row.greeted else _TO_GREET
        column = self._name_column
        name_ends = self._view.columnViewportPosition(column) + self._view.columnWidth(column)
        return key if name_ends <= self._view.viewport().width() - self.room(key) else key + _NARROW

    def _add(self, key: str, *, greeted: bool, words: bool) -> None:
        theme = self._theme
        call = buttons.icon_button(
            "phone", tr("Call"), lambda: self.called.emit(self.record()), theme=theme, shortcut="C"
        )
        greeting = greeting_buttons(
            theme, lambda: self.greeting_copied.emit(self.record()), self.fill_greetings,
            lambda now: self.greeted.emit(self.record(), now), greeted=greeted, words=words,
        )  # fmt: skip
        opening = buttons.icon_button(
            "user", tr("Open customer"), lambda: self.opened.emit(self.record()), theme=theme, shortcut="Return"
        )
        self.add_page(key, call, *greeting, opening)

    def fill_greetings(self, menu: QMenu) -> None:
        """Every greeting that the customer of the line could get."""
        row = self.record()
        fill_greetings(menu, self._context, row, name_words(row))


class SelectedBar(QWidget):
    """Below the list while several lines are selected."""

    copy_wanted = Signal()
    mark_wanted = Signal()
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = texts.body("")
        self.copy_button = buttons.plain(tr("Copy greetings"), self.copy_wanted.emit, theme=theme, icon="copy",
                                         shortcut="G")  # fmt: skip
        self.mark_button = buttons.plain(tr("Mark as greeted"), self.mark_wanted.emit, theme=theme, icon="check-circle",
                                         shortcut="M")  # fmt: skip
        parts = FlowLayout(gap=12)
        for part in (self.count, self.copy_button, self.mark_button):
            parts.addWidget(part)
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 16, 6)
        row.addLayout(parts, 1)
        clear = buttons.icon_button("x", tr("Clear selection"), self.cleared.emit, theme=theme)
        row.addWidget(clear, 0, Qt.AlignmentFlag.AlignTop)
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
