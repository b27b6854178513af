"""The shops that all is measured in: made anew each time, always the same ones."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from tests.benchmarks.results import ROOT

TODAY: Final = date(2026, 11, 21)
FEW, MANY, MOST = 10_000, 100_000, 1_000_000
PURCHASES: Final = {FEW: 50_000, MANY: 500_000, MOST: 500_000}
"""A million customers have no more than a hundred thousand: the other 4.5 million would take minutes to make."""


def make(path: Path, customers: int, purchases: int) -> None:
    """Make a demo shop of so many."""
    from crm_desktop.services import demo
    from crm_desktop.store.shop import Shop

    shop = Shop.create(path)
    demo.make(shop, customers, purchases, 1, TODAY)
    shop.close()


@dataclass(frozen=True)
class Shops:
    """Where they lie. The largest is made by another process meanwhile; `wait` for it."""

    folder: Path
    empty: Path
    sizes: tuple[int, ...]
    making: subprocess.Popen[bytes] | None

    def of(self, customers: int) -> Path:
        return self.folder / f"shop-{customers}.crm"

    def wait(self) -> None:
        if self.making is not None and self.making.wait():
            raise RuntimeError(f"making the shop of {MOST:,} ended with {self.making.returncode}")


def make_all(folder: Path, sizes: tuple[int, ...]) -> Shops:
    """An empty one, and one of each size."""
    from crm_desktop.store.shop import Shop

    making = _in_the_background(folder) if MOST in sizes else None
    shops = Shops(folder, folder / "empty.crm", sizes, making)
    Shop.create(shops.empty).close()
    for customers in sizes:
        if customers != MOST:
            make(shops.of(customers), customers, PURCHASES[customers])
    return shops


def _in_the_background(folder: Path) -> subprocess.Popen[bytes]:
    code = (
        "import sys; from pathlib import Path; from tests.benchmarks import shops;"
        "shops.make(Path(sys.argv[1]), shops.MOST, shops.PURCHASES[shops.MOST])"
    )
    path = Shops(folder, folder, (), None).of(MOST)
    return subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT)
