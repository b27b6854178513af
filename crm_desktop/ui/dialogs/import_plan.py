"""What the import page asks of the exchange, off the GUI thread: read a file, plan its rows, write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.exchange.headings import REQUIRED, TARGETS, Kind
from crm_desktop.exchange.importing import Plan, plan_table, shop_region, write_plan
from crm_desktop.exchange.mapping import CUSTOM, find_table, guess_kind, layout_of
from crm_desktop.exchange.readers import Book, Cell, open_book
from crm_desktop.exchange.report import ImportReport, OnDuplicate, Options, Outcome, PlannedRow, Watch
from crm_desktop.exchange.table import Table, table_of
from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import ALL, Change
from crm_desktop.store.shop import Shop

Report = Callable[[int, int, str], None]

_TOUCHED = (
    "customer", "phone", "email", "account", "customer_tag", "tag", "custom_field", "custom_value", "product",
    "purchase", "purchase_line",
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """All that she chose. None: as it was found. `mended`: (row of the sheet, column) -> what she typed there."""

    path: Path
    kind: Kind
    sheet: str | None = None
    header_row: int | None = None
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    on_duplicate: OnDuplicate = OnDuplicate.UPDATE
    tags: tuple[str, ...] = ()
    mended: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """What every row becomes under a question, with nothing written yet."""

    book: Book
    table: Table
    plan: Plan
    rows: list[PlannedRow]
    report: ImportReport
    looks_like: Kind

    @property
    def doubtful(self) -> int:
        """How many rows need a look."""
        return sum(1 for row in self.rows if row.warnings and row.outcome is not Outcome.REJECT)

    @property
    def importable(self) -> int:
        """How many rows would be written."""
        return self.report.counts.added + self.report.counts.updated

    def lacks(self) -> str:
        """The fields of which at least one must be chosen, where none is; else nothing."""
        kind = self.table.kind
        if REQUIRED[kind] & self.table.layout.targets():
            return ""
        return " / ".join(str(target.label) for target in TARGETS[kind] if target.key in REQUIRED[kind])


def prepare(
    shop: Shop, question: Question, book: Book | None, report: Report, cancelled: Callable[[], bool]
) -> Prepared:
    """Read the file, unless `book` is it already, and plan every row."""
    report(0, 0, tr("Reading the file"))
    watch = Watch(lambda done, total, words: report(done, total, str(words)), cancelled)
    book = book or open_book(question.path)
    sheet, layout = find_table(book, question.kind, question.sheet)
    for (row, column), text in question.mended.items():
        _mend(sheet.rows, row, column, text)
    if question.header_row is not None:
        layout = layout_of(sheet.rows, question.kind, question.header_row, sheet.headings)
    elif question.mended:
        layout = layout_of(sheet.rows, question.kind, layout.header_row, sheet.headings)
    if question.mapping:
        layout = layout.remapped(question.mapping)
    table = table_of(book, sheet, layout)
    options = Options(question.on_duplicate, tags=question.tags, region=shop_region(shop))
    plan = plan_table(shop, table, options, watch)
    report(0, 0, tr("Preparing the preview"))
    looks_like = guess_kind(column.header for column in layout.columns)
    return Prepared(book, table, plan, plan.rows(), plan.report(), looks_like)


def _mend(rows: list[list[Cell]], row: int, column: int, text: str) -> None:
    cells = rows[row - 1]
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = text


def write(shop: Shop, prepared: Prepared, report: Report, cancelled: Callable[[], bool]) -> tuple[ImportReport, Change]:
    """Write what was prepared; the change tells the tabs that about everything is new."""
    watch = Watch(lambda done, total, words: report(done, total, str(words)), cancelled)
    done = write_plan(shop, prepared.plan, watch)
    return done, Change(done.change, prepared.plan.title(), dict.fromkeys(_TOUCHED, ALL))


def target_words(kind: Kind, target: str | None) -> str:
    """What a column's field is called."""
    if target is None:
        return tr("Not imported")
    if target.startswith(CUSTOM):
        return tr("Own field: %1", target.removeprefix(CUSTOM))
    labels: dict[str, Sentence] = {each.key: each.label for each in TARGETS[kind]}
    return str(labels.get(target, target))
