"""How large text is on this computer, and with it everything that has to hold text. Pure data, no Qt."""

from __future__ import annotations

from typing import Final

#: In per cent of the usual size.
TEXT_SIZES: Final = (100, 125, 150, 200)

_percent = TEXT_SIZES[0]


def text_size() -> int:
    """The size of text in use, in per cent of the usual one."""
    return _percent


def set_text_size(percent: int) -> None:
    """Set the size of text for what is measured from now on; windows that are there have to be built anew."""
    global _percent  # noqa: PLW0603
    _percent = percent if percent in TEXT_SIZES else TEXT_SIZES[0]


def px(pixels: int) -> int:
    """How many px hold what so many hold at the usual size of text."""
    return pixels * _percent // 100
