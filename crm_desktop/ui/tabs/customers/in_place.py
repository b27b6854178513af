"""Values that look like text until they are pointed at, and are edited where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from crm_desktop.ui.style.theme import restyle
from crm_desktop.ui.tabs.customers.cell_editors import CellChoice
from crm_desktop.ui.widgets.keys import asks_whose_escape

Save = Callable[[str], bool]


class _Kept:
    """The saved value beside what is typed, so that a text is saved once, and a refused one is not lost."""

    def __init__(self, save: Save) -> None:
        self.value = ""
        self.refused: str | None = None
        self._save = save

    def finish(self, text: str) -> bool:
        """Save `text` if it is new; False if it was refused."""
        if text in (self.value, self.refused):
            return self.refused is None
        if self._save(text):
            self.value, self.refused = text, None
            return True
        self.refused = text
        return False


class InPlaceLine(QLineEdit):
    """A value edited in its place. Enter or leaving it saves, Esc puts the saved text back; a refused text stays and is
    marked."""

    def __init__(self, label: str, save: Save, parent: QWidget | None = None, *, look: str = "in-place") -> None:
        super().__init__(parent)
        self._kept = _Kept(save)
        self.setProperty("look", look)
        self.setAccessibleName(label)
        self.setPlaceholderText(label)
        self.editingFinished.connect(self.finish)

    def set_value(self, value: str) -> None:
        """Show a saved value; what is being typed is left alone."""
        typing = self.hasFocus() and self.isModified() and self.text() != self._kept.value
        self._kept.value = value
        if not typing and self._kept.refused is None:
            self.setText(value)
            self.setCursorPosition(0)

    def reset(self, value: str) -> None:
        """Show another customer's value, whatever was typed before."""
        self._kept.value, self._kept.refused = value, None
        self.setText(value)
        self.setCursorPosition(0)
        self._mark()

    def finish(self) -> None:
        """Save what was typed."""
        self._kept.finish(self.text())
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._kept.value:
            self.reset(self._kept.value)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Esc belongs to the window, except while there is something to take back here.
        if asks_whose_escape(event) and self.text() != self._kept.value:
            event.accept()
            return True
        return super().event(event)

    def _mark(self) -> None:
        restyle(self, "wrong", "true" if self._kept.refused is not None else "false")


class InPlaceText(QPlainTextEdit):
    """Several lines, as high as they need up to five. Leaving it or Ctrl+Enter saves."""

    def __init__(self, label: str, save: Save, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = _Kept(save)
        self.setProperty("look", "in-place")
        self.setAccessibleName(label)
        self.setPlaceholderText(label)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._fit)
        self._fit()

    def set_value(self, value: str) -> None:
        """Show a saved value; what is being typed is left alone."""
        typing = self.hasFocus() and self.toPlainText() != self._kept.value
        self._kept.value = value
        if not typing and self._kept.refused is None and self.toPlainText() != value:
            self.setPlainText(value)

    def reset(self, value: str) -> None:
        """Show another customer's value, whatever was typed before."""
        self._kept.value, self._kept.refused = value, None
        self.setPlainText(value)

    def finish(self) -> None:
        """Save what was typed."""
        self._kept.finish(self.toPlainText())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._kept.value:
            self.reset(self._kept.value)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.finish()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(1, min(5, int(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 10)


class InPlaceChoice(CellChoice):
    """A value that is one of a few, edited in its place: choosing saves."""

    def __init__(
        self, label: str, choices: Sequence[tuple[str, str]], save: Save, parent: QWidget | None = None
    ) -> None:
        super().__init__([(value, words or "—") for value, words in choices], parent)
        self._kept = _Kept(save)
        self.setProperty("look", "in-place")
        self.setAccessibleName(label)
        self.activated.connect(lambda _: self.finish())

    def set_value(self, value: str) -> None:
        """Show a saved value."""
        self._kept.value = value
        self.setText(value)

    def reset(self, value: str) -> None:
        """Show another customer's value."""
        self._kept.refused = None
        self.set_value(value)

    def finish(self) -> None:
        """Save what was chosen."""
        self._kept.finish(self.text())
