"""The window's "⋯" menu: what can be undone, the shop's files, and how the program looks and speaks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop import __version__, language
from crm_desktop.language import tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import TEXT_SIZES, px
from crm_desktop.ui.style.theme import MODES
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.reading_order import ReadsAlong

SHOP_ENDING: Final = "*.crm"


class Shell(Protocol):
    """What the window asks of the program around it."""

    def open_shop(self, path: Path) -> object: ...

    def new_shop(self, path: Path) -> object: ...

    def demo_shop(self) -> object: ...

    def set_language(self, code: str) -> object: ...

    def show_reminders(self) -> object: ...

    def show_last_call(self) -> object: ...

    def show_help(self, place: str = "") -> object:
        """Open the help at a page, such as "import" or "import#doubtful"."""

    def window_closed(self) -> bool:
        """She has closed the window: whether it may go."""

    def quit(self) -> object: ...


class WindowMenu:
    """Fills the menu each time it opens."""

    def __init__(
        self, context: Context, shell: Shell, window: QWidget, show_history: Callable[[], object],
        print_list: Callable[[], object], show_tips: Callable[[], object],
    ) -> None:  # fmt: skip
        self._context = context
        self._shell = shell
        self._window = window
        self._show_history = show_history
        self._print_list = print_list
        self._show_tips = show_tips

    def fill(self, menu: QMenu) -> None:
        context, theme = self._context, self._context.theme
        history = context.services.history
        undo, redo = history.next_undo(), history.next_redo()
        actions = context.actions
        menus.add(
            menu, tr("Undo: %1", undo.what) if undo else tr("Undo"), actions.undo,
            icon="undo", theme=theme, shortcut="Ctrl+Z", enabled=undo is not None,
        )  # fmt: skip
        menus.add(
            menu, tr("Redo: %1", redo.what) if redo else tr("Redo"), actions.redo,
            icon="redo", theme=theme, shortcut="Ctrl+Y", enabled=redo is not None,
        )  # fmt: skip
        menus.add(menu, tr("History"), self._show_history, icon="history", theme=theme)
        menu.addSeparator()
        menus.add(menu, tr("Show reminders"), self._shell.show_reminders, icon="bell", theme=theme, shortcut="Ctrl+R")
        menus.add(menu, tr("Last call"), self._shell.show_last_call, icon="phone", theme=theme)
        menu.addSeparator()
        bring = context.navigate.import_file
        menus.add(menu, tr("Import customers…"), lambda: bring(None, "customers"), icon="import", theme=theme)
        menus.add(menu, tr("Import purchases…"), lambda: bring(None, "purchases"), icon="import", theme=theme)
        menus.add(menu, tr("Print…"), self._print_list, icon="print", theme=theme, shortcut="Ctrl+P")
        self._fill_file(menu.addMenu(theme.icon("shop"), tr("The shop's file")))
        menu.addSeparator()
        menus.add(menu, tr("Settings"), self._settings, icon="settings", theme=theme)
        menus.add(menu, tr("Safety…"), context.navigate.show_safety, icon="shield", theme=theme)
        menus.add(menu, tr("Lock"), context.keeper.lock, icon="lock", theme=theme, shortcut="Ctrl+L")
        self._fill_theme(menu.addMenu(theme.icon("moon"), tr("Appearance")))
        self._fill_text_size(menu.addMenu(theme.icon("search"), tr("Size of the text")))
        self._fill_language(menu.addMenu(theme.icon("language"), tr("Language")))
        menu.addSeparator()
        self._fill_help(menu.addMenu(theme.icon("help"), tr("Help")))
        menus.add(menu, tr("Quit"), self._shell.quit, icon="x", theme=theme, shortcut="Ctrl+Q")

    def _fill_file(self, menu: QMenu) -> None:
        theme = self._context.theme
        menus.add(menu, tr("Open a shop…"), self.ask_open, icon="folder", theme=theme)
        menus.add(menu, tr("Make a new shop…"), self.ask_new, icon="shop", theme=theme)
        menu.addSeparator()
        menus.add(menu, tr("Copy the shop to…"), self._copy_shop, icon="copy", theme=theme)
        menus.add(menu, tr("Bring back a copy…"), self._restore, icon="history", theme=theme)
        menu.addSeparator()
        menus.add(menu, tr("Bring in a whole shop…"), self._bring_in_shop, icon="import", theme=theme)
        menus.add(menu, tr("Hand over the whole shop…"), self._hand_over_shop, icon="export", theme=theme)

    def _fill_help(self, menu: QMenu) -> None:
        navigate, theme = self._context.navigate, self._context.theme
        menus.add(menu, tr("Open the help"), navigate.show_help, icon="help", theme=theme, shortcut="F1")
        menus.add(menu, tr("Keys"), lambda: navigate.show_help("keys"), icon="keyboard", theme=theme)
        menus.add(menu, tr("Show the tips"), self._show_tips, icon="eye", theme=theme)
        menus.add(menu, tr("About CRM Desktop"), self._about, icon="info", theme=theme)

    def _fill_theme(self, menu: QMenu) -> None:
        theme = self._context.theme
        names = {"system": tr("As the system"), "light": tr("Light"), "dark": tr("Dark")}
        for mode in MODES:
            menus.add(menu, names[mode], partial(theme.set_mode, mode), checked=theme.mode == mode)
        menu.addSeparator()
        menus.add(menu, tr("Compact rows"), lambda: theme.set_compact(not theme.compact), checked=theme.compact)

    def _fill_text_size(self, menu: QMenu) -> None:
        theme = self._context.theme
        for percent in TEXT_SIZES:
            menus.add(menu, tr("%1 %", percent), partial(theme.set_text_size, percent),
                      checked=theme.text_size == percent)  # fmt: skip

    def _fill_language(self, menu: QMenu) -> None:
        for code, name in (("zh_CN", "中文"), ("en", "English")):
            menus.add(menu, name, partial(self._shell.set_language, code), checked=language.language() == code)

    def ask_open(self) -> None:
        """Ask for a shop file, and open it in place of this one."""
        path = self._context.file_dialogs.ask_open(
            self._window, tr("Open a shop"), [(tr("CRM Desktop shops"), SHOP_ENDING)]
        )
        if path is not None:
            self._shell.open_shop(path)

    def ask_new(self) -> None:
        """Ask where a new, empty shop is to be, and open it."""
        path = self._context.file_dialogs.ask_save(
            self._window, tr("Make a new shop"), tr("My shop") + ".crm", [(tr("CRM Desktop shops"), SHOP_ENDING)]
        )
        if path is not None:
            self._shell.new_shop(path)

    def _bring_in_shop(self) -> None:
        from crm_desktop.ui.dialogs.whole_shop import bring_in

        bring_in(self._context, self._window)

    def _hand_over_shop(self) -> None:
        from crm_desktop.ui.dialogs.whole_shop import hand_over

        hand_over(self._context, self._window)

    def _restore(self) -> None:
        from crm_desktop.ui.dialogs.restore import open_restore

        open_restore(self._context, self._window)

    def _copy_shop(self) -> None:
        from crm_desktop.ui.dialogs.copy_shop import copy_shop_to

        copy_shop_to(self._context, self._window)

    def _settings(self) -> None:
        from crm_desktop.ui.dialogs.settings import SettingsDialog

        SettingsDialog(self._context, self._window).open()

    def _about(self) -> None:
        AboutDialog(self._window, self._context.services.shop.path).open()


class AboutDialog(ReadsAlong, QDialog):
    """What this is, which version, and where the shop is."""

    def __init__(self, parent: QWidget, shop: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About CRM Desktop"))
        self.setMinimumWidth(px(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(texts.title("CRM Desktop"))
        column.addWidget(texts.secondary(tr("Version %1", __version__)))
        column.addWidget(texts.body(tr("A small shop's customers in one file on one laptop."), wrap=True))
        column.addSpacing(8)
        column.addWidget(texts.section(tr("The shop's file")))
        column.addWidget(texts.body(str(shop), wrap=True, selectable=True))
        column.addLayout(_close_row(self))


def _close_row(dialog: QDialog) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(buttons.plain(tr("Close"), dialog.accept))
    return row
