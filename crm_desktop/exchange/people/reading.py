"""A customers table into people, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from typing import Final

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.plain_fields import PLAIN_KEYS
from crm_desktop.exchange.people.addresses import read_addresses
from crm_desktop.exchange.people.directory import Person
from crm_desktop.exchange.readers import Cell
from crm_desktop.exchange.sheets.cells import parse_moment, split_tags, text_of
from crm_desktop.exchange.sheets.codes import NOTHING_CONFIRMED, Guess, Meaning
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.sheets.layout import CUSTOM, Column
from crm_desktop.exchange.sheets.longest import (
    LONGEST_FIELD_NAME,
    LONGEST_NAME,
    LONGEST_TAG,
    LONGEST_TEXT,
    TOO_LONG,
    cut_notes,
    keep_long,
    keep_long_parts,
)
from crm_desktop.exchange.sheets.several import split_handles, split_mails
from crm_desktop.exchange.sheets.table import Table
from crm_desktop.exchange.sheets.value_signs import guess_custom_kind
from crm_desktop.exchange.sheets.values import (
    MemberNumbers,
    Notes,
    Numbers,
    Warned,
    birthday_column,
    calendar_column,
    columns_for,
    convert,
    custom_column,
    custom_name,
    gender_column,
    joined_numbers,
    keep_odd,
    member_column,
    merge_lunar,
    name_column,
    phone_column,
    text_column,
)
from crm_desktop.language import Sentence
from crm_desktop.patterns import regex

NO_CODES: Final[Mapping[str, Meaning]] = {}

# Whatever may part two values in a cell, or hold them together.
_PARTED: Final = regex(r"""[\s,\uff0c;\uff1b、|/"]|:::""")


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """A field of the shop's own that the file fills. `is_new`: the import defines it."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    is_new: bool = False


def plan_fields(table: Table, known: Iterable[FieldPlan]) -> list[FieldPlan]:
    """The fields of the shop's own that the file fills, each once; those the shop does not know are guessed."""
    there = {field.name: field for field in known}
    plans: dict[str, FieldPlan] = {}
    for column in table.layout.columns:
        if column.target is None or not column.target.startswith(CUSTOM):
            continue
        name = _field_name(column.target)
        if name not in plans:
            sample = [cell for cell in table.rows.columns[column.index] if cell != ""]
            if name not in there and not sample:
                continue
            guessed = FieldPlan(name, guess_custom_kind(column.header, sample), is_new=True)
            plans[name] = there.get(name, guessed)
    return list(plans.values())


def _field_name(target: str) -> str:
    return custom_name(target)[:LONGEST_FIELD_NAME].strip()


def read_people(
    table: Table,
    fields: Sequence[FieldPlan],
    *,
    region: str,
    today: date,
    tags: Sequence[str] = (),
    codes: Mapping[str, Meaning] = NO_CODES,
) -> tuple[list[Person], Notes]:
    """One person a data row, and what its cells left behind. `codes`: field → codes, as she confirmed them."""
    rows = len(table.rows.numbers)
    notes = Notes(table.rows.numbers)
    names = read_names(table)
    called = dict(zip(table.rows.numbers, names, strict=True)) if table.book.doubts else {}
    notes.warnings += [Warned(row, "name", called[row], why) for row, why in table.book.doubts if row in called]
    numbers = read_numbers(table, region, notes)
    members = read_members(table, notes)
    created = _moments(table, notes)
    birthdays = _birthdays(table, today, created, codes, notes)
    feeding = _feeding(table)
    custom = [_custom(table, field, feeding.get(field.name, ()), notes) for field in fields]
    genders = _genders(table, codes, notes)
    joined_tags = _tags(table, tags, notes)
    texts = {"address": read_addresses(table, notes)} | {key: _texts(table, key) for key in PLAIN_KEYS}
    lists = {"emails": _emails(table)} | {key: _accounts(table, key) for key in ("wechat", "qq")}
    keep_long(names, LONGEST_NAME, "name", _column(table, "name"), notes)
    keep_long(members.stored, LONGEST_TEXT, "member_no", _column(table, "member_no"), notes)
    for key, column in texts.items():
        keep_long(column, LONGEST_TEXT, key, _column(table, key), notes)
    for key, parts in lists.items():
        target = key.removesuffix("s")
        lists[key] = keep_long_parts(parts, LONGEST_NAME, target, _column(table, target), notes)
    notes_of_rows = _notes(table, notes)
    columns = {
        "name": names,
        "phones": numbers.stored,
        "telling": numbers.telling,
        "gender": genders,
        "birthday": birthdays,
        "member_no": members.stored,
        "member_key": members.telling,
        "tags": joined_tags,
        "note": notes_of_rows,
        "created": created,
        "custom": list(zip(*custom, strict=True)) if custom else [()] * rows,
        **texts,
        **lists,
    }
    # As Person._make, without a call into Python for each.
    people = list(map(tuple.__new__, repeat(Person), zip(*(columns[key] for key in Person._fields), strict=True)))
    return people, notes


def read_names(table: Table) -> list[str]:
    """The names: of a name column, else family and given name, joined without a blank in Chinese."""
    names, given, family = (_clean_names(table, key) for key in ("name", "given_name", "family_name"))
    if not any(given) and not any(family):
        return names
    return [
        name or (f"{last}{first}" if not (last + first).isascii() else f"{first} {last}".strip())
        for name, first, last in zip(names, given, family, strict=True)
    ]


def read_numbers(table: Table, region: str, notes: Notes) -> Numbers:
    """The phones of each row, of all phone columns."""
    columns = [
        phone_column(cells, column, region, notes) for column, cells in columns_for(table.layout, table.rows, "phone")
    ]
    return joined_numbers(columns, len(table.rows.numbers))


def read_members(table: Table, notes: Notes) -> MemberNumbers:
    """The member numbers of each row."""
    for _, cells in columns_for(table.layout, table.rows, "member_no"):
        return member_column(cells, notes)
    blank = [""] * len(table.rows.numbers)
    return MemberNumbers(blank, blank)


def _cells(table: Table, key: str) -> tuple[Column, Sequence[Cell]] | None:
    return next(iter(columns_for(table.layout, table.rows, key)), None)


def _column(table: Table, key: str) -> Column | None:
    found = _cells(table, key)
    return found[0] if found else None


def _clean_names(table: Table, key: str) -> list[str]:
    found = _cells(table, key)
    return name_column(found[1]) if found else [""] * len(table.rows.numbers)


def _texts(table: Table, key: str) -> list[str]:
    found = _cells(table, key)
    return text_column(found[1]) if found else [""] * len(table.rows.numbers)


def _genders(table: Table, codes: Mapping[str, Meaning], notes: Notes) -> list[str | None]:
    found = _cells(table, "gender")
    if found is None:
        return [None] * len(table.rows.numbers)
    confirmed = codes.get("gender", NOTHING_CONFIRMED)
    return gender_column(found[1], found[0], max(table.layout.header_row, 1), notes, confirmed)


def _moments(table: Table, notes: Notes) -> list[datetime | None]:
    found = _cells(table, "created")
    if found is None:
        return [None] * len(table.rows.numbers)
    column, cells = found
    moments, odd = convert(cells, parse_moment, None)
    keep_odd(cells, odd, column, Sentence("This could not be read as a date. It was put into the note."), notes)
    return moments


def _birthdays(
    table: Table, today: date, created: Sequence[datetime | None], codes: Mapping[str, Meaning], notes: Notes
) -> list[Birthday | None]:
    calendars = _calendars(table, codes, notes)
    solar, lunar = _cells(table, "birthday"), _cells(table, "lunar_birthday")
    found: list[Birthday | None] = [None] * len(table.rows.numbers)
    if solar:
        found = birthday_column(solar[1], solar[0], calendars, today, notes)
    if lunar:
        second = birthday_column(lunar[1], lunar[0], None, today, notes)
        found = merge_lunar(found, second, lunar[0], lunar[1], notes) if solar else second
    if solar and any(created):
        _suspect(found, created, solar[0], notes)
    return found


def _calendars(table: Table, codes: Mapping[str, Meaning], notes: Notes) -> list[bool | None] | None:
    found = _cells(table, "birthday_calendar")
    if found is None:
        return None
    confirmed = codes.get("birthday_calendar", NOTHING_CONFIRMED)
    return calendar_column(found[1], found[0], max(table.layout.header_row, 1), notes, confirmed)


def guessed_codes(table: Table) -> list[Guess]:
    """What the codes of a customers table would be taken for, where that is a guess."""
    notes = Notes(table.rows.numbers)
    if table.kind is Kind.CUSTOMERS:
        _genders(table, NO_CODES, notes)
        _calendars(table, NO_CODES, notes)
    return notes.guesses


def _suspect(
    birthdays: Sequence[Birthday | None], created: Sequence[datetime | None], column: Column, notes: Notes
) -> None:
    """Warn of birthdays that another system filled with the day of registration."""
    reason = Sentence("This is also the day of joining: another program may have filled it in.")
    for position, (birthday, joined) in enumerate(zip(birthdays, created, strict=True)):
        if birthday is None or joined is None or birthday.calendar is not Calendar.SOLAR:
            continue
        if (birthday.year, birthday.month, birthday.day) == (joined.year, joined.month, joined.day):
            notes.warn(position, str(column.target), joined.date().isoformat(), reason)


def _emails(table: Table) -> list[tuple[str, ...]]:
    columns = [text_column(cells) for _, cells in columns_for(table.layout, table.rows, "email")]
    if not columns:
        return [()] * len(table.rows.numbers)
    if len(columns) == 1:
        return _split(columns[0], split_mails)
    return [
        tuple(dict.fromkeys(mail for text in texts if text for mail in split_mails(text)))
        for texts in zip(*columns, strict=True)
    ]


def _accounts(table: Table, key: str) -> list[tuple[str, ...]]:
    return _split(_texts(table, key), split_handles)


def _split(texts: Sequence[str], split: Callable[[Cell], tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The values in each text, quickly where none of them holds anything that could part two."""
    if not _PARTED.search("".join(texts)):
        return [(text,) if text else () for text in texts]
    parts = {text: split(text) for text in set(texts)}
    return list(map(parts.__getitem__, texts))


def _tags(table: Table, given: Sequence[str], notes: Notes) -> list[tuple[str, ...]]:
    columns: list[list[tuple[str, ...]]] = []
    none: tuple[str, ...] = ()
    for column, cells in columns_for(table.layout, table.rows, "tags"):
        tags, _ = convert(cells, split_tags, none)
        long = {cell for cell in set(cells) if any(len(tag) > LONGEST_TAG for tag in split_tags(cell))}
        if long:
            keep_odd(cells, dict.fromkeys(long), column, TOO_LONG, notes)
            tags = [tuple(tag for tag in row if len(tag) <= LONGEST_TAG) for row in tags]
        columns.append(tags)
    if given:
        columns.append([tuple(given)] * len(table.rows.numbers))
    if not columns:
        return [()] * len(table.rows.numbers)
    if len(columns) == 1:
        return columns[0]
    return [tuple(dict.fromkeys(tag for part in parts for tag in part)) for parts in zip(*columns, strict=True)]


def _feeding(table: Table) -> dict[str, list[Column]]:
    """Field of the shop's own → the columns that feed it."""
    feeding: dict[str, list[Column]] = {}
    for column in table.layout.columns:
        if column.target and column.target.startswith(CUSTOM):
            feeding.setdefault(_field_name(column.target), []).append(column)
    return feeding


def _custom(table: Table, field: FieldPlan, feeding: Sequence[Column], notes: Notes) -> list[str]:
    """The values of a field of the shop's own; where two columns feed it, the last one filled; where none, blanks."""
    columns = []
    for column in feeding:
        values = custom_column(table.rows.columns[column.index], field.kind, field.choices, column, notes)
        keep_long(values, LONGEST_TEXT, str(column.target), column, notes)
        columns.append(values)
    if len(columns) == 1:
        return columns[0]
    if not columns:
        return [""] * len(table.rows.numbers)
    return [next((value for value in reversed(values) if value), "") for values in zip(*columns, strict=True)]


def _notes(table: Table, notes: Notes) -> list[str]:
    found = _cells(table, "note")
    texts = convert(found[1], text_of, "")[0] if found else [""] * len(table.rows.numbers)
    for position, lines in notes.lines.items():
        texts[position] = "\n".join(filter(None, (texts[position], *lines)))
    cut_notes(texts, notes)
    return texts
