"""Bytes into text: the encoding is found, not asked for, and each line of a table may have one of its own."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.language import Sentence

_FEW: Final = 8
_WIDE_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BETWEEN_CELLS = re.compile(rb'([,\t;"]+)')
_THREE_BYTES: Final = "\u0800"
"""The first character that takes three bytes in UTF-8: all Chinese ones do."""
BROKEN: Final = "\ufffd"
"""Stands where bytes mean no character."""


class Lines(NamedTuple):
    """The text of some lines. `encoding`: what most of them have; `broken`: those, from 0, of which not every
    character could be read."""

    text: str
    encoding: str
    broken: Sequence[int] = ()


def decode(path: Path, data: bytes) -> tuple[str, str]:
    """A document's text and its one encoding: a byte-order mark, else strict UTF-8, else GB18030.

    A text with a few broken characters (cut off by an export, say) keeps the encoding that the rest of it has.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _clean(path, data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")), "utf-8"
    wide = wide_encoding(data)
    if wide:
        return _clean(path, data.decode(wide, "replace")), wide[:6]
    for encoding in ("utf-8", "gb18030"):
        try:
            return _clean(path, data.decode(encoding)), encoding
        except UnicodeDecodeError:
            text = data.decode(encoding, "replace")
            broken = text.count(BROKEN)
            if broken * 50 <= len(text) - len(text.encode("ascii", "ignore")):
                return _clean(path, text), encoding
    raise not_text(path)


def decode_table(path: Path, data: bytes, wide: str | None = None) -> Lines:
    """The text of a table, whose lines may have been pasted together from files of several encodings.

    `wide`: the encoding of a text of which this is only the beginning, where that is known. UnreadableFile if it is
    no text.
    """
    wide = wide or wide_encoding(data)
    if wide:
        return Lines(_clean(path, data.decode(wide, "replace")).replace("\ufeff", ""), wide[:6])
    lines = decode_lines(data)
    if len(lines.broken) * 2 > data.count(b"\n") + 1 and lines.text.count(BROKEN) * 5 > _not_ascii(lines.text):
        raise not_text(path)
    return lines._replace(text=_clean(path, lines.text))


def decode_lines(data: bytes, mostly: str | None = None) -> Lines:
    """Lines of text, of which each may be in UTF-8 or in GB18030. Byte-order marks and NULs are left out.

    A text that is UTF-8 as a whole is taken as that. Else a line with a character of three bytes in UTF-8 is UTF-8: the
    same bytes would be rare characters in GB18030. One of two-byte characters alone ("é") could be either, and is what
    most of the surely known lines are, or `mostly` where that is given. A line that is valid in neither is read cell by
    cell, and what then still means nothing becomes U+FFFD.
    """
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    try:
        return Lines(_unmarked(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        pass
    if mostly != "utf-8" and not _has_utf8(data):
        with suppress(UnicodeDecodeError):
            return Lines(data.decode("gb18030"), "gb18030")
    lines = data.splitlines(keepends=True)
    texts = [_surely(line) for line in lines]
    if mostly is None:
        counts = Counter("utf-8" if text[0] is not None else "gb18030" for text in texts if text != _UNSURE)
        mostly = "utf-8" if counts["utf-8"] > counts["gb18030"] else "gb18030"
    broken: list[int] = []
    found = []
    for number, (line, (utf8, gb18030)) in enumerate(zip(lines, texts, strict=True)):
        text = utf8 if utf8 is not None else gb18030
        if text is None:
            text = _either(line, mostly)
            if BROKEN in text:
                broken.append(number)
        found.append(text)
    return Lines(_unmarked("".join(found)), mostly, broken)


def _has_utf8(data: bytes) -> bool:
    """Whether a line is surely UTF-8: asked of all lines at once, at a third of the price of doing it one by one."""
    lines = data.decode("utf-8", "replace").splitlines()
    return any(max(line, default="") >= _THREE_BYTES for line in lines if BROKEN not in line)


_UNSURE: Final = (None, None)


def _surely(line: bytes) -> tuple[str | None, str | None]:
    """The line as UTF-8, or as GB18030, where it is surely that; ASCII counts as neither."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return None, line.decode("gb18030")
        except UnicodeDecodeError:
            return _UNSURE
    return (text, None) if max(text) >= _THREE_BYTES else _UNSURE


def _either(line: bytes, mostly: str) -> str:
    """A line whose bytes do not tell: in the encoding that it can have, else each of its cells on its own."""
    if line.isascii():
        return line.decode("ascii")
    other = "utf-8" if mostly == "gb18030" else "gb18030"
    for encoding in (mostly, other):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return "".join(_cell(part, mostly, other) for part in _BETWEEN_CELLS.split(line))


def _cell(part: bytes, mostly: str, other: str) -> str:
    utf8, gb18030 = _surely(part) if part else ("", None)
    known = utf8 if utf8 is not None else gb18030
    if known is not None:
        return known
    return min((part.decode(encoding, "replace") for encoding in (mostly, other)), key=_damage)


def _damage(text: str) -> int:
    return text.count(BROKEN)


def _unmarked(text: str) -> str:
    """The text without byte-order marks: each of several files that were pasted together may begin with one."""
    return text.replace("\ufeff", "") if "\ufeff" in text else text


def _not_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def wide_encoding(data: bytes) -> str | None:
    """The encoding of a text whose characters have two or four bytes each, with a byte-order mark or without."""
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    if len(head) < 4 or not head.count(0):
        return None
    # ASCII signs have a zero in one half. So have a few Chinese ones in the other: 一 is 4E00.
    first, second = head[::2].count(0), head[1::2].count(0)
    if second * 6 > len(head) and second > 4 * first:
        return "utf-16-le"
    if first * 6 > len(head) and first > 4 * second:
        return "utf-16-be"
    return None


def _clean(path: Path, text: str) -> str:
    """The text without NULs (some tills pad with them); UnreadableFile if it is full of control characters."""
    text = text.replace("\0", "")
    head = text[:4096]
    odd = sum(1 for sign in head if sign < " " and sign not in "\t\r\n\f\v\x1a\x1b")
    if odd > _FEW and odd * 20 > len(head):
        raise not_text(path)
    return text


def not_text(path: Path) -> UnreadableFile:
    """What to say of a file of bytes that are no text."""
    return UnreadableFile(
        Sentence("“%1” is neither a workbook nor readable text. Save it as .xlsx and import that.", path.name)
    )
