"""Lists into files. A file appears whole or not at all.

Tables are written here, the format by the name's ending. Contact cards (`vcf_file`) and calendars (`ics_file`) take
customers and follow-ups themselves: they hold more than a table's cells tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from crm_desktop.domain.table import Table
from crm_desktop.errors import BadCommand
from crm_desktop.exchange.writers import csv_file, json_file, xlsx_file
from crm_desktop.language import Sentence

_WRITERS: Final[dict[str, Callable[[Table, Path], int]]] = {
    ".xlsx": xlsx_file.write,
    ".csv": csv_file.write,
    ".json": json_file.write,
}
ENDINGS: Final = tuple(_WRITERS)
"""The formats that `write_table` writes."""

_NO_TABLES: Final = {
    ".vcf": Sentence("A .vcf file holds customers and nothing else. Use .xlsx, .csv or .json for this list."),
    ".ics": Sentence("An .ics file holds birthdays or follow-ups. Use .xlsx, .csv or .json for this list."),
}


def write_table(table: Table, path: Path, encoding: csv_file.Encoding = "utf-8") -> int:
    """Write a table, and tell how many rows it had. CannotWriteFile if the file cannot be written; an older file of
    that name is replaced only by a whole new one. BadCommand for an ending that no table can be written as.
    `encoding` is that of a .csv."""
    ending = path.suffix.lower()
    if ending in _NO_TABLES:
        raise BadCommand(_NO_TABLES[ending])
    if ending not in _WRITERS:
        raise BadCommand(Sentence("“%1” has no ending that says its format. Use .xlsx, .csv or .json.", path.name))
    if ending == ".csv":
        return csv_file.write(table, path, encoding)
    return _WRITERS[ending](table, path)
