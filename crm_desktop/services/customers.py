"""Customers: everything a person can do with them."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, Final

from peewee import fn

from crm_desktop.domain.birthday import Occurrence, YearlyRules, next_occurrence
from crm_desktop.domain.phone import parse_phone
from crm_desktop.domain.photo import MAX_PHOTO_BYTES, media_type
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.services import customer_filter, customer_records
from crm_desktop.services.birthday_columns import birthday_of
from crm_desktop.services.custom_fields import CustomFields
from crm_desktop.services.customer_drafts import MAX_TEXT, DraftRules, clean_value, custom_problem, too_long
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.services.customer_names import customer_name, short
from crm_desktop.services.customer_records import Customer, CustomerDraft, Glance
from crm_desktop.services.people import batches
from crm_desktop.services.settings import Settings
from crm_desktop.services.sorting import Sort
from crm_desktop.services.tags import MAX_TAG, tag_ids
from crm_desktop.services.timeline import TimelineEntry, timeline
from crm_desktop.store import search
from crm_desktop.store.journal import Change
from crm_desktop.store.models import Customer as CustomerModel
from crm_desktop.store.models import CustomerTag, CustomValue, Phone, Photo, Tag
from crm_desktop.store.search_words import phone_numbers
from crm_desktop.store.shop import Shop

_BY_NAME: Final = Sort("name")
_ENOUGH_DIGITS: Final = 7
_PORTION: Final = 50_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer as the search box shows one. `phone` is the one that was found, else the first; `matched` names the
    field that was found."""

    id: int
    name: str
    phone: str
    matched: str
    last_purchase: date | None
    spent_fen: int


@dataclass(frozen=True, slots=True)
class Found:
    """The first customers found, and whether there are more."""

    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known about a customer at a glance. `interval_days` is the average number of days between visits."""

    next_birthday: Occurrence | None
    interval_days: int | None
    spent_why: Sentence
    interval_why: Sentence | None


class Customers:
    """Finds, lists, adds, changes and deletes customers."""

    def __init__(self, shop: Shop, settings: Settings, custom_fields: CustomFields) -> None:
        self._shop = shop
        self._settings = settings
        self._custom_fields = custom_fields

    # Reading

    def get(self, customer_id: int) -> Customer:
        """One customer, whole. NotFound if they no longer exist."""
        found = customer_records.load([customer_id])
        if not found:
            raise NotFound(Sentence("This customer is no longer there. It may have been deleted; Undo brings it back."))
        return found[0]

    def get_many(self, ids: Sequence[int]) -> list[Customer]:
        """The customers of these ids, in this order, without those that are gone."""
        return customer_records.load(ids)

    def count(self) -> int:
        """How many customers the shop has."""
        return int(CustomerModel.select().count())

    def ids(self, chosen: CustomerFilter | None = None, sort: Sort = _BY_NAME) -> list[int]:
        """The customers that fit a filter, in order."""
        return list(self.packed_ids(chosen, sort))

    def packed_ids(self, chosen: CustomerFilter | None = None, sort: Sort = _BY_NAME) -> array[int]:
        """`ids` for a list of a million, in a fifth of the memory."""
        chosen = chosen or CustomerFilter()
        on, rules = self._today(), self._settings.get().rules
        if sort.key == "next_birthday":
            by_name = customer_filter.query_ids(chosen, _BY_NAME, on, rules)
            ids = self._by_next_birthday(by_name, descending=sort.descending)
        else:
            ids = self._shop.packed_ids(customer_filter.query_ids(chosen, sort, on, rules))
        if chosen.text:
            found = search.matching(self._shop.run, chosen.text)
            ids = array("q", (i for i in ids if i in found))
        return ids

    def _by_next_birthday(self, query: Any, *, descending: bool) -> array[int]:
        """The customers of a query, by their next birthday and on a day in the query's order; those without one last.
        Each day of either calendar is worked out once."""
        on, rules = self._today(), self._settings.get().rules
        m = CustomerModel
        of_birthday: dict[tuple[Any, ...], array[int]] = {}
        of_day: dict[date | None, array[int]] = {None: array("q")}
        query = query.select_extend(m.birth_calendar, m.birth_month, m.birth_day, m.birth_leap)
        for customer_id, *columns in self._shop.each_row(query):
            birthday = tuple(columns)
            if birthday not in of_birthday:
                of_birthday[birthday] = of_day.setdefault(_next_day(birthday, on, rules), array("q"))
            of_birthday[birthday].append(customer_id)
        days = sorted((day for day in of_day if day is not None), reverse=descending)
        return array("q", chain.from_iterable(of_day[day] for day in (*days, None)))

    def find(self, text: str, limit: int = 0) -> tuple[int, list[Customer]]:
        """How many customers the search box finds for `text`, and the first `limit` of them (0: all)."""
        if not text.strip():
            ids = self.ids()
            return len(ids), self.get_many(ids[:limit] if limit else ids)
        found = search.search(self._shop.run, text, limit)
        return found.total or 0, self.get_many(found.ids)

    def find_ids(self, text: str) -> list[int]:
        """All customers that the search box finds for `text`, in its order."""
        return search.search(self._shop.run, text, 0).ids if text.strip() else self.ids()

    def search(self, text: str, limit: int = 8) -> Found:
        """The best matches for what was typed so far."""
        if not text.strip():
            return Found((), False)
        found = search.search(self._shop.run, text, limit + 1, count=False)
        matched = search.matched_fields(self._shop.run, text, found.ids[:limit])
        hits = tuple(_hit(c, text, matched.get(c.id, "")) for c in customer_records.glance(found.ids[:limit]))
        return Found(hits, len(found.ids) > limit)

    def same_phone(self, text: str) -> list[Hit]:
        """Who has the number typed, or one that ends in it: asked while a new customer is typed in."""
        digits = re.sub(r"\D", "", text)
        if len(digits) < _ENOUGH_DIGITS:
            return []
        phone = parse_phone(text, self._settings.get().region)
        tail = digits[::-1]
        same = Phone.reversed_digits.between(tail, tail + ":")  # ":" follows the digits; the index serves a range
        if phone and phone.valid:
            same = same | (Phone.number == phone.number)
        ids = self._shop.ids(Phone.select(Phone.customer).where(same).order_by(Phone.id).limit(8))
        return [_hit(c, digits, "phone") for c in customer_records.glance(list(dict.fromkeys(ids)))]

    def timeline(self, customer_id: int, limit: int = 200) -> list[TimelineEntry]:
        """What happened with a customer, newest first."""
        return timeline(customer_id, limit)

    def summary(self, customer: Customer) -> Summary:
        """A customer at a glance, each number explained."""
        birthday = customer.birthday
        following = next_occurrence(birthday, self._today(), self._settings.get().rules) if birthday else None
        first, last, visits = customer.first_purchase, customer.last_purchase, customer.visits
        interval, why = None, None
        if first and last and visits > 1 and last > first:
            days = (last - first).days
            interval = round(days / (visits - 1))
            why = Sentence("%1 days from the first visit to the last, divided by %2 intervals", days, visits - 1)
        spent_why = Sentence("The sum of all purchases, refunds subtracted")
        return Summary(following, interval, spent_why, why)

    def next_birthdays(self, customers: Iterable[Customer]) -> dict[int, Occurrence]:
        """The next birthday of each customer who has one."""
        on, rules = self._today(), self._settings.get().rules
        found = ((c.id, next_occurrence(c.birthday, on, rules)) for c in customers if c.birthday)
        return {customer_id: occurrence for customer_id, occurrence in found if occurrence}

    def sources(self) -> list[str]:
        """Every source in use, the most used first."""
        return self._values_in_use(CustomerModel.source)

    def regions(self) -> list[str]:
        """Every region in use, the most used first."""
        return self._values_in_use(CustomerModel.region)

    def _values_in_use(self, column: Any) -> list[str]:
        """Counted in portions: the engine sorts what it groups, and would hold a whole shop in memory for it."""
        number, counts, start = CustomerModel.id, Counter[str](), 0
        while (first := self._shop.ids(CustomerModel.select(fn.MIN(number)).where(number >= start))[0]) is not None:
            start = first + _PORTION
            portion = CustomerModel.select(column, fn.COUNT(number)).where(number >= first, number < start)
            counts.update(dict(self._shop.rows(portion.where(column != "").group_by(column))))
        return sorted(counts, key=lambda value: (-counts[value], value))

    # Writing

    def check(self, draft: CustomerDraft, customer_id: int | None = None) -> dict[str, Sentence]:
        """What keeps a draft from being saved, by field; nothing if it can be. Of the customer `customer_id` only
        what would change is looked at."""
        before = CustomerDraft() if customer_id is None else CustomerDraft.of(self.get(customer_id))
        return self._rules().problems(draft, before)

    def add(self, draft: CustomerDraft) -> Change:
        """Add a customer. InvalidInput if `check` finds a problem."""
        draft = self._rules().checked(draft)
        with self._shop.change(Sentence("Added customer %1", short(draft.name or draft.phones[0]))) as change:
            created = self._shop.clock.now().isoformat()
            change.new_id = CustomerModel.insert(created=created, **customer_records.columns(draft)).execute()
            customer_records.write_parts(change.new_id, CustomerDraft(), draft)
        return change.done

    def edit(self, customer_id: int, draft: CustomerDraft) -> Change:
        """Make a customer what the draft says. InvalidInput if `check` finds a problem."""
        before = CustomerDraft.of(self.get(customer_id))
        draft = self._rules().checked(draft, before)
        with self._shop.change(Sentence("Changed customer %1", customer_name(customer_id))) as change:
            CustomerModel.update(**customer_records.columns(draft)).where(CustomerModel.id == customer_id).execute()
            customer_records.write_parts(customer_id, before, draft)
        return change.done

    def set_field(self, customer_id: int, key: str, text: str) -> Change:
        """Change one field to what was typed in its cell. InvalidInput if that is not understood."""
        draft = CustomerDraft.of(self.get(customer_id))
        return self.edit(customer_id, self._rules().with_field(draft, key, text.strip()))

    def delete(self, ids: Sequence[int]) -> Change:
        """Delete customers with all that belongs to them. Their purchases stay, without a name."""
        title = (
            Sentence("Deleted customer %1", customer_name(ids[0]))
            if len(ids) == 1
            else Sentence("Deleted %n customer(s)", n=len(ids))
        )
        with self._shop.change(title, coming=len(ids)) as change:
            for some in batches(ids):
                CustomerModel.delete().where(CustomerModel.id.in_(some)).execute()
        return change.done

    def add_tag(self, ids: Sequence[int], tag: str) -> Change:
        """Give a tag to customers; those who carry it keep it once."""
        tag = tag.strip()
        if not tag or len(tag) > MAX_TAG:
            raise InvalidInput({"tags": Sentence("A tag has 1 to %1 characters.", MAX_TAG)})
        title = Sentence("Tagged %n customer(s) “%1”", tag, n=len(ids))
        with self._shop.change(title, coming=len(ids)) as change:
            tag_id = tag_ids([tag])[tag]
            for some in batches(ids):
                own = (CustomerTag.tag == tag_id) & CustomerTag.customer.in_(some)
                lacking = self._without(CustomerTag.select(CustomerTag.customer).where(own), some)
                change.insert_rows(CustomerTag, ("customer_id", "tag_id"), [(i, tag_id) for i in lacking])
        return change.done

    def remove_tag(self, ids: Sequence[int], tag: str) -> Change:
        """Take a tag away from customers."""
        title = Sentence("Took the tag “%1” from %n customer(s)", tag, n=len(ids))
        with self._shop.change(title, coming=len(ids)) as change:
            tag_id = Tag.select(Tag.id).where(Tag.name == tag).scalar()
            for some in batches(ids):
                CustomerTag.delete().where((CustomerTag.tag == tag_id) & CustomerTag.customer.in_(some)).execute()
        return change.done

    def set_source(self, ids: Sequence[int], source: str) -> Change:
        """Set where customers came from."""
        source = source.strip()
        if len(source) > MAX_TEXT:
            raise InvalidInput({"source": too_long(MAX_TEXT)})
        title = Sentence("Set the source of %n customer(s) to “%1”", short(source), n=len(ids))
        with self._shop.change(title, coming=len(ids)) as change:
            for some in batches(ids):
                CustomerModel.update(source=source).where(CustomerModel.id.in_(some)).execute()
        return change.done

    def set_custom(self, ids: Sequence[int], name: str, value: str) -> Change:
        """Set a field of the shop's own for customers; an empty value clears it."""
        row = next((row for row in self._custom_fields.all() if row.name == name), None)
        problem = custom_problem(row, value)
        if problem or row is None:
            raise InvalidInput({f"custom:{name}": problem or Sentence("This field is no longer there.")})
        cleaned = clean_value(row, value)
        title = Sentence("Set “%1” of %n customer(s) to “%2”", name, short(cleaned), n=len(ids))
        with self._shop.change(title, coming=len(ids)) as change:
            for some in batches(ids):
                own = (CustomValue.field == row.id) & CustomValue.customer.in_(some)
                if not cleaned:
                    CustomValue.delete().where(own).execute()
                    continue
                lacking = self._without(CustomValue.select(CustomValue.customer).where(own), some)
                CustomValue.update(value=cleaned).where(own).execute()
                columns = ("customer_id", "field_id", "value")
                change.insert_rows(CustomValue, columns, [(i, row.id, cleaned) for i in lacking])
        return change.done

    def _without(self, having: Any, ids: list[int]) -> list[int]:
        """Those of `ids` whom the query `having` does not find and who are still in the shop."""
        there = CustomerModel.select(CustomerModel.id).where(CustomerModel.id.in_(ids))
        return sorted(set(self._shop.ids(there)) - set(self._shop.ids(having)))

    def set_photo(self, customer_id: int, data: bytes | None) -> Change:
        """Keep a photo (JPEG or PNG, at most 2 MB) in the shop, or take it away. InvalidInput for anything else."""
        kind = _media_type(data) if data is not None else ""
        with self._shop.change(Sentence("Changed the photo of %1", customer_name(customer_id))) as change:
            Photo.delete().where(Photo.customer == customer_id).execute()
            if data is not None:
                Photo.insert(customer=customer_id, media_type=kind, data=data).execute()
        return change.done

    def photo(self, customer_id: int) -> bytes | None:
        """The photo's bytes, or None."""
        data = Photo.select(Photo.data).where(Photo.customer == customer_id).scalar()
        return bytes(data) if data is not None else None

    def _rules(self) -> DraftRules:
        fields = {row.name: row for row in self._custom_fields.all()}
        return DraftRules(self._today(), self._settings.get().region, fields)

    def _today(self) -> date:
        return self._shop.clock.now().date()


def _next_day(columns: tuple[Any, ...], on: date, rules: YearlyRules) -> date | None:
    """When the birthday in these columns, without its year, is next; None if there is none, or no next one."""
    calendar, month, day, leap = columns
    following = next_occurrence(birthday_of(calendar, None, month, day, leap), on, rules) if calendar else None
    return following.date if following else None


def _hit(c: Glance, text: str, matched: str) -> Hit:
    return Hit(c.id, c.name, _phone_meant(c, text), matched, c.last_purchase, c.spent_fen)


def _phone_meant(customer: Glance, text: str) -> str:
    """The phone that ends in digits that were typed, or that has them; the first one where none does."""
    words = unicodedata.normalize("NFKC", text).split()
    typed = phone_numbers("".join(words)) or tuple(number for word in words for number in phone_numbers(word))
    found = [phone for phone in customer.phones if any(digits in phone for digits in typed)]
    ending = [phone for phone in found if phone.endswith(typed)]
    return (ending or found or customer.phones or ("",))[0]


def _media_type(data: bytes) -> str:
    if len(data) > MAX_PHOTO_BYTES:
        raise InvalidInput({"photo": Sentence("A photo has at most 2 MB. Make it smaller and try again.")})
    kind = media_type(data)
    if kind is None:
        raise InvalidInput({"photo": Sentence("This is not a JPEG or PNG picture.")})
    return kind
