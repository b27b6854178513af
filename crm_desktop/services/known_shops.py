"""The copies of a shop that this laptop has met: which of them is the newest, so that nobody goes on with an old one.

For each shop, by its identity, the paths at which it was open are remembered, with the number and time of the newest
change there; nothing else of what is in it. The files themselves are asked where they can be reached, and so are those
that lie beside the shop: what a synchroniser calls a “conflicted copy”, or a file manager “shop (1)”.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from crm_desktop import paths
from crm_desktop.domain import backup_policy
from crm_desktop.errors import UserError
from crm_desktop.services import json_notes
from crm_desktop.store import computer
from crm_desktop.store.key import Key
from crm_desktop.store.kinship import Mark, Relation, compared, first_after, newest_of, relation, time_in
from crm_desktop.store.place import share_of
from crm_desktop.store.shop import Shop

_FILE: Final = "known-shops.json"
_MOST_SHOPS: Final = 20
_MOST_PATHS: Final = 20
_MOST_MARKS: Final = 60
_MOST_BESIDE: Final = 40
"""Files beside the shop that are looked into."""


@dataclass(frozen=True, slots=True)
class OtherCopy:
    """Another copy of the shop that is open. `last_change`: when the newest change in it was made, if there is one;
    `is_there`: whether its file can be reached now."""

    path: Path
    relation: Relation
    last_change: datetime | None
    is_there: bool
    mark: Mark | None


@dataclass
class _Known:
    """What is remembered of one path: the newest change at several times, each with the first one after it, and up to
    which no word is said of it."""

    marks: list[Mark] = field(default_factory=list)
    quiet: Mark | None = None


class KnownShops:
    """What is remembered in a data folder. Looking at other copies may take long: a disk may sleep, a share be away."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / _FILE
        self._backups = paths.backups(data_dir).resolve()

    def remember(self, shop: Shop, path: Path | None = None) -> None:
        """Note how far the shop is, at its own path or at that of a copy that was just made of it."""
        shops = self._load()
        known = shops.pop(shop.identity, {})
        name = str((path or shop.path).resolve())
        here = known.pop(name, _Known())
        before = here.marks[-1][0] if here.marks else 0
        new = dict.fromkeys(mark for mark in (first_after(shop, before), newest_of(shop)) if mark is not None)
        here.marks = [*(mark for mark in here.marks if mark not in new), *new][-_MOST_MARKS:]
        known[name] = here
        shops[shop.identity] = dict([*known.items()][-_MOST_PATHS:])
        self._save(shops)

    def keep_quiet(self, shop: Shop, copy: OtherCopy) -> None:
        """Say no more of a copy, as long as nothing is changed in it."""
        shops = self._load()
        known = shops.setdefault(shop.identity, {})
        known.setdefault(str(copy.path), _Known()).quiet = copy.mark or (0, "")
        self._save(shops)

    def others(self, shop: Shop, key: Key | None, cancelled: Callable[[], bool] = lambda: False) -> list[OtherCopy]:
        """The copies of the shop that are another state of it, the newest first. `key` is tried on encrypted ones.
        Stops looking where it is cancelled."""
        known = self._load().get(shop.identity, {})
        found = []
        for path in self._paths(shop, known):
            if cancelled():
                break
            there = known.get(str(path), _Known())
            copy = _looked_at(shop, path, key) or _remembered(shop, path, there)
            if copy is not None and copy.relation is not Relation.SAME and (copy.mark or (0, "")) != there.quiet:
                found.append(copy)
        return sorted(found, key=lambda copy: copy.last_change or datetime.min, reverse=True)

    def _paths(self, shop: Shop, known: Mapping[str, _Known]) -> Iterator[Path]:
        own = shop.path.resolve()
        beside: list[Path] = []
        with suppress(OSError):
            beside = sorted(own.parent.glob("*.crm"))[:_MOST_BESIDE]
        for path in dict.fromkeys([*map(Path, known), *beside]):
            if path != own and not self._is_backup(path) and not _is_same_file(path, own):
                yield path

    def _is_backup(self, path: Path) -> bool:
        named = backup_policy.read_name(path.name) is not None or backup_policy.is_kept(path.name)
        return named or path.is_relative_to(self._backups)

    def _load(self) -> dict[str, dict[str, _Known]]:
        try:
            return {
                str(identity): {str(path): _known(words) for path, words in known.items()}
                for identity, known in json_notes.read(self._file).items()
            }
        except (ValueError, TypeError, AttributeError, KeyError):
            return {}

    def _save(self, shops: Mapping[str, Mapping[str, _Known]]) -> None:
        """Write down what is remembered. A folder that cannot be written is no reason to stop."""
        words = {
            identity: {path: {"marks": known.marks, "quiet": known.quiet} for path, known in copies.items()}
            for identity, copies in [*shops.items()][-_MOST_SHOPS:]
        }
        with suppress(OSError):
            json_notes.write(self._file, words)


def _looked_at(shop: Shop, path: Path, key: Key | None) -> OtherCopy | None:
    """What the file itself says; None if it cannot be asked."""
    try:
        if _may_hang(path, shop.path) or not path.is_file():
            return None
        found = compared(shop, path, key)
    except (UserError, OSError):
        return None
    if found is None:  # another shop's, or another one has taken its place
        return OtherCopy(path, Relation.SAME, None, True, None)
    return OtherCopy(path, found[0], _moment(found[1]), True, found[1])


def _remembered(shop: Shop, path: Path, known: _Known) -> OtherCopy | None:
    """What a file that cannot be asked was when it was open here. Only what is not in this one is worth a word."""
    if not known.marks:
        return None
    other, mine, time_of = known.marks[-1], newest_of(shop), time_in(shop)
    times = dict(known.marks)
    if any(time_of(number) != at for number, at in known.marks if mine is not None and number <= mine[0]):
        kin = Relation.APART
    else:  # what was between two times at which it was noted is not known: it may well have been this one
        kin = relation(mine, time_of, other, lambda number: times.get(number, mine and mine[1]))
    return None if kin is Relation.OLDER else OtherCopy(path, kin, _moment(other), os.path.lexists(path), other)


def _may_hang(path: Path, own: Path) -> bool:
    """Whether a file lies on another computer's disk, which may be away: then asking for it takes half a minute. Not
    where the shop lies there too."""
    mounts = computer.mounts()
    share = share_of(path, mounts)
    return share is not None and share != share_of(own.resolve(), mounts)


def _known(words: Any) -> _Known:
    marks = [(int(number), str(at)) for number, at in words["marks"]]
    quiet = words["quiet"]
    return _Known(marks, None if quiet is None else (int(quiet[0]), str(quiet[1])))


def _moment(mark: Mark | None) -> datetime | None:
    if mark is None:
        return None
    try:
        return datetime.fromisoformat(mark[1])
    except ValueError:
        return None


def _is_same_file(path: Path, own: Path) -> bool:
    try:
        return path.samefile(own)
    except OSError:
        return False
