"""When and of what she is reminded, which travels with the shop; and what this computer does for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.calendar_words import weekday_words
from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.domain.reminding.time_text import NotATime, read_times, times_text
from crm_desktop.errors import UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.patterns import regex
from crm_desktop.services.settings import ShopSettings
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.chips import ChipBar
from crm_desktop.ui.widgets.dates import DateEdit
from crm_desktop.ui.widgets.field import InlineField, beside
from crm_desktop.ui.widgets.form import FormDialog

_KINDS: Final = {
    Kind.FOLLOW_UP: Sentence("Follow-ups"),
    Kind.BIRTHDAY: Sentence("Birthdays"),
    Kind.YEARLY_DATE: Sentence("Other yearly days"),
    Kind.FIRST_PURCHASE: Sentence("Anniversaries of a first purchase"),
    Kind.RETURNING: Sentence("Customers due to come again"),
    Kind.BACKUP: Sentence("Backups that fail"),
}
_MONDAY: Final = date(2024, 1, 1)
_SEPARATORS: Final = regex(r"[,，、;；\s]+")
_LONGEST_CLOSED: Final = 92
"""Days that may be closed in one go: a summer. More is a slip of the year."""

_WIDTH: Final = 700
_GONE_BY: Final = timedelta(days=31)
"""Closed days longer ago than this explain nothing any more."""


class RemindersDialog(FormDialog):
    """Saved all at once; what is refused is said beside its field."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(tr("Reminders"), self._save_all, context.questions, parent, width=_WIDTH)
        self.body.setSpacing(8)
        self._context = context
        self._begun = context.services.settings.get()
        self._today = context.clock.now().date()
        self._closed = {date.fromisoformat(day) for day in self._begun.closed_days}
        self._calendar = context.calendar_file.path
        self._build_shop(self._begun)
        self._build_computer()
        self._lay_out()
        self._show_closed()
        self._show_calendar()
        self.mark_saved()
        self.times.setFocus()

    # Its parts

    def _build_shop(self, now: ShopSettings) -> None:
        self.times = QLineEdit(times_text(now.times.times))
        self.birthday_days = QLineEdit(", ".join(map(str, now.birthday_days)))
        self.weekdays = [QCheckBox(weekday_words(_MONDAY + timedelta(days=n))) for n in range(7)]
        for number, box in enumerate(self.weekdays):
            box.setChecked(number in now.closed_weekdays)
        theme, clock = self._context.theme, self._context.clock
        self.chips = ChipBar(theme)
        self.chips.removed.connect(self._open_again)
        self.chips.clicked.connect(self._change_closed)
        self.first, self.last = DateEdit(theme, clock), DateEdit(theme, clock)
        self.first.setPlaceholderText(tr("from day"))
        self.first.setAccessibleName(tr("First closed day"))
        self.last.setPlaceholderText(tr("to (if several)"))
        self.last.setAccessibleName(tr("Last closed day"))
        self.add_closed = buttons.plain(tr("Add"), self._close_days, theme=theme, icon="plus")
        self.kinds = {kind: QCheckBox(str(words)) for kind, words in _KINDS.items()}
        for kind, box in self.kinds.items():
            box.setChecked(kind in now.kinds)
        for box in (*self.weekdays, *self.kinds.values()):
            box.toggled.connect(self.mark_changed)
        for edit in (self.first, self.last):
            edit.textEdited.connect(self.mark_changed)

    def _build_computer(self) -> None:
        background, calendar = self._context.background, self._context.calendar_file
        if background.has_tray:
            stays = tr("Closing the window leaves the program beside the clock, and it goes on reminding")
        else:
            stays = tr("Closing the window only makes it small, and the program goes on reminding")
        self.stays = QCheckBox(stays)
        self.stays.setChecked(bool(background.stays))
        self.autostart = QCheckBox(tr("Start with the computer, without a window"))
        self.autostart.setChecked(background.autostart.is_on())
        self.notifies = QCheckBox(tr("Tell it by a notification of the system, too"))
        self.notifies.setChecked(background.notifies)
        self.writes = QCheckBox(tr("Keep birthdays and open follow-ups written to a calendar file"))
        self.writes.setChecked(calendar.on)
        self.writes.toggled.connect(self._writes_toggled)
        for box in (self.stays, self.autostart, self.notifies):
            box.toggled.connect(self.mark_changed)
        self.path = texts.ElidedLabel()
        self.choose_button = buttons.plain(tr("Choose…"), self._choose, theme=self._context.theme, icon="folder")
        calendar.changed.connect(self._show_calendar)

    def _lay_out(self) -> None:
        self.body.addWidget(texts.section(tr("In this shop, on every computer")))
        self.add_row(
            ("reminder_times", InlineField(tr("Remind me at"), self.times, hint=tr("Several are fine: 9:00, 15:30"))),
            ("birthday_days", InlineField(tr("Announce birthdays so many days ahead"), self.birthday_days)),
        )
        self.add("reminder_kinds", InlineField(tr("Remind me of"), _grid(list(self.kinds.values()), 3)))
        self.add("closed_weekdays", InlineField(tr("No reminders on"), _grid(self.weekdays, 7)))
        self.add("closed_days", InlineField(tr("Nor on these days"), self._closed_days()))
        self.body.addWidget(texts.separator())
        self.body.addWidget(texts.section(tr("On this computer")))
        boxes = QVBoxLayout()
        boxes.setSpacing(8)
        for box in (self.stays, self.autostart, self.notifies, self.writes):
            boxes.addWidget(box)
        self.body.addLayout(boxes)
        self.add("calendar_file", self._calendar_field())
        self.calendar_field.setVisible(self.writes.isChecked())

    def _closed_days(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.chips)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.first, 1)
        row.addWidget(self.last, 1)
        row.addWidget(self.add_closed)
        column.addLayout(row)
        return whole

    def _calendar_field(self) -> InlineField:
        chosen = beside(self.path, self.choose_button)
        self.calendar_field = InlineField(tr("Calendar file"), chosen, hint=tr(
            "Put it into a folder that is synchronised, and subscribe to it in the calendar of your phone by the link "
            "that the synchronising program gives to this file; whoever has that link can read it."
        ))  # fmt: skip
        return self.calendar_field

    # Closed days

    def _show_closed(self) -> None:
        self.chips.set_chips([
            (first.isoformat(), _stretch_words(first, last)) for first, last in self._stretches() if last >= self._today
        ])  # fmt: skip
        self.chips.setVisible(bool(self.chips.keys()))
        self.fit()

    def _stretches(self) -> list[tuple[date, date]]:
        return stretches(self._closed)

    def _close_days(self) -> bool:
        """Take the days that are typed; False, with the reason beside them, where they are none."""
        first, last = self.first.date(), self.last.date() or self.first.date()
        problem = None
        if not (self.first.is_valid() and self.last.is_valid()) or first is None or last is None:
            problem = Sentence("Enter a day, such as 10-1, and for several the last of them, too.")
        elif not first <= last < first + timedelta(days=_LONGEST_CLOSED):
            problem = Sentence("The last day comes after the first, at most %1 days later.", _LONGEST_CLOSED - 1)
        self._fields["closed_days"].set_error(problem)
        if problem is not None or first is None or last is None:
            self.first.setFocus()
            return False
        self._closed.update(first + timedelta(days=n) for n in range((last - first).days + 1))
        self.first.clear()
        self.last.clear()
        self.mark_changed()
        self._show_closed()
        return True

    def _open_again(self, key: str) -> None:
        first, last = next(each for each in self._stretches() if each[0].isoformat() == key)
        self._closed = {day for day in self._closed if not first <= day <= last}
        self.mark_changed()
        self._show_closed()

    def _change_closed(self, key: str) -> None:
        """Back into the boxes, to be typed anew."""
        first, last = next(each for each in self._stretches() if each[0].isoformat() == key)
        self._open_again(key)
        self.first.set_date(first)
        self.last.set_date(last if last > first else None)
        self.first.setFocus()

    # The calendar file

    def _choose(self) -> None:
        name = tr("%1 calendar.ics", self._context.services.shop_name)
        path = self._context.file_dialogs.ask_save(
            self, tr("Calendar file"), name, [(tr("Calendar (.ics)"), "*.ics")]
        )  # fmt: skip
        if path is not None:
            self._calendar = path
            self.mark_changed()
            self._show_calendar()
            self.writes.setChecked(True)

    def _writes_toggled(self, on: bool) -> None:
        self.mark_changed()
        self.calendar_field.setVisible(on)
        self.fit()
        if on and self._calendar is None:
            self._choose()

    def _show_calendar(self) -> None:
        self.path.setText(str(self._calendar) if self._calendar is not None else tr("No file is chosen."))
        calendar = self._context.calendar_file
        failure = calendar.failure if calendar.path == self._calendar else None
        self.calendar_field.set_error(failure)

    def _calendar_problem(self) -> Sentence | None:
        path = self._calendar
        if not self.writes.isChecked():
            return None
        if path is None:
            return Sentence("Choose the file that is to be written.")
        if path.suffix.lower() != ".ics":
            return Sentence("A calendar is an .ics file. Give “%1” that ending.", path.name)
        if not path.parent.is_dir() and path != self._context.calendar_file.path:
            return Sentence("There is no folder “%1”. Connect its disk or stick, or choose another.", path.parent)
        return None

    # Saving

    def _values(self) -> tuple[dict[str, Any], dict[str, Sentence]]:
        """What is chosen for the shop, and what of it cannot be."""
        values: dict[str, Any] = {
            "closed_weekdays": tuple(number for number, box in enumerate(self.weekdays) if box.isChecked()),
            "closed_days": tuple(day.isoformat() for day in sorted(self._closed) if day >= self._today - _GONE_BY),
            "reminder_kinds": tuple(kind.value for kind, box in self.kinds.items() if box.isChecked()),
        }
        problems: dict[str, Sentence] = {}
        try:
            values["reminder_times"] = tuple(f"{at:%H:%M}" for at in read_times(self.times.text()))
        except NotATime as error:
            problems["reminder_times"] = error.sentence
        try:
            words = _SEPARATORS.split(self.birthday_days.text().strip())
            values["birthday_days"] = tuple(dict.fromkeys(int(word) for word in words if word))
        except ValueError:
            problems["birthday_days"] = Sentence("Enter numbers of days, such as 7, 3, 0.")
        return values, problems

    def _save_all(self) -> bool:
        if (self.first.text().strip() or self.last.text().strip()) and not self._close_days():
            return False
        values, problems = self._values()
        if (problem := self._calendar_problem()) is not None:
            problems["calendar_file"] = problem
        if problems:
            self.set_errors(problems)
            return False
        return self._save_shop(values) and self._save_computer()

    def _save_shop(self, values: dict[str, Any]) -> bool:
        changed = {
            key: value for key, value in values.items() if _as_a_set(value) != _as_a_set(getattr(self._begun, key))
        }
        if changed:
            settings, actions = self._context.services.settings, self._context.actions
            if actions.do(partial(settings.change, **changed), on_invalid=self.set_errors) is None:
                return False
            self._begun = settings.get()
        return True

    def _save_computer(self) -> bool:
        background, calendar = self._context.background, self._context.calendar_file
        try:
            if self.autostart.isChecked() != background.autostart.is_on():
                background.autostart.set_on(self.autostart.isChecked())
        except UserError as error:
            self.set_errors({"autostart": error.sentence})
            return False
        if self.stays.isChecked() != bool(background.stays):
            background.set_stays(self.stays.isChecked())
        if self.notifies.isChecked() != background.notifies:
            background.set_notifies(self.notifies.isChecked())
        if (self._calendar, self.writes.isChecked()) != (calendar.path, calendar.on):
            calendar.choose(self._calendar, on=self.writes.isChecked())
        return True


def stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    """The first and the last of the days that follow each other, in order."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def summary(settings: ShopSettings) -> str:
    """When she is reminded, in a line: "9:00, 15:30"; with the closed days of the week."""
    times = times_text(settings.times.times)
    closed = [weekday_words(_MONDAY + timedelta(days=number)) for number in settings.closed_weekdays]
    return tr("%1; closed: %2", times, ", ".join(closed)) if closed else times


def _as_a_set(value: tuple[object, ...]) -> frozenset[object]:
    """None of these settings has an order."""
    return frozenset(value)


def _stretch_words(first: date, last: date) -> str:
    if first == last:
        return tr("%1 (%2)", first.isoformat(), weekday_words(first))
    return tr("%1 to %2", first.isoformat(), last.isoformat())


def _grid(boxes: list[QCheckBox], columns: int) -> QWidget:
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    for number, box in enumerate(boxes):
        grid.addWidget(box, *divmod(number, columns))
    grid.setColumnStretch(columns, 1)
    return whole
