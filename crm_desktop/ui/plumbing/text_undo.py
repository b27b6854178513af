"""Ctrl+Z in a text field is the field's own while it has something to undo; otherwise it is the shop's.

Qt's fields claim the key even when they have nothing to undo, and then nothing would happen at all.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


class TextUndo(QObject):
    """Watches the field that has the focus, and no other."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)
        self._focus_changed(None, application.focusWidget())

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, (QLineEdit, QPlainTextEdit, QTextEdit)):
            old.removeEventFilter(self)
        if isinstance(new, (QLineEdit, QPlainTextEdit, QTextEdit)):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo = event.matches(QKeySequence.StandardKey.Undo)
        if not undo and not event.matches(QKeySequence.StandardKey.Redo):
            return False
        if isinstance(watched, QLineEdit):
            can = watched.isUndoAvailable() if undo else watched.isRedoAvailable()
        elif isinstance(watched, (QPlainTextEdit, QTextEdit)):
            document = watched.document()
            can = document.isUndoAvailable() if undo else document.isRedoAvailable()
        else:
            return False
        if can:
            return False
        event.ignore()
        return True
