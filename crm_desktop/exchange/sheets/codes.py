"""Columns of codes: what 0, 1 and 2 stand for. As she confirmed, else as their heading explains, else as is usual
elsewhere, which is a guess that she is asked about."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from crm_desktop.domain.gender import GENDER_WORDS, gender_code, guess_gender_codes
from crm_desktop.exchange.readers import Cell
from crm_desktop.exchange.sheets.cells import filled_text
from crm_desktop.language import Sentence

Meaning = Mapping[str, str | None]
"""Code → "male", "female", "solar", "lunar", or None for what says nothing."""

NOTHING_CONFIRMED: Final[Meaning] = {}

_CODE_TABLE = re.compile(
    r"(-?\d)\s*[-=:.]?\s*(男|女|农历|阴历|公历|阳历|新历|旧历)|(男|女|农历|阴历|公历|阳历)\s*[-=:]?\s*(-?\d)"
)
_MEANT: Final[Mapping[str, str]] = {
    "男": "male",
    "女": "female",
    **dict.fromkeys(("农历", "阴历", "旧历"), "lunar"),
    **dict.fromkeys(("公历", "阳历", "新历"), "solar"),
}
_YES_OR_NO = re.compile(r"是否|^(?:农历|阴历|lunar)$|is.?lunar", re.IGNORECASE)

CODE_WORDS: Final[Mapping[str, Sentence]] = {
    **GENDER_WORDS,
    "solar": Sentence("Solar calendar"),
    "lunar": Sentence("Lunar calendar"),
}
"""What codes can mean, in words."""


class Guess(NamedTuple):
    """What the codes of a column were taken for, on how many rows. `confirmed`: she said so herself."""

    header: str
    field: str
    codes: Meaning
    rows: int
    confirmed: bool

    @property
    def legend(self) -> str:
        """The codes in words: 0 = Female, 1 = Male."""
        return ", ".join(f"{code} = {CODE_WORDS[meant]}" for code, meant in sorted(self.codes.items()) if meant)

    def as_json(self) -> dict[str, object]:
        return {
            "header": self.header,
            "field": self.field,
            "codes": dict(self.codes),
            "rows": self.rows,
            "confirmed": self.confirmed,
        }


class Codes(NamedTuple):
    """How a column of codes is read. `found`: those of its codes that it holds, None if it holds none;
    `is_explained`: its heading says what they are, so nothing was guessed."""

    meaning: Meaning
    found: Guess | None = None
    is_explained: bool = False

    @property
    def guess(self) -> Guess | None:
        """What she may be asked about."""
        return None if self.is_explained else self.found


def gender_codes(column: Sequence[Cell], header: str, confirmed: Meaning) -> Codes:
    """The codes of a column of genders."""
    usual = guess_gender_codes(cell for cell in set(column) if filled_text(cell)) or {}
    return _codes("gender", column, header, usual, confirmed)


def calendar_codes(column: Sequence[Cell], header: str, confirmed: Meaning) -> Codes:
    """The codes of a column that says in which calendar a birthday is."""
    usual = guess_calendar_codes({gender_code(filled_text(cell)) for cell in set(column)} - {""}, header)
    return _codes("birthday_calendar", column, header, usual, confirmed)


def guess_calendar_codes(codes: set[str], header: str) -> Meaning:
    """What the codes of such a column probably mean: 1 lunar where the heading asks whether it is, else 0 lunar and 1
    solar, as the one system writes that was seen; with a 2, 1 solar and 2 lunar. Nothing if they are no codes."""
    if not codes or not codes <= {"0", "1", "2"}:
        return {}
    if "2" in codes:
        meaning: Meaning = {"0": None, "1": "solar", "2": "lunar"}
    elif _YES_OR_NO.search(header.strip()):
        meaning = {"0": "solar", "1": "lunar"}
    else:
        meaning = {"0": "lunar", "1": "solar"}
    return {code: meaning[code] for code in sorted(codes)}


def _codes(field: str, column: Sequence[Cell], header: str, usual: Meaning, confirmed: Meaning) -> Codes:
    explained = _explained(header)
    meaning = {**dict.fromkeys(usual), **explained} if explained else usual
    if not meaning and not confirmed:
        return Codes({})
    rows: Counter[str] = Counter()
    for cell, count in Counter(column).items():
        rows[gender_code(filled_text(cell))] += count
    told = {code: meant for code, meant in confirmed.items() if rows[code]}
    there = {code: meant for code, meant in (*meaning.items(), *told.items()) if rows[code]}
    if not there:
        return Codes(meaning)
    found = Guess(header, field, there, sum(rows[code] for code in there), told.keys() == there.keys())
    return Codes({**meaning, **told}, found, bool(explained) and not told)


def _explained(header: str) -> Meaning:
    """The code table that a heading carries: "(0女 1男 2保密)" → {"0": "female", "1": "male"}."""
    text = unicodedata.normalize("NFKC", header)
    return {a or d: _MEANT[b or c] for a, b, c, d in _CODE_TABLE.findall(text)}
