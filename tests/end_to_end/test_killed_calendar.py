"""A calendar file killed at any moment while it is written: others see the old one or the new one, whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import icalendar

from tests.end_to_end.test_killed import ROOT

_WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from crm_desktop.domain.birthday import DEFAULT_RULES, Birthday, Calendar
from crm_desktop.exchange.writers.ics_file import write_calendar
day, now = Birthday(Calendar.LUNAR, 1980, 8, 15), datetime(2026, 11, 21)
print("begun", flush=True)
for n in range(10**9):
    people = (SimpleNamespace(id=i, name=f"王{n}", phone="", birthday=day, created=now) for i in range(1, 400))
    write_calendar(people, [], Path(sys.argv[1]), now, DEFAULT_RULES)
"""


def test_a_calendar_killed_at_any_moment(tmp_path: Path) -> None:
    file, chance, left = tmp_path / "a.ics", random.Random(3), 0
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-c", _WRITER, str(file)], cwd=ROOT, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"begun\n"
            while not file.exists():
                time.sleep(0.01)
            time.sleep(chance.random() * 0.3)
            writer.kill()
        events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
        assert len(events) == 399
        assert len({str(event["SUMMARY"]) for event in events}) == 1
        halves = list(tmp_path.glob(".a-*.tmp"))
        left += len(halves)
        for half in halves:
            os.utime(half, (0, 0))  # as if it were long ago
    assert left
    assert len(list(tmp_path.glob(".a-*.tmp"))) <= 1
