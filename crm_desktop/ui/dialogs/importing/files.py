"""The files of one drop, each with what she chose for it and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.errors import UserError
from crm_desktop.exchange.readers import Book, pasted_book
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.language import tr
from crm_desktop.ui.dialogs.importing.plan import Prepared, Question
from crm_desktop.ui.dialogs.importing.result import Result


@dataclass(eq=False)
class Incoming:
    """A file that is to come in. `as_last_time`: one like it came in before; None while that is not known."""

    question: Question
    book: Book | None = None
    prepared: Prepared | None = None
    error: UserError | None = None
    result: Result | None = None
    as_last_time: bool | None = None
    was_seen: bool = False
    """Whether all of it was shown before: then the keyboard stays where it is."""

    @property
    def name(self) -> str:
        return self.question.path.name

    @property
    def label(self) -> str:
        """Its name, with a mark of what became of it."""
        if self.result is not None:
            return tr("✓ %1", self.name)
        return tr("! %1", self.name) if self.error is not None else self.name


def incoming_files(paths: Iterable[Path], hint: Kind) -> list[Incoming]:
    """Files to be looked at."""
    return [Incoming(Question(path, hint)) for path in paths]


def incoming_cells(text: str, hint: Kind) -> Incoming:
    """Cells that were copied from a spreadsheet."""
    book = pasted_book(text)
    return Incoming(Question(book.path, hint), book)


def waiting(files: Sequence[Incoming]) -> list[int]:
    """The places of the files that were not brought in yet."""
    return [place for place, file in enumerate(files) if file.result is None]
