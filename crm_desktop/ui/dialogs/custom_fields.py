"""The fields that the shop defines for its customers: added, renamed, ordered, deleted."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.domain.custom_field import KIND_WORDS, CustomFieldKind
from crm_desktop.language import Sentence, tr
from crm_desktop.services.custom_fields import CustomFieldRow
from crm_desktop.ui.dialogs.manager import ManagerDialog
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.popover import Popover


class CustomFieldsDialog(ManagerDialog[CustomFieldRow]):
    """Each field with its kind and, where one is chosen, its choices."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._fields = context.services.custom_fields
        super().__init__(
            context, parent, title=tr("Own fields"), name=tr("Field list"), key="custom-fields",
            sentence=tr("What your shop wants to know of its customers. The fields stand in the form, in the list, and "
                        "in imports and exports."),
            columns=(
                Column[CustomFieldRow]("name", Sentence("Field name"), lambda f: f.name, width=150,
                                       edit=lambda f: f.name,
                                       commit=self._rename),
                Column[CustomFieldRow]("kind", Sentence("Kind"), lambda f: str(KIND_WORDS[f.kind]), width=90),
                Column[CustomFieldRow]("choices", Sentence("Choices"), lambda f: ", ".join(f.choices), width=200,
                                       edit=lambda f: ", ".join(f.choices), commit=self._choose),
            ),
            read=self._fields.all, tables=("custom_field",),
            empty=tr("There are no fields of your own yet: skin type, pet's name, shoe size…"),
        )  # fmt: skip
        theme = context.theme
        self.add_button = buttons.primary(tr("New field"), self.ask_add, theme=theme, icon="plus")
        self.up_button = buttons.icon_button("chevron-up", tr("Move up"), lambda: self._move(-1), theme=theme)
        self.down_button = buttons.icon_button("chevron-down", tr("Move down"), lambda: self._move(1), theme=theme)
        self.delete_button = buttons.plain(tr("Delete"), self.delete_current, theme=theme, icon="trash")
        for button in (self.add_button, self.up_button, self.down_button, self.delete_button):
            self.actions_row.addWidget(button)
        self.actions_row.addStretch()
        self.refresh()

    def enable(self) -> None:
        chosen = self.list.current_id() is not None
        for button in (self.up_button, self.down_button, self.delete_button):
            button.setEnabled(chosen)

    def ask_add(self) -> None:
        """Ask for a new field's name and kind."""
        popover = FieldPopover(self, self.add_button)
        popover.open()
        popover.name.setFocus()

    def add(self, popover: FieldPopover) -> bool:
        """Define the field that the popover describes."""
        kind = CustomFieldKind(popover.kind.currentData())
        name, choices = popover.name.text(), popover.choices.toPlainText().splitlines()
        change = self.context.actions.do(lambda: self._fields.add(name, kind, choices), on_invalid=popover.refuse)
        if change is None:
            return False
        if change.new_id is not None:
            self.list.select_id(change.new_id)
        return True

    def delete_current(self) -> None:
        field = self.current()
        if field is not None:
            self.do(lambda: self._fields.delete(field.id))

    def _rename(self, row: CustomFieldRow, name: str) -> bool:
        return self.do(lambda: self._fields.edit(row.id, name, row.choices)) is not None

    def _choose(self, row: CustomFieldRow, text: str) -> bool:
        if row.kind is not CustomFieldKind.CHOICE:
            self.refuse({"choices": Sentence("Only a field of the kind “choice” has choices.")})
            return False
        choices = text.replace("，", ",").replace("、", ",").split(",")
        return self.do(lambda: self._fields.edit(row.id, row.name, choices)) is not None

    def _move(self, step: int) -> None:
        number = self.list.current_id()
        if number is not None:
            place = self.model.ids.index(number) + step
            if 0 <= place < len(self.model.ids):
                self.do(lambda: self._fields.move(number, place))
                self.list.select_id(number)


class FieldPopover(Popover):
    """Asks what a new field is called and what it holds."""

    def __init__(self, dialog: CustomFieldsDialog, anchor: QWidget) -> None:
        super().__init__(anchor, tr("Add"), lambda: dialog.add(self))
        self.name = QLineEdit()
        self.kind = QComboBox()
        for kind, said in KIND_WORDS.items():
            self.kind.addItem(str(said), kind.value)
        self.choices = QPlainTextEdit()
        self.choices.setFixedHeight(px(96))
        self.choices.setTabChangesFocus(True)
        labels = (
            (tr("Field name"), self.name),
            (tr("Kind"), self.kind),
            (tr("What can be chosen, one on each line"), self.choices),
        )
        for text, edit in labels:
            caption = QLabel(text)
            caption.setBuddy(edit)
            edit.setAccessibleName(text)
            self.body.addWidget(caption)
            self.body.addWidget(edit)
        self._choices_label = caption
        self.kind.currentIndexChanged.connect(lambda _: self._show_choices())
        self._show_choices()

    def _show_choices(self) -> None:
        wanted = self.kind.currentData() == CustomFieldKind.CHOICE.value
        self._choices_label.setVisible(wanted)
        self.choices.setVisible(wanted)
        self.adjustSize()
