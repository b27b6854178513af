"""The recovery sheet: what opens the shop when its password is forgotten, for the drawer with the papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from crm_desktop.domain.paper import Sheet
from crm_desktop.language import tr
from crm_desktop.ui.printing.canvas import GREY, INK, TITLE, Canvas, Style, lines_of
from crm_desktop.ui.printing.cells import clean
from crm_desktop.ui.printing.document import draw_foot

_TEXT: Final = Style(10.5)
_HEADING: Final = Style(11.5, bold=True)
_CODE: Final = Style(17, bold=True)
_IN_A_LINE: Final = 4
_PAD: Final = 7.0
_LABEL: Final = 34.0


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the sheet tells. `code`: the recovery code, its groups joined by dashes."""

    shop: str
    file: str
    code: str
    day: date


class RecoverySheet:
    """The page with a shop's recovery code, to be printed and kept."""

    def __init__(self, recovery: Recovery, sheet: Sheet) -> None:
        self._recovery = recovery
        self.sheet = sheet

    @property
    def pages(self) -> int:
        return 1

    @property
    def rows(self) -> int:
        return 1

    def draw(self, canvas: Canvas, page: int) -> None:
        sheet, told = self.sheet, self._recovery
        x, y = sheet.margin, sheet.margin
        canvas.text(x, y, tr("Recovery sheet"), TITLE)
        y += TITLE.line + 3
        y = self._paragraph(canvas, y, tr("This code opens the shop without its password. Keep the sheet with the "
                                          "papers of the shop, and not beside the laptop."))  # fmt: skip
        y += 4
        for label, words in (
            (tr("Shop"), told.shop), (tr("File"), told.file), (tr("Made on"), told.day.isoformat()),
        ):  # fmt: skip
            y = self._fact(canvas, y, label, words)
        y = self._code(canvas, y + 5) + 7
        canvas.text(x, y, tr("When the password is forgotten"), _HEADING)
        y += _HEADING.line + 2
        for number, words in enumerate((
            tr("Start CRM Desktop, and open the file named above, or a copy of it."),
            tr("Where the password is asked for, choose “Use the recovery code” and type the code. Capital or small "
               "letters, spaces and dashes make no difference."),
            tr("Set a new password in Settings, under Safety, and print a new sheet."),
        ), start=1):  # fmt: skip
            canvas.text(x, y, f"{number}.", _TEXT, GREY)
            y = self._paragraph(canvas, y, words, indent=6) + 1.5
        y += 3
        self._paragraph(canvas, y, tr("The code holds for the file and its copies until the password is changed: then "
                                      "destroy this sheet. If both the password and this sheet are lost, nobody can "
                                      "open the shop any more."))  # fmt: skip
        draw_foot(canvas, sheet, told.shop, page, 1)

    def _paragraph(self, canvas: Canvas, y: float, words: str, indent: float = 0) -> float:
        lines = lines_of(words, self.sheet.room - indent, _TEXT)
        canvas.lines(self.sheet.margin + indent, y, lines, _TEXT)
        return y + len(lines) * _TEXT.line

    def _fact(self, canvas: Canvas, y: float, label: str, words: str) -> float:
        x = self.sheet.margin
        lines = lines_of(clean(words), self.sheet.room - _LABEL, _TEXT, 3)
        canvas.text(x, y, label, _TEXT, GREY)
        canvas.lines(x + _LABEL, y, lines, _TEXT)
        return y + max(1, len(lines)) * _TEXT.line + 1

    def _code(self, canvas: Canvas, y: float) -> float:
        """The groups stand in columns, so that none is left out when the code is typed."""
        groups = self._recovery.code.split("-")
        lines = [groups[start : start + _IN_A_LINE] for start in range(0, len(groups), _IN_A_LINE)]
        x, room = self.sheet.margin, min(self.sheet.room, 130.0)
        height = len(lines) * _CODE.line * 1.25 + 2 * _PAD - _CODE.line * 0.25
        canvas.box(x, y, room, height, INK, 0.3)
        step = (room - 2 * _PAD) / _IN_A_LINE
        for row, line in enumerate(lines):
            for column, group in enumerate(line):
                canvas.text(x + _PAD + column * step, y + _PAD + row * _CODE.line * 1.25, group, _CODE)
        return y + height
