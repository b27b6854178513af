"""The help in the running program: F1 wherever she is, its window, and the way about in it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget

import crm_desktop.ui
from crm_desktop import language
from crm_desktop.app import Program
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.reminders import RemindersDialog
from crm_desktop.ui.dialogs.settings import SettingsDialog
from crm_desktop.ui.first_start.tour import REMEMBERED, SHOWN
from crm_desktop.ui.help import places
from crm_desktop.ui.help.book import PAGES, book
from crm_desktop.ui.help.page_view import SIZES
from crm_desktop.ui.help.places import FIRST, TABS, WINDOWS, place_of
from crm_desktop.ui.help.window import HelpWindow
from crm_desktop.ui.plumbing.questions import BoxQuestions
from crm_desktop.ui.tabs import TABS as TAB_SPECS
from tests.hands import entries, type_text, until_tried
from tests.help_words import marks, spoken_words, ways_through_the_menu

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

WORD: Final = "春天 lamp 81"
ONLY_BASES: Final = {"FormDialog", "ManagerDialog"}


@pytest.fixture
def program(qapp: QApplication, data_dir: Path, clock: Any, tmp_path: Path, qtbot: QtBot) -> Iterator[Any]:
    path = tmp_path / "shop.crm"
    shop = Shop.create(path, key=WORD, clock=clock)
    for name in ("单晓丽", "王芳"):
        Services(shop).customers.add(CustomerDraft(name=name))
    shop.close()
    made = Program(qapp, data_dir, "en", clock)
    made.memory.put(REMEMBERED, SHOWN)  # no tips come over the window meanwhile
    made.start(path, WORD)
    assert made.window is not None
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.stop()


@pytest.fixture
def window(context: Any, qtbot: QtBot) -> Iterator[HelpWindow]:
    """The help's window alone."""
    made = HelpWindow(context.theme, context.memory)
    qtbot.addWidget(made)
    made.resize(980, 700)
    made.go(FIRST)
    made.come_up(None)
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def press(keys: str, target: QWidget | None = None) -> None:
    """Press a key in what has the keyboard."""
    combination = QKeySequence(keys)[0]
    widget = target or QApplication.focusWidget() or QApplication.activeWindow()
    assert widget is not None
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())


def settle() -> None:
    """Until the windows have come to terms about which of them is active."""
    QTest.qWait(80)


def items(window: HelpWindow) -> list[str]:
    """What the contents list at the top level."""
    found = (window.contents.topLevelItem(number) for number in range(window.contents.topLevelItemCount()))
    return [item.text(0) for item in found if item is not None]


def all_places() -> set[str]:
    return {section.place for page in book("en").pages.values() for section in page.sections}


# Which page


def test_every_tab_has_a_page() -> None:
    assert set(TABS) == {spec.key for spec in TAB_SPECS}


def test_every_page_that_a_window_has_is_there() -> None:
    assert {*TABS.values(), *WINDOWS.values(), FIRST} <= all_places()


def classes_of_windows() -> tuple[set[str], set[str]]:
    """The dialogs of the program, and all of its widgets, by name."""
    for module in pkgutil.walk_packages(crm_desktop.ui.__path__, "crm_desktop.ui."):
        importlib.import_module(module.name)

    def below(base: type) -> Iterator[type]:
        for each in base.__subclasses__():
            yield each
            yield from below(each)

    def ours(base: type) -> set[str]:
        return {each.__name__ for each in below(base) if each.__module__.startswith("crm_desktop.ui.")}

    return ours(QDialog), ours(QWidget)


def test_every_dialog_has_a_page_and_no_name_is_of_yesterday() -> None:
    dialogs, widgets = classes_of_windows()
    assert dialogs - ONLY_BASES <= set(WINDOWS)
    assert set(WINDOWS) <= widgets


def test_what_stands_over_a_window_has_that_ones_page(qtbot: QtBot) -> None:
    class Popup(QWidget):
        pass

    below = Popup()
    qtbot.addWidget(below)
    over = QDialog(below)
    assert place_of(over) == WINDOWS["Popup"]
    assert place_of(QDialog()) == FIRST
    assert place_of(None) == FIRST
    assert places.FIRST in PAGES


# F1


def test_f1_opens_the_page_of_each_tab(program: Any, qtbot: QtBot) -> None:
    window = program.window
    for key, place in TABS.items():
        window.show_tab(key)
        press("F1")
        shown = program.help.window
        assert shown.place == place
        assert shown.isVisible()
        shown.close()
        settle()
        qtbot.waitUntil(lambda: window.isActiveWindow() or window.activateWindow() or False)


def test_an_empty_list_of_customers_has_the_page_of_the_first_day(program: Any) -> None:
    window = program.window
    window.show_tab("customers")
    press("F1")
    assert program.help.window.place == "customers"
    for customer_id in program.services.customers.ids():
        window.context.actions.do(lambda customer_id=customer_id: program.services.customers.delete([customer_id]))
    window.show_help()
    assert program.help.window.place == FIRST


def test_the_list_of_what_was_told_has_the_page_of_reminders(program: Any) -> None:
    program.window.show_told(program.services.customers.ids()[0])
    program.window.show_help()
    assert program.help.window.place == "reminders#why"


def test_f1_in_a_dialog_opens_its_page_and_the_help_can_be_read_beside_it(program: Any, qtbot: QtBot) -> None:
    dialog = SettingsDialog(program.window.context, program.window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    press("F1")
    shown = program.help.window
    qtbot.waitUntil(shown.isActiveWindow)
    assert shown.place == "settings"
    shown.search.setFocus()
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_X)
    assert shown.search.text() == "x"  # no dialog holds it
    second = RemindersDialog(program.window.context, dialog)
    second.open()
    qtbot.waitUntil(second.isActiveWindow)
    press("F1")
    assert shown.place == "reminders#when"
    second.reject()
    dialog.reject()


def test_f1_in_a_question_opens_the_help_over_it(program: Any, qtbot: QtBot) -> None:
    def look() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        press("F1", box)
        shown = program.help.window
        assert shown.isVisible()
        handle = shown.windowHandle()
        assert handle.transientParent() is box.windowHandle()
        seen.append(shown.place)
        box.close()
        assert handle.transientParent() is None
        assert shown.isVisible()

    from PySide6.QtCore import QTimer

    seen: list[str] = []
    QTimer.singleShot(300, look)
    assert not BoxQuestions().confirm(program.window, "Sure?", yes="Yes")
    assert seen == [TABS[program.window.current_key]]
    program.help.window.close()


def test_f1_while_the_shop_is_locked(program: Any, qtbot: QtBot) -> None:
    program.help.show("daily")
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    program.shops.lock()
    qtbot.waitUntil(lambda: program.shops.lock_window is not None and program.shops.lock_window.isVisible())
    lock = program.shops.lock_window
    qtbot.waitUntil(lock.isActiveWindow)
    assert not program.help.window.isVisible()
    press("F1", lock)
    assert program.help.window.isVisible()
    assert program.help.window.place == "safety#locked"
    program.help.window.close()
    type_text(lock.form.edit, WORD)
    press("Return", lock.form.edit)
    until_tried(lock.form)
    qtbot.waitUntil(lambda: program.shops.lock_window is None)


def test_f1_in_the_help_itself_stays_there(program: Any, qtbot: QtBot) -> None:
    program.help.show("undo")
    qtbot.waitUntil(program.help.window.isActiveWindow)
    press("F1")
    assert program.help.window.place == "undo"


def test_a_small_help_comes_up_again(program: Any, qtbot: QtBot) -> None:
    program.help.show("undo")
    program.help.window.showMinimized()
    program.help.show("keys")
    assert not program.help.window.isMinimized()
    assert program.help.window.place == "keys"


def test_another_language_is_spoken_by_the_help_at_once(program: Any) -> None:
    program.help.show("undo#history")
    program.set_language("zh_CN")
    assert program.help.window.isVisible()
    assert program.help.window.place == "undo#history"
    assert items(program.help.window)[0] == book("zh_CN").pages[FIRST].title
    program.help.window.close()
    program.set_language("en")
    assert program.help.window is None


def test_the_menu_of_the_window_opens_the_help(program: Any) -> None:
    program.window.show_help()
    assert program.help.window.place == TABS[program.window.current_key]
    program.window.show_help("keys")
    assert program.help.window.place == "keys"


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_every_way_through_the_menu_that_the_help_tells_is_there(program: Any, code: str) -> None:
    program.set_language(code)
    menu = QMenu()
    program.window._menu.fill(menu)
    found = entries(menu)
    told = set(ways_through_the_menu(code))
    assert len(told) >= 10
    in_settings = (spoken_words("Settings", code),)
    assert {in_settings if way[:1] == in_settings else way for way in told} - found.keys() == set()


# Keys


def test_the_page_of_keys_holds_for_every_key_of_the_window(program: Any) -> None:
    wanted = {
        each.key().toString() for each in program.window.findChildren(QShortcut) if each.parent() is program.window
    }
    listed = {key.replace("Delete", "Del") for key in marks("en", "keys", "key")}
    tabs = {f"Ctrl+{number}" for number in range(1, 10)}
    assert wanted - tabs - {"Ctrl+Shift+Z"} <= listed
    assert {key for key in listed if QKeySequence(key)[0].key() == Qt.Key.Key_F1} == {"F1"}


def test_the_page_of_keys_holds_for_every_key_of_the_help(window: HelpWindow) -> None:
    wanted = {each.key().toString() for each in window.findChildren(QShortcut) if each.parent() is window}
    listed = {key.replace("←", "Left").replace("→", "Right") for key in marks("en", "keys", "key")}
    assert wanted - {"Ctrl+="} <= listed


# The window


def test_the_contents_show_every_page_and_the_sections_of_the_one_that_is_read(window: HelpWindow) -> None:
    assert items(window) == [page.title for page in book("en").pages.values()]
    window.go("import#doubtful")
    current = window.contents.currentItem()
    assert current.text(0) == "Yellow cells"
    assert current.parent().isExpanded()
    assert [window.contents.topLevelItem(n).isExpanded() for n in range(2)] == [False, False]  # type: ignore[union-attr]


def test_a_click_in_the_contents_goes_there(window: HelpWindow) -> None:
    item = window.contents.topLevelItem(3)
    assert item is not None
    place = window.contents.visualItemRect(item).center()
    QTest.mouseClick(window.contents.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.place == PAGES[3]


def test_esc_closes_the_help(window: HelpWindow) -> None:
    press("Esc")
    assert not window.isVisible()


def test_back_and_forward(window: HelpWindow) -> None:
    assert not window.back.isEnabled()
    window.go("daily")
    window.go("undo#history")
    press("Alt+Left")
    assert window.place == "daily"
    window.back.click()
    assert window.place == FIRST
    press("Alt+Right")
    assert window.place == "daily"
    assert window.forward.isEnabled()


def test_a_link_in_the_text_is_followed_by_the_keyboard(window: HelpWindow) -> None:
    window.go("undo")
    window.page.setFocus()
    for _ in range(3):
        press("Tab", window.page)
        if window.page.textCursor().hasSelection():
            break
    press("Return", window.page)
    assert window.place == "moving" or window.place.startswith(tuple(PAGES))
    assert window.place != ""


def test_an_unknown_page_is_the_first_one(window: HelpWindow) -> None:
    window.go("no-such-page")
    assert window.place == FIRST


def test_a_section_is_scrolled_to(window: HelpWindow) -> None:
    window.go("safety#restore")
    assert window.page.verticalScrollBar().value() > 100
    window.go("safety")
    assert window.page.verticalScrollBar().value() == 0


# Search


def test_searching_lists_what_fits_and_marks_the_words(window: HelpWindow, qtbot: QtBot) -> None:
    press("Ctrl+F")
    assert window.search.hasFocus()
    type_text(window.search, "yellow")
    assert items(window)[0] == "Yellow cells · Bring in a sheet"
    press("Return", window.search)
    assert window.place == "import#doubtful"
    assert len(window.page.extraSelections()) >= 2
    press("Down", window.search)
    assert window.contents.hasFocus()
    press("Down", window.contents)
    press("Return", window.contents)
    assert window.place == "first-day#sheet"
    press("Esc")
    assert window.search.text() == ""
    assert items(window)[0] == book("en").pages[FIRST].title
    assert window.page.extraSelections() == []
    assert window.isVisible()


def test_where_nothing_is_found_that_is_said(window: HelpWindow) -> None:
    window.search.setText("zeppelin")
    assert items(window) == ["Nothing found. Try another word."]
    press("Return", window.search)
    assert window.place == FIRST


# Letters, look, size


def test_letters_grow_and_shrink_and_are_remembered(window: HelpWindow, context: Any) -> None:
    def height() -> float:
        return window.page.document().size().height()

    window.page.change_letters(0)
    at_first = height()
    press("Ctrl++")
    assert window.page.letters == SIZES[1]
    assert height() > at_first
    for _ in SIZES:
        window.page.change_letters(1)
    assert window.page.letters == 200
    assert context.memory.get("help/letters", 0) == 200
    press("Ctrl+-")
    assert window.page.letters == SIZES[-2]
    press("Ctrl+0")
    assert window.page.letters == 100
    assert height() == at_first


def test_letters_follow_the_wheel_with_ctrl(window: HelpWindow) -> None:
    def wheel(delta: int, held: Qt.KeyboardModifier) -> None:
        event = QWheelEvent(
            QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, held,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        window.page.wheelEvent(event)

    wheel(120, Qt.KeyboardModifier.ControlModifier)
    assert window.page.letters == SIZES[1]
    wheel(-120, Qt.KeyboardModifier.ControlModifier)
    assert window.page.letters == SIZES[0]
    wheel(-120, Qt.KeyboardModifier.NoModifier)
    assert window.page.letters == SIZES[0]


def test_pictures_are_as_wide_as_there_is_room_and_follow_the_theme(
    window: HelpWindow, context: Any, qtbot: QtBot
) -> None:
    def width() -> int:
        html = window.page.document().toHtml()
        return int(html.split('src="today ')[1].split('"')[0])

    window.go("daily")
    wide = width()
    light = window.page._shown(f"today {wide}").pixelColor(4, 60)
    window.resize(760, 600)
    qtbot.waitUntil(lambda: width() < wide)
    assert window.page.horizontalScrollBar().maximum() == 0
    context.theme.set_mode("dark")
    assert window.page._shown(f"today {wide}").pixelColor(4, 60).lightness() < light.lightness()
    context.theme.set_mode("light")


def test_the_place_in_a_page_is_kept_when_it_is_drawn_anew(window: HelpWindow) -> None:
    window.go("safety#restore")
    bar = window.page.verticalScrollBar()
    share = bar.value() / bar.maximum()
    window.page.change_letters(1)
    assert abs(bar.value() / bar.maximum() - share) < 0.05
    window.page.change_letters(0)


def test_the_window_is_as_large_as_it_was_the_last_time(window: HelpWindow, context: Any, qtbot: QtBot) -> None:
    window.resize(720, 610)
    window.close()
    again = HelpWindow(context.theme, context.memory)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (720, 610)


def test_a_window_that_shows_no_page_yet_takes_another_theme(context: Any, qtbot: QtBot) -> None:
    made = HelpWindow(context.theme, context.memory)
    qtbot.addWidget(made)
    context.theme.changed.emit()
    assert made.place == ""


@pytest.mark.parametrize("code", ["zh_CN", "en"])
@pytest.mark.parametrize("key", PAGES)
def test_every_page_is_shown_with_its_pictures(context: Any, qtbot: QtBot, code: str, key: str) -> None:
    language.set_language(code)
    made = HelpWindow(context.theme, context.memory)
    qtbot.addWidget(made)
    made.go(key)
    assert book(code).pages[key].title in made.page.toPlainText()
    assert made.findChild(QLineEdit) is made.search


def test_the_page_of_keys_has_the_letters_of_the_lists(program: Any) -> None:
    listed = set(marks("en", "keys", "key"))
    for key in ("today", "birthdays", "follow_ups"):
        program.window.show_tab(key)
        tab = program.window.tab(key)
        found = {each.key().toString() for each in tab.findChildren(QShortcut)}
        assert {each.replace("Return", "Enter") for each in found} <= listed, key


def test_shift_f10_opens_the_menu_of_the_contents(window: HelpWindow) -> None:
    asked: list[QPoint] = []
    window.contents.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    window.contents.customContextMenuRequested.connect(asked.append)
    window.contents.setFocus()
    QTest.keyClick(window.contents, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert len(asked) == 1
