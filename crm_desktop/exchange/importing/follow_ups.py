"""Follow-ups out of a table: what was promised to whom, for which day. One that the shop has already is left as it
is; an unknown customer becomes a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import Final

from crm_desktop.domain.recurrence import Recurrence, anchored
from crm_desktop.domain.recurrence import parse as parse_recurrence
from crm_desktop.domain.recurrence import words as recurrence_words
from crm_desktop.errors import InvalidInput
from crm_desktop.exchange.importing.customers import shown
from crm_desktop.exchange.importing.earlier import Earlier
from crm_desktop.exchange.importing.report import (
    UNWATCHED,
    Counts,
    ImportReport,
    OnDuplicate,
    Options,
    Outcome,
    PlannedRow,
    Reject,
    Values,
    Watch,
    warnings_by_row,
)
from crm_desktop.exchange.people.buyers import Buyers, read_buyers
from crm_desktop.exchange.people.directory import Entry, Person
from crm_desktop.exchange.people.writing import PeopleWriter
from crm_desktop.exchange.readers import Cell
from crm_desktop.exchange.sheets.cells import filled_text, parse_moment, text_of
from crm_desktop.exchange.sheets.longest import LONGEST_NAME, does_not_fit, quoted
from crm_desktop.exchange.sheets.table import Table, doubtful
from crm_desktop.exchange.sheets.values import Notes, Warned, columns_for
from crm_desktop.language import Sentence
from crm_desktop.store.models import FollowUp
from crm_desktop.store.shop import Changing, Shop

_LONGEST_WHAT: Final = 500
_LONGEST_OUTCOME: Final = 2_000
_PORTION: Final = 5_000
_KEYS: Final = ("what", "due", "due_time", "priority", "recurrence", "done_at", "outcome")
_NO_REPEAT: Final = frozenset({"no", "否", "不重复", "不", "never", "once", "一次", "不循环"})
_PRIORITIES: Final = {
    **dict.fromkeys(("高", "紧急", "重要", "很高", "high", "urgent", "important", "1", "a"), 1),
    **dict.fromkeys(("低", "不急", "low", "-1", "3", "c"), -1),
}
_DONE_WORDS: Final = frozenset(
    {"完成", "已完成", "是", "已跟进", "已回访", "done", "completed", "yes", "true", "√", "✓", "closed"}
)


@dataclass(slots=True)
class Promise:
    """A row as a follow-up. `reason`: why it cannot be one."""

    position: int
    person: Person
    what: str
    due: datetime | None = None
    due_time: time | None = None
    priority: int = 0
    done_at: datetime | None = None
    outcome_text: str = ""
    recurrence: Recurrence | None = None
    customer: Entry | None = None
    outcome: Outcome = Outcome.NEW
    known_id: int | None = None
    reason: Sentence | None = None


def read_promises(table: Table, options: Options, notes: Notes) -> list[Promise]:
    """The rows as follow-ups; blank ones are left out. InvalidInput if a default cannot be read."""
    usual = _defaults(options)
    region = options.region
    people = read_buyers(table, region, notes)
    cells = {key: list(_cells(table, key)) for key in _KEYS}
    promises = []
    for position, person in enumerate(people):
        if not any(str(column[position]).strip() for column in table.rows.columns):
            continue
        row = {key: values[position] for key, values in cells.items()}
        row |= {key: text for key, text in usual.items() if not filled_text(row[key])}
        promise = Promise(position, person, filled_text(row["what"]))
        promise.reason = _fill(promise, row)
        _note_repeats(promise, row["recurrence"], table.rows.numbers[position], notes)
        promises.append(promise)
    return promises


def _note_repeats(promise: Promise, cell: Cell, row: int, notes: Notes) -> None:
    """Warn of a repeat that was not understood; it is kept with what is to be done."""
    text = filled_text(cell)
    if promise.reason is not None or promise.recurrence is not None or not text or text.lower() in _NO_REPEAT:
        return
    if len(promise.what) + len(text) + 3 <= _LONGEST_WHAT:
        promise.what = f"{promise.what} ({text})"
    reason = Sentence("How it repeats was not understood. It was put beside what is to be done.")
    notes.warnings.append(Warned(row, "recurrence", text, reason))


def _defaults(options: Options) -> dict[str, Cell]:
    """What holds of rows that do not say."""
    usual: dict[str, Cell] = {key: text for key, text in options.defaults.items() if key in _KEYS}
    example: dict[str, Cell] = {**dict.fromkeys(_KEYS, ""), "what": "-example-", "due": "2000-01-01", **usual}
    reason = _fill(Promise(0, Person(name="-"), filled_text(example["what"])), example) if usual else None
    if reason is not None:
        raise InvalidInput(dict.fromkeys(usual, reason))
    return usual


def _cells(table: Table, key: str) -> Sequence[Cell]:
    for _, cells in columns_for(table.layout, table.rows, key):
        return cells
    return [""] * len(table.rows.numbers)


def _fill(promise: Promise, row: Mapping[str, Cell]) -> Sentence | None:
    """Read the other cells of a row; why they cannot be read, if so."""
    if not promise.what:
        return Sentence("This row does not say what is to be done.")
    person, outcome = promise.person, filled_text(row["outcome"])
    long = (
        does_not_fit(promise.what, _LONGEST_WHAT)
        or does_not_fit(person.name, LONGEST_NAME)
        or does_not_fit(outcome, _LONGEST_OUTCOME)
    )
    if long is not None:
        return long
    if not (person.name or person.phones or person.member_no):
        return Sentence("This row does not say for whom it is.")
    try:
        promise.due = parse_moment(row["due"])
    except ValueError:
        return Sentence("The date “%1” cannot be read.", quoted(text_of(row["due"])))
    if promise.due is None:
        return Sentence("This row has no date.")
    if promise.due.time() != time():
        promise.due_time = promise.due.time()
    if isinstance(row["due_time"], time):
        promise.due_time = row["due_time"]
    elif filled_text(row["due_time"]):
        try:
            promise.due_time = time.fromisoformat(filled_text(row["due_time"]).replace(":", ":").zfill(5))
        except ValueError:
            return Sentence("The time “%1” cannot be read.", quoted(text_of(row["due_time"])))
    promise.priority = _PRIORITIES.get(filled_text(row["priority"]).lower(), 0)
    promise.recurrence = parse_recurrence(filled_text(row["recurrence"]))
    if promise.recurrence is not None:
        promise.recurrence = anchored(promise.recurrence, promise.due.date())
    promise.done_at = _done(row["done_at"], promise.due)
    promise.outcome_text = outcome
    return None


def _done(cell: Cell, due: datetime) -> datetime | None:
    """When it was done: on the day that the cell names, or, where it says only that it was, on the due day."""
    if filled_text(cell).lower() in _DONE_WORDS:
        return due
    try:
        return parse_moment(cell)
    except ValueError:
        return None  # a word such as 待跟进: not done


class FollowUpsPlan:
    """What every row of a follow-ups table will become."""

    def __init__(self, shop: Shop, table: Table, options: Options, watch: Watch = UNWATCHED) -> None:
        self.table = table
        self.options = options
        notes = Notes(table.rows.numbers)
        watch.step(0, 1, Sentence("Reading the columns"))
        self.promises = read_promises(table, options, notes)
        self._buyers = Buyers(
            shop, [promise.person for promise in self.promises if promise.reason is None], options.earlier
        )
        for promise in self.promises:
            if promise.reason is not None:
                promise.outcome = Outcome.REJECT
            else:
                promise.customer = self._buyers.of(promise.person, table.rows.numbers[promise.position])
        self._decide(shop)
        self._warnings: list[Warned] = [*doubtful(table), *notes.warnings, *self._buyers.warnings]

    def _decide(self, shop: Shop) -> None:
        """What becomes of each: one that the shop, or an earlier row, has already is not added, unless she says so."""
        readable = [promise for promise in self.promises if promise.reason is None]
        known = {} if self.options.always_adds else _known(shop, readable, self.options.earlier)
        for promise in readable:
            row = self.table.rows.numbers[promise.position]
            on_duplicate, key = self.options.duplicate(row), _key(promise)
            is_known = key in known and on_duplicate is not OnDuplicate.ADD
            promise.known_id = known.get(key) if is_known else None
            if self.options.leaves_out(row) or (is_known and on_duplicate is OnDuplicate.SKIP):
                promise.outcome = Outcome.SKIP
            elif is_known:
                promise.outcome = Outcome.UNCHANGED
            else:
                known.setdefault(key, None)

    def _new(self) -> list[Promise]:
        return [promise for promise in self.promises if promise.outcome is Outcome.NEW]

    def _new_customers(self) -> list[Entry]:
        wanted = {id(promise.customer) for promise in self._new()}
        return [entry for entry in self._buyers.new() if id(entry) in wanted]

    def _rejects(self) -> Iterator[Reject]:
        for promise in self.promises:
            if promise.reason is not None:
                yield Reject(self.table.rows.numbers[promise.position], promise.reason)

    def report(self, change: int | None = None) -> ImportReport:
        """The counts, warnings and rejects."""
        tally = Counter(promise.outcome for promise in self.promises)
        counts = Counts(
            read=len(self.promises),
            added=tally[Outcome.NEW],
            unchanged=tally[Outcome.UNCHANGED],
            skipped=tally[Outcome.SKIP],
            rejected=tally[Outcome.REJECT],
        )
        more = {"new_customers": len(self._new_customers())}
        return ImportReport(self.table, counts, self._warnings, list(self._rejects()), change, more)

    def title(self) -> Sentence:
        """What the journal calls the import."""
        return Sentence("Imported follow-ups from “%1” (%2)", self.table.book.path.name, len(self._new()))

    def rows(self) -> list[PlannedRow]:
        """Every data row as planned, in the file's order."""
        warnings, planned = warnings_by_row(self._warnings), []
        for promise in self.promises:
            number = self.table.rows.numbers[promise.position]
            told = tuple(warnings.get(number, ()))
            values = partial(_shown, promise)
            planned.append(PlannedRow(number, promise.outcome, values, told, promise.reason, promise.known_id))
        return planned

    def write(self, shop: Shop, change: Changing, watch: Watch) -> None:
        """Write the new customers and the new follow-ups into an open change."""
        PeopleWriter(shop, change, (), watch).write(self._new_customers())
        watch.step(0, 1, Sentence("Writing the follow-ups"))
        created = shop.clock.now().replace(microsecond=0).isoformat()
        columns = ("customer_id", "what", "due", "due_time", "priority", "recurrence", "done_at", "outcome", "created")
        change.insert_rows(FollowUp, columns, [_row(promise, created) for promise in self._new()])


def _shown(promise: Promise) -> Values:
    person = shown(promise.person)
    texts = {
        "name": person["name"],
        "phone": person["phone"],
        "what": promise.what,
        "due": promise.due.date().isoformat() if promise.due else "",
        "due_time": promise.due_time.isoformat("minutes") if promise.due_time else "",
        "recurrence": str(recurrence_words(promise.recurrence)) if promise.recurrence else "",
        "done_at": promise.done_at.date().isoformat() if promise.done_at else "",
        "outcome": promise.outcome_text,
    }
    return {key: ("", text) for key, text in texts.items() if text}


def _row(promise: Promise, created: str) -> tuple[object, ...]:
    assert promise.due is not None
    assert promise.customer is not None
    return (
        promise.customer.id,
        promise.what,
        promise.due.date().isoformat(),
        promise.due_time.isoformat("minutes") if promise.due_time else None,
        promise.priority,
        promise.recurrence.encode() if promise.recurrence else "",
        promise.done_at.isoformat() if promise.done_at else None,
        promise.outcome_text,
        created,
    )


_Key = tuple[object, str, str]


def _key(promise: Promise) -> _Key:
    """What makes two follow-ups the same: the customer, what is to be done, and the day."""
    assert promise.due is not None
    assert promise.customer is not None
    who = promise.customer.id if promise.customer.id is not None else promise.customer
    return who, promise.what, promise.due.date().isoformat()


def _known(shop: Shop, promises: Sequence[Promise], earlier: Earlier | None) -> dict[_Key, int | None]:
    """The shop's follow-ups of the days that the file names."""
    if earlier is not None:
        keys = (_key(promise) for promise in promises)
        found = ((key, earlier.follow_up(*key)) for key in keys)
        return {key: follow_up_id for key, follow_up_id in found if follow_up_id is not None}
    days = sorted({_key(promise)[2] for promise in promises})
    known: dict[_Key, int | None] = {}
    for start in range(0, len(days), _PORTION):
        query = FollowUp.select(FollowUp.id, FollowUp.customer, FollowUp.what, FollowUp.due)
        for follow_up_id, customer_id, what, due in shop.rows(
            query.where(FollowUp.due.in_(days[start : start + _PORTION]))
        ):
            known.setdefault((customer_id, what, due), follow_up_id)
    return known
