"""Forgetting a large file without a pause: a million cells freed at once would stop the window."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from crm_desktop.exchange.people.directory import Directory
from crm_desktop.exchange.readers import Book
from crm_desktop.ui.dialogs.importing import plan
from crm_desktop.ui.dialogs.importing.files import Incoming
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
    return [sheet.rows for sheet in book.sheets_read]


def taken_from(files: Iterable[Incoming]) -> list[Any]:
    """All that a page's files hold, taken from them."""
    held: list[Any] = []
    for file in files:
        held += plan_parts(file.prepared) if file.prepared is not None else ()
        held += book_parts(file.book) if file.book is not None else ()
        file.book, file.prepared = None, None
    return held


def release(held: list[Any]) -> None:
    """Forget what a closed page held."""
    let_go(*held)
    plan.release()
