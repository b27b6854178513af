"""What may be recorded and given back, and how much of a payment falls to what is given back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from crm_desktop.domain.money import MAX_FEN, MAX_QUANTITY_MILLI, format_money
from crm_desktop.language import Sentence
from crm_desktop.services.purchase_records import Line, LineDraft, Purchase, PurchaseDraft, Refundable

MAX_TEXT: Final = 200
MAX_WORD: Final = 60
MAX_NOTE: Final = 10_000
MAX_LINES: Final = 500

Problems = dict[str, Sentence]
"""Field -> why its value cannot be saved."""


def line_problems(lines: Sequence[LineDraft], sign: int, products: Collection[int]) -> Problems:
    """The problems of the lines of a purchase (`sign` 1) or a refund (-1); `products` are the ids that exist."""
    problems: Problems = {}
    for index, line in enumerate(lines):
        if line.is_blank:
            continue
        is_purchase = sign > 0
        quantity = line.quantity_milli if is_purchase else abs(line.quantity_milli)
        if not 0 < quantity <= MAX_QUANTITY_MILLI:
            problems[f"lines.{index}.quantity"] = Sentence("A quantity is more than 0 and at most ten million.")
        if abs(line.price_fen) > MAX_FEN or (is_purchase and line.price_fen < 0):
            problems[f"lines.{index}.price"] = Sentence("A price is between 0 and ten billion.")
        elif abs(line.amount_fen + line.discount_fen) > MAX_FEN:
            problems[f"lines.{index}.price"] = Sentence("An amount is at most ten billion.")
        elif sign * line.amount_fen < 0 or (is_purchase and line.discount_fen < 0):
            problems[f"lines.{index}.discount"] = Sentence("A discount is between 0 and the line's amount.")
        if len(line.text.strip()) > MAX_TEXT:
            problems[f"lines.{index}.text"] = Sentence("What was bought has at most %1 characters.", MAX_TEXT)
        elif line.product_id is not None and line.product_id not in products:
            problems[f"lines.{index}.text"] = Sentence("This product is no longer there. Choose another.")
    return problems


def common_problems(draft: PurchaseDraft, now: datetime) -> Problems:
    """The problems of the fields that purchases and refunds have in common."""
    problems: Problems = {}
    for key, text in (("payment_method", draft.payment_method), ("clerk", draft.clerk), ("number", draft.number)):
        if len(text.strip()) > MAX_WORD:
            problems[key] = Sentence("At most %1 characters fit here.", MAX_WORD)
    if len(draft.note) > MAX_NOTE:
        problems["note"] = Sentence("A note has at most %1 characters.", MAX_NOTE)
    if not datetime(1900, 1, 1) <= draft.at <= now + timedelta(days=1):
        problems["at"] = Sentence("A purchase lies in the past, or is of today.")
    if len(draft.lines) > MAX_LINES:
        problems["amount"] = Sentence("A purchase has at most %1 lines.", MAX_LINES)
    return problems


def sum_problems(draft: PurchaseDraft, sign: int) -> Problems:
    """The problems of the sum that a purchase or a refund comes to."""
    if all(line.is_blank for line in draft.lines) and not draft.paid_fen:
        return {"amount": Sentence("Enter an amount, or what was bought.")}
    if sign > 0 and not 0 <= draft.discount_fen <= sum(line.amount_fen for line in draft.lines):
        return {"discount": Sentence("A discount is between 0 and what the lines come to.")}
    if abs(draft.total_fen) > MAX_FEN:
        return {"paid": Sentence("An amount is at most ten billion.")}
    if sign > 0 and draft.total_fen < 0:
        return {"paid": Sentence("To give money back, open the purchase and choose Refund.")}
    if sign < 0 and draft.total_fen > 0:
        return {"paid": Sentence("A refund is money given back: its amount is negative.")}
    return {}


def given_lines_problems(bought: Purchase, left: Refundable, lines: Mapping[int, int]) -> Problems:
    """The problems of giving back `lines` (line id -> thousandths), of which only `left` is left."""
    if bought.is_refund:
        return {"paid": Sentence("This is a refund itself.")}
    if left.paid_fen <= 0 and not any(left.lines.values()):
        return {"paid": Sentence("All of it was given back already.")}
    places = {line.id: index for index, line in enumerate(bought.lines)}
    return {
        f"lines.{places.get(line_id, 0)}.quantity": Sentence("No more can be given back than was bought.")
        for line_id, quantity in lines.items()
        if not 0 <= quantity <= left.lines.get(line_id, 0)
    }


def given_amount_problems(left: Refundable, lines: Mapping[int, int], amount_fen: int) -> Problems:
    """The problems of giving back `amount_fen` for `lines`."""
    limit = max(left.paid_fen, 0)
    if not 0 <= amount_fen <= limit:
        return {"paid": Sentence("No more than %1 can be given back.", format_money(limit))}
    if not amount_fen and not any(lines.values()):
        return {"paid": Sentence("Choose what is given back, or enter an amount.")}
    return {}


def share(bought: Purchase, left: Refundable, lines: Mapping[int, int]) -> int:
    """What of the paid sum falls to `lines` (line id -> thousandths, no more than bought), in fen, rounded half up:
    all that is left of it where they are all that is left."""
    limit = max(left.paid_fen, 0)
    if all(lines.get(line_id, 0) == quantity for line_id, quantity in left.lines.items()):
        return limit
    total = sum(line.amount_fen for line in bought.lines)
    if total <= 0:
        return 0
    worth = sum(
        Fraction(line.amount_fen * lines[line.id], line.quantity_milli) for line in bought.lines if lines.get(line.id)
    )
    return min(int(worth * bought.paid_fen / total + Fraction(1, 2)), limit)


def given_back(line: Line, quantity_milli: int) -> LineDraft:
    """The refund's line that gives back this quantity, in thousandths, of a bought line."""
    discount = line.discount_fen * quantity_milli // line.quantity_milli
    return LineDraft(line.product_id, line.text, -quantity_milli, line.price_fen, -discount)
