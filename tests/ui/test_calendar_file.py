"""The calendar file that is kept up to date, and the daily backup: real files, the real worker, a clock that moves."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icalendar
import pytest

from crm_desktop import language
from crm_desktop.domain.backup_policy import Why
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.exchange.writers import ics_file
from crm_desktop.language import Sentence
from crm_desktop.services.backups import Backups
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.store.journal import anything
from crm_desktop.ui.background.calendar_file import CalendarFile
from crm_desktop.ui.background.daily_backup import DailyBackup
from crm_desktop.ui.dialogs.reminders import RemindersDialog
from crm_desktop.ui.tabs.today.calendar_notice import CalendarNotice
from crm_desktop.ui.tabs.today.tab import TodayTab
from tests.fakes import NOW, FakeClock

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.jobs import Job
    from crm_desktop.ui.plumbing.memory import Memory
    from crm_desktop.ui.plumbing.messages import Message

Minute = Callable[..., None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "synchronised"
    folder.mkdir()
    return folder / "shop.ics"


@pytest.fixture
def kept(context: Context) -> CalendarFile:
    return context.calendar_file


@pytest.fixture
def worked(context: Context, qtbot: QtBot) -> Callable[[], None]:
    """Waits until the worker rests."""
    return lambda: qtbot.waitUntil(lambda: not context.jobs.busy)


@pytest.fixture
def minute(kept: CalendarFile, clock: FakeClock, worked: Callable[[], None]) -> Minute:
    """Some time later the program looks, and does what there is to do."""

    def once(**later: float) -> None:
        clock.advance(**later or {"minutes": 1})
        kept.look()
        worked()

    return once


def add(context: Context, name: str) -> int:
    day = Birthday(Calendar.SOLAR, 1990, 5, 1)
    change = context.actions.do(lambda: context.services.customers.add(CustomerDraft(name=name, birthday=day)))
    assert change is not None
    assert change.new_id is not None
    return change.new_id


def summaries(file: Path) -> list[str]:
    return [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")]


class TestTheCalendarFile:
    def test_off_until_a_file_is_chosen(self, kept: CalendarFile, context: Context, minute: Minute) -> None:
        minute()
        kept.write()
        assert not kept.on
        assert kept.path is kept.failure is kept.written is None
        assert not context.jobs.busy

    def test_chosen_it_is_written_at_once(
        self, kept: CalendarFile, context: Context, file: Path, worked: Callable[[], None]
    ) -> None:
        add(context, "王芳")
        kept.choose(file, on=True)
        worked()
        assert summaries(file) == ["Birthday of 王芳"]
        assert kept.written == NOW

    def test_what_changes_comes_in_within_a_minute(
        self, kept: CalendarFile, context: Context, file: Path, minute: Minute
    ) -> None:
        kept.choose(file, on=True)
        minute()
        assert summaries(file) == []
        wang = add(context, "王芳")
        minute()
        assert summaries(file) == ["Birthday of 王芳"]
        draft = FollowUpDraft(wang, "回访", date(2026, 12, 1))
        planned = context.actions.do(lambda: context.services.follow_ups.add(draft))
        assert planned is not None
        assert planned.new_id is not None
        minute()
        assert summaries(file) == ["Birthday of 王芳", "王芳: 回访"]
        done = planned.new_id
        context.actions.do(lambda: context.services.follow_ups.done(done))
        minute()
        assert summaries(file) == ["Birthday of 王芳"]

    def test_another_programs_changes_too(
        self, kept: CalendarFile, context: Context, file: Path, minute: Minute
    ) -> None:
        kept.choose(file, on=True)
        minute()
        context.services.customers.add(CustomerDraft(name="王芳", birthday=Birthday(Calendar.SOLAR, None, 1, 1)))
        minute()
        assert summaries(file) == []
        context.bus.changed.emit(anything())
        minute()
        assert summaries(file) == ["Birthday of 王芳"]

    def test_what_it_does_not_hold_does_not_concern_it(
        self, kept: CalendarFile, context: Context, file: Path, minute: Minute, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept.choose(file, on=True)
        minute()
        written: list[Path] = []
        monkeypatch.setattr(ics_file, "write_calendar", lambda *a, **k: written.append(a[2]))
        context.actions.do(lambda: context.services.custom_fields.add("肤质", CustomFieldKind.TEXT))
        for _ in range(3):
            minute()
        assert written == []
        minute(days=1)
        minute()
        assert written == [file]

    def test_the_file_is_left_alone_while_nothing_changes(
        self, kept: CalendarFile, context: Context, file: Path, minute: Minute
    ) -> None:
        add(context, "王芳")
        kept.choose(file, on=True)
        minute()
        before = file.stat()
        for _ in range(3):
            minute(days=1)
        assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
        assert kept.written is not None
        assert kept.written.date() == NOW.date() + timedelta(days=3)

    def test_after_a_long_write_it_rests(
        self, kept: CalendarFile, context: Context, file: Path, minute: Minute, clock: FakeClock
    ) -> None:
        kept.choose(file, on=True)
        minute()
        kept._rest = (clock.now(), timedelta(minutes=5))
        add(context, "王芳")
        minute()
        assert summaries(file) == []
        clock.set(NOW - timedelta(days=400))  # the clock was put back: no year of rest
        minute()
        assert summaries(file) == ["Birthday of 王芳"]

    def test_remembered_for_this_shop_alone(
        self, kept: CalendarFile, context: Context, file: Path, memory: Memory, worked: Callable[[], None]
    ) -> None:
        kept.choose(file, on=True)
        worked()
        again = CalendarFile(context.services, context.jobs, context.bus, context.messages, memory)
        assert (again.path, again.on, again.written) == (file, True, NOW)
        kept.choose(file, on=False)
        assert not kept.on
        assert file.exists()

    @pytest.mark.parametrize("value", [{"colour": 1}, {"written": "soon"}, {"why": "{"}, {"why": 3}, {"written": 3}])
    def test_what_another_version_remembered(self, context: Context, memory: Memory, value: dict[str, object]) -> None:
        memory.put(context.calendar_file._key, {"path": "/x.ics", "on": True} | value)
        again = CalendarFile(context.services, context.jobs, context.bus, context.messages, memory)
        assert again.path is None

    def test_a_folder_that_is_gone_is_told_once_and_tried_again(
        self, kept: CalendarFile, context: Context, file: Path, minute: Minute, messages: list[Message]
    ) -> None:
        add(context, "王芳")
        kept.choose(file, on=True)
        minute()
        shutil.rmtree(file.parent)
        messages.clear()
        minute(days=1)
        assert [message.text for message in messages] == [
            "The calendar file could not be written; it is tried again. "
            f"There is no folder “{file.parent}” to write into."
        ]
        for _ in range(10):
            minute()
        assert len(messages) == 1
        assert kept.failure is not None
        language.set_language("zh_CN")
        assert str(file.parent) in str(kept.failure)
        file.parent.mkdir()
        minute(minutes=31)
        assert kept.failure is None
        assert file.exists()

    def test_told_once_though_the_program_is_started_anew(
        self, kept: CalendarFile, context: Context, file: Path, memory: Memory, worked: Callable[[], None],
        messages: list[Message],
    ) -> None:  # fmt: skip
        kept.choose(file.parent / "gone" / "a.ics", on=True)
        worked()
        assert len(messages) == 1
        kept.stop()
        again = CalendarFile(context.services, context.jobs, context.bus, context.messages, memory)
        again.look()
        worked()
        assert again.failure is not None
        assert len(messages) == 1

    def test_a_folder_in_its_place(
        self, kept: CalendarFile, file: Path, minute: Minute, messages: list[Message]
    ) -> None:
        file.mkdir()
        kept.choose(file, on=True)
        minute()
        assert kept.failure is not None
        file.rmdir()
        kept.write()
        minute()
        assert kept.failure is None
        assert file.is_file()

    def test_stopped_by_her_it_waits_for_the_next_change(
        self, kept: CalendarFile, context: Context, file: Path, minute: Minute, qtbot: QtBot
    ) -> None:
        kept.choose(file, on=True)
        minute()
        for n in range(3):
            add(context, f"王{n}")
        context.jobs.started.connect(lambda job: job.cancel())
        minute()
        context.jobs.started.disconnect()
        assert summaries(file) == []
        assert kept.failure is None
        minute()
        assert summaries(file) == []
        add(context, "李伟")
        minute()
        assert len(summaries(file)) == 4

    def test_other_work_goes_before(
        self, kept: CalendarFile, context: Context, file: Path, minute: Minute, worked: Callable[[], None],
        clock: FakeClock,
    ) -> None:  # fmt: skip
        kept.choose(file, on=True)
        minute()
        add(context, "王芳")
        for turn in range(6):
            order: list[str] = []
            gate = threading.Event()
            context.jobs.start("first", lambda report, cancelled, gate=gate: gate.wait(10))  # type: ignore[misc]
            clock.advance(minutes=1)
            kept.look()
            job = kept._job
            assert job is not None
            job.ended.connect(partial(order.append, "calendar"))
            context.jobs.start("import", lambda report, cancelled: None).ended.connect(partial(order.append, "other"))
            assert job.cancelling() == (turn < 5)
            assert summaries(file) == []
            gate.set()
            worked()
            assert order == ["calendar", "other"]
        assert summaries(file) == ["Birthday of 王芳"]  # it cannot be kept from it for ever

    def test_stopped_in_the_midst_nothing_is_left(
        self, kept: CalendarFile, context: Context, file: Path, minute: Minute, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ics_file, "_TELL_EVERY", 1)
        kept.choose(file, on=True)
        minute()
        before = file.read_bytes()
        for n in range(3):
            add(context, f"王{n}")
        jobs: list[Job] = []
        context.jobs.started.connect(jobs.append)
        real = ics_file.write_calendar

        def cancelled_first(*args: Any, **more: Any) -> object:
            jobs[0].cancel()
            return real(*args, **more)

        monkeypatch.setattr(ics_file, "write_calendar", cancelled_first)
        minute()
        assert len(jobs) == 1
        assert file.read_bytes() == before
        assert list(file.parent.iterdir()) == [file]

    def test_the_shop_is_closed_meanwhile(
        self, kept: CalendarFile, context: Context, file: Path, worked: Callable[[], None], messages: list[Message]
    ) -> None:
        kept.choose(file, on=True)
        kept.stop()
        worked()
        assert kept.written is None
        kept.write()
        assert not context.jobs.busy

    def test_another_file_is_chosen_meanwhile(
        self, kept: CalendarFile, file: Path, minute: Minute, messages: list[Message]
    ) -> None:
        kept.choose(file.parent / "gone" / "a.ics", on=True)
        kept.choose(file, on=True)
        minute()
        minute()
        assert kept.failure is None
        assert messages == []
        assert file.exists()

    def test_today_tells_it_until_it_is_mended(
        self, kept: CalendarFile, context: Context, file: Path, worked: Callable[[], None], qtbot: QtBot
    ) -> None:
        notice = CalendarNotice(context)
        qtbot.addWidget(notice)
        assert notice.isHidden()
        kept.choose(file.parent / "gone" / "a.ics", on=True)
        worked()
        assert not notice.isHidden()
        assert "no folder" in notice.words.text()
        notice.settings.click()
        (page,) = notice.findChildren(RemindersDialog)
        page.reject()
        (file.parent / "gone").mkdir()
        notice.again.click()
        worked()
        assert notice.isHidden()

    def test_it_stands_on_the_page_of_today(self, context: Context, qtbot: QtBot) -> None:
        tab = TodayTab(context)
        qtbot.addWidget(tab)
        (notice,) = tab.findChildren(CalendarNotice)
        assert notice.isHidden()


class TestTheDailyBackup:
    @pytest.fixture
    def folder(self, data_dir: Path) -> Path:
        return data_dir / "backups"

    @pytest.fixture
    def daily(self, context: Context, folder: Path) -> DailyBackup:
        return DailyBackup(context.services.shop, folder, context.jobs)

    def whys(self, services: Services, folder: Path) -> list[tuple[Why, datetime]]:
        return [(copy.why, copy.at) for copy in Backups(services.shop, folder).list()]

    def test_one_a_day(
        self, daily: DailyBackup, context: Context, folder: Path, clock: FakeClock, worked: Callable[[], None],
        messages: list[Message],
    ) -> None:  # fmt: skip
        for _ in range(48):
            daily.look()
            worked()
            clock.advance(minutes=61)
            context.services.customers.add(CustomerDraft(name="王芳"))
        made = self.whys(context.services, folder)
        assert {why for why, _ in made} == {Why.DAILY}
        assert sorted({at.date() for _, at in made}) == sorted(at.date() for _, at in made)
        assert len(made) == 3
        assert messages == []

    def test_it_does_not_look_each_minute(
        self, daily: DailyBackup, context: Context, clock: FakeClock, worked: Callable[[], None]
    ) -> None:
        started: list[object] = []
        context.jobs.started.connect(started.append)
        daily.look()
        daily.look()
        worked()
        for _ in range(59):
            clock.advance(minutes=1)
            daily.look()
        assert len(started) == 1
        clock.advance(minutes=1)
        daily.look()
        worked()
        clock.set(NOW - timedelta(days=1))
        daily.look()
        worked()
        assert len(started) == 3

    def test_what_fails_is_told_by_the_reminders_alone(
        self, daily: DailyBackup, folder: Path, worked: Callable[[], None], messages: list[Message]
    ) -> None:
        folder.write_text("in the way")
        daily.look()
        worked()
        failure = daily.failure()
        assert failure is not None
        assert failure.since == NOW.date()
        assert messages == []

    def test_it_is_the_safeguard_too(self, daily: DailyBackup, context: Context, folder: Path) -> None:
        daily.before("import")
        assert self.whys(context.services, folder) == [(Why.IMPORT, NOW)]

    def test_none_before_the_file_is_known_to_be_whole_nor_by_whoever_only_reads(
        self, daily: DailyBackup, context: Context
    ) -> None:
        database = context.services.shop.database
        database.is_checked = False
        daily.look()
        database.is_checked, database.read_only = True, Sentence("Another window has it open.")
        daily.look()
        assert not context.jobs.busy
        database.read_only = None
        daily.look()
        assert context.jobs.busy

    def test_none_once_the_shop_is_closed(self, daily: DailyBackup, context: Context) -> None:
        daily.stop()
        daily.look()
        assert not context.jobs.busy
