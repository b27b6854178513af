"""A disk that fails at any call, in any way: a change is saved wholly, or told as not saved; and the next one works."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from crm_desktop.errors import (
    DiskFailure,
    DiskFull,
    OutOfMemory,
    ShopDamaged,
    ShopInUse,
    ShopReadOnly,
    UserError,
)
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store import engine, meanings
from crm_desktop.store.backup import Facts, copy_shop, facts_in
from crm_desktop.store.key import Key
from crm_desktop.store.models import Customer
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock
from tests.faults import assert_sound, contents, sweep
from tests.unit.exchange.test_importing_customers import csv_file
from tests.unit.store.test_meanings import codes
from tests.vfs import Disk, failing_disk

FULL, BUSY, PROTOCOL, CANTOPEN, IOERR_NOMEM = 13, 5, 15, 14, 3082
READ, WRITE, FSYNC, TRUNCATE, FSTAT, DELETE, ACCESS, LOCK, SHM_SIZE, SHM_LOCK, SHM_MAP = (
    10 | extension << 8 for extension in (1, 3, 4, 6, 7, 10, 13, 15, 19, 20, 21)
)

SAVING = [
    ("write", FULL), ("write", WRITE), ("sync", FSYNC), ("read", READ), ("size", FSTAT),
    ("open", CANTOPEN), ("truncate", TRUNCATE), ("truncate", FULL), ("delete", DELETE), ("access", ACCESS),
    ("lock", LOCK), ("lock", BUSY), ("shm_lock", SHM_LOCK), ("shm_lock", PROTOCOL), ("shm_map", SHM_MAP),
    ("shm_map", SHM_SIZE), ("shm_map", FULL),
]  # fmt: skip
KINDS = {
    FULL: {DiskFull}, BUSY: {ShopInUse},
    READ: {DiskFailure, ShopDamaged}, PROTOCOL: {DiskFailure, ShopInUse},
}  # fmt: skip

NEVER_MET = {1, 2, 4, 9, 12, 16, 17, 19, 20, 21, 24, 25} | {7, 11, 26}
"""Codes that are mistakes of ours, or that the engine itself deals with; and what no disk answers, but what is read."""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 0)


@pytest.fixture
def disk() -> Iterator[Disk]:
    with failing_disk() as disk:
        yield disk


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Key | None]]:
    """Empty shops and their keys, which keep what took long to derive."""
    folder = tmp_path_factory.mktemp("templates")
    found = {"plain": (folder / "plain.crm", None), "encrypted": (folder / "encrypted.crm", Key("it's 密码"))}
    for path, key in found.values():
        Shop.create(path, key=key).close()
    return found


@pytest.fixture(params=["plain", "encrypted"])
def template(request: pytest.FixtureRequest, templates: dict[str, tuple[Path, Key | None]]) -> tuple[Path, Key | None]:
    return templates[request.param]


@pytest.fixture
def key(template: tuple[Path, Key | None]) -> Key | None:
    return template[1]


@pytest.fixture
def shop(disk: Disk, template: tuple[Path, Key | None], tmp_path: Path, clock: FakeClock) -> Iterator[Shop]:
    folder = tmp_path / "shops"
    folder.mkdir()
    path, key = template
    shutil.copy(path, folder / "shop.crm")
    opened = Shop.open(folder / "shop.crm", key=key, clock=clock)
    yield opened
    disk.mend()
    opened.close()
    gc.collect()  # a cursor that was broken off lives on in its error
    assert disk.open_files == []
    again = Shop.open(opened.path, key=key)
    assert_sound(again)
    again.close()


@pytest.fixture
def services(shop: Shop) -> Services:
    return Services(shop)


def saver(services: Services) -> Callable[[], None]:
    numbers = count()

    def save() -> None:
        number = next(numbers)
        services.customers.add(CustomerDraft(name=f"单晓丽{number}", phones=(f"138{number:08}",), note="常来" * 200))

    return save


@pytest.mark.no_cover
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize(("operation", "code"), SAVING)
def test_saving(shop: Shop, services: Services, disk: Disk, operation: str, code: int, lasting: bool) -> None:
    save = saver(services)
    save()
    every = 7 if lasting else 2
    found = sweep(shop, disk, save, lambda nth: disk.fail(operation, code, nth, lasting=lasting), every=every)
    assert set(found.told) <= KINDS.get(code, {DiskFailure})
    assert found.told or operation not in ("write", "read", "shm_lock")
    hits = services.customers.search("单晓丽").hits
    assert len(hits) == min(Customer.select().count(), len(hits)) > 0, "and all can be found"


@pytest.mark.parametrize(("operation", "code"), [("write", WRITE), ("write", FULL), ("sync", FSYNC), ("read", READ)])
def test_saving_while_the_log_is_brought_into_the_file(
    shop: Shop, services: Services, disk: Disk, operation: str, code: int
) -> None:
    save = saver(services)
    save()

    def prepare() -> None:
        shop.run("PRAGMA wal_autocheckpoint = 1")

    found = sweep(
        shop, disk, save, lambda nth: disk.fail(operation, code, nth), prepare, 1 if operation == "sync" else 7
    )
    assert found.worked, "what is in the log is saved"


@pytest.mark.parametrize(("operation", "code"), [entry for entry in SAVING if not entry[0].startswith("shm")])
def test_saving_without_a_log(shop: Shop, services: Services, disk: Disk, operation: str, code: int) -> None:
    shop.database.may_use_wal = False
    save = saver(services)
    save()
    found = sweep(shop, disk, save, lambda nth: disk.fail(operation, code, nth), every=7 if operation == "write" else 3)
    assert set(found.told) <= KINDS.get(code, {DiskFailure})
    assert found.told or operation in ("access", "truncate")


@pytest.mark.no_cover
@pytest.mark.parametrize("torn", [1, 512, 4000])
def test_a_write_that_stops_midway(shop: Shop, services: Services, disk: Disk, torn: int) -> None:
    save = saver(services)
    save()
    found = sweep(shop, disk, save, lambda nth: disk.fail("write", WRITE, nth, torn=torn), every=3)
    assert found.struck > 5
    assert set(found.told) == {DiskFailure}


@pytest.mark.parametrize("template", ["plain"], indirect=True)
@pytest.mark.parametrize("code", [code for code in codes() if (code & 0xFF) not in NEVER_MET])
def test_every_code(shop: Shop, services: Services, disk: Disk, code: int) -> None:
    """Told as what it means, and nothing is saved."""
    save = saver(services)
    save()
    meaning = meanings.error_for(code & 0xFF, shop.path, encrypted=False)
    for operation in ("write", "sync"):
        before = contents(shop)
        disk.fail(operation, code)
        with pytest.raises(UserError) as told:
            save()
        assert type(told.value) is (OutOfMemory if code == IOERR_NOMEM else type(meaning))
        disk.mend()
        assert contents(shop) == before
        save()


@pytest.mark.no_cover
@pytest.mark.parametrize(("operation", "code"), [("write", FULL), ("write", WRITE), ("sync", FSYNC), ("read", READ)])
def test_importing(shop: Shop, services: Services, disk: Disk, operation: str, code: int, tmp_path: Path) -> None:
    book = csv_file(tmp_path, "姓名,电话,标签\n" + "\n".join(f"客户{n},139{n:08},老客户" for n in range(300)))

    def prepare() -> None:
        services.customers.delete(services.customers.ids())

    def act() -> None:
        import_file(shop, "customers", book)
        assert Customer.select().count() >= 300

    saver(services)()
    found = sweep(shop, disk, act, lambda nth: disk.fail(operation, code, nth), prepare, every=23)
    assert found.told or operation == "sync"


@pytest.mark.no_cover
@pytest.mark.parametrize(("operation", "code"), [("write", FULL), ("write", WRITE), ("sync", FSYNC), ("read", READ)])
def test_undoing_and_redoing(shop: Shop, services: Services, disk: Disk, operation: str, code: int) -> None:
    save = saver(services)
    for _ in range(5):
        save()
    services.customers.delete(services.customers.ids())

    def act() -> None:
        if Customer.select().count():
            services.history.redo()
        else:
            services.history.undo()

    found = sweep(shop, disk, act, lambda nth: disk.fail(operation, code, nth), every=1 if operation == "sync" else 5)
    assert found.told or operation == "sync"
    assert Customer.select().count() in (0, 5)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("operation", "code", "kind"),
    [
        ("write", FULL, DiskFailure), ("write", WRITE, DiskFailure), ("read", READ, DiskFailure),
        ("open", CANTOPEN, DiskFailure), ("lock", BUSY, DiskFailure), ("truncate", TRUNCATE, DiskFailure),
    ],
)  # fmt: skip
def test_backing_up(
    shop: Shop, services: Services, disk: Disk, operation: str, code: int, kind: type[UserError], tmp_path: Path
) -> None:
    """A copy is whole, or told as not made and not there."""
    save = saver(services)
    for _ in range(20):
        save()
    folder = tmp_path / "copies"
    folder.mkdir()
    targets = count()
    made: dict[Path, Facts] = {}

    def act() -> None:
        target = folder / f"copy {next(targets)}.crm"
        made[target] = copy_shop(shop, target)

    sweep(shop, disk, act, lambda nth: disk.fail(operation, code, nth), every=5, changes=False)
    assert set(folder.iterdir()) == set(made)
    assert all(facts_in(shop, path) == facts for path, facts in made.items())


def test_a_shop_that_cannot_be_made_leaves_nothing(disk: Disk, key: Key | None, tmp_path: Path) -> None:
    for operation, code in (("write", FULL), ("sync", FSYNC), ("read", READ), ("open", CANTOPEN)):
        for nth in range(1, 400, 29):
            path = tmp_path / f"{operation} {nth}.crm"
            asked = disk.fail(operation, code, nth)
            try:
                Shop.create(path, key=key).close()
            except UserError:
                disk.mend()
                if path.exists():  # made, and closed again before it could be opened
                    Shop.open(path, key=key).close()
            disk.mend()
            if not asked.met:
                break


@pytest.mark.parametrize(
    ("operation", "code"), [("read", READ), ("open", CANTOPEN), ("lock", LOCK), ("size", FSTAT), ("shm_map", SHM_MAP)]
)
def test_opening(shop: Shop, services: Services, disk: Disk, key: Key | None, operation: str, code: int) -> None:
    saver(services)()
    before = contents(shop)
    shop.close()
    for nth in range(1, 60):
        asked = disk.fail(operation, code, nth)
        try:
            opened = Shop.open(shop.path, key=key)
        except (DiskFailure, ShopReadOnly, ShopDamaged):
            pass
        else:
            disk.mend()
            assert contents(opened) == before
            opened.close()
        disk.mend()
        if not asked.met:
            break
    assert contents(shop) == before


def test_reading(shop: Shop, services: Services, disk: Disk) -> None:
    """What is asked while the disk fails is told, and answered once it works again."""
    save = saver(services)
    for _ in range(20):
        save()
    everyone = services.customers.get_many(services.customers.ids())
    for nth in range(1, 12):
        shop.run("PRAGMA shrink_memory")
        disk.fail("read", READ, nth)
        with pytest.raises(UserError):  # noqa: PT012
            for _ in range(20):
                shop.run("PRAGMA shrink_memory")
                services.customers.get_many(services.customers.ids())
        disk.mend()
        assert services.customers.get_many(services.customers.ids()) == everyone


def test_one_view_of_the_shop_that_breaks_off(shop: Shop, services: Services, disk: Disk) -> None:
    saver(services)()
    for nth in range(1, 6):
        with pytest.raises(UserError), shop.reading():  # noqa: PT012
            contents(shop)
            shop.run("PRAGMA shrink_memory")
            disk.fail("read", READ, 1, lasting=True)
            contents(shop)
            pytest.fail(f"nothing was read: {nth}")
        disk.mend()
        saver(services)()
