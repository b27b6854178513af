import math
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.custom_field import KIND_WORDS, CustomFieldKind, clean_custom_value, show_custom_value
from crm_desktop.language import Sentence

SKINS = ("干性", "油性", "Mixed")


@pytest.mark.parametrize(
    ("kind", "raw", "stored"),
    [
        ("text", " 喜欢甜的 ", "喜欢甜的"),
        ("text", 12.0, "12"),
        ("text", 0.1, "0.1"),
        ("text", 1e300, "1e+300"),
        ("text", 38, "38"),
        ("text", date(2026, 11, 21), "2026-11-21"),
        ("text", datetime(2026, 11, 21), "2026-11-21"),
        ("text", datetime(2026, 11, 21, 9, 30), "2026-11-21 09:30:00"),
        ("text", None, ""),
        ("number", " ", ""),
        ("number", None, ""),
        ("number", "12.50", "12.5"),
        ("number", "1,200", "1200"),
        ("number", "１２", "12"),
        ("number", "-0.0", "0"),
        ("number", "+5.", "5"),
        ("number", ".5", "0.5"),
        ("number", 0.1 + 0.2, "0.3"),
        ("number", 100, "100"),
        ("date", "2026-3-5", "2026-03-05"),
        ("date", "2026年3月5日", "2026-03-05"),
        ("date", date(2026, 3, 5), "2026-03-05"),
        ("date", datetime(2026, 3, 5, 9), "2026-03-05"),
        ("date", 46086, "2026-03-05"),
        ("date", 46086.0, "2026-03-05"),
        ("date", "-", ""),
        ("date", math.nan, ""),
        ("choice", " 干性", "干性"),
        ("choice", "mixed", "Mixed"),
        ("yes_no", "是", "yes"),
        ("yes_no", "√", "yes"),
        ("yes_no", True, "yes"),
        ("yes_no", 1.0, "yes"),
        ("yes_no", "No", "no"),
        ("yes_no", 0, "no"),
    ],
)
def test_stored_form(kind: str, raw: object, stored: str) -> None:
    assert clean_custom_value(CustomFieldKind(kind), SKINS, raw) == stored
    assert clean_custom_value(CustomFieldKind(kind), SKINS, stored) == stored


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("number", "abc"),
        ("number", "1e99"),
        ("number", "9" * 19),
        ("number", "NaN"),
        ("number", math.inf),
        ("number", 1e300),
        ("date", "abc"),
        ("date", "3月5日"),
        ("date", "88.3.5"),
        ("date", "农历1988年八月十五"),
        ("date", "2026-02-30"),
        ("date", 3),
        ("date", math.inf),
        ("choice", "中性"),
        ("yes_no", "也许"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(kind: str, raw: object) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011
        clean_custom_value(CustomFieldKind(kind), SKINS, raw)
    (sentence,) = refusal.value.args
    assert isinstance(sentence, Sentence)
    assert str(sentence).startswith("“")


def test_shown() -> None:
    assert show_custom_value(CustomFieldKind.YES_NO, "yes") == "Yes"
    assert show_custom_value(CustomFieldKind.YES_NO, "no") == "No"
    assert show_custom_value(CustomFieldKind.YES_NO, "") == ""
    assert show_custom_value(CustomFieldKind.TEXT, "yes") == "yes"
    assert [str(word) for word in KIND_WORDS.values()] == ["Text", "Number", "Date", "Choice", "Yes or no"]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(CustomFieldKind), st.text() | st.floats() | st.integers() | st.datetimes())
def test_whatever_a_cell_holds_is_stored_or_refused(kind: CustomFieldKind, raw: object) -> None:
    try:
        stored = clean_custom_value(kind, SKINS, raw)
    except ValueError:
        return
    assert clean_custom_value(kind, SKINS, stored) == stored
    assert isinstance(show_custom_value(kind, stored), str)
