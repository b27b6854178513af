"""The address of each row: of one column, or put together from those that address books keep its parts in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from crm_desktop.domain.postal_address import AddressParts, in_one_line
from crm_desktop.exchange.sheets.layout import Column
from crm_desktop.exchange.sheets.table import Table
from crm_desktop.exchange.sheets.values import Notes, columns_for, text_column
from crm_desktop.patterns import regex

# What ends a heading, in the order in which to ask: 省/市/自治区 ends like a district, 市/县 like a county.
_PARTS: Final = {
    "country": regex(r"(?:country(?:/region)?|国家(?:/地区)?)$", re.IGNORECASE),
    "region": regex(r"(?:state|province|region|省(?:份|/市/自治区)?)$", re.IGNORECASE),
    "city": regex(r"(?:city|市(?:/县)?|城市)$", re.IGNORECASE),
    "code": regex(r"(?:postal ?code|邮政编码|邮编)$", re.IGNORECASE),
    "box": regex(r"(?:(?:address ?)?p\.?o\.? ?box|- ?邮箱)$", re.IGNORECASE),
    "extended": regex(r"extended ?address$", re.IGNORECASE),
    "street": regex(r"(?:street|街道)(?: ?\d)?$", re.IGNORECASE),
}
_OF_THE_HOME: Final = ("Home", "住宅地址")


class _Part(NamedTuple):
    """A column of parts of an address: which part, and of which of the row's addresses ("Home", "Address 2")."""

    address: str
    part: str
    texts: Sequence[str]


def read_addresses(table: Table, notes: Notes) -> list[str]:
    """The address of each row: the column of whole addresses, with those of its parts that it does not name; else the
    one at home, else the first. Further ones go into the note."""
    whole = next((text_column(cells) for _, cells in columns_for(table.layout, table.rows, "address")), None)
    texts = whole or [""] * len(table.rows.numbers)
    parts = [
        _part(column, text_column(cells)) for column, cells in columns_for(table.layout, table.rows, "address_part")
    ]
    if not parts:
        return texts
    order = sorted(dict.fromkeys(part.address for part in parts), key=lambda address: address not in _OF_THE_HOME)
    return [_address_of(position, text, parts, order, notes) for position, text in enumerate(texts)]


def _part(column: Column, texts: Sequence[str]) -> _Part:
    heading = " ".join(unicodedata.normalize("NFKC", column.header).split())
    for part, ending in _PARTS.items():
        if found := ending.search(heading):
            return _Part(heading[: found.start()].strip(" -"), part, texts)
    return _Part("", "street", texts)


def _address_of(position: int, whole: str, parts: Sequence[_Part], order: Sequence[str], notes: Notes) -> str:
    text = whole
    for address in order:
        known = whole if address == order[0] else ""
        told = {"street": known} if known else {}
        for part in parts:
            value = part.texts[position]
            if part.address == address and value and value not in known:
                told[part.part] = f"{told[part.part]} {value}" if part.part in told else value
        line = in_one_line(AddressParts(**told)) if told else ""
        if not text or known:
            text = line
        elif line:
            notes.keep(position, address, line)
    return text
