"""The rows of a purchases table put together to orders: rows that share a number are one purchase of several lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final, TypeVar

from crm_desktop.domain.money import parse_money, parse_quantity
from crm_desktop.errors import InvalidInput
from crm_desktop.exchange.importing.report import (
    Options,
    Outcome,
)
from crm_desktop.exchange.importing.totals import Line, taken_apart, times
from crm_desktop.exchange.people.buyers import read_buyers
from crm_desktop.exchange.people.directory import Entry, Person
from crm_desktop.exchange.readers import Cell
from crm_desktop.exchange.sheets.cells import parse_moment, text_of
from crm_desktop.exchange.sheets.longest import LONGEST_NAME, does_not_fit, quoted
from crm_desktop.exchange.sheets.table import Table, row_of_defaults
from crm_desktop.exchange.sheets.values import Notes, columns_for, convert, text_column
from crm_desktop.language import Sentence

T = TypeVar("T")

PIECE: Final = 1000
_LONGEST_NOTE: Final = 10_000
LONGEST_TEXT: Final = 200
LONGEST_WORD: Final = 60
NOBODY: Final = Person()
_NO_DEFAULTS: Final = frozenset(
    {"name", "phone", "member_no", "number", "product_code", "discount_on_all", "paid_in_all"}
    | {"purchase_no", "refund_of_no"}
)
"""What tells buyers and purchases apart is nobody's by default."""
MIDNIGHT: Final = "T00:00:00"
"""Ends a moment of which only the day is known."""


@dataclass(slots=True)
class Order:
    """A purchase as the file tells it. `positions` are its rows; `at` is None while no row has told it.

    `own_no` is its number in the list that our own export wrote, `refund_of_no` that of the purchase that it gives
    back; `refund_of` and `refund_of_id` are that purchase, of this file or of the shop. `discount_on_all` comes off
    the whole, `paid_in_all` stands even where the lines add up to something else.
    """

    number: str
    at: datetime | None
    positions: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    person: Person = NOBODY
    payment_method: str = ""
    clerk: str = ""
    notes: list[str] = field(default_factory=list)
    own_no: str = ""
    refund_of_no: str = ""
    discount_on_all: int = 0
    paid_in_all: int | None = None
    refund_of: Order | None = None
    refund_of_id: int | None = None
    buyer: Entry | None = None
    outcome: Outcome = Outcome.NEW
    known_id: int | None = None
    reason: Sentence | None = None

    @property
    def paid(self) -> int:
        if self.paid_in_all is not None:
            return self.paid_in_all
        return sum(line.amount for line in self.lines) - self.discount_on_all

    @property
    def is_refund(self) -> bool:
        return self.paid < 0 or bool(self.refund_of_no)

    @property
    def first_line(self) -> Line:
        """What was bought first; nothing in particular where just an amount was paid."""
        return self.lines[0] if self.lines else NO_LINE

    def fitted(self, text: str, longest: int) -> str:
        """The text as far as its field holds it; the whole goes into the note when it does not."""
        if len(text) <= longest:
            return text
        if text not in self.notes:
            self.notes.append(text)
        return text[:longest]


NO_LINE: Final = Line("", "", 0, 0, 0, 0)


class Cells:
    """The cells of a purchases table, converted. `problems`: position → why the row cannot be read."""

    def __init__(self, table: Table, region: str, notes: Notes, usual: Cells | None = None) -> None:
        self._table = table
        self.usual = usual
        self.problems: dict[int, Sentence] = {}
        self.people = read_buyers(table, region, notes)
        self.numbers, self.own_numbers = self._texts("number"), self._texts("purchase_no")
        self.refunds_of = self._texts("refund_of_no")
        self.products, self.codes = self._texts("product"), self._texts("product_code")
        self.payments, self.clerks, self.notes = (
            self._texts("payment_method"),
            self._texts("clerk"),
            self._texts("note"),
        )
        self.at = self._values("at", parse_moment, lambda text: Sentence("The date “%1” cannot be read.", text))
        self.quantity = self._values(
            "quantity", _quantity, lambda text: Sentence("The quantity “%1” cannot be read.", text)
        )
        self.price = self._values("price", _money, lambda text: Sentence("The price “%1” cannot be read.", text))
        self.discount = self._values(
            "discount", _money, lambda text: Sentence("The discount “%1” cannot be read.", text)
        )
        self.amount = self._values("amount", _money, lambda text: Sentence("The amount “%1” cannot be read.", text))
        self.on_all = self._values(
            "discount_on_all", _money, lambda text: Sentence("The discount “%1” cannot be read.", text)
        )
        self.in_all = self._values(
            "paid_in_all", _money, lambda text: Sentence("The amount “%1” cannot be read.", text)
        )

    def _texts(self, key: str) -> list[str]:
        for _, cells in columns_for(self._table.layout, self._table.rows, key):
            return text_column(cells)
        return [""] * len(self._table.rows.numbers)

    def _values(
        self, key: str, conversion: Callable[[Cell], T | None], problem: Callable[[str], Sentence]
    ) -> list[T | None]:
        for _, cells in columns_for(self._table.layout, self._table.rows, key):
            values, odd = convert(cells, conversion, None)
            for position, cell in enumerate(cells if odd else ()):
                if cell in odd:
                    self.problems.setdefault(position, problem(quoted(text_of(cell))))
            return values
        return [None] * len(self._table.rows.numbers)

    def line(self, position: int) -> Line | None:
        """The line of a row; None if it tells neither amount nor price. What the row does not say is as usual."""
        price, amount, discount = self.price[position], self.amount[position], self.discount[position]
        quantity, product, code = self.quantity[position], self.products[position], self.codes[position]
        usual = self.usual
        if usual is not None:
            price = usual.price[0] if price is None and amount is None else price
            amount = usual.amount[0] if price is None and amount is None else amount
            discount = usual.discount[0] if discount is None else discount
            quantity = usual.quantity[0] if quantity is None else quantity
            product = product or ("" if code else usual.products[0])
        quantity, discount = quantity or PIECE, discount or 0
        if amount is None and price is None:
            return None
        if amount is None:
            amount = times(quantity, price or 0) - discount
        adds_up = price is not None and times(quantity, price) - discount == amount
        if amount < 0 < quantity and not adds_up:
            quantity = -quantity
        if price is None:
            price = abs(round((amount + discount) * 1000 / quantity))
        elif amount < 0 < discount and times(quantity, price) + discount == amount:
            discount = -discount
        return Line(product, code, quantity, price, discount, amount)


def _quantity(cell: Cell) -> int | None:
    return parse_quantity(cell if isinstance(cell, str | float | int) else text_of(cell))


def _money(cell: Cell) -> int | None:
    return parse_money(cell if isinstance(cell, str | float | int) else text_of(cell))


def orders_of(cells: Cells, is_blank: Callable[[int], bool]) -> list[Order]:
    """The rows as purchases, in the order of their first rows; those with a `reason` cannot be imported.

    Rows belong together by the number that our own list gave each purchase, else by number and day (tills begin anew
    each morning). A row that tells neither number nor day nor buyer goes on with the purchase above it. What is given
    back under the number of a purchase, but at another time of the day, is a purchase of its own.
    """
    orders: list[Order] = []
    by_number: dict[tuple[str, object], Order] = {}
    by_own_number: dict[str, Order] = {}
    for position, (number, at, person) in enumerate(zip(cells.numbers, cells.at, cells.people, strict=True)):
        if is_blank(position):
            continue
        named = bool(person.name or person.phones or person.member_no)
        own = cells.own_numbers[position]
        order = orders[-1] if orders and not (number or at or named or own) and orders[-1].number else None
        keys: list[object] = [at.date() if at else None]
        if at is not None and at.time() != time():
            line = cells.line(position)
            keys = [minute_of(at)] if line is not None and line.amount < 0 else [*keys, minute_of(at)]
        if own:
            order = by_own_number.get(own)
        elif order is None and number:
            order = next((by_number[number, key] for key in keys if (number, key) in by_number), None)
        if order is None:
            order = Order(number, at, own_no=own)
            orders.append(order)
            by_own_number[own] = order
        if number and not own:
            for key in (*keys, None):
                by_number.setdefault((number, key), order)
        _add_row(order, cells, position)
    for order in orders:
        order.lines = taken_apart(order.lines)
        if cells.usual is not None:
            _fill(order, cells.usual)
        if order.reason is None and order.at is None:
            order.reason = Sentence("This purchase has no date.")
        order.reason = (
            order.reason
            or does_not_fit(order.person.name, LONGEST_NAME)
            or does_not_fit("\n".join(order.notes), _LONGEST_NOTE)
        )
    return orders


def is_apart(order: Order) -> bool:
    """Whether it was given back at a time of its own: not among what was bought under its number that day."""
    return order.at is not None and order.paid < 0 and order.at.time() != time()


def minute_of(at: datetime) -> str:
    """What tells a coupon among the lines, which is negative too, from what was given back later."""
    return at.isoformat()[:16]


def _fill(order: Order, usual: Cells) -> None:
    """Take what no row of the purchase says from the defaults."""
    order.at = order.at or usual.at[0]
    order.payment_method = order.payment_method or usual.payments[0][:LONGEST_WORD]
    order.clerk = order.clerk or usual.clerks[0][:LONGEST_WORD]
    order.notes = order.notes or list(filter(None, usual.notes))


def usual_cells(table: Table, options: Options) -> Cells | None:
    """What holds of rows that do not say; InvalidInput if that cannot be read."""
    row = row_of_defaults(table, options.defaults, _NO_DEFAULTS)
    if not row.layout.columns:
        return None
    usual = Cells(row, options.region, Notes(row.rows.numbers))
    if usual.problems:
        raise InvalidInput(dict.fromkeys(options.defaults, usual.problems[0]))
    return usual


def _add_row(order: Order, cells: Cells, position: int) -> None:
    order.positions.append(position)
    line, problem = cells.line(position), cells.problems.get(position)
    in_all = cells.in_all[position]
    if problem is None and line is None and in_all is None:
        problem = Sentence("This row has neither an amount nor a price.")
    if problem is not None:
        order.reason = order.reason or problem
        return
    if line is not None:
        order.lines.append(line._replace(text=order.fitted(line.text, LONGEST_TEXT)))
    order.discount_on_all = order.discount_on_all or cells.on_all[position] or 0
    order.paid_in_all = in_all if order.paid_in_all is None else order.paid_in_all
    order.refund_of_no = order.refund_of_no or cells.refunds_of[position]
    order.at = order.at or cells.at[position]
    if order.person == NOBODY:
        order.person = cells.people[position]
    order.payment_method = order.payment_method or order.fitted(cells.payments[position], LONGEST_WORD)
    order.clerk = order.clerk or order.fitted(cells.clerks[position], LONGEST_WORD)
    note = cells.notes[position]
    if note and note not in order.notes:
        order.notes.append(note)
