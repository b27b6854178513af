"""Single cells into texts, names, tags and times, and whole columns of texts at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from crm_desktop.exchange.readers import Cell

BLANKS: Final = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "暂无",
        "没有",
        "未填写",
        "空",
        "null",
        "none",
        "n/a",
        "#n/a",
        "nan",
        "nil",
    }
)
"""What people and systems write where they have nothing to write."""

_BLANKS_IN_ANY_CASE: Final = frozenset(
    {form for word in BLANKS if word for form in (word, word.upper(), word.capitalize(), word.title())} | {"NaN"}
)
_EPOCH = datetime(1899, 12, 30)
_CJK = re.compile(r"[\u3400-\u9fff·]+")
_TAG_SEPARATORS = re.compile(r"[,\uff0c、;\uff1b|\n\r\t]+|:::")
_QUOTED = re.compile(r'\s*"((?:[^"]|""){1,400})"(?:[ \t]+(?=[^\s"]|$))?')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]*(上午|下午|am|pm)?\s*"
    r"(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:\.\d+)?)?\s*[秒分]?\s*(am|pm)?)?(?:Z|[+]08:?00)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\s*(\d\d):?(\d\d)(?::?(\d\d))?)?")


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without ".0", times as ISO, control characters and blanks around it gone."""
    if isinstance(cell, str):
        text = cell.strip()
        return _CONTROL.sub("", text) if not text.isprintable() else text
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes" if not cell.second else "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        hours, rest = divmod(int(cell.total_seconds()), 3600)
        return f"{hours}:{rest // 60:02}"
    return str(cell)


def filled_text(cell: Cell) -> str:
    """`text_of` a cell, but "" for what only says that there is nothing ("-", 无)."""
    text = text_of(cell)
    return "" if len(text) < 5 and text.lower() in BLANKS else text


def clean_name(cell: Cell) -> str:
    """A name without the blanks that people put between its characters to line columns up (张 三)."""
    text = text_of(cell)
    if len(text) < 5 and text.lower() in BLANKS:
        return ""
    if text.isalpha():
        return text
    words = text.split()
    return "".join(words) if all(map(_CJK.fullmatch, words)) else " ".join(words)


def tidy_texts(column: Sequence[Cell]) -> list[str] | None:
    """A column of texts alone, blanks around them gone and BLANKS emptied, at a tenth of the price of doing it cell
    by cell; None if it holds anything that needs more."""
    if not all(kind is str for kind in set(map(type, column))):
        return None
    texts = list(map(str.strip, cast("Sequence[str]", column)))
    if not "".join(texts).isprintable():
        return None
    if _BLANKS_IN_ANY_CASE.isdisjoint(texts):
        return texts
    return ["" if text in _BLANKS_IN_ANY_CASE else text for text in texts]


def split_tags(cell: Cell) -> tuple[str, ...]:
    """The tags of a cell, each once; Google's "* " before its own groups gone. In quotation marks a tag may hold what
    else parts them."""
    text = filled_text(cell)
    tags = parted(text, _TAG_SEPARATORS, _own_tag) if '"' in text else map(_own_tag, _TAG_SEPARATORS.split(text))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _own_tag(text: str) -> str:
    return text.strip().removeprefix("* ").strip()


def parted(text: str, separators: re.Pattern[str], tidy: Callable[[str], str] = str.strip) -> list[str]:
    """The pieces between the separators, tidied. One in quotation marks is whole, its doubled marks are single ones."""
    found, at = [], 0
    while True:
        quoted = _QUOTED.match(text, at)
        if quoted and (quoted.end() == len(text) or separators.match(text, quoted.end())):
            piece, gap = quoted[1].replace('""', '"'), separators.match(text, quoted.end())
        else:
            gap = separators.search(text, at)
            piece = tidy(text[at : gap.start() if gap else len(text)])
        found.append(piece)
        if gap is None:
            return found
        at = gap.end()


def parse_moment(cell: Cell) -> datetime | None:
    """A date and time; a date alone is its midnight. None if blank, ValueError if not understood or not 1900–2200."""
    if isinstance(cell, datetime):
        moment = cell.replace(tzinfo=None, microsecond=0)
    elif isinstance(cell, date):
        moment = datetime(cell.year, cell.month, cell.day)
    elif isinstance(cell, float | int) and not isinstance(cell, bool):
        moment = _moment_of_number(cell)
    else:
        text = unicodedata.normalize("NFKC", filled_text(cell))
        if not text or text.startswith(("0/0/0", "0000")):
            return None
        moment = _moment_of_text(text)
    if not 1900 <= moment.year <= 2200:
        raise ValueError(cell)
    return moment


def _moment_of_number(value: float) -> datetime:
    if 19000101 <= value <= 22001231 and float(value).is_integer():
        return _moment_of_text(str(int(value)))
    if not 1 <= value < 110_000:
        raise ValueError(value)
    # Serial numbers are binary fractions of a day: to the nearest second.
    return _EPOCH + timedelta(seconds=round(value * 86_400))


def _moment_of_text(text: str) -> datetime:
    match = _MOMENT.fullmatch(text)
    if match:
        half = (match[4] or match[8] or "").lower()
        hour = int(match[5] or 0)
        if half in ("下午", "pm") and hour < 12:
            hour += 12
        return datetime(int(match[1]), int(match[2]), int(match[3]), hour, int(match[6] or 0), int(match[7] or 0))
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups())
        return datetime(year, month, day, hour, minute, second)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _moment_of_number(float(text))
    raise ValueError(text)
