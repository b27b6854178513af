"""What the store asks of the operating system: whose computer this is, locks on files, and what a disk is.

Everything that differs between Windows, macOS and Linux is here; what is made of it is in `desk` and `place`.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import struct
import sys
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_FAR: Final = 0x7FFF0000
"""Where Windows locks a byte: locks are binding there, so it must not be one that others want to read."""

_SQLITE_BYTE: Final = 0x40000000
"""SQLite's own locks begin there (https://www.sqlite.org/src/doc/trunk/src/os.h, PENDING_BYTE)."""


class Mount(NamedTuple):
    """Where a disk hangs in the tree of folders, of what kind it is, what is mounted, and with which options."""

    point: Path
    kind: str
    source: str
    options: frozenset[str]


@cache
def computer_name() -> str:
    """What this computer is called, for people."""
    import platform

    return platform.node() or "?"


@cache
def computer_mark() -> str:
    """Tells this computer from others, also from one of the same name. Says nothing else about it."""
    return hashlib.sha256(f"{computer_name()}\n{_machine()}".encode("utf-8", "surrogateescape")).hexdigest()[:16]


def user_name() -> str:
    """Who is logged in; empty for an account without a name, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


if sys.platform == "win32":
    import ctypes
    import msvcrt
    import winreg
    from ctypes import wintypes

    _EXCLUSIVE: Final = 2
    _AT_ONCE: Final = 1
    _TAKEN: Final = 33
    _NETWORK_DRIVE: Final = 4

    class _Overlapped(ctypes.Structure):
        _fields_ = (
            ("Internal", ctypes.c_void_p),
            ("InternalHigh", ctypes.c_void_p),
            ("Offset", wintypes.DWORD),
            ("OffsetHigh", wintypes.DWORD),
            ("hEvent", wintypes.HANDLE),
        )

    def _machine() -> str:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""

    def try_lock(file: int, *, shared: bool = False) -> bool:
        """Lock an open file for as long as it is open; False if another has it. OSError if the disk cannot."""
        return _lock_byte(file, _FAR, shared=shared)

    def let_go(path: Path, file: int) -> None:
        """Close a file and remove it, unless another has it open."""
        os.close(file)
        path.unlink()

    def locks_exclude(path: Path) -> bool:
        """Whether a lock on a file of this disk keeps another out, as SQLite needs it. OSError if it cannot."""
        one, other = os.open(path, os.O_RDWR), os.open(path, os.O_RDWR)
        try:
            return _lock_byte(one, _SQLITE_BYTE) and not _lock_byte(other, _SQLITE_BYTE)
        finally:
            os.close(other)
            os.close(one)

    def _lock_byte(file: int, offset: int, *, shared: bool = False) -> bool:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        word = wintypes.DWORD
        kernel.LockFileEx.argtypes = (wintypes.HANDLE, word, word, word, word, ctypes.POINTER(_Overlapped))
        flags = _AT_ONCE if shared else _AT_ONCE | _EXCLUSIVE
        where = _Overlapped(Offset=offset)
        if kernel.LockFileEx(msvcrt.get_osfhandle(file), flags, 0, 1, 0, ctypes.byref(where)):
            return True
        code = ctypes.get_last_error()
        if code == _TAKEN:
            return False
        raise ctypes.WinError(code)

    def mounts() -> list[Mount]:
        """The network drives; that of a path without a letter is told by its name."""
        kernel = ctypes.WinDLL("kernel32")
        letters = [f"{letter}:\\" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
        return [
            Mount(Path(drive), "network", drive, frozenset())
            for drive in letters
            if kernel.GetDriveTypeW(drive) == _NETWORK_DRIVE
        ]

else:
    import fcntl

    def _machine() -> str:
        try:
            return Path("/etc/machine-id").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            if sys.platform != "darwin":
                return ""
            import uuid

            return str(uuid.getnode())

    def try_lock(file: int, *, shared: bool = False) -> bool:
        """Lock an open file for as long as it is open; False if another has it. OSError if the disk cannot."""
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def let_go(path: Path, file: int) -> None:
        """Close a file and remove it, unless another has it locked."""
        try:
            if try_lock(file):
                path.unlink()
        finally:
            os.close(file)

    def locks_exclude(path: Path) -> bool:
        """Whether a lock on a file of this disk keeps another out, as SQLite needs it. OSError if it cannot."""
        one, other = os.open(path, os.O_RDWR), os.open(path, os.O_RDWR)
        try:
            fcntl.lockf(one, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _SQLITE_BYTE)
            return not _also_locked(other)
        finally:
            os.close(other)
            os.close(one)

    def _also_locked(file: int) -> bool:
        """Whether a second owner gets the lock as well. Within one program only Linux can try."""
        if sys.platform != "linux" or sys.maxsize < 2**32:
            return False
        lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, _SQLITE_BYTE, 1, 0)
        try:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, lock)
        except BlockingIOError:
            return False
        return True

    def mounts() -> list[Mount]:
        """Every disk that is mounted, in the order of mounting."""
        if sys.platform == "darwin":
            import subprocess

            listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, errors="replace", check=False)
            return [mount for line in listed.stdout.splitlines() if (mount := bsd_mount(line))]
        try:
            lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        except OSError:
            return []
        return [mount for line in lines if (mount := linux_mount(line))]


def linux_mount(line: str) -> Mount | None:
    """One line of /proc/self/mountinfo (https://docs.kernel.org/filesystems/proc.html, 3.5)."""
    place, dash, what = line.partition(" - ")
    fields, kinds = place.split(" "), what.split(" ")
    if not dash or len(fields) < 6 or len(kinds) < 3:
        return None
    options = frozenset((*fields[5].split(","), *kinds[2].split(",")))
    return Mount(Path(_unescaped(fields[4])), kinds[0], _unescaped(kinds[1]), options)


def bsd_mount(line: str) -> Mount | None:
    """One line of what `mount` says on macOS: “//anna@box/shop on /Volumes/shop (smbfs, nodev, nosuid)”."""
    what, _, rest = line.partition(" on ")
    point, bracket, options = rest.rpartition(" (")
    words = options.rstrip(")").split(", ")
    return Mount(Path(point), words[0], what, frozenset(words[1:])) if bracket else None


def _unescaped(text: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, character)
    return text
