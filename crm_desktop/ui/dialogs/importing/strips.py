"""Lines above the table: what she should know or decide about the file, each with its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

Do = Callable[[], object]


@dataclass(frozen=True)
class Strip:
    """One line. `calm`: it only tells. `menu` fills a last button's menu, if there is one."""

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
    frame, row = _empty_frame(calm=strip.calm)
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


def _empty_frame(*, calm: bool) -> tuple[QFrame, QHBoxLayout]:
    frame = QFrame()
    frame.setProperty("role", "strip")
    frame.setProperty("calm", "true" if calm else "false")
    row = QHBoxLayout(frame)
    row.setContentsMargins(12, 4, 8, 4)
    row.setSpacing(8)
    return frame, row


class PasswordStrip(QWidget):
    """Asks for the password of a workbook, in its place on the page."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame, row = _empty_frame(calm=False)
        self.label = texts.body("", wrap=True)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMaxLength(255)
        self.edit.setFixedWidth(200)
        self.edit.setAccessibleName(tr("Password of the file"))
        self.edit.setPlaceholderText(tr("Password of the file"))
        self.edit.returnPressed.connect(self._give)
        self.button = buttons.plain(tr("Open"), self._give)
        row.addWidget(self.label, 1)
        row.addWidget(self.edit)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self.hide()

    def ask(self, words: str) -> None:
        """Ask, with what there is to say about it."""
        self.label.setText(words)
        self.label.setAccessibleName(words)
        self.show()
        self.edit.selectAll()
        self.edit.setFocus()

    def _give(self) -> None:
        if self.edit.text():
            self.given.emit(self.edit.text())
