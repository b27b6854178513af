"""Today's reminders in a small window at the bottom right, that never takes the keyboard by itself.

Nothing is answered by accident: closing it is "later today", and what was done can be undone on its line for some
seconds. What was dealt with elsewhere goes from it by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QMenu

from crm_desktop.domain.reminding.entries import BirthdayEntry
from crm_desktop.domain.reminding.times import snooze_to
from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.corner.card import WIDTH, Card
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.messages import Message
from crm_desktop.ui.reminders.popup_line import DoneLine, Item, PopupLine, Row
from crm_desktop.ui.reminders.popup_list import SEEN, PopupList, grouped
from crm_desktop.ui.reminders.snooze import DayChooser, fill_snooze, time_words
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import text as texts

if TYPE_CHECKING:
    from crm_desktop.domain.reminding.occurrences import Reminder

UNDO_MS: Final = 8_000
"""How long the word of what was done stands in the place of its line."""

_SCROLLBAR: Final = 12


class Popup(Card):
    """`put_away`: she closed it, which means later today; its reminders are there until all have heard. `all_wanted`:
    the Today tab. `customer_wanted`: a customer, by id. `settings_wanted`: when and of what she is reminded."""

    put_away = Signal()
    all_wanted = Signal()
    customer_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, tr("Today's reminders"), tr("Reminder settings"), tr("Later today"))
        self._context = context
        self._services = context.services
        self._items: list[Item] = []
        self._dealt_with: dict[str, Reminder] = {}  # what has gone from it, and comes back if that is undone
        self._away = 0
        self._expanded = False
        self._answering = False
        self._notice = ""
        self._is_problem = False
        self._seen = 0
        self._quiet_again = QTimer(self)
        self._quiet_again.setSingleShot(True)
        self._quiet_again.setInterval(UNDO_MS)
        self.list = PopupList(context.theme, self._make)
        self.list.setFixedHeight(0)
        self._nothing = texts.secondary(tr("Nothing is waiting for you now."), wrap=True)
        self._nothing.setContentsMargins(16, 12, 16, 16)
        self.add(self._nothing)
        self.add(self.list)
        self._connect()

    def _connect(self) -> None:
        self.more_wanted.connect(self._expand)
        self.rest_wanted.connect(self._open_all)
        self.closing_wanted.connect(self._put_away)
        self.unfolded.connect(self._show_again)
        self._quiet_again.timeout.connect(self._forget_note)
        self._context.bus.changed.connect(self._changed)
        self._context.messages.posted.connect(self._heard)
        self._context.theme.changed.connect(self._dress)

    def _make(self, item: Item) -> Row:
        theme = self._context.theme
        if not item.is_open:
            left = DoneLine(item, theme)
            left.undone.connect(lambda: self._undo(item))
            return left
        line = PopupLine(item, theme, lambda menu: self._fill_snooze(menu, item))
        line.done.connect(lambda: self._done(item))
        line.copied.connect(lambda: self._copy_greeting(item))
        line.called.connect(lambda: self._call(item))
        line.opened.connect(lambda: self._open(item))
        return line

    # Telling

    def tell(self, reminders: Sequence[Reminder], away: int = 0, *, by_hand: bool = False) -> None:
        """Show these, beside those that are still open; the keyboard stays where it is unless she asked `by_hand`.
        `away`: how many days were missed."""
        known = {item.reminder.matter: item for item in self._items}
        for reminder in reminders:
            self._dealt_with.pop(reminder.matter, None)
            item = known.get(reminder.matter)
            if item is None:
                self._items.append(Item(reminder))
            else:
                item.reminder, item.said, item.change = reminder, "", None
        self._away = max(self._away, away)
        if not self._items and not by_hand:
            return
        self._show(by_hand=by_hand)

    def refresh(self) -> None:
        """Show each reminder as it is now, without what was dealt with elsewhere, with what was undone."""
        asked = [*(item.reminder for item in self._items), *self._dealt_with.values()]
        try:
            current = self._services.reminders.current(asked, self._context.clock.now())
        except UserError:
            return  # the shop is busy: the next change or minute asks again
        found = {reminder.matter: reminder for reminder in current}
        for item in self._items:
            now = found.get(item.reminder.matter)
            if now is not None and (item.said or now != item.reminder):
                item.reminder, item.said, item.change = now, "", None
        had = bool(self._items)
        for item in list(self._items):
            if not item.said and item.reminder.matter not in found:
                self._drop(item)
        back = [self._dealt_with.pop(matter) for matter in list(self._dealt_with) if matter in found]
        self._items += [Item(found[reminder.matter]) for reminder in back]
        if had:
            self._arrange_or_go()

    def reminders(self) -> tuple[Reminder, ...]:
        """Those that are still open."""
        return tuple(item.reminder for item in self._items if item.is_open)

    def _show(self, *, by_hand: bool) -> None:
        if not self.isVisible():
            self._expanded = False
            self._note("")
            self.prepare()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not by_hand)
        self.show_whole()
        self._arrange()
        self.show()
        if by_hand:
            self.raise_()
            self.activateWindow()
            row = self.list.row(self.list.current())
            if row is not None:
                row.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.close_button.setFocus()

    # Arranging

    def _arrange(self) -> None:
        """Lay the lines out anew, and stand in the corner."""
        self.set_title(tr("Today's reminders · %1", self._services.shop_name))
        self._say_foot()
        self._nothing.setVisible(not self._items)
        self.list.setVisible(bool(self._items))
        self._show_lines()
        self.stand()

    def _arrange_or_go(self) -> None:
        if self._items:
            self._arrange()
        else:
            self._dealt_with.clear()
            self.hide()

    def _show_lines(self) -> None:
        """As many lines as there is room for; all of them, to be scrolled through, once she asked for all."""
        count, groups = len(self._items), grouped(self._items, self._away)
        self.say_more(0)
        room = self.room_for(self.list)
        self.list.show_groups(groups, px(WIDTH) - 2, None if self._expanded else SEEN)
        is_long = self._expanded and self.list.full_height() > room
        if is_long:
            self.list.show_groups(groups, px(WIDTH) - 2 - _SCROLLBAR)
        if self._expanded:
            height, self._seen = min(self.list.full_height(), room), count
        else:
            height, self._seen = self.list.height_for(room)
            if self._seen < count:
                self.say_more(count - self._seen)
                height, self._seen = self.list.height_for(self.room_for(self.list))
        self.list.show_scrollbar(is_long)
        self.list.setFixedHeight(height)
        self.say_more(count - self._seen)

    def say_closing(self) -> None:
        """Say in the foot what closing means; to be asked for once the lines are noted as told."""
        self._say_foot()
        self.stand()

    def _say_foot(self) -> None:
        self.say(self._notice or self._closing_words(), is_problem=self._is_problem)

    def _closing_words(self) -> str:
        """What closing means."""
        still_open = self.reminders()
        if not still_open:
            return tr("All dealt with.") if self._items else ""
        now = self._context.clock.now()
        try:
            again: datetime | None = self._services.reminders.again_at(still_open, now)
        except UserError:
            return ""  # what is wrong with the shop is told elsewhere
        if again is None:
            return tr("If you close this, it stays on the Today tab.")
        words = time_words(again, now)
        if again.date() == now.date():
            return tr("If you close this, it comes again at %1", words)
        return tr("If you close this, it comes again %1", words)

    def _dress(self) -> None:
        if self.isVisible():
            self._arrange()
            self.update()

    def _expand(self) -> None:
        """Show all, to be scrolled through."""
        self._expanded = True
        self._arrange_for_keys(had_keys=self.more_button.hasFocus())

    def _show_again(self) -> None:
        """All of it after its head alone, which was brought up to date only as far as it is seen."""
        self._arrange_for_keys(had_keys=self.fold_button.hasFocus())

    def _arrange_for_keys(self, *, had_keys: bool) -> None:
        """Arrange, and give the keys to the current line, if what had them has done its work."""
        self._arrange()
        row = self.list.row(self.list.current())
        if had_keys and row is not None:
            row.setFocus()

    # Doing

    def _done(self, item: Item) -> None:
        self._answer(item, lambda: self._services.reminders.done(item.reminder), tr("Done"))

    def _put_off(self, item: Item, until: datetime) -> None:
        now = self._context.clock.now()
        words = time_words(until, now)
        words = tr("Comes again at %1", words) if until.date() == now.date() else tr("Comes again %1", words)
        self._answer(item, lambda: self._services.reminders.snooze(item.reminder, until), words)

    def _copy_greeting(self, item: Item) -> None:
        entry = item.reminder.entry
        if not isinstance(entry, BirthdayEntry):
            return
        greetings = self._services.greetings
        chosen = greetings.text_for(entry)
        QGuiApplication.clipboard().setText(chosen.text)
        words = tr("Greeting copied, marked as greeted")
        self._answer(item, lambda: greetings.copied(entry.customer_id, entry, chosen), words)

    def _call(self, item: Item) -> None:
        customer_id = item.reminder.customer_id
        if customer_id is None:
            return
        from crm_desktop.ui.plumbing.calling import dial

        for person in self._services.customers.get_many([customer_id]):
            self._note(dial(person.name, next(iter(person.phones), "")).words)
            self._quiet_again.start()
            self._arrange()

    def _open(self, item: Item) -> None:
        customer_id = item.reminder.customer_id
        if customer_id is None:
            self.all_wanted.emit()
        else:
            self.customer_wanted.emit(customer_id)

    def _open_all(self) -> None:
        self.all_wanted.emit()
        self._put_away()

    def _put_away(self) -> None:
        if self.isVisible():
            self.put_away.emit()
        self._items = []
        self._dealt_with.clear()
        self._away = 0
        self.hide()

    def _answer(self, item: Item, work: Callable[[], Change], said: str) -> None:
        """Do what she wants with a line; what was done stands in its place for some seconds."""
        following = self._following(item)
        self._note("")
        self._answering = True
        change = self._context.actions.do(work, quiet=True)
        self._answering = False
        if change is not None:
            item.said, item.change = said, change.id
            QTimer.singleShot(UNDO_MS, self, lambda: self._forget(item, change.id))
        self._arrange()
        if change is not None and following is not None:
            self.list.take(following)

    def _following(self, item: Item) -> Item | None:
        """The next line that asks for something, else the one before."""
        items = self.list.items()
        at = items.index(item)
        return next((each for each in [*items[at + 1 :], *reversed(items[:at])] if each.is_open), None)

    def _forget(self, item: Item, change: int | None) -> None:
        """A line that was dealt with goes."""
        if item in self._items and item.said and item.change == change:
            self._drop(item)
            self._arrange_or_go()

    def _drop(self, item: Item) -> None:
        self._items.remove(item)
        self._dealt_with[item.reminder.matter] = item.reminder

    def _undo(self, item: Item | None) -> None:
        """Take back what was done about a line; without one, what was done last."""
        done = [each for each in self._items if each.change is not None]
        last = item or max(done, key=lambda each: each.change or 0, default=None)
        if last is not None and last.change is not None:
            self._context.actions.undo(last.change)
            self.refresh()
            if last in self._items:
                self.list.take(last)

    def _fill_snooze(self, menu: QMenu, item: Item) -> None:
        def put_off(until: datetime) -> None:
            # The button that the menu hangs from goes with the line: after the menu has closed.
            QTimer.singleShot(0, self, lambda: self._put_off(item, until))

        fill_snooze(menu, self._context.clock.now(), self._services.settings.get().times, put_off,
                    lambda: QTimer.singleShot(0, self, lambda: self._ask_day(item)), self._context.theme)  # fmt: skip

    def _ask_day(self, item: Item) -> None:
        row = self.list.row(item)
        if isinstance(row, PopupLine):
            times = self._services.settings.get().times

            def take(day: date) -> None:
                self._put_off(item, snooze_to(day, times))

            DayChooser(row.snooze_button, self._context.clock.now().date(), self._context.theme, take).drop()

    def _note(self, words: str, *, is_problem: bool = False) -> None:
        """What the foot says instead of what closing means; "" for no more."""
        self._quiet_again.stop()
        self._notice, self._is_problem = words, is_problem

    def _forget_note(self) -> None:
        self._note("")
        self._arrange_or_go()

    # What the window system tells

    def _changed(self, _: Change) -> None:
        if self._items and not self._answering:
            self.refresh()

    def _heard(self, message: Message) -> None:
        """The message bar may not be in sight: what went wrong here is told here too."""
        if self._answering and message.is_error:
            self._note(message.text, is_problem=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.folded and event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)  # nothing is done about a line that is not seen
        elif with_control and event.key() == Qt.Key.Key_Z:
            self._undo(None)
        elif not with_control and event.key() in (keys := self._keys()):
            keys[event.key()]()
        else:
            super().keyPressEvent(event)

    def _keys(self) -> dict[int, Callable[[], object]]:
        far = len(self._items)
        return {
            Qt.Key.Key_Down: lambda: self._step(1),
            Qt.Key.Key_Up: lambda: self._step(-1),
            Qt.Key.Key_PageDown: lambda: self._step(SEEN - 1),
            Qt.Key.Key_PageUp: lambda: self._step(1 - SEEN),
            Qt.Key.Key_Home: lambda: self._step(-far),
            Qt.Key.Key_End: lambda: self._step(far),
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
            Qt.Key.Key_Escape: self._put_away,
            Qt.Key.Key_D: lambda: self._on_current(self._done),
            Qt.Key.Key_G: lambda: self._on_current(self._copy_greeting),
            Qt.Key.Key_C: lambda: self._on_current(self._call),
            Qt.Key.Key_S: lambda: self._on_current(self._open_snooze),
        }

    def _on_current(self, do: Callable[[Item], object]) -> None:
        item = self.list.current()
        if item is not None and item.is_open:
            do(item)

    def _open_snooze(self, item: Item) -> None:
        row = self.list.row(item)
        if isinstance(row, PopupLine):
            row.open_snooze()

    def _enter(self) -> None:
        """Enter presses the button that has the keys, else it opens the line."""
        focus = self.focusWidget()
        if isinstance(focus, QAbstractButton):
            focus.click()
        else:
            self._on_current(self._open)

    def _step(self, by: int) -> None:
        """Go to another line; one that is not seen yet opens all of them."""
        if not self._expanded and self._seen < len(self._items):
            items = self.list.items()
            current = self.list.current()
            at = items.index(current) if current in items else 0
            if at + by >= self._seen:
                self._expand()
        self.list.step(by)
        row = self.list.row(self.list.current())
        if row is not None:
            row.setFocus()
