"""The shop's file is gone, or emptied, and there are copies: they are offered, and no empty shop takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from crm_desktop.app import Program
from crm_desktop.services import Services
from crm_desktop.services.backups import Backups
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.safety.section import State
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.opening.rescue_page import RescuePage
from crm_desktop.ui.opening.start_page import StartPage
from tests.fakes import FakeAutostart, FakeNotifier
from tests.hands import settle, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.fakes import FakeClock

WORD = "春天 lamp 81"


@pytest.fixture
def program(qapp: QApplication, data_dir: Path, clock: FakeClock, qtbot: QtBot) -> Iterator[Any]:
    made: Any = Program(qapp, data_dir, "en", clock, notifier=lambda tray: FakeNotifier())
    made.background.autostart = FakeAutostart()
    yield made
    settle(made, qtbot)
    made.stop()


def copied(path: Path, data_dir: Path, clock: FakeClock, key: str | None = None) -> Path:
    """A shop of one customer, closed, of which there is a copy."""
    shop = Shop.create(path, key=key, clock=clock)
    Services(shop).customers.add(CustomerDraft(name="单晓丽"))
    Backups(shop, data_dir / "backups").make()
    shop.close()
    return path


def offered(program: Any, qtbot: QtBot) -> RescuePage:
    page = program.window
    assert isinstance(page, RescuePage)
    qtbot.waitUntil(lambda: page.copies.state is not State.UNKNOWN, timeout=20_000)
    settle(program, qtbot)
    return page


def texts(page: RescuePage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def brought_back(program: Any, qtbot: QtBot, page: RescuePage) -> None:
    page.bring_back.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=20_000)
    assert [each.name for each in program.services.customers.get_many([1])] == ["单晓丽"]


def test_the_usual_shop_is_gone(program: Any, data_dir: Path, clock: FakeClock, qtbot: QtBot) -> None:
    path = copied(data_dir / "shop.crm", data_dir, clock)
    path.unlink()
    program.start(path)
    page = offered(program, qtbot)
    assert not path.exists()
    assert texts(page)[0] == "The shop's file is not there"
    assert "There is no file" in texts(page)[1]
    assert "What was changed after it is not in it." in texts(page)
    assert not page.recover.isVisibleTo(page)
    brought_back(program, qtbot, page)


@pytest.mark.parametrize("emptied", [lambda size: b"", bytes], ids=["empty", "zeros"])
def test_an_emptied_shop(
    program: Any, data_dir: Path, tmp_path: Path, clock: FakeClock, qtbot: QtBot, emptied: Callable[[int], bytes]
) -> None:
    path = copied(tmp_path / "shop.crm", data_dir, clock)
    path.write_bytes(emptied(path.stat().st_size))
    program.start(path)
    page = offered(program, qtbot)
    assert texts(page)[0] == "The shop's file is damaged"
    assert "is empty, or another program has written over it" in texts(page)[1]
    assert page.recover.isVisibleTo(page)
    brought_back(program, qtbot, page)


@pytest.mark.parametrize("is_there", [False, True])
def test_the_copies_have_a_password(
    program: Any, data_dir: Path, tmp_path: Path, clock: FakeClock, qtbot: QtBot, is_there: bool
) -> None:
    path = copied(tmp_path / "shop.crm", data_dir, clock, WORD)
    if is_there:
        path.write_bytes(bytes(path.stat().st_size))
    else:
        path.unlink()
    program.start(path)
    page = offered(program, qtbot)
    assert page.copies.said.startswith("The copies are protected by the shop's password.")
    form = page.form
    assert form is not None
    type_text(form.edit, "winter")
    form.try_it()
    qtbot.waitUntil(lambda: form.field.error() != "", timeout=20_000)
    form.edit.clear()
    type_text(form.edit, WORD)
    form.try_it()
    qtbot.waitUntil(lambda: page.copies.state is State.GOOD, timeout=20_000)
    settle(program, qtbot)
    brought_back(program, qtbot, page)
    assert program.opened.shop.encrypted


def test_a_stick_that_is_not_connected(
    program: Any, data_dir: Path, tmp_path: Path, clock: FakeClock, qtbot: QtBot
) -> None:
    """Nothing is to be put back in its place."""
    path = copied(tmp_path / "stick" / "shop.crm", data_dir, clock)
    path.parent.rename(tmp_path / "drawer")
    program.start(path)
    assert isinstance(program.window, StartPage)


def test_nothing_was_ever_copied(program: Any, tmp_path: Path) -> None:
    (tmp_path / "shop.crm").write_bytes(b"")
    program.start(tmp_path / "shop.crm")
    assert isinstance(program.window, StartPage)
