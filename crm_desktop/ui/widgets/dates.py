"""A field for a day, typed as people say it, with a month that drops down."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from crm_desktop.clock import Clock
from crm_desktop.language import tr
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.button_line import ButtonLine
from crm_desktop.ui.widgets.date_words import day_words, parse_when
from crm_desktop.ui.widgets.month_grid import MonthGrid, MonthPicker
from crm_desktop.ui.widgets.reading_order import ReadsAlong


class DateEdit(ButtonLine):
    """Understands what `parse_when` does. Down or the calendar icon opens the month; Up stays for lists.

    With `with_time` a time may follow, and `when()` tells it; without one typed it is now for today, else 0:00.
    `ahead` says which way 11-21 without a year lies.
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        with_time: bool = False,
        optional: bool = True,
        parent: QWidget | None = None,
        *,
        ahead: bool = True,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._with_time = with_time
        self._optional = optional
        self._ahead = ahead
        self._popup: _MonthPopup | None = None
        self.setPlaceholderText(tr("tomorrow, +3, 11-21"))
        sign = buttons.icon_button("calendar", tr("Calendar"), self.open_month, theme=theme, token="secondary")
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Down does the same
        self.put_button(sign)
        self.textChanged.connect(lambda _: self.changed.emit())

    def _parsed(self) -> tuple[dt.date, dt.time | None] | None:
        return parse_when(self.text(), self._clock.now(), ahead=self._ahead)

    def date(self) -> dt.date | None:
        """The day; None if the field is empty or not understood."""
        try:
            parsed = self._parsed()
        except ValueError:
            return None
        return parsed[0] if parsed else None

    def when(self) -> dt.datetime | None:
        """The day and time; None if the field is empty or not understood."""
        try:
            parsed = self._parsed()
        except ValueError:
            return None
        if parsed is None:
            return None
        day, at = parsed
        now = self._clock.now()
        if at is None:
            at = now.time().replace(second=0, microsecond=0) if day == now.date() else dt.time()
        return dt.datetime.combine(day, at)

    def time(self) -> dt.time | None:
        """The time, if one was typed."""
        try:
            parsed = self._parsed()
        except ValueError:
            return None
        return parsed[1] if parsed else None

    def is_valid(self) -> bool:
        """Whether it holds a day, or may be empty and is; a time only where one is asked for."""
        try:
            parsed = self._parsed()
        except ValueError:
            return False
        return self._optional if parsed is None else self._with_time or parsed[1] is None

    def set_date(self, day: dt.date | None) -> None:
        self.setText("" if day is None else day_words(day, self._clock.now().date()))

    def set_when(self, when: dt.datetime | None) -> None:
        """Day and, if it is asked for and is not midnight, the time."""
        if when is None:
            self.setText("")
            return
        words = day_words(when.date(), self._clock.now().date())
        self.setText(f"{words} {when:%H:%M}" if self._with_time and when.time() != dt.time() else words)

    def open_month(self) -> None:
        """Drop the calendar down."""
        if self._popup is None:
            self._popup = _MonthPopup(self, self._theme)
            self._popup.picker.grid.day_picked.connect(self._take)
        now = self._clock.now().date()
        grid = self._popup.picker.grid
        grid.set_today(now)
        grid.set_day(self.date() or now)
        self._popup.drop()

    def _take(self, day: dt.date) -> None:
        at = self.time()
        words = day_words(day, self._clock.now().date())
        self.setText(f"{words} {at:%H:%M}" if at and self._with_time else words)
        if self._popup is not None:
            self._popup.hide()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open_month()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say back how the text was understood."""
        day, at = self.date(), self.time()
        if day is not None:
            words = day_words(day, self._clock.now().date())
            self.setText(f"{words} {at:%H:%M}" if at else words)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._popup is not None:
            self._popup.hide()
        super().hideEvent(event)


class _MonthPopup(ReadsAlong, QFrame):
    """The month, over the window that the field is in; goes when the focus leaves it."""

    def __init__(self, field: DateEdit, theme: Theme) -> None:
        super().__init__(field.window())
        self._field = field
        self.setProperty("role", "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.picker = MonthPicker(MonthGrid(theme, field._clock.now().date()), theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.addWidget(self.picker)
        for part in (self.picker.grid, *self.picker.findChildren(QAbstractButton)):
            part.installEventFilter(self)
        self.hide()

    def drop(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        size = self.sizeHint()
        corner = self._field.mapTo(window, QPoint(0, 0))
        below = corner.y() + self._field.height() + 2
        top = below if below + size.height() <= window.height() else max(0, corner.y() - size.height() - 2)
        left = max(8, min(corner.x(), window.width() - size.width() - 8))
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
        self.raise_()
        self.picker.grid.setFocus()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            widget = self.window().focusWidget()
            if widget is None or not self.isAncestorOf(widget):
                self.hide()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # Esc closes the calendar here, and does not go "back" in the window
            elif event.type() == QEvent.Type.KeyPress:
                self.hide()
                self._field.setFocus()
            return True
        return False
