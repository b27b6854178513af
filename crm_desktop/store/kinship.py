"""Which of two copies of a shop is the newer one, by their journals.

Every change has a number and a time, and a copy begins with all the changes of what it was copied from. So a copy whose
newest change stands in the journal of the other is an older state of it; where neither's stands in the other's, both
went on by themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from crm_desktop.store.key import Key
from crm_desktop.store.look import Look
from crm_desktop.store.shop import Shop

Mark = tuple[int, str]
"""Number and time of a change."""

TimeOf = Callable[[int], str | None]
"""The time of a change by its number; None if there is no change of that number."""


class Relation(StrEnum):
    """What another copy of a shop is to the one at hand."""

    SAME = "same"
    OLDER = "older"
    NEWER = "newer"
    APART = "apart"
    """Each has changes that the other has not."""


def relation(mine: Mark | None, time_of_mine: TimeOf, other: Mark | None, time_of_other: TimeOf) -> Relation:
    """What the other copy is, by the newest change of each and the two journals."""
    if mine == other:
        return Relation.SAME
    if other is None or time_of_mine(other[0]) == other[1]:
        return Relation.OLDER
    if mine is None or time_of_other(mine[0]) == mine[1]:
        return Relation.NEWER
    return Relation.APART


def newest_of(shop: Shop) -> Mark | None:
    """The newest change of an open shop."""
    found = shop.run("SELECT id, at FROM change ORDER BY id DESC LIMIT 1").fetchone()
    return None if found is None else (found[0], found[1])


def first_after(shop: Shop, change: int) -> Mark | None:
    """The first change of an open shop after another: where a copy went on by itself, it is there that it shows."""
    found = shop.run("SELECT id, at FROM change WHERE id > ? ORDER BY id LIMIT 1", change).fetchone()
    return None if found is None else (found[0], found[1])


def time_in(shop: Shop) -> TimeOf:
    """The journal of an open shop."""

    def time_of(change: int) -> str | None:
        found = shop.run("SELECT at FROM change WHERE id = ?", change).fetchone()
        return None if found is None else str(found[0])

    return time_of


def compared(shop: Shop, path: Path, key: Key | None) -> tuple[Relation, Mark | None] | None:
    """What another file is to an open shop, and its newest change; None if it is no copy of that shop. The ways in
    which it cannot be looked into are ShopErrors. It must not be open in this process."""
    with closing(Look.open(path, key, as_is=True)) as look:
        if look.identity != shop.identity:
            return None

        def time_of(change: int) -> str | None:
            found = look.rows("SELECT at FROM change WHERE id = ?", change)
            return str(found[0][0]) if found else None

        other = look.facts().last_change
        return relation(newest_of(shop), time_in(shop), other, time_of), other
