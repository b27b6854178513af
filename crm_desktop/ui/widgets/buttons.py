"""Buttons in the program's few kinds. Their accessible name is their text; the tooltip tells the key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme

Click = Callable[[], object]


def _tip(text: str, shortcut: str) -> str:
    if not shortcut:
        return text
    return f"{text}  ({QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)})"


class Button(QPushButton):
    """Enter presses the button that has the keyboard, and no other: not Save while Cancel has it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def _button(
    text: str,
    on_click: Click | None,
    kind: str,
    *,
    theme: Theme | None = None,
    icon: str = "",
    shortcut: str = "",
    tooltip: str = "",
) -> QPushButton:
    button = Button(text)
    button.setAccessibleName(text)
    if kind:
        button.setProperty("kind", kind)
    if icon and theme is not None:
        tokens = {"primary": "on_accent", "danger": "danger", "link": "accent"}
        theme.set_icon(button, icon, tokens.get(kind, "text"))
        button.setIconSize(QSize(px(16), px(16)))
    if tooltip or shortcut:
        button.setToolTip(_tip(tooltip or text, shortcut))
    if kind == "link":
        button.setCursor(Qt.CursorShape.PointingHandCursor)
    # Enter in a field belongs to the form's own default button.
    button.setAutoDefault(False)
    if on_click is not None:
        button.clicked.connect(lambda *_: on_click())
    return button


def primary(
    text: str,
    on_click: Click | None,
    *,
    theme: Theme | None = None,
    icon: str = "",
    shortcut: str = "",
    tooltip: str = "",
) -> QPushButton:
    """The one thing that a page or form is for."""
    return _button(text, on_click, "primary", theme=theme, icon=icon, shortcut=shortcut, tooltip=tooltip)


def plain(
    text: str,
    on_click: Click | None,
    *,
    theme: Theme | None = None,
    icon: str = "",
    shortcut: str = "",
    tooltip: str = "",
) -> QPushButton:
    """An ordinary button."""
    return _button(text, on_click, "", theme=theme, icon=icon, shortcut=shortcut, tooltip=tooltip)


def quiet(
    text: str,
    on_click: Click | None,
    *,
    theme: Theme | None = None,
    icon: str = "",
    shortcut: str = "",
    tooltip: str = "",
) -> QPushButton:
    """A button without an edge, for lines and toolbars."""
    return _button(text, on_click, "quiet", theme=theme, icon=icon, shortcut=shortcut, tooltip=tooltip)


def link(text: str, on_click: Click | None, *, tooltip: str = "") -> QPushButton:
    """A button that looks like a link."""
    return _button(text, on_click, "link", tooltip=tooltip)


def danger(text: str, on_click: Click | None, *, theme: Theme | None = None, icon: str = "") -> QPushButton:
    """A button that removes something."""
    return _button(text, on_click, "danger", theme=theme, icon=icon)


def icon_button(
    name: str, tooltip: str, on_click: Click | None, *, theme: Theme, shortcut: str = "", token: str = "text"
) -> QToolButton:
    """Only an icon; `tooltip` is also its accessible name."""
    button = QToolButton()
    button.setAccessibleName(tooltip)
    button.setToolTip(_tip(tooltip, shortcut))
    button.setIconSize(QSize(px(16), px(16)))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    theme.set_icon(button, name, token)
    if on_click is not None:
        button.clicked.connect(lambda *_: on_click())
    return button


def menu_button(
    text: str, fill: Callable[[QMenu], object], *, theme: Theme | None = None, icon: str = "", kind: str = "quiet"
) -> QPushButton:
    """A button that opens a menu. `fill` puts the entries in each time it opens, so that none is stale."""
    button = _button(text, None, kind, theme=theme, icon=icon)
    button.setProperty("menu", "true")
    button.setMenu(built_menu(button, fill))
    return button


def built_menu(parent: QWidget, fill: Callable[[QMenu], object]) -> QMenu:
    """A menu that is filled anew each time it opens."""
    menu = QMenu(parent)

    def refill() -> None:
        menu.clear()
        for below in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            below.deleteLater()
        fill(menu)

    menu.aboutToShow.connect(refill)
    return menu
