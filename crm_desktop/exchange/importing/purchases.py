"""Purchases out of a table. Rows that share an order number are one purchase of several lines; a purchase that the
shop has already (by number and day, else by customer, time, amount and product) is left as it is. What was given back
is a purchase of its own, put to the one that it is of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from crm_desktop.domain.money import format_money, format_quantity
from crm_desktop.exchange.importing.customers import recognised_by, shown
from crm_desktop.exchange.importing.known_orders import Products, find_known, find_refunded
from crm_desktop.exchange.importing.orders import (
    LONGEST_WORD,
    NO_LINE,
    Cells,
    Order,
    orders_of,
    usual_cells,
)
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
from crm_desktop.exchange.importing.totals import doubts
from crm_desktop.exchange.people.buyers import Buyers
from crm_desktop.exchange.people.directory import Entry
from crm_desktop.exchange.people.writing import PeopleWriter
from crm_desktop.exchange.sheets.table import Table, doubtful
from crm_desktop.exchange.sheets.values import Notes, Warned
from crm_desktop.language import Sentence
from crm_desktop.store.models import Purchase, PurchaseLine
from crm_desktop.store.shop import Changing, Shop

_PORTION: Final = 5_000
_WRITING = Sentence("Writing the purchases")


class PurchasesPlan:
    """What every row of a purchases table will become."""

    def __init__(self, shop: Shop, table: Table, options: Options, watch: Watch = UNWATCHED) -> None:
        self.table = table
        self.options = options
        notes = Notes(table.rows.numbers)
        watch.step(0, 1, Sentence("Reading the columns"))
        self._cells = Cells(table, options.region, notes, usual_cells(table, options))
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
            find_known(shop, self.orders, options.earlier)
        for order in self.orders:
            self._decide(order)
        find_refunded(shop, self.orders)
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
        line, person = order.lines[place] if place < len(order.lines) else NO_LINE, shown(order.person)
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
    """The sentence that says by what the buyer was recognised; None for a new one or a passer-by."""
    known = order.buyer.before if order.buyer is not None else None
    return recognised_by(order.person, known) if known is not None else None
