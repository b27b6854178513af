"""Today's reminders in a small window at the bottom right, that never takes the keyboard by itself.

Nothing is answered by accident: closing it is "later today", and what was done can be undone on its line for some
seconds. What was dealt with elsewhere goes from it by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.reminder_times import snooze_to
from crm_desktop.domain.reminders import BirthdayEntry
from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing import tokens
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.messages import Message
from crm_desktop.ui.reminders import place, shadow
from crm_desktop.ui.reminders.popup_line import LEFT, RIGHT, DoneLine, Item, PopupLine, Row
from crm_desktop.ui.reminders.popup_list import SEEN, PopupList, grouped
from crm_desktop.ui.reminders.snooze import DayChooser, fill_snooze, time_words
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

if TYPE_CHECKING:
    from crm_desktop.domain.occurrences import Reminder

UNDO_MS: Final = 8_000
"""So long what was done stands in place of its line."""

_WIDTH: Final = 360
_SCROLLBAR: Final = 12


class Popup(QWidget):
    """`put_away`: she closed it, which means later today; its reminders are there until all have heard. `all_wanted`:
    the Today tab. `customer_wanted`: a customer, by id. `settings_wanted`: when and of what she is reminded."""

    put_away = Signal()
    all_wanted = Signal()
    customer_wanted = Signal(int)
    settings_wanted = Signal()

    def __init__(self, context: Context) -> None:
        kind = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, kind | Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(tr("Today's reminders"))
        self.setAccessibleName(tr("Today's reminders"))
        self._context = context
        self._services = context.services
        self._items: list[Item] = []
        self._away = 0
        self._expanded = False
        self._answering = False
        self._notice = ""
        self._reach = 0
        self._seen = 0
        self._lay_out()
        context.bus.changed.connect(self._changed)
        context.messages.posted.connect(self._heard)
        context.theme.changed.connect(self._dress)

    # Making

    def _lay_out(self) -> None:
        theme = self._context.theme
        self.list = PopupList(theme, self._make)
        self.list.moved.connect(self._order_keys)
        self._nothing = texts.secondary(tr("Nothing is waiting for you now."), wrap=True)
        self._nothing.setContentsMargins(16, 12, 16, 16)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        # Its size is given, shrinking too: the least size of a layout that is about to change would stand in the way.
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._rows = (self._head(), self._foot())
        self._column.addLayout(self._rows[0])
        self._column.addWidget(texts.separator())
        self._column.addWidget(self._nothing)
        self._column.addWidget(self.list)
        self._column.addWidget(self._more())
        self._column.addWidget(texts.separator())
        self._column.addLayout(self._rows[1])

    def _head(self) -> QHBoxLayout:
        theme = self._context.theme
        self._title = texts.ElidedLabel()
        self._title.setFont(theme.sized(tokens.BODY_PX, bold=True))
        self.settings_button = buttons.icon_button(
            "settings", tr("Reminder settings"), self.settings_wanted.emit, theme=theme, token="secondary"
        )
        self.close_button = buttons.icon_button(
            "x", tr("Later today"), self._put_away, theme=theme, shortcut="Esc", token="secondary"
        )
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(2)
        row.addWidget(self._title, 1)
        row.addWidget(self.settings_button)
        row.addWidget(self.close_button)
        return row

    def _foot(self) -> QHBoxLayout:
        self.all_button = buttons.link(tr("Open all"), self._open_all)
        self._closing = texts.secondary("", wrap=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self._closing, 1)
        foot.addWidget(self.all_button)
        return foot

    def _more(self) -> QWidget:
        self.more_button = buttons.link("", self._expand)
        self._more_row = QWidget()
        row = QHBoxLayout(self._more_row)
        row.setContentsMargins(LEFT - 4, 2, RIGHT, 6)
        row.addWidget(self.more_button)
        row.addStretch(1)
        return self._more_row

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
        """Show each reminder as it is now, without what was dealt with elsewhere."""
        try:
            current = self._services.reminders.current([i.reminder for i in self._items], self._context.clock.now())
        except UserError:
            return  # the shop is busy: the next change or minute asks again
        found = {reminder.matter: reminder for reminder in current}
        for item in self._items:
            if item.reminder.matter in found:
                item.reminder, item.said, item.change = found[item.reminder.matter], "", None
        had = bool(self._items)
        self._items = [item for item in self._items if item.said or item.reminder.matter in found]
        if had:
            self._arrange_or_go()

    def reminders(self) -> tuple[Reminder, ...]:
        """Those that are still open."""
        return tuple(item.reminder for item in self._items if item.is_open)

    def _show(self, *, by_hand: bool) -> None:
        if not self.isVisible():
            self._expanded, self._notice = False, ""
            self._reach = shadow.reach()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not by_hand)
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
        margin = self._reach + 1
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._say_words()
        self._nothing.setVisible(not self._items)
        self.list.setVisible(bool(self._items))
        self._show_lines()
        self._order_keys()
        card = place.corner(QSize(_WIDTH, self._height()), place.screen_for(self).availableGeometry())
        self.setGeometry(card.adjusted(-self._reach, -self._reach, self._reach, self._reach))
        self._column.activate()

    def _arrange_or_go(self) -> None:
        if self._items:
            self._arrange()
        else:
            self.hide()

    def _show_lines(self) -> None:
        """As many lines as there is room for; all of them, to be scrolled through, once she asked for all."""
        self.list.setFixedHeight(0)
        self._say_more(len(self._items))
        most = place.tallest(place.screen_for(self).availableGeometry()) - self._height()
        groups = grouped(self._items, self._away)
        self.list.show_groups(groups, _WIDTH - 2)
        height, self._seen = self.list.height_for(most)
        if self._expanded:
            most += self._more_row.sizeHint().height()
            is_long = self.list.full_height() > most
            if is_long:
                self.list.show_groups(groups, _WIDTH - 2 - _SCROLLBAR)
            height, self._seen = min(self.list.full_height(), most), len(self._items)
        self.list.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn
            if self._expanded and is_long
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.list.setFixedHeight(height)
        self._say_more(len(self._items) - self._seen)

    def _height(self) -> int:
        """How tall the card is with what is in it now."""
        for layout in (*self._rows, self._column):
            layout.invalidate()
        return self._column.heightForWidth(_WIDTH + 2 * self._reach) - 2 * self._reach

    def _say_words(self) -> None:
        name = self._services.settings.get().shop_name or self._services.shop.path.stem
        self._title.setText(tr("Today's reminders · %1", name))
        is_problem = bool(self._notice)
        self._closing.setProperty("role", "danger" if is_problem else "secondary")
        self._closing.setText(self._notice or self._closing_words())

    def _closing_words(self) -> str:
        """What closing means."""
        still_open = self.reminders()
        if not still_open:
            return tr("All dealt with.") if self._items else ""
        now = self._context.clock.now()
        again = self._services.reminders.again_at(still_open, now)
        words = time_words(again, now)
        if again.date() == now.date():
            return tr("If you close this, it comes again at %1", words)
        return tr("If you close this, it comes again %1", words)

    def _say_more(self, rest: int) -> None:
        words = tr("%n more", n=rest)
        self.more_button.setText(words)
        self.more_button.setAccessibleName(words)
        self._more_row.setVisible(rest > 0)

    def _order_keys(self) -> None:
        """Tab goes from the head to the current line, its buttons, and the foot."""
        row = self.list.row(self.list.current())
        line: list[QWidget] = [] if row is None else [row, *row.buttons()]
        stops = [self.settings_button, self.close_button, *line, self.more_button, self.all_button]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def _dress(self) -> None:
        self._title.setFont(self._context.theme.sized(tokens.BODY_PX, bold=True))
        if self.isVisible():
            self._arrange()
            self.update()

    def _expand(self) -> None:
        """Show all, to be scrolled through."""
        self._expanded = True
        self._arrange()

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
            self._tell_in_foot(dial(person.name, next(iter(person.phones), "")).words)

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
        self.put_away.emit()
        self._items = []
        self._away = 0
        self.hide()

    def _answer(self, item: Item, work: Callable[[], Change], said: str) -> None:
        """Do what she wants with a line; what was done stands in its place for some seconds."""
        following = self._following(item)
        self._notice, self._answering = "", True
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
            self._items.remove(item)
            self._arrange_or_go()

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

    def _tell_in_foot(self, words: str) -> None:
        self._notice = words
        self._arrange()

    # What the window system tells

    def _changed(self, _: Change) -> None:
        if self._items and not self._answering:
            self.refresh()

    def _heard(self, message: Message) -> None:
        """The message bar may not be in sight: what went wrong here is told here too."""
        if self._answering and message.is_error:
            self._notice = message.text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        do = self._controls().get(event.key()) if control else self._keys().get(event.key())
        if do is None:
            super().keyPressEvent(event)
        else:
            do()

    def _controls(self) -> dict[int, Callable[[], object]]:
        return {Qt.Key.Key_Z: lambda: self._undo(None)}

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
        if not self._expanded and self.more_button.isVisibleTo(self):
            items = self.list.items()
            current = self.list.current()
            at = items.index(current) if current in items else 0
            if at + by >= self._seen:
                self._expand()
        self.list.step(by)
        row = self.list.row(self.list.current())
        if row is not None:
            row.setFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The head moves it out of the way."""
        handle = self.windowHandle()
        if handle is not None and event.button() == Qt.MouseButton.LeftButton:
            handle.startSystemMove()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self._put_away()

    def paintEvent(self, event: QPaintEvent) -> None:
        shadow.paint_card(QPainter(self), QRectF(self.rect()), self._reach, self._context.theme)
