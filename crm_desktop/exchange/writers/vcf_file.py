"""Customers as contact cards that iPhone, Android and Google read: vCard 3.0 (RFC 2426).

A lunar birthday is written as Apple does, `X-ALTBDAY;CALSCALE=chinese:EEEEYYYYMM[L]DD`: the cycle of sixty years, the
year in it, the month, `L` for a leap month, the day; `-` stands for what is unknown. A birthday without a year is
Apple's, too: the year 1604, marked as left out. WeChat and QQ are written twice, as iPhones and as Androids do.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.naming import given_name, surname
from crm_desktop.exchange.writers.content_lines import PRODUCT, escaped, identity_of, line, stable_uid
from crm_desktop.exchange.writers.output import replacing
from crm_desktop.patterns import regex

_HAN: Final = regex("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MAINLAND_LANDLINE: Final = regex(r"\+86(?!1[3-9]\d{9}$).*")
_PNG: Final = b"\x89PNG"
_NO_YEAR: Final = 1604
# Apple counts the years from the first of the Yellow Emperor, 2697 BC.
_YEARS_BEFORE_OURS: Final = 2697


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
    def created(self) -> datetime: ...
    @property
    def has_photo(self) -> bool: ...


def write(people: Iterable[Person], photo: Callable[[int], bytes | None], path: Path) -> int:
    """Write a card for each, and tell how many. `photo` gives a customer's JPEG or PNG. CannotWriteFile, DiskFull."""
    count = 0
    with replacing(path) as stream:
        for person in people:
            stream.writelines(_card(person, photo(person.id) if person.has_photo else None))
            count += 1
    return count


def _card(person: Person, photo: bytes | None) -> Iterator[bytes]:
    family, given = _parts_of(person.name)
    yield line("BEGIN", "VCARD")
    yield line("VERSION", "3.0")
    yield line("PRODID", PRODUCT)
    yield line("UID", stable_uid("customer", identity_of(person.id, person.created)))
    yield line("N", f"{escaped(family)};{escaped(given)};;;")
    yield line("FN", escaped(person.name))
    yield from _ways_to_reach(person)
    if person.address:
        # One text, as it was typed: the part for the street takes it whole.
        yield line("ADR;TYPE=HOME", f";;{escaped(person.address)};;;;")
    if person.gender:
        yield line("X-GENDER", person.gender.capitalize())
    if person.birthday:
        yield _birthday(person.birthday)
    if person.tags:
        yield line("CATEGORIES", ",".join(map(escaped, person.tags)))
    if person.note:
        yield line("NOTE", escaped(person.note))
    if photo:
        kind = "PNG" if photo.startswith(_PNG) else "JPEG"
        yield line(f"PHOTO;ENCODING=b;TYPE={kind}", base64.b64encode(photo).decode("ascii"))
    yield line("END", "VCARD")


def _parts_of(name: str) -> tuple[str, str]:
    """Family and given name. A name with Chinese in it is cut behind its surname, another before its last word."""
    if _HAN.search(name):
        family = surname(name)
        return family, given_name(name).strip() if family != name.strip() else ""
    given, _, family = name.strip().rpartition(" ")
    return (family, given.strip()) if given else ("", family)


def _ways_to_reach(person: Person) -> Iterator[bytes]:
    for place, number in enumerate(person.phones):
        kind = "VOICE" if _MAINLAND_LANDLINE.fullmatch(number) else "CELL"
        preferred = ";TYPE=PREF" if place == 0 and len(person.phones) > 1 else ""
        # An extension, after a comma: phones wait there before they dial on.
        yield line(f"TEL;TYPE={kind}{preferred}", escaped(number.replace(";ext=", ",")))
    for place, address in enumerate(person.emails):
        preferred = ";TYPE=PREF" if place == 0 and len(person.emails) > 1 else ""
        yield line(f"EMAIL;TYPE=INTERNET{preferred}", escaped(address))
    for handle in person.wechat:
        yield line("IMPP;X-SERVICE-TYPE=WeChat", f"x-apple:{quote(handle)}")
        yield line("X-WECHAT-ID", escaped(handle))
    for handle in person.qq:
        yield line("IMPP;X-SERVICE-TYPE=QQ", f"x-apple:{quote(handle)}")
        yield line("X-QQ", escaped(handle))


def _birthday(b: Birthday) -> bytes:
    if b.calendar is Calendar.LUNAR:
        return line("X-ALTBDAY;CALSCALE=chinese", f"{_cycle_and_year(b.year)}{b.month:02}{'L' * b.leap}{b.day:02}")
    if b.year is None:
        return line(f"BDAY;X-APPLE-OMIT-YEAR={_NO_YEAR}", f"{_NO_YEAR}-{b.month:02}-{b.day:02}")
    return line("BDAY", f"{b.year:04}-{b.month:02}-{b.day:02}")


def _cycle_and_year(year: int | None) -> str:
    """EEEEYYYY: year = cycle x 60 + year in the cycle (1 to 60) - 2697."""
    if year is None:
        return "--"
    cycle, before = divmod(year + _YEARS_BEFORE_OURS - 1, 60)
    return f"{cycle:04}{before + 1:04}"
