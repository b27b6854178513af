"""The system's own notifications: through a real service on a private bus, and through the tray of other platforms."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from crm_desktop import paths
from crm_desktop.ui.background import desktop_notifications
from crm_desktop.ui.background.desktop_notifications import DesktopNotifier
from crm_desktop.ui.background.notifications import Notifier, TrayNotifier, system_notifier
from tests.desktop import Desktop, needs_desktop

ICON = str(paths.resources() / "icons" / "app.svg")


@pytest.fixture(scope="module")
def shared_desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    desktop = Desktop(tmp_path_factory.mktemp("d"))
    yield desktop
    desktop.close()


@pytest.fixture
def desktop(shared_desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """With dunst, whose history is empty."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", shared_desktop.address)
    shared_desktop.start_service()
    yield shared_desktop
    if "dunst" in shared_desktop._running:
        shared_desktop.end("dunst")


@pytest.fixture
def notifier(qapp: object) -> Iterator[DesktopNotifier]:
    made = system_notifier(None)
    assert isinstance(made, DesktopNotifier)
    yield made
    made.close()


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "crm_desktop.ui")
    return caplog


def shows(desktop: Desktop, qtbot: QtBot, count: int) -> None:
    qtbot.waitUntil(lambda: desktop.displayed() == count, timeout=10_000)


@needs_desktop
def test_a_notification_has_the_programs_name_and_icon(
    desktop: Desktop, notifier: DesktopNotifier, qtbot: QtBot
) -> None:
    notifier.notify("a", "今日提醒", "张三的生日\n李四")
    shows(desktop, qtbot, 1)
    (shown,) = desktop.put_away()
    assert (shown.app, shown.icon) == ("CRM Desktop", ICON)
    assert (shown.title, shown.text) == ("今日提醒", "张三的生日\n李四")
    assert shown.click == "default"


@needs_desktop
@pytest.mark.parametrize("markup", ["full", "no"])
def test_what_she_typed_is_no_markup(desktop: Desktop, notifier: DesktopNotifier, qtbot: QtBot, markup: str) -> None:
    desktop.end("dunst")
    desktop.start_service(markup)
    notifier.notify("a", "<b>A & B</b>", "<i>5 < 6</i> & \x01\x00\ud800“q”")
    shows(desktop, qtbot, 1)
    (shown,) = desktop.put_away()
    assert shown.title == "<b>A & B</b>"
    if markup == "full":
        assert shown.drawn.endswith("&lt;i&gt;5 &lt; 6&lt;/i&gt; &amp;    “q”")
    else:
        assert "&lt;" not in shown.text
        assert "5" in shown.text


@needs_desktop
def test_a_key_has_one_notification(desktop: Desktop, notifier: DesktopNotifier, qtbot: QtBot) -> None:
    notifier.notify("a", "First", "")
    notifier.notify("a", "Second", "")
    notifier.notify("b", "Other", "")
    notifier.notify("a", "Third", "", quiet=True)
    notifier.notify("c", "Gone", "")
    notifier.withdraw("c")
    notifier.withdraw("never shown")
    shows(desktop, qtbot, 2)
    assert sorted(shown.title for shown in desktop.put_away()) == ["Gone", "Other", "Third"]


@needs_desktop
def test_a_click_tells_the_key(desktop: Desktop, notifier: DesktopNotifier, qtbot: QtBot) -> None:
    notifier.notify("a", "First", "")
    shows(desktop, qtbot, 1)
    with qtbot.waitSignal(notifier.clicked, timeout=10_000) as told:
        desktop.click()
    assert told.args == ["a"]
    shows(desktop, qtbot, 0)
    notifier.notify("b", "Second", "")
    shows(desktop, qtbot, 1)
    with qtbot.waitSignal(notifier.clicked, timeout=10_000) as told:
        desktop.click()
    assert told.args == ["b"]


@needs_desktop
def test_other_actions_and_the_clicks_of_others_are_not_ours(
    desktop: Desktop, notifier: DesktopNotifier, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    told: list[str] = []
    notifier.clicked.connect(told.append)
    notifier.notify("a", "First", "")
    shows(desktop, qtbot, 1)
    (number,) = (shown.number for shown in desktop.put_away())
    desktop.emit("ActionInvoked", "us", number + 1, "default")
    desktop.emit("ActionInvoked", "us", number, "other")
    desktop.emit("ActionInvoked", "s", "nonsense")
    desktop.emit("ActivationToken", "us", number, "token-1")
    desktop.emit("ActionInvoked", "us", number, "default")
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told == ["a"]
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "token-1"


@needs_desktop
def test_closing_takes_everything_back(desktop: Desktop, notifier: DesktopNotifier, qtbot: QtBot) -> None:
    notifier.notify("a", "First", "")
    notifier.notify("b", "Second", "")
    shows(desktop, qtbot, 2)
    notifier.close()
    assert desktop.displayed() == 0
    notifier.withdraw("a")
    notifier.close()


@needs_desktop
def test_a_click_that_comes_while_closing_is_not_told(
    desktop: Desktop, notifier: DesktopNotifier, qtbot: QtBot
) -> None:
    told: list[str] = []
    notifier.clicked.connect(told.append)
    notifier.notify("a", "First", "")
    shows(desktop, qtbot, 1)
    notifier._acted.emit("a", "")
    notifier.close()
    qtbot.wait(10)
    assert told == []


@needs_desktop
def test_a_service_that_is_started_anew_gets_new_notifications(
    desktop: Desktop, notifier: DesktopNotifier, qtbot: QtBot
) -> None:
    notifier.notify("a", "First", "")
    shows(desktop, qtbot, 1)
    desktop.end("dunst")
    desktop.start_service("no")
    notifier.notify("b", "Of another", "")
    notifier.notify("a", "Again <b>", "")
    shows(desktop, qtbot, 2)
    assert {shown.title for shown in desktop.put_away()} == {"Of another", "Again <b>"}


@needs_desktop
def test_without_a_service_it_is_said_once_and_tried_again(
    desktop: Desktop, notifier: DesktopNotifier, qtbot: QtBot, said: pytest.LogCaptureFixture
) -> None:
    desktop.end("dunst")
    notifier.notify("a", "First", "")
    notifier.notify("b", "Second", "")
    notifier.withdraw("a")
    qtbot.waitUntil(lambda: len(said.messages) == 1, timeout=10_000)
    assert said.messages == ["No system notifications: org.freedesktop.DBus.Error.ServiceUnknown"]
    desktop.start_service()
    notifier.notify("a", "Third", "")
    shows(desktop, qtbot, 1)
    assert len(said.messages) == 1
    desktop.end("dunst")
    notifier.notify("a", "Fourth", "")
    qtbot.waitUntil(lambda: len(said.messages) == 2, timeout=10_000)


@needs_desktop
def test_a_service_that_hangs_holds_up_nothing(
    desktop: Desktop,
    notifier: DesktopNotifier,
    qtbot: QtBot,
    said: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notifier.notify("a", "First", "")
    shows(desktop, qtbot, 1)
    monkeypatch.setattr(desktop_notifications, "_PATIENCE_S", 0.3)
    desktop.send("dunst", signal.SIGSTOP)
    notifier.notify("b", "Second", "")
    qtbot.waitUntil(lambda: len(said.messages) == 1, timeout=10_000)
    assert said.messages == ["No system notifications: TimeoutError"]
    notifier.close()


@needs_desktop
def test_a_bus_that_ends_is_survived(
    tmp_path_factory: pytest.TempPathFactory,
    notifier: DesktopNotifier,
    qtbot: QtBot,
    said: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desktop = Desktop(tmp_path_factory.mktemp("e"))
    try:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.address)
        desktop.start_service()
        notifier.notify("a", "First", "")
        shows(desktop, qtbot, 1)
        desktop.end("dbus-daemon")
        qtbot.waitUntil(lambda: len(said.messages) == 1, timeout=10_000)
        notifier.notify("a", "Second", "")
        notifier.withdraw("a")
        desktop.end("dunst")
        desktop.start_bus()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.address)
        desktop.start_service()
        notifier.notify("a", "Third", "")
        shows(desktop, qtbot, 1)
        assert len(said.messages) == 1
    finally:
        desktop.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a session bus")
@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all", "tcp:host=localhost", "nonsense"])
def test_without_a_bus_the_popup_is_alone(
    notifier: DesktopNotifier,
    qtbot: QtBot,
    said: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    notifier.notify("a", "First", "")
    notifier.notify("b", "Second", "")
    notifier.withdraw("a")
    notifier.close()
    assert len(said.messages) == 1
    assert said.messages[0].startswith("No system notifications: ")


@needs_desktop
def test_a_bus_that_the_environment_does_not_name_is_found(
    desktop: Desktop, notifier: DesktopNotifier, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "bus").symlink_to(desktop.address.removeprefix("unix:path=").partition(",")[0])
    notifier.notify("a", "First", "")
    shows(desktop, qtbot, 1)


class Tray(QSystemTrayIcon):
    """Remembers its messages."""

    def __init__(self) -> None:
        super().__init__(QIcon(ICON))
        self.messages: list[tuple[str, str]] = []

    def showMessage(self, title: str, text: str, *_: object) -> None:
        self.messages.append((title, text))


def test_a_tray_tells_a_click_on_its_newest_message(qapp: object) -> None:
    tray, told = Tray(), []
    notifier = TrayNotifier(tray)
    notifier.clicked.connect(told.append)
    tray.messageClicked.emit()
    notifier.notify("a", "First", "one")
    notifier.notify("b", "Second", "two", quiet=True)
    notifier.withdraw("a")
    tray.messageClicked.emit()
    assert told == ["b"]
    assert tray.messages == [("First", "one"), ("Second", "two")]
    notifier.withdraw("b")
    tray.messageClicked.emit()
    notifier.notify("c", "Third", "")
    notifier.close()
    tray.messageClicked.emit()
    assert told == ["b"]


def test_each_platform_has_its_own(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert isinstance(system_notifier(Tray()), TrayNotifier)
    alone = system_notifier(None)
    assert type(alone) is Notifier
    alone.notify("a", "First", "")
    alone.withdraw("a")
    alone.close()
