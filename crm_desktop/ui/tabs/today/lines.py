"""The lines of the Today page: what each reminder says, and under which heading it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm_desktop.domain.birthday import in_days_words
from crm_desktop.domain.reminders import AnniversaryEntry, BirthdayEntry, FollowUpEntry, Today
from crm_desktop.language import tr
from crm_desktop.ui.widgets.headed_list import Group, Heading
from crm_desktop.ui.widgets.preview import Details

Entry = FollowUpEntry | BirthdayEntry | AnniversaryEntry


class Part(StrEnum):
    """The groups of the page, in the order shown."""

    OVERDUE = "overdue"
    TODAY = "today"
    BIRTHDAYS = "birthdays"
    ANNIVERSARIES = "anniversaries"


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder. `id` is the line's own: a follow-up and a birthday may have the same number."""

    id: int
    entry: Entry

    @property
    def name(self) -> str:
        return self.entry.name or tr("customer %1", self.entry.customer_id)

    @property
    def what(self) -> str:
        """What it is about: the words of the follow-up, "birthday, turning 38"."""
        entry = self.entry
        match entry:
            case FollowUpEntry():
                return entry.what
            case BirthdayEntry():
                return tr("birthday") if entry.turning is None else tr("birthday, turning %1", entry.turning)
        return str(entry.what) if entry.years is None else tr("%1, %n year(s)", entry.what, n=entry.years)

    @property
    def why(self) -> str:
        """Why it is listed, as a sentence."""
        words = str(self.entry.why)
        return words[:1].upper() + words[1:]

    @property
    def when(self) -> str:
        """How near it is: "2 days overdue", "15:00", "in 3 days"."""
        entry = self.entry
        if not isinstance(entry, FollowUpEntry):
            return in_days_words(entry.in_days)
        if entry.overdue_days:
            return tr("%n day(s) overdue", n=entry.overdue_days)
        return f"{entry.due_time:%H:%M}" if entry.due_time else ""

    @property
    def when_token(self) -> str:
        """The colour of `when`."""
        entry = self.entry
        if isinstance(entry, FollowUpEntry):
            return "danger" if entry.overdue_days else "text"
        return "accent" if entry.in_days == 0 else "secondary"

    @property
    def icon(self) -> tuple[str, str]:
        """Name and colour token of the icon before it."""
        entry = self.entry
        match entry:
            case FollowUpEntry():
                return ("bell", "danger" if entry.overdue_days else "secondary")
            case BirthdayEntry():
                return ("check-circle", "good") if entry.greeted else ("cake", "accent")
        return ("gift", "secondary")

    @property
    def mark(self) -> str:
        """That it is urgent."""
        return tr("High") if isinstance(self.entry, FollowUpEntry) and self.entry.priority > 0 else ""

    @property
    def words(self) -> str:
        """The whole line, as it is read out and copied."""
        greeted = tr("Greeted") if isinstance(self.entry, BirthdayEntry) and self.entry.greeted else ""
        parts = [self.name, self.what, self.mark, greeted, self.when, self.why]
        return " · ".join(part for part in parts if part)


def details(line: Line) -> Details:
    """What the preview says: all of what the line may have no room for."""
    facts = ((tr("When"), line.when), (tr("Why this day"), line.why), (tr("Priority"), line.mark))
    return Details(line.name, line.what, facts=facts)


class LineNumbers:
    """Gives each reminder a number of its own that it keeps while the page is open."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}

    def lines(self, entries: Iterable[Entry]) -> list[Line]:
        return [Line(self._numbers.setdefault(_key(each), len(self._numbers) + 1), each) for each in entries]


def _key(entry: Entry) -> tuple[object, ...]:
    match entry:
        case FollowUpEntry():
            return ("follow-up", entry.id)
        case BirthdayEntry():
            return ("birthday", entry.customer_id, entry.date)
    return ("yearly", entry.customer_id, str(entry.what), entry.date)


def groups(today: Today, numbers: LineNumbers) -> list[Group[Line]]:
    """The parts that hold anything, each under its heading."""
    parts: Sequence[tuple[Part, Sequence[Entry]]] = (
        (Part.OVERDUE, today.overdue),
        (Part.TODAY, today.due),
        (Part.BIRTHDAYS, today.birthdays),
        (Part.ANNIVERSARIES, today.anniversaries),
    )
    return [(_heading(part, len(entries)), numbers.lines(entries)) for part, entries in parts if entries]


def heading_id(part: Part) -> int:
    """The id of the heading of a part."""
    return -1 - list(Part).index(part)


def part_words(part: Part) -> str:
    """What a part is called."""
    match part:
        case Part.OVERDUE:
            return tr("Overdue")
        case Part.TODAY:
            return tr("Due today")
        case Part.BIRTHDAYS:
            return tr("Birthdays of the next 7 days")
    return tr("Anniversaries")


def _heading(part: Part, count: int) -> Heading:
    token = "danger" if part is Part.OVERDUE else "text"
    return Heading(heading_id(part), part_words(part), f"{count:,}", token)


def counted(today: Today) -> dict[Part, int]:
    """How many reminders there are of each part that the head counts."""
    return {
        Part.TODAY: len(today.due),
        Part.OVERDUE: len(today.overdue),
        Part.BIRTHDAYS: len(today.birthdays),
    }


def count_words(part: Part, count: int) -> str:
    """Such as "Overdue 2", "7 天内生日 4"."""
    match part:
        case Part.OVERDUE:
            return tr("Overdue %1", f"{count:,}")
        case Part.TODAY:
            return tr("Due today %1", f"{count:,}")
    return tr("Birthdays in 7 days %1", f"{count:,}")
