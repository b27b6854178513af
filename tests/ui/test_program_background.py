"""The program without a window: started hidden, in the tray, woken by a second start, closed, ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import peewee
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.app import Program
from crm_desktop.errors import ShopInUse
from crm_desktop.language import Sentence
from crm_desktop.running_copy import Words
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.store.engine import ShopDatabase
from crm_desktop.store.meanings import damaged, in_use
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.calls_and_files import CallsAndFilesDialog
from crm_desktop.ui.dialogs.importing.page import ImportDialog
from crm_desktop.ui.dialogs.reminders import RemindersDialog
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.opening.password import PasswordDialog
from crm_desktop.ui.opening.rescue_page import RescuePage
from crm_desktop.ui.opening.start_page import StartPage
from crm_desktop.ui.shops import NOT_OPEN
from tests.fakes import FakeAutostart, FakeNotifier, FakeQuestions
from tests.hands import settle, until_tried


class Left(list[str]):
    """How often Qt's loop was left."""


@pytest.fixture
def left() -> Left:
    return Left()


@pytest.fixture
def program(qapp, data_dir, clock, left, qtbot) -> Iterator[Any]:
    """No tray, unless a test says so: the offscreen platform has none."""
    notifier = FakeNotifier()
    made = Program(qapp, data_dir, "en", clock, leave=lambda: left.append("left"), notifier=lambda tray: notifier)
    made.questions = FakeQuestions()
    made.background.autostart = FakeAutostart()
    object.__setattr__(made._laptop, "questions", made.questions)
    yield made
    settle(made, qtbot)
    made.stop()


@pytest.fixture
def tray(program, monkeypatch) -> Any:
    """A desktop that has one."""
    monkeypatch.setattr(program.background, "_tray_is_there", lambda: True)
    shown = []
    monkeypatch.setattr(program.tray.icon, "setVisible", shown.append)
    return shown


@pytest.fixture
def locked(tmp_path) -> Path:
    path = tmp_path / "locked.crm"
    Shop.create(path, key="winter").close()
    return path


def press(program: Program, key: Qt.Key, qtbot: Any) -> None:
    """Ctrl and a key, in the window."""
    program.show_window()
    QApplication.processEvents()
    qtbot.keyClick(QApplication.focusWidget() or program.window, key, Qt.KeyboardModifier.ControlModifier)


def fill(path: Path, clock: Any) -> int:
    """单晓丽, and a follow-up of today's."""
    shop = Shop.open(path, clock=clock)
    services = Services(shop)
    customer = services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",))).new_id
    assert customer is not None
    services.follow_ups.add(FollowUpDraft(customer, "送茶样", clock.now().date()))
    shop.close()
    return customer


# A hidden start


def test_a_hidden_start_builds_no_window_until_one_is_asked_for(program, shop_path, left, qtbot) -> None:
    program.start(shop_path, hidden=True)
    assert program.services is not None
    assert program.window is None
    program.tick()
    assert program.window is None
    program.take(Words())
    assert isinstance(program.window, MainWindow)
    assert program.window.isVisible()
    window = program.window
    program.show_window()
    assert program.window is window
    assert left == []


def test_a_hidden_start_does_not_even_load_the_window(shop_path, data_dir) -> None:
    words = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from crm_desktop.app import Program
program = Program(QApplication([]), Path(sys.argv[2]), "en")
program.start(Path(sys.argv[1]), hidden=True)
program.jobs.settle()
heavy = ("crm_desktop.ui.main_window", "crm_desktop.ui.tabs", "crm_desktop.ui.reminders.popup", "openpyxl",
         "phonenumbers", "pypinyin", "crm_desktop.services.customers")
print([name for name in heavy if name in sys.modules])
program.stop()
"""
    done = subprocess.run(
        [sys.executable, "-c", words, str(shop_path), str(data_dir)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_it_reminds_where_the_file_was_busy_for_a_moment_at_the_start(
    program, shop_path, clock, qtbot, monkeypatch
) -> None:
    fill(shop_path, clock)
    ready, asked = ShopDatabase.make_ready_to_write, []

    def busy_once(database: ShopDatabase) -> None:
        asked.append(database)
        if len(asked) == 1:
            raise in_use(shop_path)
        ready(database)

    monkeypatch.setattr(ShopDatabase, "make_ready_to_write", busy_once)
    program.start(shop_path, hidden=True)
    program.tick()
    settle(program, qtbot)
    assert [reminder.name for reminder in program.opened.reminding.popup.reminders()] == ["单晓丽"]


def test_hidden_it_reminds(program, shop_path, clock, qtbot) -> None:
    customer = fill(shop_path, clock)
    program.start(shop_path, hidden=True)
    program.tick()
    settle(program, qtbot)
    popup = program.opened.reminding.popup
    assert [reminder.name for reminder in popup.reminders()] == ["单晓丽"]
    assert program.window is None
    (key,) = program.notifier.shown
    program.notifier.click(key)
    assert isinstance(program.window, MainWindow)
    assert program.window.tab("customers").customer_in_view() == customer
    popup.settings_wanted.emit()
    assert program.window.findChild(RemindersDialog) is not None


@pytest.mark.parametrize("hidden", [True, False])
def test_a_shop_that_breaks_while_it_is_open_gives_way_to_the_rescue_page(
    program, tray, shop_path, clock, qtbot, hidden
) -> None:
    fill(shop_path, clock)
    program.background.set_stays(True)
    program.start(shop_path, hidden=hidden)
    program.tick()
    settle(program, qtbot)
    for path in (shop_path, shop_path.with_name(shop_path.name + "-wal")):
        with path.open("r+b") as file:
            file.write(b"noise" * (path.stat().st_size // 5))
    noise = shop_path.read_bytes()
    for _ in range(3):
        clock.advance(minutes=1)
        program.tick()
        settle(program, qtbot)
    assert program.opened is None
    assert program.guard.dialog is None
    told = [text for key, _, text, _ in program.notifier.told if key == NOT_OPEN]
    assert [("shop.crm" in words) for words in told] == ([True] if hidden else [])
    if hidden:
        assert program.window is None
        program.notifier.click(NOT_OPEN)
    assert isinstance(program.window, RescuePage)
    qtbot.waitUntil(lambda: not program.jobs.busy)
    assert shop_path.read_bytes() == noise, "a damaged file is not written to"


@pytest.mark.parametrize("broken", [True, False])
def test_an_engine_that_fails_for_no_reason_it_knows(
    program, shop_path, clock, qtbot, monkeypatch, log_records, broken
) -> None:
    fill(shop_path, clock)
    program.start(shop_path)
    settle(program, qtbot)
    told: list[str] = []
    program.messages.posted.connect(lambda message: told.append(message.text))
    if broken:
        look = "crm_desktop.store.soundness.look_through"
        monkeypatch.setattr(look, lambda *_, **__: (_ for _ in ()).throw(damaged(shop_path)))
    for _ in range(3):
        program.guard.caught(peewee.OperationalError("odd"))
    qtbot.waitUntil(lambda: bool(told) or program.guard.dialog is not None)
    settle(program, qtbot)
    assert set(told) == ({str(damaged(shop_path))} if broken else set())
    assert (program.guard.dialog is None) == broken
    assert program.opened.shop.wholeness.is_checked != broken
    log_records.clear()


def test_a_shop_that_is_being_written_to_is_no_trouble(program, shop_path, monkeypatch) -> None:
    program.start(shop_path, hidden=True)

    def busy(now: datetime) -> None:
        raise ShopInUse(Sentence("Other work is being written."))

    monkeypatch.setattr(program.services.reminders, "next_moment", busy)
    program.tick()
    assert program.notifier.told == []


def test_where_no_tray_has_come_the_window_is_there_and_small(program, shop_path) -> None:
    program.start(shop_path, hidden=True)
    program._be_reachable()
    assert program.window.isMinimized()
    program.take(Words())
    assert not program.window.isMinimized()


def test_a_program_that_has_ended_waits_for_no_tray(program, shop_path) -> None:
    program.start(shop_path, hidden=True)
    assert program._for_tray.isActive()
    program.stop()
    assert not program._for_tray.isActive()


def test_where_a_tray_has_come_there_is_no_window(program, tray, shop_path) -> None:
    program.start(shop_path, hidden=True)
    program._be_reachable()
    assert program.window is None
    assert tray == [True]


def test_a_locked_shop_is_told_by_a_notification_and_asks_when_it_is_opened(program, locked, shop_path, qtbot) -> None:
    program.start(locked, hidden=True)
    program.tick()
    assert program.window is None
    ((title, text),) = program.notifier.shown.values()
    assert title == "No reminders yet"
    assert "locked.crm" in text
    program.notifier.click("shop-not-open")
    assert isinstance(program.window, StartPage)
    program.window.form.edit.setText("winter")
    form = program.window.form
    form.try_it()
    until_tried(form)
    assert isinstance(program.window, MainWindow)
    assert program.notifier.shown == {}


def test_a_shop_that_is_gone_is_told_by_a_notification(program, tmp_path) -> None:
    program.start(tmp_path / "stick" / "gone.crm", hidden=True)
    ((_, text),) = program.notifier.shown.values()
    assert "There is no file" in text
    assert program.window is None


# A second start


def test_a_second_hidden_start_changes_nothing(program, shop_path, tmp_path) -> None:
    program.start(shop_path, hidden=True)
    program.take(Words(shop=str(tmp_path / "other.crm"), hidden=True))
    assert program.window is None
    assert program.services.shop.path == shop_path


def test_a_second_start_brings_the_window_to_the_front(program, shop_path) -> None:
    program.start(shop_path)
    program.window.showMinimized()
    program.take(Words(shop=str(shop_path)))
    assert not program.window.isMinimized()
    program.window.hide()
    program.take(Words())
    assert program.window.isVisible()


def test_a_second_start_opens_another_shop(program, shop_path, tmp_path, locked) -> None:
    other = tmp_path / "other.crm"
    Shop.create(other).close()
    program.start(shop_path, hidden=True)
    program.take(Words(shop=str(other)))
    assert program.services.shop.path == other
    assert program.window.windowTitle() == "other — CRM Desktop"
    program.take(Words(shop=str(locked)))
    assert program.window.findChild(PasswordDialog).isVisible()
    assert program.services.shop.path == other


def test_a_second_start_brings_a_sheet_in(program, shop_path, tmp_path, qtbot) -> None:
    sheet = tmp_path / "客户.csv"
    sheet.write_text("姓名,电话\n张三,13800138000\n", "utf-8")
    program.start(shop_path, hidden=True)
    program.take(Words(shop=str(sheet)))
    qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is not None)
    settle(program, qtbot)


def test_several_sheets_come_in_together_and_what_else_was_named_is_told(program, shop_path, tmp_path, qtbot) -> None:
    sheets = [tmp_path / "客户.csv", tmp_path / "朋友.csv"]
    for number, sheet in enumerate(sheets):
        sheet.write_text(f"姓名,电话\n张三,1380013800{number}\n", "utf-8")
    told: list[str] = []
    program.messages.posted.connect(lambda message: told.append(message.text))
    program.start(shop_path)
    program.take(Words.of(str(sheets[0]), str(sheets[1])))
    qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is not None)
    page = program.window.findChild(ImportDialog)
    assert [file.question.path for file in page.files] == sheets
    settle(program, qtbot)
    assert told == []
    page.reject()
    program.take(Words.of(str(sheets[0]), "/a/other.crm", "tel:1"))
    assert told == ["Only one thing is opened at a time. Not opened: other.crm, tel:1"]
    settle(program, qtbot)
    program.take(Words.of(str(shop_path), str(sheets[0])))
    program.take(Words.of("tel:1", "tel:2"))
    assert [words.rpartition(": ")[2] for words in told[1:]] == ["客户.csv", "tel:2"]


def test_what_was_not_opened_is_told_in_the_window_of_a_shop_that_takes_long(
    program, shop_path, tmp_path, clock, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.ui.shops._SLOW", 0)
    other = tmp_path / "other.crm"
    Shop.create(other, clock=clock).close()
    program.start(shop_path)
    settle(program, qtbot)
    program.take(Words.of(str(other), "/a/客户.csv"))
    qtbot.waitUntil(lambda: program.opened.shop.path == other)
    qtbot.waitUntil(lambda: program.window.message_bar.message() is not None)
    assert program.window.message_bar.message().text.endswith("Not opened: 客户.csv")
    settle(program, qtbot)


def test_what_was_not_opened_is_told_once_the_password_is_typed(program, shop_path, tmp_path, clock, qtbot) -> None:
    locked = tmp_path / "locked.crm"
    Shop.create(locked, key="abc", clock=clock).close()
    told: list[str] = []
    program.messages.posted.connect(lambda message: told.append(message.text))
    program.start(shop_path)
    settle(program, qtbot)
    program.take(Words.of(str(locked), *(f"/a/{number}.csv" for number in range(9))))
    qtbot.waitUntil(lambda: program.window.findChild(PasswordDialog) is not None)
    assert told == []
    form = program.window.findChild(PasswordDialog).form
    form.edit.setText("abc")
    form.go.click()
    qtbot.waitUntil(lambda: bool(told))
    assert program.opened.shop.path == locked
    assert told[0].rpartition(": ")[2] == "0.csv, 1.csv, 2.csv, 3.csv, 4.csv, and 4 more"
    settle(program, qtbot)


def test_what_was_not_opened_is_told_where_the_first_is_not_wanted_after_all(
    program, shop_path, locked, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    program.messages.posted.connect(lambda message: told.append(message.text))
    program.start(shop_path)
    settle(program, qtbot)
    program.take(Words.of(str(locked), "/a/客户.csv"))
    qtbot.waitUntil(lambda: program.window.findChild(PasswordDialog) is not None)
    program.window.findChild(PasswordDialog).reject()
    assert [words.rpartition(": ")[2] for words in told] == ["客户.csv"]
    monkeypatch.setattr(program.window, "put_away", lambda: False)  # something unsaved is to be kept
    program.take(Words.of(str(locked), "/a/朋友.csv"))
    assert [words.rpartition(": ")[2] for words in told] == ["客户.csv", "朋友.csv"]


def test_sheets_that_come_one_by_one_join_the_page_that_is_open(program, shop_path, tmp_path, qtbot) -> None:
    sheets = [tmp_path / f"{number}.csv" for number in range(3)]
    for number, sheet in enumerate(sheets):
        sheet.write_text(f"姓名,电话\n张三,1380013800{number}\n", "utf-8")
    program.start(shop_path)
    for sheet in (*sheets[:2], sheets[0]):
        program.take(Words(shop=str(sheet)))
    (page,) = program.window.findChildren(ImportDialog)
    assert [file.question.path for file in page.files] == sheets[:2]
    qtbot.waitUntil(lambda: page.settled)
    settle(program, qtbot)
    program.take(Words(shop=str(sheets[2])))
    assert page.parts.head.place.text() == "1 of 3"
    settle(program, qtbot)
    for _ in sheets:
        page.write()
        qtbot.waitUntil(lambda: page.settled, timeout=20_000)
        settle(program, qtbot)
    assert program.services.customers.count() == 3
    program.take(Words(shop=str(sheets[0])))
    assert len(program.window.findChildren(ImportDialog)) == 2, "all of those before are brought in"
    settle(program, qtbot)


def test_a_call_shows_who_it_is_without_a_window(program, shop_path, clock, qtbot) -> None:
    customer = fill(shop_path, clock)
    program.start(shop_path, hidden=True)
    program.show_last_call()
    program.take(Words(phone="tel:+86 139-1111-2222"))
    card = program.opened.calls.card
    assert card.isVisible()
    assert card.call.words == "单晓丽"
    assert program.window is None
    card._page.first.click()
    assert program.window.current_key == "customers"
    assert program.window.tab("customers").customer_in_view() == customer
    assert not card.isVisible()
    program.take(Words(phone="tel:021 5555 6666"))
    card._page.first.click()
    form = program.window.tab("customers")
    assert "021 5555 6666" in [edit.text() for edit in form.findChildren(QLineEdit) if edit.isVisible()]
    program.show_last_call()
    assert card.isVisible()
    card.settings_button.click()
    assert program.window.findChild(CallsAndFilesDialog).isVisible()
    program.window.findChild(CallsAndFilesDialog).reject()


def test_a_call_waits_for_the_password(program, locked, qtbot) -> None:
    program.start(locked)
    program.take(Words(phone="021 5555 6666"))
    assert program.reception.card.isVisible()
    program.window.form.edit.setText("winter")
    form = program.window.form
    form.try_it()
    until_tried(form)
    QApplication.processEvents()
    assert program.reception.card is None
    assert program.opened.calls.card.call.words == "021 5555 6666"
    program.set_language("zh_CN")
    assert program.opened.calls.card.isVisible()
    other = locked.with_name("other.crm")
    Shop.create(other).close()
    program.open_shop(other)
    assert program.opened.calls.card is None


# Closing


def test_closing_asks_once_and_then_stays(program, tray, shop_path, left) -> None:
    program.start(shop_path)
    window = program.window
    window.close()
    assert program.questions.asked == ["Should reminders still come when the window is closed?"]
    assert not window.isVisible()
    assert left == []
    program.show_window()
    assert program.window is window
    window.close()
    assert len(program.questions.asked) == 1
    assert tray[-1] is True


def test_closing_ends_the_program_where_she_said_so(program, shop_path, left) -> None:
    program.questions.answer = False
    program.start(shop_path)
    program.window.close()
    assert left == ["left"]
    assert program.background.stays is False


def test_a_question_that_is_not_answered_closes_nothing(program, tray, shop_path, left) -> None:
    program.questions.answer = None
    program.start(shop_path)
    program.window.close()
    assert program.window.isVisible()
    assert not program.window.isMinimized()
    assert left == []
    assert program.background.stays is None
    program.window.close()
    assert len(program.questions.asked) == 2, "nothing was chosen yet"


def test_without_a_tray_closing_makes_the_window_small(program, shop_path, left) -> None:
    program.background.set_stays(True)
    program.start(shop_path)
    program.window.close()
    assert program.window.isMinimized()
    assert left == []


def test_closing_the_start_page_asks_nothing(program, tmp_path, left) -> None:
    program.start(tmp_path / "gone.crm")
    program.window.close()
    assert program.questions.asked == []
    assert left == ["left"]


def test_the_start_page_goes_to_the_tray_too(program, tray, locked, left) -> None:
    program.background.set_stays(True)
    program.start(locked)
    program.window.close()
    assert not program.window.isVisible()
    assert left == []


def test_what_is_unsaved_keeps_the_window(program, shop_path, left) -> None:
    program.start(shop_path)
    program.window.tab("customers").may_close = lambda: False
    program.window.close()
    assert program.window.isVisible()
    program.quit()
    assert program.window.isVisible()
    assert left == []
    program.end()
    assert left == ["left"], "nobody can be asked while the laptop is shut down"


def test_quit_ends_it_though_it_would_stay(program, tray, shop_path, left, qtbot) -> None:
    program.background.set_stays(True)
    program.start(shop_path)
    press(program, Qt.Key.Key_Q, qtbot)
    assert left == ["left"]
    assert not program.window.isVisible()


def test_quit_without_a_window(program, shop_path, left) -> None:
    program.start(shop_path, hidden=True)
    program.quit()
    program.end()
    assert left == ["left", "left"]


def test_the_end_puts_the_popup_away_and_comes_once(program, shop_path, clock, qtbot) -> None:
    fill(shop_path, clock)
    program.start(shop_path, hidden=True)
    program.tick()
    settle(program, qtbot)
    popup = program.opened.reminding.popup
    assert popup.isVisible()
    program.stop()
    program.stop()
    assert not popup.isVisible()
    assert program.notifier.closed
    assert sorted(path.name for path in shop_path.parent.glob("shop.crm*")) == ["shop.crm"]
    shop = Shop.open(shop_path, clock=clock)
    assert Services(shop).reminders.next_moment(clock.now()) > clock.now()
    shop.close()


# Meanwhile


def test_another_shop_puts_the_popup_of_the_first_away(program, shop_path, tmp_path, clock, qtbot) -> None:
    fill(shop_path, clock)
    other = tmp_path / "other.crm"
    Shop.create(other).close()
    program.start(shop_path)
    program.tick()
    settle(program, qtbot)
    first, popup = program.opened, program.opened.reminding.popup
    program.open_shop(other)
    assert not popup.isVisible()
    assert program.opened is not first
    program.tick()
    settle(program, qtbot)
    assert program.opened.reminding.popup is None
    assert first.reminding.popup is None


def test_the_reminders_by_key(program, shop_path, clock, qtbot) -> None:
    fill(shop_path, clock)
    program.start(shop_path)
    press(program, Qt.Key.Key_R, qtbot)
    settle(program, qtbot)
    assert program.opened.reminding.popup.isVisible()


def test_without_a_shop_there_are_none_to_show(program, tmp_path) -> None:
    program.start(tmp_path / "gone.crm")
    program.show_reminders()
    program._notification_clicked("reminders")
    program.tick()
    assert program.opened is None


def test_the_tray_tells_what_is_due_of_the_open_shop(program, tray, shop_path, clock, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(program.tray.icon, "isVisible", lambda: True)
    fill(shop_path, clock)
    program.start(shop_path, hidden=True)
    settle(program, qtbot)
    assert program.tray.icon.toolTip().startswith("shop: 1 thing")
    program.opened.reminding.pause()
    assert program.tray.icon.toolTip() == "shop: reminders are paused until tomorrow"
    clock.set(datetime.combine(clock.now().date() + timedelta(days=1), datetime.min.time()))
    program.tick()
    settle(program, qtbot)
    assert program.tray.icon.toolTip().startswith("shop: 1 thing")
    program.set_language("zh_CN")
    assert program.tray._shown is not None


def test_the_language_is_changed_under_an_open_popup(program, shop_path, clock, qtbot) -> None:
    fill(shop_path, clock)
    program.start(shop_path)
    program.tick()
    settle(program, qtbot)
    program.set_language("zh_CN")
    popup = program.opened.reminding.popup
    assert popup.isVisible()
    assert len(popup.reminders()) == 1


def test_what_starts_with_the_computer_is_renewed_once(program, shop_path, monkeypatch) -> None:
    renewed = []
    monkeypatch.setattr(program.background.autostart, "renew", lambda: renewed.append(True))
    program.start(shop_path, hidden=True)
    program.tick()
    program.tick()
    assert renewed == [True]
