"""How a list is ordered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sort:
    """The order by the values of the column `key`; rows of equal value keep the order of their names or times."""

    key: str
    descending: bool = False
