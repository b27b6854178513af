"""Bringing a file in: reader → table → plan → one change. A plan shows what every row becomes before it is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from crm_desktop.collecting import uncollected
from crm_desktop.errors import BadCommand
from crm_desktop.exchange.importing.customers import plan_customers
from crm_desktop.exchange.importing.follow_ups import FollowUpsPlan
from crm_desktop.exchange.importing.products import ProductsPlan
from crm_desktop.exchange.importing.purchases import PurchasesPlan
from crm_desktop.exchange.importing.rejects import write_rejects
from crm_desktop.exchange.importing.remembered import Remembered, recall, remember
from crm_desktop.exchange.importing.report import UNWATCHED, ImportReport, OnDuplicate, Options, PlannedRow, Watch
from crm_desktop.exchange.people.reading import guessed_codes
from crm_desktop.exchange.readers import Book, Sheet, open_book
from crm_desktop.exchange.sheets.heading_words import guess_kind
from crm_desktop.exchange.sheets.headings import REQUIRED, TARGETS, Kind
from crm_desktop.exchange.sheets.layout import CUSTOM, Layout
from crm_desktop.exchange.sheets.mapping import find_table
from crm_desktop.exchange.sheets.table import Table, table_of, useful_table
from crm_desktop.exchange.whole_shop.reading import refuse_whole_shop
from crm_desktop.language import Sentence
from crm_desktop.store.bulk import roomy
from crm_desktop.store.models import Setting
from crm_desktop.store.shop import Changing, Shop


class Plan(Protocol):
    """What every row of a table will become."""

    table: Table
    options: Options

    def report(self, change: int | None = None) -> ImportReport:
        """Counts, warnings and rejects."""

    def rows(self) -> list[PlannedRow]:
        """Every data row as planned, in the file's order, for the preview."""

    def title(self) -> Sentence:
        """What the journal calls the import."""

    def write(self, shop: Shop, change: Changing, watch: Watch) -> None:
        """Write it into an open change."""


_PLANNERS: Final[dict[Kind, Callable[[Shop, Table, Options, Watch], Plan]]] = {
    Kind.CUSTOMERS: plan_customers,
    Kind.PURCHASES: PurchasesPlan,
    Kind.FOLLOW_UPS: FollowUpsPlan,
    Kind.PRODUCTS: ProductsPlan,
}


def plan_table(shop: Shop, table: Table, options: Options, watch: Watch = UNWATCHED) -> Plan:
    """Plan the import of a table that was read (`table.read_table`); nothing is written."""
    with uncollected():
        return _PLANNERS[table.kind](shop, table, options, watch)


def write_plan(shop: Shop, plan: Plan, watch: Watch = UNWATCHED) -> ImportReport:
    """Write what was planned: all of it in one change, or, where it fails or is cancelled, nothing. A backup
    goes before it, unless nothing new is in the file."""
    counts = plan.report().counts
    if counts.anything_new:
        words = Sentence("Making a backup first")
        watch.step(0, 1, words)
        shop.safeguard(
            watch.why, progress=lambda done, total: watch.tell(done, total, words), cancelled=watch.cancelled
        )
    with uncollected(), roomy(shop), shop.change(plan.title()) as change:
        plan.write(shop, change, watch)
        if plan.options.remember and counts.read > counts.rejected:
            remember(shop, plan.table, plan.options)
    return plan.report(change.done.id)


def import_file(
    shop: Shop,
    kind: str,
    file: Path,
    *,
    sheet: str | None = None,
    mapping: Path | Mapping[str, str | None] | None = None,
    on_duplicate: str = "update",
    dry_run: bool = False,
    rejects: Path | None = None,
    password: str | None = None,
    watch: Watch = UNWATCHED,
) -> ImportReport:
    """Import a file of `kind` ("customers", "purchases", "followups", "products") into the shop.

    `mapping` (header → field, "custom:…" or None), or a JSON file of it, overrules what the headings say, and is
    remembered for the next file with these headings; what is remembered holds where none is given. `rejects` is where
    a workbook of the rejected rows is written, if there are any. `password` opens a locked workbook. UnreadableFile,
    FileLocked, BadCommand, Cancelled.
    """
    chosen = read_mapping(mapping) if isinstance(mapping, Path) else mapping
    if chosen:
        _check_mapping(chosen, Kind(kind))
    watch.step(0, 1, Sentence("Reading the file"))
    with uncollected():
        book = open_book(file, password=password)
        refuse_whole_shop(book)
        table, remembered = _remembered_table(shop, book, Kind(kind), sheet, chosen)
        options = Options(
            OnDuplicate(on_duplicate),
            sheet,
            mapping=chosen,
            tags=remembered.tags if remembered else (),
            region=shop_region(shop),
            defaults=remembered.defaults if remembered else {},
            codes=remembered.codes if remembered else {},
            remember=bool(chosen),
        )
        if not table.sheet.long:
            return _import_whole(shop, table, options, watch, rejects, dry_run=dry_run)
    from crm_desktop.exchange.importing.portions import import_in_portions

    report = import_in_portions(shop, book, table, options, watch, dry_run=dry_run)
    _put_out(report, rejects)
    return report


def _import_whole(
    shop: Shop, table: Table, options: Options, watch: Watch, rejects: Path | None, *, dry_run: bool
) -> ImportReport:
    """Plan and write a file that is read whole. A function of its own, so that the plan is freed at its end, before
    Python looks for garbage again."""
    plan = plan_table(shop, table, options, watch)
    report = plan.report()
    # Before anything is imported: where the workbook cannot be written, nothing is done by halves.
    _put_out(report, rejects)
    return report if dry_run else write_plan(shop, plan, watch)


def _put_out(report: ImportReport, rejects: Path | None) -> None:
    if rejects is not None and report.rejects:
        write_rejects(report, rejects)


def _remembered_table(
    shop: Shop, book: Book, kind: Kind, sheet: str | None, chosen: Mapping[str, str | None] | None
) -> tuple[Table, Remembered | None]:
    """The table of a kind, with what was chosen now, else the last time."""
    if sheet is not None and not book.sheet_names:
        raise BadCommand(Sentence("“%1” has no sheets, so there is no “%2” in it. Leave the sheet out.",
                                  book.path.name, sheet))  # fmt: skip
    found, layout = find_table(book, kind, sheet)
    remembered = recall(shop, (column.header for column in layout.columns))
    if remembered is not None and remembered.kind is not kind:
        remembered = None
    mapping = chosen or (remembered.mapping if remembered else {})
    return useful_table(book, found, layout.remapped(mapping)), remembered


_LOOKED_AT: Final = 5_000
"""How many rows are looked at to tell whether a column holds codes."""


class Seen(NamedTuple):
    """What a book looks like: the kind of its best table, what is remembered of such files, and whether it can come
    in unasked: it is remembered, or every column was recognised surely and no code was guessed."""

    kind: Kind
    remembered: Remembered | None
    sure: bool


def look(shop: Shop, book: Book) -> Seen:
    """Which kind of list a book holds, by the headings of all its sheets. UnreadableFile for a whole shop."""
    refuse_whole_shop(book)
    best: tuple[Sheet, Layout] | None = None
    for kind in Kind:
        sheet, layout = find_table(book, kind)
        headers = [column.header for column in layout.columns]
        remembered = recall(shop, headers)
        if remembered is not None:
            return Seen(remembered.kind, remembered, sure=True)
        if guess_kind(headers) is kind and (best is None or layout.score > best[1].score):
            best = sheet, layout
    if best is None:
        return Seen(Kind.CUSTOMERS, None, sure=False)
    sheet, layout = best
    beginning = replace(sheet, rows=sheet.rows[:_LOOKED_AT])
    return Seen(layout.kind, None, sure=_is_sure(table_of(book, beginning, layout)))


def _is_sure(table: Table) -> bool:
    columns = table.layout.columns
    recognised = {column.target for column in columns if column.sure and column.target}
    return bool(REQUIRED[table.kind] & recognised) and all(c.sure for c in columns) and not guessed_codes(table)


def read_mapping(path: Path) -> dict[str, str | None]:
    """The mapping in a JSON file: {"header": "field", "other header": "custom:名称", "third": null}. BadCommand if
    it is none."""
    try:
        mapping: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadCommand(Sentence("The mapping “%1” cannot be read: %2.", path.name, why)) from error
    if not isinstance(mapping, dict) or not all(value is None or isinstance(value, str) for value in mapping.values()):
        raise BadCommand(Sentence("The mapping “%1” is not an object of headings and fields.", path.name))
    return mapping


def _check_mapping(mapping: Mapping[str, str | None], kind: Kind) -> None:
    known = {target.key for target in TARGETS[kind]}
    for target in mapping.values():
        is_custom = target is not None and kind is Kind.CUSTOMERS and target.startswith(CUSTOM) and target != CUSTOM
        if target is not None and target not in known and not is_custom:
            fields = ", ".join(sorted(known))
            raise BadCommand(Sentence("There is no field “%1” to map to. The fields: %2.", target, fields))


def shop_region(shop: Shop) -> str:
    """Where the shop's phones without a country code belong."""
    for (text,) in shop.rows(Setting.select(Setting.value).where(Setting.key == "region")):
        return str(json.loads(text))
    return "CN"
