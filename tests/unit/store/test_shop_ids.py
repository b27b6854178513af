"""The ids of a query, packed."""

from __future__ import annotations

from crm_desktop.language import Sentence
from crm_desktop.store.models import Customer
from crm_desktop.store.shop import Shop


def filled(shop: Shop, customers: int) -> None:
    with shop.change(Sentence("Customers")):
        shop.run(
            "WITH RECURSIVE n (id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM n WHERE id < ?)"
            " INSERT INTO customer (name, created) SELECT '客户' || (id * 7 % 1000), '2026-11-21T09:30:00' FROM n",
            customers,
        )


def test_they_come_in_the_order_of_the_query(shop: Shop) -> None:
    filled(shop, 30_000)
    query = Customer.select(Customer.id).where(Customer.id > 5).order_by(Customer.name.desc(), Customer.id)
    one_by_one = [number for (number,) in shop.rows(query)]
    assert len(one_by_one) == 29_995
    assert one_by_one != sorted(one_by_one)
    assert list(shop.packed_ids(query)) == one_by_one


def test_none_and_one(shop: Shop) -> None:
    filled(shop, 1)
    assert list(shop.packed_ids(Customer.select(Customer.id))) == [1]
    assert list(shop.packed_ids(Customer.select(Customer.id).where(Customer.id > 1))) == []
