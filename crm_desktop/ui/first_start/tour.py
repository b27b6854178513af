"""Five tips at the places themselves. Shown once on a laptop, after the first customers have come into the window, and
whenever she asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from crm_desktop.language import tr
from crm_desktop.ui.first_start.bubble import Bubble, Place

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

REMEMBERED: Final = "tips"
"""What the laptop's memory says of the tips: nothing, DUE or SHOWN."""

DUE: Final = "due"
"""The doors were seen here: the tips come with the first customers."""

SHOWN: Final = "shown"
"""They come no more by themselves."""

_CALM_MS: Final = 2500
"""How long nothing must happen in the window before the tips come by themselves: the day's first reminders come
sooner."""

_TYPED_IN: Final = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)


@dataclass(frozen=True, slots=True)
class Tip:
    """`tab`: which one has to be in front, "" if it is all the same. `place` is None if there is none now."""

    title: str
    words: str
    place: Callable[[], Place | None]
    tab: str = ""


def tips_of(window: MainWindow) -> list[Tip]:
    """The tips, in the order in which a day goes."""

    def whole(widget: QWidget) -> Callable[[], Place | None]:
        return lambda: (widget, widget.rect())

    def in_customers(name: str) -> Callable[[], Place | None]:
        return lambda: _tab_place(window.tab("customers"), name)

    return [
        Tip(
            tr("Find anybody in a moment"),
            tr("Type the last digits of the phone, part of the name, or the first letters of its pinyin. "
               "Ctrl+F brings you here from anywhere."),
            whole(window.search_box),
        ),
        Tip(
            tr("Change it where it stands"),
            tr("Double-click a cell to change it, as in a spreadsheet. The right mouse button shows what else can be "
               "done; beside the list stands everything about the customer."),
            in_customers("cell"),
            "customers",
        ),
        Tip(
            tr("A purchase in a few keys"),
            tr("Press F2 on any page: the last digits of the customer's phone, the goods or just an amount, Enter. "
               "What was spent and how often they came is counted for you."),
            in_customers("purchase"),
            "customers",
        ),
        Tip(
            tr("Begin the day here"),
            tr("What you wanted to follow up, whose birthday comes, by the lunar calendar too, and who has not been "
               "here for long: each with its reason, and done on the spot."),
            lambda: _tab_title(window, "today"),
        ),
        Tip(
            tr("Nothing is lost"),
            tr("Everything can be undone, an import as a whole too, and tomorrow still: Ctrl+Z. "
               "A backup is made every day. These tips and all the rest are in the menu at the right end."),
            whole(window.undo_button),
        ),
    ]  # fmt: skip


def _tab_place(tab: Any, name: str) -> Place | None:
    """A place that a tab knows by name; a tab may know none."""
    known = getattr(tab, "place_of", None)
    place: Place | None = known(name) if known is not None else None
    return place


def _tab_title(window: MainWindow, key: str) -> Place | None:
    number = window.tab_number(key)
    return None if number is None else (window.tab_bar, window.tab_bar.tabRect(number))


class Tour(QObject):
    """Leads through the tips of a window. One a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tips: list[Tip] = []
        self._number = 0
        self.bubble = Bubble(window.context.theme, window)
        self.bubble.next_wanted.connect(self.next)
        self.bubble.back_wanted.connect(self.back)
        self.bubble.end_wanted.connect(self.end)
        self.bubble.lost.connect(self.end)

    @property
    def is_on(self) -> bool:
        return bool(self._tips)

    def begin(self) -> None:
        """From the first tip on; from now on they come only when asked for."""
        self._window.context.memory.put(REMEMBERED, SHOWN)
        self._tips = [tip for tip in tips_of(self._window) if self._lead_to(tip) is not None]
        self._number = 0
        self._show()

    def _lead_to(self, tip: Tip) -> Place | None:
        if tip.tab and self._window.current_key != tip.tab:
            self._window.show_tab(tip.tab)
        return tip.place()

    def _show(self) -> None:
        tip = self._tips[self._number]
        self._lead_to(tip)
        self.bubble.say(self._number + 1, len(self._tips), tip.title, tip.words)
        self.bubble.point_at(tip.place)
        self.bubble.next_button.setFocus()

    def next(self) -> None:
        """The next tip; after the last one the window is hers again."""
        if self._number + 1 < len(self._tips):
            self._number += 1
            self._show()
        else:
            self.end()

    def back(self) -> None:
        if self._number:
            self._number -= 1
            self._show()

    def end(self) -> bool:
        """Put the tips away; False if there are none on the window."""
        if not self._tips:
            return False
        self._tips = []
        had_keys = self.bubble.isAncestorOf(self._window.focusWidget() or self._window)
        self.bubble.put_away()
        if had_keys:
            self._window.focus_list()
        return True


def _card_is_up() -> bool:
    """Whether reminders or a caller stand in the corner of the screen: they would cover the tips."""
    return any(each.isVisible() and each.windowType() == Qt.WindowType.Tool for each in QApplication.topLevelWidgets())


class FirstTime(QObject):
    """Begins the tips by itself, once, when there are customers to be seen, and she is doing nothing that they would be
    in the way of."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._look)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._application = application
        self._application.focusChanged.connect(self._something_happened)
        window.context.bus.changed.connect(self._something_happened)
        self._calm.start()

    def _something_happened(self, *_: object) -> None:
        self._calm.start()

    def _look(self) -> None:
        window = self._window
        if window.context.memory.get(REMEMBERED, "") == DUE:
            if window.context.jobs.busy or _card_is_up():
                self._calm.start()
            if not self._is_calm():
                return
            window.show_tips()
        self._application.focusChanged.disconnect(self._something_happened)
        window.context.bus.changed.disconnect(self._something_happened)
        self.deleteLater()

    def _is_calm(self) -> bool:
        window = self._window
        return (
            window.isVisible()
            and not window.isMinimized()
            and QApplication.activeModalWidget() is None
            and QApplication.activePopupWidget() is None
            and not isinstance(window.focusWidget(), _TYPED_IN)
            and not window.context.jobs.busy
            and not _card_is_up()
            and window.context.services.has_more_customers_than(0)
        )
