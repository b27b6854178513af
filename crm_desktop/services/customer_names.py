"""What a customer is called in sentences."""

from __future__ import annotations

from typing import Final

from crm_desktop.errors import NotFound
from crm_desktop.language import Sentence
from crm_desktop.store.models import Customer, Phone, among
from crm_desktop.store.prepared_query import PreparedQuery

_LONGEST: Final = 60
_NAMES: Final = PreparedQuery(lambda ids: Customer.select(Customer.name).where(among(Customer.id, ids)))


def short(text: str) -> str:
    """`text`, cut to what a sentence has room for."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def customer_name(customer_id: int) -> str | Sentence:
    """The name, else the phone, else a number. NotFound if the customer is gone."""
    found = _NAMES.rows([customer_id])
    if not found:
        raise NotFound(Sentence("This customer is no longer there. It may have been deleted; Undo brings it back."))
    if found[0][0]:
        return short(found[0][0])
    phone = Phone.select(Phone.number).where(Phone.customer == customer_id).order_by(Phone.is_main.desc(), Phone.id)
    number = phone.limit(1).scalar()
    return short(number) if number else Sentence("customer %1", customer_id)
