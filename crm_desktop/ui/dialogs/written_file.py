"""Telling of a file that was written, with a way to where it lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.messages import Messages


def tell_written(messages: Messages, path: Path, words: str) -> None:
    """Say `words` in the message bar, beside a button that opens the folder of the file."""
    folder = QUrl.fromLocalFile(str(path.absolute().parent))
    messages.info(words, action=tr("Open folder"), do=lambda: QDesktopServices.openUrl(folder))
