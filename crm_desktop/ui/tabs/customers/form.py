"""All of a customer to be filled in: it stands in the panel in place of the customer while she edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crm_desktop.domain.birthday import (
    Birthday,
    Calendar,
    birthday_words,
    next_occurrence,
    parse_birthday,
)
from crm_desktop.domain.calendar_words import in_days_words
from crm_desktop.domain.phone import format_phone
from crm_desktop.domain.plain_fields import PLAIN_FIELDS, PLAIN_KEYS
from crm_desktop.language import Sentence, listed, tr
from crm_desktop.services.custom_fields import CustomFieldRow
from crm_desktop.services.customer_records import CustomerDraft, plain_texts
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.tabs.customers import words
from crm_desktop.ui.tabs.customers.cell_editors import CellChoice, CellLine
from crm_desktop.ui.tabs.customers.columns import custom_choices
from crm_desktop.ui.tabs.customers.known_values import KnownValues
from crm_desktop.ui.tabs.customers.phone_lines import PhoneLines
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.segmented import SegmentedControl

State = dict[str, Any]
"""What is typed, field by field: kept when she goes elsewhere with a form unsaved."""

_LINES: Final = ("wechat", "emails", "qq")
_NOT_UNDERSTOOD: Final = Sentence("Not understood yet. Try 1988-3-5, 3-5 or 农历八月十五.")
_SEPARATORS: Final = str.maketrans("，、；;", ",,,,")


class CustomerForm(QWidget):
    """Save keeps the form open where it was refused; Cancel leaves the customer as they were."""

    saved = Signal(int)
    cancelled = Signal()

    def __init__(self, context: Context, known: KnownValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known = known
        self._customers = context.services.customers
        self.customer_id: int | None = None
        self._begun: State = {}
        self._birthday_begun: tuple[str, Birthday | None] = ("", None)
        self._custom: dict[str, QWidget] = {}
        self.fields: dict[str, InlineField] = {}
        self.title = texts.title("")
        self._error = texts.labelled("", "danger", wrap=True)
        self._error.hide()
        self._build_inputs()
        self._lay_out()

    def _build_inputs(self) -> None:
        self.name, self.address, self.member_no = QLineEdit(), QLineEdit(), QLineEdit()
        self.gender = SegmentedControl(
            [("female", tr("Female")), ("male", tr("Male")), ("", tr("Unknown"))], tr("Gender")
        )
        self.phones = PhoneLines(self._context.theme)
        self.birthday = QLineEdit()
        self.birthday.setPlaceholderText(tr("1988-3-5, 3-5 or 农历八月十五"))
        self.lunar = QCheckBox(tr("Lunar"))
        self.reading = texts.secondary("", wrap=True)
        self.birthday.textChanged.connect(lambda _: self._read_birthday())
        self.lunar.toggled.connect(lambda _: self._read_birthday())
        self.wechat, self.emails, self.qq = QLineEdit(), QLineEdit(), QLineEdit()
        self.tags = CellLine((), several=True)
        self.source = CellLine(())
        self.plain: dict[str, QLineEdit] = {key: self.source if key == "source" else QLineEdit() for key in PLAIN_KEYS}
        for line in (self.tags, self.source):
            line.setProperty("look", "")
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(px(84))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(16, 4, 16, 12)
        self._column.setSpacing(12)
        birthday = QWidget()
        row = QHBoxLayout(birthday)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.birthday, 1)
        row.addWidget(self.lunar)
        birthday.setFocusProxy(self.birthday)
        several = tr("Several: with a comma between them")
        self._add("name", tr("Name"), self.name)
        self._add("phones", tr("Phone"), self.phones)
        self._add("gender", tr("Gender"), self.gender)
        self._add("birthday", tr("Birthday"), birthday)
        self.birthday.setAccessibleName(tr("Birthday"))
        self._column.addWidget(self.reading)
        self._add("tags", tr("Tags"), self.tags, several)
        self._add("wechat", tr("WeChat"), self.wechat)
        self._add("emails", tr("E-mail"), self.emails)
        self._add("qq", tr("QQ"), self.qq)
        self._add("address", tr("Address"), self.address)
        for plain in PLAIN_FIELDS:
            self._add(plain.key, str(plain.label), self.plain[plain.key])
        self._add("member_no", tr("Member no."), self.member_no)
        self._add("note", tr("Note"), self.note)
        self._custom_place = self._column.count()
        self._column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.area = area
        self.save_button = buttons.primary(tr("Save"), self.save, shortcut="Ctrl+Return")
        self.cancel_button = buttons.plain(tr("Cancel"), self.cancel)
        self._stack(area)

    def _stack(self, area: QScrollArea) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.addWidget(self.title, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self._error, 1)
        foot.addStretch()
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addWidget(texts.separator())
        column.addLayout(foot)

    def _add(self, key: str, label: str, edit: QWidget, hint: str = "") -> None:
        field = InlineField(label, edit, hint=hint)
        field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.fields[key] = field
        self._column.addWidget(field)

    def _build_custom(self, own: list[CustomFieldRow]) -> None:
        for name in self._custom:
            field = self.fields.pop(f"custom:{name}")
            self._column.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._custom = {}
        for place, row in enumerate(own):
            choices = custom_choices(row)
            edit: QWidget = QLineEdit() if choices is None else CellChoice(choices)
            inline = InlineField(row.name, edit)
            self._custom[row.name] = edit
            self.fields[f"custom:{row.name}"] = inline
            self._column.insertWidget(self._custom_place + place, inline)

    # What is in it

    def begin(self, customer_id: int | None, draft: CustomerDraft, state: State | None = None) -> None:
        """Show a customer's values, or a new one's; `state` is what was typed before and not saved."""
        self.customer_id = customer_id
        self.title.setText(tr("New customer") if customer_id is None else tr("Edit customer"))
        self._build_custom(self._context.services.custom_fields.all())
        self.tags.suggest(row.name for row in self._known.now.tags)
        self.source.suggest(self._known.now.sources)
        self.set_errors({})
        self._birthday_begun = (words.birthday_text(draft.birthday), draft.birthday)
        self._put(
            {
                "name": draft.name, "gender": draft.gender or "", "birthday": self._birthday_begun[0],
                "phones": tuple(format_phone(number) for number in draft.phones),
                "lunar": draft.birthday is not None and draft.birthday.calendar is Calendar.LUNAR,
                "wechat": ", ".join(draft.wechat), "emails": ", ".join(draft.emails), "qq": ", ".join(draft.qq),
                "address": draft.address, "tags": listed(draft.tags), **plain_texts(draft),
                "member_no": draft.member_no, "note": draft.note, "custom": dict(draft.custom),
            }
        )  # fmt: skip
        self._begun = self.state()
        if state is not None:
            self._put(state)
        self.area.verticalScrollBar().setValue(0)
        self.name.setFocus()

    def state(self) -> State:
        """What is typed now."""
        return {
            **{key: line.text() for key, line in self._lines().items()},
            "gender": self.gender.key(),
            "phones": self.phones.texts(),
            "birthday": self.birthday.text(),
            "lunar": self.lunar.isChecked(),
            "note": self.note.toPlainText(),
            "custom": {name: _value(edit) for name, edit in self._custom.items()},
        }

    def _lines(self) -> dict[str, QLineEdit]:
        own = {key: getattr(self, key) for key in (*_LINES, "name", "address", "tags", "member_no")}
        return own | self.plain

    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self.state() != self._begun

    def _put(self, state: State) -> None:
        for key, line in self._lines().items():
            line.setText(state[key])
        self.gender.set_key(state["gender"])
        self.phones.set_texts(state["phones"])
        self.lunar.setChecked(state["lunar"])
        self.birthday.setText(state["birthday"])
        self.note.setPlainText(state["note"])
        for name, edit in self._custom.items():
            _set_value(edit, state["custom"].get(name, ""))
        self._read_birthday()

    def draft(self, birthday: Birthday | None) -> CustomerDraft:
        """What is typed, as it would be saved with this birthday."""
        state = self.state()
        several: dict[str, Any] = {key: _split(state[key]) for key in (*_LINES, "tags")}
        return CustomerDraft(
            name=state["name"], gender=state["gender"] or None, phones=state["phones"], birthday=birthday,
            address=state["address"], member_no=state["member_no"], note=state["note"],
            custom={name: value for name, value in state["custom"].items() if value.strip()}, **several,
            **{key: state[key] for key in PLAIN_KEYS},
        )  # fmt: skip

    def _birthday(self) -> Birthday | None:
        text, before = self._birthday_begun
        lunar = self.lunar.isChecked()
        if self.birthday.text() == text and lunar == (before is not None and before.calendar is Calendar.LUNAR):
            return before
        return parse_birthday(self.birthday.text(), today=self._context.clock.now().date(), lunar=lunar)

    def _read_birthday(self) -> None:
        """Say how the birthday is understood, while it is typed."""
        if "birthday" not in self.fields:
            return
        today = self._context.clock.now().date()
        try:
            birthday = self._birthday()
        except ValueError:
            self.reading.setText(str(_NOT_UNDERSTOOD))
            self.reading.setVisible(not self.fields["birthday"].error())
            return
        self.fields["birthday"].set_error(None)
        self.reading.setVisible(birthday is not None)
        if birthday is None:
            return
        following = next_occurrence(birthday, today, self._context.services.settings.get().rules)
        said = birthday_words(birthday)
        if following is not None:
            days = in_days_words((following.date - today).days)
            said = tr("%1 · next %2 (%3)", said, days, following.date.isoformat())
        self.reading.setText(said)

    # Saving

    def save(self) -> bool:
        """Save; False, with the reasons beside the fields, where it was refused."""
        self.set_errors({})
        try:
            birthday = self._birthday()
        except ValueError:
            problems = self._customers.check(self.draft(None), self.customer_id)
            self.set_errors({**problems, "birthday": _NOT_UNDERSTOOD})
            self._read_birthday()
            return False
        draft = self.draft(birthday)
        number = self.customer_id
        work = (lambda: self._customers.add(draft)) if number is None else (lambda: self._customers.edit(number, draft))
        change = self._context.actions.do(work, on_invalid=self.set_errors)
        if change is None:
            return False
        self._begun = self.state()
        shown = change.new_id if number is None else number
        assert shown is not None
        self.saved.emit(shown)
        return True

    def cancel(self) -> None:
        """Leave without saving."""
        self._put(self._begun)
        self.cancelled.emit()

    def set_errors(self, problems: Mapping[str, Sentence]) -> None:
        """Show each problem under its field, others at the bottom, and go to the first."""
        first: QWidget | None = None
        for key, field in self.fields.items():
            problem = problems.get(key)
            field.set_error(problem)
            if problem is not None and first is None:
                first = field
        rest = [str(problem) for key, problem in problems.items() if key not in self.fields]
        self._error.setText("\n".join(rest))
        self._error.setVisible(bool(rest))
        if first is not None:
            first.input.setFocus()  # type: ignore[attr-defined]
            self.area.ensureWidgetVisible(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Save) or (enter and (control or self._in_line())):
            self.save()
        elif event.key() == Qt.Key.Key_Escape and not self.is_dirty():
            self.cancel()
        else:
            super().keyPressEvent(event)

    def _in_line(self) -> bool:
        return isinstance(self.focusWidget(), QLineEdit)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for piece in text.translate(_SEPARATORS).split(",") if (part := piece.strip()))


def _value(edit: QWidget) -> str:
    assert isinstance(edit, (QLineEdit, CellChoice))
    return edit.text()


def _set_value(edit: QWidget, value: str) -> None:
    assert isinstance(edit, (QLineEdit, CellChoice))
    edit.setText(value)
