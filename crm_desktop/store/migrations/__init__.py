"""How a shop file comes to today's schema, one frozen step after another.

The file's `user_version` is the major version times 65536 plus the minor one. A newer minor version only adds what
this program may ignore; a newer major one is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import peewee
from sqlcipher3 import dbapi2

from crm_desktop.store.migrations import m0001_first, m0002_reminders, m0003_identity, m0004_days

Execute = Callable[[str], Any]


class Version(NamedTuple):
    """The version of a file's schema, such as 1.3."""

    major: int
    minor: int

    @classmethod
    def of(cls, user_version: int) -> Version:
        return cls(user_version >> 16, user_version & 0xFFFF)

    @property
    def user_version(self) -> int:
        return (self.major << 16) + self.minor

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


class Migration(NamedTuple):
    """The statements that bring a file to `to`, run in one transaction with the new version number.

    `only_indexes`: they change nothing else, so that an older file is read without them just as well, but more slowly.
    """

    to: Version
    statements: Sequence[str]
    only_indexes: bool = False


MIGRATIONS: tuple[Migration, ...] = (
    Migration(Version(1, 0), m0001_first.STATEMENTS),
    Migration(Version(1, 1), m0002_reminders.STATEMENTS),
    Migration(Version(1, 2), m0003_identity.STATEMENTS),
    Migration(Version(1, 3), m0004_days.STATEMENTS, only_indexes=True),
)
CURRENT = MIGRATIONS[-1].to


def is_readable(have: Version) -> bool:
    """Whether a file of this version can be read as it is, where nothing can be written to bring it up to date."""
    return all(migration.only_indexes for migration in MIGRATIONS if have < migration.to)


def migrate(execute: Execute, *, until: Version = CURRENT) -> None:
    """Take every step that the file has not taken yet."""
    have = Version.of(execute("PRAGMA user_version").fetchone()[0])
    for migration in MIGRATIONS:
        if not have < migration.to <= until:
            continue
        execute("BEGIN IMMEDIATE")
        try:
            for statement in migration.statements:
                execute(statement)
            execute(f"PRAGMA user_version = {migration.to.user_version}")
            execute("COMMIT")
        except BaseException:
            # A full disk or a dying one has rolled back by itself.
            with suppress(peewee.OperationalError, dbapi2.OperationalError):
                execute("ROLLBACK")
            raise
