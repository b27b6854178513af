"""Greetings: what is filled in, what is told to be wrong, and whose turn it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.greeting import DEFAULTS, PLACEHOLDERS, Word, choose, fill, made_of, problems

FULL = {
    Word.TITLE: "王女士",
    Word.NAME: "王芳",
    Word.BIRTHDAY: "八月十五",
    Word.AGE: "38",
    Word.SHOP: "桂香茶铺",
    Word.OFFER: "九折",
}
#: Someone of whom nothing but the name is known, in a shop without a name and an offer.
LITTLE = {**FULL, Word.AGE: "", Word.SHOP: "", Word.OFFER: ""}

written = st.text(st.sampled_from("王，。！.—- \n{}｛｝") | st.characters(codec="utf-8"), max_size=40)
pieces = st.sampled_from([f"{{{name}}}" for words in PLACEHOLDERS.values() for name in words.values()])
templates = st.lists(pieces | written, max_size=8).map("".join)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{称呼}，{生日}快乐！{姓名} {年龄} 岁，{优惠}。{店名}", "王女士，八月十五快乐！王芳 38 岁，九折。桂香茶铺"),
        ("{title} {name} {birthday} {age} {shop} {offer}", "王女士 王芳 八月十五 38 桂香茶铺 九折"),
        ("{ 称呼 }｛姓名｝{ Title }", "王女士王芳王女士"),
        ("{折扣}{}{{name}} {称呼 {姓名}", "{折扣}{}{王芳} {称呼 王芳"),
        ("", ""),
    ],
)
def test_placeholders_of_both_languages_are_filled(template: str, expected: str) -> None:
    assert fill(template, FULL) == expected


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert fill("{姓名}", {Word.NAME: "{年龄}", Word.AGE: "38"}) == "{年龄}"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        # The name of the shop goes with its dash, at the end of a line only.
        ("祝您生日快乐！——{店名}", "祝您生日快乐！"),
        ("Happy birthday! — {shop}", "Happy birthday!"),
        ("Happy birthday!\n- {shop} team\nBye", "Happy birthday!\n\nBye"),
        ("祝好——{店名} 敬上", "祝好"),
        ("{店名}祝您生日快乐！", "祝您生日快乐！"),
        ("您好——{店名}祝您生日快乐，万事如意！", "您好——祝您生日快乐，万事如意！"),
        # The age goes with what counts it.
        ("祝您{年龄}岁生日快乐", "祝您生日快乐"),
        ("祝您 {年龄}周岁生日快乐", "祝您 生日快乐"),
        ("your {age}th birthday", "your  birthday"),
        # The offer goes with its sentence …
        ("{称呼}，生日快乐！到店可享{优惠}。——{店名}", "王女士，生日快乐！"),
        ("{称呼}，生日快乐！\n到店可享{优惠}\n欢迎光临", "王女士，生日快乐！\n欢迎光临"),
        ("Happy birthday. Enjoy {offer} this month. Bye.", "Happy birthday. Bye."),
        ("生日快乐！本月{优惠}——{店名}", "生日快乐！"),
        ("生日快乐。享{优惠}。再享{优惠}。", "生日快乐。"),
        # … or, where nothing else would be left, with its part of it …
        ("{称呼}，祝您生日快乐，本月到店享{优惠}！——{店名}", "王女士，祝您生日快乐！"),
        ("{称呼}，祝您生日快乐，本月享{优惠}，欢迎光临！", "王女士，祝您生日快乐，欢迎光临！"),
        ("凭{优惠}，祝您生日快乐！", "祝您生日快乐！"),
        ("祝您快乐，享{优惠}", "祝您快乐"),
        # … or alone.
        ("{称呼}：{优惠}！", "王女士：！"),
        ("Enjoy {offer}", "Enjoy"),
        ("{优惠}，{称呼}", "，王女士"),
        ("{优惠}", ""),
    ],
)
def test_what_is_not_known_leaves_no_hole(template: str, expected: str) -> None:
    assert fill(template, LITTLE) == expected


@pytest.mark.parametrize("language", DEFAULTS)
def test_the_texts_that_a_shop_begins_with(language: str) -> None:
    assert len(DEFAULTS[language]) == 3
    for number, text in enumerate(DEFAULTS[language]):
        assert problems(text) == []
        for values in (FULL, LITTLE):
            greeting = fill(text, values)
            assert "王女士" in greeting
            assert not greeting.endswith(("—", "-", " "))
            assert made_of(greeting, DEFAULTS[language]) == number


def told(template: str) -> list[tuple[int, int, int, str]]:
    return [(each.line, each.column, each.length, str(each.why)) for each in problems(template)]


def test_what_is_no_placeholder_is_told_where_it_stands() -> None:
    assert told("{称呼}，祝您\n生日{快乐}") == [
        (2, 3, 4, "“{快乐}” is no placeholder; it stays in the text as it is."),
    ]
    assert told("{称乎}") == [(1, 1, 4, "“{称乎}” is no placeholder. Did you mean “{称呼}”?")]
    assert told("Dear { Tittle }") == [(1, 6, 10, "“{ Tittle }” is no placeholder. Did you mean “{title}”?")]
    assert told("{}") == [(1, 1, 2, "“{}” is no placeholder; it stays in the text as it is.")]


def test_braces_alone_are_told_where_they_stand() -> None:
    unclosed = "This “{” is not closed: a “}” is missing behind the placeholder."
    assert told("{店名\n{姓名}") == [(1, 1, 1, unclosed)]
    assert told("｛店名 {姓名}") == [(1, 1, 1, unclosed)]
    assert told("好} {称谓}") == [
        (1, 2, 1, "This “}” has no “{” before it."),
        (1, 4, 4, "“{称谓}” is no placeholder. Did you mean “{称呼}”?"),
    ]
    assert told("{title} and {姓名}, {Shop}") == []


@given(templates)
def test_any_text_can_be_filled_and_known_again(template: str) -> None:
    for values in (FULL, LITTLE):
        greeting = fill(template, values)
        assert made_of(greeting, [template]) == 0


@given(templates)
def test_a_text_without_problems_is_filled_whole(template: str) -> None:
    for problem in problems(template):
        line = template.split("\n")[problem.line - 1]
        assert line[problem.column - 1] in "{}｛｝"
        assert 0 < problem.length <= len(line) - problem.column + 1
    if not problems(template):
        assert not set(fill(template, FULL)) & set("{}｛｝")


def test_nobody_gets_the_same_twice_running() -> None:
    texts = ["甲", "乙", "丙"]
    assert [choose(texts, last) for last in (0, 1, 2)] == [1, 2, 0]
    assert [choose(texts, None, turn) for turn in range(4)] == [0, 1, 2, 0]
    assert choose(["甲"], 0) == 0
    assert choose(["甲", "甲", "乙"], 0) == 2
    assert choose(["甲", "甲"], 1) == 1


def test_a_greeting_is_known_by_its_text() -> None:
    texts = ["{称呼}，生日快乐！——{店名}", "{称呼}，{生日}快乐！", "{称呼}", "生日快乐"]
    assert made_of("王女士，生日快乐！——桂香茶铺", texts) == 0
    assert made_of("王女士，八月十五快乐！", texts) == 1
    assert made_of("李先生", texts) == 2
    assert made_of("生日快乐", texts) == 3
    assert made_of("李先生", texts[:2]) is None
    assert made_of("，生", ["{称呼}，生日", "，{称呼}生日"]) is None
    assert made_of("a-b", ["{name}+{age}"]) is None
