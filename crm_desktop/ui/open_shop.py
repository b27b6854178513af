"""A shop while it is open, and all that is made anew with each: what watches, writes, copies and reminds by itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crm_desktop import paths
from crm_desktop.clock import Clock
from crm_desktop.errors import UserError
from crm_desktop.services import Services
from crm_desktop.store.shop import Shop
from crm_desktop.ui.background.background import Background
from crm_desktop.ui.background.calendar_file import CalendarFile
from crm_desktop.ui.background.daily_backup import DailyBackup
from crm_desktop.ui.background.file_check import FileCheck
from crm_desktop.ui.background.notifications import Notifier
from crm_desktop.ui.background.presence import Presence
from crm_desktop.ui.background.watched_folder import WatchedFolder
from crm_desktop.ui.calls.calls import Calls
from crm_desktop.ui.plumbing.actions import Actions
from crm_desktop.ui.plumbing.afterwards import Piece
from crm_desktop.ui.plumbing.bus import ChangeBus
from crm_desktop.ui.plumbing.context import Context, Keeper, Navigator
from crm_desktop.ui.plumbing.file_dialogs import FileDialogs
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.plumbing.questions import Questions
from crm_desktop.ui.reminders.reminding import Reminding
from crm_desktop.ui.style.theme import Theme


@dataclass(frozen=True, slots=True)
class Laptop:
    """What lives as long as the program, whichever shop is open. `alive_since`: when it was started; `later` does what
    nobody waits for before the window is there."""

    data_dir: Path
    clock: Clock
    alive_since: datetime
    memory: Memory
    theme: Theme
    messages: Messages
    jobs: Jobs
    bus: ChangeBus
    file_dialogs: FileDialogs
    questions: Questions
    background: Background
    notifier: Notifier
    later: Callable[[Piece], object]


class OpenShop:
    """Closed in two steps: after `stop` nothing new begins; `close` once the worker has nothing of it to do."""

    def __init__(
        self,
        shop: Shop,
        laptop: Laptop,
        outside: Navigator,
        keeper: Keeper,
        counts: Callable[[], bool],
        give_up: Callable[[UserError], object],
    ) -> None:
        """`outside`: the way into the window for what does not live in it. `counts`: whether anyone is told how much
        is due but the window, which counts for itself. `give_up`: told where the file is found to be damaged."""
        self._laptop = laptop
        self._keeper = keeper
        self.shop = shop
        self.services = Services(shop)
        self.actions = Actions(self.services.history, laptop.bus, laptop.messages, laptop.jobs)
        self.watched = WatchedFolder(shop, laptop.jobs, self.actions, laptop.bus, laptop.messages, laptop.memory)
        self.calendar_file = CalendarFile(self.services, laptop.jobs, laptop.bus, laptop.messages, laptop.memory)
        self.daily_backup = DailyBackup(shop, paths.backups(laptop.data_dir), laptop.jobs)
        shop.safeguard = self.daily_backup.before
        shop.backup_failure = self.daily_backup.failure
        shop.has_window = True
        self.presence = Presence(shop, laptop.data_dir, laptop.jobs, laptop.messages, laptop.memory, keeper)
        self.reminding = Reminding(self.context(outside), laptop.notifier, laptop.alive_since, counts=counts)
        self.calls = Calls(self.context(outside))
        self._check = FileCheck(shop, laptop.jobs, give_up, self._checked)
        self._is_settled = True
        laptop.bus.changed.connect(self._changed)

    @property
    def name(self) -> str:
        return self.services.shop_name

    def context(self, navigator: Navigator) -> Context:
        """What a window's parts are given."""
        laptop = self._laptop
        return Context(
            services=self.services,
            bus=laptop.bus,
            actions=self.actions,
            jobs=laptop.jobs,
            messages=laptop.messages,
            clock=laptop.clock,
            memory=laptop.memory,
            theme=laptop.theme,
            navigate=navigator,
            file_dialogs=laptop.file_dialogs,
            questions=laptop.questions,
            watched=self.watched,
            background=laptop.background,
            calendar_file=self.calendar_file,
            daily_backup=self.daily_backup,
            keeper=self._keeper,
            data_dir=laptop.data_dir,
            presence=self.presence,
            later=laptop.later,
        )

    def start(self) -> None:
        """Begin to watch, to remind, and to look at the file. Where the shop can only be looked at, another window
        watches and reminds."""
        self.presence.start()
        self.calls.start()
        self._check.start()
        if self.shop.read_only is not None:
            return
        with suppress(UserError):  # who writes first is told
            self.shop.database.make_ready_to_write()
        self.watched.start()
        self.reminding.start()

    def put_away(self) -> None:
        """Take what is on the screen away. Nothing may run in the worker meanwhile."""
        self.reminding.put_away()
        self.calls.put_away()

    def lock(self) -> None:
        """Show nothing of the shop until `unlock`."""
        self._check.stop()
        self.reminding.lock()
        self.calls.put_away()

    def unlock(self) -> None:
        """The shop may be used again."""
        self.reminding.unlock()
        self._check.start()

    def speak_anew(self) -> None:
        """The language was changed."""
        self.reminding.speak_anew()
        self.calls.speak_anew()

    def look(self) -> None:
        """Ask, once a minute, whether there is something to do for any of the parts."""
        self.presence.look()
        if self.shop.read_only is not None or not self.shop.wholeness.is_checked:
            return
        if self.daily_backup.failure() is not None:
            self.daily_backup.look()  # it may be mended by now: then there is nothing to be told
        self.reminding.tick()  # before what may keep the worker for a while
        self.watched.look()
        self.calendar_file.look()
        self.daily_backup.look()
        if not self._is_settled:
            self._is_settled = True
            self._laptop.jobs.start("", lambda _, __: self.shop.settle(), quiet=True)

    def _checked(self) -> None:
        """What had to wait until the file may be written to."""
        if self.shop.read_only is None:
            self.reminding.tick()

    def _changed(self) -> None:
        self._is_settled = False

    def stop(self) -> None:
        """Begin nothing any more."""
        self._check.stop()
        self._laptop.bus.changed.disconnect(self._changed)
        for each in (self.presence, self.watched, self.calendar_file, self.daily_backup):
            each.stop()

    def close(self) -> None:
        """Close what is on the screen, and this thread's connection."""
        self.reminding.end()
        self.calls.end()
        self.shop.close()
