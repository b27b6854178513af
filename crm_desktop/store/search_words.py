"""What was typed into the search box, taken apart: words, and what each may be a part of.

A word is a part of a name, the tail or another part of a phone, a spelling in pinyin (initials "zxl", in full
"zhangxiaoli", mixed "zhangxl" or "zxiaoli"), or a part of any other text. Each possibility is a `Pattern`: a text to
be found in one column of the search documents, and how good a match it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Final

from crm_desktop.patterns import regex
from crm_desktop.store.search_index import END, FIELDS, INITIALS, READING, START, SYLLABLE

MAX_WORDS: Final = 12
"""More words than these are not looked at."""

_MAX_GRAMS: Final = 12
_LEAST_LANDLINE: Final = 7
"""From this many digits on they are more than the end of a number, which is what is typed most."""
_ASCII_CAPITALS: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_NOT_TEXT: Final = regex("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WHOLE_NUMBER: Final = regex(r"(?:\+|00)[0-9]{8,15}|(?:86)?1[3-9][0-9]{9}|0[1-9][0-9]{9,10}")
"""An international number, a mobile, a landline with its area code."""
_DIGITS: Final = regex(r"\+?[0-9().-]*[0-9][0-9().-]*")
_LETTERS: Final = regex(r"(?=[0-9]*[a-z])[a-z0-9]+")
_APOSTROPHE: Final = regex("(?<=[a-z])['’](?=[a-z])")
_INITIAL: Final = "zh|ch|sh|[b-df-hj-np-tw-z]"
_SYLLABLE: Final = regex(rf"(?:{_INITIAL})?[aeiouv]+(?:(?:ng|n|r)(?![aeiouv]))?|{_INITIAL}")
_WHOLE: Final = regex("(?:ng|un|ai|ei|ui|ao|ou|iu|ie|[uv]e|[zcs]h?i|ri)$")
"""What a syllable ends in that begins no longer one."""


class Tier(IntEnum):
    """How good a match is, the best first."""

    PHONE_TAIL = 0
    NAME = 1
    NAME_START = 2
    PINYIN_START = 3
    NAME_PART = 4
    PINYIN_PART = 5
    PHONE_PART = 6
    OTHER = 7


@dataclass(frozen=True)
class Pattern:
    """`text` occurs in `column`; `syllables`, if any, begin syllables of the name in this order."""

    tier: Tier
    column: str
    text: str
    syllables: tuple[str, ...] = ()

    def test(self) -> tuple[str, list[str]]:
        """SQL, with its parameters, that says whether a document `d` fits."""
        if self.syllables:
            glob = "*" + "".join(f"{SYLLABLE}{syllable}*" for syllable in self.syllables)
            return f"(instr(d.{self.column}, ?) AND d.{self.column} GLOB ?)", [self.text, glob]
        return f"instr(d.{self.column}, ?)", [self.text]

    def fits(self, document: Mapping[str, str]) -> bool:
        """The same for a document at hand."""
        text = document[self.column]
        return self.text in text and (
            not self.syllables
            or re.search(".*".join(SYLLABLE + syllable for syllable in self.syllables), text, re.DOTALL) is not None
        )

    def field(self, document: Mapping[str, str]) -> str:
        """Which field of the customer holds what was found."""
        if self.column != "rest":
            return {"phones": "phone"}.get(self.column, self.column)
        before = document["rest"][: document["rest"].index(self.text) + 1]
        return next((FIELDS[char] for char in reversed(before) if char in FIELDS), "")

    def candidates(self) -> tuple[str, list[str]]:
        """SQL, with its parameters, for the ids of all documents that fit, and perhaps others."""
        if len(self.text) < 3:
            return f"SELECT doc FROM find_{self.column}_terms WHERE term >= ? AND term < ?", [
                self.text,
                _following(self.text),
            ]
        grams = list(_grams(self.text))
        for syllable in self.syllables:
            grams += _grams(SYLLABLE + syllable)
        quoted = ('"' + gram.replace('"', '""') + '"' for gram in dict.fromkeys(grams))
        return f"SELECT rowid FROM find_{self.column} WHERE find_{self.column} MATCH ?", [" AND ".join(quoted)]

    @cached_property
    def is_exact(self) -> bool:
        """Whether the candidates are just the documents that fit."""
        return len(self.text) <= 3 and not self.syllables

    def covers(self, other: Pattern) -> bool:
        """Whether it fits wherever the other does."""
        return self.column == other.column and not self.syllables and self.text in other.text


def _grams(text: str) -> Iterator[str]:
    """Trigrams that cover `text`, not all that overlap; none of a text shorter than three.

    After three of them the rest is left out: it may be a part of most names, as "ing" is, and tells little.
    """
    last = len(text) - 3
    for place in range(0, min(last, _MAX_GRAMS * 3), 3):
        yield text[place : place + 3]
    if 0 <= last < 7 or last % 3 == 0:
        yield text[last:]


def _following(text: str) -> str:
    """The least text that is greater than each one beginning with `text`."""
    code = ord(text[-1]) + 1
    if code > 0x10FFFF:
        return text + text[-1] * 3
    return text[:-1] + chr(0xE000 if code == 0xD800 else code)


@dataclass(frozen=True)
class Word:
    """One word of a query. A customer matches it where one of the patterns fits."""

    patterns: tuple[Pattern, ...]

    @cached_property
    def loosest(self) -> tuple[Pattern, ...]:
        """The fewest patterns that fit wherever one of all does: a whole name is a part of a name, too."""
        found: list[Pattern] = []
        for pattern in sorted(self.patterns, key=lambda each: (len(each.text), len(each.syllables))):
            if not any(each.covers(pattern) for each in found):
                found.append(pattern)
        return tuple(found)

    @cached_property
    def is_exact(self) -> bool:
        """Whether the candidates of these are just the documents that the word means."""
        return all(pattern.is_exact for pattern in self.loosest)

    @cached_property
    def rank(self) -> tuple[str, list[str]]:
        """SQL, with its parameters, for the tier in which a document `d` matches; NULL where it does not."""
        cases, params = [], []
        for tier in Tier:
            test, values = any_of(pattern for pattern in self.patterns if pattern.tier == tier)
            if test:
                cases.append(f"WHEN {test} THEN {int(tier)}")
                params += values
        return f"CASE {' '.join(cases)} END", params

    def best(self, document: Mapping[str, str]) -> Pattern | None:
        """The best pattern that fits a document."""
        return min((p for p in self.patterns if p.fits(document)), key=lambda p: p.tier, default=None)


def any_of(patterns: Iterable[Pattern]) -> tuple[str, list[str]]:
    """SQL, with its parameters, that says whether a document `d` fits one of the patterns; "" if there are none."""
    tests, params = [], []
    for pattern in patterns:
        test, values = pattern.test()
        tests.append(test)
        params += values
    return (f"({' OR '.join(tests)})" if tests else ""), params


def words_of(query: str) -> tuple[Word, ...]:
    """The words of a query. All of them have to match, each in any field. A number that is written in groups, as
    +86 138 0013 8000, is one word."""
    words = _NOT_TEXT.sub(" ", query).split()
    whole = unicodedata.normalize("NFKC", "".join(words))
    is_one = len(words) > 1 and _WHOLE_NUMBER.fullmatch(re.sub("[().-]", "", whole))
    typed = [whole] if is_one else list(dict.fromkeys(words))
    return tuple(Word(tuple(_patterns(word))) for word in typed[:MAX_WORDS])


def _patterns(word: str) -> Iterator[Pattern]:
    forms = _forms(word)
    plain = unicodedata.normalize("NFKC", word).lower()
    numbers = phone_numbers(plain)
    for digits in numbers:
        yield Pattern(Tier.PHONE_TAIL, "phones", digits + END)
    for form in forms:
        yield Pattern(Tier.NAME, "name", START + form + END)
        yield Pattern(Tier.NAME_START, "name", START + form)
        yield Pattern(Tier.NAME_PART, "name", form)
    yield from _pinyin_patterns(_APOSTROPHE.sub("", plain.replace("ü", "v")))
    for form in dict.fromkeys([*numbers, *forms]):
        yield Pattern(Tier.PHONE_PART, "phones", form)
    for form in forms:
        yield Pattern(Tier.OTHER, "rest", form)


def _forms(word: str) -> list[str]:
    """How a word may stand in a document, where only ASCII letters are in lower case: é is not É there."""
    forms = [word, unicodedata.normalize("NFKC", word)]
    forms += [cased for form in forms if not form.isascii() for cased in (form.lower(), form.upper())]
    # Whole words only: NFKC may turn a character into a blank or into several words.
    return list(dict.fromkeys(form.translate(_ASCII_CAPITALS) for form in forms if form == form.strip()))


def phone_numbers(plain: str) -> tuple[str, ...]:
    """What a word that looks like a phone may be in a document. A landline is written with a 0 before its area code,
    which its international number lacks; the end of a number may begin with a 0, too."""
    digits = phone_digits(plain)
    if len(digits) >= _LEAST_LANDLINE and digits[0] == "0" != digits[1]:
        return digits, digits[1:]
    return (digits,) if digits else ()


def phone_digits(plain: str) -> str:
    """What a word that looks like a phone has in a document: without separators and without China's +86."""
    if not _DIGITS.fullmatch(plain):
        return ""
    digits = re.sub("[^0-9]", "", plain)
    if plain.startswith("+86"):
        return digits[2:]
    if plain.startswith("0086"):
        return digits[4:]
    if len(digits) == 13 and digits.startswith("861"):
        return digits[2:]
    return "+" + digits if plain.startswith("+") else digits


def _pinyin_patterns(letters: str) -> Iterator[Pattern]:
    if not _LETTERS.fullmatch(letters):
        return
    initials = letters.upper()
    yield Pattern(Tier.PINYIN_START, "pinyin", READING + letters)
    yield Pattern(Tier.PINYIN_PART, "pinyin", SYLLABLE + letters)
    if len(letters) > 1:
        yield Pattern(Tier.PINYIN_START, "pinyin", INITIALS + initials)
        yield Pattern(Tier.PINYIN_PART, "pinyin", initials)
    if len(letters) > 3:
        # From the second syllable on; shorter parts would be found within most names ("an" in 王 wang).
        yield Pattern(Tier.PINYIN_PART, "pinyin", letters)
    syllables = syllables_of(letters)
    # Where no syllable but the last can go on, who is spelt so is found by the whole spelling.
    if 1 < len(syllables) < len(letters) and not all(_WHOLE.search(syllable) for syllable in syllables[:-1]):
        typed_initials = "".join(syllable[0] for syllable in syllables).upper()
        yield Pattern(Tier.PINYIN_START, "pinyin", INITIALS + typed_initials, syllables)


def syllables_of(letters: str) -> tuple[str, ...]:
    """What was typed of each syllable, "zsan" -> z, san; () where it is no pinyin."""
    syllables = tuple(_SYLLABLE.findall(letters))
    return syllables if "".join(syllables) == letters else ()
