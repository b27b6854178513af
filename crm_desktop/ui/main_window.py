"""The window: tabs across the top, the search box, undo and redo, pages, and the message bar at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from crm_desktop.errors import ShopLocked
from crm_desktop.language import tr
from crm_desktop.store.journal import Change, anything
from crm_desktop.ui.due_counts import DueCounts
from crm_desktop.ui.notices import Notices
from crm_desktop.ui.plumbing.context import Context, Navigator
from crm_desktop.ui.plumbing.tab import Tab, TabSpec
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.message_bar import MessageBar
from crm_desktop.ui.widgets.progress_strip import ProgressStrip
from crm_desktop.ui.widgets.reading_order import ReadsAlong
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.tab_bar import TabBar
from crm_desktop.ui.window_menu import Shell, WindowMenu

if TYPE_CHECKING:
    from crm_desktop.ui.first_start.tour import Tour
    from crm_desktop.ui.tabs.customers.tab import CustomersTab
    from crm_desktop.ui.tabs.follow_ups.tab import FollowUpsTab
    from crm_desktop.ui.tabs.history.tab import HistoryTab
    from crm_desktop.ui.tabs.purchases.tab import PurchasesTab
    from crm_desktop.ui.widgets.drop_list import Line

_SIZE: Final = (1280, 800)
_LEAST_SIZE: Final = (880, 560)
_COUNTED_LATER_MS: Final = 500
"""In a large shop what is due is counted when the window is there."""

#: What a desktop's own frame and title bar take of the screen, at the most.
_FRAME: Final = QSize(2, 48)
_TOP_HEIGHT: Final = 44


class MainWindow(ReadsAlong, QMainWindow):
    """One shop's window. `context_for` makes the context that the tabs get, with this window as its navigator."""

    def __init__(self, context_for: Callable[[Navigator], Context], specs: Sequence[TabSpec], shell: Shell) -> None:
        super().__init__()
        self._specs = {spec.key: spec for spec in specs}
        self._tabs: dict[str, Tab] = {}
        self._key = ""
        self._back_to = ""
        self.tour: Tour | None = None
        self.context = context_for(self)
        self._day = self._today()
        self._changed_elsewhere = self.context.services.shop.changed_elsewhere()
        self._shell = shell
        self._menu = WindowMenu(self.context, shell, self, lambda: self.show_tab("history"), self.print_list,
                                self.show_tips)  # fmt: skip
        self._bar_keys = [spec.key for spec in specs if spec.in_bar]
        self._build()
        badges = ((number, self._specs[key].badge) for number, key in enumerate(self._bar_keys))
        self._due = DueCounts(self.context, self.tab_bar, {number: badge for number, badge in badges if badge})
        self._add_shortcuts()
        self.setAcceptDrops(True)
        self.context.bus.changed.connect(self._on_change)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(self._tell_state)
        self.context.later(self._add_text_undo)
        self.context.later(self._begin_telling)
        self._restore_geometry()

    def _add_text_undo(self) -> None:
        from crm_desktop.ui.plumbing.text_undo import TextUndo

        if isValid(self):  # the window may have gone meanwhile
            TextUndo(self)

    def _begin_telling(self) -> None:
        if not isValid(self):
            return
        if self._due.is_quick:
            self._telling.start()
        else:
            QTimer.singleShot(_COUNTED_LATER_MS, self, self._telling.start)

    def _today(self) -> date:
        return self.context.clock.now().date()

    def _is_empty(self) -> bool:
        return not self.context.services.has_more_customers_than(0)

    # The window's parts

    def _build(self) -> None:
        context = self.context
        self.pages = QStackedWidget()
        self.message_bar = MessageBar(context.messages, context.theme)
        self.progress = ProgressStrip(context.jobs)
        self.notices = Notices(context.presence)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top())
        column.addWidget(self.notices)
        column.addWidget(self.pages, 1)
        column.addWidget(self.progress)
        column.addWidget(self.message_bar)
        self.setCentralWidget(middle)
        self.setMinimumSize(*_LEAST_SIZE)
        self._show_title()

    def _top(self) -> QWidget:
        theme = self.context.theme
        top = QWidget()
        top.setProperty("role", "topbar")
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        top.setFixedHeight(px(_TOP_HEIGHT))
        self.tab_bar = TabBar([str(self._specs[key].title) for key in self._bar_keys], px(_TOP_HEIGHT) - 1)
        self.tab_bar.chosen.connect(lambda number: self.show_tab(self._bar_keys[number]))
        self.search_box = SearchBox(
            theme,
            tr("Name, last digits of the phone, pinyin…"),
            self._find,
            tr("Search"),
        )
        self.search_box.setToolTip(tr("Search") + "  (Ctrl+F, /)")
        self.search_box.setMinimumWidth(220)
        self.search_box.setMaximumWidth(px(420))
        self.search_box.chosen.connect(self._found)
        self.search_box.entered.connect(self._search)
        self.search_box.left.connect(self.focus_list)
        actions = self.context.actions
        self.undo_button = buttons.icon_button("undo", tr("Undo"), actions.undo, theme=theme)
        self.redo_button = buttons.icon_button("redo", tr("Redo"), actions.redo, theme=theme)
        self.menu_button = buttons.icon_button("more", tr("More"), None, theme=theme, shortcut="F10")
        self.menu_button.setMenu(buttons.built_menu(self.menu_button, self._menu.fill))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for button in (self.undo_button, self.redo_button):
            button.setEnabled(False)  # until it is known what there is to undo
        row = QHBoxLayout(top)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.tab_bar)
        row.addStretch(1)
        row.addWidget(self.search_box, 2)
        row.addSpacing(8)
        for button in (self.undo_button, self.redo_button, self.menu_button):
            row.addWidget(button)
        return top

    def _add_shortcuts(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+F", self.focus_search),
            ("/", self.focus_search),
            ("Ctrl+N", self.new_customer),
            ("F2", self.new_purchase),
            ("Ctrl+T", self.new_follow_up),
            ("Ctrl+Z", self.context.actions.undo),
            ("Ctrl+Y", self.context.actions.redo),
            ("Ctrl+Shift+Z", self.context.actions.redo),
            ("Ctrl+P", self.print_list),
            ("Ctrl+R", self._shell.show_reminders),
            ("Ctrl+Q", self._shell.quit),
            ("F10", self.open_menu),
            ("Esc", self._escape),
        ]
        keys += [(f"Ctrl+{number + 1}", partial(self.show_tab, key)) for number, key in enumerate(self._bar_keys[:9])]
        for key, do in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda do=do: do())

    def open_menu(self) -> None:
        """Drop the "⋯" menu, with its first entry under the keys."""
        menu = self.menu_button.menu()
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))
        menu.setActiveAction(next(each for each in menu.actions() if each.isEnabled()))

    def _show_title(self) -> None:
        self.setWindowTitle(tr("%1 — CRM Desktop", self.context.services.shop_name))

    # Tabs

    def tab(self, key: str) -> Tab:
        """A tab, built now if it has not been shown yet."""
        if key not in self._tabs:
            tab = self._specs[key].build(self.context, self.pages)
            self._tabs[key] = tab
            self.pages.addWidget(tab)
            # Later: the demo shop opens in place of the very window whose button was pressed.
            tab.demo_wanted.connect(lambda: QTimer.singleShot(0, self._shell.demo_shop))
        return self._tabs[key]

    def _customers(self) -> CustomersTab:
        return cast("CustomersTab", self.tab("customers"))

    def tab_number(self, key: str) -> int | None:
        """Where a tab stands in the bar; None if it does not."""
        return self._bar_keys.index(key) if key in self._bar_keys else None

    @property
    def current_key(self) -> str:
        """The key of the tab in front."""
        return self._key

    @property
    def _front(self) -> Tab:
        return self._tabs[self._key]

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front; KeyError when there is none of that key."""
        spec = self._specs[key]
        tab = self.tab(key)
        if not spec.in_bar and self._key != key:
            self._back_to = self._key
        self._key = key
        if spec.in_bar:
            self.context.memory.put("window/tab", key)
        self.tab_bar.show_front(self._bar_keys.index(key) if spec.in_bar else None)
        if tab.focusWidget() is None:
            # Seen for the first time: the arrows are to walk its list, not the first button above it.
            tab.focus_list()
        self.pages.setCurrentWidget(tab)
        tab.on_shown()

    def show_first_tab(self) -> None:
        """The tab that was in front the last time. Where there are no customers yet, the first one: its page asks how
        to begin."""
        memory, first = self.context.memory, self._bar_keys[0]
        if self._is_empty():
            if not memory.get("tips", "") and memory.get_bytes("window/geometry").isEmpty():
                memory.put("tips", "due")  # nobody has seen the program on this laptop
            self.show_tab(first)
            self.context.later(self._prepare_customers)
        else:
            key = memory.get("window/tab", first)
            self.show_tab(key if key in self._specs else first)
        if memory.get("tips", "") == "due":
            self.context.later(self._await_tips)

    def _prepare_customers(self) -> None:
        """Build the Customers tab while she reads the doors of an empty shop: most of them lead there."""
        if isValid(self):
            self.tab("customers")

    def _await_tips(self) -> None:
        from crm_desktop.ui.first_start.tour import FirstTime

        if isValid(self):  # the window may have gone meanwhile
            FirstTime(self)

    def show_tips(self) -> None:
        """Lead through the tips."""
        from crm_desktop.ui.first_start.tour import Tour

        if self.tour is None:
            self.tour = Tour(self)
        self.tour.begin()

    def focus_list(self) -> None:
        """The keyboard goes to the list of the tab in front."""
        self._front.focus_list()

    def _escape(self) -> None:
        if self.tour is not None and self.tour.end():
            return
        if self._back_to and not self._specs[self._key].in_bar:
            self.show_tab(self._back_to)
        self.focus_list()

    # Navigator

    def show_customer(self, customer_id: int) -> None:
        self.show_tab("customers")
        self._customers().show_customer(customer_id)

    def show_told(self, customer_id: int) -> None:
        self.show_tab("history")
        cast("HistoryTab", self.tab("history")).show_told(customer_id)

    def new_customer(self, text: str = "") -> None:
        self.show_tab("customers")
        self._customers().new_customer(text)

    def new_purchase(self, customer_id: int | None = None) -> None:
        cast("PurchasesTab", self.tab("purchases")).new_purchase(self._meant(customer_id))

    def new_follow_up(self, customer_id: int | None = None) -> None:
        cast("FollowUpsTab", self.tab("follow_ups")).new_follow_up(self._meant(customer_id))

    def import_file(self, path: Path | None = None, kind: str = "customers") -> None:
        self._tab_to_import_in().import_file(path, kind)

    def import_files(self, paths: Sequence[Path]) -> None:
        self._tab_to_import_in().import_files(paths)

    def import_cells(self, text: str, kind: str = "customers") -> None:
        self._tab_to_import_in().import_cells(text, kind)

    def _tab_to_import_in(self) -> CustomersTab:
        """The Customers tab, which imports; it comes to the front if the shop is begun with that, for the first
        customers are to be seen when they are there."""
        if self._key == self._bar_keys[0] and self._is_empty():
            self.show_tab("customers")
        return self._customers()

    def show_reminder_settings(self) -> None:
        from crm_desktop.ui.dialogs.reminders import RemindersDialog

        RemindersDialog(self.context, self).open()

    @property
    def help_place(self) -> str:
        """The page of the help for what the tab in front shows, where that is not the page of the tab itself."""
        return self._front.help_place

    def show_help(self, place: str = "") -> None:
        from crm_desktop.ui.help.places import place_of

        self._shell.show_help(place or place_of(self))

    def show_call_settings(self) -> None:
        from crm_desktop.ui.dialogs.calls_and_files import CallsAndFilesDialog

        CallsAndFilesDialog(self.context, self).open()

    def show_safety(self, code: str = "") -> None:
        from crm_desktop.ui.dialogs.safety.dialog import SafetyDialog

        dialog = SafetyDialog(self.context, self)
        dialog.open()
        if code:
            dialog.password.print_sheet(code)

    def print_list(self) -> None:
        """Print the list of the tab in front."""
        self._front.print_list()

    def _meant(self, customer_id: int | None) -> int | None:
        """The customer named or, in the Customers tab, the one in view: F2 there is a purchase of theirs."""
        if customer_id is not None:
            return customer_id
        return self._front.customer_in_view()

    # Search

    def focus_search(self) -> None:
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_box.selectAll()

    def _find(self, text: str) -> list[Line]:
        from crm_desktop.ui.quick_find import QuickFind

        return QuickFind(self.context.services.customers, self.context.clock)(text)

    def _found(self, value: object) -> None:
        from crm_desktop.ui.quick_find import AddCustomer, ListAll, OpenCustomer

        match value:
            case OpenCustomer(customer_id):
                self.show_customer(customer_id)
                self.focus_list()
            case AddCustomer(text):
                self.new_customer(text)
            case ListAll(text):
                self._search(text)

    def _search(self, text: str) -> None:
        self.show_tab("customers")
        self._customers().search(text)
        self.focus_list()

    # What happens meanwhile

    def _on_change(self, change: Change) -> None:
        for tab in list(self._tabs.values()):
            tab.on_change(change)
        self._telling.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and not self.context.jobs.busy:
            self._look_for_foreign_changes()

    def _look_for_foreign_changes(self) -> None:
        """The command line may have written to the shop meanwhile, such as by an import at night."""
        with suppress(ShopLocked):  # the window is about to go, or out of sight
            if self._changed_elsewhere():
                self.context.bus.changed.emit(anything())

    def tick(self) -> None:
        """Look, once a minute, whether a new day has begun or another program has written to the shop."""
        if not self.context.jobs.busy:
            self._look_for_foreign_changes()
        today = self._today()
        if today == self._day:
            return
        self._day = today
        for tab in list(self._tabs.values()):
            tab.on_new_day()
        self._tell_state()

    def _tell_state(self) -> None:
        """Counts on the tabs, and what undo and redo would do."""
        history = self.context.services.history
        undo, redo = history.next_undo(), history.next_redo()
        self.undo_button.setEnabled(undo is not None)
        self.redo_button.setEnabled(redo is not None)
        self.undo_button.setToolTip((tr("Undo: %1", undo.what) if undo else tr("Undo")) + "  (Ctrl+Z)")
        self.redo_button.setToolTip((tr("Redo: %1", redo.what) if redo else tr("Redo")) + "  (Ctrl+Y)")
        self._due.count()
        self._show_title()

    # Files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_sheets(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _dropped_sheets(event)
        if paths:
            event.acceptProposedAction()
            # After the drop is over: the file manager waits for us meanwhile.
            QTimer.singleShot(0, self, lambda: self.import_files(paths))

    # Geometry

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The layout measured the tabs before the style sheet had reached them.
        self.tab_bar.updateGeometry()

    def _restore_geometry(self) -> None:
        saved = self.context.memory.get_bytes("window/geometry")
        if saved.isEmpty() or not self.restoreGeometry(saved):
            room = self.screen().availableSize() - _FRAME
            self.resize(QSize(*_SIZE).boundedTo(room).expandedTo(QSize(*_LEAST_SIZE)))

    def put_away(self) -> bool:
        """Remember the window's place before it goes; False if a tab holds something unsaved that is to be kept."""
        if not all(tab.may_close() for tab in self._tabs.values()):
            return False
        self.remember_place()
        return True

    def remember_place(self) -> None:
        """Remember where the window is, for the next start."""
        self.context.memory.put_bytes("window/geometry", self.saveGeometry())

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.put_away() and self._shell.window_closed())


def _dropped_sheets(event: QDropEvent) -> list[Path]:
    from crm_desktop.exchange.file_endings import is_sheet

    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if is_sheet(path)]
