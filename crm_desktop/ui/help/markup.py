"""The texts of the help, taken apart and written as HTML.

They are Markdown, and of that just what they need: `# ` the page's title, `## Words {#anchor}` a section, paragraphs,
lists, tables, `> ` a notice, a picture on a line of its own; within a line **a word of the screen**, `a key` and
[words](page.md#anchor). Bold is kept for the words of the screen: so a test can look whether the program has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

_HEADING: Final = re.compile(r"(#{1,2}) (.+?)(?: \{#([\w-]+)\})?$")
_PICTURE: Final = re.compile(r"!\[(.*)\]\(pictures/([\w-]+)\.png\)$")
_INLINE: Final = re.compile(r"\*\*(?P<bold>.+?)\*\*|`(?P<key>[^`]+)`|\[(?P<words>[^\]]+)\]\((?P<to>[^)]+)\)")
_STEP: Final = re.compile(r"\d+\. ")


class BadMarkup(ValueError):
    """A line that is none of the forms above."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A page's title (without an anchor) or a section's."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What must not be overlooked."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `steps` are counted."""

    lines: tuple[str, ...]
    steps: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The first row is its head."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """`words` say what is to be seen, for whoever cannot see it."""

    words: str
    name: str


Block = Heading | Paragraph | Notice | Items | Table | Picture


def parse(text: str) -> tuple[Block, ...]:
    """A page's blocks in their order."""
    paragraphs = (part.strip().split("\n") for part in re.split(r"\n\s*\n", text.strip()))
    return tuple(_block(lines) for lines in paragraphs)


def _block(lines: list[str]) -> Block:
    first = lines[0]
    if first.startswith("#"):
        found = _HEADING.match(first)
        if found is None or len(lines) > 1 or (len(found[1]) == 2) != bool(found[3]):
            raise BadMarkup(first)
        return Heading(found[2], found[3] or "")
    if picture := _PICTURE.match(first):
        return Picture(picture[1], picture[2])
    if first.startswith("> "):
        return Notice(_joined(line.removeprefix("> ") for line in lines))
    if first.startswith("| "):
        rows = [tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in lines]
        return Table((rows[0], *rows[2:]))
    if first.startswith("- "):
        return Items(_lines(lines, re.compile("- ")), steps=False)
    if _STEP.match(first):
        return Items(_lines(lines, _STEP), steps=True)
    return Paragraph(_joined(lines))


def _lines(lines: list[str], mark: re.Pattern[str]) -> tuple[str, ...]:
    """A list's lines; one without the mark goes on with the line before."""
    items: list[list[str]] = []
    for line in lines:
        found = mark.match(line)
        if found:
            items.append([line[found.end() :]])
        else:
            items[-1].append(line.strip())
    return tuple(_joined(item) for item in items)


def _joined(lines: Iterator[str] | list[str]) -> str:
    """Lines as one: with a space between, but not where Chinese meets Chinese."""
    return re.sub(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])", "", " ".join(lines))


def plain(text: str) -> str:
    """A line without its marks."""
    return _INLINE.sub(lambda found: found["bold"] or found["key"] or found["words"], text)


def texts(block: Block) -> tuple[str, ...]:
    """Every line of text in a block, marks and all."""
    match block:
        case Items():
            return block.lines
        case Table():
            return tuple(cell for row in block.rows for cell in row)
        case Picture():
            return (block.words,)
        case _:
            return (block.text,)


def marked(text: str) -> Iterator[tuple[str, str]]:
    """What is marked in a line: ("bold", the words), ("key", the key), ("to", where a link leads)."""
    for found in _INLINE.finditer(text):
        kind = "bold" if found["bold"] else "key" if found["key"] else "to"
        yield kind, found[kind]


def to_html(blocks: tuple[Block, ...], link: Callable[[str], str], picture: Callable[[Picture], str]) -> str:
    """The blocks as HTML that a browser and Qt both understand. `link` makes an address of what a link names, `picture`
    the tag of a picture."""

    def line(text: str) -> str:
        parts, at = [], 0
        for found in _INLINE.finditer(text):
            parts.append(escape(text[at : found.start()]))
            at = found.end()
            if found["bold"]:
                parts.append(f"<b>{escape(found['bold'])}</b>")
            elif found["key"]:
                parts.append(f"<code>{escape(found['key'])}</code>")
            else:
                parts.append(f'<a href="{escape(link(found["to"]))}">{escape(found["words"])}</a>')
        return "".join(parts) + escape(text[at:])

    def html(block: Block) -> str:
        match block:
            case Heading(text, ""):
                return f"<h1>{line(text)}</h1>"
            case Heading(text, anchor):
                return f'<h2 id="{anchor}"><a name="{anchor}"></a>{line(text)}</h2>'
            case Paragraph(text):
                return f"<p>{line(text)}</p>"
            case Notice(text):
                return f'<table class="notice" width="100%" cellpadding="10"><tr><td>{line(text)}</td></tr></table>'
            case Items(lines, steps):
                tag = "ol" if steps else "ul"
                return f"<{tag}>" + "".join(f"<li>{line(each)}</li>" for each in lines) + f"</{tag}>"
            case Table(rows):
                head = "".join(f'<th align="left">{line(cell)}</th>' for cell in rows[0])
                body = "".join("<tr>" + "".join(f"<td>{line(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
                return f'<table class="rows" cellpadding="4"><tr>{head}</tr>{body}</table>'
            case Picture():
                return f'<p class="picture">{picture(block)}</p>'

    return "\n".join(html(block) for block in blocks)
