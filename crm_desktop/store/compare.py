"""What a copy of the shop has that the shop has not, and the other way round.

Ids are never given twice, so in a copy of the same file they tell what is the same. Two files that went different ways
after they were the same, as after a restore, may have given one id to two things: there the time of it counts as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from crm_desktop.domain.plain_fields import PLAIN_KEYS
from crm_desktop.store.look import Look
from crm_desktop.store.shop import Shop

_OWN_TIME: Final = {"customer": "created", "purchase": "at", "follow_up": "created"}
"""Table -> the column that tells two rows of the same id apart."""

_CARD: Final = (
    "id, created, name, gender, birth_calendar, birth_year, birth_month, birth_day, birth_leap, address, note,"
    f" member_no, {', '.join(PLAIN_KEYS)},"
    " (SELECT group_concat(number, ' ') FROM phone WHERE customer_id = customer.id)"
)

_NEWEST: Final = 50


@dataclass(frozen=True, slots=True)
class Between:
    """Of one kind of thing: how many only the copy has, how many only the shop has, how many differ."""

    only_copy: int = 0
    only_shop: int = 0
    differ: int = 0


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change, as the journal of one of the two tells it; `title` is a dumped Sentence."""

    at: str
    title: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes that only one of the two has: how many, and the newest of them."""

    count: int
    newest: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class Comparison:
    """A copy beside the shop. `missing`: the ids, in the copy, of customers that the shop has not (any more);
    `changed`: of those whose card is another one in the shop. `same_shop`: whether it is a copy of this shop at all."""

    same_shop: bool
    customers: Between
    purchases: Between
    follow_ups: Between
    only_copy: Changes
    only_shop: Changes
    missing: frozenset[int]
    changed: frozenset[int]


def compare(shop: Shop, look: Look) -> Comparison:
    """Compare the open shop with a copy. Reads both whole: for the worker."""
    with shop.reading():
        ours, theirs = _changes(shop, look)
        straight = ours <= theirs or theirs <= ours
        cards = [
            {(row[0], "" if straight else row[1]): row for row in rows}
            for rows in (look.rows(f"SELECT {_CARD} FROM customer"), shop.run(f"SELECT {_CARD} FROM customer"))
        ]
        copied, present = cards
        changed = frozenset(key[0] for key, row in copied.items() if present.get(key, row) != row)
        missing = frozenset(key[0] for key in copied.keys() - present.keys())
        customers = Between(len(missing), len(present.keys() - copied.keys()), len(changed))
        return Comparison(
            is_same_shop(shop, look),
            customers,
            _between(shop, look, "purchase", straight=straight),
            _between(shop, look, "follow_up", straight=straight),
            _only(theirs - ours, look.rows),
            _only(ours - theirs, lambda sql, *params: shop.run(sql, *params).fetchall()),
            missing,
            changed,
        )


def is_same_shop(shop: Shop, look: Look) -> bool:
    """Whether a file is a copy of this shop. One from before shops had an identity is, if both journals begin alike."""
    if look.identity is not None:
        return look.identity == shop.identity
    first = "SELECT id, at, title FROM change ORDER BY id LIMIT 1"
    begun = look.rows(first)
    return not begun or begun == shop.run(first).fetchall()


def lacking(shop: Shop, look: Look, ids: Sequence[int]) -> list[int]:
    """Which of these customers of the copy the shop has not."""
    wanted = json.dumps(list(ids))
    columns = "id" if is_straight(shop, look) else "id, created"
    sql = f"SELECT {columns} FROM customer WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    present = set(shop.run(sql, wanted).fetchall())
    return [row[0] for row in look.rows(sql, wanted) if row not in present]


def deleted_by(shop: Shop, ids: Sequence[int]) -> dict[int, ChangeLine]:
    """Customer -> the change of the shop that deleted them last, where its journal knows."""
    found = shop.run(
        "SELECT j.row_id, c.at, c.title FROM journal AS j JOIN change AS c ON c.id = j.change"
        " WHERE j.tbl = 'customer' AND j.kind = 'D' AND j.row_id IN (SELECT value FROM json_each(?)) ORDER BY j.id",
        json.dumps(list(ids)),
    )
    return {row_id: ChangeLine(at, title) for row_id, at, title in found.fetchall()}


def is_straight(shop: Shop, look: Look) -> bool:
    """Whether one of the two came of the other: then an id means the same in both."""
    ours, theirs = _changes(shop, look)
    return ours <= theirs or theirs <= ours


def _changes(shop: Shop, look: Look) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    sql = "SELECT id, at FROM change"
    return set(shop.run(sql).fetchall()), set(look.rows(sql))


def _between(shop: Shop, look: Look, table: str, *, straight: bool) -> Between:
    columns = "id" if straight else f"id, {_OWN_TIME[table]}"
    copied = set(look.rows(f"SELECT {columns} FROM {table}"))
    present = set(shop.run(f"SELECT {columns} FROM {table}").fetchall())
    return Between(len(copied - present), len(present - copied))


def _only(changes: set[tuple[int, str]], rows: Any) -> Changes:
    newest = sorted((number for number, _ in changes), reverse=True)[:_NEWEST]
    lines = rows(
        "SELECT at, title FROM change WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
        json.dumps(newest),
    )
    return Changes(len(changes), tuple(ChangeLine(at, title) for at, title in lines))
