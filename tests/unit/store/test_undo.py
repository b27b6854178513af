"""Any change can be taken back, and what was edited since stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.errors import NotFound
from crm_desktop.language import Sentence
from crm_desktop.store import search_index
from crm_desktop.store.journal import ALL, Change
from crm_desktop.store.models import (
    JOURNALLED,
    Customer,
    CustomerStats,
    CustomerTag,
    CustomField,
    CustomValue,
    FollowUp,
    Greeting,
    Phone,
    Photo,
    Product,
    Purchase,
    PurchaseLine,
    Setting,
    Tag,
)
from crm_desktop.store.shop import Shop, Undoing

UNDO = Sentence("Undid: %1", "it")


def act(shop: Shop, action: Callable[..., Any]) -> Change:
    with shop.change(Sentence("An action")) as change:
        action(change)
    return change.done


def undo(shop: Shop, change: Change) -> Undoing:
    assert change.id is not None
    return shop.undo(change.id, UNDO)


def content(shop: Shop) -> dict[str, list[Any]]:
    """Every row of every table that a person changes, and the sums that follow from them."""
    found = {model._meta.table_name: list(model.select().order_by(model.id).tuples()) for model in JOURNALLED}
    stats = CustomerStats.select().where(CustomerStats.visits + CustomerStats.spent_fen != 0)
    found["stats"] = sorted(stats.tuples())
    return found


def person(name: str = "单晓丽", number: str = "+8613911112222") -> int:
    customer = Customer.insert(name=name, created="2026-11-21T09:00:00").execute()
    Phone.insert(customer=customer, number=number, reversed_digits=number[:0:-1], is_main=True).execute()
    return int(customer)


def purchase(customer: int | None, fen: int = 12800, at: str = "2026-11-21T10:00:00") -> int:
    bought = Purchase.insert(customer=customer, at=at, paid_fen=fen, is_refund=fen < 0).execute()
    PurchaseLine.insert(purchase=bought, text="龙井茶", price_fen=fen, amount_fen=fen).execute()
    return int(bought)


def test_an_added_customer_goes_with_all_parts_and_comes_back(shop: Shop) -> None:
    before = content(shop)
    added = act(shop, lambda change: person())
    after = content(shop)
    undone = undo(shop, added)
    assert (undone.undone.reversed, undone.undone.kept, undone.undone.failed) == (1, 0, 0)
    assert content(shop) == before
    undo(shop, undone.change)
    assert content(shop) == after


def test_a_deleted_customer_comes_back_with_phones_purchases_and_photo(shop: Shop) -> None:
    def fill(change: Any) -> None:
        customer = person()
        purchase(customer)
        tag = Tag.insert(name="老客户").execute()
        CustomerTag.insert(customer=customer, tag=tag).execute()
        Photo.insert(customer=customer, media_type="image/png", data=bytes(range(256))).execute()

    act(shop, fill)
    before = content(shop)
    deleted = act(shop, lambda change: Customer.delete().execute())
    assert not Phone.select().exists()
    assert Purchase.get().customer is None
    undo(shop, deleted)
    assert content(shop) == before
    assert Photo.get().data == bytes(range(256))


def test_an_update_gives_the_old_values_back(shop: Shop) -> None:
    act(shop, lambda change: person())
    before = content(shop)
    changed = act(shop, lambda change: Customer.update(name="单丽", note="两次").execute())
    undo(shop, changed)
    assert content(shop) == before


def test_several_updates_of_one_row_in_one_change_go_back_to_the_first(shop: Shop) -> None:
    act(shop, lambda change: person())
    before = content(shop)

    def twice(change: Any) -> None:
        Customer.update(name="一").execute()
        Customer.update(name="二").execute()

    undo(shop, act(shop, twice))
    assert content(shop) == before


def test_rows_inserted_updated_and_deleted_in_one_change_leave_nothing(shop: Shop) -> None:
    before = content(shop)

    def churn(change: Any) -> None:
        person("甲")
        Customer.update(name="乙").execute()
        Customer.delete().execute()
        person("丙", "+8613911113333")

    undone = undo(shop, act(shop, churn))
    assert undone.undone.reversed == 1
    assert content(shop) == before


def test_a_row_edited_since_is_kept_and_named(shop: Shop) -> None:
    first: list[int] = []

    def two(change: Any) -> None:
        first.extend([person("甲"), person("乙", "+8613911113333")])

    imported = act(shop, two)
    act(shop, lambda change: Customer.update(note="她的字").where(Customer.id == first[0]).execute())
    answer = undo(shop, imported).undone
    assert (answer.reversed, answer.kept_rows, answer.failed) == (1, (("customer", first[0]),), 0)
    assert [c.name for c in Customer.select()] == ["甲"]
    assert Phone.select().count() == 1, "the phones of the kept customer are kept too"


def test_an_edited_phone_keeps_the_whole_customer(shop: Shop) -> None:
    imported = act(shop, lambda change: person())
    act(shop, lambda change: Phone.update(number="+8613900000000").execute())
    assert undo(shop, imported).undone.kept == 1
    assert Customer.select().count() == 1


def test_a_customer_who_bought_since_is_kept(shop: Shop) -> None:
    imported = act(shop, lambda change: person())
    act(shop, lambda change: purchase(1))
    assert undo(shop, imported).undone.kept_rows == (("customer", 1),)
    assert Purchase.get().customer == 1


def test_an_edit_that_was_itself_undone_does_not_count(shop: Shop) -> None:
    before = content(shop)
    imported = act(shop, lambda change: person())
    edited = act(shop, lambda change: Customer.update(note="x").execute())
    undo(shop, edited)
    assert undo(shop, imported).undone.reversed == 1
    assert content(shop) == before


def test_a_deletion_undone_in_between_does_not_count_either(shop: Shop) -> None:
    imported = act(shop, lambda change: person())
    undo(shop, act(shop, lambda change: Customer.delete().execute()))
    assert undo(shop, imported).undone.reversed == 1
    assert not Customer.select().exists()


def test_what_she_deleted_herself_stays_deleted(shop: Shop) -> None:
    imported = act(shop, lambda change: person())
    act(shop, lambda change: Customer.delete().execute())
    answer = undo(shop, imported)
    assert (answer.undone.reversed, answer.undone.kept, answer.undone.failed) == (0, 0, 0)
    assert answer.change.id is None, "an undo that changed nothing leaves no trace"


def test_an_update_of_a_row_that_is_gone_cannot_be_put_back_twice(shop: Shop) -> None:
    act(shop, lambda change: person())
    changed = act(shop, lambda change: Customer.update(name="新").execute())
    act(shop, lambda change: Customer.delete().execute())
    answer = undo(shop, changed).undone
    assert answer.reversed == 0
    assert answer.kept == 1
    assert not Customer.select().exists()


def test_a_row_that_cannot_come_back_is_told_and_the_others_do(shop: Shop) -> None:
    def tags(change: Any) -> None:
        Tag.insert(name="甲").execute()
        Tag.insert(name="乙").execute()

    act(shop, tags)
    deleted = act(shop, lambda change: Tag.delete().execute())
    act(shop, lambda change: Tag.insert(name="甲").execute())
    answer = undo(shop, deleted).undone
    assert (answer.reversed, answer.kept, answer.failed_rows) == (1, 0, (("tag", 1),))
    assert sorted(tag.name for tag in Tag.select()) == ["乙", "甲"]


def test_an_updated_value_that_clashes_now_is_told(shop: Shop) -> None:
    act(shop, lambda change: Tag.insert(name="甲").execute())
    renamed = act(shop, lambda change: Tag.update(name="乙").execute())
    act(shop, lambda change: Tag.insert(name="甲").execute())
    answer = undo(shop, renamed).undone
    assert (answer.reversed, answer.failed) == (0, 1)


def test_replacing_parts_in_one_change_is_undone_in_the_right_order(shop: Shop) -> None:
    def define(change: Any) -> None:
        person()
        CustomField.insert(name="口味", kind="text").execute()
        CustomValue.insert(customer=1, field=1, value="甜").execute()

    act(shop, define)
    before = content(shop)

    def replace(change: Any) -> None:
        CustomValue.delete().execute()
        CustomValue.insert(customer=1, field=1, value="咸").execute()

    undo(shop, act(shop, replace))
    assert content(shop) == before


def test_parts_moved_to_a_new_customer_move_back(shop: Shop) -> None:
    act(shop, lambda change: person())
    before = content(shop)

    def merge(change: Any) -> None:
        other = Customer.insert(name="合", created="2026-11-21T09:00:00").execute()
        Phone.update(customer=other).execute()
        Customer.delete().where(Customer.id == 1).execute()

    merged = act(shop, merge)
    after = content(shop)
    undone = undo(shop, merged)
    assert content(shop) == before
    undo(shop, undone.change)
    assert content(shop) == after


def test_a_tag_made_with_a_kept_customer_is_kept(shop: Shop) -> None:
    def fill(change: Any) -> None:
        person()
        tag = Tag.insert(name="老客户").execute()
        CustomerTag.insert(customer=1, tag=tag).execute()

    imported = act(shop, fill)
    act(shop, lambda change: Customer.update(note="x").execute())
    undo(shop, imported)
    assert CustomerTag.select().count() == 1
    assert Tag.get().name == "老客户"


def test_a_product_that_a_later_purchase_names_is_kept(shop: Shop) -> None:
    added = act(shop, lambda change: Product.insert(name="龙井").execute())

    def buy(change: Any) -> None:
        PurchaseLine.insert(purchase=purchase(None), product=1, text="龙井").execute()

    act(shop, buy)
    assert undo(shop, added).undone.kept_rows == (("product", 1),)


def test_a_purchase_goes_with_its_lines(shop: Shop) -> None:
    act(shop, lambda change: person())
    before = content(shop)
    bought = act(shop, lambda change: purchase(1))
    assert undo(shop, bought).undone.reversed == 1
    assert content(shop) == before


def test_settings_and_follow_ups_are_undone_too(shop: Shop) -> None:
    act(shop, lambda change: person())
    before = content(shop)

    def both(change: Any) -> None:
        Setting.insert(key="shop_name", value='"桂香"').execute()
        FollowUp.insert(customer=1, what="回访", due="2026-11-22", created="2026-11-21T09:00:00").execute()

    assert undo(shop, act(shop, both)).undone.reversed == 2
    assert content(shop) == before


def test_undo_and_redo_of_thousands_of_rows(shop: Shop) -> None:
    def many(change: Any) -> None:
        first = change.reserve(Customer)
        rows = [(first + i, f"客{i}", "2026-11-21T09:00:00") for i in range(6000)]
        change.insert_rows(Customer, ("id", "name", "created"), rows)
        phones = [(first + i, f"+86139{i:08}", f"{i:08}931"[::-1], 1) for i in range(6000)]
        change.insert_rows(Phone, ("customer_id", "number", "reversed_digits", "is_main"), phones)

    imported = act(shop, many)
    assert imported.touched["customer"] is ALL
    after = content(shop)
    undone = undo(shop, imported)
    assert undone.undone.reversed == 6000
    assert not Customer.select().exists()
    redone = undo(shop, undone.change)
    assert redone.undone.reversed == 6000
    assert content(shop) == after
    assert search_index.check(shop.run) == []


def test_redo_of_scattered_rows(shop: Shop) -> None:
    act(shop, lambda change: [person(f"客{i}", f"+8613900000{i:03}") for i in range(40)])
    deleted = act(shop, lambda change: Customer.delete().where(Customer.id % 3 == 0).execute())
    after = content(shop)
    undone = undo(shop, deleted)
    assert Customer.select().count() == 40
    undo(shop, undone.change)
    assert content(shop) == after


def test_a_change_can_be_taken_back_once(shop: Shop) -> None:
    added = act(shop, lambda change: person())
    undo(shop, added)
    with pytest.raises(NotFound):
        undo(shop, added)
    with pytest.raises(NotFound):
        shop.undo(999, UNDO)


def test_the_history_survives_closing(shop: Shop) -> None:
    added = act(shop, lambda change: person())
    shop.close()
    again = Shop.open(shop.path, clock=shop.clock)
    assert added.id is not None
    assert again.undo(added.id, UNDO).undone.reversed == 1
    again.close()


def test_what_was_noted_before_a_column_was_there_is_no_edit(shop: Shop) -> None:
    """Files of schema 1.0 have images of greetings without their template."""
    customer = act(shop, lambda change: setattr(change, "new_id", person())).new_id
    values = {"customer": customer, "calendar": "solar", "year": 2026, "at": "2026-11-21T09:00:00"}
    greeted = act(shop, lambda change: Greeting.insert(**values).execute())
    forgotten = act(shop, lambda change: Greeting.delete().execute())
    shop.run("UPDATE journal SET image = json_remove(image, '$.template_id') WHERE image IS NOT NULL")
    assert undo(shop, forgotten).undone.reversed == 1
    assert Greeting.get().template_id is None
    answer = undo(shop, greeted)
    assert (answer.undone.reversed, answer.undone.kept) == (1, 0)
    assert Greeting.select().count() == 0
