"""A copy of the open shop: whole and checked, or not there."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.errors import Cancelled, CannotWriteFile, DiskFailure, DiskFull, ShopDamaged
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.purchases import LineDraft, PurchaseDraft
from crm_desktop.store import backup
from crm_desktop.store.backup import Facts, copy_shop, facts_in, facts_of, holds_the_same
from crm_desktop.store.key import Key
from crm_desktop.store.models import Customer
from crm_desktop.store.shop import Shop
from tests.fakes import NOW, FakeClock


@pytest.fixture(params=[None, "it's 密码"], ids=["plain", "encrypted"])
def any_shop(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Shop]:
    folder = tmp_path / "shops"
    made = Shop.create(folder / "茶铺.crm", key=request.param, clock=clock)
    yield made
    made.close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder / "copy.crm"


def fill(shop: Shop, customers: int, note: str = "") -> None:
    now = shop.clock.now().isoformat()
    with shop.change(Sentence("Filled")) as change:
        change.insert_rows(Customer, ("name", "created", "note"), [(f"客户{n}", now, note) for n in range(customers)])


def left(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def key_of(shop: Shop) -> Key | None:
    return shop.database.key


def test_a_copy_opens_as_the_shop(any_shop: Shop, target: Path) -> None:
    services = Services(any_shop)
    person = services.customers.add(CustomerDraft(name="单晓丽", phones=("13800138000",))).new_id
    services.purchases.record(PurchaseDraft(person, NOW, (LineDraft(None, "茶", 1000, 500),)))
    told: list[tuple[int, int]] = []
    facts = copy_shop(any_shop, target, lambda done, total: told.append((done, total)))
    assert (facts.customers, facts.purchases) == (1, 1)
    assert facts == facts_of(any_shop) == facts_in(any_shop, target)
    assert told[-1][0] == told[-1][1] > 0
    assert left(target) == ["copy.crm"]
    assert target.stat().st_mode & 0o777 == 0o600
    raw = target.read_bytes()
    assert ("单晓丽".encode() in raw) == (key_of(any_shop) is None)
    copied = Shop.open(target, key=key_of(any_shop))
    assert Services(copied).customers.search("8000").hits[0].name == "单晓丽"
    assert Services(copied).history.undo().reversed
    copied.close()


def test_another_key_does_not_open_an_encrypted_copy(any_shop: Shop, target: Path, tmp_path: Path) -> None:
    copy_shop(any_shop, target)
    other = Shop.create(tmp_path / "other.crm", key="another")
    assert (facts_in(other, target) is None) == any_shop.encrypted
    assert not holds_the_same(other, target)  # one of the time before there was a password holds the same, but openly
    other.close()


def test_it_is_told_whether_a_copy_is_the_same(any_shop: Shop, target: Path, clock: FakeClock) -> None:
    fill(any_shop, 3)
    copy_shop(any_shop, target)
    assert holds_the_same(any_shop, target)
    any_shop.close()
    again = Shop.open(any_shop.path, key=key_of(any_shop), clock=clock)
    assert holds_the_same(again, target)
    clock.advance(minutes=1)
    fill(again, 1)
    assert not holds_the_same(again, target)
    again.close()


def test_what_another_program_wrote_makes_the_copy_another(shop: Shop, target: Path) -> None:
    fill(shop, 3)
    copy_shop(shop, target)
    other = dbapi2.connect(str(shop.path), isolation_level=None)
    other.execute("UPDATE customer SET note = 'x' WHERE id = 1")
    other.close()
    os.utime(target, (1, 1))  # so that it need not take two seconds
    assert not holds_the_same(shop, target)


def test_what_is_no_copy_of_a_shop_holds_nothing(shop: Shop, target: Path) -> None:
    assert facts_in(shop, target) is None
    assert not holds_the_same(shop, target)
    target.write_bytes(b"no shop at all" * 1000)
    assert facts_in(shop, target) is None
    target.unlink()
    raw = dbapi2.connect(str(target))
    raw.execute("CREATE TABLE customer (id)")
    raw.close()
    assert facts_in(shop, target) is None


def test_nothing_is_overwritten(any_shop: Shop, target: Path) -> None:
    target.write_text("mine")
    with pytest.raises(CannotWriteFile, match="exists already"):
        copy_shop(any_shop, target)
    assert target.read_text() == "mine"
    for part in ("", "-wal", "-shm", "-journal"):
        with pytest.raises(CannotWriteFile, match="is the shop itself"):
            copy_shop(any_shop, any_shop.path.parent / ".." / "shops" / (any_shop.path.name + part))


def test_others_go_on_writing_and_the_copy_is_of_one_moment(any_shop: Shop, target: Path) -> None:
    fill(any_shop, 3000, "很长的备注" * 40)
    written = 0

    def write(done: int, total: int) -> None:
        def work() -> None:
            fill(any_shop, 2)
            any_shop.close()

        nonlocal written
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        written += 2

    facts = copy_shop(any_shop, target, write)
    assert written > 2
    assert facts.customers == 3000
    assert facts_of(any_shop).customers == 3000 + written
    assert not holds_the_same(any_shop, target)


def test_stopped_it_leaves_nothing(any_shop: Shop, target: Path) -> None:
    fill(any_shop, 3000, "很长的备注" * 40)
    steps = iter([False, True])
    with pytest.raises(Cancelled):
        copy_shop(any_shop, target, cancelled=lambda: next(steps))
    assert left(target) == []
    fill(any_shop, 1)


def test_without_a_wal_it_copies_in_one_go(shop: Shop, target: Path) -> None:
    fill(shop, 3000, "很长的备注" * 40)
    shop.run("PRAGMA journal_mode = DELETE")
    told: list[tuple[int, int]] = []
    copy_shop(shop, target, lambda done, total: told.append((done, total)))
    assert len(told) == 1
    assert facts_in(shop, target) == facts_of(shop)


def test_a_long_copy_is_brought_to_the_disk_bit_by_bit(
    shop: Shop, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_STEP", 4)
    fill(shop, 2000, "很长的备注" * 40)
    copy_shop(shop, target)
    assert facts_in(shop, target) == facts_of(shop)


def test_what_a_crash_has_left_is_cleared_up(shop: Shop, target: Path) -> None:
    old, wal, young = (target.parent / name for name in (
        ".copy.crm.0123abcd.half", ".copy.crm.0123abcd.half-wal", ".copy.crm.00000000.half"))  # fmt: skip
    others = [target.parent / name for name in (".mine.half", "x.0123abcd.half", ".copy.crm.0123abcd.half.bak")]
    for path in (old, wal, young, *others):
        path.write_text("x")
    for path in (old, wal, *others):
        os.utime(path, (time.time() - 700,) * 2)
    copy_shop(shop, target)
    assert left(target) == sorted(["copy.crm", young.name, *(path.name for path in others)])


def test_a_damaged_shop_gives_no_copy(shop: Shop, target: Path) -> None:
    fill(shop, 3000, "很长的备注" * 40)
    shop.run("PRAGMA wal_checkpoint(TRUNCATE)")
    size = shop.path.stat().st_size
    with shop.path.open("r+b") as file:
        for page in range(size // 4096 // 2, size // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 64)
    again = Shop.open(shop.path)
    with pytest.raises(ShopDamaged):
        copy_shop(again, target)
    assert left(target) == []


def test_a_copy_that_is_not_what_it_should_be_is_thrown_away(
    shop: Shop, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "facts_in", lambda shop, copy: None)
    with pytest.raises(ShopDamaged):
        copy_shop(shop, target)
    assert left(target) == []


def test_no_room(shop: Shop, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(target.parent)
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda path: usage._replace(free=1000))
    with pytest.raises(DiskFull, match="not enough room"):
        copy_shop(shop, target)
    assert left(target) == []


def test_a_folder_that_is_not_there(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(CannotWriteFile, match="There is no folder"):
        copy_shop(shop, tmp_path / "gone" / "copy.crm")
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWriteFile, match="There is no folder"):
        copy_shop(shop, tmp_path / "file" / "copy.crm")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EACCES, CannotWriteFile),
        (errno.EROFS, CannotWriteFile), (errno.EIO, DiskFailure),
    ],
)  # fmt: skip
def test_what_a_disk_does(
    shop: Shop, target: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[Exception]
) -> None:
    def fail(*args: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(backup, "to_disk", fail)
    with pytest.raises(kind):
        copy_shop(shop, target)
    assert left(target) == []


def test_an_error_without_words_is_told_too(shop: Shop, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OSError("odd")

    monkeypatch.setattr(backup, "to_disk", fail)
    with pytest.raises(DiskFailure, match="odd"):
        copy_shop(shop, target)


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be opened there anyway")
def test_a_folder_that_cannot_be_brought_to_the_disk_does_not_matter(
    shop: Shop, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refusing(path: Path, flags: int, mode: int = 0o777) -> int:
        if path == target.parent:
            raise PermissionError(errno.EACCES, "no")
        return real(path, flags, mode)

    monkeypatch.setattr(backup.os, "open", refusing)
    copy_shop(shop, target)
    assert left(target) == ["copy.crm"]


def engine_error(words: str, code: int | None = None) -> Exception:
    error = dbapi2.OperationalError(words)
    if code is not None:
        error.sqlite_errorcode = code
    return error


def test_errors_of_the_engine_mean_what_they_say(shop: Shop, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meaning(words: str, code: int | None = None, goal: Path = target) -> type[Exception]:
        return type(backup._engine_meaning(engine_error(words, code), shop, goal))

    assert meaning("", 11) is meaning("", 26) is meaning("database disk image is malformed") is ShopDamaged
    assert meaning("", 13) is meaning("disk I/O error") is meaning("odd") is DiskFailure
    assert meaning("", 10, target.parent / "gone" / "x") is DiskFailure
    usage = shutil.disk_usage(target.parent)
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda path: usage._replace(free=1000))
    assert meaning("", 13) is meaning("", 10 | (3 << 8)) is meaning("database or disk is full") is DiskFull


def test_an_error_of_the_engine_while_it_copies_leaves_nothing(
    shop: Shop, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise dbapi2.OperationalError("disk I/O error")

    monkeypatch.setattr(backup, "_copy_pages", fail)
    with pytest.raises(DiskFailure):
        copy_shop(shop, target)
    assert left(target) == []


def test_a_time_of_another_program_is_none() -> None:
    assert Facts(1, 0, (1, "yesterday")).at is None
    assert Facts(1, 0, None).at is None
    assert Facts(1, 0, (1, NOW.isoformat())).at == NOW


_HOLDER = """
import sys
from pathlib import Path
from crm_desktop.store.shop import Shop
from tests.unit.store.test_backup import fill
shop = Shop.open(Path(sys.argv[1]), for_window=True)
fill(shop, 3)
print("open", flush=True)
sys.stdin.read()
"""


def test_of_a_shop_that_another_window_has_open(shop_path: Path, target: Path) -> None:
    """What stands in that window's log is in the copy; the file itself is left alone."""
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(shop_path)], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        shop = Shop.open(shop_path, for_window=True)
        assert shop.read_only is not None
        assert copy_shop(shop, target).customers == 3
        shop.close()
