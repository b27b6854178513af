"""Which copy of a shop is the newest of those that this laptop has met."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services import Services, known_shops
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.known_shops import KnownShops, OtherCopy
from crm_desktop.store.computer import Mount
from crm_desktop.store.kinship import Mark, Relation, relation
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock

SAME, OLDER, NEWER, APART = Relation
Add = Callable[..., None]


@pytest.fixture
def add(clock: FakeClock) -> Add:
    """Adds customers to a closed shop, a minute apart."""

    def to(path: Path, *names: str, key: str | None = None) -> None:
        shop = Shop.open(path, clock=clock, key=key)
        for name in names:
            clock.advance(minutes=1)
            Services(shop).customers.add(CustomerDraft(name=name))
        shop.close()

    return to


@pytest.fixture
def known(data_dir: Path) -> KnownShops:
    return KnownShops(data_dir)


def others(known: KnownShops, path: Path, clock: FakeClock, key: str | None = None) -> list[OtherCopy]:
    shop = Shop.open(path, clock=clock, key=key)
    try:
        return known.others(shop, shop.database.key)
    finally:
        shop.close()


def remember(known: KnownShops, path: Path, clock: FakeClock) -> None:
    shop = Shop.open(path, clock=clock)
    known.remember(shop)
    shop.close()


journals = st.lists(st.integers(1, 3), max_size=6).map(
    lambda steps: {sum(steps[: n + 1]): f"t{sum(steps[: n + 1])}" for n in range(len(steps))}
)


@given(common=journals, mine=journals, other=journals)
def test_two_journals_tell_which_copy_is_newer(
    common: dict[int, str], mine: dict[int, str], other: dict[int, str]
) -> None:
    last = max(common, default=0)
    here = common | {last + number: f"here {number}" for number in mine}
    there = common | {last + number: f"there {number}" for number in other}

    def newest(journal: dict[int, str]) -> Mark | None:
        return max(journal.items(), default=None)

    found = relation(newest(here), here.get, newest(there), there.get)
    assert (
        found
        == {(False, False): SAME, (True, False): OLDER, (False, True): NEWER, (True, True): APART}[
            bool(mine), bool(other)
        ]
    )


def test_the_only_one(known: KnownShops, shop_path: Path, clock: FakeClock, data_dir: Path) -> None:
    assert others(known, shop_path, clock) == []
    remember(known, shop_path, clock)
    assert others(known, shop_path, clock) == []
    said = (data_dir / "known-shops.json").read_text()
    assert str(shop_path) in said


def test_nothing_of_what_is_in_a_shop_is_remembered(
    known: KnownShops, shop_path: Path, clock: FakeClock, data_dir: Path, add: Add
) -> None:
    add(shop_path, "wangfang")
    remember(known, shop_path, clock)
    assert "wangfang" not in (data_dir / "known-shops.json").read_text()


def test_a_copy_beside_it_that_nobody_has_opened(
    known: KnownShops, shop_path: Path, clock: FakeClock, add: Add
) -> None:
    add(shop_path, "王芳")
    copy = shop_path.with_name("shop 副本.crm")
    shutil.copy(shop_path, copy)
    assert others(known, shop_path, clock) == []
    add(copy, "李雷")
    at = datetime(2026, 11, 21, 15, 22)
    (found,) = others(known, shop_path, clock)
    assert found == OtherCopy(copy, NEWER, at, True, (2, at.isoformat()))
    (found,) = others(known, copy, clock)
    assert (found.path, found.relation) == (shop_path, OLDER)
    add(shop_path, "韩梅梅")
    assert [copy.relation for copy in others(known, shop_path, clock)] == [APART]
    assert [copy.relation for copy in others(known, copy, clock)] == [APART]


def test_a_copy_without_a_change(known: KnownShops, shop_path: Path, clock: FakeClock, add: Add) -> None:
    copy = shop_path.with_name("b.crm")
    shutil.copy(shop_path, copy)
    add(shop_path, "王芳")
    (found,) = others(known, shop_path, clock)
    assert (found.relation, found.last_change) == (OLDER, None)
    (found,) = others(known, copy, clock)
    assert found.relation is NEWER


def test_what_is_no_copy_of_it(known: KnownShops, shop_path: Path, clock: FakeClock, add: Add, data_dir: Path) -> None:
    Shop.create(shop_path.with_name("another.crm")).close()
    shop_path.with_name("text.crm").write_text("hello")
    shop_path.with_name("folder.crm").mkdir()
    shop_path.with_name("link.crm").symlink_to(shop_path)
    shop_path.with_name("gone.crm").symlink_to(shop_path.parent / "nowhere")
    for backup in (
        shop_path.with_name("shop 1a2b 2026-11-20 09.00.00 daily.crm"),
        data_dir / "backups" / "x.crm",
    ):
        backup.parent.mkdir(exist_ok=True)
        shutil.copy(shop_path, backup)
        remember(known, backup, clock)
    add(shop_path, "王芳")
    assert others(known, shop_path, clock) == []


def test_a_file_that_is_another_shops_by_now(
    known: KnownShops, shop_path: Path, tmp_path: Path, clock: FakeClock, add: Add
) -> None:
    other = tmp_path / "elsewhere" / "shop.crm"
    other.parent.mkdir()
    shutil.copy(shop_path, other)
    add(other, "王芳")
    remember(known, other, clock)
    assert [copy.relation for copy in others(known, shop_path, clock)] == [NEWER]
    other.unlink()
    Shop.create(other).close()
    assert others(known, shop_path, clock) == []


def test_encrypted_copies_are_asked_with_the_shops_password(
    known: KnownShops, tmp_path: Path, clock: FakeClock, add: Add
) -> None:
    path, copy, odd = (tmp_path / name for name in ("a.crm", "b.crm", "c.crm"))
    Shop.create(path, key="geheim").close()
    shutil.copy(path, copy)
    Shop.create(odd, key="anders").close()
    add(copy, "王芳", key="geheim")
    (found,) = others(known, path, clock, key="geheim")
    assert (found.path, found.relation) == (copy, NEWER)


def test_a_copy_that_cannot_be_reached_is_what_it_was(
    known: KnownShops, shop_path: Path, tmp_path: Path, clock: FakeClock, add: Add
) -> None:
    add(shop_path, "王芳")
    stick = tmp_path / "stick" / "shop.crm"
    stick.parent.mkdir()
    shutil.copy(shop_path, stick)
    remember(known, stick, clock)
    stick.rename(tmp_path / "out of sight")
    assert others(known, shop_path, clock) == []  # the same, or older
    add(shop_path, "李雷")
    assert others(known, shop_path, clock) == []
    remember(known, shop_path, clock)

    (tmp_path / "out of sight").rename(stick)
    add(stick, "韩梅梅", "Tom")
    remember(known, stick, clock)
    stick.rename(tmp_path / "out of sight")
    (found,) = others(known, shop_path, clock)
    assert (found.path, found.relation, found.is_there) == (stick, APART, False)


def test_what_was_not_noted_may_have_been_this_one(
    known: KnownShops, shop_path: Path, tmp_path: Path, clock: FakeClock, add: Add
) -> None:
    stick = tmp_path / "stick" / "shop.crm"
    stick.parent.mkdir()
    shutil.copy(shop_path, stick)
    add(stick, "王芳")
    shutil.copy(stick, shop_path)
    add(stick, "李雷")
    remember(known, stick, clock)
    stick.unlink()
    (found,) = others(known, shop_path, clock)
    assert (found.relation, found.is_there) == (NEWER, False)


def test_one_that_has_no_change_yet_and_cannot_be_reached(
    known: KnownShops, shop_path: Path, tmp_path: Path, clock: FakeClock, add: Add
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("empty.crm", "filled.crm"):
        shutil.copy(shop_path, elsewhere / name)
    add(elsewhere / "filled.crm", "王芳")
    for name in ("empty.crm", "filled.crm"):
        remember(known, elsewhere / name, clock)
        (elsewhere / name).unlink()
    (found,) = others(known, shop_path, clock)
    assert (found.path.name, found.relation) == ("filled.crm", NEWER)


def test_a_file_on_another_computers_disk_is_not_asked(
    known: KnownShops, shop_path: Path, tmp_path: Path, clock: FakeClock, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    shutil.copy(shop_path, share / "shop.crm")
    add(share / "shop.crm", "王芳")
    remember(known, share / "shop.crm", clock)
    mounts = [Mount(share, "cifs", "//box/shop", frozenset())]
    remember(known, shop_path, clock)
    shutil.copy(shop_path, share / "never opened.crm")
    monkeypatch.setattr(known_shops.computer, "mounts", lambda: mounts)
    add(share / "shop.crm", "李雷")
    (found,) = others(known, shop_path, clock)
    assert found.mark == (1, "2026-11-21T15:21:00")
    assert [copy.path.name for copy in others(known, share / "shop.crm", clock)] == ["shop.crm", "never opened.crm"]


def test_no_more_is_said_of_a_copy_until_something_is_changed_in_it(
    known: KnownShops, shop_path: Path, clock: FakeClock, add: Add
) -> None:
    copy = shop_path.with_name("b.crm")
    shutil.copy(shop_path, copy)
    add(shop_path, "王芳")
    shop = Shop.open(shop_path, clock=clock)
    (found,) = known.others(shop, None)
    known.keep_quiet(shop, found)
    assert known.others(shop, None) == []
    shop.close()
    add(copy, "李雷")
    (found,) = others(known, shop_path, clock)
    assert found.relation is APART
    shop = Shop.open(shop_path, clock=clock)
    known.keep_quiet(shop, found)
    assert known.others(shop, None) == []
    assert known.others(shop, None, lambda: True) == []
    shop.close()


def test_a_copy_that_was_just_made_is_remembered(
    known: KnownShops, shop_path: Path, tmp_path: Path, clock: FakeClock, add: Add, data_dir: Path
) -> None:
    add(shop_path, "王芳")
    shop = Shop.open(shop_path, clock=clock)
    for _ in range(2):
        known.remember(shop, tmp_path / "stick" / "shop.crm")
    identity = shop.identity
    shop.close()
    said = json.loads((data_dir / "known-shops.json").read_text())
    assert said == {
        identity: {str(tmp_path / "stick" / "shop.crm"): {"marks": [[1, "2026-11-21T15:21:00"]], "quiet": None}}
    }


@pytest.mark.parametrize(
    "said",
    ["", "[]", "{", '{"x": 1}', '{"x": {"/a": {}}}', '{"x": {"/a": {"marks": [1], "quiet": null}}}', "[" * 100_000],
)
def test_a_note_that_cannot_be_understood_is_forgotten(
    known: KnownShops, shop_path: Path, clock: FakeClock, data_dir: Path, said: str
) -> None:
    (data_dir / "known-shops.json").write_text(said)
    assert others(known, shop_path, clock) == []
    remember(known, shop_path, clock)
    assert len(json.loads((data_dir / "known-shops.json").read_text())) == 1


def test_times_that_make_no_sense(known: KnownShops, shop_path: Path, clock: FakeClock, data_dir: Path) -> None:
    shop = Shop.open(shop_path, clock=clock)
    identity = shop.identity
    shop.close()
    note = {identity: {"/gone.crm": {"marks": [[7, "once"]], "quiet": None}}}
    (data_dir / "known-shops.json").write_text(json.dumps(note))
    (found,) = others(known, shop_path, clock)
    assert (found.relation, found.last_change) == (NEWER, None)


def test_a_folder_that_cannot_be_written_or_read_is_no_reason_to_stop(
    shop_path: Path, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    known = KnownShops(tmp_path / "file")
    remember(known, shop_path, clock)

    def refuse(path: Path, pattern: str) -> object:
        raise PermissionError

    monkeypatch.setattr(Path, "glob", refuse)
    assert others(known, shop_path, clock) == []
