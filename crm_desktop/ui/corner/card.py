"""The card itself: a small window with a head, a place for lines, and a foot.

It stays above other windows and never takes the keyboard by being shown. Once it has been seen, it folds to its head
with the first key or press in a window that it lies over.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QShowEvent, QWindow
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.corner import place, shadow
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme, restyle
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.form import FormDialog
from crm_desktop.ui.widgets.reading_order import ReadsAlong

WIDTH: Final = 360
LEFT: Final = 44
RIGHT: Final = 16
"""How far the words of a line keep from the card's edges, in px; what is left of them is for an icon."""

SEEN_MS: Final = 2000
"""How long a card stays whole at least while she is there, however quickly she goes on."""

_GOES_ON: Final = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)
_IS_THERE: Final = (*_GOES_ON, QEvent.Type.MouseMove, QEvent.Type.Wheel)

_KIND: Final = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.NoDropShadowWindowHint
)


class Card(ReadsAlong, QWidget):
    """Its buttons tell what is wanted; `closing_wanted` also when the system closes it."""

    closing_wanted = Signal()
    settings_wanted = Signal()
    more_wanted = Signal()
    rest_wanted = Signal()
    unfolded = Signal()

    def __init__(self, theme: Theme, title: str, settings: str, close: str) -> None:
        """`settings`, `close`: what the two buttons of the head say."""
        super().__init__(None, _KIND)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._theme = theme
        self._reach = 0
        self._moved = False
        self._folded = False
        self._before_her = QElapsedTimer()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        # Its size is given, shrinking too: the least size of a layout that is about to change would stand in the way.
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._rows = (self._head(settings, close), self._foot())
        self._column.addLayout(self._rows[0])
        self._body = QWidget()
        self._column.addWidget(self._body)
        below = QVBoxLayout(self._body)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(texts.separator())
        self._middle = QVBoxLayout()
        below.addLayout(self._middle)
        below.addWidget(self._more())
        below.addWidget(texts.separator())
        below.addLayout(self._rows[1])
        self._follow_application()

    def _head(self, settings: str, close: str) -> QHBoxLayout:
        self._title = texts.ElidedLabel()
        self._title.setFont(self._theme.sized(tokens.BODY_PX, bold=True))
        self.settings_button = buttons.icon_button(
            "settings", settings, self.settings_wanted.emit, theme=self._theme, token="secondary"
        )
        self.fold_button = buttons.icon_button(
            "chevron-down",
            tr("Make it small"),
            lambda: self.set_folded(not self._folded),
            theme=self._theme,
            token="secondary",
        )
        self.close_button = buttons.icon_button(
            "x", close, self.closing_wanted.emit, theme=self._theme, shortcut="Esc", token="secondary"
        )
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(2)
        row.addWidget(self._title, 1)
        row.addWidget(self.settings_button)
        row.addWidget(self.fold_button)
        row.addWidget(self.close_button)
        return row

    def _foot(self) -> QHBoxLayout:
        self.all_button = buttons.link(tr("Open all"), self.rest_wanted.emit)
        self.foot = texts.secondary("", wrap=True)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.foot, 1)
        row.addWidget(self.all_button)
        return row

    def _more(self) -> QWidget:
        self.more_button = buttons.link("", self.more_wanted.emit)
        self._more_row = QWidget()
        row = QHBoxLayout(self._more_row)
        row.setContentsMargins(LEFT - 4, 2, RIGHT, 6)
        row.addWidget(self.more_button)
        row.addStretch(1)
        return self._more_row

    def _follow_application(self) -> None:
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        application.primaryScreenChanged.connect(self._stand_again)
        for screen in application.screens():
            screen.availableGeometryChanged.connect(self._stand_again)

    # What it says

    def add(self, widget: QWidget, at: int = -1) -> None:
        """Put something between head and foot; `at`: before how many others, -1 for the last."""
        self._middle.insertWidget(at, widget)

    def set_title(self, words: str) -> None:
        self._title.setText(words)

    def say(self, words: str, *, is_problem: bool = False) -> None:
        """What the foot says."""
        self.foot.setText(words)
        restyle(self.foot, "role", "danger" if is_problem else "secondary")

    def say_more(self, rest: int) -> None:
        """That there are so many lines more than are seen; nothing for none."""
        words = tr("%n more", n=rest)
        self.more_button.setText(words)
        self.more_button.setAccessibleName(words)
        self._more_row.setVisible(rest > 0)

    # Folded to its head

    def show_whole(self) -> None:
        """To be said whenever it has something new to tell: for a while it does not fold by itself."""
        self._before_her.invalidate()
        self.set_folded(False)

    @property
    def folded(self) -> bool:
        return self._folded

    def set_folded(self, folded: bool) -> None:
        """Show the head alone, or all of it."""
        if folded == self._folded:
            return
        self._folded = folded
        if folded and self._body.isAncestorOf(self.focusWidget() or self):
            self.fold_button.setFocus()
        self._body.setVisible(not folded)
        words = tr("Show all of it") if folded else tr("Make it small")
        self._theme.set_icon(self.fold_button, "chevron-up" if folded else "chevron-down", "secondary")
        self.fold_button.setAccessibleName(words)
        self.fold_button.setToolTip(words)
        if not folded:
            self.unfolded.emit()
        if self.isVisible():
            self.stand()

    def _watch(self, window: QWindow | None) -> None:
        """Notice what she does in a window of the program that has the keyboard now."""
        if window is not None and self.isVisible() and window.type() != Qt.WindowType.Popup:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.isVisible():
            watched.removeEventFilter(self)
        elif event.type() in _IS_THERE and isinstance(watched, QWindow):
            if not self._before_her.isValid():
                self._before_her.start()  # it may have come up while she was away
            if event.type() in _GOES_ON and self._before_her.elapsed() >= SEEN_MS:
                self._make_room_in(watched)
        return False

    def _make_room_in(self, window: QWindow) -> None:
        """Fold if this window, in which she goes on, lies under the card."""
        is_card = window in (each.windowHandle() for each in _shown_cards())
        if not is_card and window.frameGeometry().intersects(self.card_place()):
            self.set_folded(True)

    # Where it stands

    def prepare(self) -> None:
        """To be said before it is shown: whether there can be a shadow."""
        self._moved = False
        self._reach = shadow.reach()
        margin = self._reach + 1
        self._column.setContentsMargins(margin, margin, margin, margin)

    def room_for(self, widget: QWidget) -> int:
        """How tall a widget in the middle, of a fixed height, may be, beside what else is in the card now."""
        taken = self.height_wanted() - (0 if widget.isHidden() else widget.minimumHeight())
        return place.tallest(place.screen_for(self).availableGeometry()) - taken

    def height_wanted(self) -> int:
        """How tall the card is with what is in it now."""
        for layout in (*self._rows, self._middle, self._column):
            layout.invalidate()
        self._body.updateGeometry()
        # Without words that may wrap, the height does not depend on the width, and is not answered for one.
        column = self._column
        wraps = column.hasHeightForWidth()
        height = column.heightForWidth(px(WIDTH) + 2 * self._reach) if wraps else column.sizeHint().height()
        return height - 2 * self._reach

    def stand(self) -> None:
        """In the corner, or where she moved it to, as tall as is wanted; the shadow reaches into the gap round it."""
        available = place.screen_for(self).availableGeometry()
        card = place.corner(QSize(px(WIDTH), self.height_wanted()), available)
        card = place.beside(card, [each.card_place() for each in _shown_cards() if each is not self])
        card.adjust(-self._reach, -self._reach, self._reach, self._reach)
        if self._moved:
            card.moveBottomRight(self.geometry().bottomRight())
            card.moveTop(max(card.top(), self.screen().availableGeometry().top()))
        self.setGeometry(card)
        self._column.activate()

    def card_place(self) -> QRect:
        """Where the card itself is on the screen, without its shadow."""
        return self.geometry().adjusted(self._reach, self._reach, -self._reach, -self._reach)

    def _stand_again(self, _: object) -> None:
        """A screen came or went, or a taskbar."""
        self._moved = False
        if self.isVisible():
            self.stand()

    # What the window system tells

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The head moves it out of the way, or brings back the rest."""
        handle, is_left = self.windowHandle(), event.button() == Qt.MouseButton.LeftButton
        if is_left and self._folded:
            self.set_folded(False)
        elif handle is not None and is_left and event.position().y() < self._rows[0].geometry().bottom():
            self._moved = True
            handle.startSystemMove()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch(QGuiApplication.focusWindow())
        for window in QApplication.topLevelWidgets():
            if isinstance(window, FormDialog) and window.isVisible():
                stand_clear(window)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing_wanted.emit()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        shadow.paint_card(QPainter(self), QRectF(self.rect()), self._reach, self._theme)


def stand_clear(form: QWidget) -> None:
    """Move a form to the left until no card covers its buttons, as far as the screen lets it."""
    frame = form.frameGeometry()
    clear = place.beside(frame, [each.card_place() for each in _shown_cards()])
    clear.moveLeft(max(clear.left(), form.screen().availableGeometry().left()))
    if clear != frame:
        form.move(clear.topLeft())


def _shown_cards() -> list[Card]:
    """The cards that are on the screen now."""
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, Card) and each.isVisible()]
