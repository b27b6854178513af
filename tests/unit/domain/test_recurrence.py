"""Recurring follow-ups: series, month ends, late and early completion."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop import language
from crm_desktop.domain.recurrence import MOST, Recurrence, Unit, anchored, decode, next_due, parse, words

recurrences = st.builds(
    Recurrence, st.integers(1, MOST), st.sampled_from(Unit), st.booleans(), st.none() | st.integers(1, 31)
)
some_days = st.dates(date(1950, 1, 1), date(2200, 12, 31))


def series(r: Recurrence, due: date, length: int) -> list[date]:
    found = [due]
    for _ in range(length):
        found.append(next_due(r, found[-1], found[-1]))
    return found


class TestNextDue:
    @pytest.mark.parametrize(
        ("r", "due", "done_on", "expected"),
        [
            (Recurrence(1, Unit.DAY), date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 2)),
            (Recurrence(2, Unit.WEEK), date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 15)),
            (Recurrence(2, Unit.WEEK), date(2026, 1, 1), date(2026, 1, 15), date(2026, 1, 29)),
            (Recurrence(1, Unit.MONTH), date(2026, 1, 10), date(2026, 6, 10), date(2026, 7, 10)),
            (Recurrence(1, Unit.MONTH), date(2026, 1, 10), date(2026, 6, 9), date(2026, 6, 10)),
            (Recurrence(1, Unit.MONTH), date(2026, 1, 10), date(2025, 12, 1), date(2026, 2, 10)),
            (Recurrence(3, Unit.MONTH), date(2026, 11, 30), date(2026, 11, 30), date(2027, 2, 28)),
            (Recurrence(1, Unit.YEAR), date(2024, 2, 29), date(2024, 2, 29), date(2025, 2, 28)),
            (Recurrence(1, Unit.YEAR, anchor_day=29), date(2027, 2, 28), date(2027, 2, 28), date(2028, 2, 29)),
            (Recurrence(4, Unit.YEAR), date(2024, 2, 29), date(2024, 2, 29), date(2028, 2, 29)),
        ],
    )
    def test_from_the_due_date(self, r: Recurrence, due: date, done_on: date, expected: date) -> None:
        assert next_due(r, due, done_on) == expected

    @pytest.mark.parametrize(
        ("r", "due", "done_on", "expected"),
        [
            (Recurrence(10, Unit.DAY, True), date(2026, 1, 1), date(2026, 1, 4), date(2026, 1, 14)),
            (Recurrence(1, Unit.WEEK, True), date(2026, 1, 31), date(2026, 1, 1), date(2026, 2, 5)),
            (Recurrence(1, Unit.MONTH, True), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 28)),
            (Recurrence(1, Unit.MONTH, True, 31), date(2026, 2, 28), date(2026, 3, 2), date(2026, 4, 2)),
            (Recurrence(1, Unit.YEAR, True), date(2024, 1, 1), date(2024, 2, 29), date(2025, 2, 28)),
            (Recurrence(1, Unit.MONTH, True), date(2026, 3, 31), date(2026, 1, 31), date(2026, 4, 30)),
        ],
    )
    def test_from_completion(self, r: Recurrence, due: date, done_on: date, expected: date) -> None:
        assert next_due(r, due, done_on) == expected

    def test_month_ends_are_kept(self) -> None:
        due = date(2026, 1, 31)
        assert [(d.month, d.day) for d in series(anchored(Recurrence(1, Unit.MONTH), due), due, 4)] == [
            (1, 31), (2, 28), (3, 31), (4, 30), (5, 31),
        ]  # fmt: skip
        due = date(2026, 1, 30)
        assert [d.day for d in series(anchored(Recurrence(1, Unit.MONTH), due), due, 3)] == [30, 28, 30, 30]
        due = date(2024, 2, 29)
        assert [d.day for d in series(anchored(Recurrence(1, Unit.YEAR), due), due, 4)] == [29, 28, 28, 28, 29]

    def test_a_due_date_moved_by_hand_forgets_the_month_end(self) -> None:
        assert next_due(Recurrence(1, Unit.MONTH, anchor_day=31), date(2026, 2, 15), date(2026, 2, 15)) == date(
            2026, 3, 15
        )

    def test_the_end_of_time(self) -> None:
        for unit in Unit:
            with pytest.raises(OverflowError):
                next_due(Recurrence(1, unit), date.max, date.max)

    @given(recurrences, some_days, some_days)
    def test_always_after_the_due_date(self, r: Recurrence, due: date, done_on: date) -> None:
        assert next_due(r, due, done_on) > due

    @given(st.integers(1, 40), st.sampled_from(Unit), some_days, st.integers(0, 4000))
    def test_late_completion_gives_the_first_day_of_the_series_after_it(
        self, every: int, unit: Unit, due: date, late: int
    ) -> None:
        r = anchored(Recurrence(every, unit), due)
        done_on = due + timedelta(days=late)
        day = due
        while day <= done_on:
            day = next_due(r, day, day)
        assert next_due(r, due, done_on) == day

    @given(st.integers(1, MOST), st.sampled_from([Unit.MONTH, Unit.YEAR]), some_days)
    def test_a_month_series_keeps_its_day_or_the_last(self, every: int, unit: Unit, due: date) -> None:
        following = next_due(anchored(Recurrence(every, unit), due), due, due)
        assert following.day == min(due.day, monthrange(following.year, following.month)[1])
        months = (following.year - due.year) * 12 + following.month - due.month
        assert months == every * (12 if unit is Unit.YEAR else 1)


class TestAnchored:
    def test_an_anchor_that_the_day_still_follows_is_kept(self) -> None:
        r = Recurrence(1, Unit.MONTH, anchor_day=31)
        assert anchored(r, date(2026, 2, 28)) == r
        assert anchored(r, date(2026, 4, 29)).anchor_day == 29

    @pytest.mark.parametrize(
        ("r", "day", "anchor"),
        [
            (Recurrence(1, Unit.MONTH), 31, 31),
            (Recurrence(1, Unit.YEAR), 29, 29),
            (Recurrence(1, Unit.MONTH, anchor_day=31), 28, None),
            (Recurrence(1, Unit.WEEK), 31, None),
            (Recurrence(1, Unit.MONTH, True), 31, None),
        ],
    )
    def test_only_days_that_some_months_lack(self, r: Recurrence, day: int, anchor: int | None) -> None:
        assert anchored(r, date(2026, 1, day)).anchor_day == anchor


class TestText:
    def test_encoded(self) -> None:
        assert Recurrence(2, Unit.WEEK).encode() == "2:week:due"
        assert Recurrence(10, Unit.DAY, from_completion=True).encode() == "10:day:done"
        assert Recurrence(1, Unit.MONTH, anchor_day=31).encode() == "1:month:due:31"

    @given(recurrences)
    def test_comes_back(self, r: Recurrence) -> None:
        assert decode(r.encode()) == r

    @pytest.mark.parametrize(
        "text",
        ["", "0:day:due", "1000:day:due", "1:hour:due", "1:day", "1:day:due:32", "1:day:due:0", "x", "１:day:due"],
    )
    def test_other_texts_are_none(self, text: str) -> None:
        assert decode(text) is None

    @pytest.mark.parametrize("wrong", [{"every": 0}, {"every": 1000}, {"anchor_day": 32}, {"anchor_day": -1}])
    def test_impossible_ones_are_refused(self, wrong: dict[str, int]) -> None:
        with pytest.raises(ValueError, match="every 1 to 999"):
            Recurrence(**{"every": 1, "unit": Unit.DAY, **wrong})


@pytest.mark.parametrize(
    ("r", "text", "args", "n"),
    [
        (Recurrence(1, Unit.DAY), "every day", (), None),
        (Recurrence(1, Unit.WEEK), "every week", (), None),
        (Recurrence(1, Unit.MONTH), "every month", (), None),
        (Recurrence(1, Unit.YEAR), "every year", (), None),
        (Recurrence(3, Unit.DAY), "every %1 days", (3,), None),
        (Recurrence(3, Unit.WEEK), "every %1 weeks", (3,), None),
        (Recurrence(3, Unit.MONTH), "every %1 months", (3,), None),
        (Recurrence(3, Unit.YEAR), "every %1 years", (3,), None),
        (Recurrence(3, Unit.DAY, True), "%n day(s) after it is done", (), 3),
        (Recurrence(1, Unit.WEEK, True), "%n week(s) after it is done", (), 1),
        (Recurrence(3, Unit.MONTH, True), "%n month(s) after it is done", (), 3),
        (Recurrence(1, Unit.YEAR, True), "%n year(s) after it is done", (), 1),
    ],
)
def test_words(r: Recurrence, text: str, args: tuple[int, ...], n: int | None) -> None:
    said = words(r)
    assert (said.text, said.args, said.n) == (text, args, n)


class TestParse:
    @pytest.mark.parametrize("spoken", language.LANGUAGES)
    @given(r=recurrences)
    def test_what_is_said_is_understood(self, spoken: str, r: Recurrence) -> None:
        language.set_language(spoken)
        assert parse(str(words(r))) == replace(r, anchor_day=None)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("每两周", Recurrence(2, Unit.WEEK)),
            ("每3个月一次", Recurrence(3, Unit.MONTH)),
            ("每隔十天", Recurrence(10, Unit.DAY)),
            ("每季度", Recurrence(3, Unit.MONTH)),
            ("半年", Recurrence(6, Unit.MONTH)),
            ("完成后10天", Recurrence(10, Unit.DAY, from_completion=True)),
            ("2 weeks", Recurrence(2, Unit.WEEK)),
            ("Every Month", Recurrence(1, Unit.MONTH)),
            ("weekly", Recurrence(1, Unit.WEEK)),
            ("monthly after it is done", Recurrence(1, Unit.MONTH, from_completion=True)),
        ],
    )
    def test_how_people_put_it(self, text: str, expected: Recurrence) -> None:
        assert parse(text) == expected

    @pytest.mark.parametrize("text", ["", "下次", "every 0 days", "每 1000 天", "every 10000000000 days", "2026-01-02"])
    def test_what_names_none(self, text: str) -> None:
        assert parse(text) is None
