"""Backups: what they are called, and which of them are kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

DAYS: Final = 7
WEEKS: Final = 4
MONTHS: Final = 12

_LONGEST: Final = 40
"""Characters of a shop's name in the name of a copy: 255 bytes is the most that a file's name may have."""

_AT: Final = "%Y-%m-%d %H.%M.%S"
_NAME: Final = re.compile(r"(?P<shop>.+) (?P<at>\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d) (?P<why>[a-z]+)\.crm", re.DOTALL)
_KEPT: Final = re.compile(r".+ \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.crm", re.DOTALL)


class Why(StrEnum):
    """What a copy was made for."""

    DAILY = "daily"
    ASKED = "asked"
    IMPORT = "import"
    ARRIVAL = "arrival"
    BULK = "bulk"
    RESTORE = "restore"
    MIGRATION = "migration"


BEFORE: Final = frozenset({Why.IMPORT, Why.RESTORE, Why.MIGRATION})
"""Made before something large: the ones of the last days are the way back from it. Not those before a file that came
in by itself: a till may send one every few minutes, and each can be undone."""

BULK_KEPT: Final = 5
"""How many of the copies made before a change of many rows are kept: each such change can be undone, too."""

_DAMAGED_KEPT: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as its file's name tells it; `shop` is the shop's name there, as `shop_part` made it."""

    shop: str
    at: datetime
    why: Why

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.shop} {self.at.strftime(_AT)} {self.why}.crm"


def shop_part(stem: str, mark: str) -> str:
    """The shop's name in the names of its copies. `mark` tells shops apart that are called the same."""
    return f"{stem[:_LONGEST].rstrip()}~{mark}"


def read_name(name: str) -> Copy | None:
    """The copy that a file of this name is; None if it is none of ours."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        found = Copy(match["shop"], datetime.strptime(match["at"], _AT), Why(match["why"]))
    except ValueError:  # the 30th of February, a reason of a newer version
        return None
    return found if found.name == name else None


def is_kept(name: str) -> bool:
    """Whether a file is called as a shop's old one is that a restore has left beside the new one: by its name and the
    time, whatever words are in between."""
    return _KEPT.fullmatch(name) is not None


def superfluous(copies: Iterable[Copy], today: date, is_good: Callable[[Copy], bool] = lambda copy: True) -> set[Copy]:
    """Which copies of one shop may be deleted.

    Kept are the newest; the newest of each of the last 7 days, 4 weeks and 12 months that have any (a shop closed for
    a month has its copies still); those made before an import, a restore or a migration in the last 7 days, and the
    newest few made before a change of many rows; and any of a day that is yet to come, for the clock was wrong then,
    or is now.

    A copy pushes out an older one only if `is_good` says that it is whole; it is asked of those alone that would. A
    damaged one takes nobody's place, and goes after a year: until then it may be better than nothing.
    """
    copies = set(copies)
    counted, found_good = copies, set[Copy]()
    while gone := _pushed_out(counted, today):
        oldest = min(copy.at for copy in gone)
        asked = {copy for copy in counted - gone - found_good if copy.at >= oldest}
        found_bad = {copy for copy in asked if not is_good(copy)}
        if not found_bad:
            break
        found_good |= asked - found_bad
        counted = counted - found_bad
    return gone | {copy for copy in copies - counted if today - copy.at.date() > _DAMAGED_KEPT}


def _pushed_out(copies: Iterable[Copy], today: date) -> set[Copy]:
    newest_first = sorted(copies, key=lambda copy: copy.at, reverse=True)
    past = [copy for copy in newest_first if copy.at.date() <= today]
    kept = {copy for copy in newest_first if copy.at.date() > today}
    kept.update(past[:1])
    kept.update(copy for copy in past if copy.why in BEFORE and copy.at.date() > today - timedelta(days=DAYS))
    kept.update([copy for copy in past if copy.why is Why.BULK][:BULK_KEPT])
    for count, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        kept.update(_newest_of_each(past, period)[:count])
    return set(newest_first) - kept


def _newest_of_each(newest_first: list[Copy], period: Callable[[date], tuple[int, ...]]) -> list[Copy]:
    found: dict[tuple[int, ...], Copy] = {}
    for copy in newest_first:
        found.setdefault(period(copy.at.date()), copy)
    return list(found.values())


def _day(day: date) -> tuple[int, ...]:
    return (day.toordinal(),)


def _week(day: date) -> tuple[int, ...]:
    return tuple(day.isocalendar()[:2])


def _month(day: date) -> tuple[int, ...]:
    return (day.year, day.month)
