"""Times of the day as they are typed."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.reminding.time_text import NotATime, read_times, times_text

NINE, HALF_PAST, THREE = time(9), time(9, 30), time(15)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("", ()),
        ("  ， ", ()),
        ("9", (NINE,)),
        ("09", (NINE,)),
        ("9:00", (NINE,)),
        ("9：00", (NINE,)),
        ("９：３０", (HALF_PAST,)),
        ("9.30", (HALF_PAST,)),
        ("9 : 30", (HALF_PAST,)),
        ("9:30:00", (HALF_PAST,)),
        ("930", (HALF_PAST,)),
        ("0930", (HALF_PAST,)),
        ("9点", (NINE,)),
        ("9 点", (NINE,)),
        ("9点整", (NINE,)),
        ("9点钟", (NINE,)),
        ("9 点 30 分", (HALF_PAST,)),
        ("9点 半", (HALF_PAST,)),
        ("9点 15点", (NINE, THREE)),
        ("下午三点 9", (NINE, THREE)),
        ("九点", (NINE,)),
        ("9点半", (HALF_PAST,)),
        ("九点半", (HALF_PAST,)),
        ("九點半", (HALF_PAST,)),
        ("9时30分", (HALF_PAST,)),
        ("9時30", (HALF_PAST,)),
        ("九点三十分", (HALF_PAST,)),
        ("九点零五", (time(9, 5),)),
        ("九点四十五", (time(9, 45),)),
        ("9点一刻", (time(9, 15),)),
        ("9点三刻", (time(9, 45),)),
        ("十点", (time(10),)),
        ("十二点半", (time(12, 30),)),
        ("二十三点", (time(23),)),
        ("两点", (time(2),)),
        ("零点", (time(0),)),
        ("上午9点", (NINE,)),
        ("早上 9 点", (NINE,)),
        ("上午12点", (time(12),)),
        ("凌晨12点", (time(0),)),
        ("下午3点", (THREE,)),
        ("下午三点半", (time(15, 30),)),
        ("下午15点", (THREE,)),
        ("中午12点", (time(12),)),
        ("中午1点", (time(13),)),
        ("晚上8点", (time(20),)),
        ("晚上12点", (time(0),)),
        ("晚上1点", (time(1),)),
        ("9am", (NINE,)),
        ("3 pm", (THREE,)),
        ("3:30 p.m.", (time(15, 30),)),
        ("12 am", (time(0),)),
        ("12 pm", (time(12),)),
        ("9:00、15:00", (NINE, THREE)),
        ("15:00, 9:00，9点", (NINE, THREE)),
        ("9 15:00", (NINE, THREE)),
        ("9点和下午3点", (NINE, THREE)),
        ("9 am and 3 pm", (NINE, THREE)),
        ("9;15", (NINE, THREE)),
        ("9\n15", (NINE, THREE)),
    ],
)
def test_what_is_typed(text: str, times: tuple[time, ...]) -> None:
    assert read_times(text) == times


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("24", "24"),
        ("25:00", "25:00"),
        ("9:60", "9:60"),
        ("9, noon", "noon"),
        ("9:5", "9:5"),
        ("2460", "2460"),
        ("13 am", "13am"),
        ("-1", "-1"),
        ("九点九十", "九点九十"),
        ("9点 x", "x"),
        ("9 分", "9分"),
    ],
)
def test_what_is_no_time(text: str, word: str) -> None:
    with pytest.raises(NotATime) as caught:
        read_times(text)
    assert str(caught.value.sentence) == f"“{word}” is no time of the day. Write times as 9:00 or 15:30."


@given(st.lists(st.times().map(lambda at: at.replace(second=0, microsecond=0))))
def test_what_is_shown_is_read_back(times: list[time]) -> None:
    chosen = tuple(sorted(set(times)))
    assert read_times(times_text(chosen)) == chosen


@given(st.text(alphabet="0123456789:.点时半刻整分十二零上午下晚中pam,、 \n９", max_size=30))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        found = read_times(text)
    except NotATime:
        return
    assert list(found) == sorted(set(found))
