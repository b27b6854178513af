"""The customers of a copy, listed and searched where they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.store import search
from crm_desktop.store.look import Look


@dataclass(frozen=True, slots=True)
class CopiedCustomer:
    """A line about a customer of a copy. `last_at`: the day and time of the last purchase, or nothing."""

    id: int
    name: str
    phone: str
    visits: int
    spent_fen: int
    last_at: str | None


def everybody(look: Look) -> list[int]:
    """All customers of a copy, in the order of their names."""
    return [row[0] for row in look.rows("SELECT id FROM customer ORDER BY sort_key, id")]


def matching(look: Look, text: str) -> set[int]:
    """The ids of the customers whom the search box would find for a text that is not blank."""
    return search.matching(look.run, text)


def people(look: Look, ids: Sequence[int]) -> list[CopiedCustomer]:
    """The customers with these ids, in this order."""
    rows = look.rows(
        """
        SELECT c.id, c.name, coalesce((
                SELECT number FROM phone WHERE customer_id = c.id ORDER BY is_main DESC, id LIMIT 1), ''),
            coalesce(s.visits, 0), coalesce(s.spent_fen, 0), s.last_at
        FROM json_each(?) AS wanted JOIN customer AS c ON c.id = wanted.value
        LEFT JOIN customer_stats AS s ON s.customer_id = c.id ORDER BY wanted.key
        """,
        json.dumps(list(ids)),
    )
    return [CopiedCustomer(*row) for row in rows]
