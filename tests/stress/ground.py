"""Where a killed program's file is looked at: a shop with its backups, and what any SQLCipher finds in the file."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from crm_desktop import paths
from crm_desktop.clock import FixedClock
from crm_desktop.services import Services, build
from crm_desktop.services.backups import Backups
from crm_desktop.store import open_file
from crm_desktop.store.check import problems_of
from crm_desktop.store.key import Key
from crm_desktop.store.models import ALL_MODELS
from crm_desktop.store.shop import Shop

NOW = datetime(2026, 11, 21, 15, 20)
PASSWORD, OTHER = "it's 春天", "四月 2026"

#: What the program itself notes at any time, and what is made of the rest.
_NOTES = {"reminder_told", "reminder_round", "customer_stats"}

Rows = Mapping[str, list[Any]]


@dataclass(frozen=True)
class Ground:
    """A folder with a shop, and the password that opens it; "" for a plain one."""

    folder: Path
    password: str

    @property
    def shop(self) -> Path:
        return self.folder / "shop.crm"

    @property
    def backups(self) -> Path:
        return paths.backups(self.folder)

    @property
    def key(self) -> Key | None:
        return Key(self.password) if self.password else None

    def open(self, password: str | None = None) -> Services:
        """The services of the shop, which makes backups as the program does."""
        word = self.password if password is None else password
        shop = Shop.open(self.shop, key=Key(word) if word else None, clock=FixedClock(NOW.date()))
        kept = Backups(shop, self.backups)
        shop.safeguard, shop.backup_failure = kept.before, kept.failure
        return build(shop)

    def copies(self) -> list[Path]:
        """The files that have the name of a copy."""
        return sorted(self.backups.glob("*.crm")) if self.backups.exists() else []

    def copy_to(self, folder: Path) -> Ground:
        """The same in another folder."""
        shutil.copytree(self.folder, folder)
        return Ground(folder, self.password)


def rows_in(path: Path, password: str) -> Rows:
    """Every row of a shop file, as an SQLCipher of its own reads them; what a killed program left is taken up first."""
    connection = dbapi2.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    try:
        if password:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute("PRAGMA key = '{}'".format(password.replace("'", "''")))
        tables = [model._meta.table_name for model in ALL_MODELS if model._meta.table_name not in _NOTES]
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables if table in there}
    finally:
        connection.close()


def opens_with(path: Path, passwords: tuple[str, ...]) -> str:
    """Which of the passwords opens a file: exactly one does."""
    fitting = []
    for password in passwords:
        try:
            rows_in(path, password)
        except dbapi2.DatabaseError:
            continue
        fitting.append(password)
    assert len(fitting) == 1, f"{path.name} opens with {len(fitting)} of {len(passwords)} passwords"
    return fitting[0]


def is_sound(path: Path, password: str) -> None:
    """The program opens it, finds nothing wrong in it, can write to it, and leaves one tidy file."""
    assert problems_of(path, Key(password) if password else None) == []
    shop = Shop.open(path, key=Key(password) if password else None)
    shop.close()
    left = [each.name for each in path.parent.iterdir() if each.name.startswith(path.name + "-")]
    assert left == []
    assert not open_file.of(path).is_open
