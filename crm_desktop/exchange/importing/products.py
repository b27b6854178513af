"""Goods out of a table: the same code, else the same name, is the same product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, Final, NamedTuple

from crm_desktop.domain.money import format_money, parse_money
from crm_desktop.domain.pinyin import read_text
from crm_desktop.errors import InvalidInput
from crm_desktop.exchange.importing.earlier import Earlier, GoodsKey, goods_keys
from crm_desktop.exchange.importing.report import (
    UNWATCHED,
    Counts,
    ImportReport,
    OnDuplicate,
    Options,
    Outcome,
    PlannedRow,
    Reject,
    Values,
    Watch,
)
from crm_desktop.exchange.readers import Cell
from crm_desktop.exchange.sheets.cells import filled_text, text_of
from crm_desktop.exchange.sheets.longest import does_not_fit, quoted
from crm_desktop.exchange.sheets.table import Table, doubtful
from crm_desktop.exchange.sheets.values import columns_for
from crm_desktop.language import Sentence, tr
from crm_desktop.store.models import Product
from crm_desktop.store.shop import Changing, Shop

_AT_ONCE: Final = 5_000
_LONGEST: Final = {"name": 100, "code": 60, "unit": 20}


_OFFERED: Final = {
    **dict.fromkeys(("是", "yes", "true", "1", "y", "在售", "上架", "已上架", "√", "✓"), True),
    **dict.fromkeys(("否", "no", "false", "0", "n", "停售", "下架", "已下架", "×", "✗"), False),
}


class Goods(NamedTuple):
    """A product as a row tells it, or as the shop has it. `price` in fen, None if it differs each time."""

    name: str
    code: str = ""
    price: int | None = None
    unit: str = ""
    offered: bool | None = None


@dataclass(slots=True)
class _Card:
    """A product as the file's rows leave it; `before` as the shop has it, None for a new one. `keys`: what the rows
    call it."""

    now: Goods
    id: int | None = None
    before: Goods | None = None
    keys: set[GoodsKey] = field(default_factory=set)


@dataclass(slots=True)
class _Row:
    number: int
    outcome: Outcome
    goods: Goods | None = None
    before: Goods | None = None
    card: _Card | None = None
    reason: Sentence | None = None


class ProductsPlan:
    """What every row of a products table will become."""

    def __init__(self, shop: Shop, table: Table, options: Options, watch: Watch = UNWATCHED) -> None:
        self.table = table
        self.options = options
        watch.step(0, 1, Sentence("Comparing with the shop"))
        keys = ("name", "code", "price", "unit", "offered")
        columns = [_cells(table, key) for key in keys]
        self._usual = _usual(options)
        rows = [
            (number, _read(dict(zip(keys, cells, strict=True))))
            for number, *cells in zip(table.rows.numbers, *columns, strict=True)
            if any(text_of(cell) for cell in cells)
        ]
        self._cards, self._by_key = _known(shop, [goods for _, goods in rows], options.earlier)
        self._rows = [self._decide(number, goods) for number, goods in rows]
        for row in self._rows:
            if row.outcome is Outcome.UPDATE and row.card and row.card.now == row.card.before:
                row.outcome = Outcome.UNCHANGED

    def _note(self, card: _Card) -> None:
        """A key leads to the first product that has it, or had it."""
        for key in _keys(card.now):
            card.keys.add(key)
            self._by_key.setdefault(key, card)

    def _decide(self, number: int, goods: Goods | Sentence) -> _Row:
        if isinstance(goods, Sentence):
            return _Row(number, Outcome.REJECT, reason=goods)
        card = next((self._by_key[key] for key in _keys(goods) if key in self._by_key), None)
        # Two products of one name cannot be told apart at the counter, so "add" adds none either.
        if self.options.leaves_out(number):
            return _Row(number, Outcome.SKIP, goods, None, card)
        if card is None:
            goods = _filled(goods, self._usual)
            card = _Card(goods)
            self._cards.append(card)
            self._note(card)
            return _Row(number, Outcome.NEW, goods, None, card)
        if self.options.duplicate(number) is not OnDuplicate.UPDATE:
            return _Row(number, Outcome.SKIP, goods, None, card)
        before = card.now
        if self._by_key.get(_keys(goods)[-1], card) is not card:
            goods = goods._replace(name=before.name)  # no two products of one name
        card.now = _filled(_filled(goods, before), self._usual)
        self._note(card)
        return _Row(number, Outcome.UNCHANGED if card.now == before else Outcome.UPDATE, card.now, before, card)

    def report(self, change: int | None = None) -> ImportReport:
        """The counts and rejects."""
        tally = Counter(row.outcome for row in self._rows)
        counts = Counts(
            read=len(self._rows),
            added=tally[Outcome.NEW],
            updated=tally[Outcome.UPDATE],
            unchanged=tally[Outcome.UNCHANGED],
            skipped=tally[Outcome.SKIP],
            rejected=tally[Outcome.REJECT],
        )
        rejects = [Reject(row.number, row.reason) for row in self._rows if row.reason is not None]
        return ImportReport(self.table, counts, doubtful(self.table), rejects, change)

    def title(self) -> Sentence:
        """What the journal calls the import."""
        counts = self.report().counts
        name = self.table.book.path.name
        return Sentence("Imported products from “%1” (new: %2, updated: %3)", name, counts.added, counts.updated)

    def rows(self) -> list[PlannedRow]:
        """Every data row as planned, in the file's order."""
        planned = []
        for row in self._rows:
            about = row.card.id if row.card else None
            planned.append(PlannedRow(row.number, row.outcome, partial(_values, row), (), row.reason, about))
        return planned

    def write(self, shop: Shop, change: Changing, watch: Watch) -> None:
        """Write the new and the changed products into an open change."""
        watch.step(0, 1, Sentence("Writing the products"))
        new = [_columns(card.now) for card in self._cards if card.id is None]
        first = change.reserve(Product)
        if new:
            change.insert_rows(Product, tuple(new[0]), [tuple(columns.values()) for columns in new])
        if self.options.earlier is not None:
            ids = count(first)
            numbered = [(next(ids) if card.id is None else card.id, card) for card in self._cards]
            self.options.earlier.note_products((key, i) for i, card in numbered for key in card.keys)
        for card in self._cards:
            if card.before is not None and card.now != card.before:
                Product.update(_columns(card.now)).where(Product.id == card.id).execute()


def _cells(table: Table, key: str) -> Sequence[Cell]:
    for _, cells in columns_for(table.layout, table.rows, key):
        return cells
    return [""] * len(table.rows.numbers)


def _read(cells: dict[str, Cell]) -> Goods | Sentence:
    """A row as a product, or why it cannot be one."""
    texts = {key: filled_text(cells[key]) for key in _LONGEST}
    if not texts["name"]:
        return Sentence("This row does not name a product.")
    for key, longest in _LONGEST.items():
        long = does_not_fit(texts[key], longest)
        if long is not None:
            return long
    price = cells["price"]
    try:
        fen = parse_money(price if isinstance(price, str | float | int) else text_of(price))
    except ValueError:
        fen = -1
    if fen is not None and fen < 0:
        return Sentence("The price “%1” cannot be read.", quoted(text_of(price)))
    return Goods(texts["name"], texts["code"], fen, texts["unit"], _OFFERED.get(filled_text(cells["offered"]).lower()))


def _filled(goods: Goods, otherwise: Goods) -> Goods:
    """The product, with what `otherwise` says where it says nothing."""
    return Goods(
        goods.name,
        goods.code or otherwise.code,
        otherwise.price if goods.price is None else goods.price,
        goods.unit or otherwise.unit,
        otherwise.offered if goods.offered is None else goods.offered,
    )


def _usual(options: Options) -> Goods:
    """What holds of products of which the file does not say; InvalidInput if that cannot be read."""
    told = {key: text for key, text in options.defaults.items() if key in ("price", "unit")}
    goods = _read({"name": "-example-", "code": "", "price": "", "unit": "", "offered": "", **told})
    if isinstance(goods, Sentence):
        raise InvalidInput(dict.fromkeys(told, goods))
    return goods


def _known(
    shop: Shop, rows: Iterable[Goods | Sentence], earlier: Earlier | None
) -> tuple[list[_Card], dict[GoodsKey, _Card]]:
    """The shop's products, of a long file those that these rows mean, and what they are known by."""
    p = Product
    query = p.select(p.id, p.name, p.code, p.price_fen, p.unit, p.active).order_by(p.id)
    if earlier is None:
        cards = [_card(row) for row in shop.rows(query)]
        return cards, {key: card for card in reversed(cards) for key in _keys(card.now)}
    found = earlier.products({key for goods in rows if isinstance(goods, Goods) for key in _keys(goods)})
    ids = sorted(set(found.values()))
    parts = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
    by_id = {row[0]: _card(row) for part in parts for row in shop.rows(query.where(p.id.in_(part)))}
    return list(by_id.values()), {key: by_id[product_id] for key, product_id in found.items()}


def _card(row: Sequence[Any]) -> _Card:
    product_id, name, code, price, unit, active = row
    goods = Goods(name, code, price, unit, bool(active))
    return _Card(goods, product_id, goods)


def _keys(goods: Goods) -> tuple[GoodsKey, ...]:
    """What a product is known by; the name comes last."""
    return goods_keys(goods.name, goods.code)


def _columns(goods: Goods) -> dict[str, object]:
    readings = read_text(goods.name)
    return {
        "name": goods.name,
        "pinyin": readings.full,
        "initials": readings.initials,
        "code": goods.code,
        "price_fen": goods.price,
        "unit": goods.unit,
        "active": goods.offered is not False,
    }


def _values(row: _Row) -> Values:
    before = _shown(row.before) if row.before else {}
    after = _shown(row.goods) if row.goods else {}
    return {key: (before.get(key, ""), text) for key, text in after.items() if text != before.get(key, "")}


def _shown(goods: Goods) -> dict[str, str]:
    price = format_money(goods.price) if goods.price is not None else ""
    offered = "" if goods.offered is None else tr("Yes") if goods.offered else tr("No")
    return {"name": goods.name, "code": goods.code, "price": price, "unit": goods.unit, "offered": offered}
