"""Amounts that do not add up, and totals that stand on every row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.money import format_money
from crm_desktop.exchange.importing.totals import Line, doubts, taken_apart, times


def line(quantity: int, price: int, amount: int, discount: int = 0) -> Line:
    return Line("茶", "", quantity * 1000, price, discount, amount)


class TestTotals:
    @pytest.mark.parametrize("second", [15000, 10000])
    def test_on_every_row_or_the_first_are_taken_apart(self, second: int) -> None:
        found = taken_apart([line(1, 5000, 15000), line(2, 5000, second)])
        assert [each.amount for each in found] == [5000, 10000]

    @pytest.mark.parametrize(
        "lines",
        [
            [line(1, 5000, 14000), line(2, 5000, 14000)],  # something came off the whole, or off both: who knows
            [line(1, 5000, 4500), line(2, 5000, 10000)],
            [line(2, 5000, 9500)],
            [line(1, 5000, 5000), line(1, 5000, 5000)],
            [],
        ],
    )
    def test_other_amounts_stand(self, lines: list[Line]) -> None:
        assert taken_apart(lines) == lines

    @given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 9999), st.integers(0, 500)), max_size=5))
    def test_what_adds_up_is_left_alone(self, rows: list[tuple[int, int, int]]) -> None:
        lines = [line(q, price, times(q * 1000, price) - off, off) for q, price, off in rows]
        assert taken_apart(lines) == lines
        assert list(doubts(lines)) == []


class TestDoubts:
    def test_name_what_the_row_makes(self) -> None:
        told = [(place, str(why)) for place, why in doubts([line(1, 5000, 5000), line(2, 5000, 9500, 100)])]
        assert told == [(1, f"Quantity and price make {format_money(9900)}. The amount stands.")]

    @pytest.mark.parametrize(("quantity", "price", "amount"), [(3, 333, 1000), (30, 333, 10000), (1, 999, 1000)])
    def test_rounded_prices_are_none(self, quantity: int, price: int, amount: int) -> None:
        assert line(quantity, price, amount).adds_up
