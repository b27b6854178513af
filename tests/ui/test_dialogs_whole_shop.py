"""The whole shop handed over and brought in, from the window's menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.exchange.whole_shop.reading import read_shop
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.window_menu import WindowMenu
from tests import hands
from tests.fakes import FakeFileDialogs


class _Shell:
    """The program around the window, of which this menu's entries ask nothing."""

    def open_shop(self, path: Path) -> None: ...

    def new_shop(self, path: Path) -> None: ...

    def demo_shop(self) -> None: ...

    def set_language(self, code: str) -> None: ...

    def show_reminders(self) -> None: ...

    def show_last_call(self) -> None: ...

    def window_closed(self) -> bool:
        return True

    def quit(self) -> None: ...


def choose(context: Context, qtbot, words: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    menu = QMenu(window)
    WindowMenu(context, _Shell(), window, lambda: None, lambda: None, lambda: None).fill(menu)
    hands.choose(menu, words)


def names(context: Context) -> list[str]:
    return [customer.name for customer in context.services.customers.find("", 0)[1]]


def test_a_shop_goes_out_and_comes_back(context: Context, qtbot, tmp_path, messages) -> None:
    file = tmp_path / "whole.xlsx"
    dialogs = context.file_dialogs
    assert isinstance(dialogs, FakeFileDialogs)
    context.services.customers.add(CustomerDraft(name="张三"))
    dialogs.will_answer(file)
    choose(context, qtbot, "Hand over the whole shop…")
    qtbot.waitUntil(lambda: file.exists() and bool(messages), timeout=10_000)
    assert read_shop(file).counts["customer"] == 1
    # Into the same shop it does not come: that is not empty.
    dialogs.will_answer(file)
    choose(context, qtbot, "Bring in a whole shop…")
    qtbot.waitUntil(lambda: any("has something in it already" in str(message) for message in messages), timeout=10_000)
    context.services.history.undo()
    dialogs.will_answer(file)
    choose(context, qtbot, "Bring in a whole shop…")
    qtbot.waitUntil(lambda: names(context) == ["张三"], timeout=10_000)
    context.services.history.undo()
    assert names(context) == []


def test_thinking_better_of_it_does_nothing(context: Context, qtbot, messages) -> None:
    choose(context, qtbot, "Hand over the whole shop…")
    choose(context, qtbot, "Bring in a whole shop…")
    assert not messages
