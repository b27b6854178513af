"""Every control has a name that a screen reader can say: all tabs, all dialogs, as QAccessible tells them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QDialog, QWidget

import crm_desktop.ui
from crm_desktop.app import Program
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.services.demo import make
from crm_desktop.store.shop import Shop
from crm_desktop.ui.dialogs.custom_fields import CustomFieldsDialog
from crm_desktop.ui.dialogs.export_page import ExportPage
from crm_desktop.ui.dialogs.greetings import GreetingsDialog
from crm_desktop.ui.dialogs.importing.files import incoming_files
from crm_desktop.ui.dialogs.importing.page import ImportDialog
from crm_desktop.ui.dialogs.reminders import RemindersDialog
from crm_desktop.ui.dialogs.restore.dialog import RestoreDialog
from crm_desktop.ui.dialogs.safety.dialog import SafetyDialog
from crm_desktop.ui.dialogs.safety.password_dialogs import CurrentPasswordDialog, NewPasswordDialog
from crm_desktop.ui.dialogs.settings import SettingsDialog
from crm_desktop.ui.dialogs.tags import TagsDialog
from crm_desktop.ui.dialogs.watched_folder import WatchedFolderDialog
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.password import PasswordDialog
from crm_desktop.ui.plumbing.guard import BugDialog
from crm_desktop.ui.printing.print_dialog import PrintDialog
from crm_desktop.ui.printing.sources import of_customer, of_labels
from crm_desktop.ui.tabs import TABS
from crm_desktop.ui.tabs.follow_ups.form import FollowUpForm
from crm_desktop.ui.tabs.purchases.entry import PurchaseEntry
from crm_desktop.ui.tabs.purchases.export import purchases_sheet
from crm_desktop.ui.tabs.purchases.refund import RefundForm
from crm_desktop.ui.window_menu import AboutDialog
from tests.conftest import NOW

ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.PushButton,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.ButtonDropDown,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Slider,
    QAccessible.Role.List,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
    QAccessible.Role.PageTab,
    QAccessible.Role.PageTabList,
    QAccessible.Role.Link,
    QAccessible.Role.ProgressBar,
}

DIALOGS: dict[type[QDialog], Callable[[Any, Path, MainWindow], QDialog]] = {
    GreetingsDialog: lambda context, sheet, window: GreetingsDialog(context, window),
    RemindersDialog: lambda context, sheet, window: RemindersDialog(context, window),
    SettingsDialog: lambda context, sheet, window: SettingsDialog(context, window),
    TagsDialog: lambda context, sheet, window: TagsDialog(context, window),
    CustomFieldsDialog: lambda context, sheet, window: CustomFieldsDialog(context, window),
    ImportDialog: lambda context, sheet, window: ImportDialog(context, incoming_files([sheet], Kind.CUSTOMERS), window),
    FollowUpForm: lambda context, sheet, window: FollowUpForm(context, window, customer_id=1),
    PurchaseEntry: lambda context, sheet, window: PurchaseEntry(context, window, customer_id=1),
    RefundForm: lambda context, sheet, window: RefundForm(
        context, context.services.purchases.get(context.services.purchases.ids()[0]), window
    ),
    PasswordDialog: lambda context, sheet, window: PasswordDialog(sheet, lambda word: None, context.theme, window),
    AboutDialog: lambda context, sheet, window: AboutDialog(window, sheet),
    BugDialog: lambda context, sheet, window: BugDialog("ValueError", window),
    PrintDialog: lambda context, sheet, window: PrintDialog(
        context, [of_customer(context.services, 1, "x"), of_labels(context.services, [1, 2], "labels")], 1, window
    ),
    ExportPage: lambda context, sheet, window: ExportPage(
        context, purchases_sheet(context, [1, 2], ["at", "customer"], [], [1]), window
    ),
    WatchedFolderDialog: lambda context, sheet, window: WatchedFolderDialog(context, window),
    SafetyDialog: lambda context, sheet, window: SafetyDialog(context, window),
    NewPasswordDialog: lambda context, sheet, window: NewPasswordDialog(context, window),
    CurrentPasswordDialog: lambda context, sheet, window: CurrentPasswordDialog(
        context, "Sheet", "Whose?", "Show", lambda key: True, window
    ),
    RestoreDialog: lambda context, sheet, window: RestoreDialog(context, window),
}
ONLY_BASES = {"FormDialog", "ManagerDialog"}


def nameless(root: QWidget) -> list[str]:
    """The controls without a name in a window, each by the classes on the way to it."""
    return sorted(set(_nameless(QAccessible.queryAccessibleInterface(root), "")))


def _nameless(node: QAccessibleInterface | None, path: str) -> Iterator[str]:
    if node is None or not node.isValid():
        return
    control = node.object()
    here = f"{path}/{type(control).__name__}" if control is not None else f"{path}/{node.role()}"
    if node.role() in ROLES and not node.state().invisible and not _inner(control):
        name = node.text(QAccessible.Text.Name).strip()
        if not name:
            yield f"{here}: {node.role()}"
    if node.role() in (QAccessible.Role.Table, QAccessible.Role.Tree, QAccessible.Role.List):
        return  # cells are named by their texts
    for number in range(node.childCount()):
        yield from _nameless(node.child(number), here)


def _inner(control: object) -> bool:
    """Qt's own parts of a named control: the drop-down of a combo box, the button that clears a field."""
    parent = control.parent() if isinstance(control, QWidget) else None
    return type(control).__name__ in ("QLineEditIconButton", "QComboBoxPrivateContainer", "QComboBoxListView") or (
        isinstance(parent, QAbstractScrollArea) and parent.viewport() is control
    )


def dialog_classes() -> set[type[QDialog]]:
    for module in pkgutil.walk_packages(crm_desktop.ui.__path__, "crm_desktop.ui."):
        importlib.import_module(module.name)

    def below(base: type[QDialog]) -> Iterator[type[QDialog]]:
        for each in base.__subclasses__():
            yield each
            yield from below(each)

    return {each for each in below(QDialog) if each.__module__.startswith("crm_desktop.ui.")}


@pytest.fixture
def window(qapp, data_dir, clock, tmp_path, qtbot) -> Iterator[MainWindow]:
    path = tmp_path / "demo.crm"
    shop = Shop.create(path, clock=clock)
    make(shop, 12, 40, 1, NOW.date())
    shop.close()
    program = Program(qapp, data_dir, "en", clock)
    program.start(path)
    assert isinstance(program.window, MainWindow)
    yield program.window
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=20_000)
    program.stop()


@pytest.mark.parametrize("key", [spec.key for spec in TABS])
def test_controls_of_a_tab_have_names(key, window, qtbot) -> None:
    window.show_tab(key)
    qtbot.waitUntil(lambda: not window.context.jobs.busy, timeout=20_000)
    assert nameless(window) == []


def test_controls_of_an_empty_shop_have_names(qapp, data_dir, clock) -> None:
    program = Program(qapp, data_dir, "en", clock)
    program.start(data_dir / "shop.crm")
    assert isinstance(program.window, MainWindow)
    for spec in TABS:
        program.window.show_tab(spec.key)
        assert nameless(program.window) == [], spec.key
    program.stop()


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
def test_controls_of_a_dialog_have_names(kind, window, tmp_path, qtbot) -> None:
    sheet = tmp_path / "customers.csv"
    sheet.write_text("姓名,电话\n张三,13800138000\n", "utf-8")
    dialog = DIALOGS[kind](window.context, sheet, window)
    dialog.open()
    qtbot.waitUntil(lambda: not window.context.jobs.busy, timeout=20_000)
    assert nameless(dialog) == []
    dialog.close()


def test_every_dialog_is_looked_at() -> None:
    assert {each.__name__ for each in dialog_classes()} - ONLY_BASES == {each.__name__ for each in DIALOGS}


def test_a_control_without_a_name_is_found(qtbot) -> None:
    from PySide6.QtWidgets import QLineEdit, QVBoxLayout

    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(QLineEdit())
    page.show()
    assert len(nameless(page)) == 1
