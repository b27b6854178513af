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

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from crm_desktop import language, paths
from crm_desktop.clock import Clock, laptop_clock
from crm_desktop.errors import ShopInUse, UserError, WrongPassword
from crm_desktop.language import Sentence, tr
from crm_desktop.services import Services, build
from crm_desktop.store.shop import Shop
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.plumbing import guard
from crm_desktop.ui.plumbing.actions import Actions
from crm_desktop.ui.plumbing.background import Background
from crm_desktop.ui.plumbing.bus import ChangeBus
from crm_desktop.ui.plumbing.calendar_file import CalendarFile
from crm_desktop.ui.plumbing.context import Context, Navigator
from crm_desktop.ui.plumbing.daily_backup import DailyBackup
from crm_desktop.ui.plumbing.file_dialogs import SystemFileDialogs
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.plumbing.questions import BoxQuestions
from crm_desktop.ui.plumbing.theme import Theme
from crm_desktop.ui.plumbing.watched_folder import WatchedFolder
from crm_desktop.ui.tabs import TABS


class Program:
    """The running program: one shop at a time, in one window. It is the window's `Shell`."""

    def __init__(
        self, application: QApplication, data_dir: Path, lang: str | None = None, clock: Clock | None = None
    ) -> None:
        self._application = application
        self._data_dir = data_dir
        self._clock = clock or laptop_clock()
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
        self.background = Background(self.memory, self._clock, _Unstarted(), QSystemTrayIcon.isSystemTrayAvailable)
        self.services: Services | None = None
        self.watched: WatchedFolder | None = None
        self.calendar_file: CalendarFile | None = None
        self.daily_backup: DailyBackup | None = None
        self.window: QWidget | None = None

    # Shops

    def start(self, path: Path, key: str | None = None) -> None:
        """Open a shop, or tell in a window why not. The shop of the first start is made."""
        first = path == self._data_dir / "shop.crm" and not path.exists()
        opener = Shop.create if first else Shop.open
        self._try(path, lambda word: opener(path, key=word, clock=self._clock), key)

    def open_shop(self, path: Path) -> None:
        """Open another shop in place of this one, which stays open if the other cannot be."""
        self._try(path, lambda word: Shop.open(path, key=word, clock=self._clock))

    def new_shop(self, path: Path) -> None:
        """Make an empty shop, and open it in place of this one."""
        self._try(path, lambda word: Shop.create(path, key=word, clock=self._clock))

    def demo_shop(self) -> None:
        """Open the demo shop, made the first time."""
        from crm_desktop.ui.demo_shop import make_demo

        path, today = self._data_dir / "demo.crm", self._clock.now().date()
        if path.exists():
            self.open_shop(path)
        elif not self.jobs.busy:
            self.jobs.start(
                tr("Making a demo shop"),
                lambda report, cancelled: make_demo(path, today, report, cancelled),
                done=lambda _: self.open_shop(path),
            )
        else:
            self.messages.error(str(_busy()))

    def _try(self, path: Path, opened: Callable[[str | None], Shop], key: str | None = None) -> None:
        """Put a shop in the place of the one before, or tell why not: a password is asked for."""
        error = self._opens(opened, key)
        if error is None:
            return

        def unlock(word: str) -> UserError | None:
            return self._opens(opened, word)

        locked = isinstance(error, WrongPassword)
        if self.window is not None and self.services is not None:
            if locked:
                from crm_desktop.ui.password import PasswordDialog

                PasswordDialog(path, unlock, self.theme, self.window).open()
            else:
                self.messages.error(str(error))
            return
        from crm_desktop.ui.start_page import StartPage

        page = StartPage(
            error, lambda: QTimer.singleShot(0, lambda: self._try(path, opened, key)), self, self.theme,
            self.messages, self.jobs, self.file_dialogs, locked=path, unlock=unlock if locked else None,
            wrong=key is not None,
        )  # fmt: skip
        self._show(page)

    def _opens(self, opened: Callable[[str | None], Shop], key: str | None) -> UserError | None:
        """Open a shop and show its window; what stood in the way, or None."""
        if self.jobs.busy:
            return _busy()
        try:
            shop = opened(key)
        except UserError as error:
            return error
        if self.services is not None:
            self.services.shop.close()
            self.jobs.tidy(self.services.shop.close)
        paths.remember_shop(self._data_dir, shop.path)
        self.services = build(shop)
        self._watch(self.services)
        self._show_window()
        return None

    def _watch(self, services: Services) -> None:
        """The shop's own folder is watched from now on, and no other's; so with its backups and its calendar file."""
        self._stop_watching()
        actions = self._actions_of(services)
        self.watched = WatchedFolder(services.shop, self.jobs, actions, self.bus, self.messages, self.memory)
        self.watched.start()
        self.calendar_file = CalendarFile(services, self.jobs, self.bus, self.messages, self.memory)
        self.daily_backup = DailyBackup(services.shop, paths.backups(self._data_dir), self.jobs)
        services.shop.safeguard = self.daily_backup.before
        services.shop.backup_failure = self.daily_backup.failure

    def _stop_watching(self) -> None:
        for each in (self.watched, self.calendar_file, self.daily_backup):
            if each is not None:
                each.stop()

    def _actions_of(self, services: Services) -> Actions:
        return Actions(services.history, self.bus, self.messages, self.jobs)

    # The window

    def _show_window(self) -> None:
        services = self.services
        assert services is not None
        watched = self.watched
        calendar_file = self.calendar_file
        assert watched is not None
        assert calendar_file is not None

        def context_for(navigator: Navigator) -> Context:
            return Context(
                services=services,
                bus=self.bus,
                actions=self._actions_of(services),
                jobs=self.jobs,
                messages=self.messages,
                clock=self._clock,
                memory=self.memory,
                theme=self.theme,
                navigate=navigator,
                file_dialogs=self.file_dialogs,
                questions=BoxQuestions(),
                watched=watched,
                background=self.background,
                calendar_file=calendar_file,
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
        self._stop_watching()
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


class _Unstarted:
    """No autostart."""

    def is_on(self) -> bool:
        return False

    def set_on(self, on: bool) -> None:
        raise UserError(Sentence("Something went wrong"))


def _busy() -> ShopInUse:
    return ShopInUse(Sentence("Something is still being worked on. Wait for it, or stop it, then try again."))


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
