"""A few choices side by side, of which one holds: periods, payment methods."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class _Segment(QPushButton):
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}.get(event.key())
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class SegmentedControl(QWidget):
    """The left and right keys move the choice; `changed` carries its key."""

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
            button = _Segment(text)
            button.stepped.connect(self._step)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(text)
            button.setProperty("kind", "segment")
            self._group.addButton(button, number)
            row.addWidget(button)
        if self._keys:
            self._group.button(0).setChecked(True)
        self._let_in()
        self._group.idToggled.connect(self._toggled)

    def key(self) -> str:
        """The key of the choice that holds; "" if there are none."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def set_key(self, key: str) -> None:
        """Make that choice hold, without telling; unknown keys change nothing."""
        if key in self._keys:
            self._group.blockSignals(True)
            self._group.button(self._keys.index(key)).setChecked(True)
            self._group.blockSignals(False)
            self._let_in()

    def _step(self, by: int) -> None:
        wanted = self._group.checkedId() + by
        while 0 <= wanted < len(self._keys) and self._group.button(wanted).isHidden():
            wanted += by
        if 0 <= wanted < len(self._keys):
            button = self._group.button(wanted)
            button.setFocus()
            button.setChecked(True)

    def _toggled(self, number: int, checked: bool) -> None:
        if checked:
            self._let_in()
            self.changed.emit(self._keys[number])

    def _let_in(self) -> None:
        """Tab comes to the choice that holds, and to no other: Qt keeps it where the keyboard was last."""
        for button in self._group.buttons():
            policies = Qt.FocusPolicy
            button.setFocusPolicy(policies.StrongFocus if button.isChecked() else policies.ClickFocus)

    def set_text(self, key: str, text: str) -> None:
        """Another text on a segment, such as with a count."""
        button = self._group.button(self._keys.index(key))
        button.setText(text)
        button.setAccessibleName(text)

    def set_shown(self, key: str, *, shown: bool) -> None:
        """Offer a choice, or do not."""
        self._group.button(self._keys.index(key)).setVisible(shown)
