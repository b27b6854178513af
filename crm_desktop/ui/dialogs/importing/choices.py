"""Below the table: what becomes of those who are here already, tags for all, and what stands where a cell is empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.exchange.importing.report import OnDuplicate
from crm_desktop.exchange.sheets.headings import TARGETS, Kind
from crm_desktop.language import Sentence, listed, tr
from crm_desktop.ui.dialogs.importing.plan import Prepared, field_words
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.flow import FlowLayout

_SEPARATORS = re.compile(r"[,，、;；]+")
_ON_DUPLICATE: Final[dict[OnDuplicate, Sentence]] = {
    OnDuplicate.UPDATE: Sentence("update"),
    OnDuplicate.SKIP: Sentence("skip"),
    OnDuplicate.ADD: Sentence("add once more"),
}
#: The fields that a whole file often lacks come first.
_OFTEN: Final = ("source", "payment_method", "clerk", "unit", "gender", "created")
#: What cannot be the same for everyone.
_NEVER: Final = frozenset(
    {"name", "family_name", "given_name", "phone", "email", "wechat", "qq", "member_no", "number", "code", "tags"}
    | {"address_part"}
)


class ChoicesRow(QWidget):
    """Tells what she chooses for the whole file."""

    on_duplicate_chosen = Signal(object)
    tags_typed = Signal(object)
    defaults_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = Kind.CUSTOMERS
        self._defaults: dict[str, str] = {}
        self.on_duplicate = QComboBox()
        self.on_duplicate.setAccessibleName(tr("Who is here already"))
        for choice, words in _ON_DUPLICATE.items():
            self.on_duplicate.addItem(str(words), choice)
        self.on_duplicate.activated.connect(lambda n: self.on_duplicate_chosen.emit(list(_ON_DUPLICATE)[n]))
        self.tags = QLineEdit()
        self.tags.setPlaceholderText(tr("such as: old system"))
        self.tags.setAccessibleName(tr("Tag for everyone"))
        self.tags.setFixedWidth(180)
        self.tags.textEdited.connect(lambda text: self.tags_typed.emit(_tags(text)))
        self.fill_button = buttons.quiet(tr("Fill in where empty"), self._toggle, theme=theme, icon="edit")
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._add(tr("Who is here already"), self.on_duplicate)
        self._tag_label = self._add(tr("Tag for everyone"), self.tags)
        self._line.addWidget(self.fill_button)
        self._line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._line)
        column.addWidget(self._defaults_line())

    def _add(self, words: str, edit: QWidget) -> QWidget:
        label = texts.body(words)
        label.setBuddy(edit)
        self._line.addWidget(label)
        self._line.addWidget(edit)
        self._line.addSpacing(8)
        return label

    def _defaults_line(self) -> QWidget:
        self.field = QComboBox()
        self.field.setAccessibleName(tr("Field to fill in"))
        self.value = QLineEdit()
        self.value.setAccessibleName(tr("What to fill in"))
        self.value.setPlaceholderText(tr("what to fill in"))
        self.value.setFixedWidth(160)
        self.value.returnPressed.connect(self._add_default)
        self.add_button = buttons.plain(tr("Fill in"), self._add_default)
        self._editing = QWidget()
        row = QHBoxLayout(self._editing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (texts.body(tr("Where a row says nothing:")), self.field, self.value, self.add_button):
            row.addWidget(part)
        row.addStretch(1)
        self._chips_holder = QWidget()
        self._chips = FlowLayout(self._chips_holder)
        self._more = QWidget()
        line = QHBoxLayout(self._more)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._editing)
        line.addWidget(self._chips_holder, 1)
        self._editing.hide()
        self._more.hide()
        return self._more

    def show_plan(self, prepared: Prepared) -> None:
        """Show what holds for the file."""
        options = prepared.options
        self.on_duplicate.setCurrentIndex(list(_ON_DUPLICATE).index(options.on_duplicate))
        people = prepared.table.kind is Kind.CUSTOMERS
        for part in (self._tag_label, self.tags):
            part.setVisible(people)
        if _tags(self.tags.text()) != options.tags:
            self.tags.setText(listed(options.tags))
        if prepared.table.kind is not self._kind or not self.field.count():
            self._kind = prepared.table.kind
            self._offer_fields()
        self._defaults = dict(options.defaults)
        self._show_chips()

    def _offer_fields(self) -> None:
        keys = [target.key for target in TARGETS[self._kind] if target.key not in _NEVER]
        keys.sort(key=lambda key: _OFTEN.index(key) if key in _OFTEN else len(_OFTEN))
        self.field.clear()
        for key in keys:
            self.field.addItem(field_words(self._kind, key), key)

    def _show_chips(self) -> None:
        self._chips.clear()
        for key, value in self._defaults.items():
            chip = Chip(tr("%1 = %2", field_words(self._kind, key), value), self._theme)
            chip.removed.connect(partial(self._remove_default, key))
            self._chips.addWidget(chip)
        self._more.setVisible(bool(self._defaults) or not self._editing.isHidden())

    def _toggle(self) -> None:
        shown = self._editing.isHidden()
        self._editing.setVisible(shown)
        self._more.setVisible(shown or bool(self._defaults))
        if shown:
            self.value.setFocus()

    def take_typed(self) -> bool:
        """What stands in the field for a default, and was not added yet, is meant as one; whether there is such."""
        text = self.value.text().strip()
        if text:
            self.value.clear()
            self._set_defaults({**self._defaults, str(self.field.currentData()): text})
        return bool(text)

    def _add_default(self) -> None:
        self.take_typed()

    def _remove_default(self, key: str) -> None:
        self._set_defaults({known: value for known, value in self._defaults.items() if known != key})

    def _set_defaults(self, defaults: Mapping[str, str]) -> None:
        self._defaults = dict(defaults)
        self._show_chips()
        self.defaults_chosen.emit(dict(defaults))


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag for piece in _SEPARATORS.split(text) if (tag := piece.strip()))
