"""Two real programs with one shop file, as two computers with one disk: together they tell everything once."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.store.shop import Shop
from tests.end_to_end.teller import DAYS, FIRST
from tests.fakes import FakeClock

ROOT = Path(__file__).resolve().parent.parent.parent


def test_two_programs_tell_everything_once(shop_path: Path) -> None:
    shop = Shop.open(shop_path, clock=FakeClock(FIRST))
    services = Services(shop)
    for number in range(DAYS):
        day = FIRST.date() + timedelta(days=number)
        birthday = Birthday(Calendar.SOLAR, None, day.month, day.day)
        who = services.customers.add(CustomerDraft(name=f"客{number}", birthday=birthday)).new_id
        assert who is not None
        services.follow_ups.add(FollowUpDraft(who, "打电话", day))
    shop.close()

    command = [sys.executable, "-m", "tests.end_to_end.teller", str(shop_path)]
    programs = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    told = Counter(key for program in programs for key in program.communicate()[0].split())
    assert [program.returncode for program in programs] == [0, 0]

    assert {key for key, times in told.items() if times > 1} == set()
    birthdays = {key.split("/")[0] for key in told if key.startswith("birthday:")}
    follow_ups = {key.split("/")[0] for key in told if key.startswith("follow-up:")}
    assert len(birthdays) >= DAYS
    assert len(follow_ups) == DAYS
    on_their_day = {key for key in told if key.startswith("birthday:") and key.endswith("/0")}
    assert len(on_their_day) == DAYS
