"""One place that tells every tab what a write touched."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ChangeBus(QObject):
    """`changed` carries the services' Change, in the GUI thread, after it was saved."""

    changed = Signal(object)
