"""Which of the good copies of a damaged shop is to be brought back: what each holds, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from crm_desktop.domain.calendar_words import date_words
from crm_desktop.language import tr
from crm_desktop.services.backups import Backup
from crm_desktop.services.rescue import Newer
from crm_desktop.ui.widgets import text as texts

_INDENT: Final = 23


@dataclass(frozen=True, slots=True)
class Offer:
    """A sound copy, and what it lacks; `lacks` is None if that cannot be told."""

    copy: Backup
    lacks: Newer | None


class CopyChoice(QWidget):
    """A line for each copy that is offered; of several, one is chosen, the newest at first."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offers: Sequence[Offer] = ()
        self._buttons = QButtonGroup(self)
        self._buttons.idToggled.connect(lambda *_: self.changed.emit())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def show_offers(self, offers: Sequence[Offer], *, is_there: bool) -> None:
        """Show the copies, at least one. `is_there`: so is the damaged file, which they can be compared with."""
        self._offers = offers
        for number, offer in enumerate(offers):
            lacks = lacks_words(offer.lacks) if is_there else tr("What was changed after it is not in it.")
            self._column.addWidget(self._line(number, offer.copy, lacks))
        if len(offers) > 1:
            self._buttons.button(0).setChecked(True)
        self.show()
        self.changed.emit()

    def _line(self, number: int, copy: Backup, lacks: str) -> QWidget:
        facts = tr("%1 (customers: %2, purchases: %3)", when_words(copy.at), f"{copy.customers or 0:,}",
                   f"{copy.purchases or 0:,}")  # fmt: skip
        below = texts.secondary(lacks, wrap=True)
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if len(self._offers) > 1:
            choice = QRadioButton(facts)
            choice.setAccessibleDescription(lacks)
            self._buttons.addButton(choice, number)
            below.setIndent(_INDENT)
            column.addWidget(choice)
        else:
            column.addWidget(texts.body(facts))
        column.addWidget(below)
        return line

    @property
    def chosen(self) -> Backup:
        """The copy that is to be brought back."""
        return self._offers[max(self._buttons.checkedId(), 0)].copy


def when_words(at: datetime) -> str:
    """A day with its year, and the time."""
    return tr("%1 %2", date_words(at.date(), year=True), f"{at:%H:%M}")


def lacks_words(lacks: Newer | None) -> str:
    """What a copy lacks of the damaged file."""
    if lacks is None:
        return tr("What was changed after it cannot be told: the damaged file does not say so any more.")
    if not lacks.changes or lacks.first is None or lacks.last is None:
        return tr("It lacks nothing that the damaged file tells of.")
    if lacks.changes == 1:
        return tr("It lacks the last change, made on %1.", when_words(lacks.last))
    return tr("It lacks the last %1 changes, made between %2 and %3.", lacks.changes, when_words(lacks.first),
              when_words(lacks.last))  # fmt: skip
