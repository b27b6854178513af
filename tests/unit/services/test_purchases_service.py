"""Purchases: recorded, edited, given back, deleted, listed, added up, and undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.clock import FixedClock
from crm_desktop.domain.money import MAX_FEN, MAX_QUANTITY_MILLI
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.services.purchase_records import (
    Day,
    LastUsed,
    LineDraft,
    Purchase,
    PurchaseDraft,
    PurchaseFilter,
    Totals,
    line_amount,
)
from crm_desktop.services.purchases import Purchases
from crm_desktop.services.settings import Settings
from crm_desktop.services.sorting import Sort
from crm_desktop.store import models
from crm_desktop.store.shop import Shop
from tests.fakes import NOW

UNDO = Sentence("Undone")


@pytest.fixture
def purchases(shop: Shop) -> Purchases:
    return Purchases(shop, Settings(shop))


@pytest.fixture
def wang(shop: Shop) -> int:
    return person(shop, "王芳", "wang fang", "wangfang", "wf", "+8613800138000")


def person(shop: Shop, name: str, sort_key: str = "", pinyin: str = "", initials: str = "", phone: str = "") -> int:
    with shop.change(Sentence("Added")):
        customer = models.Customer.insert(
            name=name, sort_key=sort_key, pinyin=pinyin, initials=initials, created=NOW.isoformat()
        ).execute()
        if phone:
            models.Phone.insert(customer=customer, number="+8610", reversed_digits="0168").execute()
            models.Phone.insert(customer=customer, number=phone, reversed_digits=phone[:0:-1], is_main=True).execute()
    return int(customer)


def product(shop: Shop, name: str) -> int:
    with shop.change(Sentence("Added")):
        return int(models.Product.insert(name=name).execute())


def amount(fen: int, customer: int | None = None, at: datetime = NOW, **more: object) -> PurchaseDraft:
    return PurchaseDraft(customer, at, (LineDraft(price_fen=fen),), **more)


def tea(customer: int | None = None) -> PurchaseDraft:
    """Two boxes at 128.00 and 1.5 at 20.00 less 3.00, less 10.00: 273.00."""
    lines = (LineDraft(None, "龙井茶", 2000, 12800), LineDraft(None, "茶点", 1500, 2000, 300))
    return PurchaseDraft(customer, NOW, lines, 1000, "微信", "小李", "急", number="7")


def record(purchases: Purchases, draft: PurchaseDraft) -> Purchase:
    new_id = purchases.record(draft).new_id
    assert new_id is not None
    return purchases.get(new_id)


def stats(customer: int) -> tuple[int, int]:
    row = models.CustomerStats.get(models.CustomerStats.customer == customer)
    return row.spent_fen, row.visits


def problems(caught: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return set(caught.value.fields)


# Amounts


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "expected"),
    [
        (1000, 12800, 0, 12800),
        (1500, 333, 0, 500),
        (500, 1, 0, 1),
        (499, 1, 0, 0),
        (-1500, 333, 0, -500),
        (2000, 5, 3, 7),
    ],
)
def test_an_amount_is_quantity_times_price_rounded_half_up(
    quantity: int, price: int, discount: int, expected: int
) -> None:
    assert line_amount(quantity, price, discount) == expected


@given(st.integers(-(10**7), 10**7), st.integers(0, 10**7), st.integers(0, 1000))
def test_a_refund_line_is_the_exact_opposite(quantity: int, price: int, discount: int) -> None:
    assert line_amount(-quantity, price, -discount) == -line_amount(quantity, price, discount)


# Recording


def test_a_purchase_is_recorded_with_lines_discounts_and_sums(shop: Shop, purchases: Purchases, wang: int) -> None:
    change = purchases.record(tea(wang))
    found = purchases.get(change.new_id or 0)
    assert (found.customer_name, found.customer_phone) == ("王芳", "+8613800138000")
    assert [line.amount_fen for line in found.lines] == [25600, 2700]
    assert found.paid_fen == 27300
    assert found.what == "龙井茶 ×2, 茶点 ×1.5"
    assert (found.payment_method, found.clerk, found.note, found.number) == ("微信", "小李", "急", "7")
    assert found.at == NOW
    assert not found.is_refund
    assert stats(wang) == (27300, 1)
    assert str(change.title) == "Recorded a purchase of ¥273.00 for 王芳"
    assert change.concerns("purchase")
    shop.undo(change.id, UNDO)
    assert purchases.ids() == []
    assert stats(wang) == (0, 0)


def test_just_an_amount_of_a_passer_by(purchases: Purchases) -> None:
    change = purchases.record(amount(5000))
    found = purchases.get(change.new_id or 0)
    assert (found.customer_id, found.customer_name, found.customer_phone, found.what) == (None, "", "", "")
    assert found.paid_fen == 5000
    assert str(change.title) == "Recorded a purchase of ¥50.00 for a passer-by"


def test_what_was_paid_stands_where_it_differs_and_blank_lines_are_left_out(purchases: Purchases) -> None:
    lines = (LineDraft(text="茶", price_fen=1000), LineDraft(), LineDraft(text=" "))
    found = record(purchases, PurchaseDraft(None, NOW, lines, paid_fen=900))
    assert found.paid_fen == 900
    assert len(found.lines) == 1
    assert PurchaseDraft.of(found).paid_fen == 900
    assert record(purchases, PurchaseDraft(None, NOW, (), paid_fen=800)).lines == ()


def test_a_purchase_that_is_gone_is_not_found(purchases: Purchases) -> None:
    with pytest.raises(NotFound):
        purchases.get(5)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (PurchaseDraft(None, NOW), "amount"),
        (amount(0), "amount"),
        (PurchaseDraft(None, NOW, (LineDraft(price_fen=1),) * 501), "amount"),
        (amount(MAX_FEN + 1), "lines.0.price"),
        (amount(-1), "lines.0.price"),
        (PurchaseDraft(None, NOW, (LineDraft(text="x", quantity_milli=0),)), "lines.0.quantity"),
        (PurchaseDraft(None, NOW, (LineDraft(text="x", quantity_milli=-1000),)), "lines.0.quantity"),
        (PurchaseDraft(None, NOW, (LineDraft(text="x", quantity_milli=MAX_QUANTITY_MILLI + 1),)), "lines.0.quantity"),
        (PurchaseDraft(None, NOW, (LineDraft(quantity_milli=2000, price_fen=MAX_FEN),)), "lines.0.price"),
        (PurchaseDraft(None, NOW, (LineDraft(price_fen=100, discount_fen=101),)), "lines.0.discount"),
        (PurchaseDraft(None, NOW, (LineDraft(price_fen=100, discount_fen=-1),)), "lines.0.discount"),
        (PurchaseDraft(None, NOW, (LineDraft(text="长" * 201, price_fen=100),)), "lines.0.text"),
        (PurchaseDraft(None, NOW, (LineDraft(product_id=99, price_fen=100),)), "lines.0.text"),
        (amount(100, discount_fen=101), "discount"),
        (amount(100, discount_fen=-1), "discount"),
        (amount(100, paid_fen=MAX_FEN + 1), "paid"),
        (amount(100, paid_fen=-1), "paid"),
        (amount(100, customer=99), "customer"),
        (amount(100, at=NOW + timedelta(days=2)), "at"),
        (amount(100, at=datetime(1899, 1, 1)), "at"),
        (amount(100, clerk="x" * 61), "clerk"),
        (amount(100, payment_method="x" * 61), "payment_method"),
        (amount(100, number="x" * 61), "number"),
        (amount(100, note="x" * 10_001), "note"),
    ],
)
def test_what_cannot_be_recorded_is_refused_by_field(purchases: Purchases, draft: PurchaseDraft, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        purchases.record(draft)
    assert problems(caught) == {field}
    assert purchases.ids() == []


# Editing


def test_an_edit_changes_fields_and_lines_and_is_undone(shop: Shop, purchases: Purchases, wang: int) -> None:
    before = record(purchases, tea(wang))
    draft = replace(
        PurchaseDraft.of(before), customer_id=None, lines=(LineDraft(text="红茶", price_fen=900),), discount_fen=0
    )
    change = purchases.edit(before.id, draft)
    after = purchases.get(before.id)
    assert (after.customer_id, after.paid_fen, after.what) == (None, 900, "红茶")
    assert stats(wang) == (0, 0)
    assert str(change.title) == "Changed a purchase of ¥273.00 for 王芳"
    shop.undo(change.id, UNDO)
    assert purchases.get(before.id) == before
    assert stats(wang) == (27300, 1)


def test_an_edit_that_changes_nothing_leaves_no_trace(purchases: Purchases) -> None:
    before = record(purchases, tea())
    assert purchases.edit(before.id, PurchaseDraft.of(before)).id is None


def test_lines_keep_their_ids_where_only_a_field_is_edited(purchases: Purchases) -> None:
    before = record(purchases, tea())
    purchases.edit(before.id, replace(PurchaseDraft.of(before), clerk="小陈"))
    assert purchases.get(before.id) == replace(before, clerk="小陈")


def test_a_purchase_cannot_become_less_than_was_given_back(purchases: Purchases) -> None:
    bought = record(purchases, amount(10000))
    purchases.refund(bought.id, {}, paid_fen=4000)
    with pytest.raises(InvalidInput) as caught:
        purchases.edit(bought.id, amount(3999))
    assert problems(caught) == {"paid"}
    purchases.edit(bought.id, amount(4000))
    assert purchases.refundable(bought.id).paid_fen == 0


def test_a_refund_can_be_edited_within_what_was_bought(purchases: Purchases) -> None:
    bought = record(purchases, amount(10000))
    refund = purchases.get(purchases.refund(bought.id, {}, paid_fen=4000).new_id or 0)
    purchases.edit(
        refund.id, replace(PurchaseDraft.of(refund), lines=(LineDraft(quantity_milli=-1000, price_fen=10000),))
    )
    assert purchases.get(refund.id).paid_fen == -10000
    assert purchases.get(refund.id).is_refund
    for lines in (
        (LineDraft(quantity_milli=-1000, price_fen=10001),),
        (LineDraft(quantity_milli=-1000, price_fen=100, discount_fen=-101),),
    ):
        with pytest.raises(InvalidInput):
            purchases.edit(refund.id, replace(PurchaseDraft.of(refund), lines=lines))
    with pytest.raises(InvalidInput) as caught:
        purchases.edit(refund.id, replace(PurchaseDraft.of(refund), paid_fen=5))
    assert problems(caught) == {"paid"}


def test_a_refund_of_no_known_purchase_can_be_edited(shop: Shop, purchases: Purchases) -> None:
    with shop.change(Sentence("Imported")):
        refund = models.Purchase.insert(at=NOW.isoformat(), paid_fen=-3550, is_refund=True).execute()
        models.PurchaseLine.insert(purchase=refund, price_fen=-3550, amount_fen=-3550).execute()
    purchases.edit(refund, replace(PurchaseDraft.of(purchases.get(refund)), note="x"))
    assert purchases.get(refund).note == "x"


# Refunds


def test_everything_is_given_back(shop: Shop, purchases: Purchases, wang: int) -> None:
    bought = record(purchases, tea(wang))
    change = purchases.refund(bought.id)
    refund = purchases.get(change.new_id or 0)
    assert (refund.paid_fen, refund.is_refund, refund.refund_of) == (-27300, True, bought.id)
    assert [(line.quantity_milli, line.amount_fen) for line in refund.lines] == [(-2000, -25600), (-1500, -2700)]
    assert refund.discount_fen == -1000
    assert (refund.payment_method, refund.clerk, refund.at) == ("微信", "小李", NOW)
    assert refund.what == "龙井茶 ×2, 茶点 ×1.5"
    assert stats(wang) == (0, 1)
    assert str(change.title) == "Refunded ¥273.00 to 王芳"
    with pytest.raises(InvalidInput, match="All of it was given back already"):
        purchases.refund(bought.id)
    with pytest.raises(InvalidInput, match="a refund itself"):
        purchases.refund(refund.id)
    shop.undo(change.id, UNDO)
    assert purchases.refundable(bought.id).paid_fen == 27300
    assert stats(wang) == (27300, 1)


def test_a_part_is_given_back_at_its_share_and_the_rest_later(purchases: Purchases) -> None:
    bought = record(purchases, tea())
    first, second = bought.lines
    share = purchases.refund_amount(bought.id, {first.id: 1000})
    assert share == round(12800 * 27300 / 28300)
    refund = purchases.get(
        purchases.refund(bought.id, {first.id: 1000}, payment_method="现金", clerk="", note="破了").new_id or 0
    )
    assert refund.paid_fen == -share
    assert (refund.payment_method, refund.clerk, refund.note) == ("现金", "", "破了")
    left = purchases.refundable(bought.id)
    assert left.lines == {first.id: 1000, second.id: 1500}
    assert left.paid_fen == 27300 - share
    rest = purchases.get(purchases.refund(bought.id).new_id or 0)
    assert rest.paid_fen == share - 27300
    assert len(rest.lines) == 2


@pytest.mark.parametrize(
    ("lines", "paid", "field"),
    [
        ({1: 2001}, None, "lines.0.quantity"),
        ({2: -1}, None, "lines.1.quantity"),
        ({99: 1}, None, "lines.0.quantity"),
        ({}, None, "paid"),
        ({1: 1000}, 27301, "paid"),
        ({1: 1000}, -1, "paid"),
    ],
)
def test_no_more_is_given_back_than_was_bought(
    purchases: Purchases, lines: dict[int, int], paid: int | None, field: str
) -> None:
    bought = record(purchases, tea())
    assert [line.id for line in bought.lines] == [1, 2]
    with pytest.raises(InvalidInput) as caught:
        purchases.refund(bought.id, lines, paid_fen=paid)
    assert problems(caught) == {field}
    assert len(purchases.ids()) == 1


def test_a_refund_is_not_of_tomorrow_or_without_bounds(purchases: Purchases) -> None:
    bought = record(purchases, amount(100))
    with pytest.raises(InvalidInput) as caught:
        purchases.refund(bought.id, at=NOW + timedelta(days=5), note="x" * 10_001)
    assert problems(caught) == {"at", "note"}


def test_goods_given_for_nothing_come_back_for_nothing(purchases: Purchases) -> None:
    bought = record(purchases, PurchaseDraft(None, NOW, (LineDraft(text="样茶"), LineDraft(text="茶杯"))))
    assert purchases.refund_amount(bought.id, {bought.lines[0].id: 1000}) == 0
    refund = purchases.get(purchases.refund(bought.id, {bought.lines[0].id: 1000}).new_id or 0)
    assert (refund.paid_fen, refund.is_refund, refund.what) == (0, True, "样茶")


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory):
    """A shop that many examples share."""
    shop = Shop.create(tmp_path_factory.mktemp("shop") / "shop.crm", clock=FixedClock(NOW))
    yield shop
    shop.close()


@settings(max_examples=30)
@given(goods=st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 99999)), min_size=1, max_size=4), data=st.data())
def test_shares_of_any_division_add_up_to_what_was_paid(
    counter: Shop, goods: list[tuple[int, int]], data: st.DataObject
) -> None:
    purchases = Purchases(counter, Settings(counter))
    lines = tuple(LineDraft(None, f"货{i}", quantity, price) for i, (quantity, price) in enumerate(goods))
    bought = record(purchases, PurchaseDraft(None, NOW, lines, paid_fen=data.draw(st.integers(0, 10**6))))
    part = {line.id: data.draw(st.integers(0, line.quantity_milli)) for line in bought.lines}
    share = purchases.refund_amount(bought.id, part)
    assert 0 <= share <= bought.paid_fen
    if share or any(part.values()):
        purchases.refund(bought.id, part)
    left = purchases.refundable(bought.id)
    if left.paid_fen or any(left.lines.values()):
        purchases.refund(bought.id)
        left = purchases.refundable(bought.id)
    assert left.paid_fen == 0
    assert not any(left.lines.values())


# Deleting


def test_a_purchase_is_deleted_with_its_refunds_and_comes_back(shop: Shop, purchases: Purchases, wang: int) -> None:
    bought = record(purchases, tea(wang))
    purchases.refund(bought.id, {bought.lines[0].id: 1000})
    change = purchases.delete([bought.id])
    assert purchases.ids() == []
    assert stats(wang) == (0, 0)
    assert str(change.title) == "Deleted a purchase of ¥273.00 for 王芳"
    shop.undo(change.id, UNDO)
    assert len(purchases.ids()) == 2
    assert purchases.get(bought.id) == bought
    assert purchases.get(bought.id + 1).refund_of == bought.id


def test_several_are_deleted_at_once(shop: Shop, purchases: Purchases) -> None:
    ids = [record(purchases, amount(100 + i)).id for i in range(3)]
    change = purchases.delete(ids)
    assert str(change.title) == "Deleted 3 purchases"
    shop.undo(change.id, UNDO)
    assert sorted(purchases.ids()) == ids


# Reading


@pytest.fixture
def book(shop: Shop, purchases: Purchases, wang: int) -> dict[str, int]:
    """Four purchases of different days, people, goods and payments, and a refund."""
    li = person(shop, "李伟", "li wei", "liwei", "lw")
    green = product(shop, "绿茶")
    day = datetime(2026, 11, 18, 10)
    green_line = LineDraft(green, "绿茶", 1000, 5000)
    return {
        "wang": wang,
        "li": li,
        "green": green,
        "a": record(purchases, PurchaseDraft(wang, day, (green_line,), 0, "微信", "小李", number="A1")).id,
        "b": record(purchases, amount(3000, li, day + timedelta(hours=1), payment_method="现金", note="加急")).id,
        "c": record(purchases, amount(7000, None, day + timedelta(days=1), clerk="小陈")).id,
        "d": record(purchases, amount(100, wang, NOW, payment_method="微信", clerk="小李")).id,
        "e": purchases.refund(2, {}, paid_fen=1000).new_id or 0,
    }


def letters(book: dict[str, int], ids: list[int]) -> str:
    return "".join(key for purchase_id in ids for key in "abcde" if book[key] == purchase_id)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort("at", True), "edcba"),
        (Sort("at"), "abcde"),
        (Sort("paid", True), "cabde"),
        (Sort("paid"), "edbac"),
        (Sort("customer"), "cebda"),
        (Sort("customer", True), "daebc"),
        (Sort("number"), "edcba"),
        (Sort("payment_method"), "cebda"),
        (Sort("clerk", True), "cdaeb"),
    ],
)
def test_the_list_is_sorted(purchases: Purchases, book: dict[str, int], sort: Sort, expected: str) -> None:
    found = letters(book, purchases.ids(sort=sort))
    assert sorted(found) == list("abcde")
    if sort.key not in ("clerk", "payment_method"):
        assert found == expected
    values = [getattr(p, sort.key) for p in purchases.get_many(purchases.ids(sort=sort)) if hasattr(p, sort.key)]
    assert values == sorted(values, reverse=sort.descending)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda b: PurchaseFilter(), "edcba"),
        (lambda b: PurchaseFilter(start=date(2026, 11, 19)), "edc"),
        (lambda b: PurchaseFilter(end=date(2026, 11, 18)), "ba"),
        (lambda b: PurchaseFilter(date(2026, 11, 18), date(2026, 11, 19)), "cba"),
        (lambda b: PurchaseFilter(customer_id=b["wang"]), "da"),
        (lambda b: PurchaseFilter(product_id=b["green"]), "a"),
        (lambda b: PurchaseFilter(payment_method="微信"), "da"),
        (lambda b: PurchaseFilter(payment_method=""), "c"),
        (lambda b: PurchaseFilter(clerk="小陈"), "c"),
        (lambda b: PurchaseFilter(text="绿"), "a"),
        (lambda b: PurchaseFilter(text="wf"), "da"),
        (lambda b: PurchaseFilter(text="王芳 绿茶"), "a"),
        (lambda b: PurchaseFilter(text="加急"), "b"),
        (lambda b: PurchaseFilter(text="A1"), "a"),
        (lambda b: PurchaseFilter(text="8000"), "da"),
        (lambda b: PurchaseFilter(text="+86138"), "da"),
        (lambda b: PurchaseFilter(text="80"), ""),
        (lambda b: PurchaseFilter(text="%"), ""),
        (lambda b: PurchaseFilter(text="liwei", clerk=""), "eb"),
    ],
)
def test_the_list_is_filtered(purchases: Purchases, book: dict[str, int], make: object, expected: str) -> None:
    chosen = make(book)  # type: ignore[operator]
    assert letters(book, purchases.ids(chosen)) == expected
    totals = purchases.totals(chosen)
    assert totals.net_fen == sum(p.paid_fen for p in purchases.get_many(purchases.ids(chosen)))
    for key in purchases.sentences(chosen):
        chosen = chosen.without(key)
    assert chosen == PurchaseFilter()


def test_a_filter_reads_as_sentences(purchases: Purchases, book: dict[str, int]) -> None:
    chosen = PurchaseFilter(date(2026, 1, 2), date(2026, 3, 4), book["wang"], book["green"], " 茶 ", "微信", "小李")
    assert [str(sentence) for sentence in purchases.sentences(chosen).values()] == [
        "From 2026-01-02", "Until 2026-03-04", "Bought by 王芳", "With 绿茶", "Has “茶”", "Paid by 微信",
        "Served by 小李",
    ]  # fmt: skip
    unknown = PurchaseFilter(product_id=99, payment_method="", clerk="")
    assert [str(sentence) for sentence in purchases.sentences(unknown).values()] == [
        "With a deleted product", "Paid by no method noted", "Served by nobody noted",
    ]  # fmt: skip


def test_totals_keep_what_was_taken_and_given_back_apart(purchases: Purchases, book: dict[str, int]) -> None:
    assert purchases.totals() == Totals(4, 15100, 1000)
    assert purchases.totals().net_fen == 14100
    assert purchases.totals(PurchaseFilter(text="nobody")) == Totals()


def test_totals_by_day(purchases: Purchases, book: dict[str, int]) -> None:
    assert purchases.days(PurchaseFilter(start=date(2026, 11, 19))) == [
        Day(date(2026, 11, 21), 2, Totals(1, 100, 1000)),
        Day(date(2026, 11, 19), 1, Totals(1, 7000, 0)),
    ]


def test_many_are_read_in_the_order_asked_without_those_gone(purchases: Purchases, book: dict[str, int]) -> None:
    found = purchases.get_many([book["c"], 99, book["a"]])
    assert [purchase.id for purchase in found] == [book["c"], book["a"]]


def test_the_effort_of_a_question_grows_with_what_must_be_read(purchases: Purchases, book: dict[str, int]) -> None:
    assert purchases.effort(PurchaseFilter()) == 5
    assert purchases.effort(PurchaseFilter(start=date(2026, 11, 19), clerk="小陈")) == 3
    assert purchases.effort(PurchaseFilter(start=date(2026, 11, 19), text="茶")) == 5
    assert purchases.effort(PurchaseFilter(start=date(2026, 11, 19), product_id=book["green"])) == 5


def test_a_shop_without_purchases(shop: Shop, purchases: Purchases) -> None:
    assert purchases.is_empty()
    assert purchases.effort(PurchaseFilter(text="茶")) == 0
    purchases.record(amount(100))
    assert not purchases.is_empty()


def test_a_customers_newest_purchases(purchases: Purchases, book: dict[str, int]) -> None:
    assert letters(book, [p.id for p in purchases.of_customer(book["wang"])]) == "da"
    assert letters(book, [p.id for p in purchases.of_customer(book["wang"], limit=1)]) == "d"


def test_the_next_purchase_begins_as_the_last_one(purchases: Purchases) -> None:
    assert purchases.last_used() == LastUsed("", "")
    bought = record(purchases, amount(100, payment_method="微信", clerk="小李"))
    purchases.refund(bought.id, payment_method="现金", clerk="桂姐")
    assert purchases.last_used() == LastUsed("微信", "小李")


def test_payment_methods_and_clerks_are_the_shops_and_those_in_use(shop: Shop, purchases: Purchases) -> None:
    Settings(shop).change(clerks=("小李",))
    for clerk in ("老王", "小陈", "小陈", "小李"):
        purchases.record(amount(100, payment_method="购物卡", clerk=clerk))
    assert purchases.payment_methods() == ["微信", "支付宝", "现金", "刷卡", "储值", "购物卡"]
    assert purchases.clerks() == ["小李", "小陈", "老王"]
