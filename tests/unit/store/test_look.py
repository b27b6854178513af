"""A shop file looked into without touching it."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.errors import Cancelled, ShopDamaged, UserError, WrongPassword
from crm_desktop.language import Sentence
from crm_desktop.store import look, meanings
from crm_desktop.store.key import Key
from crm_desktop.store.look import Look
from crm_desktop.store.migrations import CURRENT, Version, migrate
from crm_desktop.store.models import Customer
from crm_desktop.store.rekey import rekey
from crm_desktop.store.shop import Shop

OLD_SCHEMA = Path(__file__).parents[2] / "migrations" / "schema-1.0.crm"


def all_rows(look: Look) -> list[object]:
    return look.rows("SELECT name, sql FROM sqlite_master ORDER BY name")


def test_an_older_schema_is_brought_to_today_s_in_memory(tmp_path: Path, shop_path: Path) -> None:
    old = tmp_path / "old.crm"
    shutil.copy(OLD_SCHEMA, old)
    before, folder = old.read_bytes(), sorted(tmp_path.iterdir())
    with Look.open(old) as source, Look.open(shop_path) as today:
        assert (source.version, today.version) == (Version(1, 0), CURRENT)
        assert all_rows(source) == all_rows(today)
        source.check()
    assert old.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == folder


def test_an_older_schema_under_a_password(tmp_path: Path) -> None:
    old, copied = tmp_path / "old.crm", tmp_path / "copied.crm"
    shutil.copy(OLD_SCHEMA, old)
    rekey(old, None, Key("secret"))
    copied.touch()
    with Look.open(old, Key("secret")) as source:
        assert (source.version, source.encrypted) == (Version(1, 0), True)
        source.check()
        source.copy_to(copied)
        facts = source.facts()
    with pytest.raises(WrongPassword):
        Look.open(copied)
    with Look.open(copied, Key("secret")) as source:
        assert (source.version, source.facts()) == (CURRENT, facts)


def test_an_older_schema_that_was_not_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "old.crm"
    shutil.copy(OLD_SCHEMA, old)
    old.with_name("old.crm-journal").write_bytes(b"\0" * 512)
    with Look.open(old) as source:
        assert source.version == Version(1, 0)
        source.rows("SELECT * FROM shop_identity")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.crm", "old.crm-journal"]


def test_a_copy_without_a_seal_is_read_as_a_whole(shop_path: Path) -> None:
    raw = shop_path.read_bytes()
    pages = int.from_bytes(raw[28:32], "big")
    shop_path.write_bytes(raw[: pages * 4096])
    with Look.open(shop_path) as source:
        source.check()
    damaged = bytearray(raw[: pages * 4096])
    damaged[pages // 2 * 4096 : (pages // 2 + 8) * 4096] = os.urandom(8 * 4096)
    shop_path.write_bytes(damaged)
    with pytest.raises(ShopDamaged), Look.open(shop_path) as source:
        source.check()


def test_an_encrypted_copy_without_a_seal(shop_path: Path) -> None:
    rekey(shop_path, None, Key("secret"))
    raw = bytearray(shop_path.read_bytes())
    with Look.open(shop_path, Key("secret")) as source:
        pages = source.rows("PRAGMA page_count")[0][0]
    del raw[int(pages) * 4096 :]
    raw[20 * 4096 + 100] ^= 1
    shop_path.write_bytes(raw)
    with pytest.raises(ShopDamaged), Look.open(shop_path, Key("secret")) as source:
        source.check()


def test_a_copy_that_breaks_while_it_is_brought_to_memory(tmp_path: Path) -> None:
    old = tmp_path / "old.crm"
    raw = bytearray(OLD_SCHEMA.read_bytes())
    raw[4096:] = os.urandom(len(raw) - 4096)
    old.write_bytes(raw)
    with pytest.raises(UserError):
        Look.open(old)
    # A wrong key is told before anything is copied; a log beside it that belongs to nothing is none.
    rekeyed = tmp_path / "rekeyed.crm"
    shutil.copy(OLD_SCHEMA, rekeyed)
    rekey(rekeyed, None, Key("secret"))
    rekeyed.with_name("rekeyed.crm-wal").write_bytes(b"x" * 100)
    with pytest.raises(WrongPassword):
        Look.open(rekeyed, Key("wrong"))


def test_a_copy_that_breaks_off_while_it_is_read(shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(path: Path) -> None:
        raise meanings.damaged(path)

    with Look.open(shop_path) as source:
        monkeypatch.setattr(look.seal, "look", damaged)
        with pytest.raises(ShopDamaged, match="The copy"):
            source.check()


def test_copying_tells_how_far_it_is_and_can_be_stopped(shop_path: Path, tmp_path: Path) -> None:
    target = tmp_path / "target.crm"
    target.touch()
    told: list[tuple[int, int]] = []
    with Look.open(shop_path) as source:
        source.copy_to(target, lambda done, total: told.append((done, total)))
        assert told[-1][0] == told[-1][1] > 0
        source.copy_to(target)
        with pytest.raises(Cancelled):
            source.copy_to(target, cancelled=lambda: True)


def test_who_asks_a_closed_one_is_told_so(shop_path: Path) -> None:
    source = Look.open(shop_path)
    source.close()
    source.close()
    with pytest.raises(Cancelled):
        source.rows("SELECT 1")


def test_the_identity_of_a_copy_is_set(shop_path: Path) -> None:
    look.set_identity(shop_path, None, "tea")
    shop = Shop.open(shop_path)
    assert shop.identity == "tea"
    shop.close()


@pytest.mark.parametrize(("before", "after"), [(None, "new"), ("old", "new"), ("old", None)])
@pytest.mark.parametrize("schema", ["of today", "old"])
def test_a_copy_is_written_under_another_password(
    tmp_path: Path, shop_path: Path, before: str | None, after: str | None, schema: str
) -> None:
    source_path, target = tmp_path / "source.crm", tmp_path / "target.crm"
    shutil.copy(OLD_SCHEMA if schema == "old" else shop_path, source_path)
    old, new = Key(before) if before else None, Key(after) if after else None
    if old is not None:
        rekey(source_path, None, old)
    raw = source_path.read_bytes()
    target.touch()
    told: list[tuple[int, int]] = []
    with Look.open(source_path, old) as source:
        source.copy_under(target, new, b"0123456789abcdef", lambda *both: told.append(both))
        facts = source.facts()
        with pytest.raises(UserError):
            source.rows("DELETE FROM setting")
    assert told
    assert source_path.read_bytes() == raw
    assert new is None or target.read_bytes()[:16] == b"0123456789abcdef"
    with Look.open(target, new) as written:
        written.check()
        assert (written.version, written.facts(), written.encrypted) == (CURRENT, facts, new is not None)


def test_writing_it_under_another_password_can_be_stopped(
    shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target.crm"
    target.touch()
    monkeypatch.setattr(look.rekey, "_STEPS", 10)
    with Look.open(shop_path) as source, pytest.raises(Cancelled):
        source.copy_under(target, Key("new"), cancelled=lambda: True)
    with Look.open(shop_path) as source, pytest.raises(dbapi2.DatabaseError):
        source.copy_under(tmp_path / "no folder" / "target.crm", Key("new"))


def test_an_older_file_can_be_looked_at_as_it_is(tmp_path: Path) -> None:
    old = tmp_path / "old.crm"
    shutil.copy(OLD_SCHEMA, old)
    with closing(Look.open(old, as_is=True)) as look:
        assert str(look.version) == "1.0"
        assert look.identity is None
        assert look.rows("SELECT count(*) FROM sqlite_master WHERE name = 'shop_identity'") == [(0,)]
        assert look.facts().customers == 2
    with closing(Look.open(old)) as look:
        assert look.rows("SELECT count(*) FROM shop_identity") == [(1,)]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where temporary files may go: what the system names, and what is on a disk. Everything is large."""
    found = [tmp_path / "temporary", tmp_path / "roomy"]
    for place in found:
        place.mkdir()
    monkeypatch.setattr(look, "_LARGE", 0)
    monkeypatch.setattr(look, "_ROOMY", str(found[1]))
    monkeypatch.setattr(tempfile, "tempdir", str(found[0]))
    monkeypatch.delenv("TMPDIR", raising=False)
    return found


def in_memory(source: Look) -> bool:
    return not source.rows("PRAGMA database_list")[0][2]


@pytest.mark.parametrize("password", [None, "secret"])
def test_a_large_one_that_was_not_closed_is_not_taken_to_memory(
    shop_path: Path, tmp_path: Path, places: list[Path], password: str | None
) -> None:
    key = Key(password) if password else None
    rekey(shop_path, None, key)
    torn = tmp_path / "torn" / "shop.crm"
    torn.parent.mkdir()
    shop = Shop.open(shop_path, key=key, for_window=True)
    with shop.change(Sentence("Saved")):
        Customer.insert(name="曾国强", created="2026-11-21").execute()
    for part in ("", "-wal"):
        shutil.copy(shop_path.with_name(f"shop.crm{part}"), torn.with_name(f"shop.crm{part}"))
    shop.close()
    before = {path: path.read_bytes() for path in torn.parent.iterdir()}
    with Look.open(torn, key) as source:
        assert not in_memory(source)
        assert source.rows("SELECT name FROM customer WHERE name = '曾国强'") == [("曾国强",)]
        if os.name != "nt":
            assert [list(place.iterdir()) for place in places] == [[], []]
        with pytest.raises(UserError):
            source.rows("DELETE FROM setting")
    assert [list(place.iterdir()) for place in places] == [[], []]
    assert {path: path.read_bytes() for path in torn.parent.iterdir()} == before


@pytest.mark.parametrize("has_roomy", [True, False])
def test_a_large_one_of_an_older_schema(
    tmp_path: Path, places: list[Path], monkeypatch: pytest.MonkeyPatch, has_roomy: bool
) -> None:
    old, copied = tmp_path / "old.crm", tmp_path / "copied.crm"
    shutil.copy(OLD_SCHEMA, old)
    copied.touch()
    if not has_roomy:
        places[1].rmdir()
    made: list[Path] = []
    monkeypatch.setattr(
        look.migrations, "migrate", lambda run: made.extend(tmp_path.glob("*/*/copy.crm")) or migrate(run)
    )
    with Look.open(old) as source:
        source.copy_to(copied)
        facts = source.facts()
    assert [path.parents[1].name for path in made] == ["roomy" if has_roomy else "temporary"]
    assert not [path for place in places if place.exists() for path in place.iterdir()]
    with Look.open(copied) as source:
        source.check()
        assert (source.version, source.facts()) == (CURRENT, facts)


def test_a_large_one_that_cannot_be_read_leaves_nothing(shop_path: Path, places: list[Path]) -> None:
    rekey(shop_path, None, Key("secret"))
    shop_path.with_name("shop.crm-wal").write_bytes(b"x" * 100)
    with pytest.raises(WrongPassword):
        Look.open(shop_path, Key("wrong"))
    assert [list(place.iterdir()) for place in places] == [[], []]


@pytest.mark.parametrize("place", [0, 1])
def test_what_was_left_by_one_that_was_killed_goes(
    shop_path: Path, places: list[Path], place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == 0:
        monkeypatch.setenv("TMPDIR", str(places[0]))
    left, at_work, another = (places[place] / name for name in ("crm-desktop-look-x", "crm-desktop-look-y", "else"))
    for folder in (left, at_work, another):
        folder.mkdir()
        (folder / "copy.crm").write_bytes(b"x")
    for folder in (left, another):
        os.utime(folder, (0, 0))
    shop_path.with_name("shop.crm-wal").write_bytes(b"x" * 100)
    Look.open(shop_path).close()
    assert sorted(places[place].iterdir()) == [at_work, another]
