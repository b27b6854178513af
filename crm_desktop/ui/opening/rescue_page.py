"""What stands in the window's place when the shop's file is damaged, or gone: what happened, a copy to be brought back,
and what can be read of the file itself. Nothing here writes to the damaged file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from crm_desktop.clock import Clock
from crm_desktop.errors import NotAShop, ShopMissing, UserError
from crm_desktop.language import tr
from crm_desktop.services.backup_places import copies_of
from crm_desktop.services.rescue import Report, change_times, newer, rescue, salts_of
from crm_desktop.services.restore import good_copies, restore
from crm_desktop.store.backup import look_into
from crm_desktop.store.closed_file import is_encrypted
from crm_desktop.store.key import Key
from crm_desktop.store.meanings import wrong_password
from crm_desktop.ui.dialogs.safety.section import Section, State
from crm_desktop.ui.opening.copy_choice import CopyChoice, Offer, when_words
from crm_desktop.ui.opening.password import PasswordForm, standing
from crm_desktop.ui.opening.plain_window import PlainWindow
from crm_desktop.ui.opening.rescue_report import ReportView
from crm_desktop.ui.plumbing import jobs as work
from crm_desktop.ui.plumbing.file_dialogs import FileDialogs
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import IconLabel
from crm_desktop.ui.window_menu import SHOP_ENDING, Shell

T = TypeVar("T")

_WIDTH: Final = 680
_ICON: Final = 40

Opens = Callable[[Path, Key | None], object]
"""Opens a shop file in the window's place, or says why not."""


class RescuePage(PlainWindow):
    """`key` opens the damaged shop, `folder` has its copies; `opens` is called with the file to be opened instead.
    `error`: why the shop does not open, where it is not damaged but gone, or no shop any more."""

    def __init__(
        self,
        path: Path,
        key: Key | None,
        folder: Path,
        opens: Opens,
        shell: Shell,
        theme: Theme,
        messages: Messages,
        jobs: Jobs,
        file_dialogs: FileDialogs,
        clock: Clock,
        error: UserError | None = None,
    ) -> None:
        self._body = QWidget()
        super().__init__(_scrolled(self._body), shell, theme, messages, jobs)
        self._path, self._key, self._folder, self._opens = path, key, folder, opens
        self._theme, self._jobs, self._messages = theme, jobs, messages
        self._file_dialogs, self._clock = file_dialogs, clock
        self._is_there = not isinstance(error, ShopMissing)
        self.form: PasswordForm | None = None
        self.resize(self.width(), 640)
        self.report: ReportView | None = None
        self.copies = self._copies_section()
        self.rest = self._rest_section()
        self._choices = self._column(
            _heading(theme, path, error),
            self.copies,
            texts.separator(),
            self.rest,
            texts.separator(),
            self._elsewhere(),
        )
        self.rest.setVisible(self._is_there)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self._choices)
        self._middle.addStretch()
        # No alignment: a centred widget gets the height that it asks for, and not what its lines take at this width.
        row = QHBoxLayout(self._body)
        row.setContentsMargins(24, 40, 24, 24)
        row.addStretch(1)
        row.addLayout(self._middle, 100)
        row.addStretch(1)
        self._look_for_copies()

    # Its parts

    def _column(self, *parts: QWidget) -> QWidget:
        middle = QWidget()
        middle.setMaximumWidth(px(_WIDTH))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        for part in parts:
            column.addWidget(part)
        return middle

    def _copies_section(self) -> Section:
        section = Section(self._theme, tr("Bring back a copy"))
        section.say(tr("Looking for good copies…"), State.UNKNOWN)
        self.choice = CopyChoice()
        self.choice.changed.connect(self._name_button)
        section.add(self.choice)
        self.bring_back = buttons.primary("", self._bring_back_picked, theme=self._theme, icon="history")
        self.bring_back.hide()
        section.add_button(self.bring_back)
        self.choose = buttons.plain(tr("Choose another copy…"), self._choose, theme=self._theme, icon="folder")
        section.add_button(self.choose)
        return section

    def _rest_section(self) -> Section:
        section = Section(self._theme, tr("Recover what can be read"))
        section.say(
            tr("What can still be read of the damaged file goes into a new one. Then you see what was read, what is in "
               "doubt, and what is lost."),
            State.ADVICE,
        )  # fmt: skip
        self.recover = buttons.plain(tr("Recover into a new file…"), self._recover, theme=self._theme, icon="save")
        section.add_button(self.recover)
        return section

    def _elsewhere(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.again = buttons.quiet(tr("Try again"), lambda: self._open(self._path, self._key), theme=self._theme,
                                   icon="refresh")  # fmt: skip
        self.other = buttons.quiet(tr("Open another shop…"), self._open_other, theme=self._theme, icon="folder")
        row.addWidget(self.again)
        row.addWidget(self.other)
        row.addStretch()
        return line

    # Copies

    def _look_for_copies(self) -> None:
        path, key, folder, is_there = self._path, self._key, self._folder, self._is_there

        def look(report: work.Report, cancelled: Callable[[], bool]) -> list[Offer]:
            copies = good_copies(path, key, folder)
            times = change_times(path, key, cancelled=cancelled) if copies and is_there else None
            return [Offer(copy, newer(times, copy.newest_change)) for copy in copies]

        # Whoever opens another shop waits for a quiet job: not while copies are read.
        self.again.setEnabled(False)
        self.other.setEnabled(False)
        self._jobs.start("", look, done=self._show_offers, failed=lambda error: self._show_offers([]), quiet=True)

    def _show_offers(self, offers: list[Offer]) -> None:
        if not isValid(self):
            return
        self.again.setEnabled(True)
        self.other.setEnabled(True)
        copies = copies_of(self._path, self._folder) if not offers and self._key is None else []
        protected = next(filter(is_encrypted, copies), None)
        if protected is not None:
            self._ask_password(protected)
        elif not offers:
            self.copies.say(
                tr("No good copy of this shop was found on this laptop, nor in the second place. If you have one "
                   "elsewhere, choose it."),
                State.TROUBLE,
            )  # fmt: skip
        else:
            self._show_found(offers)

    def _ask_password(self, copy: Path) -> None:
        """The shop itself does not tell any more that it had one."""
        self.copies.say(tr("The copies are protected by the shop's password. Type it to see them."), State.ADVICE)

        def unlock(key: Key) -> UserError | None:
            if look_into(copy, key) is None:
                return wrong_password(copy)
            self._key = key
            return None

        self.form = PasswordForm(unlock, self._theme, go=tr("Look for copies"))
        asking = standing(self.form)
        self.form.opened.connect(asking.hide)
        self.form.opened.connect(self._look_for_copies)
        self.copies.add(asking)

    def _show_found(self, offers: list[Offer]) -> None:
        self.copies.say(
            tr("The shop is then as it was when the copy was made. The damaged file stays beside it.")
            if self._is_there
            else tr("The shop is then as it was when the copy was made."),
            State.GOOD,
        )
        self.choice.show_offers(offers, is_there=self._is_there)
        self.bring_back.show()
        if not isinstance(self.focusWidget(), QAbstractButton):
            self.bring_back.setFocus()

    def _name_button(self) -> None:
        self.bring_back.setText(tr("Bring back the copy of %1", when_words(self.choice.chosen.at)))
        self.bring_back.setAccessibleName(self.bring_back.text())

    def _bring_back_picked(self) -> None:
        self._bring_back(self.choice.chosen.path)

    def _choose(self) -> None:
        copy = self._file_dialogs.ask_open(self, tr("Choose a copy of the shop"), _patterns())
        if copy is not None:
            self._bring_back(copy)

    def _bring_back(self, copy: Path) -> None:
        path, key, folder, clock = self._path, self._key, self._folder, self._clock
        self._start(
            tr("Bringing back the copy"),
            lambda report, cancelled: restore(
                path, key, copy, folder=folder, clock=clock, report=report, cancelled=cancelled
            ),
            lambda restored: self._open(path, restored.key),
        )

    # What can be read

    def _recover(self) -> None:
        path, key, folder, clock = self._path, self._key, self._folder, self._clock
        name = tr("%1 recovered", path.stem) + path.suffix
        target = self._file_dialogs.ask_save(self, tr("Recover into a new file"), name, _patterns())
        if target is None:
            return

        def recover(report: work.Report, cancelled: Callable[[], bool]) -> Report:
            return rescue(
                path, target, key, clock=clock, salts=salts_of(copies_of(path, folder)),
                progress=lambda done, total, what: report(done, total, str(what)), cancelled=cancelled,
            )  # fmt: skip

        self._start(tr("Recovering “%1”", path.name), recover, self._show_report)

    def _show_report(self, report: Report) -> None:
        self._hide_report()
        self._choices.hide()
        self.report = ReportView(
            report, self._theme, lambda: self._open(report.path, self._key), self._hide_report, width=px(_WIDTH)
        )
        self._middle.insertWidget(0, self.report)
        self.report.open.setFocus()

    def _hide_report(self) -> None:
        if self.report is not None:
            self.report.deleteLater()
            self.report = None
        self._choices.show()

    # Work

    def _start(self, title: str, carry_out: work.Work[T], done: Callable[[T], object]) -> None:
        """Let the worker do it; meanwhile nothing else can be begun here."""
        if self._jobs.busy:
            return
        self._enable(False)

        def finished(result: T) -> None:
            if isValid(self):
                self._enable(True)
                done(result)

        self._jobs.start(title, carry_out, done=finished, failed=self._failed, cancelled=lambda: self._enable(True))

    def _failed(self, error: UserError) -> None:
        self._enable(True)
        self._messages.error(str(error))

    def _enable(self, on: bool) -> None:
        for part in (self.copies, self.rest, self.again, self.other):
            part.setEnabled(on)

    def _open(self, path: Path, key: Key | None) -> None:
        # Later: the job that has just ended is still counted as busy by those that are told of its end.
        QTimer.singleShot(0, self, lambda: self._opens(path, key))

    def _open_other(self) -> None:
        path = self._file_dialogs.ask_open(self, tr("Open a shop"), _patterns())
        if path is not None:
            self._shell.open_shop(path)


def _heading(theme: Theme, path: Path, error: UserError | None) -> QWidget:
    title, words = _what_happened(path, error)
    heading = QWidget()
    row = QHBoxLayout(heading)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(16)
    row.addWidget(IconLabel(theme, "alert", _ICON, "danger"), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(6)
    column.addWidget(texts.title(title))
    column.addWidget(texts.body(words, wrap=True, selectable=True))
    row.addLayout(column, 1)
    return heading


def _what_happened(path: Path, error: UserError | None) -> tuple[str, str]:
    """A title, and what is behind it."""
    match error:
        case ShopMissing():
            return tr("The shop's file is not there"), tr(
                "%1 If you find it, put it back or open it; if it was deleted, bring back a copy.", error
            )
        case NotAShop():
            return tr("The shop's file is damaged"), tr(
                "“%1” is empty, or another program has written over it. The file was left as it is, and nothing is "
                "written to it any more.", path.name,
            )  # fmt: skip
    return tr("The shop's file is damaged"), tr(
        "“%1” can no longer be read as a whole. A disk or stick that wears out does that, or one that was "
        "pulled out while it was being written to. The file was left as it is, and nothing "
        "is written to it any more.", path.name,
    )  # fmt: skip


def _scrolled(body: QWidget) -> QScrollArea:
    body.setProperty("role", "plain")
    area = QScrollArea()
    area.setAccessibleName(tr("The shop's file"))
    area.setWidgetResizable(True)
    area.setWidget(body)
    return area


def _patterns() -> list[tuple[str, str]]:
    return [(tr("CRM Desktop shops"), SHOP_ENDING)]
