"""What there can be to remind of. Settings need no more of reminding than this and its `times`."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of reminders, each of which she may switch off."""

    FOLLOW_UP = "follow_up"
    BIRTHDAY = "birthday"
    YEARLY_DATE = "yearly_date"
    FIRST_PURCHASE = "first_purchase"
    RETURNING = "returning"
    BACKUP = "backup"
