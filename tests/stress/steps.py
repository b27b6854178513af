"""A process stopped at each thing that it does to the disk, so that it can be killed exactly there.

By the clock alone a kill seldom meets what is over in a millisecond: a rename, a file's last bytes. Linux stops a
traced process at every call to the system (https://man7.org/linux/man-pages/man2/ptrace.2.html); those that write,
cut, sync, name or unname are counted by their kind.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

_TRACE_ME, _SET_OPTIONS, _GO_TO_CALL, _CALL_INFO = 0, 0x4200, 24, 0x420E
_MARK_CALLS, _DIE_WITH_US = 1, 0x100000
_ENTERS: Final = 1
_AT_CALL: Final = signal.SIGTRAP | 0x80

_NUMBERS: Final[Mapping[str, Mapping[int, str]]] = {
    "x86_64": {
        1: "write", 18: "write", 20: "write", 40: "write", 74: "sync", 75: "sync", 76: "cut", 77: "cut", 82: "rename",
        86: "link", 87: "delete", 257: "open", 263: "delete", 264: "rename", 265: "link", 280: "time", 285: "cut",
        316: "rename", 326: "write",
    },
    "aarch64": {
        35: "delete", 37: "link", 38: "rename", 45: "cut", 46: "cut", 47: "cut", 56: "open", 64: "write", 66: "write",
        68: "write", 71: "write", 82: "sync", 83: "sync", 88: "time", 276: "rename", 285: "write",
    },
}  # fmt: skip
"""The calls of the kinds that are counted."""

Moment = tuple[str, int]
"""A kind of call, and the how-manieth of it, from 1."""


class _CallInfo(ctypes.Structure):
    _fields_ = (
        ("op", ctypes.c_uint8), ("pad", ctypes.c_uint8 * 3), ("arch", ctypes.c_uint32), ("at", ctypes.c_uint64),
        ("stack", ctypes.c_uint64), ("number", ctypes.c_uint64), ("words", ctypes.c_uint64 * 6),
    )  # fmt: skip


def can_trace() -> bool:
    """Whether a process can be stopped here."""
    if sys.platform != "linux" or platform.machine() not in _NUMBERS:
        return False
    child = os.fork()
    if not child:
        try:
            be_traced()
        finally:
            os._exit(0)
    try:
        return bool(follow(child, None, lambda: False)[0]["exit"] == 0)
    except OSError:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return False


def be_traced() -> None:
    """In the child: let the parent stop it, from here on."""
    _ptrace(_TRACE_ME, 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)


def follow(child: int, until: Moment | None, is_late: Callable[[], bool]) -> tuple[Counter[str], bool]:
    """Let a child go on until just before a moment, or until it is late, and kill it there: how many calls of each kind
    it made, and whether it was killed. Under "exit" is the status with which it ended by itself."""
    kinds = _NUMBERS[platform.machine()]
    made: Counter[str] = Counter()
    _, status = os.waitpid(child, 0)
    if not os.WIFSTOPPED(status):
        raise OSError("it cannot be traced")
    _ptrace(_SET_OPTIONS, child, 0, _MARK_CALLS | _DIE_WITH_US)
    info = _CallInfo()
    passed_on = 0
    while True:
        _ptrace(_GO_TO_CALL, child, 0, passed_on)
        passed_on = 0
        _, status = os.waitpid(child, 0)
        if not os.WIFSTOPPED(status):
            made["exit"] = os.waitstatus_to_exitcode(status)
            return made, False
        if os.WSTOPSIG(status) != _AT_CALL:
            passed_on = os.WSTOPSIG(status)
            continue
        _ptrace(_CALL_INFO, child, ctypes.sizeof(info), ctypes.addressof(info))
        kind = kinds.get(info.number) if info.op == _ENTERS else None
        if kind is not None:
            made[kind] += 1
        if (kind, made[kind or ""]) == until or is_late():
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return made, True


@cache
def _system() -> ctypes.CDLL:
    """The system's library, looked up once: a process is stopped thousands of times."""
    system = ctypes.CDLL(None, use_errno=True)
    system.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
    system.ptrace.restype = ctypes.c_long
    return system


def _ptrace(request: int, process: int, address: int, data: int) -> None:
    if _system().ptrace(request, process, address, data) < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
