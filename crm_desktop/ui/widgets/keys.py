"""Keys that belong to one widget: they act while it has the keyboard, and are not the window's meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind_keys(view: QWidget, keys: Iterable[tuple[str, Callable[[], object]]]) -> None:
    """Have each key do its thing in `view`."""
    for key, do in keys:
        shortcut = QShortcut(QKeySequence(key), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda do=do: do())


def asks_whose_escape(event: QEvent) -> bool:
    """Whether Qt asks by this event whose key Esc is now: the widget's that accepts it, else the window's, where it
    means "back"."""
    asks = event.type() == QEvent.Type.ShortcutOverride
    return asks and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
