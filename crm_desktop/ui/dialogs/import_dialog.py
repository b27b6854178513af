"""Bringing in a sheet: what every row becomes is seen, and can be corrected, before anything is written."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crm_desktop.errors import UserError
from crm_desktop.exchange.headings import Kind
from crm_desktop.exchange.readers import Book
from crm_desktop.exchange.rejects import write_rejects
from crm_desktop.exchange.report import ImportReport, OnDuplicate
from crm_desktop.language import tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.dialogs import import_plan
from crm_desktop.ui.dialogs.import_plan import Prepared, Question
from crm_desktop.ui.dialogs.import_preview import Preview, PreviewModel
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.jobs import Job
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.reading_order import in_reading_order

_SEPARATORS = re.compile(r"[,，、;；]+")
_SETTLE_MS = 250


def import_file(context: Context, parent: QWidget, path: Path | None, kind: str) -> ImportDialog | None:
    """Open the import page on a file; asks for one where there is none. None when she thought better of it."""
    if path is None:
        sheets = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.txt *.tsv *.vcf *.html *.htm *.xml"
        title = tr("Import purchases") if kind == "purchases" else tr("Import customers")
        path = context.file_dialogs.ask_open(parent, title, ((tr("Sheets"), sheets),))
    if path is None:
        return None
    dialog = ImportDialog(context, path, Kind(kind), parent)
    dialog.open()
    return dialog


class ImportDialog(QDialog):
    """Reads the file in the background, shows what its rows become, and writes them when she says so."""

    def __init__(self, context: Context, path: Path, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shop = context.services.shop
        self._question = Question(path, kind)
        self._book: Book | None = None
        self._job: Job | None = None
        self._asked = 0
        self._table_shown: object = None
        self.prepared: Prepared | None = None
        self.report: ImportReport | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Import %1", path.name))
        self.resize(1120, 700)
        self.model = PreviewModel(context.theme, self)
        self.model.mended.connect(self._mend)
        self.preview = Preview(self.model, context.theme)
        self.preview.header.target_chosen.connect(self._map)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self._build_inputs()
        self._lay_out()
        self._ask()

    def _build_inputs(self) -> None:
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(tr("Sheet"))
        self.sheet.activated.connect(lambda _: self._change_sheet())
        self.header_row = QSpinBox()
        self.header_row.setRange(0, 999)
        self.header_row.setSpecialValueText(tr("none"))
        self.header_row.setAccessibleName(tr("Headings in row"))
        self.header_row.valueChanged.connect(self._change_header_row)
        self.counts = texts.body("")
        self.counts.setAccessibleName(tr("Result"))
        self.notice = texts.labelled("", "notice", wrap=True)
        self.notice_button = buttons.link("", None)
        self.only_doubtful = QCheckBox(tr("Only what needs a look"))
        self.only_doubtful.toggled.connect(self.model.set_only_doubtful)
        self.on_duplicate = QComboBox()
        self.on_duplicate.setAccessibleName(tr("Who is here already"))
        for choice, words in (
            (OnDuplicate.UPDATE, tr("update")), (OnDuplicate.SKIP, tr("skip")), (OnDuplicate.ADD, tr("add once more")),
        ):  # fmt: skip
            self.on_duplicate.addItem(words, choice.value)
        self.on_duplicate.activated.connect(
            lambda _: self._change(on_duplicate=OnDuplicate(self.on_duplicate.currentData()))
        )
        self.tags = QLineEdit()
        self.tags.setPlaceholderText(tr("such as: old system"))
        self.tags.setAccessibleName(tr("Tag for everyone"))
        self.tags.textEdited.connect(lambda text: self._change(tags=_tags(text), soon=True))
        self.words = texts.secondary("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.import_button = buttons.primary(tr("Import"), self.write)
        self.cancel_button = buttons.plain(tr("Cancel"), self.reject)
        self.rejects_button = buttons.plain(tr("Save the rejected rows…"), self.save_rejects)
        self.rejects_button.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(texts.title(self._question.path.name))
        head.addSpacing(16)
        self._sheet_label = QLabel(tr("Sheet"))
        _labelled(head, self._sheet_label, self.sheet)
        self._header_label = QLabel(tr("Headings in row"))
        _labelled(head, self._header_label, self.header_row)
        head.addStretch()
        head.addWidget(self.counts)
        notice = QHBoxLayout()
        notice.addWidget(self.notice, 1)
        notice.addWidget(self.notice_button)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.only_doubtful)
        choices.addSpacing(16)
        _labelled(choices, QLabel(tr("Who is here already")), self.on_duplicate)
        _labelled(choices, QLabel(tr("Tag for everyone")), self.tags)
        choices.addStretch()
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.words)
        foot.addWidget(self.bar, 1)
        foot.addStretch()
        for button in (self.rejects_button, self.cancel_button, self.import_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(notice)
        column.addWidget(self.preview, 1)
        column.addLayout(choices)
        column.addLayout(foot)
        self._say_notice("")
        in_reading_order(self)

    # What she chooses

    def _change(self, *, soon: bool = False, **values: Any) -> None:
        self._question = replace(self._question, **values)
        if soon:
            self._settle.start()
        else:
            self._ask()

    def _change_sheet(self) -> None:
        self._change(sheet=self.sheet.currentText(), header_row=None, mapping={}, mended={})

    def _change_header_row(self, row: int) -> None:
        self._change(header_row=row, mapping={}, soon=True)

    def _map(self, header: str, target: str | None) -> None:
        self._change(mapping={**self._question.mapping, header: target})

    def _mend(self, row: int, column: int, text: str) -> None:
        self._change(mended={**self._question.mended, (row, column): text})

    def change_kind(self, kind: Kind) -> None:
        """Read the file as a list of something else."""
        self._change(kind=kind, sheet=None, header_row=None, mapping={})

    # Planning, in the background

    def _ask(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._asked += 1
        asked = self._asked
        self.import_button.setEnabled(False)
        work = partial(import_plan.prepare, self._shop, self._question, self._book)
        self._start(
            tr("Reading %1", self._question.path.name), work,
            lambda prepared: self._show(asked, prepared), lambda error: self._fail(asked, error),
        )  # fmt: skip

    def _start(self, title: str, work: Any, done: Any, failed: Any) -> None:
        self._job = self._context.jobs.start(title, work, done=done, failed=failed)
        self._job.progressed.connect(self._progress)
        self.words.setText(title)
        self.bar.setRange(0, 0)
        self.bar.show()

    def _progress(self, done: int, total: int, words: str) -> None:
        self.words.setText(words)
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _rest(self) -> None:
        self._job = None
        self.bar.hide()
        self.words.setText("")

    def _fail(self, asked: int, error: UserError) -> None:
        if asked == self._asked:
            self._rest()
            self._say_notice(str(error))

    def _show(self, asked: int, prepared: Prepared) -> None:
        if asked != self._asked:
            return
        self._rest()
        shown = (prepared.table.sheet.name, prepared.table.layout.header_row, prepared.table.kind)
        self._book, self.prepared = prepared.book, prepared
        self._show_table(prepared)
        self.preview.show_plan(prepared, keep=shown == self._table_shown)
        self._table_shown = shown
        self._show_counts(prepared)

    def _show_table(self, prepared: Prepared) -> None:
        names = list(prepared.book.sheet_names)
        if [self.sheet.itemText(n) for n in range(self.sheet.count())] != names:
            self.sheet.clear()
            self.sheet.addItems(names)
        self.sheet.setCurrentText(prepared.table.sheet.name or "")
        for widget in (self.sheet, self._sheet_label):
            widget.setVisible(len(names) > 1)
        for part in (self.header_row, self._header_label):
            part.setVisible(not prepared.table.sheet.headings)
        self.header_row.blockSignals(True)
        self.header_row.setValue(prepared.table.layout.header_row)
        self.header_row.blockSignals(False)

    def _show_counts(self, prepared: Prepared) -> None:
        counts, number = prepared.report.counts, prepared.importable
        parts = [
            tr("New %1", f"{counts.added:,}"), tr("Update %1", f"{counts.updated:,}"),
            tr("Unchanged %1", f"{counts.unchanged:,}"),
        ]  # fmt: skip
        if counts.skipped:
            parts.append(tr("Skipped %1", f"{counts.skipped:,}"))
        parts += [tr("Doubtful %1", f"{prepared.doubtful:,}"), tr("Rejected %1", f"{counts.rejected:,}")]
        self.counts.setText(" · ".join(parts))
        many = prepared.table.kind is Kind.PURCHASES
        text = tr("Import %n purchase(s)", n=number) if many else tr("Import %n row(s)", n=number)
        self.import_button.setText(text)
        self.import_button.setAccessibleName(self.import_button.text())
        self.import_button.setEnabled(number > 0)
        self._show_notice(prepared)
        if self.focusWidget() in (None, self.header_row) and not self.header_row.lineEdit().isModified():
            self.preview.setFocus()

    def _show_notice(self, prepared: Prepared) -> None:
        lacks, kind, looks = prepared.lacks(), prepared.table.kind, prepared.looks_like
        if looks is not kind and looks in (Kind.CUSTOMERS, Kind.PURCHASES):
            other = {Kind.CUSTOMERS: tr("Read as customers"), Kind.PURCHASES: tr("Read as purchases")}[looks]
            said = {
                Kind.CUSTOMERS: tr("This looks like a list of customers."),
                Kind.PURCHASES: tr("This looks like a list of purchases."),
            }[looks]
            self._say_notice(said, other, lambda: self.change_kind(looks))
        elif lacks:
            self._say_notice(tr("No column for %1 was found. Choose it above the column that it stands in.", lacks))
        else:
            self._say_notice("")

    def _say_notice(self, text: str, action: str = "", do: Any = None) -> None:
        self.notice.setText(text)
        self.notice.setVisible(bool(text))
        self.notice_button.setVisible(bool(action))
        self.notice_button.setText(action)
        self.notice_button.setAccessibleName(action)
        self.notice_button.disconnect(self)
        if do is not None:
            self.notice_button.clicked.connect(do)

    # Writing

    def write(self) -> None:
        """Write the rows as shown, in one change that can be undone."""
        if self.prepared is None:
            return
        for widget in (self.preview, self.import_button, self.sheet, self.header_row, self.on_duplicate, self.tags):
            widget.setEnabled(False)
        self._asked += 1
        work = partial(import_plan.write, self._shop, self.prepared)
        self._start(tr("Importing %1", self._question.path.name), work, self._written, self._not_written)

    def _written(self, result: tuple[ImportReport, Change]) -> None:
        self._rest()
        self.report, change = result
        self._context.actions.announce(change)
        if not self.report.rejects:
            self.accept()
            return
        self._say_notice(str(change.title))
        self.words.setText(tr("%n row(s) could not be imported.", n=len(self.report.rejects)))
        self.import_button.hide()
        self.rejects_button.show()
        self.cancel_button.setText(tr("Close"))
        self.cancel_button.setAccessibleName(tr("Close"))

    def _not_written(self, error: UserError) -> None:
        self._rest()
        for widget in (self.preview, self.import_button, self.sheet, self.header_row, self.on_duplicate, self.tags):
            widget.setEnabled(True)
        self._say_notice(str(error))

    def save_rejects(self) -> None:
        """Write the rejected rows, each with its reason, into a workbook."""
        assert self.report is not None
        name = tr("%1 rejected", self._question.path.stem)
        patterns = ((tr("Excel workbook"), "*.xlsx"),)
        path = self._context.file_dialogs.ask_save(self, tr("Save the rejected rows"), f"{name}.xlsx", patterns)
        if path is None:
            return
        try:
            write_rejects(self.report, path)
        except UserError as error:
            self._say_notice(str(error))
            return
        self.words.setText(tr("Saved as %1.", path.name))

    def reject(self) -> None:
        """Stop what is under way, and close; an import that is stopped writes nothing."""
        self._asked += 1
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None:
            self._job.cancel()
        super().closeEvent(event)


def _labelled(row: QHBoxLayout, label: QLabel, edit: QWidget) -> None:
    label.setBuddy(edit)
    row.addWidget(label)
    row.addWidget(edit)


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag for piece in _SEPARATORS.split(text) if (tag := piece.strip()))
