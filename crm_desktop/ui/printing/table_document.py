"""A list as a clean table: headings on every page, rows never cut, columns as wide as their contents need."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from typing import Final

from crm_desktop.domain.money import format_money, format_quantity
from crm_desktop.domain.paper import Sheet, break_pages
from crm_desktop.domain.table import ColumnKind, Table, TableColumn, Value
from crm_desktop.language import tr
from crm_desktop.ui.printing.canvas import GREY, INK, SMALL, TITLE, Canvas, Style, lines_of, width_of
from crm_desktop.ui.printing.cells import RIGHT, RIGID, clean, words_of
from crm_desktop.ui.printing.column_widths import GAP, TICK, ColumnNeed, fit
from crm_desktop.ui.printing.document import FOOT, Watch, draw_foot

_PAD: Final = 1.1
"""Above and below a row's text, in mm."""
_MOST_LINES: Final = 6
"""A cell has no more lines than this; the last one then ends in "…"."""
_BLOCK: Final = 250
"""Rows that are read, laid out and packed together."""


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column: its heading, how its values are to be read, whether it is summed, or whether it is a box to tick."""

    title: str
    kind: ColumnKind = "text"
    total: bool = False
    tick: bool = False

    @classmethod
    def of(cls, column: TableColumn) -> PaperColumn:
        """The column as a table of any format has it."""
        return cls(clean(column.title), column.kind, column.total)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading between the rows, over all the columns."""

    words: str


Row = Sequence[Value] | Group
_Lines = list[list[str]] | str
"""The lines of a row's cells; a group is its words alone."""


@dataclass(frozen=True, slots=True)
class TablePage:
    """What is to be laid out. `about` are lines under the title; `foot` stands at the foot of every page; `landscape`
    None: as the columns need it."""

    title: str
    columns: Sequence[PaperColumn]
    rows: Iterable[Row]
    about: Sequence[str] = ()
    foot: str = ""
    expected: int = 0

    @classmethod
    def of(cls, table: Table, foot: str = "", expected: int = 0) -> TablePage:
        """The table that any other format would be written from."""
        columns = [PaperColumn.of(column) for column in table.columns]
        return cls(clean(table.title), columns, table.rows, [clean(line) for line in table.about], foot, expected)


class _Blocks:
    """Rows in compressed portions: 100,000 of them are a few megabytes."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._open: list[_Lines] = []
        self._last: tuple[int, list[_Lines]] = (-1, [])
        self.count = 0

    def add(self, row: _Lines) -> None:
        self._open.append(row)
        self.count += 1
        if len(self._open) == _BLOCK:
            self.close()

    def close(self) -> None:
        """Pack what is left."""
        if self._open:
            self._packed.append(zlib.compress(marshal.dumps(self._open), 1))
            self._open = []

    def between(self, start: int, end: int) -> Iterator[_Lines]:
        """The rows from `start` up to `end`."""
        for number in range(start // _BLOCK, -(-end // _BLOCK)):
            block = self._block(number)
            first = number * _BLOCK
            yield from block[max(start - first, 0) : end - first]

    def _block(self, number: int) -> list[_Lines]:
        known, block = self._last
        if known != number:
            block = marshal.loads(zlib.decompress(self._packed[number]))
            self._last = (number, block)
        return block


class TableDocument:
    """A table on paper; see `lay_out`."""

    def __init__(self, page: TablePage, sheet: Sheet, points: float, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self._title, self._about, self._foot = page.title, page.about, page.foot
        self._columns = page.columns
        self._widths = widths
        self._style, self._strong = Style(points), Style(points, bold=True)
        self._small = Style(points - 0.5, bold=True)
        self._headings = [
            lines_of(column.title, width, self._small, 3) for column, width in zip(page.columns, widths, strict=True)
        ]
        self._blocks = _Blocks()
        self._starts = [0]
        self._sums: list[str] | None = None
        self.rows = 0

    @property
    def pages(self) -> int:
        return len(self._starts)

    # Laying out

    def fill(self, rows: Iterable[list[str] | str], sums: list[str] | None, watch: Watch, count: int) -> None:
        """Take the rows, in words, and find where pages break."""
        heights: list[float] = []
        keep: set[int] = set()
        for number, row in enumerate(rows):
            if number % _BLOCK == 0:
                watch.told(number, count, tr("Laying out the pages"))
            if isinstance(row, str):
                keep.add(number)
                self._blocks.add(row)
                heights.append(self._strong.line + 4 * _PAD)
                continue
            cells = [self._cell(place, words) for place, words in enumerate(row)]
            self._blocks.add(cells)
            heights.append(max(map(len, cells), default=1) * self._style.line + 2 * _PAD)
            self.rows += 1
        self._blocks.close()
        self._sums = sums
        if sums is not None:
            if heights:
                keep.add(len(heights) - 1)  # the sum is not alone on the last page
            heights.append(self._strong.line + 2 * _PAD)
        top = self._top_of_table(0)
        room = self.sheet.height - self.sheet.margin - FOOT
        self._starts = break_pages(
            heights, room - top - self._head(), room - self._top_of_table(1) - self._head(), keep
        )

    def _cell(self, place: int, words: str) -> list[str]:
        if "\n" not in words and width_of(words, self._style) <= self._widths[place]:
            return [words]
        return lines_of(words, self._widths[place], self._style, _MOST_LINES)

    def _top_of_table(self, page: int) -> float:
        if page:
            return self.sheet.margin
        about = len(self._about_lines()) * SMALL.line
        return self.sheet.margin + TITLE.line + about + 3

    def _about_lines(self) -> list[str]:
        if not self._about:
            return []
        return lines_of(reduce(lambda one, other: tr("%1 · %2", one, other), self._about), self.sheet.room, SMALL, 6)

    def _head(self) -> float:
        return max(map(len, self._headings), default=1) * self._small.line + 2 * _PAD

    # Drawing

    def draw(self, canvas: Canvas, page: int) -> None:
        y = self._top_of_table(page)
        if page == 0:
            self._draw_title(canvas)
        y = self._draw_headings(canvas, y)
        last = page + 1 == self.pages
        end = self._blocks.count if last else self._starts[page + 1]
        for row in self._blocks.between(self._starts[page], min(end, self._blocks.count)):
            y = self._draw_group(canvas, y, row) if isinstance(row, str) else self._draw_row(canvas, y, row)
        if last and self._sums is not None:
            self._draw_sums(canvas, y, self._sums)
        if last and not self._blocks.count:
            canvas.text(self.sheet.margin, y + _PAD, tr("There is nothing in this list."), self._style, GREY)
        draw_foot(canvas, self.sheet, self._foot or self._title, page, self.pages)

    def _draw_title(self, canvas: Canvas) -> None:
        x, y = self.sheet.margin, self.sheet.margin
        title = lines_of(self._title, self.sheet.room, TITLE, 1)
        canvas.lines(x, y, title, TITLE)
        canvas.lines(x, y + TITLE.line, self._about_lines(), SMALL, GREY)

    def _draw_headings(self, canvas: Canvas, y: float) -> float:
        height = self._head()
        for place, (x, width) in enumerate(self._places()):
            lines = self._headings[place]
            top = y + height - _PAD - len(lines) * self._small.line
            self._draw_cell(canvas, x, top, width, lines, self._columns[place], self._small, GREY)
        canvas.rule(self.sheet.margin, y + height, self.sheet.room, INK, 0.3)
        return y + height

    def _draw_row(self, canvas: Canvas, y: float, row: list[list[str]]) -> float:
        height = max(map(len, row), default=1) * self._style.line + 2 * _PAD
        for place, (x, width) in enumerate(self._places()):
            column = self._columns[place]
            if column.tick:
                canvas.box(x, y + _PAD + (self._style.line - TICK) / 2, TICK, TICK)
            else:
                self._draw_cell(canvas, x, y + _PAD, width, row[place], column, self._style, INK)
        canvas.rule(self.sheet.margin, y + height, self.sheet.room)
        return y + height

    def _draw_cell(
        self, canvas: Canvas, x: float, y: float, width: float, lines: Sequence[str], column: PaperColumn,
        style: Style, color: str,
    ) -> None:  # fmt: skip
        if column.kind in RIGHT:
            for number, words in enumerate(lines):
                canvas.right(x + width, y + number * style.line, words, style, color)
        else:
            canvas.lines(x, y, lines, style, color)

    def _draw_group(self, canvas: Canvas, y: float, words: str) -> float:
        canvas.text(self.sheet.margin, y + 3 * _PAD, words, self._strong)
        height = self._strong.line + 4 * _PAD
        canvas.rule(self.sheet.margin, y + height, self.sheet.room, GREY)
        return y + height

    def _draw_sums(self, canvas: Canvas, y: float, sums: Sequence[str]) -> None:
        for place, (x, width) in enumerate(self._places()):
            if sums[place] and self._columns[place].total:
                canvas.right(x + width, y + _PAD, sums[place], self._strong)
            else:
                canvas.text(x, y + _PAD, sums[place], self._strong)
        canvas.rule(self.sheet.margin, y, self.sheet.room, INK, 0.3)

    def _places(self) -> Iterator[tuple[float, float]]:
        x = self.sheet.margin
        for width in self._widths:
            yield x, width
            x += width + GAP


def lay_out(
    page: TablePage, sheet: Sheet | None = None, landscape: bool | None = None, watch: Watch | None = None
) -> TableDocument:
    """Lay a table out. `landscape` None: lengthways where the columns need it. The rows are read once; what they say is
    kept compressed, so that any number of them takes little memory."""
    watch = watch or Watch()
    needs = [
        ColumnNeed(column.title, rigid=column.tick or column.kind in RIGID, tick=column.tick) for column in page.columns
    ]
    sums = [0] * len(page.columns)
    spool, count = _Spool(), 0
    rows = iter(page.rows)
    while portion := list(islice(rows, _BLOCK)):
        watch.told(count, page.expected, tr("Reading the rows"))
        spool.add([_in_words(row, page.columns, needs, sums) for row in portion])
        count += len(portion)
    in_words = _sums_in_words(page.columns, sums) if count else None
    for need, column, words in zip(needs, page.columns, in_words or (), strict=False):
        if column.total:
            need.see_sum(words)
    sheet, points, widths = fit(needs, sheet or Sheet(), landscape)
    document = TableDocument(page, sheet, points, widths)
    document.fill(spool.rows(), in_words, watch, count)
    return document


class _Spool:
    """Rows in words, compressed; they are given out once, and gone then."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []

    def add(self, rows: list[list[str] | str]) -> None:
        self._packed.append(zlib.compress(marshal.dumps(rows), 1))

    def rows(self) -> Iterator[list[str] | str]:
        self._packed.reverse()
        while self._packed:
            yield from marshal.loads(zlib.decompress(self._packed.pop()))


def _in_words(
    row: Row, columns: Sequence[PaperColumn], needs: Sequence[ColumnNeed], sums: list[int]
) -> list[str] | str:
    if isinstance(row, Group):
        return clean(row.words)
    words = []
    for place, (column, value) in enumerate(zip(columns, row, strict=True)):
        text = words_of(column.kind, value)
        needs[place].see(text)
        words.append(text)
        if column.total and isinstance(value, int):
            sums[place] += value
    return words


def _sums_in_words(columns: Sequence[PaperColumn], sums: Sequence[int]) -> list[str] | None:
    if not any(column.total for column in columns):
        return None
    words = [_sum_in_words(column, fen) if column.total else "" for column, fen in zip(columns, sums, strict=True)]
    free = next((place for place, column in enumerate(columns) if not column.total and not column.tick), None)
    if free is not None:
        words[free] = tr("Total")
    return words


def _sum_in_words(column: PaperColumn, total: int) -> str:
    if column.kind == "money":
        return format_money(total)
    return format_quantity(total) if column.kind == "quantity" else f"{total:,}"
