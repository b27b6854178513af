"""Copies that the program makes by itself: of the day, before a migration, before many rows are changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop import paths
from crm_desktop.app import Program
from crm_desktop.domain.backup_policy import Why
from crm_desktop.language import Sentence
from crm_desktop.services.backups import Backups
from crm_desktop.store.models import Customer
from crm_desktop.store.shop import Shop
from tests.fakes import FakeAutostart, FakeClock, FakeNotifier
from tests.hands import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

OLD_SCHEMA = Path(__file__).resolve().parents[1] / "migrations" / "schema-1.1.crm"


@pytest.fixture
def program(qapp: QApplication, data_dir: Path, clock: FakeClock, qtbot: QtBot) -> Iterator[Program]:
    notifier = FakeNotifier()
    made = Program(qapp, data_dir, "en", clock, notifier=lambda tray: notifier)
    made.background.autostart = FakeAutostart()
    yield made
    settle(made, qtbot)
    made.stop()


def kept(program: Program, data_dir: Path) -> Backups:
    assert program.opened is not None
    return Backups(program.opened.shop, paths.backups(data_dir))


def test_a_shop_of_an_older_version_is_copied_before_it_is_migrated(
    program: Program, data_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "old.crm"
    shutil.copy(OLD_SCHEMA, path)
    program.start(path)
    assert [copy.why for copy in kept(program, data_dir).list()] == [Why.MIGRATION]


def test_many_customers_at_once_and_the_copy_of_the_day(
    program: Program, data_dir: Path, shop_path: Path, clock: FakeClock, qtbot: QtBot
) -> None:
    shop = Shop.open(shop_path)
    with shop.change(Sentence("Filled")) as change:
        change.insert_rows(Customer, ("name", "created"), [(f"客户{n}", "2026-11-21") for n in range(150)])
    shop.close()
    program.start(shop_path)
    settle(program, qtbot)
    opened = program.opened
    assert opened is not None
    opened.actions.do(lambda: opened.services.customers.delete([*range(1, 151)]))
    assert opened.services.customers.count() == 150
    settle(program, qtbot)
    assert opened.services.customers.count() == 0
    assert [(copy.why, copy.customers) for copy in kept(program, data_dir).list()] == [(Why.BULK, 150)]
    opened.actions.undo()
    settle(program, qtbot)
    assert opened.services.customers.count() == 150
    clock.advance(days=1)
    program.tick()
    settle(program, qtbot)
    newest = kept(program, data_dir).newest()
    assert newest is not None
    assert (newest.why, newest.customers) == (Why.DAILY, 150)
