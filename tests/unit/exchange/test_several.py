"""Several values in one cell, told apart again whatever signs they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop import language
from crm_desktop.exchange.sheets.cells import split_tags
from crm_desktop.exchange.sheets.several import joined, joined_phones, split_handles, split_mails, split_phones

PIECES = st.text(
    st.sampled_from("ab1@,，;；、|/\n\"'* 张-") | st.characters(exclude_categories=["Cc", "Cs"]), min_size=1
)
VALUES = st.lists(PIECES.map(str.strip).filter(bool), unique=True, max_size=4).map(tuple)


@given(VALUES)
def test_whatever_is_joined_is_told_apart(values: tuple[str, ...]) -> None:
    assert split_tags(joined(values)) == values
    assert split_mails(joined(values, "email")) == values
    assert split_handles(joined(values, "wechat")) == values


@pytest.mark.parametrize(
    ("values", "key", "text"),
    [
        (("老客户", "批发"), "tags", "老客户, 批发"),
        (("老 客户", "批发"), "tags", "老 客户, 批发"),
        (("批发,零售", "老客户"), "tags", '"批发,零售", 老客户'),
        (("* vip",), "tags", '"* vip"'),
        (("无",), "tags", '"无"'),
        (("nan",), "tags", '"nan"'),
        (("wx_12345",), "wechat", "wx_12345"),
        (('5"', "a"), "tags", '5", a'),
        (("a@b.cn", "c@d.cn"), "email", "a@b.cn, c@d.cn"),
        (("a b", "c@d.cn"), "email", '"a b", "c@d.cn"'),
        (("wx_1", "wx_2"), "wechat", "wx_1, wx_2"),
        (("A,王姐",), "wechat", "A,王姐"),
        (("微信", "wx_1"), "wechat", '"微信", "wx_1"'),
        ((), "tags", ""),
    ],
)
def test_as_few_marks_as_can_be(values: tuple[str, ...], key: str, text: str) -> None:
    assert joined(values, key) == text


@pytest.mark.parametrize(
    ("cell", "tags"),
    [("老客户，批发；a", ("老客户", "批发", "a")), ('"a" b, c', ('"a" b', "c")), ('"a" , "b,c"', ("a", "b,c"))],
)
def test_tags_of_others(cell: str, tags: tuple[str, ...]) -> None:
    assert split_tags(cell) == tags


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        (("+8613800138000", "+8613900001111"), "138 0013 8000 / 139 0000 1111"),
        (("+861088886666;ext=801",), "010 8888 6666 ext. 801"),
        (("+8613800138000", "8001"), '138 0013 8000 / "8001"'),
        (("138****8000",), "138****8000"),
        (("a/b",), '"a/b"'),
        ((), ""),
    ],
)
def test_phones(numbers: tuple[str, ...], text: str) -> None:
    assert joined_phones(numbers) == text
    assert tuple(phone.number for phone in split_phones(text, "CN")) == numbers


def test_an_extension_is_told_in_the_language_that_is_spoken_now() -> None:
    number = ("+861088886666;ext=802",)
    assert joined_phones(number) == "010 8888 6666 ext. 802"
    language.set_language("zh_CN")
    assert joined_phones(number) == "010 8888 6666 转 802"


def test_a_number_is_a_phone() -> None:
    assert [phone.number for phone in split_phones(13800138000.0, "CN")] == ["+8613800138000"]
