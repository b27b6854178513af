"""The help's window: the contents and a search at the left, the page beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop import language
from crm_desktop.language import tr
from crm_desktop.ui.help.book import Book, Hit, book, terms
from crm_desktop.ui.help.page_view import PageView
from crm_desktop.ui.locking.curtain import SHOWS_NOTHING
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.clear_line import ClearLine
from crm_desktop.ui.widgets.reading_order import ReadsAlong

_SIZE: Final = QSize(980, 720)
_CONTENTS_WIDTH: Final = 260
_PLACE: Final = Qt.ItemDataRole.UserRole


class HelpWindow(ReadsAlong, QWidget):
    """One for all windows of the program; closing it keeps it for the next time."""

    def __init__(self, theme: Theme, memory: Memory) -> None:
        super().__init__()
        self._theme = theme
        self._memory = memory
        self._book: Book = book(language.language())
        self.setWindowTitle(tr("Help"))
        self.setProperty(SHOWS_NOTHING, True)
        self.page = PageView(self._book, theme, memory)
        self.page.setAccessibleName(tr("Help page"))
        self.page.came.connect(self._show_where)
        self.search = ClearLine(theme, tr("Search the help"), tr("Search the help"))
        self.search.textChanged.connect(self._look_for)
        self.search.returnPressed.connect(self._take_first)
        self.search.installEventFilter(self)
        self.contents = QTreeWidget()
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setHeaderHidden(True)
        self.contents.setProperty("look", "contents")
        self.contents.setIndentation(px(14))
        self.contents.itemActivated.connect(self._chosen)
        self.contents.itemClicked.connect(self._chosen)
        self._lay_out()
        self._list_pages()
        self._add_keys()
        self._restore_geometry()

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 12, 8, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.contents, 1)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(8, 12, 0, 0)
        beside.setSpacing(8)
        beside.addLayout(self._tools())
        beside.addWidget(self.page, 1)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)

    def _tools(self) -> QHBoxLayout:
        theme, page = self._theme, self.page
        self.back = buttons.icon_button("chevron-left", tr("Back"), page.backward, theme=theme, shortcut="Alt+Left")
        self.forward = buttons.icon_button(
            "chevron-right", tr("Forward"), page.forward, theme=theme, shortcut="Alt+Right"
        )
        smaller = buttons.icon_button(
            "minus", tr("Smaller letters"), lambda: page.change_letters(-1), theme=theme, shortcut="Ctrl+-"
        )
        larger = buttons.icon_button(
            "plus", tr("Larger letters"), lambda: page.change_letters(1), theme=theme, shortcut="Ctrl++"
        )
        for button, able in ((self.back, page.backwardAvailable), (self.forward, page.forwardAvailable)):
            button.setEnabled(False)
            able.connect(button.setEnabled)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addStretch(1)
        row.addWidget(smaller)
        row.addWidget(larger)
        return row

    def _add_keys(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+F", self.focus_search), ("Alt+Left", self.page.backward), ("Alt+Right", self.page.forward),
            ("Ctrl++", lambda: self.page.change_letters(1)), ("Ctrl+=", lambda: self.page.change_letters(1)),
            ("Ctrl+-", lambda: self.page.change_letters(-1)), ("Ctrl+0", lambda: self.page.change_letters(0)),
            ("Esc", self._escape),
        ]  # fmt: skip
        for key, do in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda do=do: do())

    # Where she is

    @property
    def place(self) -> str:
        """The page that is shown, and the section that was gone to."""
        return self.page.place

    def go(self, place: str) -> None:
        """Show a page."""
        self.search.clear()
        self.page.go(place)

    def come_up(self, over: QWidget | None) -> None:
        """In front of everything, and usable also while `over`, a question, holds all other windows."""
        self.winId()
        if isinstance(over, QDialog) and over.windowModality() == Qt.WindowModality.ApplicationModal:
            self._belong_to(over.windowHandle())
            over.finished.connect(lambda _: self._belong_to(None))
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus()

    def _belong_to(self, window: QWindow | None) -> None:
        """What belongs to the question that holds all windows is not held itself. It would go with it, though."""
        handle = self.windowHandle()
        if handle is not None:
            handle.setTransientParent(window)  # type: ignore[arg-type]  # None: to no window

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _escape(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.close()

    # Contents

    def _list_pages(self) -> None:
        """Every page, and below the one that is shown its sections."""
        self.contents.clear()
        for page in self._book.pages.values():
            item = QTreeWidgetItem(self.contents, [page.title])
            item.setData(0, _PLACE, page.key)
            item.setToolTip(0, page.title)
            for section in page.sections[1:]:
                line = QTreeWidgetItem(item, [section.title])
                line.setData(0, _PLACE, section.place)
                line.setToolTip(0, section.title)

    def _show_where(self, place: str) -> None:
        """The contents follow the page."""
        if self.search.text():
            return
        key = place.partition("#")[0]
        for number in range(self.contents.topLevelItemCount()):
            item = self.contents.topLevelItem(number)
            if item is None:
                continue
            here = item.data(0, _PLACE) == key
            item.setExpanded(here)
            if here:
                lines = (item.child(each) for each in range(item.childCount()))
                current = (line for line in lines if line is not None and line.data(0, _PLACE) == place)
                self.contents.setCurrentItem(next(current, item))

    def _chosen(self, item: QTreeWidgetItem) -> None:
        self.page.go(item.data(0, _PLACE))
        self.page.mark(terms(self.search.text()))

    # Search

    def _look_for(self, words: str) -> None:
        self.contents.clear()
        if not words.strip():
            self.page.mark([])
            self._list_pages()
            self._show_where(self.place)
            return
        hits = self._book.search(words)
        for hit in hits:
            self._add_hit(hit)
        if not hits:
            none = QTreeWidgetItem(self.contents, [tr("Nothing found. Try another word.")])
            none.setFlags(Qt.ItemFlag.NoItemFlags)

    def _add_hit(self, hit: Hit) -> None:
        section = hit.section
        page = self._book.pages[section.page].title
        words = tr("%1 · %2", section.title, page) if section.anchor else page
        item = QTreeWidgetItem(self.contents, [words])
        item.setData(0, _PLACE, section.place)
        item.setToolTip(0, hit.snippet)

    def _take_first(self) -> None:
        item = self.contents.topLevelItem(0)
        if item is not None and item.data(0, _PLACE):
            self._chosen(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow down leads from the search to what it found."""
        first = self.contents.topLevelItem(0)
        if (
            first is not None
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self.contents.setFocus()
            self.contents.setCurrentItem(first)
            return True
        return super().eventFilter(watched, event)

    # Geometry

    def _restore_geometry(self) -> None:
        saved = self._memory.get_bytes("help/geometry")
        if saved.isEmpty() or not self.restoreGeometry(saved):
            room = self.screen().availableSize() * 0.9
            self.resize(QSize(px(_SIZE.width()), px(_SIZE.height())).boundedTo(room))
        contents = min(px(_CONTENTS_WIDTH), self.width() // 3)
        self.splitter.setSizes([contents, self.width() - contents])

    def closeEvent(self, event: QCloseEvent) -> None:
        self._memory.put_bytes("help/geometry", self.saveGeometry())
        super().closeEvent(event)
