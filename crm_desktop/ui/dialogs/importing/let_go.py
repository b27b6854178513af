"""Forgetting a large file without a pause: a million cells freed at once would stop the window."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

from crm_desktop.exchange.people import Directory
from crm_desktop.exchange.readers import Book
from crm_desktop.ui.dialogs.importing.plan import Prepared

_PORTION: Final = 2_000


def let_go(*containers: Any) -> None:
    """Empty these lists and dictionaries a portion at a time; nobody may use them any more.

    Meant for the worker thread: between portions the window has its turn.
    """
    for container in containers:
        while container:
            if isinstance(container, dict):
                for key in list(islice(container, _PORTION)):
                    del container[key]
            else:
                del container[-_PORTION:]


def plan_parts(prepared: Prepared) -> list[Any]:
    """What only this plan holds: its rows and people, not the file's cells, which the next plan reads again."""
    held = list(vars(prepared.plan).values())
    for thing in list(held):
        if isinstance(thing, Directory):
            held += vars(thing).values()
    return [prepared.rows, *(thing for thing in held if type(thing) in (list, dict))]


def book_parts(book: Book) -> list[Any]:
    """The cells of a file."""
    return [sheet.rows for sheet in book._sheets.values()]
