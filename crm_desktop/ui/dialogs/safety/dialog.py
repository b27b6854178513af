"""Safety: she sees that her shop is safe, and what would make it safer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.dialogs.safety.checking import CheckSection
from crm_desktop.ui.dialogs.safety.copies import CopiesSection
from crm_desktop.ui.dialogs.safety.password_section import PasswordSection
from crm_desktop.ui.dialogs.safety.section import Section, State
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import IconLabel
from crm_desktop.ui.widgets.more_below import MoreBelow
from crm_desktop.ui.widgets.reading_order import ReadsAlong

_WIDTH: Final = 640
_MARK: Final = 28
_FRAME: Final = 40
_AROUND: Final = 140
"""What the top and the bottom take."""


class SafetyDialog(ReadsAlong, QDialog):
    """What is chosen holds at once. On top stands in a line how it is altogether."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Safety"))
        self._context = context
        self.password = PasswordSection(context)
        self.copies = CopiesSection(context)
        self.file = CheckSection(context)
        self._mark = IconLabel(context.theme, "shield", _MARK, "secondary")
        self._summary = texts.title("")
        self._summary.setWordWrap(True)
        top = QHBoxLayout()
        top.setContentsMargins(24, 20, 24, 16)
        top.setSpacing(12)
        top.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._summary, 1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(24, 12, 24, 16)
        bottom.addStretch(1)
        self.close_button = buttons.plain(tr("Close"), self.accept)
        bottom.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(texts.separator())
        column.addWidget(self._sections(), 1)
        column.addWidget(texts.separator())
        column.addLayout(bottom)
        for section in self.sections():
            section.state_changed.connect(self._sum_up)
        self._sum_up()
        (self.close_button if context.services.shop.encrypted else self.password.set_button).setFocus()

    def sections(self) -> Iterator[Section]:
        """The sections, in the order of the page."""
        yield from (self.password, self.copies, self.file)

    def _sections(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("role", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        for number, section in enumerate(self.sections()):
            if number:
                column.addWidget(texts.separator())
            column.addWidget(section)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        MoreBelow(area)
        self._inside = inside
        return area

    def sizeHint(self) -> QSize:
        """As high as all of it, as far as the screen has room."""
        room = self.screen().availableSize() - QSize(40, 80)
        layout = self._inside.layout()
        assert layout is not None
        return QSize(px(_WIDTH), layout.totalHeightForWidth(px(_WIDTH)) + _AROUND).boundedTo(room)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Grow as far as there is room, upwards too: Qt itself stays at two thirds of the screen."""
        room = self.screen().availableGeometry()
        height = max(self.height(), self.sizeHint().height())
        below = room.bottom() - self.frameGeometry().top() - _FRAME
        if height > below:
            self.move(self.x(), max(room.top(), self.y() - (height - below)))
        self.resize(max(self.width(), self.sizeHint().width()), height)

    def _sum_up(self) -> None:
        states = [section.state for section in self.sections()]
        worst = max(states)
        if worst is State.GOOD and State.UNKNOWN in states:
            worst = State.UNKNOWN
        words, token = {
            State.UNKNOWN: (tr("Looking how safe the shop is…"), "secondary"),
            State.GOOD: (tr("Your shop is safe"), "good"),
            State.ADVICE: (tr("Your shop could be safer"), "on_notice"),
            State.TROUBLE: (tr("Something needs your attention"), "danger"),
        }[worst]
        self._mark.set_icon("shield", token)
        self._summary.setText(words)
        if self.isVisible():
            self._fit()
