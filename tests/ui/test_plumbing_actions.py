"""Taking back a change of many rows: in the background, one at a time, and told when it is done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop import paths
from crm_desktop.domain.backup_policy import Why
from crm_desktop.errors import UserError
from crm_desktop.language import Sentence
from crm_desktop.services.backups import Backups
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.history import UndoAnswer
from crm_desktop.store.models import Customer
from crm_desktop.ui.plumbing import actions as module
from crm_desktop.ui.plumbing.actions import Actions
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.messages import Message


@pytest.fixture
def background(context: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A program in which every change is a large one."""
    monkeypatch.setattr(module, "MANY_ROWS", 1)
    actions = Actions(context.services.history, context.bus, context.messages, context.jobs)
    return replace(context, actions=actions)


def test_a_large_change_is_taken_back_in_the_background(background: Context, qtbot) -> None:
    services, actions = background.services, background.actions
    services.customers.add(CustomerDraft(name="甲"))
    answers: list[UndoAnswer] = []
    said: list[Message] = []
    titles: list[str] = []
    background.jobs.started.connect(lambda job: titles.append(job.title))
    background.messages.posted.connect(said.append)
    assert actions.undo(done=answers.append) is None
    assert actions.undo() is None  # pressed once more: it does not take back another one
    assert "moment" in said[-1].text
    qtbot.waitUntil(lambda: bool(answers))
    assert services.customers.count() == 0
    assert said[-1].action == "Redo"
    actions.redo()
    qtbot.waitUntil(lambda: said[-1].action == "Undo")
    assert services.customers.count() == 1
    assert titles == ["Undoing: Added customer 甲", "Redoing: Added customer 甲"]


def test_what_cannot_be_taken_back_in_the_background_is_told(
    background: Context, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, actions = background.services, background.actions
    services.customers.add(CustomerDraft(name="甲"))

    def fail(_: object) -> UndoAnswer:
        raise UserError(Sentence("There is nothing to undo."))

    monkeypatch.setattr(services.history, "undo", fail)
    told: list[None] = []
    said: list[Message] = []
    background.messages.posted.connect(said.append)
    actions.undo(failed=lambda: told.append(None))
    qtbot.waitUntil(lambda: bool(told))
    assert said[-1].is_error


class TestManyRows:
    """A change of more than 100 rows: a backup goes before it, and the window does not wait for that."""

    @pytest.fixture
    def ids(self, background: Context) -> list[int]:
        shop = background.services.shop
        with shop.change(Sentence("Filled")) as change:
            change.insert_rows(Customer, ("name", "created"), [(f"客户{n}", "2026-11-21") for n in range(150)])
        return [*range(1, 151)]

    @pytest.fixture
    def copies(self, background: Context, ids: list[int]) -> Backups:
        """As in the program: its shop has a window, and its copies."""
        shop = background.services.shop
        shop.safeguard, shop.has_window = background.daily_backup.before, True
        return Backups(shop, paths.backups(background.data_dir))

    def test_in_the_background_after_a_backup(
        self, background: Context, copies: Backups, ids: list[int], qtbot
    ) -> None:
        customers, told = background.services.customers, []
        background.bus.changed.connect(told.append)
        titles: list[str] = []
        background.jobs.started.connect(lambda job: titles.append(job.title))
        answer = background.actions.do(lambda: customers.add_tag(ids, "老客户"), meanwhile="Changing 150 customers")
        assert titles == ["Changing 150 customers"]
        assert answer is not None
        assert (answer.id, "backup is made first" in str(answer.title)) == (None, True)
        assert customers.get(1).tags == ()
        qtbot.waitUntil(lambda: bool(told))
        assert told[0].id is not None
        assert customers.get(150).tags == ("老客户",)
        (copy,) = copies.list()
        assert (copy.why, copy.customers) == (Why.BULK, 150)

    def test_few_rows_are_written_at_once(self, background: Context, copies: Backups, ids: list[int]) -> None:
        change = background.actions.do(lambda: background.services.customers.add_tag(ids[:99], "老客户"))
        assert change is not None
        assert change.id is not None
        assert copies.list() == []

    def test_many_rows_that_only_the_end_shows(
        self, background: Context, copies: Backups, ids: list[int], qtbot
    ) -> None:
        services, told = background.services, []
        services.shop.has_window = False
        services.customers.add_tag(ids, "老客户")
        services.shop.has_window = True
        background.bus.changed.connect(told.append)
        (tag,) = services.tags.all()
        assert background.actions.do(lambda: services.tags.delete(tag.id)) is not None
        assert services.tags.all() == [tag]
        qtbot.waitUntil(lambda: bool(told))
        assert services.tags.all() == []
        assert len(copies.list()) == 2

    def test_no_backup_no_change(
        self, background: Context, copies: Backups, ids: list[int], qtbot, messages: list[Message]
    ) -> None:
        copies.folder.write_text("in the way")
        background.actions.do(lambda: background.services.customers.delete(ids))
        qtbot.waitUntil(lambda: bool(messages))
        assert messages[-1].is_error
        assert "Nothing was changed" in messages[-1].text
        assert background.services.customers.count() == 150

    def test_she_stops_it(
        self, background: Context, copies: Backups, ids: list[int], qtbot, messages: list[Message]
    ) -> None:
        background.jobs.started.connect(lambda job: job.cancel())
        background.actions.do(lambda: background.services.customers.delete(ids))
        qtbot.waitUntil(lambda: bool(messages))
        assert messages[-1].text == "Stopped. Nothing was changed."
        assert (background.services.customers.count(), copies.list()) == (150, [])

    def test_taken_back_after_a_backup_too(
        self, background: Context, copies: Backups, ids: list[int], qtbot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "MANY_ROWS", 5_000)
        answers: list[UndoAnswer] = []
        assert background.actions.undo(done=answers.append) is None
        qtbot.waitUntil(lambda: bool(answers))
        assert background.services.customers.count() == 0
        assert [copy.customers for copy in copies.list()] == [150]

    def test_without_a_worker_it_is_refused(
        self, background: Context, copies: Backups, ids: list[int], messages: list[Message]
    ) -> None:
        actions = Actions(background.services.history, background.bus, background.messages)
        assert actions.do(lambda: background.services.customers.delete(ids)) is None
        assert actions.undo() is None
        assert [message.is_error for message in messages] == [True, True]
        assert background.services.customers.count() == 150

    def test_the_command_line_makes_its_backup_and_goes_on(
        self, background: Context, copies: Backups, ids: list[int]
    ) -> None:
        shop = background.services.shop
        shop.safeguard, shop.has_window = copies.before, False
        background.services.history.undo()
        assert [(copy.why, copy.customers) for copy in copies.list()] == [(Why.BULK, 150)]
