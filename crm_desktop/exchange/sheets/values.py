"""Cells into values, a whole column at a time.

Each distinct cell of a column is converted once: 100,000 rows hold a few thousand birthdays and three genders. What
cannot be understood is never dropped: it becomes a line of the note ("出生日期: 属虎") and a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import chain, repeat, zip_longest
from typing import Any, Final, NamedTuple, TypeVar

from crm_desktop.domain.birthday import Birthday, Calendar, parse_birthday
from crm_desktop.domain.custom_field import CustomFieldKind, clean_custom_value
from crm_desktop.domain.gender import gender_code, parse_gender
from crm_desktop.domain.lunar import from_solar
from crm_desktop.domain.phone import Phone, plain_mobile
from crm_desktop.exchange.readers import Cell
from crm_desktop.exchange.sheets.cells import BLANKS, clean_name, filled_text, parse_moment, text_of, tidy_texts
from crm_desktop.exchange.sheets.codes import NOTHING_CONFIRMED, Codes, Guess, Meaning, calendar_codes, gender_codes
from crm_desktop.exchange.sheets.layout import CUSTOM, Column, Layout
from crm_desktop.exchange.sheets.several import split_phones
from crm_desktop.language import Sentence

T = TypeVar("T")

LONGEST_SHOWN: Final = 200
"""How many characters of a cell a warning shows."""

_PORTION: Final = 2_000
_LONGEST_PHONE: Final = 200
_LONGEST_PHONES: Final = 2_000
_NO_PHONE = Sentence("This is too long for a phone. It was put into the note.")

_LUNAR_WORDS: Final = ("农", "阴", "旧", "lunar")
_SOLAR_WORDS: Final = ("公", "阳", "新", "solar")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")


class Warned(NamedTuple):
    """A cell that needs a look: its row as the spreadsheet counts, the field, what was there, and why."""

    row: int
    field: str
    value: str
    reason: Sentence


@dataclass(slots=True)
class Rows:
    """The data rows of a table, column by column: `columns[i][k]` is the cell of column i in row `numbers[k]`."""

    numbers: Sequence[int]
    columns: Sequence[Sequence[Cell]]

    @classmethod
    def of(cls, numbers: Sequence[int], rows: Sequence[Sequence[Cell]], width: int) -> Rows:
        """Turn rows, some of them perhaps shorter, into at least `width` columns."""
        lengths = set(map(len, rows))
        return cls(numbers, turned(rows, max(width, *lengths, 0), even=len(lengths) == 1))


def turned(rows: Sequence[Sequence[Any]], width: int, *, even: bool = True) -> list[list[Any]]:
    """Rows of `width` or fewer cells as columns; `even`: all rows have as many. Some thousand rows at a time stay in
    the processor's cache, which makes it twice as fast, and other threads (the window) get their turns."""
    columns: list[list[Any]] = [[] for _ in range(width)]
    for start in range(0, len(rows), _PORTION):
        part = rows[start : start + _PORTION]
        cells = zip(*part, strict=True) if even else zip_longest(*part, fillvalue="")
        for column, more in zip(columns, chain(cells, repeat(("",) * len(part))), strict=False):
            column.extend(more)
    return columns


@dataclass(slots=True)
class Notes:
    """What conversion leaves behind: warnings, by position in the rows the lines that go into the note, and what codes
    were taken for."""

    numbers: Sequence[int]
    warnings: list[Warned] = field(default_factory=list)
    lines: dict[int, list[str]] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)

    def warn(self, position: int, key: str, value: str, reason: Sentence) -> None:
        self.warnings.append(Warned(self.numbers[position], key, value[:LONGEST_SHOWN], reason))

    def keep(self, position: int, header: str, value: str) -> None:
        """Put a value that no field takes into the note, under its heading."""
        self.lines.setdefault(position, []).append(f"{header}: {value}")


def convert(
    column: Sequence[Cell], conversion: Callable[[Cell], T], otherwise: T
) -> tuple[list[T], Mapping[Cell, Sentence | None]]:
    """The converted column, and the cells that were not understood (they became `otherwise`), with the reason where
    the conversion told one."""
    known: dict[Cell, T] = {}
    odd: dict[Cell, Sentence | None] = {}
    for cell in set(column):
        try:
            known[cell] = conversion(cell)
        except ValueError as error:
            known[cell] = otherwise
            told = error.args[0] if error.args else None
            odd[cell] = Sentence("%1 (it was put into the note)", told) if isinstance(told, Sentence) else None
    return list(map(known.__getitem__, column)), odd


def keep_odd(
    column: Sequence[Cell], odd: Mapping[Cell, Sentence | None], about: Column, reason: Sentence, notes: Notes
) -> None:
    """Note and warn of every cell that was not understood."""
    if not odd:
        return
    for position, cell in enumerate(column):
        if cell in odd:
            _keep_one(cell, about, position, odd[cell] or reason, notes)


def _keep_one(cell: Cell, about: Column, position: int, reason: Sentence, notes: Notes) -> None:
    notes.warn(position, str(about.target), text_of(cell), reason)
    notes.keep(position, about.header, text_of(cell))


class Numbers(NamedTuple):
    """The phones of each row: as they will be stored, and those of them that tell who it is."""

    stored: list[tuple[str, ...]]
    telling: list[tuple[str, ...]]


def phone_column(column: Sequence[Cell], about: Column, region: str, notes: Notes) -> Numbers:
    """The phones of each row. Masked and damaged ones are kept as typed, and identify nobody."""
    stored: list[tuple[str, ...]] = []
    telling: list[tuple[str, ...]] = []
    for position, cell in enumerate(column):
        plain = plain_mobile(cell, region)
        if plain is not None:
            stored.append((plain,))
            telling.append(stored[-1])
        elif cell == "":
            stored.append(())
            telling.append(())
        else:
            phones = _phones_of(cell, about, region, position, notes)
            stored.append(tuple(phone.number for phone in phones))
            telling.append(tuple(phone.number for phone in phones if _tells(phone)))
    return Numbers(stored, telling)


def _phones_of(cell: Cell, about: Column, region: str, position: int, notes: Notes) -> list[Phone]:
    raw = cell if isinstance(cell, str | float | int) and not isinstance(cell, bool) else text_of(cell)
    if isinstance(raw, str) and raw.strip().lower() in BLANKS:
        return []
    if isinstance(raw, str) and len(raw) > _LONGEST_PHONES:
        _keep_one(raw, about, position, _NO_PHONE, notes)
        return []
    phones = [phone for phone in split_phones(raw, region) if _fits(phone, about, position, notes)]
    for phone in phones:
        reason = _doubt(phone)
        if reason is not None:
            notes.warn(position, "phone", phone.number, reason)
        if phone.label:
            notes.keep(position, about.header, f"{phone.number} {phone.label}")
    return phones


def _fits(phone: Phone, about: Column, position: int, notes: Notes) -> bool:
    if len(phone.number) > _LONGEST_PHONE:
        _keep_one(phone.number, about, position, _NO_PHONE, notes)
    return len(phone.number) <= _LONGEST_PHONE


def _tells(phone: Phone) -> bool:
    """Whether the number identifies its owner: all of it is there, and it is more than a remark."""
    return phone.valid or not (phone.masked or phone.damaged or sum(map(str.isdigit, phone.number)) < 5)


def _doubt(phone: Phone) -> Sentence | None:
    if phone.masked:
        return Sentence("Digits of this phone are hidden: it was kept as it is, and tells nobody apart.")
    if phone.damaged:
        return Sentence("The spreadsheet has cut digits off this phone. Look it up in the original.")
    if not phone.valid:
        return Sentence("This is not a valid phone number: it was kept as it is.")
    return None


def joined_numbers(columns: Sequence[Numbers], rows: int) -> Numbers:
    """The phones of several columns, in the columns' order, each once."""
    if len(columns) == 1:
        return columns[0]
    none: list[tuple[str, ...]] = [()] * rows
    return Numbers(
        _joined([column.stored for column in columns]) if columns else none,
        _joined([column.telling for column in columns]) if columns else none,
    )


def _joined(columns: Sequence[list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    return [tuple(dict.fromkeys(number for part in parts for number in part)) for parts in zip(*columns, strict=True)]


_NOT_A_BIRTHDAY = Sentence("This could not be read as a birthday. It was put into the note.")


def birthday_column(
    column: Sequence[Cell], about: Column, calendars: Sequence[bool | None] | None, today: date, notes: Notes
) -> list[Birthday | None]:
    """The birthdays of a column. `calendars` says of each row whether another column calls it lunar."""
    lunar = about.target == "lunar_birthday"

    def solar_or_as_written(cell: Cell) -> Birthday | None:
        return _birthday(cell, today, lunar=lunar)

    if calendars is None or lunar:
        found, odd = convert(column, solar_or_as_written, None)
        keep_odd(column, odd, about, _NOT_A_BIRTHDAY, notes)
        return found
    result: list[Birthday | None] = [None] * len(column)
    for wanted in (True, False):
        positions = [i for i, flag in enumerate(calendars) if bool(flag) is wanted]
        part = [column[i] for i in positions]
        values, odd = convert(part, lambda cell, wanted=wanted: _birthday(cell, today, lunar=wanted), None)  # type: ignore[misc]
        for position, cell, value in zip(positions, part, values, strict=True):
            result[position] = value
            if cell in odd:
                _keep_one(cell, about, position, odd[cell] or _NOT_A_BIRTHDAY, notes)
    return result


def _birthday(cell: Cell, today: date, *, lunar: bool) -> Birthday | None:
    if isinstance(cell, str):
        if cell.strip().lower() in BLANKS:
            return None
    elif isinstance(cell, bool | time | timedelta):
        raise ValueError(cell)  # noqa: TRY004 (one kind of error for whatever a cell may hold)
    return parse_birthday(cell, today=today, lunar=lunar)


def merge_lunar(
    solar: list[Birthday | None], lunar: list[Birthday | None], about: Column, column: Sequence[Cell], notes: Notes
) -> list[Birthday | None]:
    """One birthday of two columns: the first where it is filled; a lunar one that is another day goes into the note."""
    merged: list[Birthday | None] = []
    for position, (first, second) in enumerate(zip(solar, lunar, strict=True)):
        merged.append(first or second)
        if first and second and not _same_day(first, second):
            notes.keep(position, about.header, text_of(column[position]))
    return merged


def _same_day(solar: Birthday, lunar: Birthday) -> bool:
    if solar.calendar is Calendar.LUNAR:
        return (solar.month, solar.day) == (lunar.month, lunar.day)
    if solar.year is None:
        return False
    try:
        there = from_solar(date(solar.year, solar.month, solar.day))
    except ValueError:
        return False
    return (there.month, there.day, there.leap) == (lunar.month, lunar.day, lunar.leap)


def calendar_column(
    column: Sequence[Cell], about: Column, header_row: int, notes: Notes, confirmed: Meaning = NOTHING_CONFIRMED
) -> list[bool | None]:
    """Of each row, whether its birthday is called lunar (农历; codes as `codes` reads them)."""
    codes = calendar_codes(column, about.header, confirmed)
    _tell_codes(codes, codes.guess, header_row, notes)

    def lunar(cell: Cell) -> bool | None:
        text = filled_text(cell).lower()
        code = gender_code(text)
        if code in codes.meaning:
            meant = codes.meaning[code]
            return meant == "lunar" if meant else None
        if any(mark in text for mark in _LUNAR_WORDS) or text in ("是", "y", "yes", "true"):
            return True
        return False if any(mark in text for mark in _SOLAR_WORDS) or text in ("否", "n", "no") else None

    return convert(column, lunar, None)[0]


def gender_column(
    column: Sequence[Cell], about: Column, header_row: int, notes: Notes, confirmed: Meaning = NOTHING_CONFIRMED
) -> list[str | None]:
    """The genders of a column, words or codes; how codes were read is said in a warning on the header row, unless she
    confirmed it."""
    codes = gender_codes(column, about.header, confirmed)
    _tell_codes(codes, codes.found, header_row, notes)

    def gender(cell: Cell) -> str | None:
        text = filled_text(cell)
        code = gender_code(text)
        return codes.meaning[code] if code in codes.meaning else parse_gender(text)

    found, odd = convert(column, gender, None)
    keep_odd(column, odd, about, Sentence("This could not be read as a gender. It was put into the note."), notes)
    return found


def _tell_codes(codes: Codes, told: Guess | None, header_row: int, notes: Notes) -> None:
    """Note what was guessed, and warn of codes that she has not confirmed."""
    if codes.guess is not None:
        notes.guesses.append(codes.guess)
    if told is not None and not told.confirmed:
        reason = Sentence("The codes of this column were read as: %1. Check that this is so.", told.legend)
        if not told.legend:
            found = ", ".join(sorted(told.codes))
            reason = Sentence("The codes of this column (%1) were taken to say nothing. Say what they mean.", found)
        notes.warnings.append(Warned(header_row, told.field, told.header, reason))


class MemberNumbers(NamedTuple):
    """Member numbers as stored, and those of them that tell who it is ("" if damaged)."""

    stored: list[str]
    telling: list[str]


def member_column(column: Sequence[Cell], notes: Notes) -> MemberNumbers:
    """Member numbers. What a spreadsheet has rounded (1.23E+17) is the same for many people, and identifies nobody."""
    stored = ["" if number in ("0", "00") else number for number in text_column(column)]
    telling = list(stored)
    for position in _maybe_rounded(column, stored):
        cell, number = column[position], stored[position]
        if not isinstance(cell, str) or _SCIENTIFIC.fullmatch(number):
            telling[position] = ""
            reason = Sentence("The spreadsheet has rounded this number: it was kept, and tells nobody apart.")
            notes.warn(position, "member_no", number, reason)
    return MemberNumbers(stored, telling)


def name_column(column: Sequence[Cell]) -> list[str]:
    """Names, without the blanks that people put between characters to line columns up (张 三)."""
    names = tidy_texts(column)
    return convert(column, clean_name, "")[0] if names is None or " " in "".join(names) else names


def _maybe_rounded(column: Sequence[Cell], numbers: Sequence[str]) -> list[int]:
    """Positions of numbers with an exponent, and of cells that are numbers of more digits than a spreadsheet keeps."""
    found = [i for i, number in enumerate(numbers) if "E" in number or "e" in number]
    if all(kind is str for kind in set(map(type, column))):
        return found
    large = (i for i, cell in enumerate(column) if isinstance(cell, float | int) and abs(cell) >= 1e15)
    return sorted({*found, *large})


def text_column(column: Sequence[Cell]) -> list[str]:
    """Texts, "" for what only says that there is nothing."""
    texts = tidy_texts(column)
    return convert(column, filled_text, "")[0] if texts is None else texts


def custom_column(column: Sequence[Cell], kind: str, choices: Sequence[str], about: Column, notes: Notes) -> list[str]:
    """Values of a custom field as the shop keeps them; those that do not fit its kind go into the note."""

    def value(cell: Cell) -> str:
        text = text_of(cell)
        if kind == "date":
            moment = parse_moment(cell)
            text = moment.date().isoformat() if moment else ""
        elif kind != "text":
            text = filled_text(cell)
        return clean_custom_value(CustomFieldKind(kind), choices, text) if text else ""

    found, odd = convert(column, value, "")
    keep_odd(column, odd, about, Sentence("This does not fit the field. It was put into the note."), notes)
    return found


def custom_name(target: str) -> str:
    """The field's name in a key such as "custom:皮肤类型"."""
    return target.removeprefix(CUSTOM).strip()


def columns_for(layout: Layout, rows: Rows, *targets: str) -> Iterable[tuple[Column, Sequence[Cell]]]:
    """The columns that feed one of these fields, with their cells."""
    for column in layout.columns:
        if column.target in targets and column.index < len(rows.columns):
            yield column, rows.columns[column.index]
