"""What takes long of an opening is done in another thread than the window's."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from crm_desktop.app import Program
from crm_desktop.errors import UserError, WrongPassword
from crm_desktop.language import Sentence
from crm_desktop.store import migrations, seal
from crm_desktop.store.key import Key
from crm_desktop.store.rekey import rekey
from crm_desktop.store.shop import Shop
from crm_desktop.ui import shops
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.opening.password import PasswordDialog, PasswordForm
from crm_desktop.ui.opening.start_page import WorkingPage
from tests.fakes import FakeNotifier
from tests.hands import type_text, until_tried

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from crm_desktop.ui.style.theme import Theme
    from tests.fakes import FakeClock

OLD = Path(__file__).parents[1] / "migrations" / "schema-1.0.crm"


@pytest.fixture
def program(qapp: QApplication, data_dir: Path, clock: FakeClock, qtbot: QtBot) -> Iterator[Any]:
    notifier = FakeNotifier()
    made: Any = Program(qapp, data_dir, "en", clock, notifier=lambda tray: notifier)
    yield made
    qtbot.waitUntil(lambda: not made.jobs._endings, timeout=20_000)
    made.stop()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads in which files are compared with their seals."""
    found: list[str] = []
    look = seal.look

    def noted(path: Path) -> seal.Look:
        found.append(threading.current_thread().name)
        return look(path)

    monkeypatch.setattr(seal, "look", noted)
    return found


def test_nothing_else_is_typed_while_a_password_is_tried(theme: Theme, qtbot: QtBot) -> None:
    go_on, tried = threading.Event(), []

    def ahead(key: Key) -> None:
        assert threading.current_thread() is not threading.main_thread()
        go_on.wait(20)
        if len(tried) == 1:
            raise WrongPassword(Sentence("It does not fit."))

    def unlock(key: Key) -> UserError | None:
        tried.append(key)
        return WrongPassword(Sentence("Nor does it here.")) if len(tried) == 1 else None

    form = PasswordForm(unlock, theme, ahead=ahead)
    qtbot.addWidget(form)
    form.show()
    type_text(form.edit, "winter")
    form.try_it()
    form.try_it()
    assert form.is_trying
    assert form.edit.isReadOnly()
    assert not form.go.isEnabled()
    assert "Opening…" in [each.text() for each in form.findChildren(QLabel)]
    go_on.set()
    until_tried(form)
    assert (form.field.error(), len(tried)) == ("Nor does it here.", 1)
    form.try_it()
    until_tried(form)
    assert (form.field.error(), len(tried)) == ("It does not fit.", 1)
    assert form.go.isEnabled()
    assert not form.edit.isReadOnly()


def test_a_sheet_stays_while_its_password_is_tried(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    go_on = threading.Event()
    window = QWidget()
    qtbot.addWidget(window)
    dialog = PasswordDialog(tmp_path, lambda key: None, theme, window, ahead=lambda key: go_on.wait(20))
    dialog.show()
    type_text(dialog.form.edit, "winter")
    dialog.form.try_it()
    dialog.reject()
    assert dialog.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_a_large_shop_is_looked_at_in_the_worker(
    program: Any, data_dir: Path, tmp_path: Path, looks: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    other = tmp_path / "other.crm"
    Shop.create(other).close()
    program.start(data_dir / "shop.crm")
    qtbot.waitUntil(lambda: not program.jobs._endings)
    monkeypatch.setattr(shops, "_SLOW", 0)
    looks.clear()
    program.open_shop(other)
    first = program.window
    assert program.services.shop.path != other
    qtbot.waitUntil(lambda: program.services.shop.path == other)
    assert program.window is not first
    assert looks == ["job_0"]


def test_what_stands_in_the_way_of_a_large_shop_is_told(
    program: Any, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    other = tmp_path / "other.crm"
    other.write_bytes(b"no shop")
    program.start(data_dir / "shop.crm")
    qtbot.waitUntil(lambda: not program.jobs._endings)
    monkeypatch.setattr(shops, "_SLOW", 0)
    told: list[str] = []
    program.messages.posted.connect(lambda message: told.append(message.text))
    program.open_shop(other)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "other.crm" in told[0]
    assert program.opened is not None


@pytest.mark.parametrize("word", ["", "春天 '1"])
def test_a_large_shop_of_an_older_schema_is_brought_up_to_date_behind_a_page(
    program: Any, data_dir: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, word: str
) -> None:
    path = data_dir / "shop.crm"
    path.write_bytes(OLD.read_bytes())
    if word:
        rekey(path, None, Key(word))
    threads: list[str] = []
    migrate = migrations.migrate

    def noted(run: Any) -> None:
        threads.append(threading.current_thread().name)
        migrate(run)

    monkeypatch.setattr(migrations, "migrate", noted)
    monkeypatch.setattr(shops, "_SLOW", 0)
    program.start(path, word or None)
    assert isinstance(program.window, WorkingPage)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=20_000)
    assert threads == ["job_0"]
    assert list((data_dir / "backups").glob("*"))
