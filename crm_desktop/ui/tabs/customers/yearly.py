"""A customer's yearly dates besides the birthday: shown with the day they come next, added and changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.domain.birthday import birthday_words
from crm_desktop.domain.calendar_words import in_days_words
from crm_desktop.language import Sentence, tr
from crm_desktop.services.yearly_dates import KINDS, YearlyDateRow
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.customers import words
from crm_desktop.ui.tabs.customers.cell_editors import CellChoice
from crm_desktop.ui.tabs.customers.fact import Fact
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.popover import Popover

_KINDS: Final = {
    "wedding": Sentence("Wedding anniversary"),
    "membership": Sentence("Membership anniversary"),
    "other": Sentence("Another day"),
}


def yearly_words(row: YearlyDateRow, today: date) -> str:
    """A yearly date in a line: what it is, when it comes next, which day it is."""
    what = row.label or str(_KINDS[row.kind])
    if row.next is None:
        return tr("%1 · %2", what, birthday_words(row.day))
    text = tr("%1 %2 · %3", what, in_days_words((row.next.date - today).days), words.day_of(row.day, row.next))
    return tr("%1 · %n year(s)", text, n=row.next.turning) if row.next.turning else text


class YearlyLine(QWidget):
    """One date, with a button to change it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._row: YearlyDateRow | None = None
        self.fact = Fact(context, "star", tr("Yearly date"))
        self.edit = buttons.icon_button("edit", tr("Change this date"), self._change, theme=context.theme)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.fact, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)

    def show_row(self, row: YearlyDateRow, today: date) -> None:
        """Show a date."""
        self._row = row
        self.fact.say(yearly_words(row, today), str(row.next.why) if row.next else "")
        self.show()

    def _change(self) -> None:
        assert self._row is not None
        YearlyPopover(self, self._context, self._row.customer_id, self._row).open()


class YearlyDatesList(QVBoxLayout):
    """A line for each yearly date of the customer shown. `add` is the button that asks for another one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._customer_id = 0
        self.lines: list[YearlyLine] = []
        self.setSpacing(4)
        self.add: QPushButton = buttons.link(
            tr("+ Date"), self.ask, tooltip=tr("A wedding, a membership or another day to remember each year")
        )

    def show_customer(self, customer_id: int, today: date) -> None:
        """Show the dates of a customer, the one that comes next first."""
        self._customer_id = customer_id
        rows = self._context.services.yearly_dates.of_customer(customer_id)
        while len(self.lines) < len(rows):
            line = YearlyLine(self._context)
            self.lines.append(line)
            self.addWidget(line)
        for line, row in zip(self.lines, rows, strict=False):
            line.show_row(row, today)
        for line in self.lines[len(rows) :]:
            line.hide()

    def ask(self) -> None:
        """Ask for a date to add."""
        YearlyPopover(self.add, self._context, self._customer_id).open()


class YearlyPopover(Popover):
    """Asks for a yearly date of a customer: which kind, its name where the kind does not say it, and the day."""

    def __init__(self, anchor: QWidget, context: Context, customer_id: int, row: YearlyDateRow | None = None) -> None:
        super().__init__(anchor, tr("Save") if row else tr("Add"), self._save)
        self._context, self._customer_id, self._row = context, customer_id, row
        self.kind = CellChoice([(kind, str(_KINDS[kind])) for kind in KINDS])
        self.kind.setProperty("look", "")
        self.label = QLineEdit(row.label if row else "")
        self.day = QLineEdit(words.birthday_text(row.day) if row else "")
        self.day.setPlaceholderText(tr("5-20, 2015-5-20 or lunar 8-15"))
        self._fields = {
            "label": InlineField(tr("What day it is"), self.label),
            "day": InlineField(tr("Day"), self.day),
        }
        self.body.addWidget(InlineField(tr("Yearly date"), self.kind))
        for field in self._fields.values():
            self.body.addWidget(field)
        if row is not None:
            self.kind.setText(row.kind)
            self.buttons.insertWidget(0, buttons.danger(tr("Delete"), self._delete))
        self.kind.currentIndexChanged.connect(lambda _: self._fit())
        self._fit()

    def open(self) -> None:
        super().open()
        self.day.setFocus()
        self.day.selectAll()

    def refuse(self, problems: Mapping[str, Sentence]) -> None:
        """Show each problem under its field."""
        for key, field in self._fields.items():
            field.set_error(problems.get(key))

    def _fit(self) -> None:
        """A wedding needs no name; one that it has by an import can be seen and changed."""
        self._fields["label"].setVisible(self.kind.text() == "other" or bool(self.label.text()))
        self.adjustSize()

    def _save(self) -> bool:
        self.refuse({})
        return self._context.actions.do(self._write, on_invalid=self.refuse) is not None

    def _write(self) -> Change:
        dates = self._context.services.yearly_dates
        kind, label, day = self.kind.text(), self.label.text(), dates.read_day(self.day.text())
        if self._row is None:
            return dates.add(self._customer_id, kind, label, day)
        return dates.edit(self._row.id, kind, label, day)

    def _delete(self) -> None:
        assert self._row is not None
        row = self._row
        self.close()
        self._context.actions.do(lambda: self._context.services.yearly_dates.delete(row.id))
