"""Follow-ups that come again: every n days, weeks, months or years, from the due date or from completion."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from crm_desktop.language import Sentence
from crm_desktop.patterns import regex

MOST: Final = 999
_ENCODED: Final = regex(r"([1-9]\d{0,2}):(day|week|month|year):(due|done)(?::(0?[1-9]|[12]\d|3[01]))?", re.ASCII)
_AFTER_DONE: Final = regex(r"after(?:itis)?(?:done|completion|completed)|(?:做完|完成)(?:之|以)?后")
_SPOKEN: Final = regex(
    r"(?:every|each|每隔|每|隔)?(?P<every>\d{1,9}|[一二两三四五六七八九十])?个?"
    r"(?P<unit>days?|weeks?|months?|years?|天|日|周|星期|礼拜|月|年)(?:\(s\))?(?:一次|1次)?"
)
_CHINESE_NUMBERS: Final = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))


class Unit(StrEnum):
    """What a recurrence counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_UNITS: Final = {
    **dict.fromkeys(("day", "days", "天", "日"), Unit.DAY),
    **dict.fromkeys(("week", "weeks", "周", "星期", "礼拜"), Unit.WEEK),
    **dict.fromkeys(("month", "months", "月"), Unit.MONTH),
    **dict.fromkeys(("year", "years", "年"), Unit.YEAR),
}
_ADVERBS: Final = {
    "daily": (1, Unit.DAY),
    "weekly": (1, Unit.WEEK),
    "biweekly": (2, Unit.WEEK),
    "fortnightly": (2, Unit.WEEK),
    "monthly": (1, Unit.MONTH),
    "quarterly": (3, Unit.MONTH),
    "每季度": (3, Unit.MONTH),
    "每季": (3, Unit.MONTH),
    "每半年": (6, Unit.MONTH),
    "半年": (6, Unit.MONTH),
    "yearly": (1, Unit.YEAR),
    "annually": (1, Unit.YEAR),
}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every `every` (1 to MOST) units.

    From the due date the days form a fixed series, whenever the work was really done; `from_completion` counts from
    the day it was done. `anchor_day` is the day of the month that the series began on, so that 31 January goes on to
    28 February and then to 31 March; `anchored` sets it.
    """

    every: int
    unit: Unit
    from_completion: bool = False
    anchor_day: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.every <= MOST or not 1 <= (self.anchor_day or 1) <= 31:
            raise ValueError(Sentence("A repeat is every 1 to %1 days, weeks, months or years", MOST))

    def encode(self) -> str:
        """A short text for the shop file: "2:week:due", "1:month:due:31", "10:day:done"."""
        text = f"{self.every}:{self.unit}:{'done' if self.from_completion else 'due'}"
        return text if self.anchor_day is None else f"{text}:{self.anchor_day}"


def decode(text: str) -> Recurrence | None:
    """The recurrence that `Recurrence.encode` wrote; None for any other text, "" included."""
    match = _ENCODED.fullmatch(text)
    if not match:
        return None
    every, unit, mode, anchor = match.groups()
    return Recurrence(int(every), Unit(unit), mode == "done", int(anchor) if anchor else None)


def anchored(recurrence: Recurrence, due: date) -> Recurrence:
    """The recurrence for a follow-up due on `due`: remembers the day of the month if some months lack it.

    An anchor that `due` still follows (28 February of a series of the 31st) is kept.
    """
    if recurrence.from_completion or recurrence.unit in (Unit.DAY, Unit.WEEK):
        return replace(recurrence, anchor_day=None)
    day = _anchor(recurrence, due)
    return replace(recurrence, anchor_day=day if day > 28 else None)


def next_due(recurrence: Recurrence, due: date, done_on: date) -> date:
    """The day that a follow-up due on `due` and done on `done_on` is due again; always later than `due`.

    From the due date: the first day of the series after both days, so what was done many periods late leaves no pile
    of days gone by. From completion: one period after `done_on` (more where it was done so early that this would not
    be after `due`). A month without the day takes its last one. OverflowError after the year 9999.
    """
    start, after = (done_on, due) if recurrence.from_completion else (due, max(due, done_on))
    if recurrence.unit in (Unit.DAY, Unit.WEEK):
        step = recurrence.every * (7 if recurrence.unit is Unit.WEEK else 1)
        return start + timedelta(days=step * max(1, (after - start).days // step + 1))
    step = recurrence.every * (12 if recurrence.unit is Unit.YEAR else 1)
    day_of_month = start.day if recurrence.from_completion else _anchor(recurrence, due)
    # One period less than the months between: the days of the month decide about the last one.
    periods = max(1, ((after.year - start.year) * 12 + after.month - start.month) // step)
    found = _months_later(start, step * periods, day_of_month)
    return found if found > after else _months_later(start, step * (periods + 1), day_of_month)


def _anchor(recurrence: Recurrence, due: date) -> int:
    """The day of the month to return to; a due date that was moved by hand since is its own."""
    last = monthrange(due.year, due.month)[1]
    anchor = recurrence.anchor_day
    return anchor if anchor and min(anchor, last) == due.day else due.day


def _months_later(start: date, months: int, day: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError(year)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def parse(text: str) -> Recurrence | None:
    """The recurrence that a text names, in English or Chinese: what `words` says, and how people put it
    ("2 weeks", "weekly", "每两周", "完成后10天"). None for what names none."""
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    from_completion = _AFTER_DONE.search(plain) is not None
    plain = _AFTER_DONE.sub("", plain)
    if plain in _ADVERBS:
        return Recurrence(*_ADVERBS[plain], from_completion)
    match = _SPOKEN.fullmatch(plain)
    if match is None:
        return None
    digits, word = match["every"] or "1", match["unit"]
    every = int(digits) if digits.isdecimal() else _CHINESE_NUMBERS[digits]
    return Recurrence(every, _UNITS[word], from_completion) if 1 <= every <= MOST else None


def words(recurrence: Recurrence) -> Sentence:
    """The recurrence in words: "every 2 weeks", "10 days after it is done"."""
    return _from_completion_words(recurrence) if recurrence.from_completion else _from_due_words(recurrence)


def _from_completion_words(recurrence: Recurrence) -> Sentence:
    match recurrence.unit:
        case Unit.DAY:
            return Sentence("%n day(s) after it is done", n=recurrence.every)
        case Unit.WEEK:
            return Sentence("%n week(s) after it is done", n=recurrence.every)
        case Unit.MONTH:
            return Sentence("%n month(s) after it is done", n=recurrence.every)
    return Sentence("%n year(s) after it is done", n=recurrence.every)


def _from_due_words(recurrence: Recurrence) -> Sentence:
    match recurrence.unit:
        case Unit.DAY:
            return Sentence("every day") if recurrence.every == 1 else Sentence("every %1 days", recurrence.every)
        case Unit.WEEK:
            return Sentence("every week") if recurrence.every == 1 else Sentence("every %1 weeks", recurrence.every)
        case Unit.MONTH:
            return Sentence("every month") if recurrence.every == 1 else Sentence("every %1 months", recurrence.every)
    return Sentence("every year") if recurrence.every == 1 else Sentence("every %1 years", recurrence.every)
