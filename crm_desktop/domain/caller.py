"""Who is on the phone, as telephone programs say it: a link that was clicked, or a number that a command was given.

`tel:` is RFC 3966, `sip:` RFC 3261; `callto:` was never written down. Programs are free with all three: blanks, words
and percent signs where none belong, a name before the number, a number without a scheme.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from crm_desktop.patterns import regex

_LONGEST: Final = 300
_SCHEME = regex(r"(?:tel|callto|sips?):(?://)?", re.IGNORECASE)
# "单晓丽" <sip:13911112222@pbx>
_NAMED = regex(r"[^<]*<([^<>]*)>.*", re.DOTALL)
# callto:+8613911112222+type=phone, callto:13911112222?call
_CALLTO_REST = regex(r"\?.*|\+type=.*", re.DOTALL)
_NOT_DIALLED = regex(r"[^0-9+*#]")
_EXTENSION = regex(r"ext=([0-9]{1,6})", re.IGNORECASE)
_CONTEXT = regex(r"phone-context=(\+[-0-9.() ]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caller:
    """The number that calls. `number` is as it came, without signs other than "+", "*" and "#", perhaps with
    ";ext=801"; "" if it is withheld."""

    number: str

    @property
    def is_withheld(self) -> bool:
        """Whether whoever calls did not want the number told, or the line does not tell it."""
        return not self.number


def read_caller(link: str) -> Caller:
    """The caller that a link names, or a bare number. What holds no digits, such as "anonymous", is withheld."""
    text = unicodedata.normalize("NFKC", unquote(link[:_LONGEST])).strip()
    text = _SCHEME.sub("", text, count=1) if _SCHEME.match(text) else text
    named = _NAMED.fullmatch(text)
    if named is not None:
        inner = named[1].strip()
        text = _SCHEME.sub("", inner, count=1) if _SCHEME.match(inner) else inner
    text, *parameters = _CALLTO_REST.sub("", text).split(";")
    number = _NOT_DIALLED.sub("", text.partition("@")[0])
    number = number[:1] + number[1:].replace("+", "")
    if not number.strip("+*#0"):
        return Caller("")
    return Caller(_in_context(number, parameters) + _extension(parameters))


def _in_context(number: str, parameters: list[str]) -> str:
    """A local number with the country, and the area, that it is local to."""
    found = next((match for each in parameters if (match := _CONTEXT.fullmatch(each.strip()))), None)
    if found is None or number.startswith(("+", "*", "#")):
        return number
    return "+" + _NOT_DIALLED.sub("", found[1]).lstrip("+") + number.lstrip("0")


def _extension(parameters: list[str]) -> str:
    found = next((match for each in parameters if (match := _EXTENSION.fullmatch(each.strip()))), None)
    return f";ext={found[1]}" if found is not None else ""
