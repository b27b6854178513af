"""How wide the columns of a printed table are, how large its text is, and which way round the sheet lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from crm_desktop.domain.paper import Sheet, share
from crm_desktop.ui.printing.canvas import STRONG, Style, width_of

GAP: Final = 3.0
"""Between two columns, in mm."""
TICK: Final = 3.2
"""The side of a box to tick, in mm."""
_SIZES: Final = (9.0, 8.0, 7.0, 6.0)
"""Points to try until the columns fit beside each other."""
_WIDEST: Final = 70.0
"""A column of texts wants no more than this, in mm at the largest size."""
_LEAST: Final = 16.0
"""And is not pressed below this as long as there is another way."""


class ColumnNeed:
    """How wide the cells of a column are, counted in whole mm at the largest size. A `rigid` column is never wrapped;
    `tick`: it has nothing but boxes to tick."""

    def __init__(self, title: str, *, rigid: bool, tick: bool) -> None:
        self.rigid, self._tick = rigid, tick
        self._heading = width_of(title, STRONG)
        self._counts: Counter[int] = Counter()
        self._style = Style(_SIZES[0])

    def see(self, words: str) -> None:
        """Take a cell into account."""
        if words:
            parts = words.split("\n") if "\n" in words else (words,)
            self._counts[int(max(width_of(part, self._style) for part in parts)) + 1] += 1

    def see_sum(self, words: str) -> None:
        """Take the sum under the column into account."""
        self._counts[int(width_of(words, STRONG)) + 1] += 1

    def wanted(self) -> float:
        """What nearly all cells need; a few long ones are wrapped."""
        if self._tick:
            return max(TICK, self._heading)
        if not self._counts:
            return min(self._heading, _LEAST)
        if self.rigid:
            return max(*self._counts, min(self._heading, _LEAST))
        left = sum(self._counts.values()) * 0.97
        for width in sorted(self._counts):
            left -= self._counts[width]
            if left <= 0:
                break
        return min(max(width, min(self._heading, _LEAST)), _WIDEST)

    def least(self) -> float:
        """What it is not pressed below as long as there is another way."""
        wanted = self.wanted()
        return wanted if self.rigid else min(wanted, _LEAST)


def fit(needs: Sequence[ColumnNeed], sheet: Sheet, landscape: bool | None) -> tuple[Sheet, float, list[float]]:
    """The sheet's way round, the size of the text, and the widths of the columns."""
    wanted, least = [need.wanted() for need in needs], [need.least() for need in needs]
    ways = (False, True) if landscape is None else (landscape,)
    sheets = [Sheet(sheet.paper, way, sheet.margin) for way in ways]
    gaps = GAP * (len(needs) - 1)
    for points in _SIZES:
        scale = points / _SIZES[0]
        for each in sheets:
            room = each.room - gaps
            # Upright is enough where nothing has to be squeezed much.
            if sum(_comfortable(wanted, least)) * scale <= room:
                return each, points, _filled([w * scale for w in wanted], [w * scale for w in least], room)
    scale = _SIZES[-1] / _SIZES[0]
    return sheets[-1], _SIZES[-1], share(
        [w * scale for w in wanted], [w * scale for w in least], max(sheets[-1].room - gaps, 10)
    )  # fmt: skip


def _comfortable(wanted: Sequence[float], least: Sequence[float]) -> Iterator[float]:
    """The widths that still look well: a column may be a fifth narrower than it would like."""
    for want, low in zip(wanted, least, strict=True):
        yield max(low, want * 0.8)


def _filled(wanted: list[float], least: list[float], room: float) -> list[float]:
    """Widths that fill the room, though a few narrow columns are not torn apart."""
    spare = room - sum(wanted)
    if spare <= 0:
        return share(wanted, least, room)
    return share(wanted, least, min(room, sum(wanted) * 1.6))
