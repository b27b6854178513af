"""Lines to type in with a button inside: a cross that empties them, an eye, a calendar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from crm_desktop.ui.style import sizes
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets.clear_line import ClearLine
from crm_desktop.ui.widgets.dates import DateEdit
from crm_desktop.ui.widgets.drop_list import Line
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.secret import SecretEdit


def test_the_cross_is_there_while_there_is_something_to_clear(theme, qtbot):
    line = ClearLine(theme, "Filter")
    qtbot.addWidget(line)
    line.show()
    assert not line.findChildren(QToolButton)
    line.setText("abc")
    assert line.cross.isVisible()
    qtbot.mouseClick(line.cross, Qt.MouseButton.LeftButton)
    assert line.text() == ""
    assert not line.cross.isVisible()
    assert line.textMargins().right() == 0


def test_the_cross_stays_at_the_right_and_leaves_the_glass_its_room(theme, qtbot):
    box = SearchBox(theme, "", None, "Find")
    qtbot.addWidget(box)
    room = box.textMargins().left()
    box.setText("abc")
    box.show()
    for width in (200, 500):
        box.resize(width, 40)
        assert width - box.cross.geometry().right() < px(12)
    assert box.textMargins().left() == room > px(16)


def test_the_cross_grows_with_the_text(theme, qtbot, monkeypatch):
    monkeypatch.setattr(sizes, "_percent", 200)
    line = ClearLine(theme, "Filter")
    qtbot.addWidget(line)
    line.setText("abc")
    assert line.cross.iconSize().width() == 32


def test_the_cross_takes_the_answers_away_too(theme, qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    box = SearchBox(theme, "", lambda text: [Line(1, "单晓丽")], "Find")
    column.addWidget(box)
    column.addStretch()
    page.resize(400, 300)
    page.show()
    qtbot.keyClicks(box, "d")
    assert box.drop.isVisible()
    qtbot.mouseClick(box.cross, Qt.MouseButton.LeftButton)
    assert box.text() == ""
    assert not box.drop.isVisible()


def test_the_eye_and_the_calendar_grow_with_the_text_and_keep_what_is_typed_clear_of_them(
    theme, clock, qtbot, monkeypatch
):
    monkeypatch.setattr(sizes, "_percent", 200)
    for line in (SecretEdit(theme), DateEdit(theme, clock)):
        qtbot.addWidget(line)
        line.resize(400, 60)
        line.show()
        (button,) = line.findChildren(QToolButton)
        assert button.iconSize().width() == 32
        assert button.geometry().left() >= line.width() - px(26) - 4
        assert line.textMargins().right() == px(20)


def test_the_calendar_in_the_line_drops_the_month_down(theme, clock, qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    day = DateEdit(theme, clock)
    QVBoxLayout(page).addWidget(day)
    page.resize(400, 400)
    page.show()
    (sign,) = day.findChildren(QToolButton)
    qtbot.mouseClick(sign, Qt.MouseButton.LeftButton)
    assert page.focusWidget() is not None
    assert day._popup is not None
    assert day._popup.isVisible()
