"""Pulling the plug: everything that a process did to the files of a folder, and what a disk may hold of it afterwards.

The engine's writes are heard of by the `Disk` between it and its files; what Python itself does (`os.fsync`, `rename`,
`replace`, `link`, `unlink`, files written by hand) by standing in its place while a `Recorder` listens. A disk keeps
what was synced. Of what was not, each write may be there, or not, or in part, in any order; a file's length may be
there without what fills it; and the last of the renames and the like may not have come about, in their order.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.vfs import Disk

SECTOR = 512
"""What a disk writes as a whole; the pages of newer ones are larger, which tears less."""


@dataclass(frozen=True)
class Write:
    """To a file, which is a number: its names come and go. No data: it was cut, or lengthened, to `offset`."""

    file: int
    offset: int
    data: bytes | None


@dataclass(frozen=True)
class Sync:
    file: int


@dataclass(frozen=True)
class Named:
    """A name in the folder is another file's from now on, or no file's."""

    name: str
    file: int | None


@dataclass(frozen=True)
class FolderSync:
    pass


@dataclass(frozen=True)
class Mark:
    """The program has reported something as done."""

    what: Any


Event = Write | Sync | Named | FolderSync | Mark


@dataclass
class Recorder:
    """Of one folder. `mark` notes what was reported at this point; `before`: how many events say what was there."""

    folder: Path
    events: list[Event] = field(default_factory=list)
    before: int = 0
    _names: dict[str, int] = field(default_factory=dict)
    _contents: dict[int, bytearray] = field(default_factory=dict)
    _in_engine: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """What is there now is on the disk."""
        self.folder = self.folder.resolve()
        self._look()
        self.events = [event for event in self.events if isinstance(event, Write | Named)]
        self.events += [*(Sync(file) for file in self._contents), FolderSync()]
        self.before = len(self.events)

    def mark(self, what: Any) -> None:
        self._look()
        self.events.append(Mark(what))

    # What the engine does: see tests.vfs.Listener

    def opened(self, path: Path, kind: str) -> None:
        if self._is_ours(path):
            self._look()
            self._in_engine[path.name] = self._in_engine.get(path.name, 0) + 1
            self._name(path.name)

    def closed(self, path: Path) -> None:
        if self._is_ours(path):
            self._in_engine[path.name] -= 1

    def written(self, path: Path, offset: int, data: bytes) -> None:
        if self._is_ours(path):
            self._write(self._name(path.name), offset, data)

    def truncated(self, path: Path, size: int) -> None:
        if self._is_ours(path):
            self._resize(self._name(path.name), size)

    def synced(self, path: Path) -> None:
        if self._is_ours(path):
            self.events.append(Sync(self._name(path.name)))
            if path.name.endswith(("-journal", "-wal")):  # the engine syncs the folder with a new one
                self.events.append(FolderSync())

    def deleted(self, path: Path, *, synced: bool) -> None:
        if self._is_ours(path):
            self._unname(path.name)
            if synced:
                self.events.append(FolderSync())

    # What Python does

    def python_synced(self, descriptor: int) -> None:
        self._look()
        status = os.fstat(descriptor)
        if os.path.samestat(status, self.folder.stat()):
            self.events.append(FolderSync())
        for name, file in self._names.items():
            if (self.folder / name).exists() and os.path.samestat(status, (self.folder / name).stat()):
                with suppress(OSError):  # it may be open for writing alone
                    self._compare(file, os.pread(descriptor, status.st_size, 0))
                self.events.append(Sync(file))
                return

    def python_moved(self, old: Path, new: Path, *, stays: bool) -> None:
        """After the fact."""
        if not self._is_ours(old) or not self._is_ours(new):
            self._look()
            return
        file = self._names.get(old.name)
        if file is not None:
            self.events.append(Named(new.name, file))
            self._names[new.name] = file
            if not stays:
                self._unname(old.name)
        self._look()

    def _is_ours(self, path: Path) -> bool:
        return path.absolute().parent.resolve() == self.folder and not path.name.endswith("-shm")

    def _name(self, name: str) -> int:
        if name not in self._names:
            file = len(self._contents)
            self._names[name] = file
            self._contents[file] = bytearray()
            self.events.append(Named(name, file))
        return self._names[name]

    def _unname(self, name: str) -> None:
        if self._names.pop(name, None) is not None:
            self.events.append(Named(name, None))

    def _write(self, file: int, offset: int, data: bytes) -> None:
        content = self._contents[file]
        if len(content) < offset:
            content.extend(bytes(offset - len(content)))
        content[offset : offset + len(data)] = data
        self.events.append(Write(file, offset, data))

    def _resize(self, file: int, size: int) -> None:
        content = self._contents[file]
        del content[size:]
        content.extend(bytes(size - len(content)))
        self.events.append(Write(file, size, None))

    def _look(self) -> None:
        """What Python has written by itself since: any file that the engine does not hold open, for that is not to be
        opened beside it."""
        there = {path.name: path for path in self.folder.iterdir() if path.is_file() and self._is_ours(path)}
        for name in [*self._names]:
            if name not in there and not self._in_engine.get(name):
                self._unname(name)
        for name, path in there.items():
            if self._in_engine.get(name) or any(
                self._in_engine.get(other) and os.path.samestat(path.stat(), there[other].stat())
                for other in there
                if other != name
            ):
                continue
            self._compare(self._name(name), path.read_bytes())

    def _compare(self, file: int, content: bytes) -> None:
        """Note what was written to a file behind our back."""
        have = self._contents[file]
        if len(content) < len(have):
            self._resize(file, len(content))
        for start in range(0, len(content), SECTOR):
            part = content[start : start + SECTOR]
            if bytes(have[start : start + SECTOR]) != part:
                self._write(file, start, part)


@contextmanager
def recording(disk: Disk, folder: Path) -> Iterator[Recorder]:
    """Hear of all that is done in a folder meanwhile; no connection to a file in it may be open yet."""
    recorder = Recorder(folder)
    recorder.begin()
    real = {name: getattr(os, name) for name in ("fsync", "rename", "replace", "link", "unlink", "remove")}

    def fsync(file: int) -> None:
        real["fsync"](file)
        recorder.python_synced(file)

    def moving(name: str) -> Callable[..., None]:
        def move(old: Any, new: Any, **words: Any) -> None:
            real[name](old, new, **words)
            recorder.python_moved(Path(old), Path(new), stays=name == "link")

        return move

    def removing(name: str) -> Callable[..., None]:
        def remove(path: Any, **words: Any) -> None:
            real[name](path, **words)
            recorder._look()

        return remove

    stand_ins: dict[str, Any] = {name: moving(name) for name in ("rename", "replace", "link")}
    stand_ins |= {name: removing(name) for name in ("unlink", "remove")} | {"fsync": fsync}
    disk.listener = recorder
    for name, stand_in in stand_ins.items():
        setattr(os, name, stand_in)
    try:
        yield recorder
        recorder._look()
    finally:
        disk.listener = None
        for name, function in real.items():
            setattr(os, name, function)


@dataclass
class _File:
    content: bytearray = field(default_factory=bytearray)
    pending: list[Write] = field(default_factory=list)

    def settle(self) -> None:
        for write in self.pending:
            _apply(self.content, write)
        self.pending.clear()


def _apply(content: bytearray, write: Write, sectors: Callable[[], bool] = lambda: True) -> None:
    """Do a write, sector by sector, each of them if it is to be."""
    if write.data is None:
        del content[write.offset :]
        content.extend(bytes(write.offset - len(content)))
        return
    end = write.offset + len(write.data)
    start = write.offset
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        if sectors():
            if len(content) < stop:
                content.extend(bytes(stop - len(content)))
            content[start:stop] = write.data[start - write.offset : stop - write.offset]
        start = stop


def reported(events: list[Event]) -> list[Any]:
    return [event.what for event in events if isinstance(event, Mark)]


def after_the_plug(events: list[Event], folder: Path, dice: random.Random, how: str) -> None:
    """Put into an empty folder what a disk may hold after these events. `how`: of what was not synced "nothing" is
    there, or "all", or each write or not ("some"), or each sector or not ("torn")."""
    files: dict[int, _File] = {}
    names: dict[str, int] = {}
    pending: list[Named] = []
    for event in events:
        match event:
            case Write(file=file):
                files.setdefault(file, _File()).pending.append(event)
            case Sync(file=file):
                files.setdefault(file, _File()).settle()
            case Named():
                pending.append(event)
            case FolderSync():
                for each in pending:
                    _rename(names, each)
                pending.clear()
    kept = {"nothing": 0, "all": len(pending)}.get(how, dice.randint(0, len(pending)))
    for each in pending[:kept]:
        _rename(names, each)
    chance = {"nothing": 0.0, "all": 1.0}.get(how, dice.choice((0.1, 0.5, 0.9)))
    for name, number in names.items():
        file = files.get(number, _File())
        content = bytearray(file.content)
        for write in file.pending:
            if how == "torn":
                _apply(content, write, lambda: dice.random() < chance)
            elif dice.random() < chance:
                _apply(content, write)
        (folder / name).write_bytes(content)


def _rename(names: dict[str, int], event: Named) -> None:
    if event.file is None:
        names.pop(event.name, None)
    else:
        names[event.name] = event.file
