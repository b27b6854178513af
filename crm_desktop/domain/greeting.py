"""Birthday greetings: texts with placeholders, what is wrong in one, how it is filled, and whose turn it is.

A placeholder stands in braces, in Chinese or English: {称呼} or {title}. What is no placeholder stays in the text as it
was typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, combinations
from typing import Final

from crm_desktop.language import Sentence
from crm_desktop.patterns import regex


class Word(StrEnum):
    """What a placeholder stands for; its value is the English placeholder."""

    TITLE = "title"
    NAME = "name"
    BIRTHDAY = "birthday"
    AGE = "age"
    SHOP = "shop"
    OFFER = "offer"


PLACEHOLDERS: Final[Mapping[str, Mapping[Word, str]]] = {
    "zh_CN": {
        Word.TITLE: "称呼",
        Word.NAME: "姓名",
        Word.BIRTHDAY: "生日",
        Word.AGE: "年龄",
        Word.SHOP: "店名",
        Word.OFFER: "优惠",
    },
    "en": {word: word.value for word in Word},
}
"""What each placeholder is called in a language. A text may use those of both."""

DEFAULTS: Final[Mapping[str, tuple[str, ...]]] = {
    "zh_CN": (
        "{称呼}，祝您生日快乐！身体健康，万事如意。——{店名}",
        "{称呼}，生日快乐！感谢您一直以来的关照，愿您新的一岁平安顺遂，天天好心情。到店可享{优惠}。——{店名}",
        "亲爱的{称呼}，又到您的生日，祝您笑口常开，阖家幸福，心想事成！——{店名}",
    ),
    "en": (
        "Happy birthday, {title}! We wish you good health and a wonderful year. — {shop}",
        "Dear {title}, many happy returns of the day! Thank you for being with us. Your birthday treat: {offer}. "
        "— {shop}",
        "All the best on your birthday, {title}! May the new year of your life bring you much joy. — {shop}",
    ),
}
"""The texts of a shop that has none of its own, in the language it speaks."""

_WORDS: Final = {name: word for words in PLACEHOLDERS.values() for word, name in words.items()}
_IN_BRACES: Final = regex(r"[{｛]([^{}｛｝\n]*)[}｝]")
_BRACE: Final = regex(r"[{}｛｝]")
_OFFER: Final = regex(r"[{｛]\s*(?:优惠|(?i:offer))\s*[}｝]")
_AGE: Final = regex(r"[{｛]\s*(?:年龄|(?i:age))\s*[}｝](?:周?岁|th\b)?")
_SIGNED: Final = regex(r"(?m)[^\S\n]*[-–—―~～]+[^\S\n]*[{｛]\s*(?:店名|(?i:shop))\s*[}｝][^{}｛｝。！？!?\n]{0,6}$")
_END: Final = regex(r"[。！？!?]+|\.(?=\s|$)|\n|(?=\s*(?:[–—―]|--))")
_COMMA: Final = regex(r"[，,；;、]\s*")
_LETTER: Final = regex(r"\w")
_MAY_BE_BLANK: Final = (Word.AGE, Word.SHOP, Word.OFFER)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in braces that is no placeholder, or a brace alone. `line` and `column` count from 1, `length` is in
    characters."""

    line: int
    column: int
    length: int
    why: Sentence


def problems(template: str) -> list[Problem]:
    """What in a text looks like a placeholder and is none, from its start to its end."""
    found: list[Problem] = []
    for number, line in enumerate(template.split("\n"), start=1):
        inside: set[int] = set()
        for match in _IN_BRACES.finditer(line):
            inside.update((match.start(), match.end() - 1))
            if _word(match[1]) is None:
                found.append(Problem(number, match.start() + 1, len(match[0]), _unknown(match[0], match[1])))
        for brace in _BRACE.finditer(line):
            if brace.start() not in inside:
                found.append(Problem(number, brace.start() + 1, 1, _alone(brace[0])))
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def _word(name: str) -> Word | None:
    return _WORDS.get(name.strip().lower())


def _unknown(written: str, name: str) -> Sentence:
    from difflib import get_close_matches  # only where something is wrong

    near = get_close_matches(name.strip().lower(), _WORDS, 1, 0.5)
    if near:
        return Sentence("“%1” is no placeholder. Did you mean “%2”?", written, f"{{{near[0]}}}")
    return Sentence("“%1” is no placeholder; it stays in the text as it is.", written)


def _alone(brace: str) -> Sentence:
    if brace in "{｛":
        return Sentence("This “{” is not closed: a “}” is missing behind the placeholder.")
    return Sentence("This “}” has no “{” before it.")


def fill(template: str, values: Mapping[Word, str]) -> str:
    """The greeting for one customer. What has no value leaves no hole: without an offer its sentence is left out,
    without the shop's name the dash before it, without an age its "岁"."""
    blank = frozenset(word for word in _MAY_BE_BLANK if not values.get(word))
    return "".join(
        values.get(piece, "") if isinstance(piece, Word) else piece for piece in _pieces(_without(template, blank))
    )


def _pieces(template: str) -> Iterator[Word | str]:
    """The text cut up: what stays as it is, and what the placeholders stand for."""
    place = 0
    for match in _IN_BRACES.finditer(template):
        word = _word(match[1])
        if word is not None:
            yield template[place : match.start()]
            yield word
            place = match.end()
    yield template[place:]


def _without(template: str, blank: frozenset[Word]) -> str:
    """The text as it reads for someone for whom these words have no value."""
    if Word.OFFER in blank:
        while match := _OFFER.search(template):
            template = _without_offer(template, match.start(), match.end())
    if Word.SHOP in blank:
        template = _SIGNED.sub("", template)
    if Word.AGE in blank:
        template = _AGE.sub("", template)
    return template.strip()


def _without_offer(text: str, start: int, end: int) -> str:
    """The text without the sentence around an offer, without its part between commas where else nothing would be
    left, or only without the offer."""
    first = max((match.end() for match in _END.finditer(text, 0, start)), default=0)
    stop = _END.search(text, end)
    sentence = text[:first] + (text[stop.end() :] if stop else "")
    if _says_something(sentence):
        return sentence
    commas = [match.span() for match in _COMMA.finditer(text, first, start)]
    last = stop.start() if stop else len(text)
    comma = _COMMA.search(text, end, last)
    if commas:
        part = text[: commas[-1][0]] + text[comma.start() if comma else last :]
    else:
        part = text[:first] + text[comma.end() if comma else last :]
    return part if _says_something(part) else text[:start] + text[end:]


def _says_something(text: str) -> bool:
    """Whether there are words in it besides placeholders and the name of the shop below."""
    return bool(_LETTER.search(_IN_BRACES.sub("", _SIGNED.sub("", text))))


def choose(templates: Sequence[str], last: int | None, turn: int = 0) -> int:
    """Which text is next for a customer whose last greeting was made of number `last`: the one after it that says
    something else. Who was never greeted begins with number `turn`, counted around."""
    count = len(templates)
    if last is None:
        return turn % count
    after = ((last + step) % count for step in range(1, count))
    return next((number for number in after if templates[number] != templates[last]), last)


def made_of(text: str, templates: Sequence[str]) -> int | None:
    """Which of the templates a greeting was made of; None if of none of them."""
    fitting = {number: _fixed(each) for number, each in enumerate(templates) if _fits(text, each)}
    return max(fitting, key=lambda number: fitting[number], default=None)


def _fixed(template: str) -> int:
    """How many characters of a template are the same in each greeting."""
    return sum(len(piece) for piece in _pieces(template) if not isinstance(piece, Word))


def _fits(text: str, template: str) -> bool:
    used = [word for word in _MAY_BE_BLANK if word in set(_pieces(template))]
    blanks = chain.from_iterable(combinations(used, size) for size in range(len(used) + 1))
    return any(_follows(text, list(_pieces(_without(template, frozenset(blank))))) for blank in blanks)


def _follows(text: str, pieces: Sequence[Word | str]) -> bool:
    """Whether a text has these fixed pieces in their order, with anything where the placeholders are."""
    if len(pieces) == 1:
        return text == pieces[0]
    head, *middle, tail = (piece for piece in pieces if not isinstance(piece, Word))
    if len(text) < len(head) + len(tail) or not text.startswith(head) or not text.endswith(tail):
        return False
    place, end = len(head), len(text) - len(tail)
    for piece in middle:
        place = text.find(piece, place, end)
        if place < 0:
            return False
        place += len(piece)
    return True
