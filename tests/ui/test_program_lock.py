"""The running program locked and unlocked: by key, after a while; what it tells meanwhile, and that nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from crm_desktop.app import Program
from crm_desktop.errors import ShopLocked
from crm_desktop.running_copy import Words
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store import open_file
from crm_desktop.store.key import Key
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.importing.page import ImportDialog
from crm_desktop.ui.dialogs.safety.dialog import SafetyDialog
from crm_desktop.ui.dialogs.safety.password_dialogs import NewPasswordDialog
from crm_desktop.ui.locking.window import LockWindow
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.printing.print_dialog import PrintDialog
from tests.fakes import FakeAutostart, FakeNotifier, FakeQuestions
from tests.hands import settle, type_text, until_tried

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.fakes import FakeClock

WORD = "春天 lamp 81"


@pytest.fixture
def left() -> list[str]:
    return []


@pytest.fixture
def bare(qapp: QApplication, data_dir: Path, clock: FakeClock, left: list[str], qtbot: QtBot) -> Iterator[Any]:
    """Before any shop is opened."""
    notifier = FakeNotifier()
    made: Any = Program(
        qapp, data_dir, "en", clock, leave=lambda: left.append("left"), notifier=lambda tray: notifier
    )  # fmt: skip
    made.questions = FakeQuestions()
    made.background.autostart = FakeAutostart()
    object.__setattr__(made._laptop, "questions", made.questions)
    yield made
    settle(made, qtbot)
    made.stop()


@pytest.fixture
def program(bare: Any, tmp_path: Path, qtbot: QtBot) -> Any:
    """With a shop that has a password and a customer, open in the window."""
    path = tmp_path / "shop.crm"
    Shop.create(path, key=WORD).close()
    bare.start(path, WORD)
    bare.services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",)))
    settle(bare, qtbot)
    return bare


@pytest.fixture
def told(program: Any) -> list[str]:
    """What the window says in passing."""
    said: list[str] = []
    program.messages.posted.connect(lambda message: said.append(message.text))
    return said


@pytest.fixture
def plain(bare: Any, data_dir: Path, qtbot: QtBot) -> Any:
    """With a shop that has no password."""
    bare.start(data_dir / "shop.crm")
    settle(bare, qtbot)
    return bare


def press_lock(window: QWidget, qtbot: QtBot) -> None:
    """Ctrl+L, as the keyboard sends it."""
    qtbot.waitUntil(window.isActiveWindow)
    held = Qt.KeyboardModifier.ControlModifier
    handle = window.windowHandle()
    assert handle is not None
    QApplication.sendEvent(handle, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_L, held, "\x0c"))


def lock(program: Any, qtbot: QtBot) -> LockWindow:
    shop = program.opened.shop
    press_lock(program.window, qtbot)
    qtbot.waitUntil(lambda: shop.database.key is None)
    window = program.shops.lock_window
    assert isinstance(window, LockWindow)
    return window


def unlock(window: LockWindow, word: str = WORD) -> None:
    window.form.edit.clear()
    type_text(window.form.edit, word)
    window.form.try_it()
    until_tried(window.form)


def visible() -> set[QWidget]:
    return {each for each in QApplication.topLevelWidgets() if each.isVisible()}


def texts_of(window: QWidget) -> str:
    """All that a window says."""
    said = [window.windowTitle()]
    for each in window.findChildren(QWidget):
        for name in ("text", "toPlainText", "placeholderText"):
            found = getattr(each, name, None)
            said.append(str(found())) if found is not None else None
    return "\n".join(said)


def test_the_key_forgets_and_the_password_brings_back(program: Any, qtbot: QtBot) -> None:
    shop, window = program.opened.shop, program.window
    window.show_customer(1)
    locked = lock(program, qtbot)
    assert visible() == {locked}
    assert shop.database.key is None
    assert program.opened is None
    assert "单晓丽" not in texts_of(locked)
    assert not list(shop.path.parent.glob("*-wal"))
    with pytest.raises(ShopLocked):
        shop.run("SELECT 1")
    unlock(locked, "wrong")
    assert "does not open with this password" in locked.form.field.error()
    assert program.opened is None
    unlock(locked)
    assert visible() == {window}
    assert program.services.customers.count() == 1
    press_lock(window, qtbot)
    qtbot.waitUntil(lambda: shop.database.key is None)
    again = program.shops.lock_window
    again.form.other.click()
    type_text(again.form.code, Key(WORD).code(shop.database.salt))
    again.form.try_it()
    until_tried(again.form)
    assert visible() == {window}


def test_what_is_half_typed_is_there_still(program: Any, qtbot: QtBot) -> None:
    program.window.new_purchase(1)
    (form,) = [each for each in program.window.findChildren(QDialog) if each.isVisible()]
    before = texts_of(form)
    assert "单晓丽" in before
    press_lock(form, qtbot)
    qtbot.waitUntil(lambda: program.shops.lock_window is not None and not form.isVisible())
    settle(program, qtbot)
    unlock(program.shops.lock_window)
    assert visible() == {program.window, form}
    assert texts_of(form) == before
    form.hide()


def test_it_locks_after_the_minutes_she_chose(program: Any, clock: FakeClock, qtbot: QtBot) -> None:
    program.opened.actions.do(lambda: program.services.settings.change(lock_after=5))
    clock.advance(minutes=4)
    program.tick()
    assert program.shops.lock_window is None
    clock.advance(minutes=1)
    program.tick()
    qtbot.waitUntil(lambda: program.shops.lock_window is not None)
    settle(program, qtbot)
    clock.advance(minutes=30)
    program.tick()
    unlock(program.shops.lock_window)
    assert isinstance(program.window, MainWindow)
    assert program.window.isVisible()


def test_nothing_is_told_and_nothing_fails_while_it_is_locked(program: Any, clock: FakeClock, qtbot: QtBot) -> None:
    notifier: Any = program.notifier
    locked = lock(program, qtbot)
    shown = dict(notifier.shown)
    for _ in range(3):
        clock.advance(hours=9)
        program.tick()
        settle(program, qtbot)
    program.show_reminders()
    press_lock(locked, qtbot)
    assert visible() == {locked}
    assert notifier.shown == shown
    unlock(locked)
    program.tick()
    settle(program, qtbot)


def test_who_calls_is_told_after_the_password_alone(program: Any, qtbot: QtBot) -> None:
    program.take(Words(phone="tel:13911112222"))
    assert program.opened.calls.card.isVisible()
    locked = lock(program, qtbot)
    assert visible() == {locked}
    program.take(Words(phone="tel:13911112222"))
    QApplication.processEvents()
    assert visible() == {locked, program.reception.card}
    shown = "".join(label.text() for label in program.reception.card.findChildren(QLabel))
    assert "1391" not in shown
    assert "单晓丽" not in shown
    unlock(locked)
    settle(program, qtbot)
    card = program.opened.calls.card
    assert program.reception.card is None
    assert card.isVisible()
    assert card.call.words == "单晓丽"


def test_a_second_start_waits_for_the_password(program: Any, tmp_path: Path, qtbot: QtBot) -> None:
    sheet = tmp_path / "客户.csv"
    sheet.write_text("姓名,电话\n张三,13800138000\n", "utf-8")
    locked = lock(program, qtbot)
    program.take(Words(shop=str(sheet)))
    assert visible() == {locked}
    unlock(locked)
    qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is not None)
    settle(program, qtbot)


def test_work_goes_on_behind_the_curtain_and_the_key_goes_when_it_is_done(program: Any, qtbot: QtBot) -> None:
    shop, go = program.opened.shop, threading.Event()

    def work(report: Any, cancelled: Any) -> int:
        assert go.wait(20)
        return int(shop.run("SELECT count(*) FROM customer").fetchone()[0])

    found: list[int] = []
    program.jobs.start("Counting 单晓丽", work, done=found.append)
    press_lock(program.window, qtbot)
    locked = program.shops.lock_window
    assert visible() == {locked}
    assert shop.database.key is not None
    assert "单晓丽" not in texts_of(locked)
    unlock(locked, "wrong")
    assert locked.form.field.error()
    go.set()
    qtbot.waitUntil(lambda: shop.database.key is None)
    assert found == [1]
    unlock(locked)
    assert program.services.customers.count() == 1


def test_unlocked_before_the_work_is_done(program: Any, qtbot: QtBot) -> None:
    shop, go = program.opened.shop, threading.Event()
    program.jobs.start("Waiting", lambda report, cancelled: go.wait(20))
    press_lock(program.window, qtbot)
    unlock(program.shops.lock_window)
    assert program.window.isVisible()
    go.set()
    settle(program, qtbot)
    assert shop.database.key is not None
    assert program.services.customers.count() == 1


def test_a_window_that_goes_opens_the_closed_file_no_more(program: Any, qtbot: QtBot, told: list[str]) -> None:
    gone, was_open = program.services, []

    def work(path: Path, key: Key | None, report: Any, cancelled: Any) -> Key | None:
        was_open.append(open_file.of(path).is_open)
        return key

    program.window.setGeometry(40, 30, 1111, 666)
    assert program.shops.rework("Working", work)
    assert (program.window.width(), program.window.height()) == (1111, 666), "it stands where the window stood"
    with pytest.raises(ShopLocked):
        gone.customers.count()
    program.jobs.start("Looking", lambda *_: gone.customers.count(), quiet=True)
    settle(program, qtbot)
    qtbot.waitUntil(lambda: program.opened is not None)
    assert program.services.customers.count() == 1
    assert was_open == [False]
    assert told == []


def test_the_program_ends_while_it_is_locked(program: Any, qtbot: QtBot, left: list[str]) -> None:
    lock(program, qtbot)
    program.shops.lock_window.close()
    assert left == ["left"]


def test_it_does_not_end_over_something_unsaved(program: Any, qtbot: QtBot, left: list[str]) -> None:
    program.window.new_customer("王")
    program.questions.answer = False
    panel = program.window.tab("customers").panel
    assert panel.has_unsaved()
    locked = lock(program, qtbot)
    program.quit()
    assert left == []
    assert "not saved yet" in locked.form.field.error()
    locked.close()
    assert left == []
    unlock(locked)
    assert panel.has_unsaved()
    program.questions.answer = True


def test_a_shop_without_a_password_says_how_it_can_be_locked(plain: Any, qtbot: QtBot) -> None:
    press_lock(plain.window, qtbot)
    assert plain.shops.lock_window is None
    message = plain.window.message_bar.message()
    assert "has no password" in message.text
    message.do()
    assert plain.window.findChild(SafetyDialog).isVisible()


def test_the_password_is_set_in_the_running_program(plain: Any, qtbot: QtBot) -> None:
    plain.services.customers.add(CustomerDraft(name="单晓丽"))
    first = plain.window
    first.show_safety()
    (page,) = first.findChildren(SafetyDialog)
    settle(plain, qtbot)
    page.password.set_button.click()
    (form,) = page.findChildren(NewPasswordDialog)
    type_text(form.new, WORD)
    type_text(form.repeated, WORD)
    form.try_save()
    qtbot.waitUntil(lambda: isinstance(plain.window, MainWindow) and plain.window is not first, timeout=20_000)
    settle(plain, qtbot)
    assert plain.opened.shop.encrypted
    assert plain.services.customers.count() == 1
    assert "password now" in plain.window.message_bar.message().text
    (preview,) = plain.window.findChildren(PrintDialog)
    assert preview.isVisible()
    for dialog in (preview, *plain.window.findChildren(SafetyDialog)):
        dialog.hide()
    plain.window.activateWindow()
    locked = lock(plain, qtbot)
    unlock(locked)
    assert plain.services.customers.count() == 1
