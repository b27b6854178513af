"""How a purchase is paid: a few methods side by side, or a field with a list where the shop has many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.choice import Choice, ChoiceEdit
from crm_desktop.ui.widgets.segmented import SegmentedControl

_MOST_SEGMENTS: Final = 7
_NONE: Final = "-"


class PaymentChoice(QWidget):
    """`entered` is Enter on it."""

    changed = Signal()
    entered = Signal()

    def __init__(self, methods: Sequence[str], chosen: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        wanted = list(dict.fromkeys([*methods, *([chosen] if chosen else [])]))
        self._segments: SegmentedControl | None = None
        self._field: ChoiceEdit | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if len(wanted) <= _MOST_SEGMENTS:
            pairs = [(method, method) for method in wanted]
            if not chosen:
                pairs.insert(0, (_NONE, tr("Not noted")))
            self._segments = SegmentedControl(pairs, tr("Payment method"))
            self._segments.set_key(chosen or _NONE)
            self._segments.changed.connect(lambda _: self.changed.emit())
            for button in self._segments.findChildren(QAbstractButton):
                button.installEventFilter(self)
            column.addWidget(self._segments, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._field = ChoiceEdit(theme, lambda text: _fitting(wanted, text), free=True)
            self._field.setAccessibleName(tr("Payment method"))
            self._field.set_text(chosen)
            self._field.setMaximumWidth(px(240))
            self._field.textChanged.connect(lambda _: self.changed.emit())
            self._field.returnPressed.connect(self.entered.emit)
            column.addWidget(self._field)

    def method(self) -> str:
        """The method chosen; "" for none noted."""
        if self._field is not None:
            return self._field.text().strip()
        key = self._segments.key() if self._segments else ""
        return "" if key == _NONE else key

    def focus_field(self) -> QWidget:
        """What takes the keyboard."""
        if self._field is not None:
            return self._field
        assert self._segments is not None
        buttons = [button for button in self._segments.findChildren(QAbstractButton) if button.isChecked()]
        return buttons[0] if buttons else self._segments

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
                return True
        return False


def _fitting(methods: Sequence[str], text: str) -> list[Choice]:
    typed = text.strip().casefold()
    return [Choice(method, method) for method in methods if typed in method.casefold()]
