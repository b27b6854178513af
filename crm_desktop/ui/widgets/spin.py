"""Fields for numbers, with their number where other fields' texts begin."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtWidgets import QAbstractSpinBox

_INDENT: Final = 8
B = TypeVar("B", bound=QAbstractSpinBox)


def indented(box: B) -> B:
    """The number begins where other fields' texts do: the style sheet's padding does not reach it."""
    box.lineEdit().setTextMargins(_INDENT, 0, 0, 0)
    return box
