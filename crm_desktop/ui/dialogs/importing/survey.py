"""Whether the files that wait could all come in unasked, found out while she looks at one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from crm_desktop.language import tr
from crm_desktop.ui.dialogs.importing import plan
from crm_desktop.ui.dialogs.importing.files import Incoming, waiting
from crm_desktop.ui.plumbing.context import Context


class Survey:
    """Looks at one waiting file after the other, in the background. `tell` is called when all have been looked at: with
    how many can come in together as the last time, or 0 where that is not so of all. `files` may grow meanwhile."""

    def __init__(self, context: Context, files: Sequence[Incoming], tell: Callable[[int], object]) -> None:
        self._context = context
        self._files = files
        self._tell = tell
        self._is_looking = self._is_stopped = False

    def go_on(self) -> None:
        """Look at the next file that nothing is known of yet, unless one is being looked at."""
        if self._is_looking or self._is_stopped:
            return
        unknown = (each for each in self._files if each.as_last_time is None and each.book is None)
        file = next((each for each in unknown if each.result is None), None)
        if file is not None:
            self._look_at(file)
            return
        coming = waiting(self._files)
        known = len(coming) > 1 and all(self._files[number].as_last_time for number in coming)
        self._tell(len(coming) if known else 0)

    def stop(self) -> None:
        """Look at no more files, and tell nothing."""
        self._is_stopped = True

    def _look_at(self, file: Incoming) -> None:
        self._is_looking = True
        job = self._context.jobs.start(
            tr("Looking at %1", file.name),
            partial(plan.is_as_last_time, self._context.services.shop, file.question.path),
            done=partial(self._seen, file),
            failed=lambda _: None,
        )
        job.ended.connect(self._rest)

    def _rest(self) -> None:
        self._is_looking = False

    def _seen(self, file: Incoming, known: bool) -> None:
        file.as_last_time = known
        self.go_on()
