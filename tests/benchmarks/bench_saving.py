"""Recording a purchase, beside one bare row written and synced to the same disk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Final

from tests.benchmarks.results import Result, median_of, milliseconds
from tests.benchmarks.shops import Shops

RUNS: Final = 31
MORE_MS: Final = 5


def run(shops: Shops) -> list[Result]:
    """In the shop of each size."""
    reference = _bare(shops.folder)
    against, aim = "one bare row, synced", f"{MORE_MS} ms more"
    return [
        Result("saving a purchase of two lines", customers, _saving(shops.of(customers)), reference, against, aim,
               reference + MORE_MS)
        for customers in shops.sizes
    ]  # fmt: skip


def _saving(path: Path) -> float:
    from crm_desktop.services import Services
    from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
    from crm_desktop.store.shop import Shop

    shop = Shop.open(path)
    services = Services(shop)
    lines = (LineDraft(None, "龙井茶 250g", 2000, 12800), LineDraft(None, "茶点", 1000, 3200))
    draft = PurchaseDraft(1, datetime(2026, 11, 21, 9), lines, payment_method="微信")
    times = [milliseconds(lambda: services.purchases.record(draft)) for _ in range(RUNS + 1)][1:]
    shop.close()
    return median(times)


def _bare(folder: Path) -> float:
    from sqlcipher3 import dbapi2

    bare = dbapi2.connect(str(folder / "bare.db"), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        bare.execute(f"PRAGMA {pragma}")
    bare.execute("CREATE TABLE row (text TEXT)")
    taken = median_of(RUNS, lambda: bare.execute("INSERT INTO row VALUES ('x')"))
    bare.close()
    return taken
