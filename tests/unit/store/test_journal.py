"""One way to write: all of it or nothing, journalled, announced."""

from __future__ import annotations

import threading
from typing import Any

import peewee
import pytest

from crm_desktop.errors import NeedsBackup, ShopInUse
from crm_desktop.language import Sentence
from crm_desktop.store.journal import ALL, Change, anything
from crm_desktop.store.models import ChangeRecord, Customer, JournalRow, Phone
from crm_desktop.store.safeguard import BULK
from crm_desktop.store.shop import Shop

ACTION = Sentence("An action")
NOW = "2026-11-21T09:00:00"


def test_a_change_tells_what_it_touched(shop: Shop) -> None:
    with shop.change(ACTION) as change:
        change.new_id = Customer.insert(name="甲", created=NOW).execute()
        Phone.insert(customer=change.new_id, number="1", reversed_digits="1").execute()
    done = change.done
    assert done.id == 1
    assert done.new_id == 1
    assert done.touched == {"customer": {1}, "phone": {1}}
    assert done.concerns("phone", "tag")
    assert not done.concerns("tag")
    assert ChangeRecord.get().rows == 2


def test_a_failure_leaves_nothing(shop: Shop) -> None:
    def fail() -> None:
        with shop.change(ACTION):
            Customer.insert(name="甲", created=NOW).execute()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Customer.select().exists()
    assert not ChangeRecord.select().exists()
    with shop.change(ACTION) as change:
        Customer.insert(name="乙", created=NOW).execute()
    assert change.done.id is not None


def test_a_change_of_nothing_leaves_no_trace(shop: Shop) -> None:
    with shop.change(ACTION) as change:
        Customer.update(name="x").execute()
    assert change.done == Change(None, ACTION, {}, None)
    assert not ChangeRecord.select().exists()


def test_writing_the_same_value_is_no_change(shop: Shop) -> None:
    with shop.change(ACTION):
        Customer.insert(name="甲", created=NOW).execute()
    with shop.change(ACTION) as change:
        Customer.update(name="甲").execute()
    assert change.done.id is None


@pytest.mark.parametrize("query", ["insert", "update", "delete"])
def test_nothing_is_written_outside_a_change(shop: Shop, query: str) -> None:
    with shop.change(ACTION):
        Customer.insert(name="甲", created=NOW).execute()
    write: Any = {
        "insert": Customer.insert(name="乙", created=NOW),
        "update": Customer.update(name="丙"),
        "delete": Customer.delete(),
    }[query]
    with pytest.raises(peewee.IntegrityError, match="outside a change"):
        write.execute()


def test_many_rows_cost_the_journal_one(shop: Shop) -> None:
    with shop.change(ACTION) as change:
        first = change.reserve(Customer)
        change.insert_rows(Customer, ("id", "name", "created"), [(first + i, "x", NOW) for i in range(5001)])
    assert JournalRow.select().count() == 1
    assert change.done.touched == {"customer": ALL}
    assert change.done.title == ACTION


def test_the_window_does_not_wait_for_long_work(shop: Shop) -> None:
    writing, finish = threading.Event(), threading.Event()

    def import_much() -> None:
        with shop.change(ACTION):
            Customer.insert(name="甲", created=NOW).execute()
            writing.set()
            finish.wait(10)
        shop.close()

    worker = threading.Thread(target=import_much)
    worker.start()
    writing.wait(10)
    with pytest.raises(ShopInUse), shop.change(ACTION):
        pass
    assert not Customer.select().exists(), "readers see the shop as it was"
    finish.set()
    worker.join()
    assert Customer.select().count() == 1


def test_a_retitled_change_keeps_its_new_title(shop: Shop) -> None:
    with shop.change(ACTION) as change:
        Customer.insert(name="甲", created=NOW).execute()
        change.title = Sentence("Another action")
    assert Sentence.load(ChangeRecord.get().title) == Sentence("Another action")
    assert change.done.title == Sentence("Another action")


def test_what_another_program_wrote_may_be_anything() -> None:
    change = anything()
    assert change.id is None, "nothing that could be undone here"
    assert change.concerns("customer")
    assert change.concerns("purchase")
    assert change.touched["phone"] is ALL


def test_many_rows_are_not_written_by_the_thread_of_a_window(shop: Shop) -> None:
    """Which has no time for the backup that goes before: neither where that is known ahead, nor where it turns out."""
    shop.has_window = True
    for coming, rows in ((BULK + 1, 0), (0, BULK + 1)):
        with pytest.raises(NeedsBackup), shop.change(ACTION, coming=coming):
            Customer.insert_many([{"name": f"客{n}", "created": NOW} for n in range(rows)]).execute()
    assert not Customer.select().exists()
    with shop.change(ACTION):
        Customer.insert_many([{"name": f"客{n}", "created": NOW} for n in range(3)]).execute()
    assert Customer.select().count() == 3
