"""What a shop file goes through from one opening to the next: looked at, written to, sealed; by several at once."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.errors import Cancelled, ShopDamaged, ShopInUse, ShopLocked, UserError, WrongPassword
from crm_desktop.language import Sentence
from crm_desktop.store import closed_file, connections, open_file, seal, soundness
from crm_desktop.store.closed_file import is_encrypted
from crm_desktop.store.key import Key
from crm_desktop.store.models import Customer, Tag
from crm_desktop.store.seal import State
from crm_desktop.store.shop import Shop
from tests.conftest import QUICK_ROUNDS
from tests.unit.store.test_damage import fill

ROOT = Path(__file__).resolve().parents[3]


def add(shop: Shop, name: str = "单晓丽") -> None:
    with shop.change(Sentence("x")):
        Customer.insert(name=name, created="2026-11-21").execute()


def beside(path: Path) -> list[str]:
    """What SQLite has beside a shop."""
    return sorted(p.name for p in path.parent.iterdir() if p.name.startswith(f"{path.name}-"))


def not_permitted(*_: object, **__: object) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def flip_in_name(path: Path, name: str) -> None:
    """Another letter in a name, where the name is stored last: what SQLite's own checks do not see."""
    content = path.read_bytes()
    assert name.encode() in content
    path.write_bytes(content.replace(name.encode(), name[:-1].encode() + b"x" * len(name[-1].encode())))


def killed(path: Path, *, key: str | None = None) -> None:
    """Leave a shop as a program does that is killed when it has saved something."""
    code = (
        "import os, sys; from pathlib import Path; from crm_desktop.store.shop import Shop\n"
        f"from crm_desktop.store import key; key._ROUNDS = {QUICK_ROUNDS}\n"
        "from tests.unit.store.test_soundness import add\n"
        "shop = Shop.open(Path(sys.argv[1]), key=sys.argv[2] or None); add(shop, '曾国强'); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path), key or ""], cwd=ROOT, check=False)
    assert done.returncode == 9


class TestSealed:
    def test_who_closes_last_seals(self, shop: Shop) -> None:
        add(shop)
        assert beside(shop.path) == ["shop.crm-shm", "shop.crm-wal"]
        shop.close()
        assert beside(shop.path) == []
        assert seal.look(shop.path).state is State.SOUND

    def test_the_last_of_several_threads_seals(self, shop: Shop) -> None:
        add(shop)
        inside, done = threading.Event(), threading.Event()

        def work() -> None:
            assert shop.run("SELECT count(*) FROM customer").fetchone() == (1,)
            inside.set()
            done.wait(10)
            shop.close()

        worker = threading.Thread(target=work)
        worker.start()
        assert inside.wait(10)
        shop.close()
        assert beside(shop.path)
        done.set()
        worker.join()
        assert beside(shop.path) == []
        assert seal.look(shop.path).state is State.SOUND

    def test_the_last_of_two_shops_seals(self, shop: Shop) -> None:
        other = Shop.open(shop.path)
        add(other)
        other.close()
        assert shop.run("SELECT name FROM customer").fetchall() == [("单晓丽",)]
        assert beside(shop.path)
        shop.close()
        assert seal.look(shop.path).state is State.SOUND

    def test_a_thread_that_ended_without_closing_keeps_nobody_from_sealing(self, shop: Shop) -> None:
        worker = threading.Thread(target=lambda: shop.run("SELECT 1").fetchone())
        worker.start()
        worker.join()
        add(shop)
        shop.close()
        assert seal.look(shop.path).state is State.SOUND

    @pytest.mark.parametrize("for_window", [False, True])
    def test_who_only_reads_changes_neither_the_file_nor_its_time(self, shop_path: Path, for_window: bool) -> None:
        os.utime(shop_path, ns=(10**18, 10**18))
        before = shop_path.read_bytes()
        shop = Shop.open(shop_path, for_window=for_window)
        assert Customer.select().count() == 0
        assert shop_path.stat().st_mtime_ns == 10**18
        shop.close()
        assert shop_path.stat().st_mtime_ns == 10**18
        assert seal.look(shop_path).state is State.SOUND
        assert for_window or shop_path.read_bytes() == before

    def test_what_is_written_gives_the_file_a_new_time(self, shop_path: Path) -> None:
        os.utime(shop_path, ns=(10**18, 10**18))
        shop = Shop.open(shop_path, for_window=True)
        add(shop)
        shop.close()
        assert shop_path.stat().st_mtime_ns > 10**18

    def test_while_another_program_has_it_open_it_is_left_to_that(self, shop: Shop) -> None:
        add(shop)
        other = subprocess.Popen(
            [sys.executable, "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
             "print(c.execute('SELECT count(*) FROM customer').fetchall(), flush=True); sys.stdin.read()",
             str(shop.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        with other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"[(1,)]\n"
            shop.close()
            assert beside(shop.path)
            other.communicate()
        again = Shop.open(shop.path)
        assert Customer.select().count() == 1
        add(again)
        again.close()
        assert seal.look(shop.path).state is State.SOUND

    def test_others_read_while_it_is_turned_to_wal(self, shop: Shop) -> None:
        other = dbapi2.connect(str(shop.path), isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM customer").fetchone()
        shop.run("PRAGMA busy_timeout = 0")
        with pytest.raises(ShopInUse):
            add(shop)
        other.execute("ROLLBACK")
        add(shop)
        other.close()
        shop.close()
        assert seal.look(shop.path).state is State.SOUND

    def test_a_full_disk_leaves_it_unsealed_and_whole(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        add(shop)
        monkeypatch.setattr(seal, "put", full)
        shop.close()
        assert seal.look(shop.path).state is State.NONE
        monkeypatch.undo()
        again = Shop.open(shop.path)
        assert Customer.select().count() == 1
        again.close()

    def test_without_wal_it_is_sealed_as_well(self, shop: Shop) -> None:
        shop.database.may_use_wal = False
        add(shop)
        assert beside(shop.path) == []
        shop.close()
        assert seal.look(shop.path).state is State.SOUND

    def test_the_file_of_another_user_of_the_computer_does_not_keep_its_time(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("crm_desktop.store.engine.os.utime", not_permitted)
        add(shop)
        assert shop.run("PRAGMA journal_mode").fetchone() == ("wal",)
        shop.close()
        assert seal.look(shop.path).state is State.SOUND

    def test_its_own_turn_to_wal_is_no_news(self, shop: Shop) -> None:
        changed = shop.changed_elsewhere()
        add(shop)
        assert not changed()


class TestDamaged:
    def test_a_flipped_letter_is_told(self, shop: Shop) -> None:
        add(shop, "单晓丽abc")
        shop.close()
        flip_in_name(shop.path, "单晓丽abc")
        connection = sqlite3.connect(shop.path)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        before = shop.path.read_bytes()
        with pytest.raises(ShopDamaged):
            Shop.open(shop.path)
        assert shop.path.read_bytes() == before

    def test_what_a_killed_program_left_is_not_brought_to_a_damaged_file(self, shop_path: Path) -> None:
        killed(shop_path)
        content = bytearray(shop_path.read_bytes())
        content[4096 * 3 : 4096 * 30] = bytes(4096 * 27)
        shop_path.write_bytes(content)
        log = shop_path.with_name("shop.crm-wal").read_bytes()
        with pytest.raises(ShopDamaged):
            Shop.open(shop_path)
        assert shop_path.read_bytes() == content
        assert shop_path.with_name("shop.crm-wal").read_bytes() == log

    def test_a_table_that_is_missing(self, shop_path: Path) -> None:
        connection = sqlite3.connect(shop_path)
        connection.execute("DROP TABLE follow_up")
        connection.close()
        with pytest.raises(ShopDamaged):
            Shop.open(shop_path)

    def test_damage_that_is_met_while_it_is_open(self, shop: Shop) -> None:
        fill(shop)
        shop.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        add(shop, "曾国强")
        shop.run("PRAGMA cache_size = 0")
        with shop.path.open("r+b") as file:  # locks of this process do not matter here
            file.seek(4096)
            file.write(os.urandom(shop.path.stat().st_size - 4096))
        with pytest.raises(ShopDamaged):
            shop.rows(Customer.select())
        before, log = shop.path.read_bytes(), shop.path.with_name("shop.crm-wal").read_bytes()
        assert not shop.wholeness.is_checked
        with pytest.raises(ShopDamaged):
            add(shop)
        shop.close()
        assert shop.path.read_bytes() == before
        assert shop.path.with_name("shop.crm-wal").read_bytes() == log


class TestKilled:
    def test_the_next_looks_and_seals_when_it_has_written(self, shop_path: Path) -> None:
        killed(shop_path)
        assert seal.look(shop_path).state is State.NONE
        shop = Shop.open(shop_path)
        assert shop.wholeness.is_checked
        assert [customer.name for customer in Customer.select()] == ["曾国强"]
        add(shop)
        shop.close()
        assert seal.look(shop_path).state is State.SOUND

    def test_a_window_shows_it_at_once_and_writes_when_it_is_checked(
        self, shop_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(soundness, "_STEPS", 10)
        killed(shop_path)
        shop = Shop.open(shop_path, for_window=True)
        assert not shop.wholeness.is_checked
        assert Customer.select().count() == 1
        with pytest.raises(ShopInUse, match="being checked"):
            add(shop)
        with pytest.raises(Cancelled):
            shop.wholeness.verify(lambda: True)
        assert not shop.wholeness.is_checked
        told: list[Sentence] = []
        shop.wholeness.verify(lambda: False, told.append)
        assert shop.wholeness.is_checked
        shop.wholeness.verify(None, told.append)
        assert [str(words) for words in told] == ["Looking through the shop's file first"]
        add(shop)
        shop.close()
        assert seal.look(shop_path).state is State.SOUND

    def test_one_that_was_killed_while_the_shop_was_locked_is_looked_through_once_it_is_unlocked(
        self, shop_path: Path
    ) -> None:
        shop = Shop.open(shop_path)
        shop.lock()
        killed(shop_path)
        shop.unlock(None)
        assert not shop.wholeness.is_checked
        assert Customer.select().count() == 1
        with pytest.raises(ShopInUse, match="being checked"):
            add(shop)
        shop.wholeness.verify()
        add(shop)
        shop.close()
        assert seal.look(shop_path).state is State.SOUND

    def test_opening_a_small_one_in_a_window_does_not_wait_for_the_disk(self, shop_path: Path) -> None:
        log = shop_path.with_name(f"{shop_path.name}-wal")
        shop = Shop.open(shop_path, for_window=True)
        assert shop.wholeness.is_checked
        assert not log.exists()
        shop.wholeness.accept()
        assert log.exists()
        add(shop)
        shop.close()
        assert seal.look(shop_path).state is State.SOUND

    def test_what_turns_out_to_be_broken_after_it_was_looked_through_is_not_written_to(self, shop_path: Path) -> None:
        killed(shop_path)
        before = shop_path.read_bytes()
        shop = Shop.open(shop_path, for_window=True)
        with pytest.raises(ShopInUse, match="being checked"):
            add(shop)
        shop.wholeness.look_through()
        assert not shop.wholeness.is_checked
        shop.database.spoil()
        shop.wholeness.accept()
        assert not shop.wholeness.is_checked
        shop.close()
        assert shop_path.read_bytes() == before

    def test_another_thread_looks_through_while_this_one_opens_its_connection_anew(self, large: Path) -> None:
        shop = Shop.open(large, for_window=True)
        looked, go = threading.Event(), threading.Event()

        def cancelled() -> bool:
            looked.set()
            return not go.wait(10)

        def look() -> None:
            try:
                shop.wholeness.look_through(cancelled)
            finally:
                shop.close()

        thread = threading.Thread(target=look)
        thread.start()
        assert looked.wait(10)
        shop.database.close()
        shop.database.connect()
        go.set()
        thread.join()
        shop.wholeness.accept()
        assert shop.wholeness.is_checked
        add(shop)
        shop.close()

    @pytest.mark.parametrize("finds", ["whole", "broken", "stopped"])
    def test_two_threads_do_not_both_look_through(
        self, large: Path, monkeypatch: pytest.MonkeyPatch, finds: str
    ) -> None:
        shop = Shop.open(large, for_window=True)
        looked, go, looks, waited, found = threading.Event(), threading.Event(), [], [], []

        def compare(self: seal.Comparison, cancelled: Any) -> seal.Look:
            looks.append(self)
            looked.set()
            assert go.wait(10)
            if finds == "stopped" and len(looks) == 1:
                raise Cancelled(Sentence("Stopped."))
            return seal.Look(State.BROKEN if finds == "broken" else State.SOUND)

        def look() -> None:
            try:
                shop.wholeness.look_through()
            except UserError as error:
                found.append(error)
            finally:
                shop.close()

        def waiting() -> bool:
            waited.append(True)
            if len(waited) == 2:
                go.set()
            return False

        monkeypatch.setattr(seal.Comparison, "look", compare)
        thread = threading.Thread(target=look)
        thread.start()
        assert looked.wait(10)
        with pytest.raises(Cancelled):
            shop.wholeness.verify(lambda: True)
        assert not shop.wholeness.is_checked
        if finds == "broken":
            with pytest.raises(ShopDamaged):
                shop.wholeness.verify(waiting)
        else:
            shop.wholeness.verify(waiting)
            assert shop.wholeness.is_checked
            add(shop)
        thread.join()
        assert len(looks) == (2 if finds == "stopped" else 1)
        assert len(found) == (0 if finds == "whole" else 1)
        shop.close()

    def test_a_window_that_goes_before_it_is_checked_leaves_everything(self, shop_path: Path) -> None:
        killed(shop_path)
        before, log = shop_path.read_bytes(), shop_path.with_name("shop.crm-wal").read_bytes()
        shop = Shop.open(shop_path, for_window=True)
        assert Customer.select().count() == 1
        shop.close()
        assert shop_path.read_bytes() == before
        assert shop_path.with_name("shop.crm-wal").read_bytes() == log

    @pytest.mark.parametrize("key", [None, "龙井"])
    def test_a_window_is_told_of_damage_later(self, tmp_path: Path, key: str | None) -> None:
        path = tmp_path / "shop.crm"
        shop = Shop.create(path, key=key)
        fill(shop)
        shop.close()
        killed(path, key=key)
        content = bytearray(path.read_bytes())
        last = len(content) // 4096 - 6
        content[4096 * (last - 8) : 4096 * last] = bytes(4096 * 8)
        path.write_bytes(content)
        shop = Shop.open(path, key=key, for_window=True)
        with pytest.raises(ShopDamaged):
            shop.wholeness.verify()
        with pytest.raises(ShopDamaged):
            add(shop)
        shop.close()
        assert path.read_bytes() == content

    def test_a_half_change_of_another_program_is_taken_back(self, shop_path: Path) -> None:
        code = (
            "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "c.execute('PRAGMA cache_size = 2'); c.execute('BEGIN')\n"
            "c.executemany('INSERT INTO customer (name, created) VALUES (?, 1)', [('x' * 500,)] * 2000); os._exit(9)"
        )
        subprocess.run([sys.executable, "-c", code, str(shop_path)], check=False)
        assert beside(shop_path) == ["shop.crm-journal"]
        shop = Shop.open(shop_path)
        assert Customer.select().count() == 0
        shop.close()


def leave_a_journal(path: Path) -> Path:
    """As a program does that is killed before it writes to the file itself: the beginning of it is still missing."""
    journal = path.with_name("shop.crm-journal")
    journal.write_bytes(bytes(512) + path.read_bytes()[:4096] + bytes(8))
    return journal


def test_a_file_that_cannot_be_looked_at_is_not_called_damaged(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise ShopInUse(Sentence("x"))

    assert shop.is_in_doubt(dbapi2.OperationalError("odd"))
    assert not shop.is_in_doubt(ValueError())
    monkeypatch.setattr(soundness, "look_through", busy)
    assert isinstance(shop.wholeness.damage(), ShopInUse)
    assert shop.wholeness.is_checked


def test_a_locked_shop_that_was_damaged_meanwhile_stays_locked(tmp_path: Path) -> None:
    path, key = tmp_path / "shop.crm", "龙井"
    shop = Shop.create(path, key=key)
    fill(shop)
    shop.lock()
    flip(path, 4096 * 9)
    before = path.read_bytes()
    with pytest.raises(ShopDamaged):
        shop.unlock(Key(key))
    with pytest.raises(ShopLocked):
        add(shop)
    flip(path, 4096 * 9)
    shop.unlock(Key(key))
    assert Customer.select().count() > 100
    shop.close()
    assert path.read_bytes() != before


class TestDeadJournal:
    def test_the_file_is_what_it_was(self, shop_path: Path) -> None:
        before = shop_path.read_bytes()
        journal = leave_a_journal(shop_path)
        assert seal.look(shop_path).state is State.SOUND
        shop = Shop.open(shop_path)
        assert Customer.select().count() == 0
        shop.close()
        assert not journal.exists()
        assert shop_path.read_bytes() == before

    def test_who_writes_takes_it_away(self, shop_path: Path) -> None:
        journal = leave_a_journal(shop_path)
        shop = Shop.open(shop_path)
        add(shop)
        shop.close()
        assert not journal.exists()
        assert seal.look(shop_path).state is State.SOUND

    def test_it_may_be_of_one_who_is_about_to_write(self, shop_path: Path) -> None:
        shop = Shop.open(shop_path)
        other = dbapi2.connect(str(shop_path), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        journal = leave_a_journal(shop_path)
        shop.close()
        assert journal.exists()
        other.execute("ROLLBACK")
        other.close()

    def test_beside_a_log_it_is_left_alone(self, shop_path: Path) -> None:
        connection = sqlite3.connect(shop_path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
        shop = Shop.open(shop_path)
        journal = leave_a_journal(shop_path)
        shop.close()
        assert journal.exists()


class TestOthers:
    def test_a_plain_program_may_write(self, shop_path: Path) -> None:
        connection = sqlite3.connect(shop_path, isolation_level=None)
        connection.execute("INSERT INTO customer (name, created) VALUES ('曾国强', '2026-11-21')")
        connection.close()
        shop = Shop.open(shop_path)
        assert [customer.name for customer in Customer.select()] == ["曾国强"]
        shop.close()

    def test_one_with_the_password_may_write(self, tmp_path: Path) -> None:
        path, key = tmp_path / "shop.crm", Key("龙井")
        Shop.create(path, key=key).close()
        connection = connections.connect(path, key, path.read_bytes()[:16])
        connection.execute("INSERT INTO customer (name, created) VALUES ('曾国强', '2026-11-21')")
        connection.close()
        assert seal.look(path).state is State.BROKEN, "its checksums cannot tell"
        shop = Shop.open(path, key=key)
        assert [customer.name for customer in Customer.select()] == ["曾国强"]
        shop.close()

    @pytest.mark.usefixtures("real_keys")
    def test_one_that_wants_another_password_must_do_without_the_seal(self, tmp_path: Path) -> None:
        path = tmp_path / "shop.crm"
        Shop.create(path, key="龙井").close()

        def rekey() -> None:
            connection = dbapi2.connect(str(path), isolation_level=None)
            try:
                connection.execute("PRAGMA key = '龙井'")
                connection.execute("SELECT count(*) FROM customer").fetchone()
                connection.execute("PRAGMA rekey = '碧螺春'")
            finally:
                connection.close()

        with pytest.raises(dbapi2.OperationalError):
            rekey()
        found = seal.of(path)
        assert found is not None
        Shop.open(path, key="龙井").close()
        os.truncate(path, found.pages * found.page_size)
        rekey()
        with pytest.raises(WrongPassword):
            Shop.open(path, key="龙井")
        Shop.open(path, key="碧螺春").close()

    def test_one_that_is_just_writing_is_waited_for(self, shop: Shop) -> None:
        fill(shop)
        shop.close()
        connection = dbapi2.connect(str(shop.path), isolation_level=None, timeout=0)
        for pragma in ("journal_mode = MEMORY", "cache_size = 2"):  # nothing beside the file tells of it
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("UPDATE customer SET note = replace(note, '喜', '我')")
        assert seal.look(shop.path).state is State.BROKEN
        with pytest.raises(ShopInUse):
            soundness.by_seal(shop.path, None)
        connection.execute("COMMIT")
        connection.close()
        Shop.open(shop.path).close()

    def test_what_another_program_just_wrote_is_no_damage(
        self, shop_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looks = iter([seal.Look(State.BROKEN, seal.of(shop_path), (1,)), seal.Look(State.NONE, seal.of(shop_path))])
        monkeypatch.setattr(seal, "look", lambda _: next(looks))
        assert soundness.by_seal(shop_path, None).state is State.BROKEN
        assert soundness.look_further(shop_path, None, seal.Look(State.BROKEN))

    def test_what_is_open_in_a_window_was_looked_at(self, shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        holder: Any = type("Holder", (), {"process": -1})()
        monkeypatch.setattr(soundness.desk, "holder_of", lambda _: holder)
        killed(shop_path)
        monkeypatch.setattr(soundness, "look_through", lambda *_: pytest.fail("it was looked at"))
        assert soundness.look_further(shop_path, None, seal.Look(State.NONE))


class TestPasswords:
    def test_a_wrong_one_is_wrong_also_when_the_file_is_damaged(self, tmp_path: Path) -> None:
        path = tmp_path / "shop.crm"
        shop = Shop.create(path, key="龙井")
        fill(shop)
        shop.close()
        flip(path, 3)
        with pytest.raises(ShopDamaged):
            Shop.open(path, key="龙井")
        for key in ("碧螺春", None):
            with pytest.raises(WrongPassword):
                Shop.open(path, key=key)

    def test_one_for_a_plain_shop(self, shop_path: Path) -> None:
        with pytest.raises(WrongPassword):
            Shop.open(shop_path, key="龙井")
        flip(shop_path, 5000)
        with pytest.raises(ShopDamaged):
            Shop.open(shop_path, key="龙井")

    def test_whether_a_file_needs_one(self, tmp_path: Path, shop_path: Path) -> None:
        path = tmp_path / "encrypted.crm"
        shop = Shop.create(path, key="龙井")
        assert is_encrypted(path), "while it is open here"
        shop.close()
        assert is_encrypted(path)
        flip(shop_path, 3)
        assert not is_encrypted(shop_path)
        os.truncate(path, 6000)
        assert is_encrypted(path)
        shutil.copy(path, tmp_path / "picture.jpg")
        assert not is_encrypted(tmp_path / "picture.jpg")


def test_a_key_that_the_seal_does_not_know_may_open_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shop.crm"
    Shop.create(path, key="龙井").close()
    monkeypatch.setattr(seal.Seal, "is_key", lambda *_: False)
    Shop.open(path, key="龙井").close()
    with pytest.raises(WrongPassword):
        Shop.open(path, key="碧螺春")


def test_an_engine_that_cannot_go_on_has_a_damaged_file(shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise dbapi2.DatabaseError("odd")

    monkeypatch.setattr(soundness, "lacks", fail)
    with pytest.raises(ShopDamaged):
        soundness.look_through(shop_path, None)


def test_the_file_of_a_path_is_one_by_whatever_way(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "link.crm").symlink_to(shop.path)
    assert open_file.of(tmp_path / "link.crm") is open_file.of(shop.path)
    assert open_file.of(tmp_path / "link.crm").is_open


# A large file, compared once its window is there


@pytest.fixture
def large(shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every file is large here."""
    monkeypatch.setattr(closed_file, "_LARGE", 1)
    return shop_path


def test_a_large_shop_is_compared_with_its_seal_after_it_is_open(large: Path) -> None:
    shop = Shop.open(large, for_window=True)
    try:
        assert not shop.wholeness.is_checked
        assert shop.database.file.comparison is not None
        with pytest.raises(ShopInUse, match="as at each start"), shop.change(Sentence("Anything")):
            pass
        shop.wholeness.verify()
        assert shop.wholeness.is_checked
        with shop.change(Sentence("Anything")):
            Tag.create(name="Tea")
    finally:
        shop.close()
    assert shop.database.file.comparison is None
    assert seal.look(large).state is State.SOUND


def test_a_large_shop_that_is_not_as_it_was_sealed_is_not_written_to(large: Path) -> None:
    damage = bytearray(large.read_bytes())
    damage[len(damage) // 2] ^= 1
    large.write_bytes(damage)
    shop = Shop.open(large, for_window=True)
    try:
        with pytest.raises(ShopDamaged):
            shop.wholeness.verify()
        assert not shop.wholeness.is_checked
    finally:
        shop.close()
    assert large.read_bytes() == bytes(damage)


def test_the_comparison_of_a_large_shop_can_be_stopped_and_begun_anew(large: Path) -> None:
    shop = Shop.open(large, for_window=True)
    try:
        with pytest.raises(Cancelled):
            shop.wholeness.verify(lambda: True)
        assert not shop.wholeness.is_checked
        shop.wholeness.verify(lambda: False)
        assert shop.wholeness.is_checked
    finally:
        shop.close()


def test_a_large_file_that_cannot_be_read_again_is_walked_through(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError

    shop = Shop.open(large, for_window=True)
    try:
        monkeypatch.setattr(seal.Comparison, "look", fails)
        shop.wholeness.verify()
        assert shop.wholeness.is_checked
    finally:
        shop.close()


def test_what_another_program_writes_meanwhile_is_no_damage(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    comparison = seal.Comparison.begin(large, 1)
    assert comparison is not None
    was = seal._sums

    def written_meanwhile(file: Any, *rest: Any) -> list[int]:
        found = was(file, *rest)
        monkeypatch.setattr(seal, "_sums", was)
        other = Shop.open(large)
        with other.change(Sentence("Meanwhile")):
            Tag.create(name="Tea")
        other.close()
        return [found[0] ^ 1, *found[1:]]

    monkeypatch.setattr(seal, "_sums", written_meanwhile)
    try:
        assert comparison.look().state is State.NONE
    finally:
        comparison.close()


def test_only_a_large_file_with_a_seal_is_compared_later(
    shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seal.Comparison.begin(tmp_path / "missing.crm", 1) is None
    assert seal.Comparison.begin(shop_path, shop_path.stat().st_size + 1) is None
    plain = tmp_path / "plain.crm"
    plain.write_bytes(bytes(10_000))
    assert seal.Comparison.begin(plain, 1) is None

    def fails(file: object) -> None:
        raise OSError

    monkeypatch.setattr(seal, "_read", fails)
    assert seal.Comparison.begin(plain, 1) is None


def test_an_error_that_is_no_stop_goes_on(tmp_path: Path) -> None:
    connection = dbapi2.connect(tmp_path / "a.db")
    try:
        with pytest.raises(dbapi2.OperationalError), soundness.stoppable(connection, lambda: False):
            connection.execute("SELECT * FROM nothing")
    finally:
        connection.close()


def test_a_large_shop_under_another_password_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret.crm"
    Shop.create(path, key="right").close()
    monkeypatch.setattr(closed_file, "_LARGE", 1)
    with pytest.raises(WrongPassword):
        Shop.open(path, key="wrong", for_window=True)
    shop = Shop.open(path, key="right", for_window=True)
    try:
        assert not shop.wholeness.is_checked
        shop.wholeness.verify()
        assert shop.wholeness.is_checked
    finally:
        shop.close()
