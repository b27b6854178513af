"""How the sum of a purchase, and of a list of purchases, came about, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crm_desktop.domain.money import format_money, format_quantity
from crm_desktop.language import tr
from crm_desktop.services.purchase_records import LineDraft, Totals

_SPELT_OUT: Final = 4


def explain_lines(lines: Sequence[LineDraft], discount_fen: int) -> str:
    """ "2 × ¥128.00 − ¥6.00 discount" for one line, else the lines' amounts added up."""
    kept = [line for line in lines if not line.is_blank]
    if not kept:
        return ""
    words = _of_line(kept[0]) if len(kept) == 1 else _of_lines(kept)
    return tr("%1 − %2 discount", words, format_money(discount_fen)) if discount_fen else words


def _of_line(line: LineDraft) -> str:
    words = format_money(line.price_fen)
    if line.quantity_milli != 1000:
        words = tr("%1 × %2", format_quantity(line.quantity_milli), words)
    return tr("%1 − %2 discount", words, format_money(line.discount_fen)) if line.discount_fen else words


def _of_lines(lines: Sequence[LineDraft]) -> str:
    if len(lines) <= _SPELT_OUT:
        return " + ".join(format_money(line.amount_fen) for line in lines)
    return tr("%n lines, %1", format_money(sum(line.amount_fen for line in lines)), n=len(lines))


def explain_totals(totals: Totals) -> str:
    """ "12 purchases of ¥1,240.00 less refunds of ¥35.50"."""
    if totals.refunds_fen:
        return tr("%n purchase(s) of %1, less refunds of %2",
                  format_money(totals.paid_fen), format_money(totals.refunds_fen), n=totals.count)  # fmt: skip
    return tr("%n purchase(s)", n=totals.count)
