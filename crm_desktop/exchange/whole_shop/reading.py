"""A whole shop out of a file that `writing` made, into an empty one: all of it in one change, or nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import peewee

from crm_desktop.errors import UnreadableFile, UserError
from crm_desktop.exchange.importing.report import UNWATCHED, Watch
from crm_desktop.exchange.readers import Book, Cell, open_book
from crm_desktop.exchange.whole_shop.mark import HEAD_BYTES, MARK, no_list
from crm_desktop.exchange.whole_shop.parts import VERSION, Part, PartColumn, parts
from crm_desktop.exchange.whole_shop.writing import LONG_VALUES
from crm_desktop.language import Sentence
from crm_desktop.store.bulk import bulk_inserts, roomy
from crm_desktop.store.journal import Change
from crm_desktop.store.models import GreetingTemplate, Setting
from crm_desktop.store.shop import Changing, Shop

Row = tuple[Any, ...]
"""The values as stored, in the order of the part's columns; the id comes first."""

_PORTION = 20_000


@dataclass(slots=True)
class WholeShop:
    """What a file holds: table → its rows."""

    path: Path
    tables: dict[str, list[Row]]

    @property
    def counts(self) -> dict[str, int]:
        """Table → how many rows."""
        return {name: len(rows) for name, rows in self.tables.items()}


def refuse_whole_shop(book: Book) -> None:
    """UnreadableFile if a workbook that is to come in as a list holds a whole shop."""
    if book.kind == "xlsx" and _guide(book) is not None:
        raise no_list(book.path.name)


def read_shop(path: Path, watch: Watch = UNWATCHED) -> WholeShop:
    """Read a whole shop and check it. UnreadableFile if it is none, or if something in it does not fit: the
    sentence names the table and the row."""
    watch.step(0, 1, Sentence("Reading the file"))
    tables = _from_json(path) if _is_json(path) else _from_workbook(path)
    if GreetingTemplate._meta.table_name not in tables:
        tables[GreetingTemplate._meta.table_name] = _only_greeting(tables.get(Setting._meta.table_name, []))
    for part in parts():
        rows = tables.setdefault(part.name, [])
        _check(path, part, rows, tables)
    return WholeShop(path, tables)


def _only_greeting(settings: Iterable[Row]) -> list[Row]:
    """The one text of greetings that a shop had before they were a table, out of its settings; see the migration to
    schema 1.1."""
    for _, key, value in settings:
        try:
            text = json.loads(value) if key == "greeting_template" else None
        except ValueError:
            continue
        if isinstance(text, str) and text.strip():
            return [(1, text, 0)]
    return []


def write_whole_shop(shop: Shop, whole: WholeShop, watch: Watch = UNWATCHED) -> Change:
    """Write what was read into an empty shop, as one change. UserError if the shop is not empty."""
    for part in parts():
        if part.model is not Setting and shop.ids(part.model.select(part.model.id).limit(1)):
            raise UserError(
                Sentence(
                    "This shop has something in it already (%1). A whole shop comes into an empty one only: make a "
                    "new shop, and bring the file in there.",
                    part.title,
                )
            )
    title = Sentence("Brought in the whole shop from “%1” (customers: %2)", whole.path.name, whole.counts["customer"])
    try:
        with roomy(shop), shop.change(title) as change:
            # Refunds may stand before what they refund.
            shop.run("PRAGMA defer_foreign_keys = ON")
            Setting.delete().execute()
            _insert(shop, change, whole, watch)
    except peewee.IntegrityError as error:
        raise UnreadableFile(
            Sentence("What “%1” holds does not fit together: something is there twice, or has a value that is none. "
                     "Nothing was imported; hand the shop over anew.", whole.path.name)
        ) from error  # fmt: skip
    return change.done


def _insert(shop: Shop, change: Changing, whole: WholeShop, watch: Watch) -> None:
    """Every row, its numbers counted on from those that the shop has used: in a new shop they stay as they are."""
    shifts = {part.name: change.reserve(part.model) - 1 for part in parts()}
    total, done = sum(whole.counts.values()), 0
    with bulk_inserts(shop, {part.model: len(whole.tables[part.name]) for part in parts()}):
        for part in parts():
            watch.step(done, total, Sentence("Writing the whole shop"))
            rows = sorted(whole.tables[part.name])
            columns = (*(column.name for column in part.columns), *part.derived)
            change.insert_rows(part.model, columns, _shifted(part, rows, shifts))
            done += len(rows)


def _shifted(part: Part, rows: Iterable[Row], shifts: Mapping[str, int]) -> Iterator[Row]:
    points = [column.parent or (part.name if column.name == "id" else "") for column in part.columns]
    by = [shifts[point] if point else 0 for point in points]
    names = [column.name for column in part.columns]
    for row in rows:
        values = [value + shift if shift and value is not None else value for value, shift in zip(row, by, strict=True)]
        yield (*values, *part.derive(dict(zip(names, row, strict=True)))) if part.derived else tuple(values)


def _check(path: Path, part: Part, rows: Sequence[Row], tables: Mapping[str, Sequence[Row]]) -> None:
    """Numbers are there once, and point to rows that are there."""
    ids = [row[0] for row in rows]
    if min(ids, default=1) < 1 or len(set(ids)) < len(ids):
        wrong = next(number for number, times in Counter(ids).items() if times > 1 or number < 1)
        raise _unfit(path, part, wrong, "id")
    for place, column in enumerate(part.columns):
        if column.parent:
            known = {row[0] for row in tables[column.parent]} | {None}
            for row in rows:
                if row[place] not in known:
                    raise _unfit(path, part, row[0], column.name)


def _unfit(path: Path, part: Part, number: object, column: str) -> UnreadableFile:
    heading = next(each.heading for each in part.columns if each.name == column)
    return UnreadableFile(
        Sentence(
            "In “%1”, table %2, the entry no. %3 has something under “%4” that does not fit. Nothing was imported; "
            "mend the file, or hand the shop over anew.",
            path.name,
            part.title,
            str(number),
            heading,
        )
    )


def _no_shop(path: Path) -> UnreadableFile:
    return UnreadableFile(Sentence("“%1” does not hold a whole shop of CRM Desktop.", path.name))


def _check_version(path: Path, version: object) -> None:
    if not str(version).isdecimal():
        raise _no_shop(path)
    if int(str(version)) > VERSION:
        raise UnreadableFile(
            Sentence("“%1” was made by a newer version of CRM Desktop. Install the newest version, and try again.",
                     path.name)
        )  # fmt: skip


# JSON


def _is_json(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD_BYTES).lstrip().startswith(b"{")
    except OSError:
        return False


def _from_json(path: Path) -> dict[str, list[Row]]:
    try:
        content: Any = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
    except (OSError, ValueError, RecursionError) as error:
        raise _no_shop(path) from error
    if not isinstance(content, dict) or content.get("format") != MARK or not isinstance(content.get("tables"), dict):
        raise _no_shop(path)
    _check_version(path, content.get("version"))
    tables: dict[str, list[Row]] = {}
    for part in parts():
        if part.name not in content["tables"]:
            continue  # a table that came with a later schema
        lines = content["tables"][part.name]
        if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
            raise _no_shop(path)
        tables[part.name] = [tuple(_of_json(path, part, line, column) for column in part.columns) for line in lines]
    return tables


def _of_json(path: Path, part: Part, line: Mapping[str, Any], column: PartColumn) -> Any:
    value = line.get(column.name, column.default)
    wanted = {"TEXT": str, "BLOB": str, "BOOL": int, "INT": int}[column.type]
    if value is None and column.nullable:
        return None
    if not isinstance(value, wanted) or (isinstance(value, bool) and column.type == "INT"):
        raise _unfit(path, part, line.get("id"), column.name)
    if column.type == "BLOB":
        try:
            return base64.b64decode(str(value), validate=True)
        except binascii.Error as error:
            raise _unfit(path, part, line.get("id"), column.name) from error
    return value


# A workbook


def _from_workbook(path: Path) -> dict[str, list[Row]]:
    book = open_book(path)
    guide = _guide(book)
    if guide is None:
        raise _no_shop(path)
    _check_version(path, guide[0][1])
    places = {str(row[1]): (str(row[0]), str(row[2]).split()) for row in guide[1:] if len(row) > 2}
    long = _long_values(path, book, places)
    return {part.name: list(_rows(path, part, book, places, long)) for part in parts() if part.name in places}


def _guide(book: Book) -> list[list[Cell]] | None:
    """The rows of the sheet that says which sheet is which table: the last one, unless others were added."""
    for name in reversed(book.sheet_names):
        rows = book.sheet(name).rows
        if rows and len(rows[0]) > 1 and rows[0][0] == MARK:
            return rows
    return None


def _lines(path: Path, book: Book, place: tuple[str, list[str]]) -> Iterator[dict[str, Cell]]:
    """The filled rows of a sheet, as column → cell."""
    sheet, columns = place
    if sheet not in book.sheet_names:
        raise UnreadableFile(
            Sentence("“%1” has no sheet “%2” any more. Hand the shop over anew, and leave its sheets as they are.",
                     path.name, sheet)
        )  # fmt: skip
    for row in islice(_every_row(book, sheet), 1, None):
        if any(cell != "" for cell in row):
            yield dict(zip(columns, [*row, *[""] * (len(columns) - len(row))], strict=False))


def _every_row(book: Book, sheet: str) -> Iterable[list[Cell]]:
    rows = book.read(sheet)
    if sheet not in book.long or book.stream is None:
        return rows
    return chain.from_iterable(portion.rows for portion in book.stream(_PORTION, sheet))


def _long_values(
    path: Path, book: Book, places: Mapping[str, tuple[str, list[str]]]
) -> dict[tuple[str, int, str], bytes]:
    """(table, id, column) → the value, put together from its portions."""
    if LONG_VALUES not in places:
        raise _no_shop(path)
    found: dict[tuple[str, int, str], list[str]] = {}
    sheet, _ = places[LONG_VALUES]
    for line in _lines(path, book, (sheet, ["table", "id", "column", "value"])):
        table, number, column = str(line["table"]), line["id"], str(line["column"])
        if not isinstance(number, int | float):
            raise _no_shop(path)
        found.setdefault((table, int(number), column), []).append(str(line["value"]))
    try:
        return {key: base64.b64decode("".join(pieces), validate=True) for key, pieces in found.items()}
    except (binascii.Error, ValueError) as error:
        raise _no_shop(path) from error


def _rows(
    path: Path,
    part: Part,
    book: Book,
    places: Mapping[str, tuple[str, list[str]]],
    long: Mapping[tuple[str, int, str], bytes],
) -> Iterator[Row]:
    for line in _lines(path, book, places[part.name]):
        row: list[Any] = []
        for column in part.columns:
            try:
                value = long.get((part.name, row[0], column.name)) if row else None
                if value is None:
                    row.append(column.stored(line[column.name]) if column.name in line else column.default)
                else:
                    row.append(value if column.type == "BLOB" else value.decode("utf-8", "surrogatepass"))
            except (ValueError, TypeError, OverflowError) as error:
                raise _unfit(path, part, line.get("id", ""), column.name) from error
        yield tuple(row)
