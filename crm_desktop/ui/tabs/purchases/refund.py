"""Giving a purchase back: the whole of it, or as much of each line as she says."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.domain.money import format_money, format_quantity
from crm_desktop.language import Sentence, tr
from crm_desktop.services.purchase_records import Line, Purchase
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.tabs.purchases.day_list import customer_words
from crm_desktop.ui.tabs.purchases.line_row import QuantityEdit
from crm_desktop.ui.tabs.purchases.payment import PaymentChoice
from crm_desktop.ui.tabs.purchases.periods import day_words
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.form import FormDialog
from crm_desktop.ui.widgets.money import MoneyEdit


class _LineChoice:
    """One bought line: whether it comes back, and how much of it."""

    def __init__(self, line: Line, left_milli: int) -> None:
        self.line = line
        self.left_milli = left_milli
        self.check = QCheckBox((line.text or tr("Amount")).replace("&", "&&"))
        self.check.setAccessibleName(line.text or tr("Amount"))
        self.check.setChecked(left_milli > 0)
        self.check.setEnabled(left_milli > 0)
        self.quantity = QuantityEdit()
        self.quantity.setAccessibleName(tr("Quantity"))
        self.quantity.setFixedWidth(px(72))
        self.quantity.set_milli(left_milli)
        self.quantity.setEnabled(left_milli > 0)

    def milli(self) -> int:
        """Thousandths to give back; 0 where none, or where it is not understood."""
        return (self.quantity.milli() or 0) if self.check.isChecked() else 0


class RefundForm(FormDialog):
    """Begins with all that is left; the sum follows, and may be typed over."""

    def __init__(self, context: Context, purchase: Purchase, parent: QWidget | None = None) -> None:
        super().__init__(tr("Refund"), self._refund, context.questions, parent, save_text=tr("Refund"), width=480)
        self._context = context
        self._purchases = context.services.purchases
        self._purchase = purchase
        self._left = self._purchases.refundable(purchase.id)
        self._lines = [_LineChoice(line, self._left.lines.get(line.id, 0)) for line in purchase.lines]
        self._typed = False
        self.amount = MoneyEdit()
        methods = context.services.purchases.payment_methods()
        self.payment = PaymentChoice(methods, purchase.payment_method, context.theme)
        self.note = QLineEdit()
        self._why = texts.secondary("", wrap=True)
        self._lay_out()
        self._connect()
        self._recount()

    def _lay_out(self) -> None:
        purchase = self._purchase
        about = tr("%1 · %2 · %3", customer_words(purchase),
                   day_words(purchase.at.date(), self._context.clock.now().date()),
                   format_money(purchase.paid_fen))  # fmt: skip
        self.body.addWidget(texts.secondary(about))
        self.body.addLayout(self._line_grid())
        row = QHBoxLayout()
        row.setSpacing(12)
        amount = self.register("paid", InlineField(tr("Amount"), self.amount))
        amount.setFixedWidth(px(140))
        row.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.register("note", InlineField(tr("Note"), self.note)), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addWidget(self._why)
        self.body.addWidget(self.register("payment_method", InlineField(tr("Payment method"), self.payment)))

    def _line_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, each in enumerate(self._lines):
            bought = tr("bought: %1", format_quantity(each.line.quantity_milli))
            price = texts.secondary(tr("%1 × %2", bought, format_money(each.line.price_fen)))
            grid.addWidget(each.check, row, 0)
            grid.addWidget(each.quantity, row, 1)
            grid.addWidget(price, row, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return grid

    def _connect(self) -> None:
        for each in self._lines:
            each.check.toggled.connect(self._edited)
            each.quantity.textEdited.connect(self._edited)
        self.amount.textEdited.connect(self._typed_amount)
        self.payment.entered.connect(self.try_save)
        self.payment.changed.connect(self.mark_changed)

    def _edited(self, *_: object) -> None:
        self.mark_changed()
        self._typed = False
        self._recount()

    def _typed_amount(self, *_: object) -> None:
        self._typed = True
        self._explain()

    def _wanted(self) -> Mapping[int, int]:
        return {each.line.id: each.milli() for each in self._lines if each.milli()}

    def _recount(self) -> None:
        if all(0 <= each.milli() <= each.left_milli for each in self._lines):
            wanted = self._wanted() if self._lines else None
            self.amount.set_fen(self._purchases.refund_amount(self._purchase.id, wanted))
        self._explain()

    def _explain(self) -> None:
        """Where the amount comes from."""
        left = self._left.paid_fen
        if self._typed:
            self._why.setText(tr("Typed by you; at most %1 can be given back.", format_money(left)))
        elif left < self._purchase.paid_fen:
            self._why.setText(tr("%1 was paid, %2 of it can still be given back.",
                                 format_money(self._purchase.paid_fen), format_money(left)))  # fmt: skip
        else:
            self._why.setText(tr("The share of these lines in the %1 that was paid.", format_money(left)))

    def _refund(self) -> bool:
        problems = self._problems()
        if problems:
            self.set_errors(problems)
            return False
        wanted = self._wanted() if self._lines else None
        return self._context.actions.do(
            lambda: self._purchases.refund(
                self._purchase.id, wanted, paid_fen=self.amount.fen(), payment_method=self.payment.method(),
                note=self.note.text(),
            ),
            on_invalid=self.set_errors,
        ) is not None  # fmt: skip

    def _problems(self) -> dict[str, Sentence]:
        for each in self._lines:
            if each.check.isChecked() and not 0 < (each.quantity.milli() or 0) <= each.left_milli:
                each.quantity.setFocus()
                return {"lines": Sentence("Of “%1” at most %2 can come back.", each.line.text,
                                          format_quantity(each.left_milli))}  # fmt: skip
        if self.amount.fen() is None:
            return {"paid": Sentence("Enter the amount to give back.")}
        return {}
