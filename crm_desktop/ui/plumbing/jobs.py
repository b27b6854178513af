"""Long work in one worker thread, so that the window stays alive; results come back in the GUI thread.

One job runs at a time, the others wait their turn: two imports at once would only wait for each other's lock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.errors import Cancelled, UserError
from crm_desktop.language import Sentence

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Report = Callable[[int, int, str], None]
"""report(done, total, words); total 0 where it is not known."""

# More often than the screen is drawn would only fill the GUI thread's queue.
_REPORT_EVERY_S = 0.05


class Work(Protocol[T_co]):
    """What a job runs in the worker thread; raises Cancelled when `cancelled()` has become true."""

    def __call__(self, report: Report, cancelled: Callable[[], bool], /) -> T_co: ...


class Job(QObject):
    """One piece of long work. Its signals are emitted in the GUI thread."""

    progressed = Signal(int, int, str)
    ended = Signal()

    def __init__(self, title: str, *, quiet: bool = False) -> None:
        super().__init__()
        self.title = title
        self.quiet = quiet
        self.running = True
        self._cancel = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at the next good moment."""
        self._cancel.set()

    def cancelling(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancel.is_set()


@dataclass(frozen=True, eq=False)
class _Endings:
    """What is done at the end of a job. Its `work` is kept here, too: it often belongs to something of Qt, which must
    not be freed in the worker thread, as it would be by who lets go of it last."""

    work: Work[Any]
    done: Callable[[Any], object] | None
    failed: Callable[[UserError], object]
    cancelled: Callable[[], object] | None


class Jobs(QObject):
    """The worker. `close` it before the shop."""

    started = Signal(object)
    _reported = Signal(object, int, int, str)
    _finished = Signal(object, object, object)

    def __init__(self, on_error: Callable[[UserError], object], on_bug: Callable[[BaseException], object]) -> None:
        super().__init__()
        self._on_error = on_error
        self._on_bug = on_bug
        self._endings: dict[Job, _Endings] = {}
        self._reported.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")

    @property
    def busy(self) -> bool:
        """Whether any job runs or waits that somebody knows of."""
        return bool(self.shown)

    @property
    def shown(self) -> list[Job]:
        """The jobs that somebody knows of, the one that runs first."""
        return [job for job in self._endings if not job.quiet]

    def start(
        self,
        title: str,
        work: Work[T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
        cancelled: Callable[[], object] | None = None,
        quiet: bool = False,
    ) -> Job:
        """Run `work` when its turn comes. Exactly one of the three is called at the end, unless it was a bug.

        A `quiet` job is one that the program does by itself in a moment: it is not shown, and nothing has to wait for
        its end but `settle`.
        """
        job = Job(title, quiet=quiet)
        self._endings[job] = _Endings(work, done, failed or self._on_error, cancelled)
        if not quiet:
            self.started.emit(job)
        self._pool.submit(self._run, job)
        return job

    def settle(self) -> None:
        """Wait until the worker has done what it was given: only for quiet jobs."""
        if self._endings:
            self._pool.submit(lambda: None).result()

    def tidy(self, work: Callable[[], object]) -> None:
        """Have the worker do something small that nobody waits for, such as closing its connection to a shop."""
        if "_pool" in self.__dict__:
            self._pool.submit(work)

    def close(self, last: Callable[[], object] | None = None) -> None:
        """Stop what runs and drop what waits; their endings are not told any more.

        `last` is run in the worker thread at the very end: it closes that thread's connection.
        """
        for job in self._endings:
            job.cancel()
        held = [*self._endings.values()]  # until the worker has gone
        self._endings.clear()
        if "_pool" not in self.__dict__:  # nothing ever ran
            return
        if last is not None:
            self._pool.submit(last)
        self._pool.shutdown(wait=True)
        held.clear()

    def _run(self, job: Job) -> None:
        """Do the work of a job; called in the worker thread."""
        last = 0.0

        def report(done: int, total: int, words: str) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= _REPORT_EVERY_S or done >= total > 0:
                last = now
                self._reported.emit(job, done, total, words)

        endings, result, error = self._endings.get(job), None, None
        try:
            if endings is None or job.cancelling():
                raise Cancelled(Sentence("Stopped. Nothing was changed."))
            result = endings.work(report, job.cancelling)
        except BaseException as raised:
            error = raised
        endings = None  # before it ends in the GUI thread, which lets go of it
        self._finished.emit(job, result, error)
        result = error = None
        from crm_desktop.ui.plumbing.freed_memory import give_back

        give_back()

    def _tell_progress(self, job: Job, done: int, total: int, words: str) -> None:
        if job in self._endings:
            job.progressed.emit(done, total, words)

    def _finish(self, job: Job, result: object, error: object) -> None:
        endings = self._endings.pop(job, None)
        job.running = False
        job.ended.emit()
        if endings is None:
            return
        if error is None:
            if endings.done is not None:
                endings.done(result)
        elif isinstance(error, Cancelled):
            if endings.cancelled is not None:
                endings.cancelled()
        elif isinstance(error, UserError):
            endings.failed(error)
        else:
            assert isinstance(error, BaseException)
            self._on_bug(error)
