"""A damaged shop file, looked through: which pages belong to which table, what is broken, and the rows that are left.

The tables are walked from their roots. A branch whose page is broken leaves the leaves under it without a way to them:
every leaf that no walk comes to, and that is not free either, is given to the one table whose rows look like its own.
So are all of them where the file's first page, which names the roots, is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from crm_desktop.store.key import Key
from crm_desktop.store.rescue import records
from crm_desktop.store.rescue.pages import Page, Pages
from crm_desktop.store.rescue.records import INDEX_INNER, INDEX_LEAF, TABLE_INNER, TABLE_LEAF, Broken, Row
from crm_desktop.store.rescue.shapes import Shape, Shapes
from crm_desktop.store.seal import PLAIN_HEADER

Tell = Callable[[int, int], object]
"""Told how many pages of how many are done; may raise to stop."""

_LOWEST, _HIGHEST = -(1 << 63), (1 << 63) - 1
_CUSTOMERS: Final = "customer"
_MASTER_KINDS: Final = ("table", "index", "trigger", "view")


@dataclass(slots=True)
class Found:
    """A table as it was found: the pages with its rows, those whose way there was lost, how many are broken, and on how
    many of those with its rows the checksum fails."""

    shape: Shape
    leaves: list[int] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)
    broken: int = 0
    unsound: int = 0
    has_root: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every page of it is there, and as it was."""
        return self.has_root and not self.broken and not self.strays and not self.unsound


@dataclass(frozen=True, slots=True)
class _Tree:
    """One table or index, by the file's own schema."""

    kind: str
    name: str
    table: str
    root: int
    sql: str


class Wreck:
    """A damaged shop, closed, and read only. WrongPassword if the key is not its own."""

    def __init__(
        self,
        path: Path,
        key: Key | None,
        *,
        salts: Iterable[bytes] = (),
        suspects: Collection[int] = (),
        count: int | None = None,
        tell: Tell = lambda done, total: None,
    ) -> None:
        self.pages = Pages(path, key, salts=salts, suspects=suspects, count=count)
        self.shapes = Shapes()
        try:
            self._look(tell)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self.pages.close()
        self.shapes.close()

    def rows(self, table: str) -> Iterator[Row | None]:
        """The rows of a table, as far as they can be read; None for each that is there and cannot. A row whose way was
        lost counts as unsound where it may be one that was deleted long ago."""
        found = self.tables[table]
        for places, may_be_old in ((found.leaves, False), (found.strays, not self._free_is_known)):
            for number in places:
                page = self.pages.page(number)
                for row in records.rows(self.pages, page) if page is not None else ():
                    yield Row(row.id, row.values, False) if row is not None and may_be_old else row

    def known_ids(self, table: str, *, thorough: bool) -> tuple[set[int], bool]:
        """The numbers of the rows that a table's indexes know of, and whether these are all: one of the indexes could
        be read from its beginning to its end. By one of them only where no `thorough` answer is asked for."""
        ids: set[int] = set()
        are_all = False
        for tree in self._trees:
            if tree.kind == "index" and tree.table == table and (thorough or not are_all):
                are_all = self._read_index(tree.root, ids) or are_all
        return ids, are_all

    # How the file hangs together

    def _look(self, tell: Tell) -> None:
        self._taken: set[int] = set()
        self._free, self._free_is_known = self._find_free()
        self._trees = self._schema()
        self.tables = {shape.name: Found(shape) for shape in self.shapes.all}
        for tree in self._trees:
            if tree.kind == "table" and tree.root:
                found = self.tables.setdefault(tree.name, Found(self.shapes.by_sql(tree.name, tree.sql)))
                found.shape, found.has_root = self.shapes.by_sql(tree.name, tree.sql), True
                found.broken += self._walk(tree.root, found.leaves)
                found.unsound = sum(not self._is_sound(number) for number in found.leaves)
            elif tree.kind == "index":
                self._taken.add(tree.root)
        if self._names_are_whole:
            for found in self.tables.values():
                found.has_root = True  # a table that the file does not name is one that came with a later schema
        self._find_strays(tell)

    def _find_free(self) -> tuple[set[int], bool]:
        """The pages that are of no use now, and whether these are surely all. What they hold was deleted."""
        first = self.pages.page(1)
        if first is None or not first.data.startswith(PLAIN_HEADER) or not first.is_sound:
            return set(), False
        trunk, count = (int.from_bytes(first.data[at : at + 4], "big") for at in (32, 36))
        free: set[int] = set()
        is_sound = True
        while trunk and trunk not in free:
            page = self.pages.page(trunk)
            if page is None:
                break
            is_sound = is_sound and page.is_sound
            free.add(trunk)
            many = min(int.from_bytes(page.data[4:8], "big"), len(page.data) // 4 - 2)
            free.update(int.from_bytes(page.data[8 + 4 * n : 12 + 4 * n], "big") for n in range(many))
            trunk = int.from_bytes(page.data[:4], "big")
        return free, is_sound and len(free) == count

    def _schema(self) -> list[_Tree]:
        """The tables and indexes that the file names, wherever the pages with their names are."""
        leaves: list[int] = []
        broken = self._walk(1, leaves)
        trees = [tree for number in leaves for tree in self._named_on(number)]
        self._names_are_whole = not broken and any(tree.name == _CUSTOMERS for tree in trees)
        if not self._names_are_whole:
            for number in range(1, self.pages.count + 1):
                if number not in self._free and number not in leaves and (named := self._named_on(number)):
                    self._taken.add(number)
                    trees += named
        return list({tree.name: tree for tree in trees}.values())

    def _named_on(self, number: int) -> list[_Tree]:
        """The tables and indexes named on a page; nothing if it is no page of names."""
        page = self.pages.page(number)
        if page is None or records.kind_of(page) != TABLE_LEAF:
            return []
        named: list[_Tree] = []
        for row in _rows(self.pages, page):
            if row is None:
                continue
            if len(row.values) != 5 or row.values[0] not in _MASTER_KINDS:
                return named
            kind, name, table, root, sql = row.values
            if isinstance(name, str) and isinstance(table, str) and isinstance(root, int) and row.is_sound:
                named.append(_Tree(str(kind), name, table, root, sql if isinstance(sql, str) else ""))
        return named

    def _walk(self, root: int, leaves: list[int]) -> int:
        """Collect the leaves of a table's tree that can be reached, in order; how many branches are broken."""
        broken = 0
        waiting = [(root, _LOWEST, _HIGHEST)]
        while waiting:
            number, low, high = waiting.pop()
            page = self.pages.page(number)
            kind = records.kind_of(page)
            if number in self._taken or page is None:
                broken += 1
            elif kind == TABLE_LEAF and _fits(page, low, high):
                self._taken.add(number)
                leaves.append(number)
            elif kind == TABLE_INNER:
                self._taken.add(number)
                branches, torn = _branches(page, low, high)
                broken += torn
                waiting += reversed(branches)
            else:
                broken += 1
        return broken

    def _is_sound(self, number: int) -> bool:
        page = self.pages.page(number)
        return page is not None and page.is_sound

    def _find_strays(self, tell: Tell) -> None:
        """Give every leaf that no walk came to to its table."""
        total = self.pages.count
        for number in range(1, total + 1):
            if number % 512 == 1:
                tell(number, total)
            if number in self._taken or number in self._free:
                continue
            page = self.pages.page(number)
            if page is None or records.kind_of(page) != TABLE_LEAF:
                continue
            rows = [row for row in _rows(self.pages, page) if row is not None]
            name = self.shapes.guess([row.values for row in rows])
            if name is not None:
                self.tables[name].strays.append(number)
        if not self._free_is_known:
            for found in self.tables.values():
                if found.has_root and not found.broken:
                    found.strays.clear()  # no way is missing: these are free pages that nobody knows of

    def _read_index(self, root: int, ids: set[int]) -> bool:
        """Add the numbers of the rows that an index knows; whether all of it could be read."""
        waiting, seen = [root], set[int]()
        is_whole = True
        while waiting:
            number = waiting.pop()
            page = self.pages.page(number)
            kind = records.kind_of(page)
            if page is None or kind not in (INDEX_LEAF, INDEX_INNER) or number in seen:
                is_whole = False
                continue
            seen.add(number)
            try:
                places = records.cells(page)
                for at in places:
                    row_id = records.entry(self.pages, page, at)[-1]
                    if page.is_sound and isinstance(row_id, int):
                        ids.add(row_id)
                    if kind == INDEX_INNER:
                        waiting.append(records.child(page, at))
            except (Broken, IndexError):
                is_whole = False
            is_whole = is_whole and page.is_sound
            if kind == INDEX_INNER:
                waiting.append(records.last_child(page))
        return is_whole


def _rows(pages: Pages, page: Page) -> Iterator[Row | None]:
    """The rows of a leaf; nothing if it is none after all."""
    try:
        yield from records.rows(pages, page)
    except Broken:
        return


def _fits(page: Page, low: int, high: int) -> bool:
    """Whether the rows of a leaf are those that the way to it promises. An empty one is a table without rows."""
    try:
        ids = [records.row_id(page, at) for at in records.cells(page) if at >= 0]
    except Broken:
        return False
    inside = sum(low < number <= high or number == _LOWEST for number in ids)
    return 2 * inside >= len(ids)


def _branches(page: Page, low: int, high: int) -> tuple[list[tuple[int, int, int]], int]:
    """The pages under an inner page, each with the row numbers that it holds; how many cells are torn."""
    branches: list[tuple[int, int, int]] = []
    torn = 0
    try:
        places = records.cells(page)
    except Broken:
        return branches, 1
    for at in places:
        try:
            top = records.key(page, at) if at >= 0 else low
        except Broken:
            top = low
        if not low < top <= high:
            torn += 1
            continue
        branches.append((records.child(page, at), low, top))
        low = top
    branches.append((records.last_child(page), low, high))
    return branches, torn
