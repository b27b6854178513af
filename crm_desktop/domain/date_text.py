"""What a cell or a box says a date is, before anyone asks whether such a day exists.

Spreadsheets and people write dates in many ways; `read_date` takes a text apart into `DateParts` and leaves the
calendar's rules to `birthday`.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from crm_desktop.language import Sentence
from crm_desktop.patterns import regex


class DateParts(NamedTuple):
    """A date as written; `year` is None if none is given, `lunar` None if the text does not say which calendar.

    With `short_year`, `year` holds its last two digits only.
    """

    year: int | None
    month: int
    day: int
    lunar: bool | None = None
    leap: bool = False
    short_year: bool = False


class NotADate(ValueError):
    """The text holds no date that we can read."""

    def __init__(self) -> None:
        super().__init__(Sentence("This cannot be read as a date"))


_YMD: Final = regex(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d\d[\d:.Z]*)?")
_EIGHT: Final = regex(r"(\d{4})(\d\d)(\d\d)(?:\.0+|T\d{4,6}Z?)?")
_MARKED: Final = regex(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]?")

# How Apple's address book, and others, write that the year is unknown.
_NO_YEARS: Final = ("1604", "0000")
_BLANK_WORDS: Final = frozenset(("", "无", "没有", "空", "未知", "不详", "保密", "未填", "none", "null", "n/a", "nan"))
_NOTHING: Final = regex(r"[-—–_/\\.0:\s年月日]*")
_SIMPLIFIED: Final = str.maketrans("農陰舊曆歷陽國閏潤润臘號零○", "农阴旧历历阳国闰闰闰腊号〇〇")
_LUNAR_MARK: Final = regex(r"农历?|阴历?|旧历|夏历|老历|lunar")
_SOLAR_MARK: Final = regex(r"公历|阳历?|新历|国历|西历|公元|西元|solar|gregorian")
_NOISE: Final = regex(
    r"(?:出生日期|出生|生日|生辰|birthday|born)\s*:?|生$|星期[一二三四五六日天]|周[一二三四五六日天]|[()\[\]'\"]"
)
_TIME: Final = regex(r"(?:(?<=\d)t|\s*(?:上午|下午)?\s*)\d{1,2}:\d\d.*$")
_AROUND_SIGNS: Final = regex(r"\s*([-/.年月日号闰])\s*")

_YEAR_FIRST: Final = regex(r"(\d{4}|\d\d)[-/.年 ](闰?)(\d{1,2})[-/.月 ](\d{1,2})[日号]?")
_YEAR_LAST: Final = regex(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)")
_NO_YEAR: Final = regex(r"(闰?)(\d{1,2})[-/.月](\d{1,2})[日号]?")
_NO_YEAR_VCARD: Final = regex(r"(?:--)?(\d\d)-?(\d\d)")
_SIX: Final = regex(r"(?!19|20)(\d\d)(\d\d)(\d\d)")  # 198803 is a year and a month
_MILLISECONDS: Final = regex(r"\d{9,10}000")
_SERIAL: Final = regex(r"(\d{5})(?:\.\d+)?")

_CHINESE: Final = regex(
    r"(?:(\d{4}|\d\d)年?|([〇一二三四五六七八九]{4}|[〇一二三四五六七八九]{2})年)?"
    r"(闰?)([正元冬腊]|十[一二]?|[一二三四五六七八九]|\d{1,2})月"
    r"(初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅|[一二三四五六七八九]|\d{1,2})([日号]?)"
)
_DIGITS: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_MONTHS: Final = {"正": 1, "元": 1, "冬": 11, "腊": 12}

_MONTH: Final = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY: Final = r"(\d{1,2})(?:st|nd|rd|th)?"
_ENGLISH: Final = (
    (regex(rf"{_DAY}[\s-]+(?:of\s+)?{_MONTH}(?:[\s,-]+(\d{{4}}|\d\d))?"), (3, 2, 1)),
    (regex(rf"{_MONTH}[\s-]+{_DAY}(?:[\s,-]+(\d{{4}}))?"), (3, 1, 2)),
    (regex(rf"(\d{{4}})[\s,-]+{_MONTH}[\s-]+{_DAY}"), (1, 2, 3)),
)
# Our own words for a lunar day; "lunar" itself has been taken out before.
_ENGLISH_LUNAR: Final = regex(r"(?:(\d{4}),?\s+)?(leap\s+)?(\d{1,2})(?:st|nd|rd|th) month, day (\d{1,2})")
_ENGLISH_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Spreadsheets count days from here; they think that 1900 was a leap year, which is right from March 1900 on.
_SERIAL_START: Final = date(1899, 12, 30)
# Programs count milliseconds from the beginning of 1970 in Greenwich, which is eight in the morning in China.
_MILLISECONDS_START: Final = datetime(1970, 1, 1, 8)
_FIRST_SERIAL: Final = 3654  # 1910-01-01; a smaller number is a bare year or a month and day without their sign


def read_date(text: str) -> DateParts | None:
    """The date that `text` says; None if it says that there is none ("-", "0/0/00", "未知"); else NotADate."""
    match = _YMD.fullmatch(text) or _EIGHT.fullmatch(text) or _MARKED.fullmatch(text)
    if match:  # the usual forms, before anything slow
        year, month, day = match.groups()
        if _possible(month, day) and year not in _NO_YEARS:
            return DateParts(int(year) if year else None, int(month), int(day))
    text = unicodedata.normalize("NFKC", text).translate(_SIMPLIFIED).strip().lower()
    if text in _BLANK_WORDS or _NOTHING.fullmatch(text):
        return None
    lunar: bool | None = None
    for mark, says in ((_LUNAR_MARK, True), (_SOLAR_MARK, False)):
        text, found = mark.subn(" ", text)
        lunar = says if found else lunar
    text = _TIME.sub("", _NOISE.sub(" ", text)).strip(" :,")
    parts = _read_digits(_AROUND_SIGNS.sub(r"\1", text)) or _read_chinese(text.replace(" ", "")) or _read_english(text)
    if parts is None:
        raise NotADate
    return parts if lunar is None else parts._replace(lunar=lunar)


def read_serial(number: float) -> DateParts:
    """The date of a number in a cell: 21279 counts days as spreadsheets do, 19880305 and 880305 spell a date."""
    whole = int(number)
    if _FIRST_SERIAL <= whole <= 99_999:
        day = _SERIAL_START + timedelta(days=whole)
        return DateParts(day.year, day.month, day.day)
    parts = _read_digits(str(whole)) if whole == number and whole > 99_999 else None
    if parts is None:
        raise NotADate
    return parts


def _parts(
    year: str | None, month: str | int, day: str | int, lunar: bool | None = None, leap: bool = False
) -> DateParts:
    """The parts; month and day are checked against no calendar but must be possible in one."""
    parts = DateParts(
        int(year) if year else None, int(month), int(day), lunar, leap, year is not None and len(year) == 2
    )
    if not _possible(parts.month, parts.day):
        raise NotADate
    return parts._replace(year=None) if year in _NO_YEARS else parts


def _possible(month: str | int, day: str | int) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _read_digits(text: str) -> DateParts | None:
    """Dates in digits: year first, year last, without a year, without signs, counted in days."""
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first and _possible(year_first[3], year_first[4]):
        year, leap, month, day = year_first.groups()
        return _parts(year, month, day, True if leap else None, bool(leap))
    if year_last := _YEAR_LAST.fullmatch(text):
        first, sign, second, year = year_last.groups()
        # 3/22/1980 as Americans write it and Outlook exports it; 22.3.1980 as Europe does.
        month, day = (second, first) if sign == "." or not _possible(first, second) else (first, second)
        return _parts(year, month, day)
    if no_year := _NO_YEAR.fullmatch(text):
        return _parts(None, no_year[2], no_year[3], True if no_year[1] else None, bool(no_year[1]))
    if match := _EIGHT.fullmatch(text) or _SIX.fullmatch(text):
        return _parts(match[1], match[2], match[3])
    if no_year := _NO_YEAR_VCARD.fullmatch(text):
        return _parts(None, no_year[1], no_year[2])
    if serial := _SERIAL.fullmatch(text):
        return read_serial(int(serial[1]))
    if _MILLISECONDS.fullmatch(text):
        day = (_MILLISECONDS_START + timedelta(milliseconds=int(text))).date()
        return DateParts(day.year, day.month, day.day)
    return None


def _read_chinese(text: str) -> DateParts | None:
    """Dates with Chinese numerals. Those of a lunar day carry no 日 or 号 (八月十五), or words only it has (初, 廿)."""
    match = _CHINESE.fullmatch(text)
    if not match:
        return None
    digits_year, chinese_year, leap, month, day, sign = match.groups()
    year = digits_year or "".join(str(_DIGITS[digit]) for digit in chinese_year or "") or None
    plain = not sign and not day.isdigit() and _number(day) <= 30
    lunar = True if leap or month in "正冬腊" or day[0] in "初廿" or plain else None
    return _parts(year, _MONTHS.get(month) or _number(month), _number(day), lunar, bool(leap))


def _number(numeral: str) -> int:
    """1 to 39 of 一, 初三, 十五, 廿三, 三十一 or plain digits."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.removeprefix("初").replace("廿", "二十").replace("卅", "三十").rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _read_english(text: str) -> DateParts | None:
    """English dates: "5 Mar 1988", "March 5, 1988", "Mar 5", "1988 Mar 5"."""
    for pattern, (year, month, day) in _ENGLISH:
        if match := pattern.fullmatch(text):
            return _parts(match[year], _ENGLISH_MONTHS.index(match[month][:3]) + 1, match[day])
    if match := _ENGLISH_LUNAR.fullmatch(text):
        return _parts(match[1], match[3], match[4], lunar=True, leap=bool(match[2]))
    return None
