"""A shop that is opened twice, or where it cannot be written, or where a log is unsafe."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_desktop.errors import DiskFailure, ShopError, ShopInUse, ShopReadOnly, UnsafePlace
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store import connections, desk, models
from crm_desktop.store.desk import alone
from crm_desktop.store.place import Kind, Place
from crm_desktop.store.shop import Shop

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def add(shop: Shop, name: str = "王芳") -> None:
    models.database.initialize(shop.database)
    Services(shop).customers.add(CustomerDraft(name=name))


def names(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


@pytest.fixture(params=[None, "geheim"], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> str | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def path(tmp_path: Path, key: str | None) -> Path:
    found = tmp_path / "shop.crm"
    shop = Shop.create(found, key=key)
    add(shop)
    shop.close()
    return found


@pytest.fixture
def lies(monkeypatch: pytest.MonkeyPatch) -> Callable[[Place], None]:
    def at(found: Place) -> None:
        for module in ("shop", "desk"):
            monkeypatch.setattr(f"crm_desktop.store.{module}.place_of", lambda path: found)

    return at


def test_the_second_window_only_looks(path: Path, key: str | None) -> None:
    first = Shop.open(path, key=key, for_window=True)
    assert first.read_only is None
    second = Shop.open(path, key=key, for_window=True)
    assert "is open in another window of this computer" in str(second.read_only)
    with pytest.raises(ShopReadOnly, match="is open in another window"):
        add(second)
    assert second.run("SELECT count(*) FROM customer").fetchone() == (1,)
    add(first, "李雷")
    assert second.run("SELECT count(*) FROM customer").fetchone() == (2,)
    first.close()
    assert second.desk.is_free()
    second.close()
    third = Shop.open(path, key=key, for_window=True)
    assert third.read_only is None
    third.wholeness.verify()  # the one that only looked has gone last, and left things as they were
    add(third, "韩梅梅")
    third.close()
    assert names(path) == ["shop.crm"]


def test_a_command_writes_beside_the_window(path: Path, key: str | None) -> None:
    window = Shop.open(path, key=key, for_window=True)
    command = Shop.open(path, key=key)
    add(command, "李雷")
    command.close()
    add(window, "韩梅梅")
    assert window.run("SELECT count(*) FROM customer").fetchone() == (3,)
    with pytest.raises(ShopInUse), alone(path):
        pass
    window.close()
    with alone(path), pytest.raises(ShopInUse):
        Shop.open(path, key=key)
    assert names(path) == ["shop.crm"]


def test_a_locked_window_keeps_its_desk(path: Path, key: str | None) -> None:
    window = Shop.open(path, key=key, for_window=True)
    window.lock()
    assert Shop.open(path, key=key, for_window=True).read_only is not None
    window.close()
    assert desk.holder_of(path) is None


def test_the_desk_is_left_with_the_last_connection(path: Path, key: str | None) -> None:
    window = Shop.open(path, key=key, for_window=True)
    ready, go = threading.Event(), threading.Event()

    def elsewhere() -> None:
        window.run("SELECT 1")
        ready.set()
        go.wait()
        window.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    ready.wait()
    window.close()
    assert desk.holder_of(path) is not None
    go.set()
    thread.join()
    assert desk.holder_of(path) is None


def test_one_that_cannot_be_opened_leaves_the_desk(path: Path, key: str | None) -> None:
    path.write_bytes(b"x" * 100)
    for for_window in (True, False):
        with pytest.raises(ShopError):
            Shop.open(path, key=key, for_window=for_window)
    assert names(path) == ["shop.crm"]


def test_in_a_folder_that_is_copied_elsewhere_there_is_no_log(
    path: Path, key: str | None, lies: Callable[[Place], None]
) -> None:
    lies(Place(Kind.SYNCED, "OneDrive"))
    shop = Shop.open(path, key=key, for_window=True)
    add(shop, "李雷")
    assert names(path) == [".shop.crm.open", ".shop.crm.use", "shop.crm"]
    other = Shop.open(path, key=key)
    add(other, "韩梅梅")
    other.close()
    assert shop.run("SELECT count(*) FROM customer").fetchone() == (3,)
    shop.close()
    assert names(path) == ["shop.crm"]


def test_a_file_that_was_written_with_a_log_is_written_without_one_there(
    path: Path, key: str | None, lies: Callable[[Place], None]
) -> None:
    in_wal(path, key)
    lies(Place(Kind.NETWORK, "//box/shop"))
    shop = Shop.open(path, key=key)
    assert shop.run("PRAGMA journal_mode").fetchone() == ("wal",)
    add(shop, "李雷")
    assert shop.run("PRAGMA journal_mode").fetchone() == ("delete",)
    assert names(path) == [".shop.crm.use", "shop.crm"]
    shop.close()
    assert names(path) == ["shop.crm"]


def test_one_there_that_is_being_read_keeps_its_log_until_something_is_saved(
    path: Path, key: str | None, lies: Callable[[Place], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_wal(path, key)
    lies(Place(Kind.NETWORK, "//box/shop"))
    monkeypatch.setattr("crm_desktop.store.engine.BUSY_TIMEOUT_MS", 10)
    shop = Shop.open(path, key=key, for_window=True)
    reader = connections.connect(path, shop.database.key, shop.database.salt)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM customer").fetchone()
    shop.wholeness.accept()
    with pytest.raises(ShopInUse, match="Nothing was changed"):
        add(shop, "李雷")
    assert shop.run("PRAGMA journal_mode").fetchone() == ("wal",)
    reader.close()
    add(shop, "李雷")
    assert shop.run("PRAGMA journal_mode").fetchone() == ("delete",)
    shop.close()


def test_where_locks_do_not_hold_it_is_not_opened(path: Path, key: str | None, lies: Callable[[Place], None]) -> None:
    lies(Place(Kind.NETWORK, "//box/shop", locks=False))
    with pytest.raises(UnsafePlace):
        Shop.open(path, key=key)


def test_on_a_disk_that_only_reads(
    path: Path, key: str | None, monkeypatch: pytest.MonkeyPatch, small_disk: Callable[[str], Path]
) -> None:
    disk = small_disk("size=8m")
    tidy, logged, torn = (disk / name / "shop.crm" for name in ("tidy", "logged", "torn"))
    for each in (tidy, logged, torn):
        each.parent.mkdir()
        shutil.copy(path, each)
    in_wal(logged, key)
    torn.with_name("shop.crm-wal").write_bytes(b"x")
    small_disk("remount,ro")
    for each in (tidy, logged):
        shop = Shop.open(each, key=key, for_window=True)
        assert "lies where nothing can be written" in str(shop.read_only)
        assert shop.run("SELECT name FROM customer").fetchone() == ("王芳",)
        with pytest.raises(ShopReadOnly):
            add(shop)
        shop.close()
    with pytest.raises(ShopReadOnly, match="was not closed properly, and lies where nothing can be written"):
        Shop.open(torn, key=key)


def test_one_of_an_older_version_cannot_be_brought_up_to_date_there(
    tmp_path: Path, lies: Callable[[Place], None]
) -> None:
    old = tmp_path / "old.crm"
    shutil.copy(MIGRATIONS / "schema-1.0.crm", old)
    lies(Place(writable=False))
    with pytest.raises(ShopReadOnly, match=r"made by an older version .*“old.crm” lies where nothing can be written"):
        Shop.open(old)


def test_one_that_lacks_nothing_but_indexes_is_looked_at_as_it_is(
    tmp_path: Path, lies: Callable[[Place], None]
) -> None:
    old = Path(shutil.copy(MIGRATIONS / "schema-1.2.crm", tmp_path / "old.crm"))
    before = old.read_bytes()
    lies(Place(writable=False))
    shop = Shop.open(old, for_window=True)
    services = Services(shop)
    assert shop.read_only is not None
    assert shop.schema == "1.2"
    assert [each.name for each in services.customers.find("2222", 5)[1]] == ["单晓丽"]
    assert services.today.today(services.clock.now().date(), 364).birthdays
    with pytest.raises(ShopReadOnly):
        services.customers.add(CustomerDraft(name="甲"))
    shop.close()
    assert old.read_bytes() == before


def test_a_window_that_has_lost_its_desk_writes_no_more(
    path: Path, key: str | None, lies: Callable[[Place], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    lies(Place(Kind.SYNCED, "OneDrive"))
    monkeypatch.setattr(desk, "BEAT_S", 0.01)
    shop = Shop.open(path, key=key, for_window=True)
    add(shop)
    mark = path.with_name(".shop.crm.open")
    said = json.loads(mark.read_text())
    while shop.read_only is None:
        theirs = said | {"computer": "LAPTOP", "mark": "x", "since": said["since"] - 5}
        mark.write_text(json.dumps(theirs))
        time.sleep(0.02)
    assert "is open on the computer “LAPTOP”" in str(shop.read_only)
    with pytest.raises(ShopReadOnly), shop.change(Sentence("x")):
        pass
    shop.close()
    mark.unlink()
    assert names(path) == ["shop.crm"]


@pytest.mark.parametrize("found", [Place(), Place(Kind.SYNCED, "OneDrive")], ids=["local", "synced"])
def test_a_file_that_was_put_in_its_place_meanwhile_is_left_alone(
    path: Path, key: str | None, lies: Callable[[Place], None], found: Place
) -> None:
    lies(found)
    theirs = path.with_name("theirs.crm")
    shutil.copy(path, theirs)
    larger = Shop.open(theirs, key=key)
    for number in range(60):
        add(larger, f"客户{number}")
    larger.close()
    shop = Shop.open(path, key=key, for_window=True)
    add(shop)
    assert shop.is_in_place
    before = theirs.read_bytes()
    theirs.replace(path)
    assert not shop.is_in_place
    with pytest.raises(DiskFailure, match="replaced while it was open"):
        add(shop)
    shop.close()
    assert path.read_bytes() == before
    (kept,) = path.parent.glob("shop as of *, replaced.crm")
    assert names(path) == [kept.name, "shop.crm"]
    mine = Shop.open(kept, key=key)
    assert mine.run("SELECT count(*) FROM customer").fetchone() == (2,)
    mine.close()
    again = Shop.open(path, key=key)
    assert again.run("SELECT count(*) FROM customer").fetchone() == (61,)
    again.close()


def in_wal(path: Path, key: str | None) -> None:
    """As an older version has left it."""
    shop = Shop.open(path, key=key)
    raw = connections.connect(path, shop.database.key, shop.database.salt)
    shop.close()
    assert raw.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    raw.close()
