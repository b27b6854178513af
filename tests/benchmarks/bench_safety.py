"""What a password costs: saving and opening under it, and how much of that is the key; setting it, and telling a wrong
one."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path
from statistics import median

from tests.benchmarks.results import Result, median_of, milliseconds
from tests.benchmarks.shops import MANY, TODAY, Shops

PASSWORD = "桂香茶铺 2026"
_SAVES = 61
_OPENINGS = 5
_LONGEST_WRONG = 1_000


def locked_shop(shops: Shops) -> Path:
    """A copy of the shop of a hundred thousand under the password: made once, for all that is measured in it."""
    from crm_desktop.store.key import Key
    from crm_desktop.store.rekey import rekey

    path = shops.folder / "locked.crm"
    if not path.exists():
        shutil.copyfile(shops.of(MANY), path)
        rekey(path, None, Key(PASSWORD))
    return path


def run(shops: Shops) -> list[Result]:
    """Of the shop of a hundred thousand, and of a copy of it under a password."""
    full, folder = shops.of(MANY), shops.folder
    plain = folder / "plain.crm"
    shutil.copyfile(full, plain)
    copying = milliseconds(lambda: _copied(full, folder / "copied.crm"))
    setting = milliseconds(lambda: locked_shop(shops))
    locked = locked_shop(shops)
    megabytes = full.stat().st_size / 1e6
    results = [
        Result(f"a password set, {megabytes:.0f} MB", MANY, setting, copying, "copying the file, synced"),
        *_saving(plain, locked),
        *_opening(plain, locked),
    ]
    plain.unlink()
    return results


def _saving(plain: Path, locked: Path) -> list[Result]:
    """One customer after the other, and one purchase; the two shops by turns, for the disk is not always as fast."""
    from crm_desktop.services import Services
    from crm_desktop.services.customer_records import CustomerDraft
    from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
    from crm_desktop.store.shop import Shop

    at = datetime(TODAY.year, TODAY.month, TODAY.day, 9)
    lines = (LineDraft(None, "龙井茶 250g", 2000, 12800), LineDraft(None, "茶点", 1000, 3200))
    found: dict[str, list[list[float]]] = {"customer": [[], []], "purchase": [[], []]}
    for turn in range(6):
        # One shop is open at a time, as the models know one.
        shop = Shop.open((plain, locked)[turn % 2], key=PASSWORD if turn % 2 else None)
        services = Services(shop)

        def add(services: object = services) -> None:
            services.customers.add(CustomerDraft(name="单晓丽", phones=("13800138000",)))  # type: ignore[attr-defined]

        def record(services: object = services) -> None:
            services.purchases.record(PurchaseDraft(1, at, lines, payment_method="微信"))  # type: ignore[attr-defined]

        for name, save in (("customer", add), ("purchase", record)):
            save()
            found[name][turn % 2] += [milliseconds(save) for _ in range(_SAVES // 3)]
        shop.close()
    results: list[Result] = []
    for name, words in (("customer", "saving a customer"), ("purchase", "saving a purchase of two lines")):
        without, under = map(median, found[name])
        against, aim, most = "without a password", "half as much more", 1.5 * without + 1
        results.append(Result(f"{words}, encrypted", MANY, under, without, against, aim, most))
    return results


def _opening(plain: Path, locked: Path) -> list[Result]:
    from crm_desktop.errors import WrongPassword
    from crm_desktop.store.key import SALT_BYTES, Key
    from crm_desktop.store.shop import Shop

    def opened(path: Path, key: Key | str | None) -> None:
        Shop.open(path, key=key).close()

    def refused() -> None:
        try:
            opened(locked, "桂香茶铺 2025")
        except WrongPassword:
            return
        raise AssertionError("a wrong password opens it")

    known = Key(PASSWORD)
    opened(locked, known)
    by_password = median_of(_OPENINGS, lambda: opened(locked, PASSWORD))
    by_key = median_of(_OPENINGS, lambda: opened(locked, known))
    key = median_of(_OPENINGS, lambda: Key(PASSWORD).raw(os.urandom(SALT_BYTES)))
    without = median_of(_OPENINGS, lambda: opened(plain, None))
    wrong = median_of(_OPENINGS, refused)
    return [
        Result("opening an encrypted shop", MANY, by_password, without, "without a password"),
        Result("… of that the key", MANY, key, by_password, "all of it"),
        Result("… with the key known", MANY, by_key, without, "without a password", "twice the reference",
               2 * without + 5),
        Result("a wrong password told", MANY, wrong, by_password, "the right one", "a second", _LONGEST_WRONG),
    ]  # fmt: skip


def _copied(path: Path, target: Path) -> None:
    with path.open("rb") as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
        os.fsync(copy.fileno())
    target.unlink()
