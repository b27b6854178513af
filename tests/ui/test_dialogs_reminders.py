"""The reminders page: what is chosen for the shop, and what for this computer."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop import language
from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.errors import UserError
from crm_desktop.language import Sentence
from crm_desktop.ui.dialogs.reminders import RemindersDialog, stretches, summary
from crm_desktop.ui.dialogs.settings import SettingsDialog
from tests.fakes import FakeBackground
from tests.hands import type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services.settings import ShopSettings
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message


@pytest.fixture
def open_page(context: Context, qtbot: QtBot) -> RemindersDialog:
    return opened(context, qtbot)


def opened(context: Context, qtbot: QtBot) -> RemindersDialog:
    dialog = RemindersDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def background(context: Context) -> FakeBackground:
    found = context.background
    assert isinstance(found, FakeBackground)
    return found


def now(context: Context) -> ShopSettings:
    return context.services.settings.get()


def error(dialog: RemindersDialog, key: str) -> str:
    return dialog._fields[key].error()


class TestTheShop:
    def test_it_begins_as_the_shop_is(self, open_page: RemindersDialog) -> None:
        assert open_page.times.text() == "9:00"
        assert open_page.birthday_days.text() == "7, 3, 0"
        assert not any(box.isChecked() for box in open_page.weekdays)
        assert all(box.isChecked() for box in open_page.kinds.values())
        assert set(open_page.kinds) == set(Kind)
        assert open_page.chips.keys() == []

    @pytest.mark.parametrize(
        ("typed", "times"),
        [
            ("9", ("09:00",)),
            ("9点半", ("09:30",)),
            ("9:00、15:00", ("09:00", "15:00")),
            ("下午三点 9", ("09:00", "15:00")),
        ],
    )
    def test_times_as_they_are_typed(
        self, open_page: RemindersDialog, context: Context, typed: str, times: tuple[str, ...]
    ) -> None:
        open_page.times.selectAll()
        type_text(open_page.times, typed)
        open_page.save_button.click()
        assert not open_page.isVisible()
        assert now(context).reminder_times == times

    def test_all_of_it_is_one_change(self, open_page: RemindersDialog, context: Context) -> None:
        open_page.times.setText("8:30 18")
        open_page.birthday_days.setText("10，5, 0, 5")
        open_page.weekdays[6].click()
        open_page.weekdays[0].click()
        open_page.kinds[Kind.FIRST_PURCHASE].click()
        open_page.first.setText("12-25")
        open_page.add_closed.click()
        open_page.save_button.click()
        found = now(context)
        assert found.reminder_times == ("08:30", "18:00")
        assert found.birthday_days == (10, 5, 0)
        assert found.closed_weekdays == (0, 6)
        assert found.kinds == frozenset(Kind) - {Kind.FIRST_PURCHASE}
        assert found.closed_days == ("2026-12-25",)
        context.actions.undo()
        assert now(context).reminder_times == ("09:00",)
        assert context.services.history.next_undo() is None

    def test_untouched_it_is_no_change(self, open_page: RemindersDialog, context: Context) -> None:
        open_page.save_button.click()
        assert not open_page.isVisible()
        assert context.services.history.next_undo() is None
        assert background(context).calls == []
        assert background(context).stays is None  # she is still to be asked

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("reminder_times", "9, morning", "morning"),
            ("reminder_times", "", "1 to 12"),
            ("reminder_times", " ".join(f"9:{n:02}" for n in range(13)), "1 to 12"),
            ("birthday_days", "soon", "numbers"),
            ("birthday_days", "99", "0 to 60"),
        ],
    )
    def test_what_makes_no_sense_is_said_beside_it(
        self, open_page: RemindersDialog, context: Context, field: str, typed: str, said: str
    ) -> None:
        {"reminder_times": open_page.times, "birthday_days": open_page.birthday_days}[field].setText(typed)
        open_page.stays.click()
        open_page.save_button.click()
        assert open_page.isVisible()
        assert said in error(open_page, field)
        assert background(context).calls == []
        assert now(context).reminder_times == ("09:00",)

    def test_some_day_of_the_week_is_open(self, open_page: RemindersDialog) -> None:
        for box in open_page.weekdays:
            box.click()
        open_page.save_button.click()
        assert error(open_page, "closed_weekdays")

    def test_closing_asks_once_where_something_was_typed(self, open_page: RemindersDialog, context: Context) -> None:
        type_text(open_page.times, "8")
        open_page.reject()
        assert context.questions.asked == ["Close without saving?"]  # type: ignore[attr-defined]


class TestClosedDays:
    def test_several_at_once(self, open_page: RemindersDialog, context: Context) -> None:
        open_page.first.setText("2027-2-16")
        open_page.last.setText("2027-2-18")
        open_page.add_closed.click()
        open_page.first.setText("明天")
        open_page.save_button.click()  # what is typed still counts
        assert now(context).closed_days == ("2026-11-22", "2027-02-16", "2027-02-17", "2027-02-18")

    def test_those_in_a_row_are_one_chip(self, context: Context, qtbot: QtBot) -> None:
        days = ("2026-11-20", "2026-11-21", "2026-12-25", "2027-02-16", "2027-02-17")
        context.services.settings.change(closed_days=days)
        page = opened(context, qtbot)
        assert page.chips.keys() == ["2026-11-20", "2026-12-25", "2027-02-16"]
        page.chips.removed.emit("2026-12-25")
        page.chips.clicked.emit("2027-02-16")
        assert (page.first.text(), page.last.text()) == ("2027-02-16", "2027-02-17")
        page.last.clear()
        page.save_button.click()
        assert now(context).closed_days == ("2026-11-20", "2026-11-21", "2027-02-16")

    def test_those_long_gone_are_forgotten(self, context: Context, qtbot: QtBot) -> None:
        context.services.settings.change(closed_days=("2025-01-01", "2026-11-19"))
        page = opened(context, qtbot)
        assert page.chips.keys() == []
        page.save_button.click()
        assert now(context).closed_days == ("2026-11-19",)

    @pytest.mark.parametrize(
        ("first", "last"),
        [("", ""), ("", "12-25"), ("13-45", ""), ("12-25", "x"), ("12-25", "12-24"), ("12-25", "2028-12-25")],
    )
    def test_what_is_no_day(self, open_page: RemindersDialog, first: str, last: str) -> None:
        open_page.first.setText(first)
        open_page.last.setText(last)
        open_page.add_closed.click()
        assert error(open_page, "closed_days")
        assert open_page.chips.keys() == []
        if first or last:
            open_page.save_button.click()
            assert open_page.isVisible()
            assert (open_page.first.text(), open_page.last.text()) == (first, last)

    def test_stretches(self) -> None:
        first = date(2026, 12, 30)
        days = [first + timedelta(days=n) for n in (0, 1, 2, 5, 7, 8)]
        assert [(b - a).days for a, b in stretches(reversed(days))] == [2, 0, 1]
        assert stretches([]) == []


class TestThisComputer:
    def test_what_is_chosen(self, open_page: RemindersDialog, context: Context) -> None:
        for box in (open_page.stays, open_page.autostart, open_page.notifies):
            box.click()
        open_page.save_button.click()
        assert background(context).calls == [("set_stays", True), ("set_notifies", False)]
        assert background(context).autostart.is_on()
        assert context.services.history.next_undo() is None

    def test_chosen_before_and_not_any_more(self, context: Context, qtbot: QtBot) -> None:
        background(context).stays = True
        background(context).autostart.set_on(True)
        page = opened(context, qtbot)
        assert page.stays.isChecked()
        page.stays.click()
        page.autostart.click()
        page.save_button.click()
        assert background(context).stays is False
        assert not background(context).autostart.is_on()

    def test_without_a_tray_the_window_is_made_small(self, context: Context, qtbot: QtBot) -> None:
        background(context).has_tray = False
        assert "small" in opened(context, qtbot).stays.text()

    def test_the_system_refuses(
        self, open_page: RemindersDialog, context: Context, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(on: bool) -> None:
            raise UserError(Sentence("The folder cannot be written to."))

        monkeypatch.setattr(background(context).autostart, "set_on", refuse)
        open_page.times.setText("8")
        open_page.autostart.click()
        open_page.save_button.click()
        assert open_page.isVisible()
        assert open_page._error.text() == "The folder cannot be written to."
        open_page.autostart.click()
        open_page.save_button.click()
        assert not open_page.isVisible()
        assert now(context).reminder_times == ("08:00",)
        assert len(context.services.history.changes()) == 1


class TestTheCalendarFile:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return tmp_path / "日历.ics"

    def wait(self, context: Context, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: not context.jobs.busy)

    def test_ticking_it_asks_for_the_file(
        self, open_page: RemindersDialog, context: Context, file: Path, qtbot: QtBot
    ) -> None:
        context.services.settings.change(shop_name="桂香茶铺")
        assert not open_page.calendar_field.isVisible()
        context.file_dialogs.will_answer(file)  # type: ignore[attr-defined]
        open_page.writes.click()
        assert open_page.calendar_field.isVisible()
        assert open_page.path.text() == str(file)
        assert not context.calendar_file.on
        open_page.save_button.click()
        self.wait(context, qtbot)
        assert file.exists()
        assert (context.calendar_file.path, context.calendar_file.on) == (file, True)

    def test_another_file_and_none(
        self, open_page: RemindersDialog, context: Context, file: Path, qtbot: QtBot
    ) -> None:
        context.calendar_file.choose(file, on=True)
        self.wait(context, qtbot)
        page = opened(context, qtbot)
        assert page.writes.isChecked()
        context.file_dialogs.will_answer(None, file.with_name("b.ics"))  # type: ignore[attr-defined]
        page.choose_button.click()
        assert page.path.text() == str(file)
        page.choose_button.click()
        page.writes.click()
        page.save_button.click()
        self.wait(context, qtbot)
        assert not context.calendar_file.on
        assert not file.with_name("b.ics").exists()

    @pytest.mark.parametrize(("name", "said"), [(None, "Choose"), ("a.txt", "ending"), ("gone/a.ics", "no folder")])
    def test_what_cannot_be(
        self, open_page: RemindersDialog, context: Context, tmp_path: Path, name: str | None, said: str
    ) -> None:
        context.file_dialogs.will_answer(tmp_path / name if name else None)  # type: ignore[attr-defined]
        open_page.times.setText("8")
        open_page.writes.click()
        open_page.save_button.click()
        assert said in error(open_page, "calendar_file")
        assert not context.calendar_file.on
        assert now(context).reminder_times == ("09:00",)  # nothing is saved by halves

    def test_a_stick_that_is_not_connected_does_not_keep_her_from_saving(
        self, context: Context, qtbot: QtBot, tmp_path: Path, messages: list[Message]
    ) -> None:
        context.calendar_file.choose(tmp_path / "gone" / "a.ics", on=True)
        self.wait(context, qtbot)
        page = opened(context, qtbot)
        assert "no folder" in error(page, "calendar_file")
        page.times.setText("8")
        page.save_button.click()
        assert not page.isVisible()
        assert now(context).reminder_times == ("08:00",)


class TestTheWayThere:
    def test_from_the_settings(self, context: Context, qtbot: QtBot) -> None:
        context.services.settings.change(reminder_times=("09:00", "15:30"), closed_weekdays=(6,))
        settings = SettingsDialog(context)
        qtbot.addWidget(settings)
        settings.show()
        assert settings.reminders.text() == "9:00, 15:30; closed: Sunday"
        settings.reminders_button.click()
        (page,) = settings.findChildren(RemindersDialog)
        page.times.setText("10")
        page.weekdays[6].click()
        page.save_button.click()
        assert settings.reminders.text() == "10:00"
        language.set_language("zh_CN")
        assert summary(now(context)) == "10:00"

    @pytest.mark.parametrize("spoken", language.LANGUAGES)
    def test_everything_on_it_has_a_name_and_room(self, context: Context, qtbot: QtBot, spoken: str) -> None:
        language.set_language(spoken)
        page = opened(context, qtbot)
        for box in page.findChildren(QCheckBox):
            assert box.text()
            assert box.width() >= box.sizeHint().width()
            assert box.height() >= box.sizeHint().height()
        for key, field in page._fields.items():
            assert field.input.accessibleName(), key
        assert page.height() <= 700
        assert all(child.accessibleName() for child in (page.first, page.last, page.times))
        assert isinstance(page, QWidget)
