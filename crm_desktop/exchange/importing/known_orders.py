"""Which orders of a file the shop has already, and which purchases of the shop they give back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from crm_desktop.exchange.importing.earlier import Earlier
from crm_desktop.exchange.importing.orders import LONGEST_TEXT, LONGEST_WORD, MIDNIGHT, Order, is_apart
from crm_desktop.exchange.importing.report import Outcome
from crm_desktop.exchange.importing.totals import Line
from crm_desktop.store.models import Product, Purchase, PurchaseLine
from crm_desktop.store.shop import Shop

_PORTION: Final = 5_000


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
        return self._by_name.get(_folded(line.text)), line.text or line.code[:LONGEST_TEXT]


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def find_known(shop: Shop, orders: Iterable[Order], earlier: Earlier | None) -> None:
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


def find_refunded(shop: Shop, orders: Sequence[Order]) -> None:
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
    """`_find_by_content` for an import in portions, by keys: what this import has written itself is not found."""
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
