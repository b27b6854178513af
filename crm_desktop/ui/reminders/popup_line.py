"""A line of the popup: who and what, why it is told, and what can be done about it; and what is left of one in place
of it for some seconds, once that was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QMenu, QPushButton, QWidget

from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.domain.reminding.occurrences import Reminder
from crm_desktop.language import tr
from crm_desktop.ui.corner.card import LEFT, RIGHT
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.today.lines import Line
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

_ICON_LEFT: Final = 16
_ICON: Final = 18
_TOP: Final = 9
_FIRST: Final = 20
_WHY: Final = 17
_MOST_WHY: Final = 2
_BUTTONS: Final = 26
_FOOT: Final = 7
_DONE_HEIGHT: Final = 40
_GAP: Final = 8
_PADDING: Final = 8
_LEADING_OUT: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)

FillMenu = Callable[[QMenu], object]


@dataclass(eq=False)
class Item:
    """A reminder in the popup. `said`: what was done about it, while that can still be undone here; `change` is by
    which change."""

    reminder: Reminder
    said: str = ""
    change: int | None = None

    @property
    def line(self) -> Line:
        return Line(0, self.reminder.entry)

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something."""
        return not self.said


class Row(QWidget):
    """What lines have in common: they take the keyboard, and show that they have it."""

    taken = Signal()

    def __init__(self, item: Item, theme: Theme) -> None:
        super().__init__()
        self.item = item
        self._told = (item.said, item.reminder)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def tells(self, item: Item) -> bool:
        """Whether this is how the line still is."""
        return self.item is item and self._told == (item.said, item.reminder)

    def set_current(self, current: bool) -> None:
        """Tab stops at the current line alone, and at its buttons."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        policy = Qt.FocusPolicy.TabFocus if current else Qt.FocusPolicy.NoFocus
        for button in self.buttons():
            button.setFocusPolicy(policy)

    def buttons(self) -> list[QAbstractButton]:
        """Its buttons, in reading order."""
        return self.findChildren(QAbstractButton)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Up and down on a button lead to another line, not to another button.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _LEADING_OUT:
            QApplication.sendEvent(self, event)
            return True
        return False

    def _listen(self) -> None:
        for button in self.buttons():
            button.installEventFilter(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.taken.emit()
        event.accept()  # the card would be moved by it

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def _paint_ground(self, painter: QPainter) -> None:
        focus = QApplication.focusWidget()
        if self.hasFocus() or (focus is not None and self.isAncestorOf(focus)):
            painter.fillRect(self.rect(), self._theme.color("hover"))
            painter.fillRect(QRect(0, 0, 3, self.height()), self._theme.color("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), self._theme.color("hover"))

    def _paint_icon(self, painter: QPainter, name: str, token: str, top: int) -> None:
        self._theme.icon(name, token).paint(painter, QRect(_ICON_LEFT, top, px(_ICON), px(_ICON)))


class PopupLine(Row):
    """A line that asks for something. The buttons tell what she wants done; `fill` fills the menu of Snooze."""

    done = Signal()
    copied = Signal()
    called = Signal()
    opened = Signal()

    def __init__(self, item: Item, theme: Theme, fill: FillMenu) -> None:
        super().__init__(item, theme)
        line = item.line
        self._why = line.why
        self._words = (line.name, line.what, line.when, line.when_token, line.icon)
        self.setAccessibleName(line.words)
        self.snooze_button = _with_menu(tr("Snooze"), fill, "S")
        self.done_button = _small(tr("Done"), self.done.emit, "D")
        self._lay_out()

    def _lay_out(self) -> None:
        kind = self.item.reminder.kind
        row = QHBoxLayout(self)
        row.setContentsMargins(px(LEFT) - _PADDING, 0, RIGHT - _PADDING, _FOOT)
        row.setSpacing(2)
        row.setAlignment(Qt.AlignmentFlag.AlignBottom)
        if kind is Kind.BIRTHDAY:
            row.addWidget(_small(tr("Copy greeting"), self.copied.emit, "G"))
        row.addWidget(self.done_button)
        row.addWidget(self.snooze_button)
        row.addStretch(1)
        if self.item.reminder.customer_id is not None:
            call = buttons.icon_button("phone", tr("Call"), self.called.emit, theme=self._theme, shortcut="C",
                                       token="accent")  # fmt: skip
            call.setFixedSize(QSize(px(_BUTTONS) + 4, px(_BUTTONS)))
            row.addWidget(call)
        row.addWidget(_small(tr("Open"), self.opened.emit, "Return"))
        self._listen()

    @staticmethod
    def height_of(item: Item, width: int, theme: Theme) -> int:
        """How tall the line is in a popup of this width."""
        lines = len(_wrapped(item.line.why, width - px(LEFT) - RIGHT, theme))
        return _TOP + px(_FIRST) + lines * px(_WHY) + 4 + px(_BUTTONS) + _FOOT

    def open_snooze(self) -> None:
        """Drop the menu of Snooze down."""
        self.snooze_button.showMenu()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()
        super().mouseDoubleClickEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        name, what, when, token, icon = self._words
        self._paint_icon(painter, *icon, _TOP + 1)
        right = self._paint_when(painter, when, token)
        self._paint_matter(painter, name, what, right)
        painter.setFont(self._theme.sized(tokens.SECONDARY_PX))
        painter.setPen(self._theme.color("secondary"))
        lines = _wrapped(self._why, self.width() - px(LEFT) - RIGHT, self._theme)
        for number, words in enumerate(lines):
            spot = QRect(px(LEFT), _TOP + px(_FIRST) + number * px(_WHY), self.width() - px(LEFT) - RIGHT, px(_WHY))
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_when(self, painter: QPainter, when: str, token: str) -> int:
        painter.setFont(self._theme.tabular(self._theme.sized(tokens.SECONDARY_PX)))
        painter.setPen(self._theme.color(token))
        spot = QRect(px(LEFT), _TOP, self.width() - px(LEFT) - RIGHT, px(_FIRST))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), when)
        width = painter.fontMetrics().horizontalAdvance(when)
        return spot.right() - width - (_GAP if width else 0)

    def _paint_matter(self, painter: QPainter, name: str, what: str, right: int) -> None:
        left, cut = px(LEFT), False
        for words, bold in ((name, True), (what, False)):
            painter.setFont(self._theme.sized(tokens.BODY_PX, bold=bold))
            painter.setPen(self._theme.color("text"))
            metrics = painter.fontMetrics()
            # A name may take most of the line, but leaves the matter something.
            room = max(0, min(right - left, (right - px(LEFT)) * 3 // 5 if bold and what else right - left))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            cut = cut or shown != words
            painter.drawText(QRect(left, _TOP, room, px(_FIRST)), int(Qt.AlignmentFlag.AlignVCenter), shown)
            left += metrics.horizontalAdvance(shown) + _GAP
        self.setToolTip(self.accessibleName() if cut else "")


class DoneLine(Row):
    """What was done about a line, and the way back."""

    undone = Signal()

    def __init__(self, item: Item, theme: Theme) -> None:
        super().__init__(item, theme)
        name = item.line.name
        words = tr("%1 · %2", item.said, name) if name else item.said
        self.setAccessibleName(words)
        label = texts.ElidedLabel(words)
        label.setProperty("role", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(LEFT), 0, RIGHT - _PADDING, 0)
        row.addWidget(label, 1)
        row.addWidget(_small(tr("Undo"), self.undone.emit, "Ctrl+Z"))
        self._listen()

    @staticmethod
    def height_of(item: Item, width: int, theme: Theme) -> int:
        """How tall it is."""
        return px(_DONE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        self._paint_icon(painter, "check-circle", "good", (self.height() - px(_ICON)) // 2)


def _small(text: str, on_click: Callable[[], object] | None, shortcut: str) -> QPushButton:
    button = buttons.quiet(text, on_click, shortcut=shortcut)
    button.setProperty("kind", "small")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def _with_menu(text: str, fill: FillMenu, shortcut: str) -> QPushButton:
    button = _small(text, None, shortcut)
    button.setProperty("menu", "true")
    button.setMenu(buttons.built_menu(button, fill))
    return button


def _wrapped(text: str, width: int, theme: Theme) -> list[str]:
    """The text in lines of this width; what does not fit on the last one is cut."""
    metrics = QFontMetrics(theme.sized(tokens.SECONDARY_PX))
    lines: list[str] = []
    while text and len(lines) < _MOST_WHY - 1 and metrics.horizontalAdvance(text) > width:
        fits = _fitting(text, width, metrics)
        lines.append(text[:fits].rstrip())
        text = text[fits:].lstrip()
    if text:
        lines.append(metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
    return lines


def _fitting(text: str, width: int, metrics: QFontMetrics) -> int:
    """How many characters fit; where words have spaces between them, whole words."""
    fits = next((end for end in range(1, len(text)) if metrics.horizontalAdvance(text[:end]) > width), len(text)) - 1
    space = text.rfind(" ", 0, fits + 1)
    return space if space > fits // 2 else max(1, fits)
