"""Values of the fields that a shop defines for itself: checked, brought to one stored text, and shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Final

from crm_desktop.domain.date_text import NotADate, read_date, read_serial
from crm_desktop.language import Sentence, tr
from crm_desktop.patterns import regex


class CustomFieldKind(StrEnum):
    """What a field may hold."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


KIND_WORDS: Final = {
    CustomFieldKind.TEXT: Sentence("Text"),
    CustomFieldKind.NUMBER: Sentence("Number"),
    CustomFieldKind.DATE: Sentence("Date"),
    CustomFieldKind.CHOICE: Sentence("Choice"),
    CustomFieldKind.YES_NO: Sentence("Yes or no"),
}

YES: Final = "yes"
NO: Final = "no"
"""How a yes and a no are stored."""

_YES_WORDS: Final = frozenset(("yes", "y", "true", "1", "是", "有", "对", "已", "√", "✓", "✔", "☑"))
_NO_WORDS: Final = frozenset(("no", "n", "false", "0", "否", "无", "没有", "不", "未", "×", "x", "✗", "☐"))
# Letting exponents in would let 1E+99 in, which is a hundred digits; so is a number of more digits than these.
_NUMBER = regex(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")


def clean_custom_value(kind: CustomFieldKind, choices: Sequence[str], raw: str | float | date | None) -> str:
    """The stored text of `raw`, a cell or what was typed; "" if blank.

    Numbers are stored as "12.5", dates as "2026-11-21", yes and no as "yes" and "no", a choice as `choices` spells
    it. ValueError, holding a Sentence, for what is not of that kind.
    """
    text = _text(raw)
    if kind is CustomFieldKind.TEXT or not text:
        return text
    if kind is CustomFieldKind.NUMBER:
        return _number(text)
    if kind is CustomFieldKind.DATE:
        return _date(raw if isinstance(raw, (int, float)) and abs(raw) < 1e9 else text)
    return _choice(choices, text) if kind is CustomFieldKind.CHOICE else _yes_no(text)


def show_custom_value(kind: CustomFieldKind, stored: str) -> str:
    """The stored text as a person reads it: a date and yes or no in the current language."""
    if kind is CustomFieldKind.YES_NO and stored:
        return tr("Yes") if stored == YES else tr("No")
    return stored


def _text(raw: str | float | date | None) -> str:
    if raw is None:
        return ""
    if isinstance(raw, datetime) and raw.time() == time():
        raw = raw.date()
    if isinstance(raw, float):
        return format(raw, ".15g") if abs(raw) < 1e15 else repr(raw)
    return str(raw).strip()


def _number(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).replace(",", "").split())
    if not _NUMBER.fullmatch(plain):
        raise ValueError(Sentence("“%1” is not a number.", text))
    number = f"{Decimal(plain):f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if number == "-0" else number


def _date(value: str | float) -> str:
    """A day of the solar calendar with its year."""
    refusal = ValueError(Sentence("“%1” is not a date with its year.", value))
    try:
        parts = read_date(value) if isinstance(value, str) else read_serial(value)
    except NotADate:
        raise refusal from None
    if parts is None:
        return ""
    if parts.year is None or parts.short_year or parts.lunar:
        raise refusal
    try:
        return date(parts.year, parts.month, parts.day).isoformat()
    except ValueError:
        raise refusal from None


def _choice(choices: Sequence[str], text: str) -> str:
    folded = _folded(text)
    for choice in choices:
        if _folded(choice) == folded:
            return choice
    raise ValueError(Sentence("“%1” is not one of the choices.", text))


def _yes_no(text: str) -> str:
    folded = _folded(text)
    if folded in _YES_WORDS:
        return YES
    if folded in _NO_WORDS:
        return NO
    raise ValueError(Sentence("“%1” is neither yes nor no.", text))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
