"""How to reach a customer: a line for each phone, WeChat name and e-mail address, with its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.domain.phone import format_phone
from crm_desktop.language import Sentence, tr
from crm_desktop.services.customer_records import Customer
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import IconLabel

Do = Callable[[str], object]

#: icon -> what its copy button is called
_COPY: Final = {"phone": Sentence("Copy phone"), "chat": Sentence("Copy WeChat"), "mail": Sentence("Copy e-mail")}


class ReachLine(QWidget):
    """Shows one number or address. A line is kept for whoever is shown next: `show_value` gives it another value."""

    def __init__(self, context: Context, icon: str, copy: Do, call: Do) -> None:
        super().__init__()
        self._value = ""
        self._label: QLabel = texts.body("", selectable=True)
        self._label.setFont(context.theme.tabular(self._label.font()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(context.theme, icon))
        row.addWidget(self._label, 1)
        if icon == "phone":
            row.addWidget(buttons.icon_button("phone", tr("Call"), lambda: call(self._value), theme=context.theme))
        name = str(_COPY[icon])
        row.addWidget(buttons.icon_button("copy", name, lambda: copy(self._value), theme=context.theme))

    def show_value(self, value: str, shown: str) -> None:
        """Show a value, as it is read."""
        self._value = value
        self._label.setText(shown)
        self._label.setAccessibleName(value)
        self.show()


class Reach(QVBoxLayout):
    """The lines, phones first. Widgets are made only for a customer who has more lines than any before."""

    def __init__(self, context: Context, copy: Do, call: Do) -> None:
        super().__init__()
        self._context, self._copy, self._call = context, copy, call
        self._parts: dict[str, QVBoxLayout] = {}
        self._lines: dict[str, list[ReachLine]] = {icon: [] for icon in _COPY}
        self.setSpacing(0)
        for icon in _COPY:
            part = self._parts[icon] = QVBoxLayout()
            part.setSpacing(0)
            self.addLayout(part)

    def show_customer(self, customer: Customer) -> None:
        """Show a customer's numbers and addresses."""
        self._show("phone", customer.phones, format_phone)
        self._show("chat", customer.wechat, str)
        self._show("mail", customer.emails, str)

    def _show(self, icon: str, values: Sequence[str], shown: Callable[[str], str]) -> None:
        lines = self._lines[icon]
        while len(lines) < len(values):
            line = ReachLine(self._context, icon, self._copy, self._call)
            lines.append(line)
            self._parts[icon].addWidget(line)
        for line, value in zip(lines, values, strict=False):
            line.show_value(value, shown(value))
        for line in lines[len(values) :]:
            line.hide()
