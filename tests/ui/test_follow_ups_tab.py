"""Follow-ups: sections, what can be done on the line by mouse and keys, the form, and repetition."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget

from crm_desktop import language
from crm_desktop.domain.recurrence import Recurrence, Unit
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUp, FollowUpDraft, Section
from crm_desktop.services.lists import FOLLOW_UP_COLUMNS, chosen
from crm_desktop.ui.tabs.follow_ups.form import FollowUpForm
from crm_desktop.ui.tabs.follow_ups.line_bar import FOLLOW_UP
from crm_desktop.ui.tabs.follow_ups.tab import FollowUpsTab
from tests.hands import show_tab, type_text

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context

TODAY = date(2026, 11, 21)
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def planned(services) -> dict[str, int]:
    """A follow-up of each kind, by a word for each, and two customers."""
    shan = services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",))).new_id
    zeng = services.customers.add(CustomerDraft(name="曾国强")).new_id
    plan = services.follow_ups

    def add(customer: int, what: str, days: int, **more: Any) -> int:
        return int(plan.add(FollowUpDraft(customer, what, TODAY + timedelta(days=days), **more)).new_id)

    ids = {
        "late": add(shan, "回访:新茶口感", -2, priority=1),
        "today": add(zeng, "送货", 0, due_time=time(15, 0)),
        "week": add(shan, "问中秋礼盒", 6),
        "later": add(zeng, "续会员", 40, recurrence=Recurrence(1, Unit.MONTH)),
        "done": add(shan, "寄发票", -5),
    }
    plan.done(ids["done"], "收到了")
    return {**ids, "shan": shan, "zeng": zeng}


@pytest.fixture
def tab(context: Context, planned: dict[str, int], qtbot) -> FollowUpsTab:
    return shown(context, qtbot)


def shown(context: Context, qtbot: Any) -> FollowUpsTab:
    return show_tab(FollowUpsTab(context), context, qtbot)


def cells(tab: FollowUpsTab, key: str) -> list[str]:
    column = next(n for n, each in enumerate(tab.model.columns) if each.key == key)
    return [str(tab.model.index(row, column).data() or "") for row in range(tab.model.rowCount())]


def button(widget: Any, text: str) -> QAbstractButton:
    return next(each for each in widget.findChildren(QAbstractButton) if each.text() == text and each.isVisible())


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifiers)


def choose(menu: QMenu, text: str) -> None:
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.text().split("\t")[0] == text).trigger()


def get(services: Any, number: int) -> FollowUp:
    return services.follow_ups.get(number)  # type: ignore[no-any-return]  # services are not typed here


def form_of(tab: FollowUpsTab, qtbot: Any) -> FollowUpForm:
    form = next(each for each in tab.findChildren(FollowUpForm) if each.isVisible())
    qtbot.waitUntil(form.isActiveWindow)
    return form


def test_sections_with_their_counts(tab, qtbot):
    texts = [each.text() for each in tab.sections.findChildren(QAbstractButton)]
    assert texts == ["All open 4", "Overdue 1", "Today 1", "Next 7 days 1", "Later 1", "Completed 1"]
    for text, expected in (("Overdue 1", "回访:新茶口感"), ("Today 1", "送货"), ("Next 7 days 1", "问中秋礼盒"),
                           ("Later 1", "续会员"), ("Completed 1", "寄发票")):  # fmt: skip
        qtbot.mouseClick(button(tab.sections, text), Qt.MouseButton.LeftButton)
        assert cells(tab, "what") == [expected]


def test_the_worker_looks_through_those_of_a_large_shop(tab, context, services, planned, qtbot, monkeypatch):
    monkeypatch.setattr("crm_desktop.ui.plumbing.latest.QUICK_UP_TO", 1)
    tab.list.select_id(planned["today"])
    context.actions.do(lambda: services.follow_ups.done(planned["late"], "买了"))
    tab.refresh()
    assert len(cells(tab, "what")) == 4, "not yet"
    qtbot.waitUntil(lambda: cells(tab, "what") == ["送货", "问中秋礼盒", "续会员"])
    assert tab.list.current_id() == planned["today"]
    tab.show_section(Section.OVERDUE)
    qtbot.mouseClick(button(tab.sections, "Completed 2"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(cells(tab, "what")) == 2)
    assert not tab.list.isColumnHidden(4)


def test_days_and_repetition_in_words(tab):
    assert cells(tab, "due") == ["2 days overdue", "today 15:00", "Friday", "Dec 31"]
    assert cells(tab, "recurrence") == ["", "", "", "every month"]
    assert cells(tab, "priority") == ["High", "", "", ""]
    assert cells(tab, "phone")[0] == "139 1111 2222"


def test_the_model_keeps_to_the_rules(tab):
    QAbstractItemModelTester(tab.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tab.show_section(Section.DONE)
    tab.show_section(Section.ALL)


def test_done_with_an_outcome_typed_on_the_line(tab, services, planned, context):
    posted: list[Any] = []
    context.messages.posted.connect(posted.append)
    assert tab.list.current_id() == planned["late"]
    press(Qt.Key.Key_Return, CTRL)
    assert focused().accessibleName() == "Outcome"
    type_text(focused(), "茶不错")
    press(Qt.Key.Key_Return)
    done = get(services, planned["late"])
    assert (done.outcome, done.done_at) == ("茶不错", datetime(2026, 11, 21, 15, 20))
    assert tab.list.current_id() == planned["today"]
    assert focused() is tab.list
    posted[-1].do()
    assert get(services, planned["late"]).done_at is None


def test_escape_takes_the_outcome_back(tab, services, planned):
    press(Qt.Key.Key_Return, CTRL)
    type_text(focused(), "x")
    press(Qt.Key.Key_Escape)
    assert focused() is tab.list
    assert get(services, planned["late"]).done_at is None
    assert tab.bar.done_button.isVisible()


def test_done_by_mouse(tab, services, planned, qtbot):
    qtbot.mouseClick(tab.bar.done_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tab.bar.finish_button, Qt.MouseButton.LeftButton)
    assert get(services, planned["late"]).done_at is not None


def test_the_bar_follows_the_pointer(tab, planned, qtbot):
    row = tab.model.row_of(planned["week"])
    at = tab.list.visualRect(tab.model.index(row, 1)).center()
    hover(tab, at)
    qtbot.waitUntil(lambda: tab.bar.stands_on(planned["week"]))
    assert tab.bar.geometry().center().y() == pytest.approx(at.y(), abs=3)
    QApplication.sendEvent(tab.list.viewport(), QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: tab.bar.stands_on(planned["late"]))


def test_the_buttons_are_drawn_whole_before_the_bar_has_its_room(tab, planned):
    page = tab.bar._pages[FOLLOW_UP]
    whole = page.sizeHint()
    assert page.isVisible()
    page.resize(40, whole.height())
    tab.bar._ghosts.clear()
    drawn = tab.bar.ghost(FOLLOW_UP)
    assert drawn.width() >= whole.width() * drawn.devicePixelRatio()


def hover(tab: FollowUpsTab, at: QPoint) -> None:
    viewport = tab.list.viewport()
    here = QPointF(at)
    event = QMouseEvent(QEvent.Type.MouseMove, here, viewport.mapToGlobal(here), Qt.MouseButton.NoButton,
                        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(viewport, event)


def test_what_is_typed_stays_when_the_pointer_wanders(tab, services, planned):
    press(Qt.Key.Key_Return, CTRL)
    type_text(focused(), "忙音")
    hover(tab, tab.list.visualRect(tab.model.index(2, 1)).center())
    press(Qt.Key.Key_Return)
    assert get(services, planned["late"]).outcome == "忙音"


def test_done_and_the_next_planned_at_once(tab, services, planned, qtbot):
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    form = form_of(tab, qtbot)
    assert focused() is form.outcome
    type_text(form.outcome, "再约")
    assert form.due.date() == TODAY + timedelta(days=7)
    form.due.setFocus()
    form.due.selectAll()
    type_text(form.due, "+3")
    press(Qt.Key.Key_Return, CTRL)
    assert get(services, planned["late"]).outcome == "再约"
    following = services.follow_ups.get_many(services.follow_ups.ids(Section.WEEK, TODAY))
    assert (following[0].what, following[0].due) == ("回访:新茶口感", TODAY + timedelta(days=3))


def test_a_repeating_one_proposes_its_own_next_day(tab, planned, qtbot):
    tab.list.select_id(planned["later"])
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    form = form_of(tab, qtbot)
    assert form.due.date() == date(2027, 1, 31)
    form.close()


@pytest.mark.parametrize(("text", "days"), [("1 day", 1), ("3 days", 3), ("1 week", 7)])
def test_put_off(tab, services, planned, text, days):
    choose(tab.bar.snooze_button.menu(), text)
    assert get(services, planned["late"]).snoozed_until == TODAY + timedelta(days=days)
    assert "put off to" in str(tab.model.index(tab.model.row_of(planned["late"]), 0).data(Qt.ItemDataRole.ToolTipRole))


def test_put_off_to_a_day(tab, services, planned):
    choose(tab.bar.snooze_button.menu(), "A date…")
    assert focused().accessibleName() == "Snooze until"
    type_text(focused(), "xx")
    press(Qt.Key.Key_Return)
    assert get(services, planned["late"]).snoozed_until is None
    tab.bar.until.selectAll()
    type_text(focused(), "12-24")
    press(Qt.Key.Key_Return)
    assert get(services, planned["late"]).snoozed_until == date(2026, 12, 24)


def test_put_off_into_the_past_is_refused(tab, services, planned, context):
    posted: list[Any] = []
    context.messages.posted.connect(posted.append)
    choose(tab.bar.snooze_button.menu(), "A date…")
    tab.bar.until.selectAll()
    type_text(focused(), "2026-11-01")
    press(Qt.Key.Key_Return)
    assert get(services, planned["late"]).snoozed_until is None
    assert posted[-1].is_error


def test_ctrl_d_opens_the_snooze_menu(tab, qtbot):
    press(Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["1 day", "3 days", "1 week", "A date…"]
    menu.close()


def test_the_phone_is_called_and_copied(tab, context, qtbot, dialler):
    posted: list[Any] = []
    context.messages.posted.connect(posted.append)
    qtbot.mouseClick(tab.bar.phone_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "139 1111 2222"
    assert posted[-1].text == "Calling 单晓丽  139 1111 2222; the number is copied."
    assert dialler.dialled == ["tel:+8613911112222"]
    menu = QMenu()
    tab._fill_menu(menu)
    choose(menu, "Copy phone")
    choose(menu, "Call")
    assert len(dialler.dialled) == 2
    press(Qt.Key.Key_Down)
    assert not tab.bar.phone_button.isEnabled()


def test_what_was_done_can_be_reopened(tab, services, planned, qtbot):
    tab.show_section(Section.DONE)
    assert cells(tab, "outcome") == ["收到了"]
    assert cells(tab, "done") == ["today 15:20"]
    qtbot.mouseClick(tab.bar.reopen_button, Qt.MouseButton.LeftButton)
    assert get(services, planned["done"]).done_at is None


def test_deleted_and_undone(tab, services, planned, context):
    press(Qt.Key.Key_Delete)
    assert planned["late"] not in tab.model.ids
    context.actions.undo()
    assert planned["late"] in tab.model.ids


def test_what_the_right_button_offers(tab, planned, context, services):
    menu = QMenu()
    tab._fill_menu(menu)
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["Done", "Done, and plan the next", "Snooze", "Edit", "Open customer", "Call", "Copy phone", "Copy",
                     "Delete"]  # fmt: skip
    choose(menu, "Open customer")
    assert context.navigate.calls == [("show_customer", planned["shan"])]
    choose(menu, "Copy")
    assert "回访:新茶口感" in QGuiApplication.clipboard().text()


def test_several_are_put_off_at_once(tab, services, planned):
    press(Qt.Key.Key_Down, SHIFT)
    menu = QMenu()
    tab._fill_menu(menu)
    snooze = next(action.menu() for action in menu.actions() if action.text() == "Snooze")
    choose(snooze, "1 week")
    for key in ("late", "today"):
        assert get(services, planned[key]).snoozed_until == TODAY + timedelta(days=7)


def test_a_done_one_offers_to_reopen(tab, services, planned):
    tab.show_section(Section.DONE)
    menu = QMenu()
    tab._fill_menu(menu)
    choose(menu, "Reopen")
    assert get(services, planned["done"]).done_at is None


def test_more_opens_the_same_menu(tab, qtbot):
    qtbot.mouseClick(tab.bar.more_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text().startswith("Done")
    menu.close()


def test_enter_edits(tab, services, planned, qtbot):
    press(Qt.Key.Key_Return)
    form = form_of(tab, qtbot)
    assert form.windowTitle() == "Edit follow-up"
    assert form.priority.key() == "1"
    form.what.setFocus()
    form.what.selectAll()
    type_text(form.what, "再回访")
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    changed = get(services, planned["late"])
    assert (changed.what, changed.due, changed.priority) == ("再回访", TODAY - timedelta(days=2), 1)


def test_space_shows_the_follow_up(tab):
    press(Qt.Key.Key_Space)
    assert tab.preview.isVisible()
    said = [label.text() for label in tab.preview.findChildren(QLabel)]
    assert said == ["回访:新茶口感", "2 days overdue · Due on Nov 19, 2026", "Priority", "High", "Customer", "单晓丽",
                    "Phone", "139 1111 2222"]  # fmt: skip
    QTest.keyClick(tab.preview, Qt.Key.Key_Space)
    assert not tab.preview.isVisible()


def test_a_new_one_by_the_keyboard(tab, services, planned, qtbot):
    tab.new_follow_up(None)
    form = form_of(tab, qtbot)
    assert focused() is form.customer
    type_text(focused(), "2222")
    press(Qt.Key.Key_Return)
    assert focused() is form.what
    type_text(focused(), "试新茶")
    form.due.setFocus()
    form.due.selectAll()
    type_text(focused(), "周五 15:20")
    press(Qt.Key.Key_Return)
    ids = services.follow_ups.ids(Section.WEEK, TODAY)
    added = next(f for f in services.follow_ups.get_many(ids) if f.what == "试新茶")
    assert (added.customer_id, added.due, added.due_time) == (planned["shan"], date(2026, 11, 27), time(15, 20))
    assert "试新茶" in cells(tab, "what")


def test_own_earlier_words_are_proposed(tab, planned, qtbot):
    tab.new_follow_up(planned["shan"])
    form = form_of(tab, qtbot)
    assert focused() is form.what
    type_text(focused(), "hf")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert form.what.text() == "回访:新茶口感"
    form.mark_saved()
    form.close()


def test_quick_days(tab, planned, qtbot):
    tab.new_follow_up(planned["shan"])
    form = form_of(tab, qtbot)
    for text, day in (("today", TODAY), ("tomorrow", TODAY + timedelta(days=1)), ("in 3 days", date(2026, 11, 24)),
                      ("Friday", date(2026, 11, 27)), ("in 7 days", date(2026, 11, 28))):  # fmt: skip
        qtbot.mouseClick(button(form, text), Qt.MouseButton.LeftButton)
        assert form.due.date() == day
    form.mark_saved()
    form.close()


def test_repetition_is_chosen_and_said(tab, services, planned, qtbot):
    tab.new_follow_up(planned["zeng"])
    form = form_of(tab, qtbot)
    type_text(form.what, "送货")
    qtbot.mouseClick(button(form.repeat.unit, "Weeks"), Qt.MouseButton.LeftButton)
    form.repeat.every.setFocus()
    form.repeat.every.selectAll()
    type_text(form.repeat.every, "2")
    assert form.repeat._words.text() == "every 2 weeks"
    qtbot.mouseClick(button(form.repeat.start, "from when it is done"), Qt.MouseButton.LeftButton)
    assert form.repeat._words.text() == "2 weeks after it is done"
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    newest = services.follow_ups.get(max(services.follow_ups.ids()))
    assert newest.recurrence == Recurrence(2, Unit.WEEK, True)


@pytest.mark.parametrize("typed", ["0", "x", "", "1e9"])
def test_a_repetition_that_is_none(tab, services, planned, qtbot, typed):
    before = services.follow_ups.ids()
    tab.new_follow_up(planned["zeng"])
    form = form_of(tab, qtbot)
    type_text(form.what, "送货")
    qtbot.mouseClick(button(form.repeat.unit, "Days"), Qt.MouseButton.LeftButton)
    form.repeat.every.setText(typed)
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert form.isVisible()
    assert services.follow_ups.ids() == before
    form.mark_saved()
    form.close()


def test_refused_inline_and_nothing_is_lost(tab, services, qtbot):
    before = services.follow_ups.ids()
    tab.new_follow_up(None)
    form = form_of(tab, qtbot)
    type_text(form.customer, "王小明")
    form.due.setText("somewhen")
    form.what.setText("   ")
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    assert form.isVisible()
    errors = {key: field.error() for key, field in form._fields.items() if field.error()}
    assert set(errors) == {"customer", "what", "due"}
    assert (form.customer.text(), form.due.text()) == ("王小明", "somewhen")
    assert focused() is form.customer
    assert services.follow_ups.ids() == before
    form.mark_saved()
    form.close()


def test_a_new_customer_on_the_way(tab, services, qtbot):
    tab.new_follow_up(None)
    form = form_of(tab, qtbot)
    type_text(form.customer, "王小明 13700001111")
    press(Qt.Key.Key_Return)
    type_text(form.what, "介绍新茶")
    QTest.keyClick(form.what, Qt.Key.Key_Return, CTRL)
    added = services.follow_ups.get(max(services.follow_ups.ids()))
    assert added.customer_name == "王小明"
    assert added.due == TODAY + timedelta(days=1)


def test_the_list_is_handed_over(tab, planned, context, tmp_path, qtbot):
    path = tmp_path / "out.xlsx"
    context.file_dialogs.will_answer(path)
    tab.show_section(Section.DONE)
    posted: list[Any] = []
    context.messages.posted.connect(posted.append)
    qtbot.mouseClick(button(tab, "Export"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(posted))
    rows = [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]
    head = next(n for n, row in enumerate(rows) if row[0] == "Customer")
    assert rows[head][:5] == ["Customer", "What to do", "Done on", "Outcome", "Phone"]
    assert rows[head + 1][:5] == ["单晓丽", "寄发票", datetime(2026, 11, 21, 15, 20), "收到了", "139 1111 2222"]


def test_every_column_can_be_handed_over(tab):
    assert chosen(FOLLOW_UP_COLUMNS, [column.key for column in tab.model.columns])


def test_words_filter(tab, planned, qtbot):
    tab.text.setFocus()
    type_text(tab.text, "礼盒")
    qtbot.waitUntil(lambda: tab.model.ids == [planned["week"]])
    tab.text.clear()
    type_text(tab.text, "没有的")
    qtbot.waitUntil(lambda: not tab.list.isVisible())


def test_sorted_by_customer(tab, planned):
    tab.list.set_sort("customer", False)
    tab.refresh()
    assert cells(tab, "customer") == ["单晓丽", "单晓丽", "曾国强", "曾国强"]


def test_an_empty_shop_invites(context, qtbot):
    tab = shown(context, qtbot)
    assert not tab.list.isVisible()
    assert tab.findChildren(QAbstractButton)
    tab.new_follow_up(None)
    form_of(tab, qtbot).close()


@pytest.mark.parametrize("section", list(Section))
def test_empty_sections_say_so(context, services, qtbot, section):
    shan = services.customers.add(CustomerDraft(name="单晓丽")).new_id
    number = services.follow_ups.add(FollowUpDraft(shan, "x", TODAY + timedelta(days=400))).new_id
    if section in (Section.ALL, Section.LATER):
        services.follow_ups.done(number)
    tab = shown(context, qtbot)
    tab.show_section(section)
    assert not tab.list.isVisible()
    assert tab._nothing.isVisible()


def test_a_new_day_makes_it_overdue(tab, clock):
    clock.advance(days=1)
    tab.on_new_day()
    assert cells(tab, "due")[:2] == ["3 days overdue", "1 day overdue"]


def test_the_bar_goes_out_of_sight_with_its_row(tab, services, planned):
    for n in range(60):
        services.follow_ups.add(FollowUpDraft(planned["shan"], f"第 {n} 件", TODAY + timedelta(days=90)))
    tab.refresh()
    tab.list.select_id(planned["late"])
    assert tab.bar.isVisible()
    tab.list.verticalScrollBar().setValue(tab.list.verticalScrollBar().maximum())
    assert not tab.bar.isVisible()
    tab.list.verticalScrollBar().setValue(0)
    assert tab.bar.isVisible()


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_names_of_buttons_and_list(context, planned, qtbot, code):
    language.set_language(code)
    tab = shown(context, qtbot)
    names = {widget.accessibleName() for widget in tab.findChildren(QWidget)}
    for label in ("New follow-up", "Follow-up list", "Done", "Snooze"):
        assert _spoken(label) in names


def _spoken(label: str) -> str:
    return language.tr(label)
