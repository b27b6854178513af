"""The lines that contact cards (RFC 2426) and calendars (RFC 5545) are made of: escaped, folded, ended by CRLF."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from crm_desktop.exchange.writers.output import clean
from crm_desktop.patterns import regex

LONGEST: Final = 75
"""The most octets that a line may have; what is longer goes on in the next line, behind a blank."""
PRODUCT: Final = "-//CRM Desktop//CRM Desktop//EN"

_SPECIAL: Final = regex(r"[\\;,]")
# The last three would end a line for a reader that takes every Unicode line end for one.
_LINE_END: Final = regex(r"\r\n?|[\n\x85\u2028\u2029]")
_NAMESPACE: Final = uuid.UUID("6b0f2f5e-6f0b-4d5c-9a53-5d1c3c7e1a10")


def escaped(text: str) -> str:
    """A text as a value, or as one part of a value of several."""
    plain = clean(text).replace("\x7f", "")
    return _LINE_END.sub(r"\\n", _SPECIAL.sub(r"\\\g<0>", plain))


def line(name: str, value: str) -> bytes:
    """A property with a value that is escaped already. No character is cut in two where it is folded."""
    data = f"{name}:{value}".encode()
    if len(data) <= LONGEST:
        return data + b"\r\n"
    pieces, start, room = [], 0, LONGEST
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        pieces.append(data[start:end])
        start, room = end, LONGEST - 1
    pieces.append(data[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def stable_uid(kind: str, *what: object) -> str:
    """The same identifier whenever the same thing is written: who takes the file again gets no doubles."""
    return str(uuid.uuid5(_NAMESPACE, "/".join([kind, *map(str, what)])))


def identity_of(customer_id: int, created: datetime) -> str:
    """What tells a customer from those of any other shop."""
    return f"{customer_id}/{created.isoformat()}"
