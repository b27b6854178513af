"""The lines of contact cards (vCard 2.1, 3.0 and 4.0) into properties, whatever state the file is in.

Lines are taken apart as bytes, since each property may have an encoding of its own. What is damaged is marked and
what can be read of it is kept. Of a photo is noted where in the file it stands; addresses are never looked up.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO, Final, NamedTuple

from crm_desktop.exchange.readers.vcard_photo import OpenPhoto, PhotoPlace
from crm_desktop.language import Sentence
from crm_desktop.patterns import regex

MOST_PROPERTIES: Final = 2_000
MOST_BYTES: Final = 8 * 1024**2
"""More of either no card has, photos aside: the rest is passed over, so that a broken file fills no memory."""

_LONGEST_LINE: Final = 16 * 1024**2

NO_END: Final = Sentence("This card has no end: the file may have been cut off. What is there was read.")
UNREADABLE: Final = Sentence("Some characters of this card could not be read.")
STRAY_LINES: Final = Sentence("Some lines of this card could not be read.")

_FOLDED: Final = b" \t"
_PASSED_OVER: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "AGENT"})
_SEVERAL_LINES: Final = frozenset({"NOTE", "ADR", "LABEL"})
_ENCODINGS: Final = {"QUOTED-PRINTABLE": "Q", "Q": "Q", "BASE64": "B", "B": "B", "8BIT": "", "7BIT": ""}
# No other encoding is asked for by name: some of Python's are slow on bad input.
_CHARSETS: Final = {
    **dict.fromkeys(("GBK", "GB2312", "GB18030", "GB_2312-80", "CP936", "X-GBK"), "gb18030"),
    **dict.fromkeys(("BIG5", "BIG5-HKSCS"), "big5hkscs"),
    **dict.fromkeys(("SHIFT_JIS", "SHIFT-JIS", "SJIS"), "cp932"),
    **dict.fromkeys(("ISO-8859-1", "LATIN1", "WINDOWS-1252", "CP1252"), "cp1252"),
    "EUC-KR": "euc_kr",
    "EUC-JP": "euc_jp",
    "ISO-2022-JP": "iso2022_jp",
}
_HEAD = re.compile(rb"\s*(?:([\w-]+)\.)?([A-Za-z][\w-]*)\s*(;.*)?", re.DOTALL)
# Up to the first colon that stands in no quotation marks.
_QUOTED_HEAD = re.compile(rb"(?:[^\":]|\"[^\"]*+\")*+(?=:)")
_PARAMETER = regex(r';((?:[^";]|"[^"]*+"|")*)')
_LONG_HEAD: Final = 200
_BEGIN = re.compile(rb"\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END = re.compile(rb"\s*END\s*:\s*VCARD\s*", re.IGNORECASE)


class Property(NamedTuple):
    """One line of a card: `params` with upper-case names and values as written; `group` ties it to its label."""

    name: str
    group: str
    params: Mapping[str, tuple[str, ...]]
    value: str

    def types(self) -> frozenset[str]:
        """What kind of phone, mail or address it is: CELL, HOME, PREF, …"""
        return frozenset(word.upper() for word in self.params.get("TYPE", ()))

    def parameter(self, name: str) -> str:
        """A parameter's first value, "" if there is none."""
        return next(iter(self.params.get(name, ())), "")


@dataclass(slots=True)
class Card:
    """The properties of a card in the file's order, and what is doubtful about it."""

    properties: list[Property] = field(default_factory=list)
    doubts: list[Sentence] = field(default_factory=list)
    is_old: bool = False
    """vCard 2.1, which folds lines in another way."""
    photo: PhotoPlace | None = None
    photo_doubt: Sentence | None = None

    def doubt(self, reason: Sentence) -> None:
        if reason not in self.doubts:
            self.doubts.append(reason)


class _Head(NamedTuple):
    """What stands before the colon."""

    name: str
    group: str
    params: Mapping[str, tuple[str, ...]]
    encoding: str
    charset: str


@dataclass(slots=True)
class _Open:
    """A property whose lines are still coming."""

    head: _Head
    pieces: list[bytes]
    photo: OpenPhoto | None = None


def read_cards(stream: BinaryIO) -> Iterator[Card]:
    """Every card of a file, one at a time. `stream` is read from its beginning, line by line."""
    reader = _Cards()
    while raw := stream.readline(_LONGEST_LINE):
        if reader.take(raw):
            yield reader.give()
    if reader.card is not None:
        reader.finish()
        reader.card.doubt(NO_END)
        yield reader.card


class _Cards:
    """Takes line after line; `take` says when a card is done, `give` hands it out."""

    def __init__(self) -> None:
        self.card: Card | None = None
        self._next: Card | None = None
        self._open: _Open | None = None
        self._at = 0
        self._bytes = 0

    def give(self) -> Card:
        card, self.card, self._next = self.card, self._next, None
        assert card is not None
        self._bytes = 0
        return card

    def take(self, raw: bytes) -> bool:
        """The next line of the file, with its end. A photo's lines are many: they are not looked at closely."""
        if self._open is not None and self._open.photo is not None and raw[0] in _FOLDED:
            self._open.photo.add(raw)
            self._at += len(raw)
            return False
        is_done = self._take(raw.rstrip(b"\r\n").replace(b"\0", b""), raw)
        self._at += len(raw)
        return is_done

    def _take(self, line: bytes, raw: bytes) -> bool:
        if self.card is None:
            if _BEGIN.fullmatch(line):
                self.card = Card()
            return False
        first = line[:1]
        if first in b"BbEe \t" and b":" in line:
            if _END.fullmatch(line):
                self.finish()
                return True
            if _BEGIN.fullmatch(line):
                self.finish()
                self.card.doubt(NO_END)
                self._next = Card()
                return True
        if self._open is not None and self._folded(self._open, line, first, self.card):
            return False
        begun = _begun(line)
        if begun is not None:
            self.finish()
            if begun.head.name == "VERSION":
                self.card.is_old = begun.pieces[0].strip() == b"2.1"
            if begun.head.name == "PHOTO":
                begun.photo = OpenPhoto(self._at, raw, begun.pieces[0])
            if begun.head.name in _PASSED_OVER:
                begun.pieces[0] = b""
            self._bytes += len(begun.pieces[0])
            self._open = begun
        elif not line.strip():
            self.finish()
        else:
            self._stray(self._open, line, self.card)
        return False

    def _folded(self, now: _Open, line: bytes, first: bytes, card: Card) -> bool:
        """Whether the line goes on with the property before it, as its maker meant it to; if so it was added."""
        last, encoding = now.pieces[-1], now.head.encoding
        if encoding == "Q" and last.endswith(b"="):
            now.pieces[-1] = last[:-1]
            self._go_on(now, line, card)
        elif first in (b" ", b"\t"):
            if now.head.name in _PASSED_OVER:
                return True
            # 2.1 folds at blanks and keeps them, but not between Chinese characters.
            keeps = card.is_old and encoding != "B" and last[-1:].isascii() and line.lstrip()[:1].isascii()
            self._go_on(now, line if keeps else line[1:], card)
        else:
            return False
        return True

    def _stray(self, now: _Open | None, line: bytes, card: Card) -> None:
        """A line that begins no property: it goes on with base64 and with notes that nobody folded."""
        if now is not None and now.photo is not None:
            now.photo.add(line)
        elif now is not None and now.head.name in _PASSED_OVER:
            return
        elif now is not None and now.head.encoding == "B":
            self._go_on(now, line, card)
        elif now is not None and now.head.name in _SEVERAL_LINES:
            self._go_on(now, b"\n" + line, card)
        else:
            card.doubt(STRAY_LINES)

    def _go_on(self, now: _Open, piece: bytes, card: Card) -> None:
        self._bytes += len(piece)
        if self._bytes <= MOST_BYTES:
            now.pieces.append(piece)
        else:
            card.doubt(STRAY_LINES)

    def finish(self) -> None:
        """Add the open property to the card."""
        now, self._open = self._open, None
        if now is None or self.card is None:
            return
        if now.photo is not None and self.card.photo is None:
            self.card.photo, doubt = now.photo.closed(self._at)
            self.card.photo_doubt = None if self.card.photo else doubt or self.card.photo_doubt
        if now.head.name in _PASSED_OVER:
            return
        if len(self.card.properties) >= MOST_PROPERTIES or self._bytes > MOST_BYTES:
            self.card.doubt(STRAY_LINES)
            return
        head, raw = now.head, b"".join(now.pieces)
        if head.encoding == "Q":
            raw = quopri.decodestring(raw)
        elif head.encoding == "B":
            raw = _from_base64(raw)
        text, is_whole = _text(raw, head.charset)
        if not is_whole:
            self.card.doubt(UNREADABLE)
        self.card.properties.append(Property(head.name, head.group, head.params, text.strip()))


def _begun(line: bytes) -> _Open | None:
    """The property that a line begins."""
    start, colon, value = line.partition(b":")
    if not colon:
        return None
    if b'"' in start:
        quoted = _QUOTED_HEAD.match(line)
        if quoted is not None:
            start, value = quoted[0], line[quoted.end() + 1 :]
    head = _cached_head(start) if len(start) < _LONG_HEAD else _head(start)
    return None if head is None else _Open(head, [value])


def _head(start: bytes) -> _Head | None:
    """What stands before the colon, taken apart; None if it is no name."""
    match = _HEAD.fullmatch(start)
    if match is None:
        return None
    group, name, words = match.groups(b"")
    params = _params(words.decode("utf-8", "replace")) if words else {}
    encoding, charset = (next(iter(params.get(key, ())), "").upper() for key in ("ENCODING", "CHARSET"))
    return _Head(name.decode().upper(), group.decode().upper(), params, _ENCODINGS.get(encoding, ""), charset)


# A phone book has few different ones.
_cached_head = lru_cache(maxsize=2_000)(_head)


def _params(text: str) -> dict[str, tuple[str, ...]]:
    """`;TYPE=CELL,VOICE;PREF=1` and 2.1's bare `;CELL;QUOTED-PRINTABLE`."""
    params: dict[str, tuple[str, ...]] = {}
    for word in _PARAMETER.findall(text):
        key, is_named, value = word.strip().partition("=")
        key, value = key.strip().upper(), value.strip()
        if not is_named:
            key, value = ("ENCODING" if key in _ENCODINGS else "TYPE"), key
        values = tuple(part.strip().strip('"') for part in value.replace('"', "").split(","))
        params[key] = params.get(key, ()) + values
    return params


def _from_base64(raw: bytes) -> bytes:
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        return b""


def _text(raw: bytes, charset: str) -> tuple[str, bool]:
    """The text, and whether all of it could be read: as the property says, else UTF-8, else GB18030."""
    named = _CHARSETS.get(charset)
    for encoding in (named, "utf-8", "gb18030"):
        if encoding is not None:
            try:
                return _plain(raw.decode(encoding)), True
            except UnicodeDecodeError:
                continue
    return _plain(raw.decode(named or "utf-8", "replace")), False


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


_ESCAPED = regex(r"\\([\\,;:nN])")


def unescaped(text: str) -> str:
    """`\\,` → `,` and `\\n` → a line end; other backslashes stay."""
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], text) if "\\" in text else text


def split_value(text: str, sign: str) -> list[str]:
    """The parts between the signs that are not escaped, unescaped."""
    if "\\" not in text:
        return [part.strip() for part in text.split(sign)]
    parts, begin, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == sign:
            parts.append(text[begin:at])
            begin = at + 1
        at += 1
    return [unescaped(part).strip() for part in (*parts, text[begin:])]
