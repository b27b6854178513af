"""Print: the pages as they will come, what can be chosen about them, and where they are to go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.domain.paper import PAPERS, paper_of
from crm_desktop.errors import UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.printing import pdf_file, printer
from crm_desktop.ui.printing.document import Document, Watch
from crm_desktop.ui.printing.label_fields import LabelFields
from crm_desktop.ui.printing.labels import LabelDocument
from crm_desktop.ui.printing.paper_choice import usual_paper
from crm_desktop.ui.printing.paper_view import PaperView
from crm_desktop.ui.printing.sources import Choices, Kind, Source
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.reading_order import ReadsAlong
from crm_desktop.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.jobs import Job

_SIZE: Final = QSize(1100, 700)
_SIDE: Final = 304
_QUICK_ROWS: Final = 400
"""Up to this many rows are laid out at once; more of them in the background."""
_SETTLED_MS: Final = 120
_AUTO, _UPRIGHT, _LENGTHWAYS = "auto", "portrait", "landscape"


class PrintDialog(ReadsAlong, QDialog):
    """`sources` can be chosen between; the first, or `chosen`, is shown at first."""

    def __init__(
        self, context: Context, sources: Sequence[Source], chosen: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._sources = sources
        self._document: Document | None = None
        self._job: Job | None = None
        self._asked = 0
        self.setWindowTitle(tr("Print"))
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._lay_out)
        self.view = PaperView(context.theme)
        self._make_choices(chosen)
        self._make_buttons()
        self._put_together()
        self._connect()
        room = self.screen().availableSize() - QSize(40, 80)
        self.resize(_SIZE.boundedTo(room))
        self._fit_choices()
        self._lay_out()

    # Making

    def _make_choices(self, chosen: int) -> None:
        memory = self._context.memory
        self.what = QComboBox()
        self.what.addItems([source.words for source in self._sources])
        self.what.setCurrentIndex(chosen)
        self._what_field = InlineField(tr("What to print"), self.what)
        self._what_field.setVisible(len(self._sources) > 1)
        self.paper = QComboBox()
        for paper in PAPERS:
            self.paper.addItem(paper.key, paper.key)
        self.paper.setCurrentIndex(max(self.paper.findData(memory.get("print/paper", usual_paper().key)), 0))
        self._paper_field = InlineField(tr("Paper"), self.paper)
        segments = ((_AUTO, tr("Automatic")), (_UPRIGHT, tr("Upright")), (_LENGTHWAYS, tr("Lengthways")))
        self.way = SegmentedControl(segments, tr("Orientation"))
        self._way_field = InlineField(tr("Orientation"), self.way)
        self.labels = LabelFields(memory)

    def _make_buttons(self) -> None:
        theme = self._context.theme
        self.print_button = buttons.primary(tr("Print…"), self._print, theme=theme, icon="print", shortcut="Ctrl+P")
        self.pdf_button = buttons.plain(tr("Save as PDF…"), self._save, theme=theme, icon="save", shortcut="Ctrl+S")
        self.cancel_button = buttons.plain(tr("Cancel"), self.reject)
        self.note = texts.secondary("", wrap=True)
        self.no_printer = texts.secondary(
            tr("There is no printer on this computer. The pages can be saved as PDF."), wrap=True
        )
        has_printer = bool(printer.names())
        self.no_printer.setVisible(not has_printer)
        self.print_button.setEnabled(has_printer)
        self._has_printer = has_printer
        self.previous = buttons.icon_button("chevron-up", tr("Previous page"), lambda: self._turn(-1), theme=theme,
                                            shortcut="PgUp")  # fmt: skip
        self.next = buttons.icon_button("chevron-down", tr("Next page"), lambda: self._turn(1), theme=theme,
                                        shortcut="PgDown")  # fmt: skip
        self.place = texts.secondary("")
        self.smaller = buttons.icon_button("minus", tr("Smaller"), self.view.zoom_out, theme=theme,
                                           shortcut="Ctrl+-")  # fmt: skip
        self.larger = buttons.icon_button("plus", tr("Larger"), self.view.zoom_in, theme=theme,
                                          shortcut="Ctrl++")  # fmt: skip
        self.whole = buttons.quiet(tr("Whole page"), self.view.fit, shortcut="Ctrl+0")
        self.size_words = texts.secondary("")

    def _put_together(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(4)
        for left in (self.previous, self.next, self.place):
            bar.addWidget(left)
        bar.addStretch(1)
        for right in (self.size_words, self.smaller, self.larger, self.whole):
            bar.addWidget(right)
        pages = QVBoxLayout()
        pages.setSpacing(0)
        pages.addWidget(self.view, 1)
        pages.addWidget(texts.separator())
        pages.addLayout(bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(pages, 1)
        row.addWidget(texts.separator(vertical=True))
        row.addWidget(self._side())

    def _side(self) -> QWidget:
        inside = QWidget()
        choices = QVBoxLayout(inside)
        choices.setContentsMargins(20, 16, 20, 16)
        choices.setSpacing(12)
        choices.addWidget(texts.title(tr("Print")))
        for field in (self._what_field, self._paper_field, self._way_field, self.labels, self.note):
            choices.addWidget(field)
        choices.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        below = QVBoxLayout()
        below.setContentsMargins(20, 8, 20, 16)
        below.setSpacing(8)
        for widget in (self.no_printer, self.print_button, self.pdf_button, self.cancel_button):
            below.addWidget(widget)
        side = QWidget()
        side.setFixedWidth(px(_SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addLayout(below)
        return side

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(lambda _: self._changed())
        self.paper.currentIndexChanged.connect(lambda _: self._changed())
        self.way.changed.connect(lambda _: self._changed())
        self.labels.changed.connect(self._changed)
        self.view.page_changed.connect(lambda _: self._tell_place())
        for keys, do in (
            ("Ctrl+P", self.print_button.click), ("Ctrl+S", self.pdf_button.click), ("Ctrl++", self.view.zoom_in),
            ("Ctrl+=", self.view.zoom_in), ("Ctrl+-", self.view.zoom_out), ("Ctrl+0", self.view.fit),
            ("PgDown", partial(self._turn, 1)), ("PgUp", partial(self._turn, -1)),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        self.view.setFocus()
        default = self.print_button if self._has_printer else self.pdf_button
        default.setDefault(True)

    # Choosing

    @property
    def source(self) -> Source:
        """What is shown."""
        return self._sources[self.what.currentIndex()]

    def choices(self) -> Choices:
        """What she chose about it."""
        paper = paper_of(self.paper.currentData())
        way = {_UPRIGHT: False, _LENGTHWAYS: True}.get(self.way.key())
        return Choices(paper, way, self.labels.choice(paper))

    def _changed(self) -> None:
        self._context.memory.put("print/paper", self.paper.currentData())
        self._fit_choices()
        self._settled.start()

    def _fit_choices(self) -> None:
        kind = self.source.kind
        self.labels.setVisible(kind is Kind.LABELS)
        self._way_field.setVisible(kind is not Kind.LABELS)
        self._paper_field.setVisible(kind is not Kind.LABELS or self.labels.is_own)

    # Showing

    def _lay_out(self) -> None:
        """Lay the pages out: now, or in the background where there are many rows."""
        self._settled.stop()
        self._give_up()
        self._asked += 1
        source, choices = self.source, self.choices()
        problem = choices.labels.format_.problem() if source.kind is Kind.LABELS else None
        self.labels.show_problem(problem)
        if problem is not None:
            self._cannot(problem)
        elif source.size <= _QUICK_ROWS:
            try:
                self._show(source.lay_out(choices, Watch()))
            except UserError as error:
                self._cannot(error)
        else:
            self._wait(source, choices)

    def _wait(self, source: Source, choices: Choices) -> None:
        number = self._asked
        self._put_aside(tr("Laying out the pages…"))
        self._job = self._context.jobs.start(
            tr("Laying out the pages"),
            lambda report, cancelled: source.lay_out(choices, Watch(report, cancelled)),
            done=lambda document: self._arrived(number, document),
            failed=lambda error: self._failed(number, error),
            cancelled=lambda: self._failed(number, UserError(Sentence("The pages were not laid out."))),
        )
        self._job.progressed.connect(partial(self._progressed, number))

    def _arrived(self, number: int, document: Document) -> None:
        if number == self._asked:
            self._job = None
            self._show(document)

    def _failed(self, number: int, error: UserError) -> None:
        if number == self._asked:
            self._job = None
            self._cannot(error)

    def _progressed(self, number: int, done: int, total: int, words: str) -> None:
        if number == self._asked and total and self._document is None:
            self.view.say(tr("%1: %2 of %3", words, f"{done:,}", f"{total:,}"))

    def _give_up(self) -> None:
        """Nobody waits any more for what is being laid out."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _show(self, document: Document) -> None:
        self._document = document
        self.view.set_document(document)
        nobody = isinstance(document, LabelDocument) and not document.rows
        self._set_ready(not nobody)
        left_out = document.left_out if isinstance(document, LabelDocument) else 0
        self.note.setText(tr("%n customer(s) without an address left out", n=left_out) if left_out else "")
        self.note.setVisible(bool(left_out))
        self._tell_place()

    def _put_aside(self, words: str) -> None:
        """There is nothing to be printed now."""
        self._document = None
        self.view.say(words)
        self._set_ready(False)
        self.note.hide()
        self._tell_place()

    def _cannot(self, why: object) -> None:
        self._put_aside(str(why))

    def _set_ready(self, ready: bool) -> None:
        self.print_button.setEnabled(ready and self._has_printer)
        self.pdf_button.setEnabled(ready)

    def _tell_place(self) -> None:
        document = self._document
        pages, page = (document.pages, self.view.page) if document else (0, 0)
        self.place.setText(tr("Page %1 of %2", f"{page + 1:,}", f"{pages:,}") if pages else "")
        self.size_words.setText(tr("%1 %", self.view.percent) if pages else "")
        self.previous.setEnabled(page > 0)
        self.next.setEnabled(page + 1 < pages)

    def _turn(self, by: int) -> None:
        self.view.show_page(self.view.page + by)

    # Doing

    def _as_chosen(self) -> Document | None:
        """The pages with what was chosen a moment ago; None while they are still being laid out."""
        if self._settled.isActive():
            self._lay_out()
        return self._document

    def _save(self) -> None:
        """Ask for a file, and write it in the background."""
        document, source = self._as_chosen(), self.source
        if document is None:
            return
        day = self._context.clock.now().date().isoformat()
        name = tr("%1 %2", _for_a_file(source.title), day) + ".pdf"
        path = self._context.file_dialogs.ask_save(self, tr("Save as PDF"), name, [(tr("PDF document"), "*.pdf")])
        if path is None:
            return
        stopped = Sentence("The export was stopped. No file was written.")
        self._context.jobs.start(
            tr("Writing %1", path.name),
            lambda report, cancelled: pdf_file.write(document, source.title, path, Watch(report, cancelled, stopped)),
            done=lambda _: self._saved(path, document.pages),
        )
        self.accept()

    def _saved(self, path: Path, pages: int) -> None:
        self._context.messages.info(
            tr("%n page(s) written to %1", path.name, n=pages),
            action=tr("Open"),
            do=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute()))),
        )

    def _print(self) -> None:
        """Ask for the printer, and print in the background."""
        document, source = self._as_chosen(), self.source
        chosen = printer.ask(self, document, source.title) if document is not None else None
        if document is None or chosen is None:
            return
        messages = self._context.messages
        self._context.jobs.start(
            tr("Printing %1", source.title),
            lambda report, cancelled: printer.print_on(chosen, document, Watch(report, cancelled)),
            done=lambda pages: messages.info(tr("%n page(s) sent to the printer", n=pages)),
        )
        self.accept()

    def done(self, result: int) -> None:
        self._give_up()
        self._asked += 1
        super().done(result)


def _for_a_file(title: str) -> str:
    """A title without what no file's name may hold."""
    return "".join(" " if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in title).strip()[:60]


def print_any(context: Context, sources: Sequence[Source], parent: QWidget, chosen: int = 0) -> PrintDialog | None:
    """Open the dialog; None if there is nothing to be printed, which is said then."""
    if not sources:
        context.messages.note(tr("There is nothing to print here."))
        return None
    dialog = PrintDialog(context, sources, chosen, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
