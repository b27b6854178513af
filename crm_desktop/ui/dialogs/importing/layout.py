"""The import page's parts and where they stand; `page` says what they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.language import tr
from crm_desktop.ui.dialogs.importing.beside import Beside
from crm_desktop.ui.dialogs.importing.choices import ChoicesRow
from crm_desktop.ui.dialogs.importing.head import Head
from crm_desktop.ui.dialogs.importing.password_strip import PasswordStrip
from crm_desktop.ui.dialogs.importing.plan import Prepared, Show
from crm_desktop.ui.dialogs.importing.result import Result, ResultView
from crm_desktop.ui.dialogs.importing.table_model import PreviewModel
from crm_desktop.ui.dialogs.importing.table_view import Preview
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.segmented import SegmentedControl
from crm_desktop.ui.widgets.side_panel import SplitPage
from crm_desktop.ui.widgets.strips import StripBox

_SIDE: Final = 320
_ALWAYS: Final = (Show.ALL, Show.NEW, Show.DOUBTFUL)
"""Choices of rows that are offered though there are none."""


class PageParts:
    """All that is on the page."""

    def __init__(
        self,
        dialog: QDialog,
        context: Context,
        name_of: Callable[[int], str],
        look_at: Callable[[Result], object],
    ) -> None:
        theme = context.theme
        self._dialog = dialog
        self._had_focus: QWidget | None = None
        self.head = Head()
        self.strips = StripBox()
        self.password = PasswordStrip()
        self.filters = SegmentedControl([(show.value, "") for show in Show], tr("Rows shown"))
        self.model = PreviewModel(theme, dialog)
        self.preview = Preview(self.model, theme)
        self.beside = Beside(theme, name_of)
        self.split = SplitPage(self.preview, self.beside, context.memory, "import/panel", px(_SIDE))
        self.side_button = buttons.icon_button(
            "columns", tr("What becomes of this row"), self._toggle_side, theme=theme
        )
        self.side_button.setCheckable(True)
        self.side_button.setChecked(self.split.side_visible())
        self.head.add_last(self.side_button)
        self.choices = ChoicesRow(theme)
        self.words = texts.secondary("")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(320)
        self.cancel_button = buttons.plain(tr("Cancel"), None)
        self.all_button = buttons.plain("", None)
        self.all_button.hide()
        self.import_button = buttons.primary(tr("Import"), None, shortcut="Ctrl+Enter")
        self.import_button.setEnabled(False)
        self.results = ResultView(context, look_at)
        self._say_counts(dict.fromkeys(Show, 0))
        self._lay_out()

    def _toggle_side(self) -> None:
        self.split.toggle_side()
        self.side_button.setChecked(self.split.side_visible())

    def _lay_out(self) -> None:
        """From the outside in: what is put into a box takes over its looks, and all that is in it does: once, not once
        for each box around it."""
        whole = QVBoxLayout(self._dialog)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        self.pages = QStackedWidget()
        whole.addWidget(self.pages, 1)
        self.work = QWidget()
        self.pages.addWidget(self.work)
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self.password)
        column.addWidget(self.strips)
        self.rows = QWidget()
        column.addWidget(self.rows, 1)
        self._lay_out_rows()
        # Where nothing is known of the file there are no rows: what is said of it stays at the top.
        self._void = QWidget()
        self._void.hide()
        column.addWidget(self._void, 1)
        self.pages.addWidget(self.results)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        whole.addLayout(foot)
        foot.addWidget(self.bar)
        foot.addWidget(self.words, 1)
        for button in (self.cancel_button, self.all_button, self.import_button):
            foot.addWidget(button)

    def _lay_out_rows(self) -> None:
        """The rows, with what can be chosen about them."""
        column = QVBoxLayout(self.rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        line = QHBoxLayout()
        column.addLayout(line)
        line.addWidget(self.filters)
        line.addStretch(1)
        line.addWidget(texts.secondary(tr("Enter mends a cell · right click for more")))
        column.addWidget(self.split, 1)
        column.addWidget(self.choices)

    # What is shown

    def _show_rows(self, *, shown: bool) -> None:
        self.rows.setVisible(shown)
        self._void.setVisible(not shown)
        self.side_button.setVisible(shown)

    def show_files(self, names: Sequence[str], current: int) -> None:
        """The files of this drop."""
        self.head.show_files(names, current)

    def show_plan(self, prepared: Prepared | None, *, keep: bool) -> None:
        """What every row becomes; None while nothing is known of the file."""
        self.preview.show_plan(prepared, keep=keep)
        self._show_rows(shown=prepared is not None)
        if prepared is None:
            self._say_counts(dict.fromkeys(Show, 0))
            self._say_import(None)
            self.head.show_nothing()
            return
        self.head.show_plan(prepared)
        self.choices.show_plan(prepared)
        self._say_counts({show: len(rows) for show, rows in prepared.groups.items()} if prepared.whole else None)

    def show_ready(self, prepared: Prepared, *, first_time: bool) -> None:
        """All is known: it may be brought in. A file that is known already waits for one press of Enter."""
        self._say_import(prepared)
        self.import_button.setDefault(True)
        if first_time and prepared.remembered and self.import_button.isEnabled():
            self.import_button.setFocus()
        elif first_time and not self.head.header_row.hasFocus():
            self.preview.setFocus()
        elif self._had_focus is not None and self._had_focus.isEnabled():
            self._had_focus.setFocus()
        self._had_focus = None

    def _say_import(self, prepared: Prepared | None) -> None:
        number = prepared.importable if prepared else 0
        purchases = prepared is not None and prepared.table.kind is Kind.PURCHASES
        if prepared is None or prepared.table.sheet.long:
            words = tr("Import")
        else:
            words = tr("Import %n purchase(s)", n=number) if purchases else tr("Import %n row(s)", n=number)
        self.import_button.setText(words)
        self.import_button.setAccessibleName(words)
        self.import_button.setEnabled(number > 0 or (prepared is not None and prepared.table.sheet.long))

    def _say_counts(self, counts: dict[Show, int] | None) -> None:
        words = {
            Show.ALL: tr("All"), Show.NEW: tr("New"), Show.UPDATE: tr("Updated"), Show.UNCHANGED: tr("Unchanged"),
            Show.SKIP: tr("Skipped"), Show.DOUBTFUL: tr("Needs a look"), Show.REJECT: tr("Rejected"),
        }  # fmt: skip
        chosen = Show(self.filters.key())
        for show, text in words.items():
            number = counts[show] if counts else 0
            self.filters.set_text(show.value, tr("%1 %2", text, f"{number:,}") if counts else text)
            self.filters.set_shown(show.value, shown=bool(number) or show in _ALWAYS or show is chosen)

    def offer_all(self, number: int) -> None:
        """Offer to bring in all files that wait; 0: do not."""
        words = tr("Import all %1", number)
        self.all_button.setText(words)
        self.all_button.setAccessibleName(words)
        self.all_button.setVisible(number > 0)

    def show_results(self, results: list[Result]) -> None:
        """What came of it, in place of the table."""
        self.results.show_results(results)
        self.pages.setCurrentWidget(self.results)
        self._finished(done=True)
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()

    def show_work(self) -> None:
        """The table again."""
        self.pages.setCurrentWidget(self.work)
        self._finished(done=False)

    def _finished(self, *, done: bool) -> None:
        words = tr("Close") if done else tr("Cancel")
        self.cancel_button.setText(words)
        self.cancel_button.setAccessibleName(words)
        self.import_button.setVisible(not done)
        self.all_button.hide()

    # While something is under way

    def show_progress(self, done: int, total: int, words: str) -> None:
        self.words.setText(words)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.show()

    def rest(self) -> None:
        """Show that nothing is under way."""
        self.bar.hide()
        self.words.setText("")

    def wait(self) -> None:
        """The rows are being planned: they cannot be brought in yet."""
        if self.import_button.hasFocus():
            self._had_focus = self.import_button
        self.import_button.setEnabled(False)
        self.all_button.hide()

    def lock(self) -> None:
        """The rows are being written: nothing can be chosen any more, only stopped."""
        self.cancel_button.setFocus()
        for widget in (self.work, self.import_button, self.all_button):
            widget.setEnabled(False)

    def unlock(self) -> None:
        for widget in (self.work, self.import_button, self.all_button):
            widget.setEnabled(True)
