"""Several values in one cell: how they are written, and told apart again.

A value that would not come back as it is stands in quotation marks, those within it doubled: `vip, "cash, not card"`,
`138 0013 8000 / "8001"`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from crm_desktop.domain.phone import Phone, format_phone, parse_phone, parse_phones
from crm_desktop.exchange.sheets.cells import filled_text, parted, split_tags, text_of
from crm_desktop.language import language
from crm_desktop.patterns import regex

if TYPE_CHECKING:
    from crm_desktop.exchange.readers import Cell

_MAIL_SEPARATORS: Final = regex(r"[\s,\uff0c;\uff1b、|]+|:::")
_HANDLE_SEPARATORS: Final = regex(r"[,\uff0c;\uff1b、|/\n]+|:::")
_PHONE_SEPARATORS: Final = regex("/")
_NOWHERE: Final = "ZZ"
_MOBILE: Final = regex(r"\+861[3-9][0-9]{9}")
# Nothing in it parts two values, and it is too long to say that there is none (nan).
_ALONE: Final = regex(r"[\w.@+-]{5,}")
# What WeChat and QQ give out. Other texts are nicknames, which hold any sign.
_HANDLE: Final = regex(r"[A-Za-z0-9_-]{3,}")


def split_mails(cell: Cell) -> tuple[str, ...]:
    """The addresses of a cell, each once."""
    text = filled_text(cell)
    if '"' in text:
        return _distinct(parted(text, _MAIL_SEPARATORS))
    return _distinct(_MAIL_SEPARATORS.split(text)) if text.count("@") > 1 else _distinct([text])


def split_handles(cell: Cell) -> tuple[str, ...]:
    """The accounts of a cell, each once."""
    text = filled_text(cell)
    if '"' in text:
        return _distinct(parted(text, _HANDLE_SEPARATORS))
    pieces = list(map(str.strip, _HANDLE_SEPARATORS.split(text)))
    return _distinct(pieces) if all(map(_HANDLE.fullmatch, pieces)) else _distinct([text])


def split_phones(cell: str | float, region: str) -> list[Phone]:
    """The numbers of a cell, each once."""
    if not isinstance(cell, str) or '"' not in cell:
        return parse_phones(cell, region)
    found = (parse_phone(piece, region) for piece in parted(cell, _PHONE_SEPARATORS))
    return list({phone.number: phone for phone in found if phone}.values())


def _distinct(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


_SPLITTERS: Final[dict[str, Callable[[Cell], tuple[str, ...]]]] = {
    "email": split_mails,
    "wechat": split_handles,
    "qq": split_handles,
}


def joined(values: tuple[str, ...], key: str = "tags") -> str:
    """The values as one cell of the column `key`, so that they are told apart when it is read."""
    if len(values) == 1 and _ALONE.fullmatch(values[0]):  # as most are, and all different: not worth keeping
        return values[0]
    return _joined(values, key)


@lru_cache(maxsize=4096)
def _joined(values: tuple[str, ...], key: str) -> str:
    split = _SPLITTERS.get(key, split_tags)
    plain = ", ".join(values)
    if split(plain) == values:
        return plain
    some = ", ".join(value if split(value) == (value,) and '"' not in value else _quoted(value) for value in values)
    return some if split(some) == values else ", ".join(map(_quoted, values))


def joined_phones(numbers: tuple[str, ...], region: str = "CN") -> str:
    """Stored numbers as one cell, in groups for the eye, so that they come back as they are stored in a shop of that
    region; "" for one of any region."""
    if region == "CN" and all(map(_MOBILE.fullmatch, numbers)):
        return " / ".join(map(format_phone, numbers))
    return _joined_phones(numbers, region, language())


@lru_cache(maxsize=4096)
def _joined_phones(numbers: tuple[str, ...], region: str, spoken: str) -> str:
    """`joined_phones`, kept for what was joined before. `spoken`: the language in which an extension is written."""
    grouped = tuple(format_phone(number, abroad=region != "CN") for number in numbers)
    plain = " / ".join(grouped)
    # In a shop of any region nothing may depend on it.
    region = region or _NOWHERE
    if tuple(phone.number for phone in split_phones(plain, region)) == numbers:
        return plain
    return " / ".join(
        shown
        if [phone.number for phone in parse_phones(shown, region)] == [number] and shown != number
        else _quoted(number)
        for number, shown in zip(numbers, grouped, strict=True)
    )


def _quoted(value: str) -> str:
    return '"' + text_of(value).replace('"', '""') + '"'
