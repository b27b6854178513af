"""Lists whose rows stand under headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from crm_desktop.language import Sentence
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.widgets.headed_list import HeadedModel, Heading, contents

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.ui.plumbing.context import Context


@dataclass(frozen=True)
class Thing:
    id: int


def test_many_records_that_were_shown_before_are_let_go_of_a_few_at_a_time(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.ui.widgets.headed_list._FREED_AT_ONCE", 1)
    model = HeadedModel([Column[Thing]("id", Sentence("No."), lambda thing: str(thing.id))], context.theme)
    model.show(contents([(Heading(-1, "A"), [Thing(1), Thing(2)])]))
    model.show(contents([(Heading(-1, "A"), [Thing(3)])]))
    assert model._leaving
    qtbot.waitUntil(lambda: not model._leaving)
    assert model.lines() == [Thing(3)]
    assert (model.first_line(), model.line(3), model.line(-1), model.line(1)) == (3, Thing(3), None, None)
