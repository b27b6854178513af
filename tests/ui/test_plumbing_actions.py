"""Taking back a change of many rows: in the background, one at a time, and told when it is done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import UserError
from crm_desktop.language import Sentence
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.history import UndoAnswer
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
    background.messages.posted.connect(said.append)
    assert actions.undo(done=answers.append) is None
    assert actions.undo() is None  # pressed once more: it does not take back another one
    assert "moment" in said[-1].text
    qtbot.waitUntil(lambda: bool(answers))
    assert services.customer_count() == 0
    assert said[-1].action == "Redo"
    actions.redo()
    qtbot.waitUntil(lambda: said[-1].action == "Undo")
    assert services.customer_count() == 1


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
