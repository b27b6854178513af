"""The password of a shop: set, changed, removed, in the file and in every copy of it; and the wrong tries at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from crm_desktop.language import Sentence
from crm_desktop.store.key import Key
from crm_desktop.store.shop import Progress


@dataclass(frozen=True, slots=True)
class CopyLeft:
    """A copy that still has the old password, or none, and why."""

    path: Path
    why: Sentence


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """What became of it. `copies`: how many copies have the new password as well."""

    encrypted: bool
    copies: int
    left: tuple[CopyLeft, ...]


class Tries:
    """The wrong passwords typed for one shop on this laptop, remembered in the data folder: a new start forgets none.

    `salt` tells the shop, and all its copies, without opening it: `store.key.salt_in` of a closed file, or
    `shop.database.salt`.
    """

    def __init__(self, data_dir: Path, salt: bytes) -> None:
        self._file = data_dir / "password-tries.json"
        self._mark = mark_of(salt)

    def wait(self, now: datetime) -> timedelta:
        """How long until the next try; 0 where one may be made now."""
        raise NotImplementedError

    def failed(self, now: datetime) -> None:
        """A wrong one was typed."""
        raise NotImplementedError

    def succeeded(self) -> None:
        """The right one was typed: all wrong ones are forgotten."""
        raise NotImplementedError


def mark_of(salt: bytes) -> str:
    """What stands for a shop outside its file: from its salt nothing follows about it, and from this not the salt."""
    raise NotImplementedError


def change_password(
    path: Path,
    old: Key | None,
    new: Key | None,
    copies: Iterable[Path] = (),
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PasswordChanged:
    """Put a closed shop, then those of `copies` that open by `old`, under `new`; None: without a password.

    All or nothing for each file: whenever the power goes, it is the old one or the new one. WrongPassword, ShopInUse,
    DiskFull, Cancelled and the others: the shop is as it was. A copy that could not be changed is told, and stays.
    """
    raise NotImplementedError
