"""Starting with the computer, hidden: an entry of this user's in the place where each platform looks for such.

Windows: a value of the registry's Run key; macOS: a LaunchAgent; elsewhere an autostart file of the desktop (the
freedesktop.org "Desktop Application Autostart Specification"). The entry starts `… open --hidden`; a data folder of
its own has an entry of its own.
"""

from __future__ import annotations

import os
import re
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from crm_desktop import paths
from crm_desktop.errors import CannotWriteFile
from crm_desktop.language import Sentence

_RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
# Where the Task Manager notes which of them she switched off: an odd first byte.
_APPROVED_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class Autostart(ABC):
    """One platform's entry; `command` is what it starts, word by word."""

    def __init__(self, command: Sequence[str], name: str) -> None:
        self._command = list(command)
        self._name = name

    def is_on(self) -> bool:
        """Whether the program starts with the computer, here or as far as the system's own settings allow it."""
        try:
            return self._is_on()
        except OSError:
            return False

    def set_on(self, on: bool) -> None:
        """Switch it on or off. Raises CannotWriteFile if the system refuses."""
        try:
            if on:
                self._write()
            else:
                self._remove()
        except OSError as error:
            raise CannotWriteFile(
                Sentence(
                    "Your computer does not let CRM Desktop change what starts with it: %1. You can change it in your"
                    " computer's own settings.",
                    error.strerror or str(error),
                )
            ) from None

    def renew(self) -> None:
        """If it is on, let it start the program that runs now: it may have moved since."""
        if self.is_on():
            self.set_on(True)

    @abstractmethod
    def _is_on(self) -> bool: ...

    @abstractmethod
    def _write(self) -> None: ...

    @abstractmethod
    def _remove(self) -> None: ...


class XdgAutostart(Autostart):
    """A `.desktop` file in the folder of what this user starts."""

    def __init__(self, command: Sequence[str], name: str, folder: Path | None = None) -> None:
        super().__init__(command, name)
        self.file = (folder or _config_home() / "autostart") / f"{name}.desktop"

    def _is_on(self) -> bool:
        lines = {line.replace(" ", "") for line in self.file.read_text(encoding="utf-8", errors="replace").splitlines()}
        # Desktops switch an entry off without deleting it.
        return not lines & {"Hidden=true", "X-GNOME-Autostart-enabled=false"}

    def _write(self) -> None:
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            f"Name={paths.APP_NAME}",
            f"Exec={exec_line(self._command)}",
            f"Icon={as_value(str(paths.resources() / 'icons' / 'app.svg'))}",
            "Terminal=false",
            "StartupNotify=false",
        )
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="surrogateescape")

    def _remove(self) -> None:
        self.file.unlink(missing_ok=True)


class LaunchAgent(Autostart):
    """A property list among this user's LaunchAgents (`man launchd.plist`)."""

    def __init__(self, command: Sequence[str], name: str, folder: Path | None = None) -> None:
        super().__init__(command, name)
        self.file = (folder or Path.home() / "Library" / "LaunchAgents") / f"{name}.plist"

    def _is_on(self) -> bool:
        import plistlib

        try:
            return not plistlib.loads(self.file.read_bytes()).get("Disabled", False)
        except (ValueError, AttributeError):  # no property list
            return False

    def _write(self) -> None:
        import plistlib

        agent = {
            "Label": self._name,
            "ProgramArguments": self._command,
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",
            "ProcessType": "Interactive",
        }
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(plistlib.dumps(agent))

    def _remove(self) -> None:
        self.file.unlink(missing_ok=True)


class RunKey(Autostart):
    """A value of the Run key of this user's registry. `registry` is the module `winreg`."""

    def __init__(self, command: Sequence[str], name: str, registry: Any) -> None:
        super().__init__(command, name)
        self._registry = registry

    def _is_on(self) -> bool:
        approved = self._value(_APPROVED_KEY)
        switched_off = isinstance(approved, bytes) and approved[:1] != b"" and approved[0] % 2 == 1
        return self._value(_RUN_KEY) is not None and not switched_off

    def _write(self) -> None:
        from subprocess import list2cmdline

        registry = self._registry
        with registry.CreateKey(registry.HKEY_CURRENT_USER, _RUN_KEY) as key:
            registry.SetValueEx(key, self._name, 0, registry.REG_SZ, list2cmdline(self._command))
        self._delete(_APPROVED_KEY)

    def _remove(self) -> None:
        self._delete(_RUN_KEY)
        self._delete(_APPROVED_KEY)

    def _value(self, path: str) -> object:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
                return registry.QueryValueEx(key, self._name)[0]
        except FileNotFoundError:
            return None

    def _delete(self, path: str) -> None:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_SET_VALUE) as key:
                registry.DeleteValue(key, self._name)
        except FileNotFoundError:
            pass


def system_autostart(data_dir: Path) -> Autostart:
    """This platform's, for the program as it runs now on this data folder."""
    command = start_command(data_dir)
    import hashlib

    own = "" if _is_default(data_dir) else "-" + hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:8]
    if sys.platform == "win32":
        import winreg

        return RunKey(command, paths.APP_NAME + own, winreg)
    if sys.platform == "darwin":
        return LaunchAgent(command, "crm-desktop" + own)
    return XdgAutostart(command, "crm-desktop" + own)


def start_command(data_dir: Path) -> list[str]:
    """The words that start this very program hidden: the packed one, or the package by its Python."""
    folder = [] if _is_default(data_dir) else ["--data-dir", str(data_dir.resolve())]
    return [*program_command(), "open", "--hidden", *folder]


def program_command() -> list[str]:
    """The words that start this very program, in the form in which it outlives this run of it."""
    if getattr(sys, "frozen", False):
        mounted = os.environ.get("APPIMAGE", "") if sys.platform == "linux" else ""
        if mounted:  # what runs from an AppImage is in a mount that is gone with it
            return [mounted]
        # Windows: beside the program for command windows lies the one that opens none.
        windowed = Path(sys.executable).with_name(f"{paths.APP_NAME}.exe")
        return [str(windowed) if sys.platform == "win32" and windowed.exists() else sys.executable]
    python = Path(sys.executable)
    if sys.platform == "win32":  # without a black window beside it
        python = python.with_name("pythonw.exe")
    return [str(python), "-m", "crm_desktop"]


def _is_default(data_dir: Path) -> bool:
    return data_dir.resolve() == paths.default_data_dir().resolve()


def exec_line(command: Sequence[str]) -> str:
    """Words as the `Exec` line of a desktop entry: quoted where they must be, then escaped as any value is."""
    return as_value(" ".join(_quoted(word.replace("%", "%%")) for word in command))


def _quoted(word: str) -> str:
    if re.fullmatch(r"[\w./:=,@%+-]+", word):
        return word
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"'


def as_value(text: str) -> str:
    """Text as a value of a desktop entry."""
    escapes = {"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"}
    return "".join(escapes.get(letter, letter) for letter in text)


def _config_home() -> Path:
    named = os.environ.get("XDG_CONFIG_HOME", "")
    return Path(named) if named else Path.home() / ".config"
