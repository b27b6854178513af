"""Handing over a list of rows: asked for a file, written in the background, told with a way to its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.table import Table
from crm_desktop.errors import Cancelled
from crm_desktop.exchange.writers import write_table
from crm_desktop.exchange.writers.xlsx_file import cut_words
from crm_desktop.language import Sentence, tr
from crm_desktop.services.lists import ListColumn, records_of, rows_of
from crm_desktop.ui.dialogs.written_file import tell_written
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.jobs import Report

R = TypeVar("R")
_STOPPED = Sentence("The export was stopped. No file was written.")


@dataclass(frozen=True)
class OtherFormat(Generic[R]):
    """A format that is no table: it takes the rows themselves, and tells how many it wrote. `ending` as in ".vcf"."""

    words: str
    ending: str
    write: Callable[[Iterable[R], Path], int]


@dataclass(frozen=True)
class Listing(Generic[R]):
    """A list that is to be written or printed: `fetch` gives the rows of some ids. `title` and the day are the
    suggested name of the file, `about` lines that say what the list holds, `others` further formats to choose.

    For who wants to choose: `more` are all columns that there are, `selected` the ids of the rows that are selected,
    `key` is where the choice is remembered. `lines` is the list that has a row for each thing bought, with the same
    ids.
    """

    title: str
    ids: Sequence[int]
    fetch: Callable[[Sequence[int]], Sequence[R]]
    columns: Sequence[ListColumn[R]]
    about: Sequence[str] = ()
    others: Sequence[OtherFormat[R]] = ()
    more: Sequence[ListColumn[R]] = ()
    selected: Sequence[int] = ()
    key: str = ""
    lines: Listing[Any] | None = None


class _Work(Generic[R]):
    """A list on its way into a file: what it holds, read as it is asked for, so that it can be stopped."""

    def __init__(
        self,
        listing: Listing[R],
        path: Path,
        day: str,
        region: str,
        report: Report,
        stop: Callable[[], bool],
    ) -> None:
        self.path, self.report, self.stop = path, report, stop
        self._listing, self._day, self._read = listing, day, 0
        self._region = region
        self.cut: list[str] = []

    def _fetch(self, ids: Sequence[int]) -> Sequence[R]:
        if self.stop():
            raise Cancelled(_STOPPED)
        self.report(self._read, len(self._listing.ids), tr("Reading the rows"))
        self._read += len(ids)
        return self._listing.fetch(ids)

    def records(self) -> Iterator[R]:
        return records_of(self._listing.ids, self._fetch)

    def table(self) -> Table:
        listing = self._listing
        about = [*listing.about, tr("Exported on %1", self._day)]
        headings = [column.heading(self._region) for column in listing.columns]
        return Table(listing.title, headings, rows_of(listing.columns, listing.ids, self._fetch), about, self.cut)


@dataclass(frozen=True)
class Format(Generic[R]):
    """A kind of file to choose."""

    words: str
    ending: str
    write: Callable[[_Work[R]], int]


def formats(context: Context, listing: Listing[R]) -> list[Format[R]]:
    """The kinds of file that a list can be written as, the usual one first."""
    found: list[Format[R]] = [
        Format(tr("Excel workbook"), ".xlsx", lambda work: write_table(work.table(), work.path)),
        Format(tr("Text with commas (UTF-8)"), ".csv", lambda work: write_table(work.table(), work.path)),
        Format(
            tr("Text with commas (GB18030, for older programs)"),
            ".csv",
            lambda work: write_table(work.table(), work.path, "gb18030"),
        ),
    ]
    found += [Format(other.words, other.ending, partial(_write_rows, other.write)) for other in listing.others]
    if not any(other.ending == ".pdf" for other in listing.others):
        foot = context.services.settings.get().shop_name
        found.append(Format(tr("PDF, for printing"), ".pdf", lambda work: _write_pdf(work, foot, len(listing.ids))))
    found.append(Format(tr("JSON, for other programs"), ".json", lambda work: write_table(work.table(), work.path)))
    return found


def _write_rows(write: Callable[[Iterable[R], Path], int], work: _Work[R]) -> int:
    return write(work.records(), work.path)


def _write_pdf(work: _Work[R], foot: str, expected: int) -> int:
    from crm_desktop.ui.printing.document import Watch
    from crm_desktop.ui.printing.table_pdf import write_pdf

    watch = Watch(work.report, work.stop, _STOPPED)
    return write_pdf(work.table(), work.path, foot=foot, expected=expected, watch=watch)


def export_rows(context: Context, parent: QWidget, listing: Listing[R], first: int = 0) -> None:
    """Ask for a file, and write the list into it in the background. `first` is the place among `formats` of the kind
    of file that is offered."""
    kinds = formats(context, listing)
    kinds = [kinds[first], *kinds[:first], *kinds[first + 1 :]]
    patterns = [(kind.words, f"*{kind.ending}") for kind in kinds]
    day = context.clock.now().date().isoformat()
    name = f"{tr('%1 %2', listing.title, day)}{kinds[0].ending}"
    answer = context.file_dialogs.ask_save_as(parent, tr("Export"), name, patterns)
    if answer is None:
        return
    path, place = answer
    if path.suffix.lower() != kinds[place].ending:
        # She typed another ending: that is what she means.
        place = next((n for n, kind in enumerate(kinds) if kind.ending == path.suffix.lower()), 0)
    write, region = kinds[place].write, context.services.settings.get().region
    is_known = path.suffix.lower() == kinds[place].ending

    def work(report: Report, cancelled: Callable[[], bool]) -> tuple[int, list[str]]:
        task = _Work(listing, path, day, region, report, cancelled)
        if is_known:
            return write(task), task.cut
        return write_table(task.table(), path), task.cut  # which says what is wrong with the ending

    context.jobs.start(tr("Exporting %1", path.name), work, done=lambda told: _tell(context, path, *told))


def _tell(context: Context, path: Path, count: int, cut: Sequence[str]) -> None:
    words = tr("%n row(s) written to %1", path.name, n=count)
    tell_written(context.messages, path, f"{words}\n{cut_words(cut)}" if cut else words)
