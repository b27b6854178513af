"""The shop's birthday greetings: the texts that take turns, in their order, and the offer that they may speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.domain.greeting import PLACEHOLDERS, Word, problems
from crm_desktop.language import Sentence, language, tr
from crm_desktop.services.greetings import LONGEST, Template
from crm_desktop.ui.dialogs.greeting_text import GreetingText
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.form import FormDialog

_AROUND: Final = 14
"""Above and below the two lines of a text in the list, in px."""


class GreetingsDialog(FormDialog):
    """Saved all at once, as one change. What is no placeholder is told under the text, and can be saved all the same:
    it stays in the greeting as it is."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(tr("Birthday greetings"), self._save_all, context.questions, parent, width=840)
        self._context = context
        self._greetings = context.services.greetings
        self._texts = list(self._greetings.templates())
        self._offer = context.services.settings.get().offer
        self._begun = (tuple(self._texts), self._offer)
        self._make_list()
        self.writing = GreetingText(context)
        self.writing.changed.connect(self._typed)
        self.offer = QLineEdit(self._offer)
        self.offer.setPlaceholderText(tr("such as: a tenth off in your birthday month"))
        self.offer.textChanged.connect(self.writing.show_offer)
        self._lay_out()
        self.writing.show_offer(self._offer)
        self._show_list(0)
        self.resize(840, 620)
        self.list.setFocus()

    def _make_list(self) -> None:
        theme = self._context.theme
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Greeting texts"))
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedWidth(px(280))
        self.list.setStyleSheet("QListView::item { padding: 0 8px; }")
        self.list.currentRowChanged.connect(self._chosen)
        self.new_button = buttons.plain(tr("New text"), self.add_text, theme=theme, icon="plus")
        self.up_button = buttons.icon_button("chevron-up", tr("Move up"), lambda: self._move(-1), theme=theme)
        self.down_button = buttons.icon_button("chevron-down", tr("Move down"), lambda: self._move(1), theme=theme)
        self.delete_button = buttons.icon_button("trash", tr("Delete"), self.delete_text, theme=theme)
        theme.changed.connect(lambda: self._show_list(self.list.currentRow()))

    def _lay_out(self) -> None:
        actions = QHBoxLayout()
        actions.setSpacing(4)
        actions.addWidget(self.new_button)
        actions.addStretch(1)
        for button in (self.up_button, self.down_button, self.delete_button):
            actions.addWidget(button)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addLayout(actions)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left)
        both.addWidget(self.writing, 1)
        self.body.addWidget(
            texts.secondary(tr("The texts take turns: nobody gets the same one twice running."), wrap=True)
        )
        self.body.addLayout(both, 1)
        hint = tr("What %1 stands for. Where it is empty, the sentence with it is left out.",
                  f"{{{PLACEHOLDERS[language()][Word.OFFER]}}}")  # fmt: skip
        self.add("offer", InlineField(tr("Offer"), self.offer, hint=hint))

    # The list

    def _show_list(self, current: int) -> None:
        """Show the texts as they are now, with one of them chosen."""
        self.list.blockSignals(True)
        self.list.clear()
        for each in self._texts:
            item = QListWidgetItem()
            item.setSizeHint(QSize(0, 2 * self.list.fontMetrics().lineSpacing() + _AROUND))
            self._dress(item, each.text)
            self.list.addItem(item)
        self.list.setCurrentRow(min(current, len(self._texts) - 1))
        self.list.blockSignals(False)
        self._chosen(self.list.currentRow())

    def _dress(self, item: QListWidgetItem, text: str) -> None:
        item.setText(" ".join(text.split()) or tr("(empty)"))
        if problems(text):
            item.setIcon(self._context.theme.icon("alert", "danger"))
        else:
            item.setData(Qt.ItemDataRole.DecorationRole, None)

    def _chosen(self, row: int) -> None:
        there = 0 <= row < len(self._texts)
        self.writing.setEnabled(there)
        self.writing.show_text(self._texts[row].text if there else "")
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(there and row < len(self._texts) - 1)
        self.delete_button.setEnabled(there)

    def _typed(self) -> None:
        row = self.list.currentRow()
        self._texts[row] = replace(self._texts[row], text=self.writing.text())
        self._dress(self.list.item(row), self._texts[row].text)

    def add_text(self) -> None:
        """An empty text at the end, to be written."""
        self._texts.append(Template(None, ""))
        self._show_list(len(self._texts) - 1)
        self.writing.edit.setFocus()

    def delete_text(self) -> None:
        """Take the chosen text out; without any the shop has again those that it began with."""
        del self._texts[self.list.currentRow()]
        self._show_list(self.list.currentRow())

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        self._texts.insert(row + step, self._texts.pop(row))
        self._show_list(row + step)

    # Saving

    def _save_all(self) -> bool:
        work = lambda: self._greetings.save(self._texts, self.offer.text())  # noqa: E731
        return self._context.actions.do(work, on_invalid=self.set_errors) is not None

    def set_errors(self, errors: Mapping[str, Sentence]) -> None:
        """A text that is too long is chosen, and told under itself."""
        super().set_errors(errors)
        if "text" in errors:
            self.list.setCurrentRow(next(row for row, each in enumerate(self._texts) if len(each.text) > LONGEST))
            self.writing.field.set_error(errors["text"])

    def _may_close(self) -> bool:
        if (tuple(self._texts), self.offer.text().strip()) == self._begun:
            self.mark_saved()
        else:
            self.mark_changed()
        return super()._may_close()
