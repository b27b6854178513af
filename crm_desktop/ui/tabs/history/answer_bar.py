"""What an undoing came to, above the list until it is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.services.history import UndoAnswer
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.history.lines import answer_words
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import IconLabel

_TOKENS = {"check-circle": "good", "edit": "secondary", "alert": "danger"}


class AnswerBar(QFrame):
    """The three answers, one a line; hidden while there is nothing to tell."""

    def __init__(self, theme: Theme, redo: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said: list[str] = []
        self.setAccessibleName(tr("What was undone"))
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = texts.labelled("", "", wrap=True)
        self._title.setFont(theme.sized(13, bold=True))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        text = QVBoxLayout()
        text.setSpacing(6)
        text.addWidget(self._title)
        text.addLayout(self._lines)
        top = Qt.AlignmentFlag.AlignTop
        self.redo_button = buttons.plain(tr("Redo"), redo, theme=theme, icon="redo", shortcut="Ctrl+Y")
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addLayout(text, 1)
        row.addWidget(self.redo_button, 0, top)
        row.addWidget(buttons.icon_button("x", tr("Close"), self.hide, theme=theme), 0, top)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(texts.separator())
        self.hide()

    def tell(self, answer: UndoAnswer) -> None:
        """Show what came of an undoing."""
        self._title.setText(str(answer.change.title))
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        said = answer_words(answer)
        self._said = [words for _, words in said]
        for icon, words in said:
            self._lines.addWidget(self._line(icon, words))
        self.show()

    def text(self) -> str:
        """All that it says."""
        return "\n".join([self._title.text(), *self._said])

    def _line(self, icon: str, words: str) -> QWidget:
        line = QWidget()
        line.setAccessibleName(words)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, icon, 16, _TOKENS[icon]), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(texts.body(words, wrap=True, selectable=True), 1)
        return line
