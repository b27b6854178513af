"""Single cells, and whole columns, into values."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.exchange.readers import Cell
from crm_desktop.exchange.sheets.cells import clean_name, filled_text, parse_moment, split_tags, text_of, tidy_texts
from crm_desktop.exchange.sheets.layout import Column
from crm_desktop.exchange.sheets.values import (
    Notes,
    Rows,
    birthday_column,
    calendar_column,
    custom_column,
    gender_column,
    joined_numbers,
    member_column,
    merge_lunar,
    name_column,
    phone_column,
    text_column,
)

TODAY = date(2026, 11, 21)
NUMBERS = list(range(2, 200))


def column(target: str, header: str = "列") -> Column:
    return Column(0, header, target)


class TestTexts:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            (" 张三\t", "张三"),
            ("a\x00b\x0bc", "abc"),
            ("一\n二", "一\n二"),
            (138.0, "138"),
            (1.5, "1.5"),
            (7, "7"),
            (1.23e17, "1.23e+17"),
            (True, "是"),
            (False, "否"),
            (date(2026, 1, 2), "2026-01-02"),
            (datetime(2026, 1, 2, 3, 4), "2026-01-02 03:04"),
            (datetime(2026, 1, 2, 3, 4, 5), "2026-01-02 03:04:05"),
            (time(3, 4), "03:04:00"),
            (timedelta(hours=30, minutes=5), "30:05"),
        ],
    )
    def test_of_cells(self, cell: Cell, text: str) -> None:
        assert text_of(cell) == text

    @pytest.mark.parametrize("cell", ["-", " -- ", "无", "NULL", "N/A", "nan", ""])
    def test_that_say_nothing(self, cell: str) -> None:
        assert filled_text(cell) == ""

    @pytest.mark.parametrize(
        ("cell", "name"),
        [
            ("张 三", "张三"),
            ("欧阳 娜娜", "欧阳娜娜"),
            (" Mary  Ann ", "Mary Ann"),
            ("无", ""),
            ("张三", "张三"),
            ("张 S", "张 S"),
        ],
    )
    def test_names(self, cell: str, name: str) -> None:
        assert clean_name(cell) == name

    @pytest.mark.parametrize(
        ("cell", "tags"),
        [
            ("老客户,批发、 团购;老客户", ("老客户", "批发", "团购")),
            ("* myContacts ::: Navy", ("myContacts", "Navy")),
            ("a | b", ("a", "b")),
            ('老客户, "批发;零售", 5"', ("老客户", "批发;零售", '5"')),
            ("-", ()),
        ],
    )
    def test_tags(self, cell: str, tags: tuple[str, ...]) -> None:
        assert split_tags(cell) == tags

    @given(st.lists(st.one_of(st.text(), st.sampled_from(["-", "无", "None", " NaN ", "张 三"]))))
    def test_the_quick_way_reads_as_the_slow_one(self, cells: list[Cell]) -> None:
        assert text_column(cells) == [filled_text(cell) for cell in cells]
        assert name_column(cells) == [clean_name(cell) for cell in cells]

    def test_the_quick_way_is_for_texts_alone(self) -> None:
        assert tidy_texts(["a", 1.0]) is None
        assert tidy_texts(["a\u200b"]) is None
        assert tidy_texts([" a ", "-", "无"]) == ["a", "", ""]


class TestMoments:
    @pytest.mark.parametrize(
        ("cell", "moment"),
        [
            ("2026-03-01", datetime(2026, 3, 1)),
            ("2026/3/1 8:05", datetime(2026, 3, 1, 8, 5)),
            ("2026.3.1 下午2:30:07", datetime(2026, 3, 1, 14, 30, 7)),
            ("2026-03-01 02:30 PM", datetime(2026, 3, 1, 14, 30)),
            ("2026年3月1日 14时30分", datetime(2026, 3, 1, 14, 30)),
            ("2026-03-01T08:05:09.123Z", datetime(2026, 3, 1, 8, 5, 9)),
            ("20260301", datetime(2026, 3, 1)),
            ("20260301 143000", datetime(2026, 3, 1, 14, 30)),
            (20260301.0, datetime(2026, 3, 1)),
            (46082.5, datetime(2026, 3, 1, 12)),
            ("46082", datetime(2026, 3, 1)),
            (date(2026, 3, 1), datetime(2026, 3, 1)),
            (datetime(2026, 3, 1, 8, 5, 9, 77), datetime(2026, 3, 1, 8, 5, 9)),
            ("", None),
            ("-", None),
            ("0/0/00", None),
            ("0000-00-00", None),
        ],
    )
    def test_are_read(self, cell: Cell, moment: datetime | None) -> None:
        assert parse_moment(cell) == moment

    @pytest.mark.parametrize(
        "cell",
        ["昨天", "2026-02-30", "3月5日", 5e9, -3.0, True, "9999-01-01", date(2300, 1, 1), timedelta(1), float("inf")],
    )
    def test_are_refused(self, cell: Cell) -> None:
        with pytest.raises(ValueError):  # noqa: PT011
            parse_moment(cell)

    @given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
    def test_come_back_from_their_text(self, moment: datetime) -> None:
        moment = moment.replace(microsecond=0)
        assert parse_moment(moment.isoformat()) == moment
        assert parse_moment(text_of(moment)) == moment


class TestColumns:
    def test_phones(self) -> None:
        cells: list[Cell] = [
            "13800138000",
            13900139000.0,
            "138****8000",
            "1.38E+10",
            "",
            "无",
            "010-88886666-801",
            "妈妈13700137000",
        ]
        notes = Notes(NUMBERS)
        numbers = phone_column(cells, column("phone", "手机"), "CN", notes)
        assert numbers.telling[:2] == [("+8613800138000",), ("+8613900139000",)]
        assert (numbers.stored[2], numbers.telling[2]) == (("138****8000",), ())
        assert numbers.telling[3:6] == [(), (), ()]
        assert numbers.stored[6] == ("+861088886666;ext=801",)
        assert [warned.row for warned in notes.warnings] == [4, 5]
        assert notes.lines == {7: ["手机: +8613700137000 妈妈"]}

    def test_remarks_are_kept_as_phones_but_tell_nobody(self) -> None:
        notes = Notes(NUMBERS)
        numbers = phone_column(["同上", True], column("phone"), "CN", notes)
        assert numbers.stored[0] == ("同上",)
        assert numbers.telling == [(), ()]
        assert len(notes.warnings) == 2

    def test_phones_of_several_columns(self) -> None:
        notes = Notes(NUMBERS)
        columns = [
            phone_column(cells, column("phone"), "CN", notes)
            for cells in (["13800138000", "", "13800138000"], ["13900139000", "", "13800138000"])
        ]
        assert joined_numbers(columns, 3).stored == [("+8613800138000", "+8613900139000"), (), ("+8613800138000",)]
        assert joined_numbers([], 2).telling == [(), ()]

    def test_birthdays(self) -> None:
        notes = Notes(NUMBERS)
        cells: list[Cell] = [date(1988, 3, 5), "农历八月十五", "属虎", "-", "无", True]
        found = birthday_column(cells, column("birthday", "出生日期"), None, TODAY, notes)
        assert found[:2] == [Birthday(Calendar.SOLAR, 1988, 3, 5), Birthday(Calendar.LUNAR, None, 8, 15)]
        assert found[2:] == [None] * 4
        assert [(warned.row, warned.field, warned.value) for warned in notes.warnings] == [
            (4, "birthday", "属虎"), (7, "birthday", "是"),
        ]  # fmt: skip
        assert notes.lines[2] == ["出生日期: 属虎"]

    def test_a_column_says_which_are_lunar(self) -> None:
        about = column("birthday_calendar", "会员生日类型(0农历 1公历)")
        flags = calendar_column([0.0, "1", "农历", "公历", "是", "", "?"], about, 1, Notes([]))
        assert flags == [True, False, True, False, True, None, None]
        notes = Notes(NUMBERS)
        found = birthday_column(["1988-8-15", "1988-8-15", "x"], column("birthday"), [True, None, True], TODAY, notes)
        assert [birthday and birthday.calendar for birthday in found] == [Calendar.LUNAR, Calendar.SOLAR, None]
        assert len(notes.warnings) == 1

    def test_two_birthday_columns(self) -> None:
        notes = Notes(NUMBERS)
        same, other = Birthday(Calendar.LUNAR, None, 8, 15), Birthday(Calendar.LUNAR, None, 1, 1)
        solar = [
            Birthday(Calendar.SOLAR, 1988, 9, 25),
            Birthday(Calendar.SOLAR, 1988, 9, 25),
            None,
            Birthday(Calendar.SOLAR, None, 9, 25),
        ]
        cells = ["八月十五", "正月初一", "正月初一", "八月十五"]
        found = merge_lunar(
            [*solar, same], [same, other, other, same, same], column("lunar_birthday", "农历"), [*cells, ""], notes
        )
        assert found == [solar[0], solar[1], other, solar[3], same]
        assert notes.lines == {1: ["农历: 正月初一"], 3: ["农历: 八月十五"]}

    def test_genders_in_words(self) -> None:
        notes = Notes(NUMBERS)
        assert gender_column(["男", "女士", "保密", "", "妖"], column("gender", "性别"), 1, notes) == [
            "male", "female", None, None, None,
        ]  # fmt: skip
        assert notes.lines == {4: ["性别: 妖"]}

    @pytest.mark.parametrize(
        ("header", "cells", "genders"),
        [
            ("性别", [1.0, "2", 0.0, ""], ["male", "female", None, None]),
            ("性别", ["1", "0"], ["male", "female"]),
            ("会员性别(0女 1男 2保密)", ["0", "1", "2"], ["female", "male", None]),
        ],
    )
    def test_genders_in_codes_are_guessed_and_said(
        self, header: str, cells: list[Cell], genders: list[str | None]
    ) -> None:
        notes = Notes(NUMBERS)
        assert gender_column(cells, column("gender", header), 3, notes) == genders
        assert [(warned.row, warned.field) for warned in notes.warnings] == [(3, "gender")]

    def test_member_numbers(self) -> None:
        notes = Notes(NUMBERS)
        members = member_column(["M1", 17.0, "0", "1.23E+17", 1.23e17], notes)
        assert members.stored[:3] == ["M1", "17", ""]
        assert members.telling == ["M1", "17", "", "", ""]
        assert [warned.row for warned in notes.warnings] == [5, 6]

    def test_fields_of_the_shop(self) -> None:
        notes = Notes(NUMBERS)
        assert custom_column(["1,200.50", 3.0, "多"], "number", (), column("custom:积分"), notes) == ["1200.5", "3", ""]
        assert custom_column([date(2026, 1, 2), "2026/1/3 8:00", "-"], "date", (), column("custom:d"), notes) == [
            "2026-01-02", "2026-01-03", "",
        ]  # fmt: skip
        assert custom_column(["是", "否", ""], "yes_no", (), column("custom:b"), notes) == ["yes", "no", ""]
        assert custom_column(["干性", "油"], "choice", ("干性",), column("custom:c"), notes) == ["干性", ""]
        assert custom_column([" 无 ", 1.0], "text", (), column("custom:t"), notes) == ["无", "1"]
        assert len(notes.warnings) == 2

    def test_rows_of_uneven_length(self) -> None:
        assert Rows.of([2, 3], [["a"], ["b", "c"]], 3).columns == [["a", "b"], ["", "c"], ["", ""]]
        assert Rows.of([2, 3], [["a"], ["b"]], 1).columns == [["a", "b"]]
        assert Rows.of([], [], 2).columns == [[], []]

    def test_rows_of_many_portions(self) -> None:
        even = [[str(number), "x"] for number in range(5_001)]
        uneven = [*even, ["a"], ["b", "c", "d"]]
        first = [row[0] for row in even]
        assert Rows.of(range(5_001), even, 0).columns == [first, ["x"] * 5_001]
        assert Rows.of(range(5_003), uneven, 0).columns == [
            [*first, "a", "b"], ["x"] * 5_001 + ["", "c"], [""] * 5_002 + ["d"],
        ]  # fmt: skip
