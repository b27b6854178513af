"""A few choices side by side, of which one holds: periods, payment methods."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class SegmentedControl(QWidget):
    """The arrow keys move the choice, as in any group of buttons; `changed` carries its key."""

    changed = Signal(str)

    def __init__(self, segments: Sequence[tuple[str, str]], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("role", "segments")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._keys = [key for key, _ in segments]
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for number, (_, text) in enumerate(segments):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(text)
            button.setProperty("kind", "segment")
            self._group.addButton(button, number)
            row.addWidget(button)
        if self._keys:
            self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda number: self.changed.emit(self._keys[number]))

    def key(self) -> str:
        """The key of the choice that holds; "" where there are none."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def set_key(self, key: str) -> None:
        """Make that choice hold, without telling; unknown keys change nothing."""
        if key in self._keys:
            self._group.button(self._keys.index(key)).setChecked(True)

    def set_text(self, key: str, text: str) -> None:
        """Another text on a segment, such as with a count."""
        button = self._group.button(self._keys.index(key))
        button.setText(text)
        button.setAccessibleName(text)
