"""The entries of this user's by which the computer opens telephone links and shop files with this program.

They are made only when she asks for it, and taken away without a trace: what opened these before opens them again.
Windows: the registry; macOS: LaunchServices; elsewhere the files of the freedesktop.org "MIME applications" and "Shared
MIME-info" specifications.
"""

from __future__ import annotations

import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Final

from crm_desktop import paths
from crm_desktop.errors import CannotWriteFile
from crm_desktop.language import Sentence
from crm_desktop.ui.background.autostart import program_command

SCHEMES: Final = ("tel", "callto")
"""The links to telephone numbers."""
ENDING: Final = ".crm"


class Kind(Enum):
    """What can be opened."""

    CALLS = "calls"
    SHOPS = "shops"


class Registration(ABC):
    """One platform's entries; `command` is what they start, word by word, with what is to be opened after it."""

    settings_url = ""
    """Where the system's own settings for this are."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)

    def is_on(self, kind: Kind) -> bool:
        """Whether the program is registered for it."""
        try:
            return self._is_on(kind)
        except OSError:
            return False

    def set_on(self, kind: Kind, on: bool) -> None:
        """Register for it, or no more. Raises CannotWriteFile if the system refuses."""
        try:
            if on:
                self._write(kind)
            else:
                self._remove(kind)
        except OSError as error:
            raise CannotWriteFile(
                Sentence(
                    "Your computer does not let CRM Desktop change what opens files and links: %1. You can change it in"
                    " your computer's own settings.",
                    error.strerror or str(error),
                )
            ) from None

    def renew(self) -> None:
        """If it is on, let the program that runs now be started: it may have moved since."""
        for kind in Kind:
            if self.is_on(kind) and not self._is_current(kind):
                self.set_on(kind, True)

    def why_not(self) -> Sentence | None:
        """Why the program, as it runs now, cannot be registered at all; None if it can be."""
        return None

    def waits_for(self, kind: Kind) -> bool:
        """Whether it is registered, and she has yet to choose it in the system's own settings."""
        return False

    def takes_calls(self) -> bool:
        """Whether a telephone link comes to this program: then a call must not be made by opening one."""
        try:
            return self._takes_calls()
        except OSError:
            return False

    def pass_on(self, link: str) -> bool:
        """Have another program open a telephone link; False if there is none."""
        try:
            return self._pass_on(link)
        except OSError:
            return False

    @abstractmethod
    def _is_on(self, kind: Kind) -> bool: ...

    @abstractmethod
    def _is_current(self, kind: Kind) -> bool:
        """Whether what is registered starts the program that runs now."""

    @abstractmethod
    def _write(self, kind: Kind) -> None: ...

    @abstractmethod
    def _remove(self, kind: Kind) -> None: ...

    @abstractmethod
    def _takes_calls(self) -> bool: ...

    @abstractmethod
    def _pass_on(self, link: str) -> bool: ...


def start(command: Sequence[str]) -> bool:
    """Start another program, and let it go its own way."""
    from PySide6.QtCore import QProcess

    return bool(QProcess.startDetached(command[0], list(command[1:]))[0])


def opening_command(data_dir: Path) -> list[str]:
    """The words that start this very program to open something; that comes after them."""
    own = [] if _is_usual(data_dir) else ["--data-dir", str(data_dir.resolve())]
    return [*program_command(), "open", *own]


def system_registration(data_dir: Path) -> Registration:
    """This platform's, for the program as it runs now on this data folder."""
    command = opening_command(data_dir)
    if sys.platform == "win32":
        import winreg

        from crm_desktop.ui.background.opens.windows import WindowsRegistration, tell_the_shell

        return WindowsRegistration(command, winreg, tell_the_shell)
    if sys.platform == "darwin":
        from crm_desktop.ui.background.opens.mac import MacRegistration, launch_services, own_bundle

        return MacRegistration(command, launch_services(), own_bundle(Path(sys.executable)), data_dir)
    from crm_desktop.ui.background.opens.xdg import XdgRegistration, xdg_places

    return XdgRegistration(command, xdg_places(os.environ, Path.home()))


def renew_own(data_dir: Path) -> None:
    """Have what is registered start the program that runs now; not for a data folder of its own, which may be there
    for an hour."""
    if _is_usual(data_dir):
        system_registration(data_dir).renew()


def _is_usual(data_dir: Path) -> bool:
    return data_dir.resolve() == paths.default_data_dir().resolve()
