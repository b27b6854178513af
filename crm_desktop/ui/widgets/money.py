"""A field for an amount of money."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.domain.money import parse_money, plain_money


class MoneyEdit(QLineEdit):
    """Takes what `parse_money` takes ("1,234.5", "¥20"), tells fen, and tidies the text when she leaves it."""

    changed = Signal()

    def __init__(self, optional: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._optional = optional
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(24)
        self.setPlaceholderText("0.00")
        self.textChanged.connect(lambda _: self.changed.emit())

    def fen(self) -> int | None:
        """The amount in fen; None if it is empty or not understood."""
        try:
            return parse_money(self.text())
        except ValueError:
            return None

    def is_valid(self) -> bool:
        """Whether it holds an amount, or may be empty and is."""
        try:
            return parse_money(self.text()) is not None or self._optional
        except ValueError:
            return False

    def set_fen(self, fen: int | None) -> None:
        self.setText("" if fen is None else plain_money(fen))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        fen = self.fen()
        if fen is not None:
            self.set_fen(fen)
        super().focusOutEvent(event)
