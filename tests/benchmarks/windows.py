"""The program's window, as it stands once a shop is open."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.app import Program
    from crm_desktop.ui.main_window import MainWindow


def program_with(shop: Path, data_dir: Path, password: str | None = None) -> tuple[Program, MainWindow]:
    """Started as by the command, and left until the shop is open and looked through. It makes no copy of the day, of
    two gigabytes beside what is measured: what a copy costs is measured by itself."""
    from PySide6.QtWidgets import QApplication

    from crm_desktop.app import Program
    from crm_desktop.ui.main_window import MainWindow
    from tests.hands import wait

    program = Program(QApplication(sys.argv[:1]), data_dir, "zh_CN")
    sys.excepthook = sys.__excepthook__  # a bug is to be seen here, not in the log
    program.start(shop, password)
    for _ in range(600):
        if program.opened is not None:
            program.opened.daily_backup.stop()
        if isinstance(program.window, MainWindow):
            program.window.resize(1280, 800)
            # A large shop is looked through beside the window, and not written to until then.
            while program.services is not None and not program.services.shop.wholeness.is_checked:
                wait(50)
            for _ in range(3):
                wait(300)
                program.jobs.settle()
            return program, program.window
        wait(100)
    raise TimeoutError(f"{shop} does not open")
