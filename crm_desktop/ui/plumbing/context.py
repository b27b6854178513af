"""What every tab is given: everything it may use, and nothing it has to look for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from crm_desktop.clock import Clock
from crm_desktop.errors import UserError
from crm_desktop.ui.background.background import Background
from crm_desktop.ui.background.calendar_file import CalendarFile
from crm_desktop.ui.background.daily_backup import DailyBackup
from crm_desktop.ui.background.presence import Presence
from crm_desktop.ui.background.watched_folder import WatchedFolder
from crm_desktop.ui.plumbing.actions import Actions
from crm_desktop.ui.plumbing.afterwards import Piece, at_once
from crm_desktop.ui.plumbing.bus import ChangeBus
from crm_desktop.ui.plumbing.file_dialogs import FileDialogs
from crm_desktop.ui.plumbing.jobs import Jobs, Report
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.plumbing.questions import Questions
from crm_desktop.ui.style.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services import Services
    from crm_desktop.store.key import Key


class Rework(Protocol):
    """Work on the shop's file while nothing of this program has it open; in the worker. `key` opens it, None for a
    plain file. Returns the key that opens what is there afterwards. A UserError: the file is as it was."""

    def __call__(self, path: Path, key: Key | None, report: Report, cancelled: Callable[[], bool], /) -> Key | None: ...


class Keeper(Protocol):
    """What is done with the shop's file as a whole; the program around the window does it."""

    def rework(
        self,
        title: str,
        work: Rework,
        done: Callable[[], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
    ) -> bool:
        """Close the shop, show `title` with progress in the window's place, have `work` done, and open the shop again.
        `done` is called when it is open again and the work was done, `failed` when it was not: else the error is told
        in the window. False, and nothing happens, where something else is being worked on or something unsaved is to
        be kept."""

    def lock(self) -> None:
        """Put everything out of sight and close the file, until its password is given. Says what to do where there is
        no password."""

    def open_shop(self, path: Path) -> None:
        """Open another shop in place of this one."""

    def show_safety(self, code: str = "") -> None:
        """As a Navigator does; also when the window has changed since, as it has after `rework`."""


class Navigator(Protocol):
    """Going elsewhere in the window; the main window does it."""

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front: "today", "customers", "purchases", "follow_ups", "birthdays", "history"."""

    def show_customer(self, customer_id: int) -> None:
        """The customer's panel in the Customers tab."""

    def new_customer(self, text: str = "") -> None:
        """The quick-add line of the Customers tab, with `text` in it."""

    def new_purchase(self, customer_id: int | None = None) -> None: ...

    def new_follow_up(self, customer_id: int | None = None) -> None: ...

    def import_file(self, path: Path | None = None, kind: str = "customers") -> None:
        """Bring in a sheet; asks for the file when `path` is None. `kind` is "customers" or "purchases"."""

    def import_files(self, paths: Sequence[Path]) -> None:
        """Bring in the files of one drop."""

    def import_cells(self, text: str, kind: str = "customers") -> None:
        """Bring in cells that were copied from a spreadsheet."""

    def show_safety(self, code: str = "") -> None:
        """What keeps the shop safe; with a recovery `code`, its sheet to be printed over that."""

    def show_reminder_settings(self) -> None:
        """When and of what she is reminded."""

    def show_help(self, place: str = "") -> None:
        """The help, at a page such as "import" or "import#doubtful"; without one, at the page of what is shown."""

    def show_call_settings(self) -> None:
        """What telephone programs and the computer open with this program."""

    def show_told(self, customer_id: int) -> None:
        """What was told of a customer, and what was not and why: a part of the History page."""


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a tab may use."""

    services: Services
    bus: ChangeBus
    actions: Actions
    jobs: Jobs
    messages: Messages
    clock: Clock
    memory: Memory
    theme: Theme
    navigate: Navigator
    file_dialogs: FileDialogs
    questions: Questions
    watched: WatchedFolder
    background: Background
    calendar_file: CalendarFile
    daily_backup: DailyBackup
    keeper: Keeper
    data_dir: Path
    presence: Presence
    later: Callable[[Piece], object] = at_once
    """Does what nobody waits for before the window is there."""
