"""Pictures of every tab, in both languages and both themes, small and large, empty and full, and of the pages that open
over them: `make screenshots`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_desktop.app import Program
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.opening.rescue_page import RescuePage

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = ((1280, 800), (1920, 1080))
LANGUAGES = ("zh_CN", "en")
THEMES = ("light", "dark")


def take(
    shop: Path,
    folder: Path,
    *,
    languages: Sequence[str] = LANGUAGES,
    themes: Sequence[str] = THEMES,
    sizes: Iterable[tuple[int, int]] = SIZES,
    prefix: str = "",
    pages: bool = False,
) -> list[Path]:
    """Open a shop in the real window, and save a picture of every tab into `folder`, one a combination; with `pages`,
    of the pages over them, too."""
    from PySide6.QtWidgets import QApplication

    from crm_desktop.app import Program
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.tabs import TABS
    from tests.hands import wait

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for language in languages:
        with tempfile.TemporaryDirectory() as data_dir:
            if pages:
                _copy_and_change(shop, Path(data_dir))
            program = Program(application, Path(data_dir), language)
            program.start(shop)
            window = program.window
            assert isinstance(window, MainWindow), "the shop did not open"
            for theme in themes:
                program.theme.set_mode(theme)
                for width, height in sizes:
                    window.resize(width, height)
                    for key in [tab.key for tab in TABS]:
                        window.show_tab(key)
                        wait(300)
                        path = folder / f"{prefix}{key}-{language}-{theme}-{width}.png"
                        window.grab().save(str(path))
                        taken.append(path)
                    if pages:
                        name = f"{prefix}%s-{language}-{theme}-{width}.png"
                        taken += _take_pages(window, folder, name)
                        taken.append(_take_popup(program, window, folder / (name % "reminders")))
            program.stop()
    return taken


def _copy_and_change(path: Path, data_dir: Path) -> None:
    """A copy of the shop, which then loses two customers and gets another one."""
    from crm_desktop import paths
    from crm_desktop.services import Services
    from crm_desktop.services.backups import Backups
    from crm_desktop.services.customer_records import CustomerDraft
    from crm_desktop.store.shop import Shop

    shop = Shop.open(path)
    Backups(shop, paths.backups(data_dir)).make()
    customers = Services(shop).customers
    customers.delete([hit.id for hit in customers.search("王", 2).hits])
    customers.add(CustomerDraft(name="李伟"))
    shop.close()


def take_rescue(
    shop: Path,
    folder: Path,
    *,
    languages: Sequence[str] = LANGUAGES,
    themes: Sequence[str] = THEMES,
    sizes: Sequence[tuple[int, int]] = SIZES,
) -> list[Path]:
    """Pictures of what stands in the window's place when a shop is damaged, and of what could be read of it."""
    from PySide6.QtWidgets import QApplication

    from crm_desktop.app import Program
    from crm_desktop.ui.opening.rescue_page import RescuePage
    from tests.hands import wait

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    taken = []
    for language in languages:
        with tempfile.TemporaryDirectory() as place:
            path, data_dir = Path(place) / shop.name, Path(place) / "data"
            shutil.copy(shop, path)
            _copy_and_change(path, data_dir)
            _damage(path)
            program = Program(application, data_dir, language)
            program.start(path)
            page = program.window
            assert isinstance(page, RescuePage), "the damage was not seen"
            for theme in themes:
                program.theme.set_mode(theme)
                for width, height in sizes:
                    page.resize(width, height)
                    wait(900)
                    taken.append(folder / f"rescue-{language}-{theme}-{width}.png")
                    page.grab().save(str(taken[-1]))
            _recover(page, path.with_name("new.crm"))
            taken.append(folder / f"rescued-{language}-{themes[-1]}-{SIZES[0][0]}.png")
            page.grab().save(str(taken[-1]))
            program.stop()
    return taken


def _recover(page: RescuePage, to: Path) -> None:
    """Have what can be read recovered, and the report of it shown."""
    from tests.fakes import FakeFileDialogs
    from tests.screenshots.stage import settle, wait_until

    dialogs: Any = FakeFileDialogs()
    dialogs.will_answer(to)
    page._file_dialogs = dialogs
    page.recover.click()
    wait_until(lambda: page.report is not None)
    page.resize(*SIZES[0])
    settle()


def _damage(path: Path) -> None:
    """Some pages of the file lose their rows."""
    page, whole = 4096, bytearray(path.read_bytes())
    for number in range(40, len(whole) // page, 60):
        whole[number * page + 5 : (number + 1) * page] = bytes(page - 5)
    path.write_bytes(whole)


def _take_pages(window: MainWindow, folder: Path, name: str) -> list[Path]:
    """Pictures of the import page, the export page, the print preview, the pages of greetings and reminders, and of all
    that keeps the shop safe."""
    from PySide6.QtWidgets import QDialog

    from crm_desktop.ui.dialogs.greetings import GreetingsDialog
    from crm_desktop.ui.dialogs.importing.open import import_files
    from crm_desktop.ui.dialogs.importing.page import ImportDialog
    from crm_desktop.ui.dialogs.reminders import RemindersDialog
    from crm_desktop.ui.dialogs.restore import open_restore
    from crm_desktop.ui.dialogs.safety.password_dialogs import NewPasswordDialog
    from crm_desktop.ui.tabs.customers.tab import CustomersTab
    from tests.hands import wait
    from tests.screenshots.help_pictures import SHEET
    from tests.screenshots.stage import wait_until

    def dialog() -> QDialog:
        return next(each for each in window.findChildren(QDialog) if each.isVisible())

    def take_it(key: str) -> None:
        wait(700)
        taken.append(folder / (name % key))
        dialog().grab().save(str(taken[-1]))
        dialog().reject()
        wait(100)

    taken: list[Path] = []
    window.show_tab("customers")
    customers = window.tab("customers")
    assert isinstance(customers, CustomersTab)
    with tempfile.TemporaryDirectory() as place:
        sheet = Path(place) / "客户名单.csv"
        sheet.write_text(SHEET, encoding="utf-8")
        page: ImportDialog = import_files(window.context, window, [sheet], "customers")
        page.resize(page.size().expandedTo(window.size() * 0.85))
        wait_until(lambda: page.settled)
        take_it("import")
    customers.hand_over.export_by_choice()
    take_it("export")
    window.print_list()
    take_it("print")
    GreetingsDialog(window.context, window).open()
    take_it("greetings")
    RemindersDialog(window.context, window).open()
    take_it("reminder-settings")
    window.show_safety()
    take_it("safety")
    NewPasswordDialog(window.context, window).open()
    take_it("password")
    copies = open_restore(window.context, window)
    wait_until(lambda: copies.contents is not None)
    take_it("restore")
    return [*taken, _take_lock(window, folder / (name % "lock"))]


def _take_lock(window: MainWindow, path: Path) -> Path:
    """A picture of what asks for the shop's password."""
    from crm_desktop.ui.locking.window import LockWindow
    from tests.fakes import FakeShell
    from tests.hands import wait

    lock = LockWindow(window.context.services.shop.path, lambda key: None, FakeShell(), window.context.theme)
    lock.resize(window.size())
    lock.show()
    wait(300)
    lock.grab().save(str(path))
    lock.hide()
    return path


def _take_popup(program: Program, window: MainWindow, path: Path) -> Path:
    """A picture of the popup over the window, as it stands on a screen that the window fills."""
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QApplication

    from crm_desktop.ui.reminders.popup import Popup
    from tests.hands import wait
    from tests.screenshots.stage import over, wait_until

    def shown() -> list[Popup]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, Popup) and each.isVisible()]

    window.show_tab("today")
    program.show_reminders()
    wait_until(shown)
    wait(700)
    (popup,) = shown()
    corner = window.rect().bottomRight() - QPoint(popup.width() + 12, popup.height() + 12)
    over(window.grab(), popup, corner).save(str(path))
    popup.hide()
    return path


def main(folder: Path) -> None:
    """Make an empty shop and a full one, and take the pictures of both."""
    from crm_desktop.services.demo import make
    from crm_desktop.store.shop import Shop

    with tempfile.TemporaryDirectory() as place:
        empty, full = Path(place) / "empty.crm", Path(place) / "full.crm"
        Shop.create(empty).close()
        shop = Shop.create(full)
        make(shop, 300, 1500, 1, date.today())
        shop.close()
        taken = take(full, folder, pages=True) + take(empty, folder, prefix="empty-", sizes=SIZES[:1])
        taken += take_rescue(full, folder)
    print(f"{len(taken)} screenshots in {folder}")
