"""Follow-ups: planned, done, come again, put off, reopened, listed by section, and undone."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date, time

import pytest

from crm_desktop.domain.recurrence import Recurrence, Unit
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.services.follow_ups import FollowUp, FollowUpDraft, FollowUps, Section
from crm_desktop.services.sorting import Sort
from crm_desktop.store import models
from crm_desktop.store.shop import Shop
from tests.fakes import NOW

TODAY = NOW.date()
UNDO = Sentence("Undone")
MONTHLY = Recurrence(1, Unit.MONTH)


@pytest.fixture
def follow_ups(shop: Shop) -> FollowUps:
    return FollowUps(shop)


@pytest.fixture
def wang(shop: Shop) -> int:
    return person(shop, "王芳", "wang fang", "+8613800138000")


def person(shop: Shop, name: str, sort_key: str, phone: str) -> int:
    with shop.change(Sentence("Added")):
        customer = models.Customer.insert(
            name=name, sort_key=sort_key, pinyin=sort_key.replace(" ", ""), created=NOW.isoformat()
        ).execute()
        models.Phone.insert(customer=customer, number=phone, reversed_digits=phone[:0:-1], is_main=True).execute()
    return int(customer)


def plan(follow_ups: FollowUps, draft: FollowUpDraft) -> FollowUp:
    new_id = follow_ups.add(draft).new_id
    assert new_id is not None
    return follow_ups.get(new_id)


def open_ones(follow_ups: FollowUps) -> list[tuple[str, date]]:
    return [(f.what, f.due) for f in follow_ups.get_many(follow_ups.ids())]


# Writing


def test_a_follow_up_is_planned_and_undone(shop: Shop, follow_ups: FollowUps, wang: int) -> None:
    change = follow_ups.add(FollowUpDraft(wang, " 回访 ", date(2026, 11, 19), time(15, 20), 1))
    assert change.new_id is not None
    found = follow_ups.get(change.new_id)
    assert found == FollowUp(
        change.new_id,
        wang,
        "王芳",
        "+8613800138000",
        "回访",
        date(2026, 11, 19),
        time(15, 20),
        1,
        None,
        None,
        None,
        "",
        2,
    )
    assert str(change.title) == "Planned “回访” for 王芳"
    assert change.concerns("follow_up")
    assert FollowUpDraft.of(found) == FollowUpDraft(wang, "回访", date(2026, 11, 19), time(15, 20), 1)
    shop.undo(change.id or 0, UNDO)
    assert follow_ups.ids() == []
    with pytest.raises(NotFound):
        follow_ups.get(change.new_id)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"what": "  "}, "what"),
        ({"what": "长" * 501}, "what"),
        ({"due": date(1899, 12, 31)}, "due"),
        ({"due": date(2101, 1, 1)}, "due"),
        ({"priority": 2}, "priority"),
        ({"customer_id": 99}, "customer"),
    ],
)
def test_what_cannot_be_planned_is_refused_by_field(
    follow_ups: FollowUps, wang: int, values: dict[str, object], field: str
) -> None:
    draft = replace(FollowUpDraft(wang, "回访", TODAY), **values)
    with pytest.raises(InvalidInput) as caught:
        follow_ups.add(draft)
    assert set(caught.value.fields) == {field}
    assert follow_ups.ids() == []


def test_an_edit_is_undone_and_a_new_day_replaces_the_snooze(shop: Shop, follow_ups: FollowUps, wang: int) -> None:
    before = plan(follow_ups, FollowUpDraft(wang, "回访", TODAY))
    follow_ups.snooze([before.id], date(2026, 11, 25))
    follow_ups.edit(before.id, replace(FollowUpDraft.of(before), what="送样茶"))
    assert follow_ups.get(before.id).snoozed_until == date(2026, 11, 25)
    change = follow_ups.edit(before.id, replace(FollowUpDraft.of(before), due=date(2026, 12, 1)))
    after = follow_ups.get(before.id)
    assert (after.what, after.due, after.snoozed_until) == ("回访", date(2026, 12, 1), None)
    assert str(change.title) == "Changed “送样茶” for 王芳"
    shop.undo(change.id or 0, UNDO)
    assert follow_ups.get(before.id).snoozed_until == date(2026, 11, 25)


def test_follow_ups_are_deleted_one_or_several_and_come_back(shop: Shop, follow_ups: FollowUps, wang: int) -> None:
    ids = [plan(follow_ups, FollowUpDraft(wang, what, TODAY)).id for what in ("甲", "乙", "丙")]
    one = follow_ups.delete(ids[:1])
    assert str(one.title) == "Deleted “甲” for 王芳"
    several = follow_ups.delete(ids[1:])
    assert str(several.title) == "Deleted 2 follow-ups"
    shop.undo(several.id or 0, UNDO)
    shop.undo(one.id or 0, UNDO)
    assert sorted(follow_ups.ids()) == ids


def test_done_keeps_when_and_with_what_outcome(shop: Shop, follow_ups: FollowUps, wang: int) -> None:
    planned = plan(follow_ups, FollowUpDraft(wang, "回访", date(2026, 11, 1)))
    change = follow_ups.done(planned.id, " 茶不错 ")
    found = follow_ups.get(planned.id)
    assert (found.done_at, found.outcome, found.overdue_days) == (NOW, "茶不错", 0)
    assert change.new_id is None
    assert str(change.title) == "Did “回访” for 王芳"
    assert follow_ups.ids() == []
    shop.undo(change.id or 0, UNDO)
    assert follow_ups.get(planned.id) == planned


def test_a_recurring_one_comes_again_in_the_same_change(shop: Shop, follow_ups: FollowUps, wang: int) -> None:
    first = plan(follow_ups, FollowUpDraft(wang, "送茶", date(2026, 10, 31), time(9, 0), 1, MONTHLY))
    change = follow_ups.done(first.id)
    following = follow_ups.get(change.new_id or 0)
    assert (following.what, following.due, following.due_time, following.priority) == (
        "送茶", date(2026, 11, 30), time(9, 0), 1,
    )  # fmt: skip
    assert str(change.title) == "Did “送茶” for 王芳; next on 2026-11-30"
    # The 31st is remembered across the short month.
    again = follow_ups.get(follow_ups.done(following.id).new_id or 0)
    assert again.due == date(2026, 12, 31)
    again_change = follow_ups.done(first.id, "改了结果")
    assert again_change.new_id is None
    assert follow_ups.get(first.id).outcome == "改了结果"
    assert follow_ups.get(first.id).done_at == NOW


def test_done_with_its_next_is_undone_as_one(shop: Shop, follow_ups: FollowUps, wang: int) -> None:
    first = plan(follow_ups, FollowUpDraft(wang, "送茶", date(2026, 11, 1), recurrence=MONTHLY))
    shop.undo(follow_ups.done(first.id).id or 0, UNDO)
    assert open_ones(follow_ups) == [("送茶", date(2026, 11, 1))]


def test_editing_keeps_the_day_of_the_month_unless_the_day_or_the_rule_changes(
    shop: Shop, follow_ups: FollowUps, wang: int
) -> None:
    first = plan(follow_ups, FollowUpDraft(wang, "送茶", date(2026, 10, 31), recurrence=MONTHLY))
    second = follow_ups.get(follow_ups.done(first.id).new_id or 0)
    assert second.recurrence == replace(MONTHLY, anchor_day=31)
    follow_ups.edit(second.id, FollowUpDraft(wang, "送好茶", second.due, recurrence=MONTHLY))
    assert follow_ups.get(second.id).recurrence == replace(MONTHLY, anchor_day=31)
    follow_ups.edit(second.id, FollowUpDraft(wang, "送好茶", date(2026, 11, 29), recurrence=MONTHLY))
    assert follow_ups.get(second.id).recurrence == replace(MONTHLY, anchor_day=29)
    follow_ups.edit(second.id, FollowUpDraft(wang, "送好茶", date(2026, 11, 29), recurrence=Recurrence(2, Unit.WEEK)))
    assert follow_ups.get(second.id).recurrence == Recurrence(2, Unit.WEEK)
    follow_ups.edit(second.id, FollowUpDraft(wang, "送好茶", date(2026, 11, 29)))
    assert follow_ups.get(second.id).recurrence is None


def test_done_and_next_plans_what_she_says(shop: Shop, follow_ups: FollowUps, wang: int) -> None:
    first = plan(follow_ups, FollowUpDraft(wang, "回访", TODAY, recurrence=MONTHLY))
    change = follow_ups.done_and_next(first.id, "没接", FollowUpDraft(wang, "再打", date(2026, 11, 23)))
    assert follow_ups.get(first.id).outcome == "没接"
    assert open_ones(follow_ups) == [("再打", date(2026, 11, 23))]
    assert change.new_id == follow_ups.ids()[0]
    assert str(change.title) == "Did “回访” for 王芳; next on 2026-11-23"
    shop.undo(change.id or 0, UNDO)
    assert open_ones(follow_ups) == [("回访", TODAY)]
    with pytest.raises(InvalidInput):
        follow_ups.done_and_next(first.id, "", FollowUpDraft(wang, "", TODAY))
    assert open_ones(follow_ups) == [("回访", TODAY)]


def test_too_long_an_outcome_is_refused_and_nothing_is_done(follow_ups: FollowUps, wang: int) -> None:
    first = plan(follow_ups, FollowUpDraft(wang, "回访", TODAY))
    with pytest.raises(InvalidInput) as caught:
        follow_ups.done(first.id, "x" * 2001)
    assert set(caught.value.fields) == {"outcome"}
    assert follow_ups.get(first.id) == first


def test_snoozing_moves_the_day_but_not_of_what_is_done(shop: Shop, follow_ups: FollowUps, wang: int) -> None:
    ids = [plan(follow_ups, FollowUpDraft(wang, what, date(2026, 11, 1))).id for what in ("甲", "乙")]
    follow_ups.done(ids[1])
    change = follow_ups.snooze(ids, date(2026, 11, 24))
    assert str(change.title) == "Put off 2 follow-ups to 2026-11-24"
    first, second = follow_ups.get_many(ids)
    assert (first.snoozed_until, first.day, first.overdue_days) == (date(2026, 11, 24), date(2026, 11, 24), 0)
    assert second.snoozed_until is None
    shop.undo(change.id or 0, UNDO)
    assert follow_ups.get(ids[0]).overdue_days == 20
    assert str(follow_ups.snooze(ids[:1], TODAY).title) == "Put off “甲” for 王芳 to 2026-11-21"


@pytest.mark.parametrize("until", [date(2026, 11, 20), date(2101, 1, 1)])
def test_nothing_is_put_off_to_the_past_or_beyond_the_calendar(follow_ups: FollowUps, wang: int, until: date) -> None:
    first = plan(follow_ups, FollowUpDraft(wang, "甲", TODAY))
    with pytest.raises(InvalidInput) as caught:
        follow_ups.snooze([first.id], until)
    assert set(caught.value.fields) == {"until"}


def test_reopening_does_not_make_two_of_a_series(shop: Shop, follow_ups: FollowUps, wang: int) -> None:
    first = plan(follow_ups, FollowUpDraft(wang, "送茶", TODAY, recurrence=MONTHLY))
    follow_ups.done(first.id)
    change = follow_ups.reopen(first.id)
    assert follow_ups.get(first.id).done_at is None
    assert follow_ups.get(first.id).recurrence is None
    assert len(follow_ups.ids()) == 2
    assert str(change.title) == "Reopened “送茶” for 王芳"
    shop.undo(change.id or 0, UNDO)
    assert follow_ups.get(first.id).recurrence == MONTHLY


def test_reopening_keeps_the_series_where_no_next_is_planned(follow_ups: FollowUps, wang: int) -> None:
    first = plan(follow_ups, FollowUpDraft(wang, "送茶", TODAY, recurrence=MONTHLY))
    new_id = follow_ups.done(first.id).new_id
    follow_ups.delete([new_id or 0])
    follow_ups.reopen(first.id)
    assert follow_ups.get(first.id) == first
    assert follow_ups.reopen(first.id).id is None


# Reading


@pytest.fixture
def book(shop: Shop, follow_ups: FollowUps, wang: int) -> dict[int, str]:
    """Follow-ups of every section, by id."""
    li = person(shop, "李伟", "li wei", "+8613900139000")
    letters = {}
    for letter, customer, due, at, priority in (
        ("a", wang, date(2026, 11, 10), None, 0),
        ("b", li, date(2026, 11, 20), None, 0),
        ("c", wang, TODAY, None, 0),
        ("d", wang, TODAY, time(9, 0), -1),
        ("e", li, date(2026, 11, 22), None, 0),
        ("f", wang, date(2026, 11, 28), None, 1),
        ("g", li, date(2026, 11, 29), None, 0),
        ("h", wang, date(2026, 11, 1), None, 0),
        ("i", li, date(2026, 11, 1), None, 0),
    ):
        letters[plan(follow_ups, FollowUpDraft(customer, f"事{letter}", due, at, priority)).id] = letter
    ids = {letter: key for key, letter in letters.items()}
    follow_ups.snooze([ids["h"]], TODAY)
    follow_ups.done(ids["i"], "收到")
    return letters


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (Section.ALL, "abdchefg"),
        (Section.OVERDUE, "ab"),
        (Section.TODAY, "dch"),
        (Section.WEEK, "ef"),
        (Section.LATER, "g"),
        (Section.DONE, "i"),
    ],
)
def test_sections(follow_ups: FollowUps, book: dict[int, str], section: Section, expected: str) -> None:
    ids = follow_ups.ids(section, TODAY)
    assert "".join(book[i] for i in ids) == expected
    assert follow_ups.counts(TODAY)[section] == len(expected)
    assert follow_ups.counts()[section] == len(follow_ups.ids(section))


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort("due", True), "gfedchba"),
        (Sort("customer"), "begadchf"),
        (Sort("what"), "abcdefgh"),
        (Sort("priority", True), "fabchegd"),
    ],
)
def test_the_list_is_sorted(follow_ups: FollowUps, book: dict[int, str], sort: Sort, expected: str) -> None:
    assert "".join(book[i] for i in follow_ups.ids(sort=sort)) == expected


def test_what_was_done_is_listed_newest_first(follow_ups: FollowUps, book: dict[int, str]) -> None:
    ids = {letter: key for key, letter in book.items()}
    follow_ups.done(ids["c"])
    assert "".join(book[i] for i in follow_ups.ids(Section.DONE)) == "ic"
    assert "".join(book[i] for i in follow_ups.ids(Section.DONE, sort=Sort("done_at"))) == "ic"


def test_the_list_is_filtered(follow_ups: FollowUps, book: dict[int, str], wang: int) -> None:
    def found(section: Section = Section.ALL, text: str = "", customer_id: int | None = None) -> str:
        return "".join(book[i] for i in follow_ups.ids(section, text=text, customer_id=customer_id))

    assert found(text="事a") == "a"
    assert found(text="liwei 事g") == "g"
    assert found(text="李伟") == "beg"
    assert found(Section.DONE, text="收到") == "i"
    assert found(text="139000") == "beg"
    assert found(customer_id=wang) == "adchf"


def test_many_are_read_in_the_order_asked_as_of_a_day(follow_ups: FollowUps, book: dict[int, str]) -> None:
    ids = {letter: key for key, letter in book.items()}
    found = follow_ups.get_many([ids["g"], 99, ids["a"]], on=date(2026, 12, 1))
    assert [(f.what, f.overdue_days) for f in found] == [("事g", 2), ("事a", 21)]


def test_earlier_words_are_proposed_the_most_frequent_first(follow_ups: FollowUps, wang: int) -> None:
    assert follow_ups.earlier_words() == []
    for what in ("回访", "送茶", "送茶", "催票"):
        follow_ups.add(FollowUpDraft(wang, what, TODAY))
    assert follow_ups.earlier_words()[0] == "送茶"
    assert set(follow_ups.earlier_words()) == {"送茶", "回访", "催票"}
    assert follow_ups.earlier_words(limit=1) == ["送茶"]


def test_the_ids_of_very_many_are_packed(follow_ups: FollowUps, wang: int) -> None:
    for day in (3, 1, 2):
        follow_ups.add(FollowUpDraft(wang, f"{day}", date(2026, 12, day)))
    assert follow_ups.packed_ids() == array("q", follow_ups.ids())
    assert [each.what for each in follow_ups.get_many(follow_ups.packed_ids())] == ["1", "2", "3"]
