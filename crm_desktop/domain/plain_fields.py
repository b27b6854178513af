"""The customer's fields that are a plain text and nothing else: here stands all that is to be known of one.

Each is a column of the customer's table, an attribute of the records, and a column of a sheet, all of one name. The
form, the panel, the list, the files that are read and written, the search and the printed sheet take them from here.
A test leads each of them all the way through, and says what was forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crm_desktop.language import Sentence


@dataclass(frozen=True, slots=True)
class PlainField:
    """`key` is its name everywhere. `headers`: what it is called in other programs' sheets, with ";" between them.
    `width`: of its column in the list, in px. `is_searched`: the search box finds by it."""

    key: str
    label: Sentence
    headers: str
    width: int = 110
    is_searched: bool = False

    @property
    def card_name(self) -> str:
        """The name of its line in a contact card, which other programs pass over."""
        return "X-CRM-" + self.key.upper().replace("_", "-")


PLAIN_FIELDS: Final = (
    PlainField(
        "source",
        Sentence("Source"),
        "来源;来自;客户来源;顾客来源;会员来源;来源渠道;来源途径;渠道;渠道来源;获客渠道;source;lead source;channel;"
        "referral source;came from",
    ),
)

PLAIN_KEYS: Final = tuple(field.key for field in PLAIN_FIELDS)
