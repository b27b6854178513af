"""One line of a purchase being typed: product, quantity, price, discount, amount, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from crm_desktop.domain.money import format_money, format_quantity, parse_money, parse_quantity
from crm_desktop.language import Sentence, tr
from crm_desktop.services.products import Product
from crm_desktop.services.purchase_records import LineDraft, line_amount
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.purchases.amounts import terms_for_amount
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.choice import Choice, ChoiceEdit
from crm_desktop.ui.widgets.field import mark_wrong
from crm_desktop.ui.widgets.money import MoneyEdit

#: Widths of quantity, price, discount and amount, in px; the product takes the rest.
WIDTHS: Final = (72, 104, 88, 120)
GAP: Final = 8
REMOVE_WIDTH: Final = 28


class QuantityEdit(QLineEdit):
    """Takes what `parse_quantity` takes ("2", "0.5", "2 盒") and tells thousandths."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("1", parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(20)

    def milli(self) -> int | None:
        """The quantity; 1 where nothing is typed, None if it is not understood."""
        try:
            milli = parse_quantity(self.text())
        except ValueError:
            return None
        return 1000 if milli is None else milli

    def set_milli(self, milli: int) -> None:
        self.setText(format_quantity(milli))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()


class LineRow(QWidget):
    """The fields follow each other: a product brings its price; quantity, price and discount make the amount; an amount
    typed by itself makes price or discount. `finished` asks for the next line; `resized` says that an error came or
    went."""

    changed = Signal()
    finished = Signal()
    removed = Signal()
    resized = Signal()

    def __init__(self, search: Callable[[str], Sequence[Product]], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._product_id: int | None = None
        self.product = ChoiceEdit(theme, self._suggest, list_width=360)
        self.quantity = QuantityEdit()
        self.price, self.discount, self.amount = MoneyEdit(), MoneyEdit(), MoneyEdit()
        self._error = texts.labelled("", "danger", wrap=True)
        self._error.hide()
        self.remove = buttons.icon_button(
            "x", tr("Remove this line"), self.removed.emit, theme=theme, token="secondary"
        )
        self.remove.setFixedWidth(REMOVE_WIDTH)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.product.setPlaceholderText(tr("Product, initials, or just an amount"))
        names = (tr("Product"), tr("Quantity"), tr("Unit price"), tr("Discount"), tr("Amount"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        for column, (name, field) in enumerate(zip(names, self.fields(), strict=True)):
            field.setAccessibleName(name)
            grid.addWidget(field, 0, column)
            if column:
                field.setFixedWidth(px(WIDTHS[column - 1]))
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.remove, 0, len(names))
        grid.addWidget(self._error, 1, 0, 1, len(names) + 1)

    def _connect(self) -> None:
        self.product.chosen.connect(self._chosen)
        self.product.textEdited.connect(self._typed_product)
        terms: tuple[QLineEdit, ...] = (self.quantity, self.price, self.discount)
        for field in terms:
            field.textEdited.connect(self._made_amount)
        self.amount.textEdited.connect(self._made_terms)
        for field in self.fields():
            field.editingFinished.connect(self.show_wrong)

    def fields(self) -> tuple[QLineEdit, ...]:
        """Every field in reading order."""
        return self.product, self.quantity, self.price, self.discount, self.amount

    # Content

    def set_line(self, line: LineDraft, amount_only: bool = False) -> None:
        """Show a line that was recorded; `amount_only`: one that is nothing but its amount."""
        self._product_id = line.product_id
        self.product.set_text(line.text)
        if line.product_id is not None:
            self.product.set_choice(Choice(line.product_id, line.text))
        self.quantity.set_milli(line.quantity_milli)
        self.price.set_fen(line.price_fen)
        self.discount.set_fen(line.discount_fen or None)
        self.amount.set_fen(line.amount_fen)
        if amount_only:
            self.price.set_fen(line.amount_fen)

    def set_product(self, product: Product) -> None:
        """Put a product in, with its price."""
        self._product_id = product.id
        self.product.set_choice(Choice(product.id, product.name))
        if product.price_fen is not None:
            self.price.set_fen(product.price_fen)
        self._made_amount()

    def line(self) -> LineDraft:
        """What is typed, what cannot be understood as nothing."""
        return LineDraft(
            self._product_id,
            self.product.text().strip(),
            1000 if self.quantity.milli() is None else self.quantity.milli() or 0,
            self.price.fen() or 0,
            self.discount.fen() or 0,
        )

    def is_blank(self) -> bool:
        """Whether nothing was typed into it."""
        texts_typed = (self.product.text(), self.price.text(), self.discount.text(), self.amount.text())
        return not any(text.strip() for text in texts_typed) and self.quantity.milli() == 1000

    def problems(self) -> dict[str, Sentence]:
        """What cannot be understood, by field: "quantity", "price", "discount", "amount"."""
        found: dict[str, Sentence] = {}
        if self.is_blank():
            return found
        if self.quantity.milli() is None:
            typed = self.quantity.text()
            found["quantity"] = Sentence("“%1” is not a quantity. Type a number, such as 2 or 0.5.", typed)
        for key, field in (("price", self.price), ("discount", self.discount), ("amount", self.amount)):
            if not field.is_valid():
                typed = field.text()
                found[key] = Sentence("“%1” is not an amount of money. Type a number, such as 128 or 35.50.", typed)
        if not found and not self.price.text().strip() and not self.amount.text().strip():
            found["price"] = Sentence("Enter a price or an amount; 0 for a gift.")
        return found

    def show_problems(self, problems: Mapping[str, Sentence]) -> None:
        """Mark the fields ("text", "quantity", "price", "discount", "amount") and say what is wrong under the line."""
        keys = ("text", "quantity", "price", "discount", "amount")
        for key, field in zip(keys, self.fields(), strict=True):
            mark_wrong(field, str(problems.get(key, "")))
        self._error.setText("\n".join(str(sentence) for sentence in dict.fromkeys(problems.values())))
        self._error.setVisible(bool(problems))
        self.resized.emit()

    def error(self) -> str:
        """What is said under the line."""
        return self._error.text() if not self._error.isHidden() else ""

    def show_wrong(self) -> None:
        """Say what cannot be understood, once a field is left; what is merely missing waits for Save."""
        problems = self.problems()
        if not self.price.text().strip() and not self.amount.text().strip():
            problems.pop("price", None)
        self.show_problems(problems)

    # What follows what

    def _suggest(self, text: str) -> list[Choice]:
        typed = text.strip()
        products = [_choice(product) for product in self._search(typed)]
        if not typed:
            return products
        fen = _amount_typed(typed)
        if fen is not None:
            amount = Choice(("amount", fen), tr("Just the amount %1", format_money(fen)))
            exact = [c for c in products if c.detail.casefold() == typed.casefold()]
            return [*exact, amount, *(c for c in products if c not in exact)]
        if any(choice.text == typed for choice in products):
            return products
        return [*products, Choice(("text", typed), typed, tr("not in the product list"))]

    def _chosen(self, choice: Choice | None) -> None:
        if choice is None:
            self._product_id = None
            return
        if isinstance(choice.value, Product):
            self.set_product(choice.value)
            self._go_on()
            return
        assert isinstance(choice.value, tuple)
        kind, value = choice.value
        self._product_id = None
        if kind == "amount":
            self.product.set_text("")
            self.amount.set_fen(value)
            self._made_terms()
            if not self.product.leaving:
                self.finished.emit()
        else:
            self.product.set_text(value)
            self._go_on()
            self.changed.emit()

    def _go_on(self) -> None:
        if not self.product.leaving:
            self.quantity.setFocus(Qt.FocusReason.TabFocusReason)

    def _typed_product(self) -> None:
        self._product_id = None
        self.changed.emit()

    def _made_amount(self) -> None:
        quantity, price = self.quantity.milli(), self.price.fen()
        if quantity is not None and price is not None and self.discount.is_valid():
            self.amount.set_fen(line_amount(quantity, price, self.discount.fen() or 0))
        elif not self.price.text().strip():
            self.amount.set_fen(None)
        self._clear_mended()

    def _made_terms(self) -> None:
        quantity, amount = self.quantity.milli(), self.amount.fen()
        if quantity is not None and amount is not None:
            terms = terms_for_amount(amount, quantity, self.price.fen() if self._product_id else None)
            self.price.set_fen(terms.price_fen)
            self.discount.set_fen(terms.discount_fen or None)
        self._clear_mended()

    def _clear_mended(self) -> None:
        if not self._error.isHidden() and not self.problems():
            self.show_problems({})
        self.changed.emit()


def _choice(product: Product) -> Choice:
    price = "" if product.price_fen is None else format_money(product.price_fen)
    return Choice(product, product.name, product.code, price)


def _amount_typed(text: str) -> int | None:
    try:
        return parse_money(text)
    except ValueError:
        return None
