"""The window itself: tabs, keys, search, undo, messages; with small tabs of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QStyle, QVBoxLayout, QWidget
from shiboken6 import delete

from crm_desktop import language
from crm_desktop.app import Program
from crm_desktop.errors import NotFound, ShopMissing
from crm_desktop.language import Sentence
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.shop import Shop
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.opening.password import PasswordDialog
from crm_desktop.ui.opening.start_page import StartPage
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.tab import Tab, TabSpec
from crm_desktop.ui.quick_find import last_visit_words, matched_digits
from crm_desktop.ui.window_menu import AboutDialog, WindowMenu
from tests.fakes import FakeShell
from tests.hands import choose, type_text, until_tried
from tests.watchdog import longest_gap


class SmallTab(Tab):
    """Remembers what the window told it."""

    def __init__(self, key: str, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.key = key
        self.told: list[tuple[Any, ...]] = []
        self.keep = False
        self.field = QLineEdit()
        self.notes = QPlainTextEdit()
        self.list = QWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        for widget in (self.field, self.notes, self.list):
            column.addWidget(widget)

    def on_shown(self) -> None:
        self.told.append(("shown",))

    def on_change(self, change: Any) -> None:
        self.told.append(("change", str(change.title)))

    def on_new_day(self) -> None:
        self.told.append(("new day",))

    def focus_list(self) -> None:
        self.list.setFocus()

    def search(self, text: str) -> None:
        self.told.append(("search", text))

    def show_customer(self, customer_id: int) -> None:
        self.told.append(("customer", customer_id))

    def show_told(self, customer_id: int) -> None:
        self.told.append(("told", customer_id))

    def new_customer(self, text: str) -> None:
        self.told.append(("new customer", text))

    def new_purchase(self, customer_id: int | None) -> None:
        self.told.append(("new purchase", customer_id))

    def new_follow_up(self, customer_id: int | None) -> None:
        self.told.append(("new follow-up", customer_id))

    def import_file(self, path: Path | None, kind: str) -> None:
        self.told.append(("import", path, kind))

    def import_files(self, paths: list[Path]) -> None:
        self.told.append(("import", paths))

    def import_cells(self, text: str, kind: str) -> None:
        self.told.append(("cells", text, kind))

    def may_close(self) -> bool:
        return not self.keep


class CustomersTab(SmallTab):
    def customer_in_view(self) -> int:
        return 12


class PlainTab(Tab):
    """A tab that does nothing of what the window may ask for."""


def specs() -> tuple[TabSpec, ...]:
    def small(key: str) -> Callable[[Any, QWidget], Tab]:
        return lambda context, parent: SmallTab(key, context, parent)

    return (
        TabSpec("today", Sentence("Today"), "sun", small("today"), lambda c: c.services.customers.count()),
        TabSpec(
            "customers",
            Sentence("Customers"),
            "users",
            lambda context, parent: CustomersTab("customers", context, parent),
        ),
        TabSpec("purchases", Sentence("Purchases"), "cart", small("purchases")),
        TabSpec("follow_ups", Sentence("Follow-ups"), "check", small("follow_ups")),
        TabSpec("birthdays", Sentence("Birthdays"), "cake", PlainTab),
        TabSpec("history", Sentence("History"), "history", small("history"), in_bar=False),
    )


@pytest.fixture
def shell() -> FakeShell:
    return FakeShell()


@pytest.fixture
def make(context, shell, qtbot) -> Callable[..., MainWindow]:
    def build(first: TabSpec | None = None) -> MainWindow:
        tabs = (first or specs()[0], *specs()[1:])
        window = MainWindow(lambda navigator: replace(context, navigate=navigator), tabs, shell)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        window.show_tab("today")
        return window

    return build


@pytest.fixture
def window(make) -> MainWindow:
    return make()


def add_customer(window: MainWindow, name: str = "单晓丽", phone: str = "13911112222") -> int:
    change = window.context.actions.do(
        lambda: window.context.services.customers.add(CustomerDraft(name=name, phones=(phone,)))
    )
    assert change is not None
    assert change.new_id is not None
    return change.new_id


def settle() -> None:
    QApplication.processEvents()


def press(window: MainWindow, keys: str) -> None:
    """Press a key combination in whatever has the focus."""
    from PySide6.QtTest import QTest

    combination = QKeySequence(keys)[0]
    QTest.keyClick(QApplication.focusWidget() or window, combination.key(), combination.keyboardModifiers())


def test_tabs_are_built_when_first_shown(window) -> None:
    assert list(window._tabs) == ["today"]
    press(window, "Ctrl+3")
    assert window.current_key == "purchases"
    assert list(window._tabs) == ["today", "purchases"]
    press(window, "Ctrl+1")
    assert window.tab("today").told == [("shown",), ("shown",)]
    window.tab_bar.setCurrentIndex(4)
    assert window.current_key == "birthdays"
    assert window.pages.currentWidget() is window.tab("birthdays")


def test_names_are_those_of_the_interface(window) -> None:
    bar = window.tab_bar
    assert [bar.accessibleTabName(n) for n in range(bar.count())] == [
        "Today",
        "Customers",
        "Purchases",
        "Follow-ups",
        "Birthdays",
    ]
    assert window.search_box.accessibleName() == "Search"
    assert window.undo_button.accessibleName() == "Undo"
    assert window.redo_button.accessibleName() == "Redo"
    spoken = QAccessible.queryAccessibleInterface(bar)
    names = [spoken.child(n).text(QAccessible.Text.Name) for n in range(5)]
    assert names == ["Today", "Customers", "Purchases", "Follow-ups", "Birthdays"]


def test_counts_stand_only_where_something_is_due(window, qtbot) -> None:
    badge = window.tab_bar.count_label(0)
    assert badge.isHidden()
    add_customer(window)
    qtbot.waitUntil(lambda: not badge.isHidden())
    assert badge.text() == "1"
    press(window, "Ctrl+Z")
    qtbot.waitUntil(badge.isHidden)


def test_the_worker_counts_what_is_due_in_a_large_shop(make, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("crm_desktop.ui.plumbing.latest.QUICK_UP_TO", 0)
    counted_in = []

    def count(context: Context) -> int:
        counted_in.append(threading.current_thread() is threading.main_thread())
        return context.services.customers.count()

    window = make(replace(specs()[0], badge=count))
    badge = window.tab_bar.count_label(0)
    qtbot.waitUntil(lambda: bool(counted_in))
    counted_in.clear()
    for number in range(1, 4):
        add_customer(window, f"单晓丽{number}")
        settle()
        qtbot.waitUntil(lambda number=number: badge.text() == str(number))
    press(window, "Ctrl+Z")
    qtbot.waitUntil(lambda: badge.text() == "2")
    assert counted_in == [False] * 4


def test_a_count_of_before_the_last_change_is_not_shown(make, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("crm_desktop.ui.plumbing.latest.QUICK_UP_TO", 0)
    going_on, shown = threading.Event(), []

    def count(context: Context) -> int:
        found = context.services.customers.count()
        assert going_on.wait(20)
        return found

    window = make(replace(specs()[0], badge=count))
    monkeypatch.setattr(window.tab_bar, "show_count", lambda number, count: shown.append((number, count)))
    add_customer(window)
    settle()  # it counts the first
    add_customer(window, "王芳")
    add_customer(window, "李娜")
    settle()
    going_on.set()
    qtbot.waitUntil(lambda: bool(shown))
    window.context.jobs.settle()
    settle()
    assert shown == [(0, 3)]


def test_a_count_comes_too_late_for_a_window_that_has_gone(make, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("crm_desktop.ui.plumbing.latest.QUICK_UP_TO", 0)
    window = make()
    add_customer(window)
    settle()
    window._due.count()
    delete(window.tab_bar)
    assert window._due._latest.waiting
    qtbot.waitUntil(lambda: not window._due._latest.waiting)
    settle()


def test_undo_and_redo_by_key_and_button(window, qtbot) -> None:
    customers = window.context.services.customers
    assert not window.undo_button.isEnabled()
    add_customer(window)
    qtbot.waitUntil(window.undo_button.isEnabled)
    assert "单晓丽" in window.undo_button.toolTip()
    assert "(Ctrl+Z)" in window.undo_button.toolTip()
    press(window, "Ctrl+Z")
    assert customers.count() == 0
    qtbot.waitUntil(window.redo_button.isEnabled)
    press(window, "Ctrl+Y")
    assert customers.count() == 1
    qtbot.waitUntil(window.undo_button.isEnabled)
    window.undo_button.click()
    assert customers.count() == 0
    told = window.tab("today").told
    assert len([entry for entry in told if entry[0] == "change"]) == 4


def test_what_would_be_undone_is_named_alone_however_often_it_was(window, qtbot) -> None:
    add_customer(window)
    press(window, "Ctrl+Z")
    qtbot.waitUntil(window.redo_button.isEnabled)
    assert window.redo_button.toolTip() == "Redo: Added customer 单晓丽  (Ctrl+Y)"
    press(window, "Ctrl+Y")
    qtbot.waitUntil(lambda: not window.redo_button.isEnabled())
    assert window.undo_button.toolTip() == "Undo: Added customer 单晓丽  (Ctrl+Z)"
    menu = QMenu()
    WindowMenu(window.context, FakeShell(), window, lambda: None, lambda: None, lambda: None).fill(menu)
    assert menu.actions()[0].text().startswith("Undo: Added customer 单晓丽")


def test_f10_drops_the_menu(window) -> None:
    press(window, "F10")
    menu = window.menu_button.menu()
    assert menu.isVisible()
    assert menu.activeAction() is not None
    assert menu.activeAction().isEnabled()
    menu.close()


def test_ctrl_p_prints_the_list_in_front_or_says_that_there_is_none(window) -> None:
    said = []
    window.context.messages.posted.connect(said.append)
    window.show_tab("today")
    press(window, "Ctrl+P")
    assert [message.text for message in said] == ["There is no list to print on this page."]
    printed = []
    window.tab("today").print_list = lambda: printed.append(True)
    press(window, "Ctrl+P")
    assert printed == [True]


def test_a_tab_seen_for_the_first_time_gives_the_keys_to_its_list(window) -> None:
    window.tab("today").field.setFocus()
    press(window, "Ctrl+3")
    assert window.tab("purchases").list.hasFocus()
    press(window, "Ctrl+1")
    assert window.tab("today").field.hasFocus()


def test_the_first_window_fits_the_screen_with_its_frame(window) -> None:
    room = window.screen().availableSize()
    assert window.height() < room.height()
    assert window.width() <= max(room.width(), 880)


def test_undo_from_the_message(window) -> None:
    add_customer(window)
    bar = window.message_bar
    assert bar.action.text() == "Undo"
    bar.action.click()
    assert window.context.services.customers.count() == 0
    assert bar.action.text() == "Redo"
    bar.action.click()
    assert window.context.services.customers.count() == 1


def test_ctrl_z_belongs_to_a_field_that_can_undo(window) -> None:
    add_customer(window)
    tab = window.tab("today")
    for field in (tab.field, tab.notes):
        field.setFocus()
        type_text(field, "abc")
        press(window, "Ctrl+Z")
        assert window.context.services.customers.count() == 1
        text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        assert text == ""
    press(window, "Ctrl+Z")
    assert window.context.services.customers.count() == 0
    tab.list.setFocus()
    press(window, "Ctrl+Shift+Z")
    assert window.context.services.customers.count() == 1


def test_nothing_to_undo_is_said(window) -> None:
    press(window, "Ctrl+Z")
    assert window.message_bar.message().is_error


def test_slash_and_ctrl_f_search_and_esc_comes_back(window) -> None:
    tab = window.tab("today")
    tab.list.setFocus()
    press(window, "/")
    assert window.search_box.hasFocus()
    assert window.search_box.text() == ""
    press(window, "Esc")
    assert tab.list.hasFocus()
    press(window, "Ctrl+F")
    assert window.search_box.hasFocus()
    tab.field.setFocus()
    type_text(tab.field, "1/2")
    assert tab.field.text() == "1/2"
    press(window, "Esc")
    assert tab.list.hasFocus()


def test_search_finds_and_opens(window, clock, qtbot) -> None:
    number = add_customer(window)
    add_customer(window, "王芳", "13822220001")
    window.search_box.setFocus()
    type_text(window.search_box, "2222")
    lines = window.search_box.drop.lines()
    assert [line.text for line in lines] == ["单晓丽", "王芳", "New customer “2222”"]
    assert lines[0].detail == "139 1111 2222"
    assert lines[0].marks == ((9, 4),)
    qtbot.keyClick(window.search_box, Qt.Key.Key_Return)
    assert window.current_key == "customers"
    assert window.tab("customers").told == [("shown",), ("customer", number)]
    assert window.tab("customers").list.hasFocus()
    window.search_box.setFocus()
    press(window, "Ctrl+Z")
    assert window.search_box.text() == ""
    assert window.context.services.customers.count() == 1


def test_search_offers_a_new_customer_and_all_results(window, qtbot) -> None:
    for n in range(10):
        add_customer(window, f"张{n}", f"1381234000{n}")
    window.search_box.setFocus()
    type_text(window.search_box, "张")
    lines = window.search_box.drop.lines()
    assert [line.text for line in lines[-2:]] == ["Show all results", "New customer “张”"]
    assert len(lines) == 10
    window.search_box.drop._view.setCurrentIndex(window.search_box.drop._model.index(8))
    qtbot.keyClick(window.search_box, Qt.Key.Key_Return)
    window.search_box.setFocus()
    type_text(window.search_box, "李四 13")
    qtbot.keyClick(window.search_box, Qt.Key.Key_Down)
    qtbot.keyClick(window.search_box, Qt.Key.Key_Return)
    type_text(window.search_box, "qx")
    qtbot.keyClick(window.search_box, Qt.Key.Key_Return)
    told = [entry for entry in window.tab("customers").told if entry[0] != "shown"]
    assert told == [("search", "张"), ("new customer", "李四 13"), ("search", "qx")]


@pytest.mark.parametrize(
    ("phone", "typed", "mark"),
    [
        ("139 1111 2222", "2222", (9, 4)),
        ("139 1111 2222", "1122", (6, 5)),
        ("139 1111 2222", "139-1111", (0, 8)),
        ("139 1111 2222", "+8613911112222", (0, 13)),
        ("139 1111 2222", "２２２２", (9, 4)),
        ("+1 415-555-2671", "+1415", (1, 5)),
        ("139 1111 2222", "7", None),
        ("139 1111 2222", "77", None),
        ("139 1111 2222", "zs", None),
        ("", "22", None),
    ],
)
def test_matched_digits(phone: str, typed: str, mark: tuple[int, int] | None) -> None:
    assert matched_digits(phone, typed) == mark


def test_last_visit_words() -> None:
    today = datetime(2026, 11, 21).date()
    assert [last_visit_words(day, today) for day in (None, today)] == ["", "here today"]
    assert last_visit_words(datetime(2026, 11, 18).date(), today).startswith("3 day")
    assert last_visit_words(datetime(2026, 1, 2).date(), today) == "2026-01-02"


def test_keys_of_the_actions(window) -> None:
    window.tab("today").list.setFocus()
    press(window, "F2")
    press(window, "Ctrl+T")
    assert window.current_key == "today"
    assert window.tab("purchases").told == [("new purchase", None)]
    assert window.tab("follow_ups").told == [("new follow-up", None)]
    press(window, "Ctrl+N")
    assert window.current_key == "customers"
    press(window, "F2")
    assert window.tab("purchases").told[-1] == ("new purchase", 12)


def test_history_is_a_page_without_a_tab(window, qtbot) -> None:
    window.show_tab("purchases")
    window.show_tab("history")
    assert window.tab_bar.property("elsewhere") == "true"
    press(window, "Esc")
    assert window.current_key == "purchases"
    assert window.tab_bar.property("elsewhere") == "false"
    window.show_tab("history")
    at = window.tab_bar.tabRect(2).center()
    qtbot.mouseClick(window.tab_bar, Qt.MouseButton.LeftButton, pos=at)
    assert window.current_key == "purchases"


def test_what_was_told_of_a_customer_is_a_part_of_the_history(window) -> None:
    window.show_told(12)
    assert window.current_key == "history"
    assert window.tab("history").told[-1] == ("told", 12)


def test_a_new_day_is_told_once(window, clock) -> None:
    tab = window.tab("today")
    window.show_tab("birthdays")
    window.tick()
    clock.advance(days=1)
    window.tick()
    window.tick()
    assert tab.told.count(("new day",)) == 1


def test_what_another_program_wrote_is_noticed(window, shop_path) -> None:
    tab = window.tab("today")
    other = Shop.open(shop_path)
    with other.change(Sentence("Added %1", "王芳")):
        other.database.execute_sql("INSERT INTO tag (name) VALUES ('会员')")
    other.close()
    tab.told.clear()
    window.tick()
    window.tick()
    assert tab.told == [("change", "Changed by another program")]


def test_the_menu_names_what_would_be_undone(window, shell, qtbot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    window._menu.fill(menu)
    assert not menu.actions()[0].isEnabled()
    add_customer(window)
    menu.clear()
    window._menu.fill(menu)
    actions = {action.text().split("\t")[0]: action for action in menu.actions()}
    first = menu.actions()[0]
    assert first.text().startswith("Undo: ")
    assert "单晓丽" in first.text()
    first.trigger()
    assert window.context.services.customers.count() == 0
    actions["History"].trigger()
    assert window.current_key == "history"
    actions["Import purchases…"].trigger()
    assert window.tab("customers").told == [("import", None, "purchases")]
    actions["Quit"].trigger()
    language_menu = actions["Language"].menu()
    language_menu.actions()[0].trigger()
    assert shell.calls == [("quit",), ("language", "zh_CN")]
    look = actions["Appearance"].menu()
    next(a for a in look.actions() if a.text() == "Dark").trigger()
    assert window.context.theme.scheme == "dark"
    next(a for a in look.actions() if a.text() == "Compact rows").trigger()
    assert window.context.theme.compact


def test_the_menu_fits_a_small_screen_and_is_scrolled_on_a_smaller_one(window, qtbot) -> None:
    menu = window.menu_button.menu()
    menu.aboutToShow.emit()
    assert menu.sizeHint().height() < 640, "a screen of 768 lines less its bars"
    assert menu.style().styleHint(QStyle.StyleHint.SH_Menu_Scrollable, None, menu)
    for _ in range(3):
        menu.aboutToShow.emit()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(menu.findChildren(QMenu)) == 5, "those of earlier openings are gone"


def test_the_menu_opens_and_makes_shops(window, shell) -> None:
    dialogs = window.context.file_dialogs
    menu: WindowMenu = window._menu
    dialogs.will_answer(Path("a.crm"), None, Path("b.crm"), None)
    for ask in (menu.ask_open, menu.ask_open, menu.ask_new, menu.ask_new):
        ask()
    assert shell.calls == [("open", Path("a.crm")), ("new", Path("b.crm"))]


def test_help_keys_and_about(window, shell) -> None:
    menu = QMenu()
    window._menu.fill(menu)
    choose(menu, "Open the help")
    choose(menu, "Keys")
    assert shell.calls == [("help", "daily"), ("help", "keys")]
    window._menu._about()
    about = window.findChild(AboutDialog)
    assert about.isVisible()
    about.accept()


def test_a_dropped_sheet_is_imported(window, qtbot) -> None:
    def drop(*paths: str) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in paths])
        event = QDropEvent(
            QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        window.dropEvent(event)
        settle()

    window.show_tab("customers")
    told = window.tab("customers").told
    told.clear()
    drop("/tmp/a.exe")
    drop("/tmp/a.xlsx")
    drop("/tmp/a.xlsx", "/tmp/b.exe", "/tmp/c.VCF")
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [("import", [Path("/tmp/a.xlsx")]), ("import", [Path("/tmp/a.xlsx"), Path("/tmp/c.VCF")])]
    window.import_cells("a\tb", "purchases")
    assert told[2] == ("cells", "a\tb", "purchases")


def test_place_and_tab_are_remembered(make, qtbot) -> None:
    window = make()
    add_customer(window)
    window.show_tab("follow_ups")
    window.resize(900, 580)  # the offscreen screen is small
    window.close()
    tab = window.context.memory.get("window/tab", "")
    again = make()
    again.context.memory.put("window/tab", tab)
    again.show_first_tab()
    assert again.current_key == "follow_ups"
    assert again.height() == 580


def test_an_empty_shop_begins_with_the_invitation(window) -> None:
    window.show_tab("customers")
    window.show_first_tab()
    assert window.current_key == "today", "also where another tab was the last one"


def test_where_the_doors_of_an_empty_shop_lead_is_built_when_they_can_be_read(window) -> None:
    pieces: list[Callable[[], object]] = []
    window.context = replace(window.context, later=pieces.append)
    window.show_first_tab()
    assert "customers" not in window._tabs
    for piece in pieces:
        piece()
    assert "customers" in window._tabs


def test_a_window_that_has_gone_meanwhile_builds_and_tells_nothing(context, shell) -> None:
    pieces: list[Callable[[], object]] = []
    window = MainWindow(lambda navigator: replace(context, navigate=navigator, later=pieces.append), specs(), shell)
    window.show_first_tab()
    delete(window)
    for piece in pieces:
        piece()


def test_the_first_customers_are_brought_in_where_they_are_seen(window) -> None:
    window.show_first_tab()
    window.import_file()
    assert window.current_key == "customers"
    window.show_tab("follow_ups")
    window.import_file(kind="purchases")
    assert window.current_key == "follow_ups", "from elsewhere she stays where she is"
    add_customer(window)
    window.show_first_tab()
    window.show_tab("today")
    window.import_file()
    assert window.current_key == "today", "nor once there are customers"


def test_unsaved_text_keeps_the_window_open(window) -> None:
    tab = window.tab("today")
    tab.keep = True
    assert not window.close()
    tab.keep = False
    assert window.close()


def test_errors_of_actions(window) -> None:
    def refuse() -> Any:
        raise NotFound(Sentence("This customer is no longer there."))

    assert window.context.actions.do(refuse) is None
    assert window.message_bar.message().text == "This customer is no longer there."
    fields: list[Any] = []
    draft = CustomerDraft(name="", phones=())
    done = window.context.actions.do(
        lambda: window.context.services.customers.add(draft), on_invalid=lambda f: fields.append(dict(f))
    )
    assert done is None
    assert len(fields) == 1
    assert window.context.actions.do(lambda: window.context.services.customers.add(draft)) is None


def test_what_was_edited_since_is_said(window) -> None:
    number = add_customer(window)
    services, actions = window.context.services, window.context.actions
    first = services.history.next_undo()
    actions.do(lambda: services.customers.set_field(number, "name", "单小丽"))
    actions.undo(first.id)
    assert "Edited since" in window.message_bar.message().text


# The whole program


@pytest.fixture
def program(qapp, data_dir, clock, monkeypatch):
    monkeypatch.setattr("crm_desktop.ui.tabs.TABS", specs())
    made = Program(qapp, data_dir, "en", clock)
    yield made
    made.stop()


def test_the_first_start_makes_the_shop(program, data_dir) -> None:
    program.start(data_dir / "shop.crm")
    assert isinstance(program.window, MainWindow)
    assert (data_dir / "shop.crm").exists()
    assert program.window.windowTitle() == "shop — CRM Desktop"
    assert (data_dir / "last-shop.txt").read_text("utf-8") == str((data_dir / "shop.crm").resolve())


def test_a_shop_that_is_not_there(program, data_dir, tmp_path, qtbot) -> None:
    program.start(tmp_path / "gone.crm")
    page = program.window
    assert isinstance(page, StartPage)
    assert isinstance(page.error, ShopMissing)
    answers: list[Path | None] = [None, tmp_path / "notes.crm", tmp_path / "new.crm"]
    page._file_dialogs.ask_open = lambda *args: answers.pop(0)  # type: ignore[method-assign]
    page._file_dialogs.ask_save = lambda *args: answers.pop(0)  # type: ignore[method-assign]
    (tmp_path / "notes.crm").write_text("not a shop", "utf-8")
    page._open()
    assert program.window is page
    page._open()
    assert isinstance(program.window, StartPage)
    program.window._file_dialogs = page._file_dialogs
    program.window._new()
    assert isinstance(program.window, MainWindow)
    assert program.services.shop.path == tmp_path / "new.crm"


def test_another_shop_and_the_one_that_cannot_be_opened(program, data_dir, tmp_path) -> None:
    program.start(data_dir / "shop.crm")
    first = program.window
    program.open_shop(tmp_path / "gone.crm")
    assert program.window is first
    assert first.message_bar.message().is_error
    program.new_shop(tmp_path / "other.crm")
    assert program.services.shop.path == tmp_path / "other.crm"
    assert program.window is not first
    Shop.open(data_dir / "shop.crm").close()


def test_the_demo_shop(program, data_dir, monkeypatch, qtbot) -> None:
    monkeypatch.setattr("crm_desktop.ui.opening.demo_shop.CUSTOMERS", 12)
    monkeypatch.setattr("crm_desktop.ui.opening.demo_shop.PURCHASES", 20)
    program.start(data_dir / "shop.crm")

    def press_twice() -> None:
        program.demo_shop()
        assert program.jobs.busy
        program.demo_shop()
        assert program.window.message_bar.message().is_error

    gap = longest_gap(press_twice, lambda: program.services.shop.path.name == "demo.crm")
    assert gap < 1000  # ms; the window answers while it is being made
    assert program.services.customers.count() == 12
    program.demo_shop()
    assert program.services.customers.count() == 12


def test_the_demo_shop_is_stopped_while_it_is_made(program, data_dir, qtbot) -> None:
    program.start(data_dir / "shop.crm")
    with qtbot.waitSignal(program.jobs.started) as started:
        program.demo_shop()
    job = started.args[0]
    qtbot.waitUntil((data_dir / "demo-unfinished.crm").exists, timeout=60_000)
    job.cancel()
    qtbot.waitUntil(lambda: not job.running, timeout=60_000)
    assert not list(data_dir.glob("demo*"))
    assert program.services.shop.path == data_dir / "shop.crm"


def test_a_demo_shop_that_cannot_be_made(program, data_dir, tmp_path, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("crm_desktop.ui.opening.demo_shop.CUSTOMERS", "many")
    program.start(data_dir / "shop.crm")
    program.demo_shop()
    qtbot.waitUntil(lambda: program.window.message_bar.message() is not None, timeout=60_000)
    assert program.window.message_bar.message().is_error
    assert "many" in program.window.message_bar.message().text
    assert not list(data_dir.glob("demo*"))


@pytest.fixture
def locked(tmp_path) -> Path:
    path = tmp_path / "locked.crm"
    Shop.create(path, key="春天 '1").close()
    return path


def test_a_shop_with_a_password_at_the_start(program, locked, qtbot) -> None:
    program.start(locked)
    page = program.window
    assert isinstance(page, StartPage)
    assert page.form.edit.accessibleName() == "Password"
    assert page.form.edit.echoMode() == QLineEdit.EchoMode.Password
    assert page.form.field.error() == ""
    qtbot.keyClick(page.form.edit, Qt.Key.Key_Return)
    assert page.form.field.error() == "Type the password of this shop."
    type_text(page.form.edit, "winter")
    assert page.form.field.error() == ""
    qtbot.keyClick(page.form.edit, Qt.Key.Key_Return)
    assert (page.form.is_trying, page.form.go.isEnabled()) == (True, False)
    until_tried(page.form)
    assert "does not open with this password" in page.form.field.error()
    assert page.form.edit.text() == "winter"
    page.form.edit.clear()
    type_text(page.form.edit, "春天 '1")
    qtbot.keyClick(page.form.edit, Qt.Key.Key_Return)
    until_tried(page.form)
    assert isinstance(program.window, MainWindow)
    assert program.services.shop.path == locked


def test_a_wrong_password_from_the_command_line(program, locked) -> None:
    program.start(locked, "winter")
    assert isinstance(program.window, StartPage)
    assert "does not open with this password" in program.window.form.field.error()


def test_another_shop_does_not_take_the_place_of_what_is_half_typed(program, data_dir, tmp_path, monkeypatch) -> None:
    program.start(data_dir / "shop.crm")
    other = tmp_path / "other.crm"
    Shop.create(other).close()
    monkeypatch.setattr(type(program.window), "put_away", lambda window: False)
    program.open_shop(other)
    program.new_shop(tmp_path / "new.crm")
    assert program.services.shop.path == data_dir / "shop.crm"
    assert not (tmp_path / "new.crm").exists()


def test_a_shop_with_a_password_opened_from_the_window(program, data_dir, locked, qtbot) -> None:
    program.start(data_dir / "shop.crm")
    first = program.window
    program.open_shop(locked)
    dialog = first.findChild(PasswordDialog)
    assert dialog.isVisible()
    type_text(dialog.form.edit, "winter")
    dialog.form.try_it()
    until_tried(dialog.form)
    assert "does not open" in dialog.form.field.error()
    assert program.window is first
    dialog.form.edit.setText("春天 '1")
    dialog.form.try_it()
    until_tried(dialog.form)
    assert program.services.shop.path == locked
    assert program.window is not first


def test_language_changes_while_it_runs(program, data_dir) -> None:
    program.start(data_dir / "shop.crm")
    program.set_language("zh_CN")
    assert language.language() == "zh_CN"
    assert program.memory.get("look/language", "") == "zh_CN"
    assert program.window.findChild(QWidget, "") is not None
    second = program.window
    program.set_language("zh_CN")
    assert program.window is second
    second.tab("today").keep = True
    program.set_language("en")
    assert program.window is second


def test_no_other_shop_while_something_is_under_way(program, data_dir, tmp_path, qtbot) -> None:
    import threading

    program.start(data_dir / "shop.crm")
    going = threading.Event()
    program.jobs.start("Importing", lambda report, cancelled: going.wait(5))
    program.new_shop(tmp_path / "other.crm")
    assert program.window.message_bar.message().is_error
    going.set()
    qtbot.waitUntil(lambda: not program.jobs.busy)
    assert not (tmp_path / "other.crm").exists()
    program.quit()
    assert not program.window.isVisible()


def test_drag_only_takes_sheets(window) -> None:
    from PySide6.QtGui import QDragEnterEvent

    def enters(path: str) -> bool:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path)])
        event = QDragEnterEvent(
            QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        event.ignore()
        window.dragEnterEvent(event)
        return event.isAccepted()

    assert enters("/tmp/客户.CSV")
    assert not enters("/tmp/photo.png")
