"""A whole new file in the place of a shop's own, whatever the disk does meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.errors import CannotWriteFile, DiskFailure, DiskFull, ShopInUse, ShopReadOnly, UserError, WrongPassword
from crm_desktop.store import replace
from crm_desktop.store.disk import discard
from crm_desktop.store.key import Key
from crm_desktop.store.replace import (
    half_beside,
    look_for_room,
    not_written,
    replace_shop,
    settle,
    sweep,
    told,
)
from crm_desktop.store.shop import Shop

OLD, NEW = b"the old shop", b"the new shop, whole"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "shop.crm"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def new(path: Path) -> Path:
    new = half_beside(path)
    new.write_bytes(NEW)
    return new


@pytest.fixture
def kept(path: Path) -> Path:
    return path.with_name("shop before.crm")


def files(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.parent.iterdir()}


def test_the_new_one_is_there_and_the_old_one_is_kept(path: Path, new: Path, kept: Path) -> None:
    path.chmod(0o644)
    replace_shop(path, new, kept)
    assert files(path) == {"shop.crm": NEW, "shop before.crm": OLD}
    assert path.stat().st_mode & 0o777 == 0o644


def test_nothing_is_kept_unless_asked(path: Path, new: Path) -> None:
    path.with_name("shop.crm-wal").touch()
    path.with_name("shop.crm-shm").write_bytes(b"x")
    replace_shop(path, new)
    assert files(path) == {"shop.crm": NEW}


def test_where_there_was_none(path: Path, new: Path, kept: Path) -> None:
    path.unlink()
    replace_shop(path, new, kept)
    assert files(path) == {"shop.crm": NEW}


def test_a_name_that_is_a_link_goes_on_meaning_the_same_file(tmp_path: Path, path: Path) -> None:
    (tmp_path / "desktop").mkdir()
    link = tmp_path / "desktop" / "tea.crm"
    link.symlink_to(path)
    new = half_beside(link)
    assert new.parent == path.parent
    new.write_bytes(NEW)
    replace_shop(link, new)
    assert link.is_symlink()
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("log", ["-wal", "-journal"])
def test_what_was_not_tidily_closed_is_left_unless_it_is_broken(path: Path, new: Path, kept: Path, log: str) -> None:
    path.with_name(f"shop.crm{log}").write_bytes(b"the last change")
    before = files(path)
    for more in ({}, {"broken": True}):
        with pytest.raises(ShopInUse):
            replace_shop(path, new, **more)
    with pytest.raises(ShopInUse):
        replace_shop(path, new, kept)
    assert files(path) == before
    replace_shop(path, new, kept, broken=True)
    assert files(path) == {"shop.crm": NEW, "shop before.crm": OLD, f"shop before.crm{log}": b"the last change"}


def test_a_file_of_the_kept_name_is_left_as_it_is(path: Path, new: Path, kept: Path) -> None:
    kept.write_bytes(b"another")
    with pytest.raises(CannotWriteFile, match=r"“shop before\.crm” exists already"):
        replace_shop(path, new, kept)
    assert path.read_bytes() == OLD
    assert kept.read_bytes() == b"another"


def no_links(*_: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


def test_a_stick_that_knows_no_links(path: Path, new: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", no_links)
    replace_shop(path, new, kept)
    assert files(path) == {"shop.crm": NEW, "shop before.crm": OLD}


def test_a_stick_that_is_full(path: Path, new: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(DiskFull, match="not enough room"):
        replace_shop(path, new, kept)
    assert files(path) == {"shop.crm": OLD, new.name: NEW}


STEPS = ((os, "link"), (os, "fsync"), (os, "open"), (Path, "unlink"), (Path, "replace"), (shutil, "copymode"))


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("links", [True, False])
def test_whatever_step_fails_one_of_the_two_is_there(
    path: Path, new: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, links: bool, broken: bool
) -> None:
    """Each call that touches the disk fails once, and once the power goes with it."""
    if broken:
        path.with_name("shop.crm-wal").write_bytes(b"the last change")
    before = files(path)
    calls = 0
    wanted = -1

    class PowerGone(BaseException):
        pass

    def failing(real: Callable[..., Any], error: BaseException) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == wanted:
                raise error
            return real(*args, **more)

        return call

    def attempt(number: int, error: BaseException) -> int:
        nonlocal calls, wanted
        for name in files(path):
            path.with_name(name).unlink()
        for name, content in before.items():
            path.with_name(name).write_bytes(content)
        calls, wanted = 0, number
        with monkeypatch.context() as patch:
            if not links:
                patch.setattr(os, "link", no_links)
            for owner, name in STEPS:
                if links or name != "link":
                    patch.setattr(owner, name, failing(getattr(owner, name), error))
            try:
                replace_shop(path, new, kept, broken=broken)
            except (UserError, PowerGone):
                done = False
            else:
                done = True
        found = files(path)
        assert found["shop.crm"] in (OLD, NEW)
        if found["shop.crm"] == NEW:
            assert found[kept.name] == OLD
            assert not {"shop.crm-wal", "shop.crm-journal"} & found.keys()
            assert not broken or found[f"{kept.name}-wal"] == b"the last change"
        else:
            assert not done
            if broken and "shop.crm-wal" not in found:
                assert found[f"{kept.name}-wal"] == b"the last change"
                assert found[kept.name] == OLD
        return calls

    steps = attempt(-1, PowerGone())
    assert steps > 6
    for number in range(1, steps + 1):
        attempt(number, OSError(errno.EIO, "Input/output error"))
        attempt(number, PowerGone())


def test_another_program_holds_it_on_windows(path: Path, new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(ShopReadOnly, match="read-only"):
            replace_shop(path, new)
        patch.setattr(replace.os, "name", "nt")
        with pytest.raises(ShopInUse):
            replace._swap(path, new, path)
    assert path.read_bytes() == OLD


def test_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look_for_room(path, 1)
    with pytest.raises(DiskFull):
        look_for_room(path, 1 << 60)
    assert isinstance(not_written(path), DiskFailure)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))  # type: ignore[attr-defined]
    assert isinstance(not_written(path), DiskFull)

    def gone(_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(shutil, "disk_usage", gone)
    assert isinstance(not_written(path), DiskFailure)
    with pytest.raises(DiskFailure, match="Input/output error"), told(path):
        raise OSError(errno.EIO, "Input/output error")


def test_what_is_not_wanted_leaves_nothing(path: Path, new: Path) -> None:
    for part in ("-wal", "-shm", "-journal"):
        new.with_name(new.name + part).touch()
    discard(new)
    discard(new)
    assert files(path) == {"shop.crm": OLD}


def test_what_a_crash_has_left_is_swept_away(path: Path, new: Path, tmp_path: Path) -> None:
    half_beside(new).touch()
    half_beside(path).with_suffix(".half-journal").touch()
    others = (".tea.crm.0123abcd.half", "shop.crm.0123abcd.half", ".shop.crm.half")
    for name in others:
        (tmp_path / name).touch()
    sweep(path)
    assert {*files(path)} == {"shop.crm", *others}
    sweep(tmp_path / "gone" / "shop.crm")


def test_the_next_window_sweeps_away_what_nobody_writes_to_any_more(tmp_path: Path) -> None:
    path = tmp_path / "shop.crm"
    Shop.create(path).close()
    forsaken, fresh = half_beside(path), half_beside(path)
    for half in (forsaken, fresh):
        half.touch()
    os.utime(forsaken, (0, 0))
    Shop.open(path).close()
    assert forsaken.exists()
    Shop.open(path, for_window=True).close()
    assert {*files(path)} == {"shop.crm", fresh.name}


@pytest.mark.parametrize("word", [None, "secret"])
def test_a_shop_that_was_killed_is_settled(tmp_path: Path, word: str | None) -> None:
    path, killed = tmp_path / "shop.crm", tmp_path / "killed.crm"
    key = Key(word) if word else None
    shop = Shop.create(path, key=key)
    shop.database.execute_sql("PRAGMA journal_mode = WAL")
    with shop.note():
        shop.run("INSERT INTO reminder_round (since, until, outcome, told) VALUES ('a', 'b', 'c', 0)")
    for part in ("", "-wal"):
        shutil.copyfile(path.with_name(path.name + part), killed.with_name(killed.name + part))
    shop.close()
    settle(killed, key)
    assert not killed.with_name("killed.crm-wal").exists()
    with pytest.raises(WrongPassword) if word else pytest.raises(UserError):
        settle(killed, Key("wrong"))
    opened = Shop.open(killed, key=key)
    assert opened.run("SELECT count(*) FROM reminder_round").fetchone() == (1,)
    opened.close()


def test_a_shop_that_another_has_open_is_not_settled(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "shop.crm"
    Shop.create(path).close()
    program = (
        "import sys, time; from sqlcipher3 import dbapi2; c = dbapi2.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA journal_mode = WAL'); c.execute('PRAGMA user_version = 65539'); print('open', flush=True);"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(ShopInUse, match="is open in another program"):
            settle(path, None)
        assert other.stdin is not None
        other.stdin.close()
    settle(path, None)
