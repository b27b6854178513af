"""The goods of the shop: what a purchase line can be chosen from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from crm_desktop.domain.money import MAX_FEN
from crm_desktop.domain.pinyin import read_text
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.language import Sentence
from crm_desktop.store import models
from crm_desktop.store.journal import Change
from crm_desktop.store.shop import Shop

MAX_NAME: Final = 100
MAX_CODE: Final = 60
MAX_UNIT: Final = 20
_LATELY: Final = 3_000
"""How many of the newest purchase lines are counted to tell what sells these days."""


@dataclass(frozen=True, slots=True)
class Product:
    """Something sold. `price_fen` is None if it differs each time; one that is not `active` is no longer offered."""

    id: int
    name: str
    code: str
    price_fen: int | None
    unit: str
    active: bool


class Products:
    """Finds, adds, changes and deletes goods."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def all(self, include_inactive: bool = False) -> list[Product]:
        """Every product, by the sound of its name."""
        query = _select().order_by(models.Product.pinyin, models.Product.name, models.Product.id)
        if not include_inactive:
            query = query.where(models.Product.active)
        return [Product(*row) for row in query.tuples()]

    def get(self, product_id: int) -> Product:
        """One product. NotFound if it no longer exists."""
        row = _select().where(models.Product.id == product_id).tuples().first()
        if row is None:
            raise NotFound(Sentence("This product is no longer there. It may have been deleted; Undo brings it back."))
        return Product(*row)

    def search(self, text: str, limit: int | None = 8) -> list[Product]:
        """Products offered now, by characters of the name, full or initial pinyin, or the beginning of the code: every
        word must be found. The one whose code is `text` comes first, then what sells most these days."""
        line = models.PurchaseLine
        # Counted here: grouping in SQL would read the index of all products ever sold.
        newest = line.select(line.product).order_by(line.id.desc()).limit(_LATELY)
        sold = Counter(self._shop.ids(newest))
        query = _select().where(models.Product.active)
        for word in text.split():
            query = query.where(_matches(word))
        code = text.strip().casefold()
        found = [Product(*row) for row in query.order_by(models.Product.pinyin, models.Product.id).tuples()]
        found.sort(key=lambda p: (not code or p.code.casefold() != code, -sold[p.id]))
        return found[:limit]

    def check(
        self, name: str, price_fen: int | None = None, code: str = "", unit: str = "", *, product_id: int | None = None
    ) -> dict[str, Sentence]:
        """Why this cannot be saved, field by field; nothing if it can. `product_id`: the product being edited."""
        problems: dict[str, Sentence] = {}
        name, code = name.strip(), code.strip()
        others = models.Product.id != product_id if product_id is not None else models.Product.id.is_null(False)
        if not name or len(name) > MAX_NAME:
            problems["name"] = Sentence("A product's name has 1 to %1 characters.", MAX_NAME)
        elif models.Product.select().where(others & (models.Product.name == name)).exists():
            problems["name"] = Sentence("There is a product “%1” already.", name)
        if price_fen is not None and not 0 <= price_fen <= MAX_FEN:
            problems["price_fen"] = Sentence("A price is between 0 and ten billion.")
        if len(code) > MAX_CODE:
            problems["code"] = Sentence("A code has at most %1 characters.", MAX_CODE)
        elif code and models.Product.select().where(others & (models.Product.code == code)).exists():
            problems["code"] = Sentence("Another product has the code “%1” already.", code)
        if len(unit.strip()) > MAX_UNIT:
            problems["unit"] = Sentence("A unit has at most %1 characters.", MAX_UNIT)
        return problems

    def add(self, name: str, price_fen: int | None = None, code: str = "", unit: str = "") -> Change:
        """Add a product."""
        values = self._checked(name, price_fen, code, unit, None)
        with self._shop.change(Sentence("Added the product “%1”", values["name"])) as change:
            change.new_id = models.Product.insert(**values).execute()
        return change.done

    def edit(
        self,
        product_id: int,
        name: str,
        price_fen: int | None = None,
        code: str = "",
        unit: str = "",
        *,
        active: bool = True,
    ) -> Change:
        """Change a product; purchases made before keep the name and the price of their time."""
        old = self.get(product_id)
        values = self._checked(name, price_fen, code, unit, product_id)
        with self._shop.change(Sentence("Changed the product “%1”", old.name)) as change:
            models.Product.update(**values, active=active).where(models.Product.id == product_id).execute()
        return change.done

    def delete(self, product_ids: Sequence[int]) -> Change:
        """Delete products; purchases of them keep their text."""
        ids = list(product_ids)
        names = [name for (name,) in models.Product.select(models.Product.name)
                 .where(models.Product.id.in_(ids)).tuples()]  # fmt: skip
        title = Sentence("Deleted the product “%1”", names[0]) if len(names) == 1 else Sentence(
            "Deleted %n product(s)", n=len(names)
        )  # fmt: skip
        with self._shop.change(title) as change:
            models.Product.delete().where(models.Product.id.in_(ids)).execute()
        return change.done

    def _checked(
        self, name: str, price_fen: int | None, code: str, unit: str, product_id: int | None
    ) -> dict[str, Any]:
        problems = self.check(name, price_fen, code, unit, product_id=product_id)
        if problems:
            raise InvalidInput(problems)
        readings = read_text(name)
        return {
            "name": name.strip(),
            "pinyin": readings.full,
            "initials": readings.initials,
            "code": code.strip(),
            "price_fen": price_fen,
            "unit": unit.strip(),
        }


def _select() -> Any:
    table = models.Product
    return table.select(table.id, table.name, table.code, table.price_fen, table.unit, table.active)


def _matches(word: str) -> Any:
    sounds = word.lower()
    return (
        models.Product.name.contains(word)
        | models.Product.pinyin.contains(sounds)
        | models.Product.initials.contains(sounds)
        | models.Product.code.startswith(word)
    )
