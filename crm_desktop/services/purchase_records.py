"""What a purchase is to the rest of the program: drafts to be recorded, records that were, filters and sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from crm_desktop.domain.money import format_quantity


def line_amount(quantity_milli: int, price_fen: int, discount_fen: int) -> int:
    """Quantity times price less the discount, in fen, rounded half up (half away from zero where negative)."""
    product = quantity_milli * price_fen
    rounded = (abs(product) + 500) // 1000
    return (rounded if product >= 0 else -rounded) - discount_fen


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line as it is typed: a product's card, or free text, or neither for just an amount."""

    product_id: int | None = None
    text: str = ""
    quantity_milli: int = 1000
    price_fen: int = 0
    discount_fen: int = 0

    @property
    def amount_fen(self) -> int:
        """What the line comes to."""
        return line_amount(self.quantity_milli, self.price_fen, self.discount_fen)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed: such a line is not recorded."""
        return self.product_id is None and not self.text.strip() and not (self.price_fen or self.discount_fen)


@dataclass(frozen=True, slots=True)
class PurchaseDraft:
    """A purchase as it is typed. `paid_fen` is None if what the lines come to was paid."""

    customer_id: int | None
    at: datetime
    lines: tuple[LineDraft, ...] = ()
    discount_fen: int = 0
    payment_method: str = ""
    clerk: str = ""
    note: str = ""
    paid_fen: int | None = None
    number: str = ""

    @property
    def due_fen(self) -> int:
        """What is to be paid: the lines less the discount."""
        return sum(line.amount_fen for line in self.lines) - self.discount_fen

    @property
    def total_fen(self) -> int:
        """What is paid."""
        return self.due_fen if self.paid_fen is None else self.paid_fen

    @classmethod
    def of(cls, purchase: Purchase) -> PurchaseDraft:
        """The draft that a form begins with to edit a purchase."""
        lines = tuple(
            LineDraft(line.product_id, line.text, line.quantity_milli, line.price_fen, line.discount_fen)
            for line in purchase.lines
        )
        draft = cls(
            purchase.customer_id, purchase.at, lines, purchase.discount_fen, purchase.payment_method, purchase.clerk,
            purchase.note, None, purchase.number,
        )  # fmt: skip
        return draft if draft.due_fen == purchase.paid_fen else replace(draft, paid_fen=purchase.paid_fen)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a recorded purchase; negative quantity and amount in a refund."""

    id: int
    product_id: int | None
    text: str
    quantity_milli: int
    price_fen: int
    discount_fen: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """A recorded purchase. Without a customer it is a passer-by's; `customer_phone` is the main one, as stored."""

    id: int
    customer_id: int | None
    customer_name: str
    customer_phone: str
    at: datetime
    number: str
    lines: tuple[Line, ...]
    discount_fen: int
    paid_fen: int
    is_refund: bool
    refund_of: int | None
    payment_method: str
    clerk: str
    note: str

    @property
    def what(self) -> str:
        """The things bought, in one line: "龙井茶 250g ×2, 茶点"."""
        return ", ".join(
            line.text
            if abs(line.quantity_milli) == 1000
            else f"{line.text} ×{format_quantity(abs(line.quantity_milli))}"
            for line in self.lines
            if line.text
        )


@dataclass(frozen=True, slots=True)
class Bought:
    """A thing bought, and the purchase that it belongs to. `line` is None for a purchase of just an amount; `code` is
    that of the product's card."""

    purchase: Purchase
    line: Line | None
    is_first: bool
    code: str = ""


def things_bought(purchases: Iterable[Purchase], codes: Mapping[int, str]) -> Iterator[Bought]:
    """Each line of the purchases, and purchases that have none; `codes` of the products by id."""
    for purchase in purchases:
        if not purchase.lines:
            yield Bought(purchase, None, is_first=True)
        for place, line in enumerate(purchase.lines):
            yield Bought(purchase, line, place == 0, codes.get(line.product_id or 0, ""))


@dataclass(frozen=True, slots=True)
class Refundable:
    """What of a purchase has not been given back yet: line id -> thousandths, and fen."""

    lines: Mapping[int, int]
    paid_fen: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over purchases: how many (refunds not counted), fen taken, and fen given back, both positive."""

    count: int = 0
    paid_fen: int = 0
    refunds_fen: int = 0

    @property
    def net_fen(self) -> int:
        """What was taken and kept."""
        return self.paid_fen - self.refunds_fen


@dataclass(frozen=True, slots=True)
class Day:
    """A day with purchases: `rows` counts refunds too."""

    day: date
    rows: int
    totals: Totals


@dataclass(frozen=True, slots=True)
class LastUsed:
    """What the newest purchase was entered with: the next one begins with it."""

    payment_method: str = ""
    clerk: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseFilter:
    """Which purchases: from `start` to `end`, both inclusive; of one customer, product, payment method, clerk; whose
    lines, note, number or customer hold each word of `text`."""

    start: date | None = None
    end: date | None = None
    customer_id: int | None = None
    product_id: int | None = None
    text: str = ""
    payment_method: str | None = None
    clerk: str | None = None

    def without(self, key: str) -> PurchaseFilter:
        """The filter less one of its conditions, named as its field."""
        return replace(self, **{key: getattr(PurchaseFilter(), key)})
