"""What goes before a large change: a backup, by whoever knows where to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from crm_desktop.domain.reminding.entries import BackupFact

BULK = 100
"""A change of more rows is one of many: a backup goes before it."""

Progress = Callable[[int, int], object]
"""Told how much of a long piece of work is done, and of how much."""


class Safeguard(Protocol):
    """Called before something large is written: makes a backup, or says by a UserError why none could be made.

    Where `cancelled` comes true the copying stops by Cancelled.
    """

    def __call__(
        self, why: str, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None: ...


def unguarded(why: str, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> None:
    """The safeguard of a shop that has no backup folder: none."""


def no_backup_failure() -> BackupFact | None:
    """What a shop that has no backup folder tells of its daily backup: nothing."""
    return None
