"""Small tags: of a customer, of a filter, of how a quick entry was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.flow import FlowLayout

_HEIGHT = 24
_PADDING = 9
_CROSS = 18
_CROSS_SIDE = 12
_WIDEST = 260


class Chip(QWidget):
    """Shows one tag. A click or Enter emits `clicked`; its cross, Delete or Backspace `removed`."""

    clicked = Signal()
    removed = Signal()

    def __init__(
        self,
        text: str,
        theme: Theme,
        removable: bool = True,
        tooltip: str = "",
        *,
        token: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._theme = theme
        self._removable = removable
        self._token = token
        self._hovered = False
        self.setAccessibleName(text)
        self.setToolTip(tooltip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.sized(tokens.SECONDARY_PX))
        cross = px(_CROSS) - 4 if self._removable else 0
        return QSize(min(metrics.horizontalAdvance(self._text) + 2 * _PADDING + cross, px(_WIDEST)), px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        notice = self._token == "on_notice"
        painter.setBrush(theme.color("notice" if notice else "separator" if self._hovered else "hover"))
        painter.setPen(QPen(theme.color("accent"), 2) if self.hasFocus() else QPen(theme.color("separator"), 1))
        painter.drawRoundedRect(ground, tokens.RADIUS, tokens.RADIUS)
        painter.setPen(theme.color(self._token))
        painter.setFont(theme.sized(tokens.SECONDARY_PX))
        cross = px(_CROSS) - 4 if self._removable else 0
        room = self.rect().adjusted(_PADDING, 0, -_PADDING - cross, 0)
        text = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room.adjusted(0, 0, 2, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
        if self._removable:
            side = px(_CROSS_SIDE)
            top = (self.height() - side) // 2
            theme.icon("x", "secondary").paint(painter, self.width() - px(_CROSS) - 2, top, side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.rect().contains(event.position().toPoint()):
            return
        on_cross = self._removable and event.position().x() > self.width() - px(_CROSS) - 4
        (self.removed if on_cross else self.clicked).emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()


class ChipBar(QWidget):
    """Tags that flow over as many lines as they need, and a button to add one."""

    removed = Signal(str)
    clicked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, removable: bool = True) -> None:
        super().__init__(parent)
        self._theme = theme
        self._removable = removable
        self._keys: list[str] = []
        self._add: tuple[str, Callable[[], object]] | None = None
        self._flow = FlowLayout(self, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def keys(self) -> list[str]:
        """The keys of the chips shown."""
        return list(self._keys)

    def set_add(self, text: str, do: Callable[[], object]) -> None:
        """Show a button after the chips, such as "+ Tag"."""
        self._add = (text, do)
        self.set_chips([])

    def set_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """Show these (key, text) and no others."""
        self._flow.clear()
        self._keys = [key for key, _ in chips]
        for key, text in chips:
            hint = tr("Click to change, ✕ to remove") if self._removable else ""
            chip = Chip(text, self._theme, self._removable, hint, parent=self)
            chip.removed.connect(lambda key=key: self.removed.emit(key))
            chip.clicked.connect(lambda key=key: self.clicked.emit(key))
            self._flow.addWidget(chip)
            chip.show()
        if self._add is not None:
            button = buttons.link(*self._add)
            button.setParent(self)
            self._flow.addWidget(button)
            button.show()
        self.updateGeometry()
