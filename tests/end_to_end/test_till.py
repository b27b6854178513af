"""The whole way: the window is open, another program puts a file into the folder, and its customers are in the list."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QPushButton

from crm_desktop.app import Program
from crm_desktop.ui.dialogs.importing.page import ImportDialog
from crm_desktop.ui.main_window import MainWindow
from tests.ui.importing import done, settled

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TILL = """
import sys, time
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write("姓名,手机\\n")
    for number in range(50):
        file.write(f"客户{number},138{number:08}\\n")
        file.flush()
        time.sleep(0.01)
"""


def test_what_a_till_writes_is_in_the_list_and_told_on_today(
    qapp: QApplication, qtbot: QtBot, shop_path: Path, data_dir: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "till"
    folder.mkdir()
    program = Program(qapp, data_dir, "en")
    program.start(shop_path)
    window = program.window
    assert isinstance(window, MainWindow)
    assert program.opened is not None
    watched = program.opened.watched
    watched._again.setInterval(300)
    watched.choose(folder, on=True)
    window.show_tab("today")
    subprocess.run([sys.executable, "-X", "utf8", "-c", TILL, str(folder / "till.csv")], check=True, timeout=60)
    customers = window.tab("customers")
    qtbot.waitUntil(lambda: bool(watched.entries()), timeout=30_000)
    assert (folder / "Imported" / "till.csv").exists()
    today = window.tab("today")
    assert "till.csv" in today.arrivals._lines[0].accessibleName()  # type: ignore[attr-defined]
    assert "New 50" in today.arrivals._lines[0].accessibleName()  # type: ignore[attr-defined]
    window.show_tab("customers")
    qtbot.waitUntil(lambda: customers.model.rowCount() == 50, timeout=10_000)  # type: ignore[attr-defined]
    (backup,) = (data_dir / "backups").iterdir()  # its own, or that of the day where that was made just before
    with closing(sqlite3.connect(backup)) as before:
        assert before.execute("SELECT count(*) FROM customer").fetchone() == (0,)
    program.stop()
    qapp.processEvents()
    again = Program(qapp, data_dir, "en")
    again.start(shop_path)
    assert again.opened is not None
    assert [entry.name for entry in again.opened.watched.entries()] == ["till.csv"]
    again.stop()


def test_what_waits_is_opened_from_today_and_the_next_comes_in_by_itself(
    qapp: QApplication, qtbot: QtBot, shop_path: Path, data_dir: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "till"
    folder.mkdir()
    program = Program(qapp, data_dir, "en")
    program.start(shop_path)
    assert program.opened is not None
    window, watched = program.window, program.opened.watched
    assert isinstance(window, MainWindow)
    watched._again.setInterval(300)
    watched.choose(folder, on=True)
    window.show_tab("today")

    def told(name: str, state: str) -> bool:
        return any((entry.name, entry.state) == (name, state) for entry in watched.entries())

    (folder / "first.csv").write_text("姓名,手机,性别\n单晓丽,13800138000,1\n曾国强,13911112222,2\n", encoding="utf-8")
    qtbot.waitUntil(lambda: told("first.csv", "waiting"), timeout=30_000)
    qapp.processEvents()
    page = window.tab("today").arrivals  # type: ignore[attr-defined]
    next(each for each in page.findChildren(QPushButton) if each.text() == "Open" and each.isVisible()).click()
    dialog = window.findChildren(ImportDialog)[-1]
    settled(dialog, qtbot)
    dialog.write()
    done(dialog, qtbot)
    dialog.close()
    qtbot.waitUntil(lambda: told("first.csv", "imported"), timeout=30_000)
    (folder / "second.csv").write_text("姓名,手机,性别\n王芳,13722223333,2\n", encoding="utf-8")
    qtbot.waitUntil(lambda: told("second.csv", "imported"), timeout=30_000)
    assert sorted(path.name for path in (folder / "Imported").iterdir()) == ["first.csv", "second.csv"]
    assert program.services is not None
    assert program.services.customers.count() == 3
    program.stop()
