"""What is remembered of a watched folder: which one it is, what is told of it, and what was decided about its files.

It is kept on the laptop, with what is remembered of the windows: names of files and counts, nobody's data.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from crm_desktop.exchange.watched.arrived_files import Stamp
from crm_desktop.ui.plumbing.memory import Memory

_MOST: Final = 200
GONE: Final = "gone"
"""The state of the line that says that the folder is not there."""


@dataclass(frozen=True)
class Entry:
    """A line of what is told: what became of a file, or that the folder is gone."""

    id: int
    name: str
    at: str
    state: str
    kind: str = ""
    wait: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    change: int | None = None
    moved: str = ""
    aside: str = ""
    undone: bool = False
    reason: str = ""

    @property
    def when(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Dealt:
    """What was decided about a file that lies in the folder still, and holds as long as it is as `stamp` says. `away`:
    it is to be put away as soon as that can be done."""

    stamp: Stamp
    digest: str
    state: str
    away: bool


@dataclass
class Kept:
    """All that is remembered. `dealt`: by the name of the file; `gone_told`: that the folder is gone was said."""

    folder: str = ""
    on: bool = False
    next_id: int = 1
    gone_told: bool = False
    entries: list[Entry] = field(default_factory=list)
    dealt: dict[str, Dealt] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Add a line to tell; of very many the oldest go."""
        self.next_id += 1
        self.entries = [*self.entries, entry][-_MOST:]

    def save(self, memory: Memory, key: str) -> None:
        """Remember it under this key. Why a file was refused may quote a line of it: that stands beside the file, and
        not here."""
        named = replace(self, entries=[replace(entry, reason="") for entry in self.entries])
        memory.put(key, asdict(named))
        memory.save()


def load(memory: Memory, key: str) -> Kept:
    """What was remembered; nothing of it where another version wrote it otherwise."""
    nothing: dict[str, Any] = {}
    try:
        kept = Kept(**memory.get(key, nothing))
        kept.entries = [_entry(each) for each in kept.entries]
        kept.dealt = {name: _dealt(each) for name, each in kept.dealt.items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        return Kept()
    return kept


def _entry(written: Any) -> Entry:
    entry = Entry(**written)
    datetime.fromisoformat(entry.at)  # ValueError
    return entry


def _dealt(written: Any) -> Dealt:
    return Dealt(Stamp(*written["stamp"]), written["digest"], written["state"], written["away"])
