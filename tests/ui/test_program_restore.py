"""The running program brings back a copy: the shop is replaced under its window, and goes on being used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import Program
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.restore import open_restore
from crm_desktop.ui.dialogs.restore.dialog import RestoreDialog
from crm_desktop.ui.main_window import MainWindow
from tests.fakes import FakeAutostart, FakeNotifier, FakeQuestions
from tests.hands import settle, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.fakes import FakeClock

WORD = "春天 lamp 81"


@pytest.fixture(params=[None, WORD], ids=["plain", "password"])
def program(
    request: pytest.FixtureRequest, qapp: QApplication, data_dir: Path, clock: FakeClock, tmp_path: Path, qtbot: QtBot
) -> Iterator[Any]:
    """With a shop of one customer, of which a copy was made; a second one was added since."""
    path = tmp_path / "shop.crm"
    Shop.create(path, key=request.param).close()
    made: Any = Program(qapp, data_dir, "en", clock, notifier=lambda tray: FakeNotifier())
    made.questions = FakeQuestions()
    made.background.autostart = FakeAutostart()
    object.__setattr__(made._laptop, "questions", made.questions)
    made.told = []
    made.messages.posted.connect(made.told.append)
    made.start(path, request.param)
    made.services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",)))
    settle(made, qtbot)
    made.opened.daily_backup.backups.make()
    clock.advance(hours=1)
    made.services.customers.add(CustomerDraft(name="曾国强"))
    yield made
    settle(made, qtbot)
    made.stop()


def looked_into(program: Any, qtbot: QtBot) -> RestoreDialog:
    dialog = open_restore(program.window.context, program.window)
    qtbot.waitUntil(lambda: dialog.contents is not None, timeout=20_000)
    return dialog


def test_the_copy_is_the_shop_from_now_on(program: Any, qtbot: QtBot, data_dir: Path) -> None:
    path, before = program.opened.shop.path, program.window
    dialog = looked_into(program, qtbot)
    assert dialog.comparison.sentences()[0].startswith("1 customer")
    dialog.restore()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow) and program.window is not before, timeout=20_000)
    settle(program, qtbot)
    assert [each.name for each in program.services.customers.get_many([1, 2])] == ["单晓丽"]
    (kept,) = [each for each in path.parent.glob("*.crm") if each != path]
    assert str(kept) in program.told[-1].text
    assert program.services.customers.add(CustomerDraft(name="王芳")).new_id == 2
    assert program.opened.shop.encrypted == (program.opened.shop.database.key is not None)
    reasons = {each.path.name.split()[-1] for each in program.opened.daily_backup.backups.list()}
    assert reasons == {"asked.crm", "restore.crm"}, "the copy itself is not thinned out meanwhile"


def test_what_fails_leaves_the_shop_as_it_was(program: Any, qtbot: QtBot) -> None:
    before = program.window
    dialog = looked_into(program, qtbot)
    copy = dialog.copies.current
    assert copy is not None
    copy.path.write_bytes(b"gone bad")
    dialog.restore()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow) and program.window is not before, timeout=20_000)
    settle(program, qtbot)
    assert program.services.customers.count() == 2
    assert program.told[-1].is_error


@pytest.mark.parametrize("program", [WORD], ids=["password"], indirect=True)
def test_a_lock_lets_go_of_the_copy(program: Any, qtbot: QtBot) -> None:
    dialog = looked_into(program, qtbot)
    program.shops.lock()
    qtbot.waitUntil(lambda: program.shops.lock_window is not None and not dialog.isVisible(), timeout=20_000)
    settle(program, qtbot)
    assert dialog.contents is None
    window = program.shops.lock_window
    type_text(window.form.edit, WORD)
    window.form.try_it()
    qtbot.waitUntil(lambda: dialog.isVisible() and dialog.contents is not None, timeout=20_000)
    dialog.close()
