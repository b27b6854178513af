"""Where a sheet's table begins, and which field each of its columns feeds. Pure: cells in, a layout out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import itemgetter
from typing import Final

from crm_desktop.domain.fields import normalise_header as plain
from crm_desktop.exchange.readers import Book, Cell, Sheet
from crm_desktop.exchange.sheets.heading_words import EXACT, FAIR, SURE, best_score, is_about_others, scores_of
from crm_desktop.exchange.sheets.headings import FEWEST_WORKED_OUT, LEFT_OUT, ROW_NUMBER, TARGETS, WORKED_OUT, Kind
from crm_desktop.exchange.sheets.layout import CUSTOM, Column, Layout
from crm_desktop.exchange.sheets.spreadsheet import column_letter
from crm_desktop.exchange.sheets.value_signs import counts_up, is_email, is_mobile, is_name, speak_against
from crm_desktop.language import tr

HEADER_SEARCH_ROWS: Final = 40
_SAMPLE_ROWS: Final = 200
_LONGEST_HEADER: Final = 60


def find_table(book: Book, kind: Kind, sheet_name: str | None = None) -> tuple[Sheet, Layout]:
    """The sheet asked for, or the one whose table looks most like that kind, and its layout."""
    names: Sequence[str | None] = [sheet_name] if sheet_name else (book.sheet_names or [None])
    found = []
    for name in names:
        sheet = book.sheet(name)
        layout = layout_of(sheet.rows, kind, headings=sheet.headings)
        found.append((layout.score, min(len(sheet.rows), 3), sheet, layout))
    best = max(found, key=lambda entry: entry[:2])
    return best[2], best[3]


def layout_of(
    rows: Sequence[Sequence[Cell]], kind: Kind, header_row: int | None = None, headings: Sequence[str] = ()
) -> Layout:
    """The layout of a sheet's table, its header row found or as given (from 1; 0: none). `headings`: the columns'
    names where no row holds them."""
    if headings:
        header_row = 0
    elif header_row is None:
        header_row = find_header_row(rows, kind)
    width = max((len(row) for row in rows[:HEADER_SEARCH_ROWS]), default=0)
    cells = headings or (rows[header_row - 1] if header_row else ())
    raw = [header_text(cells[i]) if i < len(cells) else "" for i in range(width)]
    samples = [_sample(rows, header_row, i) for i in range(width)]
    own = _of_our_own(raw) if kind is Kind.CUSTOMERS else {}
    assigned = _assign(
        ["" if i in own else header for i, header in enumerate(raw)],
        [[] if i in own else sample for i, sample in enumerate(samples)],
        kind,
        trusted=bool(headings),
    )
    headers = _unique(
        header or (tr("Column %1", column_letter(i)) if samples[i] else "") for i, header in enumerate(raw)
    )
    columns, score = [], 0
    for index, header in enumerate(headers):
        if not header:
            continue
        if index in own:
            columns.append(Column(index, header, own[index]))
            continue
        target, points = assigned.get(index, (None, 0))
        score += points
        if target in (ROW_NUMBER, LEFT_OUT):
            target = None
        elif target is None and samples[index] and kind is Kind.CUSTOMERS:
            target = CUSTOM + (raw[index] or header)
        columns.append(Column(index, header, target, sure=points >= SURE or points == 0))
    return Layout(kind, header_row, tuple(columns), score)


def _of_our_own(headers: Sequence[str]) -> dict[int, str | None]:
    """Columns that only our own files have, and their fields: "custom:皮肤类型", and what is worked out anew."""
    own: dict[int, str | None] = {i: h for i, h in enumerate(headers) if h.startswith(CUSTOM) and h != CUSTOM}
    worked_out = dict.fromkeys(i for i, header in enumerate(headers) if header in WORKED_OUT)
    return own | worked_out if len(worked_out) >= FEWEST_WORKED_OUT else own


def find_header_row(rows: Sequence[Sequence[Cell]], kind: Kind) -> int:
    """The row, from 1, whose cells are most like headings; 0 where none is."""
    best, most = 0, 0
    for number, row in enumerate(rows[:HEADER_SEARCH_ROWS], 1):
        texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        odd = sum(1 for cell in row if cell != "" and not isinstance(cell, str))
        scores = [best_score(plain(text), kind) for text in texts if len(text) <= _LONGEST_HEADER]
        exact = sum(points >= SURE for points in scores)
        score = sum(points >= FAIR for points in scores) + exact - 2 * odd
        if score > most and exact:
            best, most = number, score
    if best:
        return best
    return _first_row_of_table(rows)


def _first_row_of_table(rows: Sequence[Sequence[Cell]]) -> int:
    """Where no heading is known: 0 if the first full row is data already, else that row."""
    for number, row in enumerate(rows[:HEADER_SEARCH_ROWS], 1):
        filled = [cell for cell in row if cell not in ("", None)]
        if len(filled) < min(2, len(row)):
            continue
        data = any(not isinstance(cell, str) or is_mobile(cell) or is_email(cell) for cell in filled)
        return 0 if data else number
    return 0


def header_text(cell: Cell) -> str:
    """A heading as shown: its line breaks and blanks around it gone."""
    if isinstance(cell, (float, int)) and not isinstance(cell, bool):
        return f"{cell:g}"
    return " ".join(str(cell).split())


def _unique(headers: Iterable[str]) -> list[str]:
    seen: dict[str, int] = {}
    unique = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        unique.append(header if seen[header] == 1 or not header else f"{header} ({seen[header]})")
    return unique


def _sample(rows: Sequence[Sequence[Cell]], header_row: int, index: int) -> list[Cell]:
    """The first filled cells of a column, however far down they begin."""
    try:
        cells = map(itemgetter(index), islice(rows, header_row, None))
        return list(islice((cell for cell in cells if cell != ""), _SAMPLE_ROWS))
    except IndexError:  # rows of unlike length
        filled = (row[index] for row in islice(rows, header_row, None) if index < len(row) and row[index] != "")
        return list(islice(filled, _SAMPLE_ROWS))


def _assign(
    headers: Sequence[str], samples: Sequence[list[Cell]], kind: Kind, *, trusted: bool
) -> dict[int, tuple[str, int]]:
    """Column → (field, score), each field given to its best column, several to the fields that take several.
    `trusted`: the columns have names of their own, not cells that may or may not be headings."""
    many = {LEFT_OUT, *(target.key for target in TARGETS[kind] if target.many)}
    wishes = []
    for index, header in enumerate(headers):
        if not header:
            continue
        for target, score in scores_of(plain(header), kind).items():
            if not _vetoed(target, score, [] if trusted else samples[index]):
                # A running number is preferred to a member number of the same heading: its values have spoken.
                wishes.append((-score - (target == ROW_NUMBER), index, target))
    assigned: dict[int, tuple[str, int]] = {}
    taken: set[str] = set()
    for negative, index, target in sorted(wishes):
        if index in assigned or target in taken:
            continue
        assigned[index] = (target, -negative)
        if target not in many:
            taken.add(target)
    _assign_by_values(headers, samples, assigned, kind)
    return assigned


def _vetoed(target: str, score: int, sample: Sequence[Cell]) -> bool:
    """Whether the values speak against what the heading seems to say."""
    if target == LEFT_OUT:
        return score < EXACT
    if target == ROW_NUMBER:
        return score < EXACT or not counts_up(sample)
    return speak_against(target, sample)


def _assign_by_values(
    headers: Sequence[str], samples: Sequence[list[Cell]], assigned: dict[int, tuple[str, int]], kind: Kind
) -> None:
    """Give name, phone and e-mail to columns whose values can be nothing else, where no heading claimed them."""
    wanted = {target.key for target in TARGETS[kind]}
    claimed = {target for target, _ in assigned.values()}
    for target, fits in (("phone", is_mobile), ("email", is_email), ("name", is_name)):
        if target in claimed or target not in wanted:
            continue
        for index, sample in enumerate(samples):
            if index in assigned or is_about_others(plain(headers[index])) or not sample:
                continue
            if sum(map(fits, sample)) >= 0.8 * len(sample):
                assigned[index] = (target, FAIR)
                break
