"""What closing the window means: the end of the program, or that it stays to remind her. She is asked once."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtWidgets import QWidget

from crm_desktop.language import tr
from crm_desktop.ui.background.background import Background
from crm_desktop.ui.plumbing.questions import Questions


class Closing(Enum):
    """What she means by closing the window."""

    NOT = auto()
    """She did not mean to."""
    QUIT = auto()
    TO_TRAY = auto()
    MINIMISE = auto()


def closing(background: Background, questions: Questions, window: QWidget) -> Closing:
    """What she chose; asked now if she never was. Where there is no tray, the window is minimised instead."""
    if background.stays is None:
        stays = _asked(background, questions, window)
        if stays is None:
            return Closing.NOT
        background.set_stays(stays)
    if not background.stays:
        return Closing.QUIT
    return Closing.TO_TRAY if background.has_tray else Closing.MINIMISE


def _asked(background: Background, questions: Questions, window: QWidget) -> bool | None:
    if background.has_tray:
        detail = tr(
            "Then CRM Desktop stays as a small icon beside the clock and reminds you of birthdays and follow-ups."
            " This can be changed in Settings."
        )
    else:
        detail = tr(
            "Then closing makes the window small instead, and CRM Desktop reminds you of birthdays and follow-ups."
            " This can be changed in Settings."
        )
    return questions.choose(
        window,
        tr("Should reminders still come when the window is closed?"),
        detail,
        yes=tr("Yes, stay there"),
        no=tr("No, quit"),
    )
