"""Printing from the window, as hands would: the pages shown, what is chosen about them, and where they go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from shiboken6 import isValid

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.language import tr
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.ui.printing import print_dialog, printer
from crm_desktop.ui.printing.print_dialog import PrintDialog
from crm_desktop.ui.tabs.birthdays.tab import BirthdaysTab
from crm_desktop.ui.tabs.customers.tab import CustomersTab
from crm_desktop.ui.tabs.follow_ups.tab import FollowUpsTab
from crm_desktop.ui.tabs.purchases.tab import PurchasesTab
from tests.hands import show_tab

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "names", list)


@pytest.fixture
def people(services: Services) -> list[int]:
    """Three customers, one of them without an address."""
    services.settings.change(shop_name="桂香茶铺")
    return [
        services.customers.add(CustomerDraft(name=name, phones=(phone,), address=address, birthday=birthday)).new_id
        or 0
        for name, phone, address, birthday in (
            ("单晓丽", "13800138000", "上海市浦东新区长乐路1号", Birthday(Calendar.LUNAR, 1988, 10, 15)),
            ("曾国强", "13911112222", "杭州市西湖区龙井路2号", Birthday(Calendar.SOLAR, 1990, 12, 1)),
            ("王五", "13700000000", "", None),
        )
    ]


def opened() -> PrintDialog:
    """The dialog that was opened last."""
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, PrintDialog) and each.isVisible()]
    assert found
    return found[-1]


def words(dialog: PrintDialog) -> list[str]:
    return [dialog.what.itemText(number) for number in range(dialog.what.count())]


def choose(tab: Any, fill: Callable[[QMenu], object], text: str) -> PrintDialog:
    """Take an entry of a menu."""
    menu = QMenu(tab)
    fill(menu)
    next(action for action in menu.actions() if action.text().split("\t")[0] == text).trigger()
    return opened()


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def save(qtbot: QtBot, context: Any, dialog: PrintDialog, path: Path, messages: list[Message]) -> str:
    context.file_dialogs.will_answer(path)
    qtbot.mouseClick(dialog.pdf_button, LEFT)
    qtbot.waitUntil(lambda: bool(messages))
    assert not isValid(dialog)
    return text_of(path)


@pytest.mark.usefixtures("people")
class TestCustomers:
    def test_the_list_in_view_goes_into_a_pdf(
        self, context: Any, qtbot: QtBot, tmp_path: Path, messages: list[Message]
    ) -> None:
        tab = show_tab(CustomersTab(context), context, qtbot)
        dialog = choose(tab, tab.fill_menu, "Print…")
        assert dialog.view.page == 0
        assert dialog.place.text() == "Page 1 of 1"
        text = save(qtbot, context, dialog, tmp_path / "a.pdf", messages)
        assert "单晓丽" in text
        assert "As of 2026-11-21" in text
        assert "桂香茶铺" in text
        assert context.file_dialogs.suggested == ["Customers 2026-11-21.pdf"]

    def test_without_a_printer_it_says_so_and_the_pdf_is_still_there(self, context: Context, qtbot: QtBot) -> None:
        tab = show_tab(CustomersTab(context), context, qtbot)
        dialog = choose(tab, tab.fill_menu, "Print…")
        assert dialog.no_printer.isVisible()
        assert not dialog.print_button.isEnabled()
        assert dialog.pdf_button.isEnabled()

    def test_labels(self, context: Any, qtbot: QtBot, tmp_path: Path, messages: list[Message]) -> None:
        tab = show_tab(CustomersTab(context), context, qtbot)
        dialog = choose(tab, tab.fill_menu, "Print address labels…")
        assert dialog.labels.isVisible()
        assert not dialog.way.isVisible()
        assert dialog.note.text() == tr("%n customer(s) without an address left out", n=1)
        dialog.labels.first.setValue(24)
        qtbot.waitUntil(lambda: dialog.place.text() == "Page 1 of 2")
        dialog.labels.phone.setChecked(False)
        text = save(qtbot, context, dialog, tmp_path / "labels.pdf", messages)
        assert "长乐路1号" in text
        assert "138" not in text
        again = choose(tab, tab.fill_menu, "Print address labels…")
        assert not again.labels.phone.isChecked()
        assert again.labels.first.value() == 1

    def test_labels_of_own_measures(self, context: Context, qtbot: QtBot) -> None:
        tab = show_tab(CustomersTab(context), context, qtbot)
        dialog = choose(tab, tab.fill_menu, "Print address labels…")
        dialog.labels.format.setCurrentIndex(dialog.labels.format.count() - 1)
        assert dialog.labels.own.isVisible()
        dialog.labels.own.inputs["width"].setValue(90)
        qtbot.waitUntil(lambda: not dialog.pdf_button.isEnabled())
        assert dialog.place.text() == ""
        dialog.labels.own.inputs["columns"].setValue(2)
        qtbot.waitUntil(dialog.pdf_button.isEnabled)
        dialog.done(0)
        again = choose(tab, tab.fill_menu, "Print address labels…")
        assert again.labels.format_of(again.choices().paper).width == 90

    def test_several_selected_come_first(self, context: Context, qtbot: QtBot, people: list[int]) -> None:
        tab = show_tab(CustomersTab(context), context, qtbot)
        tab.list.selectAll()
        dialog = choose(tab, tab.fill_menu, "Print…")
        assert len(words(dialog)) == 5
        assert dialog.source.size == 3

    def test_one_customer_s_sheet(
        self, context: Any, qtbot: QtBot, tmp_path: Path, people: list[int], messages: list[Message]
    ) -> None:
        tab = show_tab(CustomersTab(context), context, qtbot)
        tab.show_customer(people[0])
        dialog = choose(tab, tab.panel.whole.fill_menu, "Print this customer's sheet…")
        assert not dialog.what.isVisible()
        text = save(qtbot, context, dialog, tmp_path / "one.pdf", messages)
        assert "长乐路1号" in text
        assert "What happened" in text
        assert context.file_dialogs.suggested == ["单晓丽 2026-11-21.pdf"]

    def test_printing_goes_to_the_printer_chosen(
        self, context: Context, qtbot: QtBot, tmp_path: Path, messages: list[Message], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A printer that prints into a file stands for one of metal."""
        path = tmp_path / "printed.pdf"

        def ask(parent: object, document: object, title: str) -> QPrinter:
            chosen = QPrinter(QPrinter.PrinterMode.HighResolution)
            chosen.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            chosen.setOutputFileName(str(path))
            return chosen

        monkeypatch.setattr(printer, "names", lambda: ["Office"])
        monkeypatch.setattr(printer, "ask", ask)
        tab = show_tab(CustomersTab(context), context, qtbot)
        dialog = choose(tab, tab.fill_menu, "Print…")
        assert not dialog.no_printer.isVisible()
        qtbot.waitUntil(dialog.isActiveWindow)
        qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bool(messages))
        box = PdfReader(path).pages[0].mediabox
        assert sorted([round(float(box.width)), round(float(box.height))]) == [595, 842]


class TestDialog:
    @pytest.fixture
    def many(self, context: Context, qtbot: QtBot, services: Services) -> PrintDialog:
        for number in range(120):
            services.customers.add(CustomerDraft(name=f"客户{number}", address="路"))
        tab = show_tab(CustomersTab(context), context, qtbot)
        return choose(tab, tab.fill_menu, "Print…")

    def test_pages_are_turned_and_zoomed_by_keys(self, many: PrintDialog, qtbot: QtBot) -> None:
        pages = many._document.pages if many._document else 0
        assert pages > 2
        qtbot.keyClick(many.view, Qt.Key.Key_PageDown)
        assert many.place.text() == f"Page 2 of {pages}"
        assert many.previous.isEnabled()
        qtbot.keyClick(many.view, Qt.Key.Key_End)
        assert many.place.text() == f"Page {pages} of {pages}"
        assert not many.next.isEnabled()
        qtbot.keyClick(many.view, Qt.Key.Key_Home)
        assert many.place.text() == f"Page 1 of {pages}"
        qtbot.mouseClick(many.next, LEFT)
        qtbot.mouseClick(many.previous, LEFT)
        whole = many.view.percent
        qtbot.keyClick(many.view, "+")
        assert many.view.percent > whole
        qtbot.mouseClick(many.whole, LEFT)
        assert many.view.percent == whole
        qtbot.keyClick(many.view, "-")
        qtbot.keyClick(many.view, "0")
        assert many.view.percent == whole
        assert not many.grab().isNull()

    def test_paper_and_orientation(self, many: PrintDialog, qtbot: QtBot, context: Context) -> None:
        segment = next(each for each in many.way.findChildren(QAbstractButton) if each.accessibleName() == "Lengthways")
        qtbot.mouseClick(segment, LEFT)
        qtbot.waitUntil(lambda: many._document is not None and many._document.sheet.landscape)
        many.paper.setCurrentIndex(many.paper.findData("A5"))
        qtbot.waitUntil(lambda: many._document is not None and many._document.sheet.paper.key == "A5")
        assert context.memory.get("print/paper", "") == "A5"

    def test_many_rows_are_laid_out_in_the_background(
        self, many: PrintDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, context: Context
    ) -> None:
        monkeypatch.setattr(print_dialog, "_QUICK_ROWS", 10)
        many.paper.setCurrentIndex(many.paper.findData("Letter"))
        qtbot.waitUntil(lambda: many._document is not None and many._document.sheet.paper.key == "Letter")
        many.paper.setCurrentIndex(many.paper.findData("A4"))
        many._lay_out()
        assert many._document is None
        assert not many.pdf_button.isEnabled()
        many.reject()
        qtbot.waitUntil(lambda: not context.jobs.busy)

    def test_thinking_better_of_it_writes_nothing(self, many: PrintDialog, qtbot: QtBot, context: Context) -> None:
        qtbot.mouseClick(many.pdf_button, LEFT)  # no file was named
        assert many.isVisible()
        qtbot.mouseClick(many.cancel_button, LEFT)
        assert not isValid(many) or not many.isVisible()
        assert not context.jobs.busy


def test_nothing_to_print_is_said(context: Context, qtbot: QtBot, messages: list[Message]) -> None:
    for tab in (CustomersTab(context), BirthdaysTab(context), PurchasesTab(context), FollowUpsTab(context)):
        messages.clear()
        shown: Any = show_tab(tab, context, qtbot)
        shown.print_list()
        assert [message.text for message in messages] == ["There is nothing to print here."]


@pytest.mark.usefixtures("people")
def test_birthdays_purchases_and_follow_ups(
    context: Any, qtbot: QtBot, services: Services, people: list[int], tmp_path: Path, messages: list[Message]
) -> None:
    now = context.clock.now()
    services.purchases.record(
        PurchaseDraft(customer_id=people[0], at=now, lines=(LineDraft(None, "龙井茶", 1000, 12800),))
    )
    services.follow_ups.add(FollowUpDraft(people[0], "回访新茶口感", now.date()))
    for tab, expected in ((BirthdaysTab(context), "Remark"), (PurchasesTab(context), "¥128.00"),
                          (FollowUpsTab(context), "回访新茶口感")):  # fmt: skip
        messages.clear()
        shown: Any = show_tab(tab, context, qtbot)
        shown.print_list()
        assert expected in save(qtbot, context, opened(), tmp_path / "a.pdf", messages)
