"""One copy of the program for each user and data folder: a second start hands its words to the first, and ends.

The first copy listens on a socket named by user and data folder. A start that reaches one there hands over its words
and waits for the answer, which the first copy gives from its event loop: a copy that hangs is noticed. What a killed
copy left behind answers nobody, and is taken over. Two starts at one moment are kept apart by a lock held only while
they find out who is first, so that nothing of it can grow stale.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from crm_desktop.errors import NotAnswering
from crm_desktop.language import Sentence
from crm_desktop.running_copy import ANSWER, Words, as_line, is_ours, may_come_to_the_front, socket_name
from crm_desktop.ui.background.first_copy import lock_of

log = logging.getLogger("crm_desktop.ui")

_PATIENCE_MS: Final = 3_000
# Some thousand paths, if a whole folder is dropped on the icon.
_MOST_BYTES: Final = 1024 * 1024


class SingleInstance(QObject):
    """The first copy's ear. `received` tells the words of every later start; those of a plain one are all empty."""

    received = Signal(object)

    def __init__(self, data_dir: Path) -> None:
        super().__init__()
        self._data_dir = data_dir
        self._name = socket_name(data_dir)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)

    @classmethod
    def claim(cls, data_dir: Path, words: Words) -> SingleInstance | None:
        """Be the first copy, or hand `words` to it: then None, and this start has nothing more to do.

        Raises NotAnswering after 3 s. Needs a QCoreApplication.
        """
        first = cls(data_dir)
        while not hand_over(data_dir, words):
            if first.listen():
                return first
        return None

    def listen(self, held: QLockFile | None = None) -> bool:
        """Take the words of later starts from now on; False if another copy was quicker. `held`: the lock, where it is
        held already.

        Where the computer allows no such socket at all, this copy does without, and stays the first in its own eyes.
        """
        lock = held or lock_of(self._data_dir)
        locked = held is not None or lock.tryLock(_PATIENCE_MS)
        try:
            if _reached(self._name, QDeadlineTimer(_PATIENCE_MS)) is not None:
                return False
            QLocalServer.removeServer(self._name)
            if not self._server.listen(self._name):
                log.info("No later start can be heard: %s", self._server.serverError().name)
        finally:
            if locked:
                lock.unlock()
        return True

    def close(self) -> None:
        """Hear no more; the next start is a first one."""
        self._server.close()

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            _Caller(socket, self)


class _Caller(QObject):
    """One connection of a later start, until it has said its line."""

    def __init__(self, socket: QLocalSocket, instance: SingleInstance) -> None:
        super().__init__(socket)
        self._socket = socket
        self._instance = instance
        self._said = b""
        socket.disconnected.connect(socket.deleteLater)
        socket.readyRead.connect(self._read)
        self._read()

    def _read(self) -> None:
        self._said += bytes(self._socket.read(_MOST_BYTES).data())
        line, end, _ = self._said.partition(b"\n")
        if not end and len(self._said) < _MOST_BYTES:
            return
        words = _words(line) if end else None
        self._socket.readyRead.disconnect(self._read)
        if words is None:
            self._socket.abort()
            return
        self._socket.write(ANSWER)
        self._socket.flush()  # what is done with the words may take longer than the other waits
        self._socket.disconnectFromServer()
        self._instance.received.emit(words)


def hand_over(data_dir: Path, words: Words) -> bool:
    """Hand `words` to the copy that runs already; False if none does. Raises NotAnswering after 3 s."""
    patience = QDeadlineTimer(_PATIENCE_MS)
    socket = _reached(socket_name(data_dir), patience)
    if socket is None:
        return False
    may_come_to_the_front()
    socket.write(as_line(words))
    answer = b""
    while len(answer) < len(ANSWER):
        if not socket.bytesAvailable() and not socket.waitForReadyRead(max(1, patience.remainingTime())):
            break
        answer += bytes(socket.readAll().data())
    socket.abort()
    if answer != ANSWER:
        raise not_answering()
    return True


def _words(line: bytes) -> Words | None:
    """What a line says; None if it is none of ours. A later version may say more."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    known = {name: said[name] for name in Words._fields if name in said}
    others = known.pop("others", [])
    fitting = all(type(value) is type(getattr(Words(), name)) for name, value in known.items())
    if not fitting or not isinstance(others, list) or not all(isinstance(each, str) for each in others):
        return None
    return Words(**known, others=tuple(others))


def not_answering() -> NotAnswering:
    """The sentence about a first copy that hangs."""
    return NotAnswering(
        Sentence(
            "CRM Desktop is open already, but does not answer. Wait a minute and start it again. If that does not help,"
            " restart the computer. Everything that was saved is safe."
        )
    )


def _reached(name: str, patience: QDeadlineTimer) -> QLocalSocket | None:
    """A connection to the first copy; None if there is none, or only what a killed one left behind."""
    if not is_ours(name):
        return None
    socket = QLocalSocket()
    socket.connectToServer(name)
    if socket.waitForConnected(max(1, patience.remainingTime())):
        return socket
    missing = (QLocalSocket.LocalSocketError.ServerNotFoundError, QLocalSocket.LocalSocketError.ConnectionRefusedError)
    if socket.error() in missing:
        return None
    raise not_answering()
