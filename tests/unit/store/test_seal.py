"""The seal of a closed file: what it tells, what it leaves alone, and when it does not count."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import struct
import zlib
from array import array
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.store import seal
from crm_desktop.store.key import Key
from crm_desktop.store.seal import State
from crm_desktop.store.shop import Shop


def make(path: Path, rows: int = 50) -> Path:
    """A small file of another program, not sealed."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE t (a)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO t VALUES (?)", [("单晓丽" * 300,)] * rows)
    connection.execute("COMMIT")
    connection.close()
    return path


def flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))


def test_a_sealed_file_is_sound_and_any_sqlite_reads_it(tmp_path: Path) -> None:
    path = make(tmp_path / "x.db")
    before = path.read_bytes()
    assert seal.look(path) == seal.Look(State.NONE)
    assert seal.of(path) is None
    seal.put(path, None)
    found = seal.look(path)
    assert found.state is State.SOUND
    assert found.seal is not None
    assert found.seal == seal.of(path)
    assert (found.seal.pages, found.seal.page_size, found.seal.encrypted) == (len(before) // 4096, 4096, False)
    assert path.read_bytes()[: len(before)] == before
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM t").fetchone() == (50,)
    connection.close()
    assert seal.look(path).state is State.SOUND, "reading leaves it alone"


def test_the_sums_stand_highest_byte_first_and_are_kept_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "x.db")
    before = path.read_bytes()
    seal.put(path, None)
    (first,) = struct.unpack_from(">I", path.read_bytes(), len(before))
    assert first == zlib.crc32(before[:4096])
    with path.open("rb") as file:
        sums = seal._read(file)[1]
    assert (type(sums), sums.itemsize, sums[0]) == (array, 4, first)
    monkeypatch.setattr("sys.byteorder", "big")
    assert seal._turned(array("I", [1])) == array("I", [1])


def test_each_page_that_changed_is_named(tmp_path: Path) -> None:
    path = make(tmp_path / "x.db")
    seal.put(path, None)
    flip(path, 4096 * 2 + 17)
    flip(path, 4096 * 5)
    found = seal.look(path)
    assert (found.state, found.broken) == (State.BROKEN, (3, 6))


@pytest.mark.parametrize("back", [1, seal.END_BYTES - 20, seal.END_BYTES + 100, 2000], ids=str)
def test_a_broken_seal_is_none(tmp_path: Path, back: int) -> None:
    path = make(tmp_path / "x.db")
    seal.put(path, None)
    flip(path, path.stat().st_size - back)
    assert seal.look(path).state is State.NONE


@pytest.mark.parametrize("length", [0, 10, 4096])
def test_what_is_too_short_has_no_seal(tmp_path: Path, length: int) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(bytes(length))
    assert seal.look(path).state is State.NONE


def test_half_a_seal_is_none(tmp_path: Path) -> None:
    path = make(tmp_path / "x.db")
    pages = path.stat().st_size
    seal.put(path, None)
    whole = path.read_bytes()
    for length in range(pages, len(whole), 512):
        path.write_bytes(whole[:length])
        assert seal.look(path).state is State.NONE
    path.write_bytes(whole[:pages] + bytes(len(whole) - pages - 200) + whole[-200:])
    assert seal.look(path).state is State.NONE


def test_a_seal_of_another_length_or_version_is_none(tmp_path: Path) -> None:
    path = make(tmp_path / "x.db")
    seal.put(path, None)
    whole = path.read_bytes()
    path.write_bytes(whole[: -4096 * 2] + whole[-4096:])
    assert seal.look(path).state is State.NONE
    end = bytearray(whole[-seal.END_BYTES : -4])
    end[16:20] = (2).to_bytes(4, "big")
    path.write_bytes(whole[: -seal.END_BYTES] + end + struct.pack(">I", zlib.crc32(end)))
    assert seal.look(path).state is State.NONE


@pytest.mark.parametrize("mode", ["DELETE", "TRUNCATE", "PERSIST", "MEMORY", "OFF", "WAL"])
def test_who_writes_makes_the_seal_void(tmp_path: Path, mode: str) -> None:
    path = make(tmp_path / "x.db")
    seal.put(path, None)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("UPDATE t SET a = 'x' WHERE rowid = 7")
    assert seal.look(path).state is State.NONE, "the journal may be there, or not"
    connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    connection.close()
    assert seal.look(path).state is State.NONE
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


@pytest.mark.parametrize("what", ["VACUUM", "PRAGMA user_version = 7", "DROP TABLE t", "PRAGMA journal_mode = WAL"])
def test_whatever_is_written_makes_it_void(tmp_path: Path, what: str) -> None:
    path = make(tmp_path / "x.db")
    seal.put(path, None)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(what)
    connection.close()
    assert seal.look(path).state is State.NONE


def test_another_program_in_the_middle_of_writing(tmp_path: Path) -> None:
    path = make(tmp_path / "x.db")
    seal.put(path, None)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 2")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE t SET a = upper(a) || 'x'")  # more than it keeps in memory: pages are written already
    assert seal.look(path).state is State.NONE
    connection.execute("ROLLBACK")
    connection.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert seal.look(path).state in (State.SOUND, State.NONE), "what was taken back is no damage"


def test_it_is_sealed_anew_where_a_seal_was(tmp_path: Path) -> None:
    path = make(tmp_path / "x.db")
    seal.put(path, None)
    size = path.stat().st_size
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE t SET a = 'x' WHERE rowid = 7")
    connection.close()
    seal.put(path, None)
    assert seal.look(path).state is State.SOUND
    assert path.stat().st_size == size


def test_a_large_page_and_many_pages(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA page_size = 65536")
    connection.execute("CREATE TABLE t (a)")
    connection.execute("INSERT INTO t VALUES (zeroblob(3000000))")
    connection.close()
    seal.put(path, None)
    found = seal.look(path)
    assert found.state is State.SOUND
    assert found.seal is not None
    assert found.seal.page_size == 65536
    flip(path, 2_000_000)
    assert seal.look(path).broken == (2_000_000 // 65536 + 1,)


def test_the_page_of_the_locks_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "x.db", rows=800)
    monkeypatch.setattr(seal, "_LOCK_BYTE", 1 << 20)
    seal.put(path, None)
    flip(path, (1 << 20) + 5)
    assert seal.look(path).state is State.SOUND
    flip(path, (1 << 20) + 4096)
    assert seal.look(path).broken == (258,)


def test_a_file_that_ends_too_early_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "x.db")
    seal.put(path, None)
    fill = seal._fill

    def cut(file: Any, buffer: memoryview) -> None:
        os.truncate(path, 4096 * 3)
        fill(file, buffer)

    monkeypatch.setattr(seal, "_fill", cut)
    found = seal.look(path)
    assert found.state is State.BROKEN
    assert found.broken[0] == 4


def test_a_full_disk_leaves_the_file_without_a_seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "x.db")
    before = path.read_bytes()

    def full(file: Any, data: bytes) -> None:
        file.write(data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(seal, "_write", full)
    with pytest.raises(OSError, match="No space"):
        seal.put(path, None)
    assert path.read_bytes() == before


def test_a_file_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert seal.of(tmp_path / "x.db") is None
    with pytest.raises(FileNotFoundError):
        seal.look(tmp_path / "x.db")


def test_what_cannot_be_read_beside_it_may_belong_to_it(tmp_path: Path) -> None:
    path = make(tmp_path / "x.db")
    seal.put(path, None)
    (tmp_path / "x.db-wal").mkdir()
    assert seal.look(path).state is State.NONE


class TestEncrypted:
    def test_the_seal_knows_the_key(self, tmp_path: Path) -> None:
        path, key = tmp_path / "shop.crm", Key("龙井")
        Shop.create(path, key=key).close()
        found = seal.look(path)
        assert found.state is State.SOUND
        assert found.seal is not None
        assert found.seal.encrypted
        assert found.seal.salt == path.read_bytes()[:16]
        assert found.seal.is_key(key)
        assert not found.seal.is_key(Key("碧螺春"))

    def test_a_plain_seal_knows_no_key(self, shop_path: Path) -> None:
        found = seal.of(shop_path)
        assert found is not None
        assert not found.is_key(Key("龙井"))

    def test_nothing_of_a_name_is_in_it(self, tmp_path: Path) -> None:
        path, key = tmp_path / "shop.crm", Key("龙井")
        Shop.create(path, key=key).close()
        found = seal.of(path)
        assert found is not None
        assert "龙井".encode() not in path.read_bytes()
        assert key.bytes_of(found.salt) not in path.read_bytes()

    def test_it_is_sealed_anew_only_when_told_where_it_ends(self, tmp_path: Path) -> None:
        path, key = tmp_path / "shop.crm", Key("龙井")
        Shop.create(path, key=key).close()
        found = seal.of(path)
        assert found is not None
        shutil.copy(path, tmp_path / "copy.crm")
        seal.put(path, key, found.pages)
        assert seal.look(path) == seal.Look(State.SOUND, found)
