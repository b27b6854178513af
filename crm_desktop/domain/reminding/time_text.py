"""Times of the day as people type them, several at once: 9, 9:00, 9点半, 下午3点, 3:30 pm, 0930."""

from __future__ import annotations

import unicodedata
from datetime import time
from typing import Final

from crm_desktop.language import Sentence
from crm_desktop.patterns import regex

_NUMERALS: Final = "零一二三四五六七八九"
_CHINESE: Final = r"[二三四五]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九]{1,2}"
_NUMBER: Final = rf"\d{{1,2}}|{_CHINESE}"
_MORNING: Final = ("上午", "早上", "早晨", "清晨", "凌晨", "早", "am", "a.m.")
_AFTERNOON: Final = ("下午", "午后", "傍晚", "pm", "p.m.")
_NIGHT: Final = ("晚上", "夜里", "夜晚", "晚")
_NOON: Final = ("中午", "正午")
_PARTS: Final = "|".join(part.replace(".", r"\.") for part in (*_MORNING, *_AFTERNOON, *_NIGHT, *_NOON))
_TIME: Final = regex(
    rf"(?P<before>{_PARTS})?(?P<hour>{_NUMBER})"
    rf"(?:[:.](?P<minute>\d\d)(?::00)?|[点时点](?:(?P<spoken>半|[一三]刻|(?:{_NUMBER})分?)|[整正钟])?)?"
    rf"(?P<after>{_PARTS})?"
)
_FOUR: Final = regex(r"(\d{1,2})(\d\d)")
_AROUND: Final = regex(rf"\s*(:)\s*|\s+(?=[点时])|(?<=[点时])\s+(?=半|[一三]刻|(?:{_NUMBER})\s*分)|\s+(?=分)")
_BEFORE_HOUR: Final = regex(rf"({_PARTS})\s+(?=[\d{_NUMERALS}两十])")
_AFTER_HOUR: Final = regex(r"(?<=[\d点时整半分刻])\s+(?=[ap]\.?m)")
_BETWEEN: Final = regex(r"(?:[,、;|\s]|和|及|与|\band\b)+")


class NotATime(ValueError):
    """A word of what was typed is no time of the day. Its argument is a Sentence that names the word."""

    def __init__(self, word: str) -> None:
        super().__init__(Sentence("“%1” is no time of the day. Write times as 9:00 or 15:30.", word))

    @property
    def sentence(self) -> Sentence:
        """What is wrong, as it is shown to the user."""
        found: Sentence = self.args[0]
        return found


def read_times(text: str) -> tuple[time, ...]:
    """The times in `text`, each once and in order; none for blank. NotATime for the first word that is none."""
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    plain = _AROUND.sub(r"\1", plain.replace("時", "时").replace("點", "点"))
    plain = _AFTER_HOUR.sub("", _BEFORE_HOUR.sub(r"\1", plain))
    return tuple(sorted({_time(word) for word in _BETWEEN.split(plain) if word}))


def _time(word: str) -> time:
    found = _TIME.fullmatch(word)
    if found is None:
        four = _FOUR.fullmatch(word)
        if four is None:
            raise NotATime(word)
        hour, minute = int(four[1]), int(four[2])
    else:
        hour = _hour(_number(found["hour"]), found["before"] or found["after"] or "")
        minute = int(found["minute"]) if found["minute"] else _spoken(found["spoken"] or "0")
    try:
        return time(hour, minute)
    except ValueError:
        raise NotATime(word) from None


def _hour(hour: int, part: str) -> int:
    """The hour of 24; one that cannot be where the part of the day is another."""
    if part in _MORNING:
        return hour if hour < 12 or part in ("上午", "早上") else 0 if hour == 12 else 24
    if part in _AFTERNOON:
        return hour + 12 if hour < 12 else hour
    if part in _NIGHT:
        return 0 if hour == 12 else hour + 12 if 5 <= hour < 12 else hour
    return hour + 12 if part in _NOON and hour < 4 else hour


def _spoken(minute: str) -> int:
    quarters = {"半": 30, "一刻": 15, "三刻": 45}
    return quarters[minute] if minute in quarters else _number(minute.removesuffix("分"))


def _number(text: str) -> int:
    """Digits, or Chinese numerals below sixty: 九, 十二, 四十五, 零五."""
    plain = text.replace("〇", "零").replace("两", "二")
    if plain.isdecimal():
        return int(plain)
    tens, ten, ones = plain.rpartition("十")
    if not ten:
        return int("".join(str(_NUMERALS.index(sign)) for sign in plain))
    return (_NUMERALS.index(tens) if tens else 1) * 10 + (_NUMERALS.index(ones) if ones else 0)


def times_text(times: tuple[time, ...]) -> str:
    """The times as she would type them: "9:00, 15:30"."""
    return ", ".join(f"{at.hour}:{at:%M}" for at in times)
