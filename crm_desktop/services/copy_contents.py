"""What is in a copy of the shop, beside what is in the shop: looked at before anything is replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Self

from crm_desktop.language import Sentence
from crm_desktop.services import restore
from crm_desktop.services.restore import Brought
from crm_desktop.store import compare, copied_people
from crm_desktop.store.compare import Changes, Comparison
from crm_desktop.store.key import Key
from crm_desktop.store.look import Look
from crm_desktop.store.shop import Shop


@dataclass(frozen=True, slots=True)
class Line:
    """A change of one of the two: when, and what."""

    at: datetime
    what: Sentence


@dataclass(frozen=True, slots=True)
class CopiedCustomer:
    """A customer as the copy has them. `missing`: the shop has them not; `deleted`: the change of the shop that did it,
    as far as it knows; `changed`: the shop has another phone, name, note…"""

    id: int
    name: str
    phone: str
    visits: int
    spent_fen: int
    last: date | None
    missing: bool
    changed: bool
    deleted: Line | None


class CopyContents:
    """A copy that is looked into. Close it when done."""

    def __init__(self, shop: Shop, source: Look, comparison: Comparison) -> None:
        self._shop = shop
        self._source = source
        self.comparison = comparison
        self._everybody = copied_people.everybody(source)

    @classmethod
    def open(cls, shop: Shop, path: Path, key: Key | None = None) -> Self:
        """Look into a copy, read all of it and compare it with the open shop: for the worker. `key`: where it is
        another one than the shop's. Each way this can fail is a UserError."""
        restore.refuse_itself(shop.path, path)
        source = Look.open(path, key or shop.database.key)
        try:
            source.check()
            return cls(shop, source, compare.compare(shop, source))
        except BaseException:
            source.close()
            raise

    def compare_anew(self) -> Comparison:
        """The comparison with the shop as it is now: for the worker."""
        return compare.compare(self._shop, self._source)

    @property
    def count(self) -> int:
        """How many customers the copy has."""
        return len(self._everybody)

    @property
    def path(self) -> Path:
        return self._source.path

    @property
    def key(self) -> Key | None:
        """The key that opens the copy; None if it has no password."""
        return self._source.key

    def find(self, text: str, *, only_missing: bool) -> list[int]:
        """The customers of the copy that the text finds, by name; all of them, or those whom the shop has not."""
        wanted = self.comparison.missing if only_missing else None
        if text.strip():
            found = copied_people.matching(self._source, text)
            wanted = frozenset(found) if wanted is None else wanted & found
        return [each for each in self._everybody if wanted is None or each in wanted]

    def people(self, ids: Sequence[int]) -> list[CopiedCustomer]:
        """These customers of the copy, in this order."""
        missing, changed = self.comparison.missing, self.comparison.changed
        deleted = compare.deleted_by(self._shop, [each for each in ids if each in missing])
        return [
            CopiedCustomer(
                each.id,
                each.name,
                each.phone,
                each.visits,
                each.spent_fen,
                date.fromisoformat(each.last_at[:10]) if each.last_at else None,
                each.id in missing,
                each.id in changed,
                _line(deleted[each.id]) if each.id in deleted else None,
            )
            for each in copied_people.people(self._source, ids)
        ]

    def bring_back(self, ids: Sequence[int]) -> Brought:
        """Bring customers back into the shop; see `restore.bring_back`. For the worker. That it may be another shop's
        copy is told beside them."""
        return restore.bring_back(self._shop, self._source, ids, force=True)

    def close(self) -> None:
        self._source.close()


def lines(changes: Changes) -> list[Line]:
    """The newest of these changes."""
    return [_line(each) for each in changes.newest]


def _line(change: compare.ChangeLine) -> Line:
    return Line(datetime.fromisoformat(change.at), Sentence.load(change.title))
