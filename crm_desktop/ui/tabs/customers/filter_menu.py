"""The menu that adds a condition to the customer list's filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSpinBox, QWidget

from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.language import tr
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.customers.columns import custom_choices
from crm_desktop.ui.tabs.customers.known_values import KnownValues
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets.dates import DateEdit
from crm_desktop.ui.widgets.money import MoneyEdit
from crm_desktop.ui.widgets.popover import LinePopover, Popover
from crm_desktop.ui.widgets.spin import indented

_AWAY_DAYS = (30, 60, 90, 180, 365)
# A longer menu would be searched by reading: then typing is quicker.
_MOST_ENTRIES = 20


class FilterMenu(QObject):
    """Fills the menu of the "Filter" button, and tells the filter that a choice makes of the present one."""

    chosen = Signal(object)

    def __init__(
        self, context: Context, known: KnownValues, current: Callable[[], CustomerFilter], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._known = known
        self._current = current
        self.button = buttons.menu_button(tr("Filter"), self.fill, theme=context.theme, icon="filter")

    def fill(self, menu: QMenu) -> None:
        """Offer every condition, with the values that there are."""
        now = self._current()
        tags = [(row.name, tr("%1 (%2)", row.name, f"{row.count:,}")) for row in self._known.now.tags]
        taken = set(now.tags)
        self._values(menu, tr("Tag"), [t for t in tags if t[0] not in taken], self._add_tag)
        self._values(menu, tr("Source"), _blank_too(self._known.now.sources, tr("Without a source")),
                     lambda value: self._set(source=value))  # fmt: skip
        genders = [("female", tr("Female")), ("male", tr("Male")), ("", tr("Unknown"))]
        self._values(menu, tr("Gender"), genders, lambda value: self._set(gender=value))
        self._months(menu)
        menu.addSeparator()
        menus.add(menu, tr("Total spent…"), self._ask_spent)
        self._away(menu)
        menus.add(menu, tr("Last visit before…"), self._ask_last_visit)
        menu.addSeparator()
        self._values(menu, tr("Region"), _blank_too(self._known.now.regions, tr("Without a region")),
                     lambda value: self._set(region=value))  # fmt: skip
        for field in self._services.custom_fields.all():
            choices = custom_choices(field)
            if choices:
                entries = [(value, text) for value, text in choices if value]
                self._values(menu, field.name, entries, partial(self._set_custom, field.name))
            elif field.kind in (CustomFieldKind.TEXT, CustomFieldKind.NUMBER, CustomFieldKind.DATE):
                menus.add(menu, tr("%1…", field.name), partial(self._ask_custom, field.name))

    def _values(
        self, menu: QMenu, title: str, values: Sequence[tuple[str, str]], take: Callable[[str], object]
    ) -> None:
        sub = menu.addMenu(title.replace("&", "&&"))
        sub.setEnabled(bool(values))
        for value, text in values[:_MOST_ENTRIES]:
            menus.add(sub, text, partial(take, value))
        if len(values) > _MOST_ENTRIES:
            sub.addSeparator()
            known = [value for value, _ in values if value]
            menus.add(sub, tr("Other…"), lambda: self._ask_value(title, known, take))

    def _months(self, menu: QMenu) -> None:
        sub = menu.addMenu(tr("Birthday in"))
        this = self._context.clock.now().date().month
        following = this % 12 + 1
        menus.add(sub, tr("This month"), lambda: self._set(birthday_month=this))
        menus.add(sub, tr("Next month"), lambda: self._set(birthday_month=following))
        sub.addSeparator()
        for month in range(1, 13):
            menus.add(sub, tr("Month %1", month), partial(self._set, birthday_month=month))

    def _away(self, menu: QMenu) -> None:
        sub = menu.addMenu(tr("Not here for"))
        for days in _AWAY_DAYS:
            menus.add(sub, tr("%n day(s)", n=days), partial(self._set, no_visit_days=days))
        sub.addSeparator()
        menus.add(sub, tr("Other…"), self._ask_away)

    # What a choice does

    def _set(self, **values: Any) -> bool:
        self.chosen.emit(replace(self._current(), **values))
        return True

    def _add_tag(self, tag: str) -> bool:
        tags = self._current().tags
        return self._set(tags=tags if tag in tags else (*tags, tag))

    def _set_custom(self, name: str, value: str) -> bool:
        others = tuple(pair for pair in self._current().custom if pair[0] != name)
        return self._set(custom=(*others, (name, value)))

    # What has to be typed

    def change(self, key: str) -> None:
        """Open again what the condition of that key was typed in; conditions that are chosen open the menu."""
        ask = {
            "spent_from": self._ask_spent,
            "spent_to": self._ask_spent,
            "no_visit_days": self._ask_away,
            "last_visit_before": self._ask_last_visit,
        }.get(key, self.button.showMenu)
        ask()

    def _ask_value(self, title: str, known: Sequence[str], take: Callable[[str], object]) -> None:
        popover = LinePopover(
            self.button, title, tr("Filter"), lambda text: bool(text and [take(text)]), suggestions=known
        )
        popover.open()

    def _ask_custom(self, name: str) -> None:
        now = dict(self._current().custom).get(name, "")
        popover = LinePopover(
            self.button, name, tr("Filter"), lambda text: bool(text) and self._set_custom(name, text), text=now
        )
        popover.open()

    def _ask_spent(self) -> None:
        low, high = MoneyEdit(), MoneyEdit()
        now = self._current()
        low.set_fen(now.spent_from)
        high.set_fen(now.spent_to)

        def take() -> bool:
            if not (low.is_valid() and high.is_valid()):
                popover.say(tr("Enter amounts such as 100 or 99.50."))
                return False
            start, end = low.fen(), high.fen()
            if start is not None and end is not None and start > end:
                start, end = end, start
            return self._set(spent_from=start, spent_to=end)

        popover = Popover(self.button, tr("Filter"), take)
        _line(popover, tr("Spent at least"), low)
        _line(popover, tr("Spent at most"), high)
        popover.open()
        low.setFocus()

    def _ask_away(self) -> None:
        days = indented(QSpinBox())
        days.setRange(1, 9999)
        days.setValue(self._current().no_visit_days or 90)
        popover = Popover(self.button, tr("Filter"), lambda: self._set(no_visit_days=days.value()))
        _line(popover, tr("Days without a visit"), days)
        popover.open()
        days.setFocus()
        days.selectAll()

    def _ask_last_visit(self) -> None:
        day = DateEdit(self._context.theme, self._context.clock)
        before: date | None = self._current().last_visit_before
        if before is not None:
            day.set_date(before)

        def take() -> bool:
            if day.date() is None:
                popover.say(tr("Enter a date such as 2026-11-21."))
                return False
            return self._set(last_visit_before=day.date())

        popover = Popover(self.button, tr("Filter"), take)
        _line(popover, tr("Last visit before"), day)
        popover.open()
        day.setFocus()


def _line(popover: Popover, label: str, edit: QWidget) -> None:
    edit.setAccessibleName(label)
    row = QHBoxLayout()
    caption = QLabel(label)
    caption.setBuddy(edit)
    row.addWidget(caption, 1)
    row.addWidget(edit, 1)
    popover.body.addLayout(row)


def _blank_too(values: Iterable[str], blank: str) -> list[tuple[str, str]]:
    """Values with their words; where there are any, also their absence."""
    listed = [(value, value) for value in values if value]
    return [*listed, ("", blank)] if listed else []


def filter_chips(chosen: CustomerFilter) -> list[tuple[str, str]]:
    """The conditions as (key, words), to be read one after another as a sentence."""
    return [(key, str(sentence)) for key, sentence in chosen.sentences().items()]
