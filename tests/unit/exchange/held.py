"""A file that is held in memory, for tests that read thousands of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from crm_desktop.exchange.readers.source import Source


@dataclass(frozen=True)
class HeldSource(Source):
    """Gives its bytes without a disk."""

    whole: bytes = b""

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        yield io.BytesIO(self.whole)


def held(data: bytes, name: str = "a.xls") -> Source:
    """The bytes as a file of that name."""
    return HeldSource(Path(name), len(data), data[:4096], None, data)
