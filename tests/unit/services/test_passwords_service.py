"""The password of a shop and of its copies; the wrong tries at it."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from crm_desktop import language, paths
from crm_desktop.errors import Cancelled, ShopInUse, WrongPassword
from crm_desktop.services import passwords
from crm_desktop.services.backup_places import files_of
from crm_desktop.services.backups import Backups
from crm_desktop.services.passwords import (
    PasswordChanged,
    Tries,
    change_password,
    mark_of,
    protect_copies,
    unprotected,
)
from crm_desktop.services.restore import restore
from crm_desktop.store import desk
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.shop import Shop
from tests.fakes import NOW, FakeClock

OLD, NEW = Key("alt"), Key("neu")


@pytest.fixture
def copies(shop_path: Path, tmp_path: Path) -> list[Path]:
    """Two copies of the shop, older than it."""
    found = [tmp_path / "a.crm", tmp_path / "b.crm"]
    for days, copy in enumerate(found, 1):
        shutil.copy(shop_path, copy)
        os.utime(copy, (1.7e9 - days, 1.7e9 - days))
    return found


def opens(path: Path, key: Key | None) -> bool:
    try:
        Shop.open(path, key=key).close()
    except WrongPassword:
        return False
    return True


def test_set_changed_and_removed_in_the_copies_too(shop_path: Path, copies: list[Path]) -> None:
    times = [copy.stat().st_mtime for copy in copies]
    for old, new in ((None, OLD), (OLD, NEW), (NEW, None)):
        assert change_password(shop_path, old, new, copies) == PasswordChanged(new is not None, 2, ())
        assert all(opens(path, new) for path in (shop_path, *copies))
        assert new is None or not any(opens(path, old) for path in (shop_path, *copies))
    assert [copy.stat().st_mtime for copy in copies] == times


def test_one_recovery_code_opens_the_shop_and_all_its_copies(shop_path: Path, copies: list[Path]) -> None:
    change_password(shop_path, None, NEW, copies)
    code = Key.from_code(NEW.code(salt_in(shop_path)))
    assert all(opens(path, code) for path in (shop_path, *copies))


def test_no_new_copy_is_needed_after_it(shop_path: Path, tmp_path: Path) -> None:
    shop = Shop.open(shop_path)
    made = Backups(shop, tmp_path / "backups").make()
    shop.close()
    change_password(shop_path, None, NEW, [made.path])
    shop = Shop.open(shop_path, key=NEW)
    kept = Backups(shop, tmp_path / "backups")
    kept.before("import")
    assert [backup.path for backup in kept.list()] == [made.path]
    assert kept.list()[0].customers == 0
    shop.close()


def test_copies_from_before_the_password_get_the_new_one(shop_path: Path, copies: list[Path]) -> None:
    change_password(shop_path, None, OLD, copies[:1])
    assert change_password(shop_path, OLD, NEW, copies).copies == 2
    assert all(opens(path, NEW) for path in copies)


def test_copies_without_a_password_stay_so_when_it_is_removed(shop_path: Path, copies: list[Path]) -> None:
    change_password(shop_path, None, OLD)
    before = copies[0].read_bytes()
    assert change_password(shop_path, OLD, None, copies) == PasswordChanged(False, 2, ())
    assert copies[0].read_bytes() == before


def test_copies_that_cannot_be_changed_are_told_and_stay(shop_path: Path, copies: list[Path], tmp_path: Path) -> None:
    other, broken, gone = copies[0], copies[1], tmp_path / "gone.crm"
    change_password(other, None, Key("anders"))
    good = tmp_path / "good.crm"
    shutil.copy(shop_path, good)
    broken.write_bytes(shop_path.read_bytes()[: 4096 * 7])
    no_shop = tmp_path / "photo.crm"
    no_shop.write_bytes(b"GIF89a")
    before = [path.read_bytes() for path in (other, broken, no_shop)]
    changed = change_password(shop_path, None, NEW, [other, broken, gone, no_shop, good, good])
    assert changed.copies == 1
    assert [(left.path, str(left.why)) for left in changed.left][:2] == [
        (other, "It has another password than the shop had."),
        (broken, "It is damaged."),
    ]
    assert changed.left[2].path == no_shop
    assert [path.read_bytes() for path in (other, broken, no_shop)] == before
    assert opens(good, NEW)


def test_what_a_restore_has_put_away_is_the_shops_too(shop_path: Path, data_dir: Path) -> None:
    """Else it would lie beside the protected shop, open to all."""
    folder = paths.backups(data_dir)
    shop = Shop.open(shop_path)
    copy = Backups(shop, folder).make().path
    shop.close()
    language.set_language("zh_CN")
    kept = [restore(shop_path, None, copy, folder=folder, clock=FakeClock(NOW)).kept]
    language.set_language("en")
    kept += [restore(shop_path, None, copy, folder=folder, clock=FakeClock(NOW)).kept]
    shop_path.with_name("shop 2026.crm").write_bytes(b"")
    files = files_of(shop_path, folder)
    assert set(kept) < set(files)
    assert copy in files
    assert change_password(shop_path, None, NEW, files).left == ()
    assert all(opens(path, NEW) for path in files)


def test_no_folder_no_files(tmp_path: Path) -> None:
    assert files_of(tmp_path / "gone" / "shop.crm", tmp_path / "backups") == []


def test_a_copy_that_vanishes_meanwhile(shop_path: Path, copies: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    good = passwords.rekey

    def rekey(path: Path, *words: object, **more: object) -> None:
        good(path, *words, **more)  # type: ignore[arg-type]
        copies[1].unlink(missing_ok=True)

    monkeypatch.setattr(passwords, "rekey", rekey)
    changed = change_password(shop_path, None, NEW, copies)
    assert (changed.copies, [left.path for left in changed.left]) == (1, [copies[1]])


def test_stopped_before_the_shop_is_done_nothing_is_changed(shop_path: Path, copies: list[Path]) -> None:
    with pytest.raises(Cancelled):
        change_password(shop_path, None, NEW, copies, cancelled=lambda: True)
    assert all(opens(path, None) for path in (shop_path, *copies))


def test_stopped_afterwards_the_copies_that_were_not_reached_are_told(shop_path: Path, copies: list[Path]) -> None:
    half = sum(path.stat().st_size for path in (shop_path, *copies)) / 2
    done = 0

    def progress(now: int, total: int) -> None:
        nonlocal done
        done = now

    changed = change_password(shop_path, None, NEW, copies, progress=progress, cancelled=lambda: done > half)
    assert opens(shop_path, NEW)
    assert changed.left
    assert {str(left.why) for left in changed.left} == {"Stopped before it was done."}
    assert all(opens(left.path, None) for left in changed.left)


def test_how_far_it_is(shop_path: Path, copies: list[Path], tmp_path: Path) -> None:
    total = sum(path.stat().st_size for path in (shop_path, *copies))
    seen: list[tuple[int, int]] = []
    change_password(shop_path, None, NEW, copies, progress=lambda done, of: seen.append((done, of)))
    assert {of for _, of in seen} == {total}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == total


def test_a_shop_that_another_window_has_open(shop_path: Path, copies: list[Path]) -> None:
    with desk.alone(shop_path), pytest.raises(ShopInUse):
        change_password(shop_path, None, NEW, copies)
    assert all(opens(path, None) for path in (shop_path, *copies))


def test_copies_that_were_out_of_reach_can_be_protected_later(shop_path: Path, copies: list[Path]) -> None:
    change_password(shop_path, None, NEW, copies[:1])
    missing = copies[0].with_name("missing.crm")
    salt = salt_in(shop_path)
    broken = copies[0].with_name("broken.crm")
    broken.write_bytes(copies[1].read_bytes()[:9000])
    assert unprotected([*copies, missing]) == copies[1:]
    seen: list[int] = []
    changed = protect_copies([*copies, missing, broken], NEW, salt, progress=lambda done, of: seen.append(done))
    assert (changed.copies, [left.path for left in changed.left]) == (1, [broken])
    assert salt_in(copies[1]) == salt
    assert opens(copies[1], NEW)
    assert seen[-1] == max(seen) > 0


# Wrong tries


def test_the_fifth_wrong_one_has_to_wait_and_each_later_one_longer(tmp_path: Path) -> None:
    tries, now = Tries(tmp_path, b"salt"), NOW
    for _ in range(4):
        assert tries.wait(now) == timedelta(0)
        tries.failed(now)
    assert tries.wait(now) == timedelta(0)
    tries.failed(now)
    assert tries.wait(now) == timedelta(seconds=15)
    assert tries.wait(now + timedelta(seconds=5)) == timedelta(seconds=10)
    assert tries.wait(now + timedelta(seconds=15)) == timedelta(0)
    tries.failed(now + timedelta(seconds=15))
    assert tries.wait(now + timedelta(seconds=15)) == timedelta(seconds=30)


def test_a_new_start_forgets_none_and_the_right_one_all(tmp_path: Path) -> None:
    for _ in range(6):
        Tries(tmp_path, b"salt").failed(NOW)
    Tries(tmp_path, b"other").failed(NOW)
    assert Tries(tmp_path, b"salt").wait(NOW) == timedelta(seconds=30)
    assert Tries(tmp_path, b"other").wait(NOW) == timedelta(0)
    Tries(tmp_path, b"salt").succeeded()
    assert Tries(tmp_path, b"salt").wait(NOW) == timedelta(0)
    Tries(tmp_path, b"salt").succeeded()


def test_putting_the_clock_back_gains_nothing(tmp_path: Path) -> None:
    for _ in range(5):
        Tries(tmp_path, b"salt").failed(NOW)
    assert Tries(tmp_path, b"salt").wait(NOW - timedelta(days=400)) == timedelta(seconds=15)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"%s": 1}', '{"%s": {"wrong": "x", "at": ""}}', "\ud800"])
def test_what_was_remembered_cannot_be_read(tmp_path: Path, text: str) -> None:
    marked = text.replace("%s", mark_of(b"salt"))
    (tmp_path / "password-tries.json").write_text(marked, encoding="utf-8", errors="surrogatepass")
    tries = Tries(tmp_path, b"salt")
    assert tries.wait(NOW) == timedelta(0)
    tries.failed(NOW)
    tries.succeeded()


def test_where_nothing_can_be_remembered_it_is_until_the_program_ends(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    tries = Tries(tmp_path / "data", b"salt")
    for _ in range(5):
        tries.failed(NOW)
    assert tries.wait(NOW) == timedelta(seconds=15)
    tries.succeeded()
    assert tries.wait(NOW) == timedelta(0)


def test_the_data_folder_tells_nothing_of_the_shop(tmp_path: Path) -> None:
    Tries(tmp_path / "new", bytes(range(16))).failed(NOW)
    text = (tmp_path / "new" / "password-tries.json").read_text()
    assert bytes(range(16)).hex() not in text
    assert "shop" not in text
