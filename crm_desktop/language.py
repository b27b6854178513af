"""The program's words in the language that the user chose.

English source strings are the keys; `resources/translations/<language>.ts` (Qt Linguist's format) holds the
translations. The window, the command line, the journal and the errors all speak through `tr` and `Sentence`, so the
words below the window need no Qt, and there is one catalogue to keep complete. The file is read directly, in a
few milliseconds, hence no compiled copy that could grow stale.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Final

from crm_desktop import paths
from crm_desktop.patterns import regex

LANGUAGES: Final = ("zh_CN", "en")
_PLACEHOLDER = regex(r"%([1-9])")

#: A message, as `tests/tools/source_strings.py` and Qt Linguist write it. An XML parser takes several times as long.
_MESSAGE: Final = regex(
    r"<source>([^<]*)</source>(?:\s*<(?!translation)[^>]*>[^<]*</[^>]*>)*"
    r"\s*<translation([^>]*?)(?:/>|>([^<]*)((?:<numerusform>[^<]*</numerusform>\s*)*)</translation>)"
)
_FORM: Final = regex(r"<numerusform>([^<]*)</numerusform>")
_ENTITY: Final = regex(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]+));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class _State:
    language = "en"
    catalogue: dict[str, tuple[str, ...]] | None = None


def set_language(code: str) -> None:
    """Speak `code` from now on; one of LANGUAGES, else ValueError."""
    if code not in LANGUAGES:
        raise ValueError(code)
    _State.language = code
    _State.catalogue = None


def language() -> str:
    """The code of the language spoken now."""
    return _State.language


def system_language() -> str:
    """Chinese where the system's own language is Chinese, else English."""
    words = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not words:
        import locale

        words = locale.getlocale()[0] or ""
    return "zh_CN" if words.lower().startswith(("zh", "chinese")) else "en"


def load_catalogue(code: str) -> dict[str, tuple[str, ...]]:
    """Source string -> its translation, or its two plural forms, as the `.ts` file of a language has them."""
    text = (paths.resources() / "translations" / f"{code}.ts").read_text("utf-8")
    catalogue: dict[str, tuple[str, ...]] = {}
    for source, attributes, translation, forms in _MESSAGE.findall(text):
        if not (attributes or forms or "&" in source or "&" in translation):  # nearly all of them
            catalogue[source] = (translation,)
        elif "type=" not in attributes:
            catalogue[_plain(source)] = tuple(map(_plain, _FORM.findall(forms) if forms else (translation,)))
    return catalogue


def _plain(text: str) -> str:
    """A text without XML's own signs."""
    return _ENTITY.sub(lambda found: _NAMED.get(found[1]) or chr(int(found[2])), text)


def tr(text: str, *args: object, n: int | None = None) -> str:
    """`text` in the current language, `%1`…`%9` replaced by `args` and `%n` by `n`, which also picks the plural."""
    if _State.catalogue is None:
        _State.catalogue = load_catalogue(_State.language)
    forms = _State.catalogue.get(text)
    spoken = text if forms is None else forms[0] if n in (None, 1) else forms[-1]
    if n is not None:
        spoken = spoken.replace("%n", f"{n:,}")
    if args:
        # One pass, so that a "%2" inside a customer's name is left alone.
        spoken = _PLACEHOLDER.sub(lambda m: str(args[int(m[1]) - 1]) if int(m[1]) <= len(args) else m[0], spoken)
    return spoken


def listed(texts: Iterable[str]) -> str:
    """Texts one after another, parted as the language does it; what is typed so is read again as several."""
    return tr(", ").join(texts)


class Sentence:
    """A sentence kept untranslated, spoken in the current language whenever `str()` asks.

    Journal titles and errors are sentences: they outlive a change of language. Arguments are texts, numbers or
    other sentences.
    """

    __slots__ = ("args", "n", "text")

    def __init__(self, text: str, *args: object, n: int | None = None) -> None:
        self.text = text
        self.args = args
        self.n = n

    def __str__(self) -> str:
        return tr(self.text, *self.args, n=self.n)

    def __repr__(self) -> str:
        return f"Sentence({self.text!r}, {self.args!r}, n={self.n!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentence) and self._plain() == other._plain()

    def __hash__(self) -> int:
        return hash(self.dump())

    def dump(self) -> str:
        """The sentence as JSON, for the shop file."""
        return json.dumps(self._plain(), ensure_ascii=False)

    def _plain(self) -> list[object]:
        args = [arg._plain() if isinstance(arg, Sentence) else str(arg) for arg in self.args]
        return [self.text, self.n, args]

    @classmethod
    def load(cls, dumped: str) -> Sentence:
        """The sentence that `dump` wrote."""
        return cls._from_plain(json.loads(dumped))

    @classmethod
    def _from_plain(cls, plain: list[object]) -> Sentence:
        text, n, args = plain
        assert isinstance(text, str)
        assert isinstance(args, list)
        assert n is None or isinstance(n, int)
        return cls(text, *(cls._from_plain(arg) if isinstance(arg, list) else arg for arg in args), n=n)
