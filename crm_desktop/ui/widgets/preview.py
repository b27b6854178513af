"""A look at a line of a list without leaving it: Space shows what the line holds, Space or Esc puts it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.list_view import ListView

_WIDTH: Final = 380
_INDENT: Final = 24
_TO_THE_LIST: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home,
                       Qt.Key.Key_End)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Details:
    """What a preview says. `items` are things with how they came about and their amount; `facts` are named values, of
    which empty ones are left out."""

    title: str
    detail: str = ""
    items: Sequence[tuple[str, str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()


class Preview(QFrame):
    """Opens under the current line of `view`; the arrows go on moving the list, and Enter opens the line.

    `describe` tells about the line with an id; None if there is nothing to tell.
    """

    def __init__(self, view: ListView, theme: Theme, describe: Callable[[int], Details | None]) -> None:
        super().__init__(view, Qt.WindowType.Popup)
        self._view = view
        self._theme = theme
        self._describe = describe
        self._page: QWidget | None = None
        self.setProperty("role", "drop")
        self.setFixedWidth(px(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        view.previewed.connect(lambda _: self.show_current())

    def show_current(self) -> None:
        """Show what the current line holds, or nothing if there is none."""
        current = self._view.current_id()
        details = None if current is None else self._describe(current)
        if details is None:
            self.hide()
            return
        if self._page is not None:
            self.layout().removeWidget(self._page)  # type: ignore[union-attr]  # laid out above
            self._page.deleteLater()
        self._page = _page(details, self._theme)
        self.layout().addWidget(self._page)  # type: ignore[union-attr]  # as above
        self.setAccessibleName(details.title)
        self._place()
        self.show()

    def _place(self) -> None:
        """Under the line, else over it, inside the screen."""
        self.adjustSize()
        view, row = self._view, self._view.currentIndex().row()
        area = view.screen().availableGeometry()
        corner = view.viewport().mapToGlobal(view.viewport().rect().topLeft())
        above = corner.y() + view.rowViewportPosition(row)
        below = above + view.rowHeight(row)
        top = below if below + self.height() <= area.bottom() else max(area.top(), above - self.height())
        self.move(max(area.left(), min(corner.x() + _INDENT, area.right() - self.width())), top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TO_THE_LIST:
            self._pass_on(event)
            self.show_current()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
            self._pass_on(event)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            self.hide()

    def _pass_on(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self._view, QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers()))


def _page(details: Details, theme: Theme) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(8)
    title = texts.labelled(details.title, "title", wrap=True)
    column.addWidget(title)
    if details.detail:
        column.addWidget(texts.secondary(details.detail, wrap=True))
    if details.items:
        column.addWidget(texts.separator())
        column.addLayout(_items(details.items, theme))
    facts = [(name, value) for name, value in details.facts if value]
    if facts:
        column.addWidget(texts.separator())
        column.addLayout(_facts(facts))
    return page


def _items(items: Sequence[tuple[str, str, str]], theme: Theme) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for row, (what, how, amount) in enumerate(items):
        grid.addWidget(texts.body(what, wrap=True), row, 0)
        grid.addWidget(texts.secondary(how), row, 1, Qt.AlignmentFlag.AlignRight)
        sum_label = texts.body(amount)
        sum_label.setFont(theme.tabular(sum_label.font()))
        grid.addWidget(sum_label, row, 2, Qt.AlignmentFlag.AlignRight)
    return grid


def _facts(facts: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        label: QLabel = texts.secondary(name)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(texts.body(value, wrap=True), row, 1)
    return grid
