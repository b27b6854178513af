import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.money import (
    MAX_FEN,
    MAX_QUANTITY_MILLI,
    format_money,
    format_quantity,
    parse_money,
    parse_quantity,
    plain_money,
)


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (1234.5, 123450),
        (99.8, 9980),
        (0.1 + 0.2, 30),
        (1.005, 101),
        (-1.005, -101),
        (12345678.9, 1234567890),
        (128, 12800),
        (Decimal("0.125"), 13),
        ("1234.5", 123450),
        ("1234.05", 123405),
        ("-35.50", -3550),
        ("1,234.50", 123450),
        ("1,234,567", 123456700),
        ("¥1,234.50", 123450),
        ("\uffe51,234.50", 123450),
        ("¥ 12", 1200),
        ("1234.5元", 123450),
        ("100元整", 10000),
        ("RMB 88", 8800),
        ("88 RMB", 8800),
        ("人民币20", 2000),
        ("20块钱", 2000),
        ("１２３４．５", 123450),
        ("¥-35.50", -3550),
        ("-¥35.50", -3550),
        ("−35.5", -3550),
        ("(35.50)", -3550),
        ("（¥35.50）", -3550),
        ("+5", 500),
        ("'5", 500),
        ("\t5 ", 500),
        (".5", 50),
        ("5.", 500),
        ("0.005", 1),
        ("0.004", 0),
        ("10000000000", MAX_FEN),
        (1e10, MAX_FEN),
    ],
)
def test_money_is_read_to_the_fen(value: object, fen: int) -> None:
    assert parse_money(value) == fen


@pytest.mark.parametrize("value", [None, "", "  ", "-", "--", "—", "－", "¥", "¥ -", "元", "\t"])
def test_blank_money_is_none(value: str | None) -> None:
    assert parse_money(value) is None


@pytest.mark.parametrize(
    "value",
    [
        1e99,
        math.nan,
        math.inf,
        -math.inf,
        Decimal("NaN"),
        Decimal("1e99"),
        10**11,
        -(10**11),
        "99999999999",
        "99999999999.5",
        "9999999999999999999999",
        "1e5",
        "abc",
        "12,34",
        "1.2.3",
        "八十",
        "--5",
        True,
        "1" * 10_000,
        "10000000000.01",
    ],
)
def test_what_is_no_amount_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_money(value)


@settings(max_examples=100, deadline=None)
@given(st.integers(-MAX_FEN, MAX_FEN))
def test_shown_money_reads_back(fen: int) -> None:
    assert parse_money(format_money(fen)) == fen
    assert parse_money(plain_money(fen)) == fen


@settings(max_examples=100, deadline=None)
@given(st.floats(-1e10, 1e10))
def test_floats_round_as_they_are_written(value: float) -> None:
    want = int((Decimal(repr(value)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    assert parse_money(value) == want


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_money, parse_quantity):
        try:
            value = parse(text)
        except ValueError:
            continue
        assert value is None or abs(value) <= MAX_FEN


def test_money_is_shown_with_its_sign() -> None:
    assert format_money(123450) == "¥1,234.50"
    assert format_money(-3550) == "-¥35.50"
    assert format_money(0) == "¥0.00"
    assert plain_money(123450) == "1234.50"
    assert plain_money(-5) == "-0.05"


@pytest.mark.parametrize(
    ("value", "milli", "shown"),
    [
        (2, 2000, "2"),
        (2.0, 2000, "2"),
        ("0.5", 500, "0.5"),
        (0.125, 125, "0.125"),
        ("2 盒", 2000, "2"),
        ("×3", 3000, "3"),
        ("-1", -1000, "-1"),
        ("1.5公斤", 1500, "1.5"),
        ("0.0005", 1, "0.001"),
        (MAX_QUANTITY_MILLI // 1000, MAX_QUANTITY_MILLI, "10000000"),
    ],
)
def test_quantities(value: object, milli: int, shown: str) -> None:
    assert parse_quantity(value) == milli
    assert format_quantity(milli) == shown


def test_no_quantity() -> None:
    assert parse_quantity("") is None
    assert parse_quantity("个") is None
    with pytest.raises(ValueError, match="100000000"):
        parse_quantity(10**8)
    with pytest.raises(ValueError, match="几个"):
        parse_quantity("几个")
