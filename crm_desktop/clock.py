"""Clocks: where the time comes from is passed in, so that every rule and every test can choose it."""

from __future__ import annotations

import os
import time
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from crm_desktop.errors import BadCommand
from crm_desktop.language import Sentence

CLOCK_VARIABLE: Final = "CRM_DESKTOP_CLOCK"


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


class RunningClock:
    """A clock that is set to a given moment when it is made, and runs on from there."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._since = time.monotonic()

    def now(self) -> datetime:
        return (self._at + timedelta(seconds=time.monotonic() - self._since)).replace(microsecond=0)


def laptop_clock() -> Clock:
    """The laptop's clock or, for tests of the whole program, one that begins at the moment that CRM_DESKTOP_CLOCK
    names ("2026-11-23T08:59:50") when the program starts. BadCommand if that is no such moment."""
    named = os.environ.get(CLOCK_VARIABLE)
    if not named:
        return SystemClock()
    try:
        return RunningClock(datetime.fromisoformat(named).replace(tzinfo=None))
    except ValueError:
        raise BadCommand(
            Sentence("%1: “%2” is not a moment like 2026-11-23T08:59:50.", CLOCK_VARIABLE, named)
        ) from None


def notice_time_zone() -> None:
    """Have the laptop's time told in the zone that the system is set to now: a running program keeps the one it began
    with. Windows tells the present zone by itself."""
    if hasattr(time, "tzset"):
        time.tzset()
