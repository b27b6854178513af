"""What tests of windows share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message
    from tests.dialler import FakeDialler


@pytest.fixture
def messages(context: Context) -> list[Message]:
    """What the message bar was told, in order."""
    said: list[Message] = []
    context.messages.posted.connect(said.append)
    return said


@pytest.fixture
def dialler() -> Iterator[FakeDialler]:
    """A telephone program, of which there is none otherwise."""
    from tests.dialler import FakeDialler

    found = FakeDialler()
    yield found
    found.hang_up()
