"""Where the time comes from: passed in, so that every rule and every test can choose it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the laptop's local time, without a zone, to the second."""

    def now(self) -> datetime: ...


class SystemClock:
    """The laptop's own clock."""

    def now(self) -> datetime:
        return datetime.now().replace(microsecond=0)


class FixedClock:
    """A clock that stands still at a given day: for `--today`, `--on` and the making of demo shops."""

    def __init__(self, at: datetime | date) -> None:
        self._at = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 9)

    def now(self) -> datetime:
        return self._at
