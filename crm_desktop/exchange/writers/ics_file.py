"""Birthdays and follow-ups as a calendar that phones and other programs take: iCalendar (RFC 5545).

No calendar program reckons with the lunar calendar, nor knows the shop's rule for 29 February: such birthdays are
written as the days on which they fall in the next years (RDATE), each explained. Other birthdays repeat by a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final, Literal, Protocol

from crm_desktop.domain.birthday import (
    Birthday,
    Calendar,
    Occurrence,
    YearlyRules,
    birthday_words,
    next_occurrence,
    occurrences,
)
from crm_desktop.domain.phone import format_phone
from crm_desktop.domain.recurrence import Recurrence, Unit, anchored
from crm_desktop.domain.recurrence import words as recurrence_words
from crm_desktop.exchange.writers.content_lines import PRODUCT, escaped, identity_of, line, stable_uid
from crm_desktop.exchange.writers.output import replacing
from crm_desktop.language import tr

YEARS: Final = 20
"""For how many years ahead the days of a lunar birthday are written."""

KEPT_YEARS: Final = 3
"""The same for a calendar that is written anew when a year begins; the present year is one of them."""

_AHEAD: Final = timedelta(days=YEARS * 365 + YEARS // 4 - 1)
_ALARMS: Final = (3, 0)
_HOUR: Final = timedelta(hours=1)
_PORTION: Final = 1024 * 1024
_REFRESH: Final = "PT1H"
_TELL_EVERY: Final = 500

TasksAs = Literal["todo", "event"]
"""Things to do are what they are; but iPhones' and Google's calendars show events alone."""

_FREQUENCIES: Final = {Unit.DAY: "DAILY", Unit.WEEK: "WEEKLY", Unit.MONTH: "MONTHLY", Unit.YEAR: "YEARLY"}
_PRIORITIES: Final = {1: "1", -1: "9"}


class Person(Protocol):
    """A customer whose birthday is to be written."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def birthday(self) -> Birthday | None: ...
    @property
    def created(self) -> datetime: ...


class Task(Protocol):
    """A follow-up to be written. `day`: the day it is due, or was put off to."""

    @property
    def id(self) -> int: ...
    @property
    def customer_id(self) -> int: ...
    @property
    def customer_name(self) -> str: ...
    @property
    def customer_phone(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def due(self) -> date: ...
    @property
    def day(self) -> date: ...
    @property
    def due_time(self) -> time | None: ...
    @property
    def priority(self) -> int: ...
    @property
    def recurrence(self) -> Recurrence | None: ...
    @property
    def done_at(self) -> datetime | None: ...
    @property
    def outcome(self) -> str: ...


def write_birthdays(
    people: Iterable[Person], path: Path, now: datetime, rules: YearlyRules, alarms: Sequence[int] = _ALARMS
) -> int:
    """Write the birthdays of those who have one, from the day of `now` on, and tell how many. `rules` are the shop's,
    and so are `alarms`: how many days ahead, at 9:00, each is announced. CannotWriteFile, DiskFull."""
    count = 0
    with _calendar(path, tr("Birthdays")) as stream:
        for person in people:
            days = _days(person.birthday, now.date(), now.date() + _AHEAD, rules) if person.birthday else []
            if person.birthday and days:
                stream.writelines(_event(person, person.birthday, days, now, alarms))
                count += 1
    return count


def write_follow_ups(tasks: Iterable[Task], path: Path, now: datetime, tasks_as: TasksAs = "todo") -> int:
    """Write follow-ups, and tell how many; done ones are marked so. CannotWriteFile, DiskFull."""
    count = 0
    with _calendar(path, tr("Follow-ups")) as stream:
        for task in tasks:
            stream.writelines(_todo(task, now) if tasks_as == "todo" else _appointment(task, now))
            count += 1
    return count


@dataclass(frozen=True, slots=True)
class Written:
    """How many birthdays and follow-ups a calendar holds, and whether the file had to be written for it."""

    rows: int
    anew: bool


def write_calendar(
    people: Iterable[Person],
    tasks: Iterable[Task],
    path: Path,
    now: datetime,
    rules: YearlyRules,
    alarms: Sequence[int] = _ALARMS,
    *,
    tasks_as: TasksAs = "event",
    title: str = "",
    tell: Callable[[int], object] = lambda rows: None,
) -> Written:
    """Write birthdays and follow-ups into one calendar, which others look at again and again.

    It holds the days from the beginning of the year on, so that it stays the same while nothing changes in the shop;
    then the file is left alone, down to its time. `tell` is told how many rows were written, every now and then, and
    may stop it by raising. CannotWriteFile, DiskFull.
    """
    first, last = date(now.year, 1, 1), date(min(now.year + KEPT_YEARS - 1, date.max.year), 12, 31)
    rows, same = 0, False

    def unless(new: Path) -> bool:
        nonlocal same
        same = _says_the_same(new, path)
        return same

    with _calendar(path, title or tr("Birthdays and follow-ups"), unless) as stream:
        # Whoever subscribes may look this often (RFC 7986, 5.7; the second is what Outlook reads).
        stream.write(line("REFRESH-INTERVAL;VALUE=DURATION", _REFRESH))
        stream.write(line("X-PUBLISHED-TTL", _REFRESH))
        born = ((person, person.birthday) for person in people)
        events = (
            _event(person, b, days, now, alarms) for person, b in born if b and (days := _days(b, first, last, rules))
        )
        to_do = (_todo(task, now) if tasks_as == "todo" else _appointment(task, now) for task in tasks)
        for each in chain(events, to_do):
            stream.writelines(each)
            rows += 1
            if rows % _TELL_EVERY == 0:
                tell(rows)
    return Written(rows, not same)


def _says_the_same(new: Path, old: Path) -> bool:
    """Whether two calendars differ in nothing but the time at which they were written."""
    try:
        if new.stat().st_size != old.stat().st_size:
            return False
        with new.open("rb") as ours, old.open("rb") as theirs:
            then = now = b""
            while lines := ours.readlines(_PORTION):
                others = theirs.readlines(_PORTION)
                then, now = then or _stamp(others), now or _stamp(lines)
                if b"".join(others).replace(then, now) != b"".join(lines):
                    return False
    except OSError:  # there is none, or none that can be read: what is to be said of it, writing says
        return False
    return True


def _stamp(lines: Iterable[bytes]) -> bytes:
    """The line that says when these were written; the same in all of a file."""
    return next((each for each in lines if each.startswith(b"DTSTAMP:")), b"")


@contextmanager
def _calendar(path: Path, title: str, unless: Callable[[Path], bool] = lambda new: False) -> Iterator[BinaryIO]:
    with replacing(path, unless) as stream:
        for name, value in (
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", PRODUCT),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("X-WR-CALNAME", escaped(title)),
        ):
            stream.write(line(name, value))
        yield stream
        stream.write(line("END", "VCALENDAR"))


# Birthdays


def _repeats_by_rule(b: Birthday) -> bool:
    return b.calendar is Calendar.SOLAR and (b.month, b.day) != (2, 29)


def _days(b: Birthday, first: date, last: date, rules: YearlyRules) -> list[Occurrence]:
    """The next day, where a rule gives all the others; else the days up to `last`, or at least the next one."""
    if not _repeats_by_rule(b):
        found = occurrences(b, first, last, rules)
        if found:
            return found
    following = next_occurrence(b, first, rules)
    return [following] if following else []


def _event(
    person: Person, b: Birthday, days: list[Occurrence], now: datetime, alarms: Sequence[int]
) -> Iterator[bytes]:
    first = days[0].date
    summary = escaped(tr("Birthday of %1", person.name or format_phone(person.phone)))
    yield line("BEGIN", "VEVENT")
    yield line("UID", stable_uid("birthday", identity_of(person.id, person.created)))
    yield _stamped(now)
    yield line("DTSTART;VALUE=DATE", _plain(first))
    yield line("DTEND;VALUE=DATE", _plain(first + timedelta(days=1)))
    if _repeats_by_rule(b):
        yield line("RRULE", "FREQ=YEARLY")
    else:
        yield line("RDATE;VALUE=DATE", ",".join(_plain(day.date) for day in days))
    yield line("SUMMARY", summary)
    yield line("DESCRIPTION", escaped("\n".join(_explained(person, b, days))))
    yield line("TRANSP", "TRANSPARENT")  # nobody is busy all day for it
    for ahead in dict.fromkeys(alarms):
        yield from _alarm(summary, _at_nine(ahead))
    yield line("END", "VEVENT")


def _at_nine(days_ahead: int) -> str:
    """The trigger of an alarm at 9:00, `days_ahead` days before an event: a duration from the midnight it begins at."""
    if days_ahead == 0:
        return "PT9H"
    return f"-P{days_ahead - 1}DT15H" if days_ahead > 1 else "-PT15H"


def _alarm(summary: str, trigger: str) -> Iterator[bytes]:
    yield b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n"
    yield line("DESCRIPTION", summary)
    yield line("TRIGGER", trigger)
    yield b"END:VALARM\r\n"


def _explained(person: Person, b: Birthday, days: list[Occurrence]) -> Iterator[str]:
    yield birthday_words(b)
    if person.phone:
        yield format_phone(person.phone)
    if _repeats_by_rule(b):
        return  # the same words for every year: no age
    for day in days:
        if day.turning:
            yield tr("%1, turning %2: %3", day.date, day.turning, day.why)
        else:
            yield tr("%1: %2", day.date, day.why)


# Follow-ups


def _summary(task: Task) -> str:
    person = task.customer_name or format_phone(task.customer_phone)
    return escaped(tr("%1: %2", person, task.what) if person else task.what)


def _description(task: Task) -> Iterator[bytes]:
    said = [
        format_phone(task.customer_phone),
        tr("Repeats: %1", recurrence_words(task.recurrence)) if task.recurrence else "",
        task.outcome,
    ]
    if any(said):
        yield line("DESCRIPTION", escaped("\n".join(filter(None, said))))


def _appointment(task: Task, now: datetime) -> Iterator[bytes]:
    """An event of the whole day, or of an hour from its time on; what is done rings no more."""
    summary = f"✓ {_summary(task)}" if task.done_at else _summary(task)
    yield line("BEGIN", "VEVENT")
    yield line("UID", stable_uid("follow-up-event", task.id, task.customer_id))
    yield _stamped(now)
    yield _moment("DTSTART", task.day, task.due_time)
    if task.due_time is None:
        yield _moment("DTEND", task.day + timedelta(days=1), None)
    else:
        end = datetime.combine(task.day, task.due_time) + _HOUR
        yield _moment("DTEND", end.date(), end.time())
    if rule := _rule(task):
        yield line("RRULE", rule)
    yield line("SUMMARY", summary)
    yield from _description(task)
    yield line("TRANSP", "TRANSPARENT")
    if not task.done_at:
        yield from _alarm(summary, _at_nine(0) if task.due_time is None else "PT0S")
    yield line("END", "VEVENT")


def _todo(task: Task, now: datetime) -> Iterator[bytes]:
    rule = _rule(task)
    yield line("BEGIN", "VTODO")
    yield line("UID", stable_uid("follow-up", task.id, task.customer_id))
    yield _stamped(now)
    yield line("SUMMARY", _summary(task))
    if rule:
        yield _moment("DTSTART", task.day, task.due_time)  # a rule counts from it
    yield _moment("DUE", task.day, task.due_time)
    if rule:
        yield line("RRULE", rule)
    if task.priority in _PRIORITIES:
        yield line("PRIORITY", _PRIORITIES[task.priority])
    yield from _description(task)
    if task.done_at:
        yield line("STATUS", "COMPLETED")
        yield line("COMPLETED", _utc(task.done_at))
        yield line("PERCENT-COMPLETE", "100")
    else:
        yield line("STATUS", "NEEDS-ACTION")
    yield line("END", "VTODO")


def _rule(task: Task) -> str:
    """The recurrence as a rule that gives the very same days; "" if no rule does.

    None does where the next day depends on the day of completion, where this one was put off, and for what is done:
    the next is a follow-up of its own by then.
    """
    if task.recurrence is None or task.recurrence.from_completion or task.done_at or task.day != task.due:
        return ""
    r = anchored(task.recurrence, task.due)
    rule = f"FREQ={_FREQUENCIES[r.unit]}" + (f";INTERVAL={r.every}" if r.every > 1 else "")
    if r.anchor_day is None or (r.unit is Unit.YEAR and task.due.month != 2):
        return rule
    # The last of these days that the month has: 31 January, 28 February, 31 March.
    days = ",".join(str(day) for day in range(28, r.anchor_day + 1))
    month = ";BYMONTH=2" if r.unit is Unit.YEAR else ""
    return f"{rule}{month};BYMONTHDAY={days};BYSETPOS=-1"


def _moment(name: str, day: date, at: time | None) -> bytes:
    """The day, with the time if there is one: the shop's own, wherever the calendar is read."""
    if at is None:
        return line(f"{name};VALUE=DATE", _plain(day))
    return line(name, f"{_plain(day)}T{at:%H%M%S}")


def _plain(day: date) -> str:
    return day.isoformat().replace("-", "")


@lru_cache(maxsize=1)  # the same stands in every event
def _stamped(now: datetime) -> bytes:
    return line("DTSTAMP", _utc(now))


def _utc(at: datetime) -> str:
    """A local time as the standard has it. Windows knows no time zone before 1970: such a time is taken as it is."""
    moment = at.astimezone(UTC) if at.year > 1970 else at
    return moment.strftime("%Y%m%dT%H%M%SZ")
