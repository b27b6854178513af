"""What the main window knows of a tab before it is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from crm_desktop.language import Sentence
from crm_desktop.ui.plumbing.context import Context


@dataclass(frozen=True)
class TabSpec:
    """`build` imports the tab and makes it, the first time it is shown; `badge` counts what is due on it.

    A tab may have the methods `on_shown()`, `on_change(change)`, `on_new_day()`, `search(text)`, `focus_list()`,
    `may_close()` (False: something unsaved is to be kept) and `customer_in_view()` (an id or None, for F2 and Ctrl+T);
    the window calls those that there are. One that is not `in_bar` is a page reached by the menu.
    """

    key: str
    title: Sentence
    icon: str
    build: Callable[[Context, QWidget], QWidget]
    badge: Callable[[Context], int] | None = None
    in_bar: bool = True
