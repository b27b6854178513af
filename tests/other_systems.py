"""The parts of Windows and macOS that the program speaks to, as far as it does. They are tested themselves, too."""

from __future__ import annotations

import ctypes
from types import TracebackType
from typing import Any


class FakeKey:
    """An opened key of the registry."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def __enter__(self) -> FakeKey:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None: ...


class FakeRegistry:
    """The module `winreg`. `keys` holds (root, path) -> name -> value; `refuses`: as where a company's rules do."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_SET_VALUE, REG_SZ = "HKCU", "HKLM", 2, 1

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str], dict[str, Any]] = {}
        self.refuses = False

    def put(self, root: str, path: str, **values: str) -> None:
        """What another program has written; `default` names the value without a name."""
        self.keys.setdefault((root, path), {}).update(
            {"" if name == "default" else name: value for name, value in values.items()}
        )

    def OpenKey(self, root: str, path: str, reserved: int = 0, access: int = 1) -> FakeKey:
        if self.refuses:
            raise PermissionError(13, "Access is denied")
        if not any(known == root and (at == path or at.startswith(path + "\\")) for known, at in self.keys):
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return FakeKey(self.keys.setdefault((root, path), {}))

    def CreateKey(self, root: str, path: str) -> FakeKey:
        assert root == self.HKEY_CURRENT_USER, "only an administrator may write elsewhere"
        if not self.refuses:
            self.keys.setdefault((root, path), {})
        return self.OpenKey(root, path)

    def DeleteKey(self, root: str, path: str) -> None:
        self.OpenKey(root, path)
        if any(known == root and at.startswith(path + "\\") for known, at in self.keys):
            raise PermissionError(5, "Access is denied")
        del self.keys[root, path]

    def QueryValueEx(self, key: FakeKey, name: str) -> tuple[Any, int]:
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return key.values[name], self.REG_SZ

    def EnumValue(self, key: FakeKey, number: int) -> tuple[str, Any, int]:
        if number >= len(key.values):
            raise OSError(259, "No more data is available")
        name, value = list(key.values.items())[number]
        return name, value, self.REG_SZ

    def SetValueEx(self, key: FakeKey, name: str, reserved: int, kind: int, value: Any) -> None:
        assert (reserved, kind) == (0, self.REG_SZ)
        key.values[name] = value

    def DeleteValue(self, key: FakeKey, name: str) -> None:
        self.QueryValueEx(key, name)
        del key.values[name]


class FakeLaunchServices:
    """Which bundle opens what on a Mac; `refuses`: with the number of this error."""

    def __init__(self, **handlers: str) -> None:
        self.handlers = dict(handlers)
        self.refuses = 0

    def handler(self, what: str, *, link: bool) -> str:
        return self.handlers.get(what, "")

    def set_handler(self, what: str, bundle: str, *, link: bool) -> None:
        if self.refuses:
            raise OSError(f"LaunchServices: {self.refuses}")
        self.handlers[what] = bundle


class _Function:
    """A function of a C library, which its types can be told to."""

    def __init__(self, do: Any) -> None:
        self._do = do
        self.restype: Any = None
        self.argtypes: Any = None

    def __call__(self, *arguments: Any) -> Any:
        assert len(arguments) == len(self.argtypes)
        return self._do(*arguments)


class FakeCoreLibrary:
    """The C functions of CoreServices and CoreFoundation. `strings` holds those that were not released."""

    def __init__(self, services: FakeLaunchServices) -> None:
        self.strings: dict[int, str] = {}
        self._services = services
        self._made = 0
        for name in ("CFStringCreateWithCString", "CFStringGetCString", "CFRelease", "LSCopyDefaultHandlerForURLScheme",
                     "LSSetDefaultHandlerForURLScheme", "LSCopyDefaultRoleHandlerForContentType",
                     "LSSetDefaultRoleHandlerForContentType"):  # fmt: skip
            setattr(self, name, _Function(getattr(self, f"_{name}")))

    def _CFStringCreateWithCString(self, allocator: object, text: bytes, encoding: int) -> int:
        assert encoding == 0x08000100
        self._made += 1
        self.strings[self._made] = text.decode()
        return self._made

    def _CFStringGetCString(self, string: int, held: ctypes.Array[ctypes.c_char], room: int, encoding: int) -> bool:
        text = self.strings[string].encode()
        if len(text) >= room:
            return False
        held.value = text
        return True

    def _CFRelease(self, string: int) -> None:
        del self.strings[string]

    def _copy(self, what: str, *, link: bool) -> int | None:
        found = self._services.handler(what, link=link)
        return self._CFStringCreateWithCString(None, found.encode(), 0x08000100) if found else None

    def _set(self, what: int, bundle: int, *, link: bool) -> int:
        if not self._services.refuses:
            self._services.set_handler(self.strings[what], self.strings[bundle], link=link)
        return self._services.refuses

    def _LSCopyDefaultHandlerForURLScheme(self, what: int) -> int | None:
        return self._copy(self.strings[what], link=True)

    def _LSSetDefaultHandlerForURLScheme(self, what: int, bundle: int) -> int:
        return self._set(what, bundle, link=True)

    def _LSCopyDefaultRoleHandlerForContentType(self, what: int, role: int) -> int | None:
        assert role == 0xFFFFFFFF
        return self._copy(self.strings[what], link=False)

    def _LSSetDefaultRoleHandlerForContentType(self, what: int, role: int, bundle: int) -> int:
        assert role == 0xFFFFFFFF
        return self._set(what, bundle, link=False)
