"""The copies on the safety page, and “Copy the shop to…”."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from crm_desktop.errors import Cancelled, UserError
from crm_desktop.language import Sentence, set_language
from crm_desktop.services.backup_places import FOLDER_NAME
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.copy_shop import copy_shop_to
from crm_desktop.ui.dialogs.safety import copies
from crm_desktop.ui.dialogs.safety.copies import CopiesSection
from crm_desktop.ui.dialogs.safety.section import State
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.messages import Message
from tests.fakes import FakeClock, FakeFileDialogs


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "stick"
    path.mkdir()
    return path


@pytest.fixture
def worked(context: Context, qtbot: QtBot) -> Callable[[], None]:
    """Wait until the worker has done everything, and it was told."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not context.jobs._endings)

    return wait


@pytest.fixture
def section(context: Context, qtbot: QtBot, worked: Callable[[], None]) -> CopiesSection:
    context.services.customers.add(CustomerDraft(name="王芳"))
    found = CopiesSection(context)
    qtbot.addWidget(found)
    found.show()
    worked()
    return found


def choose(section: CopiesSection, dialogs: FakeFileDialogs, folder: Path | None) -> None:
    dialogs.will_answer(folder)
    section.choose.click()


@pytest.fixture
def dialogs(context: Context) -> FakeFileDialogs:
    assert isinstance(context.file_dialogs, FakeFileDialogs)
    return context.file_dialogs


class TestWhatItSays:
    def test_there_is_none_yet(self, section: CopiesSection) -> None:
        assert (section.said, section.state) == ("There is no copy yet.", State.ADVICE)
        assert "All copies are on this computer" in section.second_note.text()
        assert section.second.text() == "Second place: none"
        assert section.none.isHidden()

    def test_the_last_one(
        self, section: CopiesSection, worked: Callable[[], None], messages: list[Message], clock: FakeClock
    ) -> None:
        section.now.click()
        assert not section.now.isEnabled()
        worked()
        assert messages[-1].text.startswith("Backup made and checked: 1 customer")
        assert section.said.startswith("The last copy: Today 15:20, 1 customer")
        assert section.state is State.ADVICE  # there is no second place
        assert section.now.isEnabled()
        clock.advance(days=1)
        section.refresh()
        worked()
        assert section.said.startswith("The last copy: Yesterday 15:20")

    def test_none_can_be_made(
        self, section: CopiesSection, context: Context, worked: Callable[[], None], messages: list[Message]
    ) -> None:
        backups = context.daily_backup.backups
        backups.folder.write_text("in the way")
        section.now.click()
        worked()
        assert messages[-1].is_error
        assert section.now.isEnabled()
        with pytest.raises(UserError):
            backups.daily()
        section.refresh()
        worked()
        assert section.said.startswith("No backup could be made since 2026-11-21: ")
        assert section.state is State.TROUBLE

    def test_it_may_be_closed_meanwhile(self, context: Context, worked: Callable[[], None], qtbot: QtBot) -> None:
        found = CopiesSection(context)
        qtbot.addWidget(found)
        found.now.click()
        shiboken6.delete(found)
        worked()

    def test_in_chinese(self, context: Context, qtbot: QtBot, worked: Callable[[], None]) -> None:
        set_language("zh_CN")
        found = CopiesSection(context)
        qtbot.addWidget(found)
        worked()
        assert found.said


class TestTheSecondPlace:
    def test_chosen_it_gets_its_copy_at_once(
        self, section: CopiesSection, dialogs: FakeFileDialogs, stick: Path, worked: Callable[[], None]
    ) -> None:
        choose(section, dialogs, stick)
        worked()
        assert section.second.text() == f"Second place: {stick / FOLDER_NAME}"
        assert len(list((stick / FOLDER_NAME).iterdir())) == 1
        note = section.second_note.text()
        assert "The last copy there: Today 15:20, 1 customer" in note
        assert "on the same disk as the shop" in note
        assert "has no password" in note
        assert section.state is State.ADVICE

    def test_on_another_disk_all_is_well(
        self,
        section: CopiesSection,
        dialogs: FakeFileDialogs,
        stick: Path,
        worked: Callable[[], None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(copies, "_same_disk", lambda folder, shop: False)
        section.now.click()
        choose(section, dialogs, stick)
        worked()
        assert section.state is State.GOOD

    def test_in_both_places(
        self, section: CopiesSection, context: Context, dialogs: FakeFileDialogs, stick: Path,
        worked: Callable[[], None], messages: list[Message],
    ) -> None:  # fmt: skip
        choose(section, dialogs, stick)
        worked()
        context.services.customers.add(CustomerDraft(name="李伟"))
        section.now.click()
        worked()
        assert messages[-1].text.startswith("Backups made in both places and checked: 2 customer")

    def test_she_thinks_better_of_it(self, section: CopiesSection, dialogs: FakeFileDialogs) -> None:
        choose(section, dialogs, None)
        assert section.second.text() == "Second place: none"

    def test_a_folder_that_will_not_do(
        self, section: CopiesSection, dialogs: FakeFileDialogs, context: Context
    ) -> None:
        context.daily_backup.backups.folder.mkdir()
        choose(section, dialogs, context.daily_backup.backups.folder)
        assert "the backup folder itself" in section.second_note.text()
        assert section.second.text() == "Second place: none"

    def test_a_stick_that_is_not_there(
        self, section: CopiesSection, dialogs: FakeFileDialogs, stick: Path, worked: Callable[[], None],
        messages: list[Message], clock: FakeClock, context: Context,
    ) -> None:  # fmt: skip
        choose(section, dialogs, stick)
        worked()
        stick.rename(stick.with_name("pulled"))
        context.services.customers.add(CustomerDraft(name="李伟"))
        section.now.click()
        worked()
        assert "none in the second place" in messages[-1].text
        assert "No copy could be made there since 2026-11-21" in section.second_note.text()
        assert section.state is State.ADVICE
        clock.advance(days=3)
        section.refresh()
        worked()
        assert section.state is State.TROUBLE

    def test_none_any_more(
        self, section: CopiesSection, dialogs: FakeFileDialogs, stick: Path, worked: Callable[[], None]
    ) -> None:
        choose(section, dialogs, stick)
        worked()
        section.none.click()
        worked()
        assert section.second.text() == "Second place: none"
        assert section.none.isHidden()

    def test_she_stops_it_there(
        self, section: CopiesSection, context: Context, dialogs: FakeFileDialogs, stick: Path,
        worked: Callable[[], None], messages: list[Message],
    ) -> None:  # fmt: skip
        choose(section, dialogs, stick)
        worked()
        context.services.customers.add(CustomerDraft(name="李伟"))
        context.daily_backup.backups.make_in_second = _stopped  # type: ignore[method-assign]
        section.now.click()
        worked()
        assert messages[-1].text.startswith("Backup made and checked: 2 customer")


def _stopped(**options: object) -> None:
    raise Cancelled(Sentence("Stopped. Nothing was changed."))


class TestCopyTo:
    def test_one_checked_file(
        self, context: Context, dialogs: FakeFileDialogs, stick: Path, worked: Callable[[], None],
        messages: list[Message], section: CopiesSection,
    ) -> None:  # fmt: skip
        target = stick / "茶铺.crm"
        for _ in range(2):  # the second time the file dialog has asked whether it may be replaced
            dialogs.will_answer(target)
            section.copy.click()
            worked()
            assert messages[-1].text == f"Copied the shop to {target} and checked the copy: 1 customer"
            assert messages[-1].action == "Open folder"
        assert dialogs.suggested[-1] == "shop 2026-11-21.crm"
        assert [path.name for path in stick.iterdir()] == ["茶铺.crm"]
        copy = Shop.open(target)
        assert copy.identity == context.services.shop.identity
        copy.close()

    def test_she_thinks_better_of_it(self, context: Context, dialogs: FakeFileDialogs, section: CopiesSection) -> None:
        dialogs.will_answer(None)
        copy_shop_to(context, section)
        assert not context.jobs.busy

    def test_a_disk_that_does_not_take_it(
        self, context: Context, dialogs: FakeFileDialogs, stick: Path, worked: Callable[[], None],
        messages: list[Message], section: CopiesSection,
    ) -> None:  # fmt: skip
        dialogs.will_answer(stick / "gone" / "x.crm")
        copy_shop_to(context, section)
        worked()
        assert messages[-1].is_error
        assert "There is no folder" in messages[-1].text
