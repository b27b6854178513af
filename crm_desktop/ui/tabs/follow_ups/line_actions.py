"""What can be done with a follow-up, on its line: done with an outcome typed there, put off, and the rest.

One bar of real buttons stands on the row under the pointer, else on the row that the keys act on.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QWidget

from crm_desktop.language import tr
from crm_desktop.services.follow_ups import FollowUp
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets.dates import DateEdit
from crm_desktop.ui.widgets.list_view import ListView

_BUTTONS, _OUTCOME, _DATE, _FINISHED = range(4)
DONE_KEY: Final = "Ctrl+Return"
NEXT_KEY: Final = "Ctrl+Shift+Return"
SNOOZE_KEY: Final = "Ctrl+L"


class LineActions(QFrame):
    """The signals carry the follow-up's id; `done` the outcome too, `snoozed` the day."""

    done = Signal(int, str)
    done_and_next = Signal(int)
    snoozed = Signal(int, object)
    phone_copied = Signal(int)
    reopened = Signal(int)
    menu_asked = Signal(int, QPoint)

    def __init__(self, context: Context, view: ListView) -> None:
        super().__init__(view.viewport())
        self._context = context
        self._view = view
        self._row: FollowUp | None = None
        self._hovered: int | None = None
        self.outcome = QLineEdit()
        self.until = DateEdit(context.theme, context.clock, optional=False)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self._make_buttons()
        self._stack = QStackedWidget()
        for page in (self._buttons_page(), self._outcome_page(), self._date_page(), self._finished_page()):
            self._stack.addWidget(page)
        column = QHBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self._stack)
        self._follow_view()
        self.hide()

    # Pages

    def _make_buttons(self) -> None:
        theme = self._context.theme
        self.phone_button = buttons.icon_button("phone", tr("Copy phone"), self._tell_phone, theme=theme)
        self.done_button = buttons.quiet(tr("Done"), self.ask_outcome, theme=theme, icon="check", shortcut=DONE_KEY)
        self.next_button = buttons.quiet(tr("Done, next"), self._tell_next, shortcut=NEXT_KEY,
                                         tooltip=tr("Done, and plan the next"))  # fmt: skip
        self.snooze_button = buttons.menu_button(tr("Snooze"), self.fill_snooze, theme=theme)
        self.more_button = buttons.icon_button("more", tr("More"), self._tell_menu, theme=theme)
        self.reopen_button = buttons.quiet(tr("Reopen"), self._tell_reopen, theme=theme, icon="undo")

    def _buttons_page(self) -> QWidget:
        return _line(self.phone_button, self.done_button, self.next_button, self.snooze_button, self.more_button)

    def _outcome_page(self) -> QWidget:
        self.outcome.setAccessibleName(tr("Outcome"))
        self.outcome.setPlaceholderText(tr("Outcome, then Enter; may be empty"))
        self.outcome.returnPressed.connect(self._finish)
        self.outcome.installEventFilter(self)
        self.finish_button = buttons.primary(tr("Done"), self._finish)
        cancel = buttons.icon_button("x", tr("Cancel"), self.back, theme=self._context.theme, token="secondary")
        return _line(self.outcome, self.finish_button, cancel, stretch=True)

    def _date_page(self) -> QWidget:
        self.until.setAccessibleName(tr("Snooze until"))
        self.until.returnPressed.connect(self._put_off)
        self.until.installEventFilter(self)
        self.until_button = buttons.primary(tr("Snooze"), self._put_off)
        cancel = buttons.icon_button("x", tr("Cancel"), self.back, theme=self._context.theme, token="secondary")
        return _line(self.until, self.until_button, cancel, stretch=True)

    def _finished_page(self) -> QWidget:
        more = buttons.icon_button("more", tr("More"), self._tell_menu, theme=self._context.theme)
        return _line(self.reopen_button, more)

    # Where it stands

    def _follow_view(self) -> None:
        view = self._view
        view.viewport().installEventFilter(self)
        view.current_changed.connect(lambda _: self.place())
        for scroll_bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            scroll_bar.valueChanged.connect(lambda _: self.place())
        model = view.model()
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(lambda *_: QTimer.singleShot(0, self, self.place))

    @property
    def busy(self) -> bool:
        """Whether something is being typed in it: then it stays where it is."""
        return self._stack.currentIndex() in (_OUTCOME, _DATE) and not self.isHidden()

    def row(self) -> FollowUp | None:
        """The follow-up that it stands on."""
        return self._row

    def stand_on(self, row: FollowUp | None) -> None:
        """Stand on that follow-up, its buttons shown."""
        self._row = row
        self._stack.setCurrentIndex(_BUTTONS if row is None or row.done_at is None else _FINISHED)
        self.phone_button.setEnabled(bool(row and row.customer_phone))
        self._move()

    def place(self) -> None:
        """Stand on the right row again, after a move of the list or the pointer."""
        if self.busy:
            self._move()
            return
        view = self._view
        wanted = self._hovered if self._hovered is not None else view.current_id()
        model = view.model()
        row = model.row_of(wanted) if wanted is not None else None  # type: ignore[attr-defined]  # it is our model
        self.stand_on(model.record(row) if row is not None else None)  # type: ignore[attr-defined]  # as above

    def _move(self) -> None:
        row = self._view.model().row_of(self._row.id) if self._row else None  # type: ignore[attr-defined]  # as above
        if row is None:
            self.hide()
            return
        viewport = self._view.viewport()
        top, height = self._view.rowViewportPosition(row), self._view.rowHeight(row)
        if top + height <= 0 or top >= viewport.height():
            self.hide()
            return
        width = 440 if self.busy_page() else self.sizeHint().width()
        width = min(width, viewport.width())
        selected = self._view.selectionModel().isRowSelected(row)
        ground = self._context.theme.color("selection" if selected else "hover" if self._hovered else "surface")
        palette = self.palette()
        palette.setColor(self.backgroundRole(), ground)
        self.setPalette(palette)
        self.setGeometry(viewport.width() - width, top, width, height - 1)
        self.show()
        self.raise_()

    def busy_page(self) -> bool:
        return self._stack.currentIndex() in (_OUTCOME, _DATE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in (self.outcome, self.until):
            if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()
                    return True
                if event.type() == QEvent.Type.KeyPress:
                    self.back()
                    return True
            return False
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            index = self._view.indexAt(event.position().toPoint())
            self._hover(self._view.model().id_at(index.row()) if index.isValid() else None)  # type: ignore[attr-defined]
        elif event.type() == QEvent.Type.Leave:
            self._hover(None)
        elif event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self.place)
        return False

    def _hover(self, row_id: int | None) -> None:
        if row_id != self._hovered:
            self._hovered = row_id
            if not self.isAncestorOf(self.focusWidget() or self._view):
                self.place()

    # Doing

    def ask_outcome(self) -> None:
        """A field for what came of it; Enter is done."""
        self._ask(_OUTCOME, self.outcome)

    def ask_date(self) -> None:
        """A field for the day to put it off to."""
        self.until.set_date(self._today() + timedelta(days=1))
        self._ask(_DATE, self.until)

    def _ask(self, page: int, field: QLineEdit) -> None:
        if self._row is None or self._row.done_at is not None:
            return
        self._view.select_id(self._row.id)
        if page == _OUTCOME:
            field.clear()
        self._stack.setCurrentIndex(page)
        self._move()
        field.setFocus(Qt.FocusReason.TabFocusReason)
        field.selectAll()

    def back(self) -> None:
        """The buttons again, and the keys back to the list."""
        self._stack.setCurrentIndex(_BUTTONS)
        self._view.setFocus()
        self.place()

    def fill_snooze(self, menu: QMenu) -> None:
        """1 day, 3 days, 1 week, a date."""
        for text, day in self.snooze_days():
            menus.add(menu, text, lambda day=day: self._tell_snooze(day))  # type: ignore[misc]
        menus.add(menu, tr("A date…"), self.ask_date, icon="calendar", theme=self._context.theme)

    def snooze_days(self) -> list[tuple[str, date]]:
        """The days that are one press away."""
        today, choices = self._today(), ((tr("1 day"), 1), (tr("3 days"), 3), (tr("1 week"), 7))
        return [(text, today + timedelta(days=days)) for text, days in choices]

    def _today(self) -> date:
        return self._context.clock.now().date()

    def _finish(self) -> None:
        if self._row is not None:
            row_id, outcome = self._row.id, self.outcome.text()
            self.back()
            self.done.emit(row_id, outcome)

    def _put_off(self) -> None:
        day = self.until.date()
        if self._row is None or day is None:
            self.until.setProperty("wrong", "true")
            self.until.style().unpolish(self.until)
            self.until.style().polish(self.until)
            return
        row_id = self._row.id
        self.back()
        self.snoozed.emit(row_id, day)

    def _tell_snooze(self, day: date) -> None:
        if self._row is not None:
            self.snoozed.emit(self._row.id, day)

    def _tell_next(self) -> None:
        if self._row is not None:
            self.done_and_next.emit(self._row.id)

    def _tell_phone(self) -> None:
        if self._row is not None:
            self.phone_copied.emit(self._row.id)

    def _tell_reopen(self) -> None:
        if self._row is not None:
            self.reopened.emit(self._row.id)

    def _tell_menu(self) -> None:
        if self._row is not None:
            self._view.select_id(self._row.id)
            self.menu_asked.emit(self._row.id, self.mapToGlobal(QPoint(self.width() - 40, self.height())))


def _line(*widgets: QWidget, stretch: bool = False) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2 if not stretch else 6)
    if not stretch:
        row.addStretch(1)
    for number, widget in enumerate(widgets):
        row.addWidget(widget, 1 if stretch and number == 0 else 0)
    return page
