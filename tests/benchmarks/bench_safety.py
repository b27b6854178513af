"""What a password costs: saving and opening under it, and how much of that is the key; setting it, and telling a wrong
one."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

Row = tuple[str, float, float, str, str, bool, str]
PASSWORD = "桂香茶铺 2026"
_SAVES = 61
_OPENINGS = 7
_LONGEST_WRONG = 1_000.0


def run(full: Path, folder: Path, today: date) -> list[Row]:
    """The lines of the table of `bench.py`, of the full shop and of a copy of it under a password."""
    from crm_desktop.store.key import Key
    from crm_desktop.store.rekey import rekey

    plain, locked = folder / "plain.crm", folder / "locked.crm"
    shutil.copyfile(full, plain)
    shutil.copyfile(full, locked)
    copying = _milliseconds(lambda: _copied(full, folder / "copied.crm"))
    setting = _milliseconds(lambda: rekey(locked, None, Key(PASSWORD)))
    rows = [
        (f"a password set, {full.stat().st_size / 1e6:.0f} MB", setting, copying, "copying the file, synced", "", True,
         "ms"),
        *_saving(plain, locked, today),
        *_opening(plain, locked),
    ]  # fmt: skip
    for path in (plain, locked):
        path.unlink()
    return rows


def _saving(plain: Path, locked: Path, today: date) -> list[Row]:
    """One customer after the other, and one purchase; the two shops by turns, for the disk is not always as fast."""
    from crm_desktop.services import build
    from crm_desktop.services.customer_records import CustomerDraft
    from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
    from crm_desktop.store.shop import Shop

    at = datetime(today.year, today.month, today.day, 9)
    lines = (LineDraft(None, "龙井茶 250g", 2000, 12800), LineDraft(None, "茶点", 1000, 3200))
    found: dict[str, list[list[float]]] = {"customer": [[], []], "purchase": [[], []]}
    for turn in range(6):
        # One shop is open at a time, as the models know one.
        shop = Shop.open((plain, locked)[turn % 2], key=PASSWORD if turn % 2 else None)
        services = build(shop)

        def add(services: object = services) -> None:
            services.customers.add(CustomerDraft(name="单晓丽", phones=("13800138000",)))  # type: ignore[attr-defined]

        def record(services: object = services) -> None:
            services.purchases.record(PurchaseDraft(1, at, lines, payment_method="微信"))  # type: ignore[attr-defined]

        for name, save in (("customer", add), ("purchase", record)):
            save()
            found[name][turn % 2] += [_milliseconds(save) for _ in range(_SAVES // 3)]
        shop.close()
    rows: list[Row] = []
    for name, words in (("customer", "saving a customer"), ("purchase", "saving a purchase of two lines")):
        without, under = map(median, found[name])
        held = under <= 1.5 * without + 1
        rows.append((f"{words}, encrypted", under, without, "without a password", "half as much more", held, "ms"))
    return rows


def _opening(plain: Path, locked: Path) -> list[Row]:
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
    by_password = _several(lambda: opened(locked, PASSWORD))
    by_key = _several(lambda: opened(locked, known))
    key = _several(lambda: Key(PASSWORD).raw(os.urandom(SALT_BYTES)))
    without = _several(lambda: opened(plain, None))
    wrong = _several(refused)
    return [
        ("opening an encrypted shop", by_password, without, "without a password", "", True, "ms"),
        ("… of that the key", key, by_password, "all of it", "", True, "ms"),
        ("… with the key known", by_key, without, "without a password", "twice the reference",
         by_key <= 2 * without + 5, "ms"),
        ("a wrong password told", wrong, by_password, "the right one", "a second", wrong <= _LONGEST_WRONG, "ms"),
    ]  # fmt: skip


def _copied(path: Path, target: Path) -> None:
    with path.open("rb") as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
        os.fsync(copy.fileno())
    target.unlink()


def _milliseconds(action: Callable[[], object]) -> float:
    begun = perf_counter()
    action()
    return (perf_counter() - begun) * 1000


def _several(action: Callable[[], object]) -> float:
    return median(_milliseconds(action) for _ in range(_OPENINGS))


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        for row in run(Path(sys.argv[1]), Path(temporary), date(2026, 11, 21)):
            print(f"{row[0]:44} {row[1]:9.2f} {row[2]:9.2f} {row[6]}  {row[4]:20} {row[5]} {row[3]}")
