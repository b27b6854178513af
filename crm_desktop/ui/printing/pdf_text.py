"""What a PDF's glyphs mean, mended after Qt.

A font may draw several characters with one glyph: 日 (U+65E5) and the radical ⽇ (U+2F47), a blank and a tab. Qt notes
for each glyph the lowest such character, so a search for 生日 would find nothing, and copied text would hold radicals.
The tables that say what glyphs mean (PDF 32000-1, 9.10.3) are written anew behind the file as an incremental update
(7.5.6), with the characters that were drawn.
"""

from __future__ import annotations

import mmap
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import BinaryIO, Final

from PySide6.QtGui import QFontDatabase, QRawFont

from crm_desktop.ui.printing.canvas import BODY, STRONG, font_of

_TABLE: Final = re.compile(rb"/ToUnicode (\d+) 0 R")
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_CODE: Final = re.compile(rb"<([0-9A-Fa-f]+)>")
_TRAILER: Final = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)\s*%%EOF", re.DOTALL)
_TAIL: Final = 2_000
_MOST_AT_ONCE: Final = 100
"""Entries that one section of a table may have."""

_HEAD: Final = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_FOOT: Final = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def mend(stream: BinaryIO, drawn: Iterable[str]) -> None:
    """Mend the file that Qt wrote into the stream; `drawn` are the characters that it shows."""
    characters = set(drawn)
    stream.flush()
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as file:
        trailer = _TRAILER.search(file, max(len(file) - _TAIL, 0))
        if trailer is None:
            return
        tables = {int(match[1]): table for match in _TABLE.finditer(file) if (table := _table(file, match[1]))}
        length, rest, before = len(file), trailer[1].strip(), int(trailer[2])
    strange = {code for table in tables.values() for code in table.values() if chr(code) not in characters}
    meant = _meant(strange, characters)
    new = {
        number: {glyph: meant.get(code, code) for glyph, code in table.items()}
        for number, table in tables.items()
        if any(code in meant for code in table.values())
    }
    if new:
        stream.seek(0, 2)
        stream.write(_update(new, length, rest, before))


def _table(file: mmap.mmap, number: bytes) -> dict[int, int]:
    """What each glyph of a font means; nothing for a table that cannot be read."""
    start = file.find(b"\n%s 0 obj" % number)
    end = file.find(b"endstream", start)
    if start < 0 or end < 0:
        return {}
    found: dict[int, int] = {}
    for match in _RANGE.finditer(file[start:end]):
        first, last = int(match[1], 16), int(match[2], 16)
        if match[3]:
            codes = [_code(match[3]) + n for n in range(last - first + 1)]
        else:
            codes = [_code(each) for each in _CODE.findall(match[4])]
        found.update(zip(range(first, last + 1), codes, strict=False))
    # The line that says which codes there are at all looks like a range without a meaning.
    return found


def _code(digits: bytes) -> int:
    """A character in UTF-16."""
    if len(digits) == 8:
        return ord(bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")[0])
    return int(digits[:4], 16)


def _meant(strange: set[int], characters: set[str]) -> Mapping[int, int]:
    """For codes that nobody drew, the character that was drawn and looks exactly so."""
    found: dict[int, int] = {}
    if not strange:
        return found
    for style in (BODY, STRONG):
        raw = QRawFont.fromFont(font_of(style), QFontDatabase.WritingSystem.SimplifiedChinese)
        looks = {glyph: sign for sign in sorted(characters, reverse=True) if (glyph := _glyph(raw, sign))}
        for code in strange - found.keys():
            sign = looks.get(_glyph(raw, chr(code)))
            if sign is not None:
                found[code] = ord(sign)
    for code in strange - found.keys():
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain in characters:
            found[code] = ord(plain)
    return found


def _glyph(font: QRawFont, sign: str) -> int:
    """The number of the glyph that draws a character; 0 where there is none."""
    glyphs = font.glyphIndexesForString(sign)
    return glyphs[0] if len(glyphs) == 1 else 0


def _update(tables: Mapping[int, Mapping[int, int]], length: int, rest: bytes, before: int) -> bytes:
    """What is put behind the file: the new tables, where they are, and what the old end of the file said."""
    body, places = b"\n", {}
    for number, table in sorted(tables.items()):
        places[number] = length + len(body)
        content = _written(table)
        body += b"%d 0 obj\n<< /Length %d >>\nstream\n%sendstream\nendobj\n" % (number, len(content), content)
    start = length + len(body)
    body += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        body += b"%d 1\n%010d 00000 n \n" % (number, place)
    return body + b"trailer\n<<\n%s\n/Prev %d\n>>\nstartxref\n%d\n%%%%EOF\n" % (rest, before, start)


def _written(table: Mapping[int, int]) -> bytes:
    entries = [b"<%04X> <%s>\n" % (glyph, _utf_16(code)) for glyph, code in sorted(table.items())]
    sections = b""
    for start in range(0, len(entries), _MOST_AT_ONCE):
        some = entries[start : start + _MOST_AT_ONCE]
        sections += b"%d beginbfchar\n%sendbfchar\n" % (len(some), b"".join(some))
    return _HEAD + sections + _FOOT


def _utf_16(code: int) -> bytes:
    return chr(code).encode("utf-16-be", "surrogatepass").hex().upper().encode()
