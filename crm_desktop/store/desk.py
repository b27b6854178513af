"""Who has a shop open: one window writes at a time, commands beside it on its own computer, and nobody while the file
itself is being replaced.

Two small files lie beside the shop while it is open. `.shop.crm.open` says who sits at the desk; its lock, held by the
system for as long as that program runs, is the truth on a disk that knows locks. Where the folder is copied elsewhere,
or lies on another computer's disk, the file is also rewritten every minute: who has not done so for three has gone
without leaving. `.shop.crm.use` is locked by all who have the file open, together, and alone by whoever replaces it.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

from crm_desktop.errors import ShopInUse
from crm_desktop.language import Sentence
from crm_desktop.store import computer
from crm_desktop.store.place import Kind, Place, place_of

BEAT_S: Final = 60
"""So often a window says that it is still there."""

STALE_S: Final = 3 * BEAT_S
"""Who has not said so for this long has gone."""

_TRIES: Final = 20
_MOST_BYTES: Final = 4096

Seconds = Callable[[], float]


class Role(StrEnum):
    """What a program has the shop open for."""

    WINDOW = "window"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sits at the desk. `mark` tells that computer from others; `since` and `beat`, the last sign of life, are
    seconds since 1970 by its clock. All is empty where it cannot be read."""

    user: str = ""
    computer: str = ""
    mark: str = ""
    process: int = 0
    since: float = 0
    beat: float = 0

    @property
    def is_known(self) -> bool:
        return bool(self.mark)

    @property
    def is_here(self) -> bool:
        """Whether it is a program of this computer."""
        return self.mark == computer.computer_mark()


class Desk:
    """A program's seat at a shop, until it leaves. `holder`: who else has the shop open for writing; None if this
    program may write."""

    def __init__(self, path: Path, role: Role, place: Place | None = None, *, now: Seconds = time.time) -> None:
        """Sit down. ShopInUse if the file is being replaced."""
        self.path = path
        self.role = role
        self.place = place or place_of(path)
        self.holder: Holder | None = None
        self._now = now
        self._since = self._last_beat = now()
        self._seen: tuple[Holder, float] | None = None
        self._desk: _LockFile | None = None
        self._turn = threading.Lock()
        self._left = threading.Event()
        try:
            self._use = _LockFile.take(_use_file(path), shared=True)
        except _Taken:
            raise _being_replaced(path) from None
        if self._is_shared:
            self.holder = self._elsewhere()
        if role is Role.WINDOW and self.holder is None:
            self._take_desk()

    def leave(self) -> None:
        """Make room for others."""
        self._left.set()
        with self._turn:
            for file in (self._desk, self._use):
                if file is not None:
                    file.let_go()
            self._desk = self._use = None

    def keep_alive(self, lost: Callable[[Holder], object]) -> None:
        """Give the signs of life from now on, in a thread of their own: a window may be busy for minutes. `lost` is
        called there, once, when another turns out to sit here."""
        if self._desk is not None and self._is_shared:
            threading.Thread(target=self._live, args=(lost,), name="desk", daemon=True).start()

    def _live(self, lost: Callable[[Holder], object]) -> None:
        while not self._left.wait(BEAT_S):
            other = self.beat()
            if other is not None:
                lost(other)
                return

    def beat(self) -> Holder | None:
        """Once a minute, where this program writes: tell that it is still there.

        Where two sat down in the same minute, each at its own copy of the folder, the later one learns here of the
        other, and must write no more. So does a laptop that wakes up and finds that another sat down meanwhile.
        """
        with self._turn:
            return self._beat() if self._desk is not None and self._is_shared else None

    def _beat(self) -> Holder | None:
        assert self._desk is not None
        slept, self._last_beat = self._now() - self._last_beat > STALE_S, self._now()
        other = self._elsewhere()
        if other is not None and (slept or (other.since, other.mark) < (self._since, computer.computer_mark())):
            self._desk.forsake()
            self._desk, self.holder = None, other
        elif self._desk.is_still_there():
            self._desk.write(self._words())
        else:  # what copies the folder has put another in its place
            self._desk.forsake()
            self._take_desk()
        return self.holder

    def is_free(self) -> bool:
        """Whether who writes has gone, so that the shop can be opened for writing now."""
        if self._is_shared and self._elsewhere() is not None:
            return False
        return not _is_locked(_desk_file(self.path))

    @property
    def file(self) -> Path:
        """The file that says who writes; it goes when they leave."""
        return _desk_file(self.path)

    @property
    def _is_shared(self) -> bool:
        """Whether programs of other computers can have the shop open, which the lock may not tell."""
        return self.place.kind is not Kind.LOCAL

    def _take_desk(self) -> None:
        try:
            self._desk = _LockFile.take(_desk_file(self.path), shared=False)
        except _Taken:
            self._desk, self.holder = None, _read(self.path) or Holder()
        if self._desk is not None:
            self._desk.write(self._words())

    def _elsewhere(self) -> Holder | None:
        """Who has the shop open on another computer, by what lies in the folder."""
        found = _read(self.path)
        if found is None or found.is_here:
            return None
        now = self._now()
        if self._seen is None or self._seen[0] != found:
            # A clock that is ahead of ours tells nothing by itself: whether it goes on is watched.
            self._seen = found, min(found.beat, now)
        return found if now - self._seen[1] < STALE_S else None

    def _words(self) -> dict[str, Any]:
        return {
            "user": computer.user_name(),
            "computer": computer.computer_name(),
            "mark": computer.computer_mark(),
            "process": os.getpid(),
            "since": self._since,
            "beat": self._now(),
        }


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Have a closed shop for oneself while its file is replaced: nobody opens it meanwhile. ShopInUse if another
    has it open."""
    if place_of(path).kind is not Kind.LOCAL:
        other = _read(path)
        if other is not None and not other.is_here and time.time() - other.beat < STALE_S:
            raise in_use(path, other)
    with ExitStack() as taken:
        for beside in (_desk_file(path), _use_file(path)):
            try:
                file = _LockFile.take(beside, shared=False)
            except _Taken:
                raise in_use(path, holder_of(path)) from None
            if file is not None:
                taken.callback(file.let_go)
        yield


def holder_of(path: Path) -> Holder | None:
    """Who has a shop open in a window; None if nobody has. On another computer's disk as far as its locks tell."""
    return (_read(path) or Holder()) if _is_locked(_desk_file(path)) else None


def why_read_only(path: Path, holder: Holder) -> Sentence:
    """Why a shop that another has open is only looked at."""
    if not holder.is_known:
        return Sentence("“%1” is open in another window. Here it can be looked at; nothing can be changed.", path.name)
    if holder.is_here:
        return Sentence(
            "“%1” is open in another window of this computer since %2 (%3). Here it can be looked at; nothing can be "
            "changed.", path.name, _moment(holder.since), holder.user
        )  # fmt: skip
    return Sentence(
        "“%1” is open on the computer “%2” since %3 (%4). Here it can be looked at; nothing can be changed.",
        path.name, holder.computer, _moment(holder.since), holder.user,
    )  # fmt: skip


def in_use(path: Path, holder: Holder | None) -> ShopInUse:
    """The error that a shop cannot be replaced now, for another program has it open."""
    if holder is None or not holder.is_known:
        return ShopInUse(
            Sentence("Another program has “%1” open just now. Nothing was changed; close it there, then try again.",
                     path.name)
        )  # fmt: skip
    return ShopInUse(
        Sentence("“%1” is open on the computer “%2” since %3 (%4). Nothing was changed; close it there, then try "
                 "again.", path.name, holder.computer, _moment(holder.since), holder.user)
    )  # fmt: skip


def _being_replaced(path: Path) -> ShopInUse:
    return ShopInUse(
        Sentence("“%1” is being worked on by another program just now: its password is changed, or a copy is brought "
                 "back. Try again in a moment.", path.name)
    )  # fmt: skip


def _moment(seconds: float) -> str:
    then = datetime.fromtimestamp(seconds)
    return f"{then:%H:%M}" if then.date() == datetime.now().date() else f"{then:%Y-%m-%d %H:%M}"


# The two files


def _desk_file(path: Path) -> Path:
    return path.resolve().with_name(f".{path.resolve().name}.open")


def _use_file(path: Path) -> Path:
    return path.resolve().with_name(f".{path.resolve().name}.use")


class _Taken(Exception):
    """Another program has the desk's file locked."""


class _LockFile:
    """A file beside the shop that this program has locked."""

    def __init__(self, path: Path, file: int) -> None:
        self._path = path
        self._file = file

    @classmethod
    def take(cls, path: Path, *, shared: bool) -> Self | None:
        """Make or find the file, and lock it; _Taken. None if none can be made, as in a folder that cannot be
        written, where nobody writes to the shop either."""
        for _ in range(_TRIES):
            try:
                file = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
            except OSError:
                return None
            mine = cls(path, file)
            try:
                locked = computer.try_lock(file, shared=shared)
            except OSError:  # the disk knows no locks: what the file says has to do
                return mine
            if locked and mine.is_still_there():
                return mine
            mine.forsake()
            if not locked:
                break
        raise _Taken

    def is_still_there(self) -> bool:
        """Whether the file is still the one of its name: another may have taken it away between two steps of ours."""
        try:
            return os.path.samestat(os.fstat(self._file), self._path.stat())
        except OSError:
            return False

    def write(self, words: dict[str, Any]) -> None:
        """Say who has it. On a full disk the lock alone tells that somebody does."""
        text = json.dumps(words).encode("ascii")
        with suppress(OSError):
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, text)
            os.ftruncate(self._file, len(text))

    def let_go(self) -> None:
        """Unlock it; who goes last takes the file away."""
        with suppress(OSError):
            computer.let_go(self._path, self._file)

    def forsake(self) -> None:
        """Unlock it, and leave the file to others."""
        with suppress(OSError):
            os.close(self._file)


def _is_locked(path: Path) -> bool:
    """Whether a program has the file locked."""
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not computer.try_lock(file)
    except OSError:
        return False
    finally:
        os.close(file)


def _read(path: Path) -> Holder | None:
    """What the desk's file says; None if there is none, or nothing that can be understood."""
    try:
        with _desk_file(path).open("rb") as file:
            said = json.loads(file.read(_MOST_BYTES))
        return Holder(
            str(said["user"]), str(said["computer"]), str(said["mark"]), int(said["process"]), float(said["since"]),
            float(said["beat"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None
