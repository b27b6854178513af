"""A walk through every window, page and popup: what is said of each control, how the keys come to it, and whether its
words stand there whole and can be read, with text twice as large too."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import crm_desktop.ui
from crm_desktop.ui.widgets.reading_order import ReadsAlong
from tests.ui import more_windows
from tests.ui.measuring import cut_off, hard_to_read
from tests.ui.stage import Stage, stage
from tests.ui.walking import nameless, off_the_keys
from tests.ui.windows import EMPTY, WINDOWS, Open

Check = Callable[[QWidget], list[str]]
assert more_windows.EMPTY is EMPTY


def widget_classes() -> set[type[QWidget]]:
    """Every kind of widget that the program makes."""
    for module in pkgutil.walk_packages(crm_desktop.ui.__path__, "crm_desktop.ui."):
        importlib.import_module(module.name)

    def below(base: type[QWidget]) -> Iterator[type[QWidget]]:
        for each in base.__subclasses__():
            yield each
            yield from below(each)

    return {each for each in below(QWidget) if each.__module__.startswith("crm_desktop.ui.")}


def walk(opened: Stage, windows: dict[str, Open], *checks: Check) -> tuple[list[str], set[type[QWidget]]]:
    """What is wrong in each window, and the kinds of widgets that were seen."""
    faults, seen = [], set()
    for name, opens in windows.items():
        window = opens(opened)
        opened.until_idle()
        assert window.isVisible(), f"{name} does not open"
        seen |= {type(each) for each in QApplication.allWidgets() if each.isVisible()}
        faults += [f"{name}: {fault}" for check in checks for fault in check(window)]
        opened.clear()
    return faults, seen


def test_every_control_is_named_and_in_reach_of_the_keys(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    with stage(qapp, tmp_path, qtbot) as opened:
        faults, seen = walk(opened, WINDOWS, nameless, off_the_keys, cut_off, hard_to_read)
    with stage(qapp, tmp_path, qtbot, empty=True) as opened:
        more, seen_too = walk(opened, EMPTY, nameless, off_the_keys, cut_off, hard_to_read)
    assert not faults + more, "\n".join(faults + more)
    everything = seen | seen_too
    missed = [each.__name__ for each in widget_classes() if not any(issubclass(one, each) for one in everything)]
    assert missed == [], "no window of the walk shows these: tests/ui/windows.py says how each is opened"


@pytest.mark.parametrize(("lang", "dark"), [("en", True), ("zh_CN", False)])
def test_text_twice_as_large(lang: str, dark: bool, qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    with stage(qapp, tmp_path, qtbot, lang, text=200, dark=dark) as opened:
        faults, _ = walk(opened, WINDOWS, cut_off, hard_to_read)
    with stage(qapp, tmp_path, qtbot, lang, text=200, dark=dark, empty=True) as opened:
        more, _ = walk(opened, EMPTY, cut_off, hard_to_read)
    assert not faults + more, "\n".join(faults + more)


# The checks themselves


class _Page(ReadsAlong, QWidget):
    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        for part in parts:
            column.addWidget(part)


def shown(page: QWidget, qtbot: QtBot) -> QWidget:
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return page


def test_a_control_without_a_name_is_found(qtbot: QtBot) -> None:
    assert len(nameless(shown(_Page(QLineEdit()), qtbot))) == 1


def test_a_name_that_is_not_what_she_sees_is_found(qtbot: QtBot) -> None:
    button = QPushButton("Save")
    button.setAccessibleName("Confirm")
    assert len(nameless(shown(_Page(button), qtbot))) == 1


def test_a_way_back_of_the_tab_key_is_found(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    lines = [QLineEdit() for _ in range(4)]
    for line in lines:
        column.addWidget(line)
    QWidget.setTabOrder(lines[0], lines[2])
    QWidget.setTabOrder(lines[2], lines[1])
    QWidget.setTabOrder(lines[1], lines[3])
    assert any("goes back" in fault for fault in off_the_keys(shown(page, qtbot)))


def test_words_that_are_cut_are_found(qtbot: QtBot) -> None:
    label = QLabel("Name of the shop")
    page = shown(_Page(label), qtbot)
    assert cut_off(page) == []
    label.setFixedWidth(30)
    assert len(cut_off(page)) == 1


def test_words_that_are_hard_to_read_are_found(qtbot: QtBot) -> None:
    label = QLabel("Name of the shop")
    label.setStyleSheet("color: #999999; background: #FFFFFF;")
    assert len(hard_to_read(shown(_Page(label), qtbot))) == 1
