"""A shop file that was damaged while it was closed opens with all that was in it, or is told as damaged; and then not
a byte of it is changed."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from crm_desktop.errors import ShopDamaged
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store import seal
from crm_desktop.store.key import Key
from crm_desktop.store.models import JOURNALLED
from crm_desktop.store.shop import Shop

DAMAGES: Final = int(os.environ.get("CRM_DESKTOP_DAMAGES", "60"))
"""So many of each file; `make stress` asks for more."""


@dataclass(frozen=True)
class Whole:
    """A closed, sealed shop, and what is in it."""

    path: Path
    key: Key | None
    content: bytes
    dump: dict[str, list[object]]


def dump(shop: Shop) -> dict[str, list[object]]:
    tables = (model._meta.table_name for model in JOURNALLED)
    return {table: shop.run(f"SELECT * FROM {table}").fetchall() for table in tables}


def fill(shop: Shop) -> None:
    services = Services(shop)
    for number in range(120):
        services.customers.add(CustomerDraft(name=f"单晓丽{number}", note="喜欢龙井" * (number % 40)))
    services.customers.add(CustomerDraft(name="长", note="很长" * 5_000))


@pytest.fixture(scope="module", params=[None, "龙井茶"], ids=["plain", "encrypted"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    path = tmp_path_factory.mktemp("whole") / "shop.crm"
    key = Key(request.param) if request.param else None
    shop = Shop.create(path, key=key)
    fill(shop)
    held = dump(shop)
    shop.close()
    assert seal.look(path).state is seal.State.SOUND
    return Whole(path, key, path.read_bytes(), held)


def flip_a_bit(content: bytearray, by: random.Random) -> None:
    content[by.randrange(len(content))] ^= 1 << by.randrange(8)


def flip_in_the_header(content: bytearray, by: random.Random) -> None:
    content[by.randrange(100)] ^= 1 << by.randrange(8)


def write_noise(content: bytearray, by: random.Random) -> None:
    at, length = by.randrange(len(content)), by.choice((2, 16, 512, 4096))
    content[at : at + length] = by.randbytes(len(content[at : at + length]))


def lose_a_block(content: bytearray, by: random.Random) -> None:
    size = by.choice((512, 4096, 65536))
    at = by.randrange(len(content)) // size * size
    content[at : at + size] = bytes(len(content[at : at + size]))


def exchange_two_pages(content: bytearray, by: random.Random) -> None:
    one, other = (by.randrange(len(content) // 4096) * 4096 for _ in range(2))
    first, second = bytes(content[one : one + 4096]), bytes(content[other : other + 4096])
    content[one : one + 4096], content[other : other + 4096] = second, first


def cut_off(content: bytearray, by: random.Random) -> None:
    del content[by.randrange(1, len(content)) :]


def cut_off_pages(content: bytearray, by: random.Random) -> None:
    del content[by.randrange(1, len(content) // 4096) * 4096 :]


def cut_out(content: bytearray, by: random.Random) -> None:
    at = by.randrange(len(content) // 4096) * 4096
    del content[at : at + 4096]


Damage = Callable[[bytearray, random.Random], None]
DAMAGE: Final[tuple[Damage, ...]] = (
    flip_a_bit, flip_in_the_header, write_noise, lose_a_block, exchange_two_pages, cut_off, cut_off_pages, cut_out,
)  # fmt: skip


@pytest.mark.parametrize("way", DAMAGE, ids=lambda way: way.__name__)
def test_damage_is_told_or_harmless(
    whole: Whole, way: Callable[[bytearray, random.Random], None], tmp_path: Path
) -> None:
    path = tmp_path / "shop.crm"
    told = 0
    for number in range(max(DAMAGES // len(DAMAGE), 8)):
        content = bytearray(whole.content)
        way(content, random.Random(f"{way.__name__} {number}"))
        path.write_bytes(content)
        try:
            shop = Shop.open(path, key=whole.key)
        except ShopDamaged:
            told += 1
            assert path.read_bytes() == content, f"{number}: a damaged file was written to"
            continue
        try:
            assert dump(shop) == whole.dump, f"{number}: lost without a word"
        finally:
            shop.close()
    assert told
