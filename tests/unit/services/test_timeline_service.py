"""Everything that happened with one customer, newest first."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from crm_desktop.domain.birthday import Birthday, Calendar, Occurrence
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.services.greetings import Chosen
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.services.timeline import TimelineEntry
from tests.fakes import FakeClock


@pytest.fixture
def anna(services: Services) -> int:
    draft = CustomerDraft(name="单晓丽", birthday=Birthday(Calendar.LUNAR, 1988, 8, 15))
    return services.customers.add(draft).new_id or 0


def buy(services: Services, customer: int, at: str, *lines: tuple[str, int, int], payment: str = "微信") -> int:
    drafts = tuple(LineDraft(None, text, quantity, price) for text, quantity, price in lines)
    draft = PurchaseDraft(customer_id=customer, at=datetime.fromisoformat(at), lines=drafts, payment_method=payment)
    return services.purchases.record(draft).new_id or 0


def test_nothing_happened_yet(services: Services, anna: int) -> None:
    assert services.customers.timeline(anna) == []
    assert services.customers.timeline(99) == []


def test_purchases_and_refunds(services: Services, anna: int) -> None:
    number = buy(services, anna, "2026-11-01T10:00:00", ("龙井茶", 2000, 12800), ("茶杯", 1000, 5000), ("", 1000, 100))
    services.purchases.refund(number)
    refund, purchase = services.customers.timeline(anna)
    assert purchase == TimelineEntry(
        "purchase", 1, datetime(2026, 11, 1, 10), "龙井茶 ×2, 茶杯", "微信", amount_fen=30700
    )
    assert (refund.kind, refund.amount_fen, refund.title) == ("refund", -30700, "龙井茶 ×2, 茶杯")


def test_follow_ups_stand_at_their_day_until_they_are_done(services: Services, anna: int, clock: FakeClock) -> None:
    services.follow_ups.add(FollowUpDraft(anna, "寄样品", date(2026, 12, 1)))
    services.follow_ups.add(FollowUpDraft(anna, "打电话", date(2026, 12, 1), time(9, 30)))
    assert services.customers.timeline(anna) == [
        TimelineEntry("follow_up", 2, datetime(2026, 12, 1, 9, 30), "打电话", done=False),
        TimelineEntry("follow_up", 1, datetime(2026, 12, 1), "寄样品", done=False),
    ]
    clock.advance(days=20)
    services.follow_ups.done(1, "寄了")
    first = services.customers.timeline(anna)[0]
    assert first == TimelineEntry("follow_up", 1, datetime(2026, 12, 11, 15, 20), "寄样品", "寄了", done=True)


def test_contacts_and_greetings(services: Services, anna: int) -> None:
    services.contacts.add(anna, "call", "说好周五来", datetime(2026, 11, 20, 9))
    occurrence = Occurrence(date(2026, 9, 25), 2026, 38, Sentence("x"))
    services.greetings.copied(anna, occurrence, Chosen("生日快乐"))
    assert services.customers.timeline(anna) == [
        TimelineEntry("greeting", 1, datetime(2026, 11, 21, 15, 20), "生日快乐"),
        TimelineEntry("call", 1, datetime(2026, 11, 20, 9), "说好周五来"),
    ]


def test_the_newest_of_all_kinds_and_no_one_elses(services: Services, anna: int) -> None:
    other = services.customers.add(CustomerDraft(name="甲")).new_id or 0
    for day in range(1, 10):
        buy(services, anna, f"2026-10-{day:02}T10:00:00", ("茶", 1000, 100))
        services.contacts.add(anna, "note", str(day), datetime(2026, 10, day, 12))
        services.contacts.add(other, "note", "她的", datetime(2026, 10, day, 13))
    newest = services.customers.timeline(anna, 3)
    assert [(e.kind, e.at.day) for e in newest] == [("note", 9), ("purchase", 9), ("note", 8)]
    assert len(services.customers.timeline(anna, 0)) == 18
    assert [e.at for e in services.customers.timeline(anna)] == sorted(
        (e.at for e in services.customers.timeline(anna)), reverse=True
    )


def test_of_many_follow_ups_the_newest_count_from_when_they_were_done(
    services: Services, anna: int, clock: FakeClock
) -> None:
    services.follow_ups.add(FollowUpDraft(anna, "老事", date(2026, 1, 1)))
    for day in (1, 2, 3):
        services.follow_ups.add(FollowUpDraft(anna, f"新事{day}", date(2026, 11, day)))
    services.follow_ups.done(1)
    assert [e.title for e in services.customers.timeline(anna, 2)] == ["老事", "新事3"]


def test_as_the_command_line_answers_it(services: Services, anna: int) -> None:
    buy(services, anna, "2026-11-01T10:00:00", ("龙井茶", 1000, 12850))
    services.follow_ups.add(FollowUpDraft(anna, "寄样品", date(2026, 10, 1)))
    assert [entry.as_json() for entry in services.customers.timeline(anna)] == [
        {"kind": "purchase", "id": 1, "at": "2026-11-01T10:00:00", "title": "龙井茶", "detail": "微信",
         "amount": "128.50", "done": None},
        {"kind": "follow_up", "id": 1, "at": "2026-10-01T00:00:00", "title": "寄样品", "detail": "",
         "amount": None, "done": False},
    ]  # fmt: skip
