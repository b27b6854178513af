"""The windows that open over the program's own, and those that stand for themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.language import tr
from tests.fakes import FakeShell
from tests.ui.windows import EMPTY, WINDOWS, scene

if TYPE_CHECKING:
    from tests.ui.stage import Stage


def _dialog(name: str, opens: Callable[[Stage], QWidget]) -> None:
    WINDOWS[name] = lambda stage: stage.dialog(opens(stage))


def _settings(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.settings import SettingsDialog

    return SettingsDialog(stage.context, stage.window)


def _greetings(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.greetings import GreetingsDialog

    return GreetingsDialog(stage.context, stage.window)


def _reminders(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.reminders import RemindersDialog

    return RemindersDialog(stage.context, stage.window)


def _tags(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.tags import TagsDialog

    return TagsDialog(stage.context, stage.window)


def _own_fields(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.custom_fields import CustomFieldsDialog

    return CustomFieldsDialog(stage.context, stage.window)


def _watched_folder(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.watched_folder import WatchedFolderDialog

    return WatchedFolderDialog(stage.context, stage.window)


def _safety(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.safety.dialog import SafetyDialog

    return SafetyDialog(stage.context, stage.window)


def _new_password(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.safety.password_dialogs import NewPasswordDialog

    dialog = NewPasswordDialog(stage.context, stage.window)
    dialog.new.setText("tea shop 2026")
    return dialog


def _current_password(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.safety.password_dialogs import CurrentPasswordDialog

    return CurrentPasswordDialog(stage.context, "Sheet", "Whose?", "Show", lambda key: True, stage.window)


def _password_of_another_shop(stage: Stage) -> QWidget:
    from crm_desktop.ui.opening.password import PasswordDialog

    return PasswordDialog(stage.sheet, lambda word: None, stage.context.theme, stage.window)


def _restore(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.restore.dialog import RestoreDialog

    if not list((stage.folder / "data").rglob("backups/*.crm")):
        stage.context.daily_backup.backups.make()
        stage.services.customers.delete([2])
    dialog = RestoreDialog(stage.context, stage.window)
    dialog.open()
    stage.until(lambda: dialog.contents is not None)
    return dialog


def _import(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.importing.files import incoming_files
    from crm_desktop.ui.dialogs.importing.page import ImportDialog

    return ImportDialog(stage.context, incoming_files([stage.sheet], Kind.CUSTOMERS), stage.window)


def _export(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.export_page import ExportPage
    from crm_desktop.ui.tabs.purchases.export import purchases_sheet

    sheet = purchases_sheet(stage.context, [1, 2], ["at", "customer"], ["上海", "2026"], [1])
    return ExportPage(stage.context, sheet, stage.window)


def _print_customer(stage: Stage) -> QWidget:
    from crm_desktop.ui.printing.print_dialog import PrintDialog
    from crm_desktop.ui.printing.sources import of_customer, of_labels

    sources = [of_customer(stage.services, 1, "x"), of_labels(stage.services, [1, 2], "labels")]
    return PrintDialog(stage.context, sources, 0, stage.window)


def _print_labels(stage: Stage) -> QWidget:
    from crm_desktop.ui.printing.print_dialog import PrintDialog
    from crm_desktop.ui.printing.sources import of_labels

    return PrintDialog(stage.context, [of_labels(stage.services, [1, 2], "labels")], 0, stage.window)


def _follow_up(stage: Stage) -> QWidget:
    from crm_desktop.ui.tabs.follow_ups.form import FollowUpForm

    return FollowUpForm(stage.context, stage.window, customer_id=1)


def _purchase(stage: Stage) -> QWidget:
    from crm_desktop.ui.tabs.purchases.entry import PurchaseEntry

    return PurchaseEntry(stage.context, stage.window, customer_id=1)


def _refund(stage: Stage) -> QWidget:
    from crm_desktop.ui.tabs.purchases.refund import RefundForm

    purchases = stage.services.purchases
    return RefundForm(stage.context, purchases.get(purchases.ids()[0]), stage.window)


def _about(stage: Stage) -> QWidget:
    from crm_desktop.ui.window_menu import AboutDialog

    return AboutDialog(stage.window, stage.sheet)


def _bug(stage: Stage) -> QWidget:
    from crm_desktop.ui.plumbing.bug_dialog import BugDialog

    return BugDialog("ValueError\n" * 30, stage.window)


for _opens in (
    _settings, _greetings, _reminders, _tags, _own_fields, _watched_folder, _safety, _new_password, _current_password,
    _password_of_another_shop, _restore, _import, _export, _print_customer, _print_labels, _follow_up, _purchase,
    _refund, _about, _bug,
):  # fmt: skip
    _dialog(_opens.__name__.removeprefix("_").replace("_", " "), _opens)


@scene
def month_of_a_date(stage: Stage) -> QWidget:
    from crm_desktop.ui.widgets.dates import DateEdit, _MonthPopup

    stage.dialog(_follow_up(stage)).findChildren(DateEdit)[0].open_month()
    return stage.find(_MonthPopup)


@scene
def products_of_a_purchase(stage: Stage) -> QWidget:
    from crm_desktop.ui.widgets.choice import ChoiceEdit
    from crm_desktop.ui.widgets.drop_list import DropList

    entry = stage.dialog(_purchase(stage))
    edit = next(each for each in entry.findChildren(ChoiceEdit) if each.accessibleName() == tr("Product"))
    edit.setFocus()
    edit.open_list()
    stage.until_idle()
    return stage.find(DropList)


@scene
def result_of_an_import(stage: Stage) -> QWidget:
    dialog: Any = stage.dialog(_import(stage))
    stage.until(lambda: dialog.settled)
    dialog.write()
    stage.until_idle()
    return dialog


@scene
def question(stage: Stage) -> QWidget:
    """A box is modal while it is asked: it is only looked at here."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(stage.window)
    box.setText(tr("Close without saving?"))
    box.setInformativeText(tr("What you typed would be lost."))
    box.addButton(tr("Close without saving"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
    return stage.dialog(box)


@scene
def a_new_field(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.custom_fields import FieldPopover

    dialog: Any = stage.dialog(_own_fields(stage))
    dialog.add_button.click()
    return stage.find(FieldPopover)


@scene
def password_of_a_sheet(stage: Stage) -> QWidget:
    dialog: Any = stage.dialog(_import(stage))
    stage.until(lambda: dialog.settled)
    dialog.parts.password.label.setText(tr("The file is protected by a password."))
    dialog.parts.password.show()
    return dialog


@scene
def labels_of_her_own(stage: Stage) -> QWidget:
    dialog: Any = stage.dialog(_print_labels(stage))
    dialog.labels.format.setCurrentIndex(dialog.labels.format.count() - 1)
    stage.until_idle()
    return dialog


@scene
def recovery_code(stage: Stage) -> QWidget:
    dialog: Any = stage.dialog(_password_of_another_shop(stage))
    dialog.form.other.click()
    stage.until_idle()
    return dialog


# Windows of their own


def _popup(stage: Stage) -> Any:
    from crm_desktop.services.follow_ups import FollowUpDraft
    from crm_desktop.ui.reminders.popup import Popup

    now = stage.context.clock.now()
    if not stage.services.reminders.open(now):
        stage.services.follow_ups.add(FollowUpDraft(1, "回访：新茶口感", now.date()))
    stage.services.follow_ups.add(FollowUpDraft(1, "回访", now.date()))
    popup = Popup(stage.context)
    stage._owned.append(popup)
    popup.tell(stage.services.reminders.open(now), by_hand=True)
    stage.until_idle()
    return popup


@scene
def popup_of_reminders(stage: Stage) -> QWidget:
    from crm_desktop.ui.reminders.popup_line import PopupLine

    popup = _popup(stage)
    popup.findChildren(PopupLine)[0].done.emit()
    stage.until_idle()
    return popup


@scene
def day_to_be_reminded(stage: Stage) -> QWidget:
    from crm_desktop.ui.reminders.snooze import DayChooser

    chooser = DayChooser(_popup(stage), stage.context.clock.now().date(), stage.context.theme, lambda day: None)
    chooser.drop()
    return chooser


@scene
def locked(stage: Stage) -> QWidget:
    from crm_desktop.ui.locking.window import LockWindow

    return stage.own(LockWindow(stage.sheet, lambda key: None, FakeShell(), stage.context.theme))


def _start_page(stage: Stage, **more: Any) -> QWidget:
    from crm_desktop.errors import ShopMissing
    from crm_desktop.language import Sentence
    from crm_desktop.ui.opening.start_page import StartPage

    context = stage.context
    error = ShopMissing(Sentence("The shop “%1” is not there.", str(stage.folder / "shop.crm")))
    return stage.own(
        StartPage(error, list, FakeShell(), context.theme, context.messages, context.jobs, context.file_dialogs, **more)
    )


@scene
def shop_that_does_not_open(stage: Stage) -> QWidget:
    return _start_page(stage)


@scene
def shop_with_a_password(stage: Stage) -> QWidget:
    return _start_page(stage, locked=stage.sheet, unlock=lambda key: None, wrong=True)


@scene
def shop_that_is_worked_on(stage: Stage) -> QWidget:
    from crm_desktop.ui.opening.start_page import WorkingPage

    context = stage.context
    return stage.own(WorkingPage("Changing the password", FakeShell(), context.theme, context.messages, context.jobs))


def _rescue_page(stage: Stage, name: str = "broken.crm", *, copied: bool = False) -> Any:
    """The page of a damaged shop, of which there is a copy if it was `copied` before."""
    from crm_desktop.services.backup_places import name_of
    from crm_desktop.ui.opening.rescue_page import RescuePage

    context, backups = stage.context, stage.folder / "data" / "backups"
    shop, broken = context.services.shop.path, stage.folder / name
    if not broken.exists():
        if copied:
            copy = context.daily_backup.backups.make().path
            copy.rename(copy.with_name(copy.name.replace(name_of(shop), name_of(broken))))
        data = bytearray(shop.read_bytes())
        data[4096 * 30 : 4096 * 40] = bytes(4096 * 10)
        broken.write_bytes(data)
    return stage.own(
        RescuePage(broken, None, backups, lambda *_: None, FakeShell(), context.theme, context.messages, context.jobs,
                   context.file_dialogs, context.clock)
    )  # fmt: skip


@scene
def damaged_shop(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.safety.section import State

    page = _rescue_page(stage)
    stage.until(lambda: page.copies.state is not State.UNKNOWN)
    shown: QWidget = page
    return shown


@scene
def damaged_shop_of_which_there_is_a_copy(stage: Stage) -> QWidget:
    page = _rescue_page(stage, "broken but copied.crm", copied=True)
    stage.until(page.choice.isVisible)
    shown: QWidget = page
    return shown


@scene
def rescued_shop(stage: Stage) -> QWidget:
    from crm_desktop.language import Sentence
    from crm_desktop.services.rescue import Person, Report, TableReport

    page = _rescue_page(stage)
    people = tuple(Person(number, f"王芳{number}") for number in range(12))
    names = (("customer", Sentence("Customers"), 38, 12, 2), ("purchase", Sentence("Purchases"), 160, 0, 0))
    tables = tuple(TableReport(*each) for each in names)
    page._show_report(Report(stage.folder / "new.crm", tables, people, False))
    stage.until_idle()
    return page


# Who is calling


def _caller(stage: Stage, link: str) -> Any:
    from crm_desktop.ui.calls.card import CallerCard

    stage.program.reception.tell(link)
    stage.program.reception.show_last()
    return stage.find(CallerCard)


@scene
def caller_who_is_known(stage: Stage) -> QWidget:
    from crm_desktop.services.customer_records import CustomerDraft

    known = CustomerDraft.of(stage.services.customers.get(1))
    stage.services.customers.edit(1, replace(known, phones=("13911112222",)))
    card: QWidget = _caller(stage, "tel:13911112222")
    return card


@scene
def caller_whose_number_several_have(stage: Stage) -> QWidget:
    from crm_desktop.services.customer_records import CustomerDraft

    stage.services.customers.add(CustomerDraft(name="李伟", phones=("13911112222",)))
    card: QWidget = _caller(stage, "tel:13911112222")
    return card


@scene
def caller_whom_nobody_knows(stage: Stage) -> QWidget:
    card: QWidget = _caller(stage, "tel:+8613700000000")
    return card


@scene
def caller_without_a_number(stage: Stage) -> QWidget:
    card: QWidget = _caller(stage, "tel:anonymous")
    return card


@scene
def caller_while_it_is_locked(stage: Stage) -> QWidget:
    from crm_desktop.ui.calls.waiting import WaitingCard

    card = WaitingCard(stage.context.theme, list)
    now = stage.context.clock.now()
    card.tell([now - timedelta(minutes=5), now])
    return stage.own(card)


def _calls_and_files(stage: Stage) -> QWidget:
    stage.window.show_call_settings()
    from crm_desktop.ui.dialogs.calls_and_files import CallsAndFilesDialog

    return stage.find(CallsAndFilesDialog)


WINDOWS["calls and files"] = _calls_and_files


# Explained


@scene
def help_window(stage: Stage) -> QWidget:
    from crm_desktop.ui.help.window import HelpWindow

    stage.program.help.show()
    return stage.find(HelpWindow)


@scene
def a_tip(stage: Stage) -> QWidget:
    from crm_desktop.ui.first_start.bubble import Bubble

    stage.tab("customers")
    stage.window.show_tips()
    return stage.find(Bubble)


def _doors(stage: Stage) -> QWidget:
    stage.tab("customers")
    return stage.window


EMPTY["doors"] = _doors
EMPTY["safety with a password"] = lambda stage: stage.dialog(_safety(stage))
