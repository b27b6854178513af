"""Passwords: what may be one, how long it would keep a thief busy, and how long to wait after wrong ones.

How many guesses a password takes is `zxcvbn`'s estimate (D. L. Wheeler, USENIX Security 2016). It is told besides what
is guessed first in China: lucky and loving numbers, the syllables of names and words in pinyin, mobile numbers, and
the shop's own name and phones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Any, Final

from crm_desktop.domain.pinyin import read_name
from crm_desktop.language import Sentence
from crm_desktop.patterns import regex

LONGEST: Final = 1_000

_LOOKED_AT: Final = 40
"""Characters that are judged: a longer password is strong if its first 40 characters are."""

_GUESSES_A_SECOND: Final = 1e4
"""Of one file under 256,000 rounds of PBKDF2-HMAC-SHA512, on a graphics card or two."""

_HABITS: Final = (  # noqa: SIM905 (a table to read)
    "5201314 520 1314 1314520 521 woaini aini woaiwojia wo ai ni baobei laopo laogong qinaide 666 888 168 518 588 1688 "
    "999 666888 888888 666666 123 321 147258 147258369 159357 aa123456 a123456 qwe123 abc123 qq123456 qaz wsx "
    "mima mimashi admin dianpu xiaodian meirong meifa zhuangshi chaoshi shangdian huiyuan kehu caishen facai gongxi "
    "fafafa shunli pingan jiankang xingfu kaixin 2019 2020 2021 2022 2023 2024 2025 2026 2027 2028 2029 2030"
).split()

_INITIALS: Final = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw", "")
_FINALS: Final = (  # noqa: SIM905
    "a ai an ang ao e ei en eng er i ia ian iang iao ie in ing iong iu o ong ou u ua uai uan uang ue ui un uo v ve"
).split()

_SYLLABLES: Final = [initial + final for initial in _INITIALS for final in _FINALS if len(initial + final) > 1]
"""What sounds like pinyin. Not all of it is: a password of that kind is guessed as easily."""

_MOBILE = regex(r"(?:\+?86)?1[3-9][0-9]{9}")
_MOBILES: Final = 4e9
"""Forty prefixes in use, each with 10⁸ numbers."""

_FREE_TRIES: Final = 5
_FIRST_PAUSE_S: Final = 15
_LONGEST_PAUSE_S: Final = 900


class Level(IntEnum):
    """How strong a password is; each is at least a hundred times the one before."""

    VERY_WEAK = 0
    WEAK = 1
    FAIR = 2
    GOOD = 3
    STRONG = 4


_ENOUGH_FOR: Final = ((1e13, Level.STRONG), (1e11, Level.GOOD), (1e9, Level.FAIR), (1e6, Level.WEAK))

_LEVELS: Final[Mapping[Level, Sentence]] = {
    Level.VERY_WEAK: Sentence("Very weak"),
    Level.WEAK: Sentence("Weak"),
    Level.FAIR: Sentence("Fair"),
    Level.GOOD: Sentence("Good"),
    Level.STRONG: Sentence("Strong"),
}

_DAY_S: Final = 86_400
_HOLDS: Final[tuple[tuple[float, Sentence], ...]] = (
    (60, Sentence("Whoever takes the file would find this password at once.")),
    (3_600, Sentence("Whoever takes the file would find this password within an hour.")),
    (_DAY_S, Sentence("Whoever takes the file would find this password within a day.")),
    (30 * _DAY_S, Sentence("Whoever takes the file would find this password within a month.")),
    (365 * _DAY_S, Sentence("Whoever takes the file would find this password within a year.")),
    (36_500 * _DAY_S, Sentence("Whoever takes the file would need years to find this password.")),
)
_HOLDS_FOR_GOOD: Final = Sentence("Whoever takes the file will not find this password.")


@dataclass(frozen=True, slots=True)
class Strength:
    """What is to be said of a password. `advice`: what makes it weak and how to mend that; None if it is strong."""

    level: Level
    guesses: float
    holds: Sentence
    advice: Sentence | None

    @property
    def name(self) -> Sentence:
        """The level in a word or two."""
        return _LEVELS[self.level]

    @property
    def weak(self) -> bool:
        """Whether it protects from curious people only, not from a thief."""
        return self.level <= Level.WEAK


def problem_with(password: str) -> Sentence | None:
    """Why this cannot be a password at all; None if it can."""
    if not password:
        return Sentence("Type a password.")
    if len(password) > LONGEST:
        return Sentence("A password has at most %1 characters.", LONGEST)
    if any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in password):
        return Sentence("This holds a character that cannot be typed again. Choose another password.")
    return None


def judge(password: str, known: Iterable[str] = ()) -> Strength:
    """How strong a password is. `known`: what anyone knows of the shop, such as its name, phones and clerks.

    Takes a few milliseconds; the first time a tenth of a second.
    """
    if not password:
        return Strength(Level.VERY_WEAK, 0, _HOLDS[0][1], Sentence("Type a password."))
    word = password[:_LOOKED_AT]
    match = _MOBILE.search(word)
    rest = word[: match.start()] + word[match.end() :] if match is not None else ""
    found = _guessed(word, known)
    guesses = float(found["guesses"])
    if match is not None:
        guesses = min(guesses, _MOBILES * (float(_guessed(rest, known)["guesses"]) if rest else 1))
    level = next((level for enough, level in _ENOUGH_FOR if guesses >= enough), Level.VERY_WEAK)
    seconds = guesses / _GUESSES_A_SECOND
    holds = next((holds for most, holds in _HOLDS if seconds < most), _HOLDS_FOR_GOOD)
    advice = None if level is Level.STRONG else _advice(found["sequence"], password, mobile=match is not None)
    return Strength(level, guesses, holds, advice)


def pause_after(wrong: int) -> timedelta:
    """How long to wait for the next try after so many wrong ones in a row: from the fifth on, twice as long each time,
    at most a quarter of an hour."""
    if wrong < _FREE_TRIES:
        return timedelta(0)
    doubled = min(wrong - _FREE_TRIES, 16)
    return timedelta(seconds=min(_FIRST_PAUSE_S * 2**doubled, _LONGEST_PAUSE_S))


def _guessed(word: str, known: Iterable[str]) -> Any:
    """What zxcvbn says; what comes first in its list is guessed first."""
    from zxcvbn import zxcvbn

    return zxcvbn(word, user_inputs=[*_forms_of(known), *_HABITS, *_SYLLABLES])


def _forms_of(known: Iterable[str]) -> list[str]:
    """What is known of the shop as a password may hold it: as it is, in pinyin, by initials, the end of a phone."""
    forms: dict[str, None] = {}
    for text in filter(None, map(str.strip, known)):
        readings = read_name(text)
        digits = "".join(filter(str.isdecimal, text))
        ends = [digits, digits[-11:], digits[-8:], digits[-6:], digits[-4:]] if len(digits) >= 6 else []
        forms.update(dict.fromkeys([text, *text.split(), *readings.full.split(), *readings.initials.split(), *ends]))
    return [form for form in forms if len(form) > 1]


def _advice(sequence: list[dict[str, Any]], password: str, *, mobile: bool) -> Sentence:
    """The weakest spot of a password: of what it is made, and what to do instead."""
    if mobile:
        return Sentence("It holds a phone number, which others know. Take words that nobody connects with you.")
    weakest = max(sequence, key=lambda part: len(part["token"]))
    whole = len(sequence) == 1
    match weakest["pattern"], weakest.get("dictionary_name"):
        case "date" | "regex", _:
            return Sentence("It holds a date. Birthdays and years are tried first.")
        case "repeat" | "sequence" | "spatial", _:
            return Sentence("Repeated or neighbouring characters and keys are tried first.")
        case "dictionary", "user_inputs":
            return Sentence("Names, words in pinyin, lucky numbers and what belongs to the shop are tried first.")
        case "dictionary", "passwords" if whole:
            return Sentence("It is among the passwords that everybody takes.")
        case "dictionary", "passwords":
            return Sentence("A part of it is among the passwords that everybody takes.")
        case "dictionary", _ if whole:
            return Sentence(
                "Single words and names are tried first. Take four that have nothing to do with each other."
            )
    if len(password) < 12:
        return Sentence("Make it longer: four words that have nothing to do with each other are strong, and easy to "
                        "keep in mind.")  # fmt: skip
    return Sentence("Add another word that has nothing to do with the others.")
