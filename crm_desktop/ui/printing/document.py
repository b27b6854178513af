"""What can be put on paper: pages that are laid out already, and drawn one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from crm_desktop.domain.paper import Sheet
from crm_desktop.errors import Cancelled
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.printing.canvas import GREY, SMALL, Canvas

FOOT: Final = 7.0
"""What the line at the foot of a page takes, in mm."""


class Document(Protocol):
    """Laid out, and never changed again: pages may be drawn in any order and from any thread."""

    @property
    def sheet(self) -> Sheet: ...

    @property
    def pages(self) -> int:
        """How many there are, at least one."""

    @property
    def rows(self) -> int:
        """How many rows, persons or labels the document holds."""

    def draw(self, canvas: Canvas, page: int) -> None:
        """Draw a page, from 0."""


class Watch:
    """Somebody who waits for a long piece of work: is told how far it is, and may stop it."""

    def __init__(
        self,
        report: Callable[[int, int, str], object] = lambda done, total, words: None,
        cancelled: Callable[[], bool] = lambda: False,
        stopped: Sentence | None = None,
    ) -> None:
        self._report = report
        self._cancelled = cancelled
        self._stopped = stopped or Sentence("Stopped. Nothing was printed.")

    def told(self, done: int, total: int, words: str) -> None:
        """So much is done of so much (0: not known). Cancelled where it is to stop."""
        if self._cancelled():
            raise Cancelled(self._stopped)
        self._report(done, total, words)


def draw_foot(canvas: Canvas, sheet: Sheet, left: str, page: int, pages: int) -> None:
    """The line at the foot of a page: what it is, and which page of how many."""
    y = sheet.height - sheet.margin - SMALL.line
    canvas.text(sheet.margin, y, left, SMALL, GREY)
    canvas.right(sheet.width - sheet.margin, y, tr("Page %1 of %2", f"{page + 1:,}", f"{pages:,}"), SMALL, GREY)
