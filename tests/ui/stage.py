"""One open shop for a walk through all windows: each is opened on it in turn, and put away again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.app import Program
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.services import Services
from crm_desktop.services.demo import make
from crm_desktop.store.shop import Shop
from crm_desktop.ui.main_window import MainWindow
from tests.fakes import NOW, FakeAutostart, FakeClock, FakeNotifier

W = TypeVar("W", bound=QWidget)
SHEET = """桂香茶铺 会员名单
会员姓名,性别,手机号码,会员生日,来自,备注
朱明,1,155-5229-5655,农历二月初八,美团,老客户
张英,0,13515013622,属虎,路过,
单晓丽,0,138****8000,1988-3-5,,对花生过敏
,,,,,没有名字
"""
ROOM = QSize(1280, 800)
_WAIT_MS = 20_000
_WORD = "tea shop 2026"


class Stage:
    """The program with the shop open, and what a window needs to be opened on it."""

    def __init__(self, program: Program, folder: Path, qtbot: QtBot) -> None:
        self.program, self.folder, self.qtbot = program, folder, qtbot
        self._owned: list[QWidget] = []
        self.sheet = folder / "客户名单.csv"
        self.sheet.write_text(SHEET, "utf-8")

    @property
    def window(self) -> MainWindow:
        window = self.program.window
        assert isinstance(window, MainWindow)
        return window

    @property
    def context(self) -> Any:
        return self.window.context

    @property
    def services(self) -> Any:
        return self.context.services

    def own(self, widget: W) -> W:
        """Show a widget that nothing else owns."""
        self._owned.append(widget)
        widget.show()
        self.until_idle()
        return widget

    def dialog(self, dialog: W) -> W:
        """Open a dialog, and wait until it has all it shows."""
        if isinstance(dialog, QDialog):
            dialog.open()
        else:
            dialog.show()
        self.until_idle()
        return dialog

    def tab(self, key: str) -> Any:
        """A tab of the window, in front."""
        self.window.show_tab(key)
        self.until_idle()
        return self.window.tab(key)

    def find(self, kind: type[W]) -> W:
        """The one of that kind that is on the screen."""
        shown = [each for each in QApplication.allWidgets() if isinstance(each, kind) and each.isVisible()]
        assert shown, f"no {kind.__name__} is on the screen"
        return shown[-1]

    def until(self, done: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(done()), timeout=_WAIT_MS)

    def until_idle(self) -> None:
        QApplication.processEvents()
        self.until(lambda: not self.program.jobs.busy)
        QApplication.processEvents()

    def clear(self) -> None:
        """Put away everything but the shop's window."""
        self.until_idle()
        self.window.search_box.clear()
        self.window.search_box.drop.hide()
        if self.window.tour is not None:
            self.window.tour.end()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        for widget in self._owned:
            widget.hide()
            widget.deleteLater()
        self._owned.clear()
        for widget in QApplication.topLevelWidgets():
            if widget is not self.program.window and widget.isVisible():
                widget.hide()
                if isinstance(widget, QDialog):
                    widget.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.window.activateWindow()  # this platform leaves the keyboard with a window that is gone
        self.until_idle()


class _Screen:
    """As large as every window must do with; the offscreen platform's own is another."""

    def availableGeometry(self) -> QRect:
        return QRect(QPoint(), ROOM)

    def availableSize(self) -> QSize:
        return ROOM


@contextmanager
def stage(
    qapp: QApplication, folder: Path, qtbot: QtBot, lang: str = "en", *, empty: bool = False, text: int = 100,
    dark: bool = False,
) -> Iterator[Stage]:  # fmt: skip
    """A program with a small shop, or with an empty one that has a password; in a language, with its text so many per
    cent as large. Its reminders are paused: a popup would come when it likes."""
    place = folder / ("empty" if empty else "full")
    data_dir, path = place / "data", place / "桂香茶铺.crm"
    data_dir.mkdir(parents=True)
    _make_shop(path, empty=empty)
    program = Program(qapp, data_dir, lang, FakeClock(NOW), notifier=lambda tray: FakeNotifier())
    program.background.autostart = FakeAutostart()
    program.background.pause()
    program.theme.set_mode("dark" if dark else "light")
    program.memory.put("look/text-size", text)
    program.theme.take_text_size()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QWidget, "screen", lambda widget: _Screen())
        program.start(path, _WORD if empty else None)
        opened = Stage(program, place, qtbot)
        opened.window.resize(ROOM)
        opened.until_idle()
        yield opened
        opened.clear()
    program.stop()


def _make_shop(path: Path, *, empty: bool) -> None:
    shop = Shop.create(path, key=_WORD if empty else None, clock=FakeClock(NOW))
    if not empty:
        make(shop, 40, 160, 1, NOW.date())
        Services(shop).custom_fields.add("皮肤类型", CustomFieldKind.TEXT)
    shop.close()
