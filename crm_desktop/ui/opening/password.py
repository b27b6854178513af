"""Where the password of a shop is typed: on the start page, on the lock's page, or in a small sheet over the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.clock import Clock, laptop_clock
from crm_desktop.errors import InvalidInput, UserError, WrongPassword
from crm_desktop.language import Sentence, tr
from crm_desktop.store.key import Key
from crm_desktop.ui.plumbing.aside import Aside
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.reading_order import ReadsAlong
from crm_desktop.ui.widgets.secret import SecretEdit

if TYPE_CHECKING:
    from crm_desktop.services.passwords import Tries

Unlock = Callable[[Key], UserError | None]
"""Opens the shop; what stood in the way, or None if it is open."""

Ahead = Callable[[Key], object]
"""What takes long of that, in another thread; raises what stands in the way."""

_WIDTH: Final = 320
_CODE_LINES: Final = 3


class PasswordForm(QWidget):
    """The field, and what was wrong with what was typed. Its buttons stand where the owner puts them: `go`, and
    `other`, which asks for the recovery code instead.

    After too many wrong tries the next has to wait; it is said for how long.
    """

    opened = Signal()

    def __init__(
        self, unlock: Unlock, theme: Theme, tries: Tries | None = None, clock: Clock | None = None, *, go: str = "",
        ahead: Ahead | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._unlock = unlock
        self._ahead = ahead
        self._aside = Aside(self)
        self._clock = clock or laptop_clock()
        self._tries = tries
        self.edit = SecretEdit(theme)
        self.edit.textEdited.connect(self._typed)
        self.field = InlineField(tr("Password"), self.edit)
        self.code = _CodeEdit()
        self.code.textChanged.connect(self._typed)
        self.code.entered.connect(self.try_it)
        self.code_field = InlineField(tr("Recovery code"), self.code, hint=tr("It stands on the recovery sheet."))
        self.code_field.hide()
        self.other = buttons.link(tr("Use the recovery code"), self._turn)
        self.go = buttons.primary(go or tr("Open"), self.try_it, theme=theme)
        self.setFocusProxy(self.edit)
        self._waiting = QTimer(self, interval=1_000)
        self._waiting.timeout.connect(self._look_whether_over)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.code_field)
        self._wait_if_needed()

    @property
    def by_code(self) -> bool:
        """Whether the recovery code is asked for."""
        return not self.code_field.isHidden()

    def try_it(self) -> None:
        """Open the shop by what was typed; what was typed stays if it does not fit."""
        if self._waiting.isActive() or self.is_trying:
            return
        try:
            key = self._typed_key()
        except InvalidInput as error:
            self._say(str(error))
            return
        if self._ahead is None:
            self._tried(self._unlock(key))
            return
        self._field.set_note(tr("Opening…"))
        self._aside.run(partial(self._ahead, key), lambda problem: self._open(key, problem))
        self._enable()

    @property
    def is_trying(self) -> bool:
        """Whether what was typed is being tried just now."""
        return self._aside.busy

    def _open(self, key: Key, problem: UserError | None) -> None:
        self._enable()
        self._field.set_note("")
        self._tried(problem or self._unlock(key))

    def _enable(self) -> None:
        """While it is being tried nothing else can be typed."""
        for part in (self.edit, self.code):
            part.setReadOnly(self.is_trying)
        for button in (self.go, self.other):
            button.setEnabled(not self.is_trying)

    def _tried(self, problem: UserError | None) -> None:
        if problem is None:
            if self._tries is not None:
                self._tries.succeeded()
            self.edit.clear()
            self.code.clear()
            self.opened.emit()
            return
        self._say(str(problem))
        if isinstance(problem, WrongPassword) and self._tries is not None:
            self._tries.failed(self._clock.now())
            self._wait_if_needed()

    def say(self, words: str) -> None:
        """Say under the field what is wrong."""
        if not self._waiting.isActive():
            self._field.set_error(words)

    @property
    def _field(self) -> InlineField:
        return self.code_field if self.by_code else self.field

    def _typed_key(self) -> Key:
        if self.by_code:
            return Key.from_code(self.code.toPlainText())
        word = self.edit.text()
        if not word:
            raise InvalidInput({"password": Sentence("Type the password of this shop.")})
        return Key(word)

    def _say(self, words: str) -> None:
        self._field.set_error(words)
        self._field.input.setFocus()
        self.edit.selectAll()

    def _typed(self) -> None:
        if not self._waiting.isActive():
            self._field.set_error(None)

    def _turn(self) -> None:
        """Turn from the password to the recovery code, or back."""
        by_code = not self.by_code
        self.field.setVisible(not by_code)
        self.code_field.setVisible(by_code)
        self.other.setText(tr("Use the password") if by_code else tr("Use the recovery code"))
        self.other.setAccessibleName(self.other.text())
        self.setFocusProxy(self._field.input)
        self._field.input.setFocus()
        self._wait_if_needed()

    # Waiting

    def _left(self) -> timedelta:
        return self._tries.wait(self._clock.now()) if self._tries is not None else timedelta(0)

    def _wait_if_needed(self) -> None:
        left = self._left()
        self.go.setEnabled(not left)
        if left:
            self._field.set_error(tr("Too many wrong tries. The next one is possible in %1.", _minutes(left)))
            self._waiting.start()

    def _look_whether_over(self) -> None:
        if self._left():
            self._wait_if_needed()
            return
        self._waiting.stop()
        self.go.setEnabled(True)
        self._field.set_error(None)


class _CodeEdit(QPlainTextEdit):
    """Takes the groups in one line or in several; Enter ends it."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setPlaceholderText("····-····-…")
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _CODE_LINES + 20)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhLatinOnly
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def _minutes(left: timedelta) -> str:
    """“0:15”."""
    seconds = max(1, -(-left // timedelta(seconds=1)))
    return f"{seconds // 60}:{seconds % 60:02}"


def locked_words(path: Path) -> str:
    """What is said of a shop that needs a password."""
    return tr("“%1” is protected by a password.", path.name)


def standing(form: PasswordForm) -> QWidget:
    """The form with its buttons below, for the middle of a page."""
    form.edit.returnPressed.connect(form.try_it)
    asking = QWidget()
    asking.setFixedWidth(px(_WIDTH))
    column = QVBoxLayout(asking)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    column.addWidget(form)
    row = QHBoxLayout()
    row.addWidget(form.other)
    row.addStretch(1)
    row.addWidget(form.go)
    column.addLayout(row)
    return asking


class PasswordDialog(ReadsAlong, QDialog):
    """Asks for another shop's password over the window of the open one."""

    def __init__(
        self, path: Path, unlock: Unlock, theme: Theme, parent: QWidget, tries: Tries | None = None,
        clock: Clock | None = None, ahead: Ahead | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(tr("Open a shop"))
        self.setMinimumWidth(px(400))
        # The window under it goes when the shop is open, and takes this sheet along: not before its handlers are done.
        self.form = PasswordForm(unlock, theme, tries, clock, ahead=ahead)
        self.form.opened.connect(lambda: QTimer.singleShot(0, self, self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(texts.body(locked_words(path), wrap=True))
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.form.other)
        row.addStretch(1)
        row.addWidget(buttons.plain(tr("Cancel"), self.reject))
        self.form.go.setDefault(True)
        row.addWidget(self.form.go)
        column.addLayout(row)

    def reject(self) -> None:
        """Close; but not while what was typed is being tried, which is over in a moment."""
        if not self.form.is_trying:
            super().reject()
