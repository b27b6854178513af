"""The program's icon beside the clock, and its menu: what is due, the commonest things, pausing, and the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from crm_desktop import paths
from crm_desktop.language import tr
from crm_desktop.ui.background.background import Background
from crm_desktop.ui.background.doorway import Doorway
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import menus

if TYPE_CHECKING:
    from crm_desktop.ui.reminders.reminding import Reminding

#: In px, as the desktops ask for at 100 % and 200 %.
_SIZES: Final = (16, 22, 24, 32, 44, 48, 64)
#: Below this a figure cannot be read: a dot then.
_LEAST_FOR_FIGURES: Final = 22
_MOST_SHOWN: Final = 9


class Shop(Protocol):
    """What the tray asks of the open shop."""

    @property
    def name(self) -> str: ...

    @property
    def reminding(self) -> Reminding: ...


class Tray(QObject):
    """Hidden until `set_wanted(True)`, and where the desktop has no place for it: ask again each minute.

    `shop`: the open one; None while none is open, such as one that still needs its password.
    """

    def __init__(
        self,
        theme: Theme,
        background: Background,
        doorway: Doorway,
        shop: Callable[[], Shop | None],
        quit_program: Callable[[], object],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._background = background
        self._doorway = doorway
        self._shop = shop
        self._quit = quit_program
        self._shown: tuple[str, int, bool] | None = None
        self.menu = QMenu()
        self.menu.aboutToShow.connect(self._fill)
        self.icon = QSystemTrayIcon(self)
        self.icon.activated.connect(self._activated)
        self.icon.setContextMenu(self.menu)

    def set_wanted(self, wanted: bool) -> None:
        """Be there, or not."""
        visible = wanted and self._background.has_tray
        if visible != self.icon.isVisible():
            self._shown = None
            if visible and self.icon.icon().isNull():
                self.icon.setIcon(_plain_icon())
            self.icon.setVisible(visible)
        self.refresh()

    def is_there(self) -> bool:
        """Whether its icon is shown."""
        return self.icon.isVisible()

    def refresh(self) -> None:
        """Show how much is due now, and of which shop."""
        shop = self._shop()
        paused = self._background.paused_until is not None
        state = (shop.name, shop.reminding.due, paused) if shop is not None else ("", 0, paused)
        if state == self._shown or not self.icon.isVisible():
            return
        self._shown = state
        self.icon.setToolTip(_tip(*state))
        self.icon.setIcon(counted_icon(state[1], self._theme))
        self._fill()  # some desktops show the menu that they were given at first

    def speak_anew(self) -> None:
        """The language was changed."""
        self._shown = None
        self.refresh()

    def close(self) -> None:
        self.icon.hide()
        self.menu.deleteLater()
        self.icon.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self._doorway.show_window()

    def _fill(self) -> None:
        """Anew each time it opens, so that nothing in it is stale."""
        menu, theme, doorway, background = self.menu, self._theme, self._doorway, self._background
        menu.clear()
        shop = self._shop()
        if shop is not None:
            due = shop.reminding.due
            words = tr("Today: %n thing(s) to do", n=due) if due else tr("Nothing is due today")
            menus.add(menu, words, lambda: doorway.show_tab("today"), icon="sun", theme=theme)
            menu.addSeparator()
            menus.add(menu, tr("Search…"), doorway.focus_search, icon="search", theme=theme)
            menus.add(menu, tr("New purchase"), doorway.new_purchase, icon="cart", theme=theme)
            menus.add(menu, tr("New follow-up"), doorway.new_follow_up, icon="check-circle", theme=theme)
            menu.addSeparator()
            menus.add(menu, tr("Show reminders"), shop.reminding.show_now, icon="bell", theme=theme)
            if background.paused_until is None:
                menus.add(menu, tr("Pause reminders until tomorrow"), shop.reminding.pause, icon="moon", theme=theme)
            else:
                menus.add(menu, tr("Go on with the reminders"), background.go_on, icon="bell", theme=theme)
            menu.addSeparator()
        menus.add(menu, tr("Open CRM Desktop"), doorway.show_window, icon="shop", theme=theme)
        menus.add(menu, tr("Quit"), self._quit, icon="x", theme=theme)


def _tip(name: str, due: int, paused: bool) -> str:
    if not name:
        return paths.APP_NAME
    if paused:
        return tr("%1: reminders are paused until tomorrow", name)
    return tr("%1: %n thing(s) to do today", name, n=due) if due else name


def counted_icon(due: int, theme: Theme) -> QIcon:
    """The program's icon, with how much is due in its corner."""
    plain = _plain_icon()
    if not due:
        return plain
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(_counted(plain.pixmap(size, size), size, due, theme))
    return icon


def _plain_icon() -> QIcon:
    return QIcon(str(paths.resources() / "icons" / "app.svg"))


def _counted(picture: QPixmap, size: int, due: int, theme: Theme) -> QPixmap:
    has_figures = size >= _LEAST_FOR_FIGURES
    across = size * (0.62 if has_figures else 0.45)
    disc = QRectF(size - across, size - across, across, across)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.color_of("danger", "light")))
    painter.drawEllipse(disc)
    if has_figures:
        font = QFont()
        font.setPixelSize(round(across * 0.72))
        font.setBold(True)
        painter.setFont(theme.tabular(font))
        painter.setPen(QColor(tokens.color_of("surface", "light")))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(due) if due <= _MOST_SHOWN else f"{_MOST_SHOWN}+")
    painter.end()
    return picture
