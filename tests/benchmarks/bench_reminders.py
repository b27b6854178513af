"""The day's reminders in a large shop: the list, a round of 300 birthdays on one day, the popup that shows them."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import copy
from statistics import median
from time import perf_counter

from tests.benchmarks.results import Result, growth, in_own_process, median_of, milliseconds
from tests.benchmarks.shops import MANY, TODAY, Shops
from tests.benchmarks.windows import program_with

BIRTHDAYS = 300
_LIST_MS = 50
_ROUND_MS = 500
_POPUP_MS = 100
_RUNS = 5


def run(shops: Shops) -> list[Result]:
    """The lists of the shop of each size, the round of that of a hundred thousand."""
    results: list[Result] = []
    times: dict[int, float] = {}
    for customers in shops.sizes:
        page, *others = _lists(shops.of(customers), customers)
        results += [page, *others]
        times[customers] = page.ours
    if len(times) > 1:
        results.append(growth("today's list", times))
    return [*results, *_round(shops.of(MANY), shops.folder)]


def _lists(full: Path, customers: int) -> list[Result]:
    """What the Today tab asks for, the count on the tab and in the tray, and all there is, as the command line lists
    it."""
    from crm_desktop.services import Services
    from crm_desktop.store.models import Customer
    from crm_desktop.store.shop import Shop

    shop = Shop.open(full)
    services = Services(shop)
    services.today.page(TODAY)
    ours = median_of(_RUNS, lambda: services.today.page(TODAY))
    counting = median_of(_RUNS, lambda: services.today.count(TODAY))
    whole = milliseconds(lambda: services.today.today(TODAY))
    columns = (Customer.id, Customer.name, Customer.birth_calendar, Customer.birth_year, Customer.birth_month,
               Customer.birth_day, Customer.birth_leap)  # fmt: skip
    scan = milliseconds(lambda: list(shop.rows(Customer.select(*columns))))
    shop.close()
    against, aim = "reading the customers' table", f"{_LIST_MS} ms"
    return [
        Result("today's list, half of the birthdays lunar", customers, ours, scan, against, aim, _LIST_MS),
        Result("today's count, on the tab and in the tray", customers, counting, scan, against, aim, _LIST_MS),
        Result("today's list in full, for the command line", customers, whole, scan, against),
    ]


def _with_birthdays(full: Path, folder: Path) -> Path:
    """A copy of the shop in which `BIRTHDAYS` customers have their birthday on the day."""
    from crm_desktop.language import Sentence
    from crm_desktop.store.models import Customer
    from crm_desktop.store.shop import Shop

    path = folder / "birthdays.crm"
    copy(full, path)
    shop = Shop.open(path)
    with shop.change(Sentence("All born on one day")):
        some = Customer.select(Customer.id).where(Customer.birth_calendar.is_null(False)).limit(BIRTHDAYS)
        Customer.update(
            birth_calendar="solar", birth_year=1988, birth_month=TODAY.month, birth_day=TODAY.day, birth_leap=False
        ).where(Customer.id.in_(some)).execute()
    shop.close()
    return path


def _round(full: Path, folder: Path) -> list[Result]:
    """From the tick to what the popup gets, and from there to the popup on the screen; in a process of its own."""
    path = _with_birthdays(full, folder)
    found = in_own_process("tests.benchmarks.bench_reminders.measure_round", path, folder / "data-round", TODAY)
    path.unlink()
    lines, few, against = found["lines"], found["few"], "the same with 5"
    return [
        Result(f"round of {lines:,}, {BIRTHDAYS}+ birthdays on a day", MANY, found["round"],
               aim=f"{_ROUND_MS} ms, in the worker", most=_ROUND_MS),
        Result(f"popup of {BIRTHDAYS} birthdays: shown", MANY, found["popup"], few, against, f"{_POPUP_MS} ms",
               _POPUP_MS),
        Result(f"popup of {lines:,} reminders: shown", MANY, found["most"], few, against),
    ]  # fmt: skip


def measure_round() -> None:
    """In the child process: work a round out, show its popup, and print the times as JSON."""
    from crm_desktop.domain.reminding.kinds import Kind
    from crm_desktop.store.models import ReminderRound, ReminderTold
    from crm_desktop.ui.reminders.popup import Popup

    today = date.fromisoformat(sys.argv[3])
    now = datetime(today.year, today.month, today.day, 9, 30)
    _, window = program_with(Path(sys.argv[1]), Path(sys.argv[2]))
    context = window.context
    services = context.services

    def begin() -> object:
        # Forgotten each time: what was told is not told again.
        with services.shop.note():
            ReminderTold.delete().execute()
            ReminderRound.delete().execute()
        begun = perf_counter()
        found = services.reminders.begin(now, alive_since=now - timedelta(minutes=1))
        times.append((perf_counter() - begun) * 1000)
        return found

    times: list[float] = []
    rounds = [begin() for _ in range(6)]
    reminders = rounds[-1].reminders  # type: ignore[attr-defined]
    popup = Popup(context)

    def shown(some: object) -> float:
        found = []
        for _ in range(5):
            fresh = Popup(context)
            begun = perf_counter()
            fresh.tell(some)
            fresh.grab()
            found.append((perf_counter() - begun) * 1000)
            fresh.deleteLater()
        return median(found)

    popup.tell(reminders[:1])
    birthdays = [each for each in reminders if each.kind is Kind.BIRTHDAY and each.day == today][:BIRTHDAYS]
    found = {"round": median(times[1:]), "lines": len(reminders)}
    print(json.dumps({**found, "few": shown(birthdays[:5]), "popup": shown(birthdays), "most": shown(reminders)}),
          flush=True)  # fmt: skip
    os._exit(0)
