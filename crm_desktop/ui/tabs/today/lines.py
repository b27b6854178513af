"""The lines of the Today page: what each reminder says, and under which heading it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from crm_desktop.domain.calendar_words import date_words, in_days_words
from crm_desktop.domain.reminding.entries import (
    AnniversaryEntry,
    BackupEntry,
    BirthdayEntry,
    Entry,
    FollowUpEntry,
    ReturnEntry,
    matter_of,
)
from crm_desktop.language import tr
from crm_desktop.services.today import MOST, TodayPage
from crm_desktop.ui.tabs.today.parts import Part, heading_id, part_words
from crm_desktop.ui.widgets.headed_list import Group, Heading

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.preview import Details

_KINDS: Final = 8
_NEAR: Final = 7
"""Within so many days none comes twice."""


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder. `id` is the line's own: a follow-up and a birthday may have the same number. `now`, where it is
    known, has a time of that day said without its date, and one that is past not said."""

    id: int
    entry: Entry
    now: datetime | None = None

    @property
    def customer_id(self) -> int | None:
        """Whom it is about; None for the backup."""
        return None if isinstance(self.entry, BackupEntry) else self.entry.customer_id

    @property
    def done(self) -> bool:
        """Whether nothing is left to do about it; it is shown until its day is over."""
        entry = self.entry
        return entry.done or (isinstance(entry, BirthdayEntry) and entry.greeted)

    @property
    def name(self) -> str:
        """Whom, or what, it is about."""
        entry = self.entry
        if isinstance(entry, BackupEntry):
            return tr("The daily backup")
        return entry.name or tr("customer %1", entry.customer_id)

    @property
    def what(self) -> str:
        """What it is about: the words of the follow-up, "birthday, turning 38"."""
        entry = self.entry
        match entry:
            case FollowUpEntry():
                return entry.what
            case BirthdayEntry():
                return tr("birthday") if entry.turning is None else tr("birthday, turning %1", entry.turning)
            case AnniversaryEntry():
                return str(entry.what) if entry.years is None else tr("%1, %n year(s)", entry.what, n=entry.years)
            case ReturnEntry():
                return tr("due to come again")
        return tr("could not be made")

    @property
    def why(self) -> str:
        """Why it is listed, as a sentence."""
        words = str(self.entry.why)
        return words[:1].upper() + words[1:]

    @property
    def when(self) -> str:
        """How near it is: "2 days overdue", "15:00", "in 3 days"."""
        entry = self.entry
        match entry:
            case FollowUpEntry() if entry.overdue_days:
                return tr("%n day(s) overdue", n=entry.overdue_days)
            case FollowUpEntry():
                return f"{entry.due_time:%H:%M}" if entry.due_time else ""
            case BirthdayEntry() | AnniversaryEntry():
                return in_days_words(entry.in_days)
            case ReturnEntry():
                return tr("%n day(s) away", n=entry.days_since)
        return tr("for %n day(s)", n=entry.days)

    @property
    def when_token(self) -> str:
        """The colour of `when`."""
        entry = self.entry
        match entry:
            case FollowUpEntry():
                return "danger" if entry.overdue_days else "text"
            case BackupEntry():
                return "danger"
            case ReturnEntry():
                return "secondary"
        return "accent" if entry.in_days == 0 else "secondary"

    @property
    def icon(self) -> tuple[str, str]:
        """Name and colour token of the icon before it."""
        if self.done:
            return ("check-circle", "good")
        entry = self.entry
        match entry:
            case FollowUpEntry():
                return ("bell", "danger" if entry.overdue_days else "secondary")
            case BirthdayEntry():
                return ("cake", "accent")
            case ReturnEntry():
                return ("user", "secondary")
            case BackupEntry():
                return ("alert", "danger")
        return ("gift", "secondary")

    @property
    def mark(self) -> str:
        """That it is urgent."""
        return tr("High") if isinstance(self.entry, FollowUpEntry) and self.entry.priority > 0 else ""

    @property
    def put_off(self) -> str:
        """Until when it was put off: "put off to 15:00"."""
        until, now = self.entry.put_off, self.now
        if until is None or self.done or (now is not None and until <= now):
            return ""
        if now is not None and until.date() == now.date():
            return tr("put off to %1", f"{until:%H:%M}")
        return tr("put off to %1", tr("%1 %2", date_words(until.date()), f"{until:%H:%M}"))

    @property
    def state(self) -> str:
        """That it is done."""
        if not self.done:
            return ""
        return tr("Greeted") if isinstance(self.entry, BirthdayEntry) else tr("Done")

    @property
    def words(self) -> str:
        """The whole line, as it is read out and copied."""
        parts = [self.name, self.what, self.mark, self.state, self.put_off, self.when, self.why]
        return " · ".join(part for part in parts if part)


def details(line: Line) -> Details:
    """What the preview says: all of what the line may have no room for."""
    from crm_desktop.ui.widgets.preview import Details

    facts = (
        (tr("When"), line.when),
        (tr("Why this day"), line.why),
        (tr("Priority"), line.mark),
        (tr("Put off"), line.put_off),
    )
    return Details(line.name, line.what, facts=facts)


class LineNumbers:
    """Gives each reminder a number of its own that it keeps while the page is open: that of the row that it is about,
    beside its kind. What was put off from another day may be a second one of the same row, and is numbered by name."""

    def __init__(self) -> None:
        self._put_off: dict[str, int] = {}

    def lines(self, entries: Iterable[Entry], now: datetime | None = None) -> list[Line]:
        """The lines of these reminders."""
        return [Line(self._number(each), each, now) for each in entries]

    def _number(self, entry: Entry) -> int:
        match entry:
            case FollowUpEntry():
                return entry.id * _KINDS + 1  # put off to another day it is still the same line
            case ReturnEntry():
                return entry.customer_id * _KINDS + 2
            case BackupEntry():
                return 3
        if not 0 <= entry.in_days <= _NEAR:
            return self._put_off.setdefault(matter_of(entry), len(self._put_off) + 1) * _KINDS + 4
        if isinstance(entry, BirthdayEntry):
            return entry.customer_id * _KINDS + 5
        row = entry.yearly_date_id
        return entry.customer_id * _KINDS + 6 if row is None else row * _KINDS + 7


@dataclass(frozen=True, slots=True)
class _Some:
    """What stands in a part: the first of its reminders, and how many there are."""

    first: Sequence[Entry]
    count: int


def _parts(page: TodayPage) -> dict[Part, _Some]:
    """What stands in each part."""
    today = page.today
    more = {Part.BIRTHDAYS: page.more_birthdays, Part.ANNIVERSARIES: page.more_anniversaries}
    found: dict[Part, Sequence[Entry]] = {
        Part.BACKUP: () if today.backup is None else (today.backup,),
        Part.OVERDUE: today.overdue,
        Part.TODAY: today.due,
        Part.BIRTHDAYS: today.birthdays,
        Part.ANNIVERSARIES: today.anniversaries,
        Part.RETURNING: today.returning,
    }
    return {part: _Some(some[:MOST], len(some) + more.get(part, 0)) for part, some in found.items()}


def groups(page: TodayPage, numbers: LineNumbers, now: datetime | None = None) -> list[Group[Line]]:
    """The parts that hold anything, each under its heading."""
    return [group for part, some in _parts(page).items() for group in _group(part, some, numbers, now)]


def _group(part: Part, some: _Some, numbers: LineNumbers, now: datetime | None) -> Iterator[Group[Line]]:
    """A part, if it holds anything; where that is too much, what is not shown of it is told below."""
    if some.count:
        yield _heading(part, some.count), numbers.lines(some.first, now)
    if some.count > len(some.first):
        yield _remainder(part, some), ()


def _heading(part: Part, count: int) -> Heading:
    token = "danger" if part in (Part.OVERDUE, Part.BACKUP) else "text"
    return Heading(heading_id(part), part_words(part), f"{count:,}", token)


def _remainder(part: Part, some: _Some) -> Heading:
    """The row below the lines of a part that are shown: how many are not, and where they are to be seen."""
    number = heading_id(part) - len(Part)
    words = tr("%1 more", f"{some.count - len(some.first):,}")
    return Heading(number, words, _remainder_words(part, len(some.first)), "secondary")


def _remainder_words(part: Part, shown: int) -> str:
    match part:
        case Part.OVERDUE | Part.TODAY:
            return tr("The page Follow-ups lists them all.")
        case Part.BIRTHDAYS:
            return tr("The page Birthdays lists them all.")
    return tr("The first %1 stand here.", f"{shown:,}")


def counted(page: TodayPage) -> dict[Part, int]:
    """How many reminders there are of each part that the head counts."""
    found = _parts(page)
    return {part: found[part].count for part in (Part.TODAY, Part.OVERDUE, Part.BIRTHDAYS, Part.RETURNING)}
