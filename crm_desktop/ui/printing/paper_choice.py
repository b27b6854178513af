"""Which paper is meant where nobody says so."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale

from crm_desktop.domain.paper import Paper, paper_of

_LETTER: Final = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "GT", "CR", "PA", "SV", "NI", "DO", "PR"})
"""Countries whose paper is Letter (Unicode CLDR, territoryInfo: paperSize)."""


def usual_paper() -> Paper:
    """The paper of the country that the computer is set up for: A4 nearly everywhere."""
    country = QLocale.territoryToCode(QLocale.system().territory())
    return paper_of("Letter" if country in _LETTER else "A4")
