"""Rows on the clipboard so that a spreadsheet takes them as cells: as text with tabs, and as an HTML table in which a
phone or a long number is marked as text, since Excel would make 1.38E+10 of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData

from crm_desktop.patterns import regex

_QUOTED_FOR: Final = frozenset('\t\n\r"')
# What a spreadsheet would turn into a number, a date, an error or a formula.
_LIKE_A_NUMBER: Final = regex(r"\s*[-=+@'\d(¥$.].*", re.DOTALL)
_DOCUMENT: Final = (
    '<html><head><meta charset="utf-8"><style>td.t{mso-number-format:"\\@";white-space:pre-wrap}'
    "br{mso-data-placement:same-cell}</style></head><body><table>%</table></body></html>"
)


class Cell(NamedTuple):
    """A cell as it is shown. `is_value`: a number or a day, which the spreadsheet shall take for what it is."""

    text: str
    is_value: bool = False


def copied(lines: Sequence[Sequence[Cell]]) -> QMimeData:
    """The cells for the clipboard."""
    data = QMimeData()
    data.setText("\n".join("\t".join(_cell(cell.text) for cell in line) for line in lines))
    data.setHtml(_DOCUMENT.replace("%", "".join(map(_row, lines))))
    return data


def _cell(text: str) -> str:
    """One cell of the text: in quotation marks where it holds what would part it."""
    return text if _QUOTED_FOR.isdisjoint(text) else '"' + text.replace('"', '""') + '"'


def _row(line: Sequence[Cell]) -> str:
    return f"<tr>{''.join(map(_td, line))}</tr>"


def _td(cell: Cell) -> str:
    if cell.is_value or not _LIKE_A_NUMBER.fullmatch(cell.text):
        return f"<td>{_html(cell.text)}</td>"
    # The style stands at the cell, too: not every program reads the one above.
    return f'<td class="t" style="mso-number-format:\'\\@\'">{_html(cell.text)}</td>'


def _html(text: str) -> str:
    from html import escape

    return escape(text).replace("\r\n", "\n").replace("\n", "<br>")
