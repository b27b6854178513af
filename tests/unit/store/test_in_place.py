"""What other programs do to an open shop's files: nothing is saved into the void, and nothing ends the program."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from crm_desktop.errors import DiskFailure
from crm_desktop.language import Sentence
from crm_desktop.store import connections, engine
from crm_desktop.store.in_place import InPlace
from crm_desktop.store.models import Customer
from crm_desktop.store.shop import Shop
from tests.faults import assert_sound

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="there files that are open can be neither moved nor cut"
)


def add(shop: Shop, name: str = "单晓丽") -> None:
    with shop.change(Sentence("Added %1", name)):
        Customer.insert(name=name, created="2026-11-21T09:00:00").execute()


def names(shop: Shop) -> list[str]:
    return [name for (name,) in Customer.select(Customer.name).order_by(Customer.id).tuples()]


def beside(shop: Shop, part: str) -> Path:
    return shop.path.with_name(shop.path.name + part)


@pytest.fixture(params=["plain", "encrypted"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    """Held open, with one customer in the log."""
    shop = Shop.create(tmp_path / "shop.crm", key="密码" if request.param == "encrypted" else None)
    add(shop)
    return shop


def again(shop: Shop) -> list[str]:
    """What is there once it was closed and opened again; it is sound."""
    shop.close()
    opened = Shop.open(shop.path, key=shop.database.key)
    assert_sound(opened)
    found = names(opened)
    add(opened, "曾国强")
    opened.close()
    return found


@pytest.mark.parametrize("left", [0, 1, 5000])
def test_a_log_that_was_cut_is_told_and_the_shop_stays_whole(shop: Shop, left: int) -> None:
    shop.settle()
    add(shop, "王芳")
    add(shop, "李强")
    log = beside(shop, "-wal")
    os.truncate(log, left)
    for _ in range(3):
        with pytest.raises(DiskFailure, match="emptied or deleted"):
            add(shop, "赵六")
    assert again(shop)[0] == "单晓丽", "what was brought into the file is there"


def test_a_log_that_was_cut_when_all_of_it_is_in_the_file_does_not_matter(shop: Shop) -> None:
    shop.settle()
    os.truncate(beside(shop, "-wal"), 0)
    add(shop, "王芳")
    assert again(shop) == ["单晓丽", "王芳"]


def test_a_log_that_another_command_puts_away_meanwhile_is_not_lost(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(shop, "王芳")
    looks: list[int] = []

    def verify_log(self: InPlace, frames: int, page_size: int) -> None:
        if not looks:
            other = connections.connect(shop.path, shop.database.key, shop.database.salt)
            assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
            other.close()
        looks.append(frames)
        verify(self, frames, page_size)

    verify = InPlace.verify_log
    monkeypatch.setattr(InPlace, "verify_log", verify_log)
    add(shop, "李强")
    assert looks
    assert again(shop) == ["单晓丽", "王芳", "李强"]


@pytest.mark.parametrize("part", ["-wal", "-shm"])
def test_a_log_that_was_deleted_is_told_and_nothing_is_lost(shop: Shop, part: str) -> None:
    add(shop, "王芳")
    beside(shop, part).unlink()
    for _ in range(2):
        with pytest.raises(DiskFailure, match="emptied or deleted"):
            add(shop, "李强")
    assert again(shop) == ["单晓丽", "王芳"]


def test_another_log_in_the_place_of_ours(shop: Shop) -> None:
    add(shop, "王芳")
    log = beside(shop, "-wal")
    log.rename(log.with_name("mine"))
    log.write_bytes(b"x" * 1_000_000)
    with pytest.raises(DiskFailure, match="emptied or deleted"):
        add(shop, "李强")
    log.with_name("mine").rename(log)
    add(shop, "李强")
    assert again(shop) == ["单晓丽", "王芳", "李强"]


@pytest.mark.parametrize("left", [0, 100, 20_000])
def test_an_index_that_was_cut_is_made_anew(shop: Shop, left: int) -> None:
    for number in range(3):
        os.truncate(beside(shop, "-shm"), left)
        assert len(names(shop)) == number + 1
        os.truncate(beside(shop, "-shm"), left)
        add(shop, "王芳")
    assert again(shop) == ["单晓丽", "王芳", "王芳", "王芳"]


def test_a_file_that_was_renamed_is_told(shop: Shop) -> None:
    other = shop.path.with_name("other.crm")
    assert shop.database._in_place.is_in_place
    shop.path.rename(other)
    assert not shop.database._in_place.is_in_place
    with pytest.raises(DiskFailure, match="was moved, renamed"):
        add(shop, "王芳")
    other.rename(shop.path)
    add(shop, "王芳")
    assert again(shop) == ["单晓丽", "王芳"]


def test_a_file_that_was_replaced_is_told(shop: Shop) -> None:
    other = shop.path.with_name("other.crm")
    shop.path.rename(other)
    shop.path.write_bytes(b"another file, by a synchroniser")
    with pytest.raises(DiskFailure, match="was moved, renamed"):
        add(shop, "王芳")
    told = []

    def elsewhere() -> None:
        try:
            names(shop)
        except DiskFailure as error:
            told.append(str(error))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert "was moved" in told[0], "nor does another thread read the other file"
    other.replace(shop.path)
    add(shop, "王芳")
    assert again(shop) == ["单晓丽", "王芳"]


def test_a_thread_that_comes_when_the_file_was_replaced_brings_nothing_into_the_other(
    shop: Shop, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs"
    key = shop.database.key
    Shop.create(theirs, key=key).close()
    theirs.replace(shop.path)
    told: list[BaseException] = []

    def come() -> None:
        try:
            shop.run("SELECT 1")
        except DiskFailure as error:
            told.append(error)

    thread = threading.Thread(target=come)
    thread.start()
    thread.join()
    assert len(told) == 1
    shop.close()
    other = Shop.open(shop.path, key=key)
    assert names(other) == []
    other.close()
    (kept,) = tmp_path.glob("shop as of *, replaced.crm")
    mine = Shop.open(kept, key=key)
    assert names(mine) == ["单晓丽"]
    mine.close()


def test_after_the_last_connection_is_closed_the_file_may_be_another(shop: Shop) -> None:
    shop.close()
    copy = shop.path.with_name("copy.crm")
    copy.write_bytes(shop.path.read_bytes())
    copy.replace(shop.path)
    assert names(shop) == ["单晓丽"]
    add(shop, "王芳")
    assert again(shop) == ["单晓丽", "王芳"]


def test_a_log_is_not_asked_about_while_this_thread_reads(shop: Shop) -> None:
    rows = shop.run("SELECT name FROM customer UNION ALL SELECT 'x'")
    assert rows.fetchone() == ("单晓丽",)
    add(shop, "王芳")
    rows.close()
    assert again(shop) == ["单晓丽", "王芳"]


def test_a_log_that_the_engine_itself_puts_away(tmp_path: Path) -> None:
    path, log = tmp_path / "shop.crm", tmp_path / "shop.crm-wal"
    for file in (path, log, tmp_path / "shop.crm-shm"):
        file.write_bytes(bytes(5000))
    files = InPlace(path)
    files.opened()
    files.verify_log(1, 4096)
    assert not files.has_lost_log()
    log.unlink()
    assert files.has_lost_log()
    files.forget_log()
    assert not files.has_lost_log()
    log.write_bytes(bytes(5000))
    files.verify_log(1, 4096)
    with pytest.raises(DiskFailure):
        files.verify_log(2, 4096)
    files.closed()


def test_another_trouble_while_the_log_is_asked_about_is_told(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def execute(self, *_: object) -> None:
            error = engine.dbapi2.OperationalError("disk I/O error")
            error.sqlite_errorcode = 10
            raise error

    with monkeypatch.context() as patch:
        patch.setattr(shop.database, "connection", Failing)
        with pytest.raises(DiskFailure, match="does not answer"), shop.database.told():
            shop.database._verify_log()
    assert again(shop) == ["单晓丽"]


def test_an_empty_log_is_taken_away_if_it_is_ours(tmp_path: Path) -> None:
    path, log, index = (tmp_path / f"shop.crm{part}" for part in ("", "-wal", "-shm"))
    for file in (path, log, index):
        file.write_bytes(bytes(5000))
    files = InPlace(path)
    files.opened()
    files.note_log()
    files.drop_empty_log()
    assert log.exists(), "it is not empty"
    log.write_bytes(b"")
    files.drop_empty_log()
    assert not log.exists()
    assert not index.exists()
    files.drop_empty_log()
    log.write_bytes(b"x")
    log.rename(tmp_path / "other")
    log.write_bytes(b"")
    files.forget_log()
    files.drop_empty_log()
    assert log.exists(), "it is another's"
    files.closed()
