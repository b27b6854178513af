"""Rescue: what can still be read of a damaged shop, in a new file; and what became of each part of it.

All of it works on closed files. The damaged one is read, and never written to.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from crm_desktop.clock import Clock, laptop_clock
from crm_desktop.errors import Cancelled, CannotWriteFile, ShopDamaged, UserError
from crm_desktop.language import Sentence
from crm_desktop.store import desk, meanings, migrations, seal, search_index
from crm_desktop.store.closed_file import APPLICATION_ID
from crm_desktop.store.disk import discard, to_disk
from crm_desktop.store.engine import ShopDatabase
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.replace import half_beside, sweep, told
from crm_desktop.store.rescue.rebuild import Rebuild, Rescued
from crm_desktop.store.rescue.transfer import Tally
from crm_desktop.store.rescue.wreck import Tell, Wreck

Progress = Callable[[int, int, Sentence], object]
"""Told how much is done, of how much (0: not known), and what of it."""

_TITLES: Final = {
    "customer": Sentence("Customers"),
    "phone": Sentence("Phones"),
    "email": Sentence("E-mails"),
    "account": Sentence("WeChat and QQ"),
    "photo": Sentence("Photos"),
    "tag": Sentence("Tags"),
    "customer_tag": Sentence("Tags of customers"),
    "custom_field": Sentence("Own fields"),
    "custom_value": Sentence("Values of own fields"),
    "product": Sentence("Products"),
    "purchase": Sentence("Purchases"),
    "purchase_line": Sentence("Purchase lines"),
    "follow_up": Sentence("Follow-ups"),
    "contact_entry": Sentence("Contacts and notes"),
    "yearly_date": Sentence("Yearly dates"),
    "greeting_template": Sentence("Greeting templates"),
    "greeting": Sentence("Birthday greetings"),
    "reminder_answer": Sentence("Answered reminders"),
    "view": Sentence("Saved views"),
    "setting": Sentence("Settings"),
}

_LOOKING: Final = Sentence("Looking through the damaged file")
_SEARCH: Final = Sentence("Making the search index")
_READING: Final = Sentence("Reading what is left")


@dataclass(frozen=True, slots=True)
class TableReport:
    """What became of a table. `doubtful` rows are among those `read`; `lost` is None if some are, and nobody can say
    how many."""

    table: str
    title: Sentence
    read: int
    doubtful: int
    lost: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """A customer of the rescued shop who is to be looked at."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a damaged shop. `path`: the new file. The customers are those to be looked at: something of them
    may be wrong or missing."""

    path: Path
    tables: tuple[TableReport, ...]
    doubtful_customers: tuple[Person, ...]
    journal_kept: bool

    def of(self, table: str) -> TableReport:
        """What became of one table."""
        return next(report for report in self.tables if report.table == table)

    @property
    def is_whole(self) -> bool:
        """Whether everything was read, and nothing is in doubt."""
        return not self.doubtful_customers and not any(report.doubtful or report.lost != 0 for report in self.tables)


@dataclass(frozen=True, slots=True)
class Newer:
    """How many changes the damaged file has that a copy lacks, and the times of the first and the last of them."""

    changes: int
    first: datetime | None
    last: datetime | None


def change_times(
    path: Path, key: Key | None, *, cancelled: Callable[[], bool] = lambda: False
) -> list[datetime] | None:
    """When each change was made that the damaged file's journal tells of, in order; None if it cannot be read."""
    try:
        with _wreck(path, key, (), lambda done, total: _go_on(cancelled)) as wreck:
            texts = [row.values[1] for row in wreck.rows("change") if row is not None and len(row.values) > 1]
            if not texts and not wreck.tables["change"].is_whole:
                return None
    except Cancelled:
        raise
    except UserError:
        return None
    return sorted(at for text in texts if (at := _moment(str(text))) is not None)


def newer(times: Sequence[datetime] | None, than: datetime | None) -> Newer | None:
    """What a copy lacks whose newest change was made at a time; None if that cannot be told."""
    if times is None:
        return None
    later = [at for at in times if than is None or at > than]
    return Newer(len(later), min(later, default=None), max(later, default=None))


def rescue(
    path: Path,
    target: Path,
    key: Key | None = None,
    *,
    clock: Clock | None = None,
    salts: Iterable[bytes] = (),
    progress: Progress = lambda done, total, what: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Write what can be read of a damaged shop into a new file, under the same key, and check that file.

    WrongPassword; ShopInUse if another program has the shop open; CannotWriteFile if there is a file already;
    DiskFull, DiskFailure, Cancelled; ShopDamaged if nothing at all could be read: then there is no new file.
    `salts`: see `Pages`.
    """
    _refuse_to_overwrite(target)
    sweep(target)  # of one that was killed
    half = half_beside(target)
    now = (clock or laptop_clock()).now()

    def look(done: int, total: int) -> None:
        _go_on(cancelled)
        progress(done, total, _LOOKING)

    with desk.alone(path), _wreck(path, key, salts, look) as wreck:
        try:
            with told(target):
                os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            result, names = _fill(wreck, half, key, now, progress, cancelled)
            with told(target):
                to_disk(half)
                seal.put(half, key)
                _refuse_to_overwrite(target)
                half.rename(target)
        finally:
            discard(half)
    people = [Person(number, names.get(number, "")) for number in sorted(result.doubtful_customers)]
    return Report(target, _reports(result), tuple(people), result.journal_kept)


def _fill(
    wreck: Wreck, half: Path, key: Key | None, now: datetime, progress: Progress, cancelled: Callable[[], bool]
) -> tuple[Rescued, dict[int, str]]:
    """Make a shop of what is left, check it, and close it; what became of it, and the names of those in doubt."""
    done = 0
    steps = len(_TITLES) + 6

    def tell(table: str, *, is_new: bool) -> None:
        nonlocal done
        _go_on(cancelled)
        done += is_new
        progress(min(done, steps), steps, _SEARCH if table == "find_document" else _TITLES.get(table, _READING))

    database = ShopDatabase(half, key)
    try:
        run = database.execute_sql
        run(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.migrate(run)
        title = Sentence("Recovered what could be read of “%1”", wreck.pages.path.name)
        rebuild = Rebuild(wreck, database, title, now, tell)
        result = rebuild.run()
        if not result.tables["customer"].read and not result.tables["purchase"].read and not result.doubtful_customers:
            raise ShopDamaged(
                Sentence("Nothing could be read of “%1”. No new file was made; bring back a backup copy instead.",
                         wreck.pages.path.name)
            )  # fmt: skip
        _check(database, half)
        run("PRAGMA journal_mode = DELETE")  # one tidy file
        return result, {number: rebuild.name_of(number) for number in result.doubtful_customers}
    finally:
        database.close()


def _check(database: ShopDatabase, half: Path) -> None:
    """The new file must be beyond doubt itself."""
    run = database.execute_sql
    if (
        run("PRAGMA quick_check(1)").fetchone() != ("ok",)
        or run("PRAGMA foreign_key_check").fetchall()
        or search_index.check(lambda sql, *params: run(sql, params))
    ):
        raise meanings.damaged(half)


def _reports(result: Rescued) -> tuple[TableReport, ...]:
    def report(table: str, title: Sentence) -> TableReport:
        tally: Tally = result.tables[table]
        return TableReport(table, title, tally.read, tally.doubtful, tally.lost)

    return tuple(report(table, title) for table, title in _TITLES.items())


def salts_of(copies: Sequence[Path]) -> list[bytes]:
    """What the keys of the copies of an encrypted shop are derived with: that of the shop itself, where its password
    was not changed since."""
    salts = []
    for copy in copies:
        try:
            salts.append(salt_in(copy))
        except OSError:
            continue
    return list(dict.fromkeys(salts))


def _wreck(path: Path, key: Key | None, salts: Iterable[bytes], tell: Tell) -> Wreck:
    """The damaged file, looked through. The seal of a plain one says which pages are not as they were; an encrypted one
    has checksums on the pages themselves, and its seal knows the salt as well."""
    try:
        look = seal.look(path)
    except OSError as error:
        raise meanings.cannot_read(path, error) from error
    of_seal = () if look.seal is None else (look.seal.salt,)
    pages = None if look.seal is None or look.state is seal.State.NONE else look.seal.pages
    return Wreck(path, key, salts=(*salts, *of_seal), suspects=frozenset(look.broken), count=pages, tell=tell)


def _go_on(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled(Sentence("Stopped. Nothing was changed."))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _refuse_to_overwrite(target: Path) -> None:
    folder = target.absolute().parent
    if not folder.is_dir():
        raise CannotWriteFile(
            Sentence("There is no folder “%1”. Connect its disk or stick, or choose another folder.", folder)
        )
    if os.path.lexists(target):
        raise CannotWriteFile(Sentence("“%1” exists already and was left as it is. Choose another name.", target.name))
