"""What a person typed, as it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.plain_text import plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  王芳 ", "王芳"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x00\x1f\x85b\ufeff", "ab"),
        ("a\tb", "a\tb"),
        ("\ud800", ""),
        ("\r\n", ""),
    ],
)
def test_plain(typed: str, kept: str) -> None:
    assert plain(typed) == kept


@given(st.text())
def test_what_is_plain_stays(text: str) -> None:
    assert plain(plain(text)) == plain(text)
