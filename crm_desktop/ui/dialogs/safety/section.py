"""A part of the safety page: what it is about, how that stands, and what can be done."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.language import Sentence
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import IconLabel
from crm_desktop.ui.widgets.flow import FlowLayout

_ICON: Final = 20
_INDENT: Final = 12


class State(IntEnum):
    """How well something is kept; the worst comes last. UNKNOWN: it is being found out."""

    UNKNOWN = 0
    GOOD = 1
    ADVICE = 2
    TROUBLE = 3


_MARKS: Final = {
    State.UNKNOWN: ("clock", "secondary"),
    State.GOOD: ("check-circle", "good"),
    State.ADVICE: ("info", "on_notice"),
    State.TROUBLE: ("alert", "danger"),
}


class Section(QWidget):
    """A mark for its state, a title, a sentence; below it whatever `add` puts there, then a line of buttons."""

    state_changed = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.state = State.UNKNOWN
        name, token = _MARKS[State.UNKNOWN]
        self._mark = IconLabel(theme, name, _ICON, token)
        self._title = texts.labelled(title, "heading")
        self._said = texts.body("", wrap=True, selectable=True)
        self._said.hide()
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._column.addWidget(self._title)
        self._column.addWidget(self._said)
        self._buttons = QWidget()
        self._flow = FlowLayout(self._buttons, 8)
        self._buttons.hide()
        self._column.addWidget(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_INDENT)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)

    @property
    def said(self) -> str:
        """The sentence that is shown."""
        return self._said.text()

    def say(self, words: str | Sentence, state: State) -> None:
        """Say how it stands."""
        self._said.setText(str(words))
        self._said.setVisible(bool(str(words)))
        self._mark.set_icon(*_MARKS[state])
        self.state = state
        self.state_changed.emit()

    def add(self, widget: QWidget) -> None:
        """Put something between the sentence and the buttons."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def add_note(self, words: str) -> QLabel:
        """Put a quiet sentence there."""
        note = texts.secondary(words, wrap=True)
        self.add(note)
        return note

    def add_button(self, button: QWidget) -> None:
        """Append a button to the last line."""
        self._flow.addWidget(button)
        self._buttons.show()
