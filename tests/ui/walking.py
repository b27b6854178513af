"""What a window owes to someone who hears it, or works it by the keys alone. Each check tells its faults."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTextBrowser,
    QWidget,
)

from crm_desktop.ui.reminders.popup_line import Row
from crm_desktop.ui.widgets.button_line import ButtonLine
from crm_desktop.ui.widgets.drop_list import DropList

_ROLE = QAccessible.Role
ROLES = frozenset(
    {
        _ROLE.Button, _ROLE.PushButton, _ROLE.ButtonMenu, _ROLE.ButtonDropDown, _ROLE.CheckBox, _ROLE.RadioButton,
        _ROLE.ComboBox, _ROLE.EditableText, _ROLE.SpinBox, _ROLE.Slider, _ROLE.List, _ROLE.Table, _ROLE.Tree,
        _ROLE.PageTab, _ROLE.PageTabList, _ROLE.Link, _ROLE.ProgressBar, _ROLE.MenuItem, _ROLE.Dialog,
    }
)  # fmt: skip
_CELLS = frozenset({_ROLE.Table, _ROLE.Tree, _ROLE.List})
#: A field has its own keys for what its little buttons do.
_INNER = ("QLineEditIconButton", "QComboBoxPrivateContainer", "QComboBoxListView")
#: More of a widget than this looks different when it has the keyboard; a text cursor alone is less.
_SEEN_PIXELS = 40
_MOST_STOPS = 200


def path_of(widget: QWidget, root: QWidget) -> str:
    """A widget by the classes on the way to it, and its name."""
    steps: list[str] = []
    at: QWidget | None = widget
    while at is not None and at is not root:
        if type(at).__name__ != "QWidget":
            steps.append(type(at).__name__)
        at = at.parentWidget()
    return "/".join(reversed(steps)) + f" “{_said(widget)}”"


def _said(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (str(text()) if callable(text) else "")


# Names


def nameless(root: QWidget) -> list[str]:
    """The controls without a name in a window, and those whose name is not what she sees on them."""
    return sorted(set(_nameless(QAccessible.queryAccessibleInterface(root), ""))) + sorted(set(_misnamed(root)))


def _nameless(node: QAccessibleInterface | None, path: str) -> Iterator[str]:
    if node is None or not node.isValid():
        return
    control = node.object()
    here = f"{path}/{type(control).__name__}" if control is not None else f"{path}/{node.role()}"
    is_control = node.role() in ROLES and not node.state().invisible and not is_inner(control)
    if is_control and not node.text(QAccessible.Text.Name).strip():
        yield f"{here}: a {node.role().name} without a name"
    if node.role() in _CELLS:
        return  # cells are named by their texts
    for number in range(node.childCount()):
        yield from _nameless(node.child(number), here)


def _misnamed(root: QWidget) -> Iterator[str]:
    for button in root.findChildren(QAbstractButton):
        seen, said = button.text().replace("&&", "&"), (button.accessibleName(), button.accessibleDescription())
        if button.isVisible() and seen and said[0] and not any(seen in each for each in said):
            yield f"{path_of(button, root)}: reads “{seen}”"
    for label in root.findChildren(QLabel):
        buddy = label.buddy()
        if buddy is not None and label.isVisible() and buddy.accessibleName() not in ("", label.text()):
            yield f"{path_of(buddy, root)}: stands beside “{label.text()}”"


def is_inner(control: object) -> bool:
    """Qt's own parts of a named control: the drop-down of a combo box, the button that clears a field."""
    parent = control.parent() if isinstance(control, QWidget) else None
    kind = control.metaObject().className() if isinstance(control, QWidget) else ""
    return kind in _INNER or (isinstance(parent, QAbstractScrollArea) and parent.viewport() is control)


# Keys


def off_the_keys(root: QWidget) -> list[str]:
    """What is wrong with the way of the Tab key: controls that it does not reach, jumps back, dead ends, and stops that
    do not look as if they had the keyboard."""
    if isinstance(root, QMenu):
        return []
    wanted = [each for each in root.findChildren(QWidget) if _is_stop(each, root)]
    faults = [f"{path_of(each, root)}: is not for the keyboard" for each in _deaf(root)]
    if not wanted:
        return faults
    begin = _take_keyboard(root, wanted[0])
    if begin is None:
        return [*faults, "nothing takes the keyboard"]
    walked, unseen = _walk(root, begin, wanted)
    faults += [f"{path_of(each, root)}: does not show that it has the keyboard" for each in unseen]
    missed = [each for each in wanted if each not in walked]
    faults += [f"{path_of(each, root)}: Tab does not come to it" for each in missed]
    round_trip = [*zip(walked, walked[1:] + walked[:1], strict=True)]
    back = [(before, after) for before, after in round_trip if _is_back(before, after, root)]
    if back:  # once it goes back to the beginning
        back.remove(min(back, key=lambda pair: (_place(pair[1], root).top(), _place(pair[1], root).left())))
    faults += [f"{path_of(after, root)}: Tab goes back to it from {path_of(before, root)}" for before, after in back]
    return faults


def _is_stop(widget: QWidget, root: QWidget) -> bool:
    if not widget.isVisible() or not widget.isEnabled() or widget.window() is not root.window():
        return False
    if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None or is_inner(widget):
        return False
    parent = widget.parentWidget()
    if isinstance(parent, QComboBox | QAbstractSpinBox) and parent.isVisible():
        return False  # its line takes the keyboard for it
    if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QAbstractItemView | QPlainTextEdit):
        return False  # scrolled by what is in it
    return not _is_unchosen(widget)


def _is_unchosen(widget: QWidget) -> bool:
    """One of several choices that is not chosen: the arrow keys come to it."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable() or widget.isChecked():
        return False
    group = widget.group()
    return (group is not None and group.exclusive()) or widget.autoExclusive()


def _deaf(root: QWidget) -> list[QWidget]:
    """Controls that the keyboard cannot come to at all."""
    kinds = QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox | QAbstractItemView | QPlainTextEdit
    return [
        each
        for each in root.findChildren(QWidget)
        if isinstance(each, kinds)
        and each.isVisible()
        and each.isEnabled()
        and each.window() is root.window()
        and not each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not is_inner(each)
        and not isinstance(each, QScrollBar)
        and not _is_unchosen(each)
        and not _is_driven(each)
        and not isinstance(each.parentWidget(), QComboBox | QAbstractSpinBox | QAbstractItemView)
        and type(each).__name__ not in ("QTableCornerButton", "ListHeader", "QHeaderView", "FieldHeader")
    ]


def _is_driven(widget: QWidget) -> bool:
    """The keys work it from elsewhere: results from the field they drop from, a line's buttons once it is current,
    a calendar or a cross from the field that it stands in."""
    at = widget.parentWidget()
    return at is not None and (isinstance(at, DropList | Row | ButtonLine) or _is_driven(at))


def _take_keyboard(root: QWidget, first: QWidget) -> QWidget | None:
    if not isinstance(root.window(), QMenu):
        root.window().activateWindow()
        QTest.qWaitForWindowActive(root.window())
    at = root.focusWidget()
    if at is None or not at.isVisible() or not root.isAncestorOf(at):
        first.setFocus(Qt.FocusReason.TabFocusReason)
        at = root.focusWidget()
    return at


def _walk(root: QWidget, begin: QWidget, wanted: list[QWidget]) -> tuple[list[QWidget], list[QWidget]]:
    """The stops of the Tab key until it comes round, and those of them that look the same without the keyboard."""
    walked: list[QWidget] = []
    unseen: list[QWidget] = []
    at = begin
    for _ in range(_MOST_STOPS):
        walked.append(at)
        with_keys = _picture(at)
        after = _following(root, at)
        lost = after is at or after is None
        if at in wanted and at.isVisible() and (lost or not _differ(with_keys, _picture(at))):
            unseen.append(at)
        if lost or after in walked:
            break
        at = after
    return [each for each in walked if root.isAncestorOf(each)], unseen if len(wanted) > 1 else []


def _following(root: QWidget, at: QWidget) -> QWidget | None:
    """Where Tab goes; a page that is read may have links, which it goes through first."""
    for _ in range(_MOST_STOPS if isinstance(at, QTextBrowser) else 1):
        QTest.keyClick(at, Qt.Key.Key_Tab)
        after = root.window().focusWidget()
        if after is not at:
            return after
    return at


def _picture(widget: QWidget) -> QImage:
    """With what its parent draws round it."""
    parent = widget.parentWidget()
    if parent is None or isinstance(widget, QAbstractScrollArea):
        return widget.grab().toImage()
    return parent.grab(widget.geometry().adjusted(-3, -3, 3, 3)).toImage()


def _differ(one: QImage, other: QImage) -> bool:
    """Whether two pictures differ by more than a text cursor."""
    if one.size() != other.size():
        return True
    if one == other:
        return False
    left, right = (memoryview(each.constBits()).cast("I") for each in (one, other))
    different = (True for here, there in zip(left, right, strict=True) if here != there)
    return next(islice(different, _SEEN_PIXELS - 1, None), False)


def _is_back(before: QWidget, after: QWidget, root: QWidget) -> bool:
    """Whether the eye would have to go back: up in the same column, or left in the same line."""
    inside = _area(before, root) is _area(after, root)
    here, there = _place(before, root, whole=inside), _place(after, root, whole=inside)
    if before.isAncestorOf(after) or after.isAncestorOf(before):
        return False
    same_line = here.top() < there.bottom() and there.top() < here.bottom()
    if same_line:
        return there.right() <= here.left()
    return there.bottom() <= here.top() and there.left() < here.right()


def _area(widget: QWidget, root: QWidget) -> QScrollArea | None:
    at = widget.parentWidget()
    while at is not None and at is not root:
        if isinstance(at, QScrollArea):
            return at
        at = at.parentWidget()
    return None


def _place(widget: QWidget, root: QWidget, *, whole: bool = False) -> QRect:
    """Where it stands; unless `whole`, at the edge of what it would have to be scrolled up in."""
    place = QRect(widget.mapTo(root, QPoint()), widget.size())
    area = None if whole else _area(widget, root)
    if area is not None:
        place.moveBottom(min(place.bottom(), area.mapTo(root, QPoint()).y() + area.height()))
    return place
