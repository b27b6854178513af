"""Labels in the program's few text sizes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


def labelled(text: str, role: str, *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label in one of the style sheet's roles; "" is body text. Plain text always: a name may look like HTML."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def title(text: str) -> QLabel:
    """18 px."""
    return labelled(text, "title")


def number(text: str) -> QLabel:
    """24 px: the one big number of a page."""
    return labelled(text, "number")


def secondary(text: str, *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """12 px, quieter."""
    return labelled(text, "secondary", wrap=wrap, selectable=selectable)


def section(text: str) -> QLabel:
    """12 px, the heading of a group."""
    return labelled(text, "section")


def body(text: str, *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """13 px."""
    return labelled(text, "", wrap=wrap, selectable=selectable)


def separator(*, vertical: bool = False) -> QFrame:
    """A line of one pixel."""
    line = QFrame()
    line.setProperty("role", "separator")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


class ElidedLabel(QLabel):
    """A label of one line that ends in "…" if there is no room; the tooltip has it all."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        self.setToolTip(self.text() if text != self.text() else "")
        painter = QPainter(self)
        self.style().drawItemText(
            painter, self.contentsRect(), int(self.alignment()), self.palette(), self.isEnabled(), text,
            self.foregroundRole(),
        )  # fmt: skip
