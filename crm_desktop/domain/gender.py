"""Gender as sheets write it, in words and in the codes of other systems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from crm_desktop.language import Sentence

Gender = Literal["male", "female"]

GENDER_WORDS: Final[Mapping[str, Sentence]] = {"female": Sentence("Female"), "male": Sentence("Male")}

_WORDS: Final[Mapping[str, Gender | None]] = {
    **dict.fromkeys(("男", "男士", "男性", "男生", "先生", "male", "man", "m", "mr", "mr.", "♂"), "male"),
    **dict.fromkeys(
        ("女", "女士", "女性", "女生", "小姐", "太太", "夫人", "female", "woman", "f", "w", "mrs", "ms", "miss", "♀"),
        "female",
    ),
    **dict.fromkeys(
        ("", "-", "--", "/", "保密", "未知", "不详", "不明", "未填写", "未设置", "其他", "无", "未说明的性别"), None
    ),
    **dict.fromkeys(("unknown", "unspecified", "other", "none", "null", "n/a", "secret", "private"), None),
}
# What the systems that were seen mean: 0女 1男 (2保密 in one, 1男2女 in most), -1 unknown.
_CODES: Final[Mapping[frozenset[str], Mapping[str, Gender | None]]] = {
    frozenset({"0", "1", "2"}): {"0": None, "1": "male", "2": "female"},
    frozenset({"-1", "0", "1"}): {"-1": None, "0": "female", "1": "male"},
}


def gender_words(gender: str | None) -> str:
    """A gender as people say it; "" if it is unknown."""
    return str(GENDER_WORDS.get(gender or "", ""))


def parse_gender(value: object) -> Gender | None:
    """The gender that 男, 女士, 先生, F, … say; None for blank, 保密 and the like; ValueError for anything else.

    Codes such as 0 and 1 mean different things in different systems: see `guess_gender_codes`.
    """
    if value is None:
        return None
    word = "".join(unicodedata.normalize("NFKC", str(value)).split()).lower()
    try:
        return _WORDS[word]
    except KeyError:
        raise ValueError(value) from None


def guess_gender_codes(values: Iterable[object]) -> Mapping[str, Gender | None] | None:
    """What the codes of a column probably mean, to be shown to the user; None if the column is no such code.

    With a 2 in it: 1 male, 2 female, 0 unknown. Otherwise 1 male, 0 female, -1 unknown. All 0: unknown.
    """
    codes = {gender_code(value) for value in values} - {""}
    if not codes:
        return None
    if codes == {"0"}:
        return {"0": None}
    for known, meaning in _CODES.items():
        # The first table serves only where its 2 is there: without it, 0 and 1 are female and male everywhere.
        if codes <= known and ("2" in codes or "2" not in known):
            return {code: meaning[code] for code in sorted(codes)}
    return None


def gender_code(value: object) -> str:
    """The key of `guess_gender_codes` for a cell: "1" for 1, 1.0 and " 1"."""
    return re.sub(r"\.0$", "", "" if value is None else unicodedata.normalize("NFKC", str(value)).strip())
