"""Regular expressions that are compiled when they are first used: a start needs few of the hundred, and compiling
them all takes longer than opening a shop."""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands for a pattern; each of its methods is fetched once, so later calls cost nothing extra."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # `re` keeps what it compiled, or compiles it again: the methods of either do the same.
        value = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, value)
        return value


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, later. A mistake in `text` shows at the first use, so each pattern needs a test that uses it."""
    return cast("re.Pattern[str]", _Late(text, flags))
