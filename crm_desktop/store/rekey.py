"""A closed shop file put under another key, under one for the first time, or under none any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crm_desktop.store.key import Key
from crm_desktop.store.shop import Progress


def rekey(
    path: Path,
    old: Key | None,
    new: Key | None,
    salt: bytes = b"",
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the shop anew under another key beside the old file, compare both, and put it in the old one's place."""
    raise NotImplementedError
