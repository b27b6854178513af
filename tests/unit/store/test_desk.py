"""Who has a shop open."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from crm_desktop.errors import ShopInUse
from crm_desktop.store import computer, desk
from crm_desktop.store.desk import STALE_S, Desk, Holder, Role, alone, holder_of, in_use, why_read_only
from crm_desktop.store.place import Kind, Place

ROOT = Path(__file__).resolve().parents[3]
LOCAL = Place(Kind.LOCAL)
SYNCED = Place(Kind.SYNCED, "OneDrive")
NINE = datetime(2026, 11, 21, 9, 5).timestamp()


Elsewhere = Callable[[], AbstractContextManager[None]]


class Seconds:
    """A clock that is set by hand."""

    def __init__(self, now: float = NINE) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.crm"


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """Within the block this is another computer."""

    @contextmanager
    def other(name: str = "LAPTOP") -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(computer, "computer_mark", lambda: f"mark of {name}")
            patch.setattr(computer, "computer_name", lambda: name)
            patch.setattr(computer, "user_name", lambda: "anna")
            yield

    return other


def beside(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def test_one_window_sits_at_the_desk(path: Path) -> None:
    first = Desk(path, Role.WINDOW, LOCAL)
    assert first.holder is None
    assert beside(path) == [".shop.crm.open", ".shop.crm.use"]
    second = Desk(path, Role.WINDOW, LOCAL)
    assert second.holder is not None
    assert second.holder.is_here
    assert second.holder.process == os.getpid()
    assert second.holder == holder_of(path)
    assert (second.file, second.file.exists()) == (first.file, True)
    assert not second.is_free()
    first.leave()
    assert second.is_free()
    assert second.beat() is None
    second.leave()
    assert beside(path) == []
    assert holder_of(path) is None


def test_leaving_twice_is_leaving_once(path: Path) -> None:
    sitting = Desk(path, Role.WINDOW, LOCAL)
    sitting.leave()
    other = Desk(path, Role.WINDOW, LOCAL)
    sitting.leave()
    assert holder_of(path) is not None
    other.leave()


def test_commands_work_beside_the_window(path: Path) -> None:
    window = Desk(path, Role.WINDOW, LOCAL)
    commands = [Desk(path, Role.COMMAND, LOCAL) for _ in range(3)]
    assert [command.holder for command in commands] == [None] * 3
    window.leave()
    assert beside(path) == [".shop.crm.use"]
    for command in commands:
        assert command.beat() is None
        command.leave()
    assert beside(path) == []


def test_whoever_replaces_the_file_is_alone_with_it(path: Path) -> None:
    with alone(path):
        with pytest.raises(ShopInUse, match="is being worked on by another program"):
            Desk(path, Role.COMMAND, LOCAL)
        with pytest.raises(ShopInUse, match="is being worked on by another program"):
            Desk(path, Role.WINDOW, LOCAL)
        with pytest.raises(ShopInUse, match=r"Another program has “shop\.crm” open"), alone(path):
            pass
    assert beside(path) == []
    for role in Role:
        sitting = Desk(path, role, LOCAL)
        with pytest.raises(ShopInUse), alone(path):
            pass
        sitting.leave()
    with alone(path):
        pass


def test_who_is_away_without_leaving_has_left_on_a_disk_of_this_computer(path: Path, elsewhere: Elsewhere) -> None:
    script = (
        "import sys, time; from pathlib import Path; from crm_desktop.store.desk import Desk, Role;"
        "Desk(Path(sys.argv[1]), Role.WINDOW); print('sits', flush=True); time.sleep(60)"
    )
    program = subprocess.Popen([sys.executable, "-c", script, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == "sits\n"
        second = Desk(path, Role.WINDOW, LOCAL)
        assert second.holder is not None
        assert second.holder.process == program.pid
        second.leave()
    finally:
        program.kill()
        program.communicate()
    assert beside(path) == [".shop.crm.open", ".shop.crm.use"]
    with elsewhere():  # a stick that was pulled out of the other computer
        third = Desk(path, Role.WINDOW, LOCAL)
    assert third.holder is None
    third.leave()
    assert beside(path) == []


def test_on_a_shared_folder_the_other_computer_is_seen_by_its_sign_of_life(
    path: Path, seconds: Seconds, elsewhere: Elsewhere
) -> None:
    with elsewhere():
        Desk(path, Role.WINDOW, SYNCED, now=seconds)._desk.forsake()  # type: ignore[union-attr]
    (path.parent / ".shop.crm.use").unlink()
    for role in Role:
        here = Desk(path, role, SYNCED, now=seconds)
        assert here.holder is not None
        assert (here.holder.computer, here.holder.user, here.holder.is_here) == ("LAPTOP", "anna", False)
        assert not here.is_free()
        here.leave()
    assert beside(path) == [".shop.crm.open"]
    seconds.now += STALE_S + 1
    here = Desk(path, Role.WINDOW, SYNCED, now=seconds)
    assert here.holder is None
    here.leave()
    assert beside(path) == []


def test_a_window_there_keeps_itself_alive(path: Path, seconds: Seconds, elsewhere: Elsewhere) -> None:
    with elsewhere():
        there = Desk(path, Role.WINDOW, SYNCED, now=seconds)
    lock = there._desk
    assert lock is not None
    command = Desk(path, Role.COMMAND, SYNCED, now=seconds)
    for _ in range(5):
        seconds.now += 60
        with elsewhere():
            assert there.beat() is None
        assert not command.is_free()
    seconds.now += STALE_S + 1
    lock.forsake()
    assert command.is_free()
    command.leave()


def test_a_clock_that_is_ahead_is_watched(path: Path, seconds: Seconds, elsewhere: Elsewhere) -> None:
    with elsewhere():
        Desk(path, Role.WINDOW, SYNCED, now=Seconds(NINE + 86_400))._desk.forsake()  # type: ignore[union-attr]
    here = Desk(path, Role.WINDOW, SYNCED, now=seconds)
    assert here.holder is not None
    seconds.now += STALE_S - 1
    assert not here.is_free()
    seconds.now += 2
    assert here.is_free()
    here.leave()


def test_of_two_who_sat_down_at_once_the_later_gives_way(path: Path, seconds: Seconds, elsewhere: Elsewhere) -> None:
    here = Desk(path, Role.WINDOW, SYNCED, now=seconds)
    mine = (path.parent / ".shop.crm.open").read_bytes()
    said = json.loads(mine)
    # What copies the folder brings the other's file.
    theirs = said | {"computer": "LAPTOP", "mark": "x", "since": said["since"] + 5, "beat": said["beat"] + 5}
    (path.parent / ".shop.crm.open").write_text(json.dumps(theirs))
    seconds.now += 10
    assert here.beat() is None
    assert json.loads((path.parent / ".shop.crm.open").read_text())["mark"] == computer.computer_mark()
    (path.parent / ".shop.crm.open").write_text(json.dumps(theirs | {"since": said["since"] - 5}))
    other = here.beat()
    assert other is not None
    assert other.computer == "LAPTOP"
    assert here.holder == other
    here.leave()
    assert beside(path) == [".shop.crm.open"]


def test_a_laptop_that_wakes_up_leaves_the_desk_to_who_took_it(path: Path, seconds: Seconds) -> None:
    here = Desk(path, Role.WINDOW, SYNCED, now=seconds)
    said = json.loads((path.parent / ".shop.crm.open").read_bytes())
    seconds.now += 3600
    assert here.beat() is None  # nobody did
    seconds.now += 3600
    theirs = said | {"computer": "LAPTOP", "mark": "x", "since": seconds.now - 600, "beat": seconds.now - 30}
    (path.parent / ".shop.crm.open").write_text(json.dumps(theirs))
    other = here.beat()
    assert other is not None
    assert other.computer == "LAPTOP"
    here.leave()


def test_a_file_that_was_put_in_the_place_of_ours_is_taken_anew(path: Path, seconds: Seconds) -> None:
    here = Desk(path, Role.WINDOW, SYNCED, now=seconds)
    mark = path.parent / ".shop.crm.open"
    mark.unlink()
    seconds.now += 60
    assert here.beat() is None
    assert json.loads(mark.read_text())["beat"] == seconds.now
    mark.unlink()
    other = Desk(path, Role.WINDOW, SYNCED, now=seconds)
    assert other.holder is None
    assert here.beat() is not None
    assert here.holder is not None
    here.leave()
    other.leave()


def test_what_does_not_say_who_it_is(path: Path) -> None:
    first = Desk(path, Role.WINDOW, LOCAL)
    for words in (b"", b"[]", b"\xff", b'{"user": 1}', b'{"since": 1e999}'):
        (path.parent / ".shop.crm.open").write_bytes(words)
        assert holder_of(path) == Holder()
        second = Desk(path, Role.WINDOW, LOCAL)
        assert second.holder == Holder()
        second.leave()
    first.leave()


def test_where_no_file_can_be_made_nobody_writes_anyway(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> int:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        sitting = Desk(path, Role.WINDOW, LOCAL)
        assert (sitting.holder, sitting.beat(), sitting.is_free()) == (None, None, True)
        sitting.leave()
        with alone(path):
            pass
    assert beside(path) == []


def test_where_there_are_no_locks_the_words_have_to_do(
    path: Path, seconds: Seconds, monkeypatch: pytest.MonkeyPatch, elsewhere: Elsewhere
) -> None:
    def refuse(file: int, *, shared: bool = False) -> bool:
        raise OSError(37, "No locks available")

    share = Place(Kind.NETWORK, "//box/shop")
    monkeypatch.setattr(computer, "try_lock", refuse)
    with elsewhere():
        there = Desk(path, Role.WINDOW, share, now=seconds)
    assert there.holder is None
    here = Desk(path, Role.WINDOW, share, now=seconds)
    assert here.holder is not None
    assert holder_of(path) is None
    there.leave()
    seconds.now += STALE_S + 1
    assert here.is_free()


def test_a_full_disk_keeps_nobody_from_sitting_down(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        sitting = Desk(path, Role.WINDOW, LOCAL)
    assert sitting.holder is None
    assert holder_of(path) == Holder()
    sitting.leave()


def test_a_file_that_is_taken_away_in_between_is_made_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = computer.try_lock
    times = 0

    def meanwhile(file: int, *, shared: bool = False) -> bool:
        nonlocal times
        times += 1
        if times < 4:
            (path.parent / ".shop.crm.use").unlink()
        return real(file, shared=shared)

    monkeypatch.setattr(computer, "try_lock", meanwhile)
    sitting = Desk(path, Role.COMMAND, LOCAL)
    assert beside(path) == [".shop.crm.use"]
    sitting.leave()
    monkeypatch.setattr(desk, "_TRIES", 0)
    with pytest.raises(ShopInUse):
        Desk(path, Role.COMMAND, LOCAL)


def test_alone_with_a_shared_file(path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: Elsewhere) -> None:
    monkeypatch.setattr(desk, "place_of", lambda path: SYNCED)
    with elsewhere():
        Desk(path, Role.WINDOW)._desk.forsake()  # type: ignore[union-attr]
    (path.parent / ".shop.crm.use").unlink()
    with pytest.raises(ShopInUse, match="is open on the computer “LAPTOP” since"), alone(path):
        pass
    with elsewhere(), alone(path):
        pass
    with alone(path):
        pass


def test_who_has_it_is_told() -> None:
    shop = Path("shop.crm")
    here = Holder("anna", "BOX", computer.computer_mark(), 1, NINE, NINE)
    there = Holder("anna", "LAPTOP", "x", 1, time.time(), 0)
    assert str(why_read_only(shop, here)) == (
        "“shop.crm” is open in another window of this computer since 2026-11-21 09:05 (anna). Here it can be looked "
        "at; nothing can be changed."
    )
    assert "on the computer “LAPTOP” since" in str(why_read_only(shop, there))
    assert "is open in another window. Here" in str(why_read_only(shop, Holder()))
    assert "on the computer “BOX” since 2026-11-21 09:05 (anna)" in str(in_use(shop, here))
    assert "Another program has" in str(in_use(shop, None))
    assert "Another program has" in str(in_use(shop, Holder()))


def test_a_link_to_the_shop_leads_to_the_same_desk(path: Path, tmp_path: Path) -> None:
    path.touch()
    link = tmp_path / "link.crm"
    link.symlink_to(path)
    first = Desk(path, Role.WINDOW, LOCAL)
    assert Desk(link, Role.WINDOW, LOCAL).holder is not None
    first.leave()
