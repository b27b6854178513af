"""Whether the amounts of a purchase's rows add up: what was paid stands, but a total is not counted on every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crm_desktop.domain.money import format_money
from crm_desktop.language import Sentence


class Line(NamedTuple):
    """A line of a purchase, in thousandths and fen."""

    text: str
    code: str
    quantity: int
    price: int
    discount: int
    amount: int

    @property
    def reckoned(self) -> int:
        """What quantity, price and discount make."""
        return times(self.quantity, self.price) - self.discount

    @property
    def adds_up(self) -> bool:
        """Whether the amount is that, but for prices that were rounded: three for 10.00 are 3.33 each."""
        off = abs(self.reckoned - self.amount)
        return off <= 1 or off * 2000 <= abs(self.quantity)


def times(quantity: int, price: int) -> int:
    """What a quantity costs, in fen, halves up."""
    product = abs(quantity * price) + 500
    return product // 1000 if quantity * price >= 0 else -(product // 1000)


def taken_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines, each with an amount of its own where a total stands on every row, or on the first: 订单金额."""
    totals = {line.amount for line in lines if not line.adds_up}
    if len(lines) > 1 and totals == {sum(line.reckoned for line in lines)}:
        return [line._replace(amount=line.reckoned) for line in lines]
    return list(lines)


def doubts(lines: Sequence[Line]) -> Iterator[tuple[int, Sentence]]:
    """The places of lines that do not add up, and what to tell of each."""
    for place, line in enumerate(lines):
        if not line.adds_up:
            yield place, Sentence("Quantity and price make %1. The amount stands.", format_money(line.reckoned))
