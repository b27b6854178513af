"""What tests of faults share: what a shop holds, something to save, and saving under every fault in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crm_desktop.errors import UserError
from crm_desktop.store.shop import Shop
from tests.vfs import Disk, Fault

Contents = dict[str, list[tuple[Any, ...]]]

_OWN = ("search_", "sqlite_")  # the search index, which is compared by searching


def contents(shop: Shop) -> Contents:
    """Every row of every table, in one view of the shop: locked once, not for each table."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    with shop.database.told(), shop.reading():
        execute = shop.database.connection().execute
        names = [row[0] for row in execute(query).fetchall()]
        return {name: execute(f'SELECT * FROM "{name}"').fetchall() for name in names if not name.startswith(_OWN)}


def assert_sound(shop: Shop) -> None:
    assert shop.run("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert shop.run("PRAGMA foreign_key_check").fetchall() == []


@dataclass
class Sweep:
    """How it went: at how many calls a fault struck, what was told, and how often it worked in spite of the fault."""

    struck: int
    told: list[type[UserError]]
    worked: int


def sweep(
    shop: Shop,
    disk: Disk,
    act: Callable[[], object],
    fault: Callable[[int], Fault],
    prepare: Callable[[], object] = lambda: None,
    every: int = 1,
    changes: bool = True,
    most: int = 1000,
) -> Sweep:
    """Do something again and again, with the fault at the first call, then at the second, and so on until it is not met
    any more. Each time it must be done wholly, or be refused by a sentence and not done at all, and work right after.

    `every`: only each so-manieth call, `most`: so many of them. `prepare` comes before each time; `changes`: whether
    it changes the shop.
    """
    found = Sweep(0, [], 0)
    nth = 1
    while True:
        prepare()
        before = contents(shop)
        shop.run("PRAGMA shrink_memory")  # what is in memory need not be read
        asked = fault(nth)
        try:
            act()
        except UserError as error:
            found.told.append(type(error))  # the error itself would hold a cursor, and that the file
            assert asked.met
            disk.mend()
            assert contents(shop) == before, f"half of it is there: call {nth}"
        else:
            found.worked += bool(asked.met)
            disk.mend()
            assert (contents(shop) != before) == changes, f"it is not there, and was told as saved: call {nth}"
        if not asked.met or found.struck == most:
            break
        found.struck += 1
        act()  # and there is room again
        nth += every
    assert_sound(shop)
    return found
