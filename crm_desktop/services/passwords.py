"""The password of a shop: set, changed, removed, in the file and in every copy of it; and the wrong tries at it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from crm_desktop.domain.password import pause_after
from crm_desktop.errors import Cancelled, ShopDamaged, UserError, WrongPassword
from crm_desktop.language import Sentence
from crm_desktop.services import json_notes
from crm_desktop.store import desk
from crm_desktop.store.closed_file import is_encrypted
from crm_desktop.store.key import SALT_BYTES, Key
from crm_desktop.store.rekey import rekey
from crm_desktop.store.safeguard import Progress

_FILE: Final = "password-tries.json"


@dataclass(frozen=True, slots=True)
class CopyLeft:
    """A copy that is as it was, without a password or with the one before, and why."""

    path: Path
    why: Sentence


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """What became of it. `copies`: how many copies open as the shop does now."""

    encrypted: bool
    copies: int
    left: tuple[CopyLeft, ...]


def change_password(
    path: Path,
    old: Key | None,
    new: Key | None,
    copies: Iterable[Path] = (),
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PasswordChanged:
    """Put a closed shop, then its `copies`, under `new`; None: without a password.

    All or nothing for each file: whenever the power goes, it is the old one or the new one. WrongPassword, ShopInUse,
    DiskFull, Cancelled and the others: the shop is as it was. A copy that could not be changed is told, and stays; so
    do all of them that are not reached where it is stopped later.
    """
    wanted = _sizes(copies)
    way = _Way([*_sizes([path]).values(), *wanted.values()], progress)
    salt = os.urandom(SALT_BYTES) if new is not None else b""
    with desk.alone(path):
        rekey(path, old, new, salt, progress=way.at, cancelled=cancelled)
        left = []
        for copy in wanted:
            way.next()
            try:
                _change_copy(copy, old, new, salt, way.at, cancelled)
            except UserError as error:
                left.append(CopyLeft(copy, _why_left(error)))
    way.next()
    return PasswordChanged(new is not None, len(wanted) - len(left), tuple(left))


def protect_copies(
    copies: Iterable[Path],
    key: Key,
    salt: bytes,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PasswordChanged:
    """Put those copies under the shop's key that have no password, as one has that was out of reach when it was set:
    on a stick that was not there. `salt`: the shop's, `shop.database.salt`."""
    wanted = _sizes(unprotected(copies))
    way = _Way([*wanted.values()], progress)
    left = []
    for copy in wanted:
        try:
            rekey(copy, None, key, salt, progress=way.at, cancelled=cancelled)
        except UserError as error:
            left.append(CopyLeft(copy, _why_left(error)))
        way.next()
    return PasswordChanged(True, len(wanted) - len(left), tuple(left))


def unprotected(copies: Iterable[Path]) -> list[Path]:
    """Those of the copies that anyone can read."""
    return [copy for copy in copies if copy.exists() and not is_encrypted(copy)]


def _change_copy(
    copy: Path, old: Key | None, new: Key | None, salt: bytes, progress: Progress, cancelled: Callable[[], bool] | None
) -> None:
    """Copies may be older than the password: each is opened by the one before or by none."""
    if cancelled is not None and cancelled():
        raise Cancelled(Sentence("Stopped. Nothing was changed."))
    key = old if is_encrypted(copy) else None
    if key is not None or new is not None:
        rekey(copy, key, new, salt, progress=progress, cancelled=cancelled)


def _why_left(error: UserError) -> Sentence:
    match error:
        case Cancelled():
            return Sentence("Stopped before it was done.")
        case WrongPassword():
            return Sentence("It has another password than the shop had.")
        case ShopDamaged():
            return Sentence("It is damaged.")
    return error.sentence


class _Way:
    """How far several files have come, as one piece of work."""

    def __init__(self, sizes: list[int], progress: Progress | None) -> None:
        self._sizes = sizes
        self._total = sum(sizes)
        self._done = 0
        self._progress = progress

    def at(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(self._done + self._sizes[0] * done // max(total, 1), self._total)

    def next(self) -> None:
        """Go on to the next file."""
        self._done += self._sizes.pop(0)
        if self._progress is not None:
            self._progress(self._done, self._total)


def _sizes(files: Iterable[Path]) -> dict[Path, int]:
    """The files that are there, and their sizes."""
    found = {}
    for file in files:
        with suppress(OSError):
            found[file] = file.stat().st_size
    return found


class Tries:
    """The wrong passwords typed for one shop on this laptop, remembered in the data folder: a new start forgets none.

    `salt` tells the shop, and all its copies, without opening it: `store.key.salt_in` of a closed file, or
    `shop.database.salt`.
    """

    def __init__(self, data_dir: Path, salt: bytes) -> None:
        self._file = data_dir / _FILE
        self._mark = mark_of(salt)
        self._unwritten: tuple[int, datetime] | None = None

    def wait(self, now: datetime) -> timedelta:
        """How long until the next try; 0 where one may be made now. A clock that was put back begins the pause anew."""
        wrong, last = self._wrong(now)
        pause = pause_after(wrong)
        return max(timedelta(0), pause - max(timedelta(0), now - last))

    def failed(self, now: datetime) -> None:
        """Note that a wrong password was typed."""
        self._unwritten = (self._wrong(now)[0] + 1, now)
        known = json_notes.read(self._file)
        known[self._mark] = {"wrong": self._unwritten[0], "at": now.isoformat()}
        self._write(known)

    def succeeded(self) -> None:
        """Note that the right password was typed: all wrong ones are forgotten."""
        self._unwritten = None
        known = json_notes.read(self._file)
        if known.pop(self._mark, None) is not None:
            self._write(known)

    def _wrong(self, now: datetime) -> tuple[int, datetime]:
        """How many wrong ones there were in a row, and when the last was."""
        try:
            known = json_notes.read(self._file)[self._mark]
            found = int(known["wrong"]), datetime.fromisoformat(known["at"])
        except (KeyError, TypeError, ValueError):
            found = 0, now
        return max(found, self._unwritten or found)

    def _write(self, known: dict[str, Any]) -> None:
        """Remember the tries in the data folder; if that cannot be written, until the program ends."""
        with suppress(OSError):
            json_notes.write(self._file, known)


def mark_of(salt: bytes) -> str:
    """What stands for a shop outside its file: nothing about it follows from that, not even the salt."""
    return hashlib.sha256(b"CRM Desktop" + salt).hexdigest()[:16]
