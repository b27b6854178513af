"""A shop put under a password, under another one, under none: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.errors import (
    Cancelled,
    DiskFull,
    NotAShop,
    ShopDamaged,
    ShopError,
    ShopInUse,
    ShopTooNew,
    UserError,
    WrongPassword,
)
from crm_desktop.language import Sentence
from crm_desktop.services.demo import make
from crm_desktop.store import migrations, seal
from crm_desktop.store import rekey as rekeying
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.rekey import rekey
from crm_desktop.store.seal import State
from crm_desktop.store.shop import Shop
from tests.conftest import QUICK_ROUNDS
from tests.fakes import NOW

OLD, NEW = "it's 春天", 'so "ist" es'


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop of some hundred people, in which something was changed and deleted."""
    shop = Shop.create(tmp_path_factory.mktemp("made") / "shop.crm")
    make(shop, 150, 600, 1, NOW.date())
    with shop.change(Sentence("a")):
        shop.run("DELETE FROM purchase WHERE id > 590")
        shop.run("DELETE FROM customer WHERE id = 7")
        shop.run("UPDATE customer SET note = 'a' || char(0) || 'B' WHERE id = 2")
        shop.run("UPDATE purchase SET paid_fen = 9007199254740993 WHERE id = 2")
        shop.run("INSERT INTO photo (customer_id, media_type, data) VALUES (1, 'image/png', x'00ff00')")
    shop.close()
    return shop.path


@pytest.fixture
def path(_made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy2(_made, tmp_path / "shop.crm"))


def content(path: Path, key: Key | None) -> dict[str, Any]:
    """All that a shop file holds, and what it says of itself."""
    shop = Shop.open(path, key=key)
    try:
        names = [name for (name,) in shop.run("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
        found = {name: sorted(map(repr, shop.run(f"SELECT * FROM [{name}]").fetchall())) for name in names}
        found["schema"] = shop.run("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
        for pragma in ("user_version", "application_id", "encoding", "auto_vacuum"):
            found[pragma] = shop.run(f"PRAGMA {pragma}").fetchall()
        assert shop.run("PRAGMA integrity_check").fetchall() == [("ok",)]
        return found
    finally:
        shop.close()


def alone(path: Path) -> bool:
    """Whether nothing lies beside the shop."""
    return [each.name for each in path.parent.iterdir()] == [path.name]


def is_plain(path: Path) -> bool:
    return path.read_bytes().startswith(b"SQLite format 3\0")


def test_there_and_back_nothing_is_lost(path: Path) -> None:
    before = content(path, None)
    old, new = Key(OLD), Key(NEW)
    for was, becomes in ((None, old), (old, new), (new, None)):
        modified = path.stat().st_mtime_ns
        rekey(path, was, becomes)
        assert is_plain(path) == (becomes is None)
        assert path.stat().st_mtime_ns == modified, "a backup would be made of what has not changed"
        assert alone(path)
        assert seal.look(path).state is State.SOUND
        assert content(path, becomes) == before


def test_the_former_password_opens_it_no_more(path: Path) -> None:
    rekey(path, None, Key(OLD))
    rekey(path, Key(OLD), Key(NEW))
    for wrong in (None, OLD, ""):
        with pytest.raises(WrongPassword):
            Shop.open(path, key=wrong)


def test_nothing_of_the_shop_can_be_read_in_the_file(path: Path) -> None:
    shop = Shop.open(path)
    name = str(shop.run("SELECT name FROM customer WHERE id = 1").fetchone()[0])
    shop.close()
    assert name.encode() in path.read_bytes()
    rekey(path, None, Key(NEW))
    assert name.encode() not in path.read_bytes()
    assert b"SQLite" not in path.read_bytes()


@pytest.mark.usefixtures("real_keys")
def test_any_sqlcipher_opens_it_with_the_password(path: Path) -> None:
    rekey(path, None, Key(OLD))
    raw = dbapi2.connect(str(path))
    raw.execute("PRAGMA key = 'it''s 春天'")
    assert raw.execute("SELECT count(*) FROM customer").fetchone() == (149,)
    raw.close()


def test_several_files_can_have_one_key(path: Path, tmp_path: Path) -> None:
    copy, salt, key = Path(shutil.copy(path, tmp_path / "copy.crm")), os.urandom(16), Key(NEW)
    for each in (path, copy):
        rekey(each, None, key, salt)
        assert salt_in(each) == salt
    code = Key.from_code(key.code(salt))
    assert content(copy, code) == content(path, code)


def test_a_new_salt_each_time_where_none_is_given(path: Path) -> None:
    salts = set()
    for _ in range(2):
        rekey(path, None, Key(NEW))
        salts.add(salt_in(path))
        rekey(path, Key(NEW), None)
    assert len(salts) == 2


def test_a_recovery_code_opens_the_way_to_a_new_password(path: Path) -> None:
    rekey(path, None, Key(OLD))
    code = Key(OLD).code(salt_in(path))
    rekey(path, Key.from_code(code), Key(NEW))
    assert content(path, Key(NEW))["user_version"]
    with pytest.raises(WrongPassword):
        Shop.open(path, key=Key.from_code(code))


def test_what_is_deleted_gets_no_number_again(path: Path) -> None:
    rekey(path, None, Key(OLD))
    shop = Shop.open(path, key=OLD)
    with shop.change(Sentence("a")):
        shop.run("INSERT INTO tag (name) VALUES ('一')")
        shop.run("DELETE FROM tag WHERE name = '一'")
    numbers = shop.run("SELECT name, seq FROM sqlite_sequence").fetchall()
    assert dict(numbers)["purchase"] == 600
    shop.close()


def test_changes_can_be_undone_and_searched_for_afterwards(path: Path) -> None:
    from crm_desktop.services import Services

    rekey(path, None, Key(OLD))
    services = Services(Shop.open(path, key=OLD))
    total = services.customers.find("", 0)[0]
    assert services.history.undo() is not None
    assert services.customers.find("", 0)[0] == total + 1
    name = services.customers.get(7).name
    assert 7 in [customer.id for customer in services.customers.find(name, 0)[1]]
    services.shop.close()


def test_how_far_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rekeying, "_STEPS", 1_000)
    size, seen = path.stat().st_size, []
    rekey(path, None, Key(OLD), progress=lambda done, total: seen.append((done, total)))
    assert {total for _, total in seen} == {2 * size}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert 0.95 < seen[-1][0] / seen[-1][1] <= 1


# What stands in the way


def unchanged(path: Path, error: type[UserError], old: Key | None = None, **more: Any) -> UserError:
    """That a change fails, and leaves the file, to the byte, and nothing else."""
    before, names = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(error) as told:
        rekey(path, old, Key(NEW), **more)
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == names
    return told.value


def test_a_wrong_password(path: Path) -> None:
    unchanged(path, WrongPassword, Key(OLD))
    rekey(path, None, Key(OLD))
    error = unchanged(path, WrongPassword, Key("falsch"))
    assert str(error) == "“shop.crm” does not open with this password. Check it and try again."
    unchanged(path, ShopError)


@pytest.mark.parametrize("key", [None, OLD])
def test_a_shop_that_is_open(path: Path, key: str | None) -> None:
    if key:
        rekey(path, None, Key(key))
    code = (
        "import sys; from crm_desktop.store.shop import Shop\n"
        f"from crm_desktop.store import key; key._ROUNDS = {QUICK_ROUNDS}\n"
        "from crm_desktop.language import Sentence\n"
        "s = Shop.open(__import__('pathlib').Path(sys.argv[1]), key=sys.argv[2] or None)\n"
        "with s.change(Sentence('a')): s.run(\"UPDATE customer SET note = 'x' WHERE id = 1\")\n"
        "print('open', flush=True); sys.stdin.read(); s.close()"
    )
    command = [sys.executable, "-c", code, str(path), key or ""]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(ShopInUse):
            rekey(path, Key(key) if key else None, Key(NEW))
    assert content(path, Key(key) if key else None)["customer"]
    assert not list(path.parent.glob("*.half*"))


def test_what_a_killed_program_left_beside_it_is_not_lost(path: Path) -> None:
    code = (
        "import os, sys; from crm_desktop.store.shop import Shop\n"
        "from crm_desktop.language import Sentence\n"
        "s = Shop.open(__import__('pathlib').Path(sys.argv[1]))\n"
        "with s.change(Sentence('a')): s.run(\"UPDATE customer SET note = '最后的话' WHERE id = 1\")\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    rekey(path, None, Key(OLD))
    shop = Shop.open(path, key=OLD)
    assert shop.run("SELECT note FROM customer WHERE id = 1").fetchone() == ("最后的话",)
    shop.close()


def test_a_file_that_is_no_shop(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = dbapi2.connect(str(other))
    connection.execute("CREATE TABLE a (b)")
    connection.close()
    unchanged(other, NotAShop)


def test_a_shop_of_a_newer_version(path: Path) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA user_version = {(migrations.CURRENT.major + 1) << 16}")
    connection.close()
    unchanged(path, ShopTooNew)


def test_a_damaged_one_is_left_alone(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 20 + 100)
        file.write(os.urandom(3000))
    unchanged(path, ShopDamaged)


@pytest.mark.parametrize("after", [0, 1, 10, 50, 200, 100_000])
def test_stopped_at_any_time(path: Path, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rekeying, "_STEPS", 1_000)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    before, words = path.read_bytes(), ""
    try:
        rekey(path, None, Key(NEW), cancelled=cancelled)
    except Cancelled as error:
        words = str(error)
    assert words == ("Stopped. Nothing was changed." if asked > after else "")
    assert (path.read_bytes() == before) == (asked > after)
    assert alone(path)


def test_what_was_copied_wrongly_does_not_take_its_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is not believed: each of these is found by comparing."""
    good = rekeying._export
    for wrong in (
        "UPDATE half.customer SET note = note || ' ' WHERE id = 3",
        "UPDATE half.customer SET name = upper(name) || 'A' WHERE id = 3",
        "DELETE FROM half.phone WHERE id = 3",
        "UPDATE half.phone SET id = 100000 WHERE id = 3",
        "UPDATE half.sqlite_sequence SET seq = seq + 1",
        "DELETE FROM half.find_name_config",
        "DROP INDEX half.phone_customer_id",
        "PRAGMA half.user_version = 1",
        "PRAGMA half.application_id = 1",
    ):

        def export(shop: Any, wrong: str = wrong) -> None:
            good(shop)
            shop.execute(wrong)

        monkeypatch.setattr(rekeying, "_export", export)
        unchanged(path, ShopDamaged)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a disk of a few MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = False

    def mount(size: str) -> Path:
        nonlocal mounted
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if sys.platform != "linux" or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting a small disk is not permitted here")
        mounted = True
        return folder

    yield mount
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_with_no_room_for_a_second_file(path: Path, small_disk: Callable[[str], Path]) -> None:
    folder = small_disk("8m")
    unchanged(Path(shutil.copy(path, folder / "shop.crm")), DiskFull)


def test_a_disk_that_fills_up_meanwhile(
    path: Path, small_disk: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_disk(f"{path.stat().st_size * 3 // 2}")
    monkeypatch.setattr("crm_desktop.store.replace.look_for_room", lambda path, size: None)
    unchanged(Path(shutil.copy(path, folder / "shop.crm")), DiskFull)


def test_a_password_that_another_program_has_set_counts(path: Path, tmp_path: Path) -> None:
    """Whatever the seal says, which was made under the former one and stays behind the last page."""
    rekey(path, None, Key(OLD))
    made = seal.of(path)
    assert made is not None
    end = path.read_bytes()[made.pages * 4096 :]
    rekey(path, Key(OLD), Key(NEW))
    path.write_bytes(path.read_bytes()[: made.pages * 4096] + end)
    for wrong in (None, OLD, "x"):
        with pytest.raises(WrongPassword):
            Shop.open(path, key=wrong)
    assert content(path, Key(NEW))["customer"]
