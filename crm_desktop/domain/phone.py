"""Phone numbers as people and spreadsheets write them, brought to one form: E.164 where the number is valid.

An extension is kept behind it as RFC 3966 writes it: "+861088886666;ext=801". What is no valid number stays as
typed. `phonenumbers` is right about every country but slow, and costs time at start-up: it is imported when first
needed, and plain mainland mobiles, nearly all that a shop has, are told by a pattern that the tests compare with it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from crm_desktop.language import tr
from crm_desktop.patterns import regex

# The prefixes of which `phonenumbers` holds every number for valid; of 161 and 174 it accepts a part, and is asked.
_PREFIX: Final = "(1(?:3[0-9]|4[57]|5[0-35-9]|6[25-7]|7[0-35-8]|8[0-9]|9[0-35-9]))"
_MOBILE = regex(rf"[\s']*(?:(?:\+|00)?86[-\s]?)?{_PREFIX}[-\s]?([0-9]{{4}})[-\s]?([0-9]{{4}})\s*")
_STORED_MOBILE = regex(r"\+86(1[3-9][0-9])([0-9]{4})([0-9]{4})")

_PREFIXES: Final = frozenset(str(number) for number in range(130, 200) if re.fullmatch(_PREFIX, str(number)))

_LONGEST: Final = 60
_SHORTEST: Final = 7
_BLANKS: Final = frozenset({"", "-", "--", "/", "\\", "0", "无", "没有", "暂无", "none", "null", "n/a", "nan"})
_SEPARATORS = regex(r":::|[/、;，,|\n\r]+|\s或\s?|\bor\b")
_MASKED = regex(r"[0-9][-\s]?[*•●×xX]{2,}[-\s]?(?:[0-9]|$)|^[*•●×xX]{3,}[-\s]?[0-9]")
_SCIENTIFIC = regex(r"([0-9])(?:\.([0-9]+))?[eE]\+?([0-9]{1,2})")
_EXTENSION = regex(r"(.*[0-9])\s*(?:-|,|转|分机|;ext=|ext\.?|[x#])+[:\s]*([0-9]{1,6})", re.IGNORECASE)
_DIGITS_WITH_WORDS = regex(r"([^0-9+(]*)([+(]?[0-9][-0-9\s()+.]*[0-9])([^0-9]*)")
# Words that only say that a number is a number.
_PLAIN_WORDS = regex(
    r"移动电话|联系电话|联系方式|固定电话|手机号码?|电话号码|微信同号|同微信|手机|电话|座机|固话|号码"
    r"|\b(?:mobile|telephone|tel|phone|cell|[mtp])\b|[\s:：.,()\[\]]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phone:
    """One number. `number`: E.164 if `valid`, else as typed.

    `masked`: some digits are hidden (138****8000), so it identifies nobody. `damaged`: a spreadsheet cut digits off
    (1.38E+10). `label`: other words that stood beside the number (妈妈).
    """

    number: str
    valid: bool
    masked: bool = False
    damaged: bool = False
    label: str = ""


def parse_phone(raw: str | float, region: str = "CN") -> Phone | None:
    """The number that `raw`, a cell or what was typed, holds; None if blank. `region` has numbers without +."""
    if isinstance(raw, str):
        plain = _MOBILE.fullmatch(raw) if region == "CN" else None
        return Phone(f"+86{plain[1]}{plain[2]}{plain[3]}", valid=True) if plain else _parse_text(raw, region)
    return parse_phone(_text_of_number(raw), region)


def plain_mobile(cell: object, region: str = "CN") -> str | None:
    """E.164 of a cell that is a mainland mobile's eleven digits and no more; None for all else, phone or not.

    For columns of 100,000 cells: where it answers, `parse_phones` answers the same, ten times slower.
    """
    if isinstance(cell, float) and 1.3e10 <= cell < 2e10 and cell.is_integer():
        cell = str(int(cell))
    if not isinstance(cell, str) or len(cell) != 11 or region != "CN":
        return None
    return "+86" + cell if cell[:3] in _PREFIXES and cell.isascii() and cell.isdecimal() else None


def parse_phones(cell: str | float, region: str = "CN") -> list[Phone]:
    """Every number of a cell, in order, each once."""
    if not isinstance(cell, str):
        cell = _text_of_number(cell)
    plain = _MOBILE.fullmatch(cell) if region == "CN" else None
    if plain:
        return [Phone(f"+86{plain[1]}{plain[2]}{plain[3]}", valid=True)]
    found = (parse_phone(piece, region) for piece in split_phones(cell, region))
    return list({phone.number: phone for phone in found if phone}.values())


def split_phones(cell: str, region: str = "CN") -> list[str]:
    """The numbers of a cell that holds several, as written: by / 、 ; , | line ends, and by blanks.

    A blank separates only what are whole numbers: "138 0013 8000" is one. What could not be told apart stays whole.
    """
    text = unicodedata.normalize("NFKC", cell).strip().lstrip("'").strip()
    if text.lower() in _BLANKS:
        return []
    if len(text) > _LONGEST * 4:
        return [text]
    pieces = [piece.strip() for piece in _SEPARATORS.split(text)]
    pieces = [piece for piece in pieces if piece.lower() not in _BLANKS]
    if any(0 < _count_digits(piece) < _SHORTEST and not _MASKED.search(piece) for piece in pieces):
        return [text]
    return [number for piece in pieces for number in _split_at_blanks(piece, region)]


def format_phone(number: str, *, abroad: bool = False) -> str:
    """A stored `number` as a person reads it: "138 0013 8000", "010 8888 6666 ext. 801", "+1 650-253-0000". With
    `abroad`, Chinese numbers have their country too: "+86 10 8888 6666"."""
    mobile = None if abroad else _STORED_MOBILE.fullmatch(number)
    if mobile:
        return f"{mobile[1]} {mobile[2]} {mobile[3]}"
    main, _, extension = number.partition(";ext=")
    if not main.startswith("+"):
        return number
    grouped = _grouped(main, abroad=abroad)
    return tr("%1 ext. %2", grouped, extension) if extension else grouped


def digits_reversed(number: str) -> str:
    """The digits of a stored number from the last to the first, so that a search for its tail is one for a prefix.

    The extension is left out; of a masked number only the digits behind the mask count.
    """
    if number[:1] == "+" and number.isascii() and number[1:].isdigit():  # as most are
        return number[:0:-1]
    main = number.partition(";ext=")[0]
    tail = re.split(r"[*•●×xX]{2,}", main)[-1]
    return "".join(char for char in reversed(tail) if "0" <= char <= "9")


def _text_of_number(cell: float) -> str:
    """A cell's number without the ".0" that a spreadsheet gave it."""
    return str(int(cell)) if isinstance(cell, int) or cell.is_integer() else repr(cell)


def _parse_text(raw: str, region: str) -> Phone | None:
    typed = raw.strip().lstrip("'").strip()
    text = unicodedata.normalize("NFKC", typed).strip()
    if text.lower() in _BLANKS:
        return None
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific:
        return _of_scientific(scientific, typed, region)
    if _MASKED.search(text):
        return Phone(typed, valid=False, masked=True)
    if len(text) > _LONGEST:
        return Phone(typed, valid=False)
    if text.endswith(".0"):
        text = text[:-2]
    return _with_words(text, region) or Phone(typed, valid=False)


def _of_scientific(match: re.Match[str], typed: str, region: str) -> Phone | None:
    """The number behind 1.3800138000E+10 where every digit is still there; otherwise it is damaged."""
    first, decimals, exponent = match[1], match[2] or "", int(match[3])
    if len(decimals) == exponent:
        return parse_phone(first + decimals, region)
    return Phone(typed, valid=False, damaged=True)


def _with_words(text: str, region: str) -> Phone | None:
    """The valid number in `text`, which may be labelled (手机:…, …妈妈); None if there is none."""
    number = _valid(text, region)
    if number:
        return Phone(number, valid=True)
    parts = _DIGITS_WITH_WORDS.fullmatch(text)
    number = _valid(parts[2], region) if parts else None
    if parts is None or number is None:
        return None
    label = " ".join(word for word in (_PLAIN_WORDS.sub("", side) for side in (parts[1], parts[3])) if word)
    return Phone(number, valid=True, label=label)


def _valid(text: str, region: str) -> str | None:
    """The stored form of `text` if it is one valid number, perhaps with an extension."""
    number = _e164(text, region)
    if number:
        return number
    split = _EXTENSION.fullmatch(text)
    number = _e164(split[1], region) if split else None
    return f"{number};ext={split[2]}" if number and split else None


def _e164(text: str, region: str) -> str | None:
    """`text` in E.164 if it is a valid number of `region` or, with + or 00, of any; None also for any other words."""
    if not re.fullmatch(r"[-+0-9\s().]+", text):
        return None
    if region == "CN":
        mobile = _MOBILE.fullmatch(text)
        if mobile:
            return f"+86{mobile[1]}{mobile[2]}{mobile[3]}"
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@lru_cache(maxsize=4096)
def _grouped(number: str, *, abroad: bool) -> str:
    """An E.164 number in groups: as at home for a Chinese one, unless seen from abroad; others as abroad."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_valid_number(parsed):
        return number
    forms = phonenumbers.PhoneNumberFormat
    is_home = parsed.country_code == 86 and not abroad
    return str(phonenumbers.format_number(parsed, forms.NATIONAL if is_home else forms.INTERNATIONAL))


def _count_digits(text: str) -> int:
    return sum("0" <= char <= "9" for char in text)


def _split_at_blanks(piece: str, region: str) -> list[str]:
    """`piece` cut where blanks part whole numbers; words go with the number before them, or the first one."""
    words = piece.split()
    if len(words) < 2 or _valid(piece, region):
        return [piece]
    numbers: list[str] = []
    pending: list[str] = []
    for word in words:
        if not _count_digits(word) and not pending and numbers:
            numbers[-1] = f"{numbers[-1]} {word}"
            continue
        pending.append(word)
        if _with_words(" ".join(pending), region):
            numbers.append(" ".join(pending))
            pending = []
    if len(numbers) + bool(pending) < 2 or (pending and _count_digits(" ".join(pending)) < _SHORTEST):
        return [piece]
    return [*numbers, " ".join(pending)] if pending else numbers
