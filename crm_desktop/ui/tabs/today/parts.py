"""The parts of the Today page, what they are called, and how their counts are said."""

from __future__ import annotations

from enum import StrEnum

from crm_desktop.language import tr


class Part(StrEnum):
    """The groups of the page, in the order shown."""

    BACKUP = "backup"
    OVERDUE = "overdue"
    TODAY = "today"
    BIRTHDAYS = "birthdays"
    ANNIVERSARIES = "anniversaries"
    RETURNING = "returning"


def heading_id(part: Part) -> int:
    """The id of the heading of a part."""
    return -1 - list(Part).index(part)


def part_words(part: Part) -> str:
    """What a part is called."""
    match part:
        case Part.BACKUP:
            return tr("Look after this")
        case Part.OVERDUE:
            return tr("Overdue")
        case Part.TODAY:
            return tr("Due today")
        case Part.BIRTHDAYS:
            return tr("Birthdays of the next 7 days")
        case Part.ANNIVERSARIES:
            return tr("Anniversaries")
    return tr("Due to come again")


def count_words(part: Part, count: int) -> str:
    """Such as "Overdue 2", "7 天内生日 4"."""
    match part:
        case Part.OVERDUE:
            return tr("Overdue %1", f"{count:,}")
        case Part.TODAY:
            return tr("Due today %1", f"{count:,}")
        case Part.BIRTHDAYS:
            return tr("Birthdays in 7 days %1", f"{count:,}")
    return tr("Due to come again %1", f"{count:,}")
