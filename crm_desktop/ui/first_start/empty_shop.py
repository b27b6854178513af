"""What stands in the place of a list while there are no customers yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut

from crm_desktop.language import tr
from crm_desktop.ui.first_start.doors import Door, Doors
from crm_desktop.ui.style.theme import Theme


def doors_of_an_empty_shop(
    theme: Theme,
    import_file: Callable[[], object],
    new_customer: Callable[[], object],
    look_around: Callable[[], object],
    paste: Callable[[], object],
) -> Doors:
    """The three ways of beginning, and what each door opens; copied cells can be pasted there, too."""
    doors = Doors(
        theme, tr("No customers yet"), tr("Where would you like to begin?"),
        [
            Door(
                theme, "import", tr("Bring in a sheet"),
                tr("The one that you have, whatever its columns are called: choose it, drop it here, or paste its "
                   "cells. You see what becomes of it before anything is saved."),
                import_file,
            ),
            Door(
                theme, "plus", tr("Add the first customer"),
                tr("A name and a phone in one line are enough. Everything else can come later."),
                new_customer,
            ),
            Door(
                theme, "eye", tr("Look around in a demo shop"),
                tr("A tea shop with 300 made-up customers, to try everything in. Your own shop stays as it is."),
                look_around,
            ),
        ],
    )  # fmt: skip
    QShortcut(QKeySequence.StandardKey.Paste, doors).activated.connect(paste)
    return doors
