"""A form in a window of its own: fields in reading order, errors inline, Save and Cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.language import Sentence, tr
from crm_desktop.ui.plumbing.questions import Questions
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.more_below import MoreBelow
from crm_desktop.ui.widgets.reading_order import ReadsAlong

_FRAME: Final = 40
"""What a desktop leaves round a window, and the window's own frame, take of the screen, in px."""


class FormDialog(ReadsAlong, QDialog):
    """Give it fields with `add` and a `save` that returns whether it was saved: then the form closes, else it stays
    with what was typed. Closing with unsaved changes asks once."""

    def __init__(
        self,
        title: str,
        save: Callable[[], bool],
        questions: Questions,
        parent: QWidget | None = None,
        *,
        save_text: str = "",
        width: int = 440,
    ) -> None:
        super().__init__(parent)
        self._save = save
        self._questions = questions
        self._fields: dict[str, InlineField] = {}
        self._changed = False
        self._scrolls = False
        self.setWindowTitle(title)
        self.setMinimumWidth(min(px(width), self.screen().availableGeometry().width() - _FRAME))
        self._inner = QWidget()
        self._inner.setProperty("role", "plain")
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self._error = texts.labelled("", "danger", wrap=True)
        self._error.hide()
        self.save_button = buttons.primary(save_text or tr("Save"), self.try_save, shortcut="Return")
        self.save_button.setDefault(True)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._row.addWidget(buttons.plain(tr("Cancel"), self.reject))
        self._row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(texts.title(title))
        column.addWidget(self._inner)
        column.addWidget(self._error)
        column.addStretch(1)
        column.addLayout(self._row)

    def add(self, key: str, field: InlineField) -> InlineField:
        """Append a field; `key` is what errors call it."""
        self.body.addWidget(self.register(key, field))
        return field

    def add_row(self, *fields: tuple[str, InlineField]) -> None:
        """Append several fields side by side."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for key, field in fields:
            row.addWidget(self.register(key, field), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def add_button(self, button: QWidget) -> None:
        """Put a button at the lower left."""
        self._row.insertWidget(0, button)

    def register(self, key: str, field: InlineField) -> InlineField:
        """Have a field, placed by yourself, show the errors of `key` and count as a change."""
        self._fields[key] = field
        if isinstance(field.input, QLineEdit):
            field.input.textEdited.connect(self.mark_changed)
        elif isinstance(field.input, QPlainTextEdit):
            field.input.textChanged.connect(self.mark_changed)
        return field

    def mark_changed(self, *_: object) -> None:
        """There is something that closing would lose."""
        self._changed = True

    def mark_saved(self) -> None:
        """What stands in the fields now is nothing to lose."""
        self._changed = False

    def set_errors(self, errors: Mapping[str, Sentence]) -> None:
        """Show each error under its field, those without a field at the bottom; the first field in error is focused."""
        first: QWidget | None = None
        for key, field in self._fields.items():
            error = errors.get(key)
            field.set_error(error)
            if error is not None and first is None:
                first = field.input
        rest = [str(error) for key, error in errors.items() if key not in self._fields]
        self._error.setText("\n".join(rest))
        self._error.setVisible(bool(rest))
        if first is not None:
            first.setFocus()
        if self.isVisible():
            self.fit()

    def fit(self) -> None:
        """Become as high as the lines need where they are broken, if there is room: Qt reckons with unbroken ones."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        room = self.screen().availableGeometry().height() - _FRAME
        needed = layout.totalHeightForWidth(self.width())
        if needed > room and not self._scrolls:
            self._scroll()
            layout.activate()
        self.resize(self.width(), min(max(self.height(), needed), room))

    def _scroll(self) -> None:
        """Have the fields scrolled, where the screen is too low for all of them; the buttons stay to be seen."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        self._scrolls = True
        column.removeWidget(self._inner)
        self.body.setContentsMargins(0, 0, 12, 0)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(self._inner)
        MoreBelow(area)
        column.insertWidget(1, area, 1000)

    def try_save(self) -> None:
        """Save, and close if that went well."""
        self.set_errors({})
        if self._save():
            self._changed = False
            self.accept()

    def reject(self) -> None:
        if self._may_close():
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        from crm_desktop.ui.corner.card import stand_clear

        super().showEvent(event)
        self.fit()
        stand_clear(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close():
            event.accept()
        else:
            event.ignore()

    def _may_close(self) -> bool:
        if self._changed and not self._questions.confirm(
            self, tr("Close without saving?"), tr("What you typed would be lost."), yes=tr("Close without saving")
        ):
            return False
        self._changed = False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save) or (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.try_save()
        else:
            super().keyPressEvent(event)
