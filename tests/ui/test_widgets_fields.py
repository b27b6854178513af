"""Fields, chips, forms and the small parts, used as hands would."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QListView, QMenu, QVBoxLayout, QWidget

from crm_desktop.language import Sentence
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.chips import Chip, ChipBar
from crm_desktop.ui.widgets.choice import Choice, ChoiceEdit
from crm_desktop.ui.widgets.dates import DateEdit
from crm_desktop.ui.widgets.drop_list import DropList, Line
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.flow import FlowLayout
from crm_desktop.ui.widgets.form import FormDialog
from crm_desktop.ui.widgets.money import MoneyEdit
from crm_desktop.ui.widgets.month_grid import DayMark, MonthGrid, MonthPicker
from crm_desktop.ui.widgets.page import PageHeader, Toolbar
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.segmented import SegmentedControl
from crm_desktop.ui.widgets.side_panel import SplitPage
from tests.hands import type_text

TEAS = [Choice(1, "龙井茶 250g", "¥128.00"), Choice(2, "龙井茶 100g"), Choice(3, "碧螺春")]


@pytest.fixture
def page(qtbot) -> QWidget:
    """A window to put fields into."""
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    window.resize(500, 500)
    window.show()
    return window


def put(page: QWidget, *widgets: QWidget) -> None:
    for widget in widgets:
        page.layout().addWidget(widget)
        widget.show()
    page.activateWindow()
    widgets[0].setFocus()


def drop_of(page: QWidget) -> DropList:
    return next(drop for drop in page.findChildren(DropList) if drop.isVisible())


# Choosing


@pytest.fixture
def choice(theme, page) -> ChoiceEdit:
    made = ChoiceEdit(theme, lambda text: [tea for tea in TEAS if text in tea.text])
    put(page, made, QLineEdit())
    return made


def test_typing_highlights_the_first_and_enter_takes_it(choice, page, qtbot) -> None:
    chosen = []
    choice.chosen.connect(chosen.append)
    type_text(choice, "龙井茶")
    assert [line.text for line in drop_of(page).lines()] == ["龙井茶 250g", "龙井茶 100g"]
    assert choice.value() is None
    assert not choice.is_valid()
    qtbot.keyClick(choice, Qt.Key.Key_Return)
    assert (choice.value(), choice.text()) == (1, "龙井茶 250g")
    assert chosen == [TEAS[0]]
    assert choice.is_valid()


def test_all_lines_are_seen_where_there_is_room(choice, page, qtbot) -> None:
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    view = drop_of(page).findChild(QListView)
    assert view is not None
    assert view.visualRect(view.model().index(len(TEAS) - 1, 0)).bottom() < view.viewport().height()
    assert not view.verticalScrollBar().maximum()


def test_tab_takes_the_line_and_goes_on(choice, page, qtbot) -> None:
    type_text(choice, "龙")
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    qtbot.keyClick(choice, Qt.Key.Key_Tab)
    assert choice.value() == 2
    assert not choice.hasFocus()


def test_esc_closes_the_list_only(choice, page, qtbot) -> None:
    type_text(choice, "碧")
    drop = drop_of(page)
    qtbot.keyClick(choice, Qt.Key.Key_Escape)
    assert not drop.isVisible()
    assert choice.text() == "碧"


def test_down_opens_everything_and_up_comes_back(choice, page, qtbot) -> None:
    choice.set_choice(TEAS[2])
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    drop = drop_of(page)
    assert len(drop.lines()) == 3
    assert drop.current() is None
    qtbot.keyClick(choice, Qt.Key.Key_Up)
    assert drop.current().text == "碧螺春"
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert drop.current() is None


def test_editing_a_choice_unmakes_it(choice, qtbot) -> None:
    choice.set_choice(TEAS[2])
    chosen = []
    choice.chosen.connect(chosen.append)
    qtbot.keyClick(choice, Qt.Key.Key_End)
    qtbot.keyClick(choice, Qt.Key.Key_Backspace)
    assert choice.value() is None
    assert chosen == [None]


def test_free_text_is_allowed(theme, page, qtbot) -> None:
    field = ChoiceEdit(theme, lambda text: [tea for tea in TEAS if text in tea.text], free=True)
    put(page, field)
    type_text(field, "茶点")
    assert field.is_valid()
    assert (field.value(), field.text()) == (None, "茶点")
    field.set_text("")
    type_text(field, "碧螺春")
    assert field.value() == 3


def test_the_answers_are_as_wide_as_they_have_to_be(theme, page) -> None:
    made = SearchBox(theme, "Name…", lambda text: [Line(1, "单晓丽", "139 1111 2222", "3 天前")], "Search")
    made.setMaximumWidth(120)
    put(page, made)
    type_text(made, "2")
    assert drop_of(page).width() >= 360


def test_a_click_takes_a_line(choice, page, qtbot) -> None:
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)
    drop = drop_of(page)
    view = drop._view
    rect = view.visualRect(view.model().index(1, 0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert choice.value() == 2
    assert choice.hasFocus()


def test_a_pointer_that_rests_on_the_list_leaves_it_to_the_keys(theme, page, qtbot) -> None:
    field = SearchBox(theme, "Name…", lambda text: [Line(n, f"name {n}") for n in range(30)], "Search")
    put(page, field)
    type_text(field, "n")
    drop = drop_of(page)
    view = drop.findChild(QListView)
    third = view.visualRect(view.model().index(2, 0)).center()
    qtbot.mouseMove(view.viewport(), third)
    qtbot.waitUntil(lambda: drop.current().value == 2)
    for _ in range(27):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert view.verticalScrollBar().value() > 0
    assert drop.current().value == 29
    qtbot.mouseMove(view.viewport(), third + QPoint(1, 0))
    qtbot.waitUntil(lambda: drop.current().value < 29)


def test_the_list_goes_up_where_there_is_no_room_below(theme, page, qtbot) -> None:
    page.layout().addStretch(1)
    field = ChoiceEdit(theme, lambda text: TEAS)
    put(page, field)
    page.layout().activate()
    field.open_list()
    assert drop_of(page).geometry().bottom() < field.mapTo(page, QPoint(0, 0)).y()


# Searching


@pytest.fixture
def box(theme, page) -> SearchBox:
    def find(text: str) -> list[Line]:
        hits = [Line(12, "单晓丽", "139 1111 2222", "3 天前", ((9, 4),))] if "2" in text else []
        return [*hits, Line("new", f"+ {text}", icon="plus", is_command=True)]

    made = SearchBox(theme, "Name…", find, "Search")
    put(page, made)
    return made


def test_search(box, page, qtbot) -> None:
    chosen, entered = [], []
    box.chosen.connect(chosen.append)
    box.entered.connect(entered.append)
    assert box.accessibleName() == "Search"
    type_text(box, "2222")
    assert drop_of(page).grab().toImage().width() > 100
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert chosen == [12]
    assert box.text() == ""
    type_text(box, "zs")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert entered == ["zs"]
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert chosen == [12, "new"]


def test_what_stands_under_the_answers_is_not_painted_at_every_key(box, page, qtbot) -> None:
    class Painted(QObject):
        count = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.count += event.type() == QEvent.Type.Paint
            return False

    under = QLabel("under")
    put(page, box, under)
    type_text(box, "2")
    drop = drop_of(page)
    qtbot.waitUntil(lambda: drop.geometry().intersects(under.geometry()))
    qtbot.wait(50)
    below, lines = Painted(), Painted()
    under.installEventFilter(below)
    drop.findChild(QListView).viewport().installEventFilter(lines)
    type_text(box, "2")
    drop.repaint()
    qtbot.waitUntil(lambda: lines.count > 0)
    assert below.count == 0


def test_esc_closes_then_clears_then_leaves(box, page, qtbot) -> None:
    type_text(box, "2")
    drop = drop_of(page)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not drop.isVisible()
    assert box.text() == "2"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box, Qt.Key.Key_Escape)


# Days and money


@pytest.fixture
def day(theme, clock, page) -> DateEdit:
    made = DateEdit(theme, clock, with_time=True)
    put(page, made, QLineEdit())
    return made


def test_day_is_understood_and_said_back(day, qtbot) -> None:
    type_text(day, "+3")
    assert day.date() == date(2026, 11, 24)
    qtbot.keyClick(day, Qt.Key.Key_Tab)
    assert day.text() == "2026-11-24"
    assert day.when() == datetime(2026, 11, 24)
    day.setText("31-31")
    assert day.date() is None
    assert day.when() is None
    assert not day.is_valid()
    day.set_when(datetime(2026, 11, 21, 9, 5))
    assert day.text() == "Today 09:05"
    assert day.when() == datetime(2026, 11, 21, 9, 5)
    day.setText("today")
    assert day.when() == datetime(2026, 11, 21, 15, 20)


def test_day_may_be_left_empty_or_not(theme, clock, qtbot) -> None:
    field = DateEdit(theme, clock, optional=False)
    qtbot.addWidget(field)
    assert not field.is_valid()
    field.set_date(date(2026, 11, 22))
    assert field.text() == "Tomorrow"
    assert field.is_valid()
    field.setText("today 9:00")
    assert not field.is_valid()
    field.set_when(None)
    assert field.when() is None
    assert field.date() is None


def test_day_from_the_calendar(day, page, qtbot) -> None:
    day.setText("2026-12-05 10:30")
    qtbot.keyClick(day, Qt.Key.Key_Down)
    grid = page.findChild(MonthGrid)
    assert grid.isVisible()
    assert grid.month() == date(2026, 12, 1)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert day.text() == "2026-12-06 10:30"
    assert not grid.isVisible()
    qtbot.keyClick(day, Qt.Key.Key_Down)
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert not grid.isVisible()
    assert day.hasFocus()


def test_month_grid_by_keys_and_mouse(theme, qtbot) -> None:
    marks = {date(2026, 11, 11): DayMark("初三", 2, "two birthdays", strong=True)}
    grid = MonthGrid(theme, date(2026, 11, 21), lambda day: marks.get(day, DayMark("十五")))
    picker = MonthPicker(grid, theme)
    qtbot.addWidget(picker)
    picker.resize(500, 400)
    picker.show()
    picked, months = [], []
    grid.day_picked.connect(picked.append)
    grid.month_changed.connect(months.append)
    assert picker._name.text() == "November\u00a02026"
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(date(2026, 11, 11)).center())
    assert picked == [date(2026, 11, 11)]
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    assert months == [date(2026, 12, 1)]
    assert picker._name.text() == "December\u00a02026"
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.day() == date(2026, 11, 21)
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    assert grid.day() == date(2026, 11, 14)
    qtbot.mouseMove(grid, grid.cell(date(2026, 11, 2)).center())
    assert grid.grab().toImage().pixelColor(3, 30) != theme.color("accent")
    assert grid.cell(date(2027, 5, 1)).isEmpty()
    assert grid.day_at(QPoint(5, 5)) is None
    grid.set_today(date(2026, 11, 22))
    assert grid.first() == date(2026, 10, 26)


def test_money(page, qtbot) -> None:
    field = MoneyEdit(optional=False)
    put(page, field, QLineEdit())
    assert not field.is_valid()
    type_text(field, "1,234.5")
    assert field.fen() == 123_450
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "1234.50"
    field.setText("1e99")
    assert field.fen() is None
    assert not field.is_valid()
    field.set_fen(None)
    assert field.text() == ""
    assert MoneyEdit().is_valid()


# Chips, segments, pages


def test_chip(theme, qtbot) -> None:
    chip = Chip("老客户", theme)
    qtbot.addWidget(chip)
    chip.show()
    heard = []
    chip.clicked.connect(lambda: heard.append("clicked"))
    chip.removed.connect(lambda: heard.append("removed"))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(6, 10))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 8, 10))
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert heard == ["clicked", "removed", "removed", "clicked"]
    assert chip.accessibleName() == "老客户"
    assert not chip.grab().isNull()


def test_chip_bar(theme, page, qtbot) -> None:
    bar = ChipBar(theme)
    added, removed = [], []
    bar.set_add("+ Tag", lambda: added.append(1))
    bar.removed.connect(removed.append)
    put(page, bar)
    bar.set_chips([("tag:1", "老客户"), ("tag:2", "干性皮肤")])
    assert bar.keys() == ["tag:1", "tag:2"]
    chips = [chip for chip in bar.findChildren(Chip) if not chip.isHidden()]
    qtbot.keyClick(chips[1], Qt.Key.Key_Backspace)
    assert removed == ["tag:2"]
    buttons_there = [b for b in bar.findChildren(QWidget) if b.accessibleName() == "+ Tag" and not b.isHidden()]
    qtbot.mouseClick(buttons_there[0], Qt.MouseButton.LeftButton)
    assert added == [1]


def test_flow_breaks_lines(qtbot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, gap=10)
    labels = []
    for _ in range(5):
        label = QLabel()
        label.setFixedSize(90, 20)
        flow.addWidget(label)
        labels.append(label)
    holder.resize(300, 100)
    holder.show()
    assert flow.heightForWidth(300) == 50
    assert flow.heightForWidth(1000) == 20
    assert labels[3].y() > labels[0].y()
    flow.clear()
    assert flow.count() == 0


def test_segments(qtbot) -> None:
    control = SegmentedControl([("day", "Today"), ("week", "This week"), ("all", "All")], "Period")
    qtbot.addWidget(control)
    control.show()
    heard = []
    control.changed.connect(heard.append)
    assert control.key() == "day"
    control.set_key("all")
    control.set_key("nonsense")
    assert (control.key(), heard) == ("all", [])
    control._group.button(1).click()
    assert (control.key(), heard) == ("week", ["week"])
    control._group.button(1).setFocus()
    qtbot.keyClick(control._group.button(1), Qt.Key.Key_Left)
    assert heard[-1] == "day"
    control.set_text("day", "Today 3")
    assert control._group.button(0).accessibleName() == "Today 3"


def test_side_panel_is_remembered(memory, qtbot) -> None:
    def build() -> SplitPage:
        page = SplitPage(QWidget(), QWidget(), memory, "customers/panel")
        qtbot.addWidget(page)
        page.resize(1280, 600)
        page.show()
        return page

    page = build()
    assert page.sizes()[1] == 380
    page.setSizes([800, 479])
    page.splitterMoved.emit(800, 1)
    page.toggle_side()
    again = build()
    assert not again.side_visible()
    again.set_side_visible(True)
    assert again.sizes()[1] == 479


def test_page_parts(theme, qtbot) -> None:
    header = PageHeader("Customers")
    qtbot.addWidget(header)
    header.set_detail("1,284")
    header.add(buttons.primary("New customer", None, theme=theme, icon="plus", shortcut="Ctrl+N"))
    assert [label.text() for label in header.findChildren(QLabel)] == ["Customers", "1,284"]
    bar = Toolbar()
    qtbot.addWidget(bar)
    bar.add(texts.number("5"))
    bar.add_space()
    state = EmptyState(theme, "users", "Nobody yet", "Bring in a sheet.", [buttons.plain("Import", None)])
    qtbot.addWidget(state)
    state.set_text("None found", "Try fewer words.")
    assert not state.grab().isNull()


def test_names_are_shown_as_typed(qtbot) -> None:
    label = texts.body("<b>王芳</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    long = texts.ElidedLabel("x" * 200)
    qtbot.addWidget(long)
    long.resize(100, 20)
    long.grab()
    assert long.toolTip() == "x" * 200


def test_enter_presses_the_button_that_has_the_keyboard(qtbot) -> None:
    pressed = []
    dialog = QDialog()
    qtbot.addWidget(dialog)
    line = QHBoxLayout(dialog)
    cancel, save = (
        buttons.plain("Cancel", lambda: pressed.append("Cancel")),
        buttons.primary("Save", lambda: pressed.append("Save")),
    )
    for button in (cancel, save):
        line.addWidget(button)
    save.setDefault(True)
    dialog.show()
    for button in (cancel, save):
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Return)
        qtbot.keyClick(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert pressed == ["Cancel", "Cancel", "Save", "Save"]
    qtbot.keyClick(cancel, Qt.Key.Key_Space)
    assert pressed[4:] == ["Cancel"]


def test_buttons_tell_their_key(theme, qtbot) -> None:
    pressed = []
    button = buttons.plain("New customer", lambda: pressed.append(1), theme=theme, icon="plus", shortcut="Ctrl+N")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("New customer", "New customer  (Ctrl+N)")
    button.click()
    icon = buttons.icon_button("undo", "Undo", lambda: pressed.append(2), theme=theme, shortcut="Ctrl+Z")
    qtbot.addWidget(icon)
    icon.click()
    assert pressed == [1, 2]
    for made in (buttons.quiet("a", None), buttons.link("b", None), buttons.danger("c", None)):
        qtbot.addWidget(made)
        assert made.accessibleName() == made.text()


def test_menus_are_never_stale(theme, qtbot) -> None:
    texts_now = ["one"]
    chosen = []

    def fill(menu: QMenu) -> None:
        for text in texts_now:
            menus.add(menu, text, lambda text=text: chosen.append(text), icon="x", theme=theme, shortcut="F2")

    button = buttons.menu_button("More", fill, theme=theme)
    qtbot.addWidget(button)
    button.menu().aboutToShow.emit()
    texts_now.append("R&D")
    button.menu().aboutToShow.emit()
    actions = button.menu().actions()
    assert [action.text() for action in actions] == ["one\tF2", "R&&D\tF2"]
    actions[1].trigger()
    assert chosen == ["R&D"]
    checked = menus.add(button.menu(), "Compact", lambda: None, checked=True, enabled=False)
    assert checked.isChecked()
    assert not checked.isEnabled()


# Forms


def test_inline_field(qtbot) -> None:
    field = InlineField("Phone", QLineEdit(), hint="digits")
    qtbot.addWidget(field)
    assert field.input.accessibleName() == "Phone"
    field.set_error(Sentence("Not a number"))
    assert field.error() == "Not a number"
    assert field.input.accessibleDescription() == "Not a number"
    field.set_error(None)
    assert field.error() == ""
    assert "digits" in [label.text() for label in field.findChildren(QLabel)]


class TeaForm(FormDialog):
    """Refuses an empty name."""

    def __init__(self, questions) -> None:
        super().__init__("New tea", self._save_tea, questions)
        self.name = QLineEdit()
        self.saved: list[str] = []
        self.add("name", InlineField("Name", self.name))
        self.add_row(("price", InlineField("Price", QLineEdit())), ("code", InlineField("Code", QLineEdit())))

    def _save_tea(self) -> bool:
        if not self.name.text():
            self.set_errors({"name": Sentence("A name is needed"), "other": Sentence("And more")})
            return False
        self.saved.append(self.name.text())
        return True


@pytest.fixture
def questions():
    from tests.fakes import FakeQuestions

    return FakeQuestions(answer=False)


def test_form_keeps_what_was_typed_until_it_is_saved(questions, qtbot) -> None:
    form = TeaForm(questions)
    qtbot.addWidget(form)
    form.show()
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.isVisible()
    assert form.name.accessibleDescription() == "A name is needed"
    assert form._error.text() == "And more"
    type_text(form.name, "毛尖")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert form.saved == ["毛尖"]
    assert not form.isVisible()
    assert questions.asked == []


def test_form_asks_once_before_losing_something(questions, qtbot) -> None:
    form = TeaForm(questions)
    qtbot.addWidget(form)
    form.show()
    type_text(form.name, "毛")
    form.reject()
    assert form.isVisible()
    form.close()
    assert form.isVisible()
    questions.answer = True
    form.reject()
    assert not form.isVisible()
    assert len(questions.asked) == 3


def test_untouched_form_closes_without_asking(questions, qtbot) -> None:
    form = TeaForm(questions)
    qtbot.addWidget(form)
    form.show()
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert questions.asked == []
