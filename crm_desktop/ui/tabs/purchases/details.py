"""What the preview of a purchase says."""

from __future__ import annotations

from crm_desktop.domain.calendar_words import date_words
from crm_desktop.domain.money import format_money
from crm_desktop.domain.phone import format_phone
from crm_desktop.language import tr
from crm_desktop.services.purchase_records import LineDraft, Purchase
from crm_desktop.ui.tabs.purchases.day_list import customer_words
from crm_desktop.ui.tabs.purchases.sums import explain_lines
from crm_desktop.ui.widgets.preview import Details


def purchase_details(purchase: Purchase) -> Details:
    """Who, when, each line with how its amount came about, the sum, and the rest."""
    when = f"{date_words(purchase.at.date(), year=True)} {purchase.at:%H:%M}"
    items = [
        (
            line.text or tr("Amount"),
            explain_lines([LineDraft(None, line.text, line.quantity_milli, line.price_fen, line.discount_fen)], 0),
            format_money(line.amount_fen),
        )
        for line in purchase.lines
    ]
    if purchase.discount_fen:
        items.append((tr("Discount"), "", format_money(-purchase.discount_fen)))
    items.append((tr("Refund") if purchase.is_refund else tr("Paid"), "", format_money(purchase.paid_fen)))
    facts = (
        (tr("Phone"), format_phone(purchase.customer_phone)),
        (tr("Payment method"), purchase.payment_method),
        (tr("Clerk"), purchase.clerk),
        (tr("No."), purchase.number),
        (tr("Note"), purchase.note),
    )
    return Details(customer_words(purchase), when, items, facts)
