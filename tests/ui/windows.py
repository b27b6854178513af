"""How each window, page and popup of the program is opened, for the walks through all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.reminding.entries import BackupFact
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.tabs import TABS

if TYPE_CHECKING:
    from tests.ui.stage import Stage

Open = Callable[["Stage"], QWidget]
#: By name: what opens it on a stage, and gives the window to look at.
WINDOWS: dict[str, Open] = {}
#: The same for a shop that holds nothing yet.
EMPTY: dict[str, Open] = {}


def scene(opens: Open) -> Open:
    """Register a window by the name of the function that opens it."""
    WINDOWS[opens.__name__.removeprefix("_").replace("_", " ")] = opens
    return opens


def _tab(key: str) -> Open:
    def opens(stage: Stage) -> QWidget:
        stage.tab(key)
        return stage.window

    return opens


for _spec in TABS:
    WINDOWS[f"tab {_spec.key}"] = EMPTY[f"empty {_spec.key}"] = _tab(_spec.key)


def _empty_shop_whose_backups_fail(stage: Stage) -> QWidget:
    since = stage.context.clock.now().date() - timedelta(days=4)
    stage.context.services.shop.backup_failure = lambda: BackupFact(since, Sentence("the disk is full"))
    stage.tab("today")
    return stage.window


EMPTY["empty shop whose backups fail"] = _empty_shop_whose_backups_fail


# The window


@scene
def search_results(stage: Stage) -> QWidget:
    from crm_desktop.ui.widgets.drop_list import DropList

    stage.tab("today")
    stage.window.search_box.setFocus()
    stage.window.search_box.setText("王")
    stage.window.search_box.show_results()
    stage.until_idle()
    return stage.find(DropList)


@scene
def message_progress_and_notice(stage: Stage) -> QWidget:
    from crm_desktop.ui.widgets.strips import Strip

    window = stage.window
    stage.tab("today")
    window.search_box.setText("")
    window.notices.show_strips([
        Strip("The shop is open in another window.", (("Open it for writing", list),)),
        Strip("There is a copy.", (("Understood", list),), calm=True, menu=("Silence", lambda menu: None)),
    ])  # fmt: skip
    stage.context.messages.info("Deleted 3 customers", action=tr("Undo"), do=list)
    window.progress._build()
    window.progress._title.setText("Importing customers.xlsx")
    window.progress._words.setText("1,200 of 5,000")
    window.progress.show()
    return window


@scene
def message_of_trouble(stage: Stage) -> QWidget:
    stage.window.notices.show_strips([])
    stage.window.progress.hide()
    stage.context.messages.error("The disk is full.")
    return stage.window


def _menu(stage: Stage, button: Any) -> QWidget:
    menu: QMenu = button.menu()
    menu.aboutToShow.emit()
    menu.popup(QPoint(10, 10))
    return menu


@scene
def menu_of_the_window(stage: Stage) -> QWidget:
    stage.window.message_bar.dismiss()
    return _menu(stage, stage.window.menu_button)


@scene
def menu_of_the_tray(stage: Stage) -> QWidget:
    menu = stage.program.tray.icon.contextMenu()
    menu.aboutToShow.emit()
    menu.popup(QPoint(10, 10))
    return menu


# Customers


def _customers(stage: Stage) -> Any:
    tab = stage.tab("customers")
    tab.show_customer(1)
    stage.until_idle()
    return tab


@scene
def customer_in_panel(stage: Stage) -> QWidget:
    draft = replace(
        stage.services.customers.get(1), phones=("13911112222", "02155667788"), emails=("a@b.cn",), wechat=("wx_1",),
        birthday=Birthday(Calendar.LUNAR, 1988, 8, 15), address="上海市浦东新区世纪大道100号", note="对花生过敏",
        tags=("老客户", "干性皮肤"), custom={"皮肤类型": "干性"},
    )  # fmt: skip
    from crm_desktop.services.customer_records import CustomerDraft

    stage.services.customers.edit(1, CustomerDraft.of(draft))
    day = Birthday(Calendar.SOLAR, 2015, 5, 20)
    _customers(stage).on_change(stage.services.yearly_dates.add(1, "wedding", "", day))
    stage.until_idle()
    return stage.window


@scene
def customer_form(stage: Stage) -> QWidget:
    tab = _customers(stage)
    tab.panel.edit(1)
    stage.until_idle()
    return stage.window


@scene
def new_customer(stage: Stage) -> QWidget:
    tab = _customers(stage)
    tab.panel.form.cancel()
    tab.new_customer("单晓丽 13911112222 农历8月15 老客户")
    stage.until_idle()
    return stage.window


@scene
def chosen_customers(stage: Stage) -> QWidget:
    from crm_desktop.services.customer_filter import CustomerFilter

    tab = _customers(stage)
    tab.panel.quick.cancel()
    tab.set_filter(CustomerFilter(spent_from=1, no_visit_days=1))
    stage.until_idle()
    tab.list.selectAll()
    stage.until_idle()
    return stage.window


@scene
def nobody_fits(stage: Stage) -> QWidget:
    from crm_desktop.services.customer_filter import CustomerFilter

    stage.tab("customers").set_filter(CustomerFilter(spent_from=10**9))
    stage.until_idle()
    return stage.window


@scene
def cell_of_a_customer(stage: Stage) -> QWidget:
    from crm_desktop.ui.tabs.customers.cell_editors import CellChoice

    tab = _customers(stage)
    tab.clear_filter()
    stage.until_idle()
    tab.list.setFocus()
    column = [each.key for each in tab.model.columns].index("gender")
    tab.list.edit(tab.model.index(0, column))
    return stage.find(CellChoice)


def _filtered(stage: Stage, key: str) -> QWidget:
    from crm_desktop.ui.widgets.popover import Popover

    tab = stage.tab("customers")
    tab.list.setFocus()
    tab.filter_menu.change(key)
    return stage.find(Popover)


@scene
def filter_by_money(stage: Stage) -> QWidget:
    return _filtered(stage, "spent_from")


@scene
def filter_by_days(stage: Stage) -> QWidget:
    return _filtered(stage, "no_visit_days")


@scene
def filter_by_date(stage: Stage) -> QWidget:
    return _filtered(stage, "last_visit_before")


@scene
def tag_for_a_customer(stage: Stage) -> QWidget:
    from crm_desktop.ui.widgets.popover import LinePopover

    head = _customers(stage).panel.whole.head
    next(each for each in head.tags.findChildren(QPushButton) if each.isVisible()).click()
    return stage.find(LinePopover)


@scene
def menu_of_filters(stage: Stage) -> QWidget:
    return _menu(stage, stage.tab("customers").filter_menu.button)


@scene
def menu_of_views(stage: Stage) -> QWidget:
    return _menu(stage, stage.tab("customers").views.button)


@scene
def a_yearly_date(stage: Stage) -> QWidget:
    from crm_desktop.ui.tabs.customers.yearly import YearlyPopover

    tab = _customers(stage)
    YearlyPopover(tab.panel.whole.head, stage.context, 1).open()
    return stage.find(YearlyPopover)


# Lists with something chosen in them


def _chosen_line(stage: Stage, key: str) -> Any:
    tab = stage.tab(key)
    tab.focus_list()
    model = tab.list.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).flags() & Qt.ItemFlag.ItemIsSelectable)
    tab.list.setCurrentIndex(model.index(row, 0))
    stage.until_idle()
    return tab


def _line_of(key: str) -> Open:
    def opens(stage: Stage) -> QWidget:
        _chosen_line(stage, key)
        return stage.window

    return opens


for _key in ("today", "purchases", "follow_ups", "birthdays", "history"):
    WINDOWS[f"line of {_key}"] = _line_of(_key)


@scene
def several_birthdays(stage: Stage) -> QWidget:
    tab = stage.tab("birthdays")
    tab.focus_list()
    tab.list.selectAll()
    stage.until_idle()
    return stage.window


@scene
def preview(stage: Stage) -> QWidget:
    from crm_desktop.ui.widgets.preview import Preview

    tab = _chosen_line(stage, "purchases")
    stage.qtbot.keyClick(tab.list, Qt.Key.Key_Space)
    return stage.find(Preview)


@scene
def what_was_undone(stage: Stage) -> QWidget:
    from crm_desktop.services.history import UndoAnswer
    from crm_desktop.store.journal import Change

    change = Change(1, Sentence("Undid: %1", "x"))
    stage.tab("history").answer.tell(UndoAnswer(change, 1, 118, 3, 1, ("张三", "李四")))
    return stage.window


@scene
def reminders_told(stage: Stage) -> QWidget:
    tab = stage.tab("history")
    tab.answer.hide()
    tab.show_told(1)
    stage.until_idle()
    return stage.window


@scene
def files_that_came_in(stage: Stage) -> QWidget:
    from crm_desktop.ui.background.watched_memory import Entry

    watched = stage.context.watched
    now = stage.context.clock.now()
    folder = stage.folder / "till"
    folder.mkdir(exist_ok=True)
    watched.choose(folder, on=False)
    came = [
        Entry(1, "till.csv", now.isoformat(), "imported", kind="customers", counts={"added": 3}, change=1),
        Entry(2, "odd.csv", now.isoformat(), "waiting", wait="mapping"),
        Entry(3, "broken.xls", now.isoformat(), "refused", reason="It is no sheet."),
    ]
    watched._kept.entries = came
    watched.changed.emit()
    written = stage.context.calendar_file
    written.choose(stage.folder / "nowhere" / "shop.ics", on=True)
    stage.until_idle()
    stage.tab("today")
    return stage.window


# Who calls


def _called(stage: Stage, link: str) -> Any:
    """The card, with an earlier call behind the one that is shown."""
    calls = stage.program.opened.calls
    calls.tell("tel:021-5555-6666")
    calls.tell(link)
    stage.until_idle()
    return calls.card


@scene
def caller_who_is_known(stage: Stage) -> QWidget:
    return _called(stage, f"tel:{stage.services.customers.get(1).phone}")


@scene
def caller_whom_several_may_be(stage: Stage) -> QWidget:
    card = _called(stage, "tel:+1 650 253 0001")
    people = tuple(stage.services.customers.get_many([1, 2, 3]))
    card.call.known = replace(card.call.known, customers=people, sure=False)
    card._fill()
    return card


@scene
def caller_whom_nobody_knows(stage: Stage) -> QWidget:
    return _called(stage, "tel:+1 650 253 0000")


@scene
def caller_without_a_number(stage: Stage) -> QWidget:
    return _called(stage, "tel:anonymous")


@scene
def caller_before_the_shop_is_open(stage: Stage) -> QWidget:
    from crm_desktop.ui.calls.waiting import WaitingCard

    card = WaitingCard(stage.context.theme, lambda: None)
    card.tell([stage.context.clock.now()])
    return stage.own(card)


@scene
def calls_and_files(stage: Stage) -> QWidget:
    from crm_desktop.ui.dialogs.calls_and_files import CallsAndFilesDialog

    return stage.dialog(CallsAndFilesDialog(stage.context, stage.window))
