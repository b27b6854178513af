"""The open shop locked and unlocked: all windows out of sight, the file closed, its key forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.store.closed_file import look_ahead
from crm_desktop.store.journal import Change, anything
from crm_desktop.store.meanings import wrong_password
from crm_desktop.ui.locking.curtain import Curtain
from crm_desktop.ui.locking.idle_watcher import IdleWatcher
from crm_desktop.ui.open_shop import Laptop, OpenShop

if TYPE_CHECKING:
    from crm_desktop.store.key import Key
    from crm_desktop.ui.locking.window import LockWindow
    from crm_desktop.ui.window_menu import Shell


class Locking:
    """`unlocked` is called when the shop may be used again and its windows are back."""

    def __init__(self, laptop: Laptop, shell: Shell, unlocked: Callable[[], object]) -> None:
        self._laptop = laptop
        self._shell = shell
        self._unlocked = unlocked
        self._curtain = Curtain()
        self._idle = IdleWatcher(laptop.clock)
        self._idle.idle.connect(self.lock)
        self._idle.wanted.connect(self.lock)
        laptop.bus.changed.connect(self._watch_idleness)
        self._shop: OpenShop | None = None
        self.window: LockWindow | None = None
        self._is_shut = False
        self.is_hidden: Callable[[], bool] = lambda: False
        self.show_safety: Callable[[], object] = lambda: None

    @property
    def is_locked(self) -> bool:
        return self.window is not None

    def guard(self, shop: OpenShop | None) -> None:
        """Watch over this shop from now on: it is the one that is locked, when it comes to that."""
        self._shop = shop
        self._watch_idleness()

    def look(self) -> None:
        """Look, once a minute, whether to lock: no timer runs while the laptop sleeps."""
        self._idle.look()

    def lock(self) -> None:
        """Put everything out of sight; says what to do where there is no password."""
        opened, laptop = self._shop, self._laptop
        if opened is None or self.is_locked:
            return
        if not opened.shop.encrypted:
            laptop.messages.note(
                tr("This shop has no password, so it cannot be locked."),
                action=tr("Safety…"),
                do=self.show_safety,
            )
            return
        from crm_desktop.services.passwords import Tries
        from crm_desktop.ui.locking.window import LockWindow

        opened.lock()
        tries = Tries(laptop.data_dir, opened.shop.database.salt)
        path = opened.shop.path
        self.window = LockWindow(
            path, self._unlock, self._shell, laptop.theme, tries, laptop.clock, lambda key: look_ahead(path, key)
        )
        self._curtain.draw(None if self.is_hidden() else self.window)
        # After all that the worker still has to do, and what is told of its end.
        laptop.jobs.start("", lambda _, __: None, done=lambda _: self._forget_key(opened), quiet=True)

    def close(self) -> None:
        """The program ends."""
        self._idle.close()
        self._curtain.close()
        if self.window is not None:
            self.window.hide()

    def _forget_key(self, opened: OpenShop) -> None:
        if self.is_locked and self._shop is opened:
            opened.shop.shut()
            # Whoever closes the file last seals it: that takes a moment.
            self._laptop.jobs.start("", lambda _, __: opened.shop.lock(), quiet=True)
            self._is_shut = True

    def _unlock(self, key: Key) -> UserError | None:
        """Open the locked shop again; what stood in the way, or None."""
        opened, window = self._shop, self.window
        assert opened is not None
        assert window is not None
        if self._is_shut:
            self._laptop.jobs.settle()
        held = opened.shop.database.key
        try:
            if held is None:
                opened.shop.unlock(key)
            elif key.raw(opened.shop.database.salt) != held.raw(opened.shop.database.salt):
                return wrong_password(opened.shop.path)  # the worker was not done yet: it is open still
        except UserError as error:
            return error
        self.window = None
        self._is_shut = False
        self._curtain.lift()
        window.deleteLater()
        QTimer.singleShot(0, self._laptop.bus, self._look_again)
        self._watch_idleness()
        opened.unlock()
        self._unlocked()
        return None

    def _look_again(self) -> None:
        """Another program may have written meanwhile: asked once the windows are there again."""
        if self._shop is not None and not self.is_locked:
            self._laptop.bus.changed.emit(anything())

    def _watch_idleness(self, change: Change | None = None) -> None:
        """The shop's settings say after how many minutes it is locked."""
        opened = self._shop
        if self.is_locked or (change is not None and not change.concerns("setting")):
            return
        locks = opened is not None and opened.shop.encrypted
        self._idle.set_minutes(opened.services.settings.get().lock_after if opened is not None and locks else 0)
