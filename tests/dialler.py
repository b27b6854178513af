"""The telephone program of the tests."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices


class FakeDialler(QObject):
    """Takes every `tel:` address that the program hands to the system, and remembers it in `dialled`."""

    def __init__(self) -> None:
        super().__init__()
        self.dialled: list[str] = []
        QDesktopServices.setUrlHandler("tel", self, "dial")  # type: ignore[arg-type]

    @Slot(QUrl)
    def dial(self, url: QUrl) -> None:
        self.dialled.append(url.toString())

    def hang_up(self) -> None:
        """Be there no more: nothing makes calls."""
        QDesktopServices.unsetUrlHandler("tel")
