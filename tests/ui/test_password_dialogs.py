"""Where a password is typed: what is shown of it, what a wrong one brings, and the recovery code."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from crm_desktop.errors import ShopInUse, UserError, WrongPassword
from crm_desktop.language import Sentence
from crm_desktop.services.passwords import Tries
from crm_desktop.store.key import Key
from crm_desktop.ui.locking.window import LockWindow
from crm_desktop.ui.opening.password import PasswordDialog, PasswordForm, standing
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.secret import SecretEdit
from tests.fakes import FakeShell
from tests.hands import type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.ui.style.theme import Theme
    from tests.fakes import FakeClock

SALT = b"sixteen bytes..!"
RIGHT = "春天 '1"


class Door:
    """Opens by RIGHT or its recovery code; remembers how often it was tried."""

    def __init__(self) -> None:
        self.tried = 0
        self.stuck: UserError | None = None

    def __call__(self, key: Key) -> UserError | None:
        self.tried += 1
        if self.stuck is not None:
            return self.stuck
        fits = key.raw(SALT) == Key(RIGHT).raw(SALT)
        return None if fits else WrongPassword(Sentence("It does not fit."))


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def tries(data_dir: Path) -> Tries:
    return Tries(data_dir, SALT)


@pytest.fixture
def form(door: Door, theme: Theme, tries: Tries, clock: FakeClock, qtbot: QtBot) -> PasswordForm:
    form = PasswordForm(door, theme, tries, clock)
    qtbot.addWidget(form)
    form.show()
    return form


def enter(form: PasswordForm, word: str) -> None:
    form.edit.clear()
    type_text(form.edit, word)
    form.try_it()


def test_what_is_typed_is_shown_on_demand(theme: Theme, qtbot: QtBot) -> None:
    edit = SecretEdit(theme)
    qtbot.addWidget(edit)
    edit.show()
    type_text(edit, RIGHT)
    assert edit.displayText() != RIGHT
    (button,) = edit.findChildren(QToolButton)
    assert (button.accessibleName(), button.focusPolicy()) == ("Show what is typed", Qt.FocusPolicy.TabFocus)
    button.click()
    assert edit.displayText() == RIGHT
    assert edit.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
    assert button.accessibleName() == "Hide what is typed"
    button.click()
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    assert edit.inputMethodHints() & Qt.InputMethodHint.ImhHiddenText


def test_the_right_password_opens_and_is_kept_nowhere(form: PasswordForm, door: Door, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.opened):
        enter(form, RIGHT)
    assert form.edit.text() == ""


def test_a_wrong_one_is_told_without_a_hint(form: PasswordForm, door: Door) -> None:
    for word in ("x", "春天", RIGHT + "2"):
        enter(form, word)
        assert form.field.error() == "It does not fit."
        assert form.edit.selectedText() != ""
    type_text(form.edit, "y")
    assert form.field.error() == ""


def test_a_long_sentence_has_room_in_the_middle_of_a_page(
    door: Door, theme: Theme, clock: FakeClock, qtbot: QtBot
) -> None:
    form = PasswordForm(door, theme, None, clock)
    page = EmptyState(theme, "lock", "Locked", "A shop.", [], middle=standing(form))
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    form.say("This is a sentence that does not fit into one line of the field. " * 2)
    qtbot.wait(10)
    label = next(each for each in form.findChildren(QLabel) if each.text() == form.field.error())
    assert label.height() >= label.heightForWidth(label.width()) > label.fontMetrics().height() * 2


def test_no_password_is_no_try(form: PasswordForm, door: Door) -> None:
    form.try_it()
    assert form.field.error() == "Type the password of this shop."
    assert door.tried == 0


def test_after_five_wrong_ones_the_next_has_to_wait(
    form: PasswordForm, door: Door, clock: FakeClock, tries: Tries, theme: Theme, qtbot: QtBot
) -> None:
    for _ in range(4):
        enter(form, "wrong")
        assert form.go.isEnabled()
    enter(form, "wrong")
    assert form.field.error() == "Too many wrong tries. The next one is possible in 0:15."
    assert not form.go.isEnabled()
    enter(form, RIGHT)
    assert door.tried == 5
    assert form.field.error().startswith("Too many wrong tries.")
    clock.advance(seconds=10)
    qtbot.waitUntil(lambda: form.field.error().endswith("0:05."))
    another = PasswordForm(door, theme, tries, clock)
    qtbot.addWidget(another)
    assert not another.go.isEnabled()
    another.say("something else")
    assert another.field.error().startswith("Too many wrong tries.")
    clock.advance(seconds=5)
    qtbot.waitUntil(form.go.isEnabled)
    assert form.field.error() == ""
    with qtbot.waitSignal(form.opened):
        enter(form, RIGHT)
    assert tries.wait(clock.now()) == timedelta(0)
    enter(form, "wrong")
    assert form.go.isEnabled()


def test_what_else_stands_in_the_way_is_no_wrong_try(form: PasswordForm, door: Door) -> None:
    door.stuck = ShopInUse(Sentence("It is in use."))
    for _ in range(7):
        enter(form, RIGHT)
    assert form.field.error() == "It is in use."
    assert form.go.isEnabled()


def test_the_recovery_code_opens_too(form: PasswordForm, door: Door, qtbot: QtBot) -> None:
    type_text(form.edit, "forgotten")
    form.other.click()
    assert form.by_code
    assert not form.edit.isVisible()
    assert form.focusProxy() is form.code
    type_text(form.code, "ABCD-EFGH")
    qtbot.keyClick(form.code, Qt.Key.Key_Return)
    assert "has a slip in it" in form.code_field.error()
    assert door.tried == 0
    form.code.clear()
    assert form.code_field.error() == ""
    type_text(form.code, Key(RIGHT).code(SALT).lower())
    with qtbot.waitSignal(form.opened):
        qtbot.keyClick(form.code, Qt.Key.Key_Enter)
    form.other.click()
    assert form.edit.isVisible()
    assert form.other.text() == "Use the recovery code"


def test_the_waiting_holds_for_the_recovery_code(form: PasswordForm, door: Door) -> None:
    for _ in range(5):
        enter(form, "wrong")
    form.other.click()
    assert form.code_field.error().startswith("Too many wrong tries.")


def test_another_shops_password_is_asked_for_over_the_window(
    door: Door, theme: Theme, tries: Tries, clock: FakeClock, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PasswordDialog(Path("/somewhere/桂香.crm"), door, theme, parent, tries, clock)
    dialog.show()
    type_text(dialog.form.edit, RIGHT)
    qtbot.keyClick(dialog.form.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_the_locks_page_says_which_file_and_nothing_more(
    door: Door, theme: Theme, tries: Tries, clock: FakeClock, qtbot: QtBot
) -> None:
    shell = FakeShell()
    window = LockWindow(Path("/somewhere/shop.crm"), door, shell, theme, tries, clock)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.form.edit.hasFocus)
    type_text(window.form.edit, RIGHT)
    with qtbot.waitSignal(window.form.opened):
        qtbot.keyClick(window.form.edit, Qt.Key.Key_Return)
    window.close()
    assert shell.calls == [("closed",)]
    assert not window.isVisible()
