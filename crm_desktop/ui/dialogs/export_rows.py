"""Handing over a list of rows: asked for a file, written in the background, told with a way to its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.table import Table
from crm_desktop.errors import Cancelled
from crm_desktop.exchange.writers import write_table
from crm_desktop.language import Sentence, tr
from crm_desktop.services.lists import ListColumn, records_of, rows_of
from crm_desktop.ui.plumbing.context import Context

R = TypeVar("R")


@dataclass(frozen=True)
class OtherFormat(Generic[R]):
    """A format that is no table: it takes the rows themselves, and tells how many it wrote. `ending` as in ".vcf"."""

    words: str
    ending: str
    write: Callable[[Iterable[R], Path], int]


@dataclass(frozen=True)
class Sheet(Generic[R]):
    """What is to be written: `fetch` gives the rows of some ids. `title` and the day are the suggested name of the
    file, `about` lines that say what the list holds, `other` a further format to choose."""

    title: str
    ids: Sequence[int]
    fetch: Callable[[Sequence[int]], Sequence[R]]
    columns: Sequence[ListColumn[R]]
    about: Sequence[str] = ()
    other: OtherFormat[R] | None = None


def export_rows(context: Context, parent: QWidget, sheet: Sheet[R]) -> None:
    """Ask for a file, and write the sheet into it in the background."""
    other = sheet.other
    patterns = [(tr("Excel workbook"), "*.xlsx"), (tr("Text with commas"), "*.csv")]
    if other:
        patterns.append((other.words, f"*{other.ending}"))
    day = context.clock.now().date().isoformat()
    path = context.file_dialogs.ask_save(parent, tr("Export"), f"{tr('%1 %2', sheet.title, day)}.xlsx", patterns)
    if path is None:
        return

    def work(report: Callable[[int, int, str], None], cancelled: Callable[[], bool]) -> int:
        read = 0

        def fetch(ids: Sequence[int]) -> Sequence[R]:
            nonlocal read
            if cancelled():
                raise Cancelled(Sentence("The export was stopped. No file was written."))
            report(read, len(sheet.ids), tr("Reading the rows"))
            read += len(ids)
            return sheet.fetch(ids)

        if other and path.suffix.lower() == other.ending:
            return other.write(records_of(sheet.ids, fetch), path)
        headings = [column.heading() for column in sheet.columns]
        about = [*sheet.about, tr("Exported on %1", day)]
        return write_table(Table(sheet.title, headings, rows_of(sheet.columns, sheet.ids, fetch), about), path)

    context.jobs.start(tr("Exporting %1", path.name), work, done=lambda count: _tell(context, path, count))


def _tell(context: Context, path: Path, count: int) -> None:
    folder = QUrl.fromLocalFile(str(path.absolute().parent))
    context.messages.info(
        tr("%n row(s) written to %1", path.name, n=count),
        action=tr("Open folder"),
        do=lambda: QDesktopServices.openUrl(folder),
    )
