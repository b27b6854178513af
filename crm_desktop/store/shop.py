"""The shop file: made, opened, changed, closed."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from peewee import Model

from crm_desktop.clock import Clock, laptop_clock
from crm_desktop.errors import (
    NeedsBackup,
    NotFound,
    ShopInUse,
    ShopReadOnly,
    UserError,
)
from crm_desktop.language import Sentence
from crm_desktop.store import (
    closed_file,
    connections,
    journal,
    meanings,
    migrations,
    models,
    open_file,
    replace,
    search_index,
)
from crm_desktop.store.desk import Desk, Role, why_read_only
from crm_desktop.store.engine import ShopDatabase
from crm_desktop.store.journal import Change, OpenChange
from crm_desktop.store.key import Key
from crm_desktop.store.models import ChangeRecord
from crm_desktop.store.place import place_of, refuse_unsafe
from crm_desktop.store.safeguard import BULK, Safeguard, no_backup_failure, unguarded
from crm_desktop.store.undo import Undo, Undone
from crm_desktop.store.wholeness import Wholeness

if TYPE_CHECKING:
    from crm_desktop.domain.reminding.entries import BackupFact

_FETCHED_AT_ONCE: Final = 500
"""Rows asked for one by one take a quarter longer."""


@dataclass(frozen=True)
class Undoing:
    """An undo or a redo: the change that it made itself, the one it took back, and how far it came."""

    change: Change
    target: int
    undone: Undone


class Shop:
    """An open shop file. Usable from several threads, each on a connection of its own; one writes at a time."""

    def __init__(self, path: Path, database: ShopDatabase, clock: Clock, desk: Desk) -> None:
        self.path = path
        self.database = database
        self.desk = desk
        self.clock = clock
        self.staff = ""
        self.safeguard: Safeguard = unguarded
        self.backup_failure: Callable[[], BackupFact | None] = no_backup_failure
        self.has_window = False
        self.wholeness = Wholeness(path, database)
        self._pen = threading.Lock()

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        key: Key | str | None = None,
        clock: Clock | None = None,
        for_window: bool = False,
        settings: Mapping[str, object] | None = None,
    ) -> Shop:
        """Make an empty shop file that begins with these `settings`, and open it. ShopExists where there is a file
        already."""
        key = _as_key(key)
        closed_file.make(path, key, settings or {})
        return cls.open(path, key=key, clock=clock, for_window=for_window)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        key: Key | str | None = None,
        clock: Clock | None = None,
        before_migration: Callable[[Shop], object] | None = None,
        for_window: bool = False,
    ) -> Shop:
        """Open a shop file and bring it to today's schema. Each way this can fail is a ShopError; what
        `before_migration` raises, which is given a shop of an older schema to make a copy of, is passed on.

        Before anything is written the file is looked at: ShopDamaged where it is not whole. A look that would take
        long is left to `wholeness.verify` where it is opened `for_window`; until then whatever is to be written is
        refused.
        """
        place = place_of(path)
        refuse_unsafe(path, place)
        desk = Desk(path, Role.WINDOW if for_window else Role.COMMAND, place)
        try:
            shop = cls._open_at(desk, _as_key(key), clock or laptop_clock(), before_migration)
        except BaseException:
            desk.leave()
            raise
        models.database.initialize(shop.database)
        return shop

    @classmethod
    def _open_at(
        cls, desk: Desk, key: Key | None, clock: Clock, before_migration: Callable[[Shop], object] | None
    ) -> Shop:
        file = open_file.of(desk.path)  # with it is kept what is to be compared later
        try:
            return cls._opened(desk, key, clock, before_migration)
        except BaseException:
            if not file.is_open:
                file.compare_later(None)
            raise

    @classmethod
    def _opened(
        cls, desk: Desk, key: Key | None, clock: Clock, before_migration: Callable[[Shop], object] | None
    ) -> Shop:
        path, for_window = desk.path, desk.role is Role.WINDOW
        read_only = _why_read_only(desk)
        is_checked = closed_file.look(path, key, later=for_window, soon=for_window)
        database = ShopDatabase(path, key, read_only)
        database.may_use_wal = desk.place.wal
        shop = cls(path, database, clock, desk)
        try:
            if not is_checked:
                shop.wholeness.put_off()
            version = migrations.Version.of(database.execute_sql("PRAGMA user_version").fetchone()[0])
            if (
                database.execute_sql("PRAGMA application_id").fetchone()[0] != closed_file.APPLICATION_ID
                or version.major == 0
            ):
                raise meanings.not_a_shop(path)
            if version.major > migrations.CURRENT.major:
                raise meanings.too_new(path)
            if version < migrations.CURRENT and (read_only is None or not migrations.is_readable(version)):
                shop._bring_up_to_date(before_migration)
            database.equip((*journal.temporary_schema(), *search_index.DIRTY_TRIGGERS))
            if for_window and read_only is None:
                replace.sweep(path, forsaken=True)
        except BaseException:
            database.close()
            raise
        desk.keep_alive(lambda holder: shop._write_no_more(why_read_only(path, holder)))
        return shop

    @classmethod
    def bring_up_to_date(
        cls, path: Path, key: Key | None, *, clock: Clock, before_migration: Callable[[Shop], object]
    ) -> None:
        """Migrate a closed file of an older schema as its opening in a window would, ahead of that: the copy before may
        take long."""
        if not closed_file.is_outdated(path, key):
            return
        place = place_of(path)
        refuse_unsafe(path, place)
        desk = Desk(path, Role.WINDOW, place)
        try:
            shop = cls._open_at(desk, key, clock, before_migration)
        except BaseException:
            desk.leave()
            raise
        shop.close()

    def _bring_up_to_date(self, before_migration: Callable[[Shop], object] | None) -> None:
        if self.read_only is not None:
            raise ShopReadOnly(
                Sentence("“%1” was made by an older version of CRM Desktop and is brought up to date when it is "
                         "opened, but not now. %2", self.path.name, self.read_only)
            )  # fmt: skip
        self.wholeness.verify()
        if before_migration is not None:
            before_migration(self)
        self.database.before_writing()
        migrations.migrate(self.database.execute_sql)

    @property
    def read_only(self) -> Sentence | None:
        """Why nothing can be changed: another window has the shop open, or the disk only reads; None where it can."""
        return self.database.read_only

    @property
    def is_in_place(self) -> bool:
        """Whether the file at its path is still the one that is open: else nothing more can be saved."""
        return self.database.is_in_place

    def _write_no_more(self, why: Sentence) -> None:
        self.database.read_only = why

    @property
    def schema(self) -> str:
        """The version of the file's schema, such as "1.0"."""
        return str(migrations.Version.of(self.database.execute_sql("PRAGMA user_version").fetchone()[0]))

    @property
    def identity(self) -> str:
        """Which shop this is, the same in every copy of it."""
        return str(self.run("SELECT id FROM shop_identity").fetchone()[0])

    def close(self) -> None:
        """Close this thread's connection; the last one to close leaves one tidy file, and the desk to others."""
        self._disconnect()
        if self.database.is_idle:
            self.desk.leave()

    def _disconnect(self) -> None:
        if not self.database.is_closed():
            self.database.close()

    @property
    def encrypted(self) -> bool:
        """Whether the file is protected by a password."""
        return self.database.encrypted

    def shut(self) -> None:
        """Close this thread's connection; no thread can make one until `unlock`."""
        self._disconnect()
        self.database.retire()

    def lock(self) -> None:
        """Close the file and forget its key, once every other thread has closed its connection. Until `unlock`
        whatever reads or writes is told so by ShopLocked. The desk stays this program's."""
        self._disconnect()
        self.database.lock()

    def retire(self) -> None:
        """Close this thread's connection for good: whoever still asks for something is told so by ShopLocked. What has
        been opened anew in this place, under another key perhaps, is not to meet a connection of before."""
        self.close()
        self.database.retire()

    def unlock(self, key: Key | None) -> None:
        """Open the file again, looked at anew. WrongPassword, or another ShopError: it stays locked then."""
        is_checked = closed_file.look(self.path, key, later=True)
        self.database.unlock(key)
        if not is_checked:
            self.wholeness.put_off()

    def meaning(self, error: BaseException) -> UserError | None:
        """What an error of the engine means to a person; None where it is a bug."""
        return self.database.meaning(error)

    def is_in_doubt(self, error: BaseException) -> bool:
        """Whether an error that means nothing may come from a broken file: `damage` tells."""
        return connections.is_of_engine(error)

    def changed_elsewhere(self) -> Callable[[], bool]:
        """A watch that says, each time it is asked, whether another program has written to the file meanwhile."""
        last = self.data_version()

        def ask() -> bool:
            nonlocal last
            now = self.data_version()
            changed, last = now != last, now
            return changed

        return ask

    def data_version(self) -> int:
        """A number that changes when another connection writes (https://www.sqlite.org/pragma.html#pragma_data_version)."""
        with self.database.told():
            return self.database.data_version()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One unchanging view of the shop for several queries."""
        with self.database.atomic("DEFERRED"):
            yield

    @contextmanager
    def change(
        self, title: Sentence, *, kind: str = "do", undoes: int | None = None, coming: int = 0
    ) -> Iterator[Changing]:
        """The one way to write: everything inside is one journalled transaction, all of it or nothing.

        Yields the open change; after the block its `done` is the finished Change. A change that touched no row
        leaves no trace.

        `coming`: how many rows it will touch at least, where they may be many and no backup was made yet: then one is
        made first. The thread of a window does not wait for that: there NeedsBackup is raised, also where only the
        end shows how many they were, and nothing is changed.
        """
        self._back_up_first(coming)
        with self._writing():
            record = ChangeRecord.insert(
                at=self.clock.now().isoformat(), title=title.dump(), staff=self.staff, kind=kind, undoes=undoes
            ).execute()
            self.run("INSERT INTO open_change VALUES (?)", record)
            changing = Changing(self.database, record, title)
            yield changing
            changing.note_ranges()
            rows = changing.rows_touched()
            self._refuse_many(rows)
            if rows:
                search_index.refresh(self.run)
                title_then = changing.title.dump()
                ChangeRecord.update(title=title_then, rows=rows).where(ChangeRecord.id == record).execute()
            else:
                ChangeRecord.delete().where(ChangeRecord.id == record).execute()
            changing.done = journal.as_change(changing, rows)

    def _back_up_first(self, rows: int) -> None:
        self._refuse_many(rows)
        if rows > BULK:
            self.safeguard("bulk")

    def _refuse_many(self, rows: int) -> None:
        """NeedsBackup for many rows in the thread of a window, which has no time for a backup."""
        if rows > BULK and self.has_window and threading.current_thread() is threading.main_thread():
            raise NeedsBackup(Sentence("So many rows are changed in the background, after a backup."))

    @contextmanager
    def note(self) -> Iterator[None]:
        """A transaction without a change, for the program's own notes: the tables that are not journalled."""
        with self._writing():
            yield

    def note_rows(self, model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Insert many notes at the engine's full speed, inside `note`; what is noted already stays as it is."""
        places = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {model._meta.table_name} ({', '.join(columns)}) VALUES ({places}) ON CONFLICT DO NOTHING"
        self.database.executemany(sql, rows)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction of this thread. The window never waits for long work that is writing: it is told so."""
        patience = 0.04 if threading.current_thread() is threading.main_thread() else 60.0
        if not self._pen.acquire(timeout=patience):
            raise ShopInUse(
                Sentence("Other work is being written to the shop just now. Nothing was changed; try again when it "
                         "is done.")
            )  # fmt: skip
        try:
            self.database.begin()
            try:
                yield
                self.run("DELETE FROM open_change")
                self.database.commit()
            except BaseException:
                # A full disk or a dying one rolls back by itself.
                if self.database.connection().in_transaction:
                    self.database.rollback()
                raise
        finally:
            self._pen.release()

    def settle(self) -> None:
        """Bring what was written lately from the log into the file itself: a log that another program empties costs
        less then. For now and then, when there is time: a few milliseconds."""
        if self.wholeness.is_checked and not self.database.is_closed():
            with suppress(UserError):
                self.run("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def run(self, sql: str, *params: Any) -> Any:
        """Run one statement: for the store's own modules, which speak SQL."""
        return self.database.execute_sql(sql, params)

    def rows(self, query: Any) -> list[Any]:
        """The rows of a query as plain tuples, several times as fast as through the models."""
        with self.database.told():
            return list(self.database.execute(query).fetchall())

    def each_row(self, query: Any) -> Iterator[Any]:
        """The same one by one, where there may be so many that they take much memory together."""
        with self.database.told():
            cursor = self.database.execute(query)
            while some := cursor.fetchmany(_FETCHED_AT_ONCE):
                yield from some

    def ids(self, query: Any) -> list[int]:
        """The first column of a query."""
        with self.database.told():
            return [row[0] for row in self.database.execute(query)]

    def packed_ids(self, query: Any) -> array[int]:
        """The same, packed: a million takes eight megabytes instead of forty, and fifty more on the way."""
        with self.database.told():
            return array("q", (row[0] for row in self.database.execute(query)))

    def undo(self, target: int, title: Sentence) -> Undoing:
        """Take a change back. NotFound where it is not in the journal, or is taken back already."""
        record = ChangeRecord.get_or_none(ChangeRecord.id == target)
        if record is None or ChangeRecord.select().where(ChangeRecord.undoes == target).exists():
            raise NotFound(Sentence("There is no change %1 that could be undone.", target))
        kind = "redo" if record.kind == "undo" else "undo"
        with self.change(title, kind=kind, undoes=target, coming=record.rows) as change:
            undone = Undo(self.database, change, target).run()
        return Undoing(change.done, target, undone)


class Changing(OpenChange):
    """An open change of a shop; `done` is set when the block ends."""

    done: Change


def _as_key(key: Key | str | None) -> Key | None:
    return Key(key) if isinstance(key, str) else key


def _why_read_only(desk: Desk) -> Sentence | None:
    """Why a shop can only be looked at, if that is so. ShopReadOnly where not even that is possible."""
    path = desk.path
    if desk.holder is not None:
        return why_read_only(path, desk.holder)
    if desk.place.writable:
        return None
    if connections.is_in_use_or_torn(path):
        raise ShopReadOnly(
            Sentence("“%1” was not closed properly, and lies where nothing can be written. Copy it, with all that has "
                     "its name and another ending, to a disk that can be written, and open the copy.", path.name)
        )  # fmt: skip
    return Sentence("“%1” lies where nothing can be written. Here it can be looked at; nothing can be changed.",
                    path.name)  # fmt: skip
