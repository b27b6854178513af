"""Tables as JSON: a list of objects, as our own export and the command line write them, or one inside an object.

Like contact cards the table has no row of headings: row 3 is the third object, and its keys name the columns.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from crm_desktop.domain.birthday import Birthday, Calendar, birthday_words
from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Book, Cell
from crm_desktop.exchange.readers.encodings import wide_encoding
from crm_desktop.exchange.readers.source import Source
from crm_desktop.exchange.sheets.several import joined, joined_phones
from crm_desktop.exchange.whole_shop.mark import HEAD_BYTES, MARK, no_list
from crm_desktop.language import Sentence
from crm_desktop.patterns import regex

MAX_BYTES: Final = 256 * 1024**2
"""A larger text, taken apart, would not fit into the laptop's memory."""

MAX_COLUMNS: Final = 1_000
MAX_CELLS: Final = 30_000_000

_BEGIN: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:\[\s*[\[{\]]|\{\s*[\"}])")
_SPACE: Final = regex(r"[ \t\r\n]*")
_SURROGATES: Final = regex("[\ud800-\udfff]")
_CUSTOM: Final = "custom"
_PHONES: Final = ("phone", "phones")
_KEYS: Final = {"phones": "phone", "emails": "email"}
_PURCHASE: Final = frozenset({"at", "what", "amount"})
_THING_BOUGHT: Final = frozenset({"at", "product"})
_KEYS_OF_A_PURCHASE: Final = {"number": "order number", "at": "date", "what": "product"}
_EXACT_DIGITS: Final = 15


class _Odd(ValueError):
    """What JSON allows, or programs write all the same, and no table holds."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


def reads(head: bytes) -> bool:
    """Whether the file begins as a list of objects or an object does."""
    return bool(_BEGIN.match(head.replace(b"\0", b"")))


def read(source: Source) -> Book:
    """The objects, one a row. UnreadableFile if they are none, or cannot be read."""
    if MARK.encode() in source.head[:HEAD_BYTES]:
        raise no_list(source.name)
    text, encoding = _decoded(source)
    places: dict[str, int] = {}
    rows: list[list[Cell]] = []
    try:
        for record in _records(text):
            rows.append(_row(record, places))
            if len(rows) * len(places) > MAX_CELLS:
                raise _Odd(Sentence("it has more than %1 cells. Split it into parts", f"{MAX_CELLS:,}"))
    except _Odd as odd:
        raise _unreadable(source, odd.reason) from odd
    except RecursionError as error:
        raise _unreadable(source, Sentence("its values lie too deep within each other")) from error
    except json.JSONDecodeError as error:
        line = text.count("\n", 0, error.pos) + 1
        raise _unreadable(source, Sentence("line %1 is damaged, or the file was cut off", line)) from error
    if not places:
        raise UnreadableFile(Sentence("“%1” is empty: there is nothing in it to import.", source.name))
    for row in rows:
        row.extend([""] * (len(places) - len(row)))
    return Book(source.path, "json", encoding, (), lambda _: rows, tuple(places))


def _unreadable(source: Source, reason: Sentence) -> UnreadableFile:
    return UnreadableFile(Sentence("“%1” could not be read as a list: %2.", source.name, reason))


def _decoded(source: Source) -> tuple[str, str]:
    data = source.data(MAX_BYTES)
    wide = wide_encoding(data)
    for encoding in (wide,) if wide else ("utf-8", "gb18030"):
        try:
            return data.removeprefix(codecs.BOM_UTF8).decode(encoding).removeprefix("\ufeff"), encoding
        except UnicodeDecodeError:
            continue
    raise _unreadable(source, Sentence("some of its characters are damaged"))


def _records(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a list, one after the other, so that they are not all there at once."""
    decoder = json.JSONDecoder(
        object_pairs_hook=_object, parse_int=_int, parse_float=_float, parse_constant=_constant, strict=False
    )
    at = _space(text, 0)
    if text[at] == "{":
        whole, end = decoder.raw_decode(text, at)
        yield from _checked(_list_in(whole))
        at = _space(text, end)
    else:
        at = _space(text, at + 1)
        while text[at : at + 1] != "]":
            record, at = decoder.raw_decode(text, at)
            yield from _checked([record])
            at = _space(text, at)
            if text[at : at + 1] == ",":
                at = _space(text, at + 1)
            elif text[at : at + 1] != "]":
                raise json.JSONDecodeError("no comma", text, at)
        at = _space(text, at + 1)
    if at < len(text):
        raise json.JSONDecodeError("more than one value", text, at)


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _checked(records: Iterable[object]) -> Iterator[dict[str, Any]]:
    for record in records:
        if not isinstance(record, dict):
            raise _Odd(Sentence("it is no list of records with named values"))
        yield record


def _list_in(whole: dict[str, Any]) -> Iterable[object]:
    """The list that an answer such as {"total": 2, "customers": […]} is about; or the object, where it is a person."""
    if "name" in whole or "phone" in whole:
        return [whole]
    lists = [value for value in whole.values() if isinstance(value, list) and value]
    if len(lists) > 1:
        raise _Odd(Sentence("it holds several lists"))
    return lists[0] if lists else []


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _Odd(Sentence("a record has “%1” twice", twice[:40]))
    return found


def _int(text: str) -> int | str:
    """The number; as text where a spreadsheet would round it (a card number)."""
    return int(text) if len(text) <= _EXACT_DIGITS else text


def _float(text: str) -> float | str:
    return float(text) if len(text) <= _EXACT_DIGITS and "e" not in text.lower() else text


def _constant(text: str) -> Any:
    raise _Odd(Sentence("“%1” is not a number", text))


def _row(record: dict[str, Any], places: dict[str, int]) -> list[Cell]:
    row: list[Cell] = [""] * len(places)
    for key, value in _flat(record):
        place = places.setdefault(key, len(places))
        if len(places) > MAX_COLUMNS:
            raise _Odd(Sentence("its records have more than %1 different values", f"{MAX_COLUMNS:,}"))
        if place >= len(row):
            row += [""] * (place + 1 - len(row))
        row[place] = _cell(key, value)
    return row


def _flat(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values by the names of their columns; fields of the shop's own each a column."""
    is_bought = record.keys() >= _PURCHASE or record.keys() >= _THING_BOUGHT
    names = _KEYS | _KEYS_OF_A_PURCHASE if is_bought else _KEYS
    for key, value in record.items():
        if key == _CUSTOM and isinstance(value, dict):
            for name, own in value.items():
                yield f"{_CUSTOM}:{_clean(name)}", own
        else:
            yield names.get(key, _clean(key)), value


def _cell(key: str, value: Any) -> Cell:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        texts = tuple(map(_clean, value))
        return joined_phones(texts, "") if key in _PHONES else joined(texts, key)
    if isinstance(value, dict) and key == "birthday":
        return _birthday(value)
    if isinstance(value, list | dict):
        return _clean(json.dumps(value, ensure_ascii=False))
    return "" if value is None else value


def _birthday(value: dict[str, Any]) -> Cell:
    """A birthday as the command line answers it; as it stands where it is none."""
    try:
        calendar, year, month, day = (value[part] for part in ("calendar", "year", "month", "day"))
        found = Birthday(Calendar(calendar), year, month, day, leap=value.get("leap") is True)
        if found.calendar is Calendar.SOLAR and found.year is not None:
            return date(found.year, found.month, found.day)
    except (KeyError, ValueError, TypeError):
        return _clean(json.dumps(value, ensure_ascii=False))
    return birthday_words(found)


def _clean(text: str) -> str:
    return text if text.isprintable() else _SURROGATES.sub("", text)
