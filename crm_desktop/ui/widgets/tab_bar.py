"""The tabs across the top of the window, each with a count of what is due on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QTabBar

from crm_desktop.language import tr
from crm_desktop.ui.style.theme import restyle
from crm_desktop.ui.widgets import text as texts


class TabBar(QTabBar):
    """`chosen` carries a tab's number: of another than before, or of the one in front where none looked chosen."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str], height: int) -> None:
        super().__init__()
        self.setProperty("role", "tabs")
        self.setProperty("elsewhere", "false")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setFixedHeight(height)
        self.setAccessibleName(tr("Tabs"))
        self._counts = [self._add(number, title) for number, title in enumerate(titles)]
        self._elsewhere = False
        # Not currentChanged alone: a click on the tab in front leads back from a page without a tab.
        self.currentChanged.connect(self._changed)
        self.tabBarClicked.connect(self._clicked)

    def _add(self, number: int, title: str) -> QLabel:
        self.addTab(title)
        self.setAccessibleTabName(number, title)
        self.setTabToolTip(number, f"{title}  (Ctrl+{number + 1})")
        count = texts.labelled("", "badge")
        count.setParent(self)
        count.hide()
        return count

    def show_front(self, number: int | None) -> None:
        """Which tab is in front; None: a page that has none, and no tab looks chosen."""
        if number is not None:
            self.blockSignals(True)
            self.setCurrentIndex(number)
            self.blockSignals(False)
            self.updateGeometry()  # the one in front is written in bold
        self._elsewhere = number is None
        restyle(self, "elsewhere", "true" if self._elsewhere else "false")

    def show_count(self, number: int, count: int) -> None:
        """How much is due on a tab; nothing stands there for 0."""
        label = self.count_label(number)
        label.setText(f"{count:,}")
        side = QTabBar.ButtonPosition.RightSide
        wanted = label if count else None
        if self.tabButton(number, side) is not wanted:
            self.setTabButton(number, side, wanted)
        label.setVisible(bool(count))
        self.updateGeometry()

    def count_label(self, number: int) -> QLabel:
        return self._counts[number]

    def _changed(self, number: int) -> None:
        if number >= 0:
            self.chosen.emit(number)

    def _clicked(self, number: int) -> None:
        if 0 <= number == self.currentIndex() and self._elsewhere:
            self.chosen.emit(number)
