"""The password of the shop, as the safety page shows it: whether there is one, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop import paths
from crm_desktop.errors import UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.dialogs.safety.section import Section, State
from crm_desktop.ui.opening.kept_keys import is_kept, note_kept
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

if TYPE_CHECKING:
    from crm_desktop.services.passwords import PasswordChanged
    from crm_desktop.store.key import Key
    from crm_desktop.ui.printing.document import Document, Watch
    from crm_desktop.ui.printing.sources import Choices

T = TypeVar("T")

_MINUTES: Final = (1, 2, 5, 10, 15, 30, 60)


class _Minutes(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        # Who scrolls over it means the page, not the value.
        event.ignore()


class PasswordSection(Section):
    """What takes its time, such as asking the key ring, is found out in the worker."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, tr("Password"), parent)
        self._context = context
        self._shop = context.services.shop
        if self._shop.encrypted:
            self._build_with()
        else:
            self._build_without()
        self.refresh()

    def _build_without(self) -> None:
        self.set_button = buttons.primary(tr("Set a password…"), self.ask_new, theme=self.theme, icon="lock")
        self.add_button(self.set_button)

    def _build_with(self) -> None:
        theme = self.theme
        self.unprotected = texts.labelled("", "notice", wrap=True)
        self.unprotected.hide()
        self.add(self.unprotected)
        self.add(self._locking())
        self.ring = QCheckBox(tr("Keep the password in this computer's key ring"))
        self.ring.setChecked(is_kept(self._context.memory, self._shop.database.salt))
        self.ring.clicked.connect(self._keep_or_forget)
        self.add(self.ring)
        self.ring_note = self.add_note(
            tr("It is then not asked for when the program starts. Whoever can log in to this computer opens the shop; "
               "whoever has only the file, or the disk, does not.")
        )  # fmt: skip
        self.change_button = buttons.plain(tr("Change the password…"), self.ask_new, theme=theme, icon="edit")
        self.remove_button = buttons.plain(tr("Remove it…"), self.ask_to_remove, theme=theme, icon="trash")
        self.sheet_button = buttons.plain(tr("Recovery sheet…"), self.ask_for_sheet, theme=theme, icon="print")
        self.lock_button = buttons.plain(
            tr("Lock now"), self._lock, theme=theme, icon="lock", shortcut="Ctrl+L"
        )  # fmt: skip
        self.protect_button = buttons.plain(
            tr("Protect these copies"), self._protect, theme=theme, icon="shield"
        )  # fmt: skip
        self.protect_button.hide()
        for button in (
            self.protect_button, self.change_button, self.remove_button, self.sheet_button, self.lock_button,
        ):  # fmt: skip
            self.add_button(button)

    def _locking(self) -> QWidget:
        chosen = self._context.services.settings.get().lock_after
        self.lock_after = _Minutes()
        self.lock_after.addItem(tr("never"), 0)
        for minutes in sorted({*_MINUTES, chosen} - {0}):
            self.lock_after.addItem(tr("after %n minute(s) without use", n=minutes), minutes)
        self.lock_after.setCurrentIndex(self.lock_after.findData(chosen))
        self.lock_after.setAccessibleName(tr("Lock by itself"))
        self.lock_after.activated.connect(self._choose_minutes)
        label = texts.body(tr("Lock by itself"))
        label.setBuddy(self.lock_after)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.lock_after)
        row.addStretch(1)
        return line

    def refresh(self) -> None:
        """Say how it stands."""
        if not self._shop.encrypted:
            self.say(
                Sentence("There is none. Whoever gets hold of this computer, of the file or of a copy of it can read "
                         "all your customers."), State.ADVICE,
            )  # fmt: skip
            return
        self.say(
            Sentence("The shop and its copies are encrypted. Without the password nobody can read them."), State.GOOD
        )
        self._look_at_ring()
        self._look_at_copies()

    # What takes its time

    def _in_worker(self, work: Callable[[], T], tell: Callable[[T], object]) -> None:
        def if_there(found: T) -> None:
            if isValid(self):
                tell(found)

        self._context.jobs.start("", lambda *_: work(), done=if_there, quiet=True)

    def _look_at_ring(self) -> None:
        from crm_desktop.services.key_ring import KeyRing

        self._in_worker(KeyRing(self._shop.database.salt).missing, self._show_ring)

    def _show_ring(self, missing: Sentence | None) -> None:
        self.ring.setVisible(missing is None)
        if missing is not None:
            self.ring_note.setText(str(missing))

    def _copies(self) -> list[Path]:
        from crm_desktop.services.backup_places import files_of

        return files_of(self._shop.path, paths.backups(self._context.data_dir))

    def _look_at_copies(self) -> None:
        from crm_desktop.services.passwords import unprotected

        self._in_worker(lambda: unprotected(self._copies()), self._show_copies)

    def _show_copies(self, plain: Sequence[Path]) -> None:
        self.unprotected.setVisible(bool(plain))
        self.protect_button.setVisible(bool(plain))
        if plain:
            self.unprotected.setText(tr("%n copy(s) without a password: whoever finds one can read it.", n=len(plain)))
            self.say(self.said, State.TROUBLE)

    def _protect(self) -> None:
        from crm_desktop.services.passwords import protect_copies

        database = self._shop.database
        key, salt = database.key, database.salt
        assert key is not None
        self.protect_button.setEnabled(False)
        job = self._context.jobs.start(
            tr("Protecting the copies"),
            lambda report, cancelled: protect_copies(
                self._copies(), key, salt, cancelled=cancelled, progress=lambda done, total: report(done, total, "")
            ),
            done=self._protected,
        )
        job.ended.connect(self._again)

    def _protected(self, changed: PasswordChanged) -> None:
        messages = self._context.messages
        if changed.left:
            first = changed.left[0]
            messages.error(tr("“%1” was left as it was: %2", first.path.name, first.why))
        else:
            messages.info(tr("The password protects %n more copy(s) now", n=changed.copies))

    def _again(self) -> None:
        if isValid(self):
            self.protect_button.setEnabled(True)
            self.refresh()

    # What can be chosen

    def _choose_minutes(self) -> None:
        minutes = self.lock_after.currentData()
        settings = self._context.services.settings
        if minutes != settings.get().lock_after:
            self._context.actions.do(partial(settings.change, lock_after=minutes), quiet=True)

    def _keep_or_forget(self, keep: bool) -> None:
        from crm_desktop.services.key_ring import KeyRing

        database, memory = self._shop.database, self._context.memory
        key, salt, ring = database.key, database.salt, KeyRing(database.salt)
        assert key is not None
        self.ring.setEnabled(False)

        def kept() -> None:
            note_kept(memory, salt, kept=keep)
            if isValid(self):
                self.ring.setEnabled(True)

        def failed(error: UserError) -> None:
            if isValid(self):
                self.ring.setEnabled(True)
                self.ring.setChecked(not keep)
                self.ring_note.setText(str(error))

        self._context.jobs.start(
            "", lambda *_: ring.keep(key) if keep else ring.forget(), done=lambda _: kept(), failed=failed, quiet=True
        )

    def ask_new(self) -> None:
        """The form that sets the password, or changes it."""
        from crm_desktop.ui.dialogs.safety.password_dialogs import NewPasswordDialog

        NewPasswordDialog(self._context, self.window()).open()

    def ask_to_remove(self) -> None:
        """The form that removes it."""
        from crm_desktop.ui.dialogs.safety.password_dialogs import ask_to_remove

        ask_to_remove(self._context, self.window())

    def _lock(self) -> None:
        self._context.keeper.lock()

    # The recovery sheet

    def ask_for_sheet(self) -> None:
        """Who wants the sheet shows first that she may have it."""
        from crm_desktop.ui.dialogs.safety.password_dialogs import CurrentPasswordDialog

        CurrentPasswordDialog(
            self._context,
            tr("Recovery sheet"),
            tr("A sheet of paper with a code that opens the shop when the password is forgotten. It belongs where "
               "the papers of the shop are kept, and not beside the laptop."),
            tr("Show the sheet"),
            self._show_sheet,
            self.window(),
        ).open()  # fmt: skip

    def _show_sheet(self, key: Key) -> bool:
        self.print_sheet(key.code(self._shop.database.salt))
        return True

    def print_sheet(self, code: str) -> None:
        """The sheet with this code, to be printed or saved."""
        from crm_desktop.domain.paper import Sheet
        from crm_desktop.ui.printing.print_dialog import print_any
        from crm_desktop.ui.printing.recovery_sheet import Recovery, RecoverySheet
        from crm_desktop.ui.printing.sources import Kind, Source

        services = self._context.services
        told = Recovery(services.shop_name, str(self._shop.path), code, self._context.clock.now().date())

        def lay_out(choices: Choices, watch: Watch) -> Document:
            return RecoverySheet(told, Sheet(choices.paper, bool(choices.landscape)))

        title = tr("Recovery sheet")
        print_any(self._context, [Source(title, title, Kind.SHEET, lay_out, 1)], self.window())
