"""Money as whole fen and quantities as whole thousandths: read from what people type and export, and shown again.

No binary fraction is ever added up: 1 yuan = 100 fen, 1 piece = 1000 thousandths.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from crm_desktop.patterns import regex

MAX_FEN: Final = 10**12
"""The largest amount, in either direction: ten billion yuan."""

MAX_QUANTITY_MILLI: Final = 10**10
"""The largest quantity, in either direction: ten million pieces."""

_OfText = Callable[[str], Decimal | None]
_BLANKS: Final = frozenset({"", "-", "--", "---"})
_PLAIN = regex(r"(-?)([0-9]{1,10})(?:\.([0-9]{1,2}))?")
_NUMBER = regex(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+")
_CURRENCY = regex(r"(?:人民币|RMB|CNY|¥)\.?", re.IGNORECASE)
_CURRENCY_AFTER = regex(r"(?:人民币|RMB|CNY|¥|元整?|圆整?|块钱?)$", re.IGNORECASE)
_TIMES = regex("[x×]", re.IGNORECASE)
_UNIT = regex(
    r"(?:个|件|盒|瓶|包|袋|次|份|套|只|支|枝|条|杯|罐|张|块|双|对|片|本|台|把|束|箱|斤|公斤|kg|pcs?)$", re.IGNORECASE
)
_DASHES: Final = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-"})


def parse_money(value: str | float | Decimal | None) -> int | None:
    """`value` in fen: 1234.5, "1,234.50", "¥-35.50", "1234.5元", full-width digits; in brackets is negative.

    Blank, a lone "-" or a lone currency sign is None. More than two decimals are rounded half up. ValueError for
    anything else, and beyond MAX_FEN.
    """
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value)
        if plain:
            sign, whole, cents = plain.groups()
            fen = int(whole) * 100 + (int(cents.ljust(2, "0")) if cents else 0)
            return _bounded(-fen if sign else fen, MAX_FEN)
    return _scaled(value, 100, MAX_FEN, _amount_of_text)


def parse_quantity(value: str | float | Decimal | None) -> int | None:
    """`value` in thousandths: 2, "0.5", "2 盒", "×3". Blank is None; ValueError as `parse_money`."""
    return _scaled(value, 1000, MAX_QUANTITY_MILLI, _quantity_of_text)


def format_money(fen: int) -> str:
    """¥1,234.50, and -¥35.50 for what was given back."""
    return f"{'-' if fen < 0 else ''}¥{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def plain_money(fen: int) -> str:
    """1234.50: for files and for fields that are typed in."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


def format_quantity(milli: int) -> str:
    """2, 0.5: no more decimals than it takes."""
    whole, rest = divmod(abs(milli), 1000)
    decimals = f".{rest:03}".rstrip("0") if rest else ""
    return f"{'-' if milli < 0 else ''}{whole}{decimals}"


def _scaled(value: str | float | Decimal | None, scale: int, limit: int, of_text: _OfText) -> int | None:
    """`value` times `scale`, rounded half up; None if blank. ValueError if it is no number, or beyond `limit`."""
    if value is None:
        return None
    if isinstance(value, bool):
        raise ValueError(value)  # noqa: TRY004 (one kind of error for whatever a cell may hold)
    if isinstance(value, int):
        return _bounded(value * scale, limit)
    if isinstance(value, float):
        # Below ten million the product errs by less than 10⁻⁵, so away from a half rounding is right without Decimal.
        if -1e7 < value < 1e7:
            product = value * scale
            nearest = round(product)
            if -0.4 < product - nearest < 0.4:
                return nearest
        value = Decimal(repr(value))
    number = of_text(value) if isinstance(value, str) else value
    if number is None:
        return None
    # The comparison comes first: 1e99 fen would be a hundred digits, and NaN compares to nothing.
    if not number.is_finite() or abs(number) > limit:
        raise ValueError(value)
    return _bounded(int((number * scale).quantize(Decimal(1), ROUND_HALF_UP)), limit)


def _bounded(scaled: int, limit: int) -> int:
    if not -limit <= scaled <= limit:
        raise ValueError(scaled)
    return scaled


def _amount_of_text(text: str) -> Decimal | None:
    return _number_of_text(text, _CURRENCY, _CURRENCY_AFTER)


def _quantity_of_text(text: str) -> Decimal | None:
    return _number_of_text(text, _TIMES, _UNIT)


def _number_of_text(text: str, before: re.Pattern[str], after: re.Pattern[str]) -> Decimal | None:
    """The number of `text` without its sign of currency or unit; None if nothing else is there."""
    # NFKC turns full-width digits, signs, brackets and ￥ into their plain forms.
    rest = "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split()).lstrip("'")
    negative = False
    if rest.startswith("(") and rest.endswith(")"):
        rest, negative = rest[1:-1], True
    rest, minus = _without_sign(rest)
    prefix = before.match(rest)
    if prefix:
        rest, second_minus = _without_sign(rest[prefix.end() :])
        minus = minus or second_minus
    rest = after.sub("", rest)
    if rest in _BLANKS:
        return None
    if not _NUMBER.fullmatch(rest):
        raise ValueError(text)
    number = Decimal(rest.replace(",", ""))
    return -number if negative or minus else number


def _without_sign(text: str) -> tuple[str, bool]:
    """`text` without its leading sign, and whether that was a minus."""
    if text[:1] in ("-", "+"):
        return text[1:], text[0] == "-"
    return text, False
