"""The page in the window's place when the shop's file is damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QRadioButton

from crm_desktop.domain.backup_policy import Why
from crm_desktop.language import Sentence
from crm_desktop.services.backups import Backups
from crm_desktop.services.demo import make
from crm_desktop.services.rescue import Newer, Person, Report, TableReport
from crm_desktop.store.models import Customer
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.safety.section import State
from crm_desktop.ui.opening.copy_choice import lacks_words
from crm_desktop.ui.opening.rescue_page import RescuePage
from crm_desktop.ui.opening.rescue_report import ReportView
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.style.theme import Theme
from tests.fakes import FakeClock, FakeFileDialogs

PAGE = 4096
WAIT_MS = 30_000


class FakeShell:
    def __init__(self) -> None:
        self.opened: list[Path] = []

    def open_shop(self, path: Path) -> None:
        self.opened.append(path)

    def window_closed(self) -> bool:
        return True


@pytest.fixture
def folder(data_dir: Path) -> Path:
    return data_dir / "backups"


def _note(shop: Shop, at: datetime) -> None:
    shop.clock = FakeClock(at)
    with shop.change(Sentence("Edited %1", "王芳")):
        Customer.update(note=str(at)).where(Customer.id == 5).execute()


@pytest.fixture
def damaged(tmp_path: Path, folder: Path) -> Path:
    """A shop of 60 customers with three copies, to which something was done after the last of them."""
    path = tmp_path / "桂香茶铺.crm"
    shop = Shop.create(path, clock=FakeClock(datetime(2026, 11, 17)))
    make(shop, 60, 100, 1, date(2026, 11, 17))
    backups = Backups(shop, folder)
    for day in (18, 19, 20):
        _note(shop, datetime(2026, 11, day, 9))
        backups.make(None, Why.DAILY)
    _note(shop, datetime(2026, 11, 20, 17, 40))
    _note(shop, datetime(2026, 11, 21, 15, 18))
    shop.close()
    data = bytearray(path.read_bytes())
    data[PAGE * 30 : PAGE * 33] = bytes(PAGE * 3)
    path.write_bytes(data)
    return path


@pytest.fixture
def messages() -> Messages:
    return Messages()


@pytest.fixture
def jobs(messages: Messages) -> Iterator[Jobs]:
    bugs: list[BaseException] = []
    jobs = Jobs(lambda error: messages.error(str(error)), bugs.append)
    yield jobs
    jobs.close(None)
    if bugs:
        raise bugs[0]


@pytest.fixture
def shell() -> FakeShell:
    return FakeShell()


@pytest.fixture
def files() -> FakeFileDialogs:
    return FakeFileDialogs()


@pytest.fixture
def opened() -> list[tuple[Path, object]]:
    return []


@pytest.fixture
def show(
    qtbot: Any, damaged: Path, folder: Path, theme: Theme, messages: Messages, jobs: Jobs, shell: FakeShell,
    files: FakeFileDialogs, clock: FakeClock, opened: list[tuple[Path, object]],
) -> Callable[[], RescuePage]:  # fmt: skip
    def show() -> RescuePage:
        page = RescuePage(
            damaged, None, folder, lambda path, key: opened.append((path, key)), shell, theme, messages, jobs, files,
            clock,
        )  # fmt: skip
        qtbot.addWidget(page)
        page.show()
        assert not page.again.isEnabled()
        qtbot.waitUntil(lambda: page.copies.state is not State.UNKNOWN, timeout=WAIT_MS)
        return page

    return show


def texts(widget: Any) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_the_copies_are_named_with_what_they_lack(show: Callable[[], RescuePage]) -> None:
    page = show()
    choices = page.findChildren(QRadioButton)
    assert [choice.text() for choice in choices] == [
        f"Nov {day}, 2026 09:00 (customers: 60, purchases: 100)" for day in (20, 19, 18)
    ]
    assert choices[0].isChecked()
    assert choices[0].accessibleDescription() == (
        "It lacks the last 2 changes, made between Nov 20, 2026 17:40 and Nov 21, 2026 15:18."
    )
    assert page.bring_back.text() == "Bring back the copy of Nov 20, 2026 09:00"
    assert page.focusWidget() is page.bring_back
    choices[2].click()
    assert page.bring_back.accessibleName() == "Bring back the copy of Nov 18, 2026 09:00"
    assert page.again.isEnabled()
    assert page.put_away()


def test_a_copy_is_brought_back(
    qtbot: Any, show: Callable[[], RescuePage], damaged: Path, opened: list[tuple[Path, object]]
) -> None:
    page, before = show(), damaged.read_bytes()
    page.bring_back.click()
    assert not page.recover.isEnabled()
    qtbot.waitUntil(lambda: bool(opened), timeout=WAIT_MS)
    assert opened == [(damaged, None)]
    shop = Shop.open(damaged)
    assert shop.run("SELECT count(*) FROM change").fetchone() == (4,)
    shop.close()
    kept = [each for each in damaged.parent.glob("*.crm") if each != damaged]
    assert [each.read_bytes() for each in kept] == [before]


def test_another_copy_may_be_chosen(
    qtbot: Any, show: Callable[[], RescuePage], folder: Path, files: FakeFileDialogs,
    opened: list[tuple[Path, object]], messages: Messages, damaged: Path,
) -> None:  # fmt: skip
    page = show()
    page.choose.click()  # and thought better of
    files.will_answer(damaged)
    errors: list[Any] = []
    messages.posted.connect(errors.append)
    page.choose.click()
    qtbot.waitUntil(lambda: bool(errors), timeout=WAIT_MS)
    assert page.recover.isEnabled()
    assert opened == []
    files.will_answer(min(folder.glob("*.crm")))
    page.choose.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=WAIT_MS)


def test_one_copy_needs_no_choice(qtbot: Any, show: Callable[[], RescuePage], folder: Path) -> None:
    first, *rest = sorted(folder.glob("*.crm"))
    for each in rest:
        each.unlink()
    page = show()
    assert page.findChildren(QRadioButton) == []
    assert page.bring_back.text() == "Bring back the copy of Nov 18, 2026 09:00"
    assert page.choice.chosen.path == first


def test_without_a_copy_that_is_said(show: Callable[[], RescuePage], folder: Path) -> None:
    for each in folder.glob("*.crm"):
        each.unlink()
    page = show()
    assert page.copies.state is State.TROUBLE
    assert not page.bring_back.isVisible()
    assert page.choose.isVisible()


def test_what_can_be_read_goes_into_a_new_file(
    qtbot: Any, show: Callable[[], RescuePage], files: FakeFileDialogs, tmp_path: Path, damaged: Path,
    opened: list[tuple[Path, object]],
) -> None:  # fmt: skip
    page, before = show(), damaged.read_bytes()
    page.recover.click()  # and thought better of
    target = tmp_path / "new.crm"
    files.will_answer(target)
    page.recover.click()
    page.recover.click()  # is being done already
    qtbot.waitUntil(lambda: page.report is not None, timeout=WAIT_MS)
    assert files.suggested == ["桂香茶铺 recovered.crm"] * 2
    assert damaged.read_bytes() == before
    report = page.report
    assert report is not None
    assert any("“new.crm” is a new file, checked and sound. Customers: 60" in text for text in texts(report))
    assert report.table.item(0, 0).text() == "Customers"
    assert report.table.item(0, 1).text() == "60"
    report.open.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=WAIT_MS)
    assert opened == [(target, None)]
    report.back.click()
    assert page.report is None
    assert page.recover.isVisible()


def test_a_file_that_is_there_is_not_overwritten(
    qtbot: Any, show: Callable[[], RescuePage], files: FakeFileDialogs, damaged: Path, messages: Messages
) -> None:
    page = show()
    errors: list[Any] = []
    messages.posted.connect(errors.append)
    files.will_answer(damaged)
    page.recover.click()
    qtbot.waitUntil(lambda: bool(errors), timeout=WAIT_MS)
    assert page.recover.isEnabled()


def test_it_may_be_tried_again_or_another_shop_opened(
    qtbot: Any, show: Callable[[], RescuePage], files: FakeFileDialogs, shell: FakeShell, damaged: Path,
    opened: list[tuple[Path, object]], tmp_path: Path,
) -> None:  # fmt: skip
    page = show()
    page.again.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=WAIT_MS)
    assert opened == [(damaged, None)]
    page.other.click()
    files.will_answer(tmp_path / "other.crm")
    page.other.click()
    assert shell.opened == [tmp_path / "other.crm"]


def test_what_a_copy_lacks_in_words() -> None:
    at = datetime(2026, 11, 21, 15, 18)
    assert "cannot be told" in lacks_words(None)
    assert lacks_words(Newer(0, None, None)) == "It lacks nothing that the damaged file tells of."
    assert lacks_words(Newer(1, at, at)) == "It lacks the last change, made on Nov 21, 2026 15:18."


def _report(**changes: Any) -> Report:
    tables = (
        TableReport("customer", Sentence("Customers"), 1200, 3, 0),
        TableReport("purchase", Sentence("Purchases"), 0, 0, None),
        TableReport("tag", Sentence("Tags"), 0, 0, 0),
    )
    people = (Person(1, "王芳"), Person(2, ""))
    return replace(Report(Path("new.crm"), tables, people, journal_kept=False), **changes)


def test_the_report_names_what_is_lost_and_whom_to_look_at(qtbot: Any, theme: Theme) -> None:
    view = ReportView(_report(), theme, lambda: None, lambda: None, width=680)
    qtbot.addWidget(view)
    cells = [[view.table.item(row, place).text() for place in range(4)] for row in range(view.table.rowCount())]
    assert cells == [["Customers", "1,200", "3", "–"], ["Purchases", "0", "–", "not known"]]
    assert any("begins anew" in text for text in texts(view))
    view.copy.click()
    assert QGuiApplication.clipboard().text() == "王芳\nCustomer no. 2, without a name"


def test_of_very_many_customers_in_doubt_the_first_are_shown(qtbot: Any, theme: Theme) -> None:
    people = tuple(Person(number, f"C{number}") for number in range(800))
    view = ReportView(_report(doubtful_customers=people), theme, lambda: None, lambda: None, width=680)
    qtbot.addWidget(view)
    assert view.people.count() == 500
    assert "and 300 more" in texts(view)


def test_where_everything_was_read_that_is_said(qtbot: Any, theme: Theme) -> None:
    whole = (TableReport("customer", Sentence("Customers"), 3, 0, 0), TableReport("purchase", Sentence("P"), 3, 0, 0))
    report = _report(tables=whole, doubtful_customers=(), journal_kept=True)
    view = ReportView(report, theme, lambda: None, lambda: None, width=680)
    qtbot.addWidget(view)
    assert "Everything was recovered" in texts(view)
