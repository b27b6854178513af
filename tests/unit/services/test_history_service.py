"""The history of changes: sentences, undo of any, redo, and the three answers."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from crm_desktop import language
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.errors import NotFound
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.greetings import Template
from crm_desktop.services.history import HistoryEntry, tr_table
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.store.models import JOURNALLED, Customer, Purchase, ReminderAnswer, Tag
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock


def add(services: Services, name: str) -> int:
    return services.customers.add(CustomerDraft(name=name)).new_id or 0


def titles(services: Services) -> list[str]:
    return [str(entry.title) for entry in services.history.changes()]


def in_effect(services: Services) -> list[int]:
    return [entry.id for entry in services.history.changes() if not entry.undone]


def test_changes_newest_first_as_sentences(services: Services, shop: Shop, clock: FakeClock) -> None:
    add(services, "甲")
    clock.advance(hours=1)
    shop.staff = "小李"
    services.customers.delete([1])
    assert services.history.changes() == [
        HistoryEntry(2, datetime(2026, 11, 21, 16, 20), Sentence("Deleted customer %1", "甲"), "小李", 1, "do", False),
        HistoryEntry(1, datetime(2026, 11, 21, 15, 20), Sentence("Added customer %1", "甲"), "", 1, "do", False),
    ]
    language.set_language("zh_CN")
    assert "甲" in titles(services)[0]
    assert titles(services)[0] != "Deleted customer 甲"


def test_changes_page_by_page(services: Services) -> None:
    for name in "甲乙丙丁":
        add(services, name)
    assert [e.id for e in services.history.changes(2)] == [4, 3]
    assert [e.id for e in services.history.changes(2, before=3)] == [2, 1]
    assert [e.id for e in services.history.changes(0)] == [4, 3, 2, 1]
    assert services.history.changes(10, before=1) == []


def test_undo_and_redo_by_turns_keep_one_plain_title(services: Services) -> None:
    add(services, "甲")
    for _ in range(3):
        undone = services.history.undo()
        assert str(undone.change.title) == "Undid: Added customer 甲"
        assert services.customers.count() == 0
        assert services.history.next_undo() is None
        assert str(services.history.next_redo().title) == "Undid: Added customer 甲"
        redone = services.history.redo()
        assert str(redone.change.title) == "Redid: Added customer 甲"
        assert services.customers.count() == 1
        assert services.history.next_redo() is None
    assert [e.kind for e in services.history.changes()] == ["redo", "undo", "redo", "undo", "redo", "undo", "do"]


def test_what_is_in_effect_is_told(services: Services) -> None:
    add(services, "甲")
    add(services, "乙")
    assert in_effect(services) == [2, 1]
    services.history.undo()
    assert [(e.id, e.undone) for e in services.history.changes()] == [(3, False), (2, True), (1, False)]
    services.history.redo()
    assert [(e.id, e.undone) for e in services.history.changes()] == [
        (4, False), (3, True), (2, False), (1, False),
    ]  # fmt: skip


def test_several_steps_back_and_forth(services: Services) -> None:
    for name in "甲乙丙":
        add(services, name)
    for left in (2, 1, 0):
        services.history.undo()
        assert services.customers.count() == left
    with pytest.raises(NotFound, match="There is nothing to undo"):
        services.history.undo()
    for there in (1, 2, 3):
        services.history.redo()
        assert services.customers.count() == there
    with pytest.raises(NotFound, match="There is nothing to redo"):
        services.history.redo()
    services.history.undo()
    assert [c.name for c in services.customers.get_many([1, 2, 3])] == ["甲", "乙"]


def test_something_new_ends_what_could_be_redone(services: Services) -> None:
    add(services, "甲")
    services.history.undo()
    assert services.history.next_redo() is not None
    add(services, "乙")
    assert services.history.next_redo() is None
    services.history.undo()
    assert str(services.history.next_redo().title) == "Undid: Added customer 乙"


def test_an_empty_history(services: Services) -> None:
    assert services.history.changes() == []
    assert services.history.next_undo() is None
    assert services.history.next_redo() is None


def test_it_survives_a_restart(services: Services, shop: Shop, shop_path: Path) -> None:
    add(services, "甲")
    services.customers.delete([1])
    shop.close()
    again = Services(Shop.open(shop_path))
    again.history.undo()
    assert [c.name for c in again.customers.get_many([1])] == ["甲"]
    again.shop.close()
    again = Services(Shop.open(shop_path))
    again.history.redo()
    assert again.customers.count() == 0
    again.shop.close()


def test_any_change_is_undone_by_its_number(services: Services) -> None:
    first, second = add(services, "甲"), add(services, "乙")
    answer = services.history.undo(1)
    assert (answer.undone_id, answer.reversed, answer.kept, answer.failed, answer.kept_names) == (1, 1, 0, 0, ())
    assert services.customers.ids() == [second]
    services.history.redo()
    assert set(services.customers.ids()) == {first, second}
    answer = services.history.undo(1)
    assert answer.undone_id == 4, "the redo stands for it now"
    assert services.customers.ids() == [second]


@pytest.mark.parametrize("number", [0, 1, 3, 99, 2**40])
def test_a_change_that_cannot_be_undone(services: Services, number: int) -> None:
    """1 is undone already, 2 undid it, 3 redid it and was undone by 4; 0 and 99 there are none."""
    add(services, "甲")
    services.history.undo()
    if number == 3:
        services.history.redo()
        services.history.undo()
    count = len(services.history.changes())
    with pytest.raises(NotFound, match=f"There is no change {number} that could be undone"):
        services.history.undo(number)
    with pytest.raises(NotFound):
        services.history.undo(2)
    assert len(services.history.changes()) == count


def test_what_was_edited_since_is_kept_and_named(services: Services) -> None:
    with services.shop.change(Sentence("Import")):
        for name in ("甲", "乙", ""):
            Customer.insert(name=name, created="2026-11-21T09:00:00").execute()
    services.customers.set_field(1, "note", "她的字")
    services.customers.add_tag([3], "VIP")
    answer = services.history.undo(1)
    assert (answer.reversed, answer.kept, answer.failed) == (1, 2, 0)
    assert answer.kept_names == ("甲", "customer 3")
    assert set(services.customers.ids()) == {1, 3}


def test_an_undo_that_finds_everything_edited_changes_nothing(services: Services) -> None:
    add(services, "甲")
    services.customers.set_field(1, "note", "她的字")
    answer = services.history.undo(1)
    assert (answer.change.id, answer.reversed, answer.kept) == (None, 0, 1)
    assert in_effect(services) == [2, 1]
    services.history.undo()
    assert services.history.undo().reversed == 1, "now that the edit is taken back"


def test_things_of_all_kinds_are_named(services: Services) -> None:
    def everything() -> None:
        services.tags.rename(services.tags.all()[0].id, "贵宾")
        services.custom_fields.edit(1, "肤质")
        services.views.save("customers", "老", {"x": 2})
        services.settings.change(shop_name="乙")
        services.products.edit(1, "红茶", 2000)
        services.purchases.delete([1])

    services.customers.add(CustomerDraft(name="甲", tags=("VIP",)))
    services.custom_fields.add("皮肤", CustomFieldKind.TEXT)
    services.views.save("customers", "老", {"x": 1})
    services.settings.change(shop_name="甲")
    services.products.add("绿茶", 1000)
    line = LineDraft(product_id=None, text="茶", price_fen=100)
    services.purchases.record(PurchaseDraft(customer_id=1, at=datetime(2026, 11, 20), lines=(line,)))
    services.purchases.edit(1, PurchaseDraft(customer_id=1, at=datetime(2026, 11, 19), lines=(line,)))
    everything()
    changes = {str(entry.title): entry.id for entry in services.history.changes() if entry.id <= 7}
    named = [services.history.undo(number).kept_names for number in sorted(changes.values())]
    assert ("the field “肤质”",) in named
    assert ("the view “老”",) in named
    assert ("setting 1",) in named
    assert ("红茶",) in named
    assert ("purchase 1",) in named, "it is no longer there, so nobody knows whose it was"
    assert any("the tag “贵宾”" in names for names in named)


def test_greetings_are_named_and_those_that_were_used_go_all_the_same(services: Services) -> None:
    customer = services.customers.add(CustomerDraft(name="甲", birthday=Birthday(Calendar.SOLAR, None, 11, 24)))
    saved = services.greetings.save([Template(None, "甲 {姓名}"), Template(None, "乙")])
    (row,) = services.birthdays.coming(date(2026, 11, 24), 0)
    services.greetings.copied(customer.new_id or 0, row.occurrence, services.greetings.text_for(row))
    answer = services.history.undo(saved.id)
    assert (answer.reversed, answer.kept) == (2, 0)
    assert services.customers.timeline(1)[0].title == "甲 甲"
    services.history.redo()
    assert services.greetings.text_for(next(services.birthdays.coming(date(2026, 11, 24), 0))).template_id == 1
    services.greetings.save([Template(1, "甲" * 100)])
    answer = services.history.undo(saved.id)
    assert answer.kept_names == ("the greeting “" + "甲" * 59 + "…”",)


def test_an_answer_that_belongs_to_nobody_is_named(services: Services, shop: Shop) -> None:
    with shop.change(Sentence("Answered")) as change:
        about = {"occurrence": "backup:2026-11-20", "about": "2026-11-20"}
        ReminderAnswer.insert(**about, at="2026-11-21T09:00:00").execute()
    with shop.change(Sentence("Answered again")):
        ReminderAnswer.update(until="2026-11-21T15:00:00").execute()
    answer = services.history.undo(change.id)
    assert answer.kept_names == ("an answered reminder",)


def test_every_kind_of_thing_has_a_word() -> None:
    words = {model._meta.table_name: tr_table(model._meta.table_name) for model in JOURNALLED}
    assert (words["purchase"], words["tag"], words["setting"]) == ("purchase", "tag", "setting")
    assert all(words.values())


def test_what_cannot_come_back_is_told(services: Services) -> None:
    services.customers.add(CustomerDraft(name="甲", tags=("VIP",)))
    services.tags.delete(1)
    services.customers.add_tag([1], "VIP")
    answer = services.history.undo(2)
    assert (answer.reversed, answer.kept, answer.failed) == (0, 0, 2)
    assert answer.kept_names
    assert Tag.select().count() == 1


def test_a_purchase_goes_back_to_its_customer(services: Services) -> None:
    add(services, "甲")
    line = LineDraft(product_id=None, text="茶", price_fen=100)
    services.purchases.record(PurchaseDraft(customer_id=1, at=datetime(2026, 11, 20), lines=(line,)))
    services.customers.delete([1])
    assert Purchase.get().customer is None
    services.history.undo(3)
    assert services.customers.get(1).spent_fen == 100
    services.history.redo()
    assert services.customers.count() == 0


def test_what_an_undo_would_take_back(services: Services) -> None:
    history = services.history
    assert history.to_undo() is None
    number = services.customers.add(CustomerDraft(name="甲")).id
    assert number is not None
    found = history.to_undo()
    assert found is not None
    assert found == history.to_undo(number)
    assert (found.id, found.rows > 0) == (number, True)


def test_a_backup_goes_before_many_changes_where_the_shop_has_a_place_for_it(services: Services, shop: Shop) -> None:
    asked: list[str] = []
    shop.safeguard = lambda why, **more: asked.append(why)
    services.history.back_up()
    assert asked == ["bulk"]
