"""A new customer from one line, "张三 13800138000 八月十五", and how each piece of it was read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from crm_desktop.domain.birthday import Birthday, parse_birthday
from crm_desktop.domain.gender import Gender, parse_gender
from crm_desktop.domain.naming import gender_of_name, surname
from crm_desktop.domain.phone import parse_phone
from crm_desktop.domain.region import split_region
from crm_desktop.patterns import regex


class PartKind(StrEnum):
    """What a piece of the line was read as."""

    NAME = "name"
    PHONE = "phone"
    BIRTHDAY = "birthday"
    GENDER = "gender"
    TAG = "tag"
    WECHAT = "wechat"
    EMAIL = "email"
    ADDRESS = "address"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the line. `text`: as typed. `value`: as it will be saved (the phone in E.164, the birthday)."""

    kind: PartKind
    text: str
    value: str | Birthday


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """What the line says. `birthday_text` is the birthday as typed; `note` is the rest; `parts` are in order."""

    name: str = ""
    phones: tuple[str, ...] = ()
    birthday: Birthday | None = None
    birthday_text: str = ""
    gender: Gender | None = None
    tags: tuple[str, ...] = ()
    wechat: str = ""
    emails: tuple[str, ...] = ()
    address: str = ""
    note: str = ""
    parts: tuple[Part, ...] = ()


_MAX_CHARACTERS: Final = 1000
_MAX_WORDS: Final = 60
# A phone or a date is written in at most so many words: 010 8888 6666 801, 农历 1988年 八月 十五.
_MAX_RUN: Final = 4
_FEWEST_DIGITS: Final = 7

_MOBILE_IN_TEXT = regex(r"(?<![\d+])(?:\+?86)?1[3-9]\d{9}(?!\d)")
_LABELLED_BEFORE = regex(
    r"(?:微信号?|手机号?码?|电话号?码?|号码|tel|phone|mobile|wechat|weixin|vx|wx):?$", re.IGNORECASE
)
_DAY_GLUED_TO_A_NAME = regex(r"(?<=[㐀-鿿])(?=(?:农历|阴历|公历|阳历|生日|(?:19|20)\d\d年))")
_SPLIT = regex(r"[\s,，、;；|]+")
_TAG = regex(r"#([^#]+)")
_WECHAT = regex(r"(?:微信号?|(?:wechat|weixin|vx|wx)(?=:)):?([-\w]+)|(wx(?:id)?[_\d]\w*)", re.IGNORECASE | re.ASCII)
_EMAIL = regex(r"[^@\s:]+@[^@\s]+\.[^@\s]+")
_LABEL = regex(r"(姓名|名字|称呼|name|标签|备注|note|地址|住址|邮箱|e-?mail):(.+)", re.IGNORECASE)
_LABELS: Final = {
    **dict.fromkeys(("姓名", "名字", "称呼", "name"), PartKind.NAME),
    **dict.fromkeys(("备注", "note"), PartKind.NOTE),
    **dict.fromkeys(("地址", "住址"), PartKind.ADDRESS),
    **dict.fromkeys(("邮箱", "email", "e-mail"), PartKind.EMAIL),
    "标签": PartKind.TAG,
}
# One letter is an initial rather than a gender; a short number is no birthday, though a cell may hold one as a serial.
_GENDER_WORDS = regex(r"(?:性别:)?([男女][士性生]?|先生|小姐|太太|male|female)", re.IGNORECASE)
_BARE_NUMBER = regex(r"\d{1,5}|\d{7}|\d{9,}|\d+\.\d+")
_PHONE_LIKE = regex(r"[+(]?\d[-\d()*]*")
_CHINESE_NAME = regex(r"[㐀-鿿·]{1,6}")
_LATIN_NAME = regex(r"[^\W\d_][^\W\d_.'’-]*[.]?(?:['’-][^\W\d_]+)*")
_ONCE: Final = frozenset((PartKind.BIRTHDAY, PartKind.GENDER, PartKind.WECHAT))
_REMARK = regex(r"\([^()]*\)$")
_FAMILIAR: Final = ("小", "老", "阿")


def parse_quick_add(text: str, today: date, region: str = "CN") -> QuickAdd:
    """Read a line in any order, its pieces parted by blanks or commas. Whatever is not understood is the note."""
    words, rest = _words(text)
    parts: list[Part] = []
    place = 0
    while place < len(words):
        part, used = _next_part(words[place : place + _MAX_RUN], today, region)
        if part.kind in _ONCE and any(part.kind is earlier.kind for earlier in parts):
            part = Part(PartKind.NOTE, part.text, part.text)
        parts.append(part)
        place += used
    _find_name(parts)
    if rest:
        parts.append(Part(PartKind.NOTE, rest, rest))
    return _gathered(parts)


def _words(text: str) -> tuple[list[str], str]:
    """The words of the line, and what is left of a line too long to be taken apart."""
    line = unicodedata.normalize("NFKC", text).strip()
    line, rest = line[:_MAX_CHARACTERS], line[_MAX_CHARACTERS:]
    line = re.sub(r":\s+", ":", line)
    line = _MOBILE_IN_TEXT.sub(_parted, line)
    words = [word for word in _SPLIT.split(_DAY_GLUED_TO_A_NAME.sub(" ", line)) if word]
    return words[:_MAX_WORDS], " ".join([*words[_MAX_WORDS:], *([rest] if rest else [])])


def _parted(mobile: re.Match[str]) -> str:
    """The mobile apart from a name it is glued to, 张三13800138000, though not from 电话:, or from 微信."""
    return mobile[0] if _LABELLED_BEFORE.search(mobile.string[: mobile.start()]) else f" {mobile[0]} "


def _next_part(words: Sequence[str], today: date, region: str) -> tuple[Part, int]:
    """What the first words are, and how many belong to it."""
    word = words[0]
    part = _marked(word)
    if part:
        return part, 1
    for used in range(1, len(words) + 1):
        run = " ".join(words[:used])
        phone = parse_phone(run, region)
        if phone and phone.valid and not phone.label:
            return Part(PartKind.PHONE, run, phone.number), used
    for used in range(len(words), 0, -1):
        run = " ".join(words[:used])
        birthday = _birthday(run, today)
        if birthday:
            return Part(PartKind.BIRTHDAY, run, birthday), used
    return _other(word), 1


def _marked(word: str) -> Part | None:
    """A piece that says itself what it is."""
    tag = _TAG.fullmatch(word)
    if tag:
        return Part(PartKind.TAG, word, tag[1])
    wechat = _WECHAT.fullmatch(word)
    if wechat:
        return Part(PartKind.WECHAT, word, wechat[1] or wechat[2])
    if _EMAIL.fullmatch(word):
        return Part(PartKind.EMAIL, word, word)
    label = _LABEL.fullmatch(word)
    if label:
        return Part(_LABELS[label[1].lower()], word, label[2])
    gender = _GENDER_WORDS.fullmatch(word)
    if gender:
        return Part(PartKind.GENDER, word, str(parse_gender(gender[1])))
    return None


def _birthday(run: str, today: date) -> Birthday | None:
    if _BARE_NUMBER.fullmatch(run):
        return None
    try:
        return parse_birthday(run, today=today)
    except ValueError:
        return None


def _other(word: str) -> Part:
    if _PHONE_LIKE.fullmatch(word) and sum(c.isdigit() or c == "*" for c in word) >= _FEWEST_DIGITS:
        return Part(PartKind.PHONE, word, word)
    if split_region(word):
        return Part(PartKind.ADDRESS, word, word)
    return Part(PartKind.NOTE, word, word)


def _find_name(parts: list[Part]) -> None:
    """Of what was not understood, make the likeliest piece the name, unless the line says which it is."""
    if any(part.kind is PartKind.NAME for part in parts):
        return
    notes = [place for place, part in enumerate(parts) if part.kind is PartKind.NOTE and _may_name(part.text)]
    if not notes:
        return
    first = min(notes, key=lambda place: _unlikeliness(parts[place].text))
    last = first + 1
    if _is_latin(parts[first].text):
        while last in notes and _is_latin(parts[last].text):
            last += 1
    name = " ".join(part.text for part in parts[first:last])
    parts[first:last] = [Part(PartKind.NAME, name, name)]


def _may_name(word: str) -> bool:
    return ":" not in word and any(c.isalpha() for c in word)


def _is_latin(word: str) -> bool:
    return bool(_LATIN_NAME.fullmatch(word)) and not _CHINESE_NAME.fullmatch(word)


def _unlikeliness(word: str) -> int:
    """0 for what is plainly a name, more for what is less so."""
    word = _REMARK.sub("", word)
    if _CHINESE_NAME.fullmatch(word):
        if gender_of_name(word) or (surname(word) and 2 <= len(word) <= 4):
            return 0
        return 1 if word[0] in _FAMILIAR and len(word) <= 3 else 2
    return 3 if _is_latin(word) else 4 + len(word)


def _gathered(parts: list[Part]) -> QuickAdd:
    def values(kind: PartKind) -> tuple[str, ...]:
        return tuple(str(part.value) for part in parts if part.kind is kind)

    name = " ".join(values(PartKind.NAME))
    birthdays = [(part.value, part.text) for part in parts if isinstance(part.value, Birthday)]
    birthday, birthday_text = birthdays[0] if birthdays else (None, "")
    said = values(PartKind.GENDER)
    gender = parse_gender(said[0]) if said else gender_of_name(name)
    if gender and not said:
        parts.append(Part(PartKind.GENDER, name, gender))
    return QuickAdd(
        name=name,
        phones=tuple(dict.fromkeys(values(PartKind.PHONE))),
        birthday=birthday,
        birthday_text=birthday_text,
        gender=gender,
        tags=tuple(dict.fromkeys(values(PartKind.TAG))),
        wechat="".join(values(PartKind.WECHAT)),
        emails=tuple(dict.fromkeys(values(PartKind.EMAIL))),
        address=" ".join(values(PartKind.ADDRESS)),
        note=" ".join(values(PartKind.NOTE)),
        parts=tuple(parts),
    )
