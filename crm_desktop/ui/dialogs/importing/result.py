"""What came of it: the counts of every file that was brought in, its rejected rows, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.errors import UserError
from crm_desktop.exchange.importing.rejects import write_rejects
from crm_desktop.exchange.importing.report import ImportReport
from crm_desktop.language import tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts


@dataclass(eq=False)
class Result:
    """A file that was brought in; `is_undone`: and taken back since; `is_going`: it is being taken back."""

    name: str
    report: ImportReport
    is_undone: bool = False
    is_going: bool = False
    said: list[str] = field(default_factory=list)


def counts_of(report: ImportReport) -> list[tuple[int, str]]:
    """What became of the rows: numbers and what they count; of what did not happen only that nothing was new."""
    counts = report.counts
    told = [
        (counts.added, tr("New")),
        (counts.updated, tr("Updated")),
        (report.more.get("new_customers", 0), tr("New customers")),
        (counts.unchanged, tr("Unchanged")),
        (counts.skipped, tr("Skipped")),
        (counts.rejected, tr("Rejected")),
    ]
    return [(number, words) for place, (number, words) in enumerate(told) if number or not place]


class ResultView(QWidget):
    """One block a file. `look_at` opens the rejected rows of a result on the page."""

    def __init__(self, context: Context, look_at: Callable[[Result], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._look_at = look_at
        self.buttons: list[QPushButton] = []
        self._results: list[Result] = []
        self._inside = QWidget()
        self._inside.setProperty("role", "plain")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(24)
        area = QScrollArea()
        area.setWidget(self._inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def show_results(self, results: list[Result]) -> None:
        """Show what came of each file."""
        self._results = results
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for result in results:
            self._column.addWidget(self._block(result))
        self._column.addStretch(1)

    def texts(self) -> list[str]:
        """Every sentence on it."""
        return [label.text() for label in self._inside.findChildren(QLabel) if not label.isHidden()]

    def _block(self, result: Result) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(texts.title(result.name))
        if result.is_undone:
            column.addWidget(texts.body(tr("Taken back.")))
        else:
            column.addLayout(_numbers(result.report))
        row = QHBoxLayout()
        row.setSpacing(8)
        if result.report.change is not None and not result.is_undone and not result.is_going:
            self._button(row, tr("Undo"), "undo", partial(self._undo, result))
        rejected = len({reject.row for reject in result.report.rejects})
        if rejected and not result.is_undone:
            words = tr("%n row(s) could not be imported. Mend them here, or save them as a workbook.", n=rejected)
            column.addWidget(texts.body(words, wrap=True))
            self._button(row, tr("Open them"), "edit", partial(self._look_at, result))
            self._button(row, tr("Save the rejected rows…"), "export", partial(self._save, result))
        row.addStretch(1)
        column.addLayout(row)
        if result.report.change is not None and not result.is_undone:
            words = tr(
                "It can be taken back at any later time, too, from the history; what you edit meanwhile is kept."
            )
            column.addWidget(texts.secondary(words, wrap=True))
        further = result.report.more.get("further_rejects", 0)
        if further and not result.is_undone:
            words = tr(
                "%n further row(s) could not be imported: too many to be kept here. Mend them in the file itself, and "
                "import it again.",
                n=further,
            )
            column.addWidget(texts.body(words, wrap=True))
        for words in result.said:
            column.addWidget(texts.secondary(words, wrap=True))
        return block

    def _button(self, row: QHBoxLayout, words: str, icon: str, do: Callable[[], object]) -> None:
        button = buttons.plain(words, do, theme=self._context.theme, icon=icon)
        row.addWidget(button)
        self.buttons.append(button)

    def _undo(self, result: Result) -> None:
        result.is_going, result.said = True, [tr("Taking it back…")]
        self._look_again()

        def taken_back(_: object) -> None:
            result.is_undone, result.is_going, result.said = True, False, []
            self._look_again()

        def not_taken_back() -> None:
            result.is_going, result.said = False, []
            self._look_again()

        self._context.actions.undo(result.report.change, done=taken_back, failed=not_taken_back)

    def _save(self, result: Result) -> None:
        name = tr("%1 rejected", Path(result.name).stem)
        patterns = ((tr("Excel workbook"), "*.xlsx"),)
        path = self._context.file_dialogs.ask_save(self, tr("Save the rejected rows"), f"{name}.xlsx", patterns)
        if path is None:
            return
        try:
            write_rejects(result.report, path)
        except UserError as error:
            result.said = [str(error)]
        else:
            result.said = [tr("Saved as %1.", path.name)]
        self._look_again()

    def _look_again(self) -> None:
        # After the click is over: the button that was pressed goes.
        QTimer.singleShot(0, self, lambda: self.show_results(self._results))


def _numbers(report: ImportReport) -> QHBoxLayout:
    """The counts, large, each over what it counts."""
    row = QHBoxLayout()
    row.setSpacing(40)
    for number, words in counts_of(report):
        tile = QVBoxLayout()
        tile.setSpacing(2)
        tile.addWidget(texts.number(f"{number:,}"))
        tile.addWidget(texts.secondary(words))
        row.addLayout(tile)
    row.addStretch(1)
    return row
