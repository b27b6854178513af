"""Purchases out of a table. Rows that share an order number are one purchase of several lines; a purchase that the
shop has already (by number and day, else by customer, time, amount and product) is left as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NamedTuple, TypeVar

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
_NO_DEFAULTS: Final = frozenset({"name", "phone", "member_no", "number", "product_code"})
"""What tells buyers and purchases apart is nobody's by default."""
_WRITING = Sentence("Writing the purchases")


class Line(NamedTuple):
    """A line of a purchase, in thousandths and fen."""

    text: str
    code: str
    quantity: int
    price: int
    discount: int
    amount: int


@dataclass(slots=True)
class Order:
    """A purchase as the file tells it. `positions` are its rows; `at` is None while no row has told it."""

    number: str
    at: datetime | None
    positions: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    person: Person = _NOBODY
    payment_method: str = ""
    clerk: str = ""
    notes: list[str] = field(default_factory=list)
    buyer: Entry | None = None
    outcome: Outcome = Outcome.NEW
    known_id: int | None = None
    reason: Sentence | None = None

    @property
    def paid(self) -> int:
        return sum(line.amount for line in self.lines)

    def fitted(self, text: str, longest: int) -> str:
        """The text as far as its field holds it; the whole goes into the note when it does not."""
        if len(text) <= longest:
            return text
        if text not in self.notes:
            self.notes.append(text)
        return text[:longest]


class Cells:
    """The cells of a purchases table, converted. `problems`: position → why the row cannot be read."""

    def __init__(self, table: Table, region: str, notes: Notes, usual: Cells | None = None) -> None:
        self._table = table
        self.usual = usual
        self.problems: dict[int, Sentence] = {}
        self.people = read_buyers(table, region, notes)
        self.numbers = self._texts("number")
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
            amount = _times(quantity, price or 0) - discount
        if amount < 0 < quantity:
            quantity = -quantity
        if price is None:
            price = abs(round((amount + discount) * 1000 / quantity))
        elif amount < 0 < discount and _times(quantity, price) + discount == amount:
            discount = -discount
        return Line(product, code, quantity, price, discount, amount)


def _quantity(cell: Cell) -> int | None:
    return parse_quantity(cell if isinstance(cell, str | float | int) else text_of(cell))


def _money(cell: Cell) -> int | None:
    return parse_money(cell if isinstance(cell, str | float | int) else text_of(cell))


def _times(quantity: int, price: int) -> int:
    product = abs(quantity * price) + 500
    return product // 1000 if quantity * price >= 0 else -(product // 1000)


def orders_of(cells: Cells, is_blank: Callable[[int], bool]) -> list[Order]:
    """The rows as purchases, in the order of their first rows; those with a `reason` cannot be imported.

    Rows belong together by number and day (tills begin anew each morning). A row that tells neither number nor day
    nor buyer goes on with the purchase above it.
    """
    orders: list[Order] = []
    by_number: dict[tuple[str, object], Order] = {}
    for position, (number, at, person) in enumerate(zip(cells.numbers, cells.at, cells.people, strict=True)):
        if is_blank(position):
            continue
        named = bool(person.name or person.phones or person.member_no)
        order = orders[-1] if orders and not (number or at or named) and orders[-1].number else None
        if order is None and number:
            order = by_number.get((number, at.date() if at else None))
        if order is None:
            order = Order(number, at)
            orders.append(order)
            if number:
                by_number[number, at.date() if at else None] = order
                by_number.setdefault((number, None), order)
        _add_row(order, cells, position)
    for order in orders:
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
    if problem is None and line is None:
        problem = Sentence("This row has neither an amount nor a price.")
    if problem is not None:
        order.reason = order.reason or problem
        return
    assert line is not None
    order.lines.append(line._replace(text=order.fitted(line.text, _LONGEST_TEXT)))
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
        late = shop.clock.now() + timedelta(days=1)
        self._warnings = [*doubtful(table), *notes.warnings, *self._buyers.warnings, *self._from_the_future(late)]

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
        line, person = order.lines[place], shown(order.person)
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
            "payment_method": order.payment_method,
            "clerk": order.clerk,
            "note": "\n".join(order.notes),
        }
        return {key: ("", text) for key, text in texts.items() if text}

    def write(self, shop: Shop, change: Changing, watch: Watch) -> None:
        """Write the new customers and the new purchases into an open change."""
        PeopleWriter(shop, change, (), watch).write(self._new_buyers())
        new = [order for order in self.orders if order.outcome is Outcome.NEW]
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
    "id", "customer_id", "number", "at", "is_refund", "payment_method", "clerk", "discount_fen", "paid_fen", "note",
)  # fmt: skip


def _purchase_rows(orders: Sequence[Order], first: int, watch: Watch) -> Iterator[tuple[object, ...]]:
    for done, order in enumerate(orders):
        if done % _PORTION == 0:
            watch.step(done, len(orders), _WRITING)
        assert order.at is not None
        customer_id = order.buyer.id if order.buyer else None
        note, paid = "\n".join(order.notes), order.paid
        number = order.number[:LONGEST_WORD]
        at = order.at.isoformat()
        yield first + done, customer_id, number, at, paid < 0, order.payment_method, order.clerk, 0, paid, note


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
        query = Purchase.select(Purchase.id, Purchase.number, Purchase.at)
        for purchase_id, number, at in shop.rows(query.where(Purchase.number.in_(numbers[start : start + _PORTION]))):
            known.setdefault((number, at[:10]), purchase_id)
    for order in orders:
        assert order.at is not None
        order.known_id = known.get((order.number[:LONGEST_WORD], order.at.date().isoformat()))


def _find_earlier(shop: Shop, orders: Sequence[Order], earlier: Earlier) -> None:
    """The same, asked of the keys: what this import has written itself is not there."""
    products = Products(shop)
    for order in orders:
        if order.at is not None and (order.buyer is None or order.buyer.id is not None):
            text = products.named(order.lines[0])[1]
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
        text = products.named(order.lines[0])[1]
        alike = known.get((order.buyer.id if order.buyer else None, order.at.isoformat(), order.paid, text))
        if alike:
            order.known_id = alike.pop(0)
