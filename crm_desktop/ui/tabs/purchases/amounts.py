"""The arithmetic of a line at the counter: what the amount, typed by itself, says about price and discount."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.services.purchase_records import line_amount


@dataclass(frozen=True, slots=True)
class Terms:
    """Price of a piece and discount of the line, in fen."""

    price_fen: int
    discount_fen: int


def terms_for_amount(amount_fen: int, quantity_milli: int, price_fen: int | None) -> Terms:
    """The terms under which `quantity_milli` comes to `amount_fen`.

    Below the known price the rest is a discount; above it, or without one, the price follows the amount, and a
    discount takes up what does not divide evenly.
    """
    if price_fen and 0 <= amount_fen <= line_amount(quantity_milli, price_fen, 0):
        return Terms(price_fen, line_amount(quantity_milli, price_fen, 0) - amount_fen)
    if quantity_milli <= 0:
        return Terms(amount_fen, 0)
    # Rounded up, so that the discount is never below zero.
    price = -(-amount_fen * 1000 // quantity_milli)
    return Terms(price, line_amount(quantity_milli, price, 0) - amount_fen)
