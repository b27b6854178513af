"""What a look at everything in a shop's file finds, and that it changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.errors import Cancelled, NotAShop, ShopInUse, ShopMissing, ShopTooNew, WrongPassword
from crm_desktop.language import Sentence
from crm_desktop.store import check, connections, seal, soundness
from crm_desktop.store.check import problems_of
from crm_desktop.store.key import Key
from crm_desktop.store.models import Customer
from crm_desktop.store.rekey import rekey
from crm_desktop.store.shop import Shop
from tests.unit.store.test_damage import fill


@pytest.fixture(scope="module")
def filled(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with customers in it."""
    path = Path(shutil.copy(shop_template, tmp_path_factory.mktemp("filled")))
    shop = Shop.open(path)
    fill(shop)
    shop.close()
    return path


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(filled, tmp_path))


def write(path: Path, *statements: str) -> None:
    """As another program does."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def words(path: Path, key: Key | None = None) -> list[tuple[object, ...]]:
    """What is found: each sentence, and what it is about; and not a byte of the file is changed."""
    before = path.read_bytes()
    found = [
        (problem.text, *problem.args, *([] if problem.n is None else [problem.n])) for problem in problems_of(path, key)
    ]
    assert path.read_bytes() == before
    return found


CHANGED: Final = "%n part(s) of the file are not what they were when the shop was last closed."


def test_a_whole_shop(path: Path) -> None:
    told: list[tuple[int, int]] = []
    assert problems_of(path, None, progress=lambda done, total: told.append((done, total))) == []
    assert told == [(done, 6) for done in range(6)]
    assert words(path) == []


def test_a_whole_encrypted_shop(tmp_path: Path) -> None:
    path = tmp_path / "shop.crm"
    shop = Shop.create(path, key="龙井")
    fill(shop)
    assert problems_of(path, shop.database.key) == [], "also while it is open here"
    shop.close()
    assert words(path, Key("龙井")) == []


def test_a_shop_that_is_open(shop: Shop) -> None:
    fill(shop)
    assert problems_of(shop.path, None) == []
    with shop.change(Sentence("x")):
        Customer.insert(name="甲", created="2026-11-21").execute()
        connection = connections.connect(shop.path, None, b"")
        connection.close()
    shop.run("BEGIN IMMEDIATE")
    try:
        with pytest.raises(ShopInUse):
            problems_of(shop.path, None)
    finally:
        shop.run("ROLLBACK")


def test_a_part_that_changed_by_itself(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace("单晓丽7".encode(), "单晓丽8".encode()))
    assert words(path) == [(CHANGED, 12)]


def test_a_broken_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 7 : 4096 * 9] = b"\xff" * 8192
    path.write_bytes(content)
    told = words(path)
    assert (CHANGED, 2) in told
    assert len(told) > 1


def test_a_broken_header(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[:16] = bytes(16)
    path.write_bytes(content)
    assert (CHANGED, 1) in words(path)


def test_a_broken_part_of_an_encrypted_shop(tmp_path: Path) -> None:
    path = tmp_path / "shop.crm"
    shop = Shop.create(path, key="龙井")
    fill(shop)
    shop.close()
    content = bytearray(path.read_bytes())
    content[4096 * 20] ^= 1
    path.write_bytes(content)
    told = words(path, Key("龙井"))
    assert ("%n part(s) of the encrypted file are not what was written there.", 1) in told


def test_what_is_missing(path: Path) -> None:
    write(path, "DROP TABLE photo", "ALTER TABLE customer DROP COLUMN source")
    told = words(path)
    assert ("A part of the shop is missing: %1.", "customer.source") in told
    assert ("A part of the shop is missing: %1.", "photo.customer_id") in told


def test_rows_without_an_owner(path: Path) -> None:
    write(path, "INSERT INTO phone (customer_id, number, reversed_digits) VALUES (9999, '1', '1'), (9998, '2', '2')")
    told = words(path)
    assert told[0] == ("%n row(s) of “%1” belong to something that is not there.", "phone", 2)


def test_a_history_that_does_not_hang_together(path: Path) -> None:
    write(
        path,
        "INSERT INTO journal (change, tbl, row_id, last_id, kind, image) VALUES (99999, 'customer', 1, 1, 'I', NULL)",
        "INSERT INTO journal (change, tbl, row_id, last_id, kind, image) VALUES (1, 'customer', 1, 1, 'U', '{')",
        "UPDATE change SET title = 'x' WHERE id = 2",
    )
    assert words(path) == [
        ("%n line(s) of the history belong to a change that is not there.", 1),
        ("%n line(s) of the history cannot be read.", 2),
    ]


def test_a_search_index_that_lags_behind(path: Path) -> None:
    write(path, "UPDATE customer SET name = '曾国强' WHERE id = 3")
    assert words(path) == [("The search does not know %n customer(s) as they are now.", 1)]


def test_what_another_program_wrote_is_no_problem(path: Path) -> None:
    write(path, "UPDATE setting SET value = value", "VACUUM")
    assert words(path) == []


@pytest.mark.parametrize("key", [None, Key("龙井")], ids=["plain", "encrypted"])
def test_the_search_cannot_be_looked_at_where_nothing_can_be_written(
    path: Path, key: Key | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if key is not None:
        rekey(path, None, key)
    connect = connections.connect
    monkeypatch.setattr(connections, "connect", lambda *which, **how: connect(*which, **(how | {"mode": "ro"})))
    assert words(path, key) == []
    connection = connections.connect(path, key, connections.salt_of(path) if key is not None else b"")
    with pytest.raises(dbapi2.DatabaseError, match="readonly"):
        check.search_index.check(lambda sql, *params: connection.execute(sql, params))
    connection.close()


def test_an_error_that_means_nothing_is_told_as_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(file: object) -> Iterator[Sentence]:
        raise dbapi2.DatabaseError("odd")
        yield

    monkeypatch.setattr(check, "_links", fail)
    assert words(path) == [("The file is broken inside: %1.", "odd")]


def test_it_can_be_stopped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "_STEPS", 10)
    with pytest.raises(Cancelled):
        problems_of(path, None, cancelled=lambda: True)


def test_what_is_no_shop(tmp_path: Path) -> None:
    with pytest.raises(ShopMissing):
        problems_of(tmp_path / "shop.crm", None)
    (tmp_path / "x.crm").write_bytes(b"hello")
    with pytest.raises((NotAShop, WrongPassword)):
        problems_of(tmp_path / "x.crm", None)


def test_a_newer_shop_is_not_called_whole(path: Path) -> None:
    write(path, f"PRAGMA user_version = {9 << 16}")
    with pytest.raises(ShopTooNew):
        problems_of(path, None)


def test_one_page_that_does_not_decipher_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "shop.crm"
    shop = Shop.create(path, key="龙井")
    fill(shop)
    shop.close()
    data = bytearray(path.read_bytes())
    data[4096 * 30 + 50] ^= 1
    path.write_bytes(data)
    assert words(path, Key("龙井"))[0] == ("%n part(s) of the encrypted file are not what was written there.", 1)
    assert not any("btreeInitPage" in str(problem) for problem in words(path, Key("龙井")))


def test_what_the_engine_complains_of_is_told_line_by_line(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[20] ^= 0x10  # how many bytes of each page are not used
    path.write_bytes(data)
    told = [str(problem) for problem in problems_of(path, None)]
    assert 3 < len(told) <= 30
    assert not any("\n" in words or "***" in words for words in told)


def test_the_password_has_to_be_right(tmp_path: Path) -> None:
    path = tmp_path / "shop.crm"
    Shop.create(path, key="龙井").close()
    assert seal.look(path).state is seal.State.SOUND
    for key in (None, Key("碧螺春")):
        with pytest.raises(WrongPassword):
            problems_of(path, key)
