"""The composition root of the window: here alone its parts are made and given to each other.

Start: Qt; the words are handed to the copy that runs already, if one does; the log; what this laptop remembers; the
language; the theme; messages, the guard that catches what nobody caught, and the worker; the tray and the system's
notifications; the shop, with what watches and reminds for it; the window, and in it the one tab that is in front. A
start with `--hidden` builds no window: that is built when it is first asked for. What nobody waits for before the
window is painted comes after that, piece by piece (see `afterwards`): the ear for later starts, the tray, watching,
reminding, the look at a large file. From then on one ticker, once a minute, is all that wakes the program by itself.
Whatever goes wrong after the guard is told in the window, or by a notification where there is none.

Stop, the other way round: the window remembers its place and goes; the worker stops, and closes its connection to the
shop; reminders that are on the screen are put away; the shop's own connection closes last and leaves one tidy file; the
tray's icon and the notifications go; the guard gives back Python's hooks.
"""

from __future__ import annotations

import contextlib
import gc
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon, QPixmapCache
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from crm_desktop import language, paths
from crm_desktop.clock import Clock, laptop_clock
from crm_desktop.errors import NotAnswering, ShopDamaged, ShopLocked, UserError
from crm_desktop.exchange.file_endings import is_sheet
from crm_desktop.language import listed, tr
from crm_desktop.running_copy import Words
from crm_desktop.ui.background.autostart import system_autostart
from crm_desktop.ui.background.background import Background
from crm_desktop.ui.background.closing import Closing, closing
from crm_desktop.ui.background.doorway import Doorway
from crm_desktop.ui.background.ending import Application, EndingSignals
from crm_desktop.ui.background.file_doubt import FileDoubt
from crm_desktop.ui.background.first_copy import FirstCopy
from crm_desktop.ui.background.notifications import Notifier, system_notifier
from crm_desktop.ui.background.ticker import Ticker
from crm_desktop.ui.background.tray import Tray
from crm_desktop.ui.background.trouble import TROUBLE, Trouble
from crm_desktop.ui.calls.reception import Reception
from crm_desktop.ui.help.desk import HelpDesk
from crm_desktop.ui.open_shop import Laptop, OpenShop
from crm_desktop.ui.plumbing import guard
from crm_desktop.ui.plumbing.afterwards import Afterwards, Piece, at_once
from crm_desktop.ui.plumbing.bus import ChangeBus
from crm_desktop.ui.plumbing.file_dialogs import SystemFileDialogs
from crm_desktop.ui.plumbing.garbage import Collector
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.plumbing.questions import BoxQuestions, tell
from crm_desktop.ui.plumbing.speech import Speech
from crm_desktop.ui.shops import NOT_OPEN, Shops
from crm_desktop.ui.style.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services import Services
    from crm_desktop.ui.calls.calls import Calls
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.opening.plain_window import PlainWindow

#: Where the program starts with the computer, the desktop's tray may come later than we do.
_TRAY_PATIENCE_MS: Final = 30_000

_NAMED: Final = 5
"""Of many things that were not opened so many are named."""

_STARTED_MS: Final = 3_000
"""After so long a start is over, in any case."""


class Program:
    """The running program: one shop at a time, in one window or in none. It is the window's `Shell`.

    `leave` ends Qt's loop.
    """

    def __init__(
        self,
        application: QApplication,
        data_dir: Path,
        lang: str | None = None,
        clock: Clock | None = None,
        *,
        leave: Callable[[], object] = lambda: None,
        notifier: Callable[[QSystemTrayIcon], Notifier] = system_notifier,
        later: Callable[[Piece], object] = at_once,
    ) -> None:
        """`later` does what nobody waits for before the window is there."""
        self._collector = Collector()
        self._data_dir = data_dir
        self._clock = clock or laptop_clock()
        self._leave = leave
        self._later = later
        application.setApplicationName(paths.APP_NAME)
        application.setDesktopFileName("crm-desktop")  # by which Linux desktops find its icon and its entry
        later(lambda: application.setWindowIcon(QIcon(str(paths.resources() / "icons" / "app.svg"))))
        self._log = guard.start_log(data_dir / "logs")
        self.memory = Memory(data_dir / "window.ini")
        self._speech = Speech(application, lang or self.memory.get("look/language", language.system_language()))
        self.theme = Theme(application, self.memory)
        # After whatever asks for it, a menu or a page of the window that then goes, is done.
        self.theme.text_size_changed.connect(self._take_text_size, Qt.ConnectionType.QueuedConnection)
        self.help = HelpDesk(self.theme, self.memory)
        self.messages = Messages()
        doubt = FileDoubt(lambda: self.opened.shop if self.opened is not None else None, lambda: self.jobs)
        self.guard = guard.Guard(self.messages, lambda: self.window, doubt.meaning, doubt.look)
        self.jobs = Jobs(self._job_failed, self.guard.caught)
        self.background = Background(
            self.memory, self._clock, system_autostart(data_dir), QSystemTrayIcon.isSystemTrayAvailable
        )
        self.background.changed.connect(self._show_tray)
        self.doorway = Doorway(self.show_window, self._front_window)
        self.tray = Tray(self.theme, self.background, self.doorway, lambda: self.opened, self.quit)
        self.notifier = notifier(self.tray.icon)
        self.notifier.clicked.connect(self._notification_clicked)
        self.trouble = Trouble(self._clock, self.messages, self.notifier, self._is_seen)
        self._laptop = Laptop(
            data_dir, self._clock, self._clock.now(), self.memory, self.theme, self.messages, self.jobs, ChangeBus(),
            SystemFileDialogs(self.memory), BoxQuestions(), self.background, self.notifier, later,
        )  # fmt: skip
        self.ticker = Ticker(self._clock)
        self.ticker.minute.connect(self.tick)
        self._for_tray = QTimer(singleShot=True, interval=_TRAY_PATIENCE_MS)
        self._for_tray.timeout.connect(self._be_reachable)
        self.shops = Shops(self._laptop, self, self, self.doorway, self.tray.is_there)
        self.reception = Reception(self._calls, self.show_window, self.theme, self._clock)
        self.window: MainWindow | PlainWindow | None = None
        self._build: Callable[[], MainWindow | PlainWindow] = self._main_window
        self.is_hidden = False
        self._started_hidden = False
        self._to_take: Words | None = None
        self._left: Sequence[str] = ()
        self._has_ticked = False
        self._stopped = False

    @property
    def services(self) -> Services | None:
        """Those of the open shop."""
        return self.opened.services if self.opened is not None else None

    # Shops

    @property
    def opened(self) -> OpenShop | None:
        """The shop that is open, and not locked."""
        return self.shops.opened

    def _calls(self) -> Calls | None:
        return self.opened.calls if self.opened is not None else None

    def start(self, path: Path, key: str | None = None, *, hidden: bool = False) -> None:
        """Open a shop, or tell why not: in a window, unless it is to be a `hidden` start. The shop of the first start
        is made."""
        self.is_hidden = self._started_hidden = hidden
        self.shops.start(path, key)
        self._later(self._show_tray)
        self._later(self.ticker.start)
        if hidden:
            self._for_tray.start()

    def open_shop(self, path: Path) -> None:
        self.shops.open_shop(path)

    def new_shop(self, path: Path) -> None:
        self.shops.new_shop(path)

    def demo_shop(self) -> None:
        self.shops.demo_shop()

    def shop_opened(self, opened: OpenShop) -> None:
        """A shop has come in the place of the one before, and is about to be shown."""
        opened.reminding.counted.connect(self.tray.refresh)
        opened.reminding.troubled.connect(self._troubled)
        self.trouble.over()

    def _troubled(self, error: UserError) -> None:
        if isinstance(error, ShopDamaged):
            self.shops.give_up(error)
        else:
            self.trouble.met(error)

    def _do_what_waited(self) -> None:
        self.reception.go_on()
        self._tell_what_waited()
        words, self._to_take = self._to_take, None
        if words is not None:
            self.take(words)

    def take(self, words: Words) -> None:
        """Do what a start of the program was asked for: this one's, or a later one's that has handed its words over.
        Several sheets come in together; of other things the first one is opened."""
        path = Path(words.shop) if words.shop else None
        if words.hidden:
            return  # the program is there already
        if words.phone:
            self.reception.tell(words.phone)
            self.tell_left(words.others)
        elif self.shops.lock_window is not None:
            self._to_take = words
            self.show_window()
        elif path is not None and not is_sheet(path):
            self.is_hidden = False
            self._left = words.others
            self.shops.open_shop(path, self._tell_what_waited)
        elif self.opened is None:
            self._to_take = words if path is not None else None
            self.show_window()
        elif path is not None:
            others = [Path(each) for each in words.others]
            self.doorway.import_files([path, *filter(is_sheet, others)])
            self.tell_left([str(each) for each in others if not is_sheet(each)])
        else:
            self.show_window()

    def tell_left(self, others: Sequence[str]) -> None:
        """Say what was named besides the one thing that is opened: in the window of the shop, which may still be
        locked."""
        if self.opened is None:
            self._left = others
        elif others:
            names = [Path(each).name for each in others[:_NAMED]]
            if len(others) > _NAMED:
                names.append(tr("and %n more", n=len(others) - _NAMED))
            # Stays until it is closed: the import page may lie over it.
            self.messages.error(tr("Only one thing is opened at a time. Not opened: %1", listed(names)))

    def _tell_what_waited(self) -> None:
        left, self._left = self._left, ()
        self.tell_left(left)

    def unlocked(self) -> None:
        """The shop may be used again."""
        self.tray.refresh()
        self._do_what_waited()

    # The window

    def _main_window(self) -> MainWindow:
        from crm_desktop.ui.main_window import MainWindow
        from crm_desktop.ui.tabs import TABS

        assert self.opened is not None
        window = MainWindow(self.opened.context, TABS, self)
        window.show_first_tab()
        return window

    def put_up_shop(self) -> None:
        """The open shop's window is the program's from now on; what was asked for before can be done now."""
        self.put_up(self._main_window)
        self._later(self.tray.refresh)
        self._do_what_waited()

    def put_up(self, build: Callable[[], MainWindow | PlainWindow]) -> None:
        """What `build` makes is the program's window from now on; after a hidden start it is made when asked for."""
        self._build = build
        if not self.is_hidden:
            self._replace(build())

    def _replace(self, window: MainWindow | PlainWindow) -> None:
        """Put a window in the place of the one before."""
        old, self.window = self.window, window
        if old is not None and old.isVisible():
            from crm_desktop.ui.opening.plain_window import PlainWindow

            if isinstance(window, PlainWindow):
                window.take_place_of(old)
        window.show()
        if old is not None:
            old.hide()
            old.deleteLater()

    def show_window(self) -> MainWindow | PlainWindow:
        """Bring the window to the front, built now if there is none yet; while the shop is locked, what asks for its
        password."""
        self.is_hidden = False
        window: MainWindow | PlainWindow | None = self.shops.lock_window
        if window is None:
            if self.window is None:
                self._replace(self._build())
            window = self.window
        assert window is not None
        if window.isMinimized():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def _front_window(self) -> MainWindow:
        """The shop's window, in front: for what only an open shop asks for."""
        from crm_desktop.ui.main_window import MainWindow

        window = self.show_window()
        assert isinstance(window, MainWindow)
        return window

    def _be_reachable(self) -> None:
        """After a hidden start, where no tray has come: the window is there, and small."""
        if self.window is None and not self.background.has_tray:
            self.is_hidden = False
            self.window = self._build()
            self.window.showMinimized()

    def set_language(self, code: str) -> None:
        """Speak another language from now on: the window is built anew."""
        if code == language.language():
            return
        if self.window is not None and not self.window.put_away():
            return
        self.memory.put("look/language", code)
        self._speech.speak(code)
        self.tray.speak_anew()
        self._build_anew()

    def _take_text_size(self) -> None:
        """Text is to be larger or smaller: the windows are built anew, or at the next start if something unsaved is to
        be kept."""
        if self.window is not None and not self.window.put_away():
            return
        self.theme.take_text_size()
        self._build_anew()

    def _build_anew(self) -> None:
        self.help.speak_anew()
        if self.opened is not None:
            self.opened.speak_anew()
            self.put_up_shop()

    def window_closed(self) -> bool:
        """She has closed the window: whether it may go. The program stays, or ends with it, as she chose."""
        locked = self.shops.lock_window
        window: MainWindow | PlainWindow | None = self.window if locked is None else locked
        assert window is not None
        if self.opened is None and self.background.stays is None:
            meant = Closing.QUIT
        else:
            meant = closing(self.background, self._laptop.questions, window)
        if meant is Closing.MINIMISE:
            window.showMinimized()
        elif meant is Closing.QUIT and locked is not None:
            self.quit()  # what was typed before may be to be kept
            return False
        elif meant is Closing.QUIT:
            self._leave()
        return meant in (Closing.QUIT, Closing.TO_TRAY)

    # Meanwhile

    def tick(self) -> None:
        """Once a minute."""
        locked = self.shops.lock_window
        window: MainWindow | PlainWindow | None = self.window if locked is None else locked
        for look in (
            self.shops.look,
            window.tick if window is not None else None,
            self._show_tray,
        ):
            if look is not None:
                with self.trouble.told():
                    look()
        if not self._is_seen():
            QPixmapCache.clear()  # Qt looks every ten seconds whether pictures in it have grown old
        if not self._has_ticked:
            self._has_ticked = True
            self._renew_entries()

    def _renew_entries(self) -> None:
        """Have the system start the program that runs now: it may have moved."""
        from crm_desktop.ui.background.opens.registration import renew_own

        for renew in (self.background.autostart.renew, lambda: renew_own(self._data_dir)):
            with contextlib.suppress(UserError):  # is told in Settings
                renew()

    def _is_seen(self) -> bool:
        """Whether there is a window that can tell something."""
        return self.window is not None and self.window.isVisible()

    def _job_failed(self, error: UserError) -> None:
        """Told by the window; not what was asked for by one that has gone meanwhile, with its shop."""
        if not isinstance(error, ShopLocked):
            self.messages.error(str(error))

    def show_last_call(self) -> None:
        """Show who called last, by hand."""
        self.reception.show_last()

    def show_reminders(self) -> None:
        """Show what is open today, by hand."""
        if self.opened is not None:
            self.opened.reminding.show_now()

    def show_help(self, place: str = "") -> None:
        self.help.show(place)

    def _show_tray(self) -> None:
        """The tray's icon is there where the program stays when its window is closed."""
        self.tray.set_wanted(bool(self.background.stays) or self._started_hidden)

    def _notification_clicked(self, key: str) -> None:
        if key == NOT_OPEN or (key == TROUBLE and self.window is not None):
            self.show_window()
        elif self.opened is not None:
            self.opened.reminding.clicked(key)

    # The end

    def quit(self) -> None:
        """End the program, also where closing the window would leave it in the tray; not where something unsaved is to
        be kept."""
        window = self.window
        if window is not None:
            if not window.put_away():
                self.show_window()
                if self.shops.lock_window is not None:
                    self.shops.lock_window.form.say(
                        tr("Something is typed and not saved yet. Unlock first, then save it, or quit.")
                    )
                return
            window.hide()
        self._leave()

    def end(self) -> None:
        """End the program without a question: the laptop is shut down."""
        if self.window is not None:
            self.window.remember_place()
        self._leave()

    def stop(self) -> None:
        """Close everything in order; see the top of this file."""
        if self._stopped:
            return
        self._stopped = True
        self.ticker.stop()
        self._for_tray.stop()
        self.shops.stop()
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
            self.window = None
        self.reception.close()
        self.jobs.close(self.shops.close_in_worker)
        self.shops.close()
        self.tray.close()
        self.notifier.close()
        self.help.close()
        self.theme.close()
        self.memory.save()
        self.guard.uninstall()
        self._collector.close()
        self._speech.close()
        logging.getLogger().removeHandler(self._log)
        self._log.close()


def run(
    shop: Path,
    data_dir: Path,
    words: Words,
    lang: str | None = None,
    key: Callable[[], str | None] = lambda: None,
    started: Callable[[], object] = lambda: None,
) -> int:
    """Open the window on a shop and stay until the program is ended; the exit status. Where a copy runs already, it is
    given the `words`, and this one is done. `key` finds the shop's password; `started` is called once the window is
    there for a while.
    """
    existing = QApplication.instance()
    application = existing if isinstance(existing, Application) else Application([paths.APP_NAME])
    try:
        first = FirstCopy.claim(data_dir, words)
    except NotAnswering as error:
        if not words.hidden:
            tell(str(error))
        raise
    if first is None:
        return 0
    afterwards = Afterwards()
    program = Program(application, data_dir, lang, leave=application.exit, later=afterwards.add)
    application.quit_wanted.connect(program.quit)
    application.opening_wanted.connect(lambda what: program.take(Words.of(*what)))
    application.aboutToQuit.connect(program.stop)
    signals = EndingSignals(program.end)
    program.start(shop, key(), hidden=words.hidden)
    afterwards.add(lambda: first.listen(program.take))
    if words.phone or is_sheet(Path(words.shop)):
        program.take(words)
    else:
        afterwards.add(lambda: program.tell_left(words.others))
    afterwards.begin_after(program.window)
    QTimer.singleShot(_STARTED_MS, started)
    gc.freeze()  # what is there now stays: it need not be looked through for garbage
    try:
        return application.exec()
    finally:
        afterwards.stop()
        signals.close()
        first.close()
        program.stop()
