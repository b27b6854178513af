"""Purchases out of a table. Rows that share an order number are one purchase of several lines; a purchase that the
shop has already (by number and day, else by customer, time, amount and product) is left as it is. What was given back
is a purchase of its own, put to the one that it is of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final, TypeVar

from crm_desktop.domain.money import format_money, format_quantity, parse_money, parse_quantity
from crm_desktop.errors import InvalidInput
from crm_desktop.exchange.importing.customers import recognised_by, shown
from crm_desktop.exchange.importing.earlier import Earlier
from crm_desktop.exchange.importing.report import (
    UNWATCHED,
    Counts,
    ImportReport,
    OnDuplicate,
    Options,
    Outcome,
    PlannedRow,
    Reject,
    Values,
    Watch,
    warnings_by_row,
)
from crm_desktop.exchange.importing.totals import Line, doubts, taken_apart, times
from crm_desktop.exchange.people.buyers import Buyers, read_buyers
from crm_desktop.exchange.people.directory import Entry, Person
from crm_desktop.exchange.people.writing import PeopleWriter
from crm_desktop.exchange.readers import Cell
from crm_desktop.exchange.sheets.cells import parse_moment, text_of
from crm_desktop.exchange.sheets.longest import LONGEST_NAME, does_not_fit, quoted
from crm_desktop.exchange.sheets.table import Table, doubtful, row_of_defaults
from crm_desktop.exchange.sheets.values import Notes, Warned, columns_for, convert, text_column
from crm_desktop.language import Sentence
from crm_desktop.store.models import Product, Purchase, PurchaseLine
from crm_desktop.store.shop import Changing, Shop

T = TypeVar("T")

_PORTION: Final = 5_000
_PIECE: Final = 1000
_LONGEST_NOTE: Final = 10_000
_LONGEST_TEXT: Final = 200
LONGEST_WORD: Final = 60
_NOBODY: Final = Person()
_NO_DEFAULTS: Final = frozenset(
    {"name", "phone", "member_no", "number", "product_code", "discount_on_all", "paid_in_all"}
    | {"purchase_no", "refund_of_no"}
)
"""What tells buyers and purchases apart is nobody's by default."""
MIDNIGHT: Final = "T00:00:00"
"""Ends a moment of which only the day is known."""
_WRITING = Sentence("Writing the purchases")


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
    person: Person = _NOBODY
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
        return self.lines[0] if self.lines else _NOTHING

    def fitted(self, text: str, longest: int) -> str:
        """The text as far as its field holds it; the whole goes into the note when it does not."""
        if len(text) <= longest:
            return text
        if text not in self.notes:
            self.notes.append(text)
        return text[:longest]


_NOTHING: Final = Line("", "", 0, 0, 0, 0)


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
        """The line of a row; None where it tells neither amount nor price. What the row does not say is as usual."""
        price, amount, discount = self.price[position], self.amount[position], self.discount[position]
        quantity, product, code = self.quantity[position], self.products[position], self.codes[position]
        usual = self.usual
        if usual is not None:
            price = usual.price[0] if price is None and amount is None else price
            amount = usual.amount[0] if price is None and amount is None else amount
            discount = usual.discount[0] if discount is None else discount
            quantity = usual.quantity[0] if quantity is None else quantity
            product = product or ("" if code else usual.products[0])
        quantity, discount = quantity or _PIECE, discount or 0
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


def _usual(table: Table, options: Options) -> Cells | None:
    """What holds of rows that do not say; InvalidInput where that cannot be read."""
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
        order.lines.append(line._replace(text=order.fitted(line.text, _LONGEST_TEXT)))
    order.discount_on_all = order.discount_on_all or cells.on_all[position] or 0
    order.paid_in_all = in_all if order.paid_in_all is None else order.paid_in_all
    order.refund_of_no = order.refund_of_no or cells.refunds_of[position]
    order.at = order.at or cells.at[position]
    if order.person == _NOBODY:
        order.person = cells.people[position]
    order.payment_method = order.payment_method or order.fitted(cells.payments[position], LONGEST_WORD)
    order.clerk = order.clerk or order.fitted(cells.clerks[position], LONGEST_WORD)
    note = cells.notes[position]
    if note and note not in order.notes:
        order.notes.append(note)


class PurchasesPlan:
    """What every row of a purchases table will become."""

    def __init__(self, shop: Shop, table: Table, options: Options, watch: Watch = UNWATCHED) -> None:
        self.table = table
        self.options = options
        notes = Notes(table.rows.numbers)
        watch.step(0, 1, Sentence("Reading the columns"))
        self._cells = Cells(table, options.region, notes, _usual(table, options))
        columns = table.rows.columns
        self.orders = orders_of(self._cells, lambda position: not any(str(c[position]).strip() for c in columns))
        self._buyers = Buyers(shop, [order.person for order in self.orders if order.reason is None], options.earlier)
        watch.step(0, 1, Sentence("Comparing with the shop"))
        for order in self.orders:
            if order.reason is not None:
                order.outcome = Outcome.REJECT
            else:
                order.buyer = self._buyers.of(order.person, table.rows.numbers[order.positions[0]])
        if not options.always_adds:
            _find_known(shop, self.orders, options.earlier)
        for order in self.orders:
            self._decide(order)
        _find_refunded(shop, self.orders)
        late = shop.clock.now() + timedelta(days=1)
        told = (*notes.warnings, *self._buyers.warnings, *self._from_the_future(late), *self._not_adding_up())
        self._warnings = [*doubtful(table), *told]

    def _decide(self, order: Order) -> None:
        """What becomes of a purchase that can be read: as she chose for any of its rows, else for all."""
        if order.reason is not None:
            return
        rows = [self.table.rows.numbers[position] for position in order.positions]
        chosen = next((self.options.choices[row] for row in rows if row in self.options.choices), None)
        on_duplicate = chosen or self.options.on_duplicate
        if chosen is OnDuplicate.SKIP or (on_duplicate is OnDuplicate.SKIP and order.known_id is not None):
            order.outcome = Outcome.SKIP
        elif on_duplicate is OnDuplicate.UPDATE and order.known_id is not None:
            order.outcome = Outcome.UNCHANGED

    def _from_the_future(self, late: datetime) -> Iterator[Warned]:
        for order in self.orders:
            if order.at is not None and order.at > late:
                row = self.table.rows.numbers[order.positions[0]]
                yield Warned(row, "at", order.at.isoformat(" "), Sentence("This day has not come yet."))

    def _not_adding_up(self) -> Iterator[Warned]:
        for order in self.orders:
            for place, why in doubts(order.lines) if order.reason is None else ():
                row = self.table.rows.numbers[order.positions[place]]
                yield Warned(row, "amount", format_money(order.lines[place].amount), why)

    def _new_buyers(self) -> list[Entry]:
        """New customers who have a purchase to be written."""
        wanted = {id(order.buyer) for order in self.orders if order.outcome is Outcome.NEW}
        return [entry for entry in self._buyers.new() if id(entry) in wanted]

    def report(self, change: int | None = None) -> ImportReport:
        """The counts, warnings and rejects. `read` and `rejected` count rows, the others purchases."""
        tally = Counter(order.outcome for order in self.orders)
        rejects = sorted(self._rejects())
        counts = Counts(
            read=sum(len(order.positions) for order in self.orders),
            added=tally[Outcome.NEW],
            unchanged=tally[Outcome.UNCHANGED],
            skipped=tally[Outcome.SKIP],
            rejected=len(rejects),
        )
        more = {"new_customers": sum(1 for entry in self._new_buyers())}
        return ImportReport(self.table, counts, self._warnings, rejects, change, more)

    def _rejects(self) -> Iterator[Reject]:
        """The rows that cannot be read, and with each the other rows of its purchase: half of it would be wrong."""
        for order in self.orders:
            if order.reason is None:
                continue
            for position in order.positions:
                alone = len(order.positions) == 1 or self._cells.problems.get(position) == order.reason
                reason = order.reason if alone else Sentence("Another row of this purchase: %1", order.reason)
                yield Reject(self.table.rows.numbers[position], reason)

    def title(self) -> Sentence:
        """What the journal calls the import."""
        counts = self.report().counts
        return Sentence("Imported purchases from “%1” (%2)", self.table.book.path.name, counts.added)

    def rows(self) -> list[PlannedRow]:
        """Every data row as planned, in the file's order."""
        warnings, planned = warnings_by_row(self._warnings), []
        reasons = dict(self._rejects())
        for order in self.orders:
            for place, position in enumerate(order.positions):
                number = self.table.rows.numbers[position]
                values = partial(self._values, order, place)
                told = tuple(warnings.get(number, ()))
                why = partial(_why, order)
                reason = reasons.get(number)
                planned.append(PlannedRow(number, order.outcome, values, told, reason, order.known_id, why))
        return sorted(planned, key=lambda row: row.row)

    def _values(self, order: Order, place: int) -> Values:
        if order.reason is not None:
            return {}
        line, person = order.lines[place] if place < len(order.lines) else _NOTHING, shown(order.person)
        texts = {
            "number": order.number,
            "at": order.at.isoformat(" ", "minutes") if order.at else "",
            "name": person["name"],
            "phone": person["phone"],
            "member_no": person["member_no"],
            "product": line.text or line.code,
            "quantity": format_quantity(line.quantity),
            "price": format_money(line.price),
            "discount": format_money(line.discount) if line.discount else "",
            "amount": format_money(line.amount),
            "discount_on_all": format_money(order.discount_on_all) if order.discount_on_all else "",
            "paid_in_all": format_money(order.paid_in_all) if order.paid_in_all is not None else "",
            "payment_method": order.payment_method,
            "clerk": order.clerk,
            "note": "\n".join(order.notes),
        }
        return {key: ("", text) for key, text in texts.items() if text}

    def write(self, shop: Shop, change: Changing, watch: Watch) -> None:
        """Write the new customers and the new purchases into an open change."""
        PeopleWriter(shop, change, (), watch).write(self._new_buyers())
        new = [order for order in self.orders if order.outcome is Outcome.NEW]
        new.sort(key=lambda order: order.refund_of is not None)  # what is given back after what it is of
        first = change.reserve(Purchase)
        change.insert_rows(Purchase, _PURCHASE_COLUMNS, _purchase_rows(new, first, watch))
        products = Products(shop)
        change.insert_rows(
            PurchaseLine,
            ("purchase_id", "product_id", "text", "quantity_milli", "price_fen", "discount_fen", "amount_fen"),
            (
                (purchase_id, *products.named(line), line.quantity, line.price, line.discount, line.amount)
                for purchase_id, order in enumerate(new, first)
                for line in order.lines
            ),
        )


_PURCHASE_COLUMNS: Final = (
    "id", "customer_id", "number", "at", "refund_of_id", "is_refund", "payment_method", "clerk", "discount_fen",
    "paid_fen", "note",
)  # fmt: skip


def _purchase_rows(orders: Sequence[Order], first: int, watch: Watch) -> Iterator[tuple[object, ...]]:
    ids = {id(order): purchase_id for purchase_id, order in enumerate(orders, first)}
    for done, order in enumerate(orders):
        if done % _PORTION == 0:
            watch.step(done, len(orders), _WRITING)
        assert order.at is not None
        customer_id = order.buyer.id if order.buyer else None
        note, paid = "\n".join(order.notes), order.paid
        number = order.number[:LONGEST_WORD]
        at = order.at.isoformat()
        refund_of = order.refund_of_id
        if order.refund_of is not None:
            refund_of = order.refund_of.known_id or ids.get(id(order.refund_of))
        yield (
            *(first + done, customer_id, number, at, refund_of, order.is_refund),
            *(order.payment_method, order.clerk, order.discount_on_all, paid, note),
        )


def _why(order: Order) -> Sentence | None:
    """By what the buyer was recognised."""
    known = order.buyer.before if order.buyer is not None else None
    return recognised_by(order.person, known) if known is not None else None


class Products:
    """The shop's goods, found by code or name."""

    def __init__(self, shop: Shop) -> None:
        self._by_name: dict[str, int] = {}
        self._by_code: dict[str, tuple[int, str]] = {}
        query = Product.select(Product.id, Product.name, Product.code).order_by(Product.active, Product.id.desc())
        for product_id, name, code in shop.rows(query):
            self._by_name[_folded(name)] = product_id
            if code:
                self._by_code[_folded(code)] = (product_id, name)

    def named(self, line: Line) -> tuple[int | None, str]:
        """The card of what was bought, if there is one, and its words."""
        by_code = self._by_code.get(_folded(line.code)) if line.code else None
        if by_code is not None:
            return by_code[0], line.text or by_code[1]
        return self._by_name.get(_folded(line.text)), line.text or line.code[:_LONGEST_TEXT]


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _find_known(shop: Shop, orders: Iterable[Order], earlier: Earlier | None) -> None:
    """Mark the purchases that the shop has already."""
    readable = [order for order in orders if order.reason is None and order.at is not None]
    _find_by_number(shop, [order for order in readable if order.number])
    unnumbered = [order for order in readable if not order.number]
    if earlier is not None:
        _find_earlier(shop, unnumbered, earlier)
    else:
        _find_by_content(shop, unnumbered)


def _find_by_number(shop: Shop, orders: Sequence[Order]) -> None:
    numbers = list(dict.fromkeys(order.number[:LONGEST_WORD] for order in orders))
    known: dict[tuple[str, str], int] = {}
    for start in range(0, len(numbers), _PORTION):
        query = Purchase.select(Purchase.id, Purchase.number, Purchase.at, Purchase.is_refund)
        for purchase_id, number, at, is_refund in shop.rows(
            query.where(Purchase.number.in_(numbers[start : start + _PORTION]))
        ):
            if is_refund:
                known.setdefault((number, at), purchase_id)
            if not is_refund or at.endswith(MIDNIGHT):
                known.setdefault((number, at[:10]), purchase_id)
    for order in orders:
        assert order.at is not None
        at = order.at if order.is_refund and (order.own_no or is_apart(order)) else order.at.date()
        order.known_id = known.get((order.number[:LONGEST_WORD], at.isoformat()))


def _find_refunded(shop: Shop, orders: Sequence[Order]) -> None:
    """Put what is given back to the purchase that it is of: by our own list's number, else the last one before it of
    the same order number and buyer, in the file or in the shop."""
    readable = [order for order in orders if order.outcome is not Outcome.REJECT]
    refunds = [order for order in readable if order.is_refund and order.outcome is Outcome.NEW]
    if not refunds:
        return
    own = {order.own_no: order for order in readable if order.own_no and not order.is_refund}
    by_number: dict[tuple[str, int | None], list[Order]] = {}
    for order in readable:
        if order.number and not order.is_refund:
            by_number.setdefault((order.number, _who(order)), []).append(order)
    for order in refunds:
        if order.refund_of_no:
            order.refund_of = own.get(order.refund_of_no)
        if order.refund_of is None and order.number:
            there = by_number.get((order.number, _who(order)), ())
            order.refund_of = max((each for each in there if _may_be_of(order, each)), key=_moment, default=None)
    _find_refunded_before(shop, [order for order in refunds if order.refund_of is None and order.number])


def _who(order: Order) -> int | None:
    return id(order.buyer) if order.buyer is not None else None


def _moment(order: Order) -> datetime:
    assert order.at is not None
    return order.at


def _may_be_of(refund: Order, bought: Order) -> bool:
    """A passer-by is known by the number of that day alone."""
    is_near = refund.buyer is not None or _moment(refund).date() == _moment(bought).date()
    return is_near and _moment(bought) <= _moment(refund) and bought.paid >= -refund.paid


def _find_refunded_before(shop: Shop, refunds: Sequence[Order]) -> None:
    p = Purchase
    numbers = list(dict.fromkeys(order.number[:LONGEST_WORD] for order in refunds))
    there: dict[tuple[str, int | None], list[tuple[str, int, int]]] = {}
    for start in range(0, len(numbers), _PORTION):
        some = numbers[start : start + _PORTION]
        query = p.select(p.number, p.customer, p.at, p.paid_fen, p.id).where(p.number.in_(some) & ~p.is_refund)
        for number, customer_id, at, paid, purchase_id in shop.rows(query):
            there.setdefault((number, customer_id), []).append((at, paid, purchase_id))
    for order in refunds:
        who = order.buyer.id if order.buyer is not None else None
        if order.buyer is not None and who is None:
            continue  # a new customer, who has bought nothing yet
        at = _moment(order)
        near = "" if who is not None else at.date().isoformat()
        fitting = (
            each
            for each in there.get((order.number[:LONGEST_WORD], who), ())
            if near <= each[0] <= at.isoformat() and each[1] >= -order.paid
        )
        order.refund_of_id = max(fitting, default=("", 0, None))[2]


def _find_earlier(shop: Shop, orders: Sequence[Order], earlier: Earlier) -> None:
    """The same, asked of the keys: what this import has written itself is not there."""
    products = Products(shop)
    for order in orders:
        if order.at is not None and (order.buyer is None or order.buyer.id is not None):
            text = products.named(order.first_line)[1]
            buyer = order.buyer.id if order.buyer else None
            order.known_id = earlier.take_purchase(buyer, order.at.isoformat(), order.paid, text)


def _find_by_content(shop: Shop, orders: Sequence[Order]) -> None:
    """Purchases without a number: as many alike as the shop has are known, further ones are new."""
    times = list(dict.fromkeys(order.at.isoformat() for order in orders if order.at))
    known: dict[tuple[object, ...], list[int]] = {}
    for start in range(0, len(times), _PORTION):
        some = times[start : start + _PORTION]
        p = Purchase
        rows = shop.rows(p.select(p.id, p.customer, p.at, p.paid_fen).where(p.at.in_(some) & (p.number == "")))
        texts: dict[int, str] = {}
        ids = [row[0] for row in rows]
        query = PurchaseLine.select(PurchaseLine.purchase, PurchaseLine.text).where(PurchaseLine.purchase.in_(ids))
        for purchase_id, text in shop.rows(query.order_by(PurchaseLine.id)):
            texts.setdefault(purchase_id, text)
        for purchase_id, customer_id, at, paid in rows:
            known.setdefault((customer_id, at, paid, texts.get(purchase_id, "")), []).append(purchase_id)
    products = Products(shop) if known else None
    for order in orders:
        if products is None or order.at is None or (order.buyer is not None and order.buyer.id is None):
            continue
        text = products.named(order.first_line)[1]
        alike = known.get((order.buyer.id if order.buyer else None, order.at.isoformat(), order.paid, text))
        if alike:
            order.known_id = alike.pop(0)
