"""The people of a shop whom a file may mean, read as an import compares them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.plain_fields import PLAIN_KEYS
from crm_desktop.exchange.people.directory import Person, plain_name
from crm_desktop.exchange.people.reading import FieldPlan
from crm_desktop.store.models import (
    Account,
    Customer,
    CustomerTag,
    CustomField,
    CustomValue,
    Email,
    Phone,
    Photo,
    Tag,
)
from crm_desktop.store.shop import Shop

_PORTION: Final = 5_000


def known_fields(shop: Shop) -> list[FieldPlan]:
    """The fields of the shop's own."""
    query = CustomField.select(CustomField.name, CustomField.kind, CustomField.choices)
    return [FieldPlan(name, kind, tuple(json.loads(choices))) for name, kind, choices in shop.rows(query)]


def with_photo(shop: Shop) -> frozenset[int]:
    """The customers who have a photo; read from the index, without the photos."""
    return frozenset(shop.ids(Photo.select(Photo.customer)))


def known_people(shop: Shop, people: Sequence[Person], fields: Sequence[FieldPlan]) -> list[tuple[int, Person]]:
    """The customers whom rows of a file may mean, with all that an import compares, the oldest first."""
    if not shop.rows(Customer.select(Customer.id).limit(1)):
        return []
    numbers = {number for person in people for number in person.telling}
    members = {person.member_key for person in people if person.member_key}
    names = {plain_name(person.name) for person in people}
    nameless = {plain_name(person.name) for person in people if not person.telling}
    phones = shop.rows(Phone.select(Phone.customer, Phone.number))
    with_phone = {customer_id for customer_id, number in phones if tells(number)}
    wanted = {customer_id for customer_id, number in phones if number in numbers}
    for customer_id, name, member_no in shop.rows(Customer.select(Customer.id, Customer.name, Customer.member_no)):
        plain = plain_name(name)
        is_named = plain in nameless or (plain in names and customer_id not in with_phone)
        if is_named or (member_no and member_no in members):
            wanted.add(customer_id)
    return load_people(shop, sorted(wanted), fields)


def people_named(shop: Shop, names: set[str]) -> list[tuple[int, Person]]:
    """The customers of these names."""
    if not names:
        return []
    plain = {plain_name(name) for name in names}
    rows = shop.rows(Customer.select(Customer.id, Customer.name).order_by(Customer.id))
    return load_people(shop, [customer_id for customer_id, name in rows if plain_name(name) in plain], ())


def load_people(shop: Shop, ids: Sequence[int], fields: Sequence[FieldPlan]) -> list[tuple[int, Person]]:
    """Customers as an import compares them; `custom` holds their values of `fields`."""
    loaded: list[tuple[int, Person]] = []
    for start in range(0, len(ids), _PORTION):
        loaded += _load(shop, list(ids[start : start + _PORTION]), fields)
    return loaded


def _load(shop: Shop, ids: list[int], fields: Sequence[FieldPlan]) -> Iterator[tuple[int, Person]]:
    wanted = set(ids)
    phones = _parts(shop, Phone, Phone.number, ids)
    emails = _parts(shop, Email, Email.address, ids)
    wechat = _parts(shop, Account, Account.handle, ids, Account.service == "wechat")
    qq = _parts(shop, Account, Account.handle, ids, Account.service == "qq")
    tags: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    query = CustomerTag.select(CustomerTag.customer, Tag.name).join(Tag).where(_among(CustomerTag.customer, ids))
    for customer_id, tag in shop.rows(query.order_by(CustomerTag.id)):
        tags[customer_id] += (tag,)
    custom: defaultdict[int, dict[str, str]] = defaultdict(dict)
    if fields:
        query = CustomValue.select(CustomValue.customer, CustomField.name, CustomValue.value).join(CustomField)
        for customer_id, name, value in shop.rows(query.where(_among(CustomValue.customer, ids))):
            custom[customer_id][name] = value
    m = Customer
    query = m.select(
        m.id, m.name, m.gender, m.birth_calendar, m.birth_year, m.birth_month, m.birth_day, m.birth_leap, m.address,
        m.note, m.member_no, m.created, *(getattr(m, key) for key in PLAIN_KEYS),
    )  # fmt: skip
    for row in shop.rows(query.where(_among(m.id, ids)).order_by(m.id)):
        i, name, gender, calendar, year, month, day, leap, address, note, member_no, created, *plain = row
        if i not in wanted:
            continue
        person = Person(
            name=name,
            phones=phones[i],
            telling=tuple(filter(tells, phones[i])),
            gender=gender,
            birthday=Birthday(Calendar(calendar), year, month, day, bool(leap)) if calendar else None,
            address=address,
            **dict(zip(PLAIN_KEYS, plain, strict=True)),
            member_no=member_no,
            member_key="" if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d{1,2}", member_no) else member_no,
            wechat=wechat[i],
            qq=qq[i],
            emails=emails[i],
            tags=tags[i],
            note=note,
            created=datetime.fromisoformat(created),
            custom=tuple(custom[i].get(field.name, "") for field in fields),
        )
        yield i, person


def _among(column: Any, ids: Sequence[int]) -> Any:
    """A condition that lets through the rows of ascending ids, and where these lie close together others between
    them: a list of thousands costs more than the rows."""
    is_close = len(ids) * 2 > ids[-1] - ids[0]
    return column.between(ids[0], ids[-1]) if is_close else column.in_(list(ids))


def tells(number: str) -> bool:
    """Whether a stored phone identifies its owner: it is a valid one, or has at least five digits, none hidden."""
    if number.startswith("+"):
        return True
    if re.search(r"[*•●×]|[xX]{2}|\d[eE]\+?\d", number):
        return False
    return sum(char.isdigit() for char in number) >= 5


def _parts(shop: Shop, model: Any, value: Any, ids: list[int], where: Any = None) -> defaultdict[int, tuple[str, ...]]:
    query = model.select(model.customer, value).where(_among(model.customer, ids))
    if where is not None:
        query = query.where(where)
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for customer_id, part in shop.rows(query.order_by(model.is_main.desc(), model.id)):
        found[customer_id] += (part,)
    return found
