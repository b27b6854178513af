"""How a file that holds a whole shop is known, and what is said where it is taken for a list."""

from __future__ import annotations

from typing import Final

from crm_desktop.errors import UnreadableFile
from crm_desktop.language import Sentence

MARK: Final = "CRM Desktop: whole shop"
"""Stands first on the workbook's last sheet, and in the JSON."""

HEAD_BYTES: Final = 200
"""Within these first bytes of a JSON file stands the mark."""


class HoldsWholeShop(UnreadableFile):
    """A file that holds a whole shop was taken for a list."""


def no_list(name: str) -> HoldsWholeShop:
    """The error for a whole shop that was to come in as a list of customers, purchases or other things."""
    return HoldsWholeShop(
        Sentence(
            "“%1” holds a whole shop. Bring it in as one: “Bring in a whole shop…” in the menu, or crm-desktop import "
            "shop.",
            name,
        )
    )
