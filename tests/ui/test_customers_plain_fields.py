"""Each plain field of a customer on the screen: in the form, in the panel, in the list, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.domain.plain_fields import PLAIN_FIELDS, PLAIN_KEYS, PlainField
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.ui.tabs.customers.tab import CustomersTab
from tests.hands import show_tab, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.services import Services
    from crm_desktop.ui.plumbing.context import Context

VALUE = "花生、虾"
each = pytest.mark.parametrize("field", PLAIN_FIELDS, ids=PLAIN_KEYS)


@pytest.fixture
def someone(services: Services) -> int:
    number = services.customers.add(CustomerDraft(name="王芳")).new_id
    assert number is not None
    return number


@pytest.fixture
def tab(someone: int, context: Context, qtbot: QtBot) -> CustomersTab:
    shown = show_tab(CustomersTab(context), context, qtbot)
    shown.show_customer(someone)
    QApplication.processEvents()
    return shown


def kept(tab: Any, someone: int, field: PlainField) -> str:
    text = getattr(tab._context.services.customers.get(someone), field.key)
    assert isinstance(text, str)
    return text


@each
def test_the_form_asks_for_it(field: PlainField, tab: CustomersTab, someone: int) -> None:
    tab._edit(someone)
    form = tab.panel.form
    assert form is not None
    inline = form.fields[field.key]
    assert inline.input.accessibleName() == str(field.label)
    type_text(form.plain[field.key], VALUE)
    assert form.is_dirty()
    assert form.save()
    assert kept(tab, someone, field) == VALUE
    tab._edit(someone)
    assert form.plain[field.key].text() == VALUE


@each
def test_the_panel_shows_it_and_changes_it_in_place(field: PlainField, tab: CustomersTab, someone: int) -> None:
    lines = tab.panel.findChildren(QLineEdit)
    edit = next(each for each in lines if each.accessibleName() == str(field.label) and each.isVisible())
    edit.setFocus()
    type_text(edit, VALUE)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert kept(tab, someone, field) == VALUE


@each
def test_the_list_has_a_column_for_it(field: PlainField, tab: CustomersTab, someone: int) -> None:
    column = next(each for each in tab.model.columns if each.key == field.key)
    row = tab.model.line(someone)
    assert row is not None
    assert column.commit is not None
    assert column.commit(row, VALUE)
    row = tab.model.line(someone)
    assert row is not None
    assert column.display(row) == VALUE
    assert str(column.title) == str(field.label)
    tab.list.set_sort(field.key)
    assert tab.model.ids == [someone]


@each
def test_the_printed_sheet_tells_it(field: PlainField, services: Services, someone: int) -> None:
    from crm_desktop.domain.paper import Sheet
    from crm_desktop.ui.printing import customer_sheet

    services.customers.set_field(someone, field.key, VALUE)
    sheet = customer_sheet.CustomerSheet(customer_sheet.read(services, someone), Sheet())
    assert (str(field.label), VALUE) in list(sheet._facts())
