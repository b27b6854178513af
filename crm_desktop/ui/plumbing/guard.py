"""What catches whatever nobody caught: errors of the user's world become a message, bugs a dialog and a log.

The log holds where in the program it happened and what was done before, by names of functions and counts; no text that
anyone typed or imported, and of an exception only its type: its words may quote a customer.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtWidgets import QWidget

import crm_desktop
from crm_desktop.errors import ShopLocked, UserError
from crm_desktop.ui.plumbing.messages import Messages

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.bug_dialog import BugDialog

log = logging.getLogger("crm_desktop.ui")

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_LOG_BYTES: Final = 500_000
_HOME: Final = re.compile(r"(?i)(?:[a-z]:\\users|/home|/users)[\\/][^\\/\s\"']+")


def describe(error: BaseException) -> str:
    """A bug in lines that can be sent to a stranger: types, functions, files and lines of the program; no values."""
    import platform

    lines = [f"CRM Desktop {crm_desktop.__version__} · Python {platform.python_version()} · Qt {qVersion()} · "
             f"{platform.system()} {platform.release()}"]  # fmt: skip
    chain: BaseException | None = error
    while chain is not None:
        lines.append(type(chain).__name__)
        for frame in traceback.extract_tb(chain.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines)


def _short(filename: str) -> str:
    parts = Path(filename).parts
    return "/".join(parts[-3:])


class _LogFile(logging.Handler):
    """The file, opened when there is something to write: most days there is not."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = RotatingFileHandler(
                self._folder / "crm-desktop.log", maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8"
            )
            self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def start_log(folder: Path) -> logging.Handler:
    """Write warnings and worse into `folder`/crm-desktop.log, two old files kept."""
    handler = _LogFile(folder)
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    return handler


class Guard(QObject):
    """Installed while the window lives. `uninstall` gives everything back as it was.

    `meaning`: what an error means to a person; None for a bug. `look`: where only a look at the shop's file tells, it
    says so by True, and tells later what it means, None for a bug.
    """

    _caught = Signal(object)

    def __init__(
        self,
        messages: Messages,
        window: Callable[[], QWidget | None],
        meaning: Callable[[BaseException], UserError | None] = lambda error: None,
        look: Callable[[BaseException, Callable[[UserError | None], None]], bool] = lambda error, tell: False,
    ) -> None:
        super().__init__()
        self._messages = messages
        self._meaning = meaning
        self._look = look
        self._window = window
        self.dialog: BugDialog | None = None
        self._told: set[str] = set()
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._old_hook = sys.excepthook
        self._old_thread_hook = threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self.caught(args.exc_value) if args.exc_value else None
        self._old_qt_handler = qInstallMessageHandler(_qt_message)

    def uninstall(self) -> None:
        sys.excepthook = self._old_hook
        threading.excepthook = self._old_thread_hook
        qInstallMessageHandler(self._old_qt_handler)
        if self.dialog is not None:
            self.dialog.close()

    def caught(self, error: BaseException) -> None:
        """Something that nobody caught, from any thread."""
        self._caught.emit(error)

    def _on_exception(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._old_hook(kind, error, where)
            return
        self.caught(error)

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, ShopLocked):
            return  # asked for by a window that is out of sight, or about to go
        meaning = error if isinstance(error, UserError) else self._meaning(error)
        if meaning is not None:
            self._messages.error(str(meaning))
        elif not self._look(error, lambda found: self._tell_found(error, found)):
            self._tell_bug(error)

    def _tell_found(self, error: BaseException, found: UserError | None) -> None:
        """What a look at the file has brought to light."""
        if found is not None:
            self._messages.error(str(found))
        else:
            self._tell_bug(error)

    def _tell_bug(self, error: BaseException) -> None:
        report = describe(error)
        if report not in self._told:
            log.error("bug: %s", report)
        # The same bug on every repaint is told once; and one box at a time is enough.
        if report in self._told or self.dialog is not None:
            return
        self._told.add(report)
        from crm_desktop.ui.plumbing.bug_dialog import BugDialog

        self.dialog = BugDialog(report, self._window())
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self, _: int) -> None:
        self.dialog = None


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Qt's own complaints go to the log, without the user's name that a path may hold."""
    with contextlib.suppress(Exception):
        logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", _HOME.sub("~", text))
