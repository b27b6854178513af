"""A start hands its words to the running copy before anything large is loaded."""

from __future__ import annotations

import ctypes
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from crm_desktop import cli, paths, running_copy
from crm_desktop.cli.quick_open import completed, taken_by_running_copy
from crm_desktop.running_copy import (
    ANSWER,
    Words,
    as_line,
    is_ours,
    may_come_to_the_front,
    names_something,
    reaches,
    socket_name,
    through_pipe,
)

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(sys.platform == "win32", reason="sockets that are files")
#: What a telephone call does not wait for.
HEAVY = ("PySide6", "shiboken6", "peewee", "argparse", "dataclasses", "sqlcipher3", "phonenumbers", "tempfile",
         "crm_desktop.language", "crm_desktop.cli.answering", "crm_desktop.ui")  # fmt: skip


class Copy(threading.Thread):
    """A running copy, as far as it hears and answers; `said` holds the lines."""

    def __init__(self, data_dir: Path, *answers: bytes) -> None:
        super().__init__(daemon=True)
        self.said: list[dict[str, object]] = []
        self._answers = answers
        self._ear = socket.socket(socket.AF_UNIX)
        self._ear.bind(socket_name(data_dir))
        self._ear.listen()
        self.start()

    def run(self) -> None:
        while True:
            try:
                caller, _ = self._ear.accept()
            except OSError:
                return
            with caller, caller.makefile("rb") as lines:
                self.said.append(json.loads(lines.readline()))
                for piece in self._answers:
                    caller.sendall(piece)

    def close(self) -> None:
        self._ear.shutdown(socket.SHUT_RDWR)
        self._ear.close()
        self.join(5)


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for the sockets, whose names may not be long."""
    with tempfile.TemporaryDirectory(prefix="crm") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def copy(data_dir: Path) -> Iterator[Copy]:
    found = Copy(data_dir, ANSWER[:1], ANSWER[1:])
    yield found
    found.close()


@posix
def test_words_are_handed_over(copy: Copy, data_dir: Path) -> None:
    assert reaches(data_dir, Words(phone="tel:+86 138-0013-8000"))
    assert copy.said == [{"shop": "", "phone": "tel:+86 138-0013-8000", "hidden": False, "others": []}]


@posix
def test_nobody_is_there(data_dir: Path) -> None:
    assert not reaches(data_dir, Words())
    Path(socket_name(data_dir)).write_text("no socket")
    assert not reaches(data_dir, Words())


@posix
@pytest.mark.parametrize("answer", [b"", b"no", b"what?\n"])
def test_a_copy_that_does_not_understand_is_left_to_the_long_way(data_dir: Path, answer: bytes) -> None:
    odd = Copy(data_dir, answer)
    assert not reaches(data_dir, Words())
    odd.close()


@posix
def test_a_copy_that_hangs_is_left_to_the_long_way(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_copy, "_PATIENCE_S", 0.05)
    with socket.socket(socket.AF_UNIX) as ear:
        ear.bind(socket_name(data_dir))
        ear.listen()
        assert not reaches(data_dir, Words())


@posix
def test_a_start_hands_over_before_anything_large_is_loaded(copy: Copy, data_dir: Path) -> None:
    words = f"""
import sys
from crm_desktop.cli import main
status = main(["open", "tel:13800138000", "--data-dir", {str(data_dir)!r}])
print(status, [name for name in {HEAVY!r} if name in sys.modules])
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # Without what a development install does to every Python.
    done = subprocess.run([sys.executable, "-S", "-c", words], env=environment, capture_output=True, text=True,
                          timeout=60, check=False)  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == ("0 []", "")
    assert copy.said[0]["phone"] == "tel:13800138000"


@posix
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), Words()),
        (("open",), Words()),
        (("open", "--hidden"), Words(hidden=True)),
        (("--lang", "zh_CN", "open", "tel:110"), Words(phone="tel:110")),
        (("open", "--shop=/a/b.crm"), Words(shop="/a/b.crm")),
        (("open", "/a/客.crm", "--shop", "/a/b.crm"), Words(shop="/a/客.crm")),
        (("open", "file:///a/%E5%AE%A2.crm"), Words(shop="/a/客.crm")),
        (("open", "open"), Words(shop=str(Path.cwd() / "open"))),
        (("open", "13800138000"), Words(phone="13800138000")),
        (("tel:",), Words(phone="tel:")),
        (
            ("open", "/a/客.xlsx", "b.csv", "file:///c/d.csv"),
            Words(shop="/a/客.xlsx", others=(str(Path.cwd() / "b.csv"), "/c/d.csv")),
        ),
        (("tel:1", "tel:2", "110"), Words(phone="tel:1", others=("tel:2", "110"))),
    ],
)
def test_plain_ways_to_open(
    copy: Copy, data_dir: Path, words: tuple[str, ...], said: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "default_data_dir", lambda: data_dir)
    assert cli.main(words) == 0
    assert copy.said == [json.loads(as_line(said))]


@posix
@pytest.mark.parametrize(
    "words",
    [("find", "张"), ("open", "--json"), ("open", "--data-dir"), ("--hidden", "open"), ("--help",)],
)
def test_all_else_goes_the_long_way(
    copy: Copy, data_dir: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "default_data_dir", lambda: data_dir)
    assert not taken_by_running_copy(words)
    assert copy.said == []


@posix
def test_the_shop_of_the_environment(copy: Copy, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_DESKTOP_SHOP", "/her/shop.crm")
    assert taken_by_running_copy(["open", "--data-dir", str(data_dir)])
    assert copy.said[0]["shop"] == "/her/shop.crm"


def test_a_file_or_a_link_alone_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.crm").touch()
    (tmp_path / "find").touch()
    for word in ("shop.crm", str(tmp_path / "shop.crm"), "./find", "tel:1", "CallTo:x", "sip:a@b", "file:///nowhere"):
        assert names_something(word), word
        assert completed([word, "--lang", "en"]) == ["open", word, "--lang", "en"]
        assert completed(["--lang", "en", "--data-dir=x", word]) == ["--lang", "en", "--data-dir=x", "open", word]
    for word in ("find", "gone.crm", "--data-dir=/tmp", "open", ""):
        assert not names_something(word), word
    assert completed([]) == []
    assert completed(["--shop", "shop.crm"]) == ["--shop", "shop.crm"]
    assert completed(["--shop"]) == ["--shop"]


def test_a_file_whose_name_is_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Words.of("+86 138-0013.8000") == Words(phone="+86 138-0013.8000")
    (tmp_path / "2026").touch()
    assert Words.of("2026") == Words(shop=str(tmp_path / "2026"))


class Pipe(io.RawIOBase):
    """The end of a pipe of Windows, as Python opens one."""

    def __init__(self, *answers: bytes) -> None:
        super().__init__()
        self.said = b""
        self._answers = list(answers)

    def write(self, said: object) -> int:
        assert isinstance(said, bytes)
        self.said += said
        return len(said)

    def read(self, most: int = -1) -> bytes:
        answer = self._answers.pop(0) if self._answers else b""
        if answer == b"broken":
            raise BrokenPipeError
        assert len(answer) <= most
        return answer


def test_a_pipe_is_spoken_to() -> None:
    pipe = Pipe(b"o", b"k\n")
    assert through_pipe(lambda: pipe, b"hello\n") == ANSWER
    assert pipe.said == b"hello\n"
    assert through_pipe(lambda: Pipe(b"o"), b"") == b"o"
    assert through_pipe(lambda: Pipe(b"broken"), b"") == b""


def test_a_pipe_that_says_nothing_is_left() -> None:
    silent, late = threading.Event(), []

    class Silent(Pipe):
        def read(self, most: int = -1) -> bytes:
            silent.wait(10)
            late.append(most)
            return b""

    assert through_pipe(Silent, b"hello\n", 0.05) == b""
    assert late == []
    silent.set()


def test_on_windows_it_is_a_pipe(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def open_pipe(path: Path, mode: str, buffering: int) -> Pipe:
        opened.append(f"{path} {mode} {buffering}")
        return Pipe(ANSWER)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(running_copy, "may_come_to_the_front", lambda: None)
    monkeypatch.setattr(Path, "open", open_pipe)
    assert reaches(data_dir, Words())
    assert opened == [rf"\\.\pipe\{socket_name(data_dir)} r+b 0"]


def test_on_windows_the_running_copy_may_come_to_the_front(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[int] = []
    user32 = SimpleNamespace(AllowSetForegroundWindow=allowed.append)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
    may_come_to_the_front()
    assert allowed == []
    monkeypatch.setattr(sys, "platform", "win32")
    may_come_to_the_front()
    assert allowed == [-1]
    assert is_ours("any pipe")


@posix
def test_without_a_folder_of_her_own_the_systems_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere/at/all")
    assert Path(socket_name(tmp_path)).parent == Path(tempfile.gettempdir())


def test_another_user_has_another_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = socket_name(tmp_path)
    monkeypatch.setattr("getpass.getuser", lambda: "someone else")
    assert socket_name(tmp_path) != mine

    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    assert socket_name(tmp_path) != mine
