"""A table's values as they are read on paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from crm_desktop.domain.money import format_money, format_quantity
from crm_desktop.domain.phone import format_phone
from crm_desktop.domain.table import ColumnKind, Value
from crm_desktop.language import listed, tr
from crm_desktop.patterns import regex

_CONTROL: Final = regex(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

RIGHT: Final = frozenset({"money", "number", "quantity"})
"""Columns of these kinds are set at the right."""
RIGID: Final = frozenset({"money", "number", "quantity", "phone", "phones", "date", "datetime"})
"""What is in these columns is not broken into lines."""


def words_of(kind: ColumnKind, value: Value) -> str:
    """A value in words; of several phones each has a line of its own."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return clean(format_phone(value) if kind in ("phone", "phones") else value)
    if isinstance(value, list | tuple):
        if kind in ("phone", "phones"):
            return clean("\n".join(map(format_phone, value)))
        return clean(listed(value))
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, int | float):
        return _number(kind, value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(kind: ColumnKind, value: float) -> str:
    if kind == "money":
        return format_money(int(value))
    if kind == "quantity":
        return format_quantity(int(value))
    return f"{value:,}" if isinstance(value, int) else f"{value:.15g}"


def clean(text: str) -> str:
    """The text without what no font can set."""
    return _CONTROL.sub("", text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))
