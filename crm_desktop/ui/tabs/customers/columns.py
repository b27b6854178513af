"""The columns of the customer list: what each shows, sorts by, and how it is edited in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.birthday import birthday_words
from crm_desktop.domain.custom_field import NO, YES, CustomFieldKind, show_custom_value
from crm_desktop.domain.gender import gender_words
from crm_desktop.domain.money import format_money
from crm_desktop.domain.phone import format_phone
from crm_desktop.domain.plain_fields import PLAIN_FIELDS, PlainField
from crm_desktop.language import Sentence, listed, tr
from crm_desktop.services.custom_fields import CustomFieldRow
from crm_desktop.services.customer_records import Customer
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.tabs.customers import words
from crm_desktop.ui.tabs.customers.cell_editors import CellChoice, CellLine
from crm_desktop.ui.tabs.customers.known_values import KnownValues
from crm_desktop.ui.tabs.customers.rows import CustomerRow

CustomerColumn = Column[CustomerRow]


class CustomerColumns:
    """Builds the columns; in-place edits are saved one field at a time."""

    def __init__(self, context: Context, known: KnownValues) -> None:
        self._context = context
        self._known = known
        self._services = context.services

    def all(self) -> list[CustomerColumn]:
        """Every column in the order of the first time, the shop's own fields last."""
        own = [self._custom(field) for field in self._services.custom_fields.all()]
        return [*self._person(), *self._dealings(), *self._rest(), *own]

    def _person(self) -> list[CustomerColumn]:
        return [
            self._text("name", Sentence("Name"), lambda c: c.name, width=120, shown=True, sort_key="name"),
            CustomerColumn(
                "phone", Sentence("Phone"), _phone, width=140, sort_key="phone",
                edit=lambda r: format_phone(r.customer.phone), commit=self._commit("phone"),
                tooltip=lambda r: "\n".join(format_phone(number) for number in r.customer.phones),
            ),
            CustomerColumn(
                "tags", Sentence("Tags"), lambda r: listed(r.customer.tags), width=150, sort_key="tags",
                chips=lambda r: r.customer.tags, edit=lambda r: listed(r.customer.tags),
                commit=self._commit("tags"), editor=self._tags_editor,
                tooltip=lambda r: listed(r.customer.tags),
            ),
        ]  # fmt: skip

    def _dealings(self) -> list[CustomerColumn]:
        return [
            CustomerColumn(
                "last_purchase", Sentence("Last visit"), _last_visit, width=115, sort_key="last_purchase",
                tooltip=lambda r: r.customer.last_purchase.isoformat() if r.customer.last_purchase else "",
            ),
            CustomerColumn(
                "spent", Sentence("Total spent"), lambda r: _money(r.customer), width=105, align="right",
                sort_key="spent", value=lambda r: r.customer.spent_fen,
            ),
            CustomerColumn(
                "next_birthday", Sentence("Next birthday"), _next_birthday, width=240, sort_key="next_birthday",
                edit=_birthday_text, commit=self._commit("birthday"), tooltip=_why,
                token=lambda r: "accent" if r.birthday and (r.birthday.date - r.today).days <= 7 else None,
            ),
            CustomerColumn(
                "visits", Sentence("Visits"), lambda r: f"{r.customer.visits:,}" if r.customer.visits else "",
                width=70, align="right", sort_key="visits", value=lambda r: r.customer.visits, shown=False,
            ),
            CustomerColumn(
                "first_purchase", Sentence("First visit"),
                lambda r: r.customer.first_purchase.isoformat() if r.customer.first_purchase else "",
                width=110, sort_key="first_purchase", shown=False,
            ),
        ]  # fmt: skip

    def _rest(self) -> list[CustomerColumn]:
        return [
            CustomerColumn(
                "birthday", Sentence("Birthday"), _birthday, width=150, sort_key="birthday", shown=False,
                edit=_birthday_text, commit=self._commit("birthday"),
            ),
            CustomerColumn(
                "gender", Sentence("Gender"), lambda r: gender_words(r.customer.gender), width=80,
                sort_key="gender", shown=False, edit=lambda r: r.customer.gender or "",
                commit=self._commit("gender"), editor=_gender_editor,
            ),
            self._text("region", Sentence("Region"), lambda c: c.region, width=130, sort_key="region", editable=False),
            *map(self._plain, PLAIN_FIELDS),
            self._text("member_no", Sentence("Member no."), lambda c: c.member_no, width=110, sort_key="member_no"),
            self._text(
                "created", Sentence("Created"), lambda c: f"{c.created:%Y-%m-%d}", width=110, sort_key="created",
                editable=False,
            ),
            self._text("wechat", Sentence("WeChat"), lambda c: listed(c.wechat), width=130, sort_key="wechat",
                       edit=lambda c: _first(c.wechat)),
            self._text("email", Sentence("E-mail"), lambda c: listed(c.emails), width=180, sort_key="email",
                       edit=lambda c: _first(c.emails)),
            self._text("address", Sentence("Address"), lambda c: c.address, width=240, sort_key="address"),
            self._text("note", Sentence("Note"), lambda c: " ".join(c.note.split()), width=240, sort_key="note",
                       edit=lambda c: c.note, editable=True),
        ]  # fmt: skip

    def _text(
        self,
        key: str,
        title: Sentence,
        value: Callable[[Customer], str],
        *,
        width: int,
        sort_key: str | None = None,
        shown: bool = False,
        editable: bool = True,
        edit: Callable[[Customer], str] | None = None,
    ) -> CustomerColumn:
        begin = edit or value
        return CustomerColumn(
            key, title, lambda r: value(r.customer), width=width, sort_key=sort_key, shown=shown,
            tooltip=lambda r: value(r.customer),
            edit=(lambda r: begin(r.customer)) if editable else None,
            commit=self._commit(key) if editable else None,
        )  # fmt: skip

    def _plain(self, field: PlainField) -> CustomerColumn:
        column = self._text(field.key, field.label, attrgetter(field.key), width=field.width, sort_key=field.key)
        return replace(column, editor=self._source_editor) if field.key == "source" else column

    def _custom(self, field: CustomFieldRow) -> CustomerColumn:
        key = f"custom:{field.name}"
        right = field.kind is CustomFieldKind.NUMBER
        return CustomerColumn(
            key, Sentence("%1", field.name),
            lambda r: show_custom_value(field.kind, r.customer.custom.get(field.name, "")),
            width=120, align="right" if right else "left", sort_key=key, shown=False,
            edit=lambda r: r.customer.custom.get(field.name, ""), commit=self._commit(key),
            editor=_custom_editor(field),
        )  # fmt: skip

    def _commit(self, key: str) -> Callable[[CustomerRow, str], bool]:
        def commit(row: CustomerRow, text: str) -> bool:
            change = self._context.actions.do(lambda: self._services.customers.set_field(row.id, key, text))
            return change is not None

        return commit

    def _tags_editor(self, parent: QWidget, _row: CustomerRow) -> QWidget:
        return CellLine([tag.name for tag in self._known.now.tags], parent, several=True)

    def _source_editor(self, parent: QWidget, _row: CustomerRow) -> QWidget:
        return CellLine(self._known.now.sources, parent)


def custom_choices(field: CustomFieldRow) -> Sequence[tuple[str, str]] | None:
    """The values that a field of the shop's own can have, each with its word; None if it is typed."""
    if field.kind is CustomFieldKind.YES_NO:
        return (("", ""), (YES, tr("Yes")), (NO, tr("No")))
    if field.kind is CustomFieldKind.CHOICE:
        return (("", ""), *((choice, choice) for choice in field.choices))
    return None


def _custom_editor(field: CustomFieldRow) -> Callable[[QWidget, CustomerRow], QWidget] | None:
    choices = custom_choices(field)
    return None if choices is None else lambda parent, _row: CellChoice(choices, parent).save_when_chosen()


def _gender_editor(parent: QWidget, _row: CustomerRow) -> QWidget:
    choices = [(value, gender_words(value)) for value in words.GENDERS]
    return CellChoice(choices, parent).save_when_chosen()


def _phone(row: CustomerRow) -> str:
    phones = row.customer.phones
    if len(phones) < 2:
        return format_phone(phones[0]) if phones else ""
    return tr("%1 +%2", format_phone(phones[0]), len(phones) - 1)


def _last_visit(row: CustomerRow) -> str:
    day = row.customer.last_purchase
    return words.ago_words(day, row.today) if day else ""


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _money(customer: Customer) -> str:
    return format_money(customer.spent_fen) if customer.visits or customer.spent_fen else ""


def _birthday(row: CustomerRow) -> str:
    return birthday_words(row.customer.birthday) if row.customer.birthday else ""


def _birthday_text(row: CustomerRow) -> str:
    return words.birthday_text(row.customer.birthday)


def _next_birthday(row: CustomerRow) -> str:
    if row.birthday is None or row.customer.birthday is None:
        return _birthday(row)
    return words.next_birthday_words(row.birthday, words.day_of_year(row.customer.birthday), row.today)


def _why(row: CustomerRow) -> str:
    return str(row.birthday.why) if row.birthday else ""
