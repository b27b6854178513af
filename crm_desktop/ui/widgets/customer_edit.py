"""A field that finds a customer by tail digits, pinyin, name, or takes what was typed for a new one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.phone import format_phone
from crm_desktop.language import tr
from crm_desktop.services.customers import Customers
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.choice import Choice, ChoiceEdit


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Somebody who is not in the shop yet, as typed: "张三 13800138000"."""

    text: str


class CustomerEdit(ChoiceEdit):
    """`customer_id()` is who was chosen, `new_text()` what was typed for a new customer; empty is nobody."""

    def __init__(self, customers: Customers, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, self._found, parent=parent, list_width=380)
        self._customers = customers
        self.chosen.connect(self._tidy)

    def customer_id(self) -> int | None:
        """The chosen customer."""
        value = self.value()
        return value if isinstance(value, int) else None

    def new_text(self) -> str:
        """What is to become a new customer; "" if nothing is."""
        value = self.value()
        return value.text if isinstance(value, NewCustomer) else ""

    def set_customer(self, customer_id: int | None) -> None:
        """Show a customer; one that is gone, or None, empties the field."""
        found = self._customers.get_many([customer_id]) if customer_id is not None else []
        self.set_choice(_choice(found[0].id, found[0].name, found[0].phone) if found else None)

    def _found(self, text: str) -> list[Choice]:
        typed = text.strip()
        if not typed:
            return []
        hits = self._customers.search(typed).hits
        found = [Choice(hit.id, hit.name or format_phone(hit.phone), format_phone(hit.phone) if hit.name else "")
                 for hit in hits]  # fmt: skip
        return [*found, Choice(NewCustomer(typed), tr("+ New customer “%1”", typed))]

    def _tidy(self, choice: Choice | None) -> None:
        """Show the customer with the phone, and a new one as typed rather than as the list's line."""
        if choice is None:
            return
        if isinstance(choice.value, NewCustomer):
            self.set_choice(Choice(choice.value, choice.value.text))
        elif choice.detail:
            self.set_choice(Choice(choice.value, f"{choice.text}  {choice.detail}"))


def _choice(customer_id: int, name: str, phone: str) -> Choice:
    shown = format_phone(phone) if phone else ""
    return Choice(customer_id, "  ".join(part for part in (name, shown) if part))
