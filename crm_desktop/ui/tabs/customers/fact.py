"""A line of the customer panel that tells something, with an icon before it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import IconLabel


class Fact(QWidget):
    """An icon and a few words; the tooltip explains where they come from."""

    def __init__(self, context: Context, icon: str, name: str) -> None:
        super().__init__()
        self.label = texts.body("", wrap=True)
        self.label.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        mark = IconLabel(context.theme, icon)
        mark.setContentsMargins(0, 2, 0, 0)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)

    def say(self, text: str, why: str = "") -> None:
        """Show the words, or nothing if there are none."""
        self.label.setText(text)
        self.setToolTip(why)
        self.label.setAccessibleDescription(why)
        self.setVisible(bool(text))
