"""The composition root of the window: here alone its parts are made and given to each other.

Start: Qt and the log; what this laptop remembers; the language; the theme; messages, the guard that catches what
nobody caught, and the worker; the shop and its services; the window, and in it the one tab that is in front.
Whatever goes wrong after the guard is told in the window.

Stop, the other way round: the window is closed and remembers its place; the worker stops, and closes its connection
to the shop; the shop's own connection closes last and leaves one tidy file; the guard gives back Python's hooks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop import language, paths
from crm_desktop.clock import Clock, SystemClock
from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.services import Services, build
from crm_desktop.store.shop import Shop
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.plumbing import guard
from crm_desktop.ui.plumbing.actions import Actions
from crm_desktop.ui.plumbing.bus import ChangeBus
from crm_desktop.ui.plumbing.context import Context, Navigator
from crm_desktop.ui.plumbing.file_dialogs import SystemFileDialogs
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.plumbing.questions import BoxQuestions
from crm_desktop.ui.plumbing.theme import Theme
from crm_desktop.ui.start_page import StartPage
from crm_desktop.ui.tabs import TABS

_DEMO_CUSTOMERS: Final = 300
_DEMO_PURCHASES: Final = 1500


class Program:
    """The running program: one shop at a time, in one window. It is the window's `Shell`."""

    def __init__(
        self, application: QApplication, data_dir: Path, lang: str | None = None, clock: Clock | None = None
    ) -> None:
        self._application = application
        self._data_dir = data_dir
        self._clock = clock or SystemClock()
        application.setApplicationName(paths.APP_NAME)
        application.setWindowIcon(QIcon(str(paths.resources() / "icons" / "app.svg")))
        self._log = guard.start_log(data_dir / "logs")
        self.memory = Memory(data_dir / "window.ini")
        self._translator: QTranslator | None = None
        self._speak(lang or self.memory.get("look/language", language.system_language()))
        self.theme = Theme(application, self.memory)
        self.messages = Messages()
        self.guard = guard.Guard(self.messages, lambda: self.window)
        self.jobs = Jobs(lambda error: self.messages.error(str(error)), self.guard.caught)
        self.bus = ChangeBus()
        self.file_dialogs = SystemFileDialogs(self.memory)
        self.services: Services | None = None
        self.window: QWidget | None = None

    # Shops

    def start(self, path: Path, key: str | None = None) -> None:
        """Open a shop, or tell in a window why not. The shop of the first start is made."""
        first = path == self._data_dir / "shop.crm" and not path.exists()
        opener = Shop.create if first else Shop.open
        self._try(lambda: opener(path, key=key, clock=self._clock), lambda: self.start(path, key))

    def open_shop(self, path: Path) -> None:
        """Open another shop in place of this one, which stays open if the other cannot be."""
        self._try(lambda: Shop.open(path, clock=self._clock), lambda: self.open_shop(path))

    def new_shop(self, path: Path) -> None:
        """Make an empty shop, and open it in place of this one."""
        self._try(lambda: Shop.create(path, clock=self._clock), lambda: self.new_shop(path))

    def demo_shop(self) -> None:
        """Open the demo shop, made the first time."""
        path = self._data_dir / "demo.crm"

        def open_or_make() -> Shop:
            if path.exists():
                return Shop.open(path, clock=self._clock)
            from crm_desktop.services.demo import make

            shop = Shop.create(path, clock=self._clock)
            make(shop, _DEMO_CUSTOMERS, _DEMO_PURCHASES, 1, self._clock.now().date())
            return shop

        self._try(open_or_make, self.demo_shop)

    def _try(self, opened: Callable[[], Shop], retry: Callable[[], None]) -> None:
        if self.jobs.busy:
            self.messages.error(tr("Something is still being worked on. Wait for it, or stop it, then try again."))
            return
        try:
            shop = opened()
        except UserError as error:
            if self.services is not None:
                self.messages.error(str(error))
            else:
                self._show(
                    StartPage(error, lambda: QTimer.singleShot(0, retry), self, self.theme, self.messages,
                              self.file_dialogs)
                )  # fmt: skip
            return
        if self.services is not None:
            self.services.shop.close()
        paths.remember_shop(self._data_dir, shop.path)
        self.services = build(shop)
        self._show_window()

    # The window

    def _show_window(self) -> None:
        services = self.services
        assert services is not None

        def context_for(navigator: Navigator) -> Context:
            return Context(
                services=services,
                bus=self.bus,
                actions=Actions(services.history, self.bus, self.messages),
                jobs=self.jobs,
                messages=self.messages,
                clock=self._clock,
                memory=self.memory,
                theme=self.theme,
                navigate=navigator,
                file_dialogs=self.file_dialogs,
                questions=BoxQuestions(),
            )

        window = MainWindow(context_for, TABS, self)
        window.show_first_tab()
        self._show(window)

    def _show(self, window: QWidget) -> None:
        """Put a window in the place of the one before."""
        old = self.window
        self.window = window
        window.show()
        if old is not None:
            old.hide()
            old.deleteLater()

    def set_language(self, code: str) -> None:
        """Speak another language from now on: the window is built anew."""
        if code == language.language():
            return
        if isinstance(self.window, MainWindow) and not self.window.put_away():
            return
        self.memory.put("look/language", code)
        self._speak(code)
        if self.services is not None:
            self._show_window()

    def _speak(self, code: str) -> None:
        language.set_language(code if code in language.LANGUAGES else "en")
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
            self._translator = None
        # Qt's own words, such as those of its file dialog.
        translator = QTranslator()
        if translator.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._application.installTranslator(translator)
            self._translator = translator

    def quit(self) -> None:
        if self.window is not None:
            self.window.close()

    def stop(self) -> None:
        """Close everything in order; see the top of this file."""
        shop = self.services.shop if self.services is not None else None
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
            self.window = None
        self.jobs.close(shop.close if shop is not None else None)
        if shop is not None:
            shop.close()
        self.memory.save()
        self.guard.uninstall()
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
        logging.getLogger().removeHandler(self._log)
        self._log.close()


def run(shop: Path, data_dir: Path, lang: str | None = None, key: str | None = None) -> int:
    """Open the window on a shop and stay until it is closed; the exit status."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([paths.APP_NAME])
    program = Program(application, data_dir, lang)
    program.start(shop, key)
    try:
        return application.exec()
    finally:
        program.stop()
