"""What a command answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """What a command found out or did."""

    value: Any
    """For `--json`."""
    in_words: Callable[[], str]
    """For everybody else; asked for only where it is to be read."""
    exit_status: int = 0
