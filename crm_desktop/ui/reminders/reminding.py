"""Reminders while the program runs: from the ticking of the clock to the popup, the notification and the count.

What is to be told, and when, is the service's to say (`services.reminders`); it is found out and written down in the
worker. Here it is brought before her: not over a program that fills the screen, and without taking the keyboard.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.ui.background.file_doubt import FileDoubt
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.latest import Latest

if TYPE_CHECKING:
    from crm_desktop.domain.reminding.occurrences import Reminder
    from crm_desktop.services.reminding.round import Round
    from crm_desktop.ui.background.notifications import Notifier
    from crm_desktop.ui.plumbing.jobs import Job
    from crm_desktop.ui.reminders.popup import Popup

T = TypeVar("T")

SEVERAL: Final = "reminders"
"""The key of a notification about more than one reminder."""

_NAMED: Final = 3
# The start comes first; then a time that has passed need not wait for the full minute.
_SETTLED_MS: Final = 1_500


def _screen_is_filled() -> bool:
    from crm_desktop.ui.corner.full_screen import full_screen_in_front

    return full_screen_in_front()


class Reminding(QObject):
    """The reminders of one shop, from its opening to its closing. `context.navigate` must work without a window.

    `counted` tells that `due`, how much today asks for, was counted anew; it is counted while `counts()` is true.
    `troubled` tells a UserError that keeps it from its work: each minute anew, as it tries again. `alive_since`: when
    the program was started.
    """

    counted = Signal()
    troubled = Signal(object)

    def __init__(
        self,
        context: Context,
        notifier: Notifier,
        alive_since: datetime,
        *,
        counts: Callable[[], bool] = lambda: True,
        screen_is_filled: Callable[[], bool] = _screen_is_filled,
    ) -> None:
        super().__init__()
        self.due = 0
        self.popup: Popup | None = None
        self._context = context
        self._notifier = notifier
        self._alive_since = alive_since
        self._counts = counts
        self._screen_is_filled = screen_is_filled
        self._looking = False
        self._ended = False
        self._locked = False
        self._waiting: list[Round] = []
        self._to_note: list[Round] = []
        self._notified: dict[str, int | None] = {}
        self._day = context.clock.now().date()
        self._count: Latest[date, int] = Latest(
            context.jobs, "", self._due_on, self._counted, failed=self.troubled.emit, quiet=True
        )
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self.tick)
        self._doubt = FileDoubt(lambda: context.services.shop, lambda: context.jobs)
        self._changed_elsewhere = context.services.shop.changed_elsewhere()
        context.bus.changed.connect(self.count)

    def start(self) -> None:
        """Count what is due, and look soon whether a time has passed already."""
        self.count()
        self._settled.start()

    # Each minute

    def tick(self) -> None:
        """Tell what has come due, and show what waited for the screen to be free."""
        if self._locked:
            return
        try:
            self._tick()
        except Exception as error:
            meaning = error if isinstance(error, UserError) else self._doubt.meaning(error)
            if meaning is not None:
                self.troubled.emit(meaning)
            elif not self._doubt.look(error, partial(self._looked_at_file, error)):
                raise

    def _looked_at_file(self, error: Exception, found: UserError | None) -> None:
        if found is None:
            raise error
        self.troubled.emit(found)

    def _tick(self) -> None:
        now = self._context.clock.now()
        if self._waiting and not self._screen_is_filled():
            self._show_waiting()
        changed = self._changed_elsewhere() or now.date() != self._day
        self._day = now.date()
        if self.popup is not None and self._is_shown():
            # Changes of this program it hears of itself; what closing means changes with the time.
            self.popup.refresh() if changed else self.popup.say_closing()
        if not self._is_shown() and not self._waiting:
            self._withdraw()
        self._note_told()
        if changed:
            self.count()
        if not self._context.services.shop.database.is_checked:
            return  # what is told has to be noted
        moment = self._context.services.reminders.next_moment(now)
        if moment is not None and moment <= now:
            self._look(now)

    def count(self) -> None:
        """Count anew what today asks for."""
        if self._counts() and not self._ended:
            self._count.ask(self._context.clock.now().date(), quick=False)

    def _due_on(self, day: date) -> int:
        """In the worker."""
        return self._context.services.today.count(day)

    def _counted(self, due: int) -> None:
        if not self._ended:
            self.due = due
            self.counted.emit()

    def _look(self, now: datetime) -> None:
        if self._looking:
            return
        self._looking = True
        service, paused = self._context.services.reminders, self._context.background.paused_until
        job = self._in_worker(
            lambda: service.begin(now, alive_since=self._alive_since, paused_until=paused), done=self._found
        )
        job.ended.connect(self._looked)

    def _looked(self) -> None:
        self._looking = False

    def _in_worker(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
    ) -> Job:
        return self._context.jobs.start(
            "", lambda *_: work(), done=done, failed=failed or self.troubled.emit, quiet=True
        )

    # Telling

    def _found(self, found: Round | None) -> None:
        if found is None or self._ended:  # what an ended one had claimed is told at the next start
            return
        self._waiting.append(found)
        if self._locked:
            return
        if self._screen_is_filled():
            self._notify(found.reminders, quiet=True)
            return
        self._show_waiting()
        self._notify(found.reminders)

    def _show_waiting(self) -> None:
        popup = self._the_popup()
        for each in list(self._waiting):
            popup.tell(each.reminders, each.away)
            self._waiting.remove(each)  # only now: what could not be shown is tried again in a minute
            self._to_note.append(each)
        self._note_told()

    def _note_told(self) -> None:
        """Only what is on the screen was told. Where it cannot be written now, then in a minute."""
        rounds, self._to_note = self._to_note, []
        if not rounds:
            return
        service = self._context.services.reminders

        def note() -> None:
            for each in rounds:
                service.told(each)

        self._in_worker(note, done=lambda _: self._noted(), failed=lambda error: self._to_note.extend(rounds))

    def _noted(self) -> None:
        """Now it is known when they come again if they are put away."""
        if self.popup is not None and self._is_shown():
            self.popup.say_closing()

    def _the_popup(self) -> Popup:
        """Made when there is something to tell: most days it is, but not at the start."""
        if self.popup is None:
            from crm_desktop.ui.reminders.popup import Popup

            self.popup = Popup(self._context)
            self.popup.put_away.connect(self._put_away)
            self.popup.all_wanted.connect(lambda: self._context.navigate.show_tab("today"))
            self.popup.customer_wanted.connect(self._context.navigate.show_customer)
            self.popup.settings_wanted.connect(self._context.navigate.show_reminder_settings)
        return self.popup

    def _is_shown(self) -> bool:
        return self.popup is not None and self.popup.isVisible()

    def _put_away(self) -> None:
        """Closed by her: that means later today."""
        self._withdraw()
        if self.popup is not None and self.popup.reminders():
            service, reminders, now = (
                self._context.services.reminders,
                self.popup.reminders(),
                self._context.clock.now(),
            )
            # Where it cannot be written they do not come again by themselves, but stand on Today still.
            self._in_worker(lambda: service.closed(reminders, now))

    # By hand

    def show_now(self) -> None:
        """Show what is open today, though it was told before."""
        service, now = self._context.services.reminders, self._context.clock.now()
        self._in_worker(lambda: service.open(now), done=self._show_open, failed=self._context.actions.failed)

    def _show_open(self, reminders: Sequence[Reminder]) -> None:
        if self._ended or self._locked:
            return
        if reminders or self._is_shown():
            self._the_popup().tell(reminders, by_hand=True)
            return
        self._context.messages.note(tr("Nothing is due today"))
        if QGuiApplication.focusWindow() is None:  # asked from the tray: nobody looks at the window's bar
            self._notifier.notify(SEVERAL, self._title(), tr("Nothing is due today"), quiet=True)

    def pause(self) -> None:
        """No reminders until tomorrow; what is on the screen goes away, and comes again."""
        self._context.background.pause()
        if self.popup is not None and self._is_shown():
            self.popup.close()

    # The system's notifications

    def _notify(self, reminders: Sequence[Reminder], *, quiet: bool = False) -> None:
        """One for a round: its first lines, and how many more there are."""
        if not self._context.background.notifies or not reminders:
            return
        from crm_desktop.ui.reminders.popup_list import in_order

        key = reminders[0].key if len(reminders) == 1 else SEVERAL
        lines = [_line(reminder) for reminder in in_order(reminders)[:_NAMED]]
        if len(reminders) > _NAMED:
            lines.append(tr("%n more", n=len(reminders) - _NAMED))
        self._notified[key] = reminders[0].customer_id if len(reminders) == 1 else None
        self._notifier.notify(key, self._title(), "\n".join(lines), quiet=quiet)

    def _title(self) -> str:
        return tr("Today's reminders")

    def clicked(self, key: str) -> None:
        """A notification was clicked: to the line that it is about."""
        customer = self._notified.get(key)
        if customer is not None:
            self._context.navigate.show_customer(customer)
        elif key in self._notified or key == SEVERAL:
            self.show_now()

    def _withdraw(self) -> None:
        """What is answered needs no notification any more."""
        for key in self._notified:
            self._notifier.withdraw(key)
        self._notified.clear()

    # The end

    def speak_anew(self) -> None:
        """The language was changed: the popup is made anew with the same lines."""
        old, self.popup = self.popup, None
        if old is not None and old.isVisible() and old.reminders():
            self._the_popup().tell(old.reminders())
        if old is not None:
            old.hide()
            old.deleteLater()

    def put_away(self) -> None:
        """Take what is on the screen away; it comes again. Nothing may run in the worker meanwhile.

        Rounds that still wait for the screen were not told: they are at the next start.
        """
        self._withdraw()
        popup, self.popup = self.popup, None
        if popup is None:
            return
        service, now = self._context.services.reminders, self._context.clock.now()
        with contextlib.suppress(UserError):
            for each in self._to_note:
                service.told(each)
            if popup.isVisible() and popup.reminders():
                service.closed(popup.reminders(), now)
        self._to_note.clear()
        popup.hide()
        popup.deleteLater()

    def lock(self) -> None:
        """Nothing of the shop is shown until `unlock`, not even what the worker has just found."""
        self.put_away()
        self._locked = True

    def unlock(self) -> None:
        """What has come due meanwhile is told soon."""
        self._locked = False
        self._settled.start()

    def end(self) -> None:
        """The shop is closed."""
        self._settled.stop()
        self.put_away()
        self._ended = True


def _line(reminder: Reminder) -> str:
    """“单晓丽: 送茶样 · 2 days overdue”. Only a follow-up of the day has no words for when it is."""
    from crm_desktop.ui.tabs.today.lines import Line

    line = Line(0, reminder.entry)
    return tr("%1: %2 · %3", line.name, line.what, line.when or tr("due today"))
