"""Menu entries in one line each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from crm_desktop.ui.style.theme import Theme


def add(
    menu: QMenu,
    text: str,
    do: Callable[[], object],
    *,
    icon: str = "",
    theme: Theme | None = None,
    shortcut: str = "",
    enabled: bool = True,
    checked: bool | None = None,
) -> QAction:
    """Append an entry. `shortcut` is only shown: the window's own shortcuts do the work. `&` in `text` stays itself."""
    action = QAction(text.replace("&", "&&"), menu)
    if shortcut:
        action.setText(action.text() + "\t" + QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText))
    if icon and theme is not None:
        action.setIcon(theme.icon(icon))
    action.setEnabled(enabled)
    if checked is not None:
        action.setCheckable(True)
        action.setChecked(checked)
    action.triggered.connect(lambda *_: do())
    menu.addAction(action)
    return action
