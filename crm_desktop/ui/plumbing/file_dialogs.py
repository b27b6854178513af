"""Asking for a file: the system's own dialogs, behind two methods that a test can answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.memory import Memory

Patterns = Sequence[tuple[str, str]]
"""(words, glob patterns), such as (tr("Spreadsheets"), "*.xlsx *.csv"); the first is chosen at first."""


class FileDialogs(Protocol):
    """Each answers None if the user thinks better of it."""

    def ask_open(self, parent: QWidget | None, title: str, patterns: Patterns) -> Path | None: ...

    def ask_save(self, parent: QWidget | None, title: str, name: str, patterns: Patterns) -> Path | None: ...

    def ask_save_as(
        self, parent: QWidget | None, title: str, name: str, patterns: Patterns
    ) -> tuple[Path, int] | None: ...

    def ask_folder(self, parent: QWidget | None, title: str) -> Path | None: ...


class SystemFileDialogs:
    """The real ones; they open in the folder used last."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def ask_open(self, parent: QWidget | None, title: str, patterns: Patterns) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(parent, title, self._folder(), _filter(patterns))
        return self._remember(chosen)

    def ask_save(self, parent: QWidget | None, title: str, name: str, patterns: Patterns) -> Path | None:
        """The file to write; asks before an existing one would be replaced. Without an ending it gets the filter's."""
        answer = self.ask_save_as(parent, title, name, patterns)
        return answer[0] if answer else None

    def ask_save_as(self, parent: QWidget | None, title: str, name: str, patterns: Patterns) -> tuple[Path, int] | None:
        """The same, and which of the patterns was chosen: several may share an ending."""
        from PySide6.QtWidgets import QFileDialog

        start = str(Path(self._folder()) / name)
        entries = _entries(patterns)
        chosen, picked = QFileDialog.getSaveFileName(parent, title, start, ";;".join(entries))
        path = self._remember(chosen)
        if path is None:
            return None
        if picked not in entries:
            return path, 0
        place = entries.index(picked)
        if path.suffix:
            return path, place
        return path.with_suffix(patterns[place][1].split(" ", maxsplit=1)[0].removeprefix("*")), place

    def ask_folder(self, parent: QWidget | None, title: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(parent, title, self._folder())
        return Path(chosen) if chosen else None

    def _folder(self) -> str:
        folder = self._memory.get("files/folder", "")
        return folder if folder and Path(folder).is_dir() else str(Path.home())

    def _remember(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        path = Path(chosen)
        self._memory.put("files/folder", str(path.parent))
        return path


def _entries(patterns: Patterns) -> list[str]:
    return [f"{words} ({globs})" for words, globs in patterns]


def _filter(patterns: Patterns) -> str:
    return ";;".join([*_entries(patterns), tr("All files") + " (*)"])
