"""What became of each reminder: told, told later, or not told and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crm_desktop.language import Sentence
from crm_desktop.store.shop import Shop


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of the record. `what` names an occurrence, a popup or a stretch of time; `outcome` says what became of
    it. `customer_id` is None where it is about no customer; `told` says whether she heard of it."""

    at: datetime
    what: Sentence
    outcome: Sentence
    told: bool
    customer_id: int | None = None

    def as_json(self) -> dict[str, object]:
        """The line as the command line answers it."""
        return {
            "at": self.at.isoformat(),
            "what": str(self.what),
            "outcome": str(self.outcome),
            "told": self.told,
            "customer_id": self.customer_id,
        }


class ReminderLog:
    """Reads the record."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def entries(self, limit: int = 100, text: str = "") -> list[LogEntry]:
        """The newest lines first; with `text`, those of the customers that it names."""
        return []

    def of_customer(self, customer_id: int, limit: int = 100) -> list[LogEntry]:
        """What was told of a customer, and what was not and why, the newest first."""
        return []
