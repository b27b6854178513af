"""The history of changes, and taking them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from crm_desktop.errors import NotFound
from crm_desktop.language import Sentence, tr
from crm_desktop.services.customer_names import short
from crm_desktop.store.journal import Change
from crm_desktop.store.models import (
    ChangeRecord,
    Customer,
    CustomField,
    GreetingTemplate,
    Product,
    Purchase,
    Setting,
    Table,
    Tag,
    View,
)
from crm_desktop.store.safeguard import Progress
from crm_desktop.store.shop import Shop

_NAMED = 20


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change. `kind` is "do", "undo" or "redo"; `undone` says that its effect is not in the shop now."""

    id: int
    at: datetime
    title: Sentence
    staff: str
    rows: int
    kind: str
    undone: bool

    @property
    def what(self) -> object:
        """What was done at first, however often it was undone and redone since."""
        return self.title if self.kind == "do" else self.title.args[0]


@dataclass(frozen=True, slots=True)
class UndoAnswer:
    """What an undo or redo came to: how many things were put back, how many were kept because they were edited
    since, and how many could not be put back. `kept_names` names the first of the kept and failed ones."""

    change: Change
    undone_id: int
    reversed: int
    kept: int
    failed: int
    kept_names: tuple[str, ...]


class History:
    """Lists changes and takes them back, one by one."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def back_up(self, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> None:
        """Make the backup that goes before a change of many rows, unless the newest holds all that there is."""
        self._shop.safeguard("bulk", progress=progress, cancelled=cancelled)

    def changes(self, limit: int = 200, before: int | None = None) -> list[HistoryEntry]:
        """The newest changes, at most `limit` (0: all), older than the change `before` where it is given."""
        query = ChangeRecord.select().order_by(ChangeRecord.id.desc())
        if before is not None:
            query = query.where(ChangeRecord.id < before)
        if limit:
            query = query.limit(limit)
        undone_by = self._undone_by()
        return [_entry(record, undone_by) for record in query]

    def next_undo(self) -> HistoryEntry | None:
        """What Ctrl+Z takes back: the newest change, or redone change, that is in effect."""
        undone = ChangeRecord.select(ChangeRecord.undoes).where(ChangeRecord.undoes.is_null(False))
        return self._newest((ChangeRecord.kind != "undo") & ChangeRecord.id.not_in(undone))

    def next_redo(self) -> HistoryEntry | None:
        """What Ctrl+Y brings back: the newest undo in effect, unless something new was done after it."""
        undone = ChangeRecord.select(ChangeRecord.undoes).where(ChangeRecord.undoes.is_null(False))
        found = self._newest((ChangeRecord.kind == "undo") & ChangeRecord.id.not_in(undone))
        if found and self._newest((ChangeRecord.kind == "do") & (ChangeRecord.id > found.id)):
            return None
        return found

    def undo(self, change_id: int | None = None) -> UndoAnswer:
        """Take back a change, the newest one unless it is named. NotFound if there is none."""
        entry = self.to_undo(change_id)
        if entry is None:
            raise NotFound(Sentence("There is nothing to undo."))
        return self._take_back(entry, Sentence("Undid: %1", entry.what))

    def to_undo(self, change_id: int | None = None) -> HistoryEntry | None:
        """What `undo` would take back. NotFound if the change that is named cannot be."""
        return self._effective(change_id) if change_id is not None else self.next_undo()

    def redo(self) -> UndoAnswer:
        """Bring back what was undone last. NotFound if there is nothing to redo."""
        entry = self.next_redo()
        if entry is None:
            raise NotFound(Sentence("There is nothing to redo."))
        return self._take_back(entry, Sentence("Redid: %1", entry.what))

    def _effective(self, change_id: int) -> HistoryEntry:
        """The change itself, or the redo that stands for it now."""
        undone_by = self._undone_by()
        current = change_id
        while current in undone_by and undone_by[current] in undone_by:
            current = undone_by[undone_by[current]]
        record = ChangeRecord.get_or_none(ChangeRecord.id == current)
        if record is None or current in undone_by or record.kind == "undo":
            raise NotFound(Sentence("There is no change %1 that could be undone.", change_id))
        return _entry(record, undone_by)

    def _take_back(self, entry: HistoryEntry, title: Sentence) -> UndoAnswer:
        undoing = self._shop.undo(entry.id, title)
        undone = undoing.undone
        kept = sorted((*undone.kept_rows, *undone.failed_rows), key=lambda row: _place(row[0]))
        names = tuple(_names(kept[:_NAMED]))
        return UndoAnswer(undoing.change, entry.id, undone.reversed, undone.kept, undone.failed, names)

    def _newest(self, condition: Any) -> HistoryEntry | None:
        record = ChangeRecord.select().where(condition).order_by(ChangeRecord.id.desc()).first()
        return _entry(record, {}) if record else None

    @staticmethod
    def _undone_by() -> dict[int, int]:
        query = ChangeRecord.select(ChangeRecord.undoes, ChangeRecord.id).where(ChangeRecord.undoes.is_null(False))
        return dict(query.tuples())


def _entry(record: Any, undone_by: dict[int, int]) -> HistoryEntry:
    depth, current = 0, record.id
    while current in undone_by:
        depth, current = depth + 1, undone_by[current]
    title, at = Sentence.load(record.title), datetime.fromisoformat(record.at)
    return HistoryEntry(record.id, at, title, record.staff, record.rows, record.kind, depth % 2 == 1)


def _names(rows: list[tuple[str, int]]) -> list[str]:
    """What the rows are called."""
    ids: dict[str, list[int]] = {}
    for table, row_id in rows:
        ids.setdefault(table, []).append(row_id)
    named = {table: _named(table, ids[table]) for table in ids}
    return [named[table].get(row_id) or _nameless(table, row_id) for table in named for row_id in ids[table]]


def _nameless(table: str, row_id: int | None) -> str:
    # What belongs to a customer stands for them, and an answer to a reminder of the shop's own to none.
    return tr("an answered reminder") if row_id is None else tr("%1 %2", tr_table(table), row_id)


_FIRST = ("customer", "purchase", "product")


def _place(table: str) -> int:
    return _FIRST.index(table) if table in _FIRST else len(_FIRST)


def _named(table: str, ids: list[int]) -> dict[int, str]:
    """Row → what a person calls it, of those that are still there."""
    if table == "purchase":
        return _purchases(ids)
    if table == "setting":
        keys = Setting.select(Setting.id, Setting.key).where(Setting.id.in_(ids)).tuples()
        return {
            row_id: tr("what is remembered of a file’s columns") for row_id, key in keys if key.startswith("import:")
        }
    called: dict[str, tuple[type[Table], Callable[[str], str]]] = {
        "customer": (Customer, str),
        "product": (Product, str),
        "tag": (Tag, lambda name: tr("the tag “%1”", name)),
        "custom_field": (CustomField, lambda name: tr("the field “%1”", name)),
        "view": (View, lambda name: tr("the view “%1”", name)),
        "greeting_template": (GreetingTemplate, lambda text: tr("the greeting “%1”", short(text))),
    }
    model, say = called[table]
    name = model.text if model is GreetingTemplate else model.name
    rows = model.select(model.id, name).where(model.id.in_(ids)).tuples()
    return {row_id: say(name) for row_id, name in rows if name}


def _purchases(ids: list[int]) -> dict[int, str]:
    query = Purchase.select(Purchase.id, Purchase.at, Customer.name).join(Customer, JOIN.LEFT_OUTER)
    found = {}
    for row_id, at, name in query.where(Purchase.id.in_(ids)).tuples():
        day = at[:10]
        found[row_id] = tr("%1’s purchase of %2", name, day) if name else tr("a purchase of %1", day)
    return found


def tr_table(table: str) -> str:
    """What a kind of row is called."""
    match table:
        case "customer":
            return tr("customer")
        case "purchase":
            return tr("purchase")
        case "product":
            return tr("product")
        case "tag":
            return tr("tag")
        case "custom_field":
            return tr("field")
        case "view":
            return tr("view")
        case "greeting_template":
            return tr("greeting")
    return tr("setting")
