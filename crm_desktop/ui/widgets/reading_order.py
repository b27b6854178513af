"""The Tab key goes as the eye does: along the layouts, whatever order the widgets were made in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLayout, QLayoutItem, QWidget

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object


class ReadsAlong(_Base):
    """For a window, named before its Qt class: Tab visits what can have the keyboard as it stands there at that moment,
    line by line. Nothing has to be said when something is added, or moves."""

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        stops = stops_in(self)
        at: QWidget | None = self.focusWidget()
        while at is not None and at is not self and at not in stops:
            at = at.parentWidget()
        if not stops or stops == [at]:
            return False
        place = stops.index(at) if at in stops else (-1 if forward else 0)
        reasons = Qt.FocusReason
        following = stops[(place + (1 if forward else -1)) % len(stops)]
        following.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
        return True


def stops_in(root: QWidget) -> list[QWidget]:
    """What Tab visits under a widget, in order."""
    return [each for each in _seen(root) if _is_stop(each)]


def _is_stop(widget: QWidget) -> bool:
    may = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.focusProxy() is None
    return bool(may) and not _is_beside(widget)


def _is_beside(widget: QWidget) -> bool:
    """One of several choices of which another holds: the arrow keys lead to it."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable() or widget.isChecked():
        return False
    group = widget.group()
    if group is not None:
        return group.exclusive() and group.checkedButton() is not None
    parent = widget.parentWidget()
    others = [] if parent is None or not widget.autoExclusive() else parent.findChildren(QAbstractButton)
    return any(each.isChecked() and each.autoExclusive() for each in others)


def _seen(root: QWidget) -> Iterator[QWidget]:
    """What is shown under a widget: along its layout, then what stands in it without one."""
    laid = dict.fromkeys(_of_layout(root.layout()))
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    rest = [each for each in root.findChildren(QWidget, options=direct) if each not in laid and not each.isWindow()]
    for widget in (*laid, *sorted(rest, key=lambda each: (each.y(), each.x()))):
        if widget.isVisible():
            yield widget
            yield from _seen(widget)


def _of_layout(layout: QLayout | None) -> Iterator[QWidget]:
    for item in _items(layout):
        widget = item.widget()
        if widget is not None:
            yield widget
        else:
            yield from _of_layout(item.layout())


def _items(layout: QLayout | None) -> list[QLayoutItem]:
    """Those of a grid line by line, whatever order they were put in."""
    if layout is None:
        return []
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        # PySide says that it gives an object; it is four numbers, of which the first two are line and column.
        places.sort(key=lambda place: tuple(layout.getItemPosition(place))[:2])  # type: ignore[arg-type]
    return [item for place in places if (item := layout.itemAt(place)) is not None]
