"""A new customer in one line: how it was read stands below as chips, and so does who has that phone already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.birthday import Birthday, birthday_words, parse_birthday
from crm_desktop.domain.gender import GENDER_WORDS
from crm_desktop.domain.phone import format_phone, parse_phone
from crm_desktop.domain.quick_add import Part, PartKind, parse_quick_add
from crm_desktop.language import Sentence, tr
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.customers import Hit
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.customers import words
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.flow import FlowLayout

KIND_WORDS: Final[dict[PartKind, Sentence]] = {
    PartKind.NAME: Sentence("Name"),
    PartKind.PHONE: Sentence("Phone"),
    PartKind.BIRTHDAY: Sentence("Birthday"),
    PartKind.GENDER: Sentence("Gender"),
    PartKind.TAG: Sentence("Tag"),
    PartKind.WECHAT: Sentence("WeChat"),
    PartKind.EMAIL: Sentence("E-mail"),
    PartKind.ADDRESS: Sentence("Address"),
    PartKind.NOTE: Sentence("Note"),
}
_MAX_LINE: Final = 1_000


@dataclass(frozen=True)
class Reading:
    """A piece of the line as it will be saved; `kind` None: left out by her."""

    part: Part
    kind: PartKind | None
    value: str | Birthday

    def words(self) -> str:
        """What the chip says."""
        if self.kind is None:
            return tr("left out: %1", self.part.text)
        return tr("%1: %2", KIND_WORDS[self.kind], _shown(self.kind, self.value))


def _shown(kind: PartKind, value: str | Birthday) -> str:
    if isinstance(value, Birthday):
        return birthday_words(value)
    if kind is PartKind.PHONE:
        return format_phone(value)
    if kind is PartKind.GENDER and value in GENDER_WORDS:
        return str(GENDER_WORDS[value])
    return value


def read_as(part: Part, kind: PartKind, today: date, region: str) -> str | Birthday:
    """A piece's value under a kind that she chose. ValueError if it cannot be that."""
    if kind is PartKind.BIRTHDAY:
        birthday = parse_birthday(part.text, today=today)
        if birthday is None:
            raise ValueError(part.text)
        return birthday
    if kind is PartKind.PHONE:
        phone = parse_phone(part.text, region)
        return phone.number if phone else part.text
    if kind is PartKind.TAG:
        return part.text.lstrip("#")
    return part.text if kind is not part.kind else part.value


def draft_of(readings: list[Reading]) -> CustomerDraft:
    """The customer that the pieces make."""
    by_kind: dict[PartKind, list[str | Birthday]] = {}
    for reading in readings:
        if reading.kind is not None and reading.value:
            by_kind.setdefault(reading.kind, []).append(reading.value)

    def several(kind: PartKind) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(value) for value in by_kind.get(kind, ())))

    birthdays = [value for value in by_kind.get(PartKind.BIRTHDAY, ()) if isinstance(value, Birthday)]
    genders = [value for value in several(PartKind.GENDER) if value in GENDER_WORDS]
    return CustomerDraft(
        name=" ".join(several(PartKind.NAME)), phones=several(PartKind.PHONE),
        gender=genders[0] if genders else None, birthday=birthdays[0] if birthdays else None,
        tags=several(PartKind.TAG), wechat=several(PartKind.WECHAT), emails=several(PartKind.EMAIL),
        address=" ".join(several(PartKind.ADDRESS)), note=" ".join(several(PartKind.NOTE)),
    )  # fmt: skip


class QuickAddPage(QWidget):
    """Enter saves. `open_wanted` asks for someone who is there already, `more_wanted` for the whole form."""

    saved = Signal(int)
    open_wanted = Signal(int)
    more_wanted = Signal(object)
    cancelled = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._customers = context.services.customers
        self._chosen: dict[str, PartKind | None] = {}
        self.readings: list[Reading] = []
        self.line = QLineEdit()
        self.line.setMaxLength(_MAX_LINE)
        self.line.setAccessibleName(tr("New customer in one line"))
        self.line.setPlaceholderText(tr("Mary Li 13800138000 1988-3-5"))
        self.line.textChanged.connect(lambda _: self._read())
        self.line.returnPressed.connect(self.save)
        self._chip_area = QWidget()
        self._chips = FlowLayout(self._chip_area, gap=6)
        self._there = QWidget()
        self._there_lines = QVBoxLayout(self._there)
        self._error = texts.labelled("", "danger", wrap=True)
        self._hint = texts.secondary(
            tr("Name, phone, birthday in any order. Also #tag, a WeChat name, an address; the rest becomes the note."),
            wrap=True,
        )
        self.save_button = buttons.primary(tr("Save"), self.save, shortcut="Return")
        self._lay_out()
        self._read()

    def _lay_out(self) -> None:
        self._there_lines.setContentsMargins(0, 0, 0, 0)
        self._there_lines.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save_button)
        row.addWidget(buttons.plain(tr("Cancel"), self.cancel))
        row.addStretch()
        row.addWidget(buttons.link(tr("More fields"), lambda: self.more_wanted.emit(draft_of(self.readings))))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(texts.title(tr("New customer")))
        column.addWidget(self.line)
        column.addWidget(self._chip_area)
        column.addWidget(self._hint)
        column.addWidget(self._there)
        column.addWidget(self._error)
        column.addLayout(row)
        column.addStretch()

    # Reading what is typed

    def begin(self, text: str = "") -> None:
        """Go to the line, with `text` in it if there is any; else with what was typed before."""
        if text:
            self._chosen.clear()
            self.line.setText(text)
        self.line.setFocus()
        self.line.end(False)

    def is_dirty(self) -> bool:
        """Whether a line was typed and not saved."""
        return bool(self.line.text().strip())

    def _read(self) -> None:
        text = self.line.text()
        region = self._context.services.settings.get().region if text else "CN"
        today = self._context.clock.now().date()
        self.readings = []
        for part in parse_quick_add(text, today, region).parts if text.strip() else ():
            kind = self._chosen.get(part.text, part.kind)
            value = part.value
            if kind is not None and kind is not part.kind:
                value = read_as(part, kind, today, region)
            self.readings.append(Reading(part, kind, value))
        self._error.hide()
        self.save_button.setEnabled(bool(self.readings))
        self._hint.setVisible(not self.readings)
        self._show_chips()
        self._show_who_is_there()

    def _show_chips(self) -> None:
        self._chips.clear()
        for reading in self.readings:
            chip = Chip(
                reading.words(), self._context.theme, removable=False, tooltip=tr("Click to read it as something else"),
                token="text" if reading.kind else "secondary", parent=self._chip_area,
            )  # fmt: skip
            chip.clicked.connect(partial(self._offer, reading, chip))
            self._chips.addWidget(chip)
            chip.show()
        self._chip_area.setVisible(bool(self.readings))
        self._chip_area.updateGeometry()

    def _offer(self, reading: Reading, chip: QWidget) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu, reading)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height())))

    def fill_menu(self, menu: QMenu, reading: Reading) -> None:
        """Offer the kinds that a piece can be."""
        today, region = self._context.clock.now().date(), self._context.services.settings.get().region
        for kind in PartKind:
            if kind is PartKind.GENDER and reading.part.kind is not kind:
                continue
            try:
                read_as(reading.part, kind, today, region)
            except ValueError:
                continue
            menus.add(menu, str(KIND_WORDS[kind]), partial(self.choose, reading, kind),
                      checked=reading.kind is kind)  # fmt: skip
        menu.addSeparator()
        menus.add(menu, tr("Leave out"), lambda: self.choose(reading, None), checked=reading.kind is None)

    def choose(self, reading: Reading, kind: PartKind | None) -> None:
        """Read a piece as another kind; None leaves it out."""
        self._chosen[reading.part.text] = kind
        self._read()
        self.line.setFocus()

    def _show_who_is_there(self) -> None:
        hits: dict[int, Hit] = {}
        for reading in self.readings:
            if reading.kind is PartKind.PHONE:
                hits.update((hit.id, hit) for hit in self._customers.same_phone(reading.part.text))
        while (item := self._there_lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for hit in hits.values():
            self._there_lines.addWidget(self._there_line(hit))
        self._there.setVisible(bool(hits))

    def _there_line(self, hit: Hit) -> QWidget:
        today = self._context.clock.now().date()
        last = tr("last visit %1", words.ago_words(hit.last_purchase, today)) if hit.last_purchase else ""
        said = " · ".join(part for part in (hit.name, format_phone(hit.phone), last) if part)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(texts.labelled(tr("Already here: %1", said), "notice", wrap=True), 1)
        row.addWidget(buttons.plain(tr("Open"), lambda: self._open(hit.id)))
        return line

    def _open(self, customer_id: int) -> None:
        self._clear()
        self.open_wanted.emit(customer_id)

    # Saving

    def save(self) -> None:
        """Save the customer; what was typed stays where that was refused."""
        if not self.readings:
            return
        draft = draft_of(self.readings)
        change = self._context.actions.do(lambda: self._customers.add(draft), on_invalid=self._refused)
        if change is not None and change.new_id is not None:
            self._clear()
            self.saved.emit(change.new_id)

    def _refused(self, problems: Mapping[str, Sentence]) -> None:
        self._error.setText("\n".join(str(problem) for problem in problems.values()))
        self._error.show()

    def cancel(self) -> None:
        """Leave the line, and what is in it."""
        self._clear()
        self.cancelled.emit()

    def _clear(self) -> None:
        self._chosen.clear()
        self.line.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.is_dirty():
            self.cancel()
        else:
            super().keyPressEvent(event)
