"""A purchase typed in, or mended: customer, lines, payment, in reading order and by the keyboard alone.

F2, the last four digits, Enter, a product's initials or an amount, Enter: Enter always goes to what is next, on an
empty product line to the payment, and from there it saves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.money import format_money
from crm_desktop.language import Sentence, tr
from crm_desktop.services.purchase_records import LineDraft, Purchase, PurchaseDraft
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.tabs.purchases.clerks import ClerkEdit
from crm_desktop.ui.tabs.purchases.line_rows import LineRows
from crm_desktop.ui.tabs.purchases.payment import PaymentChoice
from crm_desktop.ui.tabs.purchases.sums import explain_lines
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.customer_edit import CustomerEdit
from crm_desktop.ui.widgets.dates import DateEdit
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.form import FormDialog
from crm_desktop.ui.widgets.money import MoneyEdit
from crm_desktop.ui.widgets.new_customer import add_typed_customer

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PurchaseEntry(FormDialog):
    """Saves a new purchase, or `purchase` mended. Payment method and clerk begin as they were used last."""

    def __init__(
        self,
        context: Context,
        parent: QWidget | None = None,
        *,
        customer_id: int | None = None,
        purchase: Purchase | None = None,
    ) -> None:
        title = tr("New purchase") if purchase is None else tr("Edit purchase")
        super().__init__(title, self._save, context.questions, parent, width=760)
        self._context = context
        self._services = context.services
        self._purchase = purchase
        self._before = PurchaseDraft.of(purchase) if purchase else None
        self._make_fields()
        self._lay_out()
        self._fill(customer_id)
        self._connect()
        self._recount()

    # Making

    def _make_fields(self) -> None:
        theme, services = self._context.theme, self._services
        last = services.purchases.last_used()
        method = self._before.payment_method if self._before else last.payment_method
        methods = services.purchases.payment_methods()
        if self._before is None and not method and methods:
            method = methods[0]
        self.customer = CustomerEdit(services.customers, theme)
        self.customer.setPlaceholderText(tr("Last 4 digits, initials, name; empty for a passer-by"))
        self.date = DateEdit(theme, self._context.clock, with_time=True, optional=False, ahead=False)
        self.clerk = ClerkEdit(services.purchases.clerks(), theme)
        self.clerk.set_text(self._before.clerk if self._before else last.clerk)
        self.lines = LineRows(services.products.search, theme)
        self.payment = PaymentChoice(methods, method, theme)
        self.discount = MoneyEdit()
        self.note = QLineEdit()
        self.number = QLineEdit()
        self._facts = texts.secondary("")
        self.total = texts.number("")
        self.explanation = texts.ElidedLabel()
        self.explanation.setProperty("role", "secondary")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        for key, label, field, stretch in (
            ("customer", tr("Customer"), self.customer, 5),
            ("at", tr("Date"), self.date, 2),
            ("clerk", tr("Clerk"), self.clerk, 2),
        ):
            top.addWidget(self.register(key, InlineField(label, field)), stretch, Qt.AlignmentFlag.AlignTop)
        who = QVBoxLayout()
        who.setSpacing(4)
        who.addLayout(top)
        who.addWidget(self._facts)
        self.body.setSpacing(14)
        self.body.addLayout(who)
        self.body.addWidget(texts.separator())
        self.body.addWidget(self.lines)
        self.body.addWidget(texts.separator())
        self.body.addWidget(self.register("payment_method", InlineField(tr("Payment method"), self.payment)))
        self.body.addLayout(self._last_row())
        self.add_button(self._sum_line())
        self.save_button.setDefault(False)

    def _last_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.register("note", InlineField(tr("Note"), self.note)), 1, Qt.AlignmentFlag.AlignTop)
        number = self.register("number", InlineField(tr("No."), self.number))
        number.setFixedWidth(px(150))
        # A number comes with imported purchases; at the counter nobody types one.
        number.setVisible(self._purchase is not None)
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        discount = self.register("discount", InlineField(tr("Discount on all"), self.discount))
        discount.setFixedWidth(px(120))
        row.addWidget(discount, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _sum_line(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(texts.secondary(tr("To pay")), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.total)
        row.addWidget(self.explanation, 1, Qt.AlignmentFlag.AlignVCenter)
        holder.setMinimumWidth(px(420))
        return holder

    def _fill(self, customer_id: int | None) -> None:
        before = self._before
        if before is None:
            self.customer.set_customer(customer_id)
            self.date.set_when(self._context.clock.now())
        else:
            self.customer.set_customer(before.customer_id)
            self.date.set_when(before.at)
            # One that was imported as a sum alone has no lines.
            self.lines.set_lines(before.lines or (LineDraft(price_fen=before.total_fen),))
            self.discount.set_fen(before.discount_fen or None)
            self.note.setText(before.note)
            self.number.setText(before.number)
        self._show_facts()

    def _connect(self) -> None:
        self.customer.chosen.connect(self._customer_chosen)
        self.customer.textChanged.connect(lambda _: self._show_facts())
        self.customer.returnPressed.connect(self.lines.focus_first)
        self.date.returnPressed.connect(lambda: self.clerk.setFocus(Qt.FocusReason.TabFocusReason))
        self.clerk.returnPressed.connect(self.lines.focus_first)
        self.lines.changed.connect(self._changed_lines)
        self.lines.left.connect(self.focus_payment)
        self.payment.changed.connect(self.mark_changed)
        self.payment.entered.connect(self.try_save)
        self.discount.textChanged.connect(lambda _: self._recount())
        for field in (self.note, self.number, self.discount):
            field.returnPressed.connect(self.try_save)

    def focus_start(self) -> None:
        """Where typing begins: the customer, or the first product when the customer is known."""
        if self.customer.customer_id() is None:
            self.customer.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.lines.focus_first()

    def focus_payment(self) -> None:
        """Give the keyboard to the payment method."""
        self.payment.focus_field().setFocus(Qt.FocusReason.TabFocusReason)

    # While typing

    def _customer_chosen(self, choice: object) -> None:
        self.mark_changed()
        self._show_facts()
        if choice is not None and not self.customer.leaving:
            self.lines.focus_first()

    def _show_facts(self) -> None:
        """What is known of the customer, so that a wrong one is noticed."""
        self._facts.setText(self._facts_of_customer())

    def _facts_of_customer(self) -> str:
        if self.customer.new_text():
            return tr("A new customer; added when this is saved.")
        customer_id = self.customer.customer_id()
        if customer_id is None:
            return "" if self.customer.text().strip() else tr("Without a customer it is a passer-by's purchase.")
        found = self._services.customers.get_many([customer_id])
        if not found:
            return ""
        one = found[0]
        if one.last_purchase is None:
            return tr("The first purchase of this customer.")
        return tr("%n visit(s), %1 in all, last on %2", format_money(one.spent_fen), one.last_purchase, n=one.visits)

    def _changed_lines(self) -> None:
        self.mark_changed()
        self._recount()

    def _recount(self) -> None:
        lines = self.lines.lines()
        understood = all(not row.problems() for row in self.lines.filled()) and self.discount.is_valid()
        if not understood:
            self.total.setText("—")
            self.explanation.setText("")
            return
        draft = self._draft(None, self._context.clock.now())
        self.total.setText(format_money(draft.total_fen))
        if draft.paid_fen is not None:
            self.explanation.setText(tr("as recorded; the lines come to %1", format_money(draft.due_fen)))
        else:
            spelt = explain_lines(lines, draft.discount_fen)
            self.explanation.setText("" if spelt == self.total.text() else tr("= %1", spelt) if spelt else "")

    # Saving

    def _draft(self, customer_id: int | None, at: datetime) -> PurchaseDraft:
        draft = PurchaseDraft(
            customer_id=customer_id,
            at=at,
            lines=tuple(self.lines.lines()),
            discount_fen=self.discount.fen() or 0,
            payment_method=self.payment.method(),
            clerk=self.clerk.text().strip(),
            note=self.note.text().strip(),
            number=self.number.text().strip(),
        )
        before = self._before
        if before is not None and before.paid_fen is not None and draft.due_fen == before.due_fen:
            # What was paid differs from the lines (as imported): kept while the lines stay.
            return replace(draft, paid_fen=before.paid_fen)
        return draft

    def _typed_wrong(self) -> dict[str, Sentence]:
        """What the fields themselves cannot understand."""
        found: dict[str, Sentence] = {}
        if not self.customer.is_valid():
            found["customer"] = Sentence("Choose one from the list, or empty this field for a passer-by.")
        if not self.date.is_valid():
            found["at"] = Sentence("“%1” is not a day. Type today 15:20, 11-21 or 2026-11-21.", self.date.text())
        if not self.discount.is_valid():
            found["discount"] = Sentence("“%1” is not an amount of money.", self.discount.text())
        return found

    def _save(self) -> bool:
        wrong = self._typed_wrong()
        lines_right = self.lines.check()
        if wrong:
            self.set_errors(wrong)
        at = self.date.when()
        if wrong or not lines_right or at is None:
            return False
        draft = self._draft(self.customer.customer_id(), at)
        problems = self._services.purchases.check(draft, purchase_id=self._purchase.id if self._purchase else None)
        if problems:
            self._show_problems(problems)
            return False
        if self.customer.new_text():
            new_id = add_typed_customer(self._context, self.customer.new_text(), self._show_problems)
            if new_id is None:
                return False
            self.customer.set_customer(new_id)
            draft = replace(draft, customer_id=new_id)
        return self._context.actions.do(lambda: self._write(draft), on_invalid=self._show_problems) is not None

    def _write(self, draft: PurchaseDraft) -> Change:
        if self._purchase is not None:
            return self._services.purchases.edit(self._purchase.id, draft)
        return self._services.purchases.record(draft)

    def _show_problems(self, problems: Mapping[str, Sentence]) -> None:
        of_lines = {key for key in problems if key.startswith("lines.") or key == "amount"}
        self.set_errors({key: sentence for key, sentence in problems.items() if key not in of_lines})
        self.lines.show_problems(problems)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter in a field goes to the next one; only on a button is it that button.
        if event.key() in _RETURN and event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            focused: Any = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
            event.accept()
            return
        super().keyPressEvent(event)
