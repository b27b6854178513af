"""The program with a shop that it can only look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from crm_desktop.app import Program
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.store.shop import Shop
from tests.fakes import FakeAutostart, FakeNotifier
from tests.hands import settle


@pytest.fixture
def notifier() -> FakeNotifier:
    return FakeNotifier()


@pytest.fixture
def program(qapp, data_dir, clock, notifier, qtbot) -> Iterator[Any]:
    made: Any = Program(qapp, data_dir, "en", clock, notifier=lambda tray: notifier)
    made.background.autostart = FakeAutostart()
    yield made
    settle(made, qtbot)
    made.stop()


@pytest.fixture
def due(shop_path: Path, clock: Any) -> Path:
    """A shop in which something is due today."""
    shop = Shop.open(shop_path, clock=clock)
    services = Services(shop)
    customer = services.customers.add(CustomerDraft(name="单晓丽")).new_id
    assert customer is not None
    services.follow_ups.add(FollowUpDraft(customer, "送茶样", clock.now().date()))
    shop.close()
    return shop_path


def test_the_second_window_looks_and_takes_over_when_the_first_has_gone(
    program: Any, due: Path, notifier: FakeNotifier, qtbot: Any
) -> None:
    first = Shop.open(due, for_window=True)
    program.start(due)
    window = program.window
    (said,) = window.notices.texts()
    assert "is open in another window of this computer" in said
    window.show_tab("customers")
    assert program.services.customers.search("单晓丽", 5).hits
    program.tick()
    settle(program, qtbot)
    assert notifier.told == []  # the first window reminds
    program.opened.actions.do(lambda: program.services.customers.add(CustomerDraft(name="李雷")))
    assert "nothing can be changed" in window.message_bar.message().text
    assert program.services.customers.count() == 1

    first.close()
    qtbot.waitUntil(lambda: window.notices.texts() == ["“shop.crm” is not open anywhere else any more."])
    window.notices.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: program.opened is not None and program.opened.shop.read_only is None)
    settle(program, qtbot)
    assert program.window.notices.texts() == []
    change = program.opened.actions.do(lambda: program.services.customers.add(CustomerDraft(name="李雷")))
    assert change is not None


def test_a_second_window_can_be_closed_with_nothing_changed(program: Any, due: Path, qtbot: Any) -> None:
    first = Shop.open(due, for_window=True)
    program.start(due)
    settle(program, qtbot)
    program.stop()
    assert first.desk.holder is None
    assert sorted(path.name for path in due.parent.iterdir() if path.name.startswith(".")) == [
        ".shop.crm.open",
        ".shop.crm.use",
    ]
    first.close()
    assert [path.name for path in due.parent.iterdir() if path.is_file()] == ["shop.crm"]


def test_a_file_that_was_put_in_the_shops_place_is_opened_and_what_was_saved_meanwhile_is_kept(
    program: Any, due: Path, clock: Any, qtbot: Any
) -> None:
    theirs = due.with_name("theirs")
    theirs.write_bytes(due.read_bytes())
    program.start(due)
    settle(program, qtbot)
    clock.advance(minutes=5)
    assert program.opened.actions.do(lambda: program.services.customers.add(CustomerDraft(name="李雷"))) is not None
    theirs.replace(due)
    program.tick()
    window = program.window
    (said,) = window.notices.texts()
    assert "was replaced or moved while it was open here" in said
    assert program.opened.actions.do(lambda: program.services.customers.add(CustomerDraft(name="韩梅梅"))) is None

    settle(program, qtbot)
    old = program.opened
    window.notices.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: program.opened is not None and program.opened is not old)
    settle(program, qtbot)
    assert program.services.customers.count() == 1
    (kept,) = due.parent.glob("shop as of *, replaced.crm")
    qtbot.waitUntil(lambda: bool(program.window.notices.texts()))
    (said,) = program.window.notices.texts()
    assert said.startswith(f"There is a newer copy of this shop: “{kept}”")
    program.window.notices.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: program.opened is not None and program.opened.shop.path == kept)
    assert program.services.customers.count() == 2
