"""The Tab key goes as the eye does: along the layouts, whatever order the widgets were made in; and Shift+F10 opens the
menu of what has the keyboard, as the menu key does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QGridLayout, QLayout, QWidget

_MENU_KEY: Final = Qt.KeyboardModifier.ShiftModifier | Qt.Key.Key_F10

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What nothing in the window wanted for itself. Shift+F10 is the menu key of keyboards that have none: Windows
        makes one into the other by itself, X11 does not."""
        widget = self.focusWidget()
        if widget is not None and event.keyCombination() == _MENU_KEY:
            _ask_for_menu(widget)
        else:
            super().keyPressEvent(event)


def _ask_for_menu(widget: QWidget) -> None:
    """As the menu key does it: where the cursor or the current line is."""
    at = QRectF(widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)).center().toPoint()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))


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
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    children = [each for each in root.findChildren(QWidget, options=direct) if not each.isWindow()]
    laid = list(in_layout(root.layout(), children))
    rest = sorted((each for each in children if each not in laid), key=lambda each: (each.y(), each.x()))
    for widget in (*laid, *rest):
        if widget.isVisible():
            yield widget
            yield from _seen(widget)


def in_layout(layout: QLayout | None, widgets: Iterable[QWidget]) -> Iterator[QWidget]:
    """Those of the widgets that a layout places, and the layouts in it, in their order; a grid's line by line, whatever
    order they were put in.

    The layout is asked where each stands, never for its items: what PySide makes of an item outlives it, and is taken
    for whatever Qt makes at the same place in memory later, which can end the program.
    """
    if layout is None:
        return
    widgets = list(widgets)
    inner = [each for each in layout.children() if isinstance(each, QLayout)]
    placed: list[tuple[int, QWidget | QLayout]] = [
        *((layout.indexOf(each), each) for each in widgets),
        *((layout.indexOf(each), each) for each in inner),
    ]
    placed = [each for each in placed if each[0] >= 0]
    if isinstance(layout, QGridLayout):
        # PySide says that it gives an object; it is four numbers, of which the first two are line and column.
        placed.sort(key=lambda each: tuple(layout.getItemPosition(each[0]))[:2])  # type: ignore[arg-type]
    else:
        placed.sort(key=lambda each: each[0])
    for _, each in placed:
        if isinstance(each, QLayout):
            yield from in_layout(each, widgets)
        else:
            yield each
