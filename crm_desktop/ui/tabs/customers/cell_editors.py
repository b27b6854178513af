"""Editors of cells in the customer list, for values that are chosen rather than typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget


class CellChoice(QComboBox):
    """The editor of a cell that holds one of a few values, each shown by its word; `text` is the value."""

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for value, words in choices:
            self.addItem(words, value)

    def text(self) -> str:
        """The value chosen."""
        return str(self.currentData() or "")

    def setText(self, value: str) -> None:
        """Choose a value; one that is not among the choices is added, so that it is not lost by looking at it."""
        index = self.findData(value)
        if index < 0:
            self.addItem(value, value)
            index = self.count() - 1
        self.setCurrentIndex(index)

    def save_when_chosen(self) -> CellChoice:
        """As a cell's editor: choosing is all there is to do, so leave it then, which saves."""
        self.activated.connect(lambda _: self.clearFocus())
        return self

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Who scrolls over it means the page, not the value.
        event.ignore()


class CellLine(QLineEdit):
    """Free text with suggestions. With `separators`, suggestions are for the word after the last of them."""

    def __init__(self, suggestions: Sequence[str], parent: QWidget | None = None, *, several: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("look", "cell")
        self._words = QStringListModel(list(suggestions), self)
        completer = _WordCompleter(self) if several else QCompleter(self)
        completer.setModel(self._words)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def suggest(self, suggestions: Iterable[str]) -> None:
        """Suggest these from now on."""
        self._words.setStringList(list(suggestions))


class _WordCompleter(QCompleter):
    """Completes the last of several words."""

    SEPARATORS = ",，、;；"

    def splitPath(self, path: str) -> list[str]:
        return [path[self._cut(path) :].lstrip()]

    def pathFromIndex(self, index: object) -> str:
        word = super().pathFromIndex(index)  # type: ignore[arg-type]
        line = self.widget()
        typed = line.text() if isinstance(line, QLineEdit) else ""
        cut = self._cut(typed)
        return f"{typed[:cut]}{word}" if cut else word

    def _cut(self, text: str) -> int:
        return max(text.rfind(mark) for mark in self.SEPARATORS) + 1
