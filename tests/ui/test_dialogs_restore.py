"""The window of the copies: looked into, put in the shop's place, asked for customers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crm_desktop.errors import NotFound
from crm_desktop.language import Sentence
from crm_desktop.services.backups import Backups
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.demo import make
from crm_desktop.services.purchase_records import PurchaseDraft
from crm_desktop.store.key import Key
from crm_desktop.store.rekey import rekey
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.restore import open_restore, people
from crm_desktop.ui.dialogs.restore.dialog import RestoreDialog
from crm_desktop.ui.plumbing.context import Context
from tests.fakes import FakeClock, FakeFileDialogs, FakeKeeper, FakeQuestions
from tests.hands import type_text

Opened = Callable[[], RestoreDialog]


@pytest.fixture
def backups(context: Context) -> Backups:
    return context.daily_backup.backups


@pytest.fixture
def opened(context: Context, qtbot: QtBot) -> Iterator[Opened]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialogs = []

    def open_it() -> RestoreDialog:
        dialog = open_restore(context, window)
        dialogs.append(dialog)
        qtbot.waitUntil(lambda: not is_waiting(dialog))
        return dialog

    yield open_it
    for dialog in dialogs:
        if isValid(dialog):
            dialog.close()


def is_waiting(dialog: RestoreDialog) -> bool:
    return dialog.words.isVisible() and dialog.words.text().endswith("…")


@pytest.fixture
def grown(context: Context, backups: Backups, clock: FakeClock) -> None:
    """A shop that has changed since a copy of it was made."""
    make(context.services.shop, 20, 40, 1, date(2026, 11, 20))
    backups.make()
    clock.advance(days=1)
    context.services.customers.delete([1, 2, 3])
    context.services.customers.set_field(4, "note", "老客户")
    context.services.customers.add(CustomerDraft(name="李伟"))
    context.services.purchases.record(PurchaseDraft(5, clock.now(), paid_fen=100))


@pytest.mark.usefixtures("grown")
def test_what_would_become_of_the_shop(opened: Opened) -> None:
    dialog = opened()
    said = dialog.comparison.sentences()
    assert [words.split()[0] for words in said][:3] == ["1", "1", "3"]
    assert "would be gone" in said[0]
    assert "would be back" in said[2]
    assert dialog.comparison.changes.count() == 4
    assert "李伟" in dialog.comparison.changes.item(1).text()
    assert dialog.restore_button.isEnabled()
    assert not dialog.bring_button.isEnabled()
    assert "pick them" in dialog.status.text()


@pytest.mark.usefixtures("grown")
def test_its_customers_are_searched(opened: Opened, qtbot: QtBot, context: Context) -> None:
    dialog = opened()
    assert dialog.people.model.ids == sorted(dialog.people.model.ids, key=dialog.people.model.ids.index)
    assert set(dialog.people.model.ids) == {1, 2, 3}
    dialog.people.which.set_key("all")
    dialog.people.refresh()
    assert len(dialog.people.model.ids) == 20
    states = {str(dialog.people.model.index(row, 4).data()) for row in range(20)}
    assert states == {"Deleted: Today", "There", "There, changed since"}
    type_text(dialog.people.text, context.services.customers.get(5).name)
    qtbot.waitUntil(lambda: 0 < len(dialog.people.model.ids) < 20)
    dialog.people.text.setText("nobody at all")
    qtbot.waitUntil(lambda: dialog.people.model.ids == [])


@pytest.mark.usefixtures("grown")
def test_a_large_copy_is_searched_in_the_background(
    opened: Opened, qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_MANY", 0)
    dialog = opened()
    dialog.people.text.setText(context.services.customers.get(5).name)
    dialog.people.which.set_key("all")
    dialog.people.refresh()
    qtbot.waitUntil(lambda: 5 in dialog.people.model.ids)
    dialog.people.text.setText("1")
    dialog.people.refresh()
    dialog.close()
    qtbot.wait(50)


@pytest.mark.usefixtures("grown")
def test_customers_are_brought_back(opened: Opened, qtbot: QtBot, context: Context) -> None:
    dialog = opened()
    dialog.people.list.select_id(2)
    assert dialog.bring_button.isEnabled()
    qtbot.mouseClick(dialog.bring_button, Qt.MouseButton.LeftButton)
    assert not dialog.copies.isEnabled()
    qtbot.waitUntil(lambda: dialog.status.text().startswith("Brought back customer"))
    assert context.services.customers.count() == 19
    qtbot.waitUntil(lambda: set(dialog.people.model.ids) == {1, 3})
    assert dialog.copies.isEnabled()
    assert context.services.history.undo().reversed > 0
    assert context.services.customers.count() == 18


@pytest.mark.usefixtures("grown")
def test_closed_while_they_are_brought_back(opened: Opened, qtbot: QtBot, context: Context) -> None:
    dialog = opened()
    dialog.people.list.select_id(2)
    contents = dialog.contents
    assert contents is not None
    dialog.bring_back()
    dialog.close()
    qtbot.waitUntil(lambda: context.services.customers.count() == 19)
    qtbot.waitUntil(lambda: not context.jobs.busy)


@pytest.mark.usefixtures("grown")
@pytest.mark.parametrize("closed", [False, True])
def test_they_cannot_be_brought_back(
    opened: Opened, qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch, closed: bool, messages: Any
) -> None:
    dialog = opened()
    dialog.people.list.select_id(2)
    contents = dialog.contents
    assert contents is not None

    def refuse(ids: object) -> None:
        raise NotFound(Sentence("There is nothing to undo."))

    monkeypatch.setattr(contents, "bring_back", refuse)
    dialog.bring_back()
    if closed:
        dialog.close()
        qtbot.waitUntil(lambda: not context.jobs.busy)
    else:
        qtbot.waitUntil(lambda: dialog.status.text() == "There is nothing to undo.")
        assert dialog.bring_button.isEnabled()


@pytest.mark.usefixtures("grown")
def test_the_copy_is_put_in_the_shops_place(
    opened: Opened, context: Context, backups: Backups, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened()
    keeper, questions = context.keeper, context.questions
    assert isinstance(keeper, FakeKeeper)
    assert isinstance(questions, FakeQuestions)
    qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert "Put this copy in the shop's place? (Yesterday 15:20)" in str(questions.asked[0])
    ((title, work),) = keeper.reworked
    assert title == "Bringing back the copy"
    assert not dialog.isVisible()
    context.jobs.start("", lambda *_: context.services.shop.close(), quiet=True)
    context.jobs.settle()
    context.services.shop.close()
    path = context.services.shop.path
    assert work(path, None, lambda *_: None, lambda: False) is None
    keeper.endings[0][0]()
    with reopened(path) as shop:
        assert shop.run("SELECT count(*) FROM customer").fetchone() == (20,)


@contextmanager
def reopened(path: Path) -> Iterator[Shop]:
    shop = Shop.open(path)
    yield shop
    shop.close()


@pytest.mark.usefixtures("grown")
def test_she_thinks_better_of_it(opened: Opened, context: Context, qtbot: QtBot) -> None:
    keeper, questions = context.keeper, context.questions
    assert isinstance(keeper, FakeKeeper)
    assert isinstance(questions, FakeQuestions)
    questions.answer = False
    dialog = opened()
    dialog.restore()
    assert keeper.reworked == []
    questions.answer, keeper.will = True, False
    dialog.restore()
    qtbot.waitUntil(lambda: dialog.contents is not None)
    assert dialog.isVisible()


def test_there_is_no_copy_yet(opened: Opened) -> None:
    dialog = opened()
    assert "no copy of this shop yet" in dialog.words.text()
    dialog.restore()
    dialog.bring_back()
    assert not dialog.restore_button.isEnabled()


def test_a_copy_of_the_same(opened: Opened, backups: Backups) -> None:
    backups.make()
    dialog = opened()
    assert dialog.comparison.sentences() == ["The copy holds the same customers, purchases and follow-ups as the shop."]
    assert not dialog.comparison.changes.isVisible()
    assert dialog.people.model.ids == []


def test_a_damaged_copy_is_told(opened: Opened, backups: Backups, clock: FakeClock, qtbot: QtBot) -> None:
    good = backups.make()
    clock.advance(days=1)
    bad = backups.make()
    raw = bytearray(bad.path.read_bytes())
    raw[4096:90_000] = os.urandom(90_000 - 4096)
    bad.path.write_bytes(raw)
    dialog = opened()
    assert dialog.copies.current is not None
    dialog.copies.pick(bad.path)
    qtbot.waitUntil(lambda: "damaged" in dialog.words.text())
    assert not dialog.restore_button.isEnabled()
    dialog.copies.pick(good.path)
    qtbot.waitUntil(lambda: dialog.contents is not None)


def test_a_copy_of_another_password(opened: Opened, backups: Backups, qtbot: QtBot) -> None:
    rekey(backups.make().path, None, Key("old"))
    dialog = opened()
    form = dialog.form
    assert form is not None
    assert form.isVisible()
    form.edit.setText("wrong")
    form.try_it()
    assert "does not open with this password" in form.field.error()
    form.edit.setText("old")
    form.try_it()
    qtbot.waitUntil(lambda: dialog.contents is not None)
    assert dialog.copies.lines.index(0, 2).data() == "0"
    # Put out of sight, as when the shop is locked, it forgets the password.
    dialog.hide()
    assert dialog.contents is None
    dialog.show()
    qtbot.waitUntil(lambda: dialog.form is not form)
    assert dialog.form is not None
    dialog.form.edit.setText("old")
    copy = dialog.copies.current
    assert copy is not None
    copy.path.unlink()
    dialog.form.try_it()
    assert "There is no file" in dialog.form.field.error()


def test_put_out_of_sight_and_shown_again(opened: Opened, backups: Backups, qtbot: QtBot) -> None:
    backups.make()
    dialog = opened()
    dialog.hide()
    dialog.show()
    qtbot.waitUntil(lambda: dialog.contents is not None)


def test_a_copy_that_is_gone_when_it_is_looked_into(
    opened: Opened, backups: Backups, clock: FakeClock, qtbot: QtBot
) -> None:
    first = backups.make()
    clock.advance(days=1)
    backups.make()
    dialog = opened()
    first.path.unlink()
    dialog.copies.pick(first.path)
    qtbot.waitUntil(lambda: "There is no file" in dialog.words.text())
    # Each is only looked for; another is picked before the first is found.
    dialog.copies.select_id(1)
    dialog.copies.select_id(2)
    dialog.copies.select_id(1)
    qtbot.waitUntil(lambda: dialog.contents is not None)


def test_a_copy_whose_password_was_changed_meanwhile(
    opened: Opened, backups: Backups, clock: FakeClock, qtbot: QtBot
) -> None:
    first = backups.make()
    clock.advance(days=1)
    backups.make()
    dialog = opened()
    rekey(first.path, None, Key("old"))
    dialog.copies.pick(first.path)
    qtbot.waitUntil(lambda: dialog.form is not None and dialog.form.isVisible())


@pytest.mark.usefixtures("grown")
def test_any_file_can_be_looked_into(
    opened: Opened, context: Context, backups: Backups, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog, files = opened(), context.file_dialogs
    assert isinstance(files, FakeFileDialogs)
    questions = context.questions
    assert isinstance(questions, FakeQuestions)
    other = tmp_path / "other.txt"
    shutil.copy(backups.list()[0].path, tmp_path / "stick.crm")
    files.will_answer(None)
    dialog.choose_file()
    files.will_answer(tmp_path / "stick.crm")
    dialog.choose_file()
    qtbot.waitUntil(lambda: dialog.contents is not None and dialog.contents.path.name == "stick.crm")
    assert dialog.copies.lines.index(0, 1).data() == "A file of yours"
    other.write_bytes(b"no shop")
    files.will_answer(other)
    dialog.choose_file()
    assert "is not a shop file" in dialog.words.text()
    files.will_answer(context.services.shop.path)
    dialog.choose_file()
    assert "is the shop itself" in dialog.words.text()
    assert dialog.contents is None


def test_a_copy_of_another_shop(
    opened: Opened, context: Context, tmp_path: Path, qtbot: QtBot, shop_path: Path
) -> None:
    other, files, questions = tmp_path / "other.crm", context.file_dialogs, context.questions
    assert isinstance(files, FakeFileDialogs)
    assert isinstance(questions, FakeQuestions)
    shutil.copy(shop_path, other)
    import sqlite3

    with sqlite3.connect(other) as plain:
        plain.execute("UPDATE shop_identity SET id = 'another'")
    plain.close()
    dialog = opened()
    files.will_answer(other)
    dialog.choose_file()
    qtbot.waitUntil(lambda: dialog.contents is not None)
    assert dialog.comparison.sentences() == ["This is a copy of another shop: all of this shop would be gone."]
    dialog.restore()
    assert "copy of another shop" in str(questions.asked[-1])


def test_closed_before_anything_is_found(context: Context, qtbot: QtBot, backups: Backups) -> None:
    backups.make()
    window = QWidget()
    qtbot.addWidget(window)
    dialog = open_restore(context, window)
    dialog.close()
    context.jobs.settle()
    qtbot.wait(50)
    dialog = open_restore(context, window)
    qtbot.waitUntil(lambda: dialog.words.text().startswith("Looking into"))
    dialog.reject()
    context.jobs.settle()
    qtbot.wait(50)
