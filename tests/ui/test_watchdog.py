"""Tests fail in which the window does not answer for too long; here some would."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from tests import watchdog
from tests.watchdog import LIMIT_MS, WAIT_LIMIT_MS, Block, Watchdog


@pytest.fixture
def found(_watchdog: Watchdog, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Block]]:
    """What the watchdog found, taking what is done here for the program's own."""
    monkeypatch.setattr(watchdog, "_is_of_tests", lambda code: False)
    monkeypatch.setattr(watchdog, "_slowness", lambda: 1.0)
    yield _watchdog.blocks
    _watchdog.blocks.clear()


@pytest.fixture
def blocks(_watchdog: Watchdog) -> list[Block]:
    """What it found, knowing this for a test."""
    return _watchdog.blocks


def work() -> None:
    end = time.thread_time() + 2 * LIMIT_MS / 1e3
    while time.thread_time() < end:
        pass


def wait() -> None:
    time.sleep(2.5 * WAIT_LIMIT_MS / 1e3)


def test_what_a_press_does_is_watched(qtbot, found) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(work)
    button.click()
    assert [block.usage.worked > LIMIT_MS for block in found] == [True]


@pytest.mark.parametrize("action", [work, wait])
def test_what_the_loop_does_is_watched(qtbot, found, action) -> None:
    done: list[bool] = []
    QTimer.singleShot(0, action)
    QTimer.singleShot(1, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert len(found) == 1
    assert (found[0].usage.worked > LIMIT_MS) == (action is work)
    assert (found[0].usage.waited > WAIT_LIMIT_MS) == (action is wait)


def test_each_turn_counts_for_itself(qtbot, found) -> None:
    def some() -> None:
        end = time.thread_time() + 0.6 * LIMIT_MS / 1e3
        while time.thread_time() < end:
            pass

    done: list[bool] = []
    for delay in range(3):
        QTimer.singleShot(delay * 200, some)
    QTimer.singleShot(600, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert found == []


def test_a_loop_that_waits_for_something_to_do_answers(qtbot, found) -> None:
    QTimer.singleShot(2 * WAIT_LIMIT_MS, lambda: None)
    qtbot.wait(3 * WAIT_LIMIT_MS)
    assert found == []


def test_what_a_test_does_between_counts_for_nothing(qtbot, found) -> None:
    qtbot.wait(1)
    work()
    wait()
    qtbot.wait(1)
    assert found == []


def test_what_a_test_does_when_called_by_the_window_counts_for_nothing(qtbot, blocks) -> None:
    QTimer.singleShot(0, work)
    qtbot.wait(2 * LIMIT_MS)
    assert blocks == []


def test_a_known_place_is_excused_and_has_a_reason(qtbot, found, monkeypatch) -> None:
    monkeypatch.setattr(watchdog, "_place", lambda code: code.co_name)
    monkeypatch.setitem(watchdog.KNOWN, "work", "it is a test")
    QTimer.singleShot(0, work)
    qtbot.wait(2 * LIMIT_MS)
    assert found == []
    assert all(len(reason) > 5 for reason in watchdog.KNOWN.values())


def test_a_machine_that_is_slow_at_everything_is_not_the_program_s_fault(qtbot, found, monkeypatch) -> None:
    monkeypatch.setattr(watchdog, "_slowness", lambda: 3.0)
    QTimer.singleShot(0, work)
    qtbot.wait(2 * LIMIT_MS)
    assert found == []


def test_a_block_tells_where(qtbot, found) -> None:
    from crm_desktop.language import tr

    def translate() -> None:
        end = time.thread_time() + 2 * LIMIT_MS / 1e3
        while time.thread_time() < end:
            tr("Deleted %1", "单晓丽")

    QTimer.singleShot(0, translate)
    qtbot.wait(2 * LIMIT_MS)
    assert "crm_desktop.language.tr" in found[0].places
    assert "crm_desktop.language.tr" in str(found[0])
