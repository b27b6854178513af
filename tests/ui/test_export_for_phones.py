"""The lists handed over as what phones take: contact cards and calendars."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.ui.dialogs.export_rows import export_rows
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.birthdays.export import birthdays_sheet
from crm_desktop.ui.tabs.customers.export import export_customers
from crm_desktop.ui.tabs.follow_ups.export import export_follow_ups
from tests.unit.exchange.content_lines import components


@pytest.fixture
def parent(qtbot: Any) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def shan(context: Context) -> int:
    born = Birthday(Calendar.LUNAR, 1988, 11, 28)
    added = context.services.customers.add(CustomerDraft(name="单晓丽", phones=("13911112222",), birthday=born)).new_id
    assert added
    return added


@pytest.fixture
def told(context: Context) -> list[Any]:
    messages: list[Any] = []
    context.messages.posted.connect(messages.append)
    return messages


def test_customers_as_cards(
    context: Context, parent: QWidget, shan: int, told: list[Any], tmp_path: Path, qtbot: Any
) -> None:
    path = tmp_path / "客户.vcf"
    context.file_dialogs.will_answer(path)  # type: ignore[attr-defined]
    export_customers(context, parent, [shan], [], [])
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].text == "1 row written to 客户.vcf"
    (card,) = components(path, "VCARD")
    assert (card["FN"][0].text, card["TEL"][0].text) == ("单晓丽", "+8613911112222")


def test_birthdays_as_a_calendar(
    context: Context, parent: QWidget, shan: int, told: list[Any], tmp_path: Path, qtbot: Any
) -> None:
    # Its day comes twice in the solar year 2027: it is one birthday all the same.
    rows = list(context.services.birthdays.coming(date(2027, 1, 1)))
    assert [row.customer_id for row in rows] == [shan, shan]
    path = tmp_path / "生日.ics"
    context.file_dialogs.will_answer(path)  # type: ignore[attr-defined]
    export_rows(context, parent, birthdays_sheet(context, range(2), lambda places: [rows[n] for n in places], [], []))
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].text == "1 row written to 生日.ics"
    (event,) = components(path, "VEVENT")
    assert event["SUMMARY"][0].text == "Birthday of 单晓丽"
    assert {"20270105", "20271225"} < set(event["RDATE"][0].raw.split(","))


def test_follow_ups_as_a_calendar(
    context: Context, parent: QWidget, shan: int, told: list[Any], tmp_path: Path, qtbot: Any
) -> None:
    follow_up = context.services.follow_ups.add(FollowUpDraft(shan, "回访", date(2026, 12, 1))).new_id
    assert follow_up
    path = tmp_path / "跟进.ics"
    context.file_dialogs.will_answer(path)  # type: ignore[attr-defined]
    export_follow_ups(context, parent, [follow_up], [], [])
    qtbot.waitUntil(lambda: bool(told))
    (event,) = components(path, "VEVENT")
    assert (event["SUMMARY"][0].text, event["DTSTART"][0].raw) == ("单晓丽: 回访", "20261201")
    context.file_dialogs.format = "Calendar, as things to do"  # type: ignore[attr-defined]
    context.file_dialogs.will_answer(path)  # type: ignore[attr-defined]
    export_follow_ups(context, parent, [follow_up], [], [])
    qtbot.waitUntil(lambda: len(told) == 2)
    (todo,) = components(path, "VTODO")
    assert (todo["SUMMARY"][0].text, todo["DUE"][0].raw) == ("单晓丽: 回访", "20261201")
