"""Which shop is open in the program: opened, put in another's place, worked on as a whole while closed, locked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QTimer

from crm_desktop import paths
from crm_desktop.errors import NotAShop, ShopDamaged, ShopInUse, ShopMissing, UserError, WrongPassword
from crm_desktop.language import Sentence, tr
from crm_desktop.store.closed_file import is_outdated, look_ahead
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.meanings import damaged
from crm_desktop.store.shop import Shop
from crm_desktop.ui.background.doorway import Doorway
from crm_desktop.ui.locking.locking import Locking
from crm_desktop.ui.open_shop import Laptop, OpenShop

if TYPE_CHECKING:
    from crm_desktop.services.passwords import Tries
    from crm_desktop.ui.locking.window import LockWindow
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.opening.plain_window import PlainWindow
    from crm_desktop.ui.plumbing.context import Rework
    from crm_desktop.ui.plumbing.jobs import Report
    from crm_desktop.ui.window_menu import Shell

NOT_OPEN: Final = "shop-not-open"
"""The key of the notification that no shop is open after a hidden start."""


_SLOW: Final = 16_000_000
"""Bytes of a shop file that takes more than a moment to be looked at."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A file, and how it is made or opened by a key. `ahead` is done in another thread first, where it takes long."""

    path: Path
    open: Callable[[Key | None], Shop]
    ahead: Callable[[Key | None], object] = lambda key: None

    @property
    def is_slow(self) -> bool:
        """Whether the window would not answer meanwhile."""
        try:
            return self.path.stat().st_size > _SLOW
        except OSError:
            return False


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
        self._locking = Locking(laptop, shell, stage.unlocked)
        self._locking.is_hidden = lambda: stage.is_hidden
        self._locking.show_safety = doorway.show_safety

    @property
    def opened(self) -> OpenShop | None:
        """The shop that is open and may be used; None while it is locked, or worked on as a whole."""
        return None if self._locking.is_locked else self._shop

    # Opening

    def start(self, path: Path, password: str | None) -> None:
        """Open the shop of a start, or tell why not. The shop of the very first start is made; one of which there are
        copies has gone astray."""
        first = path == self._laptop.data_dir / "shop.crm" and not path.exists() and not self._has_copies(path)
        opening, key = self._making(path) if first else self._opening(path), Key(password) if password else None
        if opening.is_slow and is_outdated(path, key):
            self._stage.put_up(lambda: self._working_page(tr("Bringing “%1” up to date", path.name)))
            self._try(opening, key)
        else:
            self._show(opening, key, self._opens(opening, key))

    def open_shop(self, path: Path, after: Callable[[], object] = lambda: None) -> None:
        """Open another shop in place of this one, which stays open if the other cannot be. `after` is called when its
        window is there, or what says why it is not, or when she does not want it after all; not where its password was
        asked for first, and found."""
        if self.is_open(path):
            self._stage.show_window()
            after()
        elif self._may_leave():
            self._try(self._opening(path), after=after)
        else:
            after()

    def new_shop(self, path: Path) -> None:
        """Make an empty shop, and open it in place of this one."""
        if self._may_leave():
            self._try(self._making(path))

    def _may_leave(self) -> bool:
        """Whether nothing unsaved is to be kept in the window of the shop that is open."""
        return self._shop is None or self._stage.show_window().put_away()

    def _opening(self, path: Path) -> Opening:
        laptop = self._laptop

        def copy_first(old: Shop) -> None:
            from crm_desktop.domain.backup_policy import Why
            from crm_desktop.services.backups import Backups

            Backups(old, paths.backups(laptop.data_dir)).before(Why.MIGRATION)

        def ahead(key: Key | None) -> None:
            Shop.bring_up_to_date(path, key, clock=laptop.clock, before_migration=copy_first)
            look_ahead(path, key)

        return Opening(
            path,
            lambda key: Shop.open(path, key=key, clock=laptop.clock, before_migration=copy_first, for_window=True),
            ahead,
        )

    def _making(self, path: Path) -> Opening:
        def make(key: Key | None) -> Shop:
            from crm_desktop.services.settings import of_a_new_shop

            return Shop.create(path, key=key, clock=self._laptop.clock, for_window=True, settings=of_a_new_shop())

        return Opening(path, make)

    def demo_shop(self) -> None:
        """Open the demo shop, made the first time. The shop of now can be gone back to."""
        from crm_desktop.ui.opening.demo_shop import LEFT, make_demo

        path, today = paths.demo_shop(self._laptop.data_dir), self._laptop.clock.now().date()
        if self._shop is not None and not self.is_open(path):
            self._laptop.memory.put(LEFT, str(self._shop.shop.path.resolve()))
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

    def _try(self, opening: Opening, key: Key | None = None, after: Callable[[], object] = lambda: None) -> None:
        """Put a shop in the place of the one before, or tell why not: a password is asked for. What takes long of that
        is done in the worker, `after` as `open_shop` says."""

        def go_on(error: UserError | None = None) -> None:
            error = error or self._opens(opening, key)
            self._show(opening, key, error, after)
            if not isinstance(error, WrongPassword):
                after()

        jobs = self._laptop.jobs
        if jobs.busy or not opening.is_slow:
            go_on()
            return
        jobs.start(
            tr("Opening “%1”", opening.path.name),
            lambda _, __: opening.ahead(key),
            done=lambda _: QTimer.singleShot(0, go_on),
            failed=lambda error: QTimer.singleShot(0, lambda: go_on(error)),
        )

    def _show(
        self, opening: Opening, key: Key | None, error: UserError | None, unwanted: Callable[[], object] = lambda: None
    ) -> None:
        """What became of an opening; `unwanted` is called where she does not give its password."""
        if error is None:
            return
        if self._shop is None:
            self._put_up_instead(opening, error, key)
            if isinstance(error, WrongPassword) and key is None:
                self._ask_key_ring(opening)
        elif isinstance(error, WrongPassword):
            from crm_desktop.ui.opening.password import PasswordDialog

            laptop, window = self._laptop, self._stage.show_window()
            tries = _tries(opening.path, laptop.data_dir)
            dialog = PasswordDialog(
                opening.path,
                lambda typed: self._opens(opening, typed),
                laptop.theme,
                window,
                tries,
                laptop.clock,
                opening.ahead,
            )
            dialog.rejected.connect(unwanted)
            dialog.open()
        else:
            self._stage.show_window()
            self._laptop.messages.error(str(error))

    def _put_up_instead(self, opening: Opening, error: UserError, key: Key | None) -> None:
        """Tell why no shop is open; by a notification, while no window was asked for."""
        if self._stage.is_hidden:
            words = _not_open_words(opening.path, error)
            self._laptop.notifier.notify(NOT_OPEN, tr("No reminders yet"), words)
        self._stage.put_up(lambda: self._page_instead(opening, error, key))

    def _page_instead(self, opening: Opening, error: UserError, key: Key | None) -> PlainWindow:
        """What stands in the window's place while no shop is open."""
        laptop = self._laptop
        if isinstance(error, ShopDamaged) or self._is_astray(opening.path, error):
            from crm_desktop.ui.opening.rescue_page import RescuePage

            return RescuePage(
                opening.path, key, paths.backups(laptop.data_dir),
                lambda path, with_key: self._try(self._opening(path), with_key), self._shell, laptop.theme,
                laptop.messages, laptop.jobs, laptop.file_dialogs, laptop.clock, error,
            )  # fmt: skip
        from crm_desktop.ui.opening.start_page import StartPage

        locked = isinstance(error, WrongPassword)
        return StartPage(
            error, lambda: QTimer.singleShot(0, lambda: self._try(opening, key)), self._shell, laptop.theme,
            laptop.messages, laptop.jobs, laptop.file_dialogs, locked=opening.path,
            unlock=(lambda typed: self._opens(opening, typed)) if locked else None, wrong=key is not None,
            tries=_tries(opening.path, laptop.data_dir) if locked else None, clock=laptop.clock, ahead=opening.ahead,
        )  # fmt: skip

    def _is_astray(self, path: Path, error: UserError) -> bool:
        """Whether there was a shop in this place once, whose copies can take it again. Where the whole folder is gone,
        it is on a stick that is not connected."""
        if not isinstance(error, NotAShop | ShopMissing) or not path.parent.is_dir():
            return False
        return self._has_copies(path)

    def _has_copies(self, path: Path) -> bool:
        from crm_desktop.services.backup_places import has_copies

        return has_copies(path, paths.backups(self._laptop.data_dir))

    def _ask_key_ring(self, opening: Opening) -> None:
        """Where she wanted the password kept, the system's key ring may have it; it may ask her something itself."""
        from crm_desktop.ui.opening.kept_keys import is_kept

        try:
            salt = salt_in(opening.path)
        except OSError:
            return
        if not is_kept(self._laptop.memory, salt):
            return
        from crm_desktop.services.key_ring import KeyRing

        def found(key: Key | None) -> None:
            if key is not None and self._shop is None:
                QTimer.singleShot(0, lambda: self._try(opening, key))

        self._laptop.jobs.start(
            tr("Asking the key ring for the password"), lambda _, __: KeyRing(salt).find(), done=found
        )

    def _opens(self, opening: Opening, key: Key | None) -> UserError | None:
        """Open a shop and show its window; what stood in the way, or None."""
        laptop = self._laptop
        if laptop.jobs.busy:
            return busy()
        laptop.jobs.settle()
        old = self._shop
        if old is not None:
            old.put_away()
        try:
            shop = opening.open(key)
        except UserError as error:
            return error
        if old is not None:
            self._let_go(old)
        paths.remember_shop(laptop.data_dir, shop.path)
        self._shop = OpenShop(shop, laptop, self._doorway, self, self._counts, self.give_up)
        self._stage.shop_opened(self._shop)
        self._locking.guard(self._shop)
        laptop.notifier.withdraw(NOT_OPEN)
        self._stage.put_up_shop()
        laptop.later(lambda: self._begin(shop))  # after what the window has left for later: its first list
        return None

    def _begin(self, shop: Shop) -> None:
        """What an open shop does by itself, if it is still open."""
        if self._shop is not None and self._shop.shop is shop:
            self._shop.start()

    def give_up(self, error: UserError) -> None:
        """The open shop's file turned out to be damaged: nothing is written to it, and what can be saved is offered.
        Another error is only told."""
        opened = self._shop
        if opened is None or not isinstance(error, ShopDamaged):
            self._tell(error)
            return
        path, key = opened.shop.path, opened.shop.database.key
        opened.put_away()
        self._let_go(opened)
        self._shop = None
        self._locking.guard(None)
        self._put_up_instead(self._opening(path), error, key)

    def _let_go(self, old: OpenShop) -> None:
        """Close a shop in both threads."""
        old.stop()
        old.close()
        old.shop.retire()  # its window is still there for a moment
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
        old.put_away()
        jobs.settle()
        self._let_go(old)
        self._shop = None
        self._locking.guard(None)
        self._stage.put_up(lambda: self._working_page(title))

        def carry_out(report: Report, cancelled: Callable[[], bool]) -> Key | None:
            return work(path, key, report, cancelled)

        def reopen(with_key: Key | None, after: Callable[[], object] = lambda: None) -> None:
            # Later: the job that has just ended is still counted as busy by those that are told of its end.
            QTimer.singleShot(0, lambda: self._reopen(path, with_key, after))

        jobs.start(
            title,
            carry_out,
            done=lambda new_key: reopen(new_key, done or (lambda: None)),
            failed=lambda error: reopen(key, lambda: (failed or self._tell)(error)),
            cancelled=lambda: reopen(key),
        )
        return True

    def show_safety(self, code: str = "") -> None:
        self._doorway.show_safety(code)

    def _reopen(self, path: Path, key: Key | None, after: Callable[[], object]) -> None:
        self._try(self._opening(path), key, after)

    def _tell(self, error: UserError) -> None:
        self._laptop.messages.error(str(error))

    def _working_page(self, title: str) -> PlainWindow:
        from crm_desktop.ui.opening.start_page import WorkingPage

        laptop = self._laptop
        return WorkingPage(title, self._shell, laptop.theme, laptop.messages, laptop.jobs)

    # Locking

    @property
    def lock_window(self) -> LockWindow | None:
        """What stands in the place of all windows while the shop is locked."""
        return self._locking.window

    def lock(self) -> None:
        self._locking.lock()

    # Meanwhile, and the end

    def look(self) -> None:
        """Once a minute."""
        self._locking.look()
        opened = self.opened
        if opened is None:
            return
        try:
            if opened.shop.database.is_spoiled:
                raise damaged(opened.shop.path)
            opened.look()
        except ShopDamaged as error:
            self.give_up(error)

    def stop(self) -> None:
        """Begin nothing any more."""
        if self._shop is not None:
            self._shop.stop()

    def close_in_worker(self) -> None:
        """Close the worker's connection; called there."""
        if self._shop is not None:
            self._shop.shop.close()

    def close(self) -> None:
        """Close what is on the screen, and the file."""
        self._locking.close()
        if self._shop is not None:
            self._shop.close()


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
