"""A copy in the shop's place, and single customers out of a copy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from crm_desktop.domain.backup_policy import Why
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.errors import (
    Cancelled,
    DiskFailure,
    NotAShop,
    NotFound,
    OtherShop,
    ShopDamaged,
    ShopInUse,
    ShopMissing,
    ShopTooNew,
    UserError,
    WrongPassword,
)
from crm_desktop.language import Sentence
from crm_desktop.services import Services, restore
from crm_desktop.services.backups import Backups, State
from crm_desktop.services.copy_contents import CopyContents
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.demo import make
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.services.restore import Restored
from crm_desktop.store import compare, copied_people, look
from crm_desktop.store.backup import copy_shop
from crm_desktop.store.desk import Desk, Role
from crm_desktop.store.key import Key
from crm_desktop.store.look import Look
from crm_desktop.store.models import JOURNALLED
from crm_desktop.store.safeguard import BULK
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock

OLD_SCHEMA = Path(__file__).parents[2] / "migrations" / "schema-1.0.crm"


@pytest.fixture
def folder(data_dir: Path) -> Path:
    return data_dir / "backups"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.crm"


@contextmanager
def opened(path: Path, key: Key | None = None) -> Iterator[Services]:
    shop = Shop.open(path, key=key)
    try:
        yield Services(shop)
    finally:
        shop.close()


def add(services: Services, name: str, **more: Any) -> int:
    change = services.customers.add(CustomerDraft(name=name, **more))
    assert change.new_id is not None
    return change.new_id


def names(path: Path, key: Key | None = None) -> list[str]:
    with opened(path, key) as services:
        return [customer.name for customer in services.customers.get_many(services.customers.ids())]


def rows(shop: Shop) -> dict[str, list[Any]]:
    tables = [model._meta.table_name for model in JOURNALLED]
    return {table: shop.run(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables}


def put_back(path: Path, copy: Path, folder: Path, clock: FakeClock, **more: Any) -> Restored:
    key = more.pop("key", None)
    return restore.restore(path, key, copy, folder=folder, clock=clock, **more)


def beside(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if each.is_file() and each.name != path.name)


# The shop replaced


@pytest.fixture
def grown(shop: Shop, services: Services, copy: Path, clock: FakeClock) -> Path:
    """A shop of three customers, of which a copy was made when it had one; closed."""
    add(services, "王芳")
    copy_shop(shop, copy)
    clock.advance(days=1)
    add(services, "李伟")
    add(services, "单晓丽")
    shop.close()
    return shop.path


def test_the_copy_takes_the_place_of_the_shop(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    before = copy.read_bytes()
    told: list[str] = []
    done = put_back(grown, copy, folder, clock, report=lambda done, total, words: told.append(words))
    assert (done.file, done.customers, done.purchases, done.key) == (grown, 1, 0, None)
    assert names(grown) == ["王芳"]
    assert copy.read_bytes() == before
    assert told[0] == "Checking the copy"
    assert told[-1] == "Checking the new file"


def test_the_old_file_stays_beside_it(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    old = grown.read_bytes()
    done = put_back(grown, copy, folder, clock)
    assert done.kept == grown.with_name("shop before restore 2026-11-22 15.20.00.crm")
    assert done.kept.read_bytes() == old
    assert beside(grown) == ["copy.crm", done.kept.name]
    again = put_back(grown, copy, folder, clock)
    assert again.kept == grown.with_name("shop before restore 2026-11-22 15.20.01.crm")


def test_a_copy_is_made_before(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    put_back(grown, copy, folder, clock)
    with opened(grown) as services:
        (made,) = Backups(services.shop, folder).list()
    assert (made.why, made.customers, made.state) == (Why.RESTORE, 3, State.OPENS)


def test_what_was_kept_can_be_put_back_again(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    kept = put_back(grown, copy, folder, clock).kept
    assert kept is not None
    put_back(grown, kept, folder, clock)
    assert len(names(grown)) == 3


def test_the_shop_goes_on_being_written_to(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    put_back(grown, copy, folder, clock)
    with opened(grown) as services:
        customer = add(services, "曾国强")
        services.history.undo()
        assert services.customers.find("曾") == (0, [])
        assert customer == 2
    with opened(grown) as services:
        assert services.shop.run("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_damaged_copy_is_told_and_nothing_happens(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    raw = bytearray(copy.read_bytes())
    middle = len(raw) // 4096 // 2 * 4096
    raw[middle : middle + 4096 * 20] = os.urandom(4096 * 20)
    copy.write_bytes(raw)
    old = grown.read_bytes()
    with pytest.raises(ShopDamaged, match=r"The copy “copy.crm” is damaged"):
        put_back(grown, copy, folder, clock)
    assert grown.read_bytes() == old
    assert beside(grown) == ["copy.crm"]


def test_what_is_no_shop_is_told(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    for content in (b"", b"not a shop", b"SQLite format 3\0" + bytes(5000)):
        copy.write_bytes(content)
        with pytest.raises((NotAShop, ShopDamaged, WrongPassword)):
            put_back(grown, copy, folder, clock)
    copy.unlink()
    with pytest.raises(ShopMissing):
        put_back(grown, copy, folder, clock)


def test_a_plain_file_that_is_another_program_s(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    import sqlite3

    copy.unlink()
    with sqlite3.connect(copy) as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    with pytest.raises(NotAShop):
        put_back(grown, copy, folder, clock)


def test_a_copy_of_a_newer_version_is_told(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    with opened(copy) as services:
        services.shop.run("PRAGMA user_version = 131072")
    with pytest.raises(ShopTooNew):
        put_back(grown, copy, folder, clock)


def test_the_shop_itself_is_no_copy(grown: Path, folder: Path, clock: FakeClock) -> None:
    with pytest.raises(NotAShop, match="is the shop itself"):
        put_back(grown, grown.parent / "." / grown.name, folder, clock)


def test_a_copy_of_another_shop_is_asked_about(
    grown: Path, copy: Path, folder: Path, clock: FakeClock, tmp_path: Path
) -> None:
    other = tmp_path / "other.crm"
    Shop.create(other).close()
    with pytest.raises(OtherShop, match="copy of another shop"):
        put_back(grown, other, folder, clock)
    assert len(names(grown)) == 3
    assert put_back(grown, other, folder, clock, force=True).customers == 0


def test_a_shop_that_is_open_elsewhere_is_left(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    desk = Desk(grown, Role.WINDOW)
    try:
        with pytest.raises(ShopInUse):
            put_back(grown, copy, folder, clock)
    finally:
        desk.leave()
    assert len(names(grown)) == 3


def test_it_can_be_stopped(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    with pytest.raises(Cancelled):
        put_back(grown, copy, folder, clock, cancelled=lambda: True)
    assert beside(grown) == ["copy.crm"]
    put_back(grown, copy, folder, clock)
    stop = iter([False] * 1 + [True] * 100)
    with pytest.raises(Cancelled):
        put_back(grown, copy, folder, clock, cancelled=lambda: next(stop))


def test_a_shop_that_is_gone_comes_back(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    grown.unlink()
    done = put_back(grown, copy, folder, clock)
    assert (done.kept, names(grown)) == (None, ["王芳"])


def test_a_damaged_shop_is_replaced_and_kept_with_all_beside_it(
    grown: Path, copy: Path, folder: Path, clock: FakeClock
) -> None:
    broken = b"SQLite format 3\0" + grown.read_bytes()[16:100] + os.urandom(40_000)
    grown.write_bytes(broken)
    grown.with_name("shop.crm-wal").write_bytes(b"what was written last")
    done = put_back(grown, copy, folder, clock)
    assert done.kept is not None
    assert done.kept.read_bytes() == broken
    assert done.kept.with_name(done.kept.name + "-wal").read_bytes() == b"what was written last"
    assert names(grown) == ["王芳"]


@pytest.mark.parametrize("emptied", [b"", bytes(8192), "客户名单".encode()])
def test_a_file_that_is_no_shop_any_more_is_replaced_as_its_copies_tell_what_it_was(
    grown: Path, folder: Path, clock: FakeClock, emptied: bytes
) -> None:
    shop = Shop.open(grown, clock=clock)
    made = Backups(shop, folder).make()
    shop.close()
    here = names(grown)
    grown.write_bytes(emptied)
    done = put_back(grown, made.path, folder, clock)
    assert done.kept is not None
    assert done.kept.read_bytes() == emptied
    assert names(grown) == here


def test_customers_of_another_shop_come_only_by_force(tmp_path: Path) -> None:
    path, own = tmp_path / "other.crm", tmp_path / "own.crm"
    other = Shop.create(path)
    add(Services(other), "陌生人")
    other.close()
    Shop.create(own).close()
    with opened(own) as services, Look.open(path) as source:
        shop = services.shop
        with pytest.raises(OtherShop, match="other numbers"):
            restore.bring_back(shop, source, [1])
        assert services.customers.count() == 0
        assert restore.bring_back(shop, source, [1], force=True).customers == 1


def test_what_does_not_open_is_replaced_if_she_insists(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    grown.write_bytes(bytes(8192))
    with pytest.raises(UserError):
        put_back(grown, copy, folder, clock)
    assert put_back(grown, copy, folder, clock, force=True).customers == 1


def test_a_shop_that_was_not_closed(grown: Path, copy: Path, folder: Path, clock: FakeClock, tmp_path: Path) -> None:
    """A program was killed: what is in the journal beside the file is in the copy made before, and in the kept file."""
    with opened(grown) as services:
        add(services, "曾国强")
        taken = {part: grown.with_name(grown.name + part).read_bytes() for part in ("", "-wal")}
    for part, content in taken.items():
        grown.with_name(grown.name + part).write_bytes(content)
    done = put_back(grown, copy, folder, clock)
    assert done.kept is not None
    assert len(names(done.kept)) == 4


def test_a_copy_that_was_not_closed_is_looked_into_with_what_lies_beside_it(
    grown: Path, copy: Path, folder: Path, clock: FakeClock
) -> None:
    with opened(copy) as services:
        add(services, "曾国强")
        taken = {part: copy.with_name(copy.name + part).read_bytes() for part in ("", "-wal")}
    for part, content in taken.items():
        copy.with_name(copy.name + part).write_bytes(content)
    assert put_back(grown, copy, folder, clock).customers == 2
    assert {part: copy.with_name(copy.name + part).read_bytes() for part in ("", "-wal")} == taken


def test_a_copy_of_an_older_schema(shop: Shop, tmp_path: Path, folder: Path, clock: FakeClock) -> None:
    old = tmp_path / "old.crm"
    shutil.copy(OLD_SCHEMA, old)
    before = old.read_bytes()
    path = tmp_path / "tea.crm"
    shutil.copy(old, path)
    with opened(path) as services:
        identity = services.shop.identity
    done = put_back(path, old, folder, clock)
    assert old.read_bytes() == before
    with opened(path) as services:
        assert services.shop.identity == identity
        assert services.customers.count() == done.customers > 0


def test_the_disk_fails_while_the_new_file_is_written(
    grown: Path, copy: Path, folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise dbapi2.OperationalError("disk I/O error")

    old = grown.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Look, "copy_to", fail)
        with pytest.raises(DiskFailure):
            put_back(grown, copy, folder, clock)
    assert (grown.read_bytes(), beside(grown)) == (old, ["copy.crm"])


def test_a_new_file_that_holds_something_else_is_not_taken(
    grown: Path, copy: Path, folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Look.facts
    monkeypatch.setattr(Look, "facts", lambda self: replace(real(self), customers=len(self.path.name)))
    with pytest.raises(ShopDamaged):
        put_back(grown, copy, folder, clock)
    assert beside(grown) == ["copy.crm"]


def test_a_copy_that_cannot_be_compared_is_let_go(shop: Shop, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_shop(shop, copy)

    def fail(*_: object) -> None:
        raise ShopInUse(Sentence("There is nothing to undo."))

    monkeypatch.setattr(compare, "compare", fail)
    with pytest.raises(ShopInUse):
        CopyContents.open(shop, copy)


# Passwords


def test_the_shop_keeps_its_password(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    from crm_desktop.store.rekey import rekey

    key = Key("secret")
    rekey(grown, None, key)
    done = put_back(grown, copy, folder, clock, key=key)
    assert done.key is key
    assert names(grown, Key("secret")) == ["王芳"]
    with pytest.raises(UserError):
        Shop.open(grown)


def test_a_copy_of_another_password(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    from crm_desktop.store.rekey import rekey

    rekey(copy, None, Key("old"))
    with pytest.raises(WrongPassword):
        put_back(grown, copy, folder, clock)
    with pytest.raises(WrongPassword):
        put_back(grown, copy, folder, clock, copy_key=Key("wrong"))
    assert put_back(grown, copy, folder, clock, copy_key=Key("old")).key is None
    assert names(grown) == ["王芳"]


def test_a_copy_under_the_shop_s_own_password(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    from crm_desktop.store.rekey import rekey

    rekey(grown, None, Key("secret"))
    with opened(grown, Key("secret")) as services:
        copy.unlink()
        copy_shop(services.shop, copy)
    put_back(grown, copy, folder, clock, key=Key("secret"))
    assert len(names(grown, Key("secret"))) == 3


def test_a_shop_whose_password_is_lost(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    from crm_desktop.store.rekey import rekey

    rekey(grown, None, Key("forgotten"))
    with pytest.raises(WrongPassword):
        put_back(grown, copy, folder, clock)
    assert put_back(grown, copy, folder, clock, force=True).key is None
    assert names(grown) == ["王芳"]


# Lists


def test_any_file_as_a_copy(grown: Path, copy: Path) -> None:
    from crm_desktop.store.rekey import rekey

    found = restore.chosen(copy, None)
    assert (found.customers, found.purchases, found.state) == (1, 0, State.OPENS)
    assert found.newest_change == datetime(2026, 11, 21, 15, 20)
    assert found.at == datetime.fromtimestamp(int(copy.stat().st_mtime))
    rekey(copy, None, Key("old"))
    assert restore.chosen(copy, None).state is State.LOCKED


def test_good_copies_of_a_shop_that_does_not_open(
    shop: Shop, services: Services, folder: Path, clock: FakeClock
) -> None:
    kept = Backups(shop, folder)
    for name in ("王芳", "李伟", "单晓丽", "曾国强", "朱明"):
        clock.advance(days=1)
        add(services, name)
        kept.make()
    newest = kept.list()[0].path
    newest.write_bytes(newest.read_bytes()[:-4096])
    raw = bytearray(newest.read_bytes())
    raw[8192:90_000] = bytes(90_000 - 8192)
    newest.write_bytes(raw)
    found = restore.good_copies(shop.path, None, folder)
    assert [copy.customers for copy in found] == [4, 3, 2]
    assert len(restore.good_copies(shop.path, None, folder, most=9)) == 4


# Compared


def test_what_only_one_of_the_two_has(shop: Shop, services: Services, copy: Path, clock: FakeClock) -> None:
    make(shop, 12, 30, 1, date(2026, 11, 21))
    copy_shop(shop, copy)
    clock.advance(days=1)
    services.customers.delete([1, 2])
    services.customers.set_field(3, "note", "changed")
    add(services, "李伟")
    purchase = PurchaseDraft(4, clock.now(), lines=(LineDraft(text="茶", price_fen=100),))
    services.purchases.record(purchase)
    services.purchases.delete([5])
    with Look.open(copy) as source:
        found = compare.compare(shop, source)
        assert found.same_shop
        assert (found.missing, found.changed) == ({1, 2}, {3})
        assert (found.customers.only_copy, found.customers.only_shop, found.customers.differ) == (2, 1, 1)
        assert (found.purchases.only_copy, found.purchases.only_shop) == (1, 1)
        assert (found.only_copy.count, found.only_shop.count) == (0, 5)
        assert "Deleted" in found.only_shop.newest[0].title
        assert len(found.only_shop.newest) == 5
        lines = compare.deleted_by(shop, [1, 2, 3])
    assert set(lines) == {1, 2}
    assert lines[1].at == "2026-11-22T15:20:00"


def test_two_ways_from_one_beginning(grown: Path, copy: Path, folder: Path, clock: FakeClock) -> None:
    """After a restore other customers get the same ids: they are told apart by when they were made."""
    kept = put_back(grown, copy, folder, clock).kept
    assert kept is not None
    clock.advance(hours=1)
    shop = Shop.open(grown, clock=clock)
    try:
        add(Services(shop), "曾国强")
        with Look.open(kept) as source:
            found = compare.compare(shop, source)
            assert (found.missing, found.customers.only_shop) == ({2, 3}, 1)
            assert (found.only_copy.count, found.only_shop.count) == (2, 1)
            brought = restore.bring_back(shop, source, [1, 2, 3])
            assert (brought.customers, brought.purchases) == (2, 0)
        everybody = {customer.name: customer.id for customer in Services(shop).customers.get_many([1, 2, 3, 4])}
        assert everybody == {"王芳": 1, "曾国强": 2, "李伟": 3, "单晓丽": 4}
    finally:
        shop.close()


def test_a_copy_from_before_shops_had_an_identity(tmp_path: Path, shop_path: Path) -> None:
    old, path = tmp_path / "old.crm", tmp_path / "tea.crm"
    for each in (old, path):
        shutil.copy(OLD_SCHEMA, each)
    with opened(path) as mine, Look.open(old) as source:
        assert compare.is_same_shop(mine.shop, source)
        assert source.identity is None
    with opened(shop_path) as other, Look.open(old) as source:
        add(other, "王芳")
        assert not compare.is_same_shop(other.shop, source)


# Looked into


def test_the_customers_of_a_copy(shop: Shop, services: Services, copy: Path, clock: FakeClock) -> None:
    wang = add(services, "王芳", phones=("13800138000", "13911112222"))
    shan = add(services, "单晓丽", member_no="M_7")
    services.purchases.record(PurchaseDraft(wang, clock.now(), lines=(LineDraft(text="茶", price_fen=12800),)))
    copy_shop(shop, copy)
    with Look.open(copy) as source:
        assert copied_people.everybody(source) == [shan, wang]
        for text in ("王", "wang f", "wf", "8000", "1380013"):
            assert copied_people.matching(source, text) == {wang}
        assert copied_people.matching(source, "M_7") == {shan}
        assert copied_people.matching(source, "%") == set()
        (line,) = copied_people.people(source, [wang])
        assert (line.name, line.phone, line.visits, line.spent_fen) == ("王芳", "+8613800138000", 1, 12800)
        assert line.last_at == "2026-11-21T15:20:00"
        assert [each.id for each in copied_people.people(source, [wang, shan])] == [wang, shan]
        assert not source.encrypted


def test_looking_writes_nothing(shop: Shop, services: Services, copy: Path) -> None:
    copy_shop(shop, copy)
    before, stat = copy.read_bytes(), copy.stat()
    with Look.open(copy) as source:
        source.check()
        with pytest.raises(UserError):
            source.rows("DELETE FROM setting")
    assert (copy.read_bytes(), copy.stat().st_mtime_ns) == (before, stat.st_mtime_ns)
    assert beside(copy) == ["shop.crm", "shop.crm-shm", "shop.crm-wal"] or "copy.crm-wal" not in beside(copy)


def test_a_copy_whose_disk_fails(shop: Shop, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_shop(shop, copy)

    def fail(path: Path) -> bytes:
        raise OSError(5, "Input/output error")

    with Look.open(copy) as source:
        monkeypatch.setattr(look.seal, "look", fail)
        with pytest.raises(UserError, match="cannot be read"):
            source.check()
    monkeypatch.setattr(look, "salt_in", fail)
    with pytest.raises(UserError, match="cannot be read"):
        Look.open(copy)


# Single customers


def delete_field(services: Services, name: str) -> None:
    (field,) = [field.id for field in services.custom_fields.all() if field.name == name]
    services.custom_fields.delete(field)


def rich_shop(shop: Shop) -> Services:
    services = Services(shop)
    make(shop, 25, 80, 3, date(2026, 11, 21))
    services.custom_fields.add("皮肤类型", CustomFieldKind.TEXT)
    for customer in (1, 2, 3):
        services.customers.set_custom([customer], "皮肤类型", "干性")
        services.customers.add_tag([customer], f"只有{customer}")
        services.contacts.add(customer, "note", "喜欢龙井")
        services.customers.set_photo(customer, b"\xff\xd8\xff" + bytes(100))
    return services


@pytest.mark.no_cover
@settings(max_examples=15)
@given(st.sets(st.integers(1, 25), min_size=1), st.randoms(use_true_random=False))
def test_who_was_deleted_comes_back_with_all_that_was_theirs(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[int], random: Any
) -> None:
    folder = tmp_path_factory.mktemp("shop")
    shop = Shop.create(folder / "shop.crm")
    try:
        services = rich_shop(shop)
        copy_shop(shop, folder / "copy.crm")
        whole = rows(shop)
        services.customers.delete(sorted(chosen))
        deleted = rows(shop)
        with Look.open(folder / "copy.crm") as source:
            brought = restore.bring_back(shop, source, sorted(chosen))
        assert rows(shop) == whole
        assert brought.customers == len(chosen)
        assert brought.purchases == sum(row[1] in chosen for row in whole["purchase"])
        assert services.customers.find(services.customers.get(min(chosen)).name)[0] > 0
        services.history.undo()
        assert rows(shop) == deleted
        services.history.redo()
        assert rows(shop) == whole
        assert shop.run("PRAGMA foreign_key_check").fetchall() == []
    finally:
        shop.close()


def test_the_words_of_it(shop: Shop, copy: Path) -> None:
    services = rich_shop(shop)
    copy_shop(shop, copy)
    os.utime(copy, (0, datetime(2026, 11, 20, 9).timestamp()))
    name = services.customers.get(1).name
    services.customers.delete([1, 2, 3])
    with Look.open(copy) as source:
        one = restore.bring_back(shop, source, [1])
        assert str(one.change.title) == f"Brought back customer {name} from the copy of 2026-11-20"
        more = restore.bring_back(shop, source, [1, 2, 3])
        assert (more.customers, more.change.title.n) == (2, 2)
        with pytest.raises(NotFound, match="in the shop already"):
            restore.bring_back(shop, source, [1, 2, 3])
        with pytest.raises(NotFound, match="no customer 999"):
            restore.bring_back(shop, source, [999])


def test_a_customer_of_many_purchases_comes_back_after_a_backup(shop: Shop, copy: Path) -> None:
    services = Services(shop)
    customer = add(services, "王芳")
    lines = (LineDraft(text="龙井", price_fen=100),)
    for day in range(60):
        services.purchases.record(PurchaseDraft(customer, at=datetime(2026, 1, 1 + day % 28, 10), lines=lines))
    copy_shop(shop, copy)
    services.purchases.delete([purchase.id for purchase in services.purchases.of_customer(customer)])
    services.customers.delete([customer])
    asked: list[str] = []
    shop.safeguard = lambda why, **more: asked.append(why)
    with Look.open(copy) as source:
        brought = restore.bring_back(shop, source, [customer])
    assert (brought.purchases, asked) == (60, ["bulk"])
    assert sum(map(len, brought.change.touched.values())) > BULK


def test_what_is_gone_besides_comes_back_too(shop: Shop, copy: Path) -> None:
    """Tags, fields and purchases that were deleted with the customer."""
    services = rich_shop(shop)
    copy_shop(shop, copy)
    whole = services.customers.get(1)
    bought = [purchase.id for purchase in services.purchases.of_customer(1)]
    assert bought
    services.purchases.delete(bought)
    services.customers.delete([1])
    for tag in services.tags.all():
        if tag.name == "只有1":
            services.tags.delete(tag.id)
    delete_field(services, "皮肤类型")
    with Look.open(copy) as source:
        brought = restore.bring_back(shop, source, [1])
    assert brought.purchases == len(bought)
    assert services.customers.get(1) == replace(whole, tags=services.customers.get(1).tags)
    assert set(services.customers.get(1).tags) == set(whole.tags)
    lines = [len(purchase.lines) for purchase in services.purchases.of_customer(1)]
    assert all(lines)


def test_a_field_that_is_of_another_kind_by_now(shop: Shop, copy: Path) -> None:
    services = rich_shop(shop)
    services.customers.set_field(2, "note", "老客户")
    copy_shop(shop, copy)
    services.customers.delete([1, 2])
    delete_field(services, "皮肤类型")
    services.custom_fields.add("皮肤类型", CustomFieldKind.NUMBER)
    with Look.open(copy) as source:
        note = source.rows("SELECT note FROM customer WHERE id = 1")[0][0]
        restore.bring_back(shop, source, [1, 2])
    assert services.customers.get(1).note == (note + "\n" if note else "") + "皮肤类型: 干性"
    assert services.customers.get(2).note == "老客户\n皮肤类型: 干性"


def test_purchases_that_are_somebody_else_s_by_now_stay_there(shop: Shop, copy: Path, clock: FakeClock) -> None:
    services = rich_shop(shop)
    copy_shop(shop, copy)
    mine = [purchase.id for purchase in services.purchases.of_customer(1)]
    first = services.purchases.get(mine[0])
    services.customers.delete([1])
    services.purchases.edit(mine[0], replace(PurchaseDraft.of(first), customer_id=2))
    with Look.open(copy) as source:
        brought = restore.bring_back(shop, source, [1])
    assert brought.purchases == len(mine) - 1
    assert services.purchases.get(mine[0]).customer_id == 2
