"""Which customers a list shows, as conditions that read as sentences."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, Case, fn

from crm_desktop.domain.birthday import Birthday, Calendar, YearlyRules, candidate_keys, occurrences
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.domain.money import format_money
from crm_desktop.domain.plain_fields import PLAIN_KEYS
from crm_desktop.language import Sentence
from crm_desktop.services.sorting import Sort
from crm_desktop.store.models import (
    Account,
    Customer,
    CustomerStats,
    CustomerTag,
    CustomField,
    CustomValue,
    Email,
    Phone,
    Tag,
)


@dataclass(frozen=True)
class CustomerFilter:
    """Conditions that all hold. `no_visit_days`: bought at some time, but not in the last so many days.
    `birthday_month` is the month of the solar calendar in which the birthday falls next, lunar ones included."""

    text: str = ""
    tags: tuple[str, ...] = ()
    source: str | None = None
    gender: str | None = None
    birthday_month: int | None = None
    spent_from: int | None = None
    spent_to: int | None = None
    last_visit_before: date | None = None
    no_visit_days: int | None = None
    region: str | None = None
    custom: tuple[tuple[str, str], ...] = ()

    def sentences(self) -> dict[str, Sentence]:
        """Each condition in words, by the name of its field; tags and custom fields as "tags:NAME", "custom:NAME"."""
        return dict(self._sentences())

    def _sentences(self) -> Iterator[tuple[str, Sentence]]:
        if self.text:
            yield "text", Sentence("contains “%1”", self.text)
        for tag in self.tags:
            yield f"tags:{tag}", Sentence("tag: %1", tag)
        if self.source is not None:
            yield "source", Sentence("source: %1", self.source) if self.source else Sentence("without a source")
        if self.gender is not None:
            yield (
                "gender",
                {"male": Sentence("men"), "female": Sentence("women")}.get(self.gender, Sentence("gender unknown")),
            )
        if self.birthday_month is not None:
            yield "birthday_month", Sentence("birthday in month %1", self.birthday_month)
        if self.spent_from is not None:
            yield "spent_from", Sentence("spent at least %1", format_money(self.spent_from))
        if self.spent_to is not None:
            yield "spent_to", Sentence("spent at most %1", format_money(self.spent_to))
        if self.last_visit_before is not None:
            yield "last_visit_before", Sentence("last visit before %1", self.last_visit_before.isoformat())
        if self.no_visit_days is not None:
            yield "no_visit_days", Sentence("not here for %n day(s)", n=self.no_visit_days)
        if self.region is not None:
            yield "region", Sentence("region: %1", self.region) if self.region else Sentence("without a region")
        for name, value in self.custom:
            yield f"custom:{name}", Sentence("%1: %2", name, value)

    def without(self, key: str) -> CustomerFilter:
        """The filter without the condition of that key."""
        kind, _, name = key.partition(":")
        if kind == "tags":
            return replace(self, tags=tuple(tag for tag in self.tags if tag != name))
        if kind == "custom":
            return replace(self, custom=tuple(pair for pair in self.custom if pair[0] != name))
        cleared: dict[str, Any] = {kind: CustomerFilter.__dataclass_fields__[kind].default}
        return replace(self, **cleared)

    def dump(self) -> dict[str, Any]:
        """The filter for a saved view."""
        kept = {k: v for k, v in asdict(self).items() if v != CustomerFilter.__dataclass_fields__[k].default}
        return dict(json.loads(json.dumps(kept, default=str)))

    @classmethod
    def load(cls, saved: dict[str, Any]) -> CustomerFilter:
        """The filter that `dump` gave."""
        values = {k: v for k, v in saved.items() if k in cls.__dataclass_fields__}
        if "tags" in values:
            values["tags"] = tuple(values["tags"])
        if "custom" in values:
            values["custom"] = tuple((name, value) for name, value in values["custom"])
        if "last_visit_before" in values:
            values["last_visit_before"] = date.fromisoformat(values["last_visit_before"])
        return cls(**values)


def query_ids(chosen: CustomerFilter, sort: Sort, on: date, rules: YearlyRules) -> Any:
    """The query for the ids of the customers that fit, in order; `text` is not part of it."""
    query = Customer.select(Customer.id)
    needs_stats = chosen.spent_from is not None or chosen.spent_to is not None
    needs_stats |= chosen.last_visit_before is not None or chosen.no_visit_days is not None
    if needs_stats or sort.key in _STATS_KEYS:
        query = query.join(CustomerStats, JOIN.LEFT_OUTER, on=(CustomerStats.customer == Customer.id))
    if sort.key == "phone":
        main = (Phone.customer == Customer.id) & (Phone.is_main == True)  # noqa: E712
        query = query.join_from(Customer, Phone, JOIN.LEFT_OUTER, on=main)
    if sort.key == "email":
        main = (Email.customer == Customer.id) & (Email.is_main == True)  # noqa: E712
        query = query.join_from(Customer, Email, JOIN.LEFT_OUTER, on=main)
    if sort.key == "wechat":
        main = (Account.customer == Customer.id) & (Account.service == "wechat") & (Account.is_main == True)  # noqa: E712
        query = query.join_from(Customer, Account, JOIN.LEFT_OUTER, on=main)
    if sort.key == "tags":
        carried = CustomerTag.select(CustomerTag.customer, fn.MIN(CustomerTag.id).alias("first"))
        carried = carried.group_by(CustomerTag.customer).alias("carried")
        query = query.join_from(Customer, carried, JOIN.LEFT_OUTER, on=carried.c.customer_id == Customer.id)
        query = query.join_from(carried, CustomerTag, JOIN.LEFT_OUTER, on=CustomerTag.id == carried.c.first)
        query = query.join_from(CustomerTag, Tag, JOIN.LEFT_OUTER)
    if sort.key.startswith("custom:"):
        field = CustomField.select(CustomField.id).where(CustomField.name == sort.key[7:])
        own = (CustomValue.customer == Customer.id) & (CustomValue.field == field)
        query = query.join_from(Customer, CustomValue, JOIN.LEFT_OUTER, on=own)
        query = query.join_from(CustomValue, CustomField, JOIN.LEFT_OUTER)
    for condition in _conditions(chosen, on, rules):
        query = query.where(condition)
    return query.order_by(*_order(sort))


def _conditions(chosen: CustomerFilter, on: date, rules: YearlyRules) -> Iterator[Any]:
    for tag in chosen.tags:
        carriers = CustomerTag.select(CustomerTag.customer).join(Tag).where(Tag.name == tag)
        yield Customer.id.in_(carriers)
    if chosen.source is not None:
        yield Customer.source == chosen.source
    if chosen.gender is not None:
        yield Customer.gender == chosen.gender if chosen.gender else Customer.gender.is_null()
    if chosen.birthday_month is not None:
        yield _birthday_in_month(chosen.birthday_month, on, rules)
    spent = fn.COALESCE(CustomerStats.spent_fen, 0)
    if chosen.spent_from is not None:
        yield spent >= chosen.spent_from
    if chosen.spent_to is not None:
        yield spent <= chosen.spent_to
    if chosen.last_visit_before is not None:
        yield CustomerStats.last_at < chosen.last_visit_before.isoformat()
    if chosen.no_visit_days is not None:
        days = min(chosen.no_visit_days, (on - date.min).days)
        yield CustomerStats.last_at < (on - timedelta(days=days)).isoformat()
    if chosen.region is not None:
        yield Customer.region == chosen.region
    for name, value in chosen.custom:
        holders = CustomValue.select(CustomValue.customer).join(CustomField)
        yield Customer.id.in_(holders.where((CustomField.name == name) & (CustomValue.value == value)))


def _birthday_in_month(month: int, on: date, rules: YearlyRules) -> Any:
    """Whether the birthday falls in that month of this year, or of the next where the month is over."""
    year = on.year + (month < on.month)
    start, end = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    found: dict[tuple[str, bool], list[int]] = {}
    for kind, birth_month, day in candidate_keys(start, end):
        for leap in (False, True) if kind is Calendar.LUNAR else (False,):
            if occurrences(Birthday(kind, None, birth_month, day, leap), start, end, rules):
                found.setdefault((kind.value, leap), []).append(birth_month * 100 + day)
    month_day = Customer.birth_month * 100 + Customer.birth_day
    condition: Any = Customer.id.is_null()
    for (kind_value, leap), days in found.items():
        fits = (Customer.birth_calendar == kind_value) & (Customer.birth_leap == leap) & month_day.in_(days)
        condition = condition | fits
    return condition


_STATS_KEYS = {"spent": "spent_fen", "visits": "visits", "last_purchase": "last_at", "first_purchase": "first_at"}
_OWN_KEYS = {"region", "created", "gender", "member_no", "address", "note", *PLAIN_KEYS}
_MAIN_PARTS = {"phone": Phone.number, "email": Email.address, "wechat": Account.handle, "tags": Tag.name}
"""Of several the main one, of tags the one shown first, as the list shows them."""


def _order(sort: Sort) -> list[Any]:
    """Values in order, customers without a value last, and by name among equals."""
    by_name = [Customer.sort_key, Customer.id]
    if sort.key == "name":
        return [column.desc() for column in by_name] if sort.descending else by_name
    value: Any
    if sort.key in _STATS_KEYS:
        value = getattr(CustomerStats, _STATS_KEYS[sort.key])
        if sort.key in ("spent", "visits"):
            return [fn.COALESCE(value, 0).desc() if sort.descending else fn.COALESCE(value, 0), *by_name]
    elif sort.key in _OWN_KEYS:
        value = fn.NULLIF(getattr(Customer, sort.key), "")
    elif sort.key in _MAIN_PARTS:
        value = _MAIN_PARTS[sort.key]
    elif sort.key == "birthday":
        value = Customer.birth_month * 100 + Customer.birth_day
    elif sort.key.startswith("custom:"):
        value = CustomValue.value
        number = Case(None, ((CustomField.kind == CustomFieldKind.NUMBER.value, value.cast("REAL")),))
        by_name = [value.desc() if sort.descending else value, *by_name]
        return [value.is_null(), number.desc() if sort.descending else number, *by_name]
    else:
        return by_name
    return [value.is_null(), value.desc() if sort.descending else value, *by_name]
