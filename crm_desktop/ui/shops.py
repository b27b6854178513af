"""Which shop is open in the program: opened, put in another's place, worked on as a whole while closed, locked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QTimer

from crm_desktop import paths
from crm_desktop.errors import ShopInUse, UserError, WrongPassword
from crm_desktop.language import Sentence, tr
from crm_desktop.store.engine import wrong_password
from crm_desktop.store.journal import Change, anything
from crm_desktop.store.key import salt_in
from crm_desktop.store.shop import Shop
from crm_desktop.ui.background.doorway import Doorway
from crm_desktop.ui.lock import Curtain, IdleWatcher
from crm_desktop.ui.open_shop import Laptop, OpenShop

if TYPE_CHECKING:
    from crm_desktop.services.passwords import Tries
    from crm_desktop.store.key import Key
    from crm_desktop.ui.lock_window import LockWindow
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.password import Unlock
    from crm_desktop.ui.plain_window import PlainWindow
    from crm_desktop.ui.plumbing.context import Rework
    from crm_desktop.ui.plumbing.jobs import Report
    from crm_desktop.ui.start_page import StartPage
    from crm_desktop.ui.window_menu import Shell

NOT_OPEN: Final = "shop-not-open"
"""The key of the notification that no shop is open after a hidden start."""


class Stage(Protocol):
    """The program's window, as far as it depends on which shop is open."""

    @property
    def is_hidden(self) -> bool:
        """Whether the program was started without a window, and none was asked for yet."""

    def put_up(self, build: Callable[[], MainWindow | PlainWindow]) -> None:
        """What `build` makes is the program's window from now on."""

    def put_up_shop(self) -> None:
        """The window of the open shop is the program's window from now on."""

    def show_window(self) -> MainWindow | PlainWindow:
        """Bring the window to the front, built now if there is none yet."""

    def shop_opened(self, opened: OpenShop) -> None:
        """A shop has come in the place of the one before, and is about to be shown."""

    def unlocked(self) -> None:
        """The shop may be used again, and its windows are back."""


class Shops:
    """At most one shop is open at a time. It is the `Keeper` of the window's parts."""

    def __init__(
        self, laptop: Laptop, shell: Shell, stage: Stage, doorway: Doorway, counts: Callable[[], bool]
    ) -> None:
        """`counts`: whether anyone but the window is told how much is due."""
        self._laptop = laptop
        self._shell = shell
        self._stage = stage
        self._doorway = doorway
        self._counts = counts
        self._shop: OpenShop | None = None
        self._locked: OpenShop | None = None
        self._lock_window: LockWindow | None = None
        self._curtain = Curtain()
        self._idle = IdleWatcher(laptop.clock)
        self._idle.idle.connect(self.lock)
        self._idle.wanted.connect(self.lock)
        laptop.bus.changed.connect(self._watch_idleness)

    @property
    def opened(self) -> OpenShop | None:
        """The shop that is open and may be used; None while it is locked, or worked on as a whole."""
        return self._shop

    # Opening

    def start(self, path: Path, key: str | None) -> None:
        """Open the shop of a start, or tell why not. The shop of the very first start is made."""
        first = path == self._laptop.data_dir / "shop.crm" and not path.exists()
        opener = Shop.create if first else Shop.open
        self._try(path, lambda word: opener(path, key=word, clock=self._laptop.clock), key)

    def open_shop(self, path: Path) -> None:
        """Open another shop in place of this one, which stays open if the other cannot be."""
        if self.is_open(path):
            self._stage.show_window()  # and not opened anew: closing it a second time would drop the engine's locks
            return
        self._try(path, lambda word: Shop.open(path, key=word, clock=self._laptop.clock))

    def new_shop(self, path: Path) -> None:
        """Make an empty shop, and open it in place of this one."""
        self._try(path, lambda word: Shop.create(path, key=word, clock=self._laptop.clock))

    def demo_shop(self) -> None:
        """Open the demo shop, made the first time."""
        from crm_desktop.ui.demo_shop import make_demo

        path, today = self._laptop.data_dir / "demo.crm", self._laptop.clock.now().date()
        if path.exists():
            self.open_shop(path)
        elif not self._laptop.jobs.busy:
            self._laptop.jobs.start(
                tr("Making a demo shop"),
                lambda report, cancelled: make_demo(path, today, report, cancelled),
                done=lambda _: self.open_shop(path),
            )
        else:
            self._laptop.messages.error(str(busy()))

    def is_open(self, path: Path) -> bool:
        """Whether it is this file that is open."""
        return self._shop is not None and path.resolve() == self._shop.shop.path.resolve()

    def _try(self, path: Path, opened: Callable[[Key | str | None], Shop], key: Key | str | None = None) -> None:
        """Put a shop in the place of the one before, or tell why not: a password is asked for."""
        error = self._opens(opened, key)
        if error is None:
            return

        def unlock(typed: Key) -> UserError | None:
            return self._opens(opened, typed)

        locked = isinstance(error, WrongPassword)
        if self._shop is not None:
            window = self._stage.show_window()
            if locked:
                from crm_desktop.ui.password import PasswordDialog

                tries = _tries(path, self._laptop.data_dir)
                PasswordDialog(path, unlock, self._laptop.theme, window, tries, self._laptop.clock).open()
            else:
                self._laptop.messages.error(str(error))
            return
        if self._stage.is_hidden:
            self._laptop.notifier.notify(NOT_OPEN, tr("No reminders yet"), _not_open_words(path, error))
        self._stage.put_up(lambda: self._start_page(path, opened, error, key, unlock if locked else None))

    def _start_page(
        self,
        path: Path,
        opened: Callable[[Key | str | None], Shop],
        error: UserError,
        key: Key | str | None,
        unlock: Unlock | None,
    ) -> StartPage:
        from crm_desktop.ui.start_page import StartPage

        laptop = self._laptop
        return StartPage(
            error, lambda: QTimer.singleShot(0, lambda: self._try(path, opened, key)), self._shell, laptop.theme,
            laptop.messages, laptop.jobs, laptop.file_dialogs, locked=path, unlock=unlock, wrong=key is not None,
            tries=_tries(path, laptop.data_dir) if unlock is not None else None, clock=laptop.clock,
        )  # fmt: skip

    def _opens(self, opened: Callable[[Key | str | None], Shop], key: Key | str | None) -> UserError | None:
        """Open a shop and show its window; what stood in the way, or None."""
        laptop = self._laptop
        if laptop.jobs.busy:
            return busy()
        laptop.jobs.settle()
        old = self._shop
        if old is not None:
            old.reminding.put_away()
        try:
            shop = opened(key)
        except UserError as error:
            return error
        if old is not None:
            self._let_go(old)
        paths.remember_shop(laptop.data_dir, shop.path)
        self._shop = OpenShop(shop, laptop, self._doorway, self, self._counts)
        self._stage.shop_opened(self._shop)
        self._shop.start()
        self._watch_idleness()
        laptop.notifier.withdraw(NOT_OPEN)
        self._stage.put_up_shop()
        return None

    def _let_go(self, old: OpenShop) -> None:
        """Close a shop in both threads."""
        old.stop()
        old.close()
        self._laptop.jobs.tidy(old.shop.close)

    # Work on the file as a whole

    def rework(
        self,
        title: str,
        work: Rework,
        done: Callable[[], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
    ) -> bool:
        old, jobs = self._shop, self._laptop.jobs
        if old is None or jobs.busy:
            self._laptop.messages.error(str(busy()))
            return False
        if not self._stage.show_window().put_away():
            return False
        path, key = old.shop.path, old.shop.database.key
        old.reminding.put_away()
        jobs.settle()
        self._let_go(old)
        self._shop = None
        self._stage.put_up(lambda: self._working_page(title))

        def carry_out(report: Report, cancelled: Callable[[], bool]) -> Key | None:
            return work(path, key, report, cancelled)

        def reopen(with_key: Key | None, after: Callable[[], object] | None = None) -> None:
            # Later: the job that has just ended is still counted as busy by those that are told of its end.
            QTimer.singleShot(0, lambda: self._reopen(path, with_key, after))

        jobs.start(
            title,
            carry_out,
            done=lambda new_key: reopen(new_key, done),
            failed=lambda error: reopen(key, lambda: (failed or self._tell)(error)),
            cancelled=lambda: reopen(key),
        )
        return True

    def show_safety(self, code: str = "") -> None:
        self._doorway.show_safety(code)

    def _reopen(self, path: Path, key: Key | None, after: Callable[[], object] | None) -> None:
        self._try(path, lambda word: Shop.open(path, key=word, clock=self._laptop.clock), key)
        if after is not None:
            after()

    def _tell(self, error: UserError) -> None:
        self._laptop.messages.error(str(error))

    def _working_page(self, title: str) -> PlainWindow:
        from crm_desktop.ui.start_page import WorkingPage

        laptop = self._laptop
        return WorkingPage(title, self._shell, laptop.theme, laptop.messages, laptop.jobs)

    # Locking

    @property
    def lock_window(self) -> LockWindow | None:
        """What stands in the place of all windows while the shop is locked."""
        return self._lock_window

    def lock(self) -> None:
        opened, laptop = self._shop, self._laptop
        if opened is None:
            return
        if not opened.shop.encrypted:
            laptop.messages.info(
                tr("This shop has no password, so it cannot be locked. Set one in Settings, under Safety.")
            )
            return
        from crm_desktop.services.passwords import Tries
        from crm_desktop.ui.lock_window import LockWindow

        self._shop, self._locked = None, opened
        opened.reminding.put_away()
        tries = Tries(laptop.data_dir, opened.shop.database.salt)
        self._lock_window = LockWindow(opened.shop.path, self._unlock, self._shell, laptop.theme, tries, laptop.clock)
        self._curtain.draw(None if self._stage.is_hidden else self._lock_window)
        # After all that the worker still has to do, and what is told of its end.
        laptop.jobs.start("", lambda _, __: opened.shop.close(), done=lambda _: self._forget_key(opened), quiet=True)

    def _forget_key(self, opened: OpenShop) -> None:
        if self._locked is opened:
            opened.shop.lock()

    def _unlock(self, key: Key) -> UserError | None:
        """Open the locked shop again; what stood in the way, or None."""
        opened, window = self._locked, self._lock_window
        assert opened is not None
        assert window is not None
        held = opened.shop.database.key
        try:
            if held is None:
                opened.shop.unlock(key)
            elif key.raw(opened.shop.database.salt) != held.raw(opened.shop.database.salt):
                return wrong_password(opened.shop.path)  # the worker was not done yet: it is open still
        except UserError as error:
            return error
        self._shop, self._locked, self._lock_window = opened, None, None
        self._curtain.lift()
        window.deleteLater()
        self._laptop.bus.changed.emit(anything())  # another program may have written meanwhile
        self._watch_idleness()
        self._stage.unlocked()
        return None

    def look(self) -> None:
        """Once a minute."""
        self._idle.look()
        if self._shop is not None:
            self._shop.look()

    def _watch_idleness(self, change: Change | None = None) -> None:
        """The shop's settings say after how many minutes it is locked."""
        opened = self._shop
        if opened is not None and (change is None or change.concerns("setting")):
            self._idle.set_minutes(opened.services.settings.get().lock_after if opened.shop.encrypted else 0)

    # The end

    def stop(self) -> None:
        """Begin nothing any more."""
        self._idle.close()
        if (opened := self._shop or self._locked) is not None:
            opened.stop()

    def close_in_worker(self) -> None:
        """Close the worker's connection; called there."""
        if (opened := self._shop or self._locked) is not None:
            opened.shop.close()

    def close(self) -> None:
        """Close what is on the screen, and the file."""
        if (opened := self._shop or self._locked) is not None:
            opened.close()
        if self._lock_window is not None:
            self._lock_window.hide()


def _tries(path: Path, data_dir: Path) -> Tries | None:
    """The wrong passwords so far of a file that is not open."""
    from crm_desktop.services.passwords import Tries

    try:
        return Tries(data_dir, salt_in(path))
    except OSError:
        return None


def busy() -> ShopInUse:
    """Why a shop cannot be put away now."""
    return ShopInUse(Sentence("Something is still being worked on. Wait for it, or stop it, then try again."))


def _not_open_words(path: Path, error: UserError) -> str:
    """Why there are no reminders after a hidden start."""
    if isinstance(error, WrongPassword):
        return tr("“%1” is protected by a password. Open it, and CRM Desktop reminds you again.", path.name)
    return str(error)
