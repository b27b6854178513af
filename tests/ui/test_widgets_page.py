"""The line of buttons at the top of a page."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QScrollArea

from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.more_below import MoreBelow
from crm_desktop.ui.widgets.page import Toolbar


def test_buttons_lose_their_words_from_the_right_and_get_them_back(theme, qtbot) -> None:
    bar = Toolbar()
    qtbot.addWidget(bar)
    new = buttons.primary("New customer", None, theme=theme, icon="plus", shortcut="Ctrl+N")
    view = buttons.quiet("All customers", None)
    bring = buttons.quiet("Import a spreadsheet", None, theme=theme, icon="import")
    away = buttons.quiet("Export the list", None, theme=theme, icon="export")
    for part in (new, QLabel("300"), view):
        bar.add(part)
    bar.add_space()
    bar.add(bring)
    bar.add(away)
    bar.show()
    wide = bar.sizeHint().width()
    bar.resize(wide, 40)
    qtbot.waitUntil(lambda: away.text() == "Export the list")

    bar.resize(wide - 20, 40)
    qtbot.waitUntil(lambda: not away.text())
    assert away.toolTip() == "Export the list"
    assert away.accessibleName() == "Export the list"
    assert bring.text() == "Import a spreadsheet"

    least = bar.minimumSizeHint().width()
    bar.resize(least, 40)
    qtbot.waitUntil(lambda: not new.text())
    assert new.toolTip().startswith("New customer")
    assert not bring.text()
    assert view.text() == "All customers"  # it has no icon that could stand for it
    assert abs(bar.minimumSizeHint().width() - least) <= 4  # widths of words are rounded
    assert all(part.geometry().right() <= least for part in (new, view, bring, away))

    bar.resize(wide, 40)
    qtbot.waitUntil(lambda: new.text() == "New customer")
    assert (bring.text(), away.text()) == ("Import a spreadsheet", "Export the list")


def test_choices_of_an_empty_page_stand_above_each_other_where_it_is_narrow(theme, qtbot) -> None:
    choices = [buttons.plain(f"A choice of many words {number}", None) for number in range(3)]
    page = EmptyState(theme, "users", "Nothing here", "One sentence.", choices)
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    qtbot.waitUntil(lambda: choices[0].y() == choices[2].y())
    page.resize(page.minimumSizeHint().width(), 500)
    qtbot.waitUntil(lambda: choices[0].y() < choices[1].y() < choices[2].y())
    assert all(page.rect().contains(choice.geometry()) for choice in choices)
    page.resize(900, 500)
    qtbot.waitUntil(lambda: choices[0].y() == choices[2].y())


def test_a_page_that_goes_on_below_its_edge_says_so(qtbot) -> None:
    area, page = QScrollArea(), QLabel("A line.\n" * 20)
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(page)
    more = MoreBelow(area)
    area.resize(300, page.sizeHint().height() + 40)
    area.show()
    qtbot.waitExposed(area)
    assert more.label is None
    area.resize(300, 200)
    qtbot.waitUntil(lambda: more.label is not None and more.label.isVisible())
    assert more.label is not None
    assert area.viewport().geometry().contains(more.label.geometry())
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert more.label.isVisible()
    bar.setValue(bar.maximum())
    assert not more.label.isVisible()
    bar.setValue(0)
    assert more.label.isVisible()
    area.resize(300, 30)
    qtbot.waitUntil(lambda: more.label is not None and not more.label.isVisible())
