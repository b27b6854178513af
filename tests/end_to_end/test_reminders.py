"""The whole way of a reminder: the real program on a desktop of its own, started hidden a few seconds before nine.

The popup and the system's notification are seen, a line is dealt with by keyboard, the program is killed and started
again: nothing is told twice, and nothing is left out.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.lunar import from_solar
from crm_desktop.running_copy import socket_name
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.store.shop import Shop
from tests.desktop import Desktop, needs_desktop, wait_for, whole_desktop
from tests.fakes import FakeClock

pytestmark = needs_desktop

ROOT = Path(__file__).resolve().parents[2]
MONDAY = date(2026, 11, 23)
POPUP = "Today's reminders"
WINDOW = ".*CRM Desktop"


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with whole_desktop() as desktop:
        yield desktop


@pytest.fixture
def program(desktop: Desktop, shop_path: Path, data_dir: Path) -> Iterator[Program]:
    program = Program(desktop, shop_path, data_dir)
    yield program
    for process in program.processes:
        process.kill()
        process.wait(10)


class Program:
    """The program as the desktop starts it."""

    def __init__(self, desktop: Desktop, shop: Path, data_dir: Path) -> None:
        self.shop = shop
        self._log = data_dir.with_name("said.txt")
        self.processes: list[subprocess.Popen[bytes]] = []
        self._desktop = desktop
        self._data_dir = data_dir
        self._environment = {**desktop.environment, "PYTHONPATH": str(ROOT)}

    def _command(self, *words: str) -> list[str]:
        options = ["--shop", str(self.shop), "--data-dir", str(self._data_dir)]
        return [sys.executable, "-m", "crm_desktop", *options, *words]

    def start(self, at: str, *words: str) -> subprocess.Popen[bytes]:
        """`crm-desktop WORDS`, with a clock that begins at `at`."""
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                self._command(*words),
                env={**self._environment, "CRM_DESKTOP_CLOCK": at},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def runs(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether it still runs; it must."""
        assert process.poll() is None, self.said()
        return True

    def listens(self) -> bool:
        """Whether it hears later starts; what a killed one left behind hears nothing."""
        name = socket_name(self._data_dir)
        with socket.socket(socket.AF_UNIX) as caller:
            return caller.connect_ex(str(self._desktop.folder / Path(name).name)) == 0

    def said(self) -> str:
        """All it said on the terminal."""
        return self._log.read_text("utf-8")

    def says(self, *words: str) -> Any:
        """The JSON that a command answers."""
        command = self._command(*words, "--json")
        done = subprocess.run(command, env=self._environment, cwd=ROOT, capture_output=True, timeout=60, check=True)
        return json.loads(done.stdout)

    def open_of(self, day: date) -> tuple[list[str], list[str]]:
        """Whose follow-ups and whose birthdays a day asks for."""
        today = self.says("today", "--on", day.isoformat(), "--days", "0")
        return [each["name"] for each in today["follow_ups"]], [each["name"] for each in today["birthdays"]]


def fill(path: Path) -> None:
    """A follow-up and a lunar birthday for Monday, a birthday for Tuesday."""
    shop = Shop.open(path, clock=FakeClock(datetime(2026, 11, 22, 18)))
    services = Services(shop)
    lunar = from_solar(MONDAY)

    def add(name: str, birthday: Birthday | None = None) -> int:
        made = services.customers.add(CustomerDraft(name=name, phones=("13800138000",), birthday=birthday)).new_id
        assert made is not None
        return made

    tea = add("单晓丽")
    add("王芳", Birthday(Calendar.LUNAR, 1988, lunar.month, lunar.day))
    add("李雷", Birthday(Calendar.SOLAR, 1990, 11, 24))
    services.follow_ups.add(FollowUpDraft(customer_id=tea, what="送茶样 <新>", due=MONDAY))
    shop.close()


def test_reminders_are_told_once(program: Program, desktop: Desktop) -> None:
    fill(program.shop)
    first = program.start("2026-11-23T08:59:52", "open", "--hidden")
    (popup,) = wait_for(lambda: program.runs(first) and desktop.windows(POPUP), "the popup")
    wait_for(desktop.displayed, "the notification")
    assert desktop.windows(WINDOW) == []
    (told,) = desktop.put_away()
    assert (told.app, told.title) == ("CRM Desktop", POPUP)
    assert "单晓丽" in told.text
    assert "王芳" in told.text
    assert "李雷" not in told.text
    assert program.open_of(MONDAY) == (["单晓丽"], ["王芳"])

    desktop.run("xdotool", "windowfocus", "--sync", popup, "key", "d")
    wait_for(lambda: program.open_of(MONDAY) == ([], ["王芳"]), "the follow-up to be done")
    assert desktop.windows(POPUP) == [popup]
    first.send_signal(signal.SIGKILL)
    first.wait(10)

    again = program.start("2026-11-23T09:29:52", "open", "--hidden")
    begun = time.monotonic()
    wait_for(lambda: program.runs(again) and program.listens(), "the program")
    assert program.start("2026-11-23T09:29:52", "open", "--hidden").wait(30) == 0
    # Two beats of its heart: the one at its start, and that of 9:30.
    time.sleep(max(0.0, 11 - (time.monotonic() - begun)))
    assert program.runs(again)
    assert desktop.windows(POPUP) == desktop.windows(WINDOW) == []
    assert desktop.displayed() == 0
    assert desktop.put_away() == [told]
    again.send_signal(signal.SIGKILL)
    again.wait(10)

    third = program.start("2026-11-24T09:05:10", "open", "--hidden")
    wait_for(lambda: program.runs(third) and desktop.windows(POPUP), "the popup of Tuesday")
    wait_for(desktop.displayed, "the notification of Tuesday")
    assert desktop.windows(WINDOW) == []
    desktop.click()
    wait_for(lambda: desktop.windows(WINDOW), "the window of the line that was clicked")
    newest, _ = desktop.put_away()
    assert "李雷" in newest.text
    assert "王芳" not in newest.text
    assert "单晓丽" not in newest.text

    third.send_signal(signal.SIGTERM)
    assert third.wait(20) == 0, program.said()
    assert not program.shop.with_name(program.shop.name + "-wal").exists()
    assert program.said() == ""


def test_a_second_start_hands_over_its_words(program: Program, desktop: Desktop) -> None:
    fill(program.shop)
    first = program.start("2026-11-22T18:10:05", "open", "--hidden")
    wait_for(lambda: program.runs(first) and program.listens(), "the program")
    assert desktop.windows(WINDOW) == []
    assert program.start("2026-11-22T18:10:05", "open", "tel:13800138000").wait(30) == 0
    wait_for(lambda: desktop.windows("Caller"), "who calls")
    assert desktop.windows(WINDOW) == []
    assert program.start("2026-11-22T18:10:05").wait(30) == 0
    wait_for(lambda: desktop.windows(WINDOW), "the window")
    assert program.runs(first)
    assert program.start("2026-11-22T18:10:05").wait(30) == 0
    first.send_signal(signal.SIGSTOP)
    hung = program.start("2026-11-22T18:10:05", "open", "--hidden")
    assert hung.wait(30) == 5
    assert "does not answer" in program.said()
    first.send_signal(signal.SIGCONT)
    first.send_signal(signal.SIGTERM)
    assert first.wait(20) == 0
