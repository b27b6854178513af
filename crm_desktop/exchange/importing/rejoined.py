"""Rows of a purchase that stand in two portions of a long file: what comes later is put to what was written earlier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crm_desktop.exchange.importing.known_orders import Products
from crm_desktop.exchange.importing.orders import LONGEST_WORD, MIDNIGHT, Order, is_apart, minute_of
from crm_desktop.exchange.importing.purchases import PurchasesPlan
from crm_desktop.exchange.importing.report import Options, Outcome, Watch
from crm_desktop.exchange.people.writing import PeopleWriter
from crm_desktop.exchange.sheets.values import Warned
from crm_desktop.language import Sentence
from crm_desktop.store.models import Purchase, PurchaseLine
from crm_desktop.store.shop import Changing, Shop

_PORTION = 5_000


@dataclass(slots=True)
class Rejoined:
    """Orders of a portion whose purchase an earlier portion has written."""

    orders: list[tuple[int, Order]] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)

    def write(self, shop: Shop, change: Changing, watch: Watch) -> None:
        """Put their lines to the purchases, and what these do not tell yet."""
        if not self.orders:
            return
        products = Products(shop)
        change.insert_rows(
            PurchaseLine,
            ("purchase_id", "product_id", "text", "quantity_milli", "price_fen", "discount_fen", "amount_fen"),
            [
                (purchase_id, *products.named(line), line.quantity, line.price, line.discount, line.amount)
                for purchase_id, order in self.orders
                for line in order.lines
            ],
        )
        p = Purchase
        for purchase_id, order in self.orders:
            query = p.select(p.customer, p.paid_fen, p.payment_method, p.clerk, p.note).where(p.id == purchase_id)
            customer_id, paid, payment_method, clerk, note = shop.rows(query)[0]
            if customer_id is None and order.buyer is not None:
                if order.buyer.id is None:
                    PeopleWriter(shop, change, (), watch).write([order.buyer])
                customer_id = order.buyer.id
            paid += order.paid
            notes = dict.fromkeys([*note.split("\n"), *order.notes] if note else order.notes)
            p.update(
                customer=customer_id,
                paid_fen=paid,
                is_refund=paid < 0,
                payment_method=payment_method or order.payment_method,
                clerk=clerk or order.clerk,
                note="\n".join(notes),
            ).where(p.id == purchase_id).execute()


def rejoin(shop: Shop, plan: PurchasesPlan, options: Options) -> Rejoined:
    """Take out of a plan what belongs to purchases that this import has written already: the same number on the same
    day, or a row that has the number and no day."""
    rejoined = Rejoined()
    if options.earlier is None:
        return rejoined
    rows = plan.table.rows.numbers
    mine = [
        order
        for order in plan.orders
        if order.number
        and not order.own_no
        and not any(options.leaves_out(rows[position]) for position in order.positions)
    ]
    written = _written(shop, mine, options.earlier.first_purchase)
    for order in mine:
        purchase_id = written.get((order.number[:LONGEST_WORD], _when(order)))
        if purchase_id is None:
            continue
        if order.reason is None or (order.at is None and len(order.lines) == len(order.positions)):
            order.outcome, order.reason = Outcome.UPDATE, None
            order.known_id = purchase_id
            rejoined.orders.append((purchase_id, order))
        else:
            why = Sentence("Rows of this purchase far above in the file were imported; this one was not.")
            rejoined.warnings.append(Warned(rows[order.positions[0]], "number", order.number, why))
    return rejoined


def _when(order: Order) -> str:
    """What is given back belongs to its minute, all else to its day."""
    if order.at is None:
        return ""
    return minute_of(order.at) if is_apart(order) else order.at.date().isoformat()


def _written(shop: Shop, orders: Iterable[Order], first_id: int) -> dict[tuple[str, str], int]:
    """(number, day) and (number, minute) → the purchase that this import has written, (number, "") → its first one."""
    numbers: Sequence[str] = list(dict.fromkeys(order.number[:LONGEST_WORD] for order in orders))
    written: dict[tuple[str, str], int] = {}
    p = Purchase
    for start in range(0, len(numbers), _PORTION):
        some = numbers[start : start + _PORTION]
        query = p.select(p.id, p.number, p.at, p.is_refund).where(p.number.in_(some) & (p.id >= first_id))
        for purchase_id, number, at, is_refund in shop.rows(query.order_by(p.id)):
            own = is_refund and not at.endswith(MIDNIGHT)
            for when in (at[:16], "") if own else (at[:10], at[:16], ""):
                written.setdefault((number, when), purchase_id)
    return written
