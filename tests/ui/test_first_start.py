"""The first start on a laptop: the doors of an empty shop, the demo shop and the way back, and the tips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from crm_desktop.app import Program
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.shop import Shop
from crm_desktop.ui.first_start.bubble import Bubble
from crm_desktop.ui.first_start.doors import Door, Doors
from crm_desktop.ui.first_start.tour import Tour, tips_of
from tests.fakes import FakeAutostart, FakeNotifier, FakeQuestions
from tests.hands import choose, settle, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.fakes import FakeClock

DOORS = ["Bring in a sheet", "Add the first customer", "Look around in a demo shop"]
TIPS = [
    "Find anybody in a moment",
    "Change it where it stands",
    "A purchase in a few keys",
    "Begin the day here",
    "Nothing is lost",
]
CALM_MS = 80


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.ui.first_start.tour._CALM_MS", CALM_MS)


@pytest.fixture
def program(qapp: QApplication, data_dir: Path, clock: FakeClock, qtbot: QtBot) -> Iterator[Any]:
    """Before any shop is opened, on a laptop that has not seen the program yet."""
    made: Any = Program(qapp, data_dir, "en", clock, notifier=lambda tray: FakeNotifier())
    made.background.autostart = FakeAutostart()
    object.__setattr__(made._laptop, "questions", FakeQuestions())
    yield made
    settle(made, qtbot)
    made.stop()


def shop_of(path: Path, *names: str) -> Path:
    shop = Shop.create(path)
    for name in names:
        Services(shop).customers.add(CustomerDraft(name=name))
    shop.close()
    return path


def start(program: Any, path: Path, qtbot: QtBot) -> Any:
    program.start(path)
    qtbot.waitUntil(program.window.isActiveWindow)
    settle(program, qtbot)
    return program.window


def add(program: Any, name: str = "王芳") -> None:
    """Where the door leads to."""
    program.window.show_tab("customers")
    program.opened.actions.do(lambda: program.services.customers.add(CustomerDraft(name=name)))


def key(widget: QWidget, which: Qt.Key) -> None:
    QTest.keyClick(widget, which)


def press_escape(window: QWidget) -> None:
    """As the keyboard sends it: to the window, whose shortcut it is."""
    handle = window.windowHandle()
    assert handle is not None
    QApplication.sendEvent(handle, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier))


def tour_on(window: Any, qtbot: QtBot) -> Tour:
    qtbot.waitUntil(lambda: window.tour is not None and window.tour.is_on, timeout=10_000)
    tour: Tour = window.tour
    return tour


def no_tour(window: Any, qtbot: QtBot) -> bool:
    qtbot.wait(4 * CALM_MS)
    return window.tour is None or not window.tour.is_on


def said(bubble: Bubble) -> list[str]:
    return [label.text() for label in bubble.findChildren(QLabel)]


# The doors


def test_an_empty_shop_has_three_doors(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, data_dir / "shop.crm", qtbot)
    doors = window.findChild(Doors)
    assert [door.accessibleName() for door in doors.doors] == DOORS
    assert all(door.accessibleDescription() for door in doors.doors)
    assert window.focusWidget() is doors.doors[0]
    key(doors.doors[0], Qt.Key.Key_Right)
    assert window.focusWidget() is doors.doors[1]
    key(doors.doors[1], Qt.Key.Key_Return)
    line = window.tab("customers").panel.quick.line
    assert line.hasFocus()


@pytest.mark.parametrize(("tab", "width", "beside"), [("customers", 1280, True), ("customers", 880, False),
                                                      ("today", 880, True)])  # fmt: skip
def test_doors_stand_beside_each_other_where_there_is_room(
    program: Any, data_dir: Path, qtbot: QtBot, tab: str, width: int, *, beside: bool
) -> None:
    window = start(program, data_dir / "shop.crm", qtbot)
    window.show_tab(tab)
    window.resize(width, 560)
    qtbot.wait(50)
    doors = window.tab(tab).findChild(Doors)
    tops = {door.y() for door in doors.doors}
    assert (len(tops) == 1) is beside
    for door in doors.doors:
        for label in door.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width())
    assert doors.widget().height() <= doors.viewport().height(), "nothing has to be scrolled for"


# The demo shop


def test_the_demo_shop_says_so_and_leads_back(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    shop_of(data_dir / "demo.crm", "单晓丽")
    own = shop_of(data_dir / "mine.crm")
    window = start(program, own, qtbot)
    program.memory.put("tips", "shown")
    window.findChild(Doors).doors[2].click()
    qtbot.waitUntil(lambda: program.opened.shop.path.name == "demo.crm")
    settle(program, qtbot)
    notices = program.window.notices
    assert notices.texts() == ["This is the demo shop. Nobody in it is real: try whatever you like."]
    program.demo_shop()  # nothing to be done: it is open
    back = next(each for each in notices.findChildren(QPushButton) if each.text() == "Back to my shop")
    back.click()
    qtbot.waitUntil(lambda: program.opened.shop.path == own)
    assert program.window.notices.texts() == []


def test_there_is_no_way_back_to_a_shop_that_is_gone(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, shop_of(data_dir / "demo.crm", "单晓丽"), qtbot)
    assert len(window.notices.texts()) == 1
    assert [each.text() for each in window.notices.findChildren(QPushButton)] == []


# The tips


def test_the_tips_come_with_the_first_customers(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, data_dir / "shop.crm", qtbot)
    assert no_tour(window, qtbot), "an empty shop has doors, and nothing to be shown"
    add(program)
    tour = tour_on(window, qtbot)
    heard = []
    while tour.is_on:
        bubble, ring = tour.bubble, tour.bubble.ring
        assert bubble.isVisible()
        assert ring.isVisible()
        assert window.rect().contains(bubble.geometry())
        assert not ring.geometry().adjusted(4, 4, -4, -4).intersects(bubble.geometry())
        heard.append(said(bubble)[1])
        assert bubble.accessibleName() == said(bubble)[0] == f"Tip {len(heard)} of 5"
        assert said(bubble)[2] in bubble.next_button.accessibleDescription()
        assert window.focusWidget() is bubble.next_button
        key(bubble.next_button, Qt.Key.Key_Return)
    assert heard == TIPS
    assert not tour.bubble.isVisible()
    assert not tour.bubble.ring.isVisible()
    assert window.focusWidget() is window.tab("customers").list


def test_the_tips_never_come_again_unless_asked_for(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, data_dir / "shop.crm", qtbot)
    add(program)
    tour = tour_on(window, qtbot)
    press_escape(window)
    assert not tour.is_on
    add(program, "李伟")
    assert no_tour(window, qtbot)
    program.open_shop(shop_of(data_dir / "second.crm", "单晓丽"))
    assert no_tour(program.window, qtbot), "nor for another shop"
    program.set_language("zh_CN")
    program.set_language("en")
    assert no_tour(program.window, qtbot)
    menu = QMenu()
    program.window._menu.fill(menu)
    choose(menu, "Show the tips")
    assert program.window.tour.is_on
    program.window.show_tips()
    assert said(program.window.tour.bubble)[0] == "Tip 1 of 5"


def test_a_laptop_that_knows_the_program_is_not_given_tips(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    first = start(program, shop_of(data_dir / "old.crm", "单晓丽"), qtbot)
    assert no_tour(first, qtbot), "she has customers, so she knows it"
    first.remember_place()
    program.new_shop(data_dir / "new.crm")
    add(program)
    assert no_tour(program.window, qtbot)
    assert program.memory.get("tips", "") == ""


def test_the_tips_wait_until_she_is_done(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, data_dir / "shop.crm", qtbot)
    window.new_customer()
    line = window.tab("customers").panel.quick.line
    type_text(line, "王芳")
    add(program, "单晓丽")
    line.setFocus()
    assert no_tour(window, qtbot), "she is typing"
    window.show_safety()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert no_tour(window, qtbot), "a dialog is in front"
    dialog.close()
    line.clear()
    window.activateWindow()
    window.focus_list()
    assert tour_on(window, qtbot).bubble.isVisible()


def test_the_tips_wait_while_something_stands_in_the_corner_of_the_screen(
    program: Any, data_dir: Path, qtbot: QtBot
) -> None:
    window = start(program, data_dir / "shop.crm", qtbot)
    program.reception.tell("tel:13800138000")
    card = program.opened.calls.card
    assert card.isVisible()
    add(program)
    window.activateWindow()
    window.focus_list()
    assert no_tour(window, qtbot), "its buttons would lie under the caller's card"
    card.close()
    assert tour_on(window, qtbot).bubble.isVisible()


def test_the_tips_wait_for_what_is_being_worked_on(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, data_dir / "shop.crm", qtbot)
    going = [True]

    def work(report: Any, cancelled: Any) -> None:
        while going[0] and not cancelled():
            QTest.qSleep(5)

    add(program)
    program.jobs.start("Counting", work)
    assert no_tour(window, qtbot)
    going[0] = False
    assert tour_on(window, qtbot)


def test_arrows_go_from_tip_to_tip_and_tab_leads_out(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, shop_of(data_dir / "old.crm", "单晓丽"), qtbot)
    window.show_tips()
    tour = window.tour
    bubble = tour.bubble
    tour.back()
    key(bubble.next_button, Qt.Key.Key_Right)
    key(bubble.next_button, Qt.Key.Key_Right)
    assert said(bubble)[0] == "Tip 3 of 5"
    key(bubble.next_button, Qt.Key.Key_Left)
    assert said(bubble)[:2] == ["Tip 2 of 5", TIPS[1]]
    key(bubble.next_button, Qt.Key.Key_Tab)
    assert not bubble.isAncestorOf(window.focusWidget())
    key(bubble, Qt.Key.Key_Down)
    assert said(bubble)[0] == "Tip 2 of 5"
    field = window.search_box
    field.setFocus()
    bubble.end_button.click()
    assert not tour.is_on
    assert field.hasFocus(), "where she went on working she stays"
    assert tour.end() is False


def test_a_bubble_follows_its_place_and_goes_with_it(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, shop_of(data_dir / "old.crm", "单晓丽"), qtbot)
    window.resize(1280, 800)
    window.show_tips()
    bubble = window.tour.bubble
    before = bubble.geometry()
    window.resize(900, 600)
    qtbot.waitUntil(lambda: bubble.geometry() != before)
    assert window.rect().contains(bubble.geometry())
    window.tour.next()
    window.show_tab("today")  # she looks at something else
    qtbot.waitUntil(lambda: not window.tour.is_on)
    assert not bubble.isVisible()


def test_in_an_empty_shop_the_tip_of_the_list_is_left_out(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, data_dir / "shop.crm", qtbot)
    window.show_tips()
    assert said(window.tour.bubble)[0] == "Tip 1 of 4"


def test_a_tip_low_in_the_window_stands_above_its_place(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, shop_of(data_dir / "old.crm", "单晓丽"), qtbot)
    bubble = Bubble(program.theme, window)
    low = QPushButton("low", window)
    low.setGeometry(20, window.height() - 40, 80, 30)
    low.show()
    bubble.say(1, 2, "Here", "Below is the edge of the window.")
    bubble.point_at(lambda: (low, low.rect()))
    assert bubble.geometry().bottom() < low.y()
    assert not bubble.grab().isNull()
    bubble.put_away()


def test_a_window_without_those_tabs_has_fewer_tips(program: Any, data_dir: Path, qtbot: QtBot) -> None:
    window = start(program, shop_of(data_dir / "old.crm", "单晓丽"), qtbot)
    window._bar_keys = []
    window._tabs["customers"] = QWidget()
    assert [tip.title for tip in tips_of(window) if tip.place()] == [TIPS[0], TIPS[4]]


def test_a_door_is_as_high_as_its_words_need(program: Any) -> None:
    long = Door(program.theme, "import", "Long", "word " * 80, lambda: None)
    short = Door(program.theme, "import", "Short", "word", lambda: None)
    assert long.sizeHint().height() > short.sizeHint().height()
    assert long.hasHeightForWidth()
    assert long.minimumSizeHint().width() == long.narrowest
