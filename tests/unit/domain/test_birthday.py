"""Birthdays of both calendars, against the rules and against published dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain import lunar
from crm_desktop.domain.birthday import (
    Birthday,
    Calendar,
    LeapDayRule,
    LeapMonthRule,
    Occurrence,
    YearlyRules,
    birthday_words,
    candidate_keys,
    next_occurrence,
    occurrences,
    parse_birthday,
)
from crm_desktop.language import Sentence

SOLAR, LUNAR = Calendar.SOLAR, Calendar.LUNAR
TODAY = date(2026, 11, 21)
SKIP = YearlyRules(leap_month=LeapMonthRule.SKIP)
MAR_1 = YearlyRules(leap_day=LeapDayRule.MAR_1)
ALL_RULES = [YearlyRules(leap_month, leap_day) for leap_month in LeapMonthRule for leap_day in LeapDayRule]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.language._State.language", "en")
    monkeypatch.setattr("crm_desktop.language._State.catalogue", {})


def days(b: Birthday, first: int, last: int, rules: YearlyRules = ALL_RULES[0]) -> list[date]:
    return [found.date for found in occurrences(b, date(first, 1, 1), date(last, 12, 31), rules)]


def why(b: Birthday, on: date, rules: YearlyRules = ALL_RULES[0]) -> str:
    found = next_occurrence(b, on, rules)
    assert found
    return str(found.why)


class TestBirthday:
    @pytest.mark.parametrize(
        ("calendar", "year", "month", "day", "leap"),
        [
            (SOLAR, None, 2, 30, False),
            (SOLAR, 1987, 2, 29, False),
            (SOLAR, 1900, 2, 29, False),
            (SOLAR, None, 4, 31, False),
            (SOLAR, None, 13, 1, False),
            (SOLAR, None, 0, 1, False),
            (SOLAR, None, 1, 0, False),
            (SOLAR, None, 4, 1, True),
            (SOLAR, 0, 4, 1, False),
            (SOLAR, 10_000, 4, 1, False),
            (LUNAR, None, 13, 1, False),
            (LUNAR, None, 1, 31, False),
            (LUNAR, None, 1, 0, False),
            (LUNAR, 2026, 12, 30, False),
            (LUNAR, 2019, 4, 1, True),
            (LUNAR, 0, 4, 1, False),
            (LUNAR, 10_000, 4, 1, False),
        ],
    )
    def test_a_day_that_cannot_be_is_refused(
        self, calendar: Calendar, year: int | None, month: int, day: int, leap: bool
    ) -> None:
        with pytest.raises(ValueError, match="There is no such day"):
            Birthday(calendar, year, month, day, leap)

    @pytest.mark.parametrize(
        ("b", "words"),
        [
            (Birthday(SOLAR, 1988, 2, 29), "Feb 29, 1988"),
            (Birthday(SOLAR, None, 2, 29), "Feb 29"),
            (Birthday(SOLAR, 1870, 12, 31), "Dec 31, 1870"),
            (Birthday(LUNAR, None, 8, 15), "lunar 8th month, day 15"),
            (Birthday(LUNAR, 2020, 4, 1, True), "lunar 2020, leap 4th month, day 1"),
            (Birthday(LUNAR, 1870, 12, 30), "lunar 1870, 12th month, day 30"),
        ],
    )
    def test_words(self, b: Birthday, words: str) -> None:
        assert birthday_words(b) == words


class TestSolar:
    def test_every_year_with_the_age_reached(self) -> None:
        found = occurrences(Birthday(SOLAR, 1988, 10, 3), date(2025, 10, 3), date(2026, 10, 3))
        assert [(o.date, o.year, o.turning, str(o.why)) for o in found] == [
            (date(2025, 10, 3), 2025, 37, "solar calendar, Oct 3"),
            (date(2026, 10, 3), 2026, 38, "solar calendar, Oct 3"),
        ]

    def test_leap_day(self) -> None:
        b = Birthday(SOLAR, 2000, 2, 29)
        assert days(b, 2023, 2025) == [date(2023, 2, 28), date(2024, 2, 29), date(2025, 2, 28)]
        assert days(b, 2023, 2025, MAR_1) == [date(2023, 3, 1), date(2024, 2, 29), date(2025, 3, 1)]
        assert why(b, date(2026, 1, 1)) == "Feb 29; there is no such day this year, so Feb 28"
        assert why(b, date(2026, 5, 1), MAR_1) == "Feb 29; there is no such day in the year 2027, so Mar 1"
        assert why(b, date(2028, 1, 1)) == "solar calendar, Feb 29"

    def test_the_year_is_named_when_today_is_unknown(self) -> None:
        [found] = occurrences(Birthday(SOLAR, None, 2, 29), date(2026, 2, 1), date(2026, 3, 1))
        assert str(found.why) == "Feb 29; there is no such day in the year 2026, so Feb 28"

    def test_none_before_the_birth(self) -> None:
        assert days(Birthday(SOLAR, 2024, 5, 1), 2020, 2025) == [date(2024, 5, 1), date(2025, 5, 1)]

    def test_outside_the_supported_years_there_is_nothing(self) -> None:
        b = Birthday(SOLAR, None, 1, 1)
        assert days(b, 1, 1899) == []
        assert days(b, 2101, 9999) == []
        assert next_occurrence(b, date(2100, 1, 2)) is None
        assert next_occurrence(b, date.max) is None
        assert next_occurrence(b, date.min) == Occurrence(
            date(1900, 1, 1), 1900, None, Sentence("solar calendar, %1", Sentence("Jan %1", 1))
        )


class TestLunar:
    def test_mid_autumn(self) -> None:
        b = Birthday(LUNAR, 1988, 8, 15)
        found = next_occurrence(b, date(2026, 3, 1))
        assert found
        assert (found.date, found.year, found.turning) == (date(2026, 9, 25), 2026, 38)
        assert str(found.why) == "lunar 8th month, day 15: Sep 25"

    def test_the_age_counts_lunar_years(self) -> None:
        found = next_occurrence(Birthday(LUNAR, 1970, 12, 23), date(2027, 1, 1))
        assert found
        assert (found.date, found.year, found.turning) == (date(2027, 1, 30), 2026, 56)

    def test_a_leap_month_returns_in_years_that_have_it_and_moves_or_skips_in_others(self) -> None:
        b = Birthday(LUNAR, 2001, 4, 1, leap=True)
        assert [day.year for day in days(b, 2001, 2060, SKIP)] == [2001, 2012, 2020, 2058]
        assert days(b, 2019, 2021) == [date(2019, 5, 5), date(2020, 5, 23), date(2021, 5, 12)]
        assert (
            next_occurrence(b, date(2058, 12, 1), SKIP) == occurrences(b, date(2059, 1, 1), date(2100, 12, 31), SKIP)[0]
        )
        words = "lunar leap 4th month, day 1; there is no leap 4th month %s, so the 4th month, day 1: May 17"
        assert why(b, date(2026, 4, 1)) == words % "this year"
        assert why(b, date(2026, 1, 1)) == words % "in the year 2026"

    def test_today_outside_the_lunar_table_names_the_year(self) -> None:
        b = Birthday(LUNAR, None, 4, 1, leap=True)
        [found] = occurrences(b, date(2026, 5, 1), date(2026, 6, 1), today=date(1800, 1, 1))
        assert "in the year 2026" in str(found.why)

    def test_an_ordinary_month_is_kept_in_a_year_with_that_leap_month(self) -> None:
        assert days(Birthday(LUNAR, None, 4, 1), 2020, 2020) == [date(2020, 4, 23)]

    def test_a_30th_in_a_month_of_29_days(self) -> None:
        b = Birthday(LUNAR, None, 12, 30)
        assert days(b, 2023, 2025) == [date(2023, 1, 21), date(2024, 2, 9), date(2025, 1, 28)]
        assert why(b, date(2026, 3, 1)) == (
            "lunar 12th month, day 30; the 12th month has 29 days this year, so day 29: Feb 5"
        )

    def test_a_leap_30th_in_a_year_without_that_month_whose_ordinary_one_has_29_days(self) -> None:
        year = next(y for y in range(2026, 2100) if lunar.leap_month(y) != 5 and lunar.month_length(y, 5) == 29)
        day = lunar.to_solar(lunar.LunarDate(year, 5, 29))
        assert day
        words = "lunar leap 5th month, day 30; there is no leap 5th month this year and the 5th month has 29 days, so"
        assert why(Birthday(LUNAR, None, 5, 30, leap=True), day).startswith(f"{words} the 5th month, day 29: ")

    def test_a_leap_30th_in_a_leap_month_of_29_days(self) -> None:
        assert lunar.month_length(2020, 4, leap=True) == 29
        assert why(Birthday(LUNAR, None, 4, 30, leap=True), date(2020, 5, 1)) == (
            "lunar leap 4th month, day 30; the leap 4th month has 29 days this year, so day 29: Jun 20"
        )

    def test_a_day_that_falls_never_or_twice_in_a_solar_year(self) -> None:
        b = Birthday(LUNAR, 1980, 11, 28)
        assert {year: len(days(b, year, year)) for year in range(2024, 2032)} == {
            2024: 2, 2025: 0, 2026: 1, 2027: 2, 2028: 0, 2029: 1, 2030: 2, 2031: 0,
        }  # fmt: skip
        found = occurrences(b, date(2024, 1, 1), date(2024, 12, 31))
        assert [(o.year, o.turning) for o in found] == [(2023, 43), (2024, 44)]
        assert str(found[0].why) == "lunar 11th month, day 28: Jan 9 (the first of two times in 2024)"
        assert str(found[1].why) == "lunar 11th month, day 28: Dec 28 (the second time in 2024)"
        assert why(b, date(2025, 1, 1)) == "lunar 11th month, day 28: Jan 16 (never in 2025)"
        assert why(Birthday(LUNAR, None, 12, 10), date(2027, 1, 1)) == "lunar 12th month, day 10: Jan 17"

    def test_outside_the_table_there_is_nothing(self) -> None:
        b = Birthday(LUNAR, None, 12, 29)
        assert days(b, 1, 1900) == []
        assert days(b, 2101, 9999) == [date(2101, 1, 28)]
        assert next_occurrence(b, date(2101, 1, 29)) is None

    def test_none_before_the_birth(self) -> None:
        assert days(Birthday(LUNAR, 2024, 1, 1), 2020, 2025) == [date(2024, 2, 10), date(2025, 1, 29)]


birthdays = st.one_of(
    st.builds(Birthday, st.just(SOLAR), st.none(), st.integers(1, 12), st.integers(1, 28)),
    st.builds(Birthday, st.just(SOLAR), st.none(), st.just(2), st.just(29)),
    st.builds(Birthday, st.just(LUNAR), st.none(), st.integers(1, 12), st.integers(1, 30), st.booleans()),
)
some_days = st.dates(date(1899, 11, 1), date(2101, 3, 31))


@given(birthdays, some_days, st.integers(0, 800), st.sampled_from(ALL_RULES))
def test_next_occurrence_and_occurrences_agree(b: Birthday, start: date, length: int, rules: YearlyRules) -> None:
    found = occurrences(b, start, start + timedelta(days=length), rules, today=start)
    assert found == sorted(found, key=lambda o: o.date)
    assert len({o.year for o in found}) == len(found)
    following = next_occurrence(b, start, rules)
    if found:
        assert following == found[0]
    elif following:
        assert following.date > start + timedelta(days=length)


@given(some_days, st.integers(0, 60), birthdays, st.sampled_from(ALL_RULES))
def test_candidate_keys_hold_every_birthday_of_the_days(
    start: date, length: int, b: Birthday, rules: YearlyRules
) -> None:
    end = start + timedelta(days=length)
    if occurrences(b, start, end, rules):
        assert (b.calendar, b.month, b.day) in candidate_keys(start, end)


@pytest.mark.no_cover
def test_candidate_keys_hold_every_birthday_of_every_single_day() -> None:
    # A longer window's keys are the union of its days', so this covers every window of the supported years.
    everyone = [Birthday(SOLAR, None, 2, 29)]
    everyone += [
        Birthday(LUNAR, None, month, day, leap)
        for month in range(1, 13)
        for day in (1, 29, 30)
        for leap in (False, True)
    ]
    keys: dict[date, frozenset[tuple[Calendar, int, int]]] = {}
    for b in everyone:
        for rules in ALL_RULES:
            for found in occurrences(b, date(1900, 1, 1), date(2101, 1, 28), rules):
                if found.date not in keys:
                    keys[found.date] = candidate_keys(found.date, found.date)
                assert (b.calendar, b.month, b.day) in keys[found.date]


def test_candidate_keys_are_few() -> None:
    assert candidate_keys(date(2026, 9, 25), date(2026, 9, 25)) == {(SOLAR, 9, 25), (LUNAR, 8, 15)}
    assert len(candidate_keys(date(2026, 1, 1), date(2026, 1, 7))) <= 15
    assert candidate_keys(date(2027, 1, 1), date(2026, 1, 1)) == frozenset()
    assert candidate_keys(date(1900, 1, 30), date(1900, 1, 30)) == {(SOLAR, 1, 30)}
    assert candidate_keys(date.max, date.max) == frozenset()


READ = {
    # year first
    "1988-3-5": (1988, 3, 5), "1988/3/5": (1988, 3, 5), "1988.3.5": (1988, 3, 5), "19880305": (1988, 3, 5),
    "1988年3月5日": (1988, 3, 5), "1988年3月5号": (1988, 3, 5), "1988年 3月 5日": (1988, 3, 5),
    "1988 3 5": (1988, 3, 5),
    "１９８８－０３－０５": (1988, 3, 5), "１９８８年３月５日": (1988, 3, 5), " 1988-3-5\t": (1988, 3, 5),
    "'1988-03-05": (1988, 3, 5), "一九八八年八月十五日": (1988, 8, 15), "2000-02-29": (2000, 2, 29),
    # two digits of a year are never in the future
    "88.3.5": (1988, 3, 5), "06.2.1": (2006, 2, 1), "26.11.21": (2026, 11, 21), "26.11.22": (1926, 11, 22),
    "88年3月5日": (1988, 3, 5), "880305": (1988, 3, 5),
    # with a time of day
    "1988-03-05 00:00:00": (1988, 3, 5), "1988-03-05T00:00:00Z": (1988, 3, 5), "1988/3/5 0:00": (1988, 3, 5),
    "1988/3/5 上午 12:00:00": (1988, 3, 5), "19880305T000000Z": (1988, 3, 5), "1988-03-05 00:00:00+08:00": (1988, 3, 5),
    # no year
    "3月5日": (None, 3, 5), "03-05": (None, 3, 5), "3/5": (None, 3, 5), "0305": (None, 3, 5),
    "８月１５日": (None, 8, 15),
    "--05-14": (None, 5, 14), "--0514": (None, 5, 14), "1604-07-14": (None, 7, 14), "0000-05-14": (None, 5, 14),
    "八月十五日": (None, 8, 15), "十二月三十一号": (None, 12, 31), "八月三十一": (None, 8, 31),
    "元月三日": (None, 1, 3),
    "2月29日": (None, 2, 29),
    # month first, day first
    "3/22/80": (1980, 3, 22), "03/22/80": (1980, 3, 22), "3/5/1988": (1988, 3, 5), "22/3/1980": (1980, 3, 22),
    "22.3.1980": (1980, 3, 22),
    # English
    "5 Mar 1988": (1988, 3, 5), "Mar 5": (None, 3, 5), "March 5, 1988": (1988, 3, 5), "5-Mar-88": (1988, 3, 5),
    "1988 Mar 5": (1988, 3, 5), "5th of March": (None, 3, 5), "Sept. 1": (None, 9, 1),
    # words around it
    "生日:3月5日": (None, 3, 5), "1988年3月5日生": (1988, 3, 5), "1988年3月5日 星期六": (1988, 3, 5),
    "公历1988年3月5日": (1988, 3, 5), "1988-3-5(阳历)": (1988, 3, 5), "公历八月十五": (None, 8, 15),
    # digits of a spreadsheet
    "573494400000": (1988, 3, 5), "1041350400000": (2003, 1, 1),  # milliseconds since 1970
    "21279": (1958, 4, 4), "21279.0": (1958, 4, 4), "19880305.0": (1988, 3, 5),
}  # fmt: skip

READ_LUNAR = {
    "农历八月十五": (None, 8, 15, False), "农历8月15日": (None, 8, 15, False), "农历8.15": (None, 8, 15, False),
    "8月15(农历)": (None, 8, 15, False), "八月十五": (None, 8, 15, False), "8月十五": (None, 8, 15, False),
    "农历 八月 十五": (None, 8, 15, False), "農曆八月十五": (None, 8, 15, False), "lunar 8-15": (None, 8, 15, False),
    "阴历1970年腊月廿三": (1970, 12, 23, False), "1970年腊月廿三": (1970, 12, 23, False),
    "1970年农历腊月廿三": (1970, 12, 23, False), "旧历一九七〇年腊月廿三": (1970, 12, 23, False),
    "70年腊月廿三": (1970, 12, 23, False), "農曆1970年臘月廿三": (1970, 12, 23, False),
    "农历1970-12-23": (1970, 12, 23, False), "阴历19701223": (1970, 12, 23, False),
    "正月初一": (None, 1, 1, False), "冬月廿三": (None, 11, 23, False), "腊月初十": (None, 12, 10, False),
    "九月二十": (None, 9, 20, False), "九月廿": (None, 9, 20, False), "正月卅": (None, 1, 30, False),
    "十一月十一": (None, 11, 11, False), "12月初五": (None, 12, 5, False), "正月8日": (None, 1, 8, False),
    "闰四月初二": (None, 4, 2, True), "闰4月1日": (None, 4, 1, True), "农历闰4-1": (None, 4, 1, True),
    "2020年闰四月初一": (2020, 4, 1, True), "2020年闰4月1日": (2020, 4, 1, True), "农历二月三十": (None, 2, 30, False),
    # English, as the program itself writes it
    "8th month, day 15": (None, 8, 15, False), "1988, 1st month, day 2": (1988, 1, 2, False),
    "2020, leap 4th month, day 1": (2020, 4, 1, True),
}  # fmt: skip


class TestParse:
    @pytest.mark.parametrize(("text", "parts"), READ.items())
    def test_solar(self, text: str, parts: tuple[int | None, int, int]) -> None:
        assert parse_birthday(text, today=TODAY) == Birthday(SOLAR, *parts)

    @pytest.mark.parametrize(("text", "parts"), READ_LUNAR.items())
    def test_lunar(self, text: str, parts: tuple[int | None, int, int, bool]) -> None:
        assert parse_birthday(text, today=TODAY) == Birthday(LUNAR, *parts)
        assert parse_birthday(text, today=TODAY, lunar=True) == Birthday(LUNAR, *parts)

    @pytest.mark.parametrize("text", ["1988-08-15", "1988年8月15日", "19880815", "Aug 15, 1988"])
    def test_a_lunar_column_reads_the_same_numbers_as_lunar(self, text: str) -> None:
        assert parse_birthday(text, today=TODAY, lunar=True) == Birthday(LUNAR, 1988, 8, 15)

    def test_the_words_of_a_value_go_before_its_column(self) -> None:
        assert parse_birthday("公历1988-8-15", today=TODAY, lunar=True) == Birthday(SOLAR, 1988, 8, 15)

    @pytest.mark.parametrize(
        "value",
        [
            None,
            "",
            " ",
            "-",
            "—",
            "/",
            "0/0/00",
            "0000-00-00",
            "00:00",
            "0000年00月00日",
            "未知",
            "N/A",
            0,
            0.0,
            float("nan"),
        ],
    )
    def test_blanks(self, value: str | float | None) -> None:
        assert parse_birthday(value, today=TODAY) is None

    @pytest.mark.parametrize(
        ("value", "b"),
        [
            (21279, Birthday(SOLAR, 1958, 4, 4)),
            (21279.75, Birthday(SOLAR, 1958, 4, 4)),
            (19880305, Birthday(SOLAR, 1988, 3, 5)),
            (19880305.0, Birthday(SOLAR, 1988, 3, 5)),
            (880305, Birthday(SOLAR, 1988, 3, 5)),
            (date(1988, 3, 5), Birthday(SOLAR, 1988, 3, 5)),
            (datetime(1988, 3, 5, 9, 30), Birthday(SOLAR, 1988, 3, 5)),
            (date(1604, 3, 5), Birthday(SOLAR, None, 3, 5)),
        ],
    )
    def test_cells_that_hold_numbers_and_dates(self, value: date | float, b: Birthday) -> None:
        assert parse_birthday(value, today=TODAY) == b
        assert parse_birthday(value, today=TODAY, lunar=True) == Birthday(LUNAR, b.year, b.month, b.day)

    @pytest.mark.parametrize(
        "value",
        [
            "属虎", "88年夏天", "1988", "1988年3月", "198803", "201203", "1988-13-05", "1988-03-32", "13月5日",
            "1066-10-14",
            "13800138000", "1.38E+10", "12:30", "农历", "二十", "八月", "十三月初一", "March", "32 Mar 1988",
            "0030-03-05",
            "公历3月5日 农历二月初八", 1988, 123, 305, -5, 3.5, 19880305.5, True, False,
            13800138000, float("inf"), 1e300,
        ],
    )  # fmt: skip
    def test_what_cannot_be_read(self, value: str | float) -> None:
        with pytest.raises(ValueError, match="cannot be read"):
            parse_birthday(value, today=TODAY)

    @pytest.mark.parametrize(
        "value",
        ["1988-02-30", "1987年2月29日", "87.2.29", "2月30日", "2019年闰四月初一", "农历2026年腊月三十", "公历闰4月1日"],
    )
    def test_days_that_do_not_exist(self, value: str) -> None:
        with pytest.raises(ValueError, match="There is no such day"):
            parse_birthday(value, today=TODAY)

    @pytest.mark.parametrize(
        "value", ["2026-11-22", "2027年1月1日", date(2026, 11, 22), 99_999, "农历2026年冬月初一", "农历2109年1月1日"]
    )
    def test_the_future(self, value: str | date | int) -> None:
        with pytest.raises(ValueError, match="future"):
            parse_birthday(value, today=TODAY)

    def test_a_two_digit_lunar_year_is_not_in_the_future_either(self) -> None:
        assert parse_birthday("农历26年十月十三", today=TODAY) == Birthday(LUNAR, 2026, 10, 13)
        assert parse_birthday("农历26年十月十四", today=TODAY) == Birthday(LUNAR, 1926, 10, 14)

    @given(
        st.text(max_size=20)
        | st.text("0123456789年月日-/. 闰农历初十廿正腊三", max_size=14)
        | st.floats()
        | st.integers()
    )
    def test_anything_is_read_or_refused_with_a_sentence(self, value: str | float) -> None:
        found: object = None
        try:
            found = parse_birthday(value, today=TODAY)
        except ValueError as refused:
            found = refused.args[0]
        assert found is None or isinstance(found, Birthday | Sentence)

    @given(st.dates(date(1900, 1, 1), TODAY))
    def test_a_date_comes_back_from_every_usual_form(self, day: date) -> None:
        expected = Birthday(SOLAR, day.year, day.month, day.day)
        for form in (
            "{:%Y-%m-%d}",
            "{:%Y/%m/%d}",
            "{:%Y.%m.%d}",
            "{:%Y%m%d}",
            "{:%Y年%m月%d日}",
            "{:%d %b %Y}",
            "{:%B %d, %Y}",
        ):
            assert parse_birthday(form.format(day), today=TODAY) == expected

    @given(st.dates(lunar.FIRST_DAY, TODAY))
    def test_a_lunar_date_comes_back_from_its_chinese_words(self, day: date) -> None:
        year, month, day_of_month, leap = lunar.from_solar(day)
        text = f"农历{year}年{lunar.month_name(month, leap)}{lunar.day_name(day_of_month)}"
        assert parse_birthday(text, today=TODAY) == Birthday(LUNAR, year, month, day_of_month, leap)
