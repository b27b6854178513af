"""A day in the life of a protected shop, with names planted in it: `python -m … FOLDER SHEET`.

The window is used as she does: added to, searched, imported into, changed in bulk, undone, locked, unlocked after a
wrong try, its password changed, a copy made; the program meets a bug whose words quote a customer. Everything that is
written goes below FOLDER, but for the sheet, which is hers.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop import paths
from crm_desktop.app import Program
from crm_desktop.exchange.importing.importer import import_file
from crm_desktop.services.backup_places import copies_of
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.passwords import change_password
from crm_desktop.services.purchases import LineDraft, PurchaseDraft
from crm_desktop.services.restore import restore
from crm_desktop.store.key import Key
from crm_desktop.store.shop import Shop
from tests.hands import wait

NAME, PHONE, NOTE, ADDRESS, SHEET_NAME = "钱多多", "13987654321", "爱喝凤凰单丛", "鹿鸣路一七七号", "沈万三"
CONTROL = b"seen by whoever watches what is written"
PASSWORD, OTHER = "winter 冬天", "四月 2026 lilac"


def until(happened: Callable[[], bool]) -> None:
    for _ in range(6_000):
        if happened():
            return
        wait(10)
    raise TimeoutError


def settle(program: Program) -> None:
    until(lambda: not program.jobs.busy)
    program.jobs.settle()
    wait(20)


def main(folder: Path, sheet: Path) -> None:
    application = QApplication(sys.argv[:1])
    data_dir, path = folder / "data", folder / "shop.crm"
    Shop.create(path, key=PASSWORD).close()
    program = Program(application, data_dir, "zh_CN", leave=application.quit)
    program.start(path, PASSWORD)
    work(program, sheet)
    lock_and_unlock(program)
    rework(program, data_dir)
    program.guard.caught(ValueError(f"{NAME} {PHONE} cannot be shown"))
    wait(50)
    if program.guard.dialog is not None:
        program.guard.dialog.accept()
    program.stop()
    with tempfile.TemporaryFile() as gone:
        gone.write(CONTROL)
    loop = QEventLoop()
    QTimer.singleShot(50, loop.quit)
    loop.exec()


def work(program: Program, sheet: Path) -> None:
    services = program.services
    assert services is not None
    person = services.customers.add(
        CustomerDraft(name=NAME, phones=(PHONE,), note=NOTE, address=ADDRESS, tags=("老客户",))
    ).new_id
    services.purchases.record(PurchaseDraft(person, services.clock.now(), (LineDraft(None, NOTE, 1000, 500),)))
    window = program.show_window()
    for key in ("customers", "purchases", "follow_ups", "birthdays", "history", "today", "customers"):
        window.show_tab(key)
        wait(50)
    window.search_box.setText(NAME)
    wait(100)
    window._search(NAME)
    window.show_customer(person)
    wait(100)
    program.jobs.start("Import", lambda *_: import_file(services.shop, "customers", sheet))
    settle(program)
    everyone = services.customers.ids()
    program.jobs.start("Tag", lambda *_: services.customers.add_tag(everyone, "全部"))
    settle(program)
    program.jobs.start("Undo", lambda *_: services.history.undo())
    settle(program)
    program.tick()
    settle(program)


def lock_and_unlock(program: Program) -> None:
    program.shops.lock()
    settle(program)
    until(lambda: program.shops._shop is not None and program.shops._shop.shop.database.key is None)
    assert program.shops._locking._unlock(Key("summer")) is not None
    assert program.shops._locking._unlock(Key(PASSWORD)) is None
    wait(50)


def rework(program: Program, data_dir: Path) -> None:
    backups = paths.backups(data_dir)

    def change(path: Path, key: Key | None, report: object, cancelled: object) -> Key:
        change_password(path, key, Key(OTHER), copies_of(path, backups))
        return Key(OTHER)

    def bring_back(path: Path, key: Key | None, report: object, cancelled: object) -> Key | None:
        return restore(path, key, copies_of(path, backups)[0], folder=backups, clock=program._clock).key

    for work_on_it in (change, bring_back):
        assert program.shops.rework("Work", work_on_it)
        settle(program)
        until(lambda: program.opened is not None or not program.jobs.busy)
        assert program.opened is not None, getattr(program.window, "error", program.window)
        settle(program)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except BaseException:
        traceback.print_exc()  # the program's own hook would put it into the log
        sys.exit(1)
