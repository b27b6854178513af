"""Out of sight: who has not touched the program for a while, or asks for it, finds all its windows put away.

The windows stay as they are, half-typed forms and all, and come back when the shop is unlocked.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget
from shiboken6 import isValid

from crm_desktop.clock import Clock

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress,
        QEvent.Type.TabletMove, QEvent.Type.InputMethod, QEvent.Type.DragMove, QEvent.Type.NativeGesture,
    }
)  # fmt: skip
SHOWS_NOTHING: Final = "shows_nothing"
"""A window with this property shows nothing of the shop, and may come up while it is locked."""
_PASSING: Final = frozenset({Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen})
"""Windows that are there for a moment only, such as a menu: they do not come back."""


class IdleWatcher(QObject):
    """Tells `idle` when none of the program's windows was touched for so many minutes, and `wanted` at Ctrl+L, in
    whatever window that is pressed.

    It listens to windows, which are few; not to widgets, of which there are thousands.
    """

    idle = Signal()
    wanted = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._patience: timedelta | None = None
        self._touched = clock.now()
        self._touched_s = time.monotonic()
        self._wake = QTimer(self, singleShot=True)
        self._wake.timeout.connect(self.look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        self._application = application
        application.focusWindowChanged.connect(self._listen)
        self._listen()

    def set_minutes(self, minutes: int) -> None:
        """Begin to count so many minutes; 0: for ever."""
        self._patience = timedelta(minutes=minutes) if minutes > 0 else None
        self._touch()
        self._sleep()

    def look(self) -> None:
        """Tell `idle` if the time is up. For once a minute, too: no timer runs while a laptop sleeps."""
        if self._is_up():
            self.idle.emit()
        else:
            self._sleep()

    def close(self) -> None:
        """Listen no more."""
        self._wake.stop()
        self._application.focusWindowChanged.disconnect(self._listen)
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _TOUCHES:
            return False
        if self._is_up():
            # The first touch after the laptop has slept: whoever opened it is not to see anything.
            self.idle.emit()
            return True
        self._touch()
        if isinstance(event, QKeyEvent) and _is_lock_key(event):
            self.wanted.emit()
            return True
        return False

    def _listen(self, focused: QWindow | None = None) -> None:
        """Listen to every window there is by now; one more time to the same changes nothing."""
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _touch(self) -> None:
        self._touched, self._touched_s = self._clock.now(), time.monotonic()

    def _idle_for(self) -> timedelta:
        """By the laptop's time, which also passes while it sleeps; unless that was set back meanwhile."""
        return max(self._clock.now() - self._touched, timedelta(seconds=time.monotonic() - self._touched_s))

    def _is_up(self) -> bool:
        return self._patience is not None and self._idle_for() >= self._patience

    def _sleep(self) -> None:
        self._wake.stop()
        if self._patience is not None:
            left = self._patience - self._idle_for()
            self._wake.start(max(1_000, int(left / timedelta(milliseconds=1)) + 1))


def _is_lock_key(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier


class Curtain(QObject):
    """Puts all windows of the program out of sight, and one in their place, until it is lifted."""

    def __init__(self) -> None:
        super().__init__()
        self._page: QWidget | None = None
        self._away: list[QWidget] = []
        self._front: QWidget | None = None
        self._drawn = False

    def draw(self, page: QWidget | None = None) -> None:
        """Hide everything that is shown, and show `page` where the front window was; None: nothing at all is shown.
        What comes up later is hidden as well, but for what belongs to the page.

        What is being edited in a cell is saved by this, as it is whenever she goes elsewhere: so this comes before the
        shop is closed. Menus close; a question that waits for an answer gets the harmless one, once the event loop is
        back.
        """
        self._drawn = True
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        shown = sorted((each for each in QApplication.topLevelWidgets() if each.isVisible()), key=_depth)
        self._front = QApplication.activeWindow()
        self._page = page
        if page is not None:
            _show_instead(page, shown)
        for widget in reversed(shown):
            if widget is not page:
                self._put_away(widget)
        _application().installEventFilter(self)

    def lift(self) -> None:
        """Show again what was hidden, unless it went meanwhile, and hide the page; the window that was in front is in
        front again."""
        self._drawn = False
        _application().removeEventFilter(self)
        away, self._away = list(reversed(self._away)), []
        front, self._front = self._front, None
        page, self._page = self._page, None
        for widget in away:
            if isValid(widget):
                widget.show()
        if page is not None:
            page.hide()
        if front is not None and isValid(front) and front.isVisible():
            front.raise_()
            front.activateWindow()

    def close(self) -> None:
        """The program ends: what is hidden stays so."""
        self._drawn = False
        _application().removeEventFilter(self)
        self._away.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window is about to come up, such as the result of what was still running."""
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched.windowType() not in _PASSING
            and not self._is_of_page(watched)
        ):
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            QTimer.singleShot(0, watched, lambda: self._take_back(watched))
        return False

    def _take_back(self, widget: QWidget) -> None:
        drawn = self._drawn
        if drawn:
            self._put_away(widget)
        else:
            widget.hide()
        widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
        if not drawn:
            widget.show()

    def _put_away(self, widget: QWidget) -> None:
        if isinstance(widget, QDialog) and widget.windowModality() == Qt.WindowModality.ApplicationModal:
            widget.reject()  # somebody waits for its answer
            return
        widget.hide()
        if widget.windowType() not in _PASSING:
            self._away.append(widget)

    def _is_of_page(self, widget: QWidget | None) -> bool:
        if widget is not None and widget.property(SHOWS_NOTHING):
            return True
        while widget is not None and widget is not self._page:
            widget = widget.parentWidget()
        return widget is not None


def _show_instead(page: QWidget, shown: Sequence[QWidget]) -> None:
    """Show a window in the place of the first of those."""
    old = next((each for each in shown if each is not page and each.windowType() == Qt.WindowType.Window), None)
    if old is None or page.isVisible():
        page.show()
        return
    page.setGeometry(old.normalGeometry() if old.isMaximized() or old.isMinimized() else old.geometry())
    page.setWindowState(old.windowState() & ~Qt.WindowState.WindowActive)
    page.show()


def _depth(widget: QWidget) -> int:
    """Of how many windows and parts a window is a part."""
    depth, parent = 0, widget.parentWidget()
    while parent is not None:
        depth, parent = depth + 1, parent.parentWidget()
    return depth


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
