"""Bring back a copy: which there are, what is in one beside what is in the shop, and the two things that can be done:
put it in the shop's place, or bring single customers back out of it.

A copy is read whole and compared in the worker. What is done to the shop's file is done while it is closed; the window
is built anew then, and this one is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.errors import UserError, WrongPassword
from crm_desktop.language import tr
from crm_desktop.services.backups import Backup, State
from crm_desktop.services.copy_contents import CopyContents
from crm_desktop.services.restore import Brought, chosen, refuse_itself, restore
from crm_desktop.store.compare import Comparison
from crm_desktop.store.key import Key
from crm_desktop.ui.dialogs.restore.comparison import ComparisonView, told
from crm_desktop.ui.dialogs.restore.copies import CopyList, made_words
from crm_desktop.ui.dialogs.restore.people import CopiedPeople
from crm_desktop.ui.opening.password import PasswordForm, standing
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.jobs import Job
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.reading_order import ReadsAlong

_SIZE: Final = QSize(1080, 720)
_FRAME: Final = QSize(16, 48)


class RestoreDialog(ReadsAlong, QDialog):
    """Above the copies, below what is in the one under the keys."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shop = context.services.shop
        self._own_files: list[Backup] = []
        self._keys: dict[Path, Key] = {}
        self._looking: Job | None = None
        self._bringing = False
        self._found: list[Backup] = []
        self.contents: CopyContents | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Bring back a copy"))
        self.copies = CopyList(context)
        self.copies.picked.connect(self._look)
        self.comparison = ComparisonView(context.theme)
        self.people = CopiedPeople(context)
        self.people.picked_changed.connect(self._enable)
        self.words = texts.body("", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.form: PasswordForm | None = None
        self._asking = QWidget()
        QVBoxLayout(self._asking).setContentsMargins(0, 0, 0, 0)
        self._make_buttons()
        self._lay_out()
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _FRAME))
        self.say(tr("Looking for copies…"))
        self._read_copies()

    # Making

    def _make_buttons(self) -> None:
        theme = self._context.theme
        self.choose_button = buttons.plain(tr("Choose another file…"), self.choose_file, theme=theme, icon="folder")
        self.bring_button = buttons.plain("", self.bring_back, theme=theme, icon="user")
        self.restore_button = buttons.primary(tr("Put it in the shop's place…"), self.restore, theme=theme)
        self.close_button = buttons.plain(tr("Close"), self.close)
        for button in (self.choose_button, self.bring_button, self.restore_button, self.close_button):
            button.setAutoDefault(False)
        self.status = texts.secondary("", wrap=True)

    def _lay_out(self) -> None:
        inside = QWidget()
        both = QHBoxLayout(inside)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(24)
        both.addWidget(self.comparison, 2)
        people = QVBoxLayout()
        people.setSpacing(8)
        people.addWidget(texts.section(tr("Customers in the copy")))
        people.addWidget(self.people, 1)
        both.addLayout(people, 3)
        self._inside = inside
        self._pages = QStackedWidget()
        self._pages.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        for page in (inside, self.words, self._asking):
            self._pages.addWidget(page)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(texts.title(tr("Bring back a copy")), 1)
        head.addWidget(self.choose_button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.status, 1)
        for button in (self.bring_button, self.restore_button, self.close_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.copies, 3)
        column.addWidget(texts.separator())
        column.addWidget(self._pages, 5)
        column.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:
        self.copies.setFocus()
        if self.contents is None and self._looking is None:
            self._look(self.copies.current)  # it was put out of sight meanwhile
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A shop that is locked lets go of all that could open a copy of it."""
        if not event.spontaneous():
            self._keys.clear()
            self._forget()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._let_go()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        self._let_go()
        super().done(result)

    # The copies

    def _read_copies(self) -> None:
        backups = self._context.daily_backup.backups
        self._context.jobs.start(
            tr("Looking for copies"), lambda *_: backups.list(), done=self._if_there(self._show_copies),
            failed=self._if_there(self._failed), quiet=True,
        )  # fmt: skip

    def _show_copies(self, copies: Sequence[Backup]) -> None:
        self._found = list(copies)
        self.copies.show_copies(self._found, self._own_files)
        if not copies and not self._own_files:
            self.say(tr("There is no copy of this shop yet. Choose a file, if you have one elsewhere."))
        elif self.copies.current is None:
            first = next((copy for copy in copies if copy.state is State.OPENS), [*self._own_files, *copies][0])
            self.copies.pick(first.path)

    def choose_file(self) -> None:
        """Look into any file."""
        path = self._context.file_dialogs.ask_open(self, tr("Choose a copy"), [(tr("CRM Desktop shops"), "*.crm")])
        if path is None:
            return
        try:
            refuse_itself(self._shop.path, path)
            copy = chosen(path, self._shop.database.key)
        except (UserError, OSError) as error:
            self.copies.clearSelection()
            self._forget()
            self.say(str(error))
            return
        self._own_files = [copy, *(each for each in self._own_files if each.path != path)]
        self.copies.show_copies(self._found, self._own_files)
        self.copies.pick(path)

    # Looking into one

    def _look(self, copy: Backup | None) -> None:
        """Show what is in the copy under the keys."""
        self._forget()
        if copy is None:
            return
        key = self._keys.get(copy.path)
        if copy.state is State.BROKEN:
            self.say(tr("This copy is damaged. Choose another one."))
        elif copy.state is State.LOCKED and key is None:
            self._ask_password(copy)
        else:
            self._begin_looking(copy, key)

    def _begin_looking(self, copy: Backup, key: Key | None) -> None:
        self.say(tr("Looking into the copy: it is read as a whole and compared with the shop…"))
        shop = self._shop

        def work(*_: object) -> CopyContents:
            return CopyContents.open(shop, copy.path, key)

        def arrived(contents: CopyContents) -> None:
            if isValid(self) and self._looking is job:
                self._show_contents(contents)
                self._tell_how(contents)
            else:
                contents.close()

        job = self._context.jobs.start(
            tr("Looking into the copy"), work, done=arrived,
            failed=self._if_there(lambda error: self._not_opened(copy, error, job)), quiet=True,
        )  # fmt: skip
        self._looking = job

    def _show_contents(self, contents: CopyContents) -> None:
        self._looking, self.contents = None, contents
        self.comparison.show_comparison(contents.comparison, self._today)
        self.people.show_contents(contents)
        self._pages.setCurrentWidget(self._inside)
        self._enable()

    def _tell_how(self, contents: CopyContents) -> None:
        """How single customers are brought back is not seen while none is picked."""
        missing = contents.comparison.missing
        self.status.setText(tr("To bring back only some customers, pick them in the list first") if missing else "")

    def _not_opened(self, copy: Backup, error: UserError, job: Job) -> None:
        if self._looking is not job:
            return
        self._looking = None
        if isinstance(error, WrongPassword):
            self._keys.pop(copy.path, None)
            self._ask_password(copy)
        else:
            self.say(str(error))

    def _ask_password(self, copy: Backup) -> None:
        def unlock(key: Key) -> UserError | None:
            try:
                chosen_copy = chosen(copy.path, key)
            except UserError as error:
                return error
            if chosen_copy.state is State.LOCKED:
                from crm_desktop.store import meanings

                return meanings.wrong_password(copy.path)
            self._keys[copy.path] = key
            self.copies.show_opened(replace(chosen_copy, at=copy.at, why=copy.why, second=copy.second))
            return None

        form = self.form = PasswordForm(unlock, self._context.theme, go=tr("Look into it"))
        form.opened.connect(lambda: self._begin_looking(copy, self._keys[copy.path]))
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addWidget(
            texts.body(tr("This copy was made under another password. Type the one that the shop had then.")), 0,
            Qt.AlignmentFlag.AlignHCenter,
        )  # fmt: skip
        column.addSpacing(12)
        column.addWidget(standing(form), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._pages.removeWidget(self._asking)
        self._asking.deleteLater()
        self._asking = page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    def say(self, words: str) -> None:
        """Say something where the copy would be shown."""
        self.words.setText(words)
        self._pages.setCurrentWidget(self.words)
        self._enable()

    # What can be done

    def bring_back(self) -> None:
        """Bring the picked customers back into the shop."""
        contents, ids = self.contents, self.people.picked()
        if contents is None or not ids:
            return
        self._set_busy(tr("Bringing back %n customer(s)…", n=len(ids)))

        def work(*_: object) -> tuple[Brought, Comparison]:
            return contents.bring_back(ids), contents.compare_anew()

        def brought(both: tuple[Brought, Comparison]) -> None:
            self._context.actions.announce(both[0].change)
            contents.comparison = both[1]
            if self._is_over(contents):
                self.status.setText(str(both[0].change.title))
                self._show_contents(contents)

        def failed(error: UserError) -> None:
            if self._is_over(contents):
                self._failed(error)
            else:
                self._context.messages.error(str(error))

        self._bringing = True
        self._context.jobs.start(tr("Bringing back customers"), work, done=brought, failed=failed)

    def _is_over(self, contents: CopyContents) -> bool:
        """The bringing back is over: whether there is still someone to be told here."""
        if not isValid(self) or self.contents is not contents:
            contents.close()
            return False
        self._bringing = False
        self.copies.setEnabled(True)
        return True

    def restore(self) -> None:
        """Put the copy in the shop's place, once she has seen what that means."""
        copy, contents = self.copies.current, self.contents
        if copy is None or contents is None:
            return
        same_shop = contents.comparison.same_shop
        said = [f"{sentence}" for sentence in told(contents.comparison)] if same_shop else []
        said.append(tr("A copy of the shop as it is now is made first, and its file stays beside the new one."))
        if not same_shop:
            question = tr("This is a copy of another shop. Put it in this shop's place all the same?")
        else:
            question = tr("Put this copy in the shop's place? (%1)", made_words(copy, self._today))
        if not self._context.questions.confirm(self, question, "\n".join(said), yes=tr("Put it in the shop's place")):
            return
        self._rework(copy, contents.key, force=not same_shop)

    def _rework(self, copy: Backup, copy_key: Key | None, *, force: bool) -> None:
        context, kept = self._context, list[Path]()
        folder, clock, messages = context.daily_backup.backups.folder, context.clock, context.messages
        words = tr("The copy is the shop now (%1).", made_words(copy, self._today))

        def work(path: Path, key: Key | None, report: Any, cancelled: Callable[[], bool], /) -> Key | None:
            done = restore(
                path, key, copy.path, copy_key, folder=folder, clock=clock, force=force, report=report,
                cancelled=cancelled,
            )  # fmt: skip
            kept.extend([done.kept] if done.kept else [])
            return done.key

        def tell() -> None:
            messages.info(tr("%1 The old file is kept: %2", words, kept[0]) if kept else words)

        self._let_go()
        if context.keeper.rework(tr("Bringing back the copy"), work, tell):
            self.close()
        else:
            self._look(copy)

    # Inside

    @property
    def _today(self) -> Any:
        return self._context.clock.now().date()

    def _enable(self) -> None:
        there = self.contents is not None
        picked = self.people.picked() if there else []
        self.bring_button.setText(
            tr("Bring back %n customer(s)", n=len(picked)) if picked else tr("Bring back customers")
        )
        self.bring_button.setAccessibleName(self.bring_button.text())
        self.bring_button.setEnabled(bool(picked))
        self.restore_button.setEnabled(there)

    def _set_busy(self, words: str) -> None:
        self.status.setText(words)
        self.copies.setEnabled(False)
        self.bring_button.setEnabled(False)
        self.restore_button.setEnabled(False)

    def _failed(self, error: UserError) -> None:
        self.copies.setEnabled(True)
        self.status.setText(str(error))
        self._enable()

    def _forget(self) -> None:
        """Close the copy that was looked into."""
        self._let_go()
        self.people.show_contents(None)
        self._enable()

    def _let_go(self) -> None:
        self._looking = None
        contents, self.contents = self.contents, None
        if contents is not None and not self._bringing:  # else it is closed when that is over
            contents.close()

    def _if_there(self, tell: Callable[[Any], object]) -> Callable[[Any], object]:
        return lambda found: tell(found) if isValid(self) else None
