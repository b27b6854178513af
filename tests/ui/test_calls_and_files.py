"""The page on which she chooses what the computer opens with the program."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from PySide6.QtCore import QEvent, QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from crm_desktop.language import Sentence
from crm_desktop.ui.background.ending import Application
from crm_desktop.ui.background.opens.registration import Kind, Registration
from crm_desktop.ui.dialogs.calls_and_files import CallsAndFilesDialog, command_words, summary
from crm_desktop.ui.dialogs.settings import SettingsDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class FakeRegistration(Registration):
    """Registered nowhere. `refuses`: as a system does; `asks`: her choice is wanted once more; `missing`: why not."""

    settings_url = "ms-settings:defaultapps"

    def __init__(self) -> None:
        super().__init__([])
        self.on: set[Kind] = set()
        self.refuses = self.asks = False
        self.missing: Sentence | None = None

    def why_not(self) -> Sentence | None:
        return self.missing

    def waits_for(self, kind: Kind) -> bool:
        return self.asks and kind in self.on

    def _is_on(self, kind: Kind) -> bool:
        return kind in self.on

    def _is_current(self, kind: Kind) -> bool:
        return False

    def _write(self, kind: Kind) -> None:
        if self.refuses:
            raise PermissionError(13, "Access is denied")
        self.on.add(kind)

    def _remove(self, kind: Kind) -> None:
        self.on.discard(kind)

    def _takes_calls(self) -> bool:
        raise OSError

    def _pass_on(self, link: str) -> bool:
        raise OSError


@pytest.fixture
def registration() -> FakeRegistration:
    return FakeRegistration()


@pytest.fixture
def dialog(context: Any, registration: FakeRegistration, qtbot: Any) -> Iterator[CallsAndFilesDialog]:
    made = CallsAndFilesDialog(context, None, registration)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()


def test_a_system_that_cannot_be_asked(registration: FakeRegistration) -> None:
    assert not registration.takes_calls()
    assert not registration.pass_on("tel:1")
    assert not Registration.waits_for(registration, Kind.CALLS)


def test_on_and_off(dialog: CallsAndFilesDialog, registration: FakeRegistration, context: Any, qtbot: Any) -> None:
    assert not dialog.settings_button.isVisible()
    for box in dialog.boxes.values():
        box.setChecked(True)
    assert registration.on == set()
    dialog.try_save()
    assert registration.on == set(Kind)
    assert not dialog.isVisible()
    again = CallsAndFilesDialog(context, None, registration)
    qtbot.addWidget(again)
    assert all(box.isChecked() for box in again.boxes.values())
    again.boxes[Kind.CALLS].setChecked(False)
    again.try_save()
    assert registration.on == {Kind.SHOPS}


def test_a_refusal_is_said(dialog: CallsAndFilesDialog, registration: FakeRegistration) -> None:
    registration.refuses = True
    dialog.boxes[Kind.CALLS].setChecked(True)
    dialog.try_save()
    assert dialog.isVisible()
    assert "Access is denied" in dialog._error.text()


def test_where_the_system_asks_once_more(dialog: CallsAndFilesDialog, registration: FakeRegistration) -> None:
    class Settings(QObject):
        @Slot(QUrl)
        def open(self, url: QUrl) -> None:
            opened.append(url.toString())

    opened: list[str] = []
    settings = Settings()
    registration.asks = True
    dialog.boxes[Kind.CALLS].setChecked(True)
    dialog.try_save()
    assert dialog.isVisible()
    assert dialog.waiting.isVisible()
    QDesktopServices.setUrlHandler("ms-settings", settings, "open")  # type: ignore[arg-type]
    dialog.settings_button.click()
    QDesktopServices.unsetUrlHandler("ms-settings")
    assert opened == ["ms-settings:defaultapps"]
    dialog.try_save()
    assert not dialog.isVisible()


def test_where_it_cannot_be_chosen(context: Any, registration: FakeRegistration, qtbot: Any) -> None:
    registration.missing = Sentence("Only the packed program.")
    dialog = CallsAndFilesDialog(context, None, registration)
    qtbot.addWidget(dialog)
    assert not any(box.isEnabled() for box in dialog.boxes.values())


def test_the_command_for_a_telephone_program(
    dialog: CallsAndFilesDialog, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = shlex.split(dialog.command.text())
    assert words[-1] == "tel:NUMBER"
    assert "open" in words
    assert words[words.index("--data-dir") + 1] == str(context.data_dir.resolve())
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.command.text()
    monkeypatch.setattr("sys.platform", "win32")
    assert command_words([r"C:\My Program\p.exe", "open"]) == r'"C:\My Program\p.exe" open tel:NUMBER'


def test_the_settings_lead_there(
    context: Any, registration: FakeRegistration, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("crm_desktop.ui.dialogs.settings", "crm_desktop.ui.dialogs.calls_and_files"):
        monkeypatch.setattr(f"{module}.system_registration", lambda data_dir: registration)
    settings = SettingsDialog(context)
    qtbot.addWidget(settings)
    assert settings.opens.text() == "Off"
    settings.opens_button.click()
    dialog = settings.findChild(CallsAndFilesDialog)
    dialog.boxes[Kind.SHOPS].setChecked(True)
    dialog.try_save()
    assert settings.opens.text() == "Opens shop files"
    registration.on = {Kind.CALLS}
    assert summary(registration) == "Opens telephone links"
    registration.on = set(Kind)
    assert summary(registration) == "Opens telephone links and shop files"


def test_macos_tells_what_to_open(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    """Of the application's class, whose instance the tests have already."""
    told: list[list[str]] = []

    class Emitted:
        def emit(self, what: list[str]) -> None:
            told.append(what)

    class Told:
        quit_wanted = opening_wanted = Emitted()
        _wanted: ClassVar[list[str]] = []

        def _tell_wanted(self) -> None:
            Application._tell_wanted(self)  # type: ignore[arg-type]

    application: Any = Told()
    assert Application.event(application, QFileOpenEvent(QUrl("tel:+86%20138")))
    qtbot.waitUntil(lambda: told == [["tel:+86%20138"]])
    several = [str(tmp_path / name) for name in ("客户.xlsx", "消费.csv")]
    for each in several:
        assert Application.event(application, QFileOpenEvent(each))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == several
    assert QFileOpenEvent(QUrl("tel:1")).type() is QEvent.Type.FileOpen
