"""A table to be handed over: what a list holds, before any file format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

Value = str | int | float | bool | date | datetime | time | timedelta | Sequence[str] | None
"""A cell: money in fen, quantities in thousandths, phones as stored; None for nothing."""

ColumnKind = Literal["text", "phone", "phones", "money", "quantity", "number", "date", "datetime", "yes_no", "any"]
"""How a column's values are to be read. "phones" holds several; "yes_no" holds the words that are shown; "any"
takes each value for what it is."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its heading, the kind of its values, its width in Latin letters (0: as its contents need). `key` names
    it in JSON (else the heading). A column with `total` is summed below the table. Phones are written so that a shop of
    `region` reads them back."""

    title: str
    kind: ColumnKind = "text"
    width: float = 0
    key: str = ""
    total: bool = False
    region: str = "CN"


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written. `about` are lines that say what it holds (the filter in words, the day). Writing notes in
    `cut` the cells whose text the file could not hold whole, as a spreadsheet names them ("C12")."""

    title: str
    columns: Sequence[TableColumn]
    rows: Iterable[Sequence[Value]]
    about: Sequence[str] = ()
    cut: list[str] = field(default_factory=list)
