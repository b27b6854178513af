"""Text tables (.csv .tsv .txt): the encoding and the delimiter are found, not asked for.

A text of more than `LONG_BYTES` or `LONG_LINES` is never held as a whole: its book gives the first `LOOKED_AT` rows
for looking at, and all of them portion by portion (`Book.stream`).
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, cast

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Book, Cell, Portion
from crm_desktop.exchange.readers.encodings import decode_lines, decode_table, wide_encoding
from crm_desktop.exchange.readers.source import Source
from crm_desktop.language import Sentence

LONG_BYTES: Final = 64 * 1024**2
LONG_LINES: Final = 300_000
LOOKED_AT: Final = 50_000
"""How many rows of a long text are read to find its columns and to show them."""

DELIMITERS: Final = ",\t;|"
DEFUSED: Final = tuple("'" * several + sign for several in range(1, 9) for sign in "=+-@\t\r")
"""How our own .csv export begins a text that a spreadsheet would take for a formula."""


def undefused(cell: str) -> str:
    """The text as it was before our own export put an apostrophe before it."""
    return cell[1:] if cell.startswith(DEFUSED) else cell


_LOOKED_AT_BYTES: Final = 64 * 1024**2
_BLOCK: Final = 4 * 1024**2
_LONGEST_LINE: Final = 64 * 1024**2
_MOST_LINES_OF_A_ROW: Final = 1_000
_ROWS: Final = 20_000
_SAMPLE_LINES: Final = 50
_SAMPLE_CHARACTERS: Final = 100_000
_END: Final = "\0"
"""A line that no text holds: NULs were taken out."""

_BROKEN: Final = Sentence("Some characters of this row could not be read: they are shown as �. Correct them by hand.")
_LONE_QUOTE: Final = Sentence(
    "A quotation mark of this row has no partner. The row was read as if it had none: look whether its columns are "
    "right."
)

csv.field_size_limit(2**31 - 1)  # a cell may be of any length; the module's own limit is one for the whole program


def reads(head: bytes) -> bool:
    """Anything may be text; `read` says so when it is not."""
    return bool(head)


def read(source: Source) -> Book:
    """The one table of a text file; UnreadableFile if it is not text."""
    data = source.data(LONG_BYTES) if source.size <= LONG_BYTES else b""
    if not data or data.count(b"\n") > LONG_LINES:
        del data
        return _long_book(source)
    lines = decode_table(source.path, data)
    del data
    rows, doubts = _rows_and_doubts(lines.text, lines.broken)
    return Book(source.path, "csv", lines.encoding, (), lambda _name: rows, doubts=doubts)


def rows_of(text: str) -> list[list[Cell]]:
    """The cells, row by row as a spreadsheet counts them; a cell may hold line breaks and be of any length."""
    return _rows_and_doubts(text, ())[0]


def _rows_and_doubts(text: str, broken: Iterable[int]) -> tuple[list[list[Cell]], tuple[tuple[int, Sentence], ...]]:
    reader = RowReader(*shape_of(text))
    rows = reader.take(text.replace(_END, ""), broken, is_last=True)
    return rows, tuple(reader.doubts)


def shape_of(text: str) -> tuple[str, int]:
    """The delimiter of a text, which is the sign that cuts its first lines into the most equal numbers of cells, or a
    comma where there is none; and how many cells most of these lines have."""
    lines = _first_lines(text)
    if lines and re.fullmatch(r"sep=[^\w\"\r\n]", lines[0], re.IGNORECASE):
        return lines[0][4], _widths(lines[1:], lines[0][4])[0]
    shapes = {delimiter: _widths(lines, delimiter) for delimiter in DELIMITERS}
    heading = next((line for line in lines if any(sign in line for sign in DELIMITERS)), "")

    def weight(delimiter: str) -> int:
        """A sign that does not cut the headings stands in the cells: in notes, or as a decimal comma."""
        width, _ = shapes[delimiter]
        return _score(shapes[delimiter]) * (2 if _widths([heading], delimiter)[0] == width else 1)

    best = max(DELIMITERS, key=weight)
    return best, shapes[best][0]


def _widths(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """The number of cells that tells most, and how many lines have it: 50 lines of 7 beat 50 lines of 2."""
    counts = Counter(len(row) for line in lines for row in csv.reader([line], delimiter=delimiter) if row)
    return max(counts.items(), key=lambda entry: (_score(entry), entry), default=(1, 0))


def _score(shape: tuple[int, int]) -> int:
    return (shape[0] - 1) * shape[1]


def _first_lines(text: str) -> list[str]:
    stream = io.StringIO(text[:_SAMPLE_CHARACTERS], newline=None)
    return [line.rstrip("\r\n") for line in islice(stream, _SAMPLE_LINES)]


class RowReader:
    """Makes rows of the lines of a text, which may come in several parts.

    A quoted cell may hold line breaks. Where its closing mark is missing, it would swallow the lines below it: a row of
    several lines is taken for one only if it is written as the rules of CSV say (https://www.rfc-editor.org/rfc/rfc4180),
    has at most 1,000 lines, and is not of another width than its lines are, each by itself. Else its first line is read
    alone, and noted in `doubts` (row from 1, and why).
    """

    def __init__(self, delimiter: str, usual: int = 0) -> None:
        self._delimiter = delimiter
        self._usual = usual
        self._left: list[str] = []
        self._left_broken: list[int] = []
        self.rows = 0
        self.doubts: list[tuple[int, Sentence]] = []

    def take(self, text: str, broken: Iterable[int] = (), *, is_last: bool) -> list[list[Cell]]:
        """The rows of the next part, which ends with a whole line; a row that is not at its end waits for the next."""
        kept = len(self._left)
        lines = self._left + list(io.StringIO(text, newline=""))
        odd = {*self._left_broken, *(kept + line for line in broken)}
        self._left, self._left_broken = [], []
        rows = self._at_once(lines, odd)
        if rows is None:
            rows = self._with_breaks(lines, odd, is_last=is_last)
        if not self.rows and rows and "".join(rows[0]).lower() == "sep=":  # Excel's own hint of the delimiter
            rows[0] = []
        self.rows += len(rows)
        if "'" in text or kept:
            rows = [[undefused(cell) if cell[:1] == "'" else cell for cell in row] for row in rows]
        return cast("list[list[Cell]]", rows)

    def _parsed(self, lines: Iterable[str]) -> list[list[str]]:
        return list(csv.reader(lines, delimiter=self._delimiter))

    def _at_once(self, lines: Sequence[str], odd: set[int]) -> list[list[str]] | None:
        """The rows of lines that keep to the rules; None if one does not, or may not."""
        try:
            rows = list(csv.reader([*lines, _END], delimiter=self._delimiter, strict=True))
        except csv.Error:
            return None
        rows.pop()
        if len(rows) == len(lines):
            self.doubts += [(self.rows + line + 1, _BROKEN) for line in sorted(odd)]
            return rows
        unusual = (row for row in rows if len(row) != self._usual)
        return None if odd or any("\n" in cell or "\r" in cell for row in unusual for cell in row) else rows

    def _with_breaks(self, lines: Sequence[str], odd: set[int], *, is_last: bool) -> list[list[str]]:
        rows: list[list[str]] = []
        start = position = 0

        def feed() -> Iterator[str]:
            nonlocal position
            while position < len(lines) and position - start < _MOST_LINES_OF_A_ROW:
                position += 1
                yield lines[position - 1]

        def add(row: list[str], end: int) -> None:
            nonlocal start
            rows.append(row)
            if odd and not odd.isdisjoint(range(start, end)):
                self.doubts.append((self.rows + len(rows), _BROKEN))
            start = end

        while start < len(lines):
            position = start
            with suppress(csv.Error):
                for row in csv.reader(feed(), delimiter=self._delimiter, strict=True):
                    if position - start > 1 and self._swallows(row, lines[start:position]):
                        break
                    add(row, position)
            mine = lines[start:position]
            if position == len(lines) and not is_last and self._is_open(mine):
                self._left, self._left_broken = list(mine), [line - start for line in odd if line >= start]
                return rows
            if mine:
                if self._is_open(mine[:1]):
                    self.doubts.append((self.rows + len(rows) + 1, _LONE_QUOTE))
                add(self._alone(mine[0]), start + 1)
        return rows

    def _is_open(self, lines: Sequence[str]) -> bool:
        """Whether a quoted cell goes on after these lines of one row; no longer asked of a row with too many."""
        return 0 < len(lines) < _MOST_LINES_OF_A_ROW and self._parsed([*lines, _END])[-1] != [_END]

    def _swallows(self, row: Sequence[str], lines: Sequence[str]) -> bool:
        """Whether a row is of another width than each of its lines would be."""
        return 1 < self._usual != len(row) and all(len(self._alone(line)) == self._usual for line in lines)

    def _alone(self, line: str) -> list[str]:
        """The cells of one line; where its quotation marks do not fit, as if they were letters."""
        line = line.rstrip("\r\n")
        row = self._parsed([line])[0] if line else []
        if len(row) == self._usual:
            return row
        plain = next(csv.reader([line], delimiter=self._delimiter, quoting=csv.QUOTE_NONE), [])
        return [_unquoted(cell) for cell in plain]


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell[1:] if cell.startswith('"') and cell.count('"') == 1 else cell


class LongText:
    """A text too long to be held: what it looks like is decided on its first megabytes, then it is read in one pass."""

    def __init__(self, source: Source) -> None:
        self._source = source
        with source.stream() as stream:
            self._stamp = _stamp(stream)
            head = stream.read(_BLOCK)
        self._wide = wide_encoding(source.head)
        cut = len(head) if self._wide or source.size == len(head) else _last_line_end(head) or len(head)
        lines = decode_table(source.path, head[:cut], self._wide)
        self.encoding = lines.encoding
        self._shape = shape_of(lines.text)

    def portions(self, most: int = _ROWS) -> Iterator[Portion]:
        """The rows from first to last, at most `most` at once. UnreadableFile if the file vanishes, or is changed
        meanwhile."""
        reader = RowReader(*self._shape)
        with self._source.stream() as stream:
            if _stamp(stream) != self._stamp:
                raise _changed(self._source.path)
            for text, broken, done, is_last in self._texts(stream):
                first, told = reader.rows + 1, len(reader.doubts)
                rows = reader.take(text, broken, is_last=is_last)
                doubts = reader.doubts[told:]
                del reader.doubts[told:]
                for start in range(0, len(rows), most):
                    some = rows[start : start + most]
                    number = first + start
                    mine = tuple(doubt for doubt in doubts if number <= doubt[0] < number + len(some))
                    yield Portion(number, some, mine, done, self._source.size)
            if done != self._source.size or _stamp(stream) != self._stamp:
                raise _changed(self._source.path)

    def _texts(self, stream: BinaryIO) -> Iterator[tuple[str, Sequence[int], int, bool]]:
        """Whole lines of text, those of them that are broken, the bytes read so far, and whether these are the last."""
        decoder = codecs.getincrementaldecoder(self._wide)("replace") if self._wide else None
        left: bytes = b""
        broken: Sequence[int] = ()
        left_text, done, is_last = "", 0, False
        while not is_last:
            block = stream.read(_BLOCK)
            done += len(block)
            is_last = len(block) < _BLOCK
            if decoder:
                text = left_text + decoder.decode(block, is_last).replace("\0", "").replace("\ufeff", "")
                cut = len(text) if is_last else _last_line_end(text)
                left_text = text[cut:]
                text = text[:cut]
            else:
                data = left + block
                cut = len(data) if is_last else _last_line_end(data)
                left = data[cut:]
                text, _, broken = decode_lines(data[:cut], self.encoding)
            if max(len(left), len(left_text)) > _LONGEST_LINE:
                raise UnreadableFile(
                    Sentence("“%1” has a line of more than 64 MB: it is no table.", self._source.path.name)
                )
            yield text, broken, done, is_last


def _long_book(source: Source) -> Book:
    text = LongText(source)
    rows: list[list[Cell]] = []
    doubts: list[tuple[int, Sentence]] = []
    for portion in text.portions(LOOKED_AT):
        rows += portion.rows[: LOOKED_AT - len(rows)]
        doubts += [doubt for doubt in portion.doubts if doubt[0] <= LOOKED_AT]
        if len(rows) == LOOKED_AT or portion.done >= _LOOKED_AT_BYTES:
            break
    return Book(
        source.path,
        "csv",
        text.encoding,
        (),
        lambda _name: rows,
        doubts=tuple(doubts),
        long={None},
        stream=lambda most, _name: text.portions(most),
    )


def _last_line_end(text: bytes | str) -> int:
    """Where the last whole line ends; 0 where there is none. A CR at the very end may be half of a line end."""
    feed, back = ("\n", "\r") if isinstance(text, str) else (b"\n", b"\r")
    end = text.rfind(feed) + 1  # type: ignore[arg-type]
    return end or text.rfind(back, 0, len(text) - 1) + 1  # type: ignore[arg-type]


def _stamp(stream: BinaryIO) -> tuple[int, int]:
    about = os.fstat(stream.fileno())
    return about.st_size, about.st_mtime_ns


def _changed(path: Path) -> UnreadableFile:
    return UnreadableFile(
        Sentence("“%1” was changed while it was being read. Nothing was imported; try again when it is at rest.",
                 path.name)
    )  # fmt: skip
