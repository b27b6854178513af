"""Whether a program fills the screen now: a film, a talk, a game. Then nothing is put in front of it."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any, Final

from PySide6.QtGui import QGuiApplication

from crm_desktop.ui.corner import x11

#: QUNS_BUSY, QUNS_RUNNING_D3D_FULL_SCREEN, QUNS_PRESENTATION_MODE of Windows' shellapi.h.
_FILLED: Final = (2, 3, 4)


def full_screen_in_front() -> bool:
    """True if another program fills the screen; False if none does, or the system does not tell. Never raises."""
    try:
        if sys.platform == "win32":
            return _on_windows(ctypes.windll.shell32)
        return QGuiApplication.platformName() == "xcb" and _on_x11()
    except Exception:  # whatever the system does: a reminder is told rather than lost
        return False


def _on_windows(shell: Any) -> bool:
    state = ctypes.c_int()
    failed = shell.SHQueryUserNotificationState(ctypes.byref(state))
    return not failed and state.value in _FILLED


def _on_x11() -> bool:
    """Whether the window that the keyboard is with fills its screen, and is not ours."""
    with x11.display() as display:
        if display is None:
            return False
        filled = display.atom("_NET_WM_STATE_FULLSCREEN")
        for window in display.numbers(display.root(), "_NET_ACTIVE_WINDOW")[:1]:
            is_ours = display.numbers(window, "_NET_WM_PID")[:1] == (os.getpid(),)
            return bool(window) and not is_ours and filled in display.numbers(window, "_NET_WM_STATE")
    return False
