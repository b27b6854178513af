"""The demo shop: as many as asked, the same for the same seed, plausible, and sound by the shop's own rules."""

from __future__ import annotations

import random
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from crm_desktop.clock import FixedClock
from crm_desktop.domain.phone import parse_phone
from crm_desktop.errors import BadCommand
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services import demo as demo_service
from crm_desktop.services.demo import DemoCounts, _Chance, make
from crm_desktop.services.follow_ups import Section
from crm_desktop.store import bulk, models
from crm_desktop.store.shop import Shop

TODAY = date(2026, 11, 21)


def demo(path: Path, customers: int, purchases: int, seed: int = 1) -> tuple[Shop, DemoCounts]:
    shop = Shop.create(path, clock=FixedClock(TODAY))
    return shop, make(shop, customers, purchases, seed, TODAY)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory):
    shop, counts = demo(tmp_path_factory.mktemp("demo") / "demo.crm", 300, 1500)
    yield shop, counts
    shop.close()


@pytest.fixture
def services(made: tuple[Shop, DemoCounts]) -> Services:
    models.database.initialize(made[0].database)
    return Services(made[0])


def dump(shop: Shop) -> dict[str, list[tuple[object, ...]]]:
    return {model._meta.table_name: list(model.select().tuples()) for model in models.JOURNALLED}


def test_the_same_seed_makes_the_same_shop(tmp_path: Path) -> None:
    shops = [demo(tmp_path / f"{name}.crm", 60, 200, seed)[0] for name, seed in (("a", 7), ("b", 7), ("c", 8))]
    dumps = []
    for shop in shops:
        models.database.initialize(shop.database)
        dumps.append(dump(shop))
        shop.close()
    assert dumps[0] == dumps[1]
    assert dumps[0] != dumps[2]


def test_a_large_shop_is_filled_by_another_way_to_the_same_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dumps, schemas = [], []
    for plainly in (False, True):
        if plainly:
            monkeypatch.setattr(bulk, "ENOUGH", 1_000_000)
            monkeypatch.setattr(demo_service, "sums_later", nullcontext)
        shop, _ = demo(tmp_path / f"{plainly}.crm", 300, 1500)
        dumps.append(dump(shop) | {"customer_stats": shop.run("SELECT * FROM customer_stats").fetchall()})
        schemas.append([
            set(shop.run(f"SELECT type, name, sql FROM {table}").fetchall())
            for table in ("sqlite_master", "sqlite_temp_master")
        ])  # fmt: skip
        shop.close()
    assert dumps[0] == dumps[1]
    assert schemas[0] == schemas[1]


def test_draws_are_those_of_the_generator_itself() -> None:
    ours, theirs = _Chance(5), random.Random(5)
    drawn = [(ours.below(730), ours.between(18, 75), ours.one_of("abcde")) for _ in range(500)]
    assert drawn == [(theirs.randrange(730), theirs.randint(18, 75), theirs.choice("abcde")) for _ in range(500)]


@pytest.mark.parametrize(("customers", "purchases"), [(0, 0), (0, 10), (1, 0), (1, 1), (3, 150), (40, 2)])
def test_any_size_is_possible(tmp_path: Path, customers: int, purchases: int) -> None:
    shop, counts = demo(tmp_path / "demo.crm", customers, purchases)
    try:
        assert models.Customer.select().count() == counts.customers == customers
        assert models.Purchase.select().count() == counts.purchases == purchases
        assert models.FollowUp.select().count() == counts.follow_ups
    finally:
        shop.close()


def test_it_is_one_change_that_can_be_undone(tmp_path: Path) -> None:
    shop, _ = demo(tmp_path / "demo.crm", 30, 100)
    try:
        assert models.ChangeRecord.select().count() == 1
        shop.undo(models.ChangeRecord.get().id, Sentence("Undone"))
        assert all(not rows for rows in dump(shop).values())
    finally:
        shop.close()


def test_people_are_plausible(services: Services) -> None:
    customers = services.customers.get_many(services.customers.ids())
    assert len(customers) == 300
    birthdays = [c.birthday for c in customers if c.birthday]
    lunar = sum(b.calendar == "lunar" for b in birthdays)
    assert 0.35 < lunar / len(birthdays) < 0.65
    assert any(b.leap for b in birthdays)
    assert any(b.year is None for b in birthdays)
    assert {c.name[0] for c in customers} & set("单曾仇解查")
    for customer in customers:
        assert all((parse_phone(number) or pytest.fail(number)).valid for number in customer.phones)
        assert customer.created.date() <= TODAY
        assert customer.first_purchase is None or customer.first_purchase >= customer.created.date()
    assert any(c.tags for c in customers)
    assert any(c.wechat for c in customers)
    assert any(c.custom for c in customers)
    assert any(c.region and c.address.startswith(c.region[:3]) for c in customers)


def test_birthdays_are_near_and_follow_ups_of_every_section(services: Services) -> None:
    near = list(services.birthdays.coming(TODAY, 7))
    assert {row.occurrence.date - TODAY for row in near} >= {timedelta(0), timedelta(1), timedelta(7)}
    assert {row.birthday.calendar.value for row in near} == {"solar", "lunar"}
    assert all(services.follow_ups.counts(TODAY)[section] for section in Section)
    today = services.today.today(TODAY)
    assert today.overdue
    assert today.due
    assert today.anniversaries


def test_purchases_are_sound_and_none_lies_in_the_future(services: Services) -> None:
    purchases = services.purchases.get_many(services.purchases.ids())
    assert len(purchases) == 1500
    assert max(p.at for p in purchases) < datetime(2026, 11, 21, 9)
    assert min(p.at for p in purchases).date() >= TODAY - timedelta(days=730)
    assert any(p.customer_id is None for p in purchases)
    by_id = {p.id: p for p in purchases}
    refunds = [p for p in purchases if p.is_refund]
    assert len(refunds) == 15
    for p in purchases:
        assert p.paid_fen == sum(line.amount_fen for line in p.lines) - p.discount_fen
        assert (p.paid_fen < 0) == p.is_refund
    for refund in refunds:
        bought = by_id[refund.refund_of or 0]
        assert bought.at < refund.at
        assert bought.paid_fen == -refund.paid_fen
        assert bought.what == refund.what


def test_the_sums_that_the_store_keeps_are_right(services: Services) -> None:
    for customer in services.customers.get_many(services.customers.ids()[:40]):
        own = services.purchases.of_customer(customer.id, 10_000)
        assert customer.spent_fen == sum(p.paid_fen for p in own)
        assert customer.visits == sum(not p.is_refund for p in own)


def test_the_shop_has_a_name_goods_clerks_and_talks(services: Services) -> None:
    settings = services.settings.get()
    assert settings.shop_name == "桂香茶铺"
    assert services.purchases.clerks()[:3] == list(settings.clerks)
    assert services.products.search("lj")[0].name.startswith(("龙井", "明前龙井", "桂花龙井"))
    assert models.ContactEntry.select().count() == 100


@pytest.mark.parametrize("day", [date(1900, 6, 1), date(2100, 1, 1)])
def test_a_day_outside_the_calendars_is_refused(shop: Shop, day: date) -> None:
    with pytest.raises(BadCommand):
        make(shop, 10, 10, 1, day)
    assert not models.Customer.select().exists()
