"""Small programs that tests start on a screen of their own: `python screen_programs.py KIND [SHOP]`.

They say one line for each thing that happens.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget


def say(*words: object) -> None:
    print(*words, flush=True)


def type_here() -> QWidget:
    """A window with a field, that says what stands in it."""
    field = QLineEdit()
    field.setWindowTitle("Another program")
    field.textChanged.connect(lambda text: say("text", text))
    field.resize(400, 40)
    field.show()
    return field


def fill_screen() -> QWidget:
    """A window over the whole screen."""
    window = QWidget()
    window.setWindowTitle("A film")
    window.showFullScreen()
    return window


def ask_whether_filled() -> QWidget:
    """Says four times a second whether another program fills the screen."""
    from crm_desktop.ui.corner.full_screen import full_screen_in_front

    window = QWidget()
    timer = QTimer(window)
    timer.timeout.connect(lambda: say("filled" if full_screen_in_front() else "free"))
    timer.start(250)
    return window


def popup(shop_path: str, *, by_hand: bool) -> QWidget:
    """The popup with all that is open in a shop, which says how many lines are open and where it stands."""
    from types import SimpleNamespace
    from typing import Any

    from crm_desktop.services import Services
    from crm_desktop.store.shop import Shop
    from crm_desktop.ui.plumbing.actions import Actions
    from crm_desktop.ui.plumbing.bus import ChangeBus
    from crm_desktop.ui.plumbing.memory import Memory
    from crm_desktop.ui.plumbing.messages import Messages
    from crm_desktop.ui.reminders.popup import Popup
    from crm_desktop.ui.style.theme import Theme

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    shop = Shop.open(Path(shop_path))
    services = Services(shop)
    bus, messages = ChangeBus(), Messages()
    memory = Memory(Path(shop_path).with_suffix(".ini"))
    context: Any = SimpleNamespace(
        services=services,
        bus=bus,
        messages=messages,
        actions=Actions(services.history, bus, messages),
        clock=shop.clock,
        theme=Theme(application, memory),
    )
    shown = Popup(context)
    bus.changed.connect(lambda _: QTimer.singleShot(0, shown, lambda: say("open", len(shown.reminders()))))
    shown.put_away.connect(lambda: say("put away", len(shown.reminders())))
    shown.tell(services.reminders.open(shop.clock.now()), by_hand=by_hand)
    at = shown.geometry()
    say("popup", at.x(), at.y(), at.width(), at.height())
    return shown


def main(kind: str, *words: str) -> int:
    application = QApplication([kind])
    made = {
        "type": type_here,
        "fill": fill_screen,
        "ask": ask_whether_filled,
        "popup": lambda: popup(*words, by_hand=False),
        "popup-by-hand": lambda: popup(*words, by_hand=True),
    }[kind]()
    assert made is not None
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
