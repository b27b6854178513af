"""What a command answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Answer = tuple[Any, Callable[[], str]] | tuple[Any, Callable[[], str], int]
"""What a command found out: for `--json`, and in words; and the exit status, where it is not 0."""
