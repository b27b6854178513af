"""The line to type in with a cross that empties it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from crm_desktop.ui.plumbing import sizes
from crm_desktop.ui.plumbing.sizes import px
from crm_desktop.ui.widgets.clear_line import ClearLine
from crm_desktop.ui.widgets.search_box import SearchBox


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
