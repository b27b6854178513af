"""Telephone links and shop files on macOS: LaunchServices is told which bundle opens them.

What the bundle can open at all stands in its Info.plist; without a bundle nothing can be registered. Who opened these
before is noted in the data folder, to be told again when she switches this off.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from crm_desktop.language import Sentence
from crm_desktop.ui.background.opens.registration import SCHEMES, Kind, Registration, start

_EVERYTHING: Final = 0xFFFFFFFF
"""kLSRolesAll"""
_UTF8: Final = 0x08000100
"""kCFStringEncodingUTF8"""
_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Bundle:
    """The program as macOS knows it: its name there, and that of the type of its files."""

    name: str
    shop_type: str


class LaunchServices(Protocol):
    """Which bundle opens what. `link`: a scheme; else the name of a type of files."""

    def handler(self, what: str, *, link: bool) -> str: ...

    def set_handler(self, what: str, bundle: str, *, link: bool) -> None:
        """Raises OSError if it is refused."""


class MacRegistration(Registration):
    """`bundle` is None if the program runs from no bundle."""

    def __init__(
        self, command: Sequence[str], services: LaunchServices, bundle: Bundle | None, data_dir: Path,
        start: Callable[[Sequence[str]], bool] = start,
    ) -> None:  # fmt: skip
        super().__init__(command)
        self._services = services
        self._bundle = bundle
        self._before = data_dir / "opened-before.json"
        self._start = start

    def why_not(self) -> Sentence | None:
        if self._bundle is None:
            return Sentence("Only the packed program can be chosen for this on a Mac: the one in “Applications”.")
        return None

    def _is_on(self, kind: Kind) -> bool:
        bundle = self._bundle
        if bundle is None:
            return False
        what, link = self._things(kind, bundle)[0]
        return what in self._noted() and self._is_ours(what, link, bundle)

    def _is_current(self, kind: Kind) -> bool:
        return True  # a bundle is known by its name, wherever it is

    def _write(self, kind: Kind) -> None:
        if self._bundle is None:
            raise OSError(str(self.why_not()))
        before = self._noted()
        for what, link in self._things(kind, self._bundle):
            before.setdefault(what, "")
            if not self._is_ours(what, link, self._bundle):
                before[what] = self._services.handler(what, link=link)
        self._note(before)
        for what, link in self._things(kind, self._bundle):
            self._services.set_handler(what, self._bundle.name, link=link)

    def _remove(self, kind: Kind) -> None:
        if self._bundle is None:
            return
        before = self._noted()
        for what, link in self._things(kind, self._bundle):
            earlier = before.pop(what, "")
            # What nobody else opened stays with us: LaunchServices knows no "nobody".
            if earlier and self._is_ours(what, link, self._bundle):
                self._services.set_handler(what, earlier, link=link)
        self._note(before)

    def _takes_calls(self) -> bool:
        return self._bundle is not None and self._is_ours(SCHEMES[0], True, self._bundle)

    def _pass_on(self, link: str) -> bool:
        earlier = self._noted().get(SCHEMES[0], "")
        return bool(earlier) and self._start(["open", "-b", earlier, link])

    def _is_ours(self, what: str, link: bool, bundle: Bundle) -> bool:
        return self._services.handler(what, link=link).lower() == bundle.name.lower()

    @staticmethod
    def _things(kind: Kind, bundle: Bundle) -> list[tuple[str, bool]]:
        """What is opened, and whether that is a link."""
        return [(scheme, True) for scheme in SCHEMES] if kind is Kind.CALLS else [(bundle.shop_type, False)]

    def _noted(self) -> dict[str, str]:
        try:
            noted = json.loads(self._before.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in noted.items()} if isinstance(noted, dict) else {}

    def _note(self, before: dict[str, str]) -> None:
        if before:
            self._before.parent.mkdir(parents=True, exist_ok=True)
            self._before.write_text(json.dumps(before), encoding="utf-8")
        else:
            self._before.unlink(missing_ok=True)


def own_bundle(executable: Path) -> Bundle | None:
    """The bundle that a program is in: …/CRM Desktop.app/Contents/MacOS/crm-desktop."""
    import plistlib

    try:
        about = plistlib.loads((executable.parents[1] / "Info.plist").read_bytes())
        return Bundle(about["CFBundleIdentifier"], about["CFBundleDocumentTypes"][0]["LSItemContentTypes"][0])
    except (OSError, ValueError, LookupError, TypeError):
        return None


class CoreServices:
    """LaunchServices itself, asked by its C functions. `library` holds them and CoreFoundation's."""

    def __init__(self, library: Any) -> None:
        self._library = library
        pointer = ctypes.c_void_p
        for name, answer, takes in (
            ("CFStringCreateWithCString", pointer, (pointer, ctypes.c_char_p, ctypes.c_uint32)),
            ("CFStringGetCString", ctypes.c_bool, (pointer, ctypes.c_char_p, ctypes.c_long, ctypes.c_uint32)),
            ("CFRelease", None, (pointer,)),
            ("LSCopyDefaultHandlerForURLScheme", pointer, (pointer,)),
            ("LSSetDefaultHandlerForURLScheme", ctypes.c_int32, (pointer, pointer)),
            ("LSCopyDefaultRoleHandlerForContentType", pointer, (pointer, ctypes.c_uint32)),
            ("LSSetDefaultRoleHandlerForContentType", ctypes.c_int32, (pointer, ctypes.c_uint32, pointer)),
        ):
            function = getattr(library, name)
            function.restype, function.argtypes = answer, takes

    def handler(self, what: str, *, link: bool) -> str:
        asked = self._string(what)
        if link:
            found = self._library.LSCopyDefaultHandlerForURLScheme(asked)
        else:
            found = self._library.LSCopyDefaultRoleHandlerForContentType(asked, _EVERYTHING)
        self._library.CFRelease(asked)
        return self._text(found) if found else ""

    def set_handler(self, what: str, bundle: str, *, link: bool) -> None:
        asked, name = self._string(what), self._string(bundle)
        if link:
            failure = self._library.LSSetDefaultHandlerForURLScheme(asked, name)
        else:
            failure = self._library.LSSetDefaultRoleHandlerForContentType(asked, _EVERYTHING, name)
        self._library.CFRelease(asked)
        self._library.CFRelease(name)
        if failure:
            raise OSError(f"LaunchServices: {failure}")

    def _string(self, text: str) -> Any:
        return self._library.CFStringCreateWithCString(None, text.encode(), _UTF8)

    def _text(self, string: Any) -> str:
        held = ctypes.create_string_buffer(_LONGEST)
        taken = self._library.CFStringGetCString(string, held, _LONGEST, _UTF8)
        self._library.CFRelease(string)
        return held.value.decode() if taken else ""


def launch_services() -> CoreServices:
    """That of this Mac."""
    return CoreServices(ctypes.CDLL(ctypes.util.find_library("CoreServices")))
