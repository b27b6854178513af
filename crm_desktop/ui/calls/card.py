"""The caller's card: who is on the telephone, in the corner of the screen, without taking the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm_desktop.domain.caller import Caller
from crm_desktop.domain.phone import format_phone
from crm_desktop.errors import NotFound, UserError
from crm_desktop.language import tr
from crm_desktop.services.callers import Known
from crm_desktop.store.journal import Change
from crm_desktop.ui.calls.pages import CustomerPage, NobodyPage, Page, SayingPage, SeveralPage, name_words
from crm_desktop.ui.corner.card import WIDTH, Card
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px, text_size
from crm_desktop.ui.widgets import buttons

KEPT: Final = 5
"""The most calls that can be gone back to."""

_FEW: Final = 3
_FEWER: Final = 2
"""The most purchases and follow-ups shown if text is large: the card has to have room on the screen."""
_LARGE: Final = 150


@dataclass(eq=False)
class Call:
    """A call: who, when, and what she typed about it. `chosen`: which of the customers who share the number; `problem`:
    why they could not be looked up."""

    caller: Caller
    at: datetime
    known: Known = field(default_factory=lambda: Known("", ()))
    chosen: int | None = None
    typed: str = ""
    problem: str = ""

    @property
    def words(self) -> str:
        """Who it is, in few words."""
        if self.caller.is_withheld:
            return tr("Number withheld")
        customers = [each for each in self.known.customers if self.chosen in (None, each.id)]
        return name_words(customers[0]) if len(customers) == 1 else format_phone(self.known.number)


class CallerCard(Card):
    """The newest call in front; those before it can be gone back to. `settings_wanted`: what calls are about."""

    put_away = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, tr("Caller"), tr("Phone calls and files"), tr("Close"))
        self._context = context
        self._services = context.services
        self.calls: list[Call] = []
        self._front: Call | None = None
        self._page: Page | None = None
        self.all_button.hide()
        self.earlier = buttons.link("", lambda: self._go(-1))
        self.later = buttons.link("", lambda: self._go(1))
        self._between = QWidget()
        column = QVBoxLayout(self._between)
        column.setContentsMargins(12, 0, 12, 6)
        column.setSpacing(0)
        for button in (self.earlier, self.later):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._between)
        self.say_more(0)
        self.closing_wanted.connect(self.go)
        context.bus.changed.connect(self._changed)

    @property
    def call(self) -> Call:
        """The one that is shown."""
        assert self._front is not None
        return self._front

    # Telling

    def tell(self, caller: Caller, at: datetime | None = None) -> None:
        """Someone calls, or has called `at` a time before. What she is typing about another call stays in front, and
        the new one is a click away."""
        now = at or self._context.clock.now()
        self._keep_typed()
        if self.calls and self.isVisible() and self.calls[-1].caller == caller:
            self.calls[-1].at = now  # the same call: telephone programs tell when it rings, and when it is taken
        else:
            self.calls.append(Call(caller, now))
        is_typing = self.isVisible() and self._front is not None and bool(self._front.typed)
        if not is_typing:
            self._front = self.calls[-1]
        self._forget_oldest()
        self._look_up(self.calls[-1])
        self._show()

    def _forget_oldest(self) -> None:
        """Keep a few; of those without a word typed about them the oldest goes first."""
        while len(self.calls) > KEPT:
            behind = [call for call in self.calls[:-1] if call is not self._front]
            self.calls.remove(next((call for call in behind if not call.typed), behind[0]))

    def show_last(self) -> None:
        """The newest call once more, with the keyboard; told of by hand."""
        if self.calls:
            self._keep_typed()
            self._front = self.calls[-1]
            self._look_up(self.call)
        self._show(by_hand=True)
        self.raise_()
        self.activateWindow()

    def bring_back(self, calls: Sequence[Call]) -> None:
        """The calls of a card of another language."""
        self.calls = list(calls)
        self._front = self.calls[-1]
        self._show()

    def _look_up(self, call: Call) -> None:
        call.problem = ""
        try:
            call.known = self._services.callers.who(call.caller)
        except UserError as error:
            call.known, call.problem = Known(call.caller.number, ()), str(error)

    def _show(self, *, by_hand: bool = False) -> None:
        if not self.isVisible():
            self.prepare()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not by_hand)
        self.show_whole()
        self._fill()
        self.show()

    def go(self) -> None:
        """Put it away."""
        self._keep_typed()
        self.hide()
        self.put_away.emit()

    # What it says

    def _fill(self) -> None:
        """Lay out the call that is in front."""
        had_keys = self._page is not None and self._page.isAncestorOf(self.focusWidget() or self)
        old, self._page = self._page, self._made_page()
        self.add(self._page, 0)
        self._page.show()
        if old is not None:
            old.hide()
            old.deleteLater()
        number = _number_words(self.call) if self.calls else ""
        self.set_title(tr("Caller · %1", number) if number else tr("Caller"))
        self.say(tr("At %1", f"{self.call.at:%H:%M}") if self.calls else "")
        self._fill_between()
        self.stand()
        if had_keys or not self.isVisible():
            self._give_keys()

    def _made_page(self) -> Page:
        if not self.calls:
            return SayingPage(tr("No call yet"), tr("Who calls is shown here once a telephone program tells it."))
        call = self.call
        if call.caller.is_withheld:
            return SayingPage(tr("Number withheld"), tr("Whoever calls does not show a number."))
        if call.problem:
            return SayingPage(_number_words(call), call.problem)
        customers = call.known.customers
        if not customers:
            return NobodyPage(call.known.number, self._add_customer, self._copy, self._context.theme)
        chosen = customers[0].id if len(customers) == 1 else call.chosen
        if chosen is None:
            today, sure = self._context.clock.now().date(), call.known.sure
            return SeveralPage(customers, today, self._choose, self._context.theme, sure=sure)
        return self._customer_page(call, chosen)

    def _customer_page(self, call: Call, customer_id: int) -> Page:
        navigate = self._context.navigate
        try:
            facts = self._services.callers.facts(customer_id, _FEW if text_size() < _LARGE else _FEWER)
        except NotFound as error:
            return SayingPage(format_phone(call.known.number), str(error))
        page = CustomerPage(
            facts, self._context.clock.now().date(), self._context.theme, sure=call.known.sure,
            open_it=lambda: self._leave_for(lambda: navigate.show_customer(customer_id)),
            buy=lambda: self._leave_for(lambda: navigate.new_purchase(customer_id)),
            promise=lambda: self._leave_for(lambda: navigate.new_follow_up(customer_id)),
            noted=lambda text: self._note(customer_id, text),
        )  # fmt: skip
        assert page.note is not None
        page.note.setText(call.typed)
        return page

    def _fill_between(self) -> None:
        at = self.calls.index(self.call) if self.calls else 0
        earlier, later = self.calls[:at][-1:], self.calls[at + 1 :][:1]
        for call in earlier:
            self._say_on(self.earlier, tr("Earlier call: %1", call.words))
        for call in later:
            self._say_on(self.later, tr("Later call: %1", call.words))
        self.earlier.setVisible(bool(earlier))
        self.later.setVisible(bool(later))
        self._between.setVisible(bool(earlier or later))

    def _say_on(self, button: QPushButton, words: str) -> None:
        metrics = QFontMetrics(self._context.theme.sized(tokens.BODY_PX))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, px(WIDTH - 60))
        button.setText(shown)
        button.setAccessibleName(shown)

    def _go(self, by: int) -> None:
        self._keep_typed()
        self._front = self.calls[self.calls.index(self.call) + by]
        self._fill()

    def _choose(self, customer_id: int) -> None:
        self.call.chosen = customer_id
        self._fill()

    def _keep_typed(self) -> None:
        """What is in the note's line belongs to its call."""
        if self._page is not None and self._page.note is not None and self._front is not None:
            self._front.typed = self._page.note.text()

    # What she wants

    def _leave_for(self, do: Callable[[], object]) -> None:
        """The window shows what is wanted; nothing half typed is lost by it."""
        self._keep_typed()
        if not self.call.typed:
            self.hide()
        do()

    def _add_customer(self) -> None:
        number = format_phone(self.call.known.number)
        self._leave_for(lambda: self._context.navigate.new_customer(number))

    def _copy(self) -> None:
        number = format_phone(self.call.known.number)
        QGuiApplication.clipboard().setText(number)
        self.say(tr("Copied %1", number))

    def _note(self, customer_id: int, text: str) -> bool:
        """Note what was said; whether that is saved."""
        call = self.call
        contacts = self._services.contacts
        call.typed = ""
        if self._context.actions.do(lambda: contacts.add(customer_id, "call", text), quiet=True) is None:
            call.typed = text
            self.say(tr("This could not be saved. Open the window to see why."), is_problem=True)
            return False
        self.say(tr("Noted."))
        return True

    # What happens meanwhile

    def _changed(self, _: Change) -> None:
        """The customer may have been added, renamed, deleted."""
        if not self.isVisible() or not self.calls:
            return
        self._keep_typed()
        for call in self.calls:
            self._look_up(call)
        said = self.foot.text()
        self._fill()
        self.say(said)

    def _give_keys(self) -> None:
        if self._page is not None and self._page.first is not None:
            self._page.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def _number_words(call: Call) -> str:
    return tr("Number withheld") if call.caller.is_withheld else format_phone(call.known.number)
