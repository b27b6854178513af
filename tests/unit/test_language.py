"""Words in two languages: placeholders, plurals, sentences that outlive a change of language."""

from __future__ import annotations

import json
import locale
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop import language
from crm_desktop.language import Sentence, tr

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
sentences = st.recursive(
    st.builds(
        lambda text, args, n: Sentence(text, *args, n=n),
        texts,
        st.lists(st.one_of(texts, st.integers(), st.dates(), st.booleans()), max_size=9),
        st.none() | st.integers(),
    ),
    lambda inner: st.builds(lambda text, args: Sentence(text, *args), texts, st.lists(inner, max_size=3)),
    max_leaves=5,
)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Writes a catalogue of these messages and speaks Chinese with it."""

    def write(*messages: str) -> None:
        folder = tmp_path / "translations"
        folder.mkdir()
        text = f'<TS version="2.1"><context><name>x</name>{"".join(messages)}</context></TS>'
        (folder / "zh_CN.ts").write_text(text, encoding="utf-8")
        monkeypatch.setattr("crm_desktop.paths.resources", lambda: tmp_path)
        language.set_language("zh_CN")

    return write


def message(source: str, translation: str, kind: str = "") -> str:
    kind = f' type="{kind}"' if kind else ""
    return f"<message><source>{source}</source><translation{kind}>{translation}</translation></message>"


def test_a_language_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="fr"):
        language.set_language("fr")
    assert language.language() == "en"


def test_real_words_in_both_languages() -> None:
    assert tr("Customers") == "Customers"
    language.set_language("zh_CN")
    assert tr("Customers") == "客户"
    assert language.language() == "zh_CN"
    language.set_language("en")
    assert tr("Customers") == "Customers"


def test_an_unknown_text_is_spoken_as_it_is(catalogue) -> None:
    catalogue()
    assert tr("Hello %1", "you") == "Hello you"


def test_unfinished_and_empty_messages_are_left_out(catalogue) -> None:
    catalogue(
        message("one", "一"), message("two", "二", "unfinished"), "<message><source>three</source></message>",
        "<message><source>four</source><translation/></message>", message("five", ""),
    )  # fmt: skip
    assert language.load_catalogue("zh_CN") == {"one": ("一",), "four": ("",), "five": ("",)}
    assert tr("one") == "一"
    assert tr("two") == "two"
    assert tr("three") == "three"


def test_a_message_is_read_as_other_programs_write_it_too(catalogue) -> None:
    catalogue(
        "<message><source>a &lt;b&gt; &amp;amp; &quot;c&quot; &#233;</source>\n<comment>where</comment>\n"
        "<translation>甲 &amp; 乙 &apos;丙&apos;</translation></message>",
        "<message numerus='yes'><location filename='x' line='1'/><source>%n &amp; more</source><translation>\n"
        "<numerusform>一 &amp;</numerusform>\n<numerusform>多 &amp;</numerusform>\n</translation></message>",
    )
    assert language.load_catalogue("zh_CN") == {
        'a <b> &amp; "c" é': ("甲 & 乙 '丙'",),
        "%n & more": ("一 &", "多 &"),
    }


def test_plurals(catalogue) -> None:
    assert tr("%n customer(s)", n=1) == "1 customer"
    assert tr("%n customer(s)", n=0) == "0 customers"
    assert tr("%n customer(s)", n=1_234_567) == "1,234,567 customers"
    catalogue(message("%n bird(s)", "<numerusform>%n只鸟</numerusform>"))
    assert tr("%n bird(s)", n=1) == "1只鸟"
    assert tr("%n bird(s)", n=2) == "2只鸟"


def test_placeholders_are_filled_once_and_left_where_there_is_nothing_for_them() -> None:
    assert tr("%2 and %1", "%2", "b") == "b and %2"
    assert tr("%1 and %2", "a") == "a and %2"
    assert tr("100% of %1, %0, %n", "x") == "100% of x, %0, %n"
    assert tr("%1 of %n", "%n", n=3) == "%n of 3"
    assert tr("%1") == "%1"


@given(st.lists(texts, max_size=9), st.permutations(range(1, 10)))
def test_every_argument_stands_where_its_placeholder_stood(args: list[str], order: list[int]) -> None:
    spoken = tr("|".join(f"<%{place}>" for place in order), *args)
    filled = [f"<{args[place - 1]}>" if place <= len(args) else f"<%{place}>" for place in order]
    assert spoken == "|".join(filled)


@given(texts, st.lists(texts, max_size=9), st.none() | st.integers())
def test_no_text_makes_translating_fail(text: str, args: list[str], n: int | None) -> None:
    assert isinstance(tr(text, *args, n=n), str)


@given(sentences)
def test_a_dumped_sentence_is_loaded_as_it_was(sentence: Sentence) -> None:
    loaded = Sentence.load(sentence.dump())
    assert loaded == sentence
    assert hash(loaded) == hash(sentence)
    assert str(loaded) == str(sentence)
    assert loaded.dump() == sentence.dump()


@given(sentences, sentences)
def test_equal_sentences_are_equal_dumps(one: Sentence, other: Sentence) -> None:
    assert (one == other) == (one.dump() == other.dump())


def test_a_sentence_speaks_the_language_of_the_moment() -> None:
    sentence = Sentence("Undid: %1", Sentence("Added customer %1", "单晓丽"))
    assert str(sentence) == "Undid: Added customer 单晓丽"
    dumped = sentence.dump()
    language.set_language("zh_CN")
    assert "单晓丽" in str(sentence)
    assert str(sentence) != "Undid: Added customer 单晓丽"
    assert str(Sentence.load(dumped)) == str(sentence)
    assert sentence.dump() == dumped, "what is stored does not depend on the language"


def test_sentences_compare_show_and_refuse() -> None:
    assert repr(Sentence("%n of %1", "x", n=2)) == "Sentence('%n of %1', ('x',), n=2)"
    assert Sentence("a") != "a"
    assert Sentence("a") != Sentence("a", n=1)
    assert len({Sentence("a"), Sentence("a"), Sentence("a", "b")}) == 2
    with pytest.raises(json.JSONDecodeError):
        Sentence.load("no JSON")


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh_CN"),
        ({"LC_MESSAGES": "zh_TW"}, "zh_CN"),
        ({"LANG": "zh_CN"}, "zh_CN"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "de_DE"}, "en"),
    ],
)
def test_the_systems_language(environment: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language.system_language() == code


@pytest.mark.parametrize(
    ("name", "code"), [("Chinese (Simplified)_China", "zh_CN"), ("English_United States", "en"), (None, "en")]
)
def test_without_an_environment_the_locale_says_it(
    name: str | None, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: (name, None))
    assert language.system_language() == code


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_the_real_catalogues_speak_every_text(code: str) -> None:
    language.set_language(code)
    for source in language.load_catalogue(code):
        spoken = tr(source, *string.ascii_uppercase[:9], n=5 if "%n" in source else None)
        assert spoken
        assert "%n" not in spoken
