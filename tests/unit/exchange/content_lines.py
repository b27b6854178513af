"""A small reader of cards and calendars, written from the standards alone: what the writers' tests read with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Line:
    name: str
    params: tuple[str, ...]
    raw: str

    @property
    def text(self) -> str:
        """The value of a text, without its escapes."""
        return unescaped(self.raw)

    def parts(self, separator: str) -> list[str]:
        """The parts of a value of several; a separator behind a backslash is part of one."""
        found, escape = [""], False
        for char in self.raw:
            if char == separator and not escape:
                found.append("")
                continue
            found[-1] += char
            escape = char == "\\" and not escape
        return [unescaped(part) for part in found]


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], text)


def read(path: Path) -> list[Line]:
    """Every property; the file must be whole, its lines short, and no character cut in two."""
    data = path.read_bytes()
    assert data.endswith(b"\r\n")
    physical = data[:-2].split(b"\r\n")
    for each in physical:
        assert len(each) <= 75
        assert each
        each.decode("utf-8")
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", each)
    unfolded: list[str] = []
    for each in physical:
        if each.startswith(b" "):
            unfolded[-1] += each[1:].decode()
        else:
            unfolded.append(each.decode())
    lines = []
    for whole in unfolded:
        head, _, raw = whole.partition(":")
        name, *params = head.split(";")
        lines.append(Line(name, tuple(params), raw))
    return lines


def components(path: Path, kind: str) -> list[dict[str, list[Line]]]:
    """The components of a kind: property name -> lines. What lies within them is under "ALARM.NAME"."""
    found: list[dict[str, list[Line]]] = []
    open_ones: list[str] = []
    for each in read(path):
        if each.name == "BEGIN":
            open_ones.append(each.raw)
            if each.raw == kind:
                found.append({})
        elif each.name == "END":
            assert open_ones.pop() == each.raw
        elif kind in open_ones:
            inner = open_ones[open_ones.index(kind) + 1 :]
            found[-1].setdefault(".".join([*inner, each.name]), []).append(each)
    assert not open_ones
    return found
