"""The copies of the shop, as the safety page shows them: the last one, the second place, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.domain.reminding.entries import BACKUP_PATIENCE, BackupFact
from crm_desktop.errors import UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.background.daily_backup import Made
from crm_desktop.ui.dialogs.copy_shop import copy_shop_to
from crm_desktop.ui.dialogs.safety.section import Section, State
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.date_words import day_words

if TYPE_CHECKING:
    from crm_desktop.services.backups import Backup, Backups

_MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Standing:
    """How it stands with the copies; `same_disk`: the second place is on the disk of the shop."""

    newest: Backup | None
    newest_second: Backup | None
    failures: tuple[BackupFact, ...]
    same_disk: bool


class CopiesSection(Section):
    """What it says is found out in the worker, each time something has changed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, tr("Copies"), parent)
        self._context = context
        self._daily = context.daily_backup
        self.kept = self.add_note(
            tr("One a day, and one before anything large; of the last 7 days, 4 weeks and 12 months one each is kept.")
        )
        self.folder = texts.ElidedLabel()
        self.second = texts.ElidedLabel()
        self.second_note = texts.secondary("", wrap=True)
        self.choose = buttons.quiet(tr("Choose…"), self._choose, theme=context.theme, icon="folder")
        self.choose.setAccessibleDescription(tr("Choose the second place"))
        self.none = buttons.quiet(tr("None"), self._choose_none)
        self.none.setAccessibleDescription(tr("No second place"))
        self.open_folder = buttons.quiet(tr("Open folder"), self._open_folder)
        self.open_folder.setAccessibleDescription(tr("Open the backup folder"))
        self.add(_line(self.folder, self.open_folder))
        self.add(_line(self.second, self.choose, self.none))
        self.add(self.second_note)
        theme = context.theme
        self.now = buttons.plain(tr("Back up now"), self._make, theme=theme, icon="save")
        self.copy = buttons.plain(tr("Copy the shop to…"), lambda: copy_shop_to(context, self), theme=theme,
                                  icon="copy")  # fmt: skip
        self.restore = buttons.plain(tr("Bring back a copy…"), self._restore, theme=theme, icon="history")
        for button in (self.now, self.copy, self.restore):
            self.add_button(button)
        self.refresh()

    def refresh(self) -> None:
        """Find out how it stands, and show it."""
        backups = self._daily.backups
        self.folder.setText(tr("Backup folder: %1", backups.folder))
        second = backups.second
        self.second.setText(tr("Second place: %1", second) if second else tr("Second place: none"))
        self.none.setVisible(second is not None)
        shop = self._context.services.shop.path

        def look(*_: object) -> Standing:
            return _standing(backups, shop)

        self._context.jobs.start("", look, done=self._if_there(self._show), quiet=True)

    def _if_there(self, tell: Callable[[Standing], object]) -> Callable[[Standing], object]:
        return lambda standing: tell(standing) if isValid(self) else None

    def _show(self, standing: Standing) -> None:
        first = next((fact for fact in standing.failures if not fact.second), None)
        second = next((fact for fact in standing.failures if fact.second), None)
        newest, today = standing.newest, self._context.clock.now().date()
        self.second_note.setText("\n".join(map(str, self._second_words(standing, second))))
        self.second_note.setVisible(bool(self.second_note.text()))
        has_second = self._daily.backups.second is not None
        if first is not None:
            self.say(Sentence("No backup could be made since %1: %2", first.since, first.why), State.TROUBLE)
        elif newest is None:
            self.say(Sentence("There is no copy yet."), State.ADVICE)
        else:
            failing = second is not None and today - second.since >= BACKUP_PATIENCE
            well = has_second and second is None and not standing.same_disk
            worst = State.TROUBLE if failing else State.GOOD if well else State.ADVICE
            self.say(Sentence("The last copy: %1", self._words(newest)), worst)

    def _second_words(self, standing: Standing, failed: BackupFact | None) -> list[Sentence]:
        if self._daily.backups.second is None:
            return [Sentence("All copies are on this computer: its disk may die, or the computer be stolen. Choose a "
                             "stick, or a folder that is kept elsewhere too.")]  # fmt: skip
        said = []
        if failed is not None:
            said.append(Sentence("No copy could be made there since %1: %2", failed.since, failed.why))
        if standing.newest_second is not None:
            said.append(Sentence("The last copy there: %1", self._words(standing.newest_second)))
        if standing.same_disk:
            said.append(Sentence("This is on the same disk as the shop: it does not help when that disk dies."))
        if not self._context.services.shop.encrypted:
            said.append(Sentence("The shop has no password: whoever finds a copy can read it."))
        return said

    def _words(self, backup: Backup) -> Sentence:
        day = day_words(backup.at.date(), self._context.clock.now().date())
        megabytes = f"{max(backup.size / _MEGABYTE, 0.1):.1f}"
        if backup.customers is None:
            return Sentence("%1 %2, %3 MB, under another password", day, f"{backup.at:%H:%M}", megabytes)
        return Sentence("%1 %2, %n customer(s), %3 MB", day, f"{backup.at:%H:%M}", megabytes, n=backup.customers)

    # What can be done

    def _make(self) -> None:
        self.now.setEnabled(False)
        self._daily.make(self._made, self._not_made)

    def _made(self, made: Made) -> None:
        count, messages = made.backup.customers or 0, self._context.messages
        if made.second_failed is not None:
            messages.error(tr("The backup was made and checked, but none in the second place. %1", made.second_failed))
        elif made.second is not None:
            messages.info(tr("Backups made in both places and checked: %n customer(s)", n=count))
        else:
            messages.info(tr("Backup made and checked: %n customer(s)", n=count))
        self._again()

    def _not_made(self, error: UserError) -> None:
        self._context.messages.error(str(error))
        self._again()

    def _again(self) -> None:
        if isValid(self):
            self.now.setEnabled(True)
            self.refresh()

    def _choose(self) -> None:
        chosen = self._context.file_dialogs.ask_folder(self, tr("Second place for backups"))
        if chosen is not None:
            self._choose_second(chosen)

    def _choose_none(self) -> None:
        self._choose_second(None)

    def _choose_second(self, chosen: Path | None) -> None:
        try:
            self._daily.backups.choose_second(chosen)
        except UserError as error:
            self.second_note.setText(str(error))
            self.second_note.show()
            return
        self.refresh()
        if chosen is not None:
            self._daily.make_in_second(self.refresh_if_there)

    def refresh_if_there(self) -> None:
        """`refresh`, if the page is still open."""
        if isValid(self):
            self.refresh()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._daily.backups.folder)))

    def _restore(self) -> None:
        from crm_desktop.ui.dialogs.restore import open_restore

        open_restore(self._context, self.window())


def _line(label: QWidget, *right: QWidget) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label, 1)
    for each in right:
        row.addWidget(each)
    return line


def _standing(backups: Backups, shop: Path) -> Standing:
    """In the worker."""
    return Standing(
        backups.newest(), backups.newest(second=True), tuple(backups.failures()), _same_disk(backups.second, shop)
    )


def _same_disk(folder: Path | None, shop: Path) -> bool:
    try:
        return folder is not None and folder.stat().st_dev == shop.stat().st_dev
    except OSError:  # the stick is not there
        return False
