"""Lines above a page: what she should know or decide, each with its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

Do = Callable[[], object]


@dataclass(frozen=True)
class Strip:
    """A line above a page, with buttons. `calm`: it only tells. `menu` fills a last button's menu, if there is one."""

    text: str
    actions: tuple[tuple[str, Do], ...] = ()
    calm: bool = False
    menu: tuple[str, Callable[[QMenu], object]] | None = None


class StripBox(QWidget):
    """The lines that hold now, none where there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._frames: list[QFrame] = []
        self._strips: tuple[Strip, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def texts(self) -> list[str]:
        """What is said."""
        return [strip.text for strip in self._strips]

    def show_strips(self, strips: Sequence[Strip]) -> None:
        """Say these things, in this order."""
        for frame in self._frames:
            self._column.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self._strips = tuple(strips)
        self._frames = [_frame(strip) for strip in strips]
        for frame in self._frames:
            self._column.addWidget(frame)
        self.setVisible(bool(strips))


def _frame(strip: Strip) -> QFrame:
    frame, row = empty_strip(calm=strip.calm)
    label = texts.body(strip.text, wrap=True)
    label.setAccessibleName(strip.text)
    row.addWidget(label, 1)
    for words, do in strip.actions:
        button = buttons.link(words, do)
        button.setProperty("kind", "strip")
        row.addWidget(button)
    if strip.menu is not None:
        more = buttons.menu_button(*strip.menu, kind="strip")
        row.addWidget(more)
    return frame


def empty_strip(*, calm: bool) -> tuple[QFrame, QHBoxLayout]:
    """A line to be filled by hand."""
    frame = QFrame()
    frame.setProperty("role", "strip")
    frame.setProperty("calm", "true" if calm else "false")
    row = QHBoxLayout(frame)
    row.setContentsMargins(12, 4, 8, 4)
    row.setSpacing(8)
    return frame, row
