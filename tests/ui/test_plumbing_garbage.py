"""Cyclic garbage is collected in the window's thread, and in no other."""

from __future__ import annotations

import gc
import linecache
import threading
import weakref
from typing import ClassVar

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop.collecting import uncollected
from crm_desktop.ui.plumbing.garbage import Collector, collect_if_due


class Knot:
    """Refers to itself, and notes in which thread it is freed."""

    freed_in: ClassVar[list[int]] = []

    def __init__(self) -> None:
        self.self = self
        weakref.finalize(self, lambda: Knot.freed_in.append(threading.get_ident()))


@pytest.fixture
def collector(qapp: QApplication) -> Collector:
    Knot.freed_in.clear()
    gc.enable()
    return Collector()


def test_a_busy_thread_frees_nothing_and_the_window_s_thread_does(collector: Collector, qtbot) -> None:
    def work() -> None:
        for _ in range(20_000):
            Knot()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert Knot.freed_in == []
    qtbot.waitUntil(lambda: len(Knot.freed_in) == 20_000)
    assert set(Knot.freed_in) == {threading.get_ident()}
    collector.close()


def test_it_is_given_back_as_it_was(collector: Collector) -> None:
    assert not gc.isenabled()
    collector.close()
    assert gc.isenabled()


def test_nothing_is_looked_through_while_a_large_file_is_read(collector: Collector) -> None:
    with uncollected():
        for _ in range(20_000):
            Knot()
        collect_if_due()
        assert Knot.freed_in == []
    collect_if_due()
    assert len(Knot.freed_in) == 20_000
    collector.close()


def test_the_text_of_modules_is_not_kept(collector: Collector) -> None:
    assert linecache.getline(__file__, 1)
    assert linecache.cache
    knots = [Knot() for _ in range(20_000)]
    collect_if_due()
    assert not linecache.cache
    assert knots
    collector.close()
