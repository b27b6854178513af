"""Of which shops this laptop's key ring holds the key: asked before the ring is, which may want a word itself."""

from __future__ import annotations

from typing import Final

from crm_desktop.services.passwords import mark_of
from crm_desktop.ui.plumbing.memory import Memory

_KEY: Final = "safety/key-ring"


def is_kept(memory: Memory, salt: bytes) -> bool:
    """Whether she wanted the key of the shop with this salt kept."""
    return mark_of(salt) in _marks(memory)


def note_kept(memory: Memory, salt: bytes, *, kept: bool) -> None:
    """She wants it kept from now on, or not any more."""
    mark = mark_of(salt)
    others = [each for each in _marks(memory) if each != mark]
    memory.put(_KEY, [*others, mark] if kept else others)
    memory.save()


def _marks(memory: Memory) -> list[str]:
    nothing: list[str] = []
    return memory.get(_KEY, nothing)
