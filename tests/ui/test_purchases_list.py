"""The list of purchases by day: periods, filters, sums, refunds, deleting, handing over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu

from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.lists import PURCHASE_COLUMNS, chosen
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft, PurchaseFilter
from crm_desktop.ui.tabs.purchases.day_list import DayHeading, heading_id, with_headings
from crm_desktop.ui.tabs.purchases.details import purchase_details
from crm_desktop.ui.tabs.purchases.periods import Period, PeriodKind
from crm_desktop.ui.tabs.purchases.refund import RefundForm
from crm_desktop.ui.tabs.purchases.tab import PurchasesTab
from tests.hands import show_tab, type_text

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context

TODAY = date(2026, 11, 21)


@pytest.fixture
def bought(services) -> dict[str, int]:
    """Five purchases over three days, and one of last year, by a word for each."""
    shan = services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",))).new_id
    zeng = services.customers.add(CustomerDraft(name="曾国强")).new_id
    tea = services.products.add("龙井茶 250g", 12800, "LJ250").new_id

    def record(customer: int | None, at: datetime, *lines: LineDraft, method: str, clerk: str, note: str = "") -> int:
        draft = PurchaseDraft(customer, at, lines, payment_method=method, clerk=clerk, note=note)
        return int(services.purchases.record(draft).new_id)

    two = LineDraft(tea, "龙井茶 250g", 2000, 12800)
    return {
        "tea": record(shan, datetime(2026, 11, 21, 9, 30), two, method="微信", clerk="小李"),
        "gift": record(zeng, datetime(2026, 11, 21, 11), LineDraft(text="礼盒", price_fen=30000),
                       LineDraft(text="贺卡", price_fen=500), method="现金", clerk="桂姐", note="送人"),
        "amount": record(None, datetime(2026, 11, 20, 18), LineDraft(price_fen=3550), method="微信", clerk="小李"),
        "tea2": record(shan, datetime(2026, 11, 2, 10), LineDraft(tea, "龙井茶 250g", 1000, 12800), method="刷卡",
                       clerk="小李"),
        "old": record(zeng, datetime(2025, 5, 5, 10), LineDraft(text="茶杯", price_fen=9900), method="微信", clerk=""),
        "shan": shan, "zeng": zeng, "product": tea,
    }  # fmt: skip


@pytest.fixture
def tab(context: Context, bought: dict[str, int], qtbot) -> PurchasesTab:
    return show_tab(PurchasesTab(context), context, qtbot)


def cells(tab: PurchasesTab, key: str) -> list[str]:
    """What a column shows, from top to bottom, headings too."""
    column = next(n for n, each in enumerate(tab.model.columns) if each.key == key)
    return [str(tab.model.index(row, column).data() or "") for row in range(tab.model.rowCount())]


def purchases_shown(tab: PurchasesTab) -> list[int]:
    return [each for each in tab.model.ids if each > 0]


def choose(menu: QMenu, *path: str) -> None:
    """Choose an entry of a menu by its words."""
    menu.aboutToShow.emit()
    for word in path[:-1]:
        action = next(each for each in menu.actions() if each.text() == word)
        menu = action.menu()
    next(each for each in menu.actions() if each.text().split("\t")[0] == path[-1]).trigger()


def button(tab: Any, text: str) -> QAbstractButton:
    return next(each for each in tab.findChildren(QAbstractButton) if each.text() == text)


def test_days_stand_over_their_purchases_with_sums(tab, bought):
    assert cells(tab, "at") == [
        "Today · Nov 21 · Saturday  2 purchases", "11:00", "09:30",
        "Yesterday · Nov 20 · Friday  1 purchase", "18:00",
        "Nov 2 · Monday  1 purchase", "10:00",
    ]  # fmt: skip
    assert cells(tab, "amount") == ["¥561.00", "¥305.00", "¥256.00", "¥35.50", "¥35.50", "¥128.00", "¥128.00"]
    assert cells(tab, "customer")[1:5] == ["曾国强", "单晓丽", "", "Passer-by"]
    assert cells(tab, "what")[1:3] == ["礼盒, 贺卡", "龙井茶 250g ×2"]
    assert tab.sum_label.text() == "¥724.50"
    assert tab.explanation.text() == "4 purchases"


def test_the_model_keeps_to_the_rules(tab, qtbot):
    QAbstractItemModelTester(tab.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tab.filter.set_period(Period(PeriodKind.ALL))
    tab.filter.set_period(Period(PeriodKind.TODAY))
    tab.filter.set_condition("payment_method", "现金")
    tab.filter.clear()
    assert tab.model.rowCount() == 3


def test_headings_cannot_be_selected(tab):
    first = tab.model.index(0, 0)
    assert isinstance(tab.model.record(0), DayHeading)
    assert not first.flags() & Qt.ItemFlag.ItemIsSelectable
    tab.list.setFocus()
    tab.list.selectAll()
    assert tab.list.selected_ids() == purchases_shown(tab)
    assert tab.explanation.text() == "4 selected"
    tab.list.select_id(tab.model.ids[2])
    QTest.keyClick(tab.list, Qt.Key.Key_Down)
    assert tab.list.current_id() == tab.model.ids[4]


def test_sorted_otherwise_there_are_no_headings(tab, bought):
    tab.list.set_sort("paid", True)
    tab.refresh()
    assert tab.model.ids == [bought["gift"], bought["tea"], bought["tea2"], bought["amount"]]
    assert cells(tab, "at")[0] == "11-21 11:00"
    tab.list.set_sort("at", False)
    tab.refresh()
    assert tab.model.ids[0] == heading_id(date(2026, 11, 2))
    assert tab.model.ids[1] == bought["tea2"]


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("Today", 2), ("Yesterday", 1), ("This week", 3), ("This month", 4), ("Last month", 0), ("This year", 4),
        ("All time", 5), ("Last 30 days", 4),
    ],
)  # fmt: skip
def test_periods(tab, kind, count):
    choose(tab.filter.period_button.menu(), kind)
    assert len(purchases_shown(tab)) == count
    assert tab.filter.period_button.text() == kind


def test_a_period_of_her_own(tab, context, bought, qtbot):
    choose(tab.filter.period_button.menu(), "From – to…")
    assert (tab.filter.first.date(), tab.filter.last.date()) == (TODAY - timedelta(days=29), TODAY)
    tab.filter.first.setFocus()
    tab.filter.first.selectAll()
    type_text(tab.filter.first, "11-20")
    tab.filter.last.selectAll()
    type_text(tab.filter.last, "11-20")
    assert purchases_shown(tab) == [bought["amount"]]
    type_text(tab.filter.last, "x")
    assert purchases_shown(tab) == [bought["amount"]]
    assert tab.filter.last.property("wrong") == "true"
    again = show_tab(PurchasesTab(context), context, qtbot)
    assert purchases_shown(again) == [bought["amount"]]


def test_words_filter_after_a_pause(tab, bought, qtbot):
    tab.filter.text.setFocus()
    type_text(tab.filter.text, "礼盒")
    qtbot.waitUntil(lambda: purchases_shown(tab) == [bought["gift"]])
    assert tab.sum_label.text() == "¥305.00"
    tab.filter.text.clear()
    qtbot.waitUntil(lambda: len(purchases_shown(tab)) == 4)


def test_conditions_become_chips(tab, bought):
    menu = tab.filter.add_button.menu()
    choose(menu, "Payment method", "微信")
    assert purchases_shown(tab) == [bought["tea"], bought["amount"]]
    choose(menu, "Clerk", "小李")
    assert tab.filter.chips.keys() == ["payment_method", "clerk"]
    tab.filter.chips.removed.emit("payment_method")
    assert purchases_shown(tab) == [bought["tea"], bought["amount"], bought["tea2"]]
    choose(menu, "Clerk", "Not noted")
    assert purchases_shown(tab) == []


def test_one_customer_and_one_product(tab, bought, qtbot):
    choose(tab.filter.add_button.menu(), "Customer…")
    field = tab.filter._editor
    assert field is not None
    type_text(field, "2222")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: purchases_shown(tab) == [bought["tea"], bought["tea2"]])
    assert tab.filter.chips.keys() == ["customer_id"]
    tab.filter.clear()
    choose(tab.filter.add_button.menu(), "Product…")
    type_text(tab.filter._editor, "lj")
    QTest.keyClick(tab.filter._editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.filter.chips.keys() == ["product_id"])
    assert purchases_shown(tab) == [bought["tea"], bought["tea2"]]


def test_nothing_found_offers_a_way_out(tab, qtbot):
    choose(tab.filter.add_button.menu(), "Payment method", "储值")
    assert not tab.list.isVisible()
    qtbot.mouseClick(button(tab, "Clear the filter"), Qt.MouseButton.LeftButton)
    assert tab.list.isVisible()
    choose(tab.filter.period_button.menu(), "Last month")
    qtbot.mouseClick(button(tab, "Show all time"), Qt.MouseButton.LeftButton)
    assert len(purchases_shown(tab)) == 5


def test_an_empty_shop_invites(context, qtbot):
    tab = show_tab(PurchasesTab(context), context, qtbot)
    assert not tab.list.isVisible()
    qtbot.mouseClick(button(tab, "Import"), Qt.MouseButton.LeftButton)
    assert context.navigate.calls == [("import_file", None, "purchases")]
    tab.new_purchase(None)
    assert tab.entry() is not None


def test_many_purchases_are_added_up_in_the_worker(tab, bought, qtbot, monkeypatch):
    monkeypatch.setattr("crm_desktop.ui.tabs.purchases.tab._MOST_AT_ONCE", 3)
    tab.filter.set_period(Period(PeriodKind.ALL))
    assert tab.explanation.text() == "Adding up…"
    tab.filter.set_condition("clerk", "小李")
    qtbot.waitUntil(lambda: purchases_shown(tab) == [bought["tea"], bought["amount"], bought["tea2"]])
    assert tab.explanation.text() == "3 purchases"


def test_a_recorded_purchase_appears_under_its_day(tab, services, context):
    draft = PurchaseDraft(None, datetime(2026, 11, 21, 15), (LineDraft(price_fen=1000),))
    context.actions.do(lambda: services.purchases.record(draft))
    assert cells(tab, "at")[:2] == ["Today · Nov 21 · Saturday  3 purchases", "15:00"]
    assert cells(tab, "amount")[0] == "¥571.00"
    context.actions.undo()
    assert cells(tab, "amount")[0] == "¥561.00"


def test_a_renamed_customer_is_shown_at_once(tab, services, context, bought):
    context.actions.do(lambda: services.customers.set_field(bought["shan"], "name", "单小莉"))
    assert "单小莉" in cells(tab, "customer")


def test_selected_purchases_are_added_up(tab, bought):
    tab.list.setFocus()
    tab.list.select_id(bought["gift"])
    QTest.keyClick(tab.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert tab.sum_label.text() == "¥561.00"
    assert tab.explanation.text() == "2 selected"


def test_delete_and_undo(tab, bought, context):
    posted: list[Any] = []
    context.messages.posted.connect(posted.append)
    tab.list.setFocus()
    tab.list.select_id(bought["tea"])
    QTest.keyClick(tab.list, Qt.Key.Key_Delete)
    assert bought["tea"] not in tab.model.ids
    assert context.questions.asked == []
    posted[-1].do()
    assert bought["tea"] in tab.model.ids


def test_enter_opens_the_purchase(tab, bought):
    tab.list.setFocus()
    tab.list.select_id(bought["gift"])
    QTest.keyClick(tab.list, Qt.Key.Key_Return)
    entry = tab.entry()
    assert entry is not None
    assert [row.product.text() for row in entry.lines.rows] == ["礼盒", "贺卡"]


def test_space_shows_the_purchase_and_puts_it_away(tab, bought):
    tab.list.setFocus()
    tab.list.select_id(bought["gift"])
    preview = tab.preview
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
        QTest.keyClick(tab.list, Qt.Key.Key_Space)
        assert preview.isVisible()
        said = [label.text() for label in preview.findChildren(QLabel)]
        assert said[:2] == ["曾国强", "Nov 21, 2026 11:00"]
        assert {"礼盒", "贺卡", "¥300.00", "¥5.00", "¥305.00", "现金", "桂姐", "送人"} <= set(said)
        QTest.keyClick(preview, key)
        assert not preview.isVisible()
    QTest.keyClick(tab.list, Qt.Key.Key_Space)
    QTest.keyClick(preview, Qt.Key.Key_Down)
    assert preview.accessibleName() == "单晓丽"
    assert "2 × ¥128.00" in [label.text() for label in preview.findChildren(QLabel)]
    QTest.keyClick(preview, Qt.Key.Key_Return)
    assert not preview.isVisible()
    assert tab.entry() is not None


def test_the_preview_of_a_refund_and_of_a_discount(tab, bought, services, context):
    lines = (LineDraft(text="茶", price_fen=10000), LineDraft(price_fen=500))
    draft = PurchaseDraft(None, datetime(2026, 11, 21, 12), lines, discount_fen=300)
    number = services.purchases.record(draft).new_id
    back = context.actions.do(lambda: services.purchases.refund(number)).new_id
    whole, refund = (purchase_details(services.purchases.get(each)) for each in (number, back))
    assert whole.items[1:] == [("Amount", "¥5.00", "¥5.00"), ("Discount", "", "-¥3.00"), ("Paid", "", "¥102.00")]
    assert refund.items[-1] == ("Refund", "", "-¥102.00")


def test_what_the_right_button_offers(tab, bought, context):
    tab.list.select_id(bought["gift"])
    menu = QMenu()
    tab._fill_menu(menu)
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["Edit", "Refund", "Open customer", "New purchase for this customer", "Copy", "Paste",
                     "Print…", "Delete"]  # fmt: skip
    choose(menu, "Open customer")
    assert context.navigate.calls == [("show_customer", bought["zeng"])]
    choose(menu, "Copy")
    assert "礼盒, 贺卡" in QGuiApplication.clipboard().text()
    choose(menu, "New purchase for this customer")
    assert tab.entry().customer.customer_id() == bought["zeng"]


def test_the_buttons_follow_the_selection(tab, bought, qtbot):
    assert not button(tab, "Delete").isEnabled()
    tab.list.select_id(bought["gift"])
    assert all(button(tab, text).isEnabled() for text in ("Refund", "Edit", "Open customer", "Delete"))
    qtbot.mouseClick(button(tab, "Edit"), Qt.MouseButton.LeftButton)
    assert tab.entry() is not None


def refund_form(tab: PurchasesTab, qtbot: Any) -> RefundForm:
    qtbot.mouseClick(button(tab, "Refund"), Qt.MouseButton.LeftButton)
    return next(form for form in tab.findChildren(RefundForm) if form.isVisible())


def test_a_whole_purchase_is_given_back(tab, bought, services, qtbot):
    tab.list.select_id(bought["gift"])
    form = refund_form(tab, qtbot)
    assert form.amount.text() == "305.00"
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    newest = purchases_shown(tab)[0]
    row = tab.model.row_of(newest)
    assert row is not None
    assert cells(tab, "amount")[row] == "Refund -¥305.00"
    assert cells(tab, "amount")[0] == "¥256.00"
    assert tab.explanation.text() == "4 purchases of ¥724.50, less refunds of ¥305.00"
    amount = next(n for n, each in enumerate(tab.model.columns) if each.key == "amount")
    red = tab.model.index(row, amount).data(Qt.ItemDataRole.ForegroundRole)
    assert red == tab._context.theme.color("danger")


def test_one_line_is_given_back_and_the_rest_stays_refundable(tab, bought, services, qtbot):
    tab.list.select_id(bought["gift"])
    form = refund_form(tab, qtbot)
    qtbot.mouseClick(form._lines[0].check, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert form.amount.text() == "5.00"
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    tab.list.select_id(bought["gift"])
    form = refund_form(tab, qtbot)
    assert not form._lines[1].check.isEnabled()
    assert form.amount.text() == "300.00"
    form.close()


def test_part_of_a_quantity_is_given_back(tab, bought, services, qtbot):
    tab.list.select_id(bought["tea"])
    form = refund_form(tab, qtbot)
    form._lines[0].quantity.setFocus()
    form._lines[0].quantity.selectAll()
    type_text(form._lines[0].quantity, "1")
    assert form.amount.text() == "128.00"
    type_text(form._lines[0].quantity, "9")
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert form.isVisible()
    assert services.purchases.refundable(bought["tea"]).paid_fen == 25600
    form.mark_saved()
    form.close()


def test_an_amount_typed_by_hand_and_too_much_of_it(tab, bought, services, qtbot):
    tab.list.select_id(bought["tea"])
    form = refund_form(tab, qtbot)
    for typed in ("999", "abc"):
        form.amount.setFocus()
        form.amount.selectAll()
        type_text(form.amount, typed)
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        assert form.isVisible()
    form.amount.setFocus()
    form.amount.selectAll()
    type_text(form.amount, "100")
    assert "Typed by you" in form._why.text()
    QTest.keyClick(form.amount, Qt.Key.Key_Return)
    assert services.purchases.refundable(bought["tea"]).paid_fen == 15600


def test_a_refund_is_not_refunded(tab, bought, services, context, qtbot):
    posted: list[Any] = []
    number = context.actions.do(lambda: services.purchases.refund(bought["tea"])).new_id
    context.messages.posted.connect(posted.append)
    tab.list.select_id(number)
    qtbot.mouseClick(button(tab, "Refund"), Qt.MouseButton.LeftButton)
    assert posted[-1].text == "This is a refund already."


def test_the_list_is_handed_over(tab, bought, context, tmp_path: Path, qtbot):
    path = tmp_path / "out.xlsx"
    context.file_dialogs.will_answer(path)
    choose(tab.filter.add_button.menu(), "Payment method", "微信")
    posted: list[Any] = []
    context.messages.posted.connect(posted.append)
    qtbot.mouseClick(button(tab, "Export"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(posted))
    rows = [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]
    head = next(n for n, row in enumerate(rows) if row[0] == "Date")
    assert rows[head][:5] == ["Date", "Customer", "Phone", "Product", "Amount"]
    assert rows[head + 1][:5] == [datetime(2026, 11, 21, 9, 30), "单晓丽", "139 1111 2222", "龙井茶 250g ×2", 256]
    assert context.file_dialogs.suggested == ["Purchases 2026-11-21.xlsx"]
    assert posted[-1].text == "2 rows written to out.xlsx"


def test_every_column_can_be_handed_over(tab):
    assert chosen(PURCHASE_COLUMNS, [column.key for column in tab.model.columns])


def test_exporting_can_be_thought_better_of(tab, context, qtbot):
    qtbot.mouseClick(button(tab, "Export"), Qt.MouseButton.LeftButton)
    assert not context.jobs.busy


def test_a_new_day(tab, clock):
    clock.advance(days=1)
    tab.on_new_day()
    assert cells(tab, "at")[0].startswith("Yesterday · Nov 21")


def test_headings_are_put_among_the_ids():
    days = [(date(2026, 11, 21), 2), (date(2026, 11, 20), 1)]
    rows = [heading_id(date(2026, 11, 21)), 7, 6, heading_id(date(2026, 11, 20)), 5]
    assert with_headings([7, 6, 5], days).tolist() == rows
    assert not with_headings([], [])


def test_open_ended_periods():
    since, until = Period(PeriodKind.RANGE, TODAY), Period(PeriodKind.RANGE, None, TODAY)
    assert since.words(TODAY) == "since Nov 21"
    assert until.words(TODAY) == "until Nov 21"
    assert Period(PeriodKind.RANGE).words(TODAY) == "All time"
    assert Period(PeriodKind.RANGE, TODAY, date(2027, 1, 1)).words(TODAY) == "Nov 21 to Jan 1, 2027"
    assert PurchaseFilter(*since.span(TODAY)).end is None
