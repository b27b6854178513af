"""Where a greeting is written: the text, what can be put into it, what is wrong in it, and how it reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.gender import Gender
from crm_desktop.domain.greeting import PLACEHOLDERS, Problem, problems
from crm_desktop.language import language, tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.flow import FlowLayout

_MOST_TOLD: Final = 3
_AGE: Final = 38
_EXAMPLES: Final[dict[str, tuple[tuple[str, Gender], ...]]] = {
    "zh_CN": (("王芳", "female"), ("李伟", "male")),
    "en": (("Wang Fang", "female"), ("李伟", "male")),
}
"""Who the preview greets: a woman and a man, one of them with a name in the other script where both are met with."""


class GreetingText(QWidget):
    """Tells `changed` when she types; what is wrong stands under the text at once, and is underlined in it."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._offer = ""
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setMinimumHeight(px(104))
        self.edit.textChanged.connect(self._typed)
        self.field = InlineField(tr("Text"), self.edit)
        self.previews = [_Preview(name) for name, _ in _EXAMPLES[language()]]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field, 1)
        column.addLayout(self._placeholders())
        column.addWidget(self._reading(), 1)
        context.theme.changed.connect(self._look)

    def _placeholders(self) -> FlowLayout:
        """Buttons that put a placeholder where the cursor is."""
        row = FlowLayout(gap=4)
        row.addWidget(texts.secondary(tr("Insert:")))
        for word in PLACEHOLDERS[language()].values():
            row.addWidget(buttons.link(f"{{{word}}}", partial(self.insert, f"{{{word}}}")))
        return row

    def _reading(self) -> QWidget:
        inner = QWidget()
        inner.setProperty("role", "surface")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(texts.section(tr("How it reads")))
        for preview in self.previews:
            column.addWidget(preview)
        column.addStretch(1)
        area = QScrollArea()
        area.setProperty("look", "text")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(px(150))
        area.setAccessibleName(tr("How it reads"))
        area.setWidget(inner)
        return area

    def text(self) -> str:
        """What is written."""
        return self.edit.toPlainText()

    def show_text(self, text: str) -> None:
        """Begin to edit another text; that is no change."""
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)
        self._look()

    def show_offer(self, offer: str) -> None:
        """What the offer stands for in the preview."""
        self._offer = offer
        self._look()

    def insert(self, placeholder: str) -> None:
        """Put a placeholder where the cursor is."""
        self.edit.insertPlainText(placeholder)
        self.edit.setFocus()

    def _typed(self) -> None:
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        """Say what is wrong, and how it reads."""
        text = self.text()
        found = problems(text)
        self.field.set_error(problem_words(found))
        self.edit.setExtraSelections([self._underlined(text, problem) for problem in found])
        today = self._context.clock.now().date()
        birthday = Birthday(Calendar.LUNAR, today.year - _AGE, 8, 15)
        for preview, (name, gender) in zip(self.previews, _EXAMPLES[language()], strict=True):
            preview.words.setText(
                self._context.services.greetings.preview(text, name, gender, birthday, _AGE, self._offer)
            )

    def _underlined(self, text: str, problem: Problem) -> QTextEdit.ExtraSelection:
        before = sum(len(line) + 1 for line in text.split("\n")[: problem.line - 1]) + problem.column - 1
        mark, cursor, shape = QTextEdit.ExtraSelection(), QTextCursor(self.edit.document()), QTextCharFormat()
        cursor.setPosition(_units(text[:before]))
        cursor.setPosition(_units(text[: before + problem.length]), QTextCursor.MoveMode.KeepAnchor)
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shape.setUnderlineColor(self._context.theme.color("danger"))
        mark.cursor, mark.format = cursor, shape
        return mark


class _Preview(QWidget):
    """Who would get the greeting, and its words."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.words: QLabel = texts.body("", wrap=True, selectable=True)
        self.words.setAccessibleName(tr("Preview for %1", name))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(texts.secondary(name))
        column.addWidget(self.words)


def problem_words(found: Sequence[Problem]) -> str:
    """What is wrong and where, a line each; "" if nothing is."""
    told = [tr("Line %1, character %2: %3", each.line, each.column, each.why) for each in found[:_MOST_TOLD]]
    if len(found) > _MOST_TOLD:
        told.append(tr("and %n other place(s)", n=len(found) - _MOST_TOLD))
    return "\n".join(told)


def _units(text: str) -> int:
    """How long Qt takes a text to be: it counts rare characters and emoji twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
