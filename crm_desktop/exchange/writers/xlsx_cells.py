"""Values into the cells of a worksheet's XML, a column at a time.

Most columns hold texts alone, and those of a thousand rows are looked through and put together at once: with a call for
each of a million cells writing took a quarter longer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast

from crm_desktop.domain.table import TableColumn, Value
from crm_desktop.exchange.sheets.several import joined, joined_phones
from crm_desktop.exchange.writers.output import clean
from crm_desktop.exchange.writers.xlsx_parts import Style

SCALES: Final = {"money": 100, "quantity": 1000}
"""Kind of a column → how many of its values make one of what the spreadsheet shows."""

_STYLES: Final = {
    "money": Style.MONEY,
    "quantity": Style.QUANTITY,
    "date": Style.DATE,
    "datetime": Style.DATETIME,
    "phone": Style.TEXT,
    "phones": Style.TEXT,
    "text": Style.TEXT,
    "yes_no": Style.TEXT,
}
_PHONES: Final = ("phone", "phones")
_LONGEST_CELL: Final = 32_767
_EPOCH: Final = date(1899, 12, 30)
_FIRST_DATE: Final = (1900, 3, 1)
"""Excel believes in a 29 February 1900: days before are off by one there, and are written as text."""
_TEXT_BEGIN: Final = ' t="inlineStr"><is><t xml:space="preserve">'
_TEXT_END: Final = "</t></is></c>"
_TEXTS: Final = frozenset({str, tuple, list, type(None)})
_NUMBERS: Final = (int, float)
_OF_DATES: Final = (Style.DATE, Style.DATETIME)
# A spreadsheet takes it for the character of that number (ECMA-376 part 1, 22.9.2.19).
_LIKE_A_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL: Final = ("_x", "&", "<", ">")


class ColumnCells:
    """The cells of one column. `cut` notes those whose text did not fit whole ("C12")."""

    def __init__(self, column: TableColumn, letter: str, cut: list[str]) -> None:
        self._column = column
        self._letter = letter
        self._cut = cut
        self._is_phone = column.kind in _PHONES
        self._style = _STYLES.get(column.kind, Style.PLAIN)
        self._scale = SCALES.get(column.kind, 1)
        self._begin = f'<c r="{letter}'
        self._text_begin = f'" s="{Style.TEXT if self._style is Style.TEXT else Style.PLAIN}"{_TEXT_BEGIN}'
        self._number_begin = f'" s="{self._style if column.kind in SCALES else Style.PLAIN}"><v>'

    def of(self, values: Sequence[Value], rows: range) -> list[str]:
        """The cell of each value, in these rows; "" if there is nothing."""
        kinds = set(map(type, values))
        others = {} if kinds <= _TEXTS else self._others(values, rows)
        if others:
            values = [None if row in others else value for value, row in zip(values, rows, strict=True)]
        if kinds == {str} and not self._is_phone:
            texts = cast("Sequence[str]", values)
        else:
            texts = [words(self._column, value) if value else "" for value in values]
        cells = self._of_texts(texts, rows)
        for row, cell in others.items():
            cells[row - rows.start] = cell
        return cells

    def _of_texts(self, texts: Sequence[str], rows: range) -> list[str]:
        if max(map(len, texts)) > _LONGEST_CELL:
            long = (row for text, row in zip(texts, rows, strict=True) if len(text) > _LONGEST_CELL)
            self._cut += [f"{self._letter}{row}" for row in long]
            texts = [text[:_LONGEST_CELL] for text in texts]
        if _wants_escaping("".join(texts)):
            texts = list(map(_escaped, texts))
        begin, middle = self._begin, self._text_begin
        return [f"{begin}{row}{middle}{text}{_TEXT_END}" if text else "" for text, row in zip(texts, rows, strict=True)]

    def _others(self, values: Sequence[Value], rows: range) -> dict[int, str]:
        """Row → the cell of what is no text there: a truth, a number, a moment."""
        cells = ((row, self._other(value, row)) for value, row in zip(values, rows, strict=True) if value is not None)
        return {row: cell for row, cell in cells if cell}

    def _other(self, value: Value, row: int) -> str | None:
        if isinstance(value, str | tuple):
            return None
        if isinstance(value, bool):
            return f'{self._begin}{row}" t="b"><v>{value:d}</v></c>'
        if isinstance(value, _NUMBERS) and math.isfinite(value):
            shown = value / self._scale if self._scale > 1 else value
            return f"{self._begin}{row}{self._number_begin}{shown!r}</v></c>"
        moment = _serial(value)
        if moment is None:
            return None
        serial, natural = moment
        style = self._style if self._style in _OF_DATES else natural
        return f'{self._begin}{row}" s="{style}"><v>{serial}</v></c>'


def words(column: TableColumn, value: Any) -> str:
    """A value that is written as text."""
    is_phone = column.kind in _PHONES
    if isinstance(value, str):
        return joined_phones((value,), column.region) if is_phone and value else value
    if isinstance(value, list | tuple):
        return joined_phones(tuple(value), column.region) if is_phone else joined(tuple(value), column.key)
    return value.isoformat() if isinstance(value, date) else str(value)


def text_cell(text: str, cell: str, style: int) -> str:
    """A cell of text in a place such as "B1"."""
    return f'<c r="{cell}" s="{style}"{_TEXT_BEGIN}{_escaped(text[:_LONGEST_CELL])}{_TEXT_END}'


def _escaped(text: str) -> str:
    """The text as it may stand in XML."""
    if not text.isprintable():
        text = clean(text)
    text = _LIKE_A_CODE.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _wants_escaping(text: str) -> bool:
    return not text.isprintable() or any(sign in text for sign in _SPECIAL)


def _serial(value: Value) -> tuple[float, Style] | None:
    """A date or time as the spreadsheet counts, in days, and the format that shows it."""
    if isinstance(value, timedelta):
        return value / timedelta(days=1), Style.DURATION
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400, Style.TIME
    if not isinstance(value, date) or (value.year, value.month, value.day) < _FIRST_DATE:
        return None
    days = value.toordinal() - _EPOCH.toordinal()
    if isinstance(value, datetime):
        return days + (value.hour * 3600 + value.minute * 60 + value.second) / 86_400, Style.DATETIME
    return days, Style.DATE
