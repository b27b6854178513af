"""A month as a grid of days: to pick a day, and to see what falls on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

_HEAD: Final = 24
_WEEKS: Final = 6


@dataclass(frozen=True)
class DayMark:
    """What a day of the grid shows besides its number: `text` under it (a lunar day), up to three `dots`."""

    text: str = ""
    dots: int = 0
    tooltip: str = ""
    #: The text in the accent: a festival, the first of a lunar month.
    strong: bool = False


class MonthGrid(QWidget):
    """Seven columns from Monday, six weeks. Arrow keys move the day, Page Up and Down the month, Home goes to today."""

    day_picked = Signal(object)
    month_changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        today: date,
        mark: Callable[[date], DayMark] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = today
        self._mark = mark
        self._marks: dict[date, DayMark] = {}
        self._day: date | None = None
        self._month = today.replace(day=1)
        self._hovered: date | None = None
        self._earliest = date.min
        self.setAccessibleName(tr("Calendar"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        wide, high = (64, 56) if self._mark else (34, 32)
        return QSize(7 * px(wide), px(_HEAD + _WEEKS * high))

    def minimumSizeHint(self) -> QSize:
        return QSize(7 * px(34), px(_HEAD + _WEEKS * 28))

    def month(self) -> date:
        """The first day of the month shown."""
        return self._month

    def set_month(self, day: date) -> None:
        """Show the month of `day`."""
        month = day.replace(day=1)
        if month != self._month:
            self._month = month
            self.refresh()
            self.month_changed.emit(month)

    def step(self, months: int) -> None:
        """Show a month further on, or back."""
        year, index = divmod(self._month.year * 12 + self._month.month - 1 + months, 12)
        if date.min.year < year < date.max.year:
            self.set_month(date(year, index + 1, 1))

    def day(self) -> date | None:
        """The day picked."""
        return self._day

    def set_day(self, day: date | None) -> None:
        """Pick a day and show its month, without telling `day_picked`."""
        self._day = day
        if day is not None:
            self.set_month(day)
            self.setAccessibleDescription(day.isoformat())
        self.update()

    def set_earliest(self, day: date) -> None:
        """Days before it cannot be picked."""
        self._earliest = day
        self.update()

    def set_today(self, today: date) -> None:
        self._today = today
        self.refresh()

    def refresh(self) -> None:
        """Ask for the marks again."""
        self._marks.clear()
        self.update()

    def first(self) -> date:
        """The Monday in the upper left corner."""
        return self._month - timedelta(days=self._month.weekday())

    def cell(self, day: date) -> QRect:
        """Where a day stands; empty when it is not shown."""
        number = (day - self.first()).days
        if not 0 <= number < 7 * _WEEKS:
            return QRect()
        row, column = divmod(number, 7)
        left, right = column * self.width() // 7, (column + 1) * self.width() // 7
        head = px(_HEAD)
        high = self.height() - head
        top, bottom = head + row * high // _WEEKS, head + (row + 1) * high // _WEEKS
        return QRect(left, top, right - left, bottom - top)

    def day_at(self, at: QPoint) -> date | None:
        """The day under a point."""
        if not self.rect().contains(at) or at.y() < px(_HEAD):
            return None
        column = min(6, at.x() * 7 // max(1, self.width()))
        row = min(_WEEKS - 1, (at.y() - px(_HEAD)) * _WEEKS // max(1, self.height() - px(_HEAD)))
        return self.first() + timedelta(days=7 * row + column)

    def _mark_of(self, day: date) -> DayMark:
        if self._mark is None:
            return DayMark()
        if day not in self._marks:
            self._marks[day] = self._mark(day)
        return self._marks[day]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for number in range(7 * _WEEKS):
            self._paint_day(painter, self.first() + timedelta(days=number))

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(self._theme.sized(11))
        painter.setPen(self._theme.color("secondary"))
        for column, name in enumerate(weekday_names()):
            left, right = column * self.width() // 7, (column + 1) * self.width() // 7
            painter.drawText(QRect(left, 0, right - left, px(_HEAD)), int(Qt.AlignmentFlag.AlignCenter), name)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        theme, cell = self._theme, self.cell(day).adjusted(1, 1, -1, -1)
        inside, picked, mark = day.month == self._month.month, day == self._day, self._mark_of(day)
        is_today = day == self._today
        open_to_pick = day >= self._earliest
        if picked or (day == self._hovered and open_to_pick):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection" if picked else "hover"))
            painter.drawRoundedRect(cell, tokens.RADIUS, tokens.RADIUS)
        if self.hasFocus() and day == self._under_keys():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), tokens.RADIUS - 1, tokens.RADIUS - 1)
        font = theme.tabular(theme.sized(tokens.BODY_PX, bold=is_today))
        high = cell.height()
        spot = QRect(cell.left(), cell.top(), cell.width(), high) if not self._mark else QRect(
            cell.left(), cell.top() + high // 2 - px(20), cell.width(), px(20))  # fmt: skip
        if is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            round_ = min(px(12), high // 3)
            painter.drawEllipse(spot.center() + QPoint(1, 1), round_, round_)
        painter.setFont(font)
        quiet = "secondary" if open_to_pick else "faded"
        painter.setPen(theme.color("on_accent" if is_today else "text" if inside and open_to_pick else quiet))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
        if self._mark:
            self._paint_mark(painter, cell, spot, mark)

    def _paint_mark(self, painter: QPainter, cell: QRect, spot: QRect, mark: DayMark) -> None:
        theme = self._theme
        font: QFont = theme.sized(11, bold=mark.strong)
        painter.setFont(font)
        painter.setPen(theme.color("accent" if mark.strong else "secondary"))
        below = QRect(cell.left(), spot.bottom() + 3, cell.width(), px(14))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), mark.text)
        if mark.dots:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            dots = min(mark.dots, 3)
            left = cell.center().x() - (dots - 1) * 4
            for dot in range(dots):
                painter.drawEllipse(QPoint(left + dot * 8, min(below.bottom() + 5, cell.bottom() - 3)), 2, 2)

    def _under_keys(self) -> date:
        """The day that the keys move from."""
        day = self._day or self._today
        return day if not self.cell(day).isEmpty() else self._month

    # Mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.day_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, day: date | None) -> None:
        if day != self._hovered:
            self._hovered = day
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and day is not None:
            self._pick(day)

    def _pick(self, day: date) -> None:
        if day < self._earliest:
            return
        self.set_day(day)
        self.day_picked.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day = self._day or self._today
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = event.key()
        if key in days:
            self.set_day(max(day + timedelta(days=days[Qt.Key(key)]), self._earliest))
        elif key in months:
            self.step(months[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self.set_day(max(self._today, self._earliest))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(day)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day = self.day_at(event.pos())
            text = self._mark_of(day).tooltip if day else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)


class MonthPicker(QWidget):
    """A `MonthGrid` under its month's name, with buttons to the months around it."""

    def __init__(self, grid: MonthGrid, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self._name = texts.labelled("", "")
        self._name.setFont(theme.sized(tokens.BODY_PX, bold=True))
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addSpacing(6)
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(buttons.link(tr("Today"), lambda: grid.set_day(grid._today)))
        head.addWidget(buttons.icon_button("chevron-left", tr("Previous month"), lambda: grid.step(-1), theme=theme))
        head.addWidget(buttons.icon_button("chevron-right", tr("Next month"), lambda: grid.step(1), theme=theme))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(grid, 1)
        grid.month_changed.connect(self._show_name)
        self._show_name(grid.month())

    def _show_name(self, month: date) -> None:
        self._name.setText(month_words(month))


def weekday_names() -> list[str]:
    """Monday to Sunday, as short as they go."""
    return [tr("Mo"), tr("Tu"), tr("We"), tr("Th"), tr("Fr"), tr("Sa"), tr("Su")]


def month_words(month: date) -> str:
    """November 2026, 2026 年 11 月."""
    year = month.year
    names = (
        # Not "May %1", which is a day of May.
        tr("January\u00a0%1", year), tr("February\u00a0%1", year), tr("March\u00a0%1", year), tr("April\u00a0%1", year),
        tr("May\u00a0%1", year), tr("June\u00a0%1", year), tr("July\u00a0%1", year), tr("August\u00a0%1", year),
        tr("September\u00a0%1", year), tr("October\u00a0%1", year),
        tr("November\u00a0%1", year), tr("December\u00a0%1", year),
    )  # fmt: skip
    return names[month.month - 1]
