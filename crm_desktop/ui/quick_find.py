"""What drops under the window's search box: customers found, and what else can be done with the text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from crm_desktop.clock import Clock
from crm_desktop.domain.phone import format_phone
from crm_desktop.language import tr
from crm_desktop.services.customers import Customers, Hit
from crm_desktop.store.search_words import phone_digits
from crm_desktop.ui.widgets.drop_list import Line

_LINES: Final = 8
_LEAST_DIGITS: Final = 2


@dataclass(frozen=True)
class OpenCustomer:
    """The answer that leads to a customer."""

    customer_id: int


@dataclass(frozen=True)
class ListAll:
    """The answer that lists all customers whom the text finds."""

    text: str


@dataclass(frozen=True)
class AddCustomer:
    """The answer that adds a customer out of the text."""

    text: str


class QuickFind:
    """Answers the search box."""

    def __init__(self, customers: Customers, clock: Clock) -> None:
        self._customers = customers
        self._clock = clock

    def __call__(self, text: str) -> list[Line]:
        """The lines for what was typed: at most 8 customers, then "all results" if there are more, then "new customer"
        with the text."""
        found = self._customers.search(text, _LINES)
        today = self._clock.now().date()
        lines = [_line(hit, text, today) for hit in found.hits]
        if found.more:
            lines.append(Line(ListAll(text), tr("Show all results"), icon="list", is_command=True))
        lines.append(Line(AddCustomer(text), tr("New customer “%1”", text), icon="plus", is_command=True))
        return lines


def _line(hit: Hit, text: str, today: date) -> Line:
    phone = format_phone(hit.phone) if hit.phone else ""
    mark = matched_digits(phone, text)
    return Line(
        OpenCustomer(hit.id),
        hit.name or tr("(no name)"),
        phone,
        last_visit_words(hit.last_purchase, today),
        (mark,) if mark else (),
    )


def matched_digits(phone: str, text: str) -> tuple[int, int] | None:
    """Where the typed digits stand in a formatted phone, as (start, length); the tail first, as the search does."""
    typed = phone_digits("".join(unicodedata.normalize("NFKC", text).split())).removeprefix("+")
    if len(typed) < _LEAST_DIGITS:
        return None
    places = [place for place, sign in enumerate(phone) if sign.isdecimal()]
    digits = "".join(phone[place] for place in places)
    start = digits.rfind(typed)
    if start < 0:
        return None
    first, last = places[start], places[start + len(typed) - 1]
    return first, last - first + 1


def last_visit_words(last: date | None, today: date) -> str:
    """When a customer was last here, as one says it."""
    if last is None:
        return ""
    days = (today - last).days
    if days <= 0:
        return tr("here today")
    return tr("%n day(s) ago", n=days) if days < 60 else last.isoformat()
