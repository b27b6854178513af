"""What long work is doing, how far it is, and a button to stop it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.jobs import Job, Jobs
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

_PATIENCE_MS: Final = 400
"""Shorter work is over before anyone could read what it was: a strip that flickers only disturbs."""


class ProgressStrip(QFrame):
    """Shows the job that runs, if it takes a moment; hidden when none does."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self.setProperty("role", "message")
        self.setFixedHeight(px(40))
        self._is_built = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        jobs.started.connect(self._started)
        self.hide()
        for job in jobs.shown:
            self._started(job)

    def _build(self) -> None:
        """What is in it, made for the first job."""
        self._is_built = True
        self._title = texts.body("")
        self._words = texts.ElidedLabel()
        self._words.setProperty("role", "secondary")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName(tr("Progress"))
        self._cancel = buttons.quiet(tr("Cancel"), self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self._title)
        # The words change all the time, and what stands before them does not move.
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        row.addWidget(self._words, 1)

    def _started(self, job: Job) -> None:
        self._jobs.append(job)
        # Methods and not lambdas: a job may outlive the window, and must then tell it nothing.
        job.progressed.connect(self._progressed)
        job.ended.connect(self._ended)
        self._show_first()

    def _show_first(self) -> None:
        if not self._jobs:
            self._patience.stop()
            self.hide()
            return
        if not self._is_built:
            self._build()
        job = self._jobs[0]
        self._title.setText(job.title)
        self._words.setText(tr("Stopping…") if job.cancelling() else "")
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(not job.cancelling())
        if self.isHidden() and not self._patience.isActive():
            self._patience.start()

    def _progressed(self, done: int, total: int, words: str) -> None:
        job = self.sender()
        if job is not self._jobs[0] or self._jobs[0].cancelling():
            return
        # Per mille: counts may be larger than what a bar can hold.
        self._bar.setRange(0, 1000 if total else 0)
        self._bar.setValue(done * 1000 // total if total else 0)
        self._words.setText(words or (tr("%1 of %2", f"{done:,}", f"{total:,}") if total else ""))

    def _stop(self) -> None:
        if self._jobs:
            self._jobs[0].cancel()
            self._words.setText(tr("Stopping…"))
            self._cancel.setEnabled(False)

    def _ended(self) -> None:
        job = self.sender()
        self._jobs = [each for each in self._jobs if each is not job]
        self._show_first()
