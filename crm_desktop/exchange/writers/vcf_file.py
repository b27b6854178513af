"""Customers as contact cards that iPhone, Android and Google read: vCard 3.0 (RFC 2426) or 4.0 (RFC 6350).

A lunar birthday is written as Apple does, `X-ALTBDAY;CALSCALE=chinese:EEEEYYYYMM[L]DD`: the cycle of sixty years, the
year in it, the month, `L` for a leap month, the day; `-` stands for what is unknown. A birthday without a year is
Apple's, too: the year 1604, marked as left out; 4.0 has a form of its own. WeChat and QQ are written twice, as iPhones
and as Androids do, and so are days to remember each year. What no standard knows has names of our own, which our import
reads and others pass over: `X-CRM-MEMBER-NO`, `X-CRM-SOURCE`, `X-CRM-CREATED`, `X-CRM-FIELD:name;value` and, for a
lunar day, `X-CRM-DAY:name;day`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, Protocol
from urllib.parse import quote

from crm_desktop.domain.birthday import Birthday, Calendar, birthday_words
from crm_desktop.domain.naming import given_name, surname
from crm_desktop.domain.plain_fields import PLAIN_FIELDS
from crm_desktop.exchange.writers.content_lines import PRODUCT, escaped, identity_of, line, stable_uid
from crm_desktop.exchange.writers.output import replacing
from crm_desktop.patterns import regex

_HAN: Final = regex("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MAINLAND_LANDLINE: Final = regex(r"\+86(?!1[3-9]\d{9}$).*")
_PNG: Final = b"\x89PNG"
_NO_YEAR: Final = 1604
# Apple counts the years from the first of the Yellow Emperor, 2697 BC.
_YEARS_BEFORE_OURS: Final = 2697
_WEDDING: Final = "wedding"

Version = Literal["3.0", "4.0"]


class Person(Protocol):
    """A customer to be written. Of several phones, mails and accounts the first is the main one."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def gender(self) -> str | None: ...
    @property
    def phones(self) -> tuple[str, ...]: ...
    @property
    def emails(self) -> tuple[str, ...]: ...
    @property
    def wechat(self) -> tuple[str, ...]: ...
    @property
    def qq(self) -> tuple[str, ...]: ...
    @property
    def birthday(self) -> Birthday | None: ...
    @property
    def address(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def member_no(self) -> str: ...
    @property
    def custom(self) -> Mapping[str, str]: ...
    @property
    def created(self) -> datetime: ...
    @property
    def has_photo(self) -> bool: ...


class YearlyDay(Protocol):
    """A day to remember each year besides the birthday. `what`: what it is called."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def what(self) -> object: ...
    @property
    def day(self) -> Birthday: ...


def write(
    people: Iterable[Person],
    photo: Callable[[int], bytes | None],
    path: Path,
    version: Version = "3.0",
    days: Mapping[int, Sequence[YearlyDay]] | None = None,
) -> int:
    """Write a card for each, and tell how many. `photo` gives a customer's JPEG or PNG, `days` their yearly days by
    their id. CannotWriteFile, DiskFull."""
    count = 0
    with replacing(path) as stream:
        for person in people:
            picture = photo(person.id) if person.has_photo else None
            stream.writelines(_card(person, picture, version, (days or {}).get(person.id, ())))
            count += 1
    return count


def _card(person: Person, photo: bytes | None, version: Version, days: Sequence[YearlyDay]) -> Iterator[bytes]:
    is_new = version == "4.0"
    family, given = _parts_of(person.name)
    identity = stable_uid("customer", identity_of(person.id, person.created))
    yield line("BEGIN", "VCARD")
    yield line("VERSION", version)
    yield line("PRODID", PRODUCT)
    yield line("UID", f"urn:uuid:{identity}" if is_new else identity)
    yield line("N", f"{escaped(family)};{escaped(given)};;;")
    yield line("FN", escaped(person.name))
    yield from _ways_to_reach(person, is_new=is_new)
    if person.address:
        # One text, as it was typed: the part for the street takes it whole.
        yield line("ADR;TYPE=HOME", f";;{escaped(person.address)};;;;")
    if person.gender:
        yield line("GENDER", person.gender[:1].upper()) if is_new else line("X-GENDER", person.gender.capitalize())
    if person.birthday:
        yield _birthday(person.birthday, is_new=is_new)
    yield from _yearly(days, is_new=is_new)
    if person.tags:
        yield line("CATEGORIES", ",".join(map(escaped, person.tags)))
    if person.note:
        yield line("NOTE", escaped(person.note))
    yield from _our_own(person)
    if photo:
        yield _photo(photo, is_new=is_new)
    yield line("END", "VCARD")


def _our_own(person: Person) -> Iterator[bytes]:
    if person.member_no:
        yield line("X-CRM-MEMBER-NO", escaped(person.member_no))
    for plain in PLAIN_FIELDS:
        if text := getattr(person, plain.key):
            yield line(plain.card_name, escaped(text))
    for name, value in person.custom.items():
        yield line("X-CRM-FIELD", f"{escaped(name)};{escaped(value)}")
    yield line("X-CRM-CREATED", person.created.isoformat())


def _photo(photo: bytes, *, is_new: bool) -> bytes:
    kind, text = "PNG" if photo.startswith(_PNG) else "JPEG", base64.b64encode(photo).decode("ascii")
    return (
        line("PHOTO", f"data:image/{kind.lower()};base64,{text}")
        if is_new
        else line(f"PHOTO;ENCODING=b;TYPE={kind}", text)
    )


def _parts_of(name: str) -> tuple[str, str]:
    """Family and given name. A name with Chinese in it is cut behind its surname, another before its last word."""
    if _HAN.search(name):
        family = surname(name)
        return family, given_name(name).strip() if family != name.strip() else ""
    given, _, family = name.strip().rpartition(" ")
    return (family, given.strip()) if given else ("", family)


def _ways_to_reach(person: Person, *, is_new: bool) -> Iterator[bytes]:
    first = ";PREF=1" if is_new else ";TYPE=PREF"
    for place, number in enumerate(person.phones):
        kind = "VOICE" if _MAINLAND_LANDLINE.fullmatch(number) else "CELL"
        preferred = first if place == 0 and len(person.phones) > 1 else ""
        # An extension, after a comma: phones wait there before they dial on.
        yield line(f"TEL;TYPE={kind}{preferred}", escaped(number.replace(";ext=", ",")))
    for place, address in enumerate(person.emails):
        preferred = first if place == 0 and len(person.emails) > 1 else ""
        yield line(f"EMAIL{preferred}" if is_new else f"EMAIL;TYPE=INTERNET{preferred}", escaped(address))
    for handle in person.wechat:
        yield line("IMPP;X-SERVICE-TYPE=WeChat", f"x-apple:{quote(handle)}")
        yield line("X-WECHAT-ID", escaped(handle))
    for handle in person.qq:
        yield line("IMPP;X-SERVICE-TYPE=QQ", f"x-apple:{quote(handle)}")
        yield line("X-QQ", escaped(handle))


def _birthday(b: Birthday, *, is_new: bool) -> bytes:
    if b.calendar is Calendar.LUNAR:
        return line("X-ALTBDAY;CALSCALE=chinese", f"{_cycle_and_year(b.year)}{b.month:02}{'L' * b.leap}{b.day:02}")
    if is_new:
        return line("BDAY", (f"{b.year:04}" if b.year else "--") + f"{b.month:02}{b.day:02}")
    params, day = _old_day(b)
    return line(f"BDAY{params}", day)


def _old_day(b: Birthday) -> tuple[str, str]:
    """A solar day as 3.0 and Apple have it, and the parameter that says that its year is none."""
    params = f";X-APPLE-OMIT-YEAR={_NO_YEAR}" if b.year is None else ""
    return params, f"{b.year or _NO_YEAR:04}-{b.month:02}-{b.day:02}"


def _yearly(days: Sequence[YearlyDay], *, is_new: bool) -> Iterator[bytes]:
    for number, each in enumerate(days, 1):
        b, what, is_wedding = each.day, escaped(str(each.what)), each.kind == _WEDDING and not each.label
        if b.calendar is Calendar.LUNAR:
            yield line("X-CRM-DAY", f"{what};{escaped(birthday_words(b))}")
            continue
        params, day = _old_day(b)
        yield line(f"item{number}.X-ABDATE{params}", day)
        yield line(f"item{number}.X-ABLabel", "_$!<Anniversary>!$_" if is_wedding else what)
        if is_wedding and is_new:
            yield line("ANNIVERSARY", (f"{b.year:04}" if b.year else "--") + f"{b.month:02}{b.day:02}")
        shown = day if b.year else f"--{b.month:02}-{b.day:02}"
        kind = "1;" if is_wedding else f"0;{what}"
        yield line("X-ANDROID-CUSTOM", f"vnd.android.cursor.item/contact_event;{shown};{kind}" + ";" * 12)


def _cycle_and_year(year: int | None) -> str:
    """EEEEYYYY: year = cycle x 60 + year in the cycle (1 to 60) - 2697."""
    if year is None:
        return "--"
    cycle, before = divmod(year + _YEARS_BEFORE_OURS - 1, 60)
    return f"{cycle:04}{before + 1:04}"
