"""The customers of a copy, listed and searched where they are: the search box knows the open shop's alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crm_desktop.store.look import Look

_LIKE: Final = "LIKE ? ESCAPE '\\'"

_FOUND: Final = f"""
    SELECT id FROM customer WHERE name {_LIKE} OR pinyin {_LIKE} OR initials {_LIKE} OR member_no {_LIKE} OR id IN (
        SELECT customer_id FROM phone WHERE replace(number, ' ', '') {_LIKE})
    ORDER BY sort_key, id
"""


@dataclass(frozen=True, slots=True)
class CopiedCustomer:
    """A line about a customer of a copy. `last_at`: the day and time of the last purchase, or nothing."""

    id: int
    name: str
    phone: str
    visits: int
    spent_fen: int
    last_at: str | None


def find(look: Look, text: str) -> list[int]:
    """The customers of a copy whose name, its pinyin or initials, phone or member number holds the text; all of them
    for none. In the order of their names."""
    words = "".join(text.split())
    if not words:
        return [row[0] for row in look.rows("SELECT id FROM customer ORDER BY sort_key, id")]
    for sign in "\\%_":
        words = words.replace(sign, "\\" + sign)
    return [row[0] for row in look.rows(_FOUND, *[f"%{words}%"] * 5)]


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
