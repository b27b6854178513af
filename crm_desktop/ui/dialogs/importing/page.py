"""The import page: what every row becomes is seen, and can be corrected, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from crm_desktop.errors import FileLocked, UserError
from crm_desktop.exchange.importing.report import ImportReport, OnDuplicate
from crm_desktop.exchange.sheets.cells import text_of
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.language import tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.dialogs.importing import plan
from crm_desktop.ui.dialogs.importing.advice import advice, trouble
from crm_desktop.ui.dialogs.importing.files import Incoming, waiting
from crm_desktop.ui.dialogs.importing.layout import PageParts
from crm_desktop.ui.dialogs.importing.let_go import let_go, plan_parts, release, taken_from
from crm_desktop.ui.dialogs.importing.plan import Prepared, Question, Show
from crm_desktop.ui.dialogs.importing.result import Result
from crm_desktop.ui.dialogs.importing.survey import Survey
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.jobs import Job
from crm_desktop.ui.widgets.reading_order import ReadsAlong
from crm_desktop.ui.widgets.strips import Strip

_SETTLE_MS: Final = 250
_SIZE: Final = QSize(1240, 760)
_FRAME: Final = QSize(16, 56)


class ImportDialog(ReadsAlong, QDialog):
    """Reads the files in the background, shows what their rows become, and writes them when she says so."""

    def __init__(self, context: Context, files: Sequence[Incoming], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shop = context.services.shop
        self.files = list(files)
        self._current = self._asked = 0
        self._job: Job | None = None
        self._shown: object = None
        self._all = self._is_writing = self._is_awaited = False
        self._offer: Strip | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _FRAME))
        self.parts = PageParts(self, context, self._customer_name, self._look_at_rejects)
        self._survey = Survey(context, self.files, self._surveyed)
        self._connect()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self._look_at(0)

    def _connect(self) -> None:
        parts = self.parts
        parts.head.file_chosen.connect(self._look_at)
        parts.head.kind_chosen.connect(self.change_kind)
        parts.head.sheet_chosen.connect(
            lambda name: self._change(sheet=name, header_row=None, mapping={}, mended={}, choices={})
        )
        parts.head.header_row_chosen.connect(lambda row: self._change(soon=True, header_row=row, mapping={}))
        parts.password.given.connect(lambda word: self._change(password=word))
        parts.filters.changed.connect(self._filter)
        parts.model.mended.connect(self._mend)
        parts.preview.header.target_chosen.connect(self._map)
        parts.preview.row_chosen.connect(self._choose_row)
        parts.preview.all_wanted.connect(self._mend_all)
        parts.preview.taken_back.connect(self._take_back)
        parts.preview.row_changed.connect(lambda row: parts.beside.show_row(self.prepared, row))
        parts.beside.row_chosen.connect(self._choose_row)
        parts.choices.on_duplicate_chosen.connect(lambda choice: self._change(on_duplicate=choice))
        parts.choices.tags_typed.connect(lambda tags: self._change(soon=True, tags=tags))
        parts.choices.defaults_chosen.connect(lambda defaults: self._change(defaults=defaults))
        parts.import_button.clicked.connect(self.write)
        # Enter alone mends a cell of the table.
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(parts.import_button.click)
        parts.all_button.clicked.connect(self.write_all)
        parts.cancel_button.clicked.connect(self.reject)

    @property
    def file(self) -> Incoming:
        """The file that is looked at."""
        return self.files[self._current]

    @property
    def prepared(self) -> Prepared | None:
        """What its rows become, as far as it is known."""
        return self.file.prepared

    @property
    def settled(self) -> bool:
        """Whether nothing is under way."""
        return self._job is None and not self._settle.isActive()

    def _customer_name(self, customer_id: int) -> str:
        customers = self._context.services.customers.get_many([customer_id])
        return customers[0].name if customers else ""

    # Which file

    def join(self, files: Sequence[Incoming]) -> bool:
        """Take in more files; False if all that came before are brought in: they are for another page then."""
        here = {self.files[number].question.path for number in waiting(self.files)}
        if not self.isVisible() or not here:
            return False
        self.files += [file for file in files if file.question.path not in here]
        self.parts.show_files([file.label for file in self.files], self._current)
        if self.settled:
            self._survey.go_on()
        self.raise_()
        return True

    def _look_at(self, number: int) -> None:
        self._current = number
        self._offer = None
        self.setWindowTitle(tr("Import %1", self.file.name))
        self.parts.show_files([file.label for file in self.files], number)
        if self.file.prepared is not None and self.file.result is None:
            self._stop_asking()
            self._show_whole(self.file.prepared)
        else:
            self.parts.show_plan(None, keep=False)
            self._shown = None
            self._ask()

    def _look_at_rejects(self, result: Result) -> None:
        """Open the rejected rows of a file that was brought in, to mend them."""
        file = next(file for file in self.files if file.result is result)
        name = tr("%1 rejected", file.question.path.stem) + file.question.path.suffix
        book = plan.rejected_book(result.report, name)
        question = Question(book.path, file.question.hint, result.report.table.kind, password=file.question.password)
        self.files.append(Incoming(question, book))
        self.parts.show_work()
        self._look_at(len(self.files) - 1)

    # What she chooses

    def _change(self, *, soon: bool = False, **values: Any) -> None:
        self.file.question = replace(self.file.question, **values)
        if soon:
            self._settle.start()
        else:
            self._ask()

    def change_kind(self, kind: Kind) -> None:
        """Read the file as a list of something else."""
        self._change(kind=kind, sheet=None, header_row=None, mapping={}, choices={})

    def _map(self, header: str, target: str | None) -> None:
        self._change(mapping={**self.file.question.mapping, header: target})

    def _choose_row(self, row: int, choice: OnDuplicate | None) -> None:
        choices = {known: its for known, its in self.file.question.choices.items() if known != row}
        self._change(choices=choices if choice is None else {**choices, row: choice})

    def _filter(self, key: str) -> None:
        self.parts.model.set_show(Show(key))
        self.parts.preview.go_to_first()

    def _mend(self, row: int, column: int, text: str) -> None:
        prepared = self.prepared
        assert prepared is not None
        if self.parts.preview.mends_all(row, column):
            self._mend_all(row, column, text)
            return
        alike = prepared.same_cells(row, column)
        if alike:
            was = text_of(prepared.book.sheet(prepared.table.sheet.name).rows[row - 1][column])
            words = tr("“%1” stands in %n more row(s).", was, n=len(alike))
            actions = (
                (tr("Change all"), partial(self._mend_all, row, column, text)),
                (tr("Only this one"), self._drop_offer),
            )
            self._offer = Strip(words, actions)
        self._change(mended={**self.file.question.mended, (row, column): text})

    def _mend_all(self, row: int, column: int, text: str) -> None:
        prepared = self.prepared
        assert prepared is not None
        self._offer = None
        alike = dict.fromkeys(((number, column) for number in prepared.same_cells(row, column)), text)
        self._change(mended={**self.file.question.mended, **alike, (row, column): text})

    def _take_back(self, row: int, column: int) -> None:
        self._offer = None
        kept: Mapping[tuple[int, int], str] = {
            place: text for place, text in self.file.question.mended.items() if place != (row, column)
        }
        self._change(mended=kept)

    def _drop_offer(self) -> None:
        self._offer = None
        # After the click is over: its button goes.
        QTimer.singleShot(0, self, self._show_strips)

    # Planning, in the background

    def _stop_asking(self) -> None:
        self._settle.stop()
        if self._job is not None:
            self._job.cancel()
        self._asked += 1
        self._rest()

    def _ask(self) -> None:
        self._stop_asking()
        asked, file = self._asked, self.file
        self.parts.wait()
        if file.book is not None or file.prepared is not None or file.question.password is not None:
            self._read_whole(asked, file)
            return
        self._start(
            tr("Reading %1", file.name), partial(plan.prepare_first, self._shop, file.question),
            lambda prepared: self._show_first(asked, file, prepared), lambda _: self._read_whole(asked, file),
        )  # fmt: skip

    def _show_first(self, asked: int, file: Incoming, prepared: Prepared | None) -> None:
        """Show the first rows, and have all of them read once they are on the screen: not both at once."""
        if not self._is_asked(asked):
            return
        if prepared is None:
            self._read_whole(asked, file)
            return
        file.prepared = prepared
        self._show(prepared)
        QTimer.singleShot(0, self, lambda: self._read_whole(asked, file))

    def _read_whole(self, asked: int, file: Incoming) -> None:
        if not self._is_asked(asked):
            return
        self._start(
            tr("Reading %1", file.name), partial(plan.prepare, self._shop, file.question, file.book),
            lambda prepared: self._prepared(asked, prepared), lambda error: self._fail(asked, error),
        )  # fmt: skip
        if file.prepared is not None and not file.prepared.whole:
            self.parts.words.setText(tr("Counting the rows…"))

    def _is_asked(self, asked: int) -> bool:
        """Whether nothing else was asked for since, and the page is there still: it goes with its window."""
        return asked == self._asked and isValid(self)

    def _start(self, title: str, work: Any, done: Any, failed: Any, cancelled: Any = None) -> None:
        self._job = self._context.jobs.start(title, work, done=done, failed=failed, cancelled=cancelled)
        self._job.progressed.connect(self._progress)
        self.parts.show_progress(0, 0, title)

    def _progress(self, done: int, total: int, words: str) -> None:
        self.parts.show_progress(done, total, words)

    def _rest(self) -> None:
        self._job = None
        self.parts.rest()

    def _fail(self, asked: int, error: UserError) -> None:
        if not self._is_asked(asked):
            return
        self._rest()
        self._all = self._is_awaited = False
        self.file.error = error
        if self.prepared is None or self.file.book is None:
            self.file.prepared = None
            self.parts.show_plan(None, keep=False)
            self._shown = None
        self.parts.show_files([file.label for file in self.files], self._current)
        self._show_strips()

    def _prepared(self, asked: int, prepared: Prepared) -> None:
        if not self._is_asked(asked):
            return
        self._rest()
        file, sheet, old = self.file, prepared.table.sheet.name, self.file.prepared
        file.book, file.prepared, file.error = prepared.book, prepared, None
        # What was found stays found: only what she changes is asked for anew.
        file.question = replace(file.question, kind=prepared.table.kind, sheet=sheet)
        file.as_last_time = prepared.remembered
        self.parts.show_files([each.label for each in self.files], self._current)
        self._show_whole(prepared)
        if old is not None and file.result is None:
            self._context.jobs.tidy(partial(let_go, *plan_parts(old)))
        self._survey.go_on()
        awaited, self._is_awaited = self._is_awaited, False
        if self._all:
            self._go_on()
        elif awaited:
            self.write()

    def _show_whole(self, prepared: Prepared) -> None:
        self._show(prepared)
        self.parts.show_ready(prepared, first_time=not self.file.was_seen)
        self.file.was_seen = True

    def _show(self, prepared: Prepared) -> None:
        layout = prepared.table.layout
        shown = (prepared.table.sheet.name, layout.header_row, [column.header for column in layout.columns])
        self.parts.show_plan(prepared, keep=shown == self._shown)
        self._shown = shown
        self._show_strips()

    def _show_strips(self) -> None:
        error, prepared = self.file.error, self.prepared
        self.parts.password.setVisible(isinstance(error, FileLocked))
        if isinstance(error, FileLocked):
            self.parts.strips.show_strips([])
            self.parts.password.ask(str(error))
            return
        strips = [trouble(error, self.file.name, self._bring_in_shop)] if error is not None else []
        if self._offer is not None:
            strips.append(self._offer)
        if prepared is not None:
            strips += advice(prepared, self._change)
        self.parts.strips.show_strips(strips)

    def _bring_in_shop(self) -> None:
        from crm_desktop.ui.dialogs.whole_shop import bring_in

        path, window = self.file.question.path, self.parentWidget() or self
        # After the click is over: its button goes with the page.
        QTimer.singleShot(0, window, lambda: bring_in(self._context, window, path))
        self.reject()

    def _surveyed(self, known: int) -> None:
        if isValid(self):
            self.parts.offer_all(known)

    # Writing

    def write(self) -> None:
        """Write the rows of this file as shown, in one change that can be undone."""
        if self.parts.choices.take_typed():
            self._is_awaited = True
        prepared = self.prepared
        if prepared is None or not prepared.whole or not self.settled:
            return
        self.parts.lock()
        self._asked += 1
        self._is_writing = True
        work = partial(plan.write, self._shop, prepared)
        title = tr("Importing %1", self.file.name)
        self._start(title, work, self._written, self._not_written, self._stopped)

    def write_all(self) -> None:
        """Bring in all files that came with this one, one after the other, as the last time."""
        self._all = True
        self.write()

    def _go_on(self) -> None:
        """One of several that come in unasked: written if there is anything in it; looked at if it is not as it was."""
        prepared = self.prepared
        assert prepared is not None
        if not prepared.remembered or prepared.lacks():
            self._all = False
        elif prepared.importable:
            self.write()
        else:
            self._brought_in(prepared.report)

    def _written(self, result: tuple[ImportReport, Change]) -> None:
        self._wrote()
        report, change = result
        self._context.actions.announce(change)
        self._brought_in(report)

    def _wrote(self) -> None:
        self._is_writing = False
        self._rest()
        self.parts.unlock()

    def _brought_in(self, report: ImportReport) -> None:
        self.file.result = Result(self.file.name, report)
        others = waiting(self.files)
        if others:
            self._look_at(others[0])
            return
        self._all = False
        self.parts.show_results([file.result for file in self.files if file.result is not None])

    def _not_written(self, error: UserError) -> None:
        self._wrote()
        self._all = False
        self.parts.strips.show_strips([Strip(str(error))])

    def _stopped(self) -> None:
        self._wrote()
        self._all = False
        self.parts.strips.show_strips([Strip(tr("The import was stopped. Nothing was written."))])

    def reject(self) -> None:
        """Stop what is under way, and close. An import that is stopped writes nothing, and its page stays."""
        if self._stop():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._stop():
            super().closeEvent(event)
        else:
            event.ignore()

    def _stop(self) -> bool:
        """Whether the page may close now."""
        if self._job is not None:
            self._job.cancel()
        if self._is_writing:
            self.parts.words.setText(tr("Stopping…"))
            return False
        self._asked += 1
        self._survey.stop()
        self._settle.stop()
        self.parts.show_plan(None, keep=False)
        # The memory is given back in the background.
        self._context.jobs.tidy(partial(release, taken_from(self.files)))
        return True
