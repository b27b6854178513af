"""The Tab key, in a window whose parts were made in another order than they stand in."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGridLayout, QLayoutItem, QLineEdit, QPushButton, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.widgets.reading_order import ReadsAlong, stops_in
from crm_desktop.ui.widgets.segmented import SegmentedControl


class Window(ReadsAlong, QWidget):
    """A field and a choice, and below them lines of a grid that was filled from its end."""

    def __init__(self) -> None:
        super().__init__()
        self.late = [QLineEdit() for _ in range(4)]
        self.first = QLineEdit()
        self.choice = SegmentedControl([("a", "A"), ("b", "B"), ("c", "C")], "Choice")
        grid = QGridLayout()
        for number, line in enumerate(self.late):
            grid.addWidget(line, 1 - number // 2, number % 2)
        column = QVBoxLayout(self)
        column.addLayout(grid)
        column.insertWidget(0, self.choice)
        column.insertWidget(0, self.first)


def shown(window: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_it_goes_as_the_eye_does_and_back(qtbot: QtBot) -> None:
    window = Window()
    window.choice.set_key("b")
    shown(window, qtbot)
    chosen = next(each for each in window.findChildren(QPushButton) if each.isChecked())
    order = [window.first, chosen, *window.late[2:], *window.late[:2]]
    window.first.setFocus()
    for following in [*order[1:], order[0]]:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is following
    for before in reversed(order):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
        assert window.focusWidget() is before


def test_nothing_is_kept_of_a_layout_that_was_walked_through(qtbot: QtBot) -> None:
    """PySide takes what it once made of an item for whatever Qt makes at its place later."""
    window = Window()
    shown(window, qtbot)
    before = sum(isinstance(each, QLayoutItem) for each in shiboken6.getAllValidWrappers())
    assert stops_in(window)
    assert sum(isinstance(each, QLayoutItem) for each in shiboken6.getAllValidWrappers()) == before


def test_what_is_hidden_or_disabled_is_passed_by(qtbot: QtBot) -> None:
    window = Window()
    window.late[2].setEnabled(False)
    window.late[3].hide()
    shown(window, qtbot)
    assert not {window.late[2], window.late[3]} & set(stops_in(window))


def test_of_buttons_that_exclude_each_other_the_chosen_one(qtbot: QtBot) -> None:
    window = Window()
    radios = [QRadioButton(word) for word in ("one", "two")]
    for radio in radios:
        window.layout().addWidget(radio)
    shown(window, qtbot)
    assert set(radios) <= set(stops_in(window))  # none is chosen yet
    radios[1].setChecked(True)
    assert set(radios) & set(stops_in(window)) == {radios[1]}


def test_a_window_without_anything_for_the_keys(qtbot: QtBot) -> None:
    window = type("Bare", (ReadsAlong, QWidget), {})()
    shown(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert window.focusWidget() is None


def test_shift_f10_opens_the_menu_of_what_has_the_keyboard(qtbot: QtBot) -> None:
    window = Window()
    shown(window, qtbot)
    asked: list[QPoint] = []
    window.first.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    window.first.customContextMenuRequested.connect(asked.append)
    window.first.setFocus()
    QTest.keyClick(window.first, Qt.Key.Key_F10)
    assert not asked
    QTest.keyClick(window.first, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert len(asked) == 1
