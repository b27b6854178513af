"""The look at a large or torn shop's whole file goes on beside the window, and whatever happens in the middle of it
leaves the file as it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop import paths
from crm_desktop.app import Program
from crm_desktop.errors import Cancelled, ShopInUse
from crm_desktop.exchange.whole_shop.writing import write_shop
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.backups import Backups
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.store import closed_file, open_file, seal, soundness
from crm_desktop.store.key import Key
from crm_desktop.store.rekey import rekey
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.restore import open_restore
from crm_desktop.ui.dialogs.whole_shop import bring_in
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.opening.rescue_page import RescuePage
from tests.fakes import FakeAutostart, FakeNotifier, FakeQuestions
from tests.hands import settle, type_text, until_tried
from tests.ui.importing import opened
from tests.unit.store.test_soundness import flip_in_name, killed

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.ui.dialogs.importing.page import ImportDialog
    from tests.fakes import FakeClock

WORD = "春天 lamp 81"


class Gate:
    """Where the first look stands still until it is let through, or stopped."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.reached = threading.Event()
        self.stopped = 0

    def wait(self, cancelled: Callable[[], bool] | None) -> None:
        if threading.current_thread() is threading.main_thread() or cancelled is None:
            return
        self.reached.set()
        if self.stopped:
            return
        while not self.open.wait(0.005):
            if cancelled():
                self.stopped += 1
                raise Cancelled(Sentence("Stopped. Nothing was changed."))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    found, through, compare = Gate(), soundness.look_through, seal.Comparison.look

    def look_through(path: Path, key: Any, look: Any = None, cancelled: Any = None) -> None:
        found.wait(cancelled)
        through(path, key, look, cancelled)

    def look(self: seal.Comparison, cancelled: Any = None) -> seal.Look:
        found.wait(cancelled)
        return compare(self, cancelled)

    monkeypatch.setattr(soundness, "look_through", look_through)
    monkeypatch.setattr(seal.Comparison, "look", look)
    return found


@pytest.fixture(params=[(None, "torn"), (WORD, "torn"), (None, "large")], ids=["plain", "password", "large"])
def kind(request: pytest.FixtureRequest) -> tuple[str | None, str]:
    found: tuple[str | None, str] = request.param
    return found


@pytest.fixture
def key(kind: tuple[str | None, str]) -> str | None:
    return kind[0]


@pytest.fixture
def path(kind: tuple[str | None, str], tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop of one customer, whom there is something to do for, that is looked through when it is opened."""
    path = tmp_path / "shop.crm"
    shop = Shop.create(path, key=kind[0], clock=clock)
    services = Services(shop)
    customer = services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",))).new_id
    assert customer is not None
    services.follow_ups.add(FollowUpDraft(customer, "送茶样", clock.now().date()))
    shop.close()
    if kind[1] == "torn":
        killed(path, key=kind[0])
    else:
        monkeypatch.setattr(closed_file, "_LARGE", 1)
    return path


@pytest.fixture
def bare(qapp: QApplication, data_dir: Path, clock: FakeClock, qtbot: QtBot, gate: Gate) -> Iterator[Any]:
    made: Any = Program(qapp, data_dir, "en", clock, leave=lambda: None, notifier=lambda tray: FakeNotifier())
    made.questions = FakeQuestions()
    made.background.autostart = FakeAutostart()
    object.__setattr__(made._laptop, "questions", made.questions)
    made.told = []
    made.messages.posted.connect(lambda message: made.told.append(message.text))
    yield made
    made.stop()


@pytest.fixture
def program(bare: Any, path: Path, key: str | None, gate: Gate, qtbot: QtBot) -> Any:
    """In the middle of its look."""
    bare.start(path, key)
    qtbot.waitUntil(gate.reached.is_set)
    assert not bare.opened.shop.wholeness.is_checked
    return bare


def content(path: Path) -> list[bytes]:
    """What the file holds, and its log; for a file that is not open here."""
    return [path.read_bytes(), *(log.read_bytes() for log in [path.with_name("shop.crm-wal")] if log.exists())]


@pytest.fixture
def before(path: Path) -> list[bytes]:
    return content(path)


def break_last_pages(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    last = len(whole) // 4096 - 6
    whole[4096 * (last - 8) : 4096 * last] = bytes(4096 * 8)
    path.write_bytes(whole)


def import_page(program: Any, folder: Path, qtbot: QtBot) -> ImportDialog:
    """With two new customers on it."""
    file = folder / "名单.csv"
    file.write_text("姓名,电话\n王芳,13911114444\n李明,13911113333\n", encoding="utf-8")
    return opened(program.window.context, file, qtbot)


def add(program: Any) -> None:
    program.services.customers.add(CustomerDraft(name="曾国强"))


def let_through(program: Any, gate: Gate, qtbot: QtBot) -> None:
    gate.open.set()
    qtbot.waitUntil(lambda: program.opened.shop.wholeness.is_checked)
    settle(program, qtbot)


def test_the_list_is_there_and_nothing_is_written(before: list[bytes], program: Any, gate: Gate, qtbot: QtBot) -> None:
    program.window.show_tab("customers")
    model = program.window.tab("customers").list.model()
    qtbot.waitUntil(lambda: model.rowCount() > 0)
    settle(program, qtbot)
    with pytest.raises(ShopInUse):
        add(program)
    program.tick()
    settle(program, qtbot)
    assert not program.opened.shop.wholeness.is_checked
    assert program.opened.reminding.popup is None, "what is told has to be noted"
    let_through(program, gate, qtbot)
    qtbot.waitUntil(lambda: program.opened.reminding.popup is not None)
    settle(program, qtbot)
    add(program)
    path = program.opened.shop.path
    program.stop()
    assert seal.look(path).state is seal.State.SOUND


@contextmanager
def not_ended(program: Any, started: Callable[[], object], qtbot: QtBot) -> Iterator[None]:
    """Work that is begun and has come, in the worker, to where it waits for the look at the file."""
    waits = threading.Event()
    verify = program.opened.shop.wholeness.verify

    def waiting(*told: Any) -> None:
        waits.set()
        verify(*told)

    program.opened.shop.wholeness.verify = waiting
    started()
    qtbot.waitUntil(waits.is_set)
    yield
    assert program.jobs.busy
    del program.opened.shop.wholeness.verify


def test_a_copy_waits_until_the_file_is_known_to_be_whole(
    program: Any, gate: Gate, tmp_path: Path, qtbot: QtBot
) -> None:
    daily, made, said = program.opened.daily_backup, [], []
    program.jobs.started.connect(lambda job: job.progressed.connect(lambda done, total, words: said.append(words)))
    with not_ended(program, lambda: daily.make(made.append), qtbot):
        daily.copy_to(tmp_path / "copy.crm", made.append)
        daily.make_in_second(lambda: made.append("second"))
        qtbot.waitUntil(lambda: "Looking through the shop's file first" in said)
        assert not made
        assert not (tmp_path / "copy.crm").exists()
    let_through(program, gate, qtbot)
    assert len(made) == 3
    assert (tmp_path / "copy.crm").exists()
    daily.before("bulk")


def test_an_import_waits_and_then_goes_on(program: Any, gate: Gate, tmp_path: Path, qtbot: QtBot) -> None:
    dialog, count = import_page(program, tmp_path, qtbot), program.services.customers.count()
    with not_ended(program, dialog.write, qtbot):
        qtbot.waitUntil(lambda: dialog.parts.words.text() == "Looking through the shop's file first")
    let_through(program, gate, qtbot)
    qtbot.waitUntil(lambda: dialog.file.result is not None)
    assert program.services.customers.count() == count + 2
    dialog.reject()


def test_an_import_that_waits_can_be_stopped(
    before: list[bytes], program: Any, gate: Gate, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog, count = import_page(program, tmp_path, qtbot), program.services.customers.count()
    with not_ended(program, dialog.write, qtbot):
        dialog.reject()
    settle(program, qtbot)
    assert dialog.isVisible()
    dialog.reject()
    assert content(path) == before
    let_through(program, gate, qtbot)
    assert program.services.customers.count() == count


@pytest.mark.parametrize("kind", [(None, "torn")], ids=["plain"])
def test_a_whole_shop_waits(program: Any, gate: Gate, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "whole.json"
    write_shop(program.opened.shop, file)
    with not_ended(program, lambda: bring_in(program.window.context, program.window, file), qtbot):
        pass
    let_through(program, gate, qtbot)
    assert "has something in it already" in program.told[-1], "nothing else stands in its way by now"


@pytest.mark.parametrize("kind", [(None, "torn")], ids=["plain"])
def test_an_import_that_waits_for_a_damaged_file(
    bare: Any, path: Path, gate: Gate, tmp_path: Path, qtbot: QtBot
) -> None:
    break_last_pages(path)
    bare.start(path)
    qtbot.waitUntil(gate.reached.is_set)
    dialog = import_page(bare, tmp_path, qtbot)
    with not_ended(bare, dialog.write, qtbot):
        pass
    gate.open.set()
    qtbot.waitUntil(lambda: isinstance(bare.window, RescuePage))
    settle(bare, qtbot)


def test_a_watched_folder_waits(program: Any, tmp_path: Path, qtbot: QtBot) -> None:
    watched = program.opened.watched
    watched.choose(tmp_path, on=True)
    watched.look()
    assert not watched._busy
    assert watched._again.isActive()


def test_the_program_ends_in_the_middle(before: list[bytes], program: Any, gate: Gate, path: Path) -> None:
    program.stop()
    assert gate.stopped == 1
    assert not open_file.of(path).is_open
    assert content(path) == before


def test_another_shop_in_the_middle(
    before: list[bytes], program: Any, gate: Gate, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    program.shops.new_shop(tmp_path / "other.crm")
    assert gate.stopped == 1
    qtbot.waitUntil(lambda: program.opened.shop.wholeness.is_checked)
    settle(program, qtbot)
    assert program.opened.shop.path == tmp_path / "other.crm"
    add(program)
    assert not open_file.of(path).is_open
    assert content(path) == before
    assert program.told == []


def test_the_file_is_put_under_another_password_in_the_middle(
    before: list[bytes], program: Any, gate: Gate, path: Path, qtbot: QtBot
) -> None:
    found: list[Any] = []

    def work(path: Path, key: Key | None, report: Any, cancelled: Any) -> Key:
        found.extend(content(path))
        new = Key("autumn")
        rekey(path, key, new)
        return new

    assert program.shops.rework("Working", work)
    qtbot.waitUntil(lambda: program.opened is not None, timeout=20_000)
    assert found == before
    assert gate.stopped == 1
    qtbot.waitUntil(lambda: program.opened.shop.wholeness.is_checked)
    settle(program, qtbot)
    add(program)


@pytest.mark.parametrize("kind", [(None, "torn"), (WORD, "torn")], ids=["plain", "password"])
def test_a_copy_is_brought_back_in_the_middle(
    bare: Any, path: Path, key: str | None, gate: Gate, data_dir: Path, clock: FakeClock, qtbot: QtBot
) -> None:
    shop = Shop.open(path, key=key, clock=clock)
    Backups(shop, paths.backups(data_dir)).make()
    count = Services(shop).customers.count()
    shop.close()
    killed(path, key=key)
    bare.start(path, key)
    qtbot.waitUntil(gate.reached.is_set)
    assert bare.services.customers.count() == count + 1
    window, dialog = bare.window, open_restore(bare.window.context, bare.window)
    qtbot.waitUntil(lambda: dialog.contents is not None, timeout=20_000)
    dialog.restore()
    qtbot.waitUntil(lambda: isinstance(bare.window, MainWindow) and bare.window is not window, timeout=20_000)
    assert gate.stopped == 1
    qtbot.waitUntil(lambda: bare.opened.shop.wholeness.is_checked)
    settle(bare, qtbot)
    assert bare.services.customers.count() == count


def test_locked_in_the_middle(bare: Any, gate: Gate, tmp_path: Path, clock: FakeClock, qtbot: QtBot) -> None:
    path = tmp_path / "shop.crm"
    Shop.create(path, key=WORD, clock=clock).close()
    killed(path, key=WORD)
    before = content(path)
    bare.start(path, WORD)
    qtbot.waitUntil(gate.reached.is_set)
    bare.shops.lock()
    assert gate.stopped == 1
    settle(bare, qtbot)
    assert bare.opened is None
    assert not open_file.of(path).is_open
    assert content(path) == before
    gate.reached.clear()
    gate.stopped = 0
    form = bare.shops.lock_window.form
    type_text(form.edit, WORD)
    qtbot.keyClick(form.edit, Qt.Key.Key_Return)
    until_tried(form)
    qtbot.waitUntil(gate.reached.is_set, timeout=20_000)
    with pytest.raises(ShopInUse):
        add(bare)
    let_through(bare, gate, qtbot)
    add(bare)
    bare.stop()
    assert seal.look(path).state is seal.State.SOUND


@pytest.mark.parametrize("kind", [(None, "torn"), (WORD, "torn")], ids=["plain", "password"])
def test_damage_that_is_found_meanwhile_gives_way_to_the_rescue_page(
    bare: Any, path: Path, key: str | None, gate: Gate, qtbot: QtBot
) -> None:
    break_last_pages(path)
    before = content(path)
    bare.start(path, key)
    qtbot.waitUntil(gate.reached.is_set)
    assert isinstance(bare.window, MainWindow)
    gate.open.set()
    qtbot.waitUntil(lambda: bare.opened is None)
    assert isinstance(bare.window, RescuePage)
    settle(bare, qtbot)
    assert content(path) == before


@pytest.mark.parametrize("kind", [(None, "large")], ids=["large"])
def test_a_flipped_letter_in_a_large_shop_gives_way_to_the_rescue_page(
    bare: Any, path: Path, gate: Gate, qtbot: QtBot
) -> None:
    flip_in_name(path, "单晓丽")
    before = content(path)
    bare.start(path)
    qtbot.waitUntil(gate.reached.is_set)
    gate.open.set()
    qtbot.waitUntil(lambda: bare.opened is None)
    assert isinstance(bare.window, RescuePage)
    settle(bare, qtbot)
    assert content(path) == before


def test_what_was_looked_through_and_locked_before_it_is_accepted_is_looked_through_anew(
    program: Any, gate: Gate, qtbot: QtBot
) -> None:
    check, told = program.opened._check, []
    check._through = lambda: told.append("through")
    accept = check._accept
    check._accept = lambda own: (accept(own), check.stop())
    gate.open.set()
    qtbot.waitUntil(lambda: check._own is None)
    settle(program, qtbot)
    assert told == []
