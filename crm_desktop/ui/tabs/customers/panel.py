"""The panel beside the customer list: a new customer's line, one customer whole, or the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.errors import NotFound
from crm_desktop.language import tr
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.customers.known_values import KnownValues
from crm_desktop.ui.tabs.customers.quick_add import QuickAddPage
from crm_desktop.ui.tabs.customers.whole import WholeCustomer

if TYPE_CHECKING:
    from crm_desktop.ui.tabs.customers.form import CustomerForm, State


class CustomerPanel(QWidget):
    """Shows whichever of its pages is asked for. A form left unsaved is kept, and is there again on coming back."""

    shown = Signal(object)
    """The id of the customer now shown, or None: the list follows."""
    delete_wanted = Signal(int)
    hide_wanted = Signal()
    tag_clicked = Signal(str)
    left = Signal()

    def __init__(self, context: Context, known: KnownValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Customer"))
        self._context = context
        self._unsaved: dict[int | None, State] = {}
        self.whole = WholeCustomer(context)
        self._known = known
        self._form: CustomerForm | None = None
        self.quick = QuickAddPage(context)
        self._pages = QStackedWidget()
        for page in (self.quick, self.whole):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._connect()

    def _connect(self) -> None:
        self.whole.edit_wanted.connect(self.edit)
        self.whole.delete_wanted.connect(self.delete_wanted)
        self.whole.hide_wanted.connect(self.hide_wanted)
        self.whole.tag_clicked.connect(self.tag_clicked)
        self.quick.saved.connect(self._saved)
        self.quick.open_wanted.connect(self._saved)
        self.quick.more_wanted.connect(self._fill_in)
        self.quick.cancelled.connect(self._cancelled)

    @property
    def form(self) -> CustomerForm:
        """The form, made when it is first needed: it has the most fields of all and is not needed to look at people."""
        if self._form is None:
            from crm_desktop.ui.tabs.customers.form import CustomerForm

            self._form = CustomerForm(self._context, self._known)
            self._form.saved.connect(self._saved)
            self._form.cancelled.connect(self._cancelled)
            self._pages.addWidget(self._form)
        return self._form

    @property
    def customer_id(self) -> int | None:
        """The customer shown or edited; None while a new one is typed, or nobody is shown."""
        page = self._pages.currentWidget()
        if self._form is not None and page is self._form:
            return self._form.customer_id
        return self.whole.customer_id if page is self.whole else None

    def is_adding(self) -> bool:
        """Whether a new customer is being typed."""
        page = self._pages.currentWidget()
        return page is self.quick or (self._shows_form() and self.form.customer_id is None)

    def is_typing(self) -> bool:
        """Whether a new customer is being typed, or is about to be."""
        return self.is_adding() and (self.has_unsaved() or self.quick.line.hasFocus())

    def has_unsaved(self) -> bool:
        """Whether anything typed here would be lost by closing."""
        return self._form_dirty() or bool(self._unsaved) or self.quick.is_dirty()

    # Which page

    def show_customer(self, customer_id: int | None) -> None:
        """Show a customer, or the form that was left unsaved for them; None: nobody."""
        if customer_id is not None and customer_id == self.customer_id and self._shows_form():
            return
        self._keep_form()
        if customer_id is None:
            self.whole.head.finish_edits()
            self.whole.customer_id = None
            self._pages.setCurrentWidget(self.quick)
        elif customer_id in self._unsaved:
            self.edit(customer_id)
        elif self.whole.show_customer(customer_id):
            self._pages.setCurrentWidget(self.whole)

    def refresh(self) -> None:
        """Something changed in the shop: show the customer as they are now."""
        shown = self.whole.customer_id
        if shown is not None and not self.whole.show_customer(shown):
            self._unsaved.pop(shown, None)
            self._pages.setCurrentWidget(self.quick)

    def new_customer(self, text: str = "") -> None:
        """Begin a new customer with a line of text."""
        self._keep_form()
        if None in self._unsaved and not text:
            self._fill_in(CustomerDraft())
            return
        self._pages.setCurrentWidget(self.quick)
        self.quick.begin(text)

    def edit(self, customer_id: int) -> None:
        """Open the form for a customer."""
        try:
            customer = self._context.services.customers.get(customer_id)
        except NotFound as error:
            self._context.actions.failed(error)
            return
        self._keep_form()
        self.form.begin(customer_id, CustomerDraft.of(customer), self._unsaved.pop(customer_id, None))
        self._pages.setCurrentWidget(self.form)
        self.form.name.setFocus()

    def _fill_in(self, draft: CustomerDraft) -> None:
        """The whole form for a new customer."""
        self.form.begin(None, draft, self._unsaved.pop(None, None))
        self._pages.setCurrentWidget(self.form)
        self.form.name.setFocus()

    def _shows_form(self) -> bool:
        return self._form is not None and self._pages.currentWidget() is self._form

    def _form_dirty(self) -> bool:
        return self._shows_form() and self.form.is_dirty()

    def _keep_form(self) -> None:
        if self._form_dirty():
            number = self.form.customer_id
            self._unsaved[number] = self.form.state()
            self._context.messages.note(
                tr("What you typed for %1 is kept, but not saved yet.", self.form.name.text() or tr("a new customer")),
                action=tr("Back to it"),
                do=lambda: self._back_to(number),
            )

    def _back_to(self, number: int | None) -> None:
        if number is None:
            self.new_customer()
        else:
            self.show_customer(number)
            self.shown.emit(number)

    def _saved(self, customer_id: int) -> None:
        if self._shows_form():
            self._unsaved.pop(self.form.customer_id, None)
        self.whole.customer_id = None
        if self.whole.show_customer(customer_id):
            self._pages.setCurrentWidget(self.whole)
        self.shown.emit(customer_id)

    def leave_untouched(self) -> None:
        """Back to the customer from a form or a line in which nothing was typed: what Esc means there."""
        if self._form_dirty() or (self.is_adding() and self.quick.is_dirty()):
            return
        number = self.form.customer_id if self._shows_form() else self.whole.customer_id
        number = number or self.whole.customer_id
        if number is not None and self.whole.show_customer(number):
            self._pages.setCurrentWidget(self.whole)

    def _cancelled(self) -> None:
        number = self.form.customer_id if self._shows_form() else self.whole.customer_id
        if number is not None and self.whole.show_customer(number):
            self._pages.setCurrentWidget(self.whole)
        elif self._shows_form():
            self._pages.setCurrentWidget(self.quick)
        self.left.emit()
