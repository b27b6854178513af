"""One customer whole: shown, edited where it stands, written about; the form; a new customer in one line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget

from crm_desktop import language
from crm_desktop.domain.birthday import Birthday, Calendar, parse_birthday
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.domain.quick_add import PartKind
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.ui.tabs.customers import timeline as timelines
from crm_desktop.ui.tabs.customers import words
from crm_desktop.ui.tabs.customers.in_place import InPlaceChoice
from crm_desktop.ui.tabs.customers.tab import CustomersTab
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.popover import LinePopover
from crm_desktop.ui.widgets.reading_order import stops_in
from tests.fakes import NOW
from tests.hands import type_text

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context
    from tests.dialler import FakeDialler


@pytest.fixture
def shan(services) -> int:
    """A customer with purchases, a refund, a note and a follow-up."""
    services.custom_fields.add("皮肤类型", CustomFieldKind.CHOICE, ["干性", "油性"])
    services.custom_fields.add("鞋码", CustomFieldKind.NUMBER)
    number = services.customers.add(
        CustomerDraft(
            name="单晓丽", phones=("13911112222", "01088886666"), gender="female", wechat=("wx_1",), tags=("老客户",),
            birthday=Birthday(Calendar.LUNAR, 1988, 10, 25), emails=("shan@example.com",),
        )
    ).new_id  # fmt: skip
    for days, fen in ((52, 20000), (10, 12800)):
        draft = PurchaseDraft(number, NOW - timedelta(days=days), (LineDraft(None, "龙井茶", price_fen=fen),))
        bought = services.purchases.record(draft).new_id
    services.purchases.refund(bought)
    services.contacts.add(number, "call", "说茶不错", NOW - timedelta(days=3))
    services.follow_ups.add(FollowUpDraft(number, "新茶到了", (NOW + timedelta(days=2)).date()))
    return int(number)


@pytest.fixture
def other(services) -> int:
    return int(services.customers.add(CustomerDraft(name="曾国强", phones=("13855556666",))).new_id)


@pytest.fixture
def tab(context: Context, shan: int, other: int, qtbot) -> CustomersTab:
    tab = CustomersTab(context)
    qtbot.addWidget(tab)
    context.bus.changed.connect(tab.on_change)
    tab.resize(1280, 752)
    tab.show()
    tab.on_shown()
    tab.show_customer(shan)
    QApplication.processEvents()
    return tab


def tool(tab: CustomersTab, name: str) -> QToolButton:
    return next(b for b in tab.panel.findChildren(QToolButton) if b.accessibleName() == name and b.isVisible())


def button(tab: CustomersTab, name: str) -> QPushButton:
    return next(b for b in tab.panel.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible())


def chips(tab: CustomersTab) -> list[str]:
    return [chip.text() for chip in tab.panel.quick.findChildren(Chip) if chip.isVisible()]


def popover(tab: CustomersTab) -> LinePopover:
    return next(each for each in tab.findChildren(LinePopover) if each.isVisible())


def trigger(fill: Any, text: str) -> None:
    menu = QMenu()
    fill(menu)
    next(action for action in menu.actions() if action.text().split("\t")[0] == text).trigger()


# Shown


def test_every_number_is_explained(tab: CustomersTab) -> None:
    head = tab.panel.whole.head
    assert head.name.text() == "单晓丽"
    # 25th of the 10th lunar month: 3 December; two visits 42 days apart, one of them given back.
    assert head.birthday.label.text() == "Birthday in 12 days · lunar 1988, 10th month, day 25 (Dec 3) · turning 38"
    assert head.birthday.toolTip()
    assert "¥200.00" in head.dealings.label.text()
    assert head.dealings.toolTip() == "The sum of all purchases, refunds subtracted"
    assert head.rhythm.label.text().startswith("Last visit: 10 days ago")
    assert "2026-11-11" in head.rhythm.toolTip()


def test_a_customer_without_purchases_says_so(tab: CustomersTab, other: int) -> None:
    tab.show_customer(other)
    head = tab.panel.whole.head
    assert head.dealings.label.text() == "No purchase yet"
    assert not head.rhythm.isVisible()
    assert not head.birthday.isVisible()
    assert tab.panel.whole.nothing.isVisible()


def test_the_timeline_is_one_list_newest_first(tab: CustomersTab) -> None:
    model = tab.panel.whole.model
    said = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert said == [
        "2026-11-23, Follow-up, 新茶到了, Not done yet",
        "2026-11-21, Refund, 龙井茶, -¥128.00",
        "2026-11-18, Call, 说茶不错",
        "2026-11-11, Purchase, 龙井茶, ¥128.00",
        "2026-09-30, Purchase, 龙井茶, ¥200.00",
    ]
    assert tab.panel.whole.timeline.grab().width() > 0


def test_a_long_timeline_is_read_as_she_scrolls(
    tab: CustomersTab, shan: int, services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = timelines.TimelineModel(services.customers.timeline)
    monkeypatch.setattr(model, "_limit", 2)
    model._customer = shan
    model.entries = services.customers.timeline(shan, 2)
    assert model.canFetchMore(model.index(-1))
    model.fetchMore(model.index(-1))
    assert model.rowCount() == 5
    assert not model.canFetchMore(model.index(-1))


def test_phone_and_wechat_are_copied(tab: CustomersTab) -> None:
    tool(tab, "Copy WeChat").click()
    assert QApplication.clipboard().text() == "wx_1"
    tool(tab, "Copy phone").click()
    assert QApplication.clipboard().text() == "+8613911112222"


def test_after_a_call_what_was_said_is_to_be_written(tab: CustomersTab, dialler: FakeDialler) -> None:
    tool(tab, "Call").click()
    assert dialler.dialled == ["tel:+8613911112222"]
    assert QApplication.clipboard().text() == "139 1111 2222"
    assert tab.panel.whole.entry.kind.text() == "call"


# In place


def test_a_value_is_edited_where_it_stands(tab: CustomersTab, shan: int, services: Any) -> None:
    source = tab.panel.whole.head._edits["source"]
    source.setFocus()
    type_text(source, "朋友介绍")
    QTest.keyClick(source, Qt.Key.Key_Return)
    assert services.customers.get(shan).source == "朋友介绍"
    type_text(source, "X")
    QTest.keyClick(source, Qt.Key.Key_Escape)
    assert source.text() == "朋友介绍"


def test_leaving_for_another_customer_saves_what_is_typed(
    tab: CustomersTab, shan: int, other: int, services: Any
) -> None:
    note = tab.panel.whole.head._edits["note"]
    note.setFocus()
    type_text(note, "喜欢龙井")
    tab.show_customer(other)
    assert services.customers.get(shan).note == "喜欢龙井"
    assert services.customers.get(other).note == ""
    assert note.toPlainText() == ""


def test_a_refused_value_stays_and_is_marked(tab: CustomersTab, shan: int, services: Any, context: Context) -> None:
    said: list[Any] = []
    context.messages.posted.connect(said.append)
    size = tab.panel.whole.head._edits["custom:鞋码"]
    size.setFocus()
    type_text(size, "大")
    QTest.keyClick(size, Qt.Key.Key_Return)
    assert size.text() == "大"
    assert size.property("wrong") == "true"
    tab.list.setFocus()
    assert len([message for message in said if message.is_error]) == 1, "said once, not at every turn"
    size.setFocus()
    size.selectAll()
    type_text(size, "38")
    QTest.keyClick(size, Qt.Key.Key_Return)
    assert services.customers.get(shan).custom["鞋码"] == "38"
    assert size.property("wrong") == "false"


def test_a_choice_is_saved_when_chosen(tab: CustomersTab, shan: int, services: Any) -> None:
    skin = tab.panel.whole.head._edits["custom:皮肤类型"]
    assert isinstance(skin, InPlaceChoice)
    QTest.keyClick(skin, Qt.Key.Key_Down)
    skin.activated.emit(skin.currentIndex())
    assert services.customers.get(shan).custom["皮肤类型"] == "干性"


def test_tags_are_added_removed_and_followed(tab: CustomersTab, shan: int, services: Any) -> None:
    button(tab, "+ Tag").click()
    asked = popover(tab)
    type_text(asked.line, "送礼")
    QTest.keyClick(asked.line, Qt.Key.Key_Return)
    assert services.customers.get(shan).tags == ("老客户", "送礼")
    tab.panel.whole.head.tags.removed.emit("老客户")
    assert services.customers.get(shan).tags == ("送礼",)
    tab.panel.whole.head.tags.clicked.emit("送礼")
    assert tab.filter.tags == ("送礼",)


def test_a_photo_is_kept_small_and_removed(
    tab: CustomersTab, shan: int, services: Any, context: Context, tmp_path: Path
) -> None:
    picture = QImage(2000, 1500, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    assert picture.save(str(tmp_path / "face.png"))
    context.file_dialogs.will_answer(tmp_path / "face.png")
    QTest.mouseClick(tab.panel.whole.head.photo, Qt.MouseButton.LeftButton)
    kept = QImage.fromData(services.customers.photo(shan))
    assert (kept.width(), kept.height()) == (640, 480)
    assert tab.panel.whole.head.photo.has_photo()
    tab.panel.whole.head.photo.remove.emit()
    assert services.customers.photo(shan) is None


def test_what_is_no_picture_is_refused(tab: CustomersTab, context: Context, tmp_path: Path) -> None:
    said: list[Any] = []
    context.messages.posted.connect(said.append)
    (tmp_path / "face.png").write_text("no picture")
    context.file_dialogs.will_answer(tmp_path / "face.png")
    tab.panel.whole.head.choose_photo()
    assert said[-1].is_error
    assert "face.png" in said[-1].text


# Entries


def test_an_entry_is_written_changed_and_deleted(tab: CustomersTab, shan: int, services: Any) -> None:
    whole = tab.panel.whole
    whole.entry.kind.setText("visit")
    type_text(whole.entry.text, "试了新茶")
    QTest.keyClick(whole.entry.text, Qt.Key.Key_Return)
    entry = next(each for each in services.customers.timeline(shan) if each.kind == "visit")
    assert entry.title == "试了新茶"
    assert whole.entry.text.text() == ""
    trigger(lambda menu: whole._fill_entry_menu(menu, entry), "Change this entry…")
    asked = popover(tab)
    asked.line.clear()
    asked.take_button.click()
    assert asked.error.text(), "an empty note is refused"
    type_text(asked.line, "买了新茶")
    asked.take_button.click()
    assert "买了新茶" in [each.title for each in services.customers.timeline(shan)]
    row = next(n for n, each in enumerate(whole.model.entries) if each.title == "买了新茶")
    whole.timeline.setCurrentIndex(whole.model.index(row))
    QTest.keyClick(whole.timeline, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "买了新茶"
    QTest.keyClick(whole.timeline, Qt.Key.Key_Delete)
    assert "买了新茶" not in [each.title for each in services.customers.timeline(shan)]


def test_a_follow_up_is_done_from_the_timeline(tab: CustomersTab, shan: int, services: Any) -> None:
    entry = next(each for each in services.customers.timeline(shan) if each.kind == "follow_up")
    trigger(lambda menu: tab.panel.whole._fill_entry_menu(menu, entry), "Done")
    assert next(each for each in services.customers.timeline(shan) if each.kind == "follow_up").done


def test_what_is_typed_belongs_to_its_customer(tab: CustomersTab, shan: int, other: int) -> None:
    line = tab.panel.whole.entry.text
    type_text(line, "还没写完")
    tab.show_customer(other)
    assert line.text() == ""
    tab.show_customer(shan)
    assert line.text() == "还没写完"


def test_purchase_and_follow_up_are_for_this_customer(tab: CustomersTab, shan: int, context: Context) -> None:
    button(tab, "New purchase").click()
    button(tab, "Follow-up").click()
    assert context.navigate.calls == [("new_purchase", shan), ("new_follow_up", shan)]
    entry = next(each for each in tab.panel.whole.model.entries if each.kind == "purchase")
    tab.panel.whole.timeline.opened.emit(entry)
    assert context.navigate.calls[-1] == ("show_tab", "purchases")


def test_the_panel_leads_to_what_was_told(tab: CustomersTab, shan: int, context: Context) -> None:
    trigger(tab.panel.whole.fill_menu, "Why did I not hear of it?")
    assert context.navigate.calls[-1] == ("show_told", shan)  # type: ignore[attr-defined]


def test_the_customer_is_deleted_from_the_panel(tab: CustomersTab, shan: int, other: int, context: Context) -> None:
    trigger(tab.panel.whole.fill_menu, "Delete customer")
    assert tab.panel.customer_id == other
    context.actions.undo()
    assert context.services.customers.get(shan).name == "单晓丽"


# The form


def test_the_form_edits_everything(tab: CustomersTab, shan: int, services: Any) -> None:
    tool(tab, "Edit customer").click()
    form = tab.panel.form
    assert form.isVisible()
    assert form.phones.texts() == ("139 1111 2222", "010 8888 6666")
    assert not form.is_dirty()
    form.name.selectAll()
    type_text(form.name, "单小丽")
    form.birthday.selectAll()
    type_text(form.birthday, "1988-12-3")
    form.lunar.click()
    assert "12 days" in form.reading.text()
    form.wechat.selectAll()
    type_text(form.wechat, "wx_2，wx_3")
    type_text(form.note, "爱喝绿茶")
    form.fields["custom:鞋码"].input.setText("38")
    form.gender.set_key("")
    form.save_button.click()
    saved = services.customers.get(shan)
    assert saved.name == "单小丽"
    assert saved.birthday == Birthday(Calendar.SOLAR, 1988, 12, 3)
    assert saved.wechat == ("wx_2", "wx_3")
    assert saved.note == "爱喝绿茶"
    assert saved.custom == {"鞋码": "38"}
    assert saved.gender is None
    assert saved.phones == ("+8613911112222", "+861088886666")
    assert tab.panel.whole.isVisible()


def test_an_untouched_form_changes_nothing(tab: CustomersTab, shan: int, services: Any) -> None:
    before = services.customers.get(shan)
    tab.panel.edit(shan)
    QTest.keyClick(tab.panel.form.name, Qt.Key.Key_Return)
    assert services.customers.get(shan) == before
    assert tab.panel.whole.isVisible()


def test_errors_stand_beside_their_fields_and_nothing_is_lost(tab: CustomersTab, shan: int, services: Any) -> None:
    tab.panel.edit(shan)
    form = tab.panel.form
    form.name.clear()
    form.phones.set_texts(())
    form.birthday.setText("属虎")
    form.fields["custom:鞋码"].input.setText("大")
    form.save_button.click()
    assert form.isVisible()
    assert form.fields["name"].error() == "Enter a name or a phone number."
    assert form.fields["birthday"].error()
    assert form.fields["custom:鞋码"].error()
    assert form.birthday.text() == "属虎"
    assert services.customers.get(shan).name == "单晓丽"


def test_phones_are_added_and_removed(tab: CustomersTab, shan: int, services: Any) -> None:
    tab.panel.edit(shan)
    form = tab.panel.form
    form.phones.findChildren(QPushButton)[0].click()
    edit = form.focusWidget()
    assert edit.accessibleName() == "Phone 3"
    type_text(edit, "13700001111")
    remove = next(each for each in form.phones.findChildren(QToolButton) if each.isVisible())
    remove.click()
    form.save_button.click()
    assert services.customers.get(shan).phones == ("+861088886666", "+8613700001111")


def test_a_form_left_unsaved_is_there_again(tab: CustomersTab, shan: int, other: int, context: Context, qtbot) -> None:
    said: list[Any] = []
    context.messages.posted.connect(said.append)
    tab.panel.edit(shan)
    type_text(tab.panel.form.address, "上海")
    tab.list.select_id(other)
    qtbot.waitUntil(tab.panel.whole.isVisible)
    assert "单晓丽" in said[-1].text
    assert not tab.panel.form.isVisible()
    context.questions.answer = False
    assert not tab.may_close()
    said[-1].do()
    assert tab.panel.form.isVisible()
    assert tab.panel.form.address.text() == "上海"
    assert tab.list.current_id() == shan
    tab.panel.form.cancel_button.click()
    qtbot.waitUntil(tab.panel.whole.isVisible)
    assert tab.may_close()
    assert len(context.questions.asked) == 1


# A new customer in one line


def test_a_line_is_read_saved_and_shown(tab: CustomersTab, services: Any) -> None:
    tab.new_customer()
    type_text(tab.panel.quick.line, "张三 13800138000 八月十五")
    assert chips(tab) == ["Name: 张三", "Phone: 138 0013 8000", "Birthday: lunar 8th month, day 15"]
    QTest.keyClick(tab.panel.quick.line, Qt.Key.Key_Return)
    number = tab.panel.customer_id
    assert number is not None
    saved = services.customers.get(number)
    assert (saved.name, saved.phones) == ("张三", ("+8613800138000",))
    assert saved.birthday == Birthday(Calendar.LUNAR, None, 8, 15)
    assert tab.list.current_id() == number
    assert tab.panel.quick.line.text() == ""


def test_a_piece_is_read_as_something_else(tab: CustomersTab, services: Any) -> None:
    tab.new_customer("王芳 喜欢龙井 13800138000")
    quick = tab.panel.quick
    note = next(each for each in quick.readings if each.kind is PartKind.NOTE)
    trigger(lambda menu: quick.fill_menu(menu, note), "Tag")
    assert "Tag: 喜欢龙井" in chips(tab)
    phone = next(each for each in quick.readings if each.kind is PartKind.PHONE)
    trigger(lambda menu: quick.fill_menu(menu, phone), "Leave out")
    assert "left out: 13800138000" in chips(tab)
    QTest.keyClick(quick.line, Qt.Key.Key_Return)
    saved = services.customers.get(tab.panel.customer_id)
    assert (saved.name, saved.tags, saved.phones, saved.note) == ("王芳", ("喜欢龙井",), (), "")


def test_who_has_the_phone_already_is_shown_while_typing(tab: CustomersTab, shan: int) -> None:
    tab.new_customer()
    type_text(tab.panel.quick.line, "单 1391111222")
    assert not tab.panel.quick._there.isVisible()
    type_text(tab.panel.quick.line, "2")
    assert tab.panel.quick._there.isVisible()
    button(tab, "Open").click()
    assert tab.panel.customer_id == shan
    assert tab.panel.quick.line.text() == ""


def test_more_fields_takes_over_what_was_read(tab: CustomersTab, services: Any) -> None:
    tab.new_customer("赵丽 13700002222")
    button(tab, "More fields").click()
    form = tab.panel.form
    assert form.isVisible()
    assert form.name.text() == "赵丽"
    type_text(form.address, "苏州")
    form.save_button.click()
    saved = services.customers.get(tab.panel.customer_id)
    assert (saved.name, saved.address) == ("赵丽", "苏州")


def test_an_unsaved_line_is_there_again_and_asked_about(tab: CustomersTab, other: int, context: Context) -> None:
    tab.new_customer()
    type_text(tab.panel.quick.line, "李")
    tab.show_customer(other)
    assert tab.panel.whole.isVisible()
    context.questions.answer = False
    assert not tab.may_close()
    tab.new_customer()
    assert tab.panel.quick.line.text() == "李"
    button(tab, "Cancel").click()
    assert tab.panel.customer_id is not None
    assert tab.may_close()


def test_esc_leaves_what_is_untouched_and_keeps_what_is_typed(tab: CustomersTab, shan: int) -> None:
    tab.new_customer()
    tab.focus_list()
    assert tab.panel.customer_id == shan
    tab.panel.edit(shan)
    tab.focus_list()
    assert tab.panel.whole.isVisible()
    tab.new_customer()
    type_text(tab.panel.quick.line, "李")
    tab.focus_list()
    assert tab.panel.quick.isVisible()
    assert tab.panel.quick.line.text() == "李"


def test_odd_lines_do_no_harm(tab: CustomersTab, services: Any) -> None:
    for line in (
        "",
        "   ",
        "🎂🎂",
        "\u200fשלום\u200f",
        "x" * 1000,
        "2月30日",
        "13800138000" * 20,
        "#",
        "#标签",
        ",,,,",
    ):
        tab.new_customer(line)
        tab.panel.quick.line.setText(line)
        tab.panel.quick.save()
        tab.panel.quick.cancel()


# Words


@given(
    calendar=st.sampled_from(Calendar), year=st.one_of(st.none(), st.integers(1930, 2020)),
    month=st.integers(1, 12), day=st.integers(1, 28), lang=st.sampled_from(language.LANGUAGES),
)  # fmt: skip
def test_a_birthday_is_read_back_as_it_was_written(
    calendar: Calendar, year: int | None, month: int, day: int, lang: str
) -> None:
    birthday = Birthday(calendar, year, month, day)
    language.set_language(lang)
    try:
        assert parse_birthday(words.birthday_text(birthday), today=NOW.date()) == birthday
    finally:
        language.set_language("en")


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_a_leap_month_is_read_back_too(lang: str) -> None:
    birthday = Birthday(Calendar.LUNAR, 2020, 4, 1, leap=True)
    language.set_language(lang)
    assert parse_birthday(words.birthday_text(birthday), today=NOW.date()) == birthday


def test_how_long_ago() -> None:
    today = NOW.date()
    said = [words.ago_words(today - timedelta(days=days), today) for days in (0, 1, 3, 59, 60, 400, 730, 4000)]
    assert said == [
        "today", "yesterday", "3 days ago", "59 days ago",
        "2 months ago", "13 months ago", "2 years ago", "10 years ago",
    ]  # fmt: skip


# The Tab key


def stops(root: QWidget) -> list[str]:
    """The names of the widgets that Tab visits under `root`, from its first."""
    return [each.accessibleName() for each in stops_in(root)]


def test_tab_goes_as_the_eye_does(tab: CustomersTab, shan: int) -> None:
    whole = stops(tab.panel.whole)
    start = whole.index("Photo")
    assert [*whole[start:], *whole[:start]][:6] == ["Photo", "Name", "Edit customer", "More", "Call", "Copy phone"]
    assert whole.index("Note") < whole.index("New purchase") < whole.index("Entry") < whole.index("Timeline")
    tab.panel.edit(shan)
    form = [name for name in stops(tab.panel.form) if name]
    start = form.index("Name")
    form = [*form[start:], *form[:start]]
    assert form[:3] == ["Name", "Phone", "Remove this phone"]
    assert form.index("Birthday") < form.index("WeChat") < form.index("Note") < form.index("鞋码") < form.index("Save")
