"""The list, driven by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.language import Sentence
from crm_desktop.ui.plumbing.table_model import Column, PagedTableModel
from crm_desktop.ui.widgets.list_view import ListView
from tests.ui.test_plumbing_table_model import Shelf, Tea


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(300)


@pytest.fixture
def make(shelf: Shelf, theme, memory, qtbot) -> Callable[[], ListView]:
    def build() -> ListView:
        model = PagedTableModel(shelf.columns(), shelf.fetch, theme)
        model.set_ids(range(1, 301))
        view = ListView(model, "Tea list", "teas", memory, theme)
        model.setParent(view)
        qtbot.addWidget(view)
        view.resize(700, 400)
        view.show()
        return view

    return build


@pytest.fixture
def view(make) -> ListView:
    return make()


def middle(view: ListView, row: int, column: int) -> QPoint:
    return view.visualRect(view.model().index(row, column)).center()


def test_name_and_rows(view, theme) -> None:
    assert view.accessibleName() == "Tea list"
    assert view.rowHeight(0) == 36
    theme.set_compact(True)
    assert view.rowHeight(0) == 28


def test_paints_rows_chips_and_colours(view, theme, qtbot) -> None:
    view.select_id(5)
    view.setFocus()
    picture = view.grab().toImage()
    assert picture.pixelColor(414, 32 + 36 * 4 + 4) == theme.color("selection")
    assert view.model().index(0, 0).data() == "tea 1"
    theme.set_mode("dark")
    assert view.grab().toImage().pixelColor(414, 380) != picture.pixelColor(414, 380)


def test_only_what_is_new_to_be_seen_is_painted_when_it_is_made_higher(view, qtbot) -> None:
    class Painted(QObject):
        size = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                print(list(event.region()))
                self.size += sum(each.width() * each.height() for each in event.region())
            return False

    window = QWidget()  # a window itself is painted as a whole
    qtbot.addWidget(window)
    view.setParent(window)
    view.show()
    window.resize(700, 500)
    window.show()
    qtbot.wait(100)
    painted = Painted()
    view.viewport().installEventFilter(painted)
    view.resize(700, 360)
    qtbot.wait(50)
    assert painted.size == 0
    view.resize(700, 400)
    qtbot.waitUntil(lambda: painted.size > 0)
    assert painted.size <= 700 * 41
    view.setParent(None)


def test_enter_opens_and_space_previews(view, qtbot) -> None:
    view.select_id(7)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.previewed) as previewed:
        qtbot.keyClick(view, Qt.Key.Key_Space)
    assert (opened.args, previewed.args) == ([7], [7])
    with qtbot.waitSignal(view.delete_pressed):
        qtbot.keyClick(view, Qt.Key.Key_Delete)


def test_double_click_edits_or_opens(view, shelf, qtbot) -> None:
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 1, 0))
    editor = view.findChild(QLineEdit)
    assert editor is not None
    assert (editor.text(), editor.accessibleName()) == ("tea 2", "Name")
    editor.setText("matcha")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shelf.saved == [(2, "matcha")])
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 2, 1))
    assert opened.args == [3]


def test_ctrl_e_edits_and_esc_leaves_it(view, shelf, qtbot) -> None:
    view.setCurrentIndex(view.model().index(0, 1))
    qtbot.keyClick(view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    editor = view.findChild(QLineEdit)
    editor.setText("no")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert shelf.saved == []


def test_f2_is_not_edit(view, qtbot) -> None:
    view.select_id(1)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    assert view.findChild(QLineEdit) is None


def test_header_sorts_this_way_and_that(view, qtbot) -> None:
    header = view.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(0) + 20, 10)
    with qtbot.waitSignal(view.sort_changed) as first:
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(view.sort_changed) as second:
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert (first.args, second.args) == (["name", False], ["name", True])
    assert view.sort == ("name", True)
    with qtbot.assertNotEmitted(view.sort_changed):
        qtbot.mouseClick(
            header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(header.sectionViewportPosition(1) + 20, 10)
        )


def test_layout_is_remembered(make, qtbot) -> None:
    view = make()
    view.horizontalHeader().moveSection(1, 0)
    view.setColumnWidth(0, 222)
    view.show_column(2, False)
    view.set_sort("name", True)
    again = make()
    assert again.visible_columns() == ["price", "name"]
    assert again.columnWidth(0) == 222
    assert again.sort == ("name", True)
    state = again.layout_state()
    again.set_layout_state("")
    assert again.visible_columns() == ["name", "price", "kinds"]
    again.set_layout_state(state)
    assert again.visible_columns() == ["price", "name"]


def test_one_column_fills_the_list_until_it_is_given_a_width(theme, memory, qtbot) -> None:
    shelf = Shelf(3)
    name, price, kinds = shelf.columns()
    columns = (replace(name, fills=True, least=name.width // 2), price, kinds)

    def make() -> ListView:
        model = PagedTableModel(columns, shelf.fetch, theme)
        view = ListView(model, "Teas", "filled", memory, theme)
        model.setParent(view)
        qtbot.addWidget(view)
        view.resize(1200, 400)
        view.show()
        return view

    view = make()
    view.keep_free(lambda: 100)
    view.resize(1400, 400)
    assert view.horizontalHeader().length() == view.viewport().width() - 100
    view.setColumnWidth(1, 300)
    assert view.horizontalHeader().length() == view.viewport().width() - 100
    view.show_column(2, False)
    assert view.horizontalHeader().length() == view.viewport().width() - 100
    view.resize(400, 400)
    assert name.width // 2 < view.columnWidth(0) < name.width, "what is right of it is seen"
    assert view.horizontalHeader().length() == view.viewport().width()
    view.resize(200, 400)
    assert view.columnWidth(0) == name.width // 2
    assert make().horizontalHeader().length() == make().viewport().width()
    view.setColumnWidth(0, 210)
    view.resize(1300, 400)
    again = make()
    assert (view.columnWidth(0), again.columnWidth(0)) == (210, 210)
    again.set_layout_state("")
    assert again.horizontalHeader().length() == again.viewport().width()


def test_columns_menu(view) -> None:
    menu = view.columns_menu()
    actions = {action.text(): action for action in menu.actions()}
    actions["Price"].trigger()
    actions["Tags"].trigger()
    assert view.visible_columns() == ["name"]
    assert not next(a for a in view.columns_menu().actions() if a.text() == "Name").isEnabled()
    actions["All columns as at first"].trigger()
    assert view.visible_columns() == ["name", "price", "kinds"]


def test_a_new_column_is_laid_out(view, shelf) -> None:
    extra: Column[Tea] = Column("origin", Sentence("Origin"), lambda t: "Hangzhou", width=99)
    view.show_column(1, False)
    view.model().set_columns([*shelf.columns(), extra])
    assert view.visible_columns() == ["name", "kinds", "origin"]
    assert view.columnWidth(3) == 99


def test_copy_is_a_table(view, qtbot) -> None:
    view.select_id(1)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "tea 1\t¥100\tgreen, old"
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Name\tPrice\tTags",
        "tea 1\t¥100\tgreen, old",
        "tea 2\t¥200\tgreen, old",
    ]


def test_selection_current_and_scroll_survive_a_new_order(view, qtbot) -> None:
    view.select_id(200)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    heard = []
    view.current_changed.connect(heard.append)
    view.model().set_ids(list(range(300, 0, -1)))
    assert view.selected_ids() == [201, 200]
    assert view.current_id() == 201
    assert heard == []
    assert view.rect().intersects(view.visualRect(view.currentIndex()))
    view.model().set_ids([1, 2, 3])
    assert view.selected_ids() == []
    assert view.current_id() is None
    assert heard == [None]


def test_the_keys_begin_at_the_first_row_of_those_that_come_later(view) -> None:
    view.model().set_ids([])
    view.activateWindow()
    view.setFocus()
    assert view.current_id() is None
    view.model().set_ids([7, 8, 9])
    assert view.current_id() == 7
    assert view.selected_ids() == []


def test_select_all_of_many(theme, memory, qtbot) -> None:
    shelf = Shelf(0)
    model = PagedTableModel(shelf.columns(), shelf.fetch, theme)
    view = ListView(model, "Many", "many", memory, theme)
    qtbot.addWidget(view)
    model.set_ids(range(100_000))
    view.selectAll()
    assert len(view.selected_ids()) == 100_000
    model.set_ids(range(99_999, -1, -1))
    assert len(view.selected_ids()) == 100_000


def test_select_id_not_there(view) -> None:
    assert not view.select_id(9999)


def test_right_click_offers_the_menu(view, qtbot) -> None:
    seen = []
    view.set_menu(lambda menu: (menu.addAction("Delete"), seen.append(menu)))
    view.customContextMenuRequested.emit(middle(view, 0, 0))
    assert [a.text() for a in seen[0].actions()] == ["Delete"]
    seen[0].close()
    view.customContextMenuRequested.emit(QPoint(10, 395))


def test_printable_keys_are_left_to_the_window(view, qtbot) -> None:
    view.select_id(1)
    qtbot.keyClick(view, Qt.Key.Key_T)
    assert view.current_id() == 1


def test_hovering_paints_one_row(view, theme, qtbot) -> None:
    qtbot.mouseMove(view.viewport(), middle(view, 3, 1))
    assert view.grab().toImage().pixelColor(350, 32 + 36 * 3 + 6) in (theme.color("hover"), theme.color("surface"))


def one_column(theme, memory, qtbot, text: str, **more) -> QImage:
    """A list of one row and one column of 60 px, painted."""
    shelf = Shelf(1)
    column: Column[Tea] = Column("note", Sentence("Note"), lambda tea: text, width=60, **more)
    view = ListView(PagedTableModel([column], shelf.fetch, theme), "Notes", f"notes {text} {more}", memory, theme)
    view.model().setParent(view)
    view.model().set_ids([1])
    qtbot.addWidget(view)
    view.resize(300, 100)
    view.show()
    return view.viewport().grab().toImage()


def ink(picture: QImage, left: int, right: int, ground: QColor) -> bool:
    """Whether something is written between these px, above the line under the row."""
    return any(picture.pixelColor(x, y) != ground for x in range(left, right) for y in range(2, 34))


@pytest.mark.parametrize("align", ["left", "right", "center"])
@pytest.mark.parametrize("text", ["a rather long text", "比较长的一段文字", "two\nlines of text"])
def test_what_has_no_room_stays_in_its_cell(theme, memory, qtbot, align: str, text: str) -> None:
    picture, ground = one_column(theme, memory, qtbot, text, align=align), theme.color("surface")
    assert ink(picture, 8, 52, ground)
    assert not ink(picture, 53, 300, ground)
    assert not ink(picture, 0, 7, ground)


def test_where_a_short_text_stands(theme, memory, qtbot) -> None:
    ground = theme.color("surface")
    for align, (left, right) in {"left": (8, 20), "center": (20, 40), "right": (40, 52)}.items():
        picture = one_column(theme, memory, qtbot, "茶", align=align)
        assert ink(picture, left, right, ground), align
        assert not ink(picture, 0, left - 2, ground), align
        assert not ink(picture, right + 2, 300, ground), align


def test_what_is_taken_back_is_struck_out(theme, memory, qtbot) -> None:
    plain = one_column(theme, memory, qtbot, "茶 茶")
    struck = one_column(theme, memory, qtbot, "茶 茶", struck=lambda tea: True)
    assert plain == one_column(theme, memory, qtbot, "茶 茶", struck=lambda tea: False)
    assert plain != struck
