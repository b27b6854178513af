"""A closed shop file put under another key, under one for the first time, or under none any more.

The whole shop is written anew beside the old file by SQLCipher's `sqlcipher_export`, the one way between a plain and an
encrypted file (https://www.zetetic.net/sqlcipher/sqlcipher-api/#sqlcipher_export); then both are compared, value by
value, and the new one takes the old one's place in one step. All the while the old file is locked, and not written to.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from crm_desktop.errors import Cancelled
from crm_desktop.language import Sentence
from crm_desktop.store import connections, meanings, migrations, replace, seal, soundness
from crm_desktop.store.closed_file import APPLICATION_ID
from crm_desktop.store.disk import discard
from crm_desktop.store.key import SALT_BYTES, Key, salt_in
from crm_desktop.store.safeguard import Progress
from crm_desktop.store.seal import State

_STEPS: Final = 100_000
"""Instructions of the engine between two looks at whether to stop: some milliseconds."""

_HEADER: Final = ("application_id", "user_version")
"""What the export leaves out."""

_ALIKE: Final = (*_HEADER, "encoding", "auto_vacuum")

_SCHEMA: Final = "SELECT type, name, tbl_name, sql FROM {}.sqlite_master ORDER BY type, name"
_TABLES: Final = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
_COLUMNS: Final = "SELECT name, pk FROM main.pragma_table_info(?) ORDER BY cid"


def rekey(
    path: Path,
    old: Key | None,
    new: Key | None,
    salt: bytes = b"",
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Put the closed shop at `path`, which opens by `old`, under `new`; None: a plain file. `salt`: of the new file, so
    that several have one key; else a new one.

    WrongPassword, ShopInUse, ShopDamaged, DiskFull, DiskFailure, ShopReadOnly, ShopTooNew, Cancelled: the old file is
    there as it was. A pulled plug leaves the old file or the new one.
    """
    look = soundness.by_seal(path, old)
    if look.state is not State.SOUND:
        soundness.look_through(path, old, look, cancelled)
    replace.settle(path, old)
    with replace.told(path):
        replace.sweep(path)
        found = path.stat()
        replace.look_for_room(path, found.st_size)
        half = replace.half_beside(path)
        os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        pace = _Pace(half, found.st_size, progress, cancelled)
        try:
            with _open_alone(path, old, pace) as shop:
                _look_at(shop, path)
                _write(shop, path, half, new, salt, pace)
            seal.put(half, new)
            os.utime(half, ns=(found.st_atime_ns, found.st_mtime_ns))  # what it holds is as old as it was
            replace.replace_shop(path, half)
        finally:
            discard(half)


def write_under(
    shop: Any,
    path: Path,
    half: Path,
    new: Key | None,
    salt: bytes = b"",
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write what a bare connection reads of the file at `path` into `half`, an empty file, under another key or none,
    and compare. Nothing of it lies on the disk otherwise. ShopDamaged, Cancelled; the engine's own errors pass."""
    pace = _Pace(half, path.stat().st_size, progress, cancelled)
    shop.set_progress_handler(pace, _STEPS)
    try:
        _write(shop, path, half, new, salt, pace)
    except dbapi2.DatabaseError as error:
        if pace.stopped:
            raise Cancelled(Sentence("Stopped. Nothing was changed.")) from error
        raise
    finally:
        shop.set_progress_handler(None, 0)


def _write(shop: Any, path: Path, half: Path, new: Key | None, salt: bytes, pace: _Pace) -> None:
    key = new.raw(salt or os.urandom(SALT_BYTES)) if new is not None else ""
    with _attached(shop, half, key):
        _export(shop)
    with _attached(shop, half, key):  # read anew from the file
        _compare(shop, path, pace)


class _Pace:
    """Looks up from the engine's work now and then: tells how far it is, and stops where asked to."""

    def __init__(self, half: Path, size: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._half = half
        self._size = size
        self._progress = progress
        self._cancelled = cancelled
        self._compared = 0.0
        self.stopped = False

    def __call__(self) -> int:
        """Called by the engine in the midst of a statement, which ends where this is not 0."""
        self._tell()
        self.stopped = self._cancelled is not None and self._cancelled()
        return int(self.stopped)

    def compared(self, part: float) -> None:
        """So much of the new file is compared with the old one. Cancelled, where that is wished."""
        self._compared = part
        if self():
            raise Cancelled(Sentence("Stopped. Nothing was changed."))

    def _tell(self) -> None:
        if self._progress is not None:
            written = min(self._half.stat().st_size, self._size)
            self._progress(int(written + self._compared * self._size), 2 * self._size)


@contextmanager
def _open_alone(path: Path, key: Key | None, pace: _Pace) -> Iterator[Any]:
    """A connection to the shop that keeps all others away; what goes wrong with it is told in sentences."""
    with connections.told(path, encrypted=key is not None):
        shop = connections.connect(path, key, salt_in(path) if key is not None else b"")
        try:
            shop.execute("PRAGMA main.locking_mode = EXCLUSIVE")
            shop.execute("BEGIN EXCLUSIVE")
            shop.execute("COMMIT")
            shop.execute("PRAGMA temp_store = MEMORY")
            shop.execute("PRAGMA cache_size = -16000")
            shop.set_progress_handler(pace, _STEPS)
            yield shop
        except dbapi2.DatabaseError as error:
            if pace.stopped:
                raise Cancelled(Sentence("Stopped. Nothing was changed.")) from error
            raise
        finally:
            shop.close()


def _look_at(shop: Any, path: Path) -> None:
    """Refuse what is no shop, or is made by a newer version: it may hold what is not understood here."""
    if _pragma(shop, "main", "application_id") != str(APPLICATION_ID):
        raise meanings.not_a_shop(path)
    if migrations.Version.of(int(_pragma(shop, "main", "user_version"))).major > migrations.CURRENT.major:
        raise meanings.too_new(path)


@contextmanager
def _attached(shop: Any, half: Path, key: str) -> Iterator[None]:
    shop.execute("ATTACH ? AS half KEY ?", (f"{half.absolute().as_uri()}?mode=rw", key))
    try:
        yield
    except BaseException:
        with suppress(dbapi2.DatabaseError):
            shop.execute("DETACH half")
        raise
    shop.execute("DETACH half")


def _export(shop: Any) -> None:
    # It is brought to the disk when it is whole; until then nothing has to be put back.
    shop.execute("PRAGMA half.journal_mode = OFF")
    shop.execute("PRAGMA half.synchronous = OFF")
    shop.execute("SELECT sqlcipher_export('half')").fetchone()
    for name in _HEADER:
        shop.execute(f"PRAGMA half.{name} = {_pragma(shop, 'main', name)}")
    shop.execute("PRAGMA half.journal_mode = DELETE")


def _compare(shop: Any, path: Path, pace: _Pace) -> None:
    """Whether the new file holds all that the old one does and is sound; ShopDamaged: it was made of a broken one."""
    same = all(_pragma(shop, "main", name) == _pragma(shop, "half", name) for name in _ALIKE)
    same = same and _rows(shop, _SCHEMA.format("main")) == _rows(shop, _SCHEMA.format("half"))
    tables = [name for (name,) in _rows(shop, _TABLES)]
    for done, table in enumerate(tables, start=1):
        same = same and _holds_the_same(shop, table)
        pace.compared(done / len(tables))
    if not same or _pragma(shop, "half", "quick_check(1)") != "ok":
        raise meanings.damaged(path)


def _holds_the_same(shop: Any, table: str) -> bool:
    """Whether a table has the same rows in both files."""
    columns = _rows(shop, _COLUMNS, table)
    name = _quoted(table)
    if _rows(shop, f"SELECT count(*) FROM main.{name}") != _rows(shop, f"SELECT count(*) FROM half.{name}"):
        return False
    keys = [_quoted(column) for column, place in columns if place]
    if not keys:
        both = f"SELECT * FROM main.{name} EXCEPT SELECT * FROM half.{name}"
        return not _rows(shop, f"{both} LIMIT 1")
    fits = " AND ".join(f"b.{key} = a.{key}" for key in keys)
    alike = " AND ".join(f"a.{_quoted(column)} COLLATE BINARY IS b.{_quoted(column)}" for column, _ in columns)
    return not _rows(
        shop, f"SELECT 1 FROM main.{name} AS a LEFT JOIN half.{name} AS b ON {fits} WHERE NOT ({alike}) LIMIT 1"
    )


def _pragma(shop: Any, file: str, name: str) -> str:
    """What a pragma answers, as text: SQLCipher answers some numbers so, SQLite none."""
    return str(shop.execute(f"PRAGMA {file}.{name}").fetchone()[0])


def _rows(shop: Any, sql: str, *values: object) -> list[Any]:
    return shop.execute(sql, values).fetchall()  # type: ignore[no-any-return]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
