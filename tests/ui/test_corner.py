"""Where the popup stands, what it stands on, and whether a program fills the screen."""

from __future__ import annotations

import ctypes
from datetime import date, datetime, time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QWidget

from crm_desktop.domain.reminding.times import Times
from crm_desktop.ui.corner import card as card_module
from crm_desktop.ui.corner import full_screen, place, shadow, x11
from crm_desktop.ui.corner.card import Card
from crm_desktop.ui.corner.full_screen import full_screen_in_front
from crm_desktop.ui.reminders.snooze import fill_snooze, time_words
from crm_desktop.ui.widgets.form import FormDialog
from tests.fakes import FakeQuestions

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.ui.style.theme import Theme

SIZE = QSize(360, 500)
MORNING = datetime(2026, 11, 23, 9)


# Where it stands


@pytest.mark.parametrize(
    ("available", "expected"),
    [
        (QRect(0, 0, 1920, 1040), QRect(1548, 528, 360, 500)),  # a taskbar below
        (QRect(0, 28, 1366, 740), QRect(994, 256, 360, 500)),  # a bar above
        (QRect(1920, 0, 1280, 1024), QRect(2828, 512, 360, 500)),  # the second monitor, to the right
        (QRect(-1280, 100, 1280, 1024), QRect(-372, 612, 360, 500)),  # to the left, and lower
        (QRect(0, 0, 340, 300), QRect(12, 12, 316, 276)),  # hardly any room
    ],
)
def test_at_the_bottom_right_of_what_is_free(available: QRect, expected: QRect) -> None:
    assert place.corner(SIZE, available) == expected


def test_leaves_the_top_of_the_screen_free() -> None:
    assert place.tallest(QRect(0, 0, 1366, 728)) == 607


def test_on_the_screen_of_the_window_that_is_seen(qtbot: QtBot) -> None:
    window, popup = QWidget(), QWidget()
    qtbot.addWidget(window)
    qtbot.addWidget(popup)
    popup.show()
    assert place.screen_for(popup) is QGuiApplication.primaryScreen()
    window.show()
    assert place.screen_for(popup) is window.screen()
    window.showMinimized()
    assert place.screen_for(popup) is QGuiApplication.primaryScreen()


class TestBesideAForm:
    """No card lies over the buttons of a form that she fills in."""

    @pytest.fixture
    def card(self, theme: Theme, qtbot: QtBot) -> Card:
        card = Card(theme, "Reminders", "Settings", "Close")
        qtbot.addWidget(card)
        card.prepare()
        card.stand()
        return card

    @pytest.fixture
    def form(self, qtbot: QtBot) -> FormDialog:
        form = FormDialog("A purchase", lambda: True, FakeQuestions(), width=400)
        qtbot.addWidget(form)
        available = form.screen().availableGeometry()
        form.move(available.right() - 450, available.bottom() - 250)
        return form

    def test_a_form_opens_clear_of_the_card(self, card: Card, form: FormDialog) -> None:
        card.show()
        form.show()
        assert form.frameGeometry().right() < card.card_place().left()

    def test_a_form_makes_room_for_a_card_that_comes(self, card: Card, form: FormDialog) -> None:
        form.show()
        before = form.pos()
        card.show()
        assert form.frameGeometry().right() < card.card_place().left()
        assert form.pos().y() == before.y()

    def test_it_stays_on_the_screen(self, card: Card, form: FormDialog) -> None:
        available = form.screen().availableGeometry()
        form.setFixedWidth(available.width() - 40)
        card.show()
        form.show()
        assert form.frameGeometry().left() == available.left()

    def test_a_form_that_is_clear_stays_where_it_is(self, card: Card, form: FormDialog) -> None:
        form.move(0, 0)
        form.show()
        card.show()
        assert form.pos() == QPoint(0, 0)


class TestFolding:
    """A card that was seen makes room for what she goes on with."""

    @pytest.fixture
    def beneath(self, qtbot: QtBot) -> QWidget:
        """A window that the card lies over."""
        window = QWidget()
        qtbot.addWidget(window)
        window.setGeometry(window.screen().availableGeometry())
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    @pytest.fixture
    def card(self, beneath: QWidget, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Card:
        monkeypatch.setattr(card_module, "SEEN_MS", 0)
        card = Card(theme, "Reminders", "Settings", "Close")
        qtbot.addWidget(card)
        card.add(QLabel("one\n" * 10))
        card.say("Later")
        card.prepare()
        card.show_whole()
        card.stand()
        card.show()
        return card

    def test_a_key_folds_it_to_its_head(self, card: Card, beneath: QWidget) -> None:
        whole = card.card_place()
        QTest.keyClick(beneath.windowHandle(), Qt.Key.Key_Down)
        assert card.folded
        assert not card.foot.isVisible()
        assert card.card_place().height() < whole.height() / 3
        assert card.card_place().bottomRight() == whole.bottomRight()

    def test_so_does_a_press_of_the_mouse(self, card: Card, beneath: QWidget) -> None:
        QTest.mouseMove(beneath.windowHandle(), QPoint(10, 10))
        assert not card.folded
        QTest.mouseClick(beneath.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
        assert card.folded

    def test_in_a_window_that_is_opened_later(self, card: Card, beneath: QWidget, qtbot: QtBot) -> None:
        dialog = QDialog(beneath)
        qtbot.addWidget(dialog)
        dialog.setGeometry(card.card_place())
        dialog.open()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Down)
        assert card.folded

    def test_not_before_it_was_seen(self, card: Card, beneath: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(card_module, "SEEN_MS", 60_000)
        QTest.keyClick(beneath.windowHandle(), Qt.Key.Key_Down)
        assert not card.folded

    def test_not_by_the_first_key_after_she_was_away(
        self, card: Card, beneath: QWidget, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(card_module, "SEEN_MS", 30)
        QTest.qWait(60)
        QTest.keyClick(beneath.windowHandle(), Qt.Key.Key_Down)
        assert not card.folded
        QTest.qWait(60)
        QTest.keyClick(beneath.windowHandle(), Qt.Key.Key_Down)
        assert card.folded

    def test_a_move_of_the_mouse_tells_that_she_is_there(
        self, card: Card, beneath: QWidget, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(card_module, "SEEN_MS", 30)
        for pointer in (QPoint(20, 20), QPoint(30, 30)):
            QTest.mouseMove(beneath.windowHandle(), pointer)
        QTest.qWait(60)
        assert not card.folded
        QTest.keyClick(beneath.windowHandle(), Qt.Key.Key_Down)
        assert card.folded

    def test_not_in_a_window_that_it_leaves_free(self, card: Card, beneath: QWidget) -> None:
        beneath.setGeometry(QRect(0, 0, 200, 200))
        QTest.keyClick(beneath.windowHandle(), Qt.Key.Key_Down)
        assert not card.folded

    def test_not_by_keys_of_its_own(self, card: Card, qtbot: QtBot) -> None:
        card.activateWindow()
        qtbot.waitUntil(card.isActiveWindow)
        QTest.keyClick(card.windowHandle(), Qt.Key.Key_Down)
        assert not card.folded

    def test_a_press_on_it_brings_back_the_rest(self, card: Card, qtbot: QtBot) -> None:
        whole = card.card_place()
        card.set_folded(True)
        with qtbot.waitSignal(card.unfolded):
            qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().center())
        assert (card.folded, card.card_place()) == (False, whole)

    def test_so_does_something_new(self, card: Card) -> None:
        card.set_folded(True)
        card.show_whole()
        assert not card.folded

    def test_its_button_does_both(self, card: Card) -> None:
        words = card.fold_button.accessibleName()
        card.fold_button.click()
        assert card.folded
        assert card.fold_button.accessibleName() != words
        card.fold_button.click()
        assert not card.folded
        assert card.fold_button.accessibleName() == words

    def test_put_away_it_watches_nothing(self, card: Card, beneath: QWidget) -> None:
        card.hide()
        QTest.keyClick(beneath.windowHandle(), Qt.Key.Key_Down)
        card.show()
        assert not card.folded


# What it stands on


def test_no_shadow_where_it_would_be_black(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shadow.reach() > 0
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    for composited in (True, False):
        monkeypatch.setattr(x11, "composited", lambda composited=composited: composited)
        assert bool(shadow.reach()) is composited


# Whether a program fills the screen


class FakeShell:
    """Windows' shell, which says `state`, or fails."""

    def __init__(self, state: int, failed: int = 0) -> None:
        self._state, self._failed = state, failed

    def SHQueryUserNotificationState(self, answer: Any) -> int:
        ctypes.cast(answer, ctypes.POINTER(ctypes.c_int))[0] = self._state
        return self._failed


@pytest.mark.parametrize(("state", "filled"), [(1, False), (2, True), (3, True), (4, True), (5, False), (6, False)])
def test_on_windows_the_shell_says(state: int, filled: bool) -> None:
    assert full_screen._on_windows(FakeShell(state)) is filled
    assert full_screen._on_windows(FakeShell(state, failed=-1)) is False


def test_on_windows_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_screen.sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(shell32=FakeShell(3)), raising=False)
    assert full_screen_in_front()


def test_elsewhere_it_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not full_screen_in_front()
    monkeypatch.setattr(full_screen.sys, "platform", "win32")
    monkeypatch.delattr(ctypes, "windll", raising=False)
    assert not full_screen_in_front()


def test_without_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.setenv("DISPLAY", ":4711")
    assert not full_screen_in_front()
    assert not x11.composited()


def test_without_libxcb(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", nowhere)
    with x11.display() as found:
        assert found is None


# Putting off


def entries(now: datetime, times: Times, theme: Theme, taken: list[datetime]) -> QMenu:
    menu = QMenu()
    fill_snooze(menu, now, times, taken.append, lambda: taken.append(datetime.max), theme)
    return menu


def test_each_choice_says_when(theme: Theme) -> None:
    taken: list[datetime] = []
    menu = entries(MORNING, Times((time(9), time(15))), theme, taken)
    assert [action.text() for action in menu.actions()] == [
        "1 hour\t10:00",
        "This afternoon\t15:00",
        "Tomorrow\tTuesday 09:00",
        "3 days\tThursday 09:00",
        "Next week\tNov 30 09:00",
        "A date…",
    ]
    for action in menu.actions():
        action.trigger()
    assert taken[:2] == [datetime(2026, 11, 23, 10), datetime(2026, 11, 23, 15)]
    assert taken[-1] == datetime.max


def test_what_makes_no_sense_is_not_offered(theme: Theme) -> None:
    menu = entries(MORNING.replace(hour=16), Times(), theme, [])
    assert not [action for action in menu.actions() if action.text().startswith("This afternoon")]


def test_times_in_words() -> None:
    assert time_words(datetime(2026, 11, 23, 16, 20), MORNING) == "16:20"
    assert time_words(datetime(2026, 11, 24, 9), MORNING) == "tomorrow 09:00"
    assert time_words(datetime(2026, 11, 29, 9), MORNING) == "Sunday 09:00"
    assert time_words(datetime.combine(date(2026, 12, 1), time(9)), MORNING) == "Dec 1 09:00"
