"""What a row out of a damaged file may hold, so that the program can live with it: a value that cannot be is replaced
by none or by its column's default, and the row is doubtful from then on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Final

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.money import MAX_FEN
from crm_desktop.domain.phone import digits_reversed
from crm_desktop.domain.pinyin import read_name, read_text
from crm_desktop.domain.region import split_region
from crm_desktop.store.rescue.records import Row, Value
from crm_desktop.store.rescue.shapes import Column, Shape

Named = dict[str, Value]

HIGHEST_ID: Final = 1 << 40
"""A row number beyond it is a broken one; the engine counts on from the highest."""

UNKNOWN_MOMENT: Final = "2000-01-01T00:00:00"
UNKNOWN_DAY: Final = "2000-01-01"

_MAX_MILLI: Final = 10**12
_YES_OR_NO: Final = frozenset({"is_main", "birth_leap", "is_refund", "active", "leap"})
_PARENTS: Final = ("customer_id", "tag_id", "field_id", "product_id", "purchase_id", "refund_of_id", "template_id")

# Where a row's own condition refuses a word, the one that says least.
ANY_KIND: Final[Mapping[str, Mapping[str, Value]]] = {
    "contact_entry": {"kind": "note"},
    "yearly_date": {"kind": "other"},
    "custom_field": {"kind": "text"},
}


def _is_moment(value: str) -> bool:
    return bool(datetime.fromisoformat(value))


def _is_day(value: str) -> bool:
    return bool(date.fromisoformat(value))


def _is_time(value: str) -> bool:
    return time.fromisoformat(value) is not None


def _is_json(value: str) -> bool:
    json.loads(value)
    return True


_WORDS: Final[Mapping[str, Callable[[str], bool]]] = {
    "at": _is_moment,
    "created": _is_moment,
    "done_at": _is_moment,
    "until": _is_moment,
    "again_at": _is_moment,
    "told_at": _is_moment,
    "since": _is_moment,
    "due": _is_day,
    "snoozed_until": _is_day,
    "about": _is_day,
    "due_time": _is_time,
    "choices": _is_json,
    "definition": _is_json,
    "title": _is_json,
}
_INSTEAD: Final[Mapping[Callable[[str], bool], Value]] = {_is_moment: UNKNOWN_MOMENT, _is_day: UNKNOWN_DAY}


def mended(shape: Shape, row: Row) -> tuple[Named, bool] | None:
    """The columns of a row, and whether they are surely what they were; None if nothing of it can be kept."""
    named = shape.full(row.id, row.values)
    is_sound = row.is_sound
    if any(column.is_id for column in shape.columns) and not 0 < row.id <= HIGHEST_ID:
        return None
    for column in shape.columns:
        value = named[column.name]
        if not _can_be(shape.name, column, value):
            if column.is_required and column.name in _PARENTS:
                return None
            named[column.name], is_sound = _instead(shape.name, column), False
    if any(named[column.name] is None and column.is_required and not column.is_id for column in shape.columns):
        return None
    is_sound = _mend_day(shape.name, named) and is_sound
    if not is_sound:
        _derive(shape.name, named)
    return named, is_sound


def _can_be(table: str, column: Column, value: Value) -> bool:
    """Whether a column can hold a value, and the program can live with it."""
    if not column.takes(value):
        return False
    if isinstance(value, int):
        return _number_can_be(column.name, value)
    rule = _is_json if (table, column.name) == ("setting", "value") else _WORDS.get(column.name)
    if rule is None or not isinstance(value, str):
        return True
    try:
        return rule(value)
    except ValueError:
        return False


def _number_can_be(name: str, value: int) -> bool:
    if name in _YES_OR_NO:
        return value in (0, 1)
    if name in _PARENTS:
        return 0 < value <= HIGHEST_ID
    if name.endswith("_fen"):
        return abs(value) <= MAX_FEN
    return not name.endswith("_milli") or abs(value) <= _MAX_MILLI


def _instead(table: str, column: Column) -> Value:
    """What a column holds where its value cannot be; None if there is nothing that it could."""
    if not column.is_required:
        return None
    if column.default is not None:
        return column.default
    rule = _WORDS.get(column.name)
    if rule is not None:
        return _INSTEAD.get(rule)
    return 0 if column.name.endswith("_fen") else None


def _mend_day(table: str, named: Named) -> bool:
    """Whether a birthday, or another day of the year, can be; else it is taken away, or begins its month."""
    if table == "customer":
        if _is_a_day(named["birth_calendar"], named["birth_year"], named["birth_month"], named["birth_day"],
                     named["birth_leap"]):  # fmt: skip
            return True
        named.update(birth_calendar=None, birth_year=None, birth_month=None, birth_day=None, birth_leap=0)
        return False
    if table != "yearly_date" or _is_a_day(*(named[name] for name in ("calendar", "year", "month", "day", "leap"))):
        return True
    named.update(year=None, leap=0, day=1)
    return False


def _is_a_day(calendar: Value, year: Value, month: Value, day: Value, leap: Value) -> bool:
    if calendar is None and month is None and day is None:
        return True
    try:
        Birthday(Calendar(str(calendar)), _year(year), int(str(month)), int(str(day)), bool(leap))
    except ValueError:
        return False
    return True


def _year(year: Value) -> int | None:
    if year is None:
        return None
    if not 1 <= int(str(year)) <= 9999:
        raise ValueError(year)
    return int(str(year))


def _derive(table: str, named: Named) -> None:
    """Make what follows from other columns anew."""
    if table in ("customer", "product"):
        name = str(named["name"])
        readings = read_name(name) if table == "customer" else read_text(name)
        named.update(pinyin=readings.full, initials=readings.initials)
        if table == "customer":
            named.update(sort_key=readings.sort_key, region=split_region(str(named["address"])))
    elif table == "phone":
        named["reversed_digits"] = digits_reversed(str(named["number"]))
