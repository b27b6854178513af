"""What this laptop remembers of the windows: geometry, columns, theme. Never a customer's data.

One INI file in the data folder. Values are JSON, so a list of columns and a number are read back as they were.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings

T = TypeVar("T")


def key_of_shop(group: str, shop: Path) -> str:
    """The key under which something of one shop is remembered, such as "watched/1a2b3c4d": its path is not readable in
    it."""
    path = os.path.normcase(shop.resolve()).encode("utf-8", "surrogateescape")
    return f"{group}/{zlib.crc32(path):08x}"


class Memory:
    """Per-laptop settings under keys such as "customers/panel-width"."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, key: str, default: T) -> T:
        """What was put under `key`; `default` if nothing was, or something of another type (an older version's)."""
        text = self._settings.value(key)
        if not isinstance(text, str):
            return default
        try:
            value = json.loads(text)
        except ValueError:
            return default
        return value if type(value) is type(default) else default

    def put(self, key: str, value: object) -> None:
        """Remember `value` (text, number, flag, list or dictionary). What is known already writes no file: each time Qt
        waits for the disk."""
        text = json.dumps(value, ensure_ascii=True)
        if self._settings.value(key) != text:
            self._settings.setValue(key, text)

    def get_bytes(self, key: str) -> QByteArray:
        """A window's or splitter's state, as Qt saved it; empty when there is none."""
        return QByteArray.fromBase64(QByteArray(self.get(key, "").encode("ascii")))

    def put_bytes(self, key: str, value: QByteArray) -> None:
        self.put(key, bytes(value.toBase64().data()).decode("ascii"))

    def forget(self, key: str) -> None:
        self._settings.remove(key)

    def save(self) -> None:
        """Write the file now; Qt would a little later."""
        self._settings.sync()
