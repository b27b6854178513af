"""What an amount typed by itself says about price and discount: whatever it is, the line comes to it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services.purchase_records import line_amount
from crm_desktop.ui.tabs.purchases.amounts import Terms, terms_for_amount


@given(
    amount=st.integers(0, 10**9),
    quantity=st.integers(1, 10**7),
    price=st.one_of(st.none(), st.integers(0, 10**7)),
)
def test_the_line_comes_to_the_amount(amount: int, quantity: int, price: int | None) -> None:
    terms = terms_for_amount(amount, quantity, price)
    assert line_amount(quantity, terms.price_fen, terms.discount_fen) == amount
    assert terms.discount_fen >= 0


def test_below_the_price_the_rest_is_a_discount() -> None:
    assert terms_for_amount(25000, 2000, 12800) == Terms(12800, 600)


def test_above_the_price_the_price_follows() -> None:
    assert terms_for_amount(30000, 2000, 12800) == Terms(15000, 0)


def test_what_does_not_divide_evenly_leaves_a_small_discount() -> None:
    assert terms_for_amount(10000, 3000, None) == Terms(3334, 2)


def test_a_quantity_of_nothing_keeps_the_amount_as_the_price() -> None:
    assert terms_for_amount(500, 0, None) == Terms(500, 0)
