"""A disk that fails when it is told to: between SQLite and the system's own files, for the tests of this process.

SQLite reaches every file by a “VFS” (https://www.sqlite.org/vfs.html). Ours does what the system's does, but counts
each call, tells a listener of it, and answers with any result code instead where a fault was asked for. The engine's
library exports what is needed to register it, so that the program itself knows nothing of it: `failing_disk` makes it
the VFS of every connection that is opened while the block lasts.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import pytest
from sqlcipher3 import _sqlite3

OK: Final = 0
IOERR_SHORT_READ: Final = 522

_KINDS: Final = {0x100: "main", 0x800: "journal", 0x80000: "wal", 0x4000: "super"}
"""What a file is for (https://www.sqlite.org/c3ref/c_open_autoproxy.html); anything else is "temporary"."""

_Pointer = ctypes.c_void_p
_Int = ctypes.c_int
_Long = ctypes.c_int64


class _Methods(ctypes.Structure):
    """https://www.sqlite.org/c3ref/io_methods.html, all three versions of it."""


class _Vfs(ctypes.Structure):
    """https://www.sqlite.org/c3ref/vfs.html"""


class _File(ctypes.Structure):
    _fields_ = (("methods", ctypes.POINTER(_Methods)),)


_CLOSE = ctypes.CFUNCTYPE(_Int, _Pointer)
_READ = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int, _Long)
_TRUNCATE = ctypes.CFUNCTYPE(_Int, _Pointer, _Long)
_FLAG = ctypes.CFUNCTYPE(_Int, _Pointer, _Int)
_SHM_MAP = ctypes.CFUNCTYPE(_Int, _Pointer, _Int, _Int, _Int, _Pointer)
_SHM_LOCK = ctypes.CFUNCTYPE(_Int, _Pointer, _Int, _Int, _Int)
_Methods._fields_ = (
    ("version", _Int),
    ("close", _CLOSE),
    ("read", _READ),
    ("write", _READ),
    ("truncate", _TRUNCATE),
    ("sync", _FLAG),
    ("size", ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer)),
    ("lock", _FLAG),
    *((name, _Pointer) for name in ("unlock", "reserved", "control", "sector", "characteristics")),
    ("shm_map", _SHM_MAP),
    ("shm_lock", _SHM_LOCK),
    *((name, _Pointer) for name in ("shm_barrier", "shm_unmap", "fetch", "unfetch")),
)
# A name is a bare pointer: SQLite keeps it, and has more behind its end.
_OPEN = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Pointer, _Int, _Pointer)
_DELETE = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int)
_ACCESS = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int, _Pointer)
_Vfs._fields_ = (
    ("version", _Int),
    ("file_size", _Int),
    ("longest_path", _Int),
    ("next", _Pointer),
    ("name", ctypes.c_char_p),
    ("data", _Pointer),
    ("open", _OPEN),
    ("delete", _DELETE),
    ("access", _ACCESS),
    *((name, _Pointer) for name in ("full_path", "dl_open", "dl_error", "dl_sym", "dl_close", "randomness", "sleep")),
    *((name, _Pointer) for name in ("time", "last_error", "time_64", "set_call", "get_call", "next_call")),
)

OPERATIONS: Final = ("open", "delete", "access", "read", "write", "truncate", "sync", "size", "lock", "shm_map",
                     "shm_lock")  # fmt: skip
"""What can fail. `lock` is the way to a reading or writing lock without a WAL, `shm_lock` with one."""


@dataclass
class Fault:
    """The `nth` call of an operation from now on answers `code`; each one after it too, where it is `lasting`.

    `kinds`: of which files ("main", "wal", "journal", "temporary"); none named means any. `torn`: so many bytes of what
    was to be written reach the disk before a write fails. `met`: how often it was answered.
    """

    operation: str
    code: int
    nth: int = 1
    lasting: bool = False
    kinds: frozenset[str] = frozenset()
    torn: int = 0
    met: int = field(default=0, init=False)
    _seen: int = field(default=0, init=False)

    def strikes(self, operation: str, kind: str) -> bool:
        if operation != self.operation or (self.kinds and kind not in self.kinds):
            return False
        self._seen += 1
        struck = self._seen >= self.nth if self.lasting else self._seen == self.nth
        self.met += struck
        return struck


class Listener(Protocol):
    """Is told of what reached the files, in order."""

    def opened(self, path: Path, kind: str) -> None: ...
    def closed(self, path: Path) -> None: ...
    def written(self, path: Path, offset: int, data: bytes) -> None: ...
    def truncated(self, path: Path, size: int) -> None: ...
    def synced(self, path: Path) -> None: ...
    def deleted(self, path: Path, *, synced: bool) -> None: ...


@dataclass(frozen=True)
class _Opened:
    path: Path
    kind: str
    real: _Methods


class Disk:
    """What is between SQLite and the files. `fail` asks for a fault, `mend` ends them all; `calls` counts."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()
        self.listener: Listener | None = None
        self._faults: list[Fault] = []
        self._files: dict[int, _Opened] = {}
        self._tables: dict[int, _Methods] = {}
        self._mutex = threading.RLock()
        self._library = ctypes.CDLL(_sqlite3.__file__)
        self._library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        self._real = self._library.sqlite3_vfs_find(None)
        self._vfs = _Vfs.from_buffer_copy(self._real.contents)
        self._vfs.name = b"failing-disk"
        self._vfs.open = _OPEN(self._open)
        self._vfs.delete = _DELETE(self._delete)
        self._vfs.access = _ACCESS(self._access)

    def fail(
        self, operation: str, code: int, nth: int = 1, *, lasting: bool = False, kinds: set[str] | None = None,
        torn: int = 0,
    ) -> Fault:  # fmt: skip
        """Ask for a fault; see `Fault`."""
        assert operation in OPERATIONS
        fault = Fault(operation, code, nth, lasting, frozenset(kinds or ()), torn)
        self._faults.append(fault)
        return fault

    def mend(self) -> None:
        self._faults.clear()

    def use(self) -> None:
        """Every connection is opened through it from now on."""
        assert self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1) == OK

    def put_away(self) -> None:
        """New connections go to the system's files again; those that are open stay."""
        self.mend()
        self.listener = None
        self.calls.clear()
        assert self._library.sqlite3_vfs_register(self._real, 1) == OK

    @property
    def open_files(self) -> list[str]:
        """The names of what SQLite holds open."""
        return sorted(opened.path.name for opened in self._files.values())

    def _fault(self, operation: str, kind: str) -> Fault | None:
        with self._mutex:
            self.calls[operation, kind] += 1
            struck = [fault for fault in self._faults if fault.strikes(operation, kind)]
        return struck[0] if struck else None

    def _tell(self, tell: Callable[[Listener], object]) -> None:
        if self.listener is not None:
            with self._mutex:
                tell(self.listener)

    # Files

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        kind = next((kind for flag, kind in _KINDS.items() if flags & flag), "temporary")
        path = _path_at(name)
        if fault := self._fault("open", kind):
            _File.from_address(file).methods = None
            return fault.code
        code: int = self._real.contents.open(ctypes.addressof(self._real.contents), name, file, flags, out)
        handle = _File.from_address(file)
        if code == OK and handle.methods:
            real = handle.methods.contents
            with self._mutex:
                self._files[file] = _Opened(path, kind, real)
            handle.methods = ctypes.pointer(self._table(real))
            self._tell(lambda listener: listener.opened(path, kind))
        return code

    def _delete(self, vfs: int, name: int, synced: int) -> int:
        path = _path_at(name)
        if fault := self._fault("delete", _kind_of(path)):
            return fault.code
        code: int = self._real.contents.delete(ctypes.addressof(self._real.contents), name, synced)
        if code == OK:
            self._tell(lambda listener: listener.deleted(path, synced=bool(synced)))
        return code

    def _access(self, vfs: int, name: int, flags: int, out: int) -> int:
        if fault := self._fault("access", _kind_of(_path_at(name))):
            return fault.code
        code: int = self._real.contents.access(ctypes.addressof(self._real.contents), name, flags, out)
        return code

    def _table(self, real: _Methods) -> _Methods:
        """The system's methods, with ours for what can fail. SQLite has one table for each way of locking."""
        address = ctypes.addressof(real)
        if address not in self._tables:
            table = _Methods.from_buffer_copy(real)
            table.close = _CLOSE(self._close)
            table.write = _READ(self._write)
            for name in ("read", "truncate", "sync", "size", "lock", "shm_map", "shm_lock"):
                setattr(table, name, dict(_Methods._fields_)[name](self._passing(name)))
            self._tables[address] = table
        return self._tables[address]

    def _passing(self, name: str) -> Callable[..., int]:
        """A method that does what the system's does, unless a fault strikes; taking a lock fails, giving one back
        never does."""
        tells: dict[str, Callable[[Listener, Path, Any], object]] = {
            "truncate": lambda listener, path, words: listener.truncated(path, words[0]),
            "sync": lambda listener, path, words: listener.synced(path),
        }
        unlock = 1

        def method(file: int, *words: Any) -> int:
            opened = self._files[file]
            if not (name == "shm_lock" and words[2] & unlock) and (fault := self._fault(name, opened.kind)):
                return fault.code
            code: int = getattr(opened.real, name)(file, *words)
            if code == OK and name in tells:
                self._tell(lambda listener: tells[name](listener, opened.path, words))
            return code

        return method

    def _write(self, file: int, data: int, length: int, offset: int) -> int:
        opened = self._files[file]
        fault = self._fault("write", opened.kind)
        if fault is not None:
            length = min(fault.torn, length)
        code: int = opened.real.write(file, data, length, offset) if length else OK
        if code == OK and length and self.listener is not None:
            content = ctypes.string_at(data, length)
            self._tell(lambda listener: listener.written(opened.path, offset, content))
        return fault.code if fault is not None else code

    def _close(self, file: int) -> int:
        with self._mutex:
            opened = self._files.pop(file)
        code: int = opened.real.close(file)
        self._tell(lambda listener: listener.closed(opened.path))
        return code


def _path_at(name: int | None) -> Path:
    return Path(ctypes.string_at(name).decode("utf-8", "surrogateescape")) if name else Path()


def _kind_of(path: Path) -> str:
    """What a file is for that SQLite names but does not open."""
    for ending, kind in (("-journal", "journal"), ("-wal", "wal")):
        if path.name.endswith(ending):
            return kind
    return "main"


_disk: Disk | None = None  # SQLite keeps pointers into it as long as any connection lives: so there is one, for ever


@contextmanager
def failing_disk() -> Iterator[Disk]:
    """All connections that are opened meanwhile go through the one `Disk`. Skips where the engine's library does not
    give away what is needed."""
    global _disk  # noqa: PLW0603
    if _disk is None:
        if not hasattr(ctypes.CDLL(_sqlite3.__file__), "sqlite3_vfs_register"):
            pytest.skip(f"the engine's library for {sys.platform} does not export sqlite3_vfs_register")
        _disk = Disk()
    _disk.use()
    try:
        yield _disk
    finally:
        _disk.put_away()
