"""The rows of a damaged shop, table by table, into a new one; and how many of each were read, in doubt, and lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol

from sqlcipher3 import dbapi2

from crm_desktop.store.rescue.mend import ANY_KIND, HIGHEST_ID, Named, mended
from crm_desktop.store.rescue.shapes import Shape
from crm_desktop.store.rescue.wreck import Wreck

CUSTOMERS: Final = "customer"

_PORTION: Final = 500


class Tell(Protocol):
    """Told which table is being read, now and then; may raise to stop."""

    def __call__(self, table: str, *, is_new: bool) -> object: ...


@dataclass(slots=True)
class Tally:
    """How many rows of a table were read, how many of these are doubtful, and how many are known to be lost; `None`
    where some are and nothing says how many."""

    read: int = 0
    doubtful: int = 0
    lost: int | None = 0

    def came_back(self, rows: int) -> None:
        """Count lost rows that were made again out of what others tell of them."""
        self.read, self.doubtful = self.read + rows, self.doubtful + rows
        self.lost = None if self.lost is None else max(0, self.lost - rows)

    def doubt(self, rows: int) -> None:
        """Count rows that are in doubt, never more than were read."""
        self.doubtful = min(self.read, self.doubtful + rows)

    def lose(self, rows: int) -> None:
        """Count rows that could be read but not be kept."""
        self.read -= rows
        self.doubtful = min(self.read, self.doubtful)
        self.lost = None if self.lost is None else self.lost + rows


class _Kept(NamedTuple):
    named: Named
    is_sound: bool


class Transfer:
    """`doubtful_customers`: those of whom a row is in doubt."""

    def __init__(self, wreck: Wreck, connection: Any, tell: Tell) -> None:
        self._wreck = wreck
        self._connection = connection
        self._tell = tell
        self.doubtful_customers = set[int]()

    def copy(self, table: str) -> Tally:
        """Copy what can be read of a table."""
        self._tell(table, is_new=True)
        shape = next(shape for shape in self._wreck.shapes.all if shape.name == table)
        tally, seen, torn = Tally(), set[int](), 0
        rows = self._wreck.rows(table)
        while portion := list(islice(rows, _PORTION)):
            self._tell(table, is_new=False)
            kept: dict[int, _Kept] = {}
            for row in portion:
                if row is None:
                    torn += 1
                elif row.id not in seen and row.id not in kept:
                    found = mended(shape, row)
                    if found is None:
                        torn += 1
                    else:
                        kept[row.id] = _Kept(*found)
            lost = self._insert(shape, kept, tally)
            torn += len(lost)
            seen |= kept.keys() - lost
        self._count_lost(table, tally, seen, torn)
        return tally

    def _count_lost(self, table: str, tally: Tally, seen: set[int], torn: int) -> None:
        """Nothing says how many rows were on a page that is gone, where no index is left that knows all of them."""
        found = self._wreck.tables[table]
        known, are_all = self._wreck.known_ids(table, thorough=not found.is_whole or bool(torn))
        missing = {number for number in known if 0 < number <= HIGHEST_ID} - seen
        tally.lost = max(torn, len(missing)) if are_all or (found.is_whole and not torn) else None

    def _insert(self, shape: Shape, kept: dict[int, _Kept], tally: Tally) -> set[int]:
        """Write rows, all at once where the table takes all of them; the numbers of those that it takes in no way."""
        self._connection.execute("SAVEPOINT portion")
        lost = set[int]()
        if not self._takes(shape, [each.named for each in kept.values()]):
            self._connection.execute("ROLLBACK TO portion")
            for number, each in kept.items():
                if not self._takes(shape, [each.named]):
                    kept[number] = _Kept(_allowed(shape, each.named), False)
                    if not self._takes(shape, [kept[number].named]):
                        lost.add(number)
        self._connection.execute("RELEASE portion")
        doubtful = [each.named for number, each in kept.items() if number not in lost and not each.is_sound]
        self.doubtful_customers.update(_owners(shape.name, doubtful))
        tally.read += len(kept) - len(lost)
        tally.doubtful += len(doubtful)
        return lost

    def _takes(self, shape: Shape, rows: Sequence[Named]) -> bool:
        """Whether the table takes rows; those before the one that it does not take are written by then."""
        names = [column.name for column in shape.columns]
        sql = f"INSERT INTO {shape.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        try:
            self._connection.executemany(sql, [[named[name] for name in names] for named in rows])
        except dbapi2.IntegrityError:
            return False
        return True


def _allowed(shape: Shape, named: Named) -> Named:
    """A row without what a condition of its table may refuse."""
    defaults = {column.name: column.default for column in shape.columns if column.name in shape.checked}
    return {**named, **defaults, **ANY_KIND.get(shape.name, {})}


def _owners(table: str, rows: Iterable[Named]) -> Iterator[int]:
    for named in rows:
        whose = named["id"] if table == CUSTOMERS else named.get("customer_id")
        if isinstance(whose, int):
            yield whose
