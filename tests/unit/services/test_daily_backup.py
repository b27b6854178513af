"""The backup of the day: when one is made, and what is remembered of a failure."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from crm_desktop import language
from crm_desktop.domain.backup_policy import Why
from crm_desktop.errors import Cancelled, CannotWriteFile, DiskFull, UserError
from crm_desktop.services import Services, backups
from crm_desktop.services.backups import Backups
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.shop import Shop
from tests.fakes import NOW, FakeClock


@pytest.fixture
def folder(data_dir: Path) -> Path:
    return data_dir / "backups"


@pytest.fixture
def kept(shop: Shop, folder: Path) -> Backups:
    return Backups(shop, folder)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk without room for a copy."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def add(services: Services) -> None:
    services.customers.add(CustomerDraft(name="王芳"))


def in_the_way(folder: Path) -> None:
    """A file takes the place of the folder of the copies."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("not a folder")


class TestWhenOneIsMade:
    def test_once_a_day(self, kept: Backups, services: Services, clock: FakeClock) -> None:
        add(services)
        made = kept.daily()
        assert made is not None
        assert (made.why, made.at, made.customers) == (Why.DAILY, NOW, 1)
        add(services)
        clock.advance(hours=3)
        assert kept.daily() is None
        clock.advance(days=1)
        assert kept.daily() is not None
        assert [(copy.why, copy.customers) for copy in kept.list()] == [(Why.DAILY, 2), (Why.DAILY, 1)]

    def test_none_while_nothing_was_written(self, kept: Backups, services: Services, clock: FakeClock) -> None:
        add(services)
        kept.daily()
        for _ in range(5):
            clock.advance(days=1)
            assert kept.daily() is None
        add(services)
        assert kept.daily() is not None

    def test_one_made_on_demand_will_do_until_more_is_written(
        self, kept: Backups, services: Services, clock: FakeClock
    ) -> None:
        kept.make()
        assert kept.daily() is None
        clock.advance(minutes=1)
        add(services)
        assert kept.daily() is not None

    def test_the_clock_goes_back(self, kept: Backups, services: Services, clock: FakeClock) -> None:
        kept.daily()
        clock.set(datetime(1990, 1, 1, 9))
        add(services)
        assert kept.daily() is not None
        clock.set(NOW)
        assert kept.daily() is None  # of this day there is one; it does not matter what was written meanwhile
        assert len(kept.list()) == 2

    def test_the_newest_copy_goes_while_it_is_looked_at(
        self, kept: Backups, services: Services, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept.daily()
        clock.advance(days=1)

        def gone(shop: Shop, copy: Path) -> bool:
            raise FileNotFoundError(copy)

        monkeypatch.setattr(backups, "holds_the_same", gone)
        assert kept.daily() is not None

    def test_it_tells_how_far_it_is(self, kept: Backups) -> None:
        told: list[tuple[int, int]] = []
        kept.daily(progress=lambda done, total: told.append((done, total)))
        assert told[-1][0] == told[-1][1] > 0


class TestWhatFailed:
    def test_a_shop_without_a_folder_for_copies_tells_nothing(self, shop: Shop) -> None:
        assert shop.backup_failure() is None

    def test_all_is_well(self, kept: Backups, folder: Path) -> None:
        assert kept.failure() is None
        kept.daily()
        assert kept.failure() is None
        assert [path.name for path in folder.parent.iterdir()] == ["backups"]

    def test_since_when_and_why(self, kept: Backups, shop: Shop, folder: Path, clock: FakeClock) -> None:
        in_the_way(folder)
        for _ in range(3):
            with pytest.raises(CannotWriteFile):
                kept.daily()
            clock.advance(days=1)
        for known in (kept, Backups(shop, folder)):  # this program, and the next start
            failure = known.failure()
            assert failure is not None
            assert failure.since == NOW.date()
            assert "cannot be made" in str(failure.why)
        language.set_language("zh_CN")
        assert str(folder) in str(failure.why)
        folder.unlink()
        assert kept.daily() is not None
        assert kept.failure() is None
        assert Backups(shop, folder).failure() is None

    def test_todays_page_tells_it_after_three_days(
        self, kept: Backups, shop: Shop, services: Services, folder: Path, clock: FakeClock
    ) -> None:
        shop.backup_failure = kept.failure
        in_the_way(folder)
        told = []
        for _ in range(5):
            with pytest.raises(UserError):
                kept.daily()
            entry = services.today.today(clock.now().date()).backup
            assert services.today.backup(clock.now().date()) == entry
            told.append(entry is not None and (entry.since, str(folder) in str(entry.why)))
            clock.advance(days=1)
        assert told == [False, False, False, (NOW.date(), True), (NOW.date(), True)]
        folder.unlink()
        kept.daily()
        assert services.today.today(clock.now().date()).backup is None
        assert services.today.backup(clock.now().date()) is None

    def test_a_full_disk_and_room_again(
        self, shop: Shop, services: Services, small_disk: Path, clock: FakeClock
    ) -> None:
        kept = Backups(shop, small_disk / "backups")
        with pytest.raises(DiskFull):
            kept.daily()
        with contextlib.suppress(OSError), (small_disk / "fill").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        clock.advance(days=1)
        with pytest.raises(DiskFull):  # the failure itself cannot be written down any more
            kept.daily()
        failure = kept.failure()
        assert failure is not None
        assert failure.since == NOW.date()
        subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
        assert kept.daily() is not None
        assert kept.failure() is None
        assert not (small_disk / "backup-failures.json.half").exists()

    def test_one_on_demand_ends_it(self, kept: Backups, folder: Path, tmp_path: Path) -> None:
        in_the_way(folder)
        with pytest.raises(UserError):
            kept.daily()
        kept.make(tmp_path / "stick.crm")
        assert kept.failure() is not None  # a copy elsewhere is not where the others are
        folder.unlink()
        kept.make()
        assert kept.failure() is None

    def test_stopped_is_no_failure(self, kept: Backups) -> None:
        with pytest.raises(Cancelled):
            kept.daily(cancelled=lambda: True)
        assert kept.failure() is None
        assert kept.list() == []

    def test_another_shop_is_another_matter(
        self, kept: Backups, shop: Shop, folder: Path, tmp_path: Path, clock: FakeClock
    ) -> None:
        other_shop = Shop.create(tmp_path / "other" / "shop.crm", clock=clock)
        other = Backups(other_shop, folder)
        other_shop.close()
        in_the_way(folder)
        with pytest.raises(UserError):
            kept.daily()
        assert other.failure() is None

    def test_a_clock_that_was_ahead(self, kept: Backups, folder: Path, clock: FakeClock) -> None:
        in_the_way(folder)
        for at in (datetime(2100, 1, 1), NOW):
            clock.set(at)
            with pytest.raises(UserError):
                kept.daily()
        failure = kept.failure()
        assert failure is not None
        assert failure.since == NOW.date()

    def test_a_data_folder_that_cannot_be_written(
        self, kept: Backups, shop: Shop, folder: Path, clock: FakeClock
    ) -> None:
        """It is known for as long as the program runs."""
        in_the_way(folder)
        (folder.parent / "backup-failures.json").mkdir()
        with pytest.raises(UserError):
            kept.daily()
        failure = kept.failure()
        assert failure is not None
        assert failure.since == NOW.date()
        assert Backups(shop, folder).failure() is None
        folder.unlink()
        kept.daily()
        assert kept.failure() is None

    @pytest.mark.parametrize(
        "text",
        ["", "{", "[]", '"x"', '{"NAME": 3}', '{"NAME": {"since": "2026"}}', '{"NAME": {"since": "2026-11-20"}}',
         '{"NAME": {"since": "2026-11-20", "why": "{}"}}', '{"NAME": {"since": "2026-11-20", "why": "[1, 2, 3]"}}'],
    )  # fmt: skip
    def test_what_was_remembered_cannot_be_read(self, kept: Backups, folder: Path, text: str) -> None:
        (folder.parent / "backup-failures.json").write_text(text.replace("NAME", kept._name), encoding="utf-8")
        assert kept.failure() is None
        in_the_way(folder)
        with pytest.raises(UserError):
            kept.daily()
        assert kept.failure() is not None

    def test_the_reason_is_that_of_the_last_try(self, kept: Backups, folder: Path) -> None:
        file = folder.parent / "backup-failures.json"
        earlier = {"since": "2026-11-01", "why": json.dumps(["The disk was full.", None, []])}
        file.write_text(json.dumps({kept._name: earlier, "other": earlier}))
        before = kept.failure()
        assert before is not None
        assert (before.since, str(before.why)) == (date(2026, 11, 1), "The disk was full.")
        in_the_way(folder)
        with pytest.raises(UserError):
            kept.daily()
        after = kept.failure()
        assert after is not None
        assert after.since == date(2026, 11, 1)
        assert str(after.why) != "The disk was full."
        assert json.loads(file.read_text(encoding="utf-8"))["other"] == earlier
