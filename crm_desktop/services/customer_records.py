"""A customer as the program handles one: read whole from the shop, or typed into a form and written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import inf
from typing import Any, Final

from peewee import JOIN

from crm_desktop.domain.birthday import Birthday
from crm_desktop.domain.money import plain_money
from crm_desktop.domain.phone import digits_reversed
from crm_desktop.domain.pinyin import read_name
from crm_desktop.domain.plain_fields import PLAIN_KEYS
from crm_desktop.domain.region import split_region
from crm_desktop.services.birthday_columns import birthday_columns, birthday_of
from crm_desktop.services.tags import tag_ids
from crm_desktop.store.models import (
    Account,
    CustomerStats,
    CustomerTag,
    CustomField,
    CustomValue,
    Email,
    Phone,
    Photo,
    Tag,
    among,
)
from crm_desktop.store.models import (
    Customer as CustomerModel,
)
from crm_desktop.store.prepared_query import PreparedQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTexts:
    """The plain fields, as `domain.plain_fields` lists them: the same in a customer and in a draft."""

    source: str = ""


@dataclass(frozen=True, slots=True)
class Customer(PlainTexts):
    """A customer with everything that belongs to them. Of several phones, mails and accounts the first is the main
    one; `custom` maps the shop's own fields to their values."""

    id: int
    name: str
    gender: str | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    wechat: tuple[str, ...]
    qq: tuple[str, ...]
    birthday: Birthday | None
    address: str
    region: str
    note: str
    member_no: str
    tags: tuple[str, ...]
    custom: Mapping[str, str]
    created: datetime
    spent_fen: int
    visits: int
    first_purchase: date | None
    last_purchase: date | None
    has_photo: bool

    @property
    def phone(self) -> str:
        """The main phone, or nothing."""
        return self.phones[0] if self.phones else ""

    def as_json(self) -> dict[str, Any]:
        """The customer as the command line answers it."""
        b = self.birthday
        return {
            "id": self.id,
            "name": self.name,
            "gender": self.gender,
            "phones": list(self.phones),
            "emails": list(self.emails),
            "wechat": self.wechat[0] if self.wechat else "",
            "qq": self.qq[0] if self.qq else "",
            "address": self.address,
            "region": self.region,
            "birthday": b
            and {"calendar": b.calendar.value, "year": b.year, "month": b.month, "day": b.day, "leap": b.leap},
            "tags": list(self.tags),
            **plain_texts(self),
            "note": self.note,
            "member_no": self.member_no,
            "custom": dict(self.custom),
            "total_spent": plain_money(self.spent_fen),
            "visits": self.visits,
            "first_purchase": self.first_purchase and self.first_purchase.isoformat(),
            "last_purchase": self.last_purchase and self.last_purchase.isoformat(),
            "created": self.created.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Glance:
    """What one line tells of a customer."""

    id: int
    name: str
    phones: tuple[str, ...]
    last_purchase: date | None
    spent_fen: int


@dataclass(frozen=True)
class CustomerDraft(PlainTexts):
    """What a form holds before it is saved."""

    name: str = ""
    gender: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    wechat: tuple[str, ...] = ()
    qq: tuple[str, ...] = ()
    birthday: Birthday | None = None
    address: str = ""
    note: str = ""
    member_no: str = ""
    tags: tuple[str, ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, customer: Customer) -> CustomerDraft:
        """What a form for this customer begins with."""
        return cls(**{name: getattr(customer, name) for name in cls.__dataclass_fields__})


def plain_texts(record: PlainTexts) -> dict[str, str]:
    """The plain fields of a customer or a draft, by key."""
    return {key: getattr(record, key) for key in PLAIN_KEYS}


_LOADED = (
    CustomerModel.id, CustomerModel.name, CustomerModel.gender, CustomerModel.birth_calendar, CustomerModel.birth_year,
    CustomerModel.birth_month, CustomerModel.birth_day, CustomerModel.birth_leap, CustomerModel.address,
    CustomerModel.region, CustomerModel.note, CustomerModel.member_no, CustomerModel.created,
    CustomerStats.spent_fen, CustomerStats.visits, CustomerStats.first_at, CustomerStats.last_at, Photo.id,
    *(getattr(CustomerModel, key) for key in PLAIN_KEYS),
)  # fmt: skip


def _parts(model: Any, *values: Any) -> PreparedQuery:
    """What belongs to customers, in a table of its own: the main one first."""
    return PreparedQuery(
        lambda ids: (
            model.select(model.customer, *values)
            .where(among(model.customer, ids))
            .order_by(model.is_main.desc(), model.id)
        )
    )


_CUSTOMERS: Final = PreparedQuery(
    lambda ids: (
        CustomerModel.select(*_LOADED)
        .join(CustomerStats, JOIN.LEFT_OUTER, on=(CustomerStats.customer == CustomerModel.id))
        .join(Photo, JOIN.LEFT_OUTER, on=(Photo.customer == CustomerModel.id))
        .where(among(CustomerModel.id, ids))
    )
)
_GLANCES: Final = PreparedQuery(
    lambda ids: (
        CustomerModel.select(CustomerModel.id, CustomerModel.name, CustomerStats.last_at, CustomerStats.spent_fen)
        .join(CustomerStats, JOIN.LEFT_OUTER, on=(CustomerStats.customer == CustomerModel.id))
        .where(among(CustomerModel.id, ids))
    )
)
_PHONES: Final = _parts(Phone, Phone.number)
_EMAILS: Final = _parts(Email, Email.address)
_ACCOUNTS: Final = _parts(Account, Account.service, Account.handle)
_TAGS: Final = PreparedQuery(
    lambda ids: (
        CustomerTag.select(CustomerTag.customer, Tag.name)
        .join(Tag)
        .where(among(CustomerTag.customer, ids))
        .order_by(CustomerTag.id)
    )
)
_CUSTOM: Final = PreparedQuery(
    lambda ids: (
        CustomValue.select(CustomValue.customer, CustomField.name, CustomValue.value)
        .join(CustomField)
        .where(among(CustomValue.customer, ids))
        .order_by(CustomField.position, CustomField.id)
    )
)


def load(ids: Sequence[int]) -> list[Customer]:
    """The customers of these ids, in this order; those that are gone are left out. A few queries for all."""
    by_id = {row[0]: row for row in _CUSTOMERS.rows(ids)}
    phones, emails, tags = (_grouped(each.rows(ids)) for each in (_PHONES, _EMAILS, _TAGS))
    wechat, qq = _accounts(ids)
    custom = _custom(ids)
    customers = []
    for i in ids:
        row = by_id.get(i)
        if row is None:
            continue
        _, name, gender, calendar, year, month, day, leap, address, region, note, *rest = row
        member_no, created, spent_fen, visits, first_at, last_at, photo_id, *plain = rest
        customers.append(
            Customer(
                id=i,
                name=name,
                gender=gender,
                phones=phones.get(i, ()),
                emails=emails.get(i, ()),
                wechat=wechat.get(i, ()),
                qq=qq.get(i, ()),
                birthday=birthday_of(calendar, year, month, day, leap) if calendar else None,
                address=address,
                region=region,
                note=note,
                member_no=member_no,
                tags=tags.get(i, ()),
                custom=custom.get(i, {}),
                created=datetime.fromisoformat(created),
                spent_fen=spent_fen or 0,
                visits=visits or 0,
                first_purchase=_day(first_at),
                last_purchase=_day(last_at),
                has_photo=photo_id is not None,
                **dict(zip(PLAIN_KEYS, plain, strict=True)),
            )
        )
    return customers


def glance(ids: Sequence[int]) -> list[Glance]:
    """What one line tells of each, in a quarter of the time that `load` takes: the search asks at every key."""
    phones = _grouped(_PHONES.rows(ids))
    found = {
        i: Glance(i, name, phones.get(i, ()), _day(last), spent or 0) for i, name, last, spent in _GLANCES.rows(ids)
    }
    return [found[i] for i in ids if i in found]


def _day(at: str | None) -> date | None:
    return date.fromisoformat(at[:10]) if at else None


_Grouped = defaultdict[int, tuple[str, ...]]
"""Customer → values, the main one first."""


def _grouped(rows: Iterable[tuple[int, str]]) -> _Grouped:
    found: _Grouped = defaultdict(tuple)
    for customer_id, value in rows:
        found[customer_id] += (value,)
    return found


def _accounts(ids: Sequence[int]) -> tuple[_Grouped, _Grouped]:
    """The WeChat accounts and the QQ accounts of each."""
    wechat: _Grouped = defaultdict(tuple)
    qq: _Grouped = defaultdict(tuple)
    for customer_id, service, handle in _ACCOUNTS.rows(ids):
        (qq if service == "qq" else wechat)[customer_id] += (handle,)
    return wechat, qq


def _custom(ids: Sequence[int]) -> defaultdict[int, dict[str, str]]:
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for customer_id, name, value in _CUSTOM.rows(ids):
        found[customer_id][name] = value
    return found


def columns(draft: CustomerDraft) -> dict[str, object]:
    """The columns of the customer's own row."""
    readings = read_name(draft.name)
    return {
        "name": draft.name,
        "pinyin": readings.full,
        "initials": readings.initials,
        "sort_key": readings.sort_key,
        "gender": draft.gender,
        "address": draft.address,
        "region": split_region(draft.address),
        **plain_texts(draft),
        "note": draft.note,
        "member_no": draft.member_no,
        **birthday_columns(draft.birthday),
    }


def write_parts(customer_id: int, before: CustomerDraft, draft: CustomerDraft) -> None:
    """Write what belongs to a customer and differs from `before`, inside an open change."""
    if draft.phones != before.phones:
        _write_list(Phone, Phone.number, customer_id, draft.phones, _phone_columns)
    if draft.emails != before.emails:
        _write_list(Email, Email.address, customer_id, draft.emails)
    for service in ("wechat", "qq"):
        handles = getattr(draft, service)
        if handles != getattr(before, service):
            _write_list(Account, Account.handle, customer_id, handles, service=service)
    if draft.tags != before.tags:
        _write_tags(customer_id, draft.tags)
    if draft.custom != before.custom:
        _write_custom(customer_id, draft.custom)


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
    """Make a customer's rows of a table these values, the first the main one, in this order.

    `more` gives further columns for a value; `same` are columns that all these rows share. Rows keep their ids where
    they can: behind the main one the ids tell the order, so what moved back in it is written anew.
    """
    own = model.customer == customer_id
    for name, value in same.items():
        own = own & (getattr(model, name) == value)
    have = {value: row_id for row_id, value in model.select(model.id, column).where(own).tuples()}
    kept, last = {}, 0.0
    for place, value in enumerate(values):
        row_id = have.get(value, 0)
        if row_id and (place == 0 or row_id > last):
            kept[value] = row_id
        if place:
            last = row_id if value in kept else inf
    model.delete().where(own & model.id.not_in(list(kept.values()))).execute()
    for place, value in enumerate(values):
        if value in kept:
            model.update(is_main=place == 0).where(model.id == kept[value]).execute()
        else:
            written = {column.name: value, **same, **(more(value) if more else {})}
            model.insert(customer=customer_id, is_main=place == 0, **written).execute()


def _write_tags(customer_id: int, tags: Sequence[str]) -> None:
    wanted = set(tag_ids(list(tags)).values())
    own = CustomerTag.customer == customer_id
    have = {row[0] for row in CustomerTag.select(CustomerTag.tag).where(own).tuples()}
    CustomerTag.delete().where(own & CustomerTag.tag.in_(list(have - wanted))).execute()
    for tag_id in sorted(wanted - have):
        CustomerTag.insert(customer=customer_id, tag=tag_id).execute()


def _write_custom(customer_id: int, values: Mapping[str, str]) -> None:
    fields = dict(CustomField.select(CustomField.name, CustomField.id).tuples())
    own = CustomValue.customer == customer_id
    CustomValue.delete().where(own & CustomValue.field.not_in([fields[name] for name in values])).execute()
    for name, value in values.items():
        row = own & (CustomValue.field == fields[name])
        if not CustomValue.update(value=value).where(row).execute():
            CustomValue.insert(customer=customer_id, field=fields[name], value=value).execute()
