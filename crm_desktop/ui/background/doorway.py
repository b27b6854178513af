"""The way into the window for what lives outside it: the popup, the tray, a second start of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from crm_desktop.ui.plumbing.context import Navigator


class Front(Navigator, Protocol):
    """What the shop's window does beyond a Navigator."""

    def focus_search(self) -> None: ...


class Doorway:
    """A Navigator that brings the window to the front first; `window` does so, and builds it where there is none.

    `show_window` brings to the front whatever there is, also where no shop is open.
    """

    def __init__(self, show_window: Callable[[], object], window: Callable[[], Front]) -> None:
        self.show_window = show_window
        self._window = window

    def focus_search(self) -> None:
        """The keyboard goes to the search box."""
        self._window().focus_search()

    def show_tab(self, key: str) -> None:
        self._window().show_tab(key)

    def show_customer(self, customer_id: int) -> None:
        self._window().show_customer(customer_id)

    def new_customer(self, text: str = "") -> None:
        self._window().new_customer(text)

    def new_purchase(self, customer_id: int | None = None) -> None:
        self._window().new_purchase(customer_id)

    def new_follow_up(self, customer_id: int | None = None) -> None:
        self._window().new_follow_up(customer_id)

    def import_file(self, path: Path | None = None, kind: str = "customers") -> None:
        self._window().import_file(path, kind)

    def import_files(self, paths: Sequence[Path]) -> None:
        self._window().import_files(paths)

    def import_cells(self, text: str, kind: str = "customers") -> None:
        self._window().import_cells(text, kind)

    def show_told(self, customer_id: int) -> None:
        self._window().show_told(customer_id)

    def show_safety(self, code: str = "") -> None:
        self._window().show_safety(code)

    def show_help(self, place: str = "") -> None:
        self._window().show_help(place)

    def show_reminder_settings(self) -> None:
        self._window().show_reminder_settings()

    def show_call_settings(self) -> None:
        self._window().show_call_settings()
