"""What the purchase list is narrowed to: a period, words, and conditions shown as chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.services.purchase_records import PurchaseFilter
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.tabs.purchases.periods import NAMES, Period, PeriodKind
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.chips import ChipBar
from crm_desktop.ui.widgets.choice import Choice, ChoiceEdit
from crm_desktop.ui.widgets.clear_line import ClearLine
from crm_desktop.ui.widgets.customer_edit import CustomerEdit
from crm_desktop.ui.widgets.dates import DateEdit
from crm_desktop.ui.widgets.field import mark_wrong
from crm_desktop.ui.widgets.page import Toolbar

_PAUSE_MS = 200
_MEMORY = "purchases/period"


class FilterBar(QWidget):
    """`changed` when the list is to be asked again. The period is remembered, the rest begins empty."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._period = self._remembered()
        self._chosen = PurchaseFilter()
        self._make()
        self._lay_out()
        self._say()

    def _make(self) -> None:
        theme = self._context.theme
        self.period_button = buttons.menu_button("", self._fill_periods, theme=theme, icon="calendar", kind="plain")
        self.add_button = buttons.menu_button(tr("Filter by"), self._fill_conditions, theme=theme, icon="filter")
        self.text = ClearLine(theme, tr("Filter"), tr("Product, customer, note, number"))
        self.text.setMinimumWidth(px(110))
        self.text.setMaximumWidth(px(236))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._apply_text)
        self.text.textChanged.connect(lambda _: self._pause.start())
        self.text.returnPressed.connect(self._apply_text)
        self.first = self._day_field(tr("From"))
        self.last = self._day_field(tr("To"))
        self.chips = ChipBar(theme)
        self.chips.removed.connect(self._remove)
        self.chips.clicked.connect(self._edit_condition)
        self._editor: QWidget | None = None

    def _day_field(self, name: str) -> DateEdit:
        field = DateEdit(self._context.theme, self._context.clock, ahead=False)
        field.setAccessibleName(name)
        field.setFixedWidth(px(140))
        field.changed.connect(self._range_typed)
        return field

    def _lay_out(self) -> None:
        self._range = QWidget()
        between = QHBoxLayout(self._range)
        between.setContentsMargins(0, 0, 0, 0)
        between.setSpacing(8)
        for label, field in ((tr("From"), self.first), (tr("To"), self.last)):
            between.addWidget(texts.secondary(label))
            between.addWidget(field)
        self._row = Toolbar()
        self._row.add(self.period_button)
        self._row.add(self.text, 1)
        self._row.add(self.add_button)
        self._row.add_space()
        # What is chosen beyond that has a line of its own, so that it never makes the window wider.
        self._second = QHBoxLayout()
        self._second.setSpacing(8)
        self._second.addWidget(self._range)
        self._second.addWidget(self.chips, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(self._row)
        page.addLayout(self._second)

    def add_right(self, widget: QWidget) -> None:
        """Put a button at the end of the line."""
        self._row.add(widget)

    # What is chosen

    def today(self) -> date:
        return self._context.clock.now().date()

    def chosen(self) -> PurchaseFilter:
        """All of it as one filter, the period worked out for today."""
        start, end = self._period.span(self.today())
        return replace(self._chosen, start=start, end=end)

    def period(self) -> Period:
        return self._period

    def set_period(self, period: Period) -> None:
        """Show another period, remembered for the next time."""
        self._period = period
        first, last = (str(day) if day else "" for day in (period.first, period.last))
        self._context.memory.put(_MEMORY, [str(period.kind), first, last])
        self._say()
        self.changed.emit()

    def set_condition(self, key: str, value: int | str | None) -> None:
        """Narrow to one customer_id, product_id, payment_method or clerk; None: to none."""
        self._chosen = replace(self._chosen, **{key: value})  # type: ignore[arg-type]  # key names a field of value's type
        self._close_editor()
        self._say()
        self.changed.emit()

    def clear(self) -> None:
        """Only the period stays."""
        self._chosen = PurchaseFilter()
        self._pause.stop()
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self._say()
        self.changed.emit()

    def words(self) -> list[str]:
        """Each condition besides the period in words."""
        return [str(sentence) for sentence in self._services.purchases.sentences(self._chosen).values()]

    def _remembered(self) -> Period:
        kind, first, last = (*self._context.memory.get(_MEMORY, [""]), "", "", "")[:3]
        try:
            days = [date.fromisoformat(day) if day else None for day in (first, last)]
            return Period(PeriodKind(kind), *days)
        except ValueError:
            return Period(PeriodKind.LAST_30_DAYS)

    def _say(self) -> None:
        ranged = self._period.kind is PeriodKind.RANGE
        words = tr("From – to") if ranged else self._period.words(self.today())
        self.period_button.setText(words)
        self.period_button.setAccessibleName(tr("Period: %1", words))
        self._range.setVisible(ranged)
        sentences = self._services.purchases.sentences(replace(self._chosen, text=""))
        self.chips.set_chips([(key, str(sentence)) for key, sentence in sentences.items()])
        self.chips.setVisible(bool(sentences))

    # Period

    def _fill_periods(self, menu: QMenu) -> None:
        for kind, name in NAMES.items():
            menus.add(menu, str(name), lambda kind=kind: self.set_period(Period(kind)),  # type: ignore[misc]
                      checked=kind is self._period.kind)  # fmt: skip
        menu.addSeparator()
        ranged = self._period.kind is PeriodKind.RANGE
        menus.add(menu, tr("From – to…"), self._begin_range, checked=ranged)

    def _begin_range(self) -> None:
        """Two fields for the days, beginning with the period shown until now."""
        start, end = self._period.span(self.today())
        for field, day in ((self.first, start), (self.last, end)):
            field.blockSignals(True)
            field.set_date(day)
            field.blockSignals(False)
        self.set_period(Period(PeriodKind.RANGE, start, end))
        self.first.setFocus()
        self.first.selectAll()

    def _range_typed(self) -> None:
        if self._period.kind is not PeriodKind.RANGE:
            return
        wrong = [field for field in (self.first, self.last) if not field.is_valid()]
        for field in (self.first, self.last):
            why = tr("Enter a date such as 2026-11-21.") if field in wrong else ""
            mark_wrong(field, why)
            field.setToolTip(why)
        if not wrong:
            self.set_period(Period(PeriodKind.RANGE, self.first.date(), self.last.date()))

    # Words and conditions

    def _apply_text(self) -> None:
        self._pause.stop()
        text = self.text.text().strip()
        if text != self._chosen.text:
            self._chosen = replace(self._chosen, text=text)
            self.changed.emit()

    def _fill_conditions(self, menu: QMenu) -> None:
        menus.add(menu, tr("Customer…"), self._ask_customer, icon="user", theme=self._context.theme)
        menus.add(menu, tr("Product…"), self._ask_product, icon="cart", theme=self._context.theme)
        for key, title, words in (
            ("payment_method", tr("Payment method"), self._services.purchases.payment_methods()),
            ("clerk", tr("Clerk"), self._services.purchases.clerks()),
        ):
            self._fill_words(menu.addMenu(title), key, words)

    def _fill_words(self, menu: QMenu, key: str, words: Sequence[str]) -> None:
        for word in (*words, ""):
            menus.add(menu, word or tr("Not noted"), lambda word=word: self.set_condition(key, word),  # type: ignore[misc]
                      checked=getattr(self._chosen, key) == word)  # fmt: skip

    def _ask_customer(self) -> None:
        field = CustomerEdit(self._services.customers, self._context.theme)
        self._ask(field, tr("Customer"), lambda: self.set_condition("customer_id", field.customer_id()))

    def _ask_product(self) -> None:
        def found(text: str) -> list[Choice]:
            return [Choice(p.id, p.name, p.code) for p in self._services.products.search(text)]

        field = ChoiceEdit(self._context.theme, found, list_width=320)
        self._ask(field, tr("Product"), lambda: self.set_condition("product_id", _as_id(field.value())))

    def _ask(self, field: ChoiceEdit, name: str, take: Callable[[], None]) -> None:
        """Show a field for one condition; what is chosen in it becomes a chip."""
        self._close_editor()
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        field.setFixedWidth(px(240))
        field.chosen.connect(lambda choice: QTimer.singleShot(0, self, take) if choice is not None else None)
        field.editingFinished.connect(lambda: QTimer.singleShot(0, self, lambda: self._leave(field)))
        self._editor = field
        self._second.insertWidget(self._second.indexOf(self.chips), field)
        field.show()
        field.setFocus()

    def _leave(self, field: QWidget) -> None:
        """An empty field that she leaves goes away."""
        if self._editor is field and not field.hasFocus():
            self._close_editor()

    def _close_editor(self) -> None:
        if self._editor is not None:
            editor, self._editor = self._editor, None
            self._second.removeWidget(editor)
            editor.hide()
            editor.deleteLater()

    def _remove(self, key: str) -> None:
        self._chosen = self._chosen.without(key)
        self._say()
        self.changed.emit()

    def _edit_condition(self, key: str) -> None:
        ask = {"customer_id": self._ask_customer, "product_id": self._ask_product}.get(key)
        if ask is not None:
            ask()
            return
        menu = QMenu(self)
        purchases = self._services.purchases
        self._fill_words(menu, key, purchases.payment_methods() if key == "payment_method" else purchases.clerks())
        menu.popup(self.chips.mapToGlobal(self.chips.rect().bottomLeft()))


def _as_id(value: object) -> int | None:
    return value if isinstance(value, int) else None
