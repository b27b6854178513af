"""Telephone links and shop files on Windows: keys of this user's registry.

From Windows 10 on a program can only offer itself; she chooses it in the system's settings, or when she clicks the
first link. https://learn.microsoft.com/windows/win32/shell/default-programs
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from subprocess import list2cmdline
from typing import Any, Final

from crm_desktop import paths
from crm_desktop.language import tr
from crm_desktop.ui.background.opens.registration import ENDING, SCHEMES, Kind, Registration, start

_CLASSES: Final = r"Software\Classes"
_CAPABILITIES: Final = rf"Software\{paths.APP_NAME}\Capabilities"
_REGISTERED: Final = r"Software\RegisteredApplications"
_CHOSEN_LINK: Final = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\tel\UserChoice"
_CHOSEN_FILE: Final = rf"Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\{ENDING}\UserChoice"
_BEFORE: Final = "CRMDesktop.before"
"""The value that keeps what opened our files before."""

_PROGIDS: Final = {Kind.CALLS: "CRMDesktop.Call", Kind.SHOPS: "CRMDesktop.Shop"}
_ASSOCIATIONS: Final = {
    Kind.CALLS: (rf"{_CAPABILITIES}\URLAssociations", SCHEMES),
    Kind.SHOPS: (rf"{_CAPABILITIES}\FileAssociations", (ENDING,)),
}


class WindowsRegistration(Registration):
    """`registry` is the module `winreg`; `told` tells the desktop that something has changed."""

    settings_url = f"ms-settings:defaultapps?registeredAppUser={paths.APP_NAME.replace(' ', '%20')}"

    def __init__(
        self, command: Sequence[str], registry: Any, told: Callable[[], object],
        start: Callable[[Sequence[str]], bool] = start,
    ) -> None:  # fmt: skip
        super().__init__(command)
        self._registry = registry
        self._told = told
        self._start = start

    def waits_for(self, kind: Kind) -> bool:
        if not self.is_on(kind):
            return False
        chosen = self._value(_CHOSEN_LINK if kind is Kind.CALLS else _CHOSEN_FILE, "ProgId")
        # A file's ending that nobody else has needs no choice; a link may be one of several programs'.
        return chosen != _PROGIDS[kind] and (kind is Kind.CALLS or chosen is not None)

    def _is_on(self, kind: Kind) -> bool:
        path, names = _ASSOCIATIONS[kind]
        return self._value(path, names[0]) == _PROGIDS[kind]

    def _is_current(self, kind: Kind) -> bool:
        return self._value(rf"{_CLASSES}\{_PROGIDS[kind]}\shell\open\command", "") == self._line()

    def _line(self) -> str:
        """The command, with a place for the link that is quoted for itself: one word, whatever it holds."""
        return f'{list2cmdline(self._command)} "%1"'

    def _write(self, kind: Kind) -> None:
        own = rf"{_CLASSES}\{_PROGIDS[kind]}"
        self._put(own, "", tr("Phone call (CRM Desktop)") if kind is Kind.CALLS else tr("CRM Desktop shop"))
        if kind is Kind.CALLS:
            self._put(own, "URL Protocol", "")
        self._put(rf"{own}\DefaultIcon", "", f'"{self._command[0]}",0')
        self._put(rf"{own}\shell\open\command", "", self._line())
        path, names = _ASSOCIATIONS[kind]
        self._put(_CAPABILITIES, "ApplicationName", paths.APP_NAME)
        self._put(_CAPABILITIES, "ApplicationDescription", tr("A small shop's customers in one file on one laptop."))
        for name in names:
            self._put(path, name, _PROGIDS[kind])
        self._put(_REGISTERED, paths.APP_NAME, _CAPABILITIES)
        if kind is Kind.SHOPS:
            self._take_ending()
        self._told()

    def _take_ending(self) -> None:
        path, own = rf"{_CLASSES}\{ENDING}", _PROGIDS[Kind.SHOPS]
        before = self._value(path, "")
        if before not in (None, "", own):
            self._put(path, _BEFORE, str(before))
        self._put(path, "", own)
        self._put(rf"{path}\OpenWithProgids", own, "")

    def _remove(self, kind: Kind) -> None:
        path, names = _ASSOCIATIONS[kind]
        for name in names:
            self._delete(path, name)
        if kind is Kind.SHOPS:
            self._give_ending_back()
        own = rf"{_CLASSES}\{_PROGIDS[kind]}"
        for each in (rf"{own}\shell\open\command", rf"{own}\shell\open", rf"{own}\shell", rf"{own}\DefaultIcon", own):
            self._delete_key(each)
        if not any(self._is_on(each) for each in Kind):
            self._delete(_REGISTERED, paths.APP_NAME)
            for each in (*(path for path, _ in _ASSOCIATIONS.values()), _CAPABILITIES, rf"Software\{paths.APP_NAME}"):
                self._delete_key(each)
        self._told()

    def _give_ending_back(self) -> None:
        path, own = rf"{_CLASSES}\{ENDING}", _PROGIDS[Kind.SHOPS]
        self._delete(rf"{path}\OpenWithProgids", own)
        if self._value(path, "") != own:
            return
        before = self._value(path, _BEFORE)
        self._delete(path, "")
        if before:
            self._put(path, "", str(before))
        self._delete(path, _BEFORE)

    # Calls

    def _takes_calls(self) -> bool:
        return self._value(_CHOSEN_LINK, "ProgId") == _PROGIDS[Kind.CALLS]

    def _pass_on(self, link: str) -> bool:
        for progid in self._others():
            command = self._value(rf"{_CLASSES}\{progid}\shell\open\command", "")
            if isinstance(command, str) and command:
                return self._start(_words(command, link))
        return False

    def _others(self) -> Iterator[str]:
        """What other programs that offer themselves for telephone links are called."""
        for path in self._values(_REGISTERED):
            progid = self._value(rf"{path}\URLAssociations", SCHEMES[0]) if isinstance(path, str) else None
            if isinstance(progid, str) and progid != _PROGIDS[Kind.CALLS]:
                yield progid

    # The registry; what programs of everyone's wrote is looked at after this user's

    def _roots(self) -> tuple[Any, Any]:
        return self._registry.HKEY_CURRENT_USER, self._registry.HKEY_LOCAL_MACHINE

    def _value(self, path: str, name: str) -> object:
        for root in self._roots():
            try:
                with self._registry.OpenKey(root, path) as key:
                    return self._registry.QueryValueEx(key, name)[0]
            except FileNotFoundError:
                continue
        return None

    def _values(self, path: str) -> list[object]:
        found: list[object] = []
        for root in self._roots():
            try:
                with self._registry.OpenKey(root, path) as key:
                    while True:
                        found.append(self._registry.EnumValue(key, len(found))[1])
            except OSError:  # no such key, or no more values
                continue
        return found

    def _put(self, path: str, name: str, value: str) -> None:
        registry = self._registry
        with registry.CreateKey(registry.HKEY_CURRENT_USER, path) as key:
            registry.SetValueEx(key, name, 0, registry.REG_SZ, value)

    def _delete(self, path: str, name: str) -> None:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_SET_VALUE) as key:
                registry.DeleteValue(key, name)
        except FileNotFoundError:
            pass

    def _delete_key(self, path: str) -> None:
        """A key of ours without keys under it; one that holds more stays."""
        registry = self._registry
        try:
            registry.DeleteKey(registry.HKEY_CURRENT_USER, path)
        except FileNotFoundError:
            pass
        except PermissionError:  # so Windows says that there are keys under it
            pass


def _words(command: str, link: str) -> list[str]:
    """The words of a registered command, with a link in its place."""
    words: list[str] = []
    quoted = False
    word, begun = "", False
    for letter in command:
        if letter == '"':
            quoted, begun = not quoted, True
        elif letter == " " and not quoted:
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            word, begun = word + letter, True
    if begun:
        words.append(word)
    filled = [each.replace("%1", link).replace("%L", link) for each in words]
    return filled if filled != words else [*words, link]


def tell_the_shell() -> None:
    """Have the desktop look at the associations anew."""
    if sys.platform == "win32":
        import ctypes

        associations_changed, nothing = 0x08000000, 0
        ctypes.windll.shell32.SHChangeNotify(associations_changed, nothing, None, None)
