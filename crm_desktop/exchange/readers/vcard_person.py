"""A contact card's properties into the values of a customer, as phones and address books of every maker write them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import unquote

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.lunar import day_name, month_name
from crm_desktop.domain.plain_fields import PLAIN_FIELDS
from crm_desktop.domain.postal_address import AddressParts, in_one_line
from crm_desktop.exchange.readers.vcard_syntax import Card, Property, split_value, unescaped
from crm_desktop.exchange.sheets.several import joined
from crm_desktop.language import Sentence, tr
from crm_desktop.patterns import regex

Values = dict[str, list[str]]
"""Field → its values in the card's order. A field of the shop's own is "custom:" and its name."""

CUSTOM: Final = "custom:"

_HAN: Final = regex("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ALTERNATE: Final = regex(r"(?:(\d{4})(\d{4})|[-\d]*-)(\d\d)(L?)(\d\d)")
_DAY: Final = regex(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_CALENDAR: Final = "[农農阴陰旧舊公阳陽新][历曆]|lunar|solar"
# The owner's own: a child's birthday is not.
_BIRTH_LABEL: Final = regex(
    rf"[(（]?(?:{_CALENDAR})?[)）]?\s*(?:出?生日期?|生辰|birthday)\s*[(（]?(?:{_CALENDAR})?[)）]?", re.IGNORECASE
)
_LUNAR_LABEL: Final = regex(r"[农農阴陰旧舊]|lunar", re.IGNORECASE)
_STANDARD_LABEL: Final = regex(r"_\$!<(.*)>!\$_")
_SCHEME: Final = regex(r"[a-z][a-z0-9+.-]*:(?:/{2,})?", re.IGNORECASE)

# Apple counts the years from the first of the Yellow Emperor, 2697 BC.
_YEARS_BEFORE_OURS: Final = 2697
_NO_YEARS: Final = ("1604", "0000")

_RELATIONS: Final[Mapping[str, Sentence]] = {
    "assistant": Sentence("Assistant"),
    "brother": Sentence("Brother"),
    "child": Sentence("Child"),
    "partner": Sentence("Partner"),
    "father": Sentence("Father"),
    "friend": Sentence("Friend"),
    "manager": Sentence("Manager"),
    "mother": Sentence("Mother"),
    "parent": Sentence("Parent"),
    "referred by": Sentence("Referred by"),
    "relative": Sentence("Relative"),
    "sister": Sentence("Sister"),
    "spouse": Sentence("Spouse"),
    "son": Sentence("Son"),
    "daughter": Sentence("Daughter"),
}
# By the numbers that Android gives them.
_ANDROID_RELATIONS: Final = (
    "", "assistant", "brother", "child", "partner", "father", "friend", "manager", "mother", "parent", "partner",
    "referred by", "relative", "sister", "spouse",
)  # fmt: skip
_RELATED_BY_NAME: Final = {"X-SPOUSE": "spouse", "X-MANAGER": "manager", "X-ASSISTANT": "assistant"}
_PLAIN_LABELS: Final = frozenset(
    (
        *("手机", "电话", "移动", "住宅", "住址", "家庭", "家", "工作", "单位", "公司", "学校", "其他", "主要", "邮箱"),
        *("mobile", "phone", "home", "work", "main", "iphone", "cell", "other", "school", "internet", "email"),
    )
)
_WECHAT: Final = frozenset({"微信", "微信号", "wechat", "weixin", "wx"})


def person_of(card: Card) -> Values:
    """The card's values by field (`headings` lists them), of several phones and mails the preferred one first."""
    person = _Person(card)
    for each in sorted(card.properties, key=_preference):
        reader = _READERS.get(each.name)
        if reader is not None and each.value:
            reader(person, each)
    return person.finished()


def _preference(prop: Property) -> int:
    """0 for what is preferred, 1 for the rest; vCard 4.0 counts from 1 (most) to 100."""
    if not prop.params:
        return 0
    number = prop.parameter("PREF")
    if number.isdecimal():
        return min(int(number[:9]), 1000) - 1000
    return -1 if "PREF" in prop.types() else 0


class _Person:
    def __init__(self, card: Card) -> None:
        self.values: defaultdict[str, list[str]] = defaultdict(list)
        self.parts: list[str] = []
        self._labels = {each.group: unescaped(each.value) for each in card.properties if each.name == "X-ABLABEL"}

    def add(self, key: str, value: str) -> None:
        """Add a value, each only once."""
        value = value.strip()
        if value and value not in self.values[key]:
            self.values[key].append(value)

    def label(self, prop: Property) -> str:
        """What the owner calls a phone or a day; standard labels in English lower case."""
        text = (self._labels.get(prop.group, "") if prop.group else "") or prop.parameter("X-LABEL")
        standard = _STANDARD_LABEL.fullmatch(text)
        return standard[1].lower() if standard else text.strip()

    def own_label(self, prop: Property) -> str:
        """A label that says more than that a phone is a phone: Apple's beside it, or others' among the types."""
        labels = [self._labels.get(prop.group, "") if prop.group else ""]
        labels += [word.removeprefix("X-") for word in prop.types() if not word.isascii()]
        for text in map(str.strip, labels):
            if text and not _STANDARD_LABEL.fullmatch(text) and text.lower() not in _PLAIN_LABELS:
                return text
        return ""

    def finished(self) -> Values:
        values = self.values
        name = _whole_name(self.parts, next(iter(values.pop("formatted", [])), ""))
        if not name:  # a company, or someone known by a byname only
            name = next(iter(values.get("nickname", []) + values.get("company", [])), "")
        self.add("name", name)
        delivery = values.pop("delivery", [])
        if delivery and "address" not in values:
            values["address"] = delivery
        for line in values.pop("labelled", []):
            self.add("note", line)
        # A customer has one of these; what there is more of them is kept under another heading.
        for key, further in _FURTHER.items():
            for value in values.get(key, [])[1:]:
                self.add(further, f"{tr('Birthday')}: {value}" if further == "other_date" else value)
            del values[key][1:]
        return {key: found for key, found in values.items() if found}


_FURTHER: Final[Mapping[str, str]] = {
    "address": "other_address",
    "birthday": "other_date",
    "lunar_birthday": "other_date",
}


def _whole_name(parts: Sequence[str], formatted: str) -> str:
    """The name as it is shown; a Chinese one that was put together the Western way round, family name first."""
    family, given, middle, before, after = (*parts, "", "", "", "", "")[:5]
    if not _HAN.search(family + given):
        western = " ".join(filter(None, (before, given, middle, family, after)))
        return formatted or western
    own = f"{family}{middle}{given}" if family and given else f"{family}{given}{middle}{before}{after}"
    shown, own_bare = "".join(formatted.split()), "".join(own.split())
    is_turned = shown != own_bare and sorted(shown) == sorted(own_bare)
    return own if is_turned or not formatted else formatted


def _name(person: _Person, prop: Property) -> None:
    if not person.parts:
        person.parts = [" ".join(part.replace(",", " ").split()) for part in split_value(prop.value, ";")]


def _phone(person: _Person, prop: Property) -> None:
    value = unescaped(prop.value)
    if value[:4].lower() == "tel:":
        value = unquote(value[4:])
    types = prop.types()
    person.add("fax" if "FAX" in types and "VOICE" not in types and "CELL" not in types else "phone", value)
    label = person.own_label(prop)
    if label:
        person.add("labelled", f"{label}: {value}")


def _email(person: _Person, prop: Property) -> None:
    value = unescaped(prop.value)
    person.add("email", unquote(value[7:]) if value[:7].lower() == "mailto:" else value)


def _address(person: _Person, prop: Property) -> None:
    parts = split_value(prop.value, ";") + [""] * 7
    box, extended, street, city, region, code, country = parts[:7]
    person.add("address", in_one_line(AddressParts(street, extended, city, region, code, country, box)))


def _delivery(person: _Person, prop: Property) -> None:
    person.add("delivery", " ".join(unescaped(prop.value).split("\n")))


def _birthday(person: _Person, prop: Property) -> None:
    calendar = prop.parameter("CALSCALE").lower() or ("chinese" if prop.name == "X-ALTBDAY" else "gregorian")
    if calendar == "chinese":
        person.add("lunar_birthday", _lunar(prop.value))
    elif calendar == "gregorian":
        person.add("birthday", _day(unescaped(prop.value), prop.parameter("X-APPLE-OMIT-YEAR")))
    else:
        person.add("other_date", f"{calendar}: {prop.value}")


def _day(text: str, unknown_year: str = "") -> str:
    """A day as ISO writes it, `--05-14` where the year is one that stands for none; other texts as they are."""
    match = _DAY.fullmatch(text)
    if not match:
        return text
    year, month, day = match.groups()
    return f"--{month}-{day}" if year in (unknown_year, *_NO_YEARS) else f"{year}-{month}-{day}"


def _lunar(text: str) -> str:
    """Apple's EEEEYYYYMM[L]DD in words: the cycle of sixty years, the year in it, the month, L if leap, the day."""
    match = _ALTERNATE.fullmatch(text)
    if not match:
        return text
    cycle, of_cycle, month, leap, day = match.groups()
    year = int(cycle) * 60 + int(of_cycle) - _YEARS_BEFORE_OURS if cycle else None
    try:
        found = Birthday(Calendar.LUNAR, year, int(month), int(day), leap=bool(leap))
    except ValueError:
        return text
    written = f"{year}年" if year else ""
    return written + month_name(found.month, found.leap) + day_name(found.day)


def _event(person: _Person, label: str, day: str) -> None:
    """A day of the year with the label that says which."""
    if label.lower() == "anniversary":
        person.add("anniversary", day)
    elif _BIRTH_LABEL.fullmatch(label):
        person.add("lunar_birthday" if _LUNAR_LABEL.search(label) else "birthday", day)
    else:
        person.add("other_date", f"{label}: {day}" if label and label.lower() != "other" else day)


def _anniversary(person: _Person, prop: Property) -> None:
    person.add("anniversary", _day(prop.value))


def _dated(person: _Person, prop: Property) -> None:
    _event(person, person.label(prop), _day(prop.value, prop.parameter("X-APPLE-OMIT-YEAR")))


def _android(person: _Person, prop: Property) -> None:
    """`X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;DATE;TYPE;LABEL;…`; nicknames and relations likewise."""
    kind, value, number, label = (*split_value(prop.value, ";"), "", "", "")[:4]
    if not value:
        return
    if kind.endswith("/contact_event"):
        _event(person, {"1": "anniversary", "2": "other", "3": "birthday"}.get(number, label), _day(value))
    elif kind.endswith("/nickname"):
        person.add("nickname", value)
    elif kind.endswith("/relation"):
        is_known = number.isdecimal() and int(number[:3]) in range(1, len(_ANDROID_RELATIONS))
        _relate(person, _ANDROID_RELATIONS[int(number)] if is_known else label, value)


def _relate(person: _Person, relation: str, name: str) -> None:
    known = _RELATIONS.get(relation.lower())
    words = str(known) if known else relation
    person.add("related", f"{words}: {name}" if words else name)


def _related(person: _Person, prop: Property) -> None:
    value = unescaped(prop.value)
    relation = _RELATED_BY_NAME.get(prop.name) or person.label(prop) or prop.parameter("TYPE")
    if not value.lower().startswith(("urn:", "http")):
        _relate(person, relation, value)


def _account(person: _Person, prop: Property) -> None:
    """Messengers: `IMPP;X-SERVICE-TYPE=QQ:x-apple:12345`, `IMPP:wechat:name`, social profiles of vCard 4.0."""
    value = unescaped(prop.value)
    scheme = _SCHEME.match(value)
    user = prop.parameter("X-USER") or (value if not scheme else unquote(value[scheme.end() :]))
    service = prop.parameter("X-SERVICE-TYPE") or prop.parameter("SERVICE-TYPE")
    if not service and prop.name != "IMPP":
        service = prop.parameter("TYPE")
    if not service and scheme:
        service = scheme[0].partition(":")[0]
    if service.lower() in _WECHAT:
        person.add("wechat", user)
    elif service.lower() == "qq":
        person.add("qq", user)
    else:
        person.add("account", f"{service}: {user}" if service else user)


def _tags(person: _Person, prop: Property) -> None:
    for tag in split_value(prop.value, ","):
        person.add("tags", tag)


def _own_field(person: _Person, prop: Property) -> None:
    """`X-CRM-FIELD:name;value`, a field that the shop has defined for itself."""
    name, value = (*split_value(prop.value, ";"), "")[:2]
    if name:
        person.add(CUSTOM + name, value)


def _own_day(person: _Person, prop: Property) -> None:
    """`X-CRM-DAY:name;day`, a lunar day to remember each year."""
    name, day = (*split_value(prop.value, ";"), "")[:2]
    _event(person, name, day)


def _company(person: _Person, prop: Property) -> None:
    person.add("company", " ".join(filter(None, split_value(prop.value, ";"))))


def _gender(person: _Person, prop: Property) -> None:
    """4.0's `M`, `F;words`, `;words`; O, N and U say nothing that a shop keeps."""
    sex, words = (*split_value(prop.value, ";"), "")[:2]
    if sex.upper() not in ("O", "N", "U"):
        person.add("gender", sex or words)


def _text_into(key: str) -> Callable[[_Person, Property], None]:
    def add(person: _Person, prop: Property) -> None:
        person.add(key, unescaped(prop.value))

    return add


_READERS: Final[Mapping[str, Callable[[_Person, Property], None]]] = {
    "FN": _text_into("formatted"),
    "N": _name,
    "TEL": _phone,
    "EMAIL": _email,
    "ADR": _address,
    "LABEL": _delivery,
    "BDAY": _birthday,
    "X-ALTBDAY": _birthday,
    "ANNIVERSARY": _anniversary,
    "X-ANNIVERSARY": _anniversary,
    "X-MS-ANNIVERSARY": _anniversary,
    "X-EVOLUTION-ANNIVERSARY": _anniversary,
    "X-ABDATE": _dated,
    "X-ANDROID-CUSTOM": _android,
    "RELATED": _related,
    "X-ABRELATEDNAMES": _related,
    **dict.fromkeys(_RELATED_BY_NAME, _related),
    "GENDER": _gender,
    "X-GENDER": _gender,
    "NOTE": _text_into("note"),
    "CATEGORIES": _tags,
    "NICKNAME": _text_into("nickname"),
    "X-NICKNAME": _text_into("nickname"),
    "ORG": _company,
    "TITLE": _text_into("job"),
    "ROLE": _text_into("job"),
    "URL": _text_into("web"),
    "X-QQ": _text_into("qq"),
    **dict.fromkeys(("X-WECHAT-ID", "X-WECHAT", "X-WEIXIN"), _text_into("wechat")),
    "IMPP": _account,
    "X-SOCIALPROFILE": _account,
    "X-SOCIAL-PROFILE": _account,
    "SOCIALPROFILE": _account,
    "X-CRM-MEMBER-NO": _text_into("member_no"),
    **{plain.card_name: _text_into(plain.key) for plain in PLAIN_FIELDS},
    "X-CRM-CREATED": _text_into("created"),
    "X-CRM-FIELD": _own_field,
    "X-CRM-DAY": _own_day,
}


def together(key: str, values: Sequence[str]) -> str:
    """Several values of a field in one cell, as its column is told apart again."""
    if key in ("email", "tags", "wechat", "qq"):
        return joined(tuple(values), key)
    return (", " if key in ("account", "other_date", "related") else "\n").join(values)


def headings() -> dict[str, str]:
    """Field → the heading that its column has, in the order of the columns."""
    return {
        "name": tr("Name"),
        "phone": tr("Phone"),
        "gender": tr("Gender"),
        "birthday": tr("Birthday"),
        "lunar_birthday": tr("Lunar birthday"),
        "wechat": tr("WeChat"),
        "qq": tr("QQ"),
        "email": tr("E-mail"),
        "address": tr("Address"),
        "tags": tr("Tags"),
        "note": tr("Note"),
        "member_no": tr("Member no."),
        **{plain.key: str(plain.label) for plain in PLAIN_FIELDS},
        "created": tr("Customer since"),
        "nickname": tr("Nickname"),
        "company": tr("Company"),
        "job": tr("Job title"),
        "anniversary": tr("Anniversary"),
        "other_date": tr("Other dates"),
        "related": tr("Related people"),
        "other_address": tr("Other address"),
        "fax": tr("Fax"),
        "account": tr("Other accounts"),
        "web": tr("Web page"),
    }
