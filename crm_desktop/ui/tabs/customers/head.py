"""The upper part of the whole-customer panel: who it is, how to reach them, and what the dealings add up to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.birthday import birthday_words
from crm_desktop.domain.calendar_words import in_days_words
from crm_desktop.domain.gender import gender_words
from crm_desktop.domain.money import format_money
from crm_desktop.domain.plain_fields import PLAIN_FIELDS, PLAIN_KEYS
from crm_desktop.language import tr
from crm_desktop.services.custom_fields import CustomFieldRow
from crm_desktop.services.customer_records import Customer
from crm_desktop.services.customers import Summary
from crm_desktop.ui.plumbing.calling import call
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.tabs.customers import words
from crm_desktop.ui.tabs.customers.columns import custom_choices
from crm_desktop.ui.tabs.customers.fact import Fact
from crm_desktop.ui.tabs.customers.in_place import InPlaceChoice, InPlaceLine, InPlaceText
from crm_desktop.ui.tabs.customers.photo import PhotoButton, scaled_photo
from crm_desktop.ui.tabs.customers.reach import Reach
from crm_desktop.ui.tabs.customers.yearly import YearlyDatesList
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.chips import ChipBar
from crm_desktop.ui.widgets.popover import LinePopover

InPlace = InPlaceLine | InPlaceText | InPlaceChoice


class CustomerHead(QWidget):
    """Shows one customer; each value is edited where it stands. Filter chips and tags tell `tag_clicked`."""

    tag_clicked = Signal(str)
    called = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._customers = context.services.customers
        self._customer: Customer | None = None
        self._own: tuple[CustomFieldRow, ...] = ()
        self.photo = PhotoButton(context.theme)
        self.photo.choose.connect(self.choose_photo)
        self.photo.remove.connect(lambda: self._set_photo(lambda: None))
        self.name = InPlaceLine(tr("Name"), self._saver("name"), look="in-place-title")
        self.about = texts.ElidedLabel()
        self.about.setProperty("role", "secondary")
        self.tags = ChipBar(context.theme)
        self.tags.set_add(tr("+ Tag"), self.ask_tag)
        self.tags.removed.connect(self._remove_tag)
        self.tags.clicked.connect(self.tag_clicked)
        self.yearly = YearlyDatesList(context)
        self.birthday = Fact(context, "cake", tr("Next birthday"))
        self.dealings = Fact(context, "wallet", tr("Total spent"))
        self.rhythm = Fact(context, "clock", tr("Last visit"))
        self._reach = Reach(context, self._copy, self._call)
        self._details = QGridLayout()
        self._edits: dict[str, InPlace] = {"name": self.name}
        self._lay_out()
        self._build_details(())

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        self._top = QHBoxLayout()
        self._top.setSpacing(0)
        self._top.addWidget(self.name, 1)
        names.addLayout(self._top)
        names.addWidget(self.about)
        self.about.setContentsMargins(8, 0, 0, 0)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(names, 1)
        facts = QVBoxLayout()
        facts.setSpacing(4)
        days = QHBoxLayout()
        days.setSpacing(8)
        days.addWidget(self.birthday, 1)
        days.addWidget(self.yearly.add, 0, Qt.AlignmentFlag.AlignTop)
        days.addStretch()
        facts.addLayout(days)
        facts.addLayout(self.yearly)
        for fact in (self.dealings, self.rhythm):
            facts.addWidget(fact)
        self._details.setHorizontalSpacing(8)
        self._details.setVerticalSpacing(0)
        self._details.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self._reach)
        column.addWidget(self.tags)
        column.addLayout(facts)
        column.addLayout(self._details)

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right of the name."""
        self._top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    # Showing

    def show_customer(self, customer: Customer, summary: Summary, today: date) -> None:
        """Show a customer; what is being typed about the same one stays."""
        other = self._customer is None or self._customer.id != customer.id
        own = tuple(self._context.services.custom_fields.all())
        if own != self._own:
            self._build_details(own)
            other = True
        self._customer = customer
        self._show_values(customer, other)
        self.about.setText(_about(customer))
        self.photo.show_photo(customer.name, lambda: self._customers.photo(customer.id) if customer.has_photo else None)
        if self.tags.keys() != list(customer.tags):
            self.tags.set_chips([(tag, tag) for tag in customer.tags])
        self._reach.show_customer(customer)
        self._show_facts(customer, summary, today)

    def _show_values(self, customer: Customer, other: bool) -> None:
        values = {key: getattr(customer, key) for key in ("name", "address", *PLAIN_KEYS, "note")}
        values |= {f"custom:{field.name}": customer.custom.get(field.name, "") for field in self._own}
        for key, value in values.items():
            edit = self._edits[key]
            if other:
                edit.reset(value)
            else:
                edit.set_value(value)

    def _show_facts(self, customer: Customer, summary: Summary, today: date) -> None:
        self.yearly.show_customer(customer.id, today)
        occurrence = summary.next_birthday
        if customer.birthday is None:
            self.birthday.say("")
        elif occurrence is None:
            self.birthday.say(birthday_words(customer.birthday))
        else:
            days = in_days_words((occurrence.date - today).days)
            text = tr("Birthday %1 · %2", days, words.day_of(customer.birthday, occurrence))
            if occurrence.turning is not None:
                text = tr("%1 · turning %2", text, occurrence.turning)
            self.birthday.say(text, str(occurrence.why))
        if not customer.visits:
            self.dealings.say(tr("No purchase yet"))
            self.rhythm.say("")
            return
        spent = format_money(customer.spent_fen)
        self.dealings.say(tr("%n visit(s) · %1", spent, n=customer.visits), str(summary.spent_why))
        self._show_rhythm(customer, summary, today)

    def _show_rhythm(self, customer: Customer, summary: Summary, today: date) -> None:
        last = customer.last_purchase
        if last is None:
            self.rhythm.say("")
            return
        text = tr("Last visit: %1", words.ago_words(last, today))
        why = tr("The last purchase was on %1.", last.isoformat())
        if summary.interval_days is not None:
            text = tr("%1 · every %n day(s) on average", text, n=summary.interval_days)
            why = f"{why}\n{summary.interval_why}"
        self.rhythm.say(text, why)

    def _build_details(self, own: tuple[CustomFieldRow, ...]) -> None:
        """A line for each value that is typed: the program's own, then the shop's."""
        self._own = own
        _empty(self._details)
        for key in [key for key in self._edits if key != "name"]:
            del self._edits[key]
        self._detail("address", tr("Address"), InPlaceLine(tr("Address"), self._saver("address")))
        for plain in PLAIN_FIELDS:
            self._detail(plain.key, str(plain.label), InPlaceLine(str(plain.label), self._saver(plain.key)))
        for field in own:
            key = f"custom:{field.name}"
            choices = custom_choices(field)
            edit: InPlace
            if choices is None:
                edit = InPlaceLine(field.name, self._saver(key))
            else:
                edit = InPlaceChoice(field.name, choices, self._saver(key))
            self._detail(key, field.name, edit)
        self._detail("note", tr("Note"), InPlaceText(tr("Note"), self._saver("note")))

    def _detail(self, key: str, label: str, edit: InPlace) -> None:
        caption = texts.secondary("")
        caption.setText(caption.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, 72))
        caption.setToolTip(label)
        caption.setBuddy(edit)
        caption.setFixedWidth(px(72))
        edit.setPlaceholderText("—")
        caption.setContentsMargins(0, 5, 0, 0)
        row = self._details.rowCount()
        self._details.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        self._details.addWidget(edit, row, 1)
        self._edits[key] = edit

    # Doing

    def finish_edits(self) -> None:
        """Save what is being typed, before another customer is shown."""
        if self._customer is not None:
            for edit in self._edits.values():
                edit.finish()

    def _saver(self, key: str) -> Callable[[str], bool]:
        def save(text: str) -> bool:
            customer = self._customer
            assert customer is not None
            change = self._context.actions.do(lambda: self._customers.set_field(customer.id, key, text))
            return change is not None

        return save

    def ask_tag(self) -> None:
        """Ask for a tag to add."""
        assert self._customer is not None
        customer_id, carried = self._customer.id, set(self._customer.tags)
        known = [row.name for row in self._context.services.tags.all() if row.name not in carried]

        def take(text: str) -> bool:
            work = lambda: self._customers.add_tag([customer_id], text)  # noqa: E731
            return self._context.actions.do(work, on_invalid=popover.refuse) is not None

        popover = LinePopover(self.tags, tr("Tag"), tr("Add"), take, suggestions=known)
        popover.open()

    def _remove_tag(self, tag: str) -> None:
        assert self._customer is not None
        customer_id = self._customer.id
        self._context.actions.do(lambda: self._customers.remove_tag([customer_id], tag))

    def choose_photo(self) -> None:
        """Ask for a picture and keep a small copy of it."""
        patterns = ((tr("Pictures"), "*.jpg *.jpeg *.png *.webp *.bmp *.gif"),)
        path = self._context.file_dialogs.ask_open(self, tr("Choose a photo"), patterns)
        if path is not None:
            self._set_photo(lambda: scaled_photo(path))

    def _set_photo(self, data: Callable[[], bytes | None]) -> None:
        assert self._customer is not None
        customer_id = self._customer.id
        self._context.actions.do(lambda: self._customers.set_photo(customer_id, data()))

    def _call(self, number: str) -> None:
        assert self._customer is not None
        if call(self._context.messages, self._customer.name, number):
            self.called.emit()

    def _copy(self, value: str) -> None:
        QGuiApplication.clipboard().setText(value)
        self._context.messages.info(tr("Copied %1", value))


def _about(customer: Customer) -> str:
    """The quiet line under the name."""
    parts = [gender_words(customer.gender), customer.region]
    if customer.member_no:
        parts.append(tr("no. %1", customer.member_no))
    parts.append(tr("since %1", f"{customer.created:%Y-%m-%d}"))
    return " · ".join(part for part in parts if part)


def _empty(layout: QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
