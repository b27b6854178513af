"""Backups of a shop in their folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.domain.backup_policy import Why
from crm_desktop.errors import Cancelled, CannotWriteFile, DiskFull
from crm_desktop.language import Sentence
from crm_desktop.services import Services, backups
from crm_desktop.services.backups import Backups
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store import models
from crm_desktop.store.backup import facts_of, is_sound
from crm_desktop.store.migrations import Version
from crm_desktop.store.models import Customer
from crm_desktop.store.safeguard import unguarded
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock


@pytest.fixture
def folder(data_dir: Path) -> Path:
    return data_dir / "backups"


@pytest.fixture
def kept(shop: Shop, folder: Path) -> Backups:
    return Backups(shop, folder)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def add(services: Services, clock: FakeClock, **later: float) -> None:
    clock.advance(**later)
    services.customers.add(CustomerDraft(name="王芳"))


def test_before_something_large_there_is_a_copy(kept: Backups, services: Services, clock: FakeClock) -> None:
    add(services, clock)
    kept.before("import")
    (copy,) = kept.list()
    assert (copy.at, copy.why, copy.customers, copy.purchases) == (clock.now(), Why.IMPORT, 1, 0)
    assert copy.size == copy.path.stat().st_size


def test_nothing_changed_no_copy(kept: Backups, services: Services, clock: FakeClock, folder: Path) -> None:
    kept.before("import")
    clock.advance(minutes=5)
    kept.before("import")
    assert len(names(folder)) == 1
    add(services, clock)
    kept.before("migration")
    assert [copy.why for copy in kept.list()] == [Why.MIGRATION, Why.IMPORT]


def test_a_damaged_newest_copy_does_not_count(kept: Backups, folder: Path, clock: FakeClock) -> None:
    kept.before("import")
    (path,) = folder.iterdir()
    path.write_bytes(b"\0" * 8192)
    clock.advance(minutes=1)
    kept.before("import")
    newest, damaged = kept.list()
    assert newest.customers == 0
    assert (damaged.customers, damaged.purchases) == (None, None)


@pytest.mark.parametrize("why", ["import", "daily"])
def test_a_flipped_bit_in_the_newest_copy_makes_it_count_for_nothing(
    kept: Backups, services: Services, folder: Path, clock: FakeClock, why: str
) -> None:
    """It opens still, and tells the same numbers."""
    add(services, clock)
    kept.make(why=Why(why))
    (path,) = folder.iterdir()
    times, data = path.stat(), bytearray(path.read_bytes())
    data[data.index("王芳".encode())] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    clock.advance(minutes=1)
    kept.before("import")
    newest = kept.list()[0]
    assert newest.why is Why.IMPORT
    newest.path.unlink()
    made = kept.daily()
    assert made is not None
    assert is_sound(made.path)


def test_two_within_a_second(kept: Backups, folder: Path) -> None:
    assert kept.make(why=Why.IMPORT).path != kept.make(why=Why.IMPORT).path
    assert len(names(folder)) == 2


def test_one_asked_for_within_the_second_of_another(kept: Backups, services: Services, clock: FakeClock) -> None:
    kept.before("import")
    add(services, clock)
    assert kept.make().path.exists()


def test_the_copy_just_made_stays_though_the_clock_was_put_back(
    kept: Backups, services: Services, clock: FakeClock
) -> None:
    kept.make()
    add(services, clock, hours=-2)
    made = kept.make()
    assert made.path.exists()
    assert len(kept.list()) == 2


def test_to_a_file_of_her_choice(kept: Backups, folder: Path, tmp_path: Path, services: Services) -> None:
    services.customers.add(CustomerDraft(name="王芳"))
    made = kept.make(tmp_path / "stick.crm")
    assert (made.path, made.why, made.customers) == (tmp_path / "stick.crm", Why.ASKED, 1)
    assert made.size == made.path.stat().st_size
    assert not folder.exists()
    assert kept.list() == []


def test_thinning_leaves_other_shops_and_files_alone(
    kept: Backups, shop: Shop, services: Services, clock: FakeClock, folder: Path, tmp_path: Path
) -> None:
    other = Shop.create(tmp_path / "other" / "shop.crm", clock=clock)
    Backups(other, folder).make()
    other.close()
    models.database.initialize(shop.database)
    (folder / "note.txt").write_text("mine")
    (folder / "shop~0000 2020-01-01 10.00.00 daily.crm").write_text("another shop of that name")
    strangers = names(folder)
    for _ in range(3):
        add(services, clock, days=60)
        kept.make(why=Why.DAILY)
        kept.make(why=Why.DAILY)
    assert len(kept.list()) == 3
    assert set(strangers) <= set(names(folder))
    assert len(names(folder)) == 3 + len(strangers)


def test_a_copy_that_cannot_be_deleted_goes_another_time(
    kept: Backups, clock: FakeClock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept.make(why=Why.DAILY).path
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self == first:
            raise PermissionError
        unlink(self, missing_ok)

    with monkeypatch.context() as held:
        held.setattr(backups.Path, "unlink", refuse)
        clock.advance(seconds=5)
        second = kept.make(why=Why.DAILY).path
    assert names(folder) == [first.name, second.name]
    clock.advance(seconds=5)
    third = kept.make(why=Why.DAILY).path
    assert names(folder) == [third.name]


def test_a_copy_that_goes_while_they_are_listed(kept: Backups, monkeypatch: pytest.MonkeyPatch) -> None:
    made = kept.make()

    def vanished(self: Path, **options: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(type(made.path), "stat", vanished)
    assert kept.list() == []


def test_no_copy_can_be_made_so_nothing_begins(kept: Backups, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise DiskFull(Sentence("There is no room."))

    monkeypatch.setattr(backups, "copy_shop", full)
    with pytest.raises(DiskFull, match=r"Nothing was changed, for no backup could be made first\. There is no room\."):
        kept.before("import")


def test_stopped_is_stopped(kept: Backups, folder: Path) -> None:
    with pytest.raises(Cancelled, match="Stopped"):
        kept.before("import", cancelled=lambda: True)
    assert names(folder) == []


def test_a_backup_folder_that_cannot_be_made(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWriteFile, match="The backup folder"):
        Backups(shop, tmp_path / "file" / "backups").make()


def test_a_shop_without_a_safeguard(shop: Shop) -> None:
    assert shop.safeguard is unguarded
    shop.safeguard("import")


OLD_SCHEMA = Path(__file__).resolve().parents[2] / "migrations" / "schema-1.1.crm"


def test_before_a_migration_there_is_a_copy_of_the_old_schema(folder: Path, tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "old.crm"
    shutil.copy(OLD_SCHEMA, path)
    for _ in range(2):  # the second time there is nothing to migrate
        shop = Shop.open(path, clock=clock, before_migration=lambda old: Backups(old, folder).before("migration"))
        (copy,) = Backups(shop, folder).list()
        shop.close()
    assert copy.why is Why.MIGRATION
    assert (copy.customers or 0) > 0
    raw = dbapi2.connect(str(copy.path))
    assert raw.execute("PRAGMA user_version").fetchone()[0] == Version(1, 1).user_version
    raw.close()


def test_without_a_copy_there_is_no_migration(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "old.crm"
    shutil.copy(OLD_SCHEMA, path)
    before = path.read_bytes()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWriteFile, match="no backup could be made first"):
        Shop.open(path, before_migration=lambda old: Backups(old, tmp_path / "file" / "x").before("migration"))
    assert path.read_bytes() == before
    assert facts_of(shop).customers == 0  # the shop that is open stays so
    assert Customer.select().count() == 0
