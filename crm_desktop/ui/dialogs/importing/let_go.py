"""Forgetting a large file without a pause: a million cells freed at once would stop the window."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

_PORTION: Final = 2_000
_OURS: Final = "crm_desktop.exchange."


def let_go(*things: object) -> None:
    """Empty the long lists and dictionaries that these hold, a portion at a time; nobody may use them any more.

    Meant for the worker thread: between portions the window has its turn.
    """
    waiting: list[Any] = list(things)
    seen: set[int] = set()
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, list):
            while thing:
                del thing[-_PORTION:]
        elif isinstance(thing, dict):
            while thing:
                for key in list(islice(thing, _PORTION)):
                    del thing[key]
        elif isinstance(thing, tuple):
            waiting += thing if len(thing) < _PORTION else ()
        elif type(thing).__module__.startswith(_OURS):
            waiting += _held_by(thing)


def _held_by(thing: object) -> list[Any]:
    names = [*getattr(thing, "__dict__", ()), *getattr(type(thing), "__slots__", ())]
    return [getattr(thing, name, None) for name in names]
