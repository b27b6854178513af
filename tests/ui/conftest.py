"""What tests of windows share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.watchdog import Watchdog, load_everything

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message
    from tests.dialler import FakeDialler


@pytest.fixture(autouse=True, scope="session")
def _watchdog(qapp: QApplication) -> Iterator[Watchdog]:
    load_everything()
    watchdog = Watchdog()
    with watchdog.watching():
        yield watchdog


@pytest.fixture(autouse=True)
def _answers(_watchdog: Watchdog) -> Iterator[None]:
    """A test in which the window does not answer for too long fails."""
    _watchdog.blocks.clear()
    yield
    if _watchdog.blocks:
        pytest.fail("the window did not answer: it " + "; ".join(map(str, _watchdog.blocks)))


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
