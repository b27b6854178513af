"""What was said and done with a customer: calls, visits, messages, notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from crm_desktop.domain.plain_text import plain
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.services.customer_names import customer_name
from crm_desktop.store.journal import Change
from crm_desktop.store.models import ContactEntry
from crm_desktop.store.shop import Shop

KINDS: Final = ("note", "call", "visit", "wechat", "mail")
MAX_TEXT = 10_000


class Contacts:
    """Writes entries of a customer's history; `Customers.timeline` reads them."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def add(self, customer_id: int, kind: str, text: str, at: datetime | None = None) -> Change:
        """Note a contact, of now or of `at`. `kind` is one of KINDS."""
        text = _checked(text)
        with self._shop.change(Sentence("Noted a contact with %1", customer_name(customer_id))) as change:
            moment = (at or self._shop.clock.now()).isoformat()
            change.new_id = ContactEntry.insert(customer=customer_id, kind=kind, text=text, at=moment).execute()
        return change.done

    def edit(self, entry_id: int, text: str) -> Change:
        """Change an entry's text."""
        entry, text = self._get(entry_id), _checked(text)
        with self._shop.change(Sentence("Changed a note on %1", customer_name(entry.customer))) as change:
            ContactEntry.update(text=text).where(ContactEntry.id == entry_id).execute()
        return change.done

    def delete(self, entry_id: int) -> Change:
        """Delete an entry."""
        entry = self._get(entry_id)
        with self._shop.change(Sentence("Deleted a note on %1", customer_name(entry.customer))) as change:
            ContactEntry.delete().where(ContactEntry.id == entry_id).execute()
        return change.done

    def _get(self, entry_id: int) -> Any:
        entry = ContactEntry.get_or_none(ContactEntry.id == entry_id)
        if entry is None:
            raise NotFound(Sentence("This note is no longer there."))
        return entry


def _checked(text: str) -> str:
    text = plain(text)
    if not text:
        raise InvalidInput({"text": Sentence("Write a few words first.")})
    if len(text) > MAX_TEXT:
        raise InvalidInput({"text": Sentence("A note has at most %1 characters.", MAX_TEXT)})
    return text
