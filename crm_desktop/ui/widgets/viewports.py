"""The viewport of a scroll area, which Qt makes by itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_NAME: Final = "qt_scrollarea_viewport"


def make_known(area: QAbstractScrollArea) -> None:
    """Call it before `viewport()` is: a widget that PySide has not met before is compared with every class of widgets,
    which are all loaded for that; it takes a twentieth of a start. One that is found by its name is met without."""
    area.findChild(QWidget, _NAME, Qt.FindChildOption.FindDirectChildrenOnly)
    area.viewport()
