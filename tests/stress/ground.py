"""Where a killed program's file is looked at: a shop with its backups, and what any SQLCipher finds in the file."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from crm_desktop import paths
from crm_desktop.clock import FixedClock
from crm_desktop.errors import WrongPassword
from crm_desktop.services import Services
from crm_desktop.services.backups import Backups
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store import open_file, replace
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
        return key_of(self.password)

    def open(self) -> Services:
        """The services of the shop, which makes backups as the program does."""
        shop = Shop.open(self.shop, key=self.key, clock=FixedClock(NOW.date()))
        kept = Backups(shop, self.backups)
        shop.safeguard, shop.backup_failure = kept.before, kept.failure
        return Services(shop)

    def copies(self) -> list[Path]:
        """The files that have the name of a copy."""
        return sorted(self.backups.glob("*.crm")) if self.backups.exists() else []

    def copy_to(self, folder: Path) -> Ground:
        """The same in another folder."""
        shutil.copytree(self.folder, folder)
        return Ground(folder, self.password)


@cache
def key_of(password: str) -> Key | None:
    """One for each password: what was derived once need not be derived for each try."""
    return Key(password) if password else None


@cache
def _raw_key(password: str, salt: bytes) -> str:
    """The key as SQLCipher 4 derives it (https://www.zetetic.net/sqlcipher/design/), not by the program's own code."""
    raw = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 256_000, 32)
    return f"x'{raw.hex()}{salt.hex()}'"


def rows_in(path: Path, password: str) -> Rows:
    """Every row of a shop file, as an SQLCipher of its own reads them; what a killed program left is taken up first."""
    connection = dbapi2.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    try:
        if password:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f'PRAGMA key = "{_raw_key(password, path.read_bytes()[:16])}"')
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


def opens_by_program(path: Path, passwords: tuple[str, ...]) -> None:
    """The program's window is the first to open what is left: nothing that lies about keeps it from that."""
    for password in passwords:
        try:
            shop = Shop.open(path, key=key_of(password), for_window=True)
        except WrongPassword:
            continue
        assert shop.read_only is None
        shop.wholeness.verify()
        shop.close()
        return
    raise AssertionError(f"{path.name} opens with none of {len(passwords)} passwords")


def is_sound(path: Path, password: str) -> None:
    """The program finds nothing wrong in it, can write to it, and leaves one tidy file and nothing beside it."""
    assert problems_of(path, key_of(password)) == []
    shop = Shop.open(path, key=key_of(password), clock=FixedClock(NOW.date()), for_window=True)
    shop.wholeness.verify()
    Services(shop).customers.add(CustomerDraft(name="后来的"))
    shop.close()
    assert rows_in(path, password)["customer"][-1][1] == "后来的"
    beside = [each.name for each in path.parent.iterdir() if path.name in each.name and each.name != path.name]
    assert [name for name in beside if ".half" not in name] == []
    assert not open_file.of(path).is_open
    replace.sweep(path)
    assert [*path.parent.glob(f"*{path.name}*.half*")] == []
