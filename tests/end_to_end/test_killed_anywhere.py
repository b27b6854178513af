"""A few of the kills of `make stress`: the program ends amid each thing that writes, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stress.deeds import DEEDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the tries are forked")
def test_a_few_kills_of_each_deed() -> None:
    words = [sys.executable, "-m", "tests.stress.kills", "23", "7"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split(" killed")[0].strip() for line in done.stdout.splitlines()[:-1]] == [deed.name for deed in DEEDS]
    assert done.stdout.endswith(" kills, seed 7: 0 with losses\n")
