"""What can be done with a line of a list, on the line: one bar of real buttons stands on the row under the pointer,
else on the row that the keys act on. A bar may hold several pages, such as the buttons and a field to type in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from crm_desktop.ui.plumbing.table_model import PagedTableModel
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.list_view import ListView

_MARGIN: Final = 8
_TYPING_WIDTH: Final = 440


class LineBar(QFrame):
    """`page_of` names the page for a record, None for no buttons. `stood` tells the record that the bar stands on
    now, so that buttons can be enabled and checked."""

    stood = Signal(object)

    def __init__(
        self, view: ListView, model: PagedTableModel[Any], theme: Theme, page_of: Callable[[Any], str | None]
    ) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._model = model
        self._theme = theme
        self.page_of = page_of
        self._pages: dict[str, QWidget] = {}
        self._typing: dict[str, QLineEdit] = {}
        self._ghosts: dict[str, QPixmap] = {}
        self._key = ""
        self._ground = "surface"
        self._id: int | None = None
        self._hovered: int | None = None
        self._stack = QStackedWidget()
        column = QHBoxLayout(self)
        column.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        column.addWidget(self._stack)
        self._follow_view()
        self.hide()

    def add_page(self, key: str, *widgets: QWidget, field: QLineEdit | None = None) -> None:
        """Buttons in a row at the right; or `field`, which takes what room there is, with its buttons."""
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 if field is None else 6)
        if field is None:
            row.addStretch(1)
        else:
            row.addWidget(field, 1)
            field.installEventFilter(self)
            self._typing[key] = field
        for widget in widgets:
            row.addWidget(widget)
            widget.ensurePolished()  # its size is asked for before it is first shown
        self._pages[key] = page
        self._stack.addWidget(page)

    def _follow_view(self) -> None:
        view = self._view
        view.viewport().installEventFilter(self)
        view.keep_free(self.widest)
        view.current_changed.connect(lambda _: self.place())
        view.picked_changed.connect(self.place)
        view.verticalScrollBar().valueChanged.connect(lambda _: self._scrolled())
        view.horizontalScrollBar().valueChanged.connect(lambda _: self.place())
        for signal in (self._model.modelReset, self._model.rowsInserted, self._model.rowsRemoved,
                       self._model.dataChanged):  # fmt: skip
            signal.connect(lambda *_: QTimer.singleShot(0, self, self.place))
        self._theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self._ghosts.clear()
        QTimer.singleShot(0, self, self.place)  # after the rows have taken their new height

    # What the tab asks

    def record(self) -> Any:
        """The record that it stands on; None for none."""
        return self._model.line(self._id)

    @property
    def typing(self) -> bool:
        """Whether something is being typed in it: then it stays where it is."""
        return self._key in self._typing and not self.isHidden()

    def room(self, key: str) -> int:
        """How much of a line's width a page of buttons takes."""
        return self._pages[key].sizeHint().width() + 2 * _MARGIN

    def widest(self) -> int:
        """How much of a line's width any page of buttons takes, at the most."""
        return max((self.room(key) for key in self._pages if key not in self._typing), default=0)

    def ghost(self, key: str) -> QPixmap:
        """How a page of buttons looks, for the lines that it does not stand on."""
        if key not in self._ghosts:
            page = self._pages[key]
            layout = page.layout()
            assert layout is not None  # add_page laid it out
            for part in (page, *page.findChildren(QWidget)):
                part.ensurePolished()
            layout.invalidate()  # it may have been measured before its buttons were dressed
            wanted = page.sizeHint()
            # In a window that has just come up it may be there already, and not have its room yet.
            if page.parentWidget() is self._stack and (not page.isVisible() or page.width() < wanted.width()):
                page.resize(wanted)
            layout.activate()
            ratio = self.devicePixelRatioF()
            size = page.size()
            pixmap = QPixmap(size * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            page.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
            painter.end()
            self._ghosts[key] = pixmap
        return self._ghosts[key]

    def stands_on(self, wanted: int) -> bool:
        """Whether it is on that line now."""
        return self._id == wanted and not self.isHidden()

    def begin(self, key: str, text: str = "") -> None:
        """Turn to a page with a field, to type in it; the line becomes the current one."""
        if self._id is None:
            return
        field = self._typing[key]
        self._view.select_id(self._id)
        field.setText(text)
        self._turn_to(key)
        self._move()
        field.setFocus(Qt.FocusReason.TabFocusReason)
        field.selectAll()

    def back(self) -> None:
        """The buttons again, and the keys back to the list."""
        self._view.setFocus()
        self._stand_on(self._id)

    def take_current(self) -> bool:
        """Stand on the current line, wherever the pointer is; False if there is none."""
        self._hovered = None
        if not self.typing:
            self._stand_on(self._view.current_id())
        return self.record() is not None

    def on_current(self, do: Callable[[], object]) -> Callable[[], None]:
        """What a key is bound to: take the current line, then `do`."""

        def act() -> None:
            if self.take_current():
                do()

        return act

    # Where it stands

    def place(self) -> None:
        """Stand on the right row again, after a move of the list or the pointer."""
        if self.typing and self._model.line(self._id) is not None:
            self._move()
        else:
            self._stand_on(self._hovered if self._model.line(self._hovered) is not None else self._view.current_id())

    def _stand_on(self, wanted: int | None) -> None:
        record = self._model.line(wanted)
        key = None if record is None else self.page_of(record)
        before, self._id = self._id, wanted if key is not None else None
        if key is not None:
            self._turn_to(key)
            self.stood.emit(record)
        self._move()
        for each in {before, self._id}:
            self._repaint(each)

    def _repaint(self, wanted: int | None) -> None:
        row = None if wanted is None else self._model.row_of(wanted)
        if row is not None:
            top, viewport = self._view.rowViewportPosition(row), self._view.viewport()
            viewport.update(0, top, viewport.width(), self._view.rowHeight(row))

    def _turn_to(self, key: str) -> None:
        self._key = key
        self._stack.setCurrentWidget(self._pages[key])

    def _move(self) -> None:
        row = None if self._id is None else self._model.row_of(self._id)
        viewport = self._view.viewport()
        top = -1 if row is None else self._view.rowViewportPosition(row)
        height = 0 if row is None else self._view.rowHeight(row)
        if row is None or top + height <= 0 or top >= viewport.height():
            self.hide()
            return
        width = min(px(_TYPING_WIDTH) if self._key in self._typing else self.room(self._key), viewport.width())
        selected = self._view.selectionModel().isRowSelected(row)
        token = "selection" if selected else "hover" if self._view.hovered_row == row else "surface"
        if token != self._ground:
            self._ground = token
            self.update()
        self.setGeometry(viewport.width() - width, top, width, height - 1)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        # Painted, for a palette of its own would be lost whenever the theme brings a new style sheet.
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(self._ground))

    def _scrolled(self) -> None:
        """Another row has come under the pointer."""
        if self._hovered is not None and not self.typing:
            self._hovered = self._id_at(self._view.viewport().mapFromGlobal(QCursor.pos()))
        self.place()

    def _id_at(self, at: QPoint) -> int | None:
        index = self._view.indexAt(at)
        return self._model.id_at(index.row()) if index.isValid() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._view.viewport():
            return self._key_in_field(event)
        match event.type():
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                self._hover(self._id_at(event.position().toPoint()))
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                return self._pressed(event)
            case QEvent.Type.Leave:
                self._hover(None)
            case QEvent.Type.Resize:
                QTimer.singleShot(0, self, self.place)
        return False

    def _key_in_field(self, event: QEvent) -> bool:
        """Esc goes back to the buttons, and Enter takes what is typed; neither goes on to the list, which would open
        whatever line is the current one by then."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._typing[self._key].returnPressed.emit()
            return True
        if event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self.back()
        return True

    def _hover(self, wanted: int | None) -> None:
        if wanted == self._hovered:
            return
        self._hovered = wanted
        focus = QApplication.focusWidget()
        if not self.typing and (focus is None or not self.isAncestorOf(focus)):
            # After the list has taken note of the pointer too.
            QTimer.singleShot(0, self, self.place)

    def _pressed(self, event: QMouseEvent) -> bool:
        """A press where a button is only drawn, as a finger does it, presses the button."""
        at = event.position().toPoint()
        wanted = self._id_at(at)
        if event.button() != Qt.MouseButton.LeftButton or wanted is None or self.stands_on(wanted) or self.typing:
            return False
        self._hovered = wanted
        self._stand_on(wanted)
        child = self.childAt(self.mapFrom(self._view.viewport(), at)) if self.geometry().contains(at) else None
        if isinstance(child, QAbstractButton) and child.isEnabled():
            child.click()
            return True
        return False
