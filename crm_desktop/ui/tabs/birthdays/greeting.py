"""What a list with birthdays offers: to copy the greeting, to choose another, and to tick off who was greeted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QMenu

from crm_desktop.language import tr
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons


def greeting_buttons(
    theme: Theme,
    copy: Callable[[], object],
    fill: Callable[[QMenu], object],
    mark: Callable[[bool], object],
    *,
    greeted: bool,
    words: bool = True,
) -> tuple[QAbstractButton, ...]:
    """For a line whose customer was `greeted` or not; `fill` puts the other greetings into a menu, `mark` is told what
    the customer is to be. Without `words` they are icons only, whose tips say the same."""
    copying = buttons.quiet(tr("Copy greeting"), copy, theme=theme, icon="copy", shortcut="G")
    others = buttons.icon_button("chevron-down", tr("Other greetings"), None, theme=theme)
    others.clicked.connect(lambda *_: _drop_down(others, fill))
    ticked = buttons.quiet(tr("Greeted"), None, theme=theme, icon="chat", shortcut="M")
    if greeted:
        theme.set_icon(ticked, "check-circle", "good")
    ticked.setCheckable(True)
    ticked.setChecked(greeted)

    if not words:
        copying.setText("")
        ticked.setText("")

    def tell(_: bool) -> None:
        ticked.setChecked(greeted)  # it tells what holds; the other one comes once that has changed
        mark(not greeted)

    ticked.clicked.connect(tell)
    return copying, others, ticked


def _drop_down(button: QAbstractButton, fill: Callable[[QMenu], object]) -> None:
    menu = QMenu(button)
    fill(menu)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
