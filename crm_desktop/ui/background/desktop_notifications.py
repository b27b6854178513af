"""Notifications of Linux desktops, over D-Bus: the freedesktop.org "Desktop Notifications Specification", 1.2.

One thread of our own speaks with the bus and sleeps between two messages, so that neither a service that does not
answer nor a bus that ends can hold up the window. Each comes and goes as it likes: what cannot be shown is left to the
popup, said once in the log, and tried again with the next notification.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import socket
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal

from crm_desktop import paths
from crm_desktop.language import tr
from crm_desktop.patterns import regex
from crm_desktop.ui.background.notifications import Notifier

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger("crm_desktop.ui")

_SERVICE: Final = "org.freedesktop.Notifications"
_PATH: Final = "/org/freedesktop/Notifications"
# The first call may have to start the service.
_PATIENCE_S: Final = 5.0
_GOODBYE_S: Final = 1.0
_LOW, _NORMAL = 0, 1  # urgencies
_CLICK: Final = "default"  # the action of a click on the notification itself
# What neither D-Bus nor markup can carry.
_UNFIT: Final = regex("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")

Acted = Callable[[str, str], object]
"""acted(key, token): a notification was clicked. The token, often blank, lets a window come to the front."""


class DesktopNotifier(Notifier):
    """Shows notifications through the desktop's own service."""

    _acted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._line: _Line | None = None
        self._acted.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def notify(self, key: str, title: str, text: str, *, quiet: bool = False) -> None:
        if self._line is None:
            self._line = _Line(self._acted.emit)
        open_words = tr("Open")
        self._line.post(lambda service: service.show(key, title, text, open_words, quiet=quiet))

    def withdraw(self, key: str) -> None:
        if self._line is not None:
            self._line.post(lambda service: service.withdraw(key))

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _tell(self, key: str, token: str) -> None:
        if self._line is None:
            return
        if token:
            # With it Wayland lets our window come to the front; Qt takes it out again when it has used it.
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        self.clicked.emit(key)


class _Line:
    """The thread: it sleeps until there is something to say to the bus, or the bus says something."""

    def __init__(self, acted: Acted) -> None:
        self._desk = _Desk(acted)
        self._orders: queue.SimpleQueue[Callable[[_Desk], None] | None] = queue.SimpleQueue()
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        # A daemon: a bus that hangs shall not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
        self._thread.start()

    def post(self, order: Callable[[_Desk], None] | None) -> None:
        self._orders.put(order)
        with contextlib.suppress(BlockingIOError):  # it was woken often enough
            self._waker.send(b".")

    def close(self) -> None:
        self.post(_Desk.withdraw_all)
        self.post(None)
        self._thread.join(_GOODBYE_S)
        if not self._thread.is_alive():  # nor before: the thread may have ended while it was still being woken
            self._woken.close()
            self._waker.close()

    def _run(self) -> None:
        while True:
            self._sleep()
            self._desk.listen()
            with contextlib.suppress(queue.Empty):
                while (order := self._orders.get_nowait()) is not None:
                    order(self._desk)
                    self._desk.listen()
                break
        self._desk.hang_up()

    def _sleep(self) -> None:
        from selectors import EVENT_READ, DefaultSelector

        with DefaultSelector() as selector:
            selector.register(self._woken, EVENT_READ)
            if self._desk.socket is not None:
                selector.register(self._desk.socket, EVENT_READ)
            selector.select()
        with contextlib.suppress(BlockingIOError):
            self._woken.recv(4096)


class _Desk:
    """The conversation with the notification service, in the line's thread. Nothing here raises for want of one."""

    def __init__(self, acted: Acted) -> None:
        self._acted = acted
        self._bus: DBusConnection | None = None
        self._signals: deque[Message] = deque()
        self._silent = False
        self._forget()

    def _forget(self) -> None:
        """What was true of the service before: another one knows nothing of our notifications."""
        self._ids: dict[str, int] = {}
        self._tokens: dict[int, str] = {}
        self._abilities: frozenset[str] | None = None

    @property
    def socket(self) -> socket.socket | None:
        """What is readable when the bus says something."""
        return self._bus.sock if self._bus is not None else None

    # What we say

    def show(self, key: str, title: str, text: str, open_words: str, *, quiet: bool) -> None:
        from html import escape

        abilities = self._can()
        if abilities is None:
            return
        body = _UNFIT.sub(" ", text)
        hints: dict[str, tuple[str, object]] = {"urgency": ("y", _LOW if quiet else _NORMAL)}
        if quiet:
            hints["suppress-sound"] = ("b", True)
        answer = self._call(
            "Notify",
            "susssasa{sv}i",
            paths.APP_NAME,
            self._ids.get(key, 0),
            (paths.resources() / "icons" / "app.svg").as_uri(),
            _UNFIT.sub(" ", title),
            escape(body, quote=False) if "body-markup" in abilities else body,
            [_CLICK, open_words] if "actions" in abilities else [],
            hints,
            -1,  # how long it stays is the desktop's to say
        )
        if answer is not None:
            # The id is kept when she closes it: none is given twice, and a centre that kept it replaces it there.
            self._ids[key] = answer[0]

    def withdraw(self, key: str) -> None:
        number = self._ids.pop(key, None)
        if number is not None:
            self._call("CloseNotification", "u", number)

    def withdraw_all(self) -> None:
        for key in list(self._ids):
            self.withdraw(key)

    def hang_up(self) -> None:
        if self._bus is not None:
            self._bus.close()
        self._bus = None
        self._signals.clear()
        self._forget()

    # What we hear

    def listen(self) -> None:
        """Take in what the bus has said so far."""
        if self._bus is None:
            return
        try:
            while True:
                self._bus.recv_messages(timeout=0)
        except TimeoutError:
            pass
        except (OSError, ValueError) as error:
            self._no_notifications(error)
            self.hang_up()
        while self._signals:
            self._hear(self._signals.popleft())

    def _hear(self, message: Message) -> None:
        from jeepney import HeaderFields

        match message.header.fields.get(HeaderFields.member), message.body:
            case "NameOwnerChanged", (name, _, _) if name == _SERVICE:
                self._forget()
            case "ActivationToken", (number, token):
                self._tokens[number] = token
            case "ActionInvoked", (number, action) if action == _CLICK:
                token = self._tokens.pop(number, "")
                for key in [key for key, own in self._ids.items() if own == number]:
                    self._acted(key, token)
                    self.withdraw(key)  # not every service takes it away by itself

    # The wire

    def _can(self) -> frozenset[str] | None:
        """What the service can do; None if there is none."""
        if self._abilities is None:
            answer = self._call("GetCapabilities", "")
            if answer is not None:
                self._abilities = frozenset(answer[0])
        return self._abilities

    def _call(self, method: str, signature: str, *words: object) -> tuple[Any, ...] | None:
        """What a method answers; None if nobody does."""
        from jeepney import DBusAddress, DBusErrorResponse, new_method_call
        from jeepney.wrappers import unwrap_msg

        service = DBusAddress(_PATH, _SERVICE, _SERVICE)
        try:
            bus = self._bus or self._dial()
            call = new_method_call(service, method, signature, words)
            answer: tuple[Any, ...] = unwrap_msg(bus.send_and_get_reply(call, timeout=_PATIENCE_S))
        except (DBusErrorResponse, TimeoutError) as error:
            if method != "CloseNotification":  # she closed it herself
                self._no_notifications(error)
            return None
        except (OSError, LookupError, RuntimeError, ValueError) as error:
            self._no_notifications(error)
            self.hang_up()
            return None
        self._silent = False
        return answer

    def _dial(self) -> DBusConnection:
        """Connect to the bus, and ask to hear what the service says."""
        from jeepney import MatchRule, message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        self._bus = bus = open_dbus_connection(_bus_address())
        bus.filter(MatchRule(type="signal"), queue=self._signals)
        told = MatchRule(type="signal", interface=_SERVICE, path=_PATH)
        changed = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
        changed.add_arg_condition(0, _SERVICE)
        for rule in (told, changed):
            Proxy(message_bus, bus, timeout=_PATIENCE_S).AddMatch(rule)
        return bus

    def _no_notifications(self, error: Exception) -> None:
        """Say so, once until it works again."""
        if not self._silent:
            log.info("No system notifications: %s", getattr(error, "name", None) or type(error).__name__)
        self._silent = True


def _bus_address() -> str:
    """The session's bus, also where the environment forgot to name it."""
    return os.environ.get("DBUS_SESSION_BUS_ADDRESS") or f"unix:path={os.environ['XDG_RUNTIME_DIR']}/bus"
