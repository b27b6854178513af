"""The pictures of the README: some of those of the help, and whole windows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from tests.screenshots import help_pictures
from tests.screenshots.help_pictures import Picture
from tests.screenshots.stage import Stage, make_full, over, save, settle, stage

FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "readme"
_SIZE: Final = (1280, 800)


def _tab(key: str) -> Picture:
    """A whole window with a tab in front."""

    def picture(at: Stage) -> help_pictures.QPixmap:
        at.window.show_tab(key)
        at.window.focus_list()
        settle(700)
        return at.window.grab()

    return picture


def reminders(at: Stage) -> help_pictures.QPixmap:
    """The popup over the window, as it stands on a screen that the window fills."""
    from PySide6.QtCore import QPoint

    front = help_pictures.show_popup(at)
    at.window.show_tab("today")
    settle(700)
    corner = at.window.rect().bottomRight() - QPoint(front.width() + 12, front.height() + 12)
    picture = over(at.window.grab(), front, corner)
    front.hide()
    return picture


#: file -> (picture, language, theme)
PICTURES: Final[dict[str, tuple[Picture, str, str]]] = {
    "customers-zh_CN": (help_pictures.customers, "zh_CN", "light"),
    "today-zh_CN": (_tab("today"), "zh_CN", "light"),
    "birthdays-zh_CN": (_tab("birthdays"), "zh_CN", "light"),
    "purchases-zh_CN": (_tab("purchases"), "zh_CN", "light"),
    "customers-dark": (help_pictures.customers, "zh_CN", "dark"),
    "import-zh_CN": (help_pictures.importing, "zh_CN", "light"),
    "print-zh_CN": (help_pictures.printing, "zh_CN", "light"),
    "reminders-zh_CN": (reminders, "zh_CN", "light"),
    "greetings-zh_CN": (help_pictures.greetings, "zh_CN", "light"),
    "safety-zh_CN": (help_pictures.safety, "zh_CN", "light"),
    "customers-en": (help_pictures.customers, "en", "light"),
    "help-zh_CN": (help_pictures.help_itself, "zh_CN", "light"),
}


def take() -> list[Path]:
    """Take them all into the README's folder."""
    taken = []
    with tempfile.TemporaryDirectory() as place:
        full = Path(place) / "full"
        make_full(full)
        for name, (picture, language, theme) in PICTURES.items():
            with stage(full, language, theme=theme, size=_SIZE) as at:
                taken.append(FOLDER / f"{name}.png")
                save(picture(at), taken[-1])
    return taken
