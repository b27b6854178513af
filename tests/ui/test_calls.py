"""Who is calling: the card in the corner, and what takes the calls whatever state the program is in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from crm_desktop import language
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.caller import Caller, read_caller
from crm_desktop.errors import UserError
from crm_desktop.language import Sentence
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.ui.calls import calls as module
from crm_desktop.ui.calls.calls import Calls
from crm_desktop.ui.calls.card import KEPT, CallerCard
from crm_desktop.ui.calls.reception import Reception
from crm_desktop.ui.locking.curtain import SHOWS_NOTHING
from tests.hands import type_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm_desktop.ui.plumbing.context import Context

TODAY = date(2026, 11, 21)
MOBILE = "13911112222"


@pytest.fixture
def card(context: Context, qtbot: Any) -> Iterator[CallerCard]:
    made = CallerCard(context)
    qtbot.addWidget(made)
    yield made
    made.hide()


def add(context: Context, name: str, *phones: str, **more: Any) -> int:
    made = context.services.customers.add(CustomerDraft(name=name, phones=phones, **more)).new_id
    assert made is not None
    return made


def rich(context: Context) -> int:
    made = add(context, "单晓丽", MOBILE, tags=("老客户",), note="对花生过敏\n" + "很" * 300,
               birthday=Birthday(Calendar.SOLAR, 1988, 11, 24))  # fmt: skip
    for number in range(4):
        lines = (LineDraft(text=f"茶{number}", price_fen=12800),) if number else (LineDraft(price_fen=100),)
        context.services.purchases.record(PurchaseDraft(made, datetime(2026, 11, 1 + number, 10), lines))
        context.services.follow_ups.add(FollowUpDraft(made, f"回访{number}", TODAY + timedelta(days=number - 2)))
    return made


def tell(card: CallerCard, link: str) -> None:
    card.tell(read_caller(link))
    QApplication.processEvents()


def said(card: CallerCard) -> list[str]:
    """The words on it, from the top."""
    assert card._page is not None
    return [label.text() for label in card._page.findChildren(QLabel) if label.isVisible()]


def press(card: CallerCard, words: str) -> None:
    buttons = [b for b in card.findChildren(QPushButton) if b.accessibleName() == words and b.isVisible()]
    assert len(buttons) == 1, words
    buttons[0].click()
    QApplication.processEvents()


def title(card: CallerCard) -> str:
    return card._title.text()


# The card


def test_a_customer_at_a_glance(card: CallerCard, context: Context) -> None:
    rich(context)
    tell(card, "tel:+86-139-1111-2222")
    assert card.isVisible()
    assert title(card) == "Caller · 139 1111 2222"
    words = said(card)
    assert words[:2] == ["单晓丽", "老客户 · 4 visits · ¥385.00 · 17 days ago"]
    assert words[2].startswith("Birthday in 3 days")
    assert words[3].startswith("对花生过敏 很很")
    assert len(words[3]) < 200
    assert words[4:] == [
        "Last purchases", "17 days ago", "茶3", "¥128.00", "18 days ago", "茶2", "¥128.00",
        "19 days ago", "茶1", "¥128.00",
        "Open follow-ups", "2 days overdue", "回访0", "1 day overdue", "回访1", "today", "回访2", "1 more",
    ]  # fmt: skip
    assert card.foot.text() == "At 15:20"


def test_it_does_not_take_the_keyboard(card: CallerCard, context: Context) -> None:
    rich(context)
    tell(card, f"tel:{MOBILE}")
    assert card.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    card.show_last()
    assert not card.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


@pytest.mark.parametrize(
    ("words", "call"), [("Open", "show_customer"), ("New purchase", "new_purchase"), ("New follow-up", "new_follow_up")]
)
def test_its_buttons_lead_to_the_window(card: CallerCard, context: Context, words: str, call: str) -> None:
    made = rich(context)
    tell(card, f"tel:{MOBILE}")
    press(card, words)
    assert context.navigate.calls == [(call, made)]  # type: ignore[attr-defined]
    assert not card.isVisible()


def test_what_is_said_is_noted(card: CallerCard, context: Context, qtbot: Any) -> None:
    made = rich(context)
    tell(card, f"tel:{MOBILE}")
    assert card._page is not None
    note = card._page.note
    assert note is not None
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert card.foot.text() == "At 15:20", "nothing was typed"
    type_text(note, "周六来取")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    newest = context.services.customers.timeline(made)
    assert [entry.title for entry in newest if entry.kind == "call"] == ["周六来取"]
    assert card._page is not None
    assert card._page.note is not None
    assert card._page.note.text() == ""
    assert card.foot.text() == "Noted."


def test_a_note_that_cannot_be_saved_stays(
    card: CallerCard, context: Context, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rich(context)
    tell(card, f"tel:{MOBILE}")

    def fail(*_: object) -> None:
        raise UserError(Sentence("No."))

    monkeypatch.setattr(context.services.contacts, "add", fail)
    assert card._page is not None
    assert card._page.note is not None
    type_text(card._page.note, "周六来取")
    qtbot.keyClick(card._page.note, Qt.Key.Key_Return)
    assert card._page.note.text() == card.call.typed == "周六来取"
    assert card.foot.text().startswith("This could not be saved.")


def test_several_share_a_number(card: CallerCard, context: Context) -> None:
    add(context, "王芳", "010 8888 6666")
    other = add(context, "李伟" * 60, "010 8888 6666")
    tell(card, "tel:01088886666")
    assert said(card) == ["2 customers have this number"]
    press(card, "李伟" * 60 + " · No purchase yet")
    assert said(card)[0] == "李伟" * 60
    press(card, "Open")
    assert context.navigate.calls == [("show_customer", other)]  # type: ignore[attr-defined]


def test_only_the_end_of_a_number_is_the_same(card: CallerCard, context: Context) -> None:
    add(context, "王芳", "010 8888 6666")
    tell(card, "tel:88886666")
    assert said(card)[:2] == ["王芳", "Perhaps: only the end of the number is the same."]
    add(context, "", "010 8888 6666")
    tell(card, "tel:88886666")
    assert said(card)[0] == "The end of the number is the same of 2 customers"


def test_a_number_that_nobody_has(card: CallerCard, context: Context) -> None:
    tell(card, "tel:021-5555-6666")
    assert said(card) == ["021 5555 6666", "No customer has this number yet."]
    press(card, "Copy number")
    assert QGuiApplication.clipboard().text() == "021 5555 6666"
    assert card.foot.text() == "Copied 021 5555 6666"
    press(card, "New customer")
    assert context.navigate.calls == [("new_customer", "021 5555 6666")]  # type: ignore[attr-defined]


def test_who_is_added_meanwhile_is_shown(card: CallerCard, context: Context) -> None:
    tell(card, "tel:021-5555-6666")
    context.actions.do(lambda: context.services.customers.add(CustomerDraft(name="新客", phones=("02155556666",))))
    assert said(card)[0] == "新客"
    context.actions.do(lambda: context.services.customers.delete([1]))
    assert said(card)[0] == "021 5555 6666"
    card.hide()
    context.actions.undo()
    assert card.call.known.customers == (), "nobody sees it"


def test_a_withheld_number(card: CallerCard) -> None:
    tell(card, "tel:anonymous")
    assert title(card) == "Caller · Number withheld"
    assert said(card) == ["Number withheld", "Whoever calls does not show a number."]


def test_a_customer_who_is_gone(card: CallerCard, context: Context) -> None:
    made = add(context, "王芳", MOBILE)
    tell(card, f"tel:{MOBILE}")
    context.services.customers.delete([made])  # another program did
    card._fill()
    assert said(card)[0] == "139 1111 2222"
    assert said(card)[1].startswith("This customer is no longer there.")


def test_a_busy_shop_tells_the_number(card: CallerCard, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(caller: Caller) -> None:
        raise UserError(Sentence("Busy."))

    monkeypatch.setattr(context.services.callers, "who", busy)
    tell(card, f"tel:{MOBILE}")
    assert said(card) == [MOBILE, "Busy."]


def test_earlier_calls_can_be_gone_back_to(card: CallerCard, context: Context) -> None:
    rich(context)
    tell(card, f"tel:{MOBILE}")
    assert not card._between.isVisible()
    tell(card, "tel:02155556666")
    tell(card, "tel:02155556666")
    assert len(card.calls) == 2, "when it rings, and when it is taken"
    press(card, "Earlier call: 单晓丽")
    assert said(card)[0] == "单晓丽"
    press(card, "Later call: 021 5555 6666")
    assert said(card)[0] == "021 5555 6666"
    tell(card, "tel:")
    press(card, "Earlier call: 021 5555 6666")
    press(card, "Later call: Number withheld")
    for number in range(KEPT + 3):
        tell(card, f"tel:0215555000{number}")
    assert len(card.calls) == KEPT


def test_what_is_half_typed_stays_in_front(card: CallerCard, context: Context) -> None:
    rich(context)
    tell(card, f"tel:{MOBILE}")
    assert card._page is not None
    assert card._page.note is not None
    type_text(card._page.note, "她说")
    tell(card, "tel:02155556666")
    assert said(card)[0] == "单晓丽"
    assert card._page.note is not None
    assert card._page.note.text() == "她说"
    press(card, "Later call: 021 5555 6666")
    press(card, "Earlier call: 单晓丽")
    assert card._page.note is not None
    assert card._page.note.text() == "她说"
    press(card, "New purchase")
    assert card.isVisible(), "it is not lost by going elsewhere"
    for number in range(KEPT):
        tell(card, f"tel:0215555000{number}")
    assert "她说" in [call.typed for call in card.calls]
    for call in card.calls:
        call.typed = "她说"
    tell(card, "tel:02155556789")
    assert said(card)[0] == "单晓丽"
    assert len(card.calls) == KEPT


def test_escape_and_the_cross_close_it(card: CallerCard, context: Context, qtbot: Any) -> None:
    tell(card, "tel:1")
    with qtbot.waitSignal(card.put_away):
        qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    tell(card, "tel:2")
    qtbot.keyClick(card, Qt.Key.Key_A)
    card.close_button.click()
    assert not card.isVisible()
    card.show_last()
    assert said(card)[0] == "2"


def test_enter_opens_the_customer(card: CallerCard, context: Context, qtbot: Any) -> None:
    made = rich(context)
    tell(card, f"tel:{MOBILE}")
    focus = card.focusWidget()
    assert isinstance(focus, QPushButton)
    qtbot.keyClick(focus, Qt.Key.Key_Return)
    assert context.navigate.calls == [("show_customer", made)]  # type: ignore[attr-defined]


def test_two_cards_stand_beside_each_other(card: CallerCard, context: Context, qtbot: Any) -> None:
    other = CallerCard(context)
    qtbot.addWidget(other)
    tell(other, "tel:1")
    tell(card, "tel:2")
    assert not other.card_place().intersects(card.card_place())
    other.stand()
    assert not other.card_place().intersects(card.card_place())
    other.hide()


# A shop's calls


def test_calls_are_told_until_the_shop_is_closed(context: Context) -> None:
    calls = Calls(context)
    calls.put_away()
    calls.speak_anew()
    calls.show_last()
    assert calls.card is not None
    assert said(calls.card)[0] == "No call yet"
    assert title(calls.card) == "Caller"
    calls.speak_anew()
    assert calls.card is None
    calls.tell("tel:02155556666", datetime(2026, 11, 21, 9, 5))
    assert calls.card is not None
    assert calls.card.foot.text() == "At 09:05"
    calls.card.settings_button.click()
    assert context.navigate.calls == [("show_call_settings",)]  # type: ignore[attr-defined]
    spoken = calls.card
    language.set_language("zh_CN")
    calls.speak_anew()
    assert calls.card.isVisible()
    assert calls.card is not spoken
    assert len(calls.card.calls) == 1
    calls.put_away()
    assert calls.card is None


def test_it_is_ready_for_calls_where_they_come(context: Context, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SETTLED_MS", 0)
    add(context, "王芳", "138 0013 8000")
    calls = Calls(context)
    calls.start()
    qtbot.wait(20)
    assert calls.card is None
    calls.tell("tel:1")
    calls.put_away()
    calls.start()
    qtbot.waitUntil(lambda: calls.card is not None)
    assert calls.card is not None
    assert not calls.card.isVisible()
    calls.end()
    calls._ready()
    assert calls.card is None


# Before a shop is open


def test_calls_wait_for_the_shop_and_nothing_is_told_of_them(context: Context, qtbot: Any) -> None:
    opened: list[Calls] = []
    shown: list[str] = []
    reception = Reception(
        lambda: opened[0] if opened else None, lambda: shown.append("window"), context.theme, context.clock
    )
    reception.go_on()
    reception.show_last()
    assert reception.card is None
    assert opened == []
    for number in range(7):
        reception.tell(f"tel:{MOBILE[:-1]}{number}")
    assert reception.card is not None
    qtbot.waitUntil(reception.card.isVisible)
    assert reception.card.property(SHOWS_NOTHING)
    words = [label.text() for label in reception.card.findChildren(QLabel)]
    assert not [each for each in words if "139" in each]
    assert any("Who it was, you see here once the shop is open." in each for each in words)
    next(b for b in reception.card.findChildren(QPushButton) if b.text() == "Open the shop").click()
    assert shown == ["window"]
    assert not reception.card.isVisible()
    reception.tell("tel:021")
    assert reception.card.isVisible()
    reception.go_on()
    QApplication.processEvents()
    assert reception.card.isVisible(), "it was locked again meanwhile"
    opened.append(Calls(context))
    reception.go_on()
    QApplication.processEvents()
    assert reception.card is None
    card = opened[0].card
    assert card is not None
    assert [call.caller.number for call in card.calls] == [f"{MOBILE[:-1]}{number}" for number in (3, 4, 5, 6)] + [
        "021"
    ]
    reception.tell("tel:5")
    assert title(card) == "Caller · 5"
    card.hide()
    reception.show_last()
    assert card.isVisible()
    opened[0].put_away()
