"""Opening and closing shops: every way that it can fail is a sentence, and leaves the file as it was."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import peewee
import pytest
from sqlcipher3 import dbapi2

from crm_desktop.errors import (
    DiskFailure,
    DiskFull,
    NotAShop,
    ShopDamaged,
    ShopError,
    ShopExists,
    ShopInUse,
    ShopMissing,
    ShopReadOnly,
    ShopTooNew,
    UserError,
    WrongPassword,
)
from crm_desktop.language import Sentence
from crm_desktop.store import engine, meanings, migrations
from crm_desktop.store.closed_file import APPLICATION_ID, is_encrypted
from crm_desktop.store.migrations import CURRENT, Version
from crm_desktop.store.models import ChangeRecord, Customer, ReminderTold
from crm_desktop.store.shop import Shop

NOW = "2026-11-21T09:00:00"


def add(shop: Shop, name: str = "单晓丽") -> None:
    with shop.change(Sentence("Added %1", name)):
        Customer.insert(name=name, created=NOW).execute()


def test_a_closed_shop_is_one_file_with_our_mark(tmp_path: Path) -> None:
    shop = Shop.create(tmp_path / "folder" / "shop.crm")
    add(shop)
    assert shop.schema == str(CURRENT)
    shop.close()
    shop.close()
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["shop.crm"]
    header = (tmp_path / "folder" / "shop.crm").read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID


def test_a_new_shop_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "shop.crm"
    path.write_text("precious")
    with pytest.raises(ShopExists):
        Shop.create(path)
    assert path.read_text() == "precious"


def test_a_new_shop_in_an_impossible_place_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file" / "shop.crm", tmp_path / ("n" * 300)):
        with pytest.raises(UserError):
            Shop.create(place)


def test_a_shop_that_cannot_be_built_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("crm_desktop.store.migrations.migrate", fail)
    with pytest.raises(RuntimeError):
        Shop.create(tmp_path / "shop.crm")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("knows_links", [True, False])
def test_a_new_shop_does_not_take_the_place_of_one_that_came_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, knows_links: bool
) -> None:
    path = tmp_path / "shop.crm"

    def migrate(execute: Any) -> None:
        original(execute)
        path.write_text("precious")

    original = migrations.migrate
    monkeypatch.setattr(migrations, "migrate", migrate)
    if not knows_links:
        monkeypatch.setattr(os, "link", _no_links)
    with pytest.raises(ShopExists):
        Shop.create(path)
    assert [each.name for each in tmp_path.iterdir()] == ["shop.crm"]
    assert path.read_text() == "precious"


def _no_links(*_: object) -> None:
    raise PermissionError


def test_a_new_shop_on_a_stick_and_beside_what_an_old_one_has_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    (tmp_path / "shop.crm-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" * 100)
    Shop.create(tmp_path / "shop.crm").close()
    assert [each.name for each in tmp_path.iterdir()] == ["shop.crm"]
    Shop.open(tmp_path / "shop.crm").close()


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ShopMissing):
        Shop.open(tmp_path / "shop.crm")


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04" + bytes(5000), bytes(4096 * 3), b"SQLite format 3\0" + bytes(4080)]
)
def test_a_file_that_is_no_shop(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "shop.crm"
    path.write_bytes(content)
    with pytest.raises(ShopError):
        Shop.open(path)
    assert path.read_bytes() == content


def test_a_folder_is_no_shop(tmp_path: Path) -> None:
    with pytest.raises(NotAShop):
        Shop.open(tmp_path)


def test_another_programs_database_is_no_shop(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = dbapi2.connect(str(path))
    other.execute("CREATE TABLE customer (name TEXT)")
    other.close()
    with pytest.raises(NotAShop):
        Shop.open(path)


def test_a_shop_without_tables_is_no_shop(tmp_path: Path) -> None:
    path = tmp_path / "shop.crm"
    other = dbapi2.connect(str(path))
    other.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    other.execute("CREATE TABLE x (y)")
    other.close()
    with pytest.raises(NotAShop):
        Shop.open(path)


def test_a_shop_of_a_newer_version(shop: Shop) -> None:
    shop.run(f"PRAGMA user_version = {Version(CURRENT.major + 1, 0).user_version}")
    shop.close()
    with pytest.raises(ShopTooNew):
        Shop.open(shop.path)


def test_a_newer_minor_version_opens(shop: Shop) -> None:
    shop.run(f"PRAGMA user_version = {Version(CURRENT.major, CURRENT.minor + 1).user_version}")
    shop.close()
    Shop.open(shop.path).close()


def test_a_cut_off_file_is_told_as_damaged(shop: Shop) -> None:
    add(shop)
    shop.close()
    whole = shop.path.read_bytes()
    shop.path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    with pytest.raises(ShopDamaged):
        Shop.open(shop.path)


def test_damage_anywhere_is_a_sentence_or_harmless(shop_path: Path, tmp_path: Path) -> None:
    shop = Shop.open(shop_path)
    for i in range(200):
        add(shop, f"客户{i}")
    shop.close()
    whole, dice = shop_path.read_bytes(), random.Random(7)
    told = 0
    for _ in range(30):
        broken = bytearray(whole)
        start = dice.randrange(100, len(broken) - 600)
        broken[start : start + 500] = dice.randbytes(500)
        path = tmp_path / "broken.crm"
        path.write_bytes(broken)
        try:
            opened = Shop.open(path)
            try:
                assert len(list(Customer.select(Customer.name).tuples())) <= 200
            finally:
                opened.close()
        except UserError:
            told += 1
        except (dbapi2.DatabaseError, peewee.DatabaseError) as error:
            told += isinstance(shop.meaning(error), ShopDamaged)
    assert told


def test_a_text_that_is_no_text_any_more_is_damage(shop: Shop) -> None:
    add(shop)
    with shop.change(Sentence("x")):
        shop.run("UPDATE customer SET note = CAST(x'ff80' AS TEXT)")
    assert shop.meaning(dbapi2.DatabaseError("x")) is None
    with pytest.raises(ShopDamaged):
        list(Customer.select(Customer.note).tuples())
    assert isinstance(shop.meaning(dbapi2.DatabaseError("x")), ShopDamaged), "whatever fails now fails for that"


def test_rows_and_ids_of_a_query(shop: Shop) -> None:
    add(shop)
    query = Customer.select(Customer.id, Customer.name)
    assert shop.rows(query) == [(1, "单晓丽")]
    assert shop.ids(query) == [1]


def test_notes_of_the_program_are_no_changes(shop: Shop) -> None:
    columns = ("key", "day", "at", "state")
    with shop.note():
        shop.note_rows(ReminderTold, columns, [("a", "2026-11-21", "", "told"), ("b", "2026-11-21", "", "told")])
    with shop.note():
        shop.note_rows(ReminderTold, columns, [("a", "2026-11-22", "", "other"), ("c", "2026-11-22", "", "told")])
    assert shop.rows(ReminderTold.select(ReminderTold.key, ReminderTold.state)) == [
        ("a", "told"), ("b", "told"), ("c", "told"),
    ]  # fmt: skip
    assert ChangeRecord.select().count() == 0
    with pytest.raises(peewee.IntegrityError, match="outside a change"), shop.note():
        Customer.insert(name="王芳", created="2026-11-21").execute()
    assert Customer.select().count() == 0


def test_an_error_that_is_not_the_engines_means_nothing_to_a_person(shop: Shop) -> None:
    assert shop.meaning(ValueError("x")) is None
    with pytest.raises(peewee.OperationalError):
        shop.run("SELECT nonsense")


def test_a_read_only_shop(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.close()
    monkeypatch.setattr("crm_desktop.store.place.os.access", lambda path, mode: mode != os.W_OK)
    looked_at = Shop.open(shop.path)
    assert "lies where nothing can be written" in str(looked_at.read_only)
    with pytest.raises(ShopReadOnly, match="nothing can be changed"), looked_at.change(Sentence("x")):
        pass
    looked_at.close()


def test_a_shop_that_may_not_be_read(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.close()

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert not is_encrypted(shop.path)
    with pytest.raises(ShopReadOnly):
        Shop.open(shop.path)


def test_a_full_disk_saves_nothing_and_saving_works_again(shop: Shop) -> None:
    add(shop)
    pages = shop.run("PRAGMA page_count").fetchone()[0]
    shop.run(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        add(shop, "x" * 1_000_000)
    assert [customer.name for customer in Customer.select()] == ["单晓丽"]
    shop.run("PRAGMA max_page_count = 100000")
    add(shop, "曾国强")
    assert Customer.select().count() == 2


def test_another_program_that_writes_just_now(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.close()
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 50)
    ours = Shop.open(shop.path)
    other = dbapi2.connect(str(shop.path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ShopInUse):
        add(ours)
    other.execute("ROLLBACK")
    add(ours)
    other.close()
    ours.close()


def test_it_is_noticed_that_another_program_wrote(shop: Shop) -> None:
    elsewhere = shop.changed_elsewhere()
    assert not elsewhere()
    code = (
        "import sys, pathlib\n"
        "from crm_desktop.store.shop import Shop\n"
        "from crm_desktop.store.models import Customer\n"
        "from crm_desktop.language import Sentence\n"
        "s = Shop.open(pathlib.Path(sys.argv[1]))\n"
        "with s.change(Sentence('x')): Customer.insert(name='甲', created='2026').execute()\n"
        "s.close()\n"
    )
    subprocess.run([sys.executable, "-c", code, str(shop.path)], check=True)
    assert elsewhere()
    assert not elsewhere()
    add(shop)
    assert not elsewhere(), "its own writes are none of another program"


class TestEncrypted:
    KEY = "it's 密码"

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        shop = Shop.create(tmp_path / "secret.crm", key=self.KEY)
        add(shop)
        shop.close()
        return shop.path

    def test_what_is_sorted_of_it_is_held_in_memory_and_of_a_plain_one_in_a_file(self, path: Path, shop: Shop) -> None:
        in_file, in_memory = 1, 2
        assert shop.run("PRAGMA temp_store").fetchone() == (in_file,)
        opened = Shop.open(path, key=self.KEY)
        assert int(opened.run("PRAGMA temp_store").fetchone()[0]) == in_memory
        opened.close()

    def test_it_opens_with_its_password_alone(self, path: Path) -> None:
        assert is_encrypted(path)
        shop = Shop.open(path, key=self.KEY)
        assert Customer.get().name == "单晓丽"
        shop.close()
        for wrong in ("other", None):
            with pytest.raises(WrongPassword):
                Shop.open(path, key=wrong)

    def test_nothing_of_it_can_be_read(self, path: Path) -> None:
        assert "单晓丽".encode() not in path.read_bytes()
        assert b"SQLite" not in path.read_bytes()

    def test_a_wrong_password_beside_the_open_shop_leaves_that_as_it_is(self, path: Path) -> None:
        opened = Shop.open(path, key=self.KEY)
        with pytest.raises(WrongPassword):
            Shop.open(path, key="other")
        add(opened, "王芳")
        assert [str(row[0]) for row in opened.run("SELECT name FROM customer").fetchall()] == ["单晓丽", "王芳"]
        opened.close()

    def test_a_plain_shop_opens_with_a_password_as_wrong(self, shop: Shop) -> None:
        shop.close()
        assert not is_encrypted(shop.path)
        with pytest.raises(ShopError):
            Shop.open(shop.path, key="x")


def test_a_copy_is_read_as_it_was_at_one_moment(shop: Shop, tmp_path: Path) -> None:
    add(shop)
    with shop.reading():
        assert Customer.select().count() == 1
    shop.close()
    shutil.copy(shop.path, tmp_path / "copy.crm")
    Shop.open(tmp_path / "copy.crm").close()


@pytest.mark.parametrize(
    ("code", "kind"),
    [(5, ShopInUse), (6, ShopInUse), (10, DiskFailure), (266, DiskFailure), (11, ShopDamaged),
     (13, DiskFull), (14, DiskFailure), (26, NotAShop), (1, None), (19, None)],
)  # fmt: skip
def test_result_codes_mean_something_to_a_person(tmp_path: Path, code: int, kind: type[UserError] | None) -> None:
    told = meanings.error_for(code, tmp_path / "shop.crm", encrypted=False)
    assert told is None if kind is None else type(told) is kind
    if told:
        assert "shop.crm" in str(told)
        assert told.exit_status in (4, 5)


def test_a_file_of_noise_with_a_key_is_a_wrong_password() -> None:
    assert isinstance(meanings.error_for(26, Path("shop.crm"), encrypted=True), WrongPassword)


def test_a_disk_that_fails_in_a_write_rolls_back(shop: Shop) -> None:
    def fail() -> None:
        with shop.change(Sentence("x")):
            Customer.insert(name="甲", created=NOW).execute()
            shop.run("ROLLBACK")  # as SQLite itself does when a disk dies
            raise DiskFailure(Sentence("gone"))

    with pytest.raises(DiskFailure):
        fail()
    add(shop)
    assert Customer.select().count() == 1


def test_an_engine_that_fails_for_no_reason_it_knows_has_a_broken_file(shop: Shop) -> None:
    for _ in range(200):
        add(shop)
    shop.run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert shop.wholeness.damage() is None
    root = shop.run("SELECT rootpage FROM sqlite_master WHERE name = 'customer'").fetchone()[0]
    shop.close()
    with shop.path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    assert isinstance(shop.wholeness.damage(), ShopDamaged)
    with pytest.raises(ShopDamaged):
        add(shop)


def test_an_open_file_that_is_no_database_any_more_is_damaged(shop: Shop) -> None:
    assert isinstance(shop.meaning(dbapi2.DatabaseError("file is not a database")), ShopDamaged)
    with pytest.raises(ShopDamaged):
        add(shop)
    shop.settle()  # nothing is brought to it


def test_a_name_that_cannot_be_read_is_damage(shop: Shop) -> None:
    error = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no text")
    assert isinstance(shop.meaning(error), ShopDamaged)


def test_what_was_saved_to_a_shop_that_was_moved_meanwhile_is_in_it(shop: Shop) -> None:
    add(shop, "曾国强")
    moved = shop.path.with_name("moved.crm")
    shop.path.rename(moved)
    shop.close()
    assert [each.name for each in moved.parent.glob("*.crm")] == ["moved.crm"]
    again = Shop.open(moved)
    assert [name for (name,) in Customer.select(Customer.name).tuples()] == ["曾国强"]
    again.close()


def test_a_connection_gets_what_it_writes_with_before_the_first_that_it_writes(shop: Shop) -> None:
    database = shop.database
    database.close()
    count = "SELECT count(*) FROM sqlite_temp_master"
    assert database.execute_sql(count).fetchone() == (0,)
    with pytest.raises(peewee.IntegrityError, match="outside a change"):
        database.execute_sql("INSERT INTO tag (name) VALUES (?)", ("VIP",))  # outside a change
    equipped = database.execute_sql(count).fetchone()
    assert equipped > (80,)
    with shop.change(Sentence("Added")):
        shop.run("INSERT INTO tag (name) VALUES ('VIP')")
    assert database.execute_sql(count).fetchone() == equipped


def test_nothing_is_written_in_a_view_that_only_reads(shop: Shop) -> None:
    database, sql = shop.database, "INSERT INTO tag (name) VALUES (?)"
    database.close()
    for write in (lambda: database.execute_sql(sql, ("VIP",)), lambda: database.executemany(sql, [("VIP",)])):
        with pytest.raises(peewee.IntegrityError, match="outside a change"), shop.reading():
            write()
        with pytest.raises(peewee.IntegrityError, match="outside a change"):
            database.executemany(sql, [("VIP",)])
        add(shop)
        database.close()
    assert shop.run("SELECT count(*) FROM tag").fetchone() == (0,)


def test_where_that_fails_all_of_it_is_made_with_the_next(shop: Shop) -> None:
    database = shop.database
    database.close()
    whole = database.temporary_schema
    database.equip((whole[0], "CREATE TEMP nonsense"))
    with pytest.raises(dbapi2.OperationalError):
        database.make_ready_to_write()
    assert database.execute_sql("SELECT count(*) FROM sqlite_temp_master").fetchone() == (0,)
    database.equip(whole)
    database.make_ready_to_write()
    assert database.execute_sql("SELECT count(*) FROM sqlite_temp_master").fetchone() > (80,)
