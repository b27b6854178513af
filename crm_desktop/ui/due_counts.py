"""How much is due on each tab of the window: counted in the worker where a shop is so large that it takes a while."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shiboken6 import isValid

from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.latest import Latest, is_small
from crm_desktop.ui.widgets.tab_bar import TabBar


class DueCounts:
    """The counts that stand on the tabs; `badges`: by the number of the tab, who counts for it."""

    def __init__(self, context: Context, bar: TabBar, badges: Mapping[int, Callable[[Context], int]]) -> None:
        self._context = context
        self._bar = bar
        self._badges = dict(badges)
        self._latest: Latest[None, dict[int, int]] = Latest(context.jobs, "", self._count, self._show, quiet=True)

    @property
    def is_quick(self) -> bool:
        """Whether nobody notices that it is counted."""
        return is_small(self._context.services)

    def count(self) -> None:
        """Count anew. A count that still runs is not shown: it may be of before what has just been changed."""
        self._latest.ask(None, quick=self.is_quick)

    def _count(self, _: None) -> dict[int, int]:
        return {number: badge(self._context) for number, badge in self._badges.items()}

    def _show(self, counts: Mapping[int, int]) -> None:
        if isValid(self._bar):  # the window may have gone meanwhile
            for number, count in counts.items():
                self._bar.show_count(number, count)
