"""A question asked over and over, of which only the last answer matters: what a list shows for a filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from shiboken6 import isValid

from crm_desktop.errors import UserError
from crm_desktop.ui.plumbing.jobs import Jobs

if TYPE_CHECKING:
    from crm_desktop.services import Services

Q = TypeVar("Q")
A = TypeVar("A")

QUICK_UP_TO: Final = 30_000
"""With up to this many customers, what concerns all of them is found within a few milliseconds."""


def is_small(services: Services) -> bool:
    """Whether the shop is so small that nobody notices a question about all its customers: it is asked at once then,
    and in the worker otherwise."""
    return not services.has_more_customers_than(QUICK_UP_TO)


class Latest(Generic[Q, A]):
    """Brings the answer to the last question to `show`: at once, or from the worker where it takes longer.

    `title` says what the progress strip tells meanwhile. One question at a time is with the worker, so that typing
    fast does not make a queue. A `quiet` question is one that nobody waits for. Where `show` is a method of a widget
    that has gone meanwhile, with its window, nothing is shown any more.
    """

    def __init__(
        self,
        jobs: Jobs,
        title: str,
        answer: Callable[[Q], A],
        show: Callable[[A], object],
        *,
        failed: Callable[[UserError], object] | None = None,
        quiet: bool = False,
    ) -> None:
        self._jobs = jobs
        self._failed = failed
        self._quiet = quiet
        self._title = title
        self._answer = answer
        self._show = show
        self._running = False
        self._number = 0
        self._asked: tuple[int, Q] | None = None

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked is not None

    def ask(self, question: Q, *, quick: bool) -> None:
        """Show the answer: now if it is `quick` to find, else when the worker has it."""
        self._number += 1
        if quick:
            self._asked = None
            self._show(self._answer(question))
            return
        self._asked = (self._number, question)
        if not self._running:
            self._begin()

    def _begin(self) -> None:
        assert self._asked is not None
        number, question = self._asked
        self._running = True
        job = self._jobs.start(
            self._title,
            lambda *_: self._answer(question),
            done=lambda found: self._arrived(number, found),
            failed=self._failed,
            quiet=self._quiet,
        )
        job.ended.connect(lambda: self._ended(number))

    def _ended(self, number: int) -> None:
        """The worker is free, with an answer or without one; told before the answer is."""
        self._running = False
        if self._asked is not None and self._asked[0] == number:
            self._asked = None
        elif self._asked is not None and self._is_heard():
            self._begin()

    def _arrived(self, number: int, found: A) -> None:
        if number == self._number and self._is_heard():
            self._show(found)

    def _is_heard(self) -> bool:
        return isValid(getattr(self._show, "__self__", None))  # as everything is that is not Qt's
