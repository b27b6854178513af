"""The one way in which the window writes: do it, tell everyone, say so, offer to undo it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from crm_desktop.errors import InvalidInput, NeedsBackup, UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.bus import ChangeBus
from crm_desktop.ui.plumbing.messages import Message, Messages

if TYPE_CHECKING:
    from crm_desktop.services.history import History, HistoryEntry, UndoAnswer
    from crm_desktop.ui.plumbing.jobs import Jobs, Report

T = TypeVar("T")

#: From so many rows on, taking a change back is work for the background.
MANY_ROWS: Final = 5_000


class Actions:
    """Runs the services' writing methods in the GUI thread; where there are `jobs`, large undos are one."""

    def __init__(self, history: History, bus: ChangeBus, messages: Messages, jobs: Jobs | None = None) -> None:
        self._history = history
        self._bus = bus
        self._messages = messages
        self._jobs = jobs
        self._is_taking_back = False

    def do(
        self,
        work: Callable[[], Change],
        *,
        quiet: bool = False,
        on_invalid: Callable[[Mapping[str, Sentence]], object] | None = None,
        meanwhile: str = "",
    ) -> Change | None:
        """Run `work`, announce its Change, and say what was done beside an Undo button (unless `quiet`).

        None if it could not be done: then nothing was changed and the reason was shown, field by field through
        `on_invalid` where the input was refused.

        A change of many rows goes on in the background, after a backup; what is returned then says so, and has no id.
        So what `work` needs of a widget is read before. `meanwhile` says what goes on there, such as "Deleting 5,000
        customers". The tabs are told when it is done.
        """
        try:
            change = work()
        except NeedsBackup as error:
            if self._jobs is None:
                self.failed(error)
                return None
            return self._do_in_background(self._jobs, work, meanwhile or tr("Changing many entries"), quiet=quiet)
        except InvalidInput as error:
            if on_invalid is None:
                self.failed(error)
            else:
                on_invalid(error.fields)
            return None
        except UserError as error:
            self.failed(error)
            return None
        self.announce(change, quiet=quiet)
        return change

    def _do_in_background(self, jobs: Jobs, work: Callable[[], Change], title: str, *, quiet: bool) -> Change:
        jobs.start(
            title,
            lambda report, cancelled: self._after_backup(work, report, cancelled),
            done=lambda change: self.announce(change, quiet=quiet),
            cancelled=self._stopped,
        )
        return Change(None, Sentence("A backup is made first; then it is done."))

    def _after_backup(self, work: Callable[[], T], report: Report, cancelled: Callable[[], bool]) -> T:
        """Make the backup first, then do the work; called in the worker."""
        words = tr("Making a backup first")
        self._history.back_up(progress=lambda done, total: report(done, total, words), cancelled=cancelled)
        report(0, 0, tr("The backup is made. Saving…"))
        return work()

    def _stopped(self) -> None:
        self._messages.note(tr("Stopped. Nothing was changed."))

    def announce(self, change: Change, *, quiet: bool = False) -> None:
        """Tell the tabs of a Change made elsewhere, such as an import in the worker; say so unless `quiet`."""
        number = change.id
        if number is None:
            return
        self._bus.changed.emit(change)
        if not quiet:
            self._messages.post(
                Message(str(change.title), action=tr("Undo"), do=lambda: self.undo(number), about_change=number)
            )

    def undo(
        self,
        change: int | None = None,
        *,
        done: Callable[[UndoAnswer], object] | None = None,
        failed: Callable[[], object] | None = None,
    ) -> UndoAnswer | None:
        """Undo one change, or the last one; says what could not be put back. One of many rows is undone in the
        background: then None is returned at once. `done` is told the answer in any case, `failed` that there is none.
        """
        ends = _Ends(Sentence("Redo"), self.redo, done, failed)
        return self._take_back(lambda: self._history.to_undo(change), lambda: self._history.undo(change), ends)

    def redo(self) -> UndoAnswer | None:
        """Do again what was undone last."""
        ends = _Ends(Sentence("Undo"), self.undo)
        return self._take_back(self._history.next_redo, self._history.redo, ends)

    def failed(self, error: UserError) -> None:
        """Show an error that the user can understand."""
        self._messages.error(str(error))

    def _take_back(
        self, find: Callable[[], HistoryEntry | None], work: Callable[[], UndoAnswer], ends: _Ends
    ) -> UndoAnswer | None:
        if self._is_taking_back:
            self._messages.note(tr("One moment: a large change is being taken back."))
            return None
        entry = None
        try:
            entry = find()
            if self._jobs is not None and entry is not None and entry.rows >= MANY_ROWS:
                self._take_back_in_background(self._jobs, work, _meanwhile(entry), ends)
                return None
            answer = work()
        except NeedsBackup as error:
            if self._jobs is None or entry is None:
                self._not_taken_back(error, ends)
            else:
                self._take_back_in_background(self._jobs, work, _meanwhile(entry), ends)
            return None
        except UserError as error:
            self._not_taken_back(error, ends)
            return None
        self._taken_back(answer, ends)
        return answer

    def _take_back_in_background(self, jobs: Jobs, work: Callable[[], UndoAnswer], title: str, ends: _Ends) -> None:
        self._is_taking_back = True

        def finished(tell: Callable[[], object]) -> None:
            self._is_taking_back = False
            tell()

        jobs.start(
            title,
            lambda report, cancelled: self._after_backup(work, report, cancelled),
            done=lambda answer: finished(lambda: self._taken_back(answer, ends)),
            failed=lambda error: finished(lambda: self._not_taken_back(error, ends)),
            cancelled=lambda: finished(self._stopped),
        )

    def _not_taken_back(self, error: UserError, ends: _Ends) -> None:
        self.failed(error)
        if ends.failed is not None:
            ends.failed()

    def _taken_back(self, answer: UndoAnswer, ends: _Ends) -> None:
        self._bus.changed.emit(answer.change)
        self._messages.undone.emit(answer.undone_id)
        text = str(answer.change.title)
        names = " · ".join(answer.kept_names[:3])
        if answer.kept:
            text = tr("%1. Edited since and left as they are: %2 (%3)", text, answer.kept, names)
        if answer.failed:
            text = tr("%1. Could not be put back: %2 (%3)", text, answer.failed, names)
        self._messages.info(text, action=str(ends.action), do=ends.do)
        if ends.done is not None:
            ends.done(answer)


@dataclass(frozen=True)
class _Ends:
    """What is offered when a change was taken back, and who is told of it."""

    action: Sentence
    do: Callable[[], object]
    done: Callable[[UndoAnswer], object] | None = None
    failed: Callable[[], object] | None = None


def _meanwhile(entry: HistoryEntry) -> str:
    """What is said while a change is taken back, or what was undone is done again."""
    return tr("Redoing: %1", entry.what) if entry.kind == "undo" else tr("Undoing: %1", entry.what)
