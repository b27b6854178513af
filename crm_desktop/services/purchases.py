"""Purchases: recorded at the counter, given back, looked through and added up."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from peewee import JOIN, fn

from crm_desktop.domain.money import format_money
from crm_desktop.domain.plain_text import plain
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.services import purchase_queries as queries
from crm_desktop.services import purchase_rules as rules
from crm_desktop.services.customer_names import customer_name
from crm_desktop.services.people import batches
from crm_desktop.services.purchase_records import (
    Day,
    LastUsed,
    LineDraft,
    Purchase,
    PurchaseDraft,
    PurchaseFilter,
    Refundable,
    Totals,
    line_amount,
)
from crm_desktop.services.settings import Settings
from crm_desktop.services.sorting import Sort
from crm_desktop.store import models
from crm_desktop.store.journal import Change
from crm_desktop.store.shop import Shop

EVERYTHING: Final = PurchaseFilter()
NEWEST_FIRST: Final = Sort("at", descending=True)
_LATELY: Final = 3_000
"""How many of the newest purchases are looked at to tell which payment methods and clerks are in use."""


class Purchases:
    """Records, edits, refunds and deletes purchases, and answers questions about them."""

    def __init__(self, shop: Shop, settings: Settings) -> None:
        self._shop = shop
        self._settings = settings

    # Writing

    def check(self, draft: PurchaseDraft, *, purchase_id: int | None = None) -> dict[str, Sentence]:
        """Why the draft cannot be recorded: "amount", "discount", "paid", "at", "customer", "number", "clerk",
        "payment_method", "note", and "lines.0.quantity", "lines.0.price", "lines.0.discount", "lines.0.text" of a line
        -> a sentence. Nothing if it can. `purchase_id`: the purchase being edited."""
        old = self.get(purchase_id) if purchase_id is not None else None
        sign = -1 if old is not None and old.is_refund else 1
        wanted = {line.product_id for line in draft.lines} - {None}
        table = models.Product
        products = {i for (i,) in table.select(table.id).where(table.id.in_(wanted)).tuples()} if wanted else set()
        problems = rules.line_problems(draft.lines, sign, products)
        problems.update(rules.common_problems(draft, self._shop.clock.now()))
        customer = models.Customer.id == draft.customer_id
        if draft.customer_id is not None and not models.Customer.select().where(customer).exists():
            problems["customer"] = Sentence("This customer is no longer there. Choose another, or none.")
        return problems or rules.sum_problems(draft, sign) or self._given_back_problems(draft, old)

    def record(self, draft: PurchaseDraft) -> Change:
        """Record a purchase. InvalidInput if `check` finds a problem."""
        _refuse(self.check(draft))
        title = Sentence("Recorded a purchase of %1 for %2", format_money(draft.total_fen), _buyer(draft.customer_id))
        with self._shop.change(title) as change:
            change.new_id = models.Purchase.insert(**_values(draft)).execute()
            _insert_lines(change.new_id, draft.lines)
        return change.done

    def edit(self, purchase_id: int, draft: PurchaseDraft) -> Change:
        """Change a recorded purchase, or a refund. InvalidInput if `check` finds a problem."""
        old = self.get(purchase_id)
        _refuse(self.check(draft, purchase_id=purchase_id))
        title = Sentence("Changed a purchase of %1 for %2", format_money(old.paid_fen), _buyer(old.customer_id))
        with self._shop.change(title) as change:
            models.Purchase.update(**_values(draft)).where(models.Purchase.id == purchase_id).execute()
            lines = tuple(line for line in draft.lines if not line.is_blank)
            if lines != PurchaseDraft.of(old).lines:
                models.PurchaseLine.delete().where(models.PurchaseLine.purchase == purchase_id).execute()
                _insert_lines(purchase_id, lines)
        return change.done

    def refundable(self, purchase_id: int) -> Refundable:
        """What of a purchase can still be given back."""
        return self._refundable(self.get(purchase_id))

    def refund_amount(self, purchase_id: int, lines: Mapping[int, int] | None = None) -> int:
        """What giving back `lines` (line id -> thousandths; None: all that is left) comes to, in fen: their share of
        what was paid, discounts included. InvalidInput for more than is left."""
        bought = self.get(purchase_id)
        left = self._refundable(bought)
        wanted = left.lines if lines is None else lines
        _refuse(rules.given_lines_problems(bought, left, wanted))
        return rules.share(bought, left, wanted)

    def refund(
        self,
        purchase_id: int,
        lines: Mapping[int, int] | None = None,
        *,
        paid_fen: int | None = None,
        at: datetime | None = None,
        payment_method: str | None = None,
        clerk: str | None = None,
        note: str = "",
    ) -> Change:
        """Give back a purchase: `lines` (line id -> thousandths), or all that is left of it.

        `paid_fen`, positive, is what is handed back, where that is not the lines' share of what was paid. Paid back
        as it was paid and by the same clerk unless said otherwise. InvalidInput beyond what was bought or paid.
        """
        bought = self.get(purchase_id)
        left = self._refundable(bought)
        wanted = left.lines if lines is None else lines
        _refuse(rules.given_lines_problems(bought, left, wanted))
        amount = rules.share(bought, left, wanted) if paid_fen is None else paid_fen
        _refuse(rules.given_amount_problems(left, wanted, amount))
        given = tuple(rules.given_back(line, wanted[line.id]) for line in bought.lines if wanted.get(line.id))
        given = given or (LineDraft(quantity_milli=-1000, price_fen=amount),)
        draft = PurchaseDraft(
            bought.customer_id,
            at or self._shop.clock.now(),
            given,
            sum(line.amount_fen for line in given) + amount,
            bought.payment_method if payment_method is None else payment_method,
            bought.clerk if clerk is None else clerk,
            note,
            number=bought.number,
        )
        _refuse(rules.common_problems(draft, self._shop.clock.now()))
        title = Sentence("Refunded %1 to %2", format_money(amount), _buyer(bought.customer_id))
        with self._shop.change(title) as change:
            values = _values(draft) | {"is_refund": True, "refund_of": purchase_id}
            change.new_id = models.Purchase.insert(**values).execute()
            _insert_lines(change.new_id, draft.lines)
        return change.done

    def delete(self, purchase_ids: Sequence[int]) -> Change:
        """Delete purchases, and with them the refunds of them."""
        ids = list(purchase_ids)
        title = Sentence("Deleted %n purchase(s)", n=len(ids))
        if len(ids) == 1:
            old = self.get(ids[0])
            title = Sentence("Deleted a purchase of %1 for %2", format_money(old.paid_fen), _buyer(old.customer_id))
        with self._shop.change(title, coming=len(ids)) as change:
            for some in batches(ids):
                models.Purchase.delete().where(models.Purchase.refund_of.in_(some)).execute()
                models.Purchase.delete().where(models.Purchase.id.in_(some)).execute()
        return change.done

    def _refundable(self, bought: Purchase, but: int | None = None) -> Refundable:
        """What of `bought` is left, the refund `but` not counted."""
        query = models.Purchase.select(models.Purchase.id).where(models.Purchase.refund_of == bought.id)
        refunds = self.get_many([refund for (refund,) in query.tuples() if refund != but])
        given: Counter[tuple[int | None, str, int]] = Counter()
        for line in (line for refund in refunds for line in refund.lines):
            given[line.product_id, line.text, line.price_fen] += abs(line.quantity_milli)
        left: dict[int, int] = {}
        for line in bought.lines:
            key = (line.product_id, line.text, line.price_fen)
            back = min(given[key], line.quantity_milli)
            given[key] -= back
            left[line.id] = line.quantity_milli - back
        return Refundable(left, bought.paid_fen + sum(refund.paid_fen for refund in refunds))

    def _given_back_problems(self, draft: PurchaseDraft, old: Purchase | None) -> dict[str, Sentence]:
        """Whether an edit leaves more given back than was paid."""
        if old is not None and old.refund_of is not None:
            limit = self._refundable(self.get(old.refund_of), but=old.id).paid_fen
            if -draft.total_fen > limit:
                return {"paid": Sentence("No more than %1 can be given back.", format_money(limit))}
        if old is not None and not old.is_refund:
            given = old.paid_fen - self._refundable(old).paid_fen
            if given > draft.total_fen:
                return {"paid": Sentence("%1 of it was given back already.", format_money(given))}
        return {}

    # Reading

    def get(self, purchase_id: int) -> Purchase:
        """One purchase. NotFound if it no longer exists."""
        found = self.get_many([purchase_id])
        if not found:
            raise NotFound(Sentence("This purchase is no longer there. It may have been deleted; Undo brings it back."))
        return found[0]

    def get_many(self, ids: Sequence[int]) -> list[Purchase]:
        """Purchases in the order of `ids`; what is gone is left out."""
        found: dict[int, Purchase] = {}
        for some in batches(ids):
            found.update(queries.read(self._shop, some))
        return [found[purchase_id] for purchase_id in ids if purchase_id in found]

    def ids(self, chosen: PurchaseFilter = EVERYTHING, sort: Sort = NEWEST_FIRST) -> list[int]:
        """Ids of the purchases that `chosen` lets through. Sorted by "at", "paid", "customer", "number",
        "payment_method" or "clerk"; equals by time, newest first."""
        return list(self.packed_ids(chosen, sort))

    def packed_ids(self, chosen: PurchaseFilter = EVERYTHING, sort: Sort = NEWEST_FIRST) -> array[int]:
        """`ids` for a list of millions, in a fifth of the memory."""
        table = models.Purchase
        query = table.select(table.id).where(*queries.conditions(chosen))
        if sort.key == "customer":
            query = query.join(models.Customer, JOIN.LEFT_OUTER)
        column = {
            "at": table.at,
            "paid": table.paid_fen,
            "customer": models.Customer.sort_key,
            "number": table.number,
            "payment_method": table.payment_method,
            "clerk": table.clerk,
        }[sort.key]
        order: tuple[Any, ...]
        if sort.key == "at":
            order = (table.at.desc(), table.id.desc()) if sort.descending else (table.at, table.id)
        else:
            order = (column.desc() if sort.descending else column.asc(), table.at.desc(), table.id.desc())
        return self._shop.packed_ids(query.order_by(*order))

    def effort(self, chosen: PurchaseFilter) -> int:
        """About how many purchases must be read to list and add up what `chosen` lets through: where they are many,
        the window leaves it to its worker."""
        if chosen.text.strip() or chosen.product_id is not None:
            return int(models.Purchase.select(fn.MAX(models.Purchase.id)).scalar() or 0)
        within = PurchaseFilter(chosen.start, chosen.end, chosen.customer_id)
        return int(models.Purchase.select().where(*queries.conditions(within)).count())

    def is_empty(self) -> bool:
        """Whether the shop has no purchase at all."""
        return not models.Purchase.select().exists()

    def of_customer(self, customer_id: int, limit: int = 200) -> list[Purchase]:
        """A customer's newest purchases."""
        table = models.Purchase
        query = table.select(table.id).where(table.customer == customer_id)
        newest = query.order_by(table.at.desc(), table.id.desc()).limit(limit)
        return self.get_many([purchase_id for (purchase_id,) in newest.tuples()])

    def totals(self, chosen: PurchaseFilter = EVERYTHING) -> Totals:
        """Sums over the purchases that `chosen` lets through."""
        return Totals(*models.Purchase.select(*queries.sums()).where(*queries.conditions(chosen)).tuples().first())

    def days(self, chosen: PurchaseFilter = EVERYTHING) -> list[Day]:
        """The days of the purchases that `chosen` lets through, newest first."""
        day = fn.SUBSTR(models.Purchase.at, 1, 10)
        query = models.Purchase.select(day, fn.COUNT(models.Purchase.id), *queries.sums()).where(
            *queries.conditions(chosen)
        )
        rows = query.group_by(day).order_by(day.desc()).tuples()
        return [Day(date.fromisoformat(iso), count, Totals(*sums)) for iso, count, *sums in rows]

    def last_used(self) -> LastUsed:
        """The payment method and the clerk of the purchase entered last."""
        table = models.Purchase
        query = table.select(table.payment_method, table.clerk).where(~table.is_refund)
        row = query.order_by(table.id.desc()).limit(1).tuples().first()
        return LastUsed(*row) if row else LastUsed()

    def payment_methods(self) -> list[str]:
        """The shop's payment methods, and others in use of late."""
        return self._in_use(self._settings.get().payment_methods, models.Purchase.payment_method)

    def clerks(self) -> list[str]:
        """The shop's clerks, and others in use of late."""
        return self._in_use(self._settings.get().clerks, models.Purchase.clerk)

    def sentences(self, chosen: PurchaseFilter) -> dict[str, Sentence]:
        """Each condition of `chosen`, named as its field, in words."""
        words: dict[str, Sentence] = {}
        if chosen.start is not None:
            words["start"] = Sentence("From %1", chosen.start)
        if chosen.end is not None:
            words["end"] = Sentence("Until %1", chosen.end)
        if chosen.customer_id is not None:
            words["customer_id"] = Sentence("Bought by %1", customer_name(chosen.customer_id))
        if chosen.product_id is not None:
            name = models.Product.select(models.Product.name).where(models.Product.id == chosen.product_id).scalar()
            words["product_id"] = Sentence("With %1", name or Sentence("a deleted product"))
        if chosen.text.strip():
            words["text"] = Sentence("Has “%1”", chosen.text.strip())
        if chosen.payment_method is not None:
            words["payment_method"] = Sentence("Paid by %1", chosen.payment_method or Sentence("no method noted"))
        if chosen.clerk is not None:
            words["clerk"] = Sentence("Served by %1", chosen.clerk or Sentence("nobody noted"))
        return words

    @staticmethod
    def _in_use(chosen: Sequence[str], column: Any) -> list[str]:
        newest = models.Purchase.select(fn.MAX(models.Purchase.id)).scalar() or 0
        count = fn.COUNT(models.Purchase.id)
        used = models.Purchase.select(column).where((models.Purchase.id > newest - _LATELY) & (column != ""))
        return list(
            dict.fromkeys([*chosen, *(word for (word,) in used.group_by(column).order_by(count.desc()).tuples())])
        )


def _refuse(problems: dict[str, Sentence]) -> None:
    if problems:
        raise InvalidInput(problems)


def _buyer(customer_id: int | None) -> str | Sentence:
    return Sentence("a passer-by") if customer_id is None else customer_name(customer_id)


def _values(draft: PurchaseDraft) -> dict[str, Any]:
    return {
        "customer": draft.customer_id,
        "number": plain(draft.number),
        "at": draft.at.replace(microsecond=0).isoformat(),
        "payment_method": plain(draft.payment_method),
        "clerk": plain(draft.clerk),
        "discount_fen": draft.discount_fen,
        "paid_fen": draft.total_fen,
        "note": plain(draft.note),
    }


def _insert_lines(purchase_id: int, lines: Sequence[LineDraft]) -> None:
    rows = [
        {
            "purchase": purchase_id,
            "product": line.product_id,
            "text": plain(line.text),
            "quantity_milli": line.quantity_milli,
            "price_fen": line.price_fen,
            "discount_fen": line.discount_fen,
            "amount_fen": line_amount(line.quantity_milli, line.price_fen, line.discount_fen),
        }
        for line in lines
        if not line.is_blank
    ]
    if rows:
        models.PurchaseLine.insert_many(rows).execute()
