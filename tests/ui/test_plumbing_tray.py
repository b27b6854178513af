"""The icon beside the clock: its menu, its number, its words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QSystemTrayIcon

from crm_desktop.ui.background.tray import Tray, counted_icon
from tests.fakes import FakeBackground


class Doorway:
    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def __getattr__(self, name: str):
        return lambda *args: self.calls.append((name, *args))


@pytest.fixture
def doorway() -> Doorway:
    return Doorway()


@pytest.fixture
def shop(doorway):
    reminding = SimpleNamespace(
        due=0,
        show_now=lambda: doorway.calls.append(("show_now",)),
        pause=lambda: doorway.calls.append(("pause",)),
    )
    return SimpleNamespace(name="桂香茶铺", reminding=reminding)


@pytest.fixture
def background() -> FakeBackground:
    return FakeBackground()


@pytest.fixture
def opened(shop) -> list[object]:
    return [shop]


@pytest.fixture
def tray(theme, background, doorway, opened, qtbot):
    made = Tray(theme, background, doorway, lambda: opened[0], lambda: doorway.calls.append(("quit",)))
    yield made
    made.close()


def entries(tray: Tray) -> list[str]:
    tray.menu.aboutToShow.emit()
    return [action.text() for action in tray.menu.actions() if action.text()]


def choose(tray: Tray, text: str) -> None:
    tray.menu.aboutToShow.emit()
    next(action for action in tray.menu.actions() if action.text() == text).trigger()


def test_its_menu_has_the_commonest_things(tray, doorway) -> None:
    assert entries(tray) == [
        "Nothing is due today",
        "Search…",
        "New purchase",
        "New follow-up",
        "Show reminders",
        "Pause reminders until tomorrow",
        "Open CRM Desktop",
        "Quit",
    ]
    for text in entries(tray):
        choose(tray, text)
    assert doorway.calls == [
        ("show_tab", "today"),
        ("focus_search",),
        ("new_purchase",),
        ("new_follow_up",),
        ("show_now",),
        ("pause",),
        ("show_window",),
        ("quit",),
    ]


def test_its_menu_is_made_when_it_opens(tray, shop, background) -> None:
    entries(tray)
    shop.reminding.due = 5
    background.pause()
    assert entries(tray)[0].startswith("Today: 5 thing")
    choose(tray, "Go on with the reminders")
    assert background.paused_until is None


def test_while_no_shop_is_open_it_opens_the_window_or_ends(tray, opened) -> None:
    opened[0] = None
    assert entries(tray) == ["Open CRM Desktop", "Quit"]


#: What the offscreen platform says of a tray's icon.
without_a_tray = pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface::systemTrayWindowChanged")


@without_a_tray
def test_it_is_there_when_it_is_wanted(tray, background) -> None:
    assert not tray.icon.isVisible()
    tray.set_wanted(True)
    assert tray.icon.isVisible()
    tray.set_wanted(True)
    tray.set_wanted(False)
    assert not tray.icon.isVisible()
    background.has_tray = False
    tray.set_wanted(True)
    assert not tray.icon.isVisible()


@without_a_tray
def test_it_tells_how_much_is_due(tray, shop, background, opened) -> None:
    tray.set_wanted(True)
    assert tray.icon.toolTip() == "桂香茶铺"
    shop.reminding.due = 3
    tray.refresh()
    assert tray.icon.toolTip().startswith("桂香茶铺: 3 thing")
    background.pause()
    tray.refresh()
    assert tray.icon.toolTip() == "桂香茶铺: reminders are paused until tomorrow"
    opened[0] = None
    tray.speak_anew()
    assert tray.icon.toolTip() == "CRM Desktop"


def test_a_click_opens_the_window_and_a_right_click_does_not(tray, doorway) -> None:
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert doorway.calls == []
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert doorway.calls == [("show_window",)]


@pytest.mark.parametrize("size", [16, 22, 32, 64])
def test_the_number_stands_in_the_corner(theme, size, qtbot) -> None:
    plain = counted_icon(0, theme).pixmap(size, size).toImage()
    some = counted_icon(3, theme).pixmap(size, size).toImage()
    many = counted_icon(12, theme).pixmap(size, size).toImage()
    left_of_it = QPoint(size // 8, size // 2)
    assert some.pixel(left_of_it) == plain.pixel(left_of_it)
    assert some != plain
    assert (some != many) is (size >= 22), "a dot where a figure could not be read"
