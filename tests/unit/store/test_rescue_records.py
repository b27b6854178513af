"""Our reader of SQLite's pages against SQLite itself: what it wrote, plain and encrypted, is what we read."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from crm_desktop.errors import ShopReadOnly, WrongPassword
from crm_desktop.store.key import Key
from crm_desktop.store.rescue import records
from crm_desktop.store.rescue.pages import Page, Pages
from crm_desktop.store.rescue.records import Broken, Row, Value

KEY = Key("a password")
SALT = bytes(range(16))

VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from([0, 1, -1, 127, 128, 32767, 32768, 8388607, 8388608, 2147483647, 2147483648, 2**47, 2**47 - 1]),
    st.floats(allow_nan=False),
    st.text(max_size=40),
    st.binary(max_size=40),
)
LONG = st.integers(300, 12_000).map(lambda size: "长文" * (size // 2))
ROWS = st.lists(
    st.tuples(st.integers(-(2**62), 2**62), VALUES, VALUES, st.one_of(VALUES, LONG)),
    max_size=120,
    unique_by=lambda row: row[0],
)


def write(path: Path, rows: list[Any], key: Key | None, page_size: int = 4096) -> None:
    path.unlink(missing_ok=True)
    connection = dbapi2.connect(str(path), isolation_level=None)
    if key is not None:
        connection.execute(f'PRAGMA key = "{key.raw(SALT)}"')
    else:
        connection.execute(f"PRAGMA page_size = {page_size}")
    connection.execute("CREATE TABLE t (a, b, c)")
    connection.execute("CREATE INDEX i ON t (c, a)")
    connection.executemany("INSERT INTO t (rowid, a, b, c) VALUES (?, ?, ?, ?)", rows)
    connection.close()


def read(pages: Pages, root: int) -> list[Row]:
    page = pages.page(root)
    assert page is not None
    if records.kind_of(page) == records.TABLE_LEAF:
        return [row for row in records.rows(pages, page) if row is not None]
    assert records.kind_of(page) == records.TABLE_INNER
    found = []
    for at in records.cells(page):
        under = read(pages, records.child(page, at))
        assert under[-1].id <= records.key(page, at)
        found += under
    return found + read(pages, records.last_child(page))


def read_index(pages: Pages, root: int) -> list[tuple[Value, ...]]:
    page = pages.page(root)
    assert page is not None
    found = []
    for at in records.cells(page):
        if records.kind_of(page) == records.INDEX_INNER:
            found += read_index(pages, records.child(page, at))
        found.append(records.entry(pages, page, at))
    return found + (read_index(pages, records.last_child(page)) if page.data[page.start] == 2 else [])


@pytest.mark.parametrize(("key", "page_size"), [(None, 4096), (None, 512), (None, 65536), (KEY, 4096)])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_what_sqlite_wrote_is_what_is_read(tmp_path: Path, rows: list[Any], key: Key | None, page_size: int) -> None:
    path = tmp_path / "t.db"
    write(path, rows, key, page_size)
    with Pages(path, key) as pages:
        assert pages.size == page_size
        names = {row.values[1]: row.values[3] for row in read(pages, 1)}
        found = read(pages, int(str(names["t"])))
        entries = read_index(pages, int(str(names["i"])))
    assert [(row.id, *row.values) for row in found] == sorted(rows, key=lambda row: row[0])
    assert all(row.is_sound for row in found)
    wanted = {row[0]: (row[3], row[1]) for row in rows}
    assert {entry[-1]: entry[:-1] for entry in entries} == wanted


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_record_or_broken(data: bytes) -> None:
    try:
        values, _ = records.record(data)
    except Broken:
        return
    assert len(values) <= len(data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(min_size=512, max_size=512), kind=st.sampled_from([2, 5, 10, 13]))
def test_any_page_gives_rows_or_is_broken(pages: Pages, data: bytes, kind: int) -> None:
    page = Page(2, bytes([kind]) + data[1:3] + b"\0" + data[4:], True)
    try:
        places = records.cells(page)
    except Broken:
        return
    for at in places:
        for look in (records.key, records.row_id):
            try:
                look(page, max(at, 0))
            except Broken:
                continue
        try:
            records.entry(pages, page, at)
        except Broken:
            continue
    list(records.rows(pages, page))


@pytest.fixture
def pages(tmp_path: Path) -> Any:
    path = tmp_path / "p.db"
    write(path, [(n, "x" * 200, None, n) for n in range(60)], None, 512)
    with Pages(path, None) as found:
        yield found


def test_a_number_of_nine_bytes_has_all_of_its_bits() -> None:
    assert records.varint(b"\xff" * 9, 0) == (2**64 - 1, 9)
    assert records.varint(b"\x81\x00", 0) == (128, 2)
    for cut in (b"", b"\x81", b"\xff" * 8):
        with pytest.raises(Broken):
            records.varint(cut, 0)


@pytest.mark.parametrize(
    "payload",
    [
        b"\x09\x01",
        b"\x02\x0a",
        b"\x02\x0b",
        b"\x02\x07abc",
        b"\x02\x06abc",
        b"\x02\x13ab",
        b"\x02\x81\x00",
        b"\x02\x80\x0c",
    ],
    ids=[
        "a head longer than all",
        "reserved",
        "reserved too",
        "half a real",
        "half a number",
        "half a text",
        "torn",
        "a head that ends within a number",
    ],
)
def test_what_is_no_record_is_broken(payload: bytes) -> None:
    with pytest.raises(Broken):
        records.record(payload)


def test_broken_letters_are_told() -> None:
    assert records.record(b"\x02\x11\xe4\xbd") == (("\ufffd",), False)
    assert records.record(b"\x02\x13\xef\xbf\xbd") == (("\ufffd",), True)


def _leaf(cell: bytes, size: int = 512) -> Page:
    at = size - len(cell)
    head = b"\x0d\0\0" + struct.pack(">H", 1) + bytes(3) + struct.pack(">H", at)
    return Page(2, head.ljust(at, b"\0") + cell, True)


@pytest.mark.parametrize(
    "cell",
    [
        b"\x20\x01\x02",  # longer than its page
        b"\x8f\xff\xff\x7f\x01" + bytes(100),  # longer than the file
        b"\x84\x58\x01" + bytes(30),  # its first part does not fit on the page
        b"\x84\x58\x01" + bytes(500),  # goes on on a page 0
    ],
    ids=["beyond the page", "beyond the file", "no room", "no next page"],
)
def test_a_cell_that_cannot_be_is_no_row(pages: Pages, cell: bytes) -> None:
    assert list(records.rows(pages, _leaf(cell))) == [None]


def test_no_page_and_no_tree_page_are_of_no_kind(pages: Pages) -> None:
    assert records.kind_of(None) == 0
    assert records.kind_of(Page(2, bytes(512), True)) == 0
    with pytest.raises(Broken):
        records.entry(pages, _leaf(b""), -1)


def test_broken_pages_of_an_encrypted_file_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    write(path, [(n, "客户", None, n) for n in range(1, 400)], KEY)
    with Pages(path, KEY) as pages:
        root = int(str({row.values[1]: row.values[3] for row in read(pages, 1)}["t"]))
        inner = pages.page(root)
        assert inner is not None
        leaf = records.child(inner, records.cells(inner)[0])
    data = bytearray(path.read_bytes())
    data[4096 * (leaf - 1) + 3000] ^= 1
    path.write_bytes(data)
    with Pages(path, KEY) as pages:
        found = read(pages, root)
        assert 0 < sum(not row.is_sound for row in found) < len(found)
        broken, first, none = pages.page(leaf), pages.page(1), pages.page(pages.count + 1)
        assert broken is not None
        assert not broken.is_sound
        assert first is not None
        assert first.is_sound
        assert none is None
        assert pages.page(0) is None


def test_the_salt_of_a_copy_opens_a_file_that_lost_its_own(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    write(path, [(1, 2, 3, 4)], KEY)
    data = bytearray(path.read_bytes())
    data[:16] = bytes(16)
    path.write_bytes(data)
    with pytest.raises(WrongPassword):
        Pages(path, KEY)
    with Pages(path, KEY, salts=[b"?" * 16, SALT]) as pages:
        assert len(read(pages, 1)) == 2


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ShopReadOnly):
        Pages(tmp_path / "none.db", None)
    empty = tmp_path / "empty.db"
    empty.write_bytes(b"")
    with Pages(empty, None) as pages:
        assert pages.count == 0
        assert pages.page(1) is None


def test_an_impossible_size_of_pages_is_the_usual_one(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    write(path, [(1, 2, 3, 4)], None)
    data = bytearray(path.read_bytes())
    data[16:18] = b"\x12\x34"
    path.write_bytes(data)
    with Pages(path, None) as pages:
        assert pages.size == 4096
        assert len(read(pages, 1)) == 2


def _with_log(tmp_path: Path, key: Key | None) -> Path:
    """A file as a killed program leaves it: two transactions are in its log alone."""
    path = tmp_path / "live.db"
    write(path, [(n, 0, 0, 0) for n in range(1, 300)], key)
    connection = dbapi2.connect(str(path), isolation_level=None)
    if key is not None:
        connection.execute(f'PRAGMA key = "{key.raw(SALT)}"')
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE t SET a = 1")
    connection.execute("INSERT INTO t VALUES (1, 2, 3)")
    left = tmp_path / "left.db"
    for part in ("", "-wal"):
        left.with_name(left.name + part).write_bytes(path.with_name(path.name + part).read_bytes())
    connection.close()
    return left


def _rows_of(path: Path, key: Key | None) -> list[Row]:
    with Pages(path, key) as pages:
        names = {row.values[1]: row.values[3] for row in read(pages, 1)}
        return read(pages, int(str(names["t"])))


@pytest.mark.parametrize("key", [None, KEY])
def test_what_is_in_the_log_alone_is_read(tmp_path: Path, key: Key | None) -> None:
    path = _with_log(tmp_path, key)
    rows = _rows_of(path, key)
    assert len(rows) == 300
    assert all(row.values[0] == 1 for row in rows)
    assert all(row.is_sound for row in rows)


def test_a_torn_log_counts_up_to_its_last_whole_transaction(tmp_path: Path) -> None:
    path = _with_log(tmp_path, None)
    log = path.with_name(path.name + "-wal")
    whole = log.read_bytes()
    log.write_bytes(whole[:-100])
    assert [row.values[0] for row in _rows_of(path, None)] == [1] * 299  # without the insert
    broken = bytearray(whole)
    broken[32 + 24 + 50] ^= 1  # in the first frame
    log.write_bytes(broken)
    assert [row.values[0] for row in _rows_of(path, None)] == [0] * 299


@pytest.mark.parametrize(
    ("at", "with_bytes"),
    [(0, b"none"), (8, b"\0\0\2\0"), (20, b"oops"), (0, b"")],
    ids=["no log", "other pages", "a broken head", "too short"],
)
def test_what_is_no_log_of_the_file_counts_for_nothing(tmp_path: Path, at: int, with_bytes: bytes) -> None:
    path = _with_log(tmp_path, None)
    log = path.with_name(path.name + "-wal")
    data = log.read_bytes()
    log.write_bytes(data[:at] + with_bytes + data[at + len(with_bytes) :] if with_bytes else data[:20])
    assert [row.values[0] for row in _rows_of(path, None)] == [0] * 299
