"""A small form that drops down from a button: one answer is asked for, and the page behind stays in sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.language import Sentence, tr
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.keys import asks_whose_escape
from crm_desktop.ui.widgets.reading_order import ReadsAlong

_GAP: Final = 4


def spot_under(anchor: QWidget, size: QSize, gap: int) -> QPoint:
    """Where a small window of this size stands inside the screen: under a widget, or over it where there is no room."""
    area = anchor.screen().availableGeometry()
    spot = anchor.mapToGlobal(QPoint(0, anchor.height() + gap))
    if spot.y() + size.height() > area.bottom():
        spot.setY(max(area.top(), anchor.mapToGlobal(QPoint(0, -gap)).y() - size.height()))
    spot.setX(max(area.left(), min(spot.x(), area.right() - size.width())))
    return spot


class Popover(ReadsAlong, QFrame):
    """Opens under `anchor`. Enter takes the answer, Esc or a click elsewhere closes it and changes nothing."""

    def __init__(self, anchor: QWidget, take_text: str, take: Callable[[], bool]) -> None:
        super().__init__(anchor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "drop")
        self.setMinimumWidth(px(260))
        self._anchor = anchor
        self._take = take
        self.error = texts.labelled("", "danger", wrap=True)
        self.error.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch()
        self.buttons.addWidget(buttons.plain(tr("Cancel"), self.close))
        self.take_button = buttons.primary(take_text, self.accept)
        self.buttons.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(self.body)
        column.addWidget(self.error)
        column.addLayout(self.buttons)

    def accept(self) -> None:
        """Take the answer; the popover stays open where it was refused."""
        if self._take():
            self.close()
        else:
            self.adjustSize()

    def say(self, problem: str) -> None:
        """Why the answer was refused."""
        self.error.setText(problem)
        self.error.setVisible(bool(problem))

    def refuse(self, problems: Mapping[str, Sentence]) -> None:
        """Show why an answer was refused, as `Actions.do` reports it."""
        self.say("\n".join(str(problem) for problem in problems.values()))

    def open(self) -> None:
        """Show it under its anchor, inside the screen."""
        self.adjustSize()
        self.move(spot_under(self._anchor, self.size(), _GAP))
        self.show()

    def event(self, event: QEvent) -> bool:
        # Esc is this form's own here, not the window's.
        if asks_whose_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)


class LinePopover(Popover):
    """Asks for one line of text. `take` gets it and says whether it was accepted."""

    def __init__(
        self,
        anchor: QWidget,
        label: str,
        take_text: str,
        take: Callable[[str], bool],
        *,
        text: str = "",
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__(anchor, take_text, lambda: take(self.line.text().strip()))
        self.line = QLineEdit(text)
        self.line.setAccessibleName(label)
        if suggestions:
            completer = QCompleter(list(suggestions), self.line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.line.setCompleter(completer)
        caption = QLabel(label)
        caption.setBuddy(self.line)
        self.body.addWidget(caption)
        self.body.addWidget(self.line)

    def open(self) -> None:
        super().open()
        self.line.setFocus()
        self.line.selectAll()
