"""Keys of a list: they act while the list has the keyboard, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind_keys(view: QWidget, keys: Iterable[tuple[str, Callable[[], object]]]) -> None:
    """Have each key do its thing in `view`."""
    for key, do in keys:
        shortcut = QShortcut(QKeySequence(key), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda do=do: do())
