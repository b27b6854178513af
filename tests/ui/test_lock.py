"""Locking: when it is time, what goes out of sight, and that it comes back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMainWindow, QMenu, QMessageBox, QVBoxLayout, QWidget

from crm_desktop.ui.locking.curtain import Curtain
from crm_desktop.ui.locking.idle_watcher import IdleWatcher
from tests.hands import type_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.fakes import FakeClock


@pytest.fixture
def watcher(qtbot: QtBot, clock: FakeClock) -> Iterator[IdleWatcher]:
    watcher = IdleWatcher(clock)
    yield watcher
    watcher.close()


@pytest.fixture
def told(watcher: IdleWatcher) -> list[str]:
    told: list[str] = []
    watcher.idle.connect(lambda: told.append("idle"))
    watcher.wanted.connect(lambda: told.append("wanted"))
    return told


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    window.setCentralWidget(QLineEdit())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def curtain(qtbot: QtBot) -> Iterator[Curtain]:
    curtain = Curtain()
    yield curtain
    curtain.lift()


def press(window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """As the keyboard does: to the system's window, not to a widget."""
    handle = window.windowHandle()
    assert handle is not None
    QApplication.sendEvent(handle, QKeyEvent(QEvent.Type.KeyPress, key, held))


def move(window: QWidget) -> None:
    handle = window.windowHandle()
    assert handle is not None
    at = QPointF(QPoint(5, 5))
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(
        handle, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
    )


# When


def test_it_is_time_after_so_many_minutes_without_a_touch(
    watcher: IdleWatcher, told: list[str], window: QMainWindow, clock: FakeClock
) -> None:
    watcher.set_minutes(5)
    clock.advance(minutes=4)
    watcher.look()
    press(window, Qt.Key.Key_A)
    clock.advance(minutes=4)
    move(window)
    clock.advance(minutes=4, seconds=59)
    watcher.look()
    assert told == []
    clock.advance(seconds=1)
    watcher.look()
    assert told == ["idle"]


def test_the_first_touch_after_the_laptop_slept_sees_nothing(
    watcher: IdleWatcher, told: list[str], window: QMainWindow, clock: FakeClock
) -> None:
    watcher.set_minutes(5)
    clock.advance(hours=3)
    press(window, Qt.Key.Key_A)
    assert told == ["idle"]


def test_a_clock_that_is_set_back_puts_nothing_off_for_hours(
    watcher: IdleWatcher, told: list[str], window: QMainWindow, clock: FakeClock
) -> None:
    watcher.set_minutes(5)
    clock.advance(hours=-1)
    press(window, Qt.Key.Key_A)
    clock.advance(minutes=5)
    watcher.look()
    assert told == ["idle"]


def test_without_minutes_it_is_never_time(watcher: IdleWatcher, told: list[str], clock: FakeClock) -> None:
    watcher.set_minutes(5)
    watcher.set_minutes(0)
    clock.advance(days=3)
    watcher.look()
    assert told == []


def test_the_watcher_wakes_by_itself(watcher: IdleWatcher, told: list[str], clock: FakeClock, qtbot: QtBot) -> None:
    watcher.set_minutes(5)
    clock.advance(minutes=4, seconds=59)
    watcher.look()
    clock.advance(seconds=1)
    qtbot.waitUntil(lambda: told == ["idle"])


def test_the_key_is_heard_in_dialogs_too(
    watcher: IdleWatcher, told: list[str], window: QMainWindow, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert told == ["wanted"]
    dialog = QDialog(window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    press(dialog, Qt.Key.Key_L)
    press(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert told == ["wanted", "wanted"]
    dialog.hide()


def test_a_closed_watcher_hears_nothing(qtbot: QtBot, clock: FakeClock, window: QMainWindow) -> None:
    watcher, told = IdleWatcher(clock), []
    watcher.wanted.connect(lambda: told.append("wanted"))
    watcher.close()
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert told == []


# What


def lock_page(qtbot: QtBot) -> QMainWindow:
    page = QMainWindow()
    qtbot.addWidget(page)
    return page


def visible() -> set[QWidget]:
    return {each for each in QApplication.topLevelWidgets() if each.isVisible()}


def test_all_windows_go_and_come_back_with_what_was_typed(curtain: Curtain, window: QMainWindow, qtbot: QtBot) -> None:
    window.setGeometry(40, 50, 700, 500)
    form = QDialog(window)
    QVBoxLayout(form).addWidget(field := QLineEdit())
    form.open()
    qtbot.waitUntil(form.isActiveWindow)
    field.setFocus()
    type_text(field, "王芳 half-typed")
    card = QWidget(None, Qt.WindowType.Tool)
    qtbot.addWidget(card)
    card.show()
    page = lock_page(qtbot)
    curtain.draw(page)
    assert visible() == {page}
    assert page.geometry() == window.geometry()
    curtain.lift()
    assert visible() == {window, form, card}
    assert field.text() == "王芳 half-typed"
    assert form.isModal()
    qtbot.waitUntil(form.isActiveWindow)
    assert form.focusWidget() is field
    form.hide()
    card.hide()


def test_a_minimised_window_is_locked_without_coming_up(curtain: Curtain, window: QMainWindow, qtbot: QtBot) -> None:
    window.showMinimized()
    page = lock_page(qtbot)
    curtain.draw(page)
    assert page.isMinimized()
    curtain.lift()
    assert window.isMinimized()


def test_without_a_page_nothing_is_shown(curtain: Curtain, window: QMainWindow) -> None:
    curtain.draw()
    assert visible() == set()
    curtain.lift()
    assert visible() == {window}


def test_menus_close_for_good(curtain: Curtain, window: QMainWindow, qtbot: QtBot) -> None:
    menu = QMenu(window)
    menu.addAction("Delete")
    menu.popup(QPoint(10, 10))
    qtbot.waitUntil(menu.isVisible)
    curtain.draw(lock_page(qtbot))
    assert not menu.isVisible()
    curtain.lift()
    assert not menu.isVisible()


def test_a_question_gets_its_harmless_answer(curtain: Curtain, window: QMainWindow, qtbot: QtBot) -> None:
    page = lock_page(qtbot)
    box = QMessageBox(window)
    box.setText("Delete 王芳?")
    yes = box.addButton("Delete", QMessageBox.ButtonRole.AcceptRole)
    box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    QTimer.singleShot(0, lambda: curtain.draw(page))
    box.exec()
    assert box.clickedButton() is not yes
    assert visible() == {page}
    curtain.lift()
    assert not box.isVisible()


def test_what_comes_up_meanwhile_stays_behind_the_curtain(curtain: Curtain, window: QMainWindow, qtbot: QtBot) -> None:
    page = lock_page(qtbot)
    curtain.draw(page)
    late = QDialog(window)
    late.open()
    qtbot.waitUntil(lambda: not late.isVisible())
    own = QDialog(page)
    own.open()
    assert own.isVisible()
    curtain.lift()
    assert late.isVisible()
    for each in (late, own):
        each.hide()


def test_what_comes_up_in_the_last_moment_is_shown(curtain: Curtain, window: QMainWindow, qtbot: QtBot) -> None:
    curtain.draw(lock_page(qtbot))
    late = QDialog(window)
    late.show()
    curtain.lift()
    qtbot.waitUntil(lambda: not late.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen))
    assert late.isVisible()
    late.hide()


def test_a_window_that_went_meanwhile_does_not_come_back(curtain: Curtain, window: QMainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    dialog.show()
    curtain.draw(lock_page(qtbot))
    dialog.deleteLater()
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    curtain.lift()
    assert window in visible()
