"""Everything that can be looked at in a shop's file, from its bytes to what its rows say of each other.

The file may be open meanwhile, here or elsewhere: then its seal is broken already, and is not asked. Nothing is
changed, whatever is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from crm_desktop.errors import ShopDamaged, ShopReadOnly
from crm_desktop.language import Sentence
from crm_desktop.store import connections, meanings, open_file, seal, search_index, soundness
from crm_desktop.store.closed_file import refuse_strangers
from crm_desktop.store.key import Key
from crm_desktop.store.migrations import CURRENT, Version
from crm_desktop.store.safeguard import Progress

_MOST: Final = 20
"""The most complaints of the engine that are listed: more say nothing new."""

_HISTORY: Final = """
    SELECT (SELECT count(*) FROM journal WHERE change NOT IN (SELECT id FROM change))
           + (SELECT count(*) FROM change WHERE undoes IS NOT NULL AND undoes NOT IN (SELECT id FROM change)),
        (SELECT count(*) FROM journal WHERE iif(image IS NULL, kind <> 'I', NOT json_valid(image)))
           + (SELECT count(*) FROM change WHERE NOT json_valid(title))
"""

Cancelled = Callable[[], bool]
_Look = Callable[[], Iterable[Sentence]]


def problems_of(
    path: Path, key: Key | None, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> list[Sentence]:
    """All that is wrong with a shop's file; nothing if it is whole. Takes some seconds for 100,000 customers.

    WrongPassword, ShopInUse, Cancelled and what else keeps it from being looked at is raised: then nothing is known.
    """
    found = None if open_file.of(path).is_open else _look(path, key)
    problems: list[Sentence] = []

    def on_rows(look: Callable[[Any], Iterable[Sentence]]) -> Iterable[Sentence]:
        with soundness.reading(path, key, found, cancelled) as file:
            yield from look(file)

    def pages(file: Any) -> Iterable[Sentence]:
        _refuse_newer(file, path)
        # One page that does not decipher makes the engine see none of the others.
        return () if key is not None and problems else _pages(file)

    def search() -> Iterable[Sentence]:
        return () if problems else _search(path, key, cancelled)  # the engine has to write to look at it

    by_seal = [partial(_seal, path, key)] if found is not None else []
    by_sums = [_sums] if key is not None else []
    by_rows = [partial(on_rows, look) for look in (*by_sums, pages, _parts, _links, _history)]
    looks: list[_Look] = [*by_seal, *by_rows, search]
    for done, look in enumerate(looks):
        if progress is not None:
            progress(done, len(looks))
        try:
            with connections.told(path, encrypted=key is not None):
                problems += look()
        except ShopDamaged:
            problems.append(Sentence("A part of the file cannot be read."))
        except dbapi2.DatabaseError as error:
            problems.append(Sentence("The file is broken inside: %1.", str(error)))
    return list(dict.fromkeys(problems))


def _look(path: Path, key: Key | None) -> seal.Look:
    found = soundness.look_at_seal(path)
    with suppress(ShopDamaged):  # is told by the looks
        refuse_strangers(path, key, found)
    return found


def _seal(path: Path, key: Key | None) -> Iterable[Sentence]:
    """Whether the file is as it was when it was closed last; an encrypted one is asked by its own checksums."""
    try:
        soundness.by_seal(path, key)
    except ShopDamaged:
        broken = len(seal.look(path).broken)
        yield Sentence("%n part(s) of the file are not what they were when the shop was last closed.", n=broken)


def _sums(file: Any) -> Iterable[Sentence]:
    if broken := soundness.broken_sums(file):
        yield Sentence("%n part(s) of the encrypted file are not what was written there.", n=len(broken))


def _refuse_newer(file: Any, path: Path) -> None:
    """What a newer version has put in there cannot be told to be right."""
    if Version.of(file.execute("PRAGMA user_version").fetchone()[0]).major > CURRENT.major:
        raise meanings.too_new(path)


def _pages(file: Any) -> Iterable[Sentence]:
    complaints = (row[0] for row in file.execute(f"PRAGMA integrity_check({_MOST})").fetchall())
    lines = [line for complaint in complaints for line in complaint.splitlines() if not line.startswith("***")]
    for line in lines[:_MOST]:
        if line != "ok":
            yield Sentence("The file is broken inside: %1.", line)


def _parts(file: Any) -> Iterable[Sentence]:
    for name in soundness.lacks(file)[:_MOST]:
        yield Sentence("A part of the shop is missing: %1.", name)


def _links(file: Any) -> Iterable[Sentence]:
    gone = Counter(row[0] for row in file.execute("PRAGMA foreign_key_check"))
    for table, count in gone.items():
        yield Sentence("%n row(s) of “%1” belong to something that is not there.", table, n=count)


def _history(file: Any) -> Iterable[Sentence]:
    lost, unreadable = file.execute(_HISTORY).fetchone()
    if lost:
        yield Sentence("%n line(s) of the history belong to a change that is not there.", n=lost)
    if unreadable:
        yield Sentence("%n line(s) of the history cannot be read.", n=unreadable)


def _search(path: Path, key: Key | None, cancelled: Cancelled | None) -> Iterable[Sentence]:
    connection = connections.connect(path, key, connections.salt_of(path) if key is not None else b"")
    try:
        with connections.told(path, encrypted=key is not None), soundness.stoppable(connection, cancelled):
            connection.execute("BEGIN IMMEDIATE")
            found = search_index.check(lambda sql, *params: connection.execute(sql, params))
            connection.execute("ROLLBACK")
            return found
    except ShopReadOnly:  # it cannot be looked at where nothing can be written
        return ()
    finally:
        connection.close()
