"""What a benchmark finds, and the few ways in which all of them measure."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Result:
    """A figure of ours beside its reference. `most` is what ours may be at most, None where nothing is aimed at; `aim`
    says it in words. `customers`: in a shop of so many, 0 where that does not matter."""

    what: str
    customers: int
    ours: float
    reference: float = 0.0
    against: str = ""
    aim: str = ""
    most: float | None = None
    unit: str = "ms"

    @property
    def held(self) -> bool:
        return self.most is None or self.ours <= self.most

    @property
    def ratio(self) -> float:
        return self.ours / self.reference if self.reference else 0.0

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "ratio": self.ratio, "held": self.held}

    def __str__(self) -> str:
        size = f"{self.customers:,}" if self.customers else ""
        ratio = f"{self.ratio:8.3f}" if self.reference else " " * 8
        reference = f"{self.reference:10.2f}" if self.reference else " " * 10
        verdict = "" if self.most is None else "held" if self.held else "MISSED"
        figures = f"{self.what:49} {size:>9} {self.ours:10.2f} {reference} {self.unit:2} {ratio}"
        return f"{figures}  {self.aim:22} {verdict:6} {self.against}".rstrip()


HEADINGS: Final = (
    f"{'what':49} {'customers':>9} {'ours':>10} {'reference':>10}    {'ratio':>8}  {'aim':22} {'':6} reference is"
)


def milliseconds(action: Callable[[], object]) -> float:
    """That an action takes by the clock."""
    begun = perf_counter()
    action()
    return (perf_counter() - begun) * 1000


def median_of(times: int, action: Callable[[], object]) -> float:
    """The median of several runs, in milliseconds."""
    return median(milliseconds(action) for _ in range(times))


def in_own_process(function: str, *words: object) -> Any:
    """What `function` ("tests.benchmarks.bench_window.measure") prints last, as JSON: in a process of its own, whose
    memory nothing else has filled. It finds the words in `sys.argv`."""
    module, _, name = function.rpartition(".")
    code = f"from {module} import {name}; {name}()"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{function} ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def growth(what: str, times: dict[int, float], most: float | None = None) -> Result:
    """How a time grows from the fewest customers to the most: 1 where ten times as many take ten times as long."""
    few, many = min(times), max(times)
    exponent = math.log(times[many] / times[few]) / math.log(many / few)
    aim = "" if most is None else f"exponent {most}"
    return Result(f"{what}: growth from {few:,}", many, exponent, aim=aim, most=most, unit="")
