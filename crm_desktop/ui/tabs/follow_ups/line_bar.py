"""What can be done with a follow-up, on its line: done with an outcome typed there, put off, and the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMenu, QPushButton, QToolButton

from crm_desktop.language import tr
from crm_desktop.services.follow_ups import FollowUp
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import PagedTableModel
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets.dates import DateEdit
from crm_desktop.ui.widgets.field import mark_wrong
from crm_desktop.ui.widgets.line_bar import LineBar
from crm_desktop.ui.widgets.list_view import ListView

FOLLOW_UP: Final = "follow-up"
_OUTCOME, _UNTIL, _FINISHED = "outcome", "until", "finished"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that a list's buttons tell of; "" for none."""

    done: str
    done_and_next: str
    snooze: str
    call: str = ""


class FollowUpBar(LineBar):
    """For any list with follow-ups in it: `page_of` says FOLLOW_UP for those that are to be done, and a subclass adds
    that page. Every signal carries the line; `done` the outcome too, `snoozed` the day,
    or the time where a subclass offers times."""

    called = Signal(object)
    done = Signal(object, str)
    done_and_next = Signal(object)
    snoozed = Signal(object, object)

    def __init__(
        self, context: Context, view: ListView, model: PagedTableModel[Any], page_of: Callable[[Any], str | None],
        keys: Keys,
    ) -> None:  # fmt: skip
        super().__init__(view, model, context.theme, page_of)
        self._context = context
        self._keys = keys
        self._snooze_buttons: list[QPushButton] = []
        self._add_outcome()
        self._add_until()

    # Pages

    def to_do_buttons(self) -> list[QAbstractButton]:
        """The phone, done, done and the next planned, put off."""
        theme, keys = self._theme, self._keys
        self.phone_button = self.call_button()
        self.done_button = buttons.quiet(tr("Done"), self.ask_outcome, theme=theme, icon="check", shortcut=keys.done)
        self.next_button = buttons.quiet(
            tr("Done, next"), lambda: self.done_and_next.emit(self.record()), tooltip=tr("Done, and plan the next"),
            shortcut=keys.done_and_next,
        )  # fmt: skip
        self.snooze_button = self.new_snooze_button()
        return [self.phone_button, self.done_button, self.next_button, self.snooze_button]

    def new_snooze_button(self) -> QPushButton:
        """Drops the menu of times down."""
        button = buttons.menu_button(tr("Snooze"), self.fill_snooze, theme=self._theme)
        button.setToolTip(tr("%1  (%2)", tr("Snooze"), self._keys.snooze))
        self._snooze_buttons.append(button)
        return button

    def call_button(self) -> QToolButton:
        """Calls, and copies the phone."""
        return buttons.icon_button(
            "phone", tr("Call"), lambda: self.called.emit(self.record()), theme=self._theme,
            shortcut=self._keys.call,
        )  # fmt: skip

    def _add_outcome(self) -> None:
        self.outcome = QLineEdit()
        self.outcome.setAccessibleName(tr("Outcome"))
        self.outcome.setPlaceholderText(tr("Outcome, then Enter; may be empty"))
        self.outcome.returnPressed.connect(self._finish)
        self.finish_button = buttons.primary(tr("Done"), self._finish)
        self.add_page(_OUTCOME, self.finish_button, self._cancel_button(), field=self.outcome)

    def _add_until(self) -> None:
        self.until = DateEdit(self._theme, self._context.clock, optional=False)
        self.until.setAccessibleName(tr("Snooze until"))
        self.until.returnPressed.connect(self._put_off)
        put_off = buttons.primary(tr("Snooze"), self._put_off)
        self.add_page(_UNTIL, put_off, self._cancel_button(), field=self.until)

    def _cancel_button(self) -> QToolButton:
        return buttons.icon_button("x", tr("Cancel"), self.back, theme=self._theme, token="secondary")

    # Doing

    def ask_outcome(self) -> None:
        """A field for what came of it; Enter is done."""
        if self._is_follow_up():
            self.begin(_OUTCOME)

    def ask_date(self) -> None:
        """A field for the day to put it off to."""
        if self.may_be_put_off():
            self.begin(_UNTIL)
            self.until.set_date(self._today() + timedelta(days=1))
            self.until.selectAll()

    def open_snooze(self) -> None:
        """Drop the menu of times down."""
        if self.may_be_put_off():
            menu = QMenu(self)
            self.fill_snooze(menu)
            menu.aboutToHide.connect(menu.deleteLater)
            under = next((button for button in self._snooze_buttons if button.isVisible()), self)
            menu.popup(under.mapToGlobal(QPoint(0, under.height())))

    def fill_snooze(self, menu: QMenu) -> None:
        """The days that are one press away, and a date."""
        line = self.record()
        self.fill_snooze_days(menu, lambda until: self.snoozed.emit(line, until))
        menus.add(menu, tr("A date…"), self.ask_date, icon="calendar", theme=self._theme)

    def fill_snooze_days(self, menu: QMenu, put_off: Callable[[date], object]) -> None:
        """1 day, 3 days, 1 week."""
        for text, days in ((tr("1 day"), 1), (tr("3 days"), 3), (tr("1 week"), 7)):
            until = self._today() + timedelta(days=days)
            menus.add(menu, text, lambda until=until: put_off(until))  # type: ignore[misc]

    def may_be_put_off(self) -> bool:
        """Whether the line that it stands on can be snoozed."""
        return self._is_follow_up()

    def _is_follow_up(self) -> bool:
        record = self.record()
        return record is not None and self.page_of(record) == FOLLOW_UP

    def _today(self) -> date:
        return self._context.clock.now().date()

    def _finish(self) -> None:
        line, outcome = self.record(), self.outcome.text()
        self.back()
        self.done.emit(line, outcome)

    def _put_off(self) -> None:
        line, day = self.record(), self.until.date()
        why = "" if day else tr("Enter a date such as 2026-11-21.")
        mark_wrong(self.until, why)
        self.until.setToolTip(why)
        if day is not None:
            self.back()
            self.snoozed.emit(line, day)


class FollowUpListBar(FollowUpBar):
    """The bar of the follow-up list, where those that are done can be reopened. `menu_asked` tells where to open it."""

    reopened = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, context: Context, view: ListView, model: PagedTableModel[FollowUp], keys: Keys) -> None:
        super().__init__(context, view, model, _page_of, keys)
        self.more_button = self._more_button()
        self.reopen_button = buttons.quiet(
            tr("Reopen"), lambda: self.reopened.emit(self.record()), theme=self._theme, icon="undo"
        )
        self.add_page(FOLLOW_UP, *self.to_do_buttons(), self.more_button)
        self.add_page(_FINISHED, self.reopen_button, self._more_button())
        self.stood.connect(lambda row: self.phone_button.setEnabled(bool(row.customer_phone)))

    def _more_button(self) -> QToolButton:
        return buttons.icon_button("more", tr("More"), self._tell_menu, theme=self._theme)

    def _tell_menu(self) -> None:
        row = self.record()
        self._view.select_id(row.id)
        self.menu_asked.emit(row, self.mapToGlobal(QPoint(self.width() - 40, self.height())))


def _page_of(row: FollowUp) -> str:
    return FOLLOW_UP if row.done_at is None else _FINISHED
