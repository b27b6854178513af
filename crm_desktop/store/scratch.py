"""Notes of long work that would not fit into memory: which rows have which keys, on a disk, for as long as it lasts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Final, Self

_CACHE_KIB: Final = 48_000


class Scratch:
    """Keys of 64 bits and the rows that have them, in a temporary file without a name: it is gone when the program is,
    however that ends. At most 48 MB of it are in memory."""

    def __init__(self) -> None:
        # Not the shop's own engine: that one keeps temporary files in memory.
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute(
            "CREATE TABLE key (hash INTEGER, owner INTEGER, PRIMARY KEY (hash, owner)) WITHOUT ROWID"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()

    def add(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Note (key, row)."""
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT OR IGNORE INTO key VALUES (?, ?)", sorted(pairs))
        self._connection.execute("COMMIT")

    def owners(self, keys: Iterable[int]) -> set[int]:
        """The rows that have one of the keys."""
        wanted = json.dumps(sorted(keys))
        rows = self._connection.execute(
            "SELECT owner FROM json_each(?) AS wanted CROSS JOIN key ON key.hash = wanted.value", (wanted,)
        )
        return {owner for (owner,) in rows}

    def firsts(self, keys: Iterable[int]) -> dict[int, int]:
        """The first row that has each of the keys; nothing for a key that none has."""
        rows = self._connection.execute(
            "SELECT hash, min(owner) FROM json_each(?) AS wanted CROSS JOIN key ON key.hash = wanted.value"
            " GROUP BY hash",
            (json.dumps(sorted(keys)),),
        )
        return dict(rows.fetchall())

    def first(self, key: int, most: int) -> list[int]:
        """The first rows that have a key, at most so many."""
        rows = self._connection.execute("SELECT owner FROM key WHERE hash = ? ORDER BY owner LIMIT ?", (key, most))
        return [owner for (owner,) in rows]

    def take(self, key: int) -> int | None:
        """The first row that has a key, which it then has no longer; None if none has it."""
        for owner in self.first(key, 1):
            self._connection.execute("DELETE FROM key WHERE hash = ? AND owner = ?", (key, owner))
            return owner
        return None
