"""What tests share: a quiet Qt without a screen, a shop copied from a migrated template, time that stands still."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A test must never open the shop of whoever runs it.
os.environ.pop("CRM_DESKTOP_SHOP", None)
os.environ.pop("CRM_DESKTOP_PASSWORD", None)
os.environ.pop("CRM_DESKTOP_CLOCK", None)

import gc
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from crm_desktop import language
from tests.fakes import NOW, FakeBackground, FakeClock, FakeFileDialogs, FakeKeeper, FakeNavigator, FakeQuestions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from crm_desktop.services import Services
    from crm_desktop.store.shop import Shop
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.memory import Memory
    from crm_desktop.ui.style.theme import Theme

# No example may fail for the machine being busy.
settings.register_profile("tests", deadline=None, max_examples=100)
settings.load_profile("tests")

QUICK_ROUNDS = 1000


def pytest_collection_finish() -> None:
    """What is loaded by now, the tests themselves above all, lives to the end: no collection looks through it again.
    Some tests collect, and those with windows after every few."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    language.set_language("en")
    yield
    language.set_language("en")


@pytest.fixture(autouse=True)
def _undressed() -> Iterator[None]:
    """A test's widgets go with it, and its style: else each later test would have to dress them too. A window that is
    still on the screen fails it: there it takes the keyboard and the pointer from later tests."""
    if "PySide6.QtCore" in sys.modules:
        gc.disable()  # what one test leaves of Qt must not be freed by another one's worker thread
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from crm_desktop.ui.plumbing.garbage import collect_if_due

    if isinstance(app := QApplication.instance(), QApplication):
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if app.styleSheet():
            app.setStyleSheet("")
        collect_if_due()
        left = [widget for widget in app.topLevelWidgets() if widget.isVisible()]
        for widget in left:
            widget.hide()  # it fails one test, not all that follow
        assert [type(widget).__name__ for widget in left] == [], "windows are left on the screen"


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        # What the offscreen platform cannot do is no fault of ours; see qt_log_ignore.
        if not record.getMessage().startswith("This plugin does not support"):
            self.records.append(record)


@pytest.fixture(autouse=True)
def log_records(request: pytest.FixtureRequest) -> Iterator[list[logging.LogRecord]]:
    """Every record of WARNING or worse. A test that expects some takes them out; any that is left fails it."""
    handler = _Records()
    logging.getLogger().addHandler(handler)
    yield handler.records
    logging.getLogger().removeHandler(handler)
    if handler.records:
        pytest.fail("unexpected log records: " + "; ".join(record.getMessage() for record in handler.records))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder."""
    path = tmp_path / "data"
    path.mkdir()
    return path


@pytest.fixture
def clock() -> FakeClock:
    """Standing at NOW."""
    return FakeClock(NOW)


@pytest.fixture(autouse=True, scope="session")
def _rounds() -> Iterator[int]:
    """Passwords become keys by few rounds: a fifth of a second for each new file would be minutes for all tests. Gives
    how many they are in the program."""
    from crm_desktop.store import key

    real = key._ROUNDS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key, "_ROUNDS", QUICK_ROUNDS)
        yield real


@pytest.fixture
def real_keys(_rounds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords become keys by as many rounds as in the program: where another program is to open the file by them."""
    monkeypatch.setattr("crm_desktop.store.key._ROUNDS", _rounds)


@pytest.fixture(scope="session")
def shop_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty shop, migrated once for the whole session and never opened again."""
    from crm_desktop.store.shop import Shop

    path = tmp_path_factory.mktemp("template") / "shop.crm"
    Shop.create(path).close()
    return path


@pytest.fixture
def shop_path(shop_template: Path, tmp_path: Path) -> Path:
    """A copy of the template, closed."""
    path = tmp_path / "shop.crm"
    shutil.copy(shop_template, path)
    return path


@pytest.fixture
def shop(shop_path: Path, clock: FakeClock) -> Iterator[Shop]:
    """An open, empty shop."""
    from crm_desktop.store.shop import Shop

    opened = Shop.open(shop_path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def services(shop: Shop) -> Services:
    """The services of the empty shop."""
    from crm_desktop.services import Services

    return Services(shop)


@pytest.fixture
def memory(data_dir: Path) -> Memory:
    from crm_desktop.ui.plumbing.memory import Memory

    return Memory(data_dir / "window.ini")


@pytest.fixture
def theme(qapp: QApplication, memory: Memory) -> Iterator[Theme]:
    """The light theme."""
    from crm_desktop.ui.style.theme import Theme

    theme = Theme(qapp, memory)
    theme.set_mode("light")
    yield theme
    theme.close()


@pytest.fixture
def context(services: Services, memory: Memory, theme: Theme, clock: FakeClock, data_dir: Path) -> Iterator[Context]:
    """What a tab gets, over the empty shop. `navigate`, `file_dialogs`, `questions`, `background` and `keeper` are
    fakes."""
    from crm_desktop import paths
    from crm_desktop.ui.background.calendar_file import CalendarFile
    from crm_desktop.ui.background.daily_backup import DailyBackup
    from crm_desktop.ui.background.presence import Presence
    from crm_desktop.ui.background.watched_folder import WatchedFolder
    from crm_desktop.ui.plumbing.actions import Actions
    from crm_desktop.ui.plumbing.bus import ChangeBus
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.jobs import Jobs
    from crm_desktop.ui.plumbing.messages import Messages

    bus, messages, bugs = ChangeBus(), Messages(), []
    jobs = Jobs(lambda error: messages.error(str(error)), bugs.append)
    actions = Actions(services.history, bus, messages)
    watched = WatchedFolder(services.shop, jobs, actions, bus, messages, memory)
    calendar_file = CalendarFile(services, jobs, bus, messages, memory)
    keeper = FakeKeeper()
    yield Context(
        services=services,
        bus=bus,
        actions=actions,
        jobs=jobs,
        messages=messages,
        clock=clock,
        memory=memory,
        theme=theme,
        navigate=FakeNavigator(),
        file_dialogs=FakeFileDialogs(),
        questions=FakeQuestions(),
        watched=watched,
        background=FakeBackground(),
        calendar_file=calendar_file,
        daily_backup=DailyBackup(services.shop, paths.backups(data_dir), jobs),
        keeper=keeper,
        data_dir=data_dir,
        presence=Presence(services.shop, data_dir, jobs, messages, memory, keeper),
    )
    watched.stop()
    calendar_file.stop()
    jobs.close(services.shop.close)
    if bugs:
        raise bugs[0]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a disk of a few MB, or remounts it, with the options given."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = False

    def mount(options: str) -> Path:
        nonlocal mounted
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting a small disk is not permitted here")
        mounted = True
        return folder

    if sys.platform != "linux":
        pytest.skip("a small disk is mounted on Linux alone")
    yield mount
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)
