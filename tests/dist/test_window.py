"""The packed program's window on a screen: shown, seen, used by keyboard and called a second time."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

import crm_desktop
from tests.desktop import Desktop, needs_desktop, wait_for, whole_desktop
from tests.dist.built import DIST, Built

pytestmark = needs_desktop

MEMBERS = Path(__file__).resolve().parents[1] / "samples" / "members.xls"

_SHOT = """
import sys
from PySide6.QtWidgets import QApplication
application = QApplication(sys.argv)
application.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


class Running:
    """The program on a desktop with a window manager and a notification service."""

    def __init__(self, desktop: Desktop, built: Built) -> None:
        self.desktop = desktop
        self.built = built
        # What a desktop gives its programs; of ours, nothing.
        self.environment = {**desktop.environment, "PATH": "/usr/bin:/bin:/sbin"}

    def start(self, *words: str | Path) -> subprocess.Popen[bytes]:
        with (self.built.home / "said.txt").open("ab") as said:
            return subprocess.Popen(self.built.command(*words), env=self.environment, stdout=said, stderr=said)

    def press(self, *keys: str) -> None:
        self.desktop.run("xdotool", "key", "--delay", "50", *keys)

    def shows(self, title: str) -> None:
        wait_for(lambda: self.desktop.windows(title), f"a window “{title}”")

    def said_nothing(self) -> None:
        """No trouble was told, neither to the log nor by Qt."""
        assert self.built.logs() == ""
        assert (self.built.home / "said.txt").read_text() == ""

    def shot(self, name: str) -> QImage:
        """The whole screen, also kept beside the packed program."""
        file = DIST / f"seen-{name}.png"
        environment = {**self.desktop.environment, "QT_QPA_PLATFORM": "xcb"}
        subprocess.run([sys.executable, "-c", _SHOT, str(file)], env=environment, check=True, timeout=60)
        return QImage(str(file))


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with whole_desktop() as desktop:
        yield desktop


def colours(picture: QImage) -> Counter[int]:
    small = picture.scaled(160, 100)
    return Counter(small.pixel(x, y) for x in range(small.width()) for y in range(small.height()))


def test_the_one_file_runs(desktop: Desktop, one_file: Built) -> None:
    """What a stranger does first with it, to the window on the screen."""
    assert one_file.run("--version").strip() == f"CRM Desktop {crm_desktop.__version__}"
    shop = one_file.home / "demo.crm"
    one_file.run("demo", shop, "--customers", "200")
    assert one_file.ask("import", "customers", MEMBERS, "--shop", shop)["added"]
    assert one_file.ask("find", "138", "--shop", shop)
    running = Running(desktop, one_file)
    process = running.start("open", shop)
    running.shows(".*CRM Desktop")
    wait_for(lambda: len(colours(running.shot("one-file"))) > 30, "a window that is drawn")
    process.terminate()
    assert process.wait(30) == 0
    running.said_nothing()


def test_the_window_is_used_by_keyboard_and_called(desktop: Desktop, built: Built) -> None:
    running = Running(desktop, built)
    shop = built.home / "demo.crm"
    built.run("demo", shop, "--customers", "200")
    process = running.start("open", shop)
    running.shows(".*CRM Desktop")
    wait_for(lambda: len(colours(running.shot("folder"))) > 30, "a window that is drawn")
    for tab in range(1, 8):
        running.press(f"ctrl+{tab}")
    running.press("ctrl+1", "ctrl+n")
    wait_for(lambda: len(colours(running.shot("new-customer"))) > 30, "a form")
    running.press("Escape")

    # A second start hands its words over, and ends.
    second = running.start("open", "tel:13800138000")
    assert second.wait(30) == 0
    running.shot("call")

    # The programs that ours starts find the system's libraries, not ours.
    assert b"Qt/plugins" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    assert process.poll() is None
    process.terminate()
    assert process.wait(30) == 0
    running.said_nothing()
