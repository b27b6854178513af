"""The lines of the popup, in groups. Only those in view are widgets: three hundred birthdays open as fast as three."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from crm_desktop.domain.reminding.entries import AnniversaryEntry, BirthdayEntry, FollowUpEntry
from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.domain.reminding.occurrences import Reminder
from crm_desktop.language import tr
from crm_desktop.ui.corner.card import RIGHT
from crm_desktop.ui.reminders.popup_line import DoneLine, Item, PopupLine, Row
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import text as texts

SEEN: Final = 6
"""The most lines that are shown before she asks for all of them."""

_HEADING: Final = 28
_ROW_LEFT: Final = 16
_KINDS: Final = tuple(Kind)

Group = tuple[str, list[Item]]


class Part(StrEnum):
    """The groups, in the order shown: what is urgent today comes first, then what she has not heard of while away."""

    BACKUP = "backup"
    TODAY = "today"
    MISSED = "missed"
    OVERDUE = "overdue"
    COMING = "coming"
    RETURNING = "returning"


def grouped(items: Sequence[Item], away: int) -> list[Group]:
    """The lines under their headings; in each part by their days, and on a day follow-ups before birthdays."""
    parts: dict[Part, list[Item]] = {part: [] for part in Part}
    for item in items:
        parts[_part_of(item.reminder)].append(item)
    return [(_part_words(part, away), sorted(found, key=_order)) for part, found in parts.items() if found]


def in_order(reminders: Sequence[Reminder]) -> list[Reminder]:
    """As the popup shows them, without their headings."""
    return [item.reminder for _, items in grouped([Item(each) for each in reminders], 0) for item in items]


def _part_of(reminder: Reminder) -> Part:
    entry = reminder.entry
    if reminder.kind is Kind.BACKUP:
        return Part.BACKUP
    if reminder.missed:
        return Part.MISSED
    match entry:
        case FollowUpEntry():
            return Part.OVERDUE if entry.overdue_days else Part.TODAY
        case BirthdayEntry() | AnniversaryEntry():
            return Part.COMING if entry.in_days > 0 else Part.TODAY  # one of an earlier day was put off to today
    return Part.RETURNING


def _order(item: Item) -> tuple[int, int]:
    """Today's by kind; the others by their days, too."""
    reminder = item.reminder
    day = 0 if _part_of(reminder) is Part.TODAY else reminder.day.toordinal()
    return day, _KINDS.index(reminder.kind)


def _part_words(part: Part, away: int) -> str:
    match part:
        case Part.BACKUP:
            return tr("Backups")
        case Part.TODAY:
            return tr("Today")
        case Part.OVERDUE:
            return tr("Overdue")
        case Part.MISSED:
            return tr("While you were away for %n day(s)", n=away) if away else tr("From the days before")
        case Part.COMING:
            return tr("Coming days")
    return tr("Due to come again")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line or a heading stands, in px from the top of all of them."""

    top: int
    height: int
    what: Item | str

    @property
    def bottom(self) -> int:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class _Measured:
    """How tall a line was found to be, and what it said then."""

    reminder: Reminder
    said: str
    width: int
    height: int


class PopupList(QScrollArea):
    """`make` makes the widget of a line. `moved` tells that another line is the current one."""

    moved = Signal()

    def __init__(self, theme: Theme, make: Callable[[Item], Row]) -> None:
        super().__init__()
        self._theme = theme
        self._make = make
        self._places: list[_Place] = []
        self._rows: dict[Item, Row] = {}
        self._heights: dict[Item, _Measured] = {}
        self._filling = False
        self._headings: dict[int, QLabel] = {}
        self._current: Item | None = None
        self._inner = QWidget()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self._inner)
        self._inner.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._fill())
        self.setAccessibleName(tr("Today's reminders"))

    # What is shown

    def show_groups(self, groups: Sequence[Group], width: int, seen: int | None = None) -> None:
        """These lines, laid out for a width; the one under the keys stays, or the one that takes its place.

        `seen`: only so many are to be seen, and the others need not be measured."""
        before = self.items()
        self._places = self._laid_out(groups, width, seen)
        self._inner.setFixedSize(width, self.full_height())
        items = self.items()
        if self._current not in items:
            self._current = _nearest(before, self._current, items)
        for label in self._headings.values():
            label.hide()
            label.deleteLater()
        self._headings.clear()
        self._fill()

    def _laid_out(self, groups: Sequence[Group], width: int, seen: int | None) -> list[_Place]:
        places: list[_Place] = []
        heights: dict[Item, _Measured] = {}
        top = height = 0
        for heading, items in groups:
            places.append(_Place(top, px(_HEADING), heading))
            top += px(_HEADING)
            for item in items:
                if seen is None or len(heights) < seen:
                    heights[item] = known = self._measured(item, width)
                    height = known.height
                places.append(_Place(top, height, item))
                top += height
        self._heights = heights
        return places

    def _measured(self, item: Item, width: int) -> _Measured:
        known = self._heights.get(item)
        if known is not None and known.reminder is item.reminder and (known.said, known.width) == (item.said, width):
            return known
        height = (PopupLine if item.is_open else DoneLine).height_of(item, width, self._theme)
        return _Measured(item.reminder, item.said, width, height)

    def items(self) -> list[Item]:
        """The lines, in order."""
        return [place.what for place in self._places if isinstance(place.what, Item)]

    def full_height(self) -> int:
        """How tall all of it is."""
        return self._places[-1].bottom if self._places else 0

    def height_for(self, most: int, seen: int = SEEN) -> tuple[int, int]:
        """How tall the first `seen` lines are, whole ones within `most` px, at least one; how many lines that is."""
        ends = [place.bottom for place in self._places if isinstance(place.what, Item)][:seen]
        count = max(1, sum(end <= most for end in ends))
        return (min(ends[count - 1], most), count) if ends else (0, 0)

    def show_scrollbar(self, shown: bool) -> None:
        """Whether there is more than has room."""
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if shown else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        if not shown:
            self.verticalScrollBar().setValue(0)

    # Where the keys are

    def current(self) -> Item | None:
        """The line that the keys act on."""
        return self._current

    def row(self, item: Item | None) -> Row | None:
        """The widget of a line, if it is in view."""
        return None if item is None else self._rows.get(item)

    def take(self, item: Item) -> None:
        """Make a line the current one, and give it the keys if the list has them."""
        has_keys = self._has_keys()
        self._current = item
        self._scroll_to(next(place for place in self._places if place.what is item))
        self._follow_current(has_keys=has_keys)
        self.moved.emit()

    def step(self, by: int) -> bool:
        """Go some lines on or back; False if that is past either end."""
        items = self.items()
        if not items:
            return False
        at = items.index(self._current) if self._current in items else -1
        to = min(max(at + by, 0), len(items) - 1)
        self.take(items[to])
        return to != at

    def _has_keys(self) -> bool:
        """Whether the keys go to a line or one of its buttons, once its window has them; at first to the list."""
        focus = self.window().focusWidget()
        return focus is None or self._inner.isAncestorOf(focus)

    def _follow_current(self, *, has_keys: bool) -> None:
        for item, each in self._rows.items():
            each.set_current(item is self._current)
        row, focus = self.row(self._current), self.window().focusWidget()
        if row is not None and has_keys and focus is not row and not (focus and row.isAncestorOf(focus)):
            row.setFocus()

    def _scroll_to(self, place: _Place) -> None:
        bar, view = self.verticalScrollBar(), self.viewport().height()
        number = self._places.index(place)
        heading = self._places[number - 1] if number else place
        top = heading.top if isinstance(heading.what, str) else place.top
        if top < bar.value():
            bar.setValue(top)
        elif place.bottom > bar.value() + view:
            bar.setValue(place.bottom - view)
        self._fill()

    # Making what is in view

    def _fill(self) -> None:
        """Have a widget for each line in view and the current one, and none for the others."""
        if self._filling:  # a row that goes or comes makes the area scroll
            return
        self._filling = True
        has_keys, before = self._has_keys(), dict(self._rows)
        top = self.verticalScrollBar().value()
        bottom = top + max(self.viewport().height(), 1)
        self._rows = {}
        for place in self._places:
            in_view = place.bottom > top and place.top < bottom
            if isinstance(place.what, Item) and (in_view or place.what is self._current):
                self._rows[place.what] = self._row_at(place, place.what, before)
        self._fill_headings(top, bottom)
        self._follow_current(has_keys=has_keys)
        for row in before.values():
            if row not in self._rows.values():
                row.hide()
                row.deleteLater()
        self._filling = False

    def _row_at(self, place: _Place, item: Item, before: Mapping[Item, Row]) -> Row:
        known = before.get(item)
        row = known if known is not None and known.tells(item) else self._made(item)
        row.setGeometry(QRect(0, place.top, self._inner.width(), place.height))
        return row

    def _made(self, item: Item) -> Row:
        row = self._make(item)
        row.setParent(self._inner)
        row.taken.connect(lambda: self.take(item))
        row.set_current(item is self._current)
        row.show()
        return row

    def _fill_headings(self, top: int, bottom: int) -> None:
        for number, place in enumerate(self._places):
            if (
                number not in self._headings
                and isinstance(place.what, str)
                and top < place.bottom
                and place.top < bottom
            ):
                label = texts.section(place.what)
                label.setParent(self._inner)
                label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
                label.setGeometry(_ROW_LEFT, place.top, self._inner.width() - _ROW_LEFT - RIGHT, place.height - 4)
                label.show()
                self._headings[number] = label

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # they move through the lines, which the popup does; not the page under them

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()


def _nearest(before: list[Item], current: Item | None, items: list[Item]) -> Item | None:
    """The line to act on next, now that the current one has gone: the one after it, else the last one."""
    at = before.index(current) if current in before else 0
    still_there = set(items)
    following = next((item for item in before[at:] if item in still_there), None)
    return following or (items[-1] if items and current is not None else next(iter(items), None))
