"""A line to type in, with a cross that empties it. Qt's own cross is black on any ground, and small beside large
text."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.button_line import ButtonLine


class ClearLine(ButtonLine):
    """The cross is made when there is something to clear for the first time."""

    def __init__(self, theme: Theme, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.textChanged.connect(self._offer_to_clear)

    @cached_property
    def cross(self) -> QToolButton:
        """Esc and the keys that delete do the same, so it is none of the stops of Tab."""
        cross = buttons.icon_button("x", tr("Clear"), self._empty, theme=self._theme, token="secondary")
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.put_button(cross)
        return cross

    def _empty(self) -> None:
        """As if all of it had been deleted by keys: what was answered to it goes, too."""
        self.clear()
        self.textEdited.emit("")

    def _offer_to_clear(self, text: str) -> None:
        if text:
            self.cross.show()  # made now, where it was not needed before
        self.show_button(shown=bool(text))
