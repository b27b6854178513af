"""The second place for backups: a stick or another folder that has copies of its own."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from crm_desktop.domain.backup_policy import Why
from crm_desktop.errors import Cancelled, CannotWriteFile, ShopLocked, UserError
from crm_desktop.services import Services, backup_places
from crm_desktop.services.backup_places import FOLDER_NAME, copies_of, second_place
from crm_desktop.services.backups import Backups, State
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.closed_file import is_encrypted
from crm_desktop.store.shop import Shop
from tests.fakes import NOW, FakeClock


@pytest.fixture
def folder(data_dir: Path) -> Path:
    return data_dir / "backups"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "stick"
    path.mkdir()
    return path


@pytest.fixture
def kept(shop: Shop, folder: Path, stick: Path) -> Backups:
    found = Backups(shop, folder)
    found.choose_second(stick)
    return found


def add(services: Services) -> None:
    services.customers.add(CustomerDraft(name="王芳"))


def pull(stick: Path) -> None:
    stick.rename(stick.with_name("pulled"))


def put_back(stick: Path) -> None:
    stick.with_name("pulled").rename(stick)


class TestChoosing:
    def test_none_at_first(self, shop: Shop, folder: Path) -> None:
        found = Backups(shop, folder)
        assert found.second is None
        assert found.newest(second=True) is None
        assert found.make_in_second() is None
        assert second_place(folder) is None

    def test_a_folder_is_made_there_and_remembered_on_this_laptop(
        self, kept: Backups, shop: Shop, folder: Path, stick: Path
    ) -> None:
        assert kept.second == stick / FOLDER_NAME
        assert (stick / FOLDER_NAME).is_dir()
        assert Backups(shop, folder).second == kept.second
        assert kept.choose_second(stick / FOLDER_NAME) == stick / FOLDER_NAME  # that folder itself is chosen again

    def test_no_longer(self, kept: Backups, services: Services) -> None:
        kept.daily()
        assert kept.choose_second(None) is None
        assert kept.second is None
        assert len(kept.list()) == 1
        add(services)
        assert kept.make_in_second() is None

    def test_the_backup_folder_is_no_second_one(self, shop: Shop, folder: Path) -> None:
        folder.mkdir()
        with pytest.raises(CannotWriteFile, match="the backup folder itself"):
            Backups(shop, folder).choose_second(folder)

    def test_a_folder_that_cannot_be_written_to(self, shop: Shop, folder: Path, stick: Path) -> None:
        with pytest.raises(CannotWriteFile, match="cannot be written to"):
            Backups(shop, folder).choose_second(stick / "gone")
        folder.with_name("backup-second.json").mkdir()
        with pytest.raises(CannotWriteFile, match="cannot be written to"):
            Backups(shop, folder).choose_second(stick)

    def test_what_was_remembered_cannot_be_read(self, kept: Backups, folder: Path) -> None:
        for text in ("", "[]", '{"folder": 3}', "{}"):
            folder.with_name("backup-second.json").write_text(text)
            assert kept.second is None

    def test_another_one_begins_anew(self, kept: Backups, services: Services, stick: Path, clock: FakeClock) -> None:
        pull(stick)
        with pytest.raises(UserError):
            kept.daily()
        assert kept.failure() is not None
        other = stick.with_name("other")
        other.mkdir()
        assert kept.choose_second(other) == other / FOLDER_NAME
        assert kept.failure() is None
        made = kept.make_in_second()
        assert made is not None
        assert (made.second, made.path.parent) == (True, other / FOLDER_NAME)


class TestCopies:
    def test_both_places_have_the_copy_of_the_day(
        self, kept: Backups, services: Services, shop: Shop, folder: Path
    ) -> None:
        add(services)
        made = kept.daily()
        assert made is not None
        assert not made.second
        assert [(copy.second, copy.why, copy.customers) for copy in kept.list()] == [
            (False, Why.DAILY, 1), (True, Why.DAILY, 1),
        ]  # fmt: skip
        assert kept.daily() is None
        assert copies_of(shop.path, folder) == [copy.path for copy in kept.list()]
        assert kept.list()[0].newest_change == NOW

    def test_the_copy_that_is_there_is_enough(self, kept: Backups, services: Services) -> None:
        add(services)
        first = kept.make_in_second()
        assert first is not None
        assert kept.make_in_second() is None
        newest = kept.newest(second=True)
        assert newest is not None
        assert newest.path == first.path
        assert kept.newest() is None

    def test_each_is_thinned_by_itself(self, kept: Backups, services: Services, clock: FakeClock) -> None:
        for _ in range(40):
            add(services)
            kept.daily()
            clock.advance(days=1)
        first = [copy.at for copy in kept.list() if not copy.second]
        second = [copy.at for copy in kept.list() if copy.second]
        assert first == second
        assert 7 <= len(first) <= 23

    def test_stopped_is_stopped(self, kept: Backups) -> None:
        with pytest.raises(Cancelled):
            kept.make_in_second(cancelled=lambda: True)
        assert kept.failure() is None


class TestWhatFails:
    def test_a_stick_that_is_not_connected(
        self, kept: Backups, services: Services, shop: Shop, stick: Path, folder: Path, clock: FakeClock
    ) -> None:
        """The backup folder has its copy all the same; a word is due after three days; no folder is made in its
        place."""
        shop.backup_failure = kept.failure
        pull(stick)
        told = []
        for _ in range(5):
            add(services)
            with pytest.raises(UserError):
                kept.daily()
            entry = services.today.today(clock.now().date()).backup
            told.append(entry is not None and "the second place for backups took none" in str(entry.why))
            clock.advance(days=1)
        assert told == [False, False, False, True, True]
        assert len([copy for copy in kept.list() if not copy.second]) == 5
        assert not stick.exists()
        (failure,) = kept.failures()
        assert (failure.second, failure.since) == (True, NOW.date())
        assert Backups(shop, folder).failure() == failure
        put_back(stick)
        assert kept.daily() is not None
        assert kept.failure() is None

    def test_only_the_second_place_lacks_it(self, kept: Backups, services: Services, stick: Path) -> None:
        pull(stick)
        with pytest.raises(UserError):
            kept.daily()
        put_back(stick)
        made = kept.daily()
        assert made is not None
        assert made.second

    def test_the_backup_folder_fails_and_the_second_place_has_its_copy(self, kept: Backups, folder: Path) -> None:
        folder.write_text("in the way")
        with pytest.raises(UserError):
            kept.daily()
        assert [copy.second for copy in kept.list()] == [True]
        failure = kept.failure()
        assert failure is not None
        assert not failure.second

    def test_what_has_failed_for_days_is_told_first(
        self, kept: Backups, folder: Path, stick: Path, clock: FakeClock
    ) -> None:
        pull(stick)
        for _ in range(4):
            with pytest.raises(UserError):
                kept.daily()
            clock.advance(days=1)
        shutil.rmtree(folder)
        folder.write_text("in the way")
        with pytest.raises(UserError):
            kept.daily()
        first, second = kept.failures()
        assert (first.second, second.second) == (False, True)
        assert kept.failure() == second
        clock.advance(days=3)
        assert kept.failure() == first
        assert [fact.since for fact in kept.failures()] == [date(2026, 11, 25), NOW.date()]

    def test_one_on_demand_that_the_stick_does_not_take(self, kept: Backups, stick: Path) -> None:
        pull(stick)
        with pytest.raises(UserError, match="There is no folder"):
            kept.make_in_second()
        assert kept.failure() is not None


class TestDamage:
    def flip(self, path: Path) -> None:
        raw = bytearray(path.read_bytes())
        at = raw.index("王芳".encode())
        raw[at] ^= 1
        path.write_bytes(raw)

    def test_a_damaged_copy_pushes_out_no_good_one(self, kept: Backups, services: Services, clock: FakeClock) -> None:
        """One letter of a name is another: SQLite's own check sees nothing of it."""
        kept.choose_second(None)
        for _ in range(8):
            add(services)
            kept.daily()
            clock.advance(days=1)
        oldest = min(copy.path for copy in kept.list())
        for copy in kept.list()[:3]:
            self.flip(copy.path)
        before = {copy.path for copy in kept.list()}
        for _ in range(2):
            add(services)
            kept.daily()
            clock.advance(days=1)
        assert oldest in before
        assert before <= {copy.path for copy in kept.list()}

    def test_a_sound_one_is_read_once(
        self, kept: Backups, services: Services, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = kept.make()
        assert kept._is_sound(made.path)
        monkeypatch.setattr("crm_desktop.services.backups.is_sound", lambda *args: pytest.fail("was read already"))
        assert kept._is_sound(made.path)
        made.path.unlink()
        assert not kept._is_sound(made.path)

    def test_one_that_does_not_open_is_damaged_or_has_another_password(
        self, tmp_path: Path, folder: Path, clock: FakeClock
    ) -> None:
        shop = Shop.create(tmp_path / "locked" / "shop.crm", key="one", clock=clock)
        made = Backups(shop, folder).make()
        shop.close()
        (tmp_path / "locked" / "shop.crm").unlink()
        shop = Shop.create(tmp_path / "locked" / "shop.crm", key="another", clock=clock)
        (found,) = Backups(shop, folder).list()
        assert (found.state, found.customers, found.newest_change) == (State.LOCKED, None, None)
        raw = bytearray(made.path.read_bytes())
        raw[5000] ^= 1
        made.path.write_bytes(raw)
        (found,) = Backups(shop, folder).list()
        assert found.state is State.BROKEN
        assert Backups(shop, folder).newest() is None
        shop.close()

    def test_one_of_before_there_was_a_password_opens(self, tmp_path: Path, folder: Path, clock: FakeClock) -> None:
        shop = Shop.create(tmp_path / "s" / "shop.crm", clock=clock)
        Backups(shop, folder).make()
        shop.close()
        (tmp_path / "s" / "shop.crm").unlink()
        shop = Shop.create(tmp_path / "s" / "shop.crm", key="now there is one", clock=clock)
        (found,) = Backups(shop, folder).list()
        assert (found.state, found.customers) == (State.OPENS, 0)
        clock.advance(minutes=1)
        Backups(shop, folder).before("import")  # a copy that anyone can read does not count as one
        newest = Backups(shop, folder).newest()
        assert newest is not None
        assert newest.why is Why.IMPORT
        assert is_encrypted(newest.path)
        shop.close()

    def test_a_copy_that_goes_while_they_are_looked_at(self, kept: Backups, monkeypatch: pytest.MonkeyPatch) -> None:
        kept.make()
        (pair,) = kept._first.copies()
        pair[1].unlink()
        monkeypatch.setattr(kept._first, "copies", lambda: [pair])
        assert (kept.list(), kept.newest()) == ([], None)


def test_a_copy_on_demand_may_replace_a_file(kept: Backups, services: Services, tmp_path: Path) -> None:
    target = tmp_path / "茶铺.crm"
    target.write_text("an older copy")
    with pytest.raises(CannotWriteFile, match="exists already"):
        kept.make(target)
    add(services)
    assert kept.make(target, replacing=True).customers == 1
    target.with_name("茶铺.crm-wal").write_text("")
    with pytest.raises(CannotWriteFile, match="open in another program"):
        kept.make(target, replacing=True)
    with pytest.raises(CannotWriteFile, match="the shop itself"):
        kept.make(services.shop.path, replacing=True)


def test_the_copies_of_before_bulk_changes_stay_a_while(kept: Backups, services: Services, clock: FakeClock) -> None:
    kept.choose_second(None)
    for _ in range(8):
        add(services)
        clock.advance(minutes=5)
        kept.before("bulk")
    assert [copy.why for copy in kept.list()] == [Why.BULK] * 5


def test_the_failure_of_one_shop_is_not_that_of_another(kept: Backups, stick: Path, clock: FakeClock) -> None:
    pull(stick)
    with pytest.raises(UserError):
        kept.daily()
    clock.advance(days=4)
    assert backup_places.Place("other~1234", kept.folder, kept.folder.parent, second=True).failure() is None
    assert clock.now() - NOW == timedelta(days=4)


def test_a_locked_shop_is_no_failure(tmp_path: Path, folder: Path, stick: Path, clock: FakeClock) -> None:
    shop = Shop.create(tmp_path / "locked" / "shop.crm", key="one", clock=clock)
    kept = Backups(shop, folder)
    kept.choose_second(stick)
    shop.lock()
    for attempt in (kept.daily, kept.make_in_second):
        with pytest.raises(ShopLocked):
            attempt()
    assert kept.failures() == []
