"""One customer whole: who it is, what can be done, and everything that happened, in one panel."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.errors import NotFound
from crm_desktop.language import tr
from crm_desktop.services.timeline import TimelineEntry
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.customers.cell_editors import CellChoice
from crm_desktop.ui.tabs.customers.head import CustomerHead
from crm_desktop.ui.tabs.customers.timeline import CONTACT_KINDS, KINDS, Timeline, TimelineModel
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.more_below import MoreBelow
from crm_desktop.ui.widgets.popover import LinePopover

_CALL: Final = "call"
"""The kind of a contact entry that a call is."""


class HeadArea(QScrollArea):
    """As high as what is in it where there is room; it scrolls where there is not."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(inside)
        # The panel's own ground shows through.
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        inside.installEventFilter(self)

    def sizeHint(self) -> QSize:
        width = max(self.viewport().width(), 200)
        height = self._inside.heightForWidth(width)
        return QSize(width, height if height > 0 else self._inside.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(self.sizeHint().height(), 160))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class EntryLine(QWidget):
    """A line to note a call, a visit or anything else; Enter saves it."""

    written = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = CellChoice([(kind, str(KINDS[kind][0])) for kind in CONTACT_KINDS])
        self.kind.setAccessibleName(tr("Kind of entry"))
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Write something, Enter saves"))
        self.text.setAccessibleName(tr("Entry"))
        self.text.setMaxLength(10_000)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.kind)
        row.addWidget(self.text, 1)
        self.text.returnPressed.connect(self._write)

    def _write(self) -> None:
        if self.text.text().strip():
            self.written.emit(self.kind.text(), self.text.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)


class WholeCustomer(QWidget):
    """Shows one customer. `edit_wanted` asks for the form, `gone` tells that the customer no longer exists."""

    edit_wanted = Signal(int)
    delete_wanted = Signal(int)
    hide_wanted = Signal()
    tag_clicked = Signal(str)
    gone = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self.customer_id: int | None = None
        self._texts: dict[int, str] = {}
        self.head = CustomerHead(context)
        self.head.tag_clicked.connect(self.tag_clicked)
        self.head.called.connect(self._called)
        self.entry = EntryLine()
        self.entry.written.connect(self._write)
        self.model = TimelineModel(self._services.customers.timeline, self)
        self.timeline = Timeline(self.model, context.theme)
        self.timeline.set_menu(self._fill_entry_menu)
        self.timeline.opened.connect(self._open_entry)
        self.timeline.delete_pressed.connect(self._delete_entry)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = self._context.theme
        edit = buttons.icon_button("edit", tr("Edit customer"), self._edit, theme=theme)
        more = buttons.icon_button("more", tr("More"), None, theme=theme)
        more.setMenu(buttons.built_menu(more, self.fill_menu))
        more.setPopupMode(more.ToolButtonPopupMode.InstantPopup)
        self.head.add_button(edit)
        self.head.add_button(more)
        purchase = buttons.plain(tr("New purchase"), self._new_purchase, theme=theme, icon="cart", shortcut="F2")
        follow_up = buttons.plain(tr("Follow-up"), self._new_follow_up, theme=theme, icon="bell", shortcut="Ctrl+T")
        actions = QHBoxLayout()
        actions.setContentsMargins(16, 0, 16, 8)
        actions.setSpacing(8)
        actions.addWidget(purchase, 1)
        actions.addWidget(follow_up, 1)
        entry = QHBoxLayout()
        entry.setContentsMargins(16, 0, 16, 12)
        entry.addWidget(self.entry)
        self.nothing = texts.secondary(tr("Purchases, follow-ups and notes will stand here."))
        self.nothing.setContentsMargins(16, 12, 16, 12)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.area = HeadArea(self.head)
        MoreBelow(self.area)
        self.timeline.setMinimumHeight(140)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area)
        column.addLayout(actions)
        column.addLayout(entry)
        column.addWidget(texts.separator())
        column.addWidget(self.nothing, 1)
        column.addWidget(self.timeline, 1)

    # Showing

    def show_customer(self, customer_id: int) -> bool:
        """Show a customer, anew if it is the one shown; False if they no longer exist."""
        if customer_id != self.customer_id:
            self.head.finish_edits()
            self._keep_text(customer_id)
        try:
            customer = self._services.customers.get(customer_id)
        except NotFound:
            self.customer_id = None
            self.gone.emit()
            return False
        self.customer_id = customer_id
        today = self._context.clock.now().date()
        self.head.show_customer(customer, self._services.customers.summary(customer), today)
        self.model.show_customer(customer_id, today)
        empty = not self.model.entries
        self.nothing.setVisible(empty)
        self.timeline.setVisible(not empty)
        return True

    def _keep_text(self, coming: int) -> None:
        """What is typed in the entry line belongs to the customer it was typed for."""
        if self.customer_id is not None:
            self._texts[self.customer_id] = self.entry.text.text()
        self.entry.text.setText(self._texts.pop(coming, ""))

    def fill_menu(self, menu: QMenu) -> None:
        """What the "More" button offers."""
        theme, number = self._context.theme, self.customer_id
        if number is None:
            return
        menus.add(menu, tr("Edit customer"), self._edit, icon="edit", theme=theme)
        menus.add(menu, tr("Choose a photo…"), self.head.choose_photo, icon="user", theme=theme)
        menus.add(menu, tr("Print this customer's sheet…"), self._print, icon="print", theme=theme)
        menus.add(menu, tr("Why did I not hear of it?"), lambda: self._context.navigate.show_told(number),
                  icon="bell", theme=theme)  # fmt: skip
        menu.addSeparator()
        menus.add(menu, tr("Delete customer"), lambda: self.delete_wanted.emit(number), icon="trash", theme=theme)
        menu.addSeparator()
        menus.add(menu, tr("Hide this panel"), self.hide_wanted.emit)

    # Doing

    def _edit(self) -> None:
        if self.customer_id is not None:
            self.head.finish_edits()
            self.edit_wanted.emit(self.customer_id)

    def _print(self) -> None:
        from crm_desktop.ui.printing import entries

        if self.customer_id is not None:
            self.head.finish_edits()
            entries.print_customer(self._context, self.window(), self.customer_id)

    def _new_purchase(self) -> None:
        self._context.navigate.new_purchase(self.customer_id)

    def _new_follow_up(self) -> None:
        self._context.navigate.new_follow_up(self.customer_id)

    def _called(self) -> None:
        self.entry.kind.setText(_CALL)
        self.entry.text.setFocus()

    def _write(self, kind: str, text: str) -> None:
        number = self.customer_id
        assert number is not None
        if self._context.actions.do(lambda: self._services.contacts.add(number, kind, text)) is not None:
            self.entry.text.clear()

    def _fill_entry_menu(self, menu: QMenu, entry: TimelineEntry) -> None:
        theme = self._context.theme
        if entry.kind in CONTACT_KINDS:
            menus.add(menu, tr("Change this entry…"), lambda: self._open_entry(entry), icon="edit", theme=theme)
            menus.add(menu, tr("Delete"), lambda: self._delete_entry(entry), icon="trash", theme=theme)
            menu.addSeparator()
        elif entry.kind == "follow_up" and not entry.done:
            menus.add(menu, tr("Done"), lambda: self._finish(entry), icon="check", theme=theme)
            menu.addSeparator()

    def _open_entry(self, entry: TimelineEntry) -> None:
        """Edit what was written; purchases and follow-ups are changed on their own pages."""
        if entry.kind not in CONTACT_KINDS:
            tab = {"purchase": "purchases", "refund": "purchases", "follow_up": "follow_ups"}.get(entry.kind)
            if tab is not None:
                self._context.navigate.show_tab(tab)
            return

        def take(text: str) -> bool:
            work = lambda: self._services.contacts.edit(entry.id, text)  # noqa: E731
            return self._context.actions.do(work, on_invalid=popover.refuse) is not None

        name = str(KINDS[entry.kind][0])
        popover = LinePopover(self.entry, name, tr("Save"), take, text=entry.title)
        popover.open()

    def _delete_entry(self, entry: TimelineEntry) -> None:
        if entry.kind in CONTACT_KINDS:
            self._context.actions.do(lambda: self._services.contacts.delete(entry.id))

    def _finish(self, entry: TimelineEntry) -> None:
        self._context.actions.do(lambda: self._services.follow_ups.done(entry.id))
