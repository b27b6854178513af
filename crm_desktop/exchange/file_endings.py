"""How the names of files end that can be brought in. Which kind a file is, its bytes tell: see `readers`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ENDINGS: Final = (
    *(".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".txt", ".tsv"),
    *(".vcf", ".vcard", ".html", ".htm", ".mht", ".mhtml", ".xml", ".json"),
)
"""Those that the file dialog offers, and that a dragged file is known by."""

WATCHED: Final = frozenset({*ENDINGS, ".et", ".tab", ".dat", ""})
"""Those of the files in the watched folder that are looked into: other programs put them there under odd names."""


def is_sheet(path: Path) -> bool:
    """Whether a file looks like one to bring in, by its name."""
    return path.suffix.lower() in ENDINGS
