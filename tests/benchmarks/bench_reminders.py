"""The day's reminders in a large shop: the list, a round of 300 birthdays on one day, the popup that shows them; and
the program in the tray, seen from outside: its memory, and what it does while nobody uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from shutil import copy
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

Row = tuple[str, float, float, str, str, bool, str]
BIRTHDAYS = 300
SETTLED_S = 70
"""After its first beat, which makes the day's backup: what it does from then on is what it does all day."""
IDLE_S = 60
_RUNS = 15

#: The program as it starts with the computer. Where there is no screen there is no tray either: it is told of one.
_HIDDEN = """
import sys
from PySide6.QtWidgets import QSystemTrayIcon
QSystemTrayIcon.isSystemTrayAvailable = staticmethod(lambda: True)
from crm_desktop.cli import main
sys.exit(main(["--shop", sys.argv[1], "--data-dir", sys.argv[2], "open", "--hidden"]))
"""


def run(full: Path, folder: Path, today: date) -> list[Row]:
    """The lines of the table of `bench.py`, of the full shop."""
    return [*_lists(full, today), *_round(full, folder, today), *tray_rows(folder, today)]


def _milliseconds(action: object, runs: int = _RUNS) -> float:
    found = []
    for _ in range(runs):
        begun = perf_counter()
        action()  # type: ignore[operator]
        found.append((perf_counter() - begun) * 1000)
    return median(found)


def _lists(full: Path, today: date) -> list[Row]:
    """What the Today tab, the popup and the command line ask for, and the count on the tab and in the tray."""
    from crm_desktop.services import build
    from crm_desktop.store.models import Customer
    from crm_desktop.store.shop import Shop

    shop = Shop.open(full)
    services = build(shop)
    services.today.today(today)
    ours = _milliseconds(lambda: services.today.today(today))
    counting = _milliseconds(lambda: services.today.count(today))
    columns = (Customer.id, Customer.name, Customer.birth_calendar, Customer.birth_year, Customer.birth_month,
               Customer.birth_day, Customer.birth_leap)  # fmt: skip
    scan = _milliseconds(lambda: list(shop.rows(Customer.select(*columns))), 5)
    shop.close()
    against = "reading the customers' table"
    return [
        ("today's list, half of the birthdays lunar", ours, scan, against, "50 ms", ours <= 50, "ms"),
        ("today's count, on the tab and in the tray", counting, scan, against, "50 ms", counting <= 50, "ms"),
    ]


def _with_birthdays(full: Path, folder: Path, today: date) -> Path:
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
            birth_calendar="solar", birth_year=1988, birth_month=today.month, birth_day=today.day, birth_leap=False
        ).where(Customer.id.in_(some)).execute()
    shop.close()
    return path


def _round(full: Path, folder: Path, today: date) -> list[Row]:
    """From the tick to what the popup gets, and from there to the popup on the screen; in a process of its own."""
    path = _with_birthdays(full, folder, today)
    code = "from tests.benchmarks.bench_reminders import measure_round; measure_round()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(folder / "data-round"), today.isoformat()],
        check=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    lines = found["lines"]
    return [
        (f"round of {lines:,}, {BIRTHDAYS}+ birthdays on a day", found["round"], 0, "", "500 ms, in the worker",
         found["round"] <= 500, "ms"),
        (f"popup of {BIRTHDAYS} birthdays: shown", found["popup"], found["few"], "the same with 5", "100 ms",
         found["popup"] <= 100, "ms"),
        (f"popup of {lines:,} reminders: shown", found["most"], found["few"], "the same with 5", "", True, "ms"),
    ]  # fmt: skip


def measure_round() -> None:
    """In the child process: work a round out, show its popup, and print the times as JSON."""
    from PySide6.QtWidgets import QApplication

    from crm_desktop.app import Program
    from crm_desktop.domain.reminding.occurrences import Kind
    from crm_desktop.store.models import ReminderRound, ReminderTold
    from crm_desktop.ui.reminders.popup import Popup

    today = date.fromisoformat(sys.argv[3])
    now = datetime(today.year, today.month, today.day, 9, 30)
    application = QApplication(sys.argv[:1])
    program = Program(application, Path(sys.argv[2]), "zh_CN")
    program.start(Path(sys.argv[1]))
    window = program.window
    context = window.context  # type: ignore[union-attr]
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


def tray_rows(folder: Path, today: date) -> list[Row]:
    """The program started hidden with a demo shop, as one does who lets it start with the computer."""
    from crm_desktop.services.demo import make
    from crm_desktop.store.shop import Shop

    if not Path("/proc/self/status").exists():
        return []
    shop = Shop.create(folder / "tray.crm")
    make(shop, 200, 1_000, 1, today)
    shop.close()
    with _hidden(folder / "tray.crm", folder / "data-tray") as process:
        time.sleep(SETTLED_S)
        seen = [_usage(process.pid)]
        for _ in range(IDLE_S):
            time.sleep(1)
            seen.append(_usage(process.pid))
        memory = _memory(process.pid)
    busy = seen[-1][0] - seen[0][0]
    awake = sum(later[1] != earlier[1] for earlier, later in pairwise(seen))
    bare = _bare_memory()
    qt = "a bare QApplication"
    return [
        ("in the tray: resident memory", memory, bare, qt, "120 MB", memory <= 120, "MB"),
        ("in the tray: processor time of a minute", busy, 60_000, "the minute", "1 in 1,000", busy <= 60, "ms"),
        ("in the tray: seconds of a minute with a wake-up", awake, 0, "", "2: one beat", awake <= 2, "s"),
    ]


@contextmanager
def _hidden(shop: Path, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HIDDEN, str(shop), str(data)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _usage(pid: int) -> tuple[float, float]:
    """Milliseconds of processor time so far; how often any of its threads slept and was woken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    woken = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        status = (task / "status").read_text()
        woken += int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])
    return (int(fields[11]) + int(fields[12])) * 1000 / ticks, woken


def _memory(pid: int) -> float:
    """Resident, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("\nVmRSS:")[2].split()[0]) / 1024


def _bare_memory() -> float:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]); print(1, flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        memory = _memory(process.pid)
        process.stdin.write(b"\n")
    return memory


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as place:
        if len(sys.argv) > 1:
            rows = run(Path(sys.argv[1]), Path(place), date(2026, 11, 21))
        else:
            rows = tray_rows(Path(place), date(2026, 11, 21))
        for row in rows:
            print(row)
