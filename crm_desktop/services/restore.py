"""A copy in the shop's place, or single customers out of a copy.

The shop is replaced while it is closed. Before that a copy of it is made, and afterwards its old file stays beside the
new one; the new one is made under another name, brought to today's schema, put under the shop's own password, and read
again as a whole. What fails before the last step leaves everything as it was.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from crm_desktop.clock import Clock
from crm_desktop.domain.backup_policy import Why, read_name
from crm_desktop.errors import NotAShop, NotFound, OtherShop, ShopDamaged, ShopTooNew, UserError, WrongPassword
from crm_desktop.language import Sentence, tr
from crm_desktop.services.backup_places import copies_of, has_copies
from crm_desktop.services.backups import Backup, Backups, State
from crm_desktop.store import compare, desk, replace, seal
from crm_desktop.store.bring_back import BringBack
from crm_desktop.store.disk import discard
from crm_desktop.store.journal import Change
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.look import Look, damaged_copy, set_identity
from crm_desktop.store.shop import Shop

Report = Callable[[int, int, str], object]
"""report(done, total, words); total 0 where it is not known."""

Cancelling = Callable[[], bool]

_ROWS_OF_ONE: Final = 4
"""About how many rows a customer has, besides what they bought and what is noted of them: the card, a phone, tags."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in the shop's place now, and where its old file is (None: there was none). `key` opens the new one."""

    file: Path
    kept: Path | None
    customers: int
    purchases: int
    key: Key | None


@dataclass(frozen=True, slots=True)
class Brought:
    """Customers who are back, and how many purchases are theirs again."""

    change: Change
    customers: int
    purchases: int


@dataclass(frozen=True, slots=True)
class _Old:
    """What is in the shop's place before. `broken`: it cannot be opened, and is kept with all that lies beside it."""

    there: bool
    broken: bool = False
    identity: str | None = None
    keeps_key: bool = False


def restore(
    path: Path,
    key: Key | None,
    copy: Path,
    copy_key: Key | None = None,
    *,
    folder: Path,
    clock: Clock,
    force: bool = False,
    report: Report = lambda done, total, words: None,
    cancelled: Cancelling = lambda: False,
) -> Restored:
    """Put what `copy` holds in the place of the closed shop at `path`, which opens by `key`; a copy is made in the
    backup `folder` before. `copy_key`: what opens the copy, where that is not the shop's key. The shop keeps its own.

    A damaged shop, or one that is not there, is replaced as well, and so is a file that is no shop any more, as its
    copies tell. `force`: also by a copy of another shop, and where the file in its place does not open, whatever it is.
    Every failure is a UserError, and leaves all as it was.
    """
    refuse_itself(path, copy)
    with Look.open(copy, copy_key or key) as source, replace.told(path):
        report(0, 0, tr("Checking the copy"))
        source.check()
        old = _made_safe(path, key, source, folder, clock, force, report, cancelled)
        half = replace.half_beside(path)
        try:
            opens = _write(half, path, source, key, old, report, cancelled)
            facts = source.facts()
            kept = _kept_name(path, clock.now()) if old.there else None
            with desk.alone(path):
                if old.there and not old.broken:
                    replace.settle(path, key)
                replace.replace_shop(path, half, kept, broken=old.broken)
                replace.sweep(path)
        finally:
            discard(half)
    return Restored(path, kept, facts.customers, facts.purchases, opens)


def bring_back(shop: Shop, source: Look, ids: Sequence[int], *, force: bool = False) -> Brought:
    """Bring customers of a copy back into the shop with all that was theirs, as one change; those whom the shop has
    are left as they are. NotFound if the copy has one of them not, or the shop has all of them; OtherShop, unless by
    `force`: there a number is somebody else's."""
    if not force and not compare.is_same_shop(shop, source):
        raise OtherShop(
            Sentence("“%1” is a copy of another shop, whose customers have other numbers. Nothing was changed. Say "
                     "expressly that they are to be brought into this one.", source.path.name)
        )  # fmt: skip
    there = {row[0] for row in source.rows("SELECT id FROM customer")}
    for customer in ids:
        if customer not in there:
            raise NotFound(Sentence("There is no customer %1 in the copy.", customer))
    day = copied_at(source.path).date().isoformat()
    lacking = compare.lacking(shop, source, ids)
    if not lacking:
        raise NotFound(Sentence("Nothing was changed: these customers are in the shop already."))
    title = Sentence("Brought back %n customer(s) from the copy of %1", day, n=len(lacking))
    with shop.change(title, coming=_rows_of(source, lacking)) as change:
        brought = BringBack(shop, change, source).run(lacking)
        if len(lacking) == 1:
            name = source.rows("SELECT name FROM customer WHERE id = ?", lacking[0])[0][0]
            change.title = Sentence("Brought back customer %1 from the copy of %2", name, day)
    return Brought(change.done, brought.customers, brought.purchases)


def _rows_of(source: Look, customers: Sequence[int]) -> int:
    """About how many rows are theirs in the copy."""
    found = source.rows(
        "WITH theirs AS (SELECT id FROM purchase WHERE customer_id IN (SELECT value FROM json_each(?1)))"
        " SELECT (SELECT count(*) FROM theirs)"
        " + (SELECT count(*) FROM purchase_line WHERE purchase_id IN (SELECT id FROM theirs))"
        " + (SELECT count(*) FROM follow_up WHERE customer_id IN (SELECT value FROM json_each(?1)))"
        " + (SELECT count(*) FROM contact_entry WHERE customer_id IN (SELECT value FROM json_each(?1)))",
        json.dumps(list(customers)),
    )
    return len(customers) * _ROWS_OF_ONE + int(found[0][0])


def chosen(path: Path, key: Key | None) -> Backup:
    """Any file as a copy, as the list tells of copies. ShopError if it is no shop, or cannot be read; one that does
    not open with this key is LOCKED."""
    try:
        with Look.open(path, key) as source:
            facts = source.facts()
    except WrongPassword:
        return Backup(path, copied_at(path), Why.ASKED, path.stat().st_size, None, None, None, State.LOCKED)
    size = path.stat().st_size
    return Backup(path, copied_at(path), Why.ASKED, size, facts.customers, facts.purchases, facts.at)


def good_copies(path: Path, key: Key | None, folder: Path, most: int = 3) -> list[Backup]:
    """The newest copies of a shop that itself does not open, each read as a whole and found sound."""
    found: list[Backup] = []
    for copy in copies_of(path, folder):
        if len(found) == most:
            break
        with suppress(UserError, OSError):
            with Look.open(copy, key) as source:
                source.check()
            found.append(chosen(copy, key))
    return found


def copied_at(path: Path) -> datetime:
    """When a copy was made: by its name, else by the time of its file."""
    named = read_name(path.name)
    return named.at if named else datetime.fromtimestamp(int(path.stat().st_mtime))


def refuse_itself(path: Path, copy: Path) -> None:
    """Tell that a chosen copy is the shop's own file, before anything opens it."""
    try:
        same = copy.samefile(path)
    except OSError:  # one of them is not there
        return
    if same:
        raise NotAShop(Sentence("“%1” is the shop itself. Choose a copy of it.", copy.name))


def _made_safe(
    path: Path, key: Key | None, source: Look, folder: Path, clock: Clock, force: bool, report: Report,
    cancelled: Cancelling,
) -> _Old:  # fmt: skip
    """Make a copy of what is in the shop's place, or find that there is nothing to be copied."""
    if not path.exists():
        return _Old(there=False, keeps_key=key is not None)
    words = tr("Making a copy of the shop as it is now")
    try:
        shop = Shop.open(
            path,
            key=key,
            clock=clock,
            before_migration=lambda older: Backups(older, folder, spare=source.path).before(Why.MIGRATION),
        )
        try:
            if not force and not compare.is_same_shop(shop, source):
                raise OtherShop(
                    Sentence("“%1” is a copy of another shop. Nothing was changed. Open it as a shop of its own, or "
                             "say expressly that it is to replace this one.", source.path.name)
                )  # fmt: skip
            Backups(shop, folder, spare=source.path).before(
                Why.RESTORE, progress=lambda done, total: report(done, total, words), cancelled=cancelled
            )
            return _Old(there=True, identity=shop.identity, keeps_key=True)
        finally:
            shop.close()
    except ShopDamaged:
        return _Old(there=True, broken=True, keeps_key=True)
    except (NotAShop, ShopTooNew, WrongPassword) as error:
        if isinstance(error, NotAShop) and has_copies(path, folder):
            return _Old(there=True, broken=True, keeps_key=key is not None)
        if not force:
            raise
        return _Old(there=True, broken=True)


def _write(
    half: Path, path: Path, source: Look, key: Key | None, old: _Old, report: Report, cancelled: Cancelling
) -> Key | None:
    """Write the new file; what opens it."""
    changes_key = old.keeps_key and not _opens(source, key)
    opens = key if changes_key else source.key
    replace.look_for_room(path, source.size)
    words = tr("Writing the shop anew")
    progress = lambda done, total: report(done, total, words)  # noqa: E731
    os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        if changes_key:
            salt = salt_in(path) if key is not None and old.there else b""
            source.copy_under(half, key, salt, progress, cancelled)
        else:
            source.copy_to(half, progress, cancelled)
        if source.identity is None and old.identity is not None:
            set_identity(half, opens, old.identity)
    except dbapi2.DatabaseError as error:
        raise replace.not_written(path) from error
    report(0, 0, tr("Checking the new file"))
    with Look.open(half, opens) as made:
        made.check()
        if made.facts() != source.facts():
            raise damaged_copy(source.path)
    seal.put(half, opens)
    return opens


def _opens(source: Look, key: Key | None) -> bool:
    """Whether a key, or none, is what the copy is under already."""
    if key is None or source.key is None:
        return key is source.key
    return key.raw(source.salt) == source.key.raw(source.salt)


def _kept_name(path: Path, now: datetime) -> Path:
    """A free name beside the shop for its old file."""
    while True:
        kept = path.with_name(tr("%1 before restore %2", path.stem, f"{now:%Y-%m-%d %H.%M.%S}") + path.suffix)
        if not os.path.lexists(kept):
            return kept
        now += timedelta(seconds=1)
