"""The short way of a start that has nothing to do but to say its words to the copy that runs already.

It is taken before anything else of the program is loaded, for a telephone call does not wait. It knows `open` alone,
in its plain forms; all else, and whatever goes wrong, goes the long way.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from crm_desktop.running_copy import Words, names_something, reaches

_VALUED: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "--data-dir": ("data_dir", Path),
    "--shop": ("shop", Path),
    "--lang": ("lang", str),
}


def completed(words: Sequence[str]) -> list[str]:
    """The words with the `open` that is meant where a file or a link stands first, or after options: a file manager, or
    a drag onto the program's icon, says no more."""
    first = 0
    while first < len(words) and words[first].partition("=")[0] in _VALUED:
        first += 1 if "=" in words[first] else 2
    if first < len(words) and names_something(words[first]):
        return [*words[:first], "open", *words[first:]]
    return list(words)


def taken_by_running_copy(words: Sequence[str]) -> bool:
    """Whether a running copy has taken these words of the command line."""
    options = plain_open(words)
    if options is None:
        return False
    what = options.get("what") or [options.get("shop") or os.environ.get("CRM_DESKTOP_SHOP") or ""]
    data_dir = options.get("data_dir")
    if data_dir is None:
        from crm_desktop import paths

        data_dir = paths.default_data_dir()
    return reaches(data_dir, Words.of(*map(str, what), hidden="hidden" in options))


def plain_open(words: Sequence[str]) -> dict[str, Any] | None:
    """The options of an `open` that anyone would write, as the long way reads them; None for everything else."""
    found: dict[str, Any] = {}
    left = list(words)
    is_open = not left
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if name in _VALUED:
            if not equals and not left:
                return None
            key, kind = _VALUED[name]
            found[key] = kind(value if equals else left.pop(0))
        elif word == "--hidden" and is_open:
            found["hidden"] = True
        elif word == "open" and not is_open:
            is_open = True
        elif is_open and not word.startswith("-"):
            found.setdefault("what", []).append(word)
        else:
            return None
    return found
