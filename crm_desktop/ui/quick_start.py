"""A quicker start, of what Python and PySide6 would do anew at each: nothing here changes what anything does.

PySide6 carries a dozen modules of its own as text, and `dataclasses` writes the methods of each class as text: to
compile both takes a quarter of a start. Here what was compiled from the very same text before is kept, as Python keeps
what it compiles from files, among its bytecode. And PySide6 reads the source of every module that is imported after it,
to learn whether that may have switched on other names for Qt's own; none of ours does.

Where another version of either does it otherwise, this has no effect.
"""

from __future__ import annotations

import builtins
import contextlib
import dataclasses
import gc
import importlib
import importlib.util
import marshal
import os
import sys
import zlib
from pathlib import Path
from types import CodeType
from typing import Any, Final, Self

_THEIRS: Final = "shibokensupport/"
"""How the names begin of the files that PySide6 has inside it."""


_WITHOUT_QT: Final = (
    "crm_desktop.services.settings", "crm_desktop.services.people",
)  # fmt: skip
"""What every window asks for, and what that needs. Once PySide6 is there, it looks at each import, which takes time."""


class QuickStart:
    """A context for the whole life of the window: entered before Qt is there. `end` when the window is. Python's
    collector of garbage rests meanwhile, for what is made while starting stays; later `garbage` sees to it."""

    def __init__(self, kept: Path | None = None) -> None:
        """`kept`: the file of what was compiled; it is made where there is none."""
        self._file = kept or _place()
        self._codes: dict[str, CodeType] = {}
        self._is_new = False
        self._was_on = gc.isenabled()

    def __enter__(self) -> Self:
        gc.disable()
        self._begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        if self._was_on:
            gc.enable()

    def _begin(self) -> None:
        """Import Qt's own part of PySide6; what is imported from then on takes less time."""
        self._codes = _read(self._file)
        dataclasses.exec = self._run  # type: ignore[attr-defined]
        for name in _WITHOUT_QT:
            importlib.import_module(name)
        compile_ = builtins.compile

        def compiled(source: Any, name: Any, *rest: Any, **more: Any) -> Any:
            if isinstance(source, bytes) and isinstance(name, str) and name.startswith(_THEIRS):
                return self._compiled(source.decode(), name)
            return compile_(source, name, *rest, **more)

        builtins.compile = compiled  # type: ignore[assignment]
        try:
            import PySide6.QtCore  # noqa: F401
        finally:
            builtins.compile = compile_
        feature: Any = sys.modules.get("shibokensupport.feature")
        if hasattr(feature, "_mod_uses_pyside"):
            # What it takes every module for in a packed program, where there is no source to read.
            feature._mod_uses_pyside = lambda module: False

    def end(self) -> None:
        """Write down what was compiled anew, where Python may write its own bytecode."""
        if dataclasses.__dict__.get("exec") == self._run:
            del dataclasses.exec  # type: ignore[attr-defined]
        if self._is_new and not sys.dont_write_bytecode:
            _write(self._file, self._codes)
        self._codes, self._is_new = {}, False

    def _run(self, text: str, names: dict[str, Any], found: dict[str, Any]) -> None:
        exec(self._compiled(text, "<string>"), names, found)

    def _compiled(self, text: str, name: str) -> CodeType:
        code = self._codes.get(text)
        if code is None:
            code = self._codes[text] = compile(text, name, "exec", dont_inherit=True)
            self._is_new = True
        return code


def _place() -> Path:
    """Among Python's bytecode. A packed program writes none: it has the file from when it was packed."""
    if getattr(sys, "frozen", False):
        return Path(__file__).with_suffix(".texts")
    return Path(importlib.util.cache_from_source(__file__)).with_suffix(".texts")


def _read(file: Path) -> dict[str, CodeType]:
    """What was compiled by this version of Python; nothing if the file is not whole."""
    try:
        data = file.read_bytes()
    except OSError:
        return {}
    if data[:4] != importlib.util.MAGIC_NUMBER or int.from_bytes(data[4:8], "big") != zlib.crc32(data[8:]):
        return {}
    codes: dict[str, CodeType] = marshal.loads(data[8:])
    return codes


def _write(file: Path, codes: dict[str, CodeType]) -> None:
    data = marshal.dumps(codes)
    half = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(importlib.util.MAGIC_NUMBER + zlib.crc32(data).to_bytes(4, "big") + data)
        half.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
