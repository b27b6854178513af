"""The History page, driven as hands would, over a real shop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMenu

from crm_desktop.language import Sentence
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.history import HistoryEntry, UndoAnswer
from crm_desktop.store.journal import Change
from crm_desktop.store.models import Customer
from crm_desktop.ui.tabs.history.lines import answer_words
from crm_desktop.ui.tabs.history.tab import HistoryTab
from tests.hands import show_tab, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(context: Context, qtbot: QtBot) -> Callable[[], HistoryTab]:
    return lambda: show_tab(HistoryTab(context), context, qtbot)


def add(services: Services, name: str) -> int:
    return services.customers.add(CustomerDraft(name=name)).new_id or 0


def entries(tab: HistoryTab) -> list[HistoryEntry]:
    return tab.model.lines()


def titles(tab: HistoryTab) -> list[str]:
    return [str(each.title) for each in entries(tab)]


def select(tab: HistoryTab, title: str) -> None:
    tab.list.select_id(next(each.id for each in entries(tab) if str(each.title) == title))


def press(qtbot: QtBot, tab: HistoryTab, name: str) -> None:
    found = [each for each in tab.findChildren(QAbstractButton) if each.accessibleName() == name and each.isVisible()]
    qtbot.mouseClick(found[0], LEFT)


def test_sentences_by_day_newest_first(shown: Callable[[], HistoryTab], services: Services, context: Context) -> None:
    add(services, "张三")
    context.clock.advance(days=1)  # type: ignore[attr-defined]
    add(services, "李四")
    context.clock.advance(days=1, minutes=5)  # type: ignore[attr-defined]
    who = add(services, "王五")
    services.customers.set_field(who, "note", "茶")
    tab = shown()
    first_column = [str(tab.model.index(row, 0).data()) for row in range(tab.model.rowCount())]
    assert first_column == [
        "Today  Nov 23",
        "15:25",
        "15:25",
        "Yesterday  Nov 22",
        "15:20",
        "Saturday  Nov 21",
        "15:20",
    ]
    assert ["张三" in titles(tab)[-1], "李四" in titles(tab)[-2], "王五" in titles(tab)[-3]] == [True] * 3
    context.clock.advance(days=400)  # type: ignore[attr-defined]
    tab.on_new_day()
    assert str(tab.model.index(0, 0).data()) == "Monday  Nov 23, 2026"


def test_undo_this_puts_back_and_strikes_out_with_the_word(
    shown: Callable[[], HistoryTab], qtbot: QtBot, services: Services, messages: list[Message]
) -> None:
    ids = [add(services, name) for name in ("张三", "李四", "王五")]
    services.customers.delete(ids[:2])
    add(services, "赵六")
    tab = shown()
    select(tab, "Deleted 2 customers")
    press(qtbot, tab, "Undo this")
    assert services.customers.count() == 4
    assert tab.answer.text() == "Undid: Deleted 2 customers\nPut back: 2"
    assert messages[-1].action == "Redo"
    undone = next(each for each in entries(tab) if str(each.title) == "Deleted 2 customers")
    assert undone.undone
    row = tab.model.row_of(undone.id)
    assert row is not None
    assert tab.model.index(row, 4).data() == "Undone"
    assert tab.model.index(row, 1).data(Qt.ItemDataRole.ForegroundRole) == tab._context.theme.color("secondary")
    struck = tab.model.columns[1].struck
    assert struck is not None
    assert [struck(each) for each in (undone, entries(tab)[0])] == [True, False]
    assert tab.bar.isHidden() or tab.bar.record() is not undone
    press(qtbot, tab, "Redo")
    assert services.customers.count() == 2
    assert not tab.answer.isVisible()
    tab.grab()


def test_the_three_answers(shown: Callable[[], HistoryTab], qtbot: QtBot, services: Services) -> None:
    ids = [add(services, name) for name in ("张三", "李四", "王五")]
    services.customers.set_source(ids, "抖音")
    services.customers.set_field(ids[1], "source", "路过")
    tab = shown()
    select(tab, next(each for each in titles(tab) if "抖音" in each))
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    said = tab.answer.text().splitlines()
    assert said[1:] == ["Put back: 2", "Kept, because they were edited since: 1 (李四)"]
    assert services.customers.get(ids[1]).source == "路过"
    add(services, "赵六")
    tab.refresh()
    qtbot.keyClick(tab.list, Qt.Key.Key_Home)
    select(tab, titles(tab)[0])
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    assert tab.answer.text().splitlines()[1:] == ["Put back: 1"]
    press(qtbot, tab, "Close")
    assert not tab.answer.isVisible()


def test_words_of_an_answer() -> None:
    def words(kept: int, failed: int, *names: str) -> list[str]:
        change = Change(1, Sentence("Undid: %1", "x"))
        return [said for _, said in answer_words(UndoAnswer(change, 1, 118, kept, failed, names))]

    assert words(0, 0) == ["Put back: 118"]
    assert words(3, 0, "张三", "李四") == [
        "Put back: 118",
        "Kept, because they were edited since: 3 (张三 · 李四 and others)",
    ]
    assert words(0, 1, "张三") == ["Put back: 118", "Could not be put back: 1 (张三)"]
    assert words(1, 1, "张三", "李四")[2] == "Could not be put back: 1"


def test_what_cannot_be_undone_says_why(
    shown: Callable[[], HistoryTab], qtbot: QtBot, services: Services, messages: list[Message]
) -> None:
    who = add(services, "张三")
    services.customers.delete([who])
    services.history.undo()
    tab = shown()
    assert not tab.bar.isVisible()
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    assert messages[-1].text == "This undid something: Redo brings it back."
    qtbot.keyClick(tab.list, Qt.Key.Key_Down)
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    assert messages[-1].text == "This change is undone already."
    menu = QMenu(tab)
    tab._fill_menu(menu)
    assert [each.isEnabled() for each in menu.actions()] == [False, True]
    qtbot.keyClick(tab.list, Qt.Key.Key_Down)
    menu.clear()
    tab._fill_menu(menu)
    menu.actions()[0].trigger()
    assert services.customers.count() == 0


def change_often(services: Services, customer_id: int, times: int) -> None:
    """A long history, without all that a change of hers looks at."""
    for number in range(times):
        with services.shop.change(Sentence("Changed a note")):
            Customer.update(note=str(number)).where(Customer.id == customer_id).execute()


def test_more_come_as_one_scrolls_and_the_place_is_kept(
    shown: Callable[[], HistoryTab], qtbot: QtBot, services: Services, context: Context
) -> None:
    who = add(services, "张三")
    change_often(services, who, 500)
    tab = shown()
    assert len(entries(tab)) == 200
    bar = tab.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert len(entries(tab)) == 400
    qtbot.waitUntil(lambda: bar.maximum() > bar.value() + bar.pageStep())
    bar.setValue(bar.maximum())
    assert len(entries(tab)) == 501
    assert tab.changes.ended
    current = entries(tab)[450].id
    tab.list.select_id(current)
    context.actions.do(lambda: services.customers.set_field(who, "note", "last"))
    assert tab.list.current_id() == current
    assert tab.changes.searching


def test_text_filters_however_long_the_history_is(
    shown: Callable[[], HistoryTab], qtbot: QtBot, services: Services
) -> None:
    add(services, "欧阳明")
    who = add(services, "张三")
    change_often(services, who, 450)
    tab = shown()
    type_text(tab.text, "欧阳")
    qtbot.waitUntil(lambda: len(entries(tab)) == 1)
    assert "欧阳明" in titles(tab)[0]
    qtbot.waitUntil(lambda: not tab.changes.searching)
    tab.text.clear()
    qtbot.keyClicks(tab.text, "no such words")
    qtbot.waitUntil(lambda: not tab.list.isVisible())
    assert "“no such words”" in tab._nothing._sentence.text()
    tab.text.clear()
    qtbot.waitUntil(lambda: len(entries(tab)) >= 200)
    qtbot.keyClick(tab.text, Qt.Key.Key_Return)
    assert tab.list.hasFocus()


def test_nothing_yet(shown: Callable[[], HistoryTab]) -> None:
    tab = shown()
    assert not tab.list.isVisible()
    assert "can be undone" in tab._nothing._sentence.text()
    tab.on_change(Change(None, Sentence("Nothing")))
    assert entries(tab) == []


@pytest.mark.usefixtures("messages")
def test_a_change_made_meanwhile_is_seen_when_the_page_is_shown_again(
    shown: Callable[[], HistoryTab], services: Services, context: Context
) -> None:
    add(services, "张三")
    tab = shown()
    tab.hide()
    context.actions.do(lambda: services.customers.add(CustomerDraft(name="李四")))
    assert len(entries(tab)) == 1
    context.clock.advance(days=1)  # type: ignore[attr-defined]
    tab.on_new_day()
    tab.show()
    tab.on_shown()
    assert len(entries(tab)) == 2
    assert str(tab.model.index(0, 0).data()) == "Yesterday  Nov 21"


def test_who_did_it_is_told_once_someone_said_so(
    shown: Callable[[], HistoryTab], services: Services, context: Context
) -> None:
    add(services, "张三")
    tab = shown()
    assert "staff" not in tab.list.visible_columns()
    services.shop.staff = "小李"
    context.actions.do(lambda: services.customers.add(CustomerDraft(name="李四")))
    assert "staff" in tab.list.visible_columns()
    assert [each.staff for each in entries(tab)] == ["小李", ""]
