"""What the caller's card says between its head and its foot: of one customer, of several, of nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.domain.calendar_words import in_days_words
from crm_desktop.domain.money import format_money
from crm_desktop.domain.phone import format_phone
from crm_desktop.language import listed, tr
from crm_desktop.services.callers import CallerFacts
from crm_desktop.services.customer_records import Customer
from crm_desktop.services.follow_ups import FollowUp
from crm_desktop.services.timeline import TimelineEntry
from crm_desktop.ui.corner.card import WIDTH
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.customers.words import ago_words, day_of
from crm_desktop.ui.tabs.follow_ups.words import due_token, due_words
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

LEFT: Final = 16
_SOON: Final = 14
"""A birthday at most this many days ahead is worth a word on the telephone."""

_MOST: Final = 140
"""Characters of a customer's note, which may be a page long."""

Do = Callable[[], object]


class Page(QWidget):
    """What the card of a call shows; `first` is the button that Enter presses."""

    first: QPushButton | None = None
    note: QLineEdit | None = None

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(LEFT, 12, LEFT, 12)
        self.column.setSpacing(6)

    def add_buttons(self, *made: QPushButton) -> None:
        """Buttons in a row, the first of which is what Enter does."""
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in made:
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.first = made[0]


class CustomerPage(Page):
    """One customer: who, what was bought last, what was promised, and a line for what is said on the telephone."""

    def __init__(
        self, facts: CallerFacts, today: date, theme: Theme, *, sure: bool, open_it: Do, buy: Do, promise: Do,
        noted: Callable[[str], bool],
    ) -> None:  # fmt: skip
        super().__init__()
        self._theme = theme
        self._noted = noted
        self._add_person(facts, today, sure=sure)
        self._add_purchases(facts.purchases, today)
        self._add_follow_ups(facts.follow_ups, facts.promises, today)
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("What is said? Enter notes it"))
        self.note.setAccessibleName(tr("Note of the call"))
        self.note.setMaxLength(2_000)
        self.note.returnPressed.connect(self._take_note)
        self.column.addSpacing(2)
        self.column.addWidget(self.note)
        self.column.addSpacing(2)
        self.add_buttons(
            buttons.primary(tr("Open"), open_it),
            buttons.plain(tr("New purchase"), buy),
            buttons.plain(tr("New follow-up"), promise),
        )

    def _add_person(self, facts: CallerFacts, today: date, *, sure: bool) -> None:
        customer = facts.customer
        name = texts.ElidedLabel(name_words(customer))
        name.setProperty("role", "title")
        self.column.addWidget(name)
        if not sure:
            self.column.addWidget(texts.labelled(tr("Perhaps: only the end of the number is the same."), "danger",
                                                 wrap=True))  # fmt: skip
        about = [*([listed(customer.tags)] if customer.tags else []), _dealings(customer, today)]
        self._add_line(" · ".join(about))
        following = facts.next_birthday
        if following is not None and customer.birthday is not None and (following.date - today).days <= _SOON:
            when = in_days_words((following.date - today).days)
            self._add_line(tr("Birthday %1 · %2", when, day_of(customer.birthday, following)))
        self._add_line(" ".join(customer.note.split()))

    def _add_line(self, words: str) -> None:
        """A quiet line, or several; long words are cut."""
        if words:
            self.column.addWidget(texts.secondary(words if len(words) <= _MOST else words[:_MOST] + "…", wrap=True))

    def _add_purchases(self, purchases: Sequence[TimelineEntry], today: date) -> None:
        if not purchases:
            return
        grid = self._grid(tr("Last purchases"))
        for row, bought in enumerate(purchases):
            amount = texts.body(format_money(bought.amount_fen or 0))
            amount.setFont(self._theme.tabular(amount.font()))
            what = bought.title or (tr("Refund") if bought.kind == "refund" else tr("Purchase"))
            grid.addWidget(_when(ago_words(bought.at.date(), today)), row, 0)
            grid.addWidget(texts.ElidedLabel(what), row, 1)
            grid.addWidget(amount, row, 2, Qt.AlignmentFlag.AlignRight)

    def _add_follow_ups(self, follow_ups: Sequence[FollowUp], count: int, today: date) -> None:
        if not follow_ups:
            return
        grid = self._grid(tr("Open follow-ups"))
        for row, each in enumerate(follow_ups):
            grid.addWidget(_when(due_words(each, today), due_token(each, today)), row, 0)
            grid.addWidget(texts.ElidedLabel(each.what), row, 1)
        if count > len(follow_ups):
            grid.addWidget(texts.secondary(tr("%n more", n=count - len(follow_ups))), len(follow_ups), 0, 1, 2)

    def _grid(self, title: str) -> QGridLayout:
        self.column.addSpacing(2)
        self.column.addWidget(texts.section(title))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        return grid

    def _take_note(self) -> None:
        assert self.note is not None
        text = self.note.text()
        if text.strip():
            self.note.clear()  # first: all is laid out anew once it is saved
            if not self._noted(text):
                self.note.setText(text)


class SeveralPage(Page):
    """Several customers share the number: which of them it is, she says."""

    def __init__(
        self, customers: Sequence[Customer], today: date, choose: Callable[[int], object], theme: Theme, *, sure: bool
    ) -> None:
        super().__init__()
        words = (
            tr("%n customer(s) have this number", n=len(customers))
            if sure
            else tr("The end of the number is the same of %n customer(s)", n=len(customers))
        )
        self.column.addWidget(texts.body(words, wrap=True))
        for customer in customers:
            words = tr("%1 · %2", name_words(customer), _dealings(customer, today))
            button = buttons.plain(_cut(words, theme), partial(choose, customer.id))
            button.setAccessibleName(words)
            self.column.addWidget(button)
            self.first = self.first or button


class NobodyPage(Page):
    """A number that no customer has."""

    def __init__(self, number: str, add: Do, copy: Do, theme: Theme) -> None:
        super().__init__()
        self.column.addWidget(texts.title(format_phone(number)))
        self.column.addWidget(texts.body(tr("No customer has this number yet."), wrap=True))
        self.add_buttons(
            buttons.primary(tr("New customer"), add, theme=theme, icon="plus"), buttons.plain(tr("Copy number"), copy)
        )


class SayingPage(Page):
    """Only words."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.column.addWidget(texts.title(title))
        self.column.addWidget(texts.body(words, wrap=True))


def name_words(customer: Customer) -> str:
    """A customer's name, or what stands for it."""
    return customer.name or tr("(no name)")


def _dealings(customer: Customer, today: date) -> str:
    if not customer.visits or customer.last_purchase is None:
        return tr("No purchase yet")
    words = tr("%n visit(s) · %1", format_money(customer.spent_fen), n=customer.visits)
    return tr("%1 · %2", words, ago_words(customer.last_purchase, today))


def _cut(words: str, theme: Theme) -> str:
    """Words as wide as a button of the card may be."""
    metrics = QFontMetrics(theme.sized(tokens.BODY_PX))
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, px(WIDTH - 2 * LEFT - 30))


def _when(words: str, token: str | None = None) -> QLabel:
    return texts.labelled(words, "danger" if token == "danger" else "secondary")
