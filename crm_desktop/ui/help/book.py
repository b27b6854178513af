"""The pages of the help in one language, and the search in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from crm_desktop import paths
from crm_desktop.ui.help import markup
from crm_desktop.ui.help.markup import Block, Heading

#: The pages in the order in which they are to be read.
PAGES: Final = (
    "first-day", "daily", "customers", "purchases", "follow-ups", "birthdays", "reminders", "calls", "import",
    "hand-over", "undo", "safety", "moving", "settings", "questions", "keys",
)  # fmt: skip

_TITLE_WEIGHT: Final = 3
#: What fits less than a quarter as well as the best one is not worth reading.
_LEAST_SHARE: Final = 0.25
_SNIPPET: Final = 60
_WORD: Final = re.compile(r"[a-z0-9+]+|[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page. The first one has no anchor, and the page's title."""

    page: str
    anchor: str
    title: str
    text: str

    @property
    def place(self) -> str:
        """The address that a link to it has: page#anchor."""
        return f"{self.page}#{self.anchor}" if self.anchor else self.page


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the help: its blocks in order, and the sections that can be jumped to."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that was found, and the words around what was looked for."""

    section: Section
    snippet: str


class Book:
    """All pages of one language."""

    def __init__(self, pages: tuple[Page, ...]) -> None:
        self.pages = {page.key: page for page in pages}

    def search(self, words: str) -> list[Hit]:
        """The sections that hold what was typed, best first. Chinese is looked for by its pairs of characters, and what
        stands in few sections counts more: so a question finds what answers it, although it is put in other words."""
        wanted = list(dict.fromkeys(terms(words)))
        sections = [section for page in self.pages.values() for section in page.sections]
        rarity = {term: 1 / (1 + sum(_holds(section, term) > 0 for section in sections)) for term in wanted}
        scores = [sum(rarity[term] * _holds(section, term) for term in wanted) for section in sections]
        least = max(scores, default=0) * _LEAST_SHARE
        found = [number for number, score in enumerate(scores) if score > 0 and score >= least]
        found.sort(key=lambda number: -scores[number])
        return [Hit(sections[number], _snippet(sections[number].text, wanted)) for number in found]


def terms(words: str) -> list[str]:
    """What is looked for, one by one."""
    found: list[str] = []
    for word in _WORD.findall(words.lower()):
        chinese = word[0] >= "\u3400" and len(word) > 1
        found += [word[n : n + 2] for n in range(len(word) - 1)] if chinese else [word]
    return found


def _holds(section: Section, term: str) -> int:
    """How much a section has of a term."""
    return (term in section.title.lower()) * _TITLE_WEIGHT + (term in section.text.lower())


def _snippet(text: str, terms: list[str]) -> str:
    """What stands where the terms first occur."""
    lower = text.lower()
    first = min((place for term in terms if (place := lower.find(term)) >= 0), default=0)
    start = max(first - _SNIPPET // 3, 0)
    cut = text[start : start + _SNIPPET].strip()
    return ("…" if start else "") + cut + ("…" if start + _SNIPPET < len(text) else "")


@cache
def book(language: str) -> Book:
    """The help in a language of the program. It is read once."""
    folder = paths.resources() / "help" / language
    return Book(tuple(_page(key, (folder / f"{key}.md").read_text(encoding="utf-8")) for key in PAGES))


def _page(key: str, text: str) -> Page:
    blocks = markup.parse(text)
    sections: list[Section] = []
    for block in blocks:
        if isinstance(block, Heading):
            sections.append(Section(key, block.anchor, markup.plain(block.text), ""))
        else:
            held = " ".join(markup.plain(text) for text in markup.texts(block))
            sections[-1] = replace(sections[-1], text=f"{sections[-1].text} {held}".strip())
    return Page(key, sections[0].title, blocks, tuple(sections))
