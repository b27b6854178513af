"""A field that proposes while she types: product, clerk, payment method, customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.drop_list import DropList, Line
from crm_desktop.ui.widgets.keys import asks_whose_escape


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen: `value` for the program, `text` for the field, `detail` beside it in the list."""

    value: object
    text: str
    detail: str = ""
    right: str = ""


class ChoiceEdit(QLineEdit):
    """A line edit with a list. Typing asks `suggest` and highlights its first answer; Enter or Tab takes it.

    With `free` any text may stay, and then `value()` is None. Without it, leaving the field with a text that is no
    choice keeps the text but gives no value: the form says so inline.
    """

    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        suggest: Callable[[str], Sequence[Choice]],
        free: bool = False,
        parent: QWidget | None = None,
        *,
        list_width: int = 0,
    ) -> None:
        super().__init__(parent)
        self._suggest = suggest
        self._free = free
        self._list_width = px(list_width)
        self._choice: Choice | None = None
        #: While `chosen` is told because Tab took the line: then the focus goes on by itself.
        self.leaving = False
        self._drop = DropList(self, theme, "")
        self._drop.chosen.connect(self._take)
        self.textEdited.connect(self._edited)

    def choice(self) -> Choice | None:
        return self._choice

    def value(self) -> object:
        """The value of what was chosen; None while nothing is."""
        return self._choice.value if self._choice else None

    def set_choice(self, choice: Choice | None) -> None:
        """Set without telling anybody."""
        self._choice = choice
        self.setText(choice.text if choice else "")
        self.setCursorPosition(0)

    def set_text(self, text: str) -> None:
        """Put text that is no choice (yet)."""
        self._choice = None
        self.setText(text)

    def is_valid(self) -> bool:
        """Whether the field is empty, holds a choice, or may hold any text."""
        return self._free or self._choice is not None or not self.text().strip()

    def open_list(self) -> None:
        """Drop the list down with everything that fits an empty text."""
        text = "" if self._choice is not None else self.text()
        self._show(self._suggest(text), highlight=False)

    def _edited(self, text: str) -> None:
        had = self._choice
        self._choice = None
        choices = self._suggest(text)
        if self._free:
            # Text is allowed, so only what equals it is taken without being asked for.
            self._choice = next((c for c in choices if c.text == text.strip()), None)
        if had is not None or self._choice is not None:
            self.chosen.emit(self._choice)
        self._show(choices, highlight=bool(text.strip()) and not self._free)

    def _show(self, choices: Sequence[Choice], *, highlight: bool) -> None:
        lines = [Line(choice, choice.text, choice.detail, choice.right) for choice in choices]
        self._drop.show_lines(lines, highlight=highlight, least_width=self._list_width)

    def _take(self, line: Line) -> None:
        assert isinstance(line.value, Choice)
        self.set_choice(line.value)
        self.setCursorPosition(len(self.text()))
        self.chosen.emit(line.value)

    def event(self, event: QEvent) -> bool:
        # Tab never arrives as a key press: it moves the focus. It takes the highlighted line first.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            self.leaving = True
            self._drop.take_current()
            self.leaving = False
        if asks_whose_escape(event) and self._drop.isVisible():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._drop.handle_key(event):
            event.accept()
        elif event.key() == Qt.Key.Key_Down:
            self.open_list()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self._drop.isVisible() and not self.text():
            self.open_list()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()
