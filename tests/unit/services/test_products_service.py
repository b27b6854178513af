"""Goods: added, found by how they sound and sell, changed, deleted, and all of it undone."""

from __future__ import annotations

import pytest

from crm_desktop.domain.money import MAX_FEN
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.services.products import Product, Products
from crm_desktop.store.models import Purchase, PurchaseLine
from crm_desktop.store.shop import Shop
from tests.fakes import NOW

UNDO = Sentence("Undone")


@pytest.fixture
def products(shop: Shop) -> Products:
    return Products(shop)


def sell(shop: Shop, product_id: int | None, times: int) -> None:
    with shop.change(Sentence("Sold")):
        purchase = Purchase.insert(at=NOW.isoformat(), paid_fen=0).execute()
        for _ in range(times):
            PurchaseLine.insert(purchase=purchase, product=product_id, text="x").execute()


def names(found: list[Product]) -> list[str]:
    return [product.name for product in found]


def test_a_product_is_added_and_read_back(products: Products) -> None:
    change = products.add(" 龙井茶 250g ", 12800, code="LJ250", unit="盒")
    assert change.new_id is not None
    assert products.get(change.new_id) == Product(change.new_id, "龙井茶 250g", "LJ250", 12800, "盒", True)
    assert change.concerns("product")
    assert str(change.title) == "Added the product “龙井茶 250g”"


def test_a_product_that_is_gone_is_not_found(products: Products) -> None:
    with pytest.raises(NotFound):
        products.get(1)


@pytest.mark.parametrize("text", ["龙井", "井", "longjing", "lj", "LJC", "ljc250", "250", "lj 250", "LJ2", "long"])
def test_a_product_is_found_by_characters_sound_and_code(products: Products, text: str) -> None:
    products.add("龙井茶 250g", 12800, code="LJ250")
    products.add("大红袍", 23800, code="DHP")
    assert names(products.search(text)) == ["龙井茶 250g"]


def test_wildcards_in_a_search_are_plain_characters(products: Products) -> None:
    products.add("龙井茶")
    products.add("半价 50% 装")
    assert names(products.search("%")) == ["半价 50% 装"]
    assert products.search("_") == []


def test_what_sells_comes_first_and_an_exact_code_before_it(shop: Shop, products: Products) -> None:
    green = products.add("绿茶", code="1").new_id
    products.add("绿豆糕", code="10")
    products.add("绿茶糕")
    assert names(products.search("绿")) == ["绿茶", "绿茶糕", "绿豆糕"]
    sell(shop, None, 5)
    sell(shop, products.search("ldg")[0].id, 2)
    assert names(products.search("绿")) == ["绿豆糕", "绿茶", "绿茶糕"]
    assert names(products.search("1")) == ["绿茶", "绿豆糕"]
    assert names(products.search("")) == ["绿豆糕", "绿茶", "绿茶糕"]
    assert names(products.search("绿", limit=1)) == ["绿豆糕"]
    assert green is not None


def test_one_no_longer_offered_is_listed_only_on_request(products: Products) -> None:
    kept, old = products.add("甲").new_id, products.add("乙").new_id
    assert old is not None
    products.edit(old, "乙", active=False)
    assert [p.id for p in products.all()] == [kept]
    assert names(products.all(include_inactive=True)) == ["甲", "乙"]
    assert products.search("乙") == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "长" * 101}, "name"),
        ({"name": "龙井茶"}, "name"),
        ({"name": "新", "price_fen": -1}, "price_fen"),
        ({"name": "新", "price_fen": MAX_FEN + 1}, "price_fen"),
        ({"name": "新", "code": "x" * 61}, "code"),
        ({"name": "新", "code": "LJ"}, "code"),
        ({"name": "新", "unit": "x" * 21}, "unit"),
    ],
)
def test_what_cannot_be_a_product_is_refused_by_field(
    products: Products, values: dict[str, object], field: str
) -> None:
    products.add("龙井茶", code="LJ")
    assert set(products.check(**values)) == {field}
    with pytest.raises(InvalidInput) as caught:
        products.add(**values)
    assert set(caught.value.fields) == {field}
    assert len(products.all()) == 1


def test_a_product_keeps_its_own_name_and_code_when_edited(shop: Shop, products: Products) -> None:
    product_id = products.add("龙井茶", 100, code="LJ").new_id
    assert product_id is not None
    change = products.edit(product_id, "龙井茶", 200, code="LJ", unit="盒")
    assert products.get(product_id).price_fen == 200
    shop.undo(change.id, UNDO)
    assert products.get(product_id) == Product(product_id, "龙井茶", "LJ", 100, "", True)
    with pytest.raises(NotFound):
        products.edit(99, "x")


def test_deleting_keeps_the_text_of_purchases_and_can_be_undone(shop: Shop, products: Products) -> None:
    product_id = products.add("龙井茶").new_id
    sell(shop, product_id, 2)
    change = products.delete([product_id])
    assert str(change.title) == "Deleted the product “龙井茶”"
    assert [line.text for line in PurchaseLine.select()] == ["x", "x"]
    assert {line.product for line in PurchaseLine.select()} == {None}
    shop.undo(change.id, UNDO)
    assert {line.product for line in PurchaseLine.select()} == {product_id}
    assert names(products.all()) == ["龙井茶"]


def test_several_are_deleted_at_once(shop: Shop, products: Products) -> None:
    ids = [products.add(name).new_id for name in ("甲", "乙", "丙")]
    change = products.delete(ids)
    assert str(change.title) == "Deleted 3 products"
    assert products.all() == []
    shop.undo(change.id, UNDO)
    assert len(products.all()) == 3


def test_adding_is_undone(shop: Shop, products: Products) -> None:
    shop.undo(products.add("龙井茶").id, UNDO)
    assert products.all() == []
