"""The tabs of the window: a new one is a folder here and a line below."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from crm_desktop.language import Sentence
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.tab import Tab, TabSpec


def _today(context: Context, parent: QWidget) -> Tab:
    from crm_desktop.ui.tabs.today.tab import TodayTab

    return TodayTab(context, parent)


def _customers(context: Context, parent: QWidget) -> Tab:
    from crm_desktop.ui.tabs.customers.tab import CustomersTab

    return CustomersTab(context, parent)


def _purchases(context: Context, parent: QWidget) -> Tab:
    from crm_desktop.ui.tabs.purchases.tab import PurchasesTab

    return PurchasesTab(context, parent)


def _follow_ups(context: Context, parent: QWidget) -> Tab:
    from crm_desktop.ui.tabs.follow_ups.tab import FollowUpsTab

    return FollowUpsTab(context, parent)


def _birthdays(context: Context, parent: QWidget) -> Tab:
    from crm_desktop.ui.tabs.birthdays.tab import BirthdaysTab

    return BirthdaysTab(context, parent)


def _history(context: Context, parent: QWidget) -> Tab:
    from crm_desktop.ui.tabs.history.tab import HistoryTab

    return HistoryTab(context, parent)


def _due_today(context: Context) -> int:
    return context.services.today.count(context.clock.now().date())


def _follow_ups_due(context: Context) -> int:
    from crm_desktop.services.follow_ups import Section

    counts = context.services.follow_ups.counts()
    return counts[Section.OVERDUE] + counts[Section.TODAY]


TABS: Final = (
    TabSpec("today", Sentence("Today"), "sun", _today, _due_today),
    TabSpec("customers", Sentence("Customers"), "users", _customers),
    TabSpec("purchases", Sentence("Purchases"), "cart", _purchases),
    TabSpec("follow_ups", Sentence("Follow-ups"), "check-circle", _follow_ups, _follow_ups_due),
    TabSpec("birthdays", Sentence("Birthdays"), "cake", _birthdays),
    TabSpec("history", Sentence("History"), "history", _history, in_bar=False),
)
