"""What takes long of an opening, done ahead of it: the look at the closed file, and its migration."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.errors import DiskFull, NotAShop, ShopMissing, UserError, WrongPassword
from crm_desktop.language import Sentence
from crm_desktop.store import ahead, migrations, seal
from crm_desktop.store.closed_file import is_outdated, look_ahead
from crm_desktop.store.key import Key
from crm_desktop.store.rekey import rekey
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock

OLD = Path(__file__).resolve().parents[2] / "migrations" / "schema-1.0.crm"


@pytest.fixture
def key() -> Key:
    return Key("春天 '1")


@pytest.fixture
def locked(tmp_path: Path, key: Key) -> Path:
    """A closed shop with a password."""
    path = tmp_path / "locked.crm"
    Shop.create(path, key=key).close()
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A closed shop of an older schema."""
    return Path(shutil.copy(OLD, tmp_path / "old.crm"))


@pytest.fixture
def looks(locked: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were compared with their seals since."""
    found: list[Path] = []
    look = seal.look

    def noted(path: Path) -> seal.Look:
        found.append(path)
        return look(path)

    monkeypatch.setattr(seal, "look", noted)
    return found


def open_and_close(path: Path, key: Key) -> None:
    Shop.open(path, key=key, for_window=True).close()


class TestLook:
    def test_the_opening_that_follows_does_not_look_again(self, locked: Path, key: Key, looks: list[Path]) -> None:
        look_ahead(locked, key)
        open_and_close(locked, key)
        assert looks == [locked]

    def test_without_a_password_there_is_no_key_to_derive(self, shop_path: Path, looks: list[Path]) -> None:
        look_ahead(shop_path, None)
        shop = Shop.open(shop_path, for_window=True)
        look_ahead(shop_path, None)
        shop.close()
        assert looks == [shop_path]

    def test_it_counts_once(self, locked: Path, key: Key, looks: list[Path]) -> None:
        look_ahead(locked, key)
        open_and_close(locked, key)
        open_and_close(locked, key)
        assert looks == [locked] * 2

    @pytest.mark.parametrize(
        "meanwhile",
        [
            lambda path, patch: path.touch(),
            lambda path, patch: patch.setattr(ahead, "_HOLDS_S", -1.0),
        ],
        ids=["written", "long ago"],
    )
    def test_it_does_not_count_for_what_was_written_since_nor_for_ever(
        self,
        locked: Path,
        key: Key,
        looks: list[Path],
        meanwhile: Callable[[Path, pytest.MonkeyPatch], object],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        look_ahead(locked, key)
        meanwhile(locked, monkeypatch)
        open_and_close(locked, key)
        assert looks == [locked] * 2

    def test_nor_for_another_key_though_its_words_are_the_same(self, locked: Path, key: Key, looks: list[Path]) -> None:
        look_ahead(locked, key)
        open_and_close(locked, Key("春天 '1"))
        assert looks == [locked] * 2

    def test_of_a_shop_that_is_open_only_the_key_is_derived(self, locked: Path, key: Key, looks: list[Path]) -> None:
        shop = Shop.open(locked, key=key)
        looks.clear()
        look_ahead(locked, Key("春天 '1"))
        assert looks == []
        shop.close()

    @pytest.mark.parametrize(
        ("content", "told"), [(None, ShopMissing), (b"no shop", NotAShop)], ids=["nothing", "something else"]
    )
    def test_what_the_opening_would_raise(self, tmp_path: Path, content: bytes | None, told: type[UserError]) -> None:
        path = tmp_path / "shop.crm"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(told):
            look_ahead(path, None)

    def test_a_wrong_password(self, locked: Path) -> None:
        with pytest.raises(WrongPassword):
            look_ahead(locked, Key("winter"))


class TestMigration:
    def test_an_older_file_is_told_by_its_header(self, old: Path) -> None:
        assert is_outdated(old)

    def test_with_a_log_beside_it_by_asking_the_engine(self, old: Path) -> None:
        old.with_name("old.crm-wal").write_bytes(b"")
        assert is_outdated(old)

    def test_an_encrypted_one_by_its_key(self, old: Path, key: Key) -> None:
        rekey(old, None, key)
        assert is_outdated(old, key)
        assert not is_outdated(old, Key("winter")), "the opening tells"

    def test_one_of_today_is_not(self, shop_path: Path, locked: Path, key: Key) -> None:
        assert not is_outdated(shop_path)
        assert not is_outdated(locked, key)

    def test_nor_is_one_that_is_open_or_not_there(self, shop: Shop, tmp_path: Path) -> None:
        assert not is_outdated(shop.path)
        assert not is_outdated(tmp_path / "gone.crm")

    def test_a_file_of_today_is_left_alone(self, shop_path: Path, clock: FakeClock) -> None:
        before = shop_path.read_bytes()
        asked: list[Any] = []
        Shop.bring_up_to_date(shop_path, None, clock=clock, before_migration=asked.append)
        assert (asked, shop_path.read_bytes()) == ([], before)

    def test_one_that_fails_leaves_the_file_to_others(self, old: Path, clock: FakeClock) -> None:
        def full(older: Shop) -> None:
            raise DiskFull(Sentence("The disk is full."))

        with pytest.raises(DiskFull):
            Shop.bring_up_to_date(old, None, clock=clock, before_migration=full)
        Shop.bring_up_to_date(old, None, clock=clock, before_migration=lambda older: None)
        assert not is_outdated(old)
        again = Shop.open(old)
        assert again.schema == str(migrations.CURRENT)
        again.close()
