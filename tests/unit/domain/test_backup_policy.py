"""Which backups are kept, and what they are called."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.backup_policy import BEFORE, BULK_KEPT, Copy, Why, read_name, shop_part, superfluous

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12)

times = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(microsecond=0))
copies = st.builds(Copy, st.just("shop~1a2b"), times, st.sampled_from(Why))
many = st.sets(copies, max_size=60)


def copy(days: float, why: Why = Why.DAILY) -> Copy:
    return Copy("shop~1a2b", NOON - timedelta(days=days), why)


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1), times)
def test_a_name_is_read_as_it_was_written(stem: str, at: datetime) -> None:
    found = Copy(shop_part(stem, "1a2b"), at, Why.IMPORT)
    assert read_name(found.name) == found
    assert len(found.name.encode()) <= 255


@pytest.mark.parametrize(
    "name",
    [
        "shop.crm",
        "shop~1a2b 2026-02-30 10.00.00 import.crm",
        "shop~1a2b 2026-02-20 10.00.00 whim.crm",
        "shop~1a2b 2026-02-20 10.00.00 import.crm.half",
        "shop~1a2b 2026-02-20 10.00.00 import.crm\n",
        " 2026-02-20 10.00.00 import.crm",
    ],
)
def test_what_is_no_copy_of_ours_is_none(name: str) -> None:
    assert read_name(name) is None


@given(many)
def test_what_must_be_kept_is_kept(found: set[Copy]) -> None:
    kept = found - superfluous(found, TODAY)
    assert kept <= found
    past = [each for each in found if each.at.date() <= TODAY]
    if past:
        assert max(past, key=lambda each: each.at).at in {each.at for each in kept}
    assert {each for each in found if each.at.date() > TODAY} <= kept
    assert {each for each in past if each.why in BEFORE and (TODAY - each.at.date()).days < 7} <= kept
    days = sorted({each.at.date() for each in past}, reverse=True)[:7]
    assert {max(each.at for each in past if each.at.date() == day) for day in days} <= {each.at for each in kept}


@given(many)
def test_no_more_is_kept_than_said_and_thinning_again_changes_nothing(found: set[Copy]) -> None:
    kept = found - superfluous(found, TODAY)
    ruled = [
        each
        for each in kept
        if each.at.date() <= TODAY and not (each.why in BEFORE and (TODAY - each.at.date()).days < 7)
    ]
    assert len({each.at for each in ruled}) <= 7 + 4 + 12
    assert superfluous(kept, TODAY) == set()


@given(st.lists(st.booleans(), min_size=40, max_size=500))
@settings(max_examples=20)
def test_day_after_day_a_week_a_month_and_a_year_stay_behind(open_on: list[bool]) -> None:
    kept: set[Copy] = set()
    made: list[Copy] = []
    for day, is_open in enumerate(open_on):
        at = datetime(2025, 1, 1, 20) + timedelta(days=day)
        if is_open:
            made.append(Copy("shop~1a2b", at, Why.DAILY))
            kept.add(made[-1])
        kept -= superfluous(kept, at.date())
    assert set(made[-7:]) <= kept
    for name, count in (("%G-%V", 4), ("%Y-%m", 12)):
        last = {each.at.strftime(name): each for each in made}
        assert set(list(last.values())[-count:]) <= kept
    assert len(kept) <= 23


def test_days_weeks_and_months() -> None:
    found = [copy(days) for days in range(800)] + [copy(days + 0.2) for days in range(800)]
    kept = set(found) - superfluous(found, TODAY)
    assert {each for each in kept if each.at > NOON - timedelta(days=6.5)} == {copy(days) for days in range(7)}
    assert sorted({each.at.month for each in kept}) == list(range(1, 13))
    assert len(kept) <= 23


def test_a_copy_of_a_wrong_clock_pushes_out_none() -> None:
    wrong = Copy("shop~1a2b", datetime(2099, 1, 1), Why.DAILY)
    found = [wrong, *(copy(days) for days in range(7))]
    assert superfluous(found, TODAY) == set()


def test_a_till_that_sends_a_file_every_few_minutes_does_not_fill_the_disk() -> None:
    found = [copy(minutes / 1440, Why.ARRIVAL) for minutes in range(0, 300, 5)]
    assert set(found) - superfluous(found, TODAY) == {found[0]}


def test_a_shop_closed_for_a_month_has_its_last_week_still() -> None:
    assert superfluous([copy(days) for days in range(30, 37)], TODAY) == set()


def test_copies_made_before_something_large_go_after_a_week() -> None:
    young = [copy(1 + n / 10, Why.IMPORT) for n in range(4)]
    old = [copy(40 + n / 10, Why.IMPORT) for n in range(4)]
    assert superfluous([*young, *old, copy(0), copy(40.4)], TODAY) == {*old[1:], copy(40.4)}


@given(many, st.data())
def test_a_damaged_copy_takes_nobodys_place(found: set[Copy], data: st.DataObject) -> None:
    bad = data.draw(st.sets(st.sampled_from(sorted(found, key=str))) if found else st.just(set[Copy]()))
    gone = superfluous(found, TODAY, lambda each: each not in bad)
    # No good copy goes that would stay if there were none but the good ones.
    assert gone - bad <= superfluous(found - bad, TODAY)
    assert all((TODAY - each.at.date()).days > 366 for each in gone & bad if each not in superfluous(found, TODAY))
    assert superfluous(found, TODAY, lambda each: False) & bad <= superfluous(found, TODAY) | {
        each for each in bad if (TODAY - each.at.date()).days > 366
    }


def test_only_copies_that_push_out_others_are_looked_at() -> None:
    asked: list[Copy] = []

    def is_good(each: Copy) -> bool:
        asked.append(each)
        return True

    assert superfluous([copy(days) for days in range(7)], TODAY, is_good) == set()
    assert asked == []
    found = [copy(days) for days in (*range(10), 100, 200)]
    gone = superfluous(found, TODAY, is_good)
    assert gone == superfluous(found, TODAY) != set()
    assert set(asked) == {each for each in set(found) - gone if each.at > min(gone, key=lambda old: old.at).at}
    assert copy(100) not in asked


def test_the_good_one_of_a_week_ago_stays_while_those_of_this_week_are_damaged() -> None:
    found = [copy(days) for days in range(10)]
    bad = set(found[:3])
    gone = superfluous(found, TODAY, lambda each: each not in bad)
    assert gone == set()
    assert superfluous(found, TODAY) != set()


def test_a_damaged_copy_goes_after_a_year() -> None:
    bad, good = copy(400), copy(401)
    found = [bad, good, *(copy(days) for days in range(7))]
    assert superfluous(found, TODAY) == {good}
    assert superfluous(found, TODAY, lambda each: each != bad) == {bad}


def test_before_changes_of_many_rows_the_newest_few_are_kept() -> None:
    found = [copy(minutes / 1440, Why.BULK) for minutes in range(0, 100, 5)]
    assert set(found) - superfluous(found, TODAY) == set(found[:BULK_KEPT])
