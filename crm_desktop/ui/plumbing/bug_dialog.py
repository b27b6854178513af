"""The box that tells of a bug."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.reading_order import ReadsAlong


class BugDialog(ReadsAlong, QDialog):
    """Says that something went wrong here, that what was saved is safe, and offers the report for copying."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = report
        self.setWindowTitle(tr("Something went wrong"))
        self.setMinimumWidth(px(520))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(texts.title(tr("Something went wrong in the program")))
        column.addWidget(texts.body(
            tr("Everything saved before is safe, and you can go on working. The report below names places in the "
               "program and none of your customers; please send it to whoever looks after the program for you."),
            wrap=True,
        ))  # fmt: skip
        shown = QPlainTextEdit(report)
        shown.setReadOnly(True)
        shown.setAccessibleName(tr("Report"))
        shown.setMinimumHeight(140)
        column.addWidget(shown)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(buttons.plain(tr("Copy"), lambda: QGuiApplication.clipboard().setText(report)))
        row.addStretch(1)
        row.addWidget(buttons.primary(tr("Go on"), self.accept))
        column.addLayout(row)
