"""A page with a panel beside it that can be hidden; its width is remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.style.sizes import px, text_size


class SplitPage(QSplitter):
    """`main` takes what room there is, `side` is `width` px wide until she drags the line between them."""

    def __init__(
        self, main: QWidget, side: QWidget, memory: Memory, key: str, width: int = 380, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._side = side
        self._memory = memory
        self._key = key
        self._width = memory.get(f"{key}-width", width)
        self._sized = False
        self.addWidget(main)
        self.addWidget(side)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        side.setMinimumWidth(px(280))
        side.setVisible(memory.get(f"{key}-shown", True))
        self.splitterMoved.connect(self._moved)

    def side_visible(self) -> bool:
        """Whether the panel is to be seen (when the page is)."""
        return not self._side.isHidden()

    def set_side_visible(self, visible: bool) -> None:
        """Show or hide the panel, and remember it."""
        self._memory.put(f"{self._key}-shown", visible)
        self._side.setVisible(visible)
        if visible:
            self._apply_width()

    def toggle_side(self) -> None:
        self.set_side_visible(not self.side_visible())

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if not self._sized:
            self._sized = True
            self._apply_width()

    def _apply_width(self) -> None:
        width = min(px(self._width), self.width() // 2)
        self.setSizes([max(1, self.width() - width - 1), width])

    def _moved(self, *_: int) -> None:
        self._width = self._side.width() * 100 // text_size()
        self._memory.put(f"{self._key}-width", self._width)
