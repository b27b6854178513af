"""The watched folder: real files in a real folder, a clock that is moved, and looks as the minute tick asks for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from crm_desktop import language
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.exchange.watched import arrivals as exchange
from crm_desktop.exchange.watched import arrived_files
from crm_desktop.language import Sentence
from crm_desktop.store.journal import ALL, Change
from crm_desktop.ui.background.watched_folder import WatchedFolder
from crm_desktop.ui.background.watched_memory import Entry
from crm_desktop.ui.dialogs.settings import SettingsDialog
from crm_desktop.ui.dialogs.watched_folder import WatchedFolderDialog
from crm_desktop.ui.tabs.today import arrivals as page
from crm_desktop.ui.tabs.today.arrivals import Arrivals, headline, what_became
from crm_desktop.ui.tabs.today.tab import TodayTab
from tests.fakes import FakeClock
from tests.hands import show_tab

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message

SURE = "姓名,手机\n单晓丽,13800138000\n曾国强,13911112222\n"
UNSURE = "姓名,手机,性别\n单晓丽,13800138000,1\n曾国强,13911112222,2\n"

Look = Callable[[], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "till"
    path.mkdir()
    return path


@pytest.fixture
def watched(context: Context, folder: Path) -> WatchedFolder:
    """Watching the folder; its own timer rests, the tests look."""
    found = context.watched
    found.choose(folder, on=True)
    found._again.stop()
    found._again.setInterval(10_000_000)
    return found


@pytest.fixture
def look(context: Context, watched: WatchedFolder, clock: FakeClock, qtbot: QtBot) -> Look:
    """One look, a minute after the one before, and all that it leads to."""

    def once() -> None:
        clock.advance(minutes=1)
        watched.look()
        qtbot.waitUntil(lambda: not context.jobs.busy and not watched._busy and not watched._queue)

    return once


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told(watched: WatchedFolder) -> list[tuple[str, str]]:
    return [(entry.name, entry.state) for entry in watched.entries()]


def test_it_is_off_by_default(context: Context, folder: Path, qtbot: QtBot) -> None:
    put(folder, "till.csv", SURE)
    assert not context.watched.on
    context.watched.start()
    context.watched.look()
    assert not context.jobs.busy


def test_a_file_that_stands_still_comes_in(
    watched: WatchedFolder, look: Look, folder: Path, services: Services, messages: list[Message]
) -> None:
    path = put(folder, "till.csv", SURE)
    look()
    assert told(watched) == []
    with path.open("a", encoding="utf-8") as file:  # the till is not done yet
        file.write("王芳,13722223333\n")
    look()
    assert told(watched) == []
    look()
    (entry,) = watched.entries()
    assert (entry.name, entry.state, entry.kind, entry.counts["added"]) == ("till.csv", "imported", "customers", 3)
    assert services.customers.count() == 3
    assert (folder / "Imported" / "till.csv").exists()
    assert messages[-1].text == "Brought in “till.csv” by itself"
    look()
    assert len(watched.entries()) == 1


def test_two_looks_at_once_are_not_two_looks(
    context: Context, watched: WatchedFolder, look: Look, folder: Path, clock: FakeClock, qtbot: QtBot
) -> None:
    put(folder, "till.csv", SURE)
    look()
    clock.advance(minutes=-5)  # the clock was put back
    for _ in range(3):
        watched.look()
        watched.look()
        qtbot.waitUntil(lambda: not context.jobs.busy)
    assert told(watched) == []
    look()
    assert told(watched) == [("till.csv", "imported")]


def test_several_files_come_in_one_after_the_other(watched: WatchedFolder, look: Look, folder: Path) -> None:
    for n in range(3):
        put(folder, f"{n}.csv", f"姓名,手机\n客户,1380013800{n}\n")
    put(folder, "~$0.xlsx", "x")
    look()
    look()
    assert sorted(told(watched)) == [(f"{n}.csv", "imported") for n in range(3)]
    assert [path.name for path in folder.iterdir() if path.is_file()] == ["~$0.xlsx"]


def test_what_waits_is_opened_once_and_then_comes_in_by_itself(
    context: Context, watched: WatchedFolder, look: Look, folder: Path, services: Services
) -> None:
    path = put(folder, "till.csv", UNSURE)
    for _ in range(3):
        look()
    assert told(watched) == [("till.csv", "waiting")]
    import_file(services.shop, "customers", path, mapping={"性别": "gender"})  # as the import page does
    context.bus.changed.emit(Change(1, Sentence("Imported"), {"customer": ALL}))
    look()
    look()
    assert told(watched) == [("till.csv", "imported")]
    put(folder, "next.csv", UNSURE.replace("单晓丽", "王芳").replace("13800138000", "13722223333"))
    look()
    look()
    assert told(watched)[0] == ("next.csv", "imported")


def test_small_changes_do_not_have_what_waits_read_again(
    context: Context, watched: WatchedFolder, look: Look, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "till.csv", UNSURE)
    look()
    look()
    monkeypatch.setattr(exchange, "take", lambda *args, **rest: pytest.fail("read again"))
    context.bus.changed.emit(Change(1, Sentence("Edited"), {"customer": frozenset({1})}))
    look()
    look()
    assert told(watched) == [("till.csv", "waiting")]


def test_a_waiting_file_that_someone_takes_away_is_told_no_more(
    watched: WatchedFolder, look: Look, folder: Path
) -> None:
    path = put(folder, "till.csv", UNSURE)
    look()
    look()
    path.unlink()
    look()
    assert told(watched) == []


def test_ok_lets_a_waiting_file_lie(watched: WatchedFolder, look: Look, folder: Path) -> None:
    put(folder, "till.csv", UNSURE)
    look()
    look()
    watched.ok(watched.entries()[0].id)
    look()
    look()
    assert told(watched) == []


def test_the_folder_gone_is_said_once(watched: WatchedFolder, look: Look, folder: Path) -> None:
    shutil.move(folder, folder.with_name("elsewhere"))
    look()
    look()
    assert told(watched) == [(str(folder), "gone")]
    watched.ok(watched.entries()[0].id)
    look()
    assert told(watched) == []
    shutil.move(folder.with_name("elsewhere"), folder)
    put(folder, "till.csv", SURE)
    look()
    look()
    assert told(watched) == [("till.csv", "imported")]
    shutil.move(folder, folder.with_name("elsewhere"))
    look()
    assert (str(folder), "gone") in told(watched)
    shutil.move(folder.with_name("elsewhere"), folder)
    look()
    assert told(watched) == [("till.csv", "imported")]


def test_what_cannot_be_moved_is_brought_in_once_and_moved_later(
    watched: WatchedFolder, look: Look, folder: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(folder, "till.csv", SURE)
    with monkeypatch.context() as held_open:
        held_open.setattr(arrived_files, "subfolder", lambda folder, state: folder / "no" / "such")
        for _ in range(4):
            look()
        assert told(watched) == [("till.csv", "imported")]
        assert "the file could not be moved away" in what_became(watched.entries()[0])
        watched.undo(watched.entries()[0])
        assert services.customers.count() == 0
        path.touch()  # another time, the same content
        look()
        look()
        assert services.customers.count() == 0
    look()
    assert (folder / "Imported" / "till.csv").exists()
    assert services.customers.count() == 0


def test_a_refused_file_keeps_its_reason_out_of_the_memory(
    context: Context, watched: WatchedFolder, look: Look, folder: Path, services: Services
) -> None:
    put(folder, "list.csv", "")
    look()
    look()
    (entry,) = watched.entries()
    assert entry.state == "refused"
    assert "is empty" in what_became(entry)
    again = WatchedFolder(services.shop, context.jobs, context.actions, context.bus, context.messages, context.memory)
    (kept,) = again.entries()
    assert kept.reason == ""
    assert "is empty" in what_became(kept)  # read from beside the file
    shutil.rmtree(folder / "Not imported")
    assert what_became(kept) == "It could not be brought in."
    again.stop()


def test_what_is_told_outlives_a_restart_and_names_nobody(
    context: Context, watched: WatchedFolder, look: Look, folder: Path, services: Services, data_dir: Path
) -> None:
    put(folder, "till.csv", SURE)
    look()
    look()
    assert "till.csv" in (data_dir / "window.ini").read_text("utf-8")
    assert "13800138000" not in (data_dir / "window.ini").read_text("utf-8")
    again = WatchedFolder(services.shop, context.jobs, context.actions, context.bus, context.messages, context.memory)
    assert (again.folder, again.on) == (folder, True)
    assert again.entries() == watched.entries()
    again.ok(again.entries()[0].id)
    assert again.entries() == []
    again.stop()


@pytest.mark.parametrize(
    "kept",
    [
        {"from": "another version"},
        {"entries": [{"id": 1, "name": "x", "at": "never", "state": "imported"}]},
        {"entries": [5]},
        {"dealt": {"a": {}}},
    ],
)
def test_what_another_version_kept_is_let_go(context: Context, services: Services, kept: dict[str, Any]) -> None:
    context.memory.put(context.watched._key, kept)
    again = WatchedFolder(services.shop, context.jobs, context.actions, context.bus, context.messages, context.memory)
    assert (again.folder, again.on, again.entries()) == (None, False, [])
    again.stop()


def test_a_failure_that_is_not_the_files_is_tried_again_and_told_once(
    watched: WatchedFolder, look: Look, folder: Path, services: Services
) -> None:
    def full(why: str, **rest: object) -> None:
        from crm_desktop.errors import DiskFull

        raise DiskFull(Sentence("There is no room."))

    guarded = services.shop.safeguard
    services.shop.safeguard = full
    put(folder, "till.csv", SURE)
    for _ in range(5):
        look()
    (entry,) = watched.entries()
    assert (entry.state, what_became(entry)) == ("failed", "There is no room.")
    services.shop.safeguard = guarded
    look()
    look()
    assert told(watched) == [("till.csv", "imported")]


def test_nothing_comes_in_while_a_page_is_open(watched: WatchedFolder, look: Look, folder: Path, qtbot: QtBot) -> None:
    put(folder, "till.csv", SURE)
    page = QDialog()
    qtbot.addWidget(page)
    page.open()
    for _ in range(3):
        look()
    assert told(watched) == []
    page.close()
    look()
    assert told(watched) == [("till.csv", "imported")]


def test_a_bug_does_not_come_back_every_minute(
    context: Context, watched: WatchedFolder, look: Look, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[BaseException] = []
    monkeypatch.setattr(context.jobs, "_on_bug", bugs.append)

    def fail(*args: object, **rest: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(exchange, "take", fail)
    put(folder, "till.csv", SURE)
    for _ in range(5):
        look()
    assert len(bugs) == 1
    assert told(watched) == []


def test_undone_elsewhere_is_undone_here(
    context: Context, watched: WatchedFolder, look: Look, folder: Path, services: Services
) -> None:
    put(folder, "till.csv", SURE)
    look()
    look()
    context.actions.undo()
    (entry,) = watched.entries()
    assert entry.undone
    assert what_became(entry) == "Undone"
    assert services.customers.count() == 0


def test_what_another_shop_undoes_is_none_of_its_business(
    context: Context, watched: WatchedFolder, look: Look, folder: Path
) -> None:
    put(folder, "till.csv", SURE)
    look()
    look()
    watched.stop()
    change = watched.entries()[0].change
    assert change is not None
    context.messages.undone.emit(change)
    assert not watched.entries()[0].undone


def test_stopped_for_good_it_looks_no_more(context: Context, watched: WatchedFolder) -> None:
    watched.stop()
    watched.look()
    watched.start()
    assert watched._watcher is None
    assert not context.jobs.busy


# On Today


def pressed(widget: Any, text: str) -> None:
    QApplication.processEvents()
    next(each for each in widget.findChildren(QPushButton) if each.text() == text and each.isVisible()).click()


@pytest.fixture
def tab(context: Context, qtbot: QtBot) -> TodayTab:
    return show_tab(TodayTab(context), context, qtbot)


def words(arrivals: Arrivals) -> list[str]:
    return [line.accessibleName() for line in arrivals._lines]


def test_today_tells_and_undoes(
    watched: WatchedFolder, look: Look, folder: Path, tab: TodayTab, services: Services
) -> None:
    assert not tab.arrivals.isVisible()
    put(folder, "till.csv", SURE)
    look()
    look()
    assert tab.arrivals.isVisible()
    assert words(tab.arrivals) == ["till.csv · customers · 11-21 15:22 · New 2 · Update 0 · Unchanged 0"]
    pressed(tab.arrivals, "Undo")
    assert services.customers.count() == 0
    assert words(tab.arrivals) == ["till.csv · customers · 11-21 15:22 · Undone"]
    pressed(tab.arrivals, "OK")
    assert not tab.arrivals.isVisible()


def test_today_opens_what_waits(
    context: Context, watched: WatchedFolder, look: Look, folder: Path, tab: TodayTab
) -> None:
    path = put(folder, "till.csv", UNSURE)
    look()
    look()
    assert "It waits" in words(tab.arrivals)[0]
    pressed(tab.arrivals, "Open")
    assert context.navigate.calls == [("import_file", path, "customers")]  # type: ignore[attr-defined]


def test_today_shows_rejected_rows_and_the_folder(
    watched: WatchedFolder, look: Look, folder: Path, tab: TodayTab, messages: list[Message],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    opened: list[str] = []
    monkeypatch.setattr(page.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    put(folder, "sales.csv", "日期,金额,顾客姓名,手机\n2026-11-01,12,王芳,13800138000\nnever,xx,王芳,13800138000\n")
    put(folder, "empty.csv", "")
    look()
    look()
    assert any("Rejected 1" in line for line in words(tab.arrivals))
    pressed(tab.arrivals, "See rejected rows")
    pressed(tab.arrivals, "Show the folder")
    assert opened == [str(folder / "Imported" / "sales rejected.xlsx"), str(folder / "Not imported")]
    monkeypatch.setattr(page.QDesktopServices, "openUrl", lambda url: False)
    pressed(tab.arrivals, "See rejected rows")
    assert messages[-1].text.startswith("It is here: ")
    shutil.rmtree(folder / "Imported")
    pressed(tab.arrivals, "See rejected rows")
    assert messages[-1].text.endswith("is not there any more.")
    pressed(tab.arrivals, "OK to all")
    assert watched.entries() == []


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_every_state_has_words(code: str) -> None:
    language.set_language(code)
    entry = Entry(1, "till.csv", "2026-11-21T15:20:00", "waiting")
    said = {what_became(replace(entry, wait=wait)) for wait in ("mapping", "password", "stopped")}
    said |= {what_became(replace(entry, state=state)) for state in ("imported", "refused", "failed", "gone")}
    said.add(what_became(replace(entry, state="imported", counts={"added": 1, "skipped": 2}, moved="x")))
    assert len(said) == 8
    assert "till.csv" in headline(entry)


# In the settings


@pytest.fixture
def settings(context: Context, qtbot: QtBot) -> SettingsDialog:
    dialog = SettingsDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def asked(settings: SettingsDialog) -> WatchedFolderDialog:
    settings.watched_button.click()
    return settings.findChildren(WatchedFolderDialog)[-1]


def test_she_chooses_a_folder(context: Context, settings: SettingsDialog, folder: Path, tmp_path: Path) -> None:
    answers: Any = context.file_dialogs
    assert settings.watched.text() == "Off"
    dialog = asked(settings)
    answers.will_answer(None)
    dialog.on.setChecked(True)
    dialog.save_button.click()
    assert any(label.text() == "Choose the folder that is to be watched." for label in dialog.findChildren(QLabel))
    for wrong in (tmp_path / "gone", context.services.shop.path.parent):
        answers.will_answer(wrong)
        dialog.choose_button.click()
        dialog.save_button.click()
        assert dialog.isVisible()
        assert not context.watched.on
    answers.will_answer(None, folder)
    dialog.choose_button.click()
    dialog.choose_button.click()
    assert dialog.path.text() == str(folder)
    dialog.save_button.click()
    assert not dialog.isVisible()
    assert (context.watched.folder, context.watched.on) == (folder, True)
    assert settings.watched.text() == str(folder)
    kept: dict[str, Any] = context.memory.get(context.watched._key, {})
    assert kept["folder"] == str(folder)


def test_it_is_turned_off_and_keeps_its_folder(watched: WatchedFolder, settings: SettingsDialog, folder: Path) -> None:
    dialog = asked(settings)
    dialog.on.setChecked(False)
    dialog.save_button.click()
    assert (watched.folder, watched.on) == (folder, False)
    assert watched._watcher is None
    assert settings.watched.text() == "Off"


def test_saved_as_it_was_nothing_is_begun_anew(watched: WatchedFolder, settings: SettingsDialog) -> None:
    before = watched._watcher
    asked(settings).save_button.click()
    assert watched._watcher is before
