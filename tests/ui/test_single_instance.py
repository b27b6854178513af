"""One copy of the program: a second start hands over its words; what hangs or was killed is noticed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from crm_desktop.errors import NotAnswering
from crm_desktop.running_copy import Words, socket_name
from crm_desktop.ui.background import single_instance
from crm_desktop.ui.background.single_instance import SingleInstance, hand_over

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows leave no file behind")


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for the sockets, whose names may not be long."""
    with tempfile.TemporaryDirectory(prefix="crm") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def first(qapp: object, data_dir: Path) -> Iterator[SingleInstance]:
    instance = SingleInstance.claim(data_dir, Words())
    assert instance is not None
    yield instance
    instance.close()


class Starts:
    """Starts in processes of their own."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self.processes: list[subprocess.Popen[str]] = []

    def __call__(self, word: str = "") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.single_start", str(self._data_dir), word],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.processes.append(process)
        return process


@pytest.fixture
def start(data_dir: Path) -> Iterator[Starts]:
    starts = Starts(data_dir)
    yield starts
    for process in starts.processes:
        process.kill()
        process.communicate(timeout=10)


def says(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_without_a_first_copy_nobody_takes_the_words(data_dir: Path) -> None:
    assert not hand_over(data_dir, Words(hidden=True))


def test_a_second_start_hands_over_its_words(start: Starts, data_dir: Path) -> None:
    first = start()
    assert says(first) == "first"
    assert says(start("/shops/张三的店.crm")) == "handed over"
    assert says(first) == "/shops/张三的店.crm"
    assert hand_over(data_dir, Words(shop="again"))
    assert says(first) == "again"


def test_words_arrive_as_they_were_said(first: SingleInstance, start: Starts, qtbot: QtBot) -> None:
    with qtbot.waitSignal(first.received, timeout=20_000) as told:
        second = start("/a b/\ud800.crm".encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert told.args is not None
    assert isinstance(told.args[0], Words)
    assert (told.args[0].phone, told.args[0].hidden) == ("", False)
    assert says(second) == "handed over"


@posix
def test_another_data_folder_is_another_program(first: SingleInstance, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert not hand_over(other, Words())
    assert socket_name(other) != socket_name(tmp_path / "data")
    assert socket_name(tmp_path / "data") == socket_name(tmp_path / "other" / ".." / "data")


@posix
def test_only_this_user_may_connect(first: SingleInstance, data_dir: Path) -> None:
    mode = Path(socket_name(data_dir)).stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) & 0o077 == 0


@posix
def test_a_socket_of_another_user_is_not_spoken_to(
    first: SingleInstance, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert not hand_over(data_dir, Words(phone="13800138000"))


def test_what_a_killed_copy_left_behind_is_taken_over(start: Starts, data_dir: Path) -> None:
    first = start()
    assert says(first) == "first"
    first.kill()
    first.wait(10)
    assert sys.platform == "win32" or Path(socket_name(data_dir)).exists()
    assert not hand_over(data_dir, Words())
    second = start()
    assert says(second) == "first"
    assert says(start("third")) == "handed over"
    assert says(second) == "third"


@posix
def test_a_copy_that_hangs_is_noticed(start: Starts, data_dir: Path) -> None:
    first = start()
    assert says(first) == "first"
    first.send_signal(signal.SIGSTOP)
    with pytest.raises(NotAnswering) as told:
        hand_over(data_dir, Words())
    assert str(told.value).startswith("CRM Desktop is open already, but does not answer.")
    assert says(start()) == "not answering"
    first.send_signal(signal.SIGCONT)
    assert says(start("now")) == "handed over"


@posix
def test_a_copy_that_hangs_while_many_wait_is_noticed(
    start: Starts, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start()
    assert says(first) == "first"
    first.send_signal(signal.SIGSTOP)
    waiting = []
    with contextlib.suppress(BlockingIOError):
        while True:
            waiting.append(socket.socket(socket.AF_UNIX))
            waiting[-1].setblocking(False)
            waiting[-1].connect(socket_name(data_dir))
    monkeypatch.setattr(single_instance, "_PATIENCE_MS", 100)
    with pytest.raises(NotAnswering):
        hand_over(data_dir, Words())
    for each in waiting:
        each.close()


def test_of_many_starts_at_one_moment_one_is_first(start: Starts, data_dir: Path) -> None:
    words = [f"start {number}" for number in range(6)]
    processes = [start(word) for word in words]
    answers = [says(process) for process in processes]
    assert sorted(answers) == ["first", *["handed over"] * 5]
    winner = answers.index("first")
    heard = {says(processes[winner]) for _ in range(5)}
    assert heard == set(words) - {words[winner]}


def test_a_start_that_was_overtaken_hands_over(
    first: SingleInstance, data_dir: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It saw no first copy, and then could not become it."""
    late = SingleInstance(data_dir)
    assert not late.listen()
    answers = iter([False, True])
    monkeypatch.setattr(single_instance, "hand_over", lambda *_: next(answers))
    assert SingleInstance.claim(data_dir, Words()) is None


NONSENSE = [
    b"hello\n",
    b"\n",
    b"\xff\xfe\x00\n",
    b"[1, 2]\n",
    b"17\n",
    b'{"shop": 17}\n',
    b'{"hidden": "yes"}\n',
    b'{"hidden": 1}\n',
    b'{"others": "a"}\n',
    b'{"others": [1]}\n',
    b"[" * 60_000 + b"\n",
    b"x" * 2_000_000,
    b'{"shop": "cut off',
    b"",
]


@pytest.mark.parametrize("said", NONSENSE, ids=lambda said: repr(said[:18]))
def test_nonsense_is_ignored(first: SingleInstance, data_dir: Path, qtbot: QtBot, said: bytes) -> None:
    heard: list[Words] = []
    first.received.connect(heard.append)
    caller = QLocalSocket()
    caller.connectToServer(socket_name(data_dir))
    assert caller.waitForConnected(5000)
    caller.write(said)
    caller.flush()
    qtbot.wait(20)
    caller.abort()
    proper = QLocalSocket()
    proper.connectToServer(socket_name(data_dir))
    proper.write(b'{"phone": "13800138000", "later": ["more"], "hidden": true}\n')
    qtbot.waitUntil(lambda: proper.bytesAvailable() > 0, timeout=10_000)
    assert bytes(proper.readAll().data()) == b"ok\n"
    assert heard == [Words(phone="13800138000", hidden=True)]


@posix
def test_words_may_come_in_pieces(first: SingleInstance, data_dir: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(first.received, timeout=10_000) as told, socket.socket(socket.AF_UNIX) as caller:
        caller.connect(socket_name(data_dir))
        for piece in (b'{"ph', b'one": "1', b'10"}', b"\n"):
            caller.sendall(piece)
            qtbot.wait(5)
        assert caller.recv(10) == b"ok\n"
    assert told.args == [Words(phone="110")]


def test_a_copy_that_closes_hears_no_more(first: SingleInstance, data_dir: Path) -> None:
    first.close()
    assert not hand_over(data_dir, Words())
    again = SingleInstance.claim(data_dir, Words())
    assert again is not None
    again.close()


@posix
def test_a_copy_that_cannot_listen_goes_on_alone(
    qapp: object, data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where a socket's name would be too long, or its folder cannot be written."""
    deep = tmp_path / ("x" * 100) / ("y" * 100)
    deep.mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    for _ in range(2):
        instance = SingleInstance.claim(data_dir, Words())
        assert instance is not None
        instance.close()


def test_a_start_killed_while_it_found_out_does_not_lock_the_others_out(qapp: object, data_dir: Path) -> None:
    lock = QLockFile(str(data_dir / "start.lock"))
    assert lock.tryLock(0)
    content = (data_dir / "start.lock").read_text(encoding="utf-8").splitlines()
    lock.unlock()
    (data_dir / "start.lock").write_text("\n".join(["999999", *content[1:]]) + "\n", encoding="utf-8")
    instance = SingleInstance.claim(data_dir, Words())
    assert instance is not None
    assert not (data_dir / "start.lock").exists()
    instance.close()


def test_a_start_that_takes_for_ever_to_find_out_is_not_waited_for(
    qapp: object, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "_PATIENCE_MS", 50)
    lock = QLockFile(str(data_dir / "start.lock"))
    assert lock.tryLock(0)
    instance = SingleInstance.claim(data_dir, Words())
    assert instance is not None
    instance.close()
    lock.unlock()
