"""What a list with birthdays offers: to copy the greeting, and to tick off who was greeted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.theme import Theme
from crm_desktop.ui.widgets import buttons


def greeting_buttons(
    theme: Theme, copy: Callable[[], object], mark: Callable[[bool], object], *, greeted: bool
) -> tuple[QPushButton, QPushButton]:
    """For a line whose customer was `greeted` or not; `mark` is told what the customer is to be."""
    copying = buttons.quiet(tr("Copy greeting"), copy, theme=theme, icon="copy", shortcut="G")
    ticked = buttons.quiet(tr("Greeted"), None, shortcut="M")
    theme.set_icon(ticked, "check-circle" if greeted else "chat", "good" if greeted else "text")
    ticked.setCheckable(True)
    ticked.setChecked(greeted)

    def tell(_: bool) -> None:
        ticked.setChecked(greeted)  # it tells what holds; the other one comes once that has changed
        mark(not greeted)

    ticked.clicked.connect(tell)
    return copying, ticked
