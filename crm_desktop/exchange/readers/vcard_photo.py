"""Photos inside contact cards. A phone book with many is larger than the memory: of each only its place in the file is
kept, and it is read and unpacked when it is asked for.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from crm_desktop.domain.photo import MAX_PHOTO_BYTES, media_type
from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Picture
from crm_desktop.language import Sentence

ADDRESS: Final = Sentence("The photo of this card is only an address on the internet. It was not fetched.")
TOO_LARGE: Final = Sentence("The photo of this card has more than 2 MB, and was left out.")
NO_PICTURE: Final = Sentence("The photo of this card is not a JPEG or PNG picture, and was left out.")

_ADDRESS: Final = re.compile(rb"(?:https?|ftps?|file|content|cid|android\.resource):", re.IGNORECASE)
_DATA: Final = re.compile(rb"data:[^,]{0,200},", re.IGNORECASE)
_NO_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")
_ENOUGH: Final = 64
"""Signs of base64 that tell what a picture is."""


class PhotoPlace(NamedTuple):
    """Where in the file the base64 of a photo begins and ends."""

    begin: int
    end: int


class OpenPhoto:
    """A photo whose lines are still coming: counted, not kept."""

    def __init__(self, at: int, raw: bytes, value: bytes) -> None:
        value = value.strip()
        self._is_address = bool(_ADDRESS.match(value))
        data = _DATA.match(value)
        if data:
            value = value[data.end() :]
        # Counted from the line's end, since what stands before it may have been written in any way.
        self._begin = at + len(raw.rstrip()) - len(value)
        self._is_whole = b"\0" not in raw
        self._head = value[:_ENOUGH]
        self._signs = len(value)
        self._last = value[-2:]

    def add(self, raw: bytes) -> None:
        """A further line."""
        signs = raw.strip()
        self._signs += len(signs)
        if signs:
            self._last = signs[-2:]
            if len(self._head) < _ENOUGH:
                self._head += signs[:_ENOUGH]

    def closed(self, end: int) -> tuple[PhotoPlace | None, Sentence | None]:
        """Where the photo is, or why there is none; neither where nothing was written."""
        if self._is_address:
            return None, ADDRESS
        if not self._signs:
            return None, None
        if not self._is_whole or media_type(_from_base64(self._head)) is None:
            return None, NO_PICTURE
        if self._signs * 3 // 4 - self._last.count(b"=") > MAX_PHOTO_BYTES:
            return None, TOO_LARGE
        return PhotoPlace(self._begin, end), None


class Photos(Mapping[int, Picture]):
    """The photos of a phone book by row. Each is read when it is looked up; UnreadableFile if it no longer can be."""

    def __init__(
        self, path: Path, places: Mapping[int, PhotoPlace], stream: Callable[[], AbstractContextManager[BinaryIO]]
    ) -> None:
        self._path = path
        self._places = places
        self._stream = stream

    def __getitem__(self, row: int) -> Picture:
        place = self._places[row]
        with self._stream() as stream:
            stream.seek(place.begin)
            text = stream.read(place.end - place.begin)
        data = _from_base64(text)
        kind = media_type(data)
        if kind is None:
            raise UnreadableFile(
                Sentence("“%1” was changed while it was being read. Try again; nothing was imported.", self._path.name)
            )
        return Picture(kind, data)

    def __contains__(self, row: object) -> bool:
        return row in self._places

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _from_base64(text: bytes) -> bytes:
    """The bytes that base64 `text` stands for; what is there of them if its end is missing."""
    try:
        return binascii.a2b_base64(text)
    except binascii.Error:
        text = _NO_BASE64.sub(b"", text)
        return binascii.a2b_base64(text[: len(text) // 4 * 4])
