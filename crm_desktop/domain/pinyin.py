"""How a name sounds: every pinyin reading for the search, and the surname's own reading for sorting.

The characters' readings are pypinyin's; the surnames', which differ from the everyday reading (单 shan, not dan), are
listed here after 现代汉语词典 and 通用规范汉字字典. A ü is indexed as v and as u, since people type both.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, islice, product
from typing import Final

_DIAERESIS: Final = "\u0308"
_MAX_READINGS: Final = 16
_MAX_COMBINED: Final = 12
_MAX_UNITS: Final = 64
_MAX_CHARACTERS: Final = 200

_SURNAMES: Final = {
    entry[0]: tuple(entry[1:].split(","))
    for entry in (  # noqa: SIM905 (a table to read, not a list of 50 strings)
        "单shan 曾zeng 仇qiu 解xie 查zha 翟zhai 区ou 覃qin,tan 朴piao 缪miao 盖ge,gai 乐yue,le 洗xian "
        "员yun 黑he 折she 种chong 秘bi 繁po 隗wei,kui 召shao 卜bu 谌chen,shen 宓fu,mi 佴nai 郇xun,huan "
        "祭zhai 句gou 牟mu,mou 薄bo 都du 藏zang 阚kan 么yao 角jue 乜nie 重chong 會gui 區ou 單shan 繆miao "
        "蓋ge,gai 樂yue,le 員yun 種chong 諶chen,shen 能nai 炅gui"
    ).split()
}
_COMPOUND_SURNAMES: Final = {
    "尉迟": (("yu",), ("chi",)),
    "尉遲": (("yu",), ("chi",)),
    "长孙": (("zhang",), ("sun",)),
    "長孫": (("zhang",), ("sun",)),
    "令狐": (("ling",), ("hu",)),
    "万俟": (("mo",), ("qi",)),
    "澹台": (("tan",), ("tai",)),
    "乐正": (("yue",), ("zheng",)),
    "宰父": (("zai",), ("fu",)),
    "夏侯": (("xia",), ("hou",)),
    "皇甫": (("huang",), ("fu",)),
    "宇文": (("yu",), ("wen",)),
    "鲜于": (("xian",), ("yu",)),
    "叶赫": (("ye",), ("he",)),
    "那拉": (("na",), ("la",)),
}
# Common in names, with further readings that are archaic (王 yu, 思 sai) and would only bring wrong finds.
_SETTLED: Final = frozenset(
    "王吴朱冯于董邓许沈彭蔡贾丁叶余潘杜夏汪任方石姚陆郝白万汤尹殷施陶倪温芦俞焦邢路齐莫庄祝涂谷祁舒詹童甄游裴屈位霍隋"
    "甘景包司阮柴冉房瞿戚古池苑臧褚姬冷艾蓝封栗匡台鞠僧明沙英洋超平红莉月青倩姣蕊勤冰羽育馥俊广才彬信达有震思承浩亨奇"
    "之伯言强強若以家致炎可昕皓墨"
)


@dataclass(frozen=True, slots=True)
class Readings:
    """How a text sounds. `sort_key`: the main reading, a blank between syllables ("shan xiao li").

    `full` ("shanxiaoli danxiaoli") and `initials` ("sxl dxl") hold every distinct reading, a blank between them.
    Latin letters and digits stand in all three, in lower case.
    """

    sort_key: str
    full: str
    initials: str


@dataclass(frozen=True, slots=True, eq=False)
class _Sound:
    """The readings of one character or Latin word, the commonest first, and what each adds to the initials."""

    readings: tuple[str, ...]
    initials: tuple[str, ...]


class _Characters(dict[str, "_Sound | str"]):
    """Chinese character -> its sound; Latin letter or digit -> itself in lower case; anything else -> "".

    Each character is looked up in pypinyin once, so that a name takes microseconds.
    """

    def __missing__(self, char: str) -> _Sound | str:
        sound = self[char] = _sound_of_character(char)
        if isinstance(sound, _Sound) and len(sound.readings) == 1 and char not in _SURNAMES:
            _plain[char] = sound.readings[0]
        return sound


_characters: Final = _Characters()
# Of the characters met so far those with one reading, as a surname too: most names are made of them alone.
_plain: Final[dict[str, str]] = {}


def read_name(name: str) -> Readings:
    """How a person's name sounds: it begins as the surname does."""
    text = name.strip()[:_MAX_CHARACTERS]
    try:
        main = [_plain[char] for char in text[:_MAX_UNITS]]
    except KeyError:
        pass
    else:
        if main:
            return Readings(" ".join(main), "".join(main), "".join([reading[0] for reading in main]))
    sounds = _sounds(text)
    if sounds and not isinstance(_characters[text[0]], str):
        _sound_surname(sounds, text)
    return _readings(text, sounds)


def read_text(text: str) -> Readings:
    """How any other text sounds: a product's name, a tag."""
    text = text.strip()[:_MAX_CHARACTERS]
    return _readings(text, _sounds(text))


def _readings(text: str, sounds: list[_Sound]) -> Readings:
    del sounds[_MAX_UNITS:]
    main = [sound.readings[0] for sound in sounds]
    # What has no sound at all, say an emoji, sorts by its characters.
    sort_key = " ".join(main) or text.casefold()[:_MAX_UNITS]
    counts = tuple([len(sound.readings) for sound in sounds])
    words = [sound for sound in sounds if sound.readings is sound.initials]
    if len(words) < 2 and sum(counts) == len(counts):
        return Readings(sort_key, "".join(main), "".join([sound.initials[0] for sound in sounds]))
    full: dict[str, None] = {}
    initials: dict[str, None] = {}
    for pick in _picks(counts):
        chosen = list(zip(sounds, pick, strict=True))
        full["".join([sound.readings[which] for sound, which in chosen])] = None
        initials["".join([sound.initials[which] for sound, which in chosen])] = None
    if len(words) > 1:
        initials["".join([reading[0] for reading in main])] = None
    return Readings(sort_key, " ".join(full), " ".join(initials))


@lru_cache(maxsize=1024)
def _picks(counts: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Which reading of each sound to take, the sounds having `counts` readings: at most _MAX_READINGS picks.

    The commonest of all first, then all with one rarer one, then two, …
    """
    several = [place for place, count in enumerate(counts[:_MAX_COMBINED]) if count > 1]
    places = (some for rarer in range(len(several) + 1) for some in combinations(several, rarer))
    rarer_picks = (
        zip(some, which, strict=True) for some in places for which in product(*(range(1, counts[p]) for p in some))
    )
    return [
        tuple(rarer.get(place, 0) for place in range(len(counts)))
        for rarer in map(dict, islice(rarer_picks, _MAX_READINGS))
    ]


def _sounds(text: str) -> list[_Sound]:
    sounds: list[_Sound] = []
    word = ""
    for char in text:
        sound = _characters[char]
        if isinstance(sound, str) and sound:
            word += sound
            continue
        if word:
            sounds.append(_word(word))
            word = ""
        if isinstance(sound, _Sound):
            sounds.append(sound)
    if word:
        sounds.append(_word(word))
    return sounds


def _word(word: str) -> _Sound:
    spelled = (word,)
    return _Sound(spelled, spelled)


def _sound_surname(sounds: list[_Sound], text: str) -> None:
    """Put the surname's reading before the everyday ones."""
    for place, first in enumerate(_COMPOUND_SURNAMES.get(text[:2]) or (_SURNAMES.get(text[0]),)):
        if first:
            sounds[place] = _sound_with(first, sounds[place])


@cache
def _sound_with(first: tuple[str, ...], sound: _Sound) -> _Sound:
    return _sound(dict.fromkeys(first + sound.readings))


def _sound(readings: Iterable[str]) -> _Sound:
    spelled = tuple(readings)
    return _Sound(spelled, tuple(reading[0] for reading in spelled))


def _sound_of_character(char: str) -> _Sound | str:
    toned = _dictionary().get(ord(char))
    if toned:
        plain = dict.fromkeys(spelling for reading in toned.split(",") for spelling in _without_tone(reading))
        return _sound(list(plain)[:1] if char in _SETTLED else plain)
    # é, full-width letters and ligatures as the letters that people type; other alphabets as they are.
    latin = "".join(c for c in unicodedata.normalize("NFKD", char) if c.isascii() and c.isalnum())
    return (latin or (char if char.isalnum() else "")).casefold()


def _without_tone(reading: str) -> tuple[str, ...]:
    """lǜ as "lv" and "lu", shān as "shan"."""
    letters = [c for c in unicodedata.normalize("NFD", reading) if c == _DIAERESIS or not unicodedata.combining(c)]
    spelled = "".join(letters)
    if _DIAERESIS not in spelled:
        return (spelled,)
    return (spelled.replace(f"u{_DIAERESIS}", "v"), spelled.replace(_DIAERESIS, ""))


@cache
def _dictionary() -> dict[int, str]:
    # Without its phrases pypinyin loads in 0.1 s instead of 0.5 and takes 13 MB instead of 58.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin.constants import PINYIN_DICT

    readings: dict[int, str] = PINYIN_DICT
    return readings
