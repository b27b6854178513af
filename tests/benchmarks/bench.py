"""How fast the program is, each figure beside a reference measured in the same run: `make bench`.

Makes demo shops of 10,000, 100,000 and 1,000,000 customers, prints a table, and writes the same as JSON into
`bench.json`. Takes four to five minutes on two cores. Timings on shared machines are noisy, so most aims are ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks import (  # noqa: E402
    bench_backup,
    bench_calls,
    bench_import,
    bench_preview,
    bench_reminders,
    bench_safety,
    bench_saving,
    bench_search,
    bench_start,
    bench_tray,
    bench_window,
)
from tests.benchmarks.results import HEADINGS, Result  # noqa: E402
from tests.benchmarks.shops import FEW, MANY, MOST, PURCHASES, make_all  # noqa: E402


def measured(folder: Path, sizes: tuple[int, ...], only: str, *, large: bool) -> Iterator[tuple[str, list[Result]]]:
    """Each subject, or one of them. The largest shop is made while imports are measured, which are compared by
    what else reads and writes under the same load; all else is measured with nothing beside it but the idle program in
    the tray, of which only its own processor time is measured."""
    tray = bench_tray.begin(folder) if only in ("", "tray") else None
    shops = make_all(folder, sizes)
    if only in ("", "import"):
        yield "import", bench_import.run(folder, large=large)
    shops.wait()
    parts: dict[str, Callable[[], list[Result]]] = {
        "import page": lambda: bench_preview.run(folder),
        "search": lambda: bench_search.run(shops),
        "start": lambda: bench_start.run(shops),
        "window": lambda: bench_window.run(shops),
        "saving": lambda: bench_saving.run(shops),
        "reminders": lambda: bench_reminders.run(shops),
        "calls": lambda: bench_calls.run(shops),
        "safety": lambda: bench_safety.run(shops),
        "backup": lambda: bench_backup.run(shops),
    }
    if tray is not None:
        parts["tray"] = tray.result
    for name, part in parts.items():
        if only in ("", name):
            yield name, part()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="without the shop of a million")
    parser.add_argument("--large", action="store_true", help="import and export a million rows, too: minutes more")
    parser.add_argument("--only", default="", help="one subject: import, search, start, window, …")
    chosen = parser.parse_args()
    sizes = (FEW, MANY) if chosen.small else (FEW, MANY, MOST)
    counts = ", ".join(f"{size:,} with {PURCHASES[size]:,}" for size in sizes)
    print(f"Shops of so many customers with so many purchases: {counts}\n\n{HEADINGS}")
    results: list[Result] = []
    seconds: dict[str, float] = {}
    begun = last = perf_counter()
    with tempfile.TemporaryDirectory() as place:
        for name, found in measured(Path(place), sizes, chosen.only, large=chosen.large):
            results += found
            print(*found, sep="\n", flush=True)
            seconds[name] = perf_counter() - last
            print(f"({name}: {seconds[name]:.0f} s)", flush=True)
            last = perf_counter()
    report = {"results": [result.as_json() for result in results], "seconds": seconds}
    if not chosen.only:
        (ROOT / "bench.json").write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")
    aimed = [result for result in results if result.most is not None]
    missed = [f"{result.what} ({result.customers:,})" for result in aimed if not result.held]
    took = ", ".join(f"{name} {taken:.0f}" for name, taken in seconds.items())
    print(f"\nTook {perf_counter() - begun:.0f} s: {took}.")
    print(f"{len(aimed) - len(missed)} of {len(aimed)} aims held. Missed: {'; '.join(missed) or 'none'}.")


if __name__ == "__main__":
    main()
