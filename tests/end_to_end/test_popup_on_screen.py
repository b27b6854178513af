"""The popup on a real screen beside another program: the keyboard stays where it was, until she asks for it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.store.shop import Shop
from tests.desktop import Desktop, needs_desktop, wait_for

pytestmark = needs_desktop

_PROGRAMS = Path(__file__).with_name("screen_programs.py")
_TITLE = "Today's reminders"


class Running:
    """One of the small programs; `said` holds its lines so far."""

    def __init__(self, desktop: Desktop, *words: str) -> None:
        self.said: list[str] = []
        environment = {**desktop.environment, "QT_QPA_PLATFORM": "xcb"}
        self._process = subprocess.Popen(
            [sys.executable, str(_PROGRAMS), *words], env=environment, stdout=subprocess.PIPE, text=True
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            self.said.extend(line.strip() for line in lines)

    def wait_for(self, words: str) -> None:
        wait_for(lambda: words in self.said, words)

    def end(self) -> None:
        self._process.kill()
        self._process.wait(10)
        self._listener.join(10)


class Screen:
    """A desktop with programs on it."""

    def __init__(self, folder: Path) -> None:
        self.desktop = Desktop(folder)
        self._running: list[Running] = []

    def start(self, *words: str) -> Running:
        self._running.append(Running(self.desktop, *words))
        return self._running[-1]

    def start_program(self, *words: str) -> None:
        """CRM Desktop itself."""
        self.desktop.environment |= {"QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(_PROGRAMS.parents[2])}
        self.desktop.start("env", sys.executable, "-m", "crm_desktop", *words)

    def wait_for_window(self, title: str) -> str:
        return str(wait_for(lambda: self.desktop.windows(title), title)[0])

    def active(self) -> str:
        return self.desktop.run("xdotool", "getactivewindow", check=False).strip()

    def close(self) -> None:
        for each in self._running:
            each.end()
        self.desktop.close()


@pytest.fixture
def screen() -> Iterator[Screen]:
    # The name of a socket has room for a hundred letters: the folders of tests can be longer.
    with tempfile.TemporaryDirectory(prefix="desk") as short:
        found = Screen(Path(short))
        try:
            found.desktop.start_window_manager()
            yield found
        finally:
            found.close()


@pytest.fixture
def shop_today(shop_path: Path) -> Path:
    """A shop with two calls to make today."""
    shop = Shop.open(shop_path)
    services = Services(shop)
    for name in ("单晓丽", "王芳"):
        customer_id = services.customers.add(CustomerDraft(name=name)).new_id
        assert customer_id is not None
        services.follow_ups.add(FollowUpDraft(customer_id, "回访", date.today()))
    shop.close()
    return shop_path


def test_the_keyboard_stays_where_it_was(screen: Screen, shop_today: Path) -> None:
    run = screen.desktop.run
    other = screen.start("type")
    field = screen.wait_for_window("Another program")
    wait_for(lambda: screen.active() == field, "the keyboard at the other program")
    run("xdotool", "type", "ab")
    other.wait_for("text ab")

    popup = screen.start("popup", str(shop_today))
    window = screen.wait_for_window(_TITLE)
    run("xdotool", "type", "d")
    other.wait_for("text abd")
    assert screen.active() == field
    assert not [line for line in popup.said if line.startswith("open")]

    # A click gives it the keyboard, and then the keys do what its buttons do.
    run("xdotool", "mousemove", "--window", window, "180", "90", "click", "1")
    wait_for(lambda: screen.active() == window, "the keyboard at the popup")
    run("xdotool", "key", "d")
    popup.wait_for("open 1")
    run("xdotool", "key", "Escape")
    popup.wait_for("put away 1")
    wait_for(lambda: screen.active() == field, "the keyboard back at the other program")


def test_asked_for_by_hand_it_takes_the_keyboard(screen: Screen, shop_today: Path) -> None:
    screen.start("type")
    field = screen.wait_for_window("Another program")
    wait_for(lambda: screen.active() == field, "the keyboard at the other program")
    popup = screen.start("popup-by-hand", str(shop_today))
    window = screen.wait_for_window(_TITLE)
    wait_for(lambda: screen.active() == window, "the keyboard at the popup")
    screen.desktop.run("xdotool", "key", "Down", "d")
    popup.wait_for("open 1")


def test_a_call_leaves_the_keyboard_where_it_was(screen: Screen, shop_today: Path, tmp_path: Path) -> None:
    run = screen.desktop.run
    other = screen.start("type")
    field = screen.wait_for_window("Another program")
    wait_for(lambda: screen.active() == field, "the keyboard at the other program")
    own = ["--shop", str(shop_today), "--data-dir", str(tmp_path / "data"), "--lang", "en"]
    screen.start_program("open", "--hidden", *own)
    wait_for(lambda: list(screen.desktop.folder.glob("crm-desktop-*")), "the program")

    run(sys.executable, "-m", "crm_desktop", "open", "tel:+86-21-5555-6666", *own)
    card = screen.wait_for_window("Caller")
    run("xdotool", "type", "n")
    other.wait_for("text n")
    assert screen.active() == field

    # A click gives it the keyboard, and Escape puts it away.
    run("xdotool", "mousemove", "--window", card, "300", "80", "click", "1")
    wait_for(lambda: screen.active() == card, "the keyboard at the card")
    run("xdotool", "key", "Escape")
    wait_for(lambda: not screen.desktop.windows("Caller"), "the card to go")
    wait_for(lambda: screen.active() == field, "the keyboard back at the other program")


def test_it_stands_at_the_bottom_right(screen: Screen, shop_today: Path) -> None:
    popup = screen.start("popup", str(shop_today))
    screen.wait_for_window(_TITLE)
    line = wait_for(lambda: [said for said in popup.said if said.startswith("popup")], "its place")[0]
    left, top, width, height = (int(number) for number in line.split()[1:])
    assert (left + width, top + height) == (1280 - 12, 800 - 12)  # no compositor, hence no shadow
    assert width == 360


def test_a_program_that_fills_the_screen_is_noticed(screen: Screen) -> None:
    asking = screen.start("ask")
    asking.wait_for("free")
    film = screen.start("fill")
    asking.wait_for("filled")
    film.end()
    heard = len(asking.said)
    wait_for(lambda: "free" in asking.said[heard:], "the screen to be free again")
