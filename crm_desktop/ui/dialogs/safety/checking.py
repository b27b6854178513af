"""The shop's file, as the safety page shows it: where it lies, whether it is whole, and when that was looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.language import Sentence, tr
from crm_desktop.ui.dialogs.safety.section import Section, State
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.jobs import Report
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.date_words import day_words

_CHECKED: Final = "safety/checked"
_MOST: Final = 5
"""Problems that are named; the first is reason enough."""


class CheckSection(Section):
    """Each file is looked at when it is opened; here she may have everything in it looked at."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, tr("The file"), parent)
        self._context = context
        self._shop = context.services.shop
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(texts.ElidedLabel(str(self._shop.path)), 1)
        self.open_folder = buttons.quiet(tr("Open folder"), self._open_folder)
        self.open_folder.setAccessibleDescription(tr("Open the shop's folder"))
        row.addWidget(self.open_folder)
        self.add(line)
        self.problems = texts.labelled("", "notice", wrap=True, selectable=True)
        self.problems.hide()
        self.add(self.problems)
        self.check_button = buttons.plain(tr("Check it now"), self.check, theme=context.theme, icon="refresh")
        self.add_button(self.check_button)
        self.refresh()

    def refresh(self) -> None:
        """Say what is known."""
        checked = self._last()
        if not self._shop.wholeness.is_checked:
            self.say(Sentence("It was not closed properly the last time, and is being checked."), State.UNKNOWN)
        elif checked is None:
            self.say(Sentence("It was checked when it was opened, and is in order."), State.GOOD)
        else:
            day = day_words(checked.date(), self._context.clock.now().date())
            self.say(
                Sentence("It was checked when it was opened, and is in order. The last thorough check: %1 %2", day,
                         f"{checked:%H:%M}"), State.GOOD,
            )  # fmt: skip

    def check(self) -> None:
        """Have everything looked at, in the worker."""
        path, key = self._shop.path, self._shop.database.key
        self.check_button.setEnabled(False)

        def look(report: Report, cancelled: Callable[[], bool]) -> Sequence[Sentence]:
            from crm_desktop.store.check import problems_of

            return problems_of(path, key, progress=lambda done, total: report(done, total, ""), cancelled=cancelled)

        job = self._context.jobs.start(tr("Checking the file"), look, done=self._found)
        job.ended.connect(self._again)

    def _found(self, problems: Sequence[Sentence]) -> None:
        self._remember(ok=not problems)
        if not isValid(self):
            self._tell(problems)
            return
        self.problems.setText("\n".join(map(str, problems[:_MOST])))
        self.problems.setVisible(bool(problems))
        if problems:
            self.say(
                Sentence("Something in it is broken. Make a copy of the file as it is, then bring back the newest copy "
                         "that is whole."), State.TROUBLE,
            )  # fmt: skip
        else:
            self.refresh()

    def _tell(self, problems: Sequence[Sentence]) -> None:
        """The page was closed meanwhile."""
        if problems:
            self._context.messages.error(tr("Something in the shop's file is broken: %1", problems[0]))
        else:
            self._context.messages.info(tr("The shop's file was checked, and is in order"))

    def _again(self) -> None:
        if isValid(self):
            self.check_button.setEnabled(True)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._shop.path.parent)))

    # When all of it was looked at

    def _noted(self) -> dict[str, str]:
        nothing: dict[str, str] = {}
        return self._context.memory.get(_CHECKED, nothing)

    def _last(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self._noted()[self._shop.identity])
        except (KeyError, ValueError, TypeError):
            return None

    def _remember(self, *, ok: bool) -> None:
        noted = self._noted()
        noted.pop(self._shop.identity, None)
        if ok:
            noted[self._shop.identity] = self._context.clock.now().isoformat()
        self._context.memory.put(_CHECKED, noted)
