"""Whether and how a follow-up comes again: every n days, weeks, months or years, from the due day or from done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain import recurrence
from crm_desktop.domain.recurrence import Recurrence, Unit
from crm_desktop.language import tr
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.segmented import SegmentedControl

_NEVER = "never"


class RepeatEdit(QWidget):
    """Begins with "never"; what is chosen is said in words below."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = SegmentedControl(
            [(_NEVER, tr("Never")), (Unit.DAY, tr("Days")), (Unit.WEEK, tr("Weeks")), (Unit.MONTH, tr("Months")),
             (Unit.YEAR, tr("Years"))],
            tr("Repeat"),
        )  # fmt: skip
        self.every = QLineEdit("1")
        self.every.setAccessibleName(tr("Every"))
        self.every.setFixedWidth(px(56))
        self.every.setMaxLength(3)
        self.every.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.start = SegmentedControl([("due", tr("from the due day")), ("done", tr("from when it is done"))],
                                      tr("Counted"))  # fmt: skip
        self._words = texts.secondary("", wrap=True)
        self._lay_out()
        self.unit.changed.connect(lambda _: self._edited())
        self.start.changed.connect(lambda _: self._edited())
        self.every.textEdited.connect(lambda _: self._edited())
        self._show()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.unit)
        first.addStretch(1)
        self._more = QWidget()
        second = QHBoxLayout(self._more)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(8)
        second.addWidget(texts.secondary(tr("Every")))
        second.addWidget(self.every)
        second.addWidget(self.start)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self._more)
        column.addWidget(self._words)

    def recurrence(self) -> Recurrence | None:
        """What is chosen; None for never, and where the number is off."""
        if self.unit.key() == _NEVER or self.wrong():
            return None
        return Recurrence(int(self.every.text()), Unit(self.unit.key()), self.start.key() == "done")

    def wrong(self) -> bool:
        """Whether it repeats by a number that is none."""
        typed = self.every.text().strip()
        return self.unit.key() != _NEVER and not (typed.isascii() and typed.isdigit() and int(typed) >= 1)

    def set_recurrence(self, chosen: Recurrence | None) -> None:
        """Show a recurrence."""
        if chosen is not None:
            self.unit.set_key(chosen.unit)
            self.every.setText(str(chosen.every))
            self.start.set_key("done" if chosen.from_completion else "due")
        self._show()

    def _edited(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        repeats = self.unit.key() != _NEVER
        chosen = self.recurrence()
        self._more.setVisible(repeats)
        self._words.setText(str(recurrence.words(chosen)) if chosen else "")
        self._words.setVisible(chosen is not None)
