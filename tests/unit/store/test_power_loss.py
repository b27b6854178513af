"""The plug is pulled at any moment: every change that was reported as saved is there, and nothing is half done.

What a disk may hold then is made from a record of all that was written and synced; see `tests.power`. More of it:
CRM_DESKTOP_PLUGS=2000.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.backup import copy_shop, facts_in
from crm_desktop.store.key import Key
from crm_desktop.store.rekey import rekey
from crm_desktop.store.replace import replace_shop
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock
from tests.faults import Contents, assert_sound, contents
from tests.power import Recorder, after_the_plug, recording, reported
from tests.unit.exchange.test_importing_customers import csv_file
from tests.vfs import Disk, failing_disk

PLUGS = int(os.environ.get("CRM_DESKTOP_PLUGS", "40"))
HOW = ("nothing", "all", "some", "some", "torn", "torn")

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be brought to the disk there"),
    pytest.mark.no_cover,
]


@pytest.fixture
def disk() -> Iterator[Disk]:
    with failing_disk() as disk:
        yield disk


@pytest.fixture(params=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> Key | None:
    return Key("it's 密码") if request.param == "encrypted" else None


@pytest.fixture
def path(tmp_path: Path, key: Key | None) -> Path:
    path = tmp_path / "shops" / "shop.crm"
    Shop.create(path, key=key).close()
    return path


def moments(recorder: Recorder, tmp_path: Path) -> Iterator[tuple[Path, list[Any], str]]:
    """Folders as they may be found after the plug was pulled, what had been reported until then, and which it was."""
    dice, events = random.Random(20261121), recorder.events
    folder = tmp_path / "found"
    for number in range(PLUGS):
        moment = dice.randint(recorder.before, len(events)) if number else len(events)
        how = dice.choice(HOW) if number else "nothing"
        folder.mkdir()
        after_the_plug(events[:moment], folder, dice, how)
        yield folder, reported(events[:moment]), f"after {moment} of {len(events)} steps, of the rest {how}"
        shutil.rmtree(folder)


def opened(path: Path, *keys: Key | None) -> Contents:
    """What a shop holds that is found somewhere; it is sound."""
    for number, key in enumerate(keys, start=1):
        try:
            shop = Shop.open(path, key=key)
        except Exception:
            if number == len(keys):
                raise
        else:
            assert_sound(shop)
            found = contents(shop)
            shop.close()
            return found
    raise AssertionError


class Saving:
    """Does one thing after the other, and remembers what the shop held after each."""

    def __init__(self, path: Path, key: Key | None, clock: FakeClock, recorder: Recorder) -> None:
        self.shop = Shop.open(path, key=key, clock=clock)
        self.services = Services(self.shop)
        self.recorder = recorder
        self.states = [contents(self.shop)]

    def do(self, act: Callable[[], object]) -> None:
        act()
        self.states.append(contents(self.shop))
        self.recorder.mark(len(self.states) - 1)

    def add(self, number: int) -> None:
        draft = CustomerDraft(name=f"单晓丽{number}", phones=(f"138{number:08}",), note="常来" * 300)
        self.do(lambda: self.services.customers.add(draft))


@pytest.mark.parametrize("log", [True, False], ids=["log", "no log"])
def test_saving(path: Path, key: Key | None, disk: Disk, clock: FakeClock, tmp_path: Path, log: bool) -> None:
    book = csv_file(tmp_path, "姓名,电话\n" + "\n".join(f"客户{n},139{n:08}" for n in range(40)))
    with recording(disk, path.parent) as recorder:
        saving = Saving(path, key, clock, recorder)
        if not log:
            saving.shop.database.use_wal = lambda: None
        saving.add(1)
        saving.shop.run("PRAGMA wal_autocheckpoint = 30")
        saving.add(2)
        saving.do(lambda: import_file(saving.shop, "customers", book))
        saving.do(saving.services.history.undo)
        saving.add(3)
        saving.shop.close()
        saving.shop = Shop.open(path, key=key, clock=clock)
        saving.services = Services(saving.shop)
        saving.do(lambda: saving.services.customers.delete(saving.services.customers.ids()))
        saving.add(4)
        saving.shop.close()
    for folder, done, which in moments(recorder, tmp_path):
        found = opened(folder / "shop.crm", key)
        number = saving.states.index(found) if found in saving.states else None
        assert number is not None, f"something half done is there {which}"
        least = done[-1] if done else 0
        assert least <= number <= least + 1, f"a change that was reported is gone {which}"


def test_a_new_shop_that_was_reported_is_there(key: Key | None, disk: Disk, tmp_path: Path) -> None:
    folder = tmp_path / "shops"
    folder.mkdir()
    with recording(disk, folder) as recorder:
        Shop.create(folder / "shop.crm", key=key).close()
        recorder.mark("made")
    for found, done, _ in moments(recorder, tmp_path):
        if done:
            opened(found / "shop.crm", key)


def test_a_copy(path: Path, key: Key | None, disk: Disk, clock: FakeClock, tmp_path: Path) -> None:
    """With the name of a copy it is a whole one."""
    copies = tmp_path / "copies"
    copies.mkdir()
    shop = Shop.open(path, key=key, clock=clock)
    services = Services(shop)
    with recording(disk, copies) as recorder:
        for number in range(3):
            services.customers.add(CustomerDraft(name=f"单晓丽{number}"))
            facts = copy_shop(shop, copies / f"copy {number}.crm")
            recorder.mark(facts)
    for folder, done, which in moments(recorder, tmp_path):
        for number, facts in enumerate(done):
            assert facts_in(shop, folder / f"copy {number}.crm") == facts, which
        for copy in folder.glob("copy*.crm"):
            assert len(opened(copy, key)["customer"]) == int(copy.stem.split()[1]) + 1, which
    shop.close()


@pytest.mark.parametrize("goal", ["another password", "no password"])
def test_a_changed_password(
    path: Path, key: Key | None, disk: Disk, clock: FakeClock, tmp_path: Path, goal: str
) -> None:
    """The shop opens with the old one or the new one, and holds the same."""
    new = Key("另一个") if goal == "another password" else None
    if new is key is None:
        return
    saving = Saving(path, key, clock, Recorder(path.parent))
    saving.add(1)
    before = saving.states[-1]
    saving.shop.close()
    with recording(disk, path.parent) as recorder:
        rekey(path, key, new)
        recorder.mark("done")
    for folder, done, which in moments(recorder, tmp_path):
        keys = (new,) if done else (new, key)
        assert opened(folder / "shop.crm", *keys) == before, which


def test_another_file_in_its_place(path: Path, key: Key | None, disk: Disk, clock: FakeClock, tmp_path: Path) -> None:
    """The old one or the new one, and the old one is kept."""
    saving = Saving(path, key, clock, Recorder(path.parent))
    saving.shop.close()
    shutil.copy(path, path.with_name("new.crm"))
    saving = Saving(path.with_name("new.crm"), key, clock, Recorder(path.parent))
    saving.add(1)
    saving.shop.close()
    with recording(disk, path.parent) as recorder:
        replace_shop(path, path.with_name("new.crm"), path.with_name("kept.crm"))
        recorder.mark("done")
    for folder, done, which in moments(recorder, tmp_path):
        found = opened(folder / "shop.crm", key)
        assert found == saving.states[1] if done else found in saving.states, which
        if done or found == saving.states[1]:
            assert opened(folder / "kept.crm", key) == saving.states[0], which
