"""What is cut off, covered, or hard to read in a window. Each check gives its faults as sentences."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QWidget,
)

from crm_desktop.ui.widgets.text import ElidedLabel
from tests.ui.contrast import contrast
from tests.ui.stage import ROOM
from tests.ui.walking import is_inner, path_of

#: So many signs of what does not fit must be seen before it ends in "…".
_SIGNS = 6
_SLACK = 1


def cut_off(root: QWidget) -> list[str]:
    """Words that do not stand there whole, and controls that cannot be seen whole by scrolling either."""
    faults = []
    if root.isWindow() and not isinstance(root, QMenu) and root.size().boundedTo(ROOM) != root.size():
        faults.append(f"it is {root.width()} × {root.height()} px large")
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and widget.window() is root.window() and not is_inner(widget):
            needed = _needed(widget)
            if needed is not None and _is_less(widget.size(), needed):
                has = f"{widget.width()} × {widget.height()}"
                faults.append(f"{path_of(widget, root)}: {has} px for {needed.width()} × {needed.height()}")
            elif _is_text(widget) and not _is_inside(widget, root):
                faults.append(f"{path_of(widget, root)}: reaches over an edge")
    return faults


def _is_less(has: QSize, needed: QSize) -> bool:
    return has.width() + _SLACK < needed.width() or has.height() + _SLACK < needed.height()


def _is_text(widget: QWidget) -> bool:
    return isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox)


def _needed(widget: QWidget) -> QSize | None:
    """What its words take."""
    metrics = widget.fontMetrics()
    if isinstance(widget, ElidedLabel):
        return QSize(
            min(metrics.horizontalAdvance(widget.text()), metrics.averageCharWidth() * _SIGNS), metrics.height()
        )
    if isinstance(widget, QLabel):
        return _of_label(widget)
    if isinstance(widget, QTabBar):
        return widget.sizeHint()
    if isinstance(widget, QAbstractButton):
        return widget.minimumSizeHint() if widget.text() else None
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        field = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
        )
        words = QSize(metrics.horizontalAdvance(widget.currentText()), metrics.height())
        return widget.size() - field.size() + words
    if isinstance(widget, QLineEdit):
        frame = QStyleOptionFrame()
        widget.initStyleOption(frame)
        inside = widget.style().subElementRect(QStyle.SubElement.SE_LineEditContents, frame, widget)
        return QSize(0, widget.height() - inside.height() + metrics.height())
    return None


def _of_label(label: QLabel) -> QSize | None:
    if not label.text():
        return None
    if not label.wordWrap():
        return label.minimumSizeHint()
    widest = max(label.fontMetrics().horizontalAdvance(word) for word in label.text().split() or [""])
    margins = label.contentsMargins().left() + label.contentsMargins().right()
    return QSize(min(widest, 600) + margins if label.text().isascii() else 0, label.heightForWidth(label.width()))


def _is_inside(widget: QWidget, root: QWidget) -> bool:
    """Whether all of it can be seen, at least by scrolling."""
    place, at = QRect(QPoint(), widget.size()), widget
    while at is not root and not at.isWindow():
        place.translate(at.pos())
        parent = at.parentWidget()
        if parent is None:
            return True
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            if isinstance(area, QHeaderView):
                return True  # goes with its table
            sideways = area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            return sideways or (place.left() >= 0 and place.right() <= parent.width())
        if not parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(place):
            return False
        at = parent
    return True


# Colours


def hard_to_read(root: QWidget, least: float = 4.5) -> list[str]:
    """Words that are told from their ground by less than that, as they are drawn."""
    faults = []
    picture = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    for widget in root.findChildren(QWidget):
        shown = widget.isVisible() and widget.window() is root.window() and _is_text(widget) and not is_inner(widget)
        seen = widget.visibleRegion().boundingRect()
        if shown and _words(widget) and seen.size() == widget.size():
            ratio = _drawn_contrast(picture.copy(QRect(widget.mapTo(root, QPoint()), widget.size())))
            if ratio < least:
                faults.append(f"{path_of(widget, root)}: a contrast of {ratio:.2f}")
    return faults


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return str(getattr(widget, "text", lambda: "")()).strip()


def _drawn_contrast(image: QImage) -> float:
    """Between the colour of most of a picture, and what differs most from it."""
    counts = Counter(memoryview(image.constBits()).cast("I"))  # 0xffRRGGBB
    names = {color: f"#{color & 0xFFFFFF:06X}" for color in counts}
    ground = names[counts.most_common(1)[0][0]]
    return max(contrast(ground, name) for name in names.values())
