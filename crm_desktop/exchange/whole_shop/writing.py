"""The whole shop in one file to hand over: a workbook with a sheet a table, or JSON. Both come in again as the same
shop (`reading`).

What a cell cannot hold as it is (a photo, a text longer than a cell, control characters) stands in portions on a sheet
of its own.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from peewee import fn

from crm_desktop.domain.table import Table, TableColumn, Value
from crm_desktop.errors import BadCommand
from crm_desktop.exchange.importing.report import Tell
from crm_desktop.exchange.whole_shop.mark import MARK
from crm_desktop.exchange.whole_shop.parts import VERSION, Part, PartColumn, parts
from crm_desktop.exchange.writers.output import replacing
from crm_desktop.exchange.writers.xlsx_file import write_book
from crm_desktop.language import Sentence, tr
from crm_desktop.store.models import Customer
from crm_desktop.store.shop import Shop

LONG_VALUES: Final = "long_values"
"""The table of what did not fit into its cell: table, id, column, and a portion of the value as base64."""

_LONGEST: Final = 32_000
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\s|\s$")
_PORTION: Final = 2_000


def write_shop(shop: Shop, path: Path, tell: Tell = lambda done, total, words: None) -> dict[str, int]:
    """Write everything but the history of changes, and answer table → rows. `tell` may stop it by raising.

    CannotWriteFile; BadCommand for an ending other than .xlsx and .json.
    """
    writers: dict[str, Callable[[_Source, Path], None]] = {".xlsx": _write_workbook, ".json": _write_json}
    if path.suffix.lower() not in writers:
        raise BadCommand(Sentence("A whole shop is handed over as .xlsx or .json: give the file one of these endings."))
    with shop.reading():
        source = _Source(shop, tell)
        writers[path.suffix.lower()](source, path)
    return source.counts


class _Source:
    """The shop's rows as they are stored, counted as they are read."""

    def __init__(self, shop: Shop, tell: Tell) -> None:
        self._shop = shop
        self._tell = tell
        self.counts = {part.name: 0 for part in parts()}
        self._total = sum(shop.ids(part.model.select(fn.COUNT(part.model.id)))[0] for part in parts())

    def rows(self, part: Part) -> Iterator[tuple[Any, ...]]:
        """The rows of one table, by id."""
        fields = [part.model._meta.columns[column.name] for column in part.columns]
        last = 0
        query = part.model.select(*fields).order_by(part.model.id).limit(_PORTION)
        while rows := self._shop.rows(query.where(part.model.id > last)):
            self._tell(sum(self.counts.values()), self._total, Sentence("Writing the whole shop"))
            yield from rows
            self.counts[part.name] += len(rows)
            last = rows[-1][0]

    def value(self, part: Part, row: int, column: PartColumn) -> bytes:
        """One value as bytes."""
        field = part.model._meta.columns[column.name]
        value = self._shop.rows(part.model.select(field).where(part.model.id == row))[0][0]
        return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else bytes(value)

    def names(self) -> dict[int, str]:
        """Customer id → name."""
        return dict(self._shop.rows(Customer.select(Customer.id, Customer.name)))


def _write_workbook(source: _Source, path: Path) -> None:
    names = source.names()
    long: list[tuple[Part, int, PartColumn]] = []
    tables = [_sheet(source, part, names, long) for part in parts()]
    headings = (tr("Table"), tr("No."), tr("Column"), tr("Part"))
    columns = [TableColumn(heading, "any") for heading in headings]
    tables.append(Table(tr("Long values"), columns, _long_rows(source, long)))
    tables.append(_guide(tables))
    write_book(tables, path)


def _sheet(source: _Source, part: Part, names: Mapping[int, str], long: list[tuple[Part, int, PartColumn]]) -> Table:
    """A table as a sheet. Beside a customer's number stands the name, to be read only."""
    columns = [TableColumn(str(column.heading), column.kind, key=column.name) for column in part.columns]
    place = next((at for at, column in enumerate(part.columns) if column.parent == "customer"), None)
    if place is not None:
        columns.append(TableColumn(tr("Customer"), "text"))

    def rows() -> Iterator[Sequence[Value]]:
        for row in source.rows(part):
            cells = [_cell(column, value) for column, value in zip(part.columns, row, strict=True)]
            long.extend(
                (part, row[0], column)
                for column, value in zip(part.columns, row, strict=True)
                if not _fits(column, value)
            )
            yield [*cells, names.get(row[place], "")] if place is not None else cells

    return Table(str(part.title), columns, rows())


def _cell(column: PartColumn, value: Any) -> Value:
    return column.cell(value) if _fits(column, value) else None


def _fits(column: PartColumn, value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST and not _ODD.search(value)
    return column.type != "BLOB" or value is None


def _long_rows(source: _Source, long: Sequence[tuple[Part, int, PartColumn]]) -> Iterator[Sequence[Value]]:
    for part, row, column in long:
        text = base64.b64encode(source.value(part, row, column)).decode()
        for start in range(0, len(text), _LONGEST):
            yield part.name, row, column.name, text[start : start + _LONGEST]


def _guide(tables: Sequence[Table]) -> Table:
    """The last sheet, which says which sheet is which table: by it the workbook comes in again, in any language."""
    columns = [TableColumn(MARK, "text"), TableColumn(str(VERSION), "text"), TableColumn(tr("Columns"), "text")]
    names = [*(part.name for part in parts()), LONG_VALUES]
    keys = [" ".join(column.key or "-" for column in table.columns) for table in tables]
    rows = [(table.title, name, key) for table, name, key in zip(tables, names, keys, strict=True)]
    return Table(tr("About this file"), columns, rows)


def _write_json(source: _Source, path: Path) -> None:
    with replacing(path) as stream:
        stream.write(f'{{"format": {json.dumps(MARK)}, "version": {VERSION}, "tables": {{'.encode())
        for number, part in enumerate(parts()):
            stream.write(f'{"," if number else ""}\n"{part.name}": ['.encode())
            for place, row in enumerate(source.rows(part)):
                line = {column.name: _plain(value) for column, value in zip(part.columns, row, strict=True)}
                stream.write(b",\n" if place else b"\n")
                stream.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass"))
            stream.write(b"]")
        stream.write(b"}}\n")


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value
