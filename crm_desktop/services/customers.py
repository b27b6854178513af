"""Customers: everything a person can do with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from crm_desktop.domain.birthday import Occurrence, next_occurrence, parse_birthday
from crm_desktop.domain.custom_field import clean_custom_value
from crm_desktop.domain.gender import parse_gender
from crm_desktop.domain.phone import digits_reversed, parse_phone
from crm_desktop.domain.pinyin import read_name
from crm_desktop.domain.region import split_region
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.services import customer_filter, customer_records
from crm_desktop.services.custom_fields import CustomFieldRow, CustomFields
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.services.customer_names import customer_name
from crm_desktop.services.customer_records import Customer, CustomerDraft
from crm_desktop.services.settings import Settings
from crm_desktop.services.sorting import Sort
from crm_desktop.services.tags import MAX_TAG, tag_ids
from crm_desktop.services.timeline import TimelineEntry, timeline
from crm_desktop.store import search
from crm_desktop.store.journal import Change
from crm_desktop.store.models import (
    Account,
    CustomerTag,
    CustomField,
    CustomValue,
    Email,
    Phone,
    Photo,
    Tag,
)
from crm_desktop.store.models import (
    Customer as CustomerModel,
)
from crm_desktop.store.shop import Shop

MAX_NAME: Final = 200
MAX_TEXT: Final = 100_000
MAX_PHOTO_BYTES: Final = 2 * 1024 * 1024
_BY_NAME: Final = Sort("name")
_SEPARATORS = re.compile(r"[,，;；、\n]+")
_ENOUGH_DIGITS: Final = 7


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer as the search box shows one. `matched` names the field that was found."""

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
        """One customer, whole. NotFound where they are gone."""
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
        chosen = chosen or CustomerFilter()
        on, rules = self._today(), self._settings.get().rules
        by_birthday = sort.key == "next_birthday"
        query = customer_filter.query_ids(chosen, _BY_NAME if by_birthday else sort, on, rules)
        ids = self._shop.ids(query)
        if by_birthday:
            ids = self._by_next_birthday(ids, descending=sort.descending)
        if chosen.text:
            found = search.matching(self._shop.run, chosen.text)
            ids = [i for i in ids if i in found]
        return ids

    def _by_next_birthday(self, ids: list[int], *, descending: bool) -> list[int]:
        """Sorted by the next birthday; each day of either calendar is worked out once."""
        on, rules = self._today(), self._settings.get().rules
        m = CustomerModel
        query = m.select(m.id, m.birth_calendar, m.birth_month, m.birth_day, m.birth_leap)
        keys = {row[0]: row[1:] for row in self._shop.rows(query.where(m.birth_calendar.is_null(False)))}
        days: dict[tuple[Any, ...], int | None] = {}
        for calendar, month, day, leap in set(keys.values()):
            birthday = customer_records.birthday_of(calendar, None, month, day, leap)
            assert birthday
            following = next_occurrence(birthday, on, rules)
            days[(calendar, month, day, leap)] = following.date.toordinal() if following else None
        dated = [i for i in ids if i in keys and days[keys[i]] is not None]
        dated.sort(key=lambda i: days[keys[i]] or 0, reverse=descending)
        with_day = set(dated)
        return dated + [i for i in ids if i not in with_day]

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
        hits = tuple(_hit(c, matched.get(c.id, "")) for c in self.get_many(found.ids[:limit]))
        return Found(hits, len(found.ids) > limit)

    def same_phone(self, text: str) -> list[Hit]:
        """Who has the number typed so far: asked while a new customer is typed in."""
        digits = re.sub(r"\D", "", text)
        if len(digits) < _ENOUGH_DIGITS:
            return []
        phone = parse_phone(text, self._settings.get().region)
        same = Phone.reversed_digits.startswith(digits[::-1])
        if phone and phone.valid:
            same = same | (Phone.number == phone.number)
        ids = self._shop.ids(Phone.select(Phone.customer).where(same).order_by(Phone.id).limit(8))
        return [_hit(c, "phone") for c in self.get_many(list(dict.fromkeys(ids)))]

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
        from peewee import fn

        query = CustomerModel.select(column).where(column != "").group_by(column)
        return [row[0] for row in self._shop.rows(query.order_by(fn.COUNT(CustomerModel.id).desc(), column))]

    # Writing

    def check(self, draft: CustomerDraft) -> dict[str, Sentence]:
        """What keeps a draft from being saved, by field; nothing where it can be."""
        problems: dict[str, Sentence] = {}
        if not draft.name.strip() and not any(number.strip() for number in draft.phones):
            problems["name"] = Sentence("Enter a name or a phone number.")
        if len(draft.name) > MAX_NAME:
            problems["name"] = Sentence("A name has at most %1 characters.", MAX_NAME)
        for key in ("address", "source", "note", "member_no"):
            if len(getattr(draft, key)) > MAX_TEXT:
                problems[key] = Sentence("This text has more than %1 characters.", MAX_TEXT)
        for key in ("phones", "emails", "wechat", "qq"):
            if any(len(value) > MAX_NAME for value in getattr(draft, key)):
                problems[key] = Sentence("This text has more than %1 characters.", MAX_NAME)
        if any(len(tag) > MAX_TAG for tag in draft.tags):
            problems["tags"] = Sentence("A tag has 1 to %1 characters.", MAX_TAG)
        if draft.birthday and draft.birthday.year and draft.birthday.year > self._today().year:
            problems["birthday"] = Sentence("This birthday is in the future.")
        known = {row.name: row for row in self._custom_fields.all()}
        for name, value in draft.custom.items():
            problem = _custom_problem(known.get(name), value)
            if problem:
                problems[f"custom:{name}"] = problem
        return problems

    def add(self, draft: CustomerDraft) -> Change:
        """Add a customer. InvalidInput where `check` finds a problem."""
        draft = self._checked(draft)
        label = draft.name or draft.phones[0]
        with self._shop.change(Sentence("Added customer %1", label)) as change:
            created = self._shop.clock.now().isoformat()
            change.new_id = CustomerModel.insert(created=created, **_columns(draft)).execute()
            self._write_parts(change.new_id, CustomerDraft(), draft)
        return change.done

    def edit(self, customer_id: int, draft: CustomerDraft) -> Change:
        """Make a customer what the draft says. InvalidInput where `check` finds a problem."""
        before, draft = CustomerDraft.of(self.get(customer_id)), self._checked(draft)
        with self._shop.change(Sentence("Changed customer %1", customer_name(customer_id))) as change:
            CustomerModel.update(**_columns(draft)).where(CustomerModel.id == customer_id).execute()
            self._write_parts(customer_id, before, draft)
        return change.done

    def set_field(self, customer_id: int, key: str, text: str) -> Change:
        """Change one field to what was typed in its cell. InvalidInput where that is not understood."""
        draft = CustomerDraft.of(self.get(customer_id))
        return self.edit(customer_id, self._with_field(draft, key, text.strip()))

    def _with_field(self, draft: CustomerDraft, key: str, text: str) -> CustomerDraft:
        if key.startswith("custom:"):
            return replace(draft, custom={**draft.custom, key[7:]: text})
        if key in _LISTS:
            several = _LISTS[key]
            rest = getattr(draft, several)[1:]
            changed: dict[str, Any] = {several: ((text, *rest) if text else rest)}
            return replace(draft, **changed)
        if key == "tags":
            return replace(draft, tags=tuple(part.strip() for part in _SEPARATORS.split(text) if part.strip()))
        parse = {"birthday": self._parse_birthday, "gender": _parse_gender}.get(key)
        value: dict[str, Any] = {key: parse(text) if parse else text}
        return replace(draft, **value)

    def _parse_birthday(self, text: str) -> Any:
        try:
            return parse_birthday(text, today=self._today())
        except ValueError:
            raise InvalidInput(
                {
                    "birthday": Sentence(
                        "“%1” was not understood as a birthday. Try 1988-3-5, 3-5 or 农历八月十五.", text
                    )
                }
            ) from None

    def delete(self, ids: Sequence[int]) -> Change:
        """Delete customers with all that belongs to them. Their purchases stay, without a name."""
        title = (
            Sentence("Deleted customer %1", customer_name(ids[0]))
            if len(ids) == 1
            else Sentence("Deleted %n customer(s)", n=len(ids))
        )
        with self._shop.change(title) as change:
            for some in _portions(ids):
                CustomerModel.delete().where(CustomerModel.id.in_(some)).execute()
        return change.done

    def add_tag(self, ids: Sequence[int], tag: str) -> Change:
        """Give a tag to customers; those who carry it keep it once."""
        tag = tag.strip()
        if not tag or len(tag) > MAX_TAG:
            raise InvalidInput({"tags": Sentence("A tag has 1 to %1 characters.", MAX_TAG)})
        with self._shop.change(Sentence("Tagged %n customer(s) “%1”", tag, n=len(ids))) as change:
            tag_id = tag_ids([tag])[tag]
            for some in _portions(ids):
                have = set(self._shop.ids(_carriers(tag_id, some).select(CustomerTag.customer)))
                rows = [(i, tag_id) for i in some if i not in have]
                change.insert_rows(CustomerTag, ("customer_id", "tag_id"), rows)
        return change.done

    def remove_tag(self, ids: Sequence[int], tag: str) -> Change:
        """Take a tag away from customers."""
        with self._shop.change(Sentence("Took the tag “%1” from %n customer(s)", tag, n=len(ids))) as change:
            tag_id = Tag.select(Tag.id).where(Tag.name == tag).scalar()
            for some in _portions(ids):
                CustomerTag.delete().where((CustomerTag.tag == tag_id) & CustomerTag.customer.in_(some)).execute()
        return change.done

    def set_source(self, ids: Sequence[int], source: str) -> Change:
        """Set where customers came from."""
        with self._shop.change(Sentence("Set the source of %n customer(s) to “%1”", source, n=len(ids))) as change:
            for some in _portions(ids):
                CustomerModel.update(source=source.strip()).where(CustomerModel.id.in_(some)).execute()
        return change.done

    def set_custom(self, ids: Sequence[int], name: str, value: str) -> Change:
        """Set a field of the shop's own for customers; an empty value clears it."""
        row = next((row for row in self._custom_fields.all() if row.name == name), None)
        problem = _custom_problem(row, value)
        if problem or row is None:
            raise InvalidInput({f"custom:{name}": problem or Sentence("This field is no longer there.")})
        cleaned = clean_custom_value(row.kind, row.choices, value)
        with self._shop.change(Sentence("Set “%1” of %n customer(s) to “%2”", name, cleaned, n=len(ids))) as change:
            for some in _portions(ids):
                own = (CustomValue.field == row.id) & CustomValue.customer.in_(some)
                have = set(self._shop.ids(CustomValue.select(CustomValue.customer).where(own)))
                if not cleaned:
                    CustomValue.delete().where(own).execute()
                    continue
                CustomValue.update(value=cleaned).where(own).execute()
                rows = [(i, row.id, cleaned) for i in some if i not in have]
                change.insert_rows(CustomValue, ("customer_id", "field_id", "value"), rows)
        return change.done

    def set_photo(self, customer_id: int, data: bytes | None) -> Change:
        """Keep a photo (JPEG or PNG, at most 2 MB) in the shop, or take it away. InvalidInput for anything else."""
        media_type = _media_type(data) if data is not None else ""
        with self._shop.change(Sentence("Changed the photo of %1", customer_name(customer_id))) as change:
            Photo.delete().where(Photo.customer == customer_id).execute()
            if data is not None:
                Photo.insert(customer=customer_id, media_type=media_type, data=data).execute()
        return change.done

    def photo(self, customer_id: int) -> bytes | None:
        """The photo's bytes, or None."""
        data = Photo.select(Photo.data).where(Photo.customer == customer_id).scalar()
        return bytes(data) if data is not None else None

    def _checked(self, draft: CustomerDraft) -> CustomerDraft:
        problems = self.check(draft)
        if problems:
            raise InvalidInput(problems)
        region = self._settings.get().region
        numbers = (parse_phone(number, region) for number in draft.phones)
        kinds = {row.name: row for row in self._custom_fields.all()}
        custom = {
            name: clean_custom_value(kinds[name].kind, kinds[name].choices, value)
            for name, value in draft.custom.items()
            if value.strip()
        }
        tidied: dict[str, Any] = {key: _tidy(getattr(draft, key)) for key in ("emails", "wechat", "qq", "tags")}
        return replace(
            draft,
            name=draft.name.strip(),
            phones=tuple(dict.fromkeys(phone.number for phone in numbers if phone)),
            custom=custom,
            **tidied,
        )

    def _write_parts(self, customer_id: int, before: CustomerDraft, draft: CustomerDraft) -> None:
        if draft.phones != before.phones:
            _write_list(Phone, Phone.number, customer_id, draft.phones, _phone_columns)
        if draft.emails != before.emails:
            _write_list(Email, Email.address, customer_id, draft.emails)
        for service in ("wechat", "qq"):
            handles = getattr(draft, service)
            if handles != getattr(before, service):
                _write_list(Account, Account.handle, customer_id, handles, service=service)
        if draft.tags != before.tags:
            wanted = set(tag_ids(list(draft.tags)).values()) if draft.tags else set()
            own = CustomerTag.customer == customer_id
            have = set(self._shop.ids(CustomerTag.select(CustomerTag.tag).where(own)))
            CustomerTag.delete().where(own & CustomerTag.tag.in_(list(have - wanted))).execute()
            for tag_id in sorted(wanted - have):
                CustomerTag.insert(customer=customer_id, tag=tag_id).execute()
        if draft.custom != before.custom:
            _write_custom(customer_id, draft.custom)

    def _today(self) -> date:
        return self._shop.clock.now().date()


_LISTS: Final = {"phone": "phones", "email": "emails", "wechat": "wechat", "qq": "qq"}


def _hit(customer: Customer, matched: str) -> Hit:
    c = customer
    return Hit(c.id, c.name, c.phone, matched, c.last_purchase, c.spent_fen)


def _columns(draft: CustomerDraft) -> dict[str, object]:
    readings = read_name(draft.name)
    return {
        "name": draft.name,
        "pinyin": readings.full,
        "initials": readings.initials,
        "sort_key": readings.sort_key,
        "gender": draft.gender,
        "address": draft.address,
        "region": split_region(draft.address),
        "source": draft.source,
        "note": draft.note,
        "member_no": draft.member_no,
        **customer_records.birthday_columns(draft.birthday),
    }


def _phone_columns(number: str) -> dict[str, object]:
    return {"reversed_digits": digits_reversed(number)}


def _write_list(
    model: Any,
    column: Any,
    customer_id: int,
    values: Sequence[str],
    more: Callable[[str], Mapping[str, object]] | None = None,
    **same: str,
) -> None:
    """Make a customer's rows of a table these values, the first the main one; rows that stay keep their ids.

    `more` gives further columns for a value; `same` are columns that all these rows share.
    """
    own = model.customer == customer_id
    for name, value in same.items():
        own = own & (getattr(model, name) == value)
    have = set(model.select(column).where(own).tuples())
    model.delete().where(own & column.not_in(list(values))).execute()
    for place, value in enumerate(values):
        if (value,) in have:
            model.update(is_main=place == 0).where(own & (column == value)).execute()
        else:
            columns = {column.name: value, **same, **(more(value) if more else {})}
            model.insert(customer=customer_id, is_main=place == 0, **columns).execute()


def _write_custom(customer_id: int, values: Mapping[str, str]) -> None:
    fields = dict(CustomField.select(CustomField.name, CustomField.id).tuples())
    own = CustomValue.customer == customer_id
    CustomValue.delete().where(own & CustomValue.field.not_in([fields[name] for name in values])).execute()
    for name, value in values.items():
        row = own & (CustomValue.field == fields[name])
        if not CustomValue.select().where(row).exists():
            CustomValue.insert(customer=customer_id, field=fields[name], value=value).execute()
        else:
            CustomValue.update(value=value).where(row).execute()


def _custom_problem(row: CustomFieldRow | None, value: str) -> Sentence | None:
    if row is None:
        return Sentence("This field is no longer there.")
    if not value.strip():
        return None
    try:
        clean_custom_value(row.kind, row.choices, value)
    except ValueError:
        return Sentence("“%1” does not fit this field.", value)
    return None


def _parse_gender(text: str) -> str | None:
    try:
        return parse_gender(text)
    except ValueError:
        raise InvalidInput({"gender": Sentence("Enter 男, 女, male or female, or leave it empty.")}) from None


def _media_type(data: bytes) -> str:
    if len(data) > MAX_PHOTO_BYTES:
        raise InvalidInput({"photo": Sentence("A photo has at most 2 MB. Make it smaller and try again.")})
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    raise InvalidInput({"photo": Sentence("This is not a JPEG or PNG picture.")})


def _carriers(tag_id: int, ids: Sequence[int]) -> Any:
    return CustomerTag.select().where((CustomerTag.tag == tag_id) & CustomerTag.customer.in_(list(ids)))


def _portions(ids: Sequence[int], size: int = 5_000) -> Iterable[list[int]]:
    """An engine takes only so many parameters in one statement."""
    return (list(ids[start : start + size]) for start in range(0, len(ids), size))


def _tidy(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
