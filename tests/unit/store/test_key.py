"""The key of an encrypted shop: the one that SQLCipher itself makes of the password, kept or on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from crm_desktop.errors import InvalidInput, ShopError, ShopLocked, ShopReadOnly, WrongPassword
from crm_desktop.language import Sentence
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.models import Customer
from crm_desktop.store.shop import Shop

PASSWORD = "it's 春天"


pytestmark = pytest.mark.usefixtures("real_keys")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = Shop.create(tmp_path / "shop.crm", key=PASSWORD)
    with made.change(Sentence("a")):
        Customer.insert(name="单晓丽", created="2026-11-21T09:00:00").execute()
    made.close()
    return tmp_path / "shop.crm"


def names(path: Path, key: Key) -> list[str]:
    shop = Shop.open(path, key=key)
    try:
        return [name for (name,) in Customer.select(Customer.name).tuples()]
    finally:
        shop.close()


def test_any_sqlcipher_opens_the_file_with_the_password(path: Path) -> None:
    raw = dbapi2.connect(str(path))
    raw.execute("PRAGMA key = 'it''s 春天'")
    assert raw.execute("SELECT name FROM customer").fetchall() == [("单晓丽",)]
    raw.close()


def test_a_file_that_sqlcipher_made_with_a_password_opens(path: Path, tmp_path: Path) -> None:
    raw = dbapi2.connect(str(tmp_path / "other.crm"))
    raw.execute("PRAGMA key = 'x'")
    raw.execute("CREATE TABLE t (a)")
    raw.close()
    other = dbapi2.connect(str(tmp_path / "other.crm"))
    other.execute(f'PRAGMA key = "{Key("x").raw(salt_in(tmp_path / "other.crm"))}"')
    assert other.execute("SELECT count(*) FROM t").fetchone() == (0,)
    other.close()


def test_the_recovery_code_opens_the_shop_however_it_is_typed(path: Path) -> None:
    code = Key(PASSWORD).code(salt_in(path))
    assert len(code) == 69
    assert names(path, Key.from_code(code)) == ["单晓丽"]
    assert names(path, Key.from_code(code.replace("-", " ").lower())) == ["单晓丽"]
    assert names(path, Key.from_code(code.replace("O", "0").replace("I", "1").replace("B", "8"))) == ["单晓丽"]


@given(position=st.integers(0, 68), letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
@settings(max_examples=50)
def test_a_mistyped_recovery_code_is_noticed(position: int, letter: str) -> None:
    key = Key("x")
    key._derived[b"s" * 16] = bytes(range(32))
    code = key.code(b"s" * 16)
    typed = code[:position] + letter + code[position + 1 :]
    if code[position] == "-" or letter == code[position]:
        return
    with pytest.raises(InvalidInput) as told:
        Key.from_code(typed)
    assert "group by group" in str(told.value)


@pytest.mark.parametrize("code", ["", "abc", "漢字", "A" * 56, "=" * 56])
def test_what_is_no_recovery_code_is_told(code: str) -> None:
    with pytest.raises(InvalidInput):
        Key.from_code(code)


def test_a_key_is_derived_once_for_each_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    key = Key("x")
    first = key.raw(b"a" * 16)
    monkeypatch.setattr("hashlib.pbkdf2_hmac", None)
    assert key.raw(b"a" * 16) == first
    assert first.endswith((b"a" * 16).hex() + "'")
    assert key.bytes_of(b"a" * 16).hex() in first


def test_a_forgotten_key_opens_nothing() -> None:
    key = Key("x")
    key.raw(b"a" * 16)
    key.forget()
    with pytest.raises(ValueError, match="forgotten"):
        key.raw(b"a" * 16)


def test_a_retired_shop_is_never_opened_again_by_who_still_asks(path: Path) -> None:
    shop = Shop.open(path, key=PASSWORD)
    shop.retire()
    with pytest.raises(ShopLocked):
        Customer.select().count()
    assert shop.database.key is not None
    assert names(path, shop.database.key) == ["单晓丽"]


class TestLock:
    def test_a_locked_shop_gives_nothing_until_its_password_is_given(self, path: Path) -> None:
        shop = Shop.open(path, key=PASSWORD)
        shop.lock()
        assert [each.name for each in path.parent.glob("shop.crm*")] == ["shop.crm"]
        with pytest.raises(ShopLocked):
            Customer.select().count()
        with pytest.raises(WrongPassword):
            shop.unlock(Key("summer"))
        with pytest.raises(ShopLocked):
            Customer.select().count()
        shop.unlock(Key(PASSWORD))
        assert Customer.select().count() == 1
        with shop.change(Sentence("b")):
            Customer.insert(name="曾国强", created="2026-11-21T09:00:00").execute()
        assert shop.encrypted
        shop.close()

    def test_a_shop_whose_file_went_away_stays_locked(self, path: Path) -> None:
        shop = Shop.open(path, key=PASSWORD)
        shop.lock()
        path.rename(path.with_name("elsewhere.crm"))
        with pytest.raises(ShopError):
            shop.unlock(Key(PASSWORD))
        path.with_name("elsewhere.crm").rename(path)
        shop.unlock(Key(PASSWORD))
        shop.close()

    def test_a_shop_without_a_password_can_be_closed_and_opened_again(self, shop: Shop) -> None:
        assert not shop.encrypted
        shop.lock()
        shop.unlock(None)
        assert Customer.select().count() == 0

    def test_unlocking_does_not_wait_for_the_disk(self, shop: Shop) -> None:
        shop.lock()
        shop.unlock(None)
        assert shop.wholeness.is_checked
        assert not shop.database.file.in_wal
        shop.wholeness.accept()
        assert shop.database.file.in_wal

    def test_a_thread_that_shuts_its_connection_makes_no_other_until_it_is_unlocked(self, shop: Shop) -> None:
        shop.shut()
        with pytest.raises(ShopLocked):
            Customer.select().count()
        shop.unlock(None)
        assert Customer.select().count() == 0

    def test_the_database_itself_stays_locked_by_a_wrong_key_or_without_its_file(self, path: Path) -> None:
        shop = Shop.open(path, key=PASSWORD)
        shop.lock()
        with pytest.raises(WrongPassword):
            shop.database.unlock(Key("summer"))
        path.rename(path.with_name("elsewhere.crm"))
        with pytest.raises(ShopReadOnly):
            shop.database.unlock(Key(PASSWORD))
        with pytest.raises(ShopLocked):
            Customer.select().count()
