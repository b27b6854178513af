"""A desktop of the test's own: a screen (Xvfb), a D-Bus, a notification service (dunst), a window manager (openbox).

Nothing of it touches the desktop of whoever runs the tests, and nothing outlives them, however they end.
`tests/tools/system_packages.sh tests` installs what it needs.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TOOLS = ("Xvfb", "dbus-daemon", "dunst", "openbox", "xdotool", "setpriv")
_MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]

#: For tests that need such a desktop.
needs_desktop = pytest.mark.skipif(
    sys.platform != "linux" or bool(_MISSING),
    reason=f"not installed: {', '.join(_MISSING)} (tests/tools/system_packages.sh tests)"
    if _MISSING
    else "only on Linux",
)

# A session's bus that starts no services by itself.
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# Ends with the tests, also where those are killed; a window's program ends with its screen.
_TIED = ("setpriv", "--pdeathsig", "KILL")
_SERVICE = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_PATIENCE_S = 20


def wait_for(happened: Callable[[], Any], what: str, seconds: float = _PATIENCE_S) -> Any:
    """Wait until `happened()` is true, and return it."""
    end = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)
    return found


@dataclass(frozen=True)
class Shown:
    """A notification as the service keeps it; `drawn` is its text in markup, as it draws it."""

    number: int
    app: str
    icon: str
    title: str
    text: str
    drawn: str
    click: str


class Desktop:
    """Starts with a screen and a bus; the rest by its methods. `close` ends what it started.

    `folder` is the home of its programs, and holds their sockets: its name must be short.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            key: value
            for key, value in os.environ.items()
            if key not in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
            and not key.startswith(("DBUS_", "XDG_", "CRM_DESKTOP_"))
        }
        self.environment |= {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "LC_ALL": "C.UTF-8"}
        try:
            self.start_bus()
            self.environment["DISPLAY"] = ":" + self._answer("Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24")
        except BaseException:
            self.close()
            raise

    @property
    def display(self) -> str:
        return self.environment["DISPLAY"]

    @property
    def address(self) -> str:
        """The bus's."""
        return self.environment["DBUS_SESSION_BUS_ADDRESS"]

    def start_bus(self) -> None:
        settings = self.folder / "bus.conf"
        settings.write_text(_BUS.replace("FOLDER", str(self.folder)), encoding="utf-8")
        bus = self._answer("dbus-daemon", f"--config-file={settings}", "--nofork", "--nopidfile", "--print-address=1")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus

    def start_service(self, markup: str = "full") -> None:
        """dunst, which reads markup, or does not: "no"."""
        settings = self.folder / "dunstrc"
        settings.write_text(f"[global]\nmarkup = {markup}\nhistory_length = 50\n", encoding="utf-8")
        self.start("dunst", "-conf", str(settings))
        wait_for(lambda: self._call("NameHasOwner", "s", _SERVICE)[0], "dunst")

    def start_window_manager(self) -> None:
        self.start("openbox")
        wait_for(lambda: self.run("xdotool", "get_num_desktops", check=False).strip().isdigit(), "openbox")

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; ended by its name, or with the desktop."""
        with (self.folder / f"{command[0]}.log").open("ab") as log:
            process = subprocess.Popen([*_TIED, *command], env=self.environment, stdout=log, stderr=log)
        self._running[command[0]] = process
        return process

    def end(self, name: str, by: int = 9) -> None:
        """End a program that was started here."""
        process = self._running.pop(name)
        process.send_signal(signal.SIGCONT)
        process.send_signal(by)
        process.wait(10)

    def send(self, name: str, word: int) -> None:
        self._running[name].send_signal(word)

    def run(self, *command: str, check: bool = True) -> str:
        """What a program says that ends by itself."""
        done = subprocess.run(command, env=self.environment, capture_output=True, timeout=30, check=False)
        assert not check or done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def close(self) -> None:
        for name in reversed(list(self._running)):
            self.end(name)

    # Windows

    def windows(self, title: str) -> list[str]:
        """The windows on the screen whose title is `title`, by the screen's numbers."""
        return self.run("xdotool", "search", "--onlyvisible", "--name", f"^{title}$", check=False).split()

    # Notifications

    def displayed(self) -> int:
        """How many notifications are on the screen."""
        return int(self._call("Get", "ss", "org.dunstproject.cmd0", "displayedLength", on="properties")[0][1])

    def put_away(self) -> list[Shown]:
        """Put away what is on the screen; every notification so far, the newest first."""
        self._call("NotificationCloseAll", "", on="dunst")
        wait_for(lambda: not self.displayed(), "notifications to go")
        return [
            Shown(
                entry["id"][1],
                entry["appname"][1],
                entry["icon_path"][1],
                entry["summary"][1],
                entry["body"][1],
                entry["message"][1],
                entry["default_action_name"][1],
            )
            for entry in self._call("NotificationListHistory", "", on="dunst")[0]
        ]

    def click(self, position: int = 0) -> None:
        """Click one of the notifications on the screen."""
        self._call("NotificationAction", "u", position, on="dunst")

    def emit(self, member: str, signature: str, *words: object) -> None:
        """A signal of the notification service, from someone else."""
        from jeepney import DBusAddress, new_signal

        with self._bus() as bus:
            bus.send(new_signal(DBusAddress(_PATH, interface=_SERVICE), member, signature, words))

    def _call(self, method: str, signature: str, *words: object, on: str = "bus") -> tuple[Any, ...]:
        from jeepney import DBusAddress, new_method_call
        from jeepney.wrappers import unwrap_msg

        address = {
            "bus": DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus"),
            "dunst": DBusAddress(_PATH, _SERVICE, "org.dunstproject.cmd0"),
            "properties": DBusAddress(_PATH, _SERVICE, "org.freedesktop.DBus.Properties"),
        }[on]
        with self._bus() as bus:
            answer = bus.send_and_get_reply(new_method_call(address, method, signature or None, words), timeout=10)
            return unwrap_msg(answer)  # type: ignore[no-any-return]

    def _bus(self) -> Any:
        from jeepney.io.blocking import open_dbus_connection

        return open_dbus_connection(self.address)

    def _answer(self, *command: str) -> str:
        """Start a program that says one line and stays."""
        with (self.folder / f"{command[0]}.log").open("ab") as log:
            process = subprocess.Popen([*_TIED, *command], env=self.environment, stdout=subprocess.PIPE, stderr=log)
        self._running[command[0]] = process
        assert process.stdout is not None
        with process.stdout as said:
            answer = said.readline().decode().strip()
        assert answer, f"{command[0]} did not start"
        return answer


@contextmanager
def whole_desktop() -> Iterator[Desktop]:
    """With dunst and openbox, in a folder whose name is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="crm") as folder:
        desktop = Desktop(Path(folder))
        try:
            desktop.start_service()
            desktop.start_window_manager()
            yield desktop
        finally:
            desktop.close()
