"""Bringing in a text or a sheet too long to be held: portion by portion, in one change, all of it or nothing.

Each portion is planned by the same planners as a whole file, against the shop as the earlier portions have left it in
the open change. So it comes out as a whole import does, but for this:

- The kind of a new field of the shop's own, and what codes stand for, is decided on the first 50,000 rows.
- A row that changes a customer counts as "updated" even if a row of a later portion changes them back.
- A name, birthday or member number that an earlier portion has replaced no longer leads to the customer.
- A member number that the file gives to a second customer, whom a phone told, leads to the one the shop knew first.
- A customer whom an earlier portion added without a date of joining has joined today: a later row's date counts if it
  is earlier.
- A row with neither phone, member number nor birthday is compared with the first fifty of its name alone, and with
  those of whom the shop knows just the same. A purchase or follow-up that tells nothing but a name is for nobody known
  where a thousand bear it.
- A phone that two people share, told alone in a purchase, leads to whom the portions so far named first with it.
- Rows of a list of ours that has a number for each purchase are put together within a portion alone.
- Rows of one order number that stand apart, in two portions, are put together; but where one of the later rows cannot
  be read, the earlier rows are in already, which is told in a warning. A known order counts once for each portion.
- Of rejected rows at most 50,000 (and 64 million characters) are kept for the workbook, of warnings 5,000; further ones
  are counted: `more["further_rejects"]`, `more["further_warnings"]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final, NamedTuple

from crm_desktop.exchange.importing.earlier import Earlier
from crm_desktop.exchange.importing.importer import plan_table
from crm_desktop.exchange.importing.purchases import PurchasesPlan
from crm_desktop.exchange.importing.rejoined import rejoin
from crm_desktop.exchange.importing.remembered import remember
from crm_desktop.exchange.importing.report import UNWATCHED, Counts, ImportReport, Options, Reject, Watch
from crm_desktop.exchange.readers import Book, Cell, Sheet
from crm_desktop.exchange.sheets.codes import Guess
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.table import Ignored, Table, table_of
from crm_desktop.exchange.sheets.values import Rows, Warned
from crm_desktop.language import Sentence
from crm_desktop.store.bulk import indexes_later, roomy
from crm_desktop.store.scratch import Scratch
from crm_desktop.store.shop import Changing, Shop

ROWS: Final = 20_000
"""Rows of a portion."""
MOST_WARNINGS: Final = 5_000
MOST_REJECTS: Final = 50_000
MOST_REJECTED_TEXT: Final = 64_000_000
_MOST_IGNORED: Final = 1_000
_MOST_HELD_BACK: Final = 5_000

_BUILT_LATER: Final = (
    *("customer_sort_key", "customer_member_no", "customer_created", "customer_birth_calendar_birth_month_birth_day"),
    *("phone_number", "phone_reversed_digits", "account_handle", "customer_tag_tag_id", "custom_value_field_id"),
)
"""Indexes whose keys come in no order, and that no portion asks."""

_TITLES: Final[Mapping[Kind, Callable[[str, Counts], Sentence]]] = {
    Kind.CUSTOMERS: lambda name, counts: Sentence(
        "Imported customers from “%1” (new: %2, updated: %3)", name, counts.added, counts.updated
    ),
    Kind.PRODUCTS: lambda name, counts: Sentence(
        "Imported products from “%1” (new: %2, updated: %3)", name, counts.added, counts.updated
    ),
    Kind.PURCHASES: lambda name, counts: Sentence("Imported purchases from “%1” (%2)", name, counts.added),
    Kind.FOLLOW_UPS: lambda name, counts: Sentence("Imported follow-ups from “%1” (%2)", name, counts.added),
}


def import_in_portions(
    shop: Shop,
    book: Book,
    table: Table,
    options: Options,
    watch: Watch = UNWATCHED,
    *,
    dry_run: bool = False,
    most: int = ROWS,
) -> ImportReport:
    """Import all of a long sheet under the layout of `table`, which holds the rows that were looked at; `most` rows a
    portion. With `dry_run` it is all done and taken back. A new buyer of whom a portion tells the phone alone gets no
    name from a later one.

    UnreadableFile if the file vanishes or is changed meanwhile, Cancelled: then nothing is written.
    """
    if not dry_run:
        words = Sentence("Making a backup first")
        watch.step(0, 1, words)
        shop.safeguard(
            watch.why, progress=lambda done, total: watch.tell(done, total, words), cancelled=watch.cancelled
        )
    total = _Total(table)
    try:
        with roomy(shop), Scratch() as scratch, shop.change(_TITLES[table.kind](book.path.name, Counts())) as change:
            with indexes_later(shop, _BUILT_LATER):
                _Portions(shop, change, scratch, total, options, watch).write(_tables(book, table, most, watch))
            change.forget_taken_back()
            if options.remember:
                remember(shop, table, options)
            change.title = _TITLES[table.kind](book.path.name, total.counts)
            if dry_run:
                raise _TakenBackError
    except _TakenBackError:
        return total.report(None)
    return total.report(change.done.id)


_Doubts = Sequence[tuple[int, Sentence]]


class _TakenBackError(Exception):
    """Ends the change of a dry run."""


class _Portion(NamedTuple):
    """A portion as a table, and its rows as they stand in the file."""

    table: Table
    first: int
    rows: Sequence[Sequence[Cell]]

    def cells(self, number: int) -> Sequence[Cell]:
        return self.rows[number - self.first]


class _Portions:
    """Writes portions into an open change."""

    def __init__(
        self, shop: Shop, change: Changing, scratch: Scratch, total: _Total, options: Options, watch: Watch
    ) -> None:
        self._shop, self._change, self._total = shop, change, total
        self._options = replace(options, earlier=Earlier(shop, change, scratch))
        self._quiet = Watch(cancelled=watch.cancelled)

    def write(self, portions: Iterator[_Portion]) -> None:
        for portion in portions:
            if not portion.table.rows.numbers:
                self._total.ignore(portion)
                continue
            plan = plan_table(self._shop, portion.table, self._options, self._quiet)
            rejoined = rejoin(self._shop, plan, self._options) if isinstance(plan, PurchasesPlan) else None
            plan.write(self._shop, self._change, self._quiet)
            report = plan.report()
            if rejoined is not None:
                rejoined.write(self._shop, self._change, self._quiet)
                report.warnings = [*report.warnings, *rejoined.warnings]
            self._total.add(portion, report)
            guessed = {guess.field: guess.codes for guess in report.guesses}
            self._options = replace(self._options, codes={**guessed, **self._options.codes})


@dataclass(slots=True)
class _Total:
    """What all portions came to. `looked`: the table that was looked at."""

    looked: Table
    counts: Counts = field(default_factory=Counts)
    warnings: list[Warned] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    kept: dict[int, Sequence[Cell]] = field(default_factory=dict)
    kept_text: int = 0
    more: dict[str, int] = field(default_factory=dict)
    guesses: dict[str, Guess] = field(default_factory=dict)
    ignored: list[Ignored] = field(default_factory=list)

    def ignore(self, portion: _Portion) -> None:
        """Note the rows that are no data."""
        self.ignored += portion.table.ignored[: _MOST_IGNORED - len(self.ignored)]

    def add(self, portion: _Portion, report: ImportReport) -> None:
        """Add what a portion came to."""
        self.ignore(portion)
        for each in fields(Counts):
            setattr(self.counts, each.name, getattr(self.counts, each.name) + getattr(report.counts, each.name))
        for key, count in report.more.items():
            self.more[key] = self.more.get(key, 0) + count
        for guess in report.guesses:
            before = self.guesses.get(guess.field)
            self.guesses[guess.field] = guess._replace(
                rows=guess.rows + (before.rows if before else 0), confirmed=(before or guess).confirmed
            )
        # What is said of the heading was said with the first portion.
        about_rows = [warned for warned in report.warnings if warned.row >= portion.first or not self.warnings]
        room = MOST_WARNINGS - len(self.warnings)
        self.warnings += about_rows[:room]
        self._count("further_warnings", len(about_rows) - room)
        for reject in report.rejects:
            self._keep(reject, portion.cells(reject.row))

    def _keep(self, reject: Reject, cells: Sequence[Cell]) -> None:
        text = sum(len(str(cell)) for cell in cells)
        if len(self.rejects) >= MOST_REJECTS or self.kept_text + text > MOST_REJECTED_TEXT:
            self._count("further_rejects", 1)
            return
        self.kept_text += text
        self.rejects.append(reject)
        self.kept[reject.row] = cells

    def _count(self, key: str, more: int) -> None:
        if more > 0:
            self.more[key] = self.more.get(key, 0) + more

    def report(self, change: int | None) -> ImportReport:
        """The report of the whole import."""
        table = replace(self.looked, ignored=self.ignored)
        return ImportReport(
            table, self.counts, self.warnings, self.rejects, change, self.more, list(self.guesses.values()), self.kept
        )


def _tables(book: Book, looked: Table, most: int, watch: Watch) -> Iterator[_Portion]:
    """The rows that were looked at, then the others, as tables of the same layout."""
    words = Sentence("Bringing in “%1”", book.path.name)
    there = len(looked.sheet.rows)
    waiting, held, doubts = _held_back(_Portion(looked, 1, looked.sheet.rows))
    yield waiting
    assert book.stream is not None
    for portion in book.stream(most, looked.sheet.name):
        watch.step(portion.done, portion.total, words)
        skipped = max(there + 1 - portion.first, 0)
        rows = [*held, *portion.rows[skipped:]]
        if len(rows) == len(held):
            continue
        first = portion.first + skipped - len(held)
        waiting, held, doubts = _held_back(_portion(looked, first, rows, (*doubts, *portion.doubts)))
        yield waiting
    if held:
        last = waiting.first + len(waiting.rows) - len(held)
        yield _portion(looked, last, held, doubts)
    watch.step(1, 1, Sentence("Preparing the search"))


def _portion(looked: Table, first: int, rows: Sequence[Sequence[Cell]], doubts: _Doubts) -> _Portion:
    """Rows of the file, the first of them numbered `first`, as a table of the layout that was found."""
    layout, book = looked.layout, replace(looked.book, doubts=tuple(doubts), _sheets={})
    width = max((column.index + 1 for column in layout.columns), default=0)
    heading = [list(looked.sheet.rows[layout.header_row - 1])] if layout.header_row else []
    data = [[*rows[0], *[""] * (width - len(rows[0]))], *rows[1:]]
    sheet = Sheet(None, [*heading, *(list(row) if not isinstance(row, list) else row for row in data)])
    table = table_of(book, sheet, replace(layout, header_row=len(heading)))
    shift = first - 1 - len(heading)
    table.rows.numbers = [number + shift for number in table.rows.numbers]
    table.ignored = [Ignored(number + shift, reason) for number, reason in table.ignored]
    return _Portion(table, first, rows)


def _held_back(portion: _Portion) -> tuple[_Portion, Sequence[Sequence[Cell]], _Doubts]:
    """The portion without the rows at its end that the next one may go on with, and these rows: those of one order."""
    table = portion.table
    numbers = table.layout.indexes("purchase_no") or table.layout.indexes("number")
    if table.kind is not Kind.PURCHASES or not numbers:
        return portion, (), ()
    order = table.rows.columns[numbers[0]]
    begins = ("at", "name", "given_name", "family_name", "phone", "member_no")
    told = [table.rows.columns[index] for key in begins for index in table.layout.indexes(key)]
    cut = end = len(order)
    furthest = end - _MOST_HELD_BACK
    while cut > max(furthest, 0) and not _text(order[cut - 1]) and not any(_text(column[cut - 1]) for column in told):
        cut -= 1
    last = _text(order[cut - 1]) if cut else ""
    while cut > max(furthest, 0) and last and _text(order[cut - 1]) == last:
        cut -= 1
    if not last or cut == furthest:
        return portion, (), ()
    rows = Rows(table.rows.numbers[:cut], [column[:cut] for column in table.rows.columns])
    first = table.rows.numbers[cut]
    doubts = tuple(doubt for doubt in table.book.doubts if doubt[0] >= first)
    ignored = [line for line in table.ignored if line.row < first]
    return (
        portion._replace(table=replace(table, rows=rows, ignored=ignored)),
        portion.rows[first - portion.first :],
        doubts,
    )


def _text(cell: Cell) -> str:
    return str(cell).strip()
