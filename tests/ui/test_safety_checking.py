"""The shop's file on the safety page: checked on demand, and what was found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton

from crm_desktop.errors import ShopInUse
from crm_desktop.language import Sentence
from crm_desktop.store import check
from crm_desktop.store.wholeness import Wholeness
from crm_desktop.ui.dialogs.safety.checking import CheckSection
from crm_desktop.ui.dialogs.safety.section import State

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message


@pytest.fixture
def section(context: Context, qtbot: QtBot) -> CheckSection:
    section = CheckSection(context)
    qtbot.addWidget(section)
    section.show()
    return section


def finds(monkeypatch: pytest.MonkeyPatch, *problems: Sentence) -> None:
    monkeypatch.setattr(check, "problems_of", lambda *_, **__: list(problems))


def test_a_file_that_is_whole(section: CheckSection, context: Context, qtbot: QtBot) -> None:
    assert section.state is State.GOOD
    assert section.said == "It was checked when it was opened, and is in order."
    section.check_button.click()
    assert not section.check_button.isEnabled()
    qtbot.waitUntil(section.check_button.isEnabled)
    assert section.said == ("It was checked when it was opened, and is in order. The last thorough check: Today 15:20")
    again = CheckSection(context)
    qtbot.addWidget(again)
    assert again.said == section.said
    context.memory.put("safety/checked", {context.services.shop.identity: "someday"})
    again.refresh()
    assert again.said == "It was checked when it was opened, and is in order."


def test_what_is_broken_is_named(
    section: CheckSection, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    section.check()
    qtbot.waitUntil(section.check_button.isEnabled)
    finds(monkeypatch, *(Sentence("Broken at %1.", number) for number in range(9)))
    section.check()
    qtbot.waitUntil(section.check_button.isEnabled)
    assert section.state is State.TROUBLE
    assert section.problems.isVisible()
    assert section.problems.text().splitlines() == [f"Broken at {number}." for number in range(5)]
    again = CheckSection(context)
    qtbot.addWidget(again)
    assert again.said == "It was checked when it was opened, and is in order."


def test_what_keeps_it_from_being_looked_at_is_told(
    section: CheckSection, messages: list[Message], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ShopInUse(Sentence("It is in use."))

    monkeypatch.setattr(check, "problems_of", refuse)
    section.check()
    qtbot.waitUntil(section.check_button.isEnabled)
    assert [message.text for message in messages] == ["It is in use."]
    assert section.state is State.GOOD


def test_a_file_that_is_still_being_checked(section: CheckSection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Wholeness, "is_checked", property(lambda wholeness: False))
    section.refresh()
    assert section.state is State.UNKNOWN


@pytest.mark.parametrize("broken", [False, True])
def test_the_answer_finds_the_page_closed(
    context: Context, messages: list[Message], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    finds(monkeypatch, *([Sentence("A part is broken.")] if broken else []))
    section = CheckSection(context)
    section.check()
    section.deleteLater()
    QApplication.sendPostedEvents(section, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: bool(messages))
    wanted = "Something in the shop's file is broken: A part is broken." if broken else (
        "The shop's file was checked, and is in order"
    )  # fmt: skip
    assert (messages[0].text, messages[0].is_error) == (wanted, broken)


def test_its_folder_is_opened(section: CheckSection, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    next(each for each in section.findChildren(QPushButton) if each.text() == "Open folder").click()
    assert opened == [context.services.shop.path.parent]
