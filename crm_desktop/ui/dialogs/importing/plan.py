"""What the import page asks of the exchange, off the GUI thread: read a file, plan its rows, write them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from crm_desktop.collecting import uncollected
from crm_desktop.exchange.importing.importer import Plan, look, plan_table, shop_region, write_plan
from crm_desktop.exchange.importing.remembered import Remembered, recall
from crm_desktop.exchange.importing.report import ImportReport, OnDuplicate, Options, Outcome, PlannedRow, Watch
from crm_desktop.exchange.readers import Book, Cell, open_book
from crm_desktop.exchange.readers.first_rows import first_rows
from crm_desktop.exchange.sheets.headings import REQUIRED, TARGETS, Kind
from crm_desktop.exchange.sheets.layout import CUSTOM
from crm_desktop.exchange.sheets.mapping import find_table, layout_of
from crm_desktop.exchange.sheets.table import Table, table_of
from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import ALL, Change
from crm_desktop.store.shop import Shop
from crm_desktop.ui.plumbing.jobs import Report

Places = Mapping[tuple[int, int], str]
"""(row of the sheet, column from 0) → what she typed there."""

_MORE_LABELS: Final = {"photo": Sentence("Photo")}
"""Of what no column holds, but a contact card."""

_TOUCHED = (
    "customer", "phone", "email", "account", "photo", "customer_tag", "tag", "custom_field", "custom_value",
    "product", "purchase", "purchase_line", "follow_up",
)  # fmt: skip


class Show(StrEnum):
    """Which rows the table shows."""

    ALL = "all"
    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    SKIP = "skip"
    DOUBTFUL = "doubtful"
    REJECT = "reject"


@dataclass(frozen=True)
class Question:
    """All that she chose about one file; None: as it was found, or as the last time. `hint` is the kind that she came
    for, taken where the file does not say. `as_last_time`: what is remembered of such files holds."""

    path: Path
    hint: Kind = Kind.CUSTOMERS
    kind: Kind | None = None
    sheet: str | None = None
    header_row: int | None = None
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    on_duplicate: OnDuplicate | None = None
    tags: tuple[str, ...] | None = None
    defaults: Mapping[str, str] | None = None
    codes: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    choices: Mapping[int, OnDuplicate] = field(default_factory=dict)
    mended: Places = field(default_factory=dict)
    as_last_time: bool = True
    password: str | None = None


@dataclass(frozen=True)
class Prepared:
    """What every row becomes under a question, with nothing written yet. `whole` is False if only the first rows
    of a large file were looked at, to have something to see."""

    question: Question
    book: Book
    table: Table
    options: Options
    plan: Plan
    rows: Sequence[PlannedRow]
    groups: Mapping[Show, Sequence[int]]
    report: ImportReport
    remembered: bool
    whole: bool = True

    @property
    def importable(self) -> int:
        """How many rows (of purchases: purchases) would be written."""
        return self.report.counts.added + self.report.counts.updated

    def lacks(self) -> str:
        """The fields of which at least one must be chosen, where none is; else nothing."""
        kind = self.table.kind
        if REQUIRED[kind] & self.table.layout.targets():
            return ""
        return " / ".join(str(target.label) for target in TARGETS[kind] if target.key in REQUIRED[kind])

    def same_cells(self, row: int, column: int) -> Sequence[int]:
        """The rows, other than this one, whose cell of that column holds the same; none where it is blank."""
        rows = self.table.rows
        if column >= len(rows.columns):
            return ()
        cells = self.book.sheet(self.table.sheet.name).rows[row - 1]
        cell = cells[column] if column < len(cells) else ""
        if cell == "":
            return ()
        pairs = zip(rows.numbers, rows.columns[column], strict=True)
        return [number for number, other in pairs if other == cell and number != row]


def prepare(
    shop: Shop, question: Question, book: Book | None, report: Report, cancelled: Callable[[], bool]
) -> Prepared:
    """Read the file, unless `book` is it already, and plan every row."""
    watch = _watch(report, cancelled)
    watch.step(0, 0, Sentence("Reading the file"))
    with _kept():
        book = book or open_book(question.path, password=question.password)
        return _prepared(shop, question, book, watch)


def prepare_first(shop: Shop, question: Question, report: Report, cancelled: Callable[[], bool]) -> Prepared | None:
    """`prepare` for the first rows of a large file; None if reading all of it takes no longer."""
    book = first_rows(question.path)
    if book is None:
        return None
    return replace(_prepared(shop, question, book, _watch(report, cancelled)), whole=False)


@contextmanager
def _kept() -> Iterator[None]:
    """What is read is not looked through for garbage, which would stop the window for half a second among a million
    cells: not meanwhile, and not in later rounds either, until `release`."""
    with uncollected():
        try:
            yield
        finally:
            gc.freeze()


def release() -> None:
    """The page is closed: its cells are nothing special any more."""
    gc.unfreeze()


def _prepared(shop: Shop, question: Question, book: Book, watch: Watch) -> Prepared:
    table, remembered = _table(shop, question, book)
    options = _options(shop, question, remembered)
    plan = plan_table(shop, table, options, watch)
    watch.step(0, 0, Sentence("Preparing the preview"))
    rows = plan.rows()
    return Prepared(
        question, book, table, options, plan, rows, _groups(rows), plan.report(), remembered=remembered is not None
    )


def _table(shop: Shop, question: Question, book: Book) -> tuple[Table, Remembered | None]:
    kind = question.kind or _kind(shop, question, book)
    sheet, layout = find_table(book, kind, question.sheet)
    if question.header_row is not None:
        layout = layout_of(sheet.rows, kind, question.header_row, sheet.headings)
    remembered = recall(shop, (column.header for column in layout.columns)) if question.as_last_time else None
    if remembered is not None and remembered.kind is not kind:
        remembered = None
    mapping = {**(remembered.mapping if remembered else {}), **question.mapping}
    if mapping:
        layout = layout.remapped(mapping)
    if question.mended:
        sheet = replace(sheet, rows=_with_mended(sheet.rows, question.mended))
    return table_of(book, sheet, layout), remembered


def _kind(shop: Shop, question: Question, book: Book) -> Kind:
    """What the file is a list of: as it says; what she came for where it can be that just as well."""
    seen = look(shop, book)
    if seen.kind is question.hint or seen.sure:
        return seen.kind
    _, layout = find_table(book, seen.kind, question.sheet)
    return seen.kind if REQUIRED[seen.kind] & layout.targets() else question.hint


def _options(shop: Shop, question: Question, remembered: Remembered | None) -> Options:
    """What she chose, else what is remembered, else what is usual."""
    on_duplicate, tags, defaults = question.on_duplicate, question.tags, question.defaults
    if remembered is not None:
        on_duplicate = remembered.on_duplicate if on_duplicate is None else on_duplicate
        tags = remembered.tags if tags is None else tags
        defaults = remembered.defaults if defaults is None else defaults
    return Options(
        OnDuplicate.UPDATE if on_duplicate is None else on_duplicate,
        tags=tags or (),
        region=shop_region(shop),
        defaults=defaults or {},
        choices=question.choices,
        codes={**(remembered.codes if remembered else {}), **question.codes},
        remember=True,
    )


def _with_mended(rows: Sequence[list[Cell]], mended: Places) -> list[list[Cell]]:
    """The rows with what she typed; the book keeps its own, so that a change can be taken back."""
    changed = list(rows)
    own: set[int] = set()
    for (row, column), text in mended.items():
        if row > len(changed):
            continue
        if row not in own:
            changed[row - 1] = list(changed[row - 1])
            own.add(row)
        cells = changed[row - 1]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
    return changed


_SHOWN_AS: Final = {
    Outcome.NEW: Show.NEW,
    Outcome.UPDATE: Show.UPDATE,
    Outcome.UNCHANGED: Show.UNCHANGED,
    Outcome.SKIP: Show.SKIP,
    Outcome.REJECT: Show.REJECT,
}


def _groups(rows: Sequence[PlannedRow]) -> dict[Show, Sequence[int]]:
    """Which of the rows each choice shows."""
    found: dict[Show, list[int]] = {show: [] for show in Show if show is not Show.ALL}
    for number, row in enumerate(rows):
        found[_SHOWN_AS[row.outcome]].append(number)
        if row.warnings and row.outcome is not Outcome.REJECT:
            found[Show.DOUBTFUL].append(number)
    return {Show.ALL: range(len(rows)), **found}


def write(shop: Shop, prepared: Prepared, report: Report, cancelled: Callable[[], bool]) -> tuple[ImportReport, Change]:
    """Write what was prepared; the change tells the tabs that about everything is new."""
    watch = _watch(report, cancelled)
    shop.wholeness.verify(cancelled, lambda words: watch.step(0, 0, words))
    if prepared.table.sheet.long:
        from crm_desktop.exchange.importing.portions import import_in_portions

        done = import_in_portions(shop, prepared.book, prepared.table, prepared.options, watch)
    else:
        done = write_plan(shop, prepared.plan, watch)
    title = Sentence("Imported “%1” (new: %2, updated: %3)", name_of(prepared), done.counts.added, done.counts.updated)
    return done, Change(done.change, title, dict.fromkeys(_TOUCHED, ALL))


def name_of(prepared: Prepared) -> str:
    """What the file is called."""
    return prepared.book.path.name


def is_as_last_time(shop: Shop, path: Path, report: Report, cancelled: Callable[[], bool]) -> bool:
    """Whether such a file came in before, so that it can come in again without being looked at."""
    _watch(report, cancelled).step(0, 0, Sentence("Reading the file"))
    return look(shop, first_rows(path) or open_book(path)).remembered is not None


def rejected_book(report: ImportReport, name: str) -> Book:
    """The rejected rows as a file of their own, to be mended and brought in again."""
    sheet, layout = report.table.sheet, report.table.layout
    numbers = sorted({reject.row for reject in report.rejects})
    heading = [sheet.rows[layout.header_row - 1]] if layout.header_row else []
    rows = [*heading, *(list(report.cells(number)) for number in numbers)]
    return Book(Path(name), report.table.book.kind, None, (), lambda _: rows, headings=sheet.headings)


def _watch(report: Report, cancelled: Callable[[], bool]) -> Watch:
    return Watch(lambda done, total, words: report(done, total, str(words)), cancelled)


def target_words(kind: Kind, target: str | None) -> str:
    """What a column's field is called."""
    if target is None:
        return tr("Not imported")
    if target.startswith(CUSTOM):
        return tr("Own field: %1", target.removeprefix(CUSTOM))
    return field_words(kind, target)


def day_alone(key: str, text: str) -> str:
    """What a field becomes, as it is shown: midnight stands for a day of which no time is known."""
    return text.removesuffix(" 00:00") if key == "at" else text


def field_words(kind: Kind, key: str) -> str:
    """A field's label; of one of her own, its name."""
    if key.startswith(CUSTOM):
        return key.removeprefix(CUSTOM)
    labels: dict[str, Sentence] = {each.key: each.label for each in TARGETS[kind]} | _MORE_LABELS
    return str(labels.get(key, key))
