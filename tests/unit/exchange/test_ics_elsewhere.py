"""Our calendars as another program reads them: the `icalendar` library, which knows nothing of ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

import icalendar
import pytest

from crm_desktop import language
from crm_desktop.domain.birthday import DEFAULT_RULES, Birthday, Calendar
from crm_desktop.domain.recurrence import Recurrence, Unit
from crm_desktop.exchange.writers import ics_file
from tests.fakes import NOW
from tests.unit.exchange.test_writer_ics import CALL, SOMEONE

LONG = "第一行\n第二行; 逗号, 反斜杠\\ 😀" * 20


def parsed(path: Path) -> Any:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    assert [(part.name, part.errors) for part in calendar.walk() if part.errors] == []
    return calendar


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_birthdays(spoken: str, tmp_path: Path) -> None:
    language.set_language(spoken)
    people = [
        replace(SOMEONE, birthday=Birthday(Calendar.SOLAR, 1988, 3, 5)),
        replace(SOMEONE, id=2, name=LONG[:60], birthday=Birthday(Calendar.LUNAR, None, 8, 15)),
        replace(SOMEONE, id=3, birthday=Birthday(Calendar.SOLAR, None, 2, 29)),
    ]
    path = tmp_path / "a.ics"
    assert ics_file.write_birthdays(people, path, NOW, DEFAULT_RULES) == 3
    solar, lunar, leap = parsed(path).walk("VEVENT")
    assert solar["RRULE"]["FREQ"] == ["YEARLY"]
    start = solar.decoded("DTSTART")
    assert (start.month, start.day) == (3, 5)
    assert "RRULE" not in lunar
    assert len(lunar["RDATE"].dts) >= 19
    assert all(isinstance(each.dt, date) for each in lunar["RDATE"].dts)
    assert " ".join(LONG[:60].split()) in " ".join(str(lunar["SUMMARY"]).split())
    assert leap.decoded("DTSTART") >= NOW.date()
    assert len({str(event["UID"]) for event in (solar, lunar, leap)}) == 3
    assert [alarm["ACTION"] for alarm in solar.walk("VALARM")]


@pytest.mark.parametrize("kind", ["todo", "event"])
def test_follow_ups(kind: Literal["todo", "event"], tmp_path: Path) -> None:
    follow_ups = [
        replace(CALL, what=LONG, due_time=time(9, 30), priority=1),
        replace(CALL, id=2, recurrence=Recurrence(2, Unit.WEEK)),
        replace(CALL, id=3, due=date(2026, 1, 31), recurrence=Recurrence(1, Unit.MONTH, anchor_day=31)),
    ]
    path = tmp_path / "a.ics"
    assert ics_file.write_follow_ups(follow_ups, path, NOW, kind) == 3
    timed, weekly, monthly = parsed(path).walk("VTODO" if kind == "todo" else "VEVENT")
    begins = "DUE" if kind == "todo" else "DTSTART"
    assert timed.decoded(begins) == datetime(2026, 11, 23, 9, 30)
    text = " ".join([str(timed["SUMMARY"]), str(timed.get("DESCRIPTION", ""))])
    assert " ".join(LONG.split()) in " ".join(text.split())
    assert (weekly["RRULE"]["FREQ"], weekly["RRULE"]["INTERVAL"]) == (["WEEKLY"], [2])
    assert monthly["RRULE"]["FREQ"] == ["MONTHLY"]
    assert weekly.decoded("DTSTAMP").utcoffset() == timedelta()
