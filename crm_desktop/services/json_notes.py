"""Small things that are remembered in the data folder, outside of any shop, as one JSON object a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def read(file: Path) -> dict[str, Any]:
    """What was remembered; nothing if it cannot be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write(file: Path, values: Mapping[str, Any]) -> None:
    """Remember it, in one go: half a file would forget what others have noted there. OSError."""
    half = file.with_name(f"{file.name}.half")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        half.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        half.replace(file)
    finally:
        with suppress(OSError):
            half.unlink()
