"""The lines of a purchase being typed, under one row of titles; a line is added when she wants one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.language import Sentence, tr
from crm_desktop.services.products import Product
from crm_desktop.services.purchase_records import LineDraft
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.purchases.line_row import GAP, REMOVE_WIDTH, WIDTHS, LineRow
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

_TALLEST = 264


class LineRows(QWidget):
    """At least one line. `changed` after every edit, `left` when Enter on an empty product says that there are no more
    lines."""

    changed = Signal()
    left = Signal()

    def __init__(self, search: Callable[[str], Sequence[Product]], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._theme = theme
        self._rows: list[LineRow] = []
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._add = buttons.link(tr("+ Line"), self._add_by_hand)
        self._holder = QWidget()
        self._scroll = self._scrolled()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(4)
        page.addLayout(_titles())
        page.addWidget(self._scroll)
        page.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_row()

    def _scrolled(self) -> QScrollArea:
        self._holder.setProperty("role", "plain")
        self._holder.setLayout(self._column)
        scroll = QScrollArea()
        scroll.setWidget(self._holder)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    # Lines

    @property
    def rows(self) -> list[LineRow]:
        """The lines from top to bottom."""
        return self._rows

    def add_row(self) -> LineRow:
        """Append an empty line."""
        row = LineRow(self._search, self._theme)
        row.changed.connect(self._tell)
        row.finished.connect(lambda: self._after(row))
        row.resized.connect(self._fit)
        row.removed.connect(lambda: self.remove_row(row))
        row.product.returnPressed.connect(lambda: self._entered_product(row))
        for field in row.fields()[1:]:
            field.returnPressed.connect(row.finished.emit)
        self._rows.append(row)
        self._column.addWidget(row)
        # Shown at once: the height is worked out before the layout would show it.
        row.show()
        self._changed_rows()
        return row

    def _add_by_hand(self) -> None:
        self.add_row().product.setFocus()

    def remove_row(self, row: LineRow) -> None:
        """Take a line away; the last one is emptied instead."""
        if len(self._rows) == 1:
            self.add_row()
        place = self._rows.index(row)
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._rows[min(place, len(self._rows) - 1)].product.setFocus()
        self._changed_rows()
        self._tell()

    def set_lines(self, lines: Sequence[LineDraft]) -> None:
        """Show these lines."""
        for number, line in enumerate(lines):
            row = self._rows[0] if number == 0 else self.add_row()
            row.set_line(line)
        self._tell()

    def lines(self) -> list[LineDraft]:
        """The lines typed, without blank ones."""
        return [row.line() for row in self.filled()]

    def filled(self) -> list[LineRow]:
        """The lines that are not blank; errors count these."""
        return [row for row in self._rows if not row.is_blank()]

    def fields(self) -> list[QWidget]:
        """Every field in reading order."""
        found: list[QWidget] = [field for row in self._rows for field in (*row.fields(), row.remove)]
        return [*found, self._add]

    def focus_first(self) -> None:
        """Give the keyboard to the first line's product."""
        self._rows[0].product.setFocus(Qt.FocusReason.TabFocusReason)

    # Errors

    def check(self) -> bool:
        """Say what cannot be understood under each line and go to the first of it; False if there is something."""
        first: QLineEdit | None = None
        for row in self._rows:
            problems = row.problems()
            row.show_problems(problems)
            first = first or _first_wrong(row, problems)
        return _focus(first)

    def show_problems(self, problems: Mapping[str, Sentence]) -> bool:
        """Put the service's "lines.0.price" and "amount" under their lines; False if there was none of these."""
        rows, first = self.filled(), None
        for number, row in enumerate(rows or self._rows):
            prefix = f"lines.{number}."
            own = {key.removeprefix(prefix): text for key, text in problems.items() if key.startswith(prefix)}
            if number == 0 and "amount" in problems:
                own["amount"] = problems["amount"]
            row.show_problems(own)
            first = first or _first_wrong(row, own)
        return not _focus(first)

    # What follows what

    def _entered_product(self, row: LineRow) -> None:
        if row.product.text().strip():
            row.quantity.setFocus(Qt.FocusReason.TabFocusReason)
        elif row.is_blank():
            self.left.emit()
        else:
            self._after(row)

    def _after(self, row: LineRow) -> None:
        """The next line, made where there is none."""
        place = self._rows.index(row) + 1
        following = self._rows[place] if place < len(self._rows) else self.add_row()
        following.product.setFocus(Qt.FocusReason.TabFocusReason)
        # Its place is known once it is laid out.
        QTimer.singleShot(0, following, lambda: self._scroll.ensureWidgetVisible(following, 0, 8))

    def _tell(self) -> None:
        self._fit()
        self.changed.emit()

    def _changed_rows(self) -> None:
        for row in self._rows:
            # A single line is not removed but typed over; its place is kept, so that nothing moves.
            policy = row.remove.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            row.remove.setSizePolicy(policy)
            row.remove.setVisible(len(self._rows) > 1)
        self._fit()

    def _fit(self) -> None:
        """Make the rows as tall as the lines are, up to a limit; more lines scroll."""
        self._column.activate()
        height = min(self._holder.sizeHint().height(), px(_TALLEST))
        if self._scroll.height() != height:
            self._scroll.setFixedHeight(height)


def _titles() -> QHBoxLayout:
    """The titles over the columns; the fields carry them as accessible names."""
    line = QHBoxLayout()
    line.setSpacing(GAP)
    line.addWidget(_title(tr("Product")), 1)
    names = (tr("Quantity"), tr("Unit price"), tr("Discount"), tr("Amount"))
    for name, width in zip(names, WIDTHS, strict=True):
        title = _title(name)
        title.setAlignment(Qt.AlignmentFlag.AlignRight)
        title.setFixedWidth(px(width))
        line.addWidget(title)
    line.addSpacing(GAP + REMOVE_WIDTH)
    return line


def _title(text: str) -> QLabel:
    return texts.secondary(text)


def _first_wrong(row: LineRow, problems: Mapping[str, Sentence]) -> QLineEdit | None:
    keys = ("text", "quantity", "price", "discount", "amount")
    return next((field for key, field in zip(keys, row.fields(), strict=True) if key in problems), None)


def _focus(field: QLineEdit | None) -> bool:
    if field is not None:
        field.setFocus(Qt.FocusReason.TabFocusReason)
    return field is None
