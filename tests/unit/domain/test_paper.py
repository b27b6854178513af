"""Paper: lines, columns, pages and labels, in millimetres."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.paper import (
    A4,
    LABEL_FORMATS,
    LabelFormat,
    Sheet,
    break_pages,
    elide,
    label_format,
    label_pages,
    labels_on,
    paper_of,
    share,
    wrap,
)

HEIGHTS = st.lists(st.floats(1, 60), max_size=80)
TEXT = st.text(alphabet="ab 茶叶，。（）“”(), 1\n", max_size=60)


def width(text: str) -> float:
    """Latin letters are one wide, others two."""
    return float(sum(1 if sign.isascii() else 2 for sign in text))


def test_a_sheet_lies_either_way() -> None:
    assert (Sheet().width, Sheet().height, Sheet().room) == (210, 297, 182)
    assert (Sheet(landscape=True).width, Sheet(landscape=True).height) == (297, 210)
    assert paper_of("Letter").width == 215.9
    assert paper_of("none") == A4


class TestLines:
    def test_words_stay_whole_and_chinese_breaks_anywhere(self) -> None:
        assert wrap("one two three", 8, width) == ["one two", "three"]
        assert wrap("上海市浦东新区", 6, width) == ["上海市", "浦东新", "区"]
        assert wrap("茶 Longjing 好", 9, width) == ["茶", "Longjing", "好"]
        assert wrap("first\nsecond", 20, width) == ["first", "second"]
        assert wrap("", 20, width) == [""]

    def test_no_line_begins_with_what_closes_or_ends_with_what_opens(self) -> None:
        assert wrap("一二三，四五", 6, width) == ["一二", "三，四", "五"]
        assert wrap("一二（三四）", 6, width) == ["一二", "（三", "四）"]
        assert wrap("ab cd, ef", 5, width) == ["ab", "cd,", "ef"]

    def test_a_word_wider_than_the_line_is_cut(self) -> None:
        assert wrap("abcdefgh ij", 3, width) == ["abc", "def", "gh", "ij"]
        assert wrap("a      b", 3, width) == ["a", "b"]
        assert wrap("     ab cd", 4, width) == ["ab", "cd"]
        assert wrap("ab      ", 3, width) == ["ab"]

    def test_of_too_many_lines_the_last_says_that_there_is_more(self) -> None:
        assert wrap("one two three four", 5, width, 2) == ["one", "two…"]
        assert wrap("one two three four", 9, width, 2) == ["one two", "three f…"]
        assert wrap("one\ntwo\nthree", 9, width, 2) == ["one", "two thr…"]
        assert wrap("one two", 5, width, 2) == ["one", "two"]

    def test_elided(self) -> None:
        assert elide("short", 9, width) == "short"
        assert elide("a long name", 7, width) == "a lon…"
        assert elide("a long name", 1, width) == "…"

    @given(TEXT, st.floats(3, 30), st.integers(0, 4))
    def test_no_line_is_too_wide_and_nothing_is_lost(self, text: str, room: float, most: int) -> None:
        lines = wrap(text, room, width, most)
        assert lines
        assert all(width(line) <= room for line in lines)
        if most:
            assert len(lines) <= most
        if not most or len(wrap(text, room, width)) <= most:
            assert "".join("".join(lines).split()) == "".join(text.split())


class TestColumns:
    def test_what_is_over_is_shared_out(self) -> None:
        assert share([10, 30], [5, 5], 80) == [20, 60]
        assert share([0, 0], [0, 0], 80) == [40, 40]
        assert share([], [], 80) == []

    def test_the_wide_ones_give_way_first(self) -> None:
        assert share([10, 100, 200], [5, 20, 20], 110) == pytest.approx([10, 50, 50])
        assert share([10, 100, 200], [5, 20, 90], 130) == pytest.approx([10, 30, 90])
        assert share([100, 100], [80, 40], 60) == pytest.approx([40, 20])

    @given(st.lists(st.tuples(st.floats(1, 300), st.floats(1, 60)), min_size=1, max_size=20), st.floats(50, 400))
    def test_the_room_is_filled_exactly(self, columns: list[tuple[float, float]], room: float) -> None:
        wanted, least = [each[0] for each in columns], [each[1] for each in columns]
        found = share(wanted, least, room)
        assert sum(found) == pytest.approx(room, rel=1e-6)
        if sum(map(min, least, wanted)) < room:
            assert all(f >= min(w, m) - 1e-6 for f, w, m in zip(found, wanted, least, strict=True))


class TestPages:
    def test_rows_are_never_cut(self) -> None:
        assert break_pages([10, 10, 10, 10], 25, 30) == [0, 2]
        assert break_pages([], 25, 30) == [0]
        assert break_pages([10, 99, 10], 25, 30) == [0, 1, 2]

    def test_a_heading_goes_with_what_follows(self) -> None:
        assert break_pages([10, 5, 5, 10, 10], 25, 30, {1, 2}) == [0, 1]
        assert break_pages([10, 10, 10], 15, 15, {0, 1}) == [0, 1, 2]  # three of them do not fit together

    @given(HEIGHTS, st.floats(5, 100), st.floats(5, 100), st.sets(st.integers(0, 80)))
    def test_every_row_is_on_exactly_one_page_in_order(
        self, heights: list[float], first: float, rest: float, keep: set[int]
    ) -> None:
        starts = break_pages(heights, first, rest, keep)
        assert starts[0] == 0
        assert all(one < other for one, other in pairwise(starts))
        ends = [*starts[1:], len(heights)]
        for page, (start, end) in enumerate(zip(starts, ends, strict=True)):
            assert sum(heights[start:end]) <= (rest if page else first) + 1e-5 or end - start == 1
            if page + 1 < len(starts) and end - 1 in keep and end - start > 1:
                # Only what would not fit on a page with all its headings is parted from them.
                assert all(row in keep for row in range(start + 1, end))


class TestLabels:
    @pytest.mark.parametrize("format_", LABEL_FORMATS, ids=lambda each: each.key)
    def test_the_common_sheets_are_possible(self, format_: LabelFormat) -> None:
        assert format_.problem() is None
        assert label_format(format_.key.replace("x", "×")) is not None

    def test_they_are_known_by_their_numbers(self) -> None:
        found = label_format("3X8")
        assert found is not None
        assert (found.width, found.height, found.count) == (70, 37, 24)
        assert found.sheet.width == 210
        assert label_format("9x9") is None

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"columns": 0}, "A sheet has 1 to 500 labels."),
            ({"columns": 30, "rows": 30}, "A sheet has 1 to 500 labels."),
            ({"width": 9}, "A label is at least 10 mm wide and 8 mm high."),
            ({"gap_x": -1}, "Margins and gaps cannot be less than nothing."),
            ({"left": 50}, "These labels need 230 mm across, and the paper has 210."),
            ({"gap_y": 30.25}, "These labels need 310.5 mm down, and the paper has 297."),
        ],
    )
    def test_what_no_sheet_can_be_like_is_said(self, changes: dict[str, Any], words: str) -> None:
        from dataclasses import replace

        assert str(replace(LabelFormat(3, 3, 60, 80, 0, 10), **changes).problem()) == words

    def test_a_used_sheet_goes_on_where_it_was_left(self) -> None:
        format_ = LabelFormat(2, 2, 100, 100)
        assert label_pages(3, 3, format_) == 2
        assert list(labels_on(0, 3, 3, format_)) == [(0, 100, 100)]
        assert list(labels_on(1, 3, 3, format_)) == [(1, 0, 0), (2, 100, 0)]
        assert label_pages(0, 0, format_) == 1

    @given(
        st.integers(1, 6), st.integers(1, 12), st.floats(10, 105), st.floats(8, 100), st.floats(0, 30),
        st.floats(0, 30), st.floats(0, 10), st.floats(0, 10), st.integers(0, 100), st.integers(0, 30),
    )  # fmt: skip
    def test_no_label_is_off_the_sheet_and_none_is_lost(
        self, columns: int, rows: int, wide: float, high: float, left: float, top: float, gap_x: float, gap_y: float,
        count: int, start: int,
    ) -> None:  # fmt: skip
        format_ = LabelFormat(columns, rows, wide, high, left, top, gap_x, gap_y)
        if format_.problem() is not None:
            return
        start %= format_.count
        seen: list[int] = []
        for page in range(label_pages(count, start, format_)):
            places = list(labels_on(page, count, start, format_))
            seen += [number for number, _, _ in places]
            for _, x, y in places:
                assert x >= 0
                assert y >= 0
                assert x + wide <= 210 + 1e-5
                assert y + high <= 297 + 1e-5
            for (_, x, y), (_, other_x, other_y) in pairwise(places):
                assert other_x >= x + wide - 1e-6 or other_y >= y + high - 1e-6
        assert seen == list(range(count))
