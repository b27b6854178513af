"""Many new rows at once, at the engine's full speed.

A trigger for each inserted row, and an index kept up with rows in no order, cost more than the rows themselves: 100,000
customers with their phones took 4.0 s, and without both 1.5 s. Inside an open change the insert triggers of new rows
have nothing to do (the journal keeps ranges of ids, the search index reads what is above its highest document), and an
index is built faster from sorted rows. All of this is part of the transaction: where it fails, it was never so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from crm_desktop.store.models import Table
from crm_desktop.store.shop import Shop

ENOUGH: Final = 2_000
"""Fewer rows are inserted as fast the plain way."""

_CACHE_KIB: Final = 96_000

_SUMS: Final = """
    INSERT INTO customer_stats (customer_id, spent_fen, visits, first_at, last_at)
    SELECT customer_id, sum(paid_fen), sum(NOT is_refund),
        min(CASE WHEN is_refund THEN NULL ELSE at END), max(CASE WHEN is_refund THEN NULL ELSE at END)
    FROM purchase WHERE customer_id IS NOT NULL GROUP BY customer_id
"""


@contextmanager
def bulk_inserts(shop: Shop, coming: Mapping[type[Table], int]) -> Iterator[None]:
    """Inside an open change, make ready for so many rows of each table. What belongs to a customer must belong to a
    new one: changes of those that are there are noted by the triggers that rest meanwhile."""
    if sum(coming.values()) < ENOUGH:
        yield
        return
    tables = {model._meta.table_name: rows for model, rows in coming.items() if rows}
    growing = [name for name, rows in tables.items() if rows >= _rows(shop, name)]
    triggers = _objects(shop, "sqlite_temp_master", "trigger", list(tables))
    indexes = _objects(shop, "sqlite_master", "index", growing)
    inserting = [(name, sql) for name, sql in triggers if " INSERT ON " in sql]
    for name, _ in inserting:
        shop.run(f"DROP TRIGGER temp.{name}")
    for name, _ in indexes:
        shop.run(f"DROP INDEX main.{name}")
    yield
    for _, sql in indexes:
        shop.run(sql)
    for _, sql in inserting:
        # The schema table keeps a temporary trigger's text without that word.
        shop.run(sql.replace("CREATE TRIGGER", "CREATE TEMP TRIGGER", 1))


@contextmanager
def sums_later(shop: Shop) -> Iterator[None]:
    """Inside an open change of a shop without purchases: what each customer spent is summed up once, at the end. Kept
    up with each purchase it took half of the time that 500,000 of them took."""
    summing = [each for each in _objects(shop, "sqlite_master", "trigger", ["purchase"]) if " INSERT ON " in each[1]]
    indexes = _objects(shop, "sqlite_master", "index", ["customer_stats"])
    for name, _ in summing:
        shop.run(f"DROP TRIGGER main.{name}")
    for name, _ in indexes:
        shop.run(f"DROP INDEX main.{name}")
    yield
    shop.run(_SUMS)
    for _, sql in (*indexes, *summing):
        shop.run(sql)


@contextmanager
def indexes_later(shop: Shop, names: Iterable[str]) -> Iterator[None]:
    """Inside an open change, without some indexes until its end: kept up with millions of rows in no order, each new
    row would be written to a page of its own."""
    wanted = list(names)
    places = ", ".join("?" * len(wanted))
    there = shop.run(f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name IN ({places})", *wanted)
    indexes = [(str(name), str(sql)) for name, sql in there.fetchall()]
    for name, _ in indexes:
        shop.run(f"DROP INDEX main.{name}")
    yield
    for _, sql in indexes:
        shop.run(sql)


@contextmanager
def roomy(shop: Shop) -> Iterator[None]:
    """With room in memory for a large change: set around it, so that what it wrote is still there for the search
    index at its end."""
    before = shop.run("PRAGMA cache_size").fetchone()[0]
    shop.run(f"PRAGMA cache_size = -{_CACHE_KIB}")
    try:
        yield
    finally:
        shop.run(f"PRAGMA cache_size = {before}")


def _rows(shop: Shop, table: str) -> int:
    """At least how many rows a table has; counting them would take as long as they are many."""
    return int(shop.run(f"SELECT coalesce(max(id), 0) FROM main.{table}").fetchone()[0])


def _objects(shop: Shop, schema: str, kind: str, tables: list[str]) -> list[tuple[str, str]]:
    """Name and SQL of the triggers or indexes of some tables."""
    places = ", ".join("?" * len(tables))
    sql = f"SELECT name, sql FROM {schema} WHERE type = ? AND sql IS NOT NULL AND tbl_name IN ({places})"
    found: list[Any] = shop.run(sql, kind, *tables).fetchall()
    return [(str(name), str(text)) for name, text in found]
