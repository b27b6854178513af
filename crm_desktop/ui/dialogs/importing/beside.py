"""Beside the table: what the row under the cursor will become, whom it was recognised as, and what is doubtful."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.exchange.importing.report import Outcome, PlannedRow
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.language import tr
from crm_desktop.ui.dialogs.importing.plan import Prepared, day_alone, field_words
from crm_desktop.ui.dialogs.importing.table_model import OUTCOMES
from crm_desktop.ui.dialogs.importing.table_view import CHOICES
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import text as texts

_LONGEST: Final = 600
_LABELS: Final = 96


class Beside(QWidget):
    """`name_of` says what a known customer is called."""

    row_chosen = Signal(int, object)
    """(row of the sheet, OnDuplicate or None)"""

    def __init__(self, theme: Theme, name_of: Callable[[int], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._row: PlannedRow | None = None
        self._fields: list[tuple[QLabel, QLabel, QLabel]] = []
        self.setAccessibleName(tr("What becomes of this row"))
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = texts.labelled("", "title", wrap=True)
        self.who = texts.secondary("", wrap=True)
        self.doubts = texts.labelled("", "notice", wrap=True)
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("This row"))
        for choice, words in CHOICES.items():
            self.choice.addItem(str(words), choice)
        self.choice.activated.connect(self._choose)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, px(_LABELS))
        self._grid.setColumnStretch(1, 1)
        self._lay_out()
        self.show_row(None, None)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.heading)
        column.addWidget(self.who)
        column.addWidget(self.doubts)
        column.addLayout(self._grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._choice_line = QWidget()
        line = QHBoxLayout(self._choice_line)
        line.setContentsMargins(16, 8, 16, 10)
        label = texts.secondary(tr("This row"))
        label.setBuddy(self.choice)
        line.addWidget(label)
        line.addWidget(self.choice, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(texts.separator())
        whole.addWidget(self._choice_line)

    def show_row(self, prepared: Prepared | None, row: PlannedRow | None) -> None:
        """Show what a row becomes."""
        self._row = row
        self._choice_line.setVisible(row is not None and prepared is not None and prepared.whole)
        if row is None or prepared is None:
            self.heading.setText(tr("No row here"))
            for part in (self.who, self.doubts):
                part.hide()
            self._show_values([])
            return
        kind = prepared.table.kind
        words, _ = OUTCOMES[row.outcome]
        self.heading.setText(tr("Row %1: %2", row.row, words))
        self._say(self.who, self._recognised(kind, row))
        reasons = [str(row.reason)] if row.reason is not None else []
        reasons += [
            tr("%1: %2", field_words(prepared.table.kind, warned.field), warned.reason) for warned in row.warnings
        ]
        self._say(self.doubts, "\n".join(dict.fromkeys(reasons)))
        chosen = prepared.question.choices.get(row.row)
        self.choice.setCurrentIndex(list(CHOICES).index(chosen))
        values = [
            (field_words(kind, key), day_alone(key, before), day_alone(key, after))
            for key, (before, after) in row.values.items()
        ]
        self._show_values(values if row.outcome is not Outcome.REJECT else [])

    def _recognised(self, kind: Kind, row: PlannedRow) -> str:
        """Who it is, and how that was told."""
        why = str(row.why) if row.why is not None else ""
        if kind is not Kind.CUSTOMERS or row.about is None:
            return why
        known = tr("In the shop: %1", self._name_of(row.about))
        return "\n".join(filter(None, (known, why)))

    def _say(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setAccessibleName(words)
        label.setVisible(bool(words))

    def _show_values(self, values: list[tuple[str, str, str]]) -> None:
        while len(self._fields) < len(values):
            self._add_field()
        for number, labels in enumerate(self._fields):
            label, after, before = labels
            name, was, becomes = values[number] if number < len(values) else ("", "", "")
            label.setText(name)
            after.setText(becomes[:_LONGEST])
            before.setText(tr("until now: %1", was[:_LONGEST]) if was else "")
            for each in (label, after):
                each.setVisible(bool(name))
            before.setVisible(bool(was))

    def _add_field(self) -> None:
        line = len(self._fields) * 2
        label = texts.secondary("", wrap=True)
        after = texts.body("", wrap=True, selectable=True)
        before = texts.secondary("", wrap=True, selectable=True)
        for each in (after, before):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setMaximumWidth(px(_LABELS) + 24)
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(after, line, 1)
        self._grid.addWidget(before, line + 1, 1)
        self._fields.append((label, after, before))

    def values(self) -> dict[str, tuple[str, str]]:
        """What is shown: field → (before, after)."""
        return {
            label.text(): (before.text(), after.text()) for label, after, before in self._fields if not label.isHidden()
        }

    def _choose(self, number: int) -> None:
        if self._row is not None:
            self.row_chosen.emit(self._row.row, list(CHOICES)[number])
