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


class Why(StrEnum):
    """What a copy was made for."""

    DAILY = "daily"
    ASKED = "asked"
    IMPORT = "import"
    ARRIVAL = "arrival"
    RESTORE = "restore"
    MIGRATION = "migration"


BEFORE: Final = frozenset({Why.IMPORT, Why.RESTORE, Why.MIGRATION})
"""Made before something large: the ones of the last days are the way back from it. Not those before a file that came
in by itself: a till may send one every few minutes, and each can be undone."""


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
    """The copy that a file of this name is; None where it is none of ours."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        found = Copy(match["shop"], datetime.strptime(match["at"], _AT), Why(match["why"]))
    except ValueError:  # the 30th of February, a reason of a newer version
        return None
    return found if found.name == name else None


def superfluous(copies: Iterable[Copy], today: date) -> set[Copy]:
    """Which copies of one shop may go.

    Kept are the newest; the newest of each of the last 7 days, 4 weeks and 12 months that have any (a shop closed for
    a month has its copies still); those made before an import, a restore or a migration in the last 7 days; and any
    of a day that is yet to come, for the clock was wrong then, or is now.
    """
    newest_first = sorted(copies, key=lambda copy: copy.at, reverse=True)
    past = [copy for copy in newest_first if copy.at.date() <= today]
    kept = {copy for copy in newest_first if copy.at.date() > today}
    kept.update(past[:1])
    kept.update(copy for copy in past if copy.why in BEFORE and copy.at.date() > today - timedelta(days=DAYS))
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
