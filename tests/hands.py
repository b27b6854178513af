"""What hands do: opening a tab, waiting, and typing where QTest cannot, whose keyClicks ends the process at the first
Chinese character."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu
    from pytestqt.qtbot import QtBot

    from crm_desktop.app import Program
    from crm_desktop.ui.opening.password import PasswordForm
    from crm_desktop.ui.plumbing.context import Context

T = TypeVar("T", bound=QWidget)


def wait(ms: int) -> None:
    """Let the window go on for so long. QTest.qWait keeps Python's lock meanwhile: what workers do would take ten times
    as long."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def show_tab(tab: T, context: Context, qtbot: QtBot) -> T:
    """Have a tab on the screen as the window would: it hears of changes, and its list has the keys."""
    shown: Any = tab
    qtbot.addWidget(tab)
    context.bus.changed.connect(shown.on_change)
    tab.resize(1280, 800)
    with qtbot.waitExposed(tab):
        tab.show()
    shown.on_shown()
    qtbot.waitUntil(tab.isActiveWindow)
    shown.focus_list()
    return tab


def settle(program: Program, qtbot: QtBot) -> None:
    """Wait until nothing is under way, and what came of it is shown."""
    qtbot.waitUntil(lambda: not program.jobs._endings, timeout=20_000)
    QApplication.processEvents()


def type_text(widget: QWidget, text: str) -> None:
    """Press and release a key for each character, whatever its script."""
    for sign in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, sign))


def entries(menu: QMenu, *above: str) -> dict[tuple[str, ...], QAction]:
    """The entries of a menu and of those that open from it, by the words on the way to them."""
    found = {}
    for action in menu.actions():
        way = (*above, action.text().split("\t")[0])
        found[way] = action
        below: Any = action.menu()
        if below is not None:
            found |= entries(below, *way)
    return found


def choose(menu: QMenu, words: str) -> None:
    """Choose an entry, wherever in a menu it stands."""
    next(action for way, action in entries(menu).items() if way[-1] == words).trigger()


def until_tried(form: PasswordForm) -> None:
    """Until the password that was entered has opened the shop, or not."""
    end = time.monotonic() + 20
    while time.monotonic() < end and isValid(form) and form.is_trying:
        QApplication.processEvents()
        time.sleep(0.005)
