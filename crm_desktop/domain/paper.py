"""Where things go on paper: sheets, columns, rows and labels. All lengths are millimetres."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crm_desktop.language import Sentence
from crm_desktop.patterns import regex

Width = Callable[[str], float]
"""How wide a text is that is set in one line."""

ELLIPSIS: Final = "…"
_HAIR: Final = 1e-6
"""What rounding may add to a sum of lengths."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A format of paper, upright."""

    key: str
    width: float
    height: float


PAPERS: Final = (Paper("A4", 210, 297), Paper("A5", 148, 210), Paper("Letter", 215.9, 279.4))
A4: Final = PAPERS[0]


def paper_of(key: str) -> Paper:
    """The paper of that key; A4 where there is none."""
    return next((paper for paper in PAPERS if paper.key == key), A4)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it lies before the reader: upright or lengthways, with the margin that is kept free on every side."""

    paper: Paper = A4
    landscape: bool = False
    margin: float = 14

    @property
    def width(self) -> float:
        return self.paper.height if self.landscape else self.paper.width

    @property
    def height(self) -> float:
        return self.paper.width if self.landscape else self.paper.height

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin


# Text in lines

# A word, one Chinese character, or a gap. What closes a phrase stays with what is before it, what opens one with what
# follows: no line begins with a comma.
_OPENING: Final = "（《〈「『【“‘〔(\\[{¥￥"
_CLOSING: Final = "，。、；：？！）》〉」』】”’…—％〕,.;:?!)\\]}%"
_WIDE: Final = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_PIECE: Final = regex(
    rf"[ \t]+|[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPENING}]+|[{_OPENING}](?=\s|$))[{_CLOSING}]*|\S"
)


def wrap(text: str, room: float, width: Width, most: int = 0) -> list[str]:
    """The text in lines no wider than `room`, broken between words and between Chinese characters, and within a word
    only where it is wider than a line. Of more than `most` lines (0: any number) the last one ends in "…"."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        if width(paragraph) <= room:
            lines.append(paragraph)
        else:
            lines += _wrapped(paragraph, room, width)
    if most and len(lines) > most:
        rest = " ".join(lines[most - 1 : most + 1])
        lines[most - 1 :] = [elide(rest + ELLIPSIS * 2, room, width)]
    return lines


def _wrapped(text: str, room: float, width: Width) -> Iterator[str]:
    line, used = "", 0.0
    for piece in _pieces(text, room, width):
        takes = width(piece)
        if line and used + takes > room:
            if line.strip():
                yield line.strip()
            line, used = "", 0.0
            if piece.isspace():
                continue
        line, used = line + piece, used + takes
    if line.strip():
        yield line.strip()


def _pieces(text: str, room: float, width: Width) -> Iterator[str]:
    """What a line can be made of: what is wider than a line, character by character."""
    for match in _PIECE.finditer(text):
        piece = match[0]
        if width(piece) <= room:
            yield piece
        else:
            yield from piece


def elide(text: str, room: float, width: Width) -> str:
    """The text in one line, ending in "…" where it would be wider than `room`."""
    if width(text) <= room:
        return text
    low, high = 0, len(text)
    while low < high:  # the most characters that fit
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + ELLIPSIS) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(f" {ELLIPSIS}") + ELLIPSIS


# Tables


def share(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Widths for columns that together fill the room.

    Where there is enough, each gets what it wants and a part of the rest. Where there is not, narrow columns keep what
    they want and the wide ones share what is left, none less than its `least`, as long as that is possible at all.
    """
    if not wanted:
        return []
    total = sum(wanted)
    if total <= room:
        grow = room / total if total else 0
        return [each * grow if total else room / len(wanted) for each in wanted]
    floor = [min(each, want) for each, want in zip(least, wanted, strict=True)]
    if sum(floor) >= room:
        return [each * room / sum(floor) for each in floor]
    low, high = 0.0, max(wanted)
    for _ in range(60):  # the level up to which every column may reach
        level = (low + high) / 2
        if sum(_filled(wanted, floor, level)) > room:
            high = level
        else:
            low = level
    return list(_filled(wanted, floor, low))


def _filled(wanted: Sequence[float], floor: Sequence[float], level: float) -> Iterator[float]:
    for want, least in zip(wanted, floor, strict=True):
        yield max(least, min(want, level))


def break_pages(heights: Sequence[float], first: float, rest: float, keep: Collection[int] = ()) -> list[int]:
    """The number of the first row of every page, at least one page.

    `first` and `rest` are the room for rows on the first page and on the following ones. A row in `keep` stands on one
    page with the row after it. Rows are never cut; one that is higher than a page has a page of its own.
    """
    starts, room, used, row = [0], first, 0.0, 0
    while row < len(heights):
        if used + heights[row] > room + _HAIR and row > starts[-1]:
            while row - 1 > starts[-1] and row - 1 in keep:  # headings go over to the next page with it
                row -= 1
            starts.append(row)
            room, used = rest, 0.0
        used += heights[row]
        row += 1
    return starts


# Labels

MOST_LABELS: Final = 500
"""No sheet has more of them."""


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """How labels lie on a sheet: how many, how big, how far the first is from the edges, and the gaps between them."""

    columns: int
    rows: int
    width: float
    height: float
    left: float = 0
    top: float = 0
    gap_x: float = 0
    gap_y: float = 0
    paper: Paper = A4

    @property
    def key(self) -> str:
        """How many across and down: "3x8"."""
        return f"{self.columns}x{self.rows}"

    @property
    def count(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.paper, margin=0)

    def place(self, number: int) -> tuple[float, float]:
        """The upper left corner of the label of that number on its sheet, from 0, counted along the rows."""
        row, column = divmod(number % self.count, self.columns)
        return self.left + column * (self.width + self.gap_x), self.top + row * (self.height + self.gap_y)

    def problem(self) -> Sentence | None:
        """Why no sheet can be like that; None if it can."""
        across = self.left + self.columns * self.width + (self.columns - 1) * self.gap_x
        down = self.top + self.rows * self.height + (self.rows - 1) * self.gap_y
        if min(self.columns, self.rows) < 1 or self.count > MOST_LABELS:
            return Sentence("A sheet has 1 to %1 labels.", MOST_LABELS)
        if self.width < 10 or self.height < 8:
            return Sentence("A label is at least 10 mm wide and 8 mm high.")
        if min(self.left, self.top, self.gap_x, self.gap_y) < 0:
            return Sentence("Margins and gaps cannot be less than nothing.")
        if across > self.paper.width + _HAIR:
            return Sentence("These labels need %1 mm across, and the paper has %2.", _mm(across), _mm(self.paper.width))
        if down > self.paper.height + _HAIR:
            return Sentence("These labels need %1 mm down, and the paper has %2.", _mm(down), _mm(self.paper.height))
        return None


def _mm(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")


def centred(format_: LabelFormat) -> LabelFormat:
    """The same labels in the middle of the sheet: how sheets without margins of their own are cut."""
    left = (format_.paper.width - format_.columns * format_.width - (format_.columns - 1) * format_.gap_x) / 2
    top = (format_.paper.height - format_.rows * format_.height - (format_.rows - 1) * format_.gap_y) / 2
    return replace(format_, left=left, top=top)


LABEL_FORMATS: Final = (
    # Sheets without gaps, as they are sold in China (24, 21, 40, 16, 12, 8 on an A4 sheet).
    centred(LabelFormat(3, 8, 70, 37)),
    centred(LabelFormat(3, 7, 70, 42.3)),
    centred(LabelFormat(4, 10, 52.5, 29.7)),
    centred(LabelFormat(2, 8, 105, 37)),
    # Rounded labels with gaps: Avery L7163, L7165.
    LabelFormat(2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    LabelFormat(2, 4, 99.1, 67.7, 4.65, 13.1, 2.5),
    # Avery 5160, on Letter.
    LabelFormat(3, 10, 66.7, 25.4, 4.75, 12.7, 3.15, 0, paper_of("Letter")),
)


def label_format(key: str) -> LabelFormat | None:
    """The common format of that many across and down: "3x8"."""
    plain = key.lower().replace("×", "x").replace("*", "x")
    return next((each for each in LABEL_FORMATS if each.key == plain), None)


def label_pages(count: int, start: int, format_: LabelFormat) -> int:
    """How many sheets `count` labels take where the first `start` places of the first sheet are used up already."""
    return max(1, -(-(start + count) // format_.count))


def labels_on(page: int, count: int, start: int, format_: LabelFormat) -> Iterator[tuple[int, float, float]]:
    """The labels of a sheet, from 0: which one, and its upper left corner."""
    first = page * format_.count
    for place in range(max(first, start), min(first + format_.count, start + count)):
        yield (place - start, *format_.place(place))
