"""The one way in which the window writes: do it, tell everyone, say so, offer to undo it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from crm_desktop.errors import InvalidInput, UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.bus import ChangeBus
from crm_desktop.ui.plumbing.messages import Message, Messages

if TYPE_CHECKING:
    from crm_desktop.services.history import History, UndoAnswer


class Actions:
    """Runs the services' writing methods in the GUI thread."""

    def __init__(self, history: History, bus: ChangeBus, messages: Messages) -> None:
        self._history = history
        self._bus = bus
        self._messages = messages

    def do(
        self,
        work: Callable[[], Change],
        *,
        quiet: bool = False,
        on_invalid: Callable[[Mapping[str, Sentence]], object] | None = None,
    ) -> Change | None:
        """Run `work`, announce its Change, and say what was done beside an Undo button (unless `quiet`).

        None when it could not be done: then nothing was changed and the reason was shown, field by field through
        `on_invalid` where the input was refused.
        """
        try:
            change = work()
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

    def undo(self, change: int | None = None) -> UndoAnswer | None:
        """Undo one change, or the last one; says what could not be put back. None when nothing was undone."""
        return self._take_back(lambda: self._history.undo(change), Sentence("Redo"), self.redo)

    def redo(self) -> UndoAnswer | None:
        """Do again what was undone last."""
        return self._take_back(self._history.redo, Sentence("Undo"), self.undo)

    def failed(self, error: UserError) -> None:
        """Show an error that the user can understand."""
        self._messages.error(str(error))

    def _take_back(
        self, work: Callable[[], UndoAnswer], action: Sentence, do: Callable[[], object]
    ) -> UndoAnswer | None:
        try:
            answer = work()
        except UserError as error:
            self.failed(error)
            return None
        self._bus.changed.emit(answer.change)
        self._messages.undone.emit(answer.undone_id)
        text = str(answer.change.title)
        names = " · ".join(answer.kept_names[:3])
        if answer.kept:
            text = tr("%1. Edited since and left as they are: %2 (%3)", text, answer.kept, names)
        if answer.failed:
            text = tr("%1. Could not be put back: %2 (%3)", text, answer.failed, names)
        self._messages.info(text, action=str(action), do=do)
        return answer
