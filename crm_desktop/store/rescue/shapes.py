"""What the rows of each table look like: to tell which table a page without a way to it belongs to, and to take what a
broken record holds for what it can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlcipher3 import dbapi2

from crm_desktop.store import migrations
from crm_desktop.store.rescue.records import Value

_TYPES: Final = {"INTEGER": int, "TEXT": str, "BLOB": bytes}
_LOOKED_AT: Final = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `is_id` where it stands for the row's number. `default` is what it holds where nothing is said."""

    name: str
    kind: str
    is_required: bool
    default: Value
    is_id: bool

    def takes(self, value: Value) -> bool:
        """Whether it can hold this value."""
        if value is None:
            return self.is_id or not self.is_required
        return isinstance(value, _TYPES.get(self.kind, object))


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's columns. `checks`: how many conditions its rows fulfil; `checked`: the columns that these name."""

    name: str
    columns: tuple[Column, ...]
    checks: int
    checked: frozenset[str]

    def full(self, row_id: int, values: Sequence[Value]) -> dict[str, Value]:
        """The columns' values in a row: what was added after it was written has its default."""
        named = {column.name: value for column, value in zip(self.columns, values, strict=False)}
        for column in self.columns:
            if column.is_id:
                named[column.name] = row_id
            elif column.name not in named:
                named[column.name] = column.default
        return named


class Shapes:
    """The tables of today's schema, in an empty shop that lives in memory."""

    def __init__(self) -> None:
        self._empty = dbapi2.connect(":memory:", isolation_level=None)
        migrations.migrate(self._empty.execute)
        self._empty.execute("PRAGMA foreign_keys = OFF")
        found = self._empty.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            " AND sql NOT LIKE '%WITHOUT ROWID%' AND sql IS NOT NULL"
        )
        self.all = [_shape(self._empty, name, sql) for name, sql in found.fetchall()]
        # Those that ask for most come first; last what takes any value, such as the engine's own list of numbers.
        self._order = sorted(self.all, key=lambda shape: (-shape.checks, sum(not c.kind for c in shape.columns)))

    def close(self) -> None:
        self._empty.close()

    def by_sql(self, name: str, sql: str) -> Shape:
        """The shape of a table of the file's own schema, which may be an older or a newer one. Today's, where the
        file's cannot be read."""
        known = next((shape for shape in self.all if shape.name == name), None)
        own = dbapi2.connect(":memory:")
        try:
            if not sql.startswith("CREATE TABLE "):
                raise dbapi2.DatabaseError
            own.execute(sql)
            return _shape(own, name, sql)
        except (dbapi2.Error, dbapi2.Warning):
            return known or Shape(name, (), 0, frozenset())
        finally:
            own.close()

    def guess(self, rows: Sequence[Sequence[Value]]) -> str | None:
        """The table whose rows these are, if they can be those of one: of several the one that asks for most."""
        looked_at = rows[:_LOOKED_AT]
        if not looked_at:
            return None
        for exact in (True, False):
            for shape in self._order:
                fitting = sum(self._fits(shape, values, exact) for values in looked_at)
                if 2 * fitting > len(looked_at):
                    return shape.name
        return None

    def _fits(self, shape: Shape, values: Sequence[Value], exact: bool) -> bool:
        columns = shape.columns
        if not columns or not 0 < len(values) <= len(columns) or (exact and len(values) < len(columns)):
            return False
        if columns[0].is_id and values[0] is not None:
            return False
        if not all(column.takes(value) for column, value in zip(columns, values, strict=False)):
            return False
        if any(column.is_required and column.default is None for column in columns[len(values) :]):
            return False
        return not shape.checks or self._passes(shape, values)

    def _passes(self, shape: Shape, values: Sequence[Value]) -> bool:
        """Whether the table's own conditions let a row in."""
        named = shape.full(1, values)
        places = ", ".join("?" * len(named))
        self._empty.execute("SAVEPOINT trial")
        try:
            self._empty.execute(f"INSERT INTO {shape.name} ({', '.join(named)}) VALUES ({places})", [*named.values()])
        except dbapi2.Error:
            return False
        finally:
            self._empty.execute("ROLLBACK TO trial")
            self._empty.execute("RELEASE trial")
        return True


def _shape(connection: Any, name: str, sql: str) -> Shape:
    columns = tuple(
        Column(column, kind, bool(required), _value(default), bool(key) and kind == "INTEGER")
        for _, column, kind, required, default, key in connection.execute(f'PRAGMA table_info("{name}")').fetchall()
    )
    conditions = re.findall(r"CHECK\s*\((.*?)\)\s*(?:,|\)?\s*$)", sql, re.MULTILINE)
    words = set(re.findall(r"\w+", " ".join(conditions)))
    return Shape(name, columns, sql.count("CHECK ("), frozenset(c.name for c in columns if c.name in words))


def _value(default: str | None) -> Value:
    """The value that a column's default is, as the schema writes it."""
    if default is not None and default.lstrip("-").isdecimal():
        return int(default)
    return default.strip("'") if default is not None and default.startswith("'") else None
