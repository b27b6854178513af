"""Each result code of the engine means something to a person, or is a mistake of ours."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import peewee
import pytest
from sqlcipher3 import dbapi2

from crm_desktop.errors import (
    DiskFailure,
    DiskFull,
    NotAShop,
    OutOfMemory,
    ShopDamaged,
    ShopInUse,
    ShopReadOnly,
    UserError,
    WrongPassword,
)
from crm_desktop.store import connections, meanings
from crm_desktop.store.meanings import error_for

# https://www.sqlite.org/rescode.html: every one, but for those that are no errors (OK, ROW, DONE, NOTICE, WARNING).
PRIMARY: dict[int, type[UserError] | None] = {
    1: None, 2: None, 3: DiskFailure, 4: None, 5: ShopInUse, 6: ShopInUse, 7: OutOfMemory, 8: ShopReadOnly, 9: None,
    10: DiskFailure, 11: ShopDamaged, 12: None, 13: DiskFull, 14: DiskFailure, 15: ShopInUse, 16: None, 17: ShopInUse,
    18: UserError, 19: None, 20: None, 21: None, 22: DiskFull, 23: DiskFailure, 24: None, 25: None, 26: NotAShop,
}  # fmt: skip
EXTENDED = {
    1: range(1, 4), 4: (2,), 5: range(1, 4), 6: range(1, 3), 8: range(1, 7), 10: range(1, 35), 11: range(1, 4),
    14: range(1, 7), 19: range(1, 13), 23: (1,),
}  # fmt: skip
LOCKS = {2058, 2314, 3594, 3850, 5130}
OTHERWISE = {1032: DiskFailure, 3082: OutOfMemory}


def codes() -> Iterator[int]:
    yield from PRIMARY
    for primary, extensions in EXTENDED.items():
        yield from (primary | extension << 8 for extension in extensions)


@pytest.mark.parametrize("code", [*codes()])
def test_every_code_is_a_sentence_or_a_mistake_of_ours(tmp_path: Path, code: int) -> None:
    (tmp_path / "shop.crm").touch()
    told = error_for(code, tmp_path / "shop.crm", encrypted=False)
    kind = OTHERWISE.get(code, PRIMARY[code & 0xFF])
    assert (type(told) if told is not None else None) is kind
    if told is not None:
        assert ("shop.crm" in str(told)) or kind in (OutOfMemory, UserError)
        assert ("lock the file" in str(told)) == (code in LOCKS)


def test_the_names_of_the_codes_are_those_of_the_driver() -> None:
    known = {name: value for name, value in vars(dbapi2).items() if name.startswith("SQLITE_IOERR") and value}
    assert all(isinstance(error_for(code, Path("x"), encrypted=False), UserError) for code in known.values())


def test_noise_under_a_key_is_a_wrong_password(tmp_path: Path) -> None:
    assert isinstance(error_for(26, tmp_path / "shop.crm", encrypted=True), WrongPassword)


@pytest.mark.parametrize(
    ("reason", "kind", "words"),
    [
        (errno.ENOSPC, DiskFull, "is full"),
        (errno.EDQUOT, DiskFull, "Your share"),
        (errno.EFBIG, DiskFull, "as large as"),
        (errno.EROFS, ShopReadOnly, "read-only"),
        (errno.EACCES, ShopReadOnly, "read-only"),
        (errno.ENOENT, DiskFailure, "not there any more"),
        (errno.ENXIO, DiskFailure, "not there any more"),
        (errno.EIO, DiskFailure, "does not answer"),
        (errno.ENOLCK, DiskFailure, "lock the file"),
        (errno.EMFILE, DiskFailure, "does not answer"),
    ],
)
def test_why_a_disk_refuses_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int, kind: type[UserError], words: str
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(meanings.os, "fsync", refuse)
    for code in (10, 778, 1034, 14):
        told = error_for(code, tmp_path / "shop.crm", encrypted=False)
        assert type(told) is kind
        if (code, words) != (14, "does not answer"):
            assert words in str(told)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_whose_locks_keep_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meanings.computer, "locks_exclude", lambda path: False)
    for code in (10, 15):
        assert "lock the file" in str(error_for(code, tmp_path / "shop.crm", encrypted=False))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_because_it_is_gone(tmp_path: Path) -> None:
    assert "was moved" in str(error_for(8, tmp_path / "shop.crm", encrypted=False))


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    told = error_for(778, tmp_path / "gone" / "shop.crm", encrypted=False)
    assert "not there any more" in str(told)


def test_the_systems_limit_for_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shop.crm"
    path.write_bytes(bytes(200_000))
    (tmp_path / "shop.crm-x").mkdir()
    for limit, words in ((-1, "does not answer"), (1_000_000, "does not answer"), (200_000, "as large as")):
        limits = SimpleNamespace(RLIMIT_FSIZE=1, RLIM_INFINITY=-1, getrlimit=lambda which, limit=limit: (limit, -1))
        monkeypatch.setitem(sys.modules, "resource", limits)
        assert words in str(error_for(778, path, encrypted=False))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    told = meanings.cannot_read(tmp_path / "shop.crm", PermissionError(errno.EACCES, "Permission denied"))
    assert "Permission denied" in str(told)


def test_where_the_system_knows_no_such_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    assert "does not answer" in str(error_for(778, tmp_path / "shop.crm", encrypted=False))


@pytest.mark.parametrize(
    ("shops", "temporary", "words"),
    [
        (500, 3, "temporary files"),
        (3, 500, "holds “shop.crm” is full"),
        (3, 3, "holds “shop.crm” is full"),
        (3, None, "holds “shop.crm” is full"),
    ],
)
def test_which_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shops: int, temporary: int | None, words: str
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    free = {tmp_path: shops, folder: temporary}

    def disk_usage(folder: Path) -> SimpleNamespace:
        if free[folder] is None:
            raise OSError
        return SimpleNamespace(free=free[folder])

    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    monkeypatch.setattr(meanings.shutil, "disk_usage", disk_usage)
    told = error_for(13, tmp_path / "shop.crm", encrypted=False)
    assert isinstance(told, DiskFull)
    assert words in str(told)


def test_want_of_memory_is_told(tmp_path: Path) -> None:
    path = tmp_path / "shop.crm"
    assert isinstance(connections.meaning_of(MemoryError(), path, encrypted=False), OutOfMemory)
    wrapped = peewee.DatabaseError()
    wrapped.__cause__ = MemoryError()
    assert isinstance(connections.meaning_of(wrapped, path, encrypted=False), OutOfMemory)
