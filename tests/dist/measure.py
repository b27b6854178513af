"""How large the packed program is, and how long it takes from its start to its window on the screen.

`python tests/dist/measure.py dist [ROUNDS]` prints a table. The starts take turns, with one of an empty PySide6 window
in the Python that runs this; the clock is that of a machine that may be busy, so the processor's time stands beside it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

_EMPTY_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(sys.argv)
window = QWidget()
window.resize(1100, 700)
window.show()
application.exec()
"""
_SUBSTRUCTURE_NOTIFY = 1 << 19
_MAP_NOTIFY = 19
_PATIENCE_S = 60
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class _Event(ctypes.Union):
    """XEvent, as far as a window's coming is told by it."""

    class _Mapped(ctypes.Structure):
        _fields_ = (
            ("type", ctypes.c_int),
            ("serial", ctypes.c_ulong),
            ("sent", ctypes.c_int),
            ("display", ctypes.c_void_p),
            ("event", ctypes.c_ulong),
            ("window", ctypes.c_ulong),
        )

    _fields_ = (("type", ctypes.c_int), ("mapped", _Mapped), ("space", ctypes.c_char * 192))


class Screen:
    """Says when a program's window has come up."""

    def __init__(self, display: str) -> None:
        self._x: Any = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XSelectInput(self._display, root, ctypes.c_long(_SUBSTRUCTURE_NOTIFY))
        self._x.XSync(self._display, 0)

    def wait_for_window(self) -> None:
        end = time.monotonic() + _PATIENCE_S
        event = _Event()
        while time.monotonic() < end:
            while self._x.XPending(self._display):
                self._x.XNextEvent(self._display, ctypes.byref(event))
                if event.type == _MAP_NOTIFY and self._is_large(event.mapped.window):
                    return
            time.sleep(0.001)
        raise TimeoutError("no window came up")

    def _is_large(self, window: int) -> bool:
        numbers = [ctypes.c_uint() for _ in range(7)]
        root = ctypes.c_ulong()
        self._x.XGetGeometry(
            self._display, ctypes.c_ulong(window), ctypes.byref(root), *(ctypes.byref(number) for number in numbers[:6])
        )
        return numbers[2].value > 600

    def forget(self) -> None:
        """Let go of what was told of windows so far."""
        self._x.XSync(self._display, 1)


def processor_seconds(pid: int) -> float:
    """What a process and those that it started have used of the processor."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    own = (int(words[11]) + int(words[12])) / _TICKS
    return own + sum(processor_seconds(int(child)) for child in children)


def start(screen: Screen, command: Sequence[str], environment: dict[str, str]) -> tuple[float, float]:
    """(seconds by the clock, by the processor) from a start to the window."""
    screen.forget()
    begun = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        screen.wait_for_window()
        return time.monotonic() - begun, processor_seconds(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_PATIENCE_S)


def size(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if not file.is_symlink()]
    return sum(file.stat().st_size for file in files if file.is_file())


def starts(dist: Path, folder: Path, rounds: int) -> list[tuple[str, float, float]]:
    """(what, median by the clock, median by the processor) of each form."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tests.desktop import Desktop

    desktop = Desktop(folder)
    try:
        screen = Screen(desktop.display)
        shop, data = folder / "demo.crm", folder / "data"
        one_file, in_folder = dist / "crm-desktop", dist / "crm-desktop-folder" / "crm-desktop"
        subprocess.run(
            [in_folder, "--data-dir", data, "demo", shop, "--customers", "200"], check=True, capture_output=True
        )
        words = ["--data-dir", str(data), "open", str(shop)]
        forms = {
            "one file": [str(one_file), *words],
            "folder": [str(in_folder), *words],
            "an empty PySide6 window": [sys.executable, "-c", _EMPTY_WINDOW],
        }
        environment = {**desktop.environment, "QT_QPA_PLATFORM": "xcb"}
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in forms}
        for number in range(rounds + 1):
            for name, command in forms.items():
                found = start(screen, command, environment)
                if number:  # the first fills the system's memory of files
                    taken[name].append(found)
        return [
            (name, median(clock for clock, _ in found), median(used for _, used in found))
            for name, found in taken.items()
        ]
    finally:
        desktop.close()


def main(dist: Path, rounds: int = 5) -> None:
    for name in ("crm-desktop", "crm-desktop-folder"):
        print(f"{name:24} {size(dist / name) / 1e6:6.1f} MB")
    if sys.platform != "linux" or shutil.which("Xvfb") is None:
        print("How long a start takes is measured on a screen of the test's own, with Xvfb on Linux.")
        return
    with tempfile.TemporaryDirectory(prefix="crm") as folder:
        for name, clock, used in starts(dist.resolve(), Path(folder), rounds):
            print(f"{name:24} {clock:6.2f} s to a window, of the processor {used:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
