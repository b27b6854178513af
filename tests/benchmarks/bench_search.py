"""How fast the search box answers, beside a LIKE scan over the same customers in the same run.

`python -m tests.benchmarks.bench_search [customers]` makes an encrypted demo shop of that size (100,000) and prints
a line for each kind of query; `make bench` prints the same lines with its own.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from crm_desktop.language import Sentence
from crm_desktop.services import demo
from crm_desktop.store import search, search_index
from crm_desktop.store.shop import Shop
from tests.benchmarks.results import Result, growth, milliseconds
from tests.benchmarks.shops import MANY, TODAY, Shops

LIMIT = 9
QUERIES = 60
LIKE_QUERIES = 3

LIKE_SCAN = """
    SELECT id FROM customer WHERE name LIKE ?1 OR pinyin LIKE ?1 OR initials LIKE ?1 OR address LIKE ?1
    OR note LIKE ?1 OR member_no LIKE ?1 OR id IN (SELECT customer_id FROM phone WHERE number LIKE ?1)
"""


@dataclass(frozen=True)
class Row:
    """One kind of query: its times, and those of the LIKE scan, in milliseconds."""

    kind: str
    p50: float
    p95: float
    like: float

    @property
    def ratio(self) -> float:
        """How many LIKE scans' time a search takes at its 95th percentile."""
        return self.p95 / self.like

    def __str__(self) -> str:
        return f"{self.kind:26} p50 {self.p50:7.2f}  p95 {self.p95:7.2f}  LIKE {self.like:7.2f} ms  {self.ratio:6.3f}"


def queries_of(shop: Shop, pick: random.Random) -> dict[str, list[str]]:
    """Kind -> what someone would type to find customers of this shop."""
    highest = shop.run("SELECT max(id) FROM customer").fetchone()[0]
    people = [
        row
        for row in (
            shop.run(
                "SELECT name, sort_key, initials, address, reversed_digits FROM customer "
                "JOIN phone ON phone.customer_id = customer.id WHERE customer.id >= ? AND address <> '' LIMIT 1",
                pick.randint(1, highest),
            ).fetchone()
            for _ in range(QUERIES * 2)
        )
        if row and len(row[0]) > 1 and len(row[1].split()) > 1
    ][:QUERIES]
    kinds: dict[str, list[str]] = {}

    def add(kind: str, make: Callable[[str, list[str], str, str, str], str]) -> None:
        kinds[kind] = [
            make(name, key.split(), initials, address, tail) for name, key, initials, address, tail in people
        ]

    add("one character of a name", lambda name, *_: pick.choice(name))
    add("two characters of a name", lambda name, *_: name[:2] if pick.random() < 0.5 else name[-2:])
    add("whole name", lambda name, *_: name)
    add("one letter", lambda n, key, *_: key[0][0])
    add("initials", lambda n, k, initials, *_: initials.split()[0])
    add("full pinyin", lambda n, key, *_: "".join(key))
    add("mixed pinyin", lambda n, key, *_: key[0][0] + "".join(key[1:]))
    add("pinyin so far", lambda n, key, *_: "".join(key)[: pick.randint(1, 6)])
    add("one digit", lambda *person: person[4][0])
    add("two digits", lambda *person: person[4][1::-1])
    add("four digits of the tail", lambda *person: person[4][3::-1])
    add("start of a phone", lambda *person: person[4][: -pick.randint(5, 8) : -1].removeprefix("86"))
    add("one character of address", lambda n, k, i, address, _: pick.choice(address))
    add("two characters of address", lambda n, k, i, address, _: _cut(pick, address, 2))
    add("four characters of address", lambda n, k, i, address, _: _cut(pick, address, 4))
    add("surname and digits", lambda name, k, i, a, tail: f"{name[0]} {tail[3::-1]}")
    add("initials and address", lambda n, k, initials, address, _: f"{initials.split()[0]} {_cut(pick, address, 2)}")
    kinds["nothing found"] = [f"{pick.choice('龘靐齉爩鱻')}{pick.choice(('', '王', 'qz', '00'))}" for _ in people]
    kinds["nothing found, digits"] = [f"999{pick.randint(10**7, 10**8)}" for _ in people]
    return kinds


def _cut(pick: random.Random, text: str, length: int) -> str:
    start = pick.randint(0, max(0, len(text) - length))
    return text[start : start + length]


def measure(shop: Shop, query: str) -> float:
    """A query as if typed, in milliseconds."""
    return milliseconds(partial(search.search, shop.run, query, LIMIT, count=False))


def like_scan(shop: Shop, queries: Sequence[str]) -> float:
    """The same by LIKE, which looks at every customer whatever is asked."""
    scans = [milliseconds(lambda q=q: shop.run(LIKE_SCAN, f"%{q}%").fetchall()) for q in queries]  # type: ignore[misc]
    return median(scans)


def index_times(shop: Shop) -> dict[str, float]:
    """Seconds to index every customer anew, and for one change of one customer."""
    highest = shop.run("SELECT max(id) FROM customer").fetchone()[0]
    with shop.change(Sentence("Measured")):
        search_index.rebuild(shop.run)  # the merging that a new file does not have is in here too
        start = perf_counter()
        search_index.rebuild(shop.run)
        whole = perf_counter() - start
        shop.run("UPDATE customer SET note = note || '.' WHERE id = ?", highest // 2)
        start = perf_counter()
        search_index.refresh(shop.run)
        return {"index every customer": whole, "index one customer": perf_counter() - start}


def run(shops: Shops) -> list[Result]:
    """Each kind of query in the shop of each size."""
    results: list[Result] = []
    mixed: dict[int, float] = {}
    for customers in shops.sizes:
        shop = Shop.open(shops.of(customers))
        most = 50.0 if customers > MANY else 16.0
        for row in _measure_all(shop):
            mixed[customers] = row.p50  # of the last one: every kind
            results.append(Result(f"search: {row.kind}, p95", customers, row.p95, row.like, "a LIKE scan",
                                  f"p95 within {most:.0f} ms", most))  # fmt: skip
        shop.close()
    return [*results, growth("search, p50", mixed)] if len(mixed) > 1 else results


def _measure_all(shop: Shop) -> list[Row]:
    """Every query once, the kinds by turns as they come to a shop."""
    kinds = queries_of(shop, random.Random(1))
    mixed = [(kind, query) for kind, queries in kinds.items() for query in queries]
    random.Random(2).shuffle(mixed)
    like = like_scan(shop, [query for _, query in mixed[:LIKE_QUERIES]])
    every = "every kind, mixed"
    times: dict[str, list[float]] = {kind: [] for kind in (*kinds, every)}
    for kind, query in mixed:
        taken = measure(shop, query)
        times[kind].append(taken)
        times[every].append(taken)
    cuts = {kind: quantiles(taken, n=20, method="inclusive") for kind, taken in times.items()}
    return [Row(kind, cut[9], cut[18], like) for kind, cut in cuts.items()]


def run_alone(customers: int) -> list[Row]:
    """Measure every kind of query in an encrypted demo shop of this size."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop.create(Path(folder) / "bench.crm", key="bench")
        try:
            demo.make(shop, customers, customers * 2, 1, TODAY)
            rows = _measure_all(shop)
            for what, seconds in index_times(shop).items():
                print(f"{what:26} {seconds * 1_000:10.1f} ms")
            return rows
        finally:
            shop.close()


if __name__ == "__main__":
    print(*run_alone(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000), sep="\n")
