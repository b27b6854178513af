"""What is longer than its field holds: cut or left out there, whole in the note, and warned of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from crm_desktop.exchange.sheets.layout import Column
from crm_desktop.exchange.sheets.values import Notes
from crm_desktop.language import Sentence

LONGEST_NAME: Final = 200
"""Of a name, and of a phone, mail or account."""

LONGEST_TAG: Final = 40
LONGEST_FIELD_NAME: Final = 40
LONGEST_TEXT: Final = 100_000

_MOST_QUOTED: Final = 40

TOO_LONG = Sentence("This is too long for the field. It was put into the note.")


def quoted(text: str) -> str:
    """A text as a sentence names it: the beginning of a long one."""
    return text if len(text) <= _MOST_QUOTED else text[:_MOST_QUOTED] + "…"


def does_not_fit(text: str, longest: int) -> Sentence | None:
    """Why a text has no room in a field that has no note to put it into; None if it has."""
    if len(text) <= longest:
        return None
    return Sentence("“%1” is longer than the %2 characters that fit.", quoted(text), longest)


def keep_long(values: list[str], longest: int, key: str, about: Column | None, notes: Notes) -> None:
    """Cut what is too long for a field, and keep the whole in the note."""
    if not values or len(max(values, key=len)) <= longest:
        return
    for position, value in enumerate(values):
        if len(value) > longest:
            notes.warn(position, key, value, TOO_LONG)
            notes.keep(position, about.header if about else key, value)
            values[position] = value[:longest].rstrip()


def keep_long_parts(
    rows: Sequence[tuple[str, ...]], longest: int, key: str, about: Column | None, notes: Notes
) -> list[tuple[str, ...]]:
    """The rows without those of their parts that are too long for a field, which are kept in the note."""
    kept = list(rows)
    if max(map(len, chain.from_iterable(kept)), default=0) <= longest:
        return kept
    for position, parts in enumerate(kept):
        kept[position] = tuple(part for part in parts if len(part) <= longest)
        for part in parts:
            if len(part) > longest:
                notes.warn(position, key, part, TOO_LONG)
                notes.keep(position, about.header if about else key, part)
    return kept


def cut_notes(texts: list[str], notes: Notes) -> None:
    """Cut what is longer than a note holds, the one place that has nowhere to put the rest."""
    if not texts or len(max(texts, key=len)) <= LONGEST_TEXT:
        return
    reason = Sentence("A note has at most %1 characters: the rest of this one was cut off.", f"{LONGEST_TEXT:,}")
    for position, text in enumerate(texts):
        if len(text) > LONGEST_TEXT:
            notes.warn(position, "note", text, reason)
            texts[position] = text[:LONGEST_TEXT]
