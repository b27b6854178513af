"""A disk that fails while she saves: she is told in a sentence, what she typed stays, and saving works afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.store import engine
from crm_desktop.ui.tabs.customers.tab import CustomersTab
from tests.hands import type_text
from tests.vfs import Disk, failing_disk

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context

#: What fails, with which result code, and what she reads.
FAULTS = [
    ("write", 13, "is full"),
    ("write", 778, "does not answer"),
    ("sync", 1034, "does not answer"),
    ("sync", 13, "is full"),
    ("read", 266, "does not answer"),
    ("write", 8, "read-only"),
    ("shm_lock", 5, "Another program is writing"),
    ("shm_lock", 15, "Another program is writing"),
    ("write", 3082, "out of memory"),
    ("write", 22, "as large as"),
    ("write", 14, "cannot be opened"),
]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 0)
    with failing_disk() as disk:
        yield disk


@pytest.fixture
def shop_path(disk: Disk, shop_template: Path, tmp_path: Path) -> Path:
    """A copy of the template, to be opened on the disk that fails."""
    path = tmp_path / "shop.crm"
    shutil.copy(shop_template, path)
    return path


@pytest.fixture
def told(context: Context) -> list[str]:
    """What the message bar was given."""
    found: list[str] = []
    context.messages.posted.connect(lambda message: found.append(message.text))
    return found


@pytest.mark.parametrize(("operation", "code", "words"), FAULTS)
def test_the_form_of_a_customer(
    context: Context, services: Any, disk: Disk, told: list[str], qtbot: Any, operation: str, code: int, words: str
) -> None:
    number = services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",))).new_id
    tab = CustomersTab(context)
    qtbot.addWidget(tab)
    context.bus.changed.connect(tab.on_change)
    tab.resize(1280, 752)
    tab.show()
    tab.on_shown()
    tab.show_customer(number)
    QApplication.processEvents()
    tab.panel.edit(number)
    form = tab.panel.form
    form.name.selectAll()
    type_text(form.name, "单小丽")
    type_text(form.note, "爱喝绿茶")
    typed = form.state()

    services.shop.run("PRAGMA shrink_memory")
    fault = disk.fail(operation, code, lasting=True)
    form.save_button.click()
    assert fault.met
    assert len(told) == 1
    assert words in told[0]
    assert form.isVisible()
    assert form.is_dirty()
    assert form.state() == typed
    disk.mend()
    assert services.customers.get(number).name == "单晓丽"

    form.save_button.click()
    saved = services.customers.get(number)
    assert (saved.name, saved.note) == ("单小丽", "爱喝绿茶")
    assert not form.isVisible()
    tab.close()


@pytest.mark.parametrize(("operation", "code", "words"), FAULTS[:3])
def test_a_list_that_cannot_be_changed_shows_what_is_saved(
    context: Context, services: Any, disk: Disk, told: list[str], qtbot: Any, operation: str, code: int, words: str
) -> None:
    number = services.customers.add(CustomerDraft(name="单晓丽")).new_id
    fault = disk.fail(operation, code, lasting=True)
    services.shop.run("PRAGMA shrink_memory")
    assert context.actions.do(lambda: services.customers.delete([number])) is None
    assert fault.met
    assert words in told[0]
    disk.mend()
    assert services.customers.ids() == [number]
    assert context.actions.do(lambda: services.customers.delete([number])) is not None
    assert services.customers.ids() == []
