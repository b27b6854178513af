"""The History page's reminders: what was told, and why not where it was not, over a real shop's record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.reminding.round import Round
from crm_desktop.ui.tabs.history import told
from crm_desktop.ui.tabs.history.tab import HistoryTab
from tests.hands import show_tab, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.ui.plumbing.context import Context

FIRST = datetime(2026, 11, 18, 9)


def born(services: Services, name: str, month: int, day: int) -> int:
    draft = CustomerDraft(name=name, birthday=Birthday(Calendar.SOLAR, 1990, month, day))
    found = services.customers.add(draft).new_id
    assert found is not None
    return found


@pytest.fixture
def people(services: Services, context: Context) -> dict[str, int]:
    """Birthdays that were told on the 18th and the 21st; from the 19th to the 20th the program was closed."""
    ids = {"dan": born(services, "单晓丽", 11, 18), "wang": born(services, "王芳", 11, 20)}
    ids["li"] = born(services, "李伟", 6, 1)
    for now in (FIRST, context.clock.now()):
        context.clock.set(now)  # type: ignore[attr-defined]
        found = services.reminders.begin(now, alive_since=now - timedelta(minutes=1))
        assert isinstance(found, Round)
        services.reminders.told(found)
    return ids


@pytest.fixture
def shown(context: Context, qtbot: QtBot) -> Callable[[], HistoryTab]:
    return lambda: show_tab(HistoryTab(context), context, qtbot)


def turn_to_reminders(tab: HistoryTab) -> None:
    tab.part.set_key("told")
    tab.part.changed.emit("told")


def said(tab: HistoryTab) -> list[str]:
    """Each row as it is read: the headings, else what and its outcome."""
    model, found = tab.told.model, []
    for row in range(model.rowCount()):
        line = model.line(model.id_at(row))
        found.append(f"{line.entry.what}: {line.entry.outcome}" if line else str(model.index(row, 0).data()))
    return found


def empty_words(tab: HistoryTab) -> str:
    return " ".join(label.text() for label in tab.told._nothing.findChildren(QLabel))


@pytest.mark.usefixtures("people")
def test_what_was_told_by_day_and_why_not(shown: Callable[[], HistoryTab]) -> None:
    tab = shown()
    turn_to_reminders(tab)
    rows = said(tab)
    assert rows[0] == "Today  Nov 21"
    assert any("王芳" in row and row.endswith("told") for row in rows)
    assert any("单晓丽" in row and row.endswith("told") for row in rows)
    assert any("the program was closed" in row for row in rows)
    assert "Wednesday  Nov 18" in rows
    assert tab.text.placeholderText() == "A customer's name"
    tab.grab()


def test_looked_for_by_name(shown: Callable[[], HistoryTab], qtbot: QtBot, people: dict[str, int]) -> None:
    tab = shown()
    turn_to_reminders(tab)
    type_text(tab.text, "王芳")
    qtbot.waitUntil(lambda: all("王芳" in row for row in said(tab) if ":" in row))
    assert {line.entry.customer_id for line in tab.told.model.lines()} == {people["wang"]}
    qtbot.keyClick(tab.text, Qt.Key.Key_Return)
    assert tab.told.list.hasFocus()
    tab.text.setText("nobody")
    qtbot.waitUntil(lambda: said(tab) == [])
    assert "“nobody”" in empty_words(tab)


def test_one_customer_and_everybody_again(
    shown: Callable[[], HistoryTab], qtbot: QtBot, context: Context, people: dict[str, int]
) -> None:
    tab = shown()
    tab.text.setText("张")
    tab.show_told(people["dan"])
    assert tab.text.text() == ""
    assert tab.told.customer_id == people["dan"]
    assert tab.told.chips.isVisible()
    assert {line.entry.customer_id for line in tab.told.model.lines()} == {people["dan"]}
    tab.focus_list()
    qtbot.keyClick(tab.told.list, Qt.Key.Key_Return)
    assert context.navigate.calls == [("show_customer", people["dan"])]  # type: ignore[attr-defined]
    tab.told.chips.removed.emit("customer")
    assert tab.told.customer_id is None
    assert not tab.told.chips.isVisible()
    assert any("王芳" in row for row in said(tab))
    tab.show_told(people["li"])
    assert "Nothing was told of 李伟" in empty_words(tab)


@pytest.mark.usefixtures("people")
def test_a_line_about_nobody_opens_nobody(shown: Callable[[], HistoryTab], context: Context) -> None:
    tab = shown()
    turn_to_reminders(tab)
    about_nobody = next(line for line in tab.told.model.lines() if line.entry.customer_id is None)
    tab.told.list.select_id(about_nobody.id)
    tab.told.list.opened.emit(about_nobody.id)
    menu = QMenu()
    tab.told._fill_menu(menu)
    assert [action.isEnabled() for action in menu.actions()] == [False, True]
    menu.actions()[1].trigger()
    assert str(about_nobody.entry.outcome) in QGuiApplication.clipboard().text()
    assert context.navigate.calls == []  # type: ignore[attr-defined]


def test_nothing_was_told_yet(shown: Callable[[], HistoryTab]) -> None:
    tab = shown()
    turn_to_reminders(tab)
    assert "Nothing was told yet" in empty_words(tab)


@pytest.mark.usefixtures("people")
def test_coming_back_shows_what_was_told_meanwhile_and_the_changes_are_still_there(
    shown: Callable[[], HistoryTab], services: Services, context: Context
) -> None:
    tab = shown()
    turn_to_reminders(tab)
    before = len(tab.told.model.lines())
    context.clock.advance(days=1)  # type: ignore[attr-defined]
    now = context.clock.now()
    services.reminders.begin(now, alive_since=now)
    tab.on_shown()
    assert len(tab.told.model.lines()) > before
    context.theme.set_mode("dark")
    assert said(tab)
    tab.part.set_key("changes")
    tab.part.changed.emit("changes")
    assert tab.list.isVisible()
    assert len(tab.model.lines()) == 3
    tab.on_new_day()
    assert tab.text.placeholderText().startswith("Words of a change")


def test_more_comes_as_she_scrolls(
    shown: Callable[[], HistoryTab], services: Services, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(told, "PORTION", 30)
    monkeypatch.setattr("crm_desktop.ui.plumbing.latest.QUICK_UP_TO", 0)
    for number in range(70):
        born(services, f"王{number}", 11, 21)
    now = context.clock.now()
    found = services.reminders.begin(now, alive_since=now)
    assert found is not None
    services.reminders.told(found)
    tab = shown()
    turn_to_reminders(tab)
    qtbot.waitUntil(lambda: len(tab.told.model.lines()) == 30)
    bar = tab.told.list.verticalScrollBar()
    for _ in range(4):
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda: not tab.told._latest.waiting)
        qtbot.wait(20)
    assert len(tab.told.model.lines()) == 71
    assert tab.told.list.indexAt(QPoint(5, 5)).isValid()
