"""The rows of a table that are data: without title, headings, blank lines, totals and signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from crm_desktop.domain.fields import normalise_header as plain
from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import Book, Cell, Sheet
from crm_desktop.exchange.sheets.headings import REQUIRED, TARGETS, Kind
from crm_desktop.exchange.sheets.layout import Column, Layout
from crm_desktop.exchange.sheets.mapping import find_table, header_text, layout_of
from crm_desktop.exchange.sheets.values import Rows, Warned
from crm_desktop.language import Sentence

_TOTALS: Final = frozenset(
    {"合计", "总计", "小计", "共计", "总数", "累计", "汇总", "total", "grandtotal", "subtotal", "sum", "totals"}
)
_TOTAL_LINE = re.compile(
    r"(?:合计|总计|小计|共计|总数)\s*[::(（\d].{0,30}|共\s*\d+\s*(?:条|人|位|笔|行|页).{0,20}|第\s*\d+\s*页.{0,20}"
)
_SIGNATURE = re.compile(
    r"(?:制表|制单|审核|填表|复核|经办|导出|打印|统计|更新|截止|说明|备注|负责|签字|签名|店长|日期|注|联系人)[^::]{0,8}[::].*"
    r"|(?:printed|exported|generated|prepared)\b.*",
    re.IGNORECASE,
)
_FIRST_SIGNS: Final = frozenset("合总小共累汇第制审填复经导打统更截说备负签店日注联TtGgSsPpEe")
_PHONE_LIKE = re.compile(r"1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|\d{7,}")


class Ignored(NamedTuple):
    """A row that is no data: "title", "heading", "totals" or "signature"."""

    row: int
    reason: str


@dataclass(slots=True)
class Table:
    """A table found in a file: where it came from, its layout, and which rows are data."""

    book: Book
    sheet: Sheet
    layout: Layout
    rows: Rows
    ignored: list[Ignored]

    @property
    def kind(self) -> Kind:
        return self.layout.kind


def read_table(
    book: Book,
    kind: Kind,
    *,
    sheet_name: str | None = None,
    header_row: int | None = None,
    mapping: Mapping[str, str | None] | None = None,
) -> Table:
    """The table of a kind in a book: in the sheet named, or the one that looks most like it.

    `header_row` and `mapping` (header → field) overrule what is found. UnreadableFile if there is no table, no
    row below its headings, or no column that the kind cannot do without.
    """
    sheet, layout = find_table(book, kind, sheet_name)
    if header_row is not None:
        layout = layout_of(sheet.rows, kind, header_row, sheet.headings)
    if mapping:
        layout = layout.remapped(mapping)
    return useful_table(book, sheet, layout)


def useful_table(book: Book, sheet: Sheet, layout: Layout) -> Table:
    """The data rows of a sheet under a layout; UnreadableFile if they are of no use as that kind."""
    table = table_of(book, sheet, layout)
    _check(table)
    return table


def table_of(book: Book, sheet: Sheet, layout: Layout) -> Table:
    """The data rows of a sheet under a layout, whether it is of use or not: for a preview that can be corrected."""
    if sheet.headings:  # contact cards: no title, no totals
        filled = [(number, row) for number, row in enumerate(sheet.rows, 1) if any(row)]
        return Table(
            book, sheet, layout, Rows.of([n for n, _ in filled], [r for _, r in filled], len(layout.columns)), []
        )
    numbers, rows, ignored = _data_rows(sheet.rows, layout)
    return Table(book, sheet, layout, Rows.of(numbers, rows, len(layout.columns)), ignored)


def row_of_defaults(table: Table, defaults: Mapping[str, str], without: Iterable[str] = ()) -> Table:
    """A table of one row that holds the defaults (field → text), and nothing else: read as the table itself is."""
    told = {key: text for key, text in defaults.items() if key not in without}
    labels = {target.key: str(target.label) for target in TARGETS[table.kind]}
    columns = tuple(Column(index, labels.get(key, key), key) for index, key in enumerate(told))
    layout = Layout(table.kind, 0, columns)
    book = Book(table.book.path, table.book.kind, None, (), lambda _: [list(told.values())])
    return Table(book, Sheet(None, [list(told.values())]), layout, Rows([1], [(text,) for text in told.values()]), [])


def doubtful(table: Table) -> list[Warned]:
    """A warning for each data row that the reader found damaged."""
    if not table.book.doubts:
        return []
    column = next((column for column in table.layout.columns if column.target), None)
    cells = table.rows.columns[column.index] if column else [""] * len(table.rows.numbers)
    there = dict(zip(table.rows.numbers, cells, strict=True))
    key = str(column.target) if column else ""
    return [Warned(row, key, header_text(there[row]), why) for row, why in table.book.doubts if row in there]


def _check(table: Table) -> None:
    name = table.book.path.name
    if not table.rows.numbers:
        raise UnreadableFile(Sentence("“%1” has headings but no rows below them: there is nothing to import.", name))
    if not REQUIRED[table.kind] & table.layout.targets():
        labels = {target.key: target.label for target in TARGETS[table.kind]}
        wanted = " / ".join(str(labels[key]) for key in labels if key in REQUIRED[table.kind])
        headers = ", ".join(column.header for column in table.layout.columns)[:200]
        raise UnreadableFile(
            Sentence(
                "In “%1” no column for %2 was found. Its headings: %3. Rename a heading, or say with a mapping "
                "which column is which.",
                name,
                wanted,
                headers,
            )
        )


def _data_rows(rows: Sequence[Sequence[Cell]], layout: Layout) -> tuple[list[int], list[Sequence[Cell]], list[Ignored]]:
    ignored = [
        Ignored(number, "title") for number, row in enumerate(rows[: max(layout.header_row - 1, 0)], 1) if any(row)
    ]
    headings = [plain(header_text(cell)) for cell in rows[layout.header_row - 1]] if layout.header_row else []
    first_heading = header_text(rows[layout.header_row - 1][0]) if headings else None
    phones = set(layout.indexes("phone"))
    numbers: list[int] = []
    data: list[Sequence[Cell]] = []
    for number, row in enumerate(rows[layout.header_row :], layout.header_row + 1):
        first = row[0] if row and row[0] else next(filter(None, row), None)
        if first is None:
            continue
        if isinstance(first, str):
            sign = first[0]
            if sign.isspace() or sign in _FIRST_SIGNS:
                if not any(not isinstance(cell, str) or cell.strip() for cell in row):
                    continue
                reason = _not_data(first, row, phones)
                if reason:
                    ignored.append(Ignored(number, reason))
                    continue
            if first == first_heading and _repeats(row, headings):
                ignored.append(Ignored(number, "heading"))
                continue
        numbers.append(number)
        data.append(row)
    return numbers, data, ignored


def _not_data(first: str, row: Sequence[Cell], phones: Iterable[int]) -> str | None:
    """ "totals" or "signature" for a row that begins with such words and names nobody."""
    text = first.strip()
    if any(index < len(row) and _PHONE_LIKE.search(str(row[index])) for index in phones):
        return None
    if plain(text) in _TOTALS or _TOTAL_LINE.fullmatch(text):
        return "totals"
    filled = sum(1 for cell in row if cell != "" and str(cell).strip())
    return "signature" if filled <= 2 and _SIGNATURE.fullmatch(text) else None


def _repeats(row: Sequence[Cell], headings: Sequence[str]) -> bool:
    """Whether the headings stand here again, as where printed pages were pasted together."""
    return len(headings) > 1 and [plain(header_text(cell)) for cell in row] == list(headings)
