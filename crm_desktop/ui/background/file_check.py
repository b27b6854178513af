"""The look at a shop's whole file that its opening has put off: a second for a large shop that was closed properly, a
minute for one that was not.

It has a thread of its own, so that the worker finds meanwhile what the lists show, and begins once the first list is
there. Nothing is written to the file before it is through; it may be stopped at any time, and begun anew.
"""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.store.shop import Shop
from crm_desktop.ui.plumbing.jobs import Jobs, Report


class FileCheck:
    """Looks through the file of an open shop. `stop` it before the shop's connections are closed."""

    def __init__(
        self, shop: Shop, jobs: Jobs, failed: Callable[[UserError], object], through: Callable[[], object]
    ) -> None:
        """`failed`: told of damage; `through`: the file was found whole, and may be written to."""
        self._shop = shop
        self._jobs = jobs
        self._failed = failed
        self._through = through
        self._own: Jobs | None = None
        self._was: Jobs | None = None

    def start(self) -> None:
        """Begin when the worker has done what it was given until now. Where the opening has looked at everything, the
        log of changes is all that is left to begin."""
        if self._own is not None:
            return
        if self._shop.wholeness.is_checked:
            self._jobs.start("", lambda *_: self._shop.wholeness.accept(), failed=self._failed, quiet=True)
            return
        own = self._own = Jobs(self._fails, _raise)
        self._jobs.start("", lambda *_: None, done=lambda _: self._begin(own), quiet=True)

    def stop(self) -> None:
        """Look no further: waits for the moment that takes."""
        own, self._own = self._own, None
        if own is not None:
            self._was = own  # it may be just telling how it ended
            own.close()

    def _begin(self, own: Jobs) -> None:
        if own is self._own:
            own.start(tr("Checking the shop's file"), self._look, done=lambda _: self._accept(own), quiet=True)

    def _look(self, report: Report, cancelled: Callable[[], bool]) -> None:
        """In a thread of its own."""
        try:
            self._shop.wholeness.look_through(cancelled)
        finally:
            self._shop.close()

    def _accept(self, own: Jobs) -> None:
        """The worker is the one that reads much: what waits for readers is done there."""
        self._jobs.start(
            "",
            lambda *_: self._shop.wholeness.accept(),
            done=lambda _: self._end(own, self._through),
            failed=lambda error: self._end(own, lambda: self._failed(error)),
            quiet=True,
        )

    def _fails(self, error: UserError) -> None:
        self.stop()
        self._failed(error)

    def _end(self, own: Jobs, tell: Callable[[], object]) -> None:
        if own is self._own:  # else the shop is locked or closed by now
            self.stop()
            tell()


def _raise(error: BaseException) -> None:
    raise error
