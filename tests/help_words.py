"""What the help names, held against the program: the words of the screen, which it prints in bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from crm_desktop import language, paths
from crm_desktop.ui.help import markup
from crm_desktop.ui.help.book import PAGES
from tests.tools.source_strings import english_plurals, source_strings

_PLACE = re.compile(r"%[1-9n]")
#: A pattern that is hardly more than its placeholder would take anything.
_LEAST_LETTERS = 2
_WAY = re.compile(r"\*\*[^*]+\*\*(?: ?[(（][^)）]*[)）])?(?: → \*\*[^*]+\*\*)+")


def file_of(code: str, key: str) -> Path:
    """A page's text."""
    return paths.resources() / "help" / code / f"{key}.md"


@cache
def blocks_of(code: str, key: str) -> tuple[markup.Block, ...]:
    return markup.parse(file_of(code, key).read_text(encoding="utf-8"))


def marks(code: str, key: str, kind: str) -> list[str]:
    """What a page marks as a word of the screen ("bold"), a key ("key") or a link ("to"), in its order."""
    texts = (text for block in blocks_of(code, key) for text in markup.texts(block))
    return [what for text in texts for found, what in markup.marked(text) if found == kind]


@cache
def spoken(code: str) -> tuple[dict[str, set[str]], list[tuple[re.Pattern[str], str]]]:
    """What the program says in a language: texts, and patterns of those with something put in; with their sources."""
    texts: dict[str, set[str]] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for source, forms in _forms(code):
        for form in forms:
            if not _PLACE.search(form):
                texts.setdefault(form, set()).add(source)
            elif len(re.findall(r"[^\W\d_]", _PLACE.sub("", form))) >= _LEAST_LETTERS:
                pattern = ".+".join(map(re.escape, _PLACE.split(form)))
                patterns.append((re.compile(pattern), source))
    return texts, patterns


def _forms(code: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if code == "en":
        for source, plural in source_strings().items():
            yield source, english_plurals(source) if plural else (source,)
    else:
        yield from language.load_catalogue(code).items()


def sources(code: str, words: str) -> set[str]:
    """The texts of the program that these words can be; none: the program does not say them."""
    texts, patterns = spoken(code)
    return texts.get(words, set()) or {source for pattern, source in patterns if pattern.fullmatch(words)}


def ways_through_the_menu(code: str) -> Iterator[tuple[str, ...]]:
    """What the pages say is to be chosen one after the other, from the window's menu on: without the menu itself."""
    first = spoken_words("More", code)
    for key in PAGES:
        for way in _WAY.findall(" ".join(file_of(code, key).read_text(encoding="utf-8").split())):
            menu, *chosen = re.findall(r"\*\*(.+?)\*\*", way)
            if menu == first:
                yield tuple(chosen)


def spoken_words(source: str, code: str) -> str:
    """A text of the program in a language."""
    return source if code == "en" else language.load_catalogue(code)[source][0]


def unknown_words(code: str) -> list[str]:
    """Every "page: words" that the program does not say."""
    return [f"{key}: {words}" for key in PAGES for words in marks(code, key, "bold") if not sources(code, words)]
