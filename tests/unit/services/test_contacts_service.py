"""Notes of what was said and done with a customer."""

from __future__ import annotations

from datetime import datetime

import pytest

from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.services import Services
from crm_desktop.services.contacts import KINDS, MAX_TEXT
from crm_desktop.services.customer_records import CustomerDraft


@pytest.fixture
def anna(services: Services) -> int:
    return services.customers.add(CustomerDraft(name="单晓丽")).new_id or 0


def noted(services: Services, customer: int) -> list[tuple[str, str, datetime]]:
    return [(entry.kind, entry.title, entry.at) for entry in services.customers.timeline(customer)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_contact_of_each_kind_is_noted_now(services: Services, anna: int, kind: str) -> None:
    change = services.contacts.add(anna, kind, " 说好周五来 ")
    assert str(change.title) == "Noted a contact with 单晓丽"
    assert change.new_id == 1
    assert noted(services, anna) == [(kind, "说好周五来", datetime(2026, 11, 21, 15, 20))]


def test_a_contact_of_another_day(services: Services, anna: int) -> None:
    services.contacts.add(anna, "call", "打过", datetime(2026, 11, 1, 9))
    services.contacts.add(anna, "note", "今天")
    assert [title for _, title, _ in noted(services, anna)] == ["今天", "打过"]


def test_a_note_is_changed_and_deleted(services: Services, anna: int) -> None:
    note = services.contacts.add(anna, "note", "一").new_id or 0
    assert str(services.contacts.edit(note, " 二 ").title) == "Changed a note on 单晓丽"
    assert noted(services, anna)[0][1] == "二"
    assert services.contacts.edit(note, "二").id is None
    assert str(services.contacts.delete(note).title) == "Deleted a note on 单晓丽"
    assert noted(services, anna) == []
    services.history.undo()
    services.history.undo()
    assert noted(services, anna)[0][1] == "一"


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "Write a few words first"), (" \n", "Write a few words first"), ("字" * (MAX_TEXT + 1), "at most 10000")],
)
def test_words_there_must_be_and_not_too_many(services: Services, anna: int, text: str, why: str) -> None:
    note = services.contacts.add(anna, "note", "字" * MAX_TEXT).new_id or 0
    for action in (lambda: services.contacts.add(anna, "note", text), lambda: services.contacts.edit(note, text)):
        with pytest.raises(InvalidInput, match=why):
            action()
    assert len(noted(services, anna)) == 1


def test_what_is_gone(services: Services) -> None:
    for action in (
        lambda: services.contacts.add(9, "note", "x"),
        lambda: services.contacts.edit(9, "x"),
        lambda: services.contacts.delete(9),
    ):
        with pytest.raises(NotFound):
            action()
    assert services.history.changes() == []
