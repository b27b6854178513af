"""The few questions that Qt does not answer about an X11 desktop, asked of libxcb, which Qt itself runs on.

Every answer is None if it cannot be had: no libxcb, no display, a window that has gone meanwhile. libxcb, unlike
Xlib, answers an error to who asked, and does not end the process over it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_ANY_TYPE: Final = 0
_MOST_ITEMS: Final = 64


class _Screens(ctypes.Structure):
    """xcb_screen_iterator_t; a screen begins with the number of its root window."""

    _fields_ = (
        ("data", ctypes.POINTER(ctypes.c_uint32)),
        ("rem", ctypes.c_int),
        ("index", ctypes.c_int),
    )


class _Cookie(ctypes.Structure):
    """xcb_*_cookie_t: what a reply is asked for by."""

    _fields_ = (("sequence", ctypes.c_uint),)


class Display:
    """A connection to the display; `display()` opens one."""

    def __init__(self, xcb: Any, connection: int, screen: int) -> None:
        self._xcb = xcb
        self._connection = ctypes.c_void_p(connection)
        self._screen = screen
        self._free = ctypes.CDLL(None).free
        self._free.argtypes = (ctypes.c_void_p,)

    def atom(self, name: str) -> int | None:
        """The number of a name; None if no program has used the name yet."""
        raw = name.encode()
        cookie = self._xcb.xcb_intern_atom(self._connection, 1, len(raw), raw)
        return self._number(self._xcb.xcb_intern_atom_reply(self._connection, cookie, None))

    def owner(self, selection: str) -> int | None:
        """The window that owns a selection."""
        atom = self.atom(selection)
        if atom is None:
            return None
        cookie = self._xcb.xcb_get_selection_owner(self._connection, atom)
        return self._number(self._xcb.xcb_get_selection_owner_reply(self._connection, cookie, None))

    def root(self) -> int:
        """The window behind all others."""
        screens = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection))
        return int(screens.data[0])

    def numbers(self, window: int, name: str) -> tuple[int, ...]:
        """A property that is a list of numbers; empty where the window does not have it."""
        atom = self.atom(name)
        if atom is None:
            return ()
        cookie = self._xcb.xcb_get_property(self._connection, 0, window, atom, _ANY_TYPE, 0, _MOST_ITEMS)
        reply = self._xcb.xcb_get_property_reply(self._connection, cookie, None)
        if not reply:
            return ()
        try:
            length = self._xcb.xcb_get_property_value_length(reply) // 4
            start = self._xcb.xcb_get_property_value(reply)
            return struct.unpack(f"={length}I", ctypes.string_at(start, 4 * length)) if length else ()
        finally:
            self._free(reply)

    def _number(self, reply: int | None) -> int | None:
        """The one number that a reply brings, after its head of eight bytes; None for 0, which means none."""
        if not reply:
            return None
        try:
            return ctypes.c_uint32.from_address(reply + 8).value or None
        finally:
            self._free(reply)


@contextmanager
def display() -> Iterator[Display | None]:
    """The display that the environment names; None if there is none."""
    xcb = _library()
    if xcb is None:
        yield None
        return
    screen = ctypes.c_int()
    connection = xcb.xcb_connect(None, ctypes.byref(screen))
    try:
        yield None if xcb.xcb_connection_has_error(connection) else Display(xcb, connection, screen.value)
    finally:
        xcb.xcb_disconnect(connection)


def composited() -> bool:
    """Whether windows may be seen through, as a shadow must be; False if it is not known."""
    with display() as found:
        return found is not None and found.owner("_NET_WM_CM_S0") is not None


def _library() -> Any:
    try:
        xcb = ctypes.CDLL(ctypes.util.find_library("xcb") or "libxcb.so.1")
        void, number = ctypes.c_void_p, ctypes.c_uint32
        for name, answer, *takes in (
            ("xcb_connect", void, ctypes.c_char_p, ctypes.POINTER(ctypes.c_int)),
            ("xcb_connection_has_error", ctypes.c_int, void),
            ("xcb_disconnect", None, void),
            ("xcb_get_setup", void, void),
            ("xcb_setup_roots_iterator", _Screens, void),
            ("xcb_intern_atom", _Cookie, void, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_char_p),
            ("xcb_intern_atom_reply", void, void, _Cookie, void),
            ("xcb_get_selection_owner", _Cookie, void, number),
            ("xcb_get_selection_owner_reply", void, void, _Cookie, void),
            ("xcb_get_property", _Cookie, void, ctypes.c_uint8, number, number, number, number, number),
            ("xcb_get_property_reply", void, void, _Cookie, void),
            ("xcb_get_property_value", void, void),
            ("xcb_get_property_value_length", ctypes.c_int, void),
        ):  # fmt: skip
            function = getattr(xcb, name)
            function.restype, function.argtypes = answer, takes
    except (OSError, AttributeError):
        return None
    return xcb
