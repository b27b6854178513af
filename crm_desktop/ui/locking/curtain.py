"""All windows of the program out of sight, and one in their place.

The windows stay as they are, half-typed forms and all, and come back when the shop is unlocked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget
from shiboken6 import isValid

SHOWS_NOTHING: Final = "shows_nothing"
"""A window with this property shows nothing of the shop, and may come up while it is locked."""
_PASSING: Final = frozenset({Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen})
"""Windows that are there for a moment only, such as a menu: they do not come back."""


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
