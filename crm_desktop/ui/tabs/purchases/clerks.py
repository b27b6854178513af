"""A field for who served: found by characters or pinyin initials, or a new name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.pinyin import read_name
from crm_desktop.language import tr
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.choice import Choice, ChoiceEdit


class ClerkEdit(ChoiceEdit):
    """Any name may stay; those in use are proposed."""

    def __init__(self, clerks: Sequence[str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, self._found, free=True, parent=parent, list_width=160)
        self._clerks = clerks
        self.setAccessibleName(tr("Clerk"))

    def _found(self, text: str) -> list[Choice]:
        typed = "".join(text.casefold().split())
        return [Choice(clerk, clerk) for clerk in self._clerks if _fits(clerk, typed)]


def _fits(clerk: str, typed: str) -> bool:
    readings = read_name(clerk)
    return typed in clerk.casefold() or typed in readings.full or typed in readings.initials
