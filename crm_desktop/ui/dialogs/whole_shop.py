"""The whole shop into a file, and out of one: for another program, another computer, or to look into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import Cancelled
from crm_desktop.exchange.importing.report import Watch
from crm_desktop.exchange.whole_shop.reading import read_shop, write_whole_shop
from crm_desktop.exchange.whole_shop.writing import write_shop
from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.dialogs.written_file import tell_written
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.jobs import Report


def hand_over(context: Context, parent: QWidget) -> None:
    """Ask for a file, and write everything into it in the background."""
    patterns = ((tr("Excel workbook, a sheet for each table"), "*.xlsx"), (tr("JSON, for other programs"), "*.json"))
    shop = context.services.shop
    name = tr("%1 whole %2", shop.path.stem, context.clock.now().date().isoformat())
    path = context.file_dialogs.ask_save(parent, tr("Hand over the whole shop"), f"{name}.xlsx", patterns)
    if path is None:
        return

    def work(report: Report, cancelled: Callable[[], bool]) -> int:
        def tell(done: int, total: int, words: Sentence) -> None:
            if cancelled():
                raise Cancelled(Sentence("The export was stopped. No file was written."))
            report(done, total, str(words))

        return sum(write_shop(shop, path, tell).values())

    def told(rows: int) -> None:
        tell_written(context.messages, path, tr("%n row(s) written to %1", path.name, n=rows))

    context.jobs.start(tr("Exporting %1", path.name), work, done=told)


def bring_in(context: Context, parent: QWidget, path: Path | None = None) -> None:
    """Bring a whole shop into this one, which must be empty; asks for the file where there is none."""
    if path is None:
        patterns = ((tr("A whole shop"), "*.xlsx *.json"),)
        path = context.file_dialogs.ask_open(parent, tr("Bring in a whole shop"), patterns)
    if path is None:
        return
    file, shop = path, context.services.shop

    def work(report: Report, cancelled: Callable[[], bool]) -> Change:
        watch = Watch(lambda done, total, words: report(done, total, str(words)), cancelled)
        whole = read_shop(file, watch)
        shop.wholeness.verify(cancelled, lambda words: watch.step(0, 0, words))
        return write_whole_shop(shop, whole, watch)

    context.jobs.start(tr("Importing %1", file.name), work, done=context.actions.announce)
