"""How often a customer comes, and from when on one may ask after them.

The mean of the days between the visits is the rhythm; half as long again without a visit is unusual. The store's
index holds the same rule in SQL (`DUE_AGAIN`), and a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LEAST_VISITS = 4
_LEAST_DAYS = 3  # who comes nearly every day is a neighbour, or a till without customer cards


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`every_days`: the mean days between two visits, rounded. `due`: the day from which they are expected again."""

    every_days: int
    due: date


def rhythm(first: date, last: date, visits: int) -> Rhythm | None:
    """The rhythm of `visits` visits from `first` to `last`.

    None under four visits, under three days between them, and where the day expected lies beyond the calendar.
    """
    gaps, span = visits - 1, (last - first).days
    if visits < LEAST_VISITS or span < _LEAST_DAYS * gaps:
        return None
    wait = -(-3 * span // (2 * gaps))  # one and a half times the mean, rounded up
    if wait > (date.max - last).days:
        return None
    return Rhythm((2 * span + gaps) // (2 * gaps), last + timedelta(days=wait))
