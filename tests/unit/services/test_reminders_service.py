"""Telling what fell due: once, after absence too, put away and put off, by two programs, under wrong clocks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.reminding.entries import BackupFact
from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.errors import InvalidInput
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.services.reminding.notes import KEPT_ROUNDS, ReminderNotes
from crm_desktop.services.reminding.reminders import Reminders
from crm_desktop.services.reminding.round import Round
from crm_desktop.store.models import ChangeRecord, Customer, ReminderAnswer, ReminderRound, ReminderTold
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock

MONDAY = datetime(2026, 11, 23, 9, 0)
LONG_AGO = datetime(2026, 11, 1, 8, 0)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday(clock: FakeClock) -> None:
    clock.set(MONDAY)


@pytest.fixture
def reminders(services: Services) -> Reminders:
    return services.reminders


def customer(services: Services, name: str = "王芳", birthday: date | None = None) -> int:
    day = Birthday(Calendar.SOLAR, 1988, birthday.month, birthday.day) if birthday else None
    new_id = services.customers.add(CustomerDraft(name=name, birthday=day)).new_id
    assert new_id is not None
    return new_id


def follow_up(services: Services, who: int, due: date, at: time | None = None) -> int:
    new_id = services.follow_ups.add(FollowUpDraft(who, "打电话", due, at)).new_id
    assert new_id is not None
    return new_id


def buy(services: Services, who: int, at: datetime) -> None:
    services.purchases.record(PurchaseDraft(customer_id=who, at=at, lines=(LineDraft(None, "茶", 1000, 100),)))


def comes_every_ten_days(services: Services, last: date) -> int:
    who = customer(services, "常客")
    for visit in range(4):
        buy(services, who, datetime.combine(last - timedelta(days=10 * visit), time(8)))
    return who


def begin(services: Services, at: datetime, **options: Any) -> Round | None:
    """What a program that has run for long tells at a time."""
    services.clock.set(at)  # type: ignore[attr-defined]
    return services.reminders.begin(at, **({"alive_since": LONG_AGO} | options))


def tell(services: Services, at: datetime, **options: Any) -> list[str]:
    """The keys of what is on the screen at a time."""
    begun = begin(services, at, **options)
    if begun is None:
        return []
    services.reminders.told(begun)
    return [each.key for each in begun.reminders]


def outcomes(services: Services, of: Any = ReminderRound.outcome) -> list[Any]:
    return [row[0] for row in services.shop.rows(ReminderRound.select(of).order_by(ReminderRound.id))]


def states(services: Services) -> dict[str, str]:
    return dict(services.shop.rows(ReminderTold.select(ReminderTold.key, ReminderTold.state)))


# Rounds


def test_a_chosen_time_is_handled_once(services: Services, reminders: Reminders) -> None:
    wang = customer(services, birthday=MONDAY.date())
    follow_up(services, wang, MONDAY.date())
    changes = ChangeRecord.select().count()
    before = MONDAY - timedelta(hours=1)
    assert tell(services, before) == ["follow-up:1:2026-11-23/due", "birthday:1:solar:2026/2026-11-23/0"]
    assert reminders.next_moment(before) == MONDAY
    assert tell(services, MONDAY) == []
    assert outcomes(services) == ["told", "nothing"]
    assert reminders.next_moment(MONDAY) == MONDAY + DAY
    assert tell(services, MONDAY + DAY) == ["follow-up:1:2026-11-23/late"]
    assert ChangeRecord.select().count() == changes, "what was told is no change of hers"


def test_the_first_round_begins_with_its_day(services: Services) -> None:
    customer(services, birthday=date(2026, 11, 22))
    wang = customer(services, birthday=date(2026, 11, 24))
    follow_up(services, wang, date(2026, 9, 1))
    assert tell(services, MONDAY) == ["follow-up:1:2026-09-01/late"]
    assert tell(services, MONDAY + DAY) == ["birthday:2:solar:2026/2026-11-24/0"]


def test_what_is_typed_after_the_round_for_its_day_is_told_the_next(services: Services) -> None:
    tell(services, MONDAY)
    customer(services, birthday=MONDAY.date())
    begun = begin(services, MONDAY + DAY)
    assert begun is not None
    assert [(each.key, each.missed) for each in begun.reminders] == [("birthday:1:solar:2026/2026-11-23/0", False)]
    assert begun.away == 0


def test_a_birthday_is_announced_again_as_it_comes_nearer(services: Services) -> None:
    customer(services, birthday=date(2026, 11, 30))
    found = [tell(services, MONDAY + n * DAY) for n in range(9)]
    told = {n: keys[0].rpartition("/")[2] for n, keys in enumerate(found) if keys}
    assert told == {0: "7", 4: "3", 7: "0"}


def test_days_missed_are_told_at_once_with_the_reason(services: Services) -> None:
    tell(services, MONDAY)
    for n, name in enumerate(("甲", "乙", "丙", "丁")):
        customer(services, name, birthday=date(2026, 11, 24 + n))
    started = datetime(2026, 11, 27, 8, 30)
    begun = begin(services, started, alive_since=started)
    assert begun is not None
    assert [each.name for each in begun.reminders] == ["甲", "乙", "丙", "丁"]
    assert [each.missed for each in begun.reminders] == [True, True, True, False]
    assert begun.away == 3
    services.reminders.told(begun)
    assert outcomes(services) == ["nothing", "off", "told"]
    assert outcomes(services, ReminderRound.told_at)[1] is not None
    assert outcomes(services, ReminderRound.told)[1:] == [4, 4]
    assert [each.name for each in services.reminders.open(started)] == ["丁", "甲", "乙", "丙"]


def test_sleep_and_a_late_start_on_the_same_day_are_told_apart(services: Services) -> None:
    services.settings.change(reminder_times=("09:00", "15:00"))
    tell(services, MONDAY)
    wang = customer(services)
    follow_up(services, wang, MONDAY.date())
    begun = begin(services, MONDAY + timedelta(hours=9))
    assert begun is not None
    assert outcomes(services) == ["nothing", "asleep", "telling"]
    assert begun.away == 0


def test_some_days_off_some_asleep(services: Services) -> None:
    tell(services, MONDAY)
    wang = customer(services, birthday=date(2026, 11, 24))
    follow_up(services, wang, date(2026, 11, 26))
    tell(services, datetime(2026, 11, 27, 8), alive_since=datetime(2026, 11, 25, 20))
    rows = services.shop.rows(ReminderRound.select(ReminderRound.since, ReminderRound.until, ReminderRound.outcome))
    assert rows[1:3] == [
        ("2026-11-24T09:00:00", "2026-11-26T09:00:00", "off"),
        ("2026-11-26T09:00:00", "2026-11-27T08:00:00", "asleep"),
    ]


def test_nothing_is_told_on_closed_days_and_all_of_it_after_them(services: Services, reminders: Reminders) -> None:
    services.settings.change(closed_weekdays=(5, 6))
    friday = datetime(2026, 11, 27, 9)
    tell(services, friday)
    wang = customer(services, birthday=date(2026, 11, 28))
    follow_up(services, wang, date(2026, 11, 29), time(10))
    assert tell(services, friday + DAY) == []
    assert tell(services, friday + 2 * DAY + timedelta(hours=2)) == []
    assert reminders.next_moment(friday + DAY) == friday + 3 * DAY
    begun = begin(services, friday + 3 * DAY)
    assert begun is not None
    assert [each.key for each in begun.reminders] == [
        "follow-up:1:2026-11-29/late",
        "birthday:1:solar:2026/2026-11-28/0",
    ]
    assert begun.away == 2
    assert outcomes(services) == ["nothing", "closed_day", "closed_day", "telling"]


def test_four_hundred_days_of_absence(services: Services) -> None:
    customer(services, "早", birthday=date(2026, 12, 30))
    tell(services, MONDAY)
    wang = customer(services, birthday=date(2027, 12, 20))
    follow_up(services, wang, date(2027, 1, 5))
    back = MONDAY + timedelta(days=400)
    begun = begin(services, back, alive_since=back)
    assert begun is not None
    # Overdue follow-ups stay due; the birthday of eight days ago is told, those of the year before are not.
    assert [each.key for each in begun.reminders] == [
        "follow-up:1:2027-01-05/late",
        "birthday:2:solar:2027/2027-12-20/0",
        "birthday:1:solar:2027/2027-12-30/3",
    ]
    assert begun.away == 399
    assert "too_long_ago" in outcomes(services)
    services.reminders.told(begun)
    (missed,) = [entry for entry in services.reminders.of_customer(1) if not entry.told and "2026" in str(entry.what)]
    assert str(missed.what) == "Birthday of 早 on 2026-12-30"
    assert str(missed.outcome).startswith("not told: it was more than 30 days ago")
    assert any(str(entry.outcome) == "not told: more than 30 days ago" for entry in services.reminders.log())


def test_what_was_announced_before_a_long_absence_was_not_left_out(services: Services) -> None:
    customer(services, birthday=date(2026, 11, 30))
    tell(services, MONDAY)
    tell(services, MONDAY + timedelta(days=200))
    assert "too_long_ago" in outcomes(services)
    (entry,) = services.reminders.of_customer(1)
    assert str(entry.what) == "Birthday of 王芳 on 2026-11-30, 7 days ahead"


def test_three_hundred_birthdays_are_one_round(services: Services) -> None:
    with services.shop.change(Sentence("Imported")) as change:
        columns = ["id", "name", "birth_calendar", "birth_month", "birth_day", "created"]
        rows = [
            (n, f"客{n}", "solar", 11, 23 if n <= 300 else 1 + n % 20, "2026-01-01T00:00:00") for n in range(1, 3001)
        ]
        change.insert_rows(Customer, columns, rows)
    begun = begin(services, MONDAY)
    assert begun is not None
    assert len(begun.reminders) == 300
    services.reminders.told(begun)
    assert set(states(services).values()) == {"told"}
    assert len(services.reminders.current(begun.reminders, MONDAY)) == 300
    assert begin(services, MONDAY) is None


# Claims, and programs that end


def test_a_claim_whose_program_ended_is_told_again(services: Services, shop: Shop) -> None:
    customer(services, birthday=MONDAY.date())
    assert begin(services, MONDAY) is not None
    later = Services(shop)
    assert begin(later, MONDAY + timedelta(minutes=1)) is None
    assert later.reminders.next_moment(MONDAY + timedelta(minutes=1)) == MONDAY + timedelta(minutes=3)
    again = begin(later, MONDAY + timedelta(minutes=3))
    assert again is not None
    assert again.again
    assert outcomes(services) == ["ended_meanwhile"]
    later.reminders.told(again)
    assert tell(later, MONDAY + timedelta(minutes=10)) == []
    assert outcomes(services, ReminderRound.told_at) == ["2026-11-23T09:03:00"]


def test_a_claim_is_kept_while_its_program_waits_to_show_it(services: Services, shop: Shop) -> None:
    customer(services, birthday=MONDAY.date())
    begun, other = begin(services, MONDAY), Services(shop)
    assert begun is not None
    for minute in range(1, 60):
        at = MONDAY + timedelta(minutes=minute)
        assert begin(services, at) is None
        assert begin(other, at) is None
    assert services.reminders.next_moment(at) is not None
    services.reminders.told(begun)
    assert tell(other, MONDAY + timedelta(hours=2)) == []


def test_a_claimed_line_that_is_dealt_with_meanwhile_is_not_told_again(services: Services, shop: Shop) -> None:
    wang = customer(services)
    number = follow_up(services, wang, MONDAY.date())
    begin(services, MONDAY)
    services.follow_ups.done(number)
    assert tell(Services(shop), MONDAY + timedelta(minutes=5)) == []
    assert set(states(services).values()) == {"settled"}


def test_two_programs_with_one_file_at_the_same_moment(shop: Shop, services: Services) -> None:
    for n in range(30):
        customer(services, f"客{n}", birthday=MONDAY.date())
    ready, found = threading.Barrier(2), []

    def run() -> None:
        own = Services(shop)
        ready.wait()
        begun = own.reminders.begin(MONDAY, alive_since=LONG_AGO)
        found.append([] if begun is None else [each.key for each in begun.reminders])
        shop.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(keys) for keys in found) == [0, 30]
    assert outcomes(services) == ["telling"]


def test_one_that_looked_before_the_other_claimed_gets_nothing(
    services: Services, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other program claims after this one has worked out what to tell."""
    wang = customer(services, birthday=MONDAY.date())
    follow_up(services, wang, MONDAY.date())
    other = Services(shop)
    told: list[list[str]] = []

    def other_first(at: datetime) -> None:
        note = shop.note

        def just_before() -> Any:
            monkeypatch.undo()
            told.append(tell(other, at))
            return note()

        monkeypatch.setattr(shop, "note", just_before)

    begun = begin(services, MONDAY)
    assert begun is not None
    services.reminders.told(begun)
    services.reminders.closed(begun.reminders, MONDAY)
    for at in (MONDAY + timedelta(hours=4), MONDAY + DAY):
        other_first(at)
        assert begin(services, at) is None
    assert told == [[each.key for each in begun.reminders], ["follow-up:1:2026-11-23/late"]]
    assert outcomes(services) == ["told", "told"]


def test_a_deleted_customer_who_comes_back_is_not_told_again(services: Services) -> None:
    wang = customer(services, birthday=MONDAY.date())
    begun = begin(services, MONDAY)
    assert begun is not None
    services.reminders.told(begun)
    services.reminders.closed(begun.reminders, MONDAY)
    services.customers.delete([wang])
    assert services.reminders.current(begun.reminders, MONDAY) == ()
    assert tell(services, MONDAY + timedelta(hours=5)) == []
    services.history.undo()
    assert len(services.reminders.current(begun.reminders, MONDAY)) == 1
    assert tell(services, MONDAY + timedelta(hours=6)) == []


# Kinds


def test_what_is_switched_off_is_recorded_and_not_told_later(services: Services) -> None:
    services.settings.change(reminder_kinds=("follow_up",))
    wang = customer(services, birthday=MONDAY.date())
    follow_up(services, wang, MONDAY.date())
    assert tell(services, MONDAY) == ["follow-up:1:2026-11-23/due"]
    services.settings.change(reminder_kinds=tuple(kind.value for kind in Kind))
    assert tell(services, MONDAY + DAY) == ["follow-up:1:2026-11-23/late"]
    assert "kind_off" in states(services).values()
    outcome = [str(e.outcome) for e in services.reminders.of_customer(wang) if "Birthday" in str(e.what)]
    assert outcome[-1] == "not told: reminders of this kind were switched off"


def test_a_line_put_away_does_not_come_again_once_its_kind_is_off(services: Services) -> None:
    customer(services, birthday=MONDAY.date())
    begun = begin(services, MONDAY)
    assert begun is not None
    services.reminders.told(begun)
    services.reminders.closed(begun.reminders, MONDAY)
    services.settings.change(reminder_kinds=("follow_up",))
    assert tell(services, MONDAY + timedelta(hours=4)) == []
    assert services.reminders.next_moment(MONDAY + timedelta(hours=4)) == MONDAY + DAY
    assert services.reminders.open(MONDAY) == ()


def test_every_kind_is_told_and_done_and_taken_back(services: Services, shop: Shop) -> None:
    wang = customer(services, birthday=MONDAY.date())
    follow_up(services, wang, MONDAY.date())
    services.yearly_dates.add(wang, "wedding", "", Birthday(Calendar.SOLAR, 2015, 11, 23))
    buy(services, wang, datetime(2024, 11, 23, 10))
    comes_every_ten_days(services, date(2026, 11, 8))
    shop.backup_failure = lambda: BackupFact(date(2026, 11, 18), Sentence("the disk is full"))
    begun = begin(services, MONDAY)
    assert begun is not None
    services.reminders.told(begun)
    assert [each.kind for each in begun.reminders] == [
        Kind.BACKUP, Kind.FOLLOW_UP, Kind.BIRTHDAY, Kind.FIRST_PURCHASE, Kind.YEARLY_DATE, Kind.RETURNING,
    ]  # fmt: skip
    assert services.today.count(MONDAY.date()) == 6
    titles = []
    for each in begun.reminders:
        titles.append(str(services.reminders.done(each).title))
        assert each.matter not in {line.matter for line in services.reminders.current(begun.reminders, MONDAY)}
    assert titles == [
        "Marked as done: no backup could be made",
        "Did “打电话” for 王芳",
        "Greeted 王芳 for the birthday",
        "Marked as done: first purchase of 王芳",
        "Marked as done: wedding anniversary of 王芳",
        "Marked as done: 常客 is due to come again",
    ]
    assert services.today.count(MONDAY.date()) == 0
    assert services.reminders.open(MONDAY) == ()
    for _ in titles:
        services.history.undo()
    assert services.reminders.current(begun.reminders, MONDAY) == begun.reminders
    assert {each.matter for each in services.reminders.open(MONDAY)} == {each.matter for each in begun.reminders}
    assert tell(services, MONDAY + timedelta(hours=1)) == []
    words = {str(entry.what) for entry in services.reminders.log(0)}
    assert {
        "No backup could be made since 2026-11-18",
        "“打电话” for 王芳, due on 2026-11-23",
        "First purchase of 王芳, remembered on 2026-11-23",
        "wedding anniversary of 王芳 on 2026-11-23",
        "常客 is due to come again",
        "Birthday of 王芳 on 2026-11-23",
    } <= words


def test_a_customer_who_has_a_follow_up_planned_is_not_asked_after(services: Services) -> None:
    who = comes_every_ten_days(services, date(2026, 11, 8))
    number = follow_up(services, who, date(2026, 12, 24))
    assert services.today.today(MONDAY.date()).returning == ()
    services.follow_ups.delete([number])
    assert [each.every_days for each in services.today.today(MONDAY.date()).returning] == [10]


# Putting away


def test_lines_put_away_come_again_later_then_the_next_day_then_no_more(
    services: Services, reminders: Reminders
) -> None:
    wang = customer(services, birthday=MONDAY.date())
    number = follow_up(services, wang, MONDAY.date())
    begun = begin(services, MONDAY)
    assert begun is not None
    assert reminders.again_at(begun.reminders, MONDAY) == MONDAY + timedelta(hours=3)
    reminders.told(begun)
    assert reminders.again_at(begun.reminders, MONDAY) == MONDAY + timedelta(hours=3)
    assert reminders.closed(begun.reminders, MONDAY) == MONDAY + timedelta(hours=3)
    assert "comes again at 2026-11-23 12:00" in {str(e.outcome).rpartition(", ")[2] for e in reminders.log()}
    assert reminders.next_moment(MONDAY) == MONDAY + timedelta(hours=3)
    services.follow_ups.done(number)
    noon = begin(services, MONDAY + timedelta(hours=3))
    assert noon is not None
    assert [each.kind for each in noon.reminders] == [Kind.BIRTHDAY]
    assert not noon.again
    reminders.told(noon)
    assert "told again, after it was put away" in {str(e.outcome) for e in reminders.log()}
    assert reminders.closed(noon.reminders, noon.at) == MONDAY + DAY
    assert begin(services, MONDAY + timedelta(hours=16)) is None, "not at midnight"
    tuesday = begin(services, MONDAY + DAY)
    assert tuesday is not None
    assert [each.key for each in tuesday.reminders] == ["birthday:1:solar:2026/2026-11-23/0"]
    assert reminders.again_at(tuesday.reminders, tuesday.at) is None
    reminders.told(tuesday)
    assert reminders.closed(tuesday.reminders, tuesday.at) is None, "who closes it a third time has decided"
    for later in range(1, 60):
        assert tell(services, MONDAY + timedelta(hours=24 + 12 * later)) == []
    (said,) = {str(e.outcome) for e in reminders.log() if "Birthday" in str(e.what)}
    assert said == "told; put away three times, so it does not come by itself any more"
    assert [each.name for each in services.reminders.open(MONDAY)] == ["王芳"], "it can still be looked at"


def put_away(services: Services, at: datetime) -> datetime | None:
    """Tell what there is to tell at a time, and close it; when it comes again."""
    begun = begin(services, at)
    assert begun is not None
    services.reminders.told(begun)
    return services.reminders.closed(begun.reminders, at)


def test_a_late_follow_up_is_put_away_three_times_in_all(services: Services, reminders: Reminders) -> None:
    follow_up(services, customer(services), MONDAY.date())
    assert put_away(services, MONDAY) == MONDAY + timedelta(hours=3)
    assert put_away(services, MONDAY + timedelta(hours=3)) == MONDAY + DAY
    assert put_away(services, MONDAY + DAY) is None
    assert states(services) == {"follow-up:1:2026-11-23/due": "told", "follow-up:1:2026-11-23/late": "told"}
    for days in range(2, 30):
        assert tell(services, MONDAY + days * DAY) == []
    services.reminders.snooze(reminders.open(MONDAY + 2 * DAY)[0], MONDAY + 32 * DAY)
    assert tell(services, MONDAY + 32 * DAY) == ["follow-up:1:2026-12-25/due"], "she wanted to hear of it then"


def test_the_day_itself_is_another_thing_than_the_days_before(services: Services) -> None:
    customer(services, birthday=MONDAY.date() + 3 * DAY)
    assert put_away(services, MONDAY) == MONDAY + timedelta(hours=3)
    assert put_away(services, MONDAY + timedelta(hours=3)) == MONDAY + DAY
    assert put_away(services, MONDAY + DAY) is None
    assert put_away(services, MONDAY + 3 * DAY) == MONDAY + 3 * DAY + timedelta(hours=3)


def test_what_waits_already_comes_at_its_time_however_often_it_is_looked_at(
    services: Services, reminders: Reminders
) -> None:
    customer(services, birthday=MONDAY.date())
    noon = put_away(services, MONDAY)
    for minutes in (10, 20, 30):
        later = MONDAY + timedelta(minutes=minutes)
        looked_at = reminders.open(later)
        assert reminders.again_at(looked_at, later) == noon
        assert reminders.closed(looked_at, later) == noon
    assert noon is not None
    assert len(tell(services, noon)) == 1
    assert reminders.again_at(reminders.open(noon), noon) == MONDAY + DAY


def test_a_popup_closed_before_it_was_noted_as_told(services: Services, reminders: Reminders) -> None:
    customer(services, birthday=MONDAY.date())
    begun = begin(services, MONDAY)
    assert begun is not None
    reminders.closed(begun.reminders, MONDAY)
    reminders.told(begun)
    assert set(states(services).values()) == {"told"}
    assert len(tell(services, MONDAY + timedelta(hours=3))) == 1


def test_what_was_told_on_another_day_does_not_come_again_for_closing(services: Services, reminders: Reminders) -> None:
    wang = customer(services)
    follow_up(services, wang, MONDAY.date())
    tell(services, MONDAY)
    shown = reminders.open(MONDAY)
    assert reminders.closed(shown, MONDAY + DAY) is None
    assert reminders.closed((), MONDAY) is None


def test_a_put_away_line_gives_way_to_a_nearer_announcement(services: Services, reminders: Reminders) -> None:
    customer(services, birthday=date(2026, 11, 26))
    begun = begin(services, MONDAY)
    assert begun is not None
    reminders.told(begun)
    reminders.closed(begun.reminders, MONDAY + timedelta(hours=11))
    thursday = begin(services, MONDAY + 3 * DAY)
    assert thursday is not None
    assert [each.key.rpartition("/")[2] for each in thursday.reminders] == ["0"]
    reminders.told(thursday)
    assert begin(services, MONDAY + 3 * DAY + timedelta(hours=5)) is None


def test_two_announcements_of_a_matter_that_wait_come_as_one(services: Services, reminders: Reminders) -> None:
    wang = customer(services)
    follow_up(services, wang, MONDAY.date(), time(10))
    for at in (MONDAY, MONDAY + timedelta(hours=1)):
        begun = begin(services, at)
        assert begun is not None
        reminders.told(begun)
        reminders.closed(begun.reminders, at)
    notes = ReminderNotes(services.shop)
    with services.shop.note():
        notes.put_away(["follow-up:1:2026-11-23/due"], MONDAY, MONDAY + timedelta(hours=4))
    assert len(tell(services, MONDAY + timedelta(hours=4))) == 1


# Putting off


def test_what_is_put_off_comes_at_its_time(services: Services, reminders: Reminders) -> None:
    customer(services, birthday=MONDAY.date())
    begun = begin(services, MONDAY)
    assert begun is not None
    reminders.told(begun)
    at = datetime(2026, 11, 24, 15)
    change = reminders.snooze(begun.reminders[0], at)
    assert str(change.title) == "Put off the birthday of 王芳 to 2026-11-24 15:00"
    assert reminders.current(begun.reminders, MONDAY) == ()
    assert services.today.count(MONDAY.date()) == 0
    assert reminders.next_moment(MONDAY + DAY + timedelta(hours=1)) == MONDAY + DAY + timedelta(hours=1)
    assert tell(services, MONDAY + DAY) == []
    assert reminders.next_moment(MONDAY + DAY) == at
    assert tell(services, at) == ["birthday:1:solar:2026@2026-11-24T15:00:00"]
    (line,) = reminders.open(at)
    reminders.snooze(line, at + DAY)
    reminders.snooze(line.entry, at + 2 * DAY)
    assert tell(services, at + 2 * DAY) == ["birthday:1:solar:2026@2026-11-26T15:00:00"]
    for _ in range(3):
        services.history.undo()
    assert tell(services, at + 2 * DAY) == []


def test_each_kind_can_be_put_off(services: Services, shop: Shop, reminders: Reminders) -> None:
    wang = customer(services)
    follow_up(services, wang, MONDAY.date())
    services.yearly_dates.add(wang, "other", "店庆", Birthday(Calendar.SOLAR, 2015, 11, 23))
    buy(services, wang, datetime(2024, 11, 23, 10))
    comes_every_ten_days(services, date(2026, 11, 8))
    shop.backup_failure = lambda: BackupFact(date(2026, 11, 18), Sentence("the disk is full"))
    begun = begin(services, MONDAY)
    assert begun is not None
    reminders.told(begun)
    hour = MONDAY + timedelta(hours=1)
    titles = [str(reminders.snooze(each, hour).title) for each in begun.reminders]
    assert titles == [
        "Put off the word of the backups to 2026-11-23 10:00",
        "Put off “打电话” for 王芳 to 2026-11-23 10:00",
        "Put off the first purchase of 王芳 to 2026-11-23 10:00",
        "Put off the 店庆 of 王芳 to 2026-11-23 10:00",
        "Put off asking after 常客 to 2026-11-23 10:00",
    ]
    assert tell(services, hour - timedelta(minutes=1)) == []
    assert len(tell(services, hour)) == 5
    # Ten days later, far from the days that they are about.
    lines = reminders.open(hour)
    for each in lines:
        if each.kind is not Kind.FOLLOW_UP:
            reminders.snooze(each, hour + timedelta(days=10))
    found = tell(services, hour + timedelta(days=10))
    assert sum("@2026-12-03T10:00:00" in key for key in found) == 4
    assert {each.kind for each in reminders.open(hour + timedelta(days=10))} == {each.kind for each in lines}


def test_a_follow_up_put_off_to_another_day_is_told_on_that_day(services: Services, reminders: Reminders) -> None:
    wang = customer(services)
    number = follow_up(services, wang, MONDAY.date())
    begun = begin(services, MONDAY)
    assert begun is not None
    reminders.told(begun)
    reminders.snooze(begun.reminders[0], MONDAY + 2 * DAY)
    assert services.follow_ups.get(number).snoozed_until == date(2026, 11, 25)
    assert tell(services, MONDAY + DAY) == []
    assert tell(services, MONDAY + 2 * DAY) == ["follow-up:1:2026-11-25/due"]


def test_a_time_that_has_passed_or_is_too_far_is_refused(services: Services, reminders: Reminders) -> None:
    customer(services, birthday=MONDAY.date())
    (line,) = reminders.open(MONDAY)
    for at in (MONDAY, datetime(2101, 1, 1)):
        with pytest.raises(InvalidInput):
            reminders.snooze(line, at)


def test_what_was_put_off_and_done_meanwhile_is_settled(services: Services, reminders: Reminders) -> None:
    wang = customer(services, birthday=MONDAY.date())
    (line,) = reminders.open(MONDAY)
    reminders.snooze(line, MONDAY + timedelta(hours=2))
    services.greetings.mark_greeted(wang, line.entry)  # type: ignore[arg-type]
    tell(services, MONDAY)
    assert tell(services, MONDAY + timedelta(hours=2)) == []
    assert states(services)["birthday:1:solar:2026@2026-11-23T11:00:00"] == "settled"
    assert reminders.next_moment(MONDAY + timedelta(hours=2)) == MONDAY + DAY
    number = follow_up(services, wang, MONDAY.date())
    (line,) = reminders.open(MONDAY + timedelta(hours=2))
    reminders.snooze(line, MONDAY + timedelta(hours=3))
    services.follow_ups.done(number)
    assert tell(services, MONDAY + timedelta(hours=3)) == []
    assert len(reminders.of_customer(wang)) == 2
    assert "not told: it was done, put off or deleted before" in {str(e.outcome) for e in reminders.of_customer(wang)}


def test_a_put_off_that_a_later_announcement_tells_too(services: Services, reminders: Reminders) -> None:
    wang = customer(services)
    follow_up(services, wang, MONDAY.date())
    tell(services, MONDAY)
    (line,) = reminders.open(MONDAY)
    reminders.snooze(line, datetime(2026, 11, 23, 23, 30))
    assert tell(services, datetime(2026, 11, 24, 0, 10)) == ["follow-up:1:2026-11-23/late"]
    assert tell(services, MONDAY + DAY) == []
    assert "not told by itself: a later announcement said it" in {str(e.outcome) for e in reminders.of_customer(wang)}


def test_a_put_off_is_kept_on_closed_days(services: Services, reminders: Reminders) -> None:
    customer(services, birthday=MONDAY.date())
    services.settings.change(closed_days=("2026-11-23",))
    (line,) = reminders.open(MONDAY)
    reminders.snooze(line, MONDAY + timedelta(hours=2))
    assert tell(services, MONDAY) == []
    assert len(tell(services, MONDAY + timedelta(hours=2))) == 1


def test_a_follow_up_with_a_time_is_told_once_more_then(services: Services, reminders: Reminders) -> None:
    wang = customer(services)
    follow_up(services, wang, MONDAY.date(), time(15))
    assert tell(services, MONDAY) == ["follow-up:1:2026-11-23/due"]
    assert reminders.next_moment(MONDAY) == datetime(2026, 11, 23, 15)
    assert tell(services, datetime(2026, 11, 23, 15)) == ["follow-up:1:2026-11-23/15:00"]
    assert tell(services, datetime(2026, 11, 23, 16)) == []


# Pauses


def test_a_pause_is_recorded_and_told_after_it(services: Services, reminders: Reminders) -> None:
    tell(services, MONDAY)
    customer(services, birthday=date(2026, 11, 24))
    until = datetime(2026, 11, 25)
    for minute in range(3):
        assert tell(services, MONDAY + DAY + timedelta(minutes=minute), paused_until=until) == []
    assert outcomes(services) == ["nothing", "paused"]
    assert "reminders were paused; what fell due is not told yet" in {str(e.outcome) for e in reminders.log()}
    assert tell(services, until + timedelta(minutes=1)) == [], "not at midnight"
    assert tell(services, MONDAY + 2 * DAY) == ["birthday:1:solar:2026/2026-11-24/0"]
    assert outcomes(services) == ["nothing", "paused", "told"]
    found = {str(e.outcome) for e in reminders.log()}
    assert "reminders were paused; what fell due was told at 2026-11-25 09:00" in found


def test_a_pause_ended_early_tells_at_once(services: Services) -> None:
    assert tell(services, MONDAY, paused_until=MONDAY + DAY) == []
    customer(services, birthday=MONDAY.date())
    assert len(tell(services, MONDAY + timedelta(hours=2))) == 1


def test_a_pause_in_which_nothing_was_to_be_told_leaves_nothing(services: Services) -> None:
    tell(services, MONDAY)
    assert tell(services, MONDAY + timedelta(hours=1), paused_until=MONDAY + DAY) == []
    assert outcomes(services) == ["nothing"]


# Wrong clocks


def test_the_year_2100_and_back(services: Services, reminders: Reminders) -> None:
    wang = customer(services, birthday=date(2026, 11, 24))
    follow_up(services, wang, date(2026, 11, 24))
    tell(services, MONDAY)
    wrong = datetime(2100, 2, 1, 10)
    begun = begin(services, wrong)
    assert begun is not None
    assert [each.key for each in begun.reminders] == ["follow-up:1:2026-11-24/late"]
    reminders.told(begun)
    reminders.closed(begun.reminders, wrong)
    # The follow-up put away in 2100 comes again with what is due on the right day.
    assert tell(services, MONDAY + DAY) == ["follow-up:1:2026-11-24/late", "birthday:1:solar:2026/2026-11-24/0"]
    assert tell(services, MONDAY + 2 * DAY) == []


def test_what_was_put_off_under_a_wrong_clock_comes_back(services: Services, reminders: Reminders) -> None:
    wang = customer(services, birthday=date(1988, 2, 1))
    follow_up(services, wang, MONDAY.date())
    wrong = datetime(2100, 2, 1, 10)
    begun = begin(services, wrong)
    assert begun is not None
    reminders.told(begun)
    for each in begun.reminders:
        reminders.snooze(each, wrong + timedelta(hours=1))
    assert tell(services, MONDAY) == ["follow-up:1:2026-11-23@2026-11-23T00:00:00"]
    assert tell(services, MONDAY + timedelta(hours=1)) == []


def test_1970_and_back(services: Services) -> None:
    customer(services, birthday=MONDAY.date())
    assert len(tell(services, MONDAY)) == 1
    assert tell(services, datetime(1970, 1, 1, 10)) == []
    assert tell(services, MONDAY) == []
    assert tell(services, MONDAY + DAY) == []
    assert outcomes(services) == ["told", "nothing", "nothing", "nothing"]


def test_old_notes_go_but_not_for_a_clock_that_was_wrong_for_a_while(services: Services, shop: Shop) -> None:
    customer(services, birthday=MONDAY.date())
    tell(services, MONDAY)
    notes = ReminderNotes(shop)
    tell(services, datetime(2100, 1, 1, 10))
    assert "birthday:1:solar:2026/2026-11-23/0" in states(services)
    with shop.note():
        for n in range(KEPT_ROUNDS):
            moment = MONDAY + (n + 1) * DAY
            notes.add_round(moment, moment, 0)
        notes.prune(MONDAY + KEPT_ROUNDS * DAY)
    assert "birthday:1:solar:2026/2026-11-23/0" in states(services)
    with shop.note():
        notes.prune(MONDAY + (KEPT_ROUNDS + 5) * DAY)
    assert "birthday:1:solar:2026/2026-11-23/0" not in states(services)


# What became of it


def test_the_log_can_be_searched_and_bounded(services: Services, reminders: Reminders) -> None:
    first, second = customer(services, "王芳", MONDAY.date()), customer(services, "王伟", MONDAY.date())
    nameless = services.customers.add(CustomerDraft(phones=("13800138000",))).new_id
    assert nameless is not None
    follow_up(services, nameless, MONDAY.date())
    number = follow_up(services, first, MONDAY.date())
    row = services.yearly_dates.add(first, "wedding", "", Birthday(Calendar.SOLAR, 2015, 11, 26)).new_id
    tell(services, MONDAY)
    assert {e.customer_id for e in reminders.log(text="王 芳")} == {first}
    assert {e.customer_id for e in reminders.log(text="王")} == {first, second}
    assert reminders.log(text="nobody") == []
    assert len(reminders.log(2)) == 2
    assert len(reminders.of_customer(first, 1)) == 1
    words = {str(entry.what) for entry in reminders.log(0)}
    assert "wedding anniversary of 王芳 on 2026-11-26, 3 days ahead" in words
    assert f"“打电话” for customer {nameless}, due on 2026-11-23" in words
    assert row is not None
    services.yearly_dates.delete(row)
    services.follow_ups.delete([number])
    services.customers.delete([second])
    words = {str(entry.what) for entry in reminders.log(0)}
    assert "Yearly date of 王芳 on 2026-11-26, 3 days ahead" in words
    assert "Follow-up for 王芳, due on 2026-11-23" in words
    assert "Birthday of a deleted customer on 2026-11-23" in words
    (entry,) = [e for e in reminders.log(0) if str(e.what).startswith("Reminders of")]
    assert entry.as_json() == {
        "at": "2026-11-23T09:00:00",
        "what": "Reminders of 2026-11-23 09:00",
        "outcome": "5 lines told",
        "state": "told",
        "told": True,
        "again_at": None,
        "customer_id": None,
    }


def test_the_log_of_rounds_that_did_not_end(services: Services, shop: Shop) -> None:
    customer(services, birthday=MONDAY.date())
    begin(services, MONDAY)
    found = {str(e.outcome) for e in services.reminders.log()}
    assert {"being told", "1 line being told"} <= found
    again = Services(shop)
    begun = begin(again, MONDAY + timedelta(minutes=5))
    assert begun is not None
    assert "the program ended just then; not told again yet" in {str(e.outcome) for e in again.reminders.log()}
    again.reminders.told(begun)
    found = {str(e.outcome) for e in again.reminders.log()}
    assert "the program ended just then; told again at 2026-11-23 09:05" in found
    assert tell(again, MONDAY + DAY) == []
    assert "there was nothing to tell" in {str(e.outcome) for e in again.reminders.log()}


def test_a_row_that_another_program_wrote_is_no_bug(services: Services, reminders: Reminders) -> None:
    with services.shop.note():
        ReminderTold.insert(
            key="strange", day="2026-11-23", at="2026-11-23T08:00:00", state="told", again_at=None
        ).execute()
    assert "a deleted customer" in str(reminders.log()[0].what)


def test_an_answer_that_cannot_be_read_counts_as_none(services: Services) -> None:
    customer(services, birthday=MONDAY.date())
    with services.shop.change(Sentence("As another program might")):
        row = {"occurrence": "birthday:1:solar:2026", "about": "soon", "at": MONDAY.isoformat()}
        ReminderAnswer.insert(**row, until="3000-01-01T00:00:00").execute()
    assert len(tell(services, MONDAY)) == 1


# Speed: by indexes


def test_nothing_is_looked_for_through_all_customers(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    wang = customer(services, birthday=MONDAY.date())
    follow_up(services, wang, MONDAY.date(), time(8))
    services.yearly_dates.add(wang, "wedding", "", Birthday(Calendar.SOLAR, 2015, 11, 23))
    comes_every_ten_days(services, date(2026, 11, 8))
    shop, plans = services.shop, []

    def watched(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def explained(query: Any) -> Any:
            sql, params = query.sql()
            plans.extend((sql, plan[3]) for plan in shop.run(f"EXPLAIN QUERY PLAN {sql}", *params).fetchall())
            return read(query)

        return explained

    for read in (shop.rows, shop.each_row):
        monkeypatch.setattr(shop, read.__name__, watched(read))
    tell(services, MONDAY)
    services.reminders.current(services.reminders.open(MONDAY), MONDAY)
    services.reminders.next_moment(MONDAY)
    services.today.today(MONDAY.date())

    large = ('FROM "customer', 'FROM "follow_up', 'FROM "reminder_told', 'FROM "greeting', 'FROM "yearly')
    scans = [(sql, plan) for sql, plan in plans if plan.startswith("SCAN") and "json_each" not in plan]
    assert plans
    assert not [(plan, sql) for sql, plan in scans if any(table in sql for table in large)]
    for days in (
        "customer_birth_calendar_birth_month_birth_day (birth_calendar=? AND birth_month=? AND birth_day=?)",
        "yearly_date_calendar_month_day (calendar=? AND month=? AND day=?)",
        "follow_up_done_at_day (done_at=? AND <expr><?)",
        "customer_stats_first_day (<expr>=?)",
        "customer_stats_due_again (<expr>>? AND <expr><?)",
    ):
        assert any(plan.endswith(f"USING INDEX {days}") for _, plan in plans), days
