"""What a customer's photo may be: a JPEG or PNG of at most 2 MB, told by its bytes."""

from __future__ import annotations

from typing import Final

MAX_PHOTO_BYTES: Final = 2 * 1024 * 1024


def media_type(data: bytes) -> str | None:
    """ "image/jpeg" or "image/png"; None for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return None
