"""The watched folder: what a till or another program puts there comes in by itself, and is told on Today.

Off until she chooses a folder, which belongs to one shop on this laptop. Looking and bringing in is work for the jobs'
thread; here it is decided what is done when.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from crm_desktop.errors import UserError
from crm_desktop.exchange.watched.arrived_files import Stamp, State, files_in, put_away
from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import ALL, Change, anything
from crm_desktop.ui.background.watched_memory import GONE, Dealt, Entry, load
from crm_desktop.ui.plumbing.actions import Actions
from crm_desktop.ui.plumbing.bus import ChangeBus
from crm_desktop.ui.plumbing.jobs import Jobs, Report
from crm_desktop.ui.plumbing.memory import Memory, key_of_shop
from crm_desktop.ui.plumbing.messages import Messages

if TYPE_CHECKING:
    from crm_desktop.exchange.watched.arrivals import Arrival
    from crm_desktop.store.shop import Shop

STILL_S: Final = 2
"""How long a file must have stayed unchanged between two looks: a till may still be writing it."""

_AGAIN_MS: Final = 2_500


class WatchedFolder(QObject):
    """Looks once a minute (`look`, called by the open shop) and when the system says that the folder changed.

    `changed` is emitted when what is told has changed.
    """

    changed = Signal()

    def __init__(
        self, shop: Shop, jobs: Jobs, actions: Actions, bus: ChangeBus, messages: Messages, memory: Memory
    ) -> None:
        super().__init__()
        self._shop = shop
        self._jobs = jobs
        self._actions = actions
        self._memory = memory
        self._key = key_of_shop("watched", shop.path)
        self._kept = load(memory, self._key)
        self._seen: dict[str, tuple[Stamp, datetime]] = {}
        self._queue: deque[str] = deque()
        self._shunned: set[str] = set()
        self._busy = False
        self._stopped = False
        self._watcher: QFileSystemWatcher | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.look)
        bus.changed.connect(self._on_change)
        messages.undone.connect(self._on_undone)

    # What she chooses

    @property
    def folder(self) -> Path | None:
        return Path(self._kept.folder) if self._kept.folder else None

    @property
    def on(self) -> bool:
        return self._kept.on and bool(self._kept.folder)

    def choose(self, folder: Path | None, *, on: bool) -> None:
        """Watch this folder from now on, or none."""
        if folder != self.folder:
            self._kept.dealt.clear()
            self._seen.clear()
        self._kept.folder, self._kept.on = str(folder or ""), on
        self._tell_gone(False)
        self._save()
        self.start()

    def start(self) -> None:
        """Begin to watch, if a folder was chosen; the first look is soon."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        if self.on and not self._stopped:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(self.look)
            self._again.start()

    def stop(self) -> None:
        """Look no more: another shop, or another window of this one, takes the place."""
        self._stopped = True
        self._again.stop()
        self._queue.clear()
        self.start()

    # What is told

    def entries(self) -> list[Entry]:
        """The lines that she has not yet answered by OK, newest first."""
        return list(reversed(self._kept.entries))

    def ok(self, entry_id: int) -> None:
        """She has seen it: the line goes."""
        self._kept.entries = [each for each in self._kept.entries if each.id != entry_id]
        self._save()

    def undo(self, entry: Entry) -> None:
        """Take back what a file brought in."""
        if entry.change is not None:
            self._actions.undo(entry.change)

    # Looking

    def look(self) -> None:
        """See what is there now; what has stood still since an earlier look is brought in."""
        if not self.on or self._stopped:
            return
        if self._busy or not self._shop.database.is_checked:
            self._again.start()
            return
        self._busy = True
        folder = Path(self._kept.folder)
        away = {name: each for name, each in self._kept.dealt.items() if each.away}
        job = self._jobs.start(
            tr("Looking into the watched folder"),
            lambda report, cancelled: _look_into(folder, away),
            done=self._looked,
            failed=self._rest,
            cancelled=self._rest,
        )
        job.ended.connect(self._freed)

    def _looked(self, found: dict[str, Stamp] | None) -> None:
        if self._stopped:
            return
        if found is None:
            self._tell_gone(True)
            return
        self._tell_gone(False)
        if self._watcher is not None and not self._watcher.directories():
            self._watcher.addPath(self._kept.folder)
        now = self._shop.clock.now()
        self._forget_what_is_gone(found)
        unsettled = False
        for name, stamp in found.items():
            if self._is_dealt_with(name, stamp) or name in self._shunned or name in self._queue:
                continue
            before = self._seen.get(name)
            if before is None or before[0] != stamp or now < before[1]:
                self._seen[name] = (stamp, now)
                unsettled = True
            elif (now - before[1]).total_seconds() >= STILL_S:
                self._queue.append(name)
            else:
                unsettled = True
        if unsettled:
            self._again.start()

    def _is_dealt_with(self, name: str, stamp: Stamp) -> bool:
        dealt = self._kept.dealt.get(name)
        return dealt is not None and dealt.stamp == stamp

    def _forget_what_is_gone(self, found: dict[str, Stamp]) -> None:
        self._seen = {name: each for name, each in self._seen.items() if name in found}
        gone = [name for name in self._kept.dealt if name not in found]
        for name in gone:
            del self._kept.dealt[name]
        if gone:
            # Someone took it away, or mended it elsewhere: nobody need look at it any more.
            waits = (State.WAITING, State.FAILED)
            self._kept.entries = [
                each for each in self._kept.entries if each.name not in gone or each.state not in waits
            ]
            self._save()

    def _rest(self, error: UserError | None = None) -> None:
        """Do nothing until the next look, in a minute."""

    def _freed(self) -> None:
        """The job has ended: the next file, if any waits."""
        self._busy = False
        QTimer.singleShot(0, self, self._take_next)  # not at once: what the job found is told after this

    def _take_next(self) -> None:
        if self._busy or self._stopped or not self._queue:
            return
        if QApplication.activeModalWidget() is not None:
            # What an open page was going to write was worked out with the shop as it is.
            self._queue.clear()
            self._again.start()
            return
        self._busy = True
        name = self._queue.popleft()
        self._shunned.add(name)  # until it is known what became of it: a bug must not come back every minute
        known = {each.digest: State(each.state) for each in self._kept.dealt.values() if each.away}
        job = self._jobs.start(
            tr("Bringing in %1", name),
            partial(_bring_in, self._shop, Path(self._kept.folder) / name, known),
            done=lambda arrival: self._taken(name, arrival),
            failed=lambda error: self._shunned.discard(name),
            cancelled=lambda: self._shunned.discard(name),
        )
        job.ended.connect(self._freed)

    def _taken(self, name: str, arrival: Arrival | None) -> None:
        self._shunned.discard(name)
        seen = self._seen.pop(name, None)
        if arrival is None:
            return
        state = arrival.state
        if arrival.moved is None and state is not State.FAILED and seen is not None:
            self._kept.dealt[name] = Dealt(seen[0], arrival.digest, state.value, away=state is not State.WAITING)
        self._tell(arrival)
        if arrival.change is not None:
            title = Sentence("Brought in “%1” by itself", name)
            self._actions.announce(replace(anything(), id=arrival.change, title=title))

    # Telling

    def _tell(self, arrival: Arrival) -> None:
        """One line a file: a later answer takes the place of one that was waiting."""
        again = [each for each in self._kept.entries if each.name == arrival.name]
        known = next((each for each in again if each.state == arrival.state is State.FAILED), None)
        if known is not None and known.reason == _words(arrival):
            return
        stay = (State.IMPORTED, State.REFUSED)
        self._kept.entries = [each for each in self._kept.entries if each not in again or each.state in stay]
        counts = asdict(arrival.counts) if arrival.counts else {}
        self._add(Entry(
            self._kept.next_id, arrival.name, self._now(), arrival.state.value,
            kind=arrival.kind.value if arrival.kind else "", wait=arrival.wait.value if arrival.wait else "",
            counts=counts, change=arrival.change, moved=str(arrival.moved or ""), aside=str(arrival.aside or ""),
            reason=_words(arrival),
        ))  # fmt: skip

    def _tell_gone(self, gone: bool) -> None:
        """That the folder is gone is said once; when it is back, it is said no more."""
        if gone and not self._kept.gone_told:
            self._kept.gone_told = True
            self._add(Entry(self._kept.next_id, self._kept.folder, self._now(), GONE))
        elif not gone and self._kept.gone_told:
            self._kept.gone_told = False
            self._kept.entries = [each for each in self._kept.entries if each.state != GONE]
            self._save()

    def _add(self, entry: Entry) -> None:
        self._kept.add(entry)
        self._save()

    def _now(self) -> str:
        return self._shop.clock.now().isoformat()

    def _save(self) -> None:
        self._kept.save(self._memory, self._key)
        self.changed.emit()

    # What happens meanwhile

    def _on_change(self, change: Change) -> None:
        """Something large was brought in, perhaps by her, for a file that waits: it is looked at anew."""
        if self._stopped or (ALL not in change.touched.values() and "setting" not in change.touched):
            return
        waiting = [name for name, each in self._kept.dealt.items() if each.state == State.WAITING]
        for name in waiting:
            del self._kept.dealt[name]
        if waiting:
            self._again.start()

    def _on_undone(self, change: int) -> None:
        if self._stopped:  # it is another shop's change of that number
            return
        if any(each.change == change for each in self._kept.entries):
            self._kept.entries = [
                replace(each, undone=True) if each.change == change else each for each in self._kept.entries
            ]
            self._save()


def _words(arrival: Arrival) -> str:
    return str(arrival.reason) if arrival.reason is not None else ""


def _look_into(folder: Path, away: Mapping[str, Dealt]) -> dict[str, Stamp] | None:
    """In the worker: what is there now, after what could not be put away before is tried again; None if the folder
    is gone."""
    try:
        found = files_in(folder)
        for name, dealt in away.items():
            if found.get(name) == dealt.stamp and put_away(folder / name, State(dealt.state)) is not None:
                del found[name]
    except OSError:
        return None
    return found


def _bring_in(
    shop: Shop, path: Path, known: Mapping[str, State], report: Report, cancelled: Callable[[], bool]
) -> Arrival | None:
    """In the worker."""
    from crm_desktop.exchange.importing.report import Watch
    from crm_desktop.exchange.watched.arrivals import take

    watch = Watch(lambda done, total, words: report(done, total, str(words)), cancelled, "arrival")
    return take(shop, path, watch, known=known)
