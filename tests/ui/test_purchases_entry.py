"""A purchase typed in by the keyboard alone, as at the counter: every key goes where the hands would be."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from crm_desktop import language
from crm_desktop.domain.money import format_money
from crm_desktop.language import tr
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.purchase_records import LineDraft, Purchase, PurchaseDraft
from crm_desktop.services.purchases import Purchases
from crm_desktop.ui.tabs.purchases.entry import PurchaseEntry
from crm_desktop.ui.tabs.purchases.tab import PurchasesTab
from tests.hands import type_text

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context


@pytest.fixture
def people(services) -> dict[str, int]:
    """Two customers and three products, as ids."""
    shan = services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",))).new_id
    zeng = services.customers.add(CustomerDraft(name="曾国强", phones=("13855556666",))).new_id
    tea = services.products.add("龙井茶 250g", 12800, "LJ250").new_id
    services.products.add("碧螺春 125g", 9800, "BLC")
    services.products.add("茶点", None, "")
    return {"单晓丽": shan, "曾国强": zeng, "龙井茶 250g": tea}


@pytest.fixture
def tab(context: Context, people: dict[str, int], qtbot) -> PurchasesTab:
    """The tab in a window, shown."""
    tab = PurchasesTab(context)
    qtbot.addWidget(tab)
    context.bus.changed.connect(tab.on_change)
    tab.resize(1280, 800)
    tab.show()
    tab.on_shown()
    return tab


@pytest.fixture
def entry(tab: PurchasesTab, qtbot) -> PurchaseEntry:
    """The empty form, as F2 opens it."""
    return opened(tab, qtbot)


def opened(tab: PurchasesTab, qtbot: Any, customer_id: int | None = None) -> PurchaseEntry:
    tab.new_purchase(customer_id)
    entry = tab.entry()
    assert entry is not None
    qtbot.waitUntil(entry.isActiveWindow)
    return entry


def opened_to_edit(tab: PurchasesTab, qtbot: Any, number: int) -> PurchaseEntry:
    tab.list.opened.emit(number)
    entry = tab.entry()
    assert entry is not None
    qtbot.waitUntil(entry.isActiveWindow)
    return entry


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(text: str) -> None:
    """Type into whatever has the focus; "\\n" is Enter, "\\t" Tab."""
    for sign in text:
        if sign == "\n":
            QTest.keyClick(focused(), Qt.Key.Key_Return)
        elif sign == "\t":
            QTest.keyClick(focused(), Qt.Key.Key_Tab)
        else:
            type_text(focused(), sign)


def saved(purchases: Purchases) -> list[Purchase]:
    return purchases.get_many(purchases.ids())


def name_of(widget: QWidget) -> str:
    return widget.accessibleName()


def test_four_digits_initials_and_enter_record_a_purchase(entry, services, people, qtbot):
    press("2222\nlj\n\n\n\n")
    (purchase,) = saved(services.purchases)
    assert (purchase.customer_id, purchase.what, purchase.paid_fen) == (people["单晓丽"], "龙井茶 250g", 12800)
    assert purchase.at == datetime(2026, 11, 21, 15, 20)
    assert purchase.payment_method == "微信"
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_an_amount_alone_for_a_passer_by(entry, services):
    press("\n35.5\n\n\n")
    (purchase,) = saved(services.purchases)
    assert (purchase.customer_id, purchase.paid_fen, purchase.what) == (None, 3550, "")


def test_where_enter_leads(entry):
    assert name_of(focused()) == "Customer"
    press("2222\n")
    assert name_of(focused()) == "Product"
    press("lj\n")
    assert name_of(focused()) == "Quantity"
    press("2\n")
    assert name_of(focused()) == "Product"
    assert len(entry.lines.rows) == 2
    press("\n")
    assert focused() is entry.payment.focus_field()


def test_several_lines_discount_and_a_live_sum(entry, services):
    press("2222\nlj\n2\nblc\n\n")
    assert entry.total.text() == "¥354.00"
    assert entry.explanation.text() == "= ¥256.00 + ¥98.00"
    entry.discount.setFocus()
    press("4")
    assert entry.total.text() == "¥350.00"
    assert entry.explanation.text() == "= ¥256.00 + ¥98.00 − ¥4.00 discount"
    press("\n")
    (purchase,) = saved(services.purchases)
    assert [line.quantity_milli for line in purchase.lines] == [2000, 1000]
    assert (purchase.discount_fen, purchase.paid_fen) == (400, 35000)


def test_the_line_fields_follow_each_other(entry):
    press("2222\nlj\n")
    row = entry.lines.rows[0]
    press("2")
    assert row.amount.text() == "256.00"
    press("\t\t6")
    assert (row.discount.text(), row.amount.text()) == ("6", "250.00")
    assert entry.explanation.text() == "= 2 × ¥128.00 − ¥6.00 discount"
    press("\t")
    press("240")
    assert (row.price.text(), row.discount.text()) == ("128.00", "16.00")
    row.amount.selectAll()
    press("300")
    assert (row.price.text(), row.discount.text()) == ("150.00", "")


def test_a_half_quantity_rounds_to_the_fen(entry, services):
    press("\nlj\n0.333\n\n\n")
    (purchase,) = saved(services.purchases)
    assert purchase.paid_fen == 4262


def test_tab_takes_the_highlighted_line_and_goes_on(entry):
    press("2222\t")
    assert entry.customer.text().startswith("单晓丽")
    assert name_of(focused()) == "Date"


def test_free_text_that_is_no_product(entry, services):
    press("\n手作礼盒\n\n")
    row = entry.lines.rows[0]
    assert row.product.text() == "手作礼盒"
    row.price.setFocus()
    press("66\n\n\n")
    (purchase,) = saved(services.purchases)
    assert (purchase.what, purchase.paid_fen, purchase.lines[0].product_id) == ("手作礼盒", 6600, None)


def test_a_code_read_by_a_scanner_is_the_product_not_an_amount(entry, services, context):
    context.services.products.add("伯爵红茶", 4500, "6901234")
    press("\n6901234\n\n\n\n")
    (purchase,) = saved(services.purchases)
    assert (purchase.what, purchase.paid_fen) == ("伯爵红茶", 4500)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("quantity", "1e99", "is not a quantity"),
        ("quantity", "两盒", "is not a quantity"),
        ("price", "1e99", "is not an amount of money"),
        ("price", "abc", "is not an amount of money"),
        ("discount", "--5", "is not an amount of money"),
        ("amount", "很多", "is not an amount of money"),
        ("quantity", "0", "more than 0"),
        ("quantity", "-1", "more than 0"),
        ("price", "99999999999999", "is not an amount of money"),
        ("discount", "999", "between 0"),
    ],
)
def test_refused_inline_and_nothing_is_lost(entry, services, field, typed, said):
    press("2222\nlj\n")
    row = entry.lines.rows[0]
    widget: QLineEdit = getattr(row, field)
    widget.setFocus()
    widget.selectAll()
    press(typed)
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved(services.purchases) == []
    assert entry.isVisible()
    assert said in row.error()
    assert widget.text() == typed or widget.text() == f"{typed}.00"
    assert row.product.text() == "龙井茶 250g"
    assert entry.customer.text().startswith("单晓丽")


def test_a_mended_field_takes_the_error_away(entry, services):
    press("2222\nlj\n1e99")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    row = entry.lines.rows[0]
    assert row.error()
    assert focused() is row.quantity
    row.quantity.selectAll()
    press("3")
    assert row.error() == ""
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved(services.purchases)[0].paid_fen == 38400


def test_nothing_typed_is_refused(entry, services):
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved(services.purchases) == []
    assert entry.lines.rows[0].error() == "Enter an amount, or what was bought."


def test_a_product_without_a_price_asks_for_one(entry, services):
    press("\n茶点\n\n\n\n")
    assert saved(services.purchases) == []
    assert "0 for a gift" in entry.lines.rows[0].error()
    assert focused() is entry.lines.rows[0].price
    press("0")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved(services.purchases)[0].paid_fen == 0


def test_somebody_who_is_no_choice_is_refused(entry, services):
    type_text(focused(), "2222")
    entry.lines.rows[0].amount.setFocus()
    press("5")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved(services.purchases) == []
    assert focused() is entry.customer
    assert entry.customer.text() == "2222"


def test_a_new_customer_from_what_was_typed(entry, services):
    type_text(focused(), "王小明 13700001111")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert entry.customer.text() == "王小明 13700001111"
    press("88\n\n\n")
    (purchase,) = saved(services.purchases)
    assert purchase.customer_name == "王小明"
    assert services.customers.get(purchase.customer_id).phones == ("+8613700001111",)


def test_payment_and_clerk_are_remembered(tab, services, qtbot):
    entry = opened(tab, qtbot)
    entry.clerk.setFocus()
    type_text(focused(), "小李")
    entry.lines.rows[0].amount.setFocus()
    press("10\n\n")
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    press("\n")
    assert (saved(services.purchases)[0].payment_method, saved(services.purchases)[0].clerk) == ("支付宝", "小李")
    again = opened(tab, qtbot)
    assert (again.payment.method(), again.clerk.text()) == ("支付宝", "小李")


def test_the_clerk_is_found_by_initials(tab, services, qtbot):
    services.settings.change(clerks=("小李", "桂姐"))
    entry = opened(tab, qtbot)
    entry.clerk.setFocus()
    type_text(focused(), "gj")
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert entry.clerk.text() == "桂姐"


def test_another_day_and_time(entry, services):
    entry.date.setFocus()
    entry.date.selectAll()
    type_text(entry.date, "11-20 9:05")
    entry.lines.rows[0].amount.setFocus()
    press("10\n\n\n")
    assert saved(services.purchases)[0].at == datetime(2026, 11, 20, 9, 5)


@pytest.mark.parametrize("typed", ["tomorrowish", "2026-12-24"])
def test_a_day_that_cannot_be(entry, services, typed):
    entry.date.setFocus()
    entry.date.selectAll()
    type_text(entry.date, typed)
    entry.lines.rows[0].amount.setFocus()
    press("10")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved(services.purchases) == []
    assert focused() is entry.date


def test_saving_offers_undo(entry, services, context):
    posted: list[Any] = []
    context.messages.posted.connect(posted.append)
    press("2222\n88\n\n\n")
    assert posted[-1].text == "Recorded a purchase of ¥88.00 for 单晓丽"
    assert posted[-1].action == "Undo"
    posted[-1].do()
    assert saved(services.purchases) == []


def test_escape_leaves_an_untouched_form_at_once_and_asks_otherwise(tab, context, qtbot):
    entry = opened(tab, qtbot)
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    assert tab.entry() is None
    assert context.questions.asked == []
    entry = opened(tab, qtbot)
    context.questions.answer = False
    entry.lines.rows[0].amount.setFocus()
    press("5")
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    assert context.questions.asked == ["Close without saving?"]
    assert tab.entry() is entry
    assert not tab.may_close()
    context.questions.answer = True
    assert tab.may_close()
    assert tab.entry() is None


def test_f2_twice_keeps_the_open_form(tab, qtbot):
    entry = opened(tab, qtbot)
    press("2222\n")
    tab.new_purchase(None)
    assert tab.entry() is entry
    assert entry.customer.text().startswith("单晓丽")


def test_with_a_customer_it_begins_at_the_product(tab, people, qtbot):
    entry = opened(tab, qtbot, people["曾国强"])
    assert entry.customer.text().startswith("曾国强")
    assert name_of(focused()) == "Product"


def test_lines_come_and_go(entry, qtbot):
    press("\n10\n20\n30\n")
    assert [row.amount.text() for row in entry.lines.rows] == ["10.00", "20.00", "30.00", ""]
    qtbot.mouseClick(entry.lines.rows[1].remove, Qt.MouseButton.LeftButton)
    assert [row.amount.text() for row in entry.lines.rows] == ["10.00", "30.00", ""]
    assert entry.total.text() == "¥40.00"
    add = next(b for b in entry.findChildren(QAbstractButton) if b.text() == "+ Line")
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    assert len(entry.lines.rows) == 4


def test_the_last_line_is_emptied_rather_than_removed(entry):
    press("\n10")
    entry.lines.remove_row(entry.lines.rows[0])
    assert [row.amount.text() for row in entry.lines.rows] == [""]


def test_what_is_known_of_the_customer(entry, services, people):
    services.purchases.record(
        PurchaseDraft(people["单晓丽"], datetime(2026, 11, 1, 10), (LineDraft(price_fen=5000),), payment_method="现金")
    )
    press("5555\n")
    assert "passer-by" not in entry._facts.text()
    entry.customer.setFocus()
    entry.customer.selectAll()
    press("2222\n")
    assert entry._facts.text() == "1 visit, ¥50.00 in all, last on 2026-11-01"


def test_editing_keeps_what_is_not_touched(tab, services, people, qtbot):
    line = LineDraft(people["龙井茶 250g"], "龙井茶 250g", 2000, 12800, 600)
    draft = PurchaseDraft(
        people["单晓丽"], datetime(2026, 11, 20, 10), (line,), discount_fen=1000,
        payment_method="现金", clerk="小李", note="送礼", number="A-7",
    )  # fmt: skip
    number = services.purchases.record(draft).new_id
    before = services.purchases.get(number)
    entry = opened_to_edit(tab, qtbot, number)
    assert entry.windowTitle() == "Edit purchase"
    assert entry.total.text() == "¥240.00"
    entry.note.setFocus()
    press("\n")
    after = services.purchases.get(number)
    assert after == before
    entry = opened_to_edit(tab, qtbot, number)
    row = entry.lines.rows[0]
    row.quantity.setFocus()
    row.quantity.selectAll()
    press("3")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert services.purchases.get(number).paid_fen == 3 * 12800 - 600 - 1000


def test_a_sum_that_was_imported_stays_until_the_lines_change(tab, services, qtbot):
    draft = PurchaseDraft(None, datetime(2026, 11, 20, 10), (LineDraft(text="茶", price_fen=10000),), paid_fen=8800)
    number = services.purchases.record(draft).new_id
    entry = opened_to_edit(tab, qtbot, number)
    assert entry.total.text() == "¥88.00"
    entry.note.setFocus()
    press("x")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert services.purchases.get(number).paid_fen == 8800


def test_many_payment_methods_become_a_field(tab, services, qtbot):
    services.settings.change(payment_methods=tuple(f"方式{n}" for n in range(12)))
    entry = opened(tab, qtbot)
    press("\n10\n\n")
    assert name_of(focused()) == "Payment method"
    focused().selectAll()  # type: ignore[attr-defined]  # a line edit
    press("方式11\n")
    if entry.isVisible():
        press("\n")
    assert saved(services.purchases)[0].payment_method == "方式11"


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_names_of_the_fields(context, people, qtbot, code):
    language.set_language(code)
    tab = PurchasesTab(context)
    qtbot.addWidget(tab)
    tab.show()
    entry = opened(tab, qtbot)
    names = {name_of(widget) for widget in entry.findChildren(QWidget) if name_of(widget)}
    for label in ("Product", "Quantity", "Amount", "Payment method", "Clerk", "Date", "Note", "Save", "Cancel"):
        assert _spoken(label) in names


def _spoken(label: str) -> str:
    return language.tr(label)


def test_reading_order(entry):
    order = []
    entry.customer.setFocus()
    for _ in range(11):
        order.append(name_of(focused()))
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert order == [
        "Customer", "Date", "Clerk", "Product", "Quantity", "Unit price", "Discount", "Amount", "+ Line", "微信",
        "Note",
    ]  # fmt: skip


def test_endless_text_and_signs_are_kept_or_refused(entry, services):
    press("\n")
    entry.note.setText("😀\u202e" + "字" * 5_000)
    entry.lines.rows[0].amount.setFocus()
    press("1")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved(services.purchases)[0].note.endswith("字" * 5_000)


def test_a_sum_beyond_reason_is_refused(entry, services):
    press("\n9999999999\n9999999999\n")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved(services.purchases) == []
    assert entry.isVisible()


def test_day_of_the_form_is_now(entry):
    assert entry.date.when() == datetime(2026, 11, 21, 15, 20)
    assert entry.date.date() == date(2026, 11, 21)
    assert format_money(0) == entry.total.text()
    assert tr("New purchase") == entry.windowTitle()
