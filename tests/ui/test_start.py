"""What makes a start quick: what is kept of the last one, what comes after the window, what is not loaded before it."""

from __future__ import annotations

import builtins
import dataclasses
import gc
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.running_copy import Words
from crm_desktop.services import demo
from crm_desktop.store.shop import Shop
from crm_desktop.ui import quick_start
from crm_desktop.ui.background.first_copy import FirstCopy, lock_of
from crm_desktop.ui.plumbing.afterwards import Afterwards, at_once
from crm_desktop.ui.quick_start import QuickStart

ROOT = Path(__file__).resolve().parents[2]

NOT_BEFORE_THE_WINDOW = (
    "PySide6.QtNetwork", "PySide6.QtPrintSupport", "calamine", "python_calamine", "cryptography", "email", "http",
    "jeepney", "keyring", "msoffcrypto", "openpyxl", "phonenumbers", "pypinyin", "ssl", "subprocess", "urllib.request",
    "xml.etree", "zxcvbn", "crm_desktop.cli.words", "crm_desktop.exchange.readers", "crm_desktop.exchange.writers",
    "crm_desktop.exchange.importing", "crm_desktop.services.demo", "crm_desktop.services.known_shops",
    "crm_desktop.services.purchases", "crm_desktop.services.today", "crm_desktop.services.reminding",
    "crm_desktop.domain.reminding.entries", "crm_desktop.domain.reminding.today", "crm_desktop.ui.tabs.today.lines",
    "crm_desktop.ui.dialogs.importing.page", "crm_desktop.ui.dialogs.safety",
    "crm_desktop.ui.dialogs.settings", "crm_desktop.ui.locking.window", "crm_desktop.ui.opening.password",
    "crm_desktop.ui.printing", "crm_desktop.ui.quick_find", "crm_desktop.ui.reminders.popup",
    "crm_desktop.ui.background.single_instance", "crm_desktop.ui.tabs.customers.tab",
    "crm_desktop.ui.tabs.purchases.tab", "crm_desktop.ui.tabs.birthdays.tab", "crm_desktop.ui.tabs.history.tab",
    "crm_desktop.ui.help.window", "crm_desktop.ui.plumbing.bug_dialog", "crm_desktop.ui.plumbing.text_undo",
    "crm_desktop.ui.tabs.today.arrivals", "crm_desktop.ui.tabs.today.deeds", "crm_desktop.ui.widgets.line_bar",
    "crm_desktop.ui.widgets.preview", "crm_desktop.ui.first_start.tour",
)  # fmt: skip
"""Each takes some of the time that a start may take, and none is needed to see the day's reminders."""

CLASSES_NOT_BEFORE_THE_WINDOW = {"QStyle", "QUrl", "QDir", "QFileDialog", "QCalendarWidget"}
"""Of Qt: a class is loaded into Python with all its names, a thousand in some, when it is first asked for. All kinds of
widgets are loaded when it is to be found out of which one is what Qt has made."""

MOST_MODULES, MOST_QUERIES = 206, 40
"""What a start may load besides what an empty window of Qt does, and ask the shop, before its window is painted.
Whoever needs more looks first for what can be left for later."""

START = """
import json, sys
from PySide6 import QtWidgets
plain = set(sys.modules)
import sqlcipher3.dbapi2
from crm_desktop.store import open_file
asked = []
was = open_file.Connection.execute
from crm_desktop.ui.plumbing.afterwards import Afterwards

def painted(self):
    classes = [name for part in ("Core", "Gui", "Widgets") for name in vars(sys.modules[f"PySide6.Qt{part}"])]
    print(json.dumps([sorted(set(sys.modules) - plain), len(asked), classes]))
    sys.stdout.flush()
    self.stop()
    QtWidgets.QApplication.instance().exit()

Afterwards.begin = painted

from crm_desktop.store import engine
prepare = engine.ShopDatabase._prepare

def watched(self, connection):
    prepare(self, connection)
    connection.set_trace_callback(asked.append)

engine.ShopDatabase._prepare = watched
from crm_desktop.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode")}


@pytest.mark.parametrize("customers", [0, 60])
def test_a_start_loads_and_asks_only_what_its_first_page_needs(
    shop_path: Path, tmp_path: Path, environment: dict[str, str], customers: int
) -> None:
    if customers:
        with_people = Shop.open(shop_path)
        demo.make(with_people, customers=customers, purchases=60, seed=1, today=date.today())
        with_people.close()
    words = ["open", "--shop", str(shop_path), "--data-dir", str(tmp_path / "data"), "--lang", "zh_CN"]
    done = subprocess.run(
        [sys.executable, "-c", START, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    modules, queries, classes = json.loads(done.stdout.splitlines()[-1])
    too_early = [name for name in modules if name.startswith(NOT_BEFORE_THE_WINDOW)]
    assert too_early == []
    assert 150 < len(modules) <= MOST_MODULES
    assert queries <= MOST_QUERIES
    assert CLASSES_NOT_BEFORE_THE_WINDOW & set(classes) == set()


# Afterwards


def test_pieces_are_done_one_by_one_once_the_window_is_painted(qtbot: QtBot) -> None:
    done: list[int] = []
    afterwards, window = Afterwards(), QWidget()
    qtbot.addWidget(window)
    for number in range(3):
        afterwards.add(lambda number=number: done.append(number))
    afterwards.begin_after(window)
    qtbot.wait(20)
    assert done == []
    window.show()
    qtbot.waitUntil(lambda: done == [0, 1, 2])
    afterwards.add(lambda: done.append(3))
    assert len(done) == 3, "not at once"
    qtbot.waitUntil(lambda: done[-1] == 3)


def test_without_a_window_they_are_done_soon_and_not_after_the_end(qtbot: QtBot) -> None:
    done: list[int] = []
    afterwards = Afterwards()
    afterwards.add(lambda: done.append(1))
    afterwards.begin_after(None)
    assert done == []
    qtbot.waitUntil(lambda: done == [1])
    afterwards.add(lambda: done.append(2))
    afterwards.stop()
    qtbot.wait(20)
    assert done == [1]


def test_a_piece_that_fails_does_not_keep_the_next(qtbot: QtBot) -> None:
    done: list[int] = []
    afterwards = Afterwards()
    afterwards.add(lambda: 1 / 0)
    afterwards.add(lambda: done.append(1))
    with qtbot.captureExceptions() as caught:
        afterwards.begin()
        qtbot.waitUntil(lambda: done == [1])
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_who_is_in_no_hurry_does_it_at_once() -> None:
    done: list[int] = []
    at_once(lambda: done.append(1))
    assert done == [1]


# The first copy


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe has no file to look for")
def test_the_first_copy_holds_the_lock_until_it_listens(qtbot: QtBot, data_dir: Path) -> None:
    taken: list[Words] = []
    first = FirstCopy.claim(data_dir, Words())
    assert first is not None
    assert not lock_of(data_dir).tryLock(0), "another start waits"
    first.listen(taken.append)
    free = lock_of(data_dir)
    assert free.tryLock(0)
    free.unlock()
    code = (
        "import sys; from crm_desktop.cli import main; sys.exit(main(['open', '--data-dir', sys.argv[1], 'tel:123']))"
    )
    second = subprocess.Popen([sys.executable, "-c", code, str(data_dir)], cwd=ROOT)
    qtbot.waitUntil(lambda: bool(taken), timeout=20_000)
    assert second.wait(20) == 0
    assert taken == [Words(phone="tel:123")]
    first.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe has no file to look for")
def test_what_a_killed_copy_left_behind_is_taken_over(qapp: object, data_dir: Path) -> None:
    from crm_desktop.running_copy import socket_name

    Path(socket_name(data_dir)).touch()
    first = FirstCopy.claim(data_dir, Words())
    assert first is not None
    first.listen(lambda words: None)
    first.close()


def test_one_that_ends_before_it_listens_lets_the_next_be_first(qapp: object, data_dir: Path) -> None:
    for _ in range(2):
        first = FirstCopy.claim(data_dir, Words())
        assert first is not None
        first.close()


# What is kept of the last start


def test_what_was_compiled_is_kept_for_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept = tmp_path / "cache" / "start.texts"
    compiled = builtins.compile

    def make_class() -> object:
        @dataclasses.dataclass(frozen=True)
        class Point:
            across: int
            down: int = 2

        return Point(1)

    was_on = gc.isenabled()
    for _ in range(2):
        with QuickStart(kept) as quick:
            assert not gc.isenabled()
            assert repr(make_class()).endswith("Point(across=1, down=2)")
            quick.end()
        assert gc.isenabled() == was_on
        assert "exec" not in vars(dataclasses)
        assert builtins.compile is compiled
    written = kept.stat().st_mtime_ns
    with QuickStart(kept):
        make_class()
    assert kept.stat().st_mtime_ns == written, "nothing was new"
    assert list(kept.parent.iterdir()) == [kept]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xa7\r\r\n" + bytes(20)])
def test_a_broken_file_of_them_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept = tmp_path / "start.texts"
    kept.write_bytes(content)
    with QuickStart(kept):
        dataclasses.make_dataclass("Thing", ["name"])
    assert len(kept.read_bytes()) > 100


def test_where_nothing_may_be_written_a_start_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    for may_not, place in ((True, tmp_path / "start.texts"), (False, tmp_path / "file" / "start.texts")):
        monkeypatch.setattr(sys, "dont_write_bytecode", may_not)
        with QuickStart(place):
            dataclasses.make_dataclass("Thing", ["name"])
        assert not place.exists()


def test_a_packed_program_brings_it_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    with QuickStart(tmp_path / "quick_start.texts"):
        dataclasses.make_dataclass("Thing", ["name"])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(quick_start, "__file__", str(tmp_path / "quick_start.pyc"))
    compiled: list[object] = []
    monkeypatch.setattr(quick_start, "compile", lambda *words, **more: compiled.append(words), raising=False)
    with QuickStart():
        dataclasses.make_dataclass("Thing", ["name"])
    assert compiled == []
