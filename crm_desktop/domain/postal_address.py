"""An address in one line out of its parts, as it is written in its country."""

from __future__ import annotations

from typing import Final, NamedTuple

from crm_desktop.patterns import regex

_HAN: Final = regex("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_OF_CHINA: Final = frozenset(
    {"中国", "中國", "中华人民共和国", "china", "cn", "chn", "prc", "people's republic of china"}
)


class AddressParts(NamedTuple):
    """The parts of an address. `region` is the province or state, `extended` the flat or building."""

    street: str = ""
    extended: str = ""
    city: str = ""
    region: str = ""
    code: str = ""
    country: str = ""
    box: str = ""


def in_one_line(parts: AddressParts) -> str:
    """Chinese: from the province to the door, without blanks, the country only abroad. Else as on an envelope."""
    street, extended, city, region, code, country, box = parts
    country = "" if country.lower() in _OF_CHINA else country
    if not _HAN.search(street + city + region + extended):
        place = " ".join(filter(None, (region, code)))
        return ", ".join(filter(None, (box, street, extended, city, place, country)))
    text = street
    for part in (city, region):
        # Many forms hold the whole address in the street, or the city twice.
        if part and not _begins_with(text, part):
            text = part + text
    text = country + text + ("" if extended in text else extended)
    return " ".join(filter(None, (text, box, code)))


def _begins_with(address: str, place: str) -> bool:
    """Whether the place is named at the address's beginning, and not in the name of a street (北京路)."""
    at = address.find(place, 0, len(place) + 12)
    behind = address[at + len(place) :][:1]
    return at >= 0 and (place[-1] in "省市区县州盟旗" or behind not in tuple("路街道巷大"))
