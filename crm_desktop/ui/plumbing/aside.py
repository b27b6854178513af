"""A moment's work in a thread of its own: the worker may be busy for long, and this is waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.errors import UserError


class Aside(QObject):
    """Does one piece of work at a time. Its end is told in the GUI thread, unless its parent has gone meanwhile."""

    _ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._then: Callable[[UserError | None], object] | None = None
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._then is not None

    def run(self, work: Callable[[], object], then: Callable[[UserError | None], object]) -> None:
        """Do it; `then` is given what went wrong, or None."""
        self._then = then

        def carry_out() -> None:
            problem: BaseException | None = None
            try:
                work()
            except BaseException as error:
                problem = error
            with suppress(RuntimeError):  # nobody is there any more
                self._ended.emit(problem)

        threading.Thread(target=carry_out, name="aside").start()

    def _tell(self, problem: BaseException | None) -> None:
        then, self._then = self._then, None
        if problem is not None and not isinstance(problem, UserError):
            raise problem
        if then is not None:
            then(problem)
