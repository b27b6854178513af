"""What a person typed, as it is kept."""

from __future__ import annotations

from crm_desktop.patterns import regex

_BREAKS = regex(r"\r\n?")
# What no keyboard types and no search finds; the search index puts such signs between its values.
_CONTROL = regex(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text without control characters and blanks around it; every line break is a single one."""
    return _CONTROL.sub("", _BREAKS.sub("\n", text)).strip()
