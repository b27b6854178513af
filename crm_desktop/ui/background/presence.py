"""What she should know of the open shop's file: another window writes to it, its folder is copied elsewhere, or
there is a copy of it that is newer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from crm_desktop import paths
from crm_desktop.errors import UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.store.place import Kind
from crm_desktop.ui.plumbing.jobs import Jobs, Report
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.widgets.strips import Strip

if TYPE_CHECKING:
    from crm_desktop.services.known_shops import KnownShops, OtherCopy
    from crm_desktop.store.key import Key
    from crm_desktop.store.shop import Shop
    from crm_desktop.ui.plumbing.context import Rework

_MOST_COPIES: Final = 2
"""The most copies that one message names."""

_SOON_MS: Final = 500

_TOLD: Final = "place/told"


class Reopener(Protocol):
    """As much of the `Keeper` as is needed here."""

    def rework(self, title: str, work: Rework) -> bool: ...

    def open_shop(self, path: Path) -> object: ...


class Presence(QObject):
    """One for each open shop. `strips` is what is to be said now, above every page; `changed` that it is something
    else. Files that may lie on a sleeping disk are looked at in the worker."""

    changed = Signal()

    def __init__(
        self, shop: Shop, data_dir: Path, jobs: Jobs, messages: Messages, memory: Memory, keeper: Reopener
    ) -> None:
        super().__init__()
        self._shop = shop
        self._data_dir = data_dir
        self._jobs = jobs
        self._messages = messages
        self._memory = memory
        self._keeper = keeper
        self._why = shop.read_only
        self._is_free = False
        self._is_in_place = True
        self._copies: list[OtherCopy] = []
        self._stopped = False
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._look_for_copies)
        self._watcher: QFileSystemWatcher | None = None
        if shop.desk.holder is not None:
            self._watcher = QFileSystemWatcher([str(shop.desk.file)], self)
            self._watcher.fileChanged.connect(self._ask_whether_free)

    def start(self) -> None:
        """Look for other copies of the shop, and remember this one: soon, when its window is there. The worker opens
        the shop at once: so it is the worker that closes it last, and seals it."""
        self._jobs.start("", lambda *_: self._shop.identity, failed=_untold, quiet=True)
        self._soon.start()

    def _look_for_copies(self) -> None:
        self._jobs.start(
            tr("Looking for copies of the shop"), self._find_copies, done=self._found, failed=_untold, quiet=True
        )

    def look(self) -> None:
        """Look, once a minute, whether the file is in its place and can be written to, and who else has it open."""
        if self._is_in_place and not self._shop.is_in_place:
            self._is_in_place = False
            self.changed.emit()
        if self._shop.read_only != self._why:
            self._why = self._shop.read_only
            self.changed.emit()
        if self._shop.desk.holder is not None:
            self._ask_whether_free()

    def stop(self) -> None:
        """The shop is about to be closed."""
        self._stopped = True
        self._soon.stop()
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        with suppress(UserError):  # it may be locked
            self._known().remember(self._shop)

    def strips(self) -> list[Strip]:
        """What is to be said now."""
        found = [self._on_reading(self._why)] if self._why is not None else []
        if not self._is_in_place:
            words = tr(
                "“%1” was replaced or moved while it was open here, perhaps by what copies its folder. What you see is "
                "the file from before, and nothing more is saved to it.", self._shop.path.name
            )  # fmt: skip
            found.insert(0, Strip(words, ((tr("Open the one that is there now"), self._open_anew),)))
        found += [self._on_copy(copy) for copy in self._copies[:_MOST_COPIES]]
        place = self._shop.desk.place
        if place.kind is Kind.SYNCED and str(self._shop.path) not in self._memory.get(_TOLD, []):
            words = tr(
                "This folder is copied elsewhere by %1. Have the shop open on one computer at a time, and let %1 "
                "finish before you open it on another.", place.name
            )  # fmt: skip
            found.append(Strip(words, ((tr("Understood"), self._understood),), calm=True))
        if self._shop.path == paths.demo_shop(self._data_dir):
            found.append(self._on_demo())
        return found

    def _on_demo(self) -> Strip:
        from crm_desktop.ui.opening.demo_shop import LEFT

        left = Path(self._memory.get(LEFT, ""))
        words = tr("This is the demo shop. Nobody in it is real: try whatever you like.")
        back = ((tr("Back to my shop"), partial(self._keeper.open_shop, left)),) if left.is_file() else ()
        return Strip(words, back, calm=True)

    # Whether it can be written to

    def _on_reading(self, why: Sentence) -> Strip:
        if not self._is_free:
            return Strip(str(why))
        words = tr("“%1” is not open anywhere else any more.", self._shop.path.name)
        return Strip(words, ((tr("Open it for writing"), self._open_anew),))

    def _ask_whether_free(self) -> None:
        if not self._stopped and not self._is_free:
            self._jobs.start(
                tr("Looking who has the shop open"), self._look_at_desk, done=self._freed, failed=_untold, quiet=True
            )

    def _look_at_desk(self, report: Report, cancelled: Callable[[], bool]) -> bool:
        """In the worker."""
        return self._shop.desk.is_free()

    def _freed(self, is_free: bool) -> None:
        if is_free and not self._stopped:
            self._is_free = True
            self.changed.emit()

    def _open_anew(self) -> None:
        self._keeper.rework(tr("Opening “%1”", self._shop.path.name), _same_key)

    # Other copies

    def _known(self) -> KnownShops:
        from crm_desktop.services.known_shops import KnownShops

        return KnownShops(self._data_dir)

    def _find_copies(self, report: Report, cancelled: Callable[[], bool]) -> list[OtherCopy]:
        """In the worker."""
        known = self._known()
        found = known.others(self._shop, self._shop.database.key, cancelled)
        known.remember(self._shop)
        return found

    def _found(self, copies: list[OtherCopy]) -> None:
        if self._stopped:
            return
        from crm_desktop.store.kinship import Relation

        older = [copy for copy in copies if copy.relation is Relation.OLDER]
        self._copies = [copy for copy in copies if copy.relation is not Relation.OLDER]
        if older and not self._copies:
            copy = older[0]
            self._messages.note(
                tr("There is an older copy of this shop: “%1”, last changed %2. This one is the newest.", copy.path,
                   _moment(copy.last_change))
            )  # fmt: skip
            for copy in older:
                self._known().keep_quiet(self._shop, copy)
        self.changed.emit()

    def _on_copy(self, copy: OtherCopy) -> Strip:
        from crm_desktop.store.kinship import Relation

        when = _moment(copy.last_change)
        if copy.relation is Relation.APART:
            words = tr(
                "There is another copy of this shop, and each of the two has changes that the other lacks: “%1”, last "
                "changed %2. Decide which one to go on with.", copy.path, when
            )  # fmt: skip
        elif copy.is_there:
            words = tr(
                "There is a newer copy of this shop: “%1”, last changed %2. What you enter here is missing there.",
                copy.path, when,
            )  # fmt: skip
        else:
            words = tr(
                "A newer copy of this shop was open on this laptop: “%1”, last changed %2. It cannot be reached now.",
                copy.path, when,
            )  # fmt: skip
        silence = (tr("Say no more of it"), partial(self._silence, copy))
        if copy.is_there:
            return Strip(words, ((tr("Open that one"), partial(self._keeper.open_shop, copy.path)), silence))
        return Strip(words, (silence,))

    def _silence(self, copy: OtherCopy) -> None:
        self._known().keep_quiet(self._shop, copy)
        self._copies.remove(copy)
        self.changed.emit()

    def _understood(self) -> None:
        self._memory.put(_TOLD, [*self._memory.get(_TOLD, []), str(self._shop.path)])
        self.changed.emit()


def _moment(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if when is not None else "?"


def _same_key(path: Path, key: Key | None, report: Report, cancelled: Callable[[], bool]) -> Key | None:
    """Nothing is done to the closed file: it is opened anew."""
    return key


def _untold(error: UserError) -> None:
    """A copy that cannot be looked at is no news."""
