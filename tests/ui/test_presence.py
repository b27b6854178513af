"""What she is told of the shop's file: who else has it open, where it lies, which copy is newer."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store import models
from crm_desktop.store.place import Kind, Place
from crm_desktop.store.shop import Shop
from crm_desktop.ui.background.presence import Presence
from crm_desktop.ui.notices import Notices
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.plumbing.messages import Message, Messages
from tests.fakes import FakeClock, FakeKeeper


class Around:
    """A shop's presence in a window, and what it needs."""

    def __init__(self, data_dir: Path, memory: Memory) -> None:
        self.data_dir = data_dir
        self.memory = memory
        self.messages = Messages()
        self.said: list[str] = []
        self.messages.posted.connect(self._posted)
        self.jobs = Jobs(lambda error: self.said.append(str(error)), lambda bug: None)
        self.keeper = FakeKeeper()
        self.shops: list[Shop] = []

    def _posted(self, message: Message) -> None:
        self.said.append(message.text)

    def of(self, shop: Shop) -> Presence:
        self.shops.append(shop)
        return Presence(shop, self.data_dir, self.jobs, self.messages, self.memory, self.keeper)

    def looked(self, presence: Presence, qtbot: QtBot) -> list[str]:
        """What is said once the copies were looked for."""
        with qtbot.waitSignal(presence.changed, timeout=20_000):
            presence.start()
        return [strip.text for strip in presence.strips()]

    def close(self) -> None:
        def last() -> None:
            for shop in self.shops:
                shop.close()

        self.jobs.close(last)
        last()


@pytest.fixture
def around(data_dir: Path, memory: Memory) -> Iterator[Around]:
    found = Around(data_dir, memory)
    yield found
    found.close()


def opened(path: Path, clock: FakeClock) -> Shop:
    return Shop.open(path, clock=clock, for_window=True)


def add(shop: Shop, clock: FakeClock, name: str = "王芳") -> None:
    clock.advance(minutes=1)
    models.database.initialize(shop.database)
    Services(shop).customers.add(CustomerDraft(name=name))


@pytest.fixture
def grown(shop_path: Path, clock: FakeClock) -> Path:
    """A shop with a change in it, closed."""
    shop = opened(shop_path, clock)
    add(shop, clock)
    shop.close()
    return shop_path


def test_nothing_is_said_of_the_only_one(grown: Path, clock: FakeClock, around: Around, qtbot: QtBot) -> None:
    presence = around.of(opened(grown, clock))
    assert around.looked(presence, qtbot) == []
    notices = Notices(presence)
    qtbot.addWidget(notices)
    assert not notices.isVisibleTo(None)
    presence.look()
    presence.stop()
    assert around.said == []


def test_a_newer_copy_beside_it(grown: Path, clock: FakeClock, around: Around, qtbot: QtBot) -> None:
    newer = grown.with_name("shop (1).crm")
    shutil.copy(grown, newer)
    shop = opened(newer, clock)
    add(shop, clock)
    shop.close()
    presence = around.of(opened(grown, clock))
    (said,) = around.looked(presence, qtbot)
    assert said == (
        f"There is a newer copy of this shop: “{newer}”, last changed 2026-11-21 15:22. What you enter here is missing "
        "there."
    )
    notices = Notices(presence)
    qtbot.addWidget(notices)
    go, silence = notices.findChildren(QPushButton)
    go.click()
    assert around.keeper.opened == [newer]
    silence.click()
    assert notices.texts() == []
    presence.stop()
    again = around.of(around.shops[0])
    assert around.looked(again, qtbot) == []


def test_an_older_copy_is_told_of_once(grown: Path, clock: FakeClock, around: Around, qtbot: QtBot) -> None:
    older = grown.with_name("shop (1).crm")
    shutil.copy(grown, older)
    shop = opened(grown, clock)
    add(shop, clock)
    assert around.looked(around.of(shop), qtbot) == []
    assert around.said == [
        f"There is an older copy of this shop: “{older}”, last changed 2026-11-21 15:21. This one is the newest."
    ]
    around.looked(around.of(shop), qtbot)
    assert len(around.said) == 1


def test_two_copies_that_went_on_by_themselves(grown: Path, clock: FakeClock, around: Around, qtbot: QtBot) -> None:
    other = grown.with_name("shop 的冲突副本.crm")
    shutil.copy(grown, other)
    for path, name in ((other, "李雷"), (grown, "韩梅梅")):
        shop = opened(path, clock)
        add(shop, clock, name)
        shop.close()
    (said,) = around.looked(around.of(opened(grown, clock)), qtbot)
    assert said.startswith("There is another copy of this shop, and each of the two has changes that the other lacks")


def test_a_newer_copy_on_a_stick_that_is_not_there(
    grown: Path, tmp_path: Path, clock: FakeClock, around: Around, qtbot: QtBot
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.copy(grown, stick / "shop.crm")
    shop = opened(stick / "shop.crm", clock)
    add(shop, clock)
    on_stick = around.of(shop)
    on_stick.stop()
    shop.close()
    stick.rename(tmp_path / "pulled out")
    presence = around.of(opened(grown, clock))
    (said,) = around.looked(presence, qtbot)
    assert said == (
        f"A newer copy of this shop was open on this laptop: “{stick / 'shop.crm'}”, last changed 2026-11-21 15:22. It "
        "cannot be reached now."
    )
    (strip,) = presence.strips()
    ((words, silence),) = strip.actions
    assert words == "Say no more of it"
    silence()
    assert presence.strips() == []


def test_the_second_window_is_told_who_has_it_and_when_they_have_gone(
    grown: Path, clock: FakeClock, around: Around, qtbot: QtBot
) -> None:
    first, second = opened(grown, clock), opened(grown, clock)
    around.shops.append(first)
    presence = around.of(second)
    (strip,) = presence.strips()
    assert "is open in another window of this computer since" in strip.text
    assert strip.actions == ()
    presence.look()
    around.jobs.settle()
    qtbot.wait(1)
    with qtbot.waitSignal(presence.changed):  # the file that says so has gone
        first.close()
    (strip,) = presence.strips()
    assert strip.text == "“shop.crm” is not open anywhere else any more."
    ((words, do),) = strip.actions
    assert words == "Open it for writing"
    do()
    ((title, work),) = around.keeper.reworked
    assert title == "Opening “shop.crm”"
    assert work(grown, None, None, None) is None
    presence.look()
    presence.stop()


def test_that_the_folder_is_copied_elsewhere_is_said_until_it_is_understood(
    grown: Path, clock: FakeClock, around: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.store.shop.place_of", lambda path: Place(Kind.SYNCED, "OneDrive"))
    shop = opened(grown, clock)
    presence = around.of(shop)
    (strip,) = presence.strips()
    assert strip.text.startswith("This folder is copied elsewhere by OneDrive. Have the shop open on one computer")
    ((_, understood),) = strip.actions
    understood()
    assert presence.strips() == []
    assert around.of(shop).strips() == []


def test_a_desk_that_is_lost_meanwhile_is_told(grown: Path, clock: FakeClock, around: Around, qtbot: QtBot) -> None:
    shop = opened(grown, clock)
    presence = around.of(shop)
    from crm_desktop.language import Sentence

    shop._write_no_more(Sentence("Somebody else writes."))
    with qtbot.waitSignal(presence.changed):
        presence.look()
    assert [strip.text for strip in presence.strips()] == ["Somebody else writes."]


def test_a_file_that_was_put_in_its_place_is_told_and_can_be_opened(
    grown: Path, clock: FakeClock, around: Around, qtbot: QtBot
) -> None:
    theirs = grown.with_name("theirs")
    shutil.copy(grown, theirs)
    shop = opened(grown, clock)
    presence = around.of(shop)
    presence.look()
    assert presence.strips() == []
    theirs.replace(grown)
    with qtbot.waitSignal(presence.changed):
        presence.look()
    presence.look()
    (strip,) = presence.strips()
    assert strip.text.startswith("“shop.crm” was replaced or moved while it was open here")
    ((words, anew),) = strip.actions
    assert words == "Open the one that is there now"
    anew()
    assert len(around.keeper.reworked) == 1


def test_what_is_found_too_late_is_not_told(grown: Path, clock: FakeClock, around: Around, qtbot: QtBot) -> None:
    shutil.copy(grown, grown.with_name("other.crm"))
    shop = opened(grown, clock)
    add(shop, clock)
    presence = around.of(shop)
    held = threading.Event()
    around.jobs.start("", lambda *_: held.wait(10), quiet=True)
    presence.start()
    qtbot.waitUntil(lambda: not presence._soon.isActive())
    presence.stop()
    held.set()
    around.jobs.settle()
    qtbot.wait(1)
    assert (presence.strips(), around.said) == ([], [])
    shop.lock()
    presence.stop()
