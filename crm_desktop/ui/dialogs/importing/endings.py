"""How the names of files that can be brought in end; what they are is told by their bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ENDINGS: Final = (
    *(".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".txt", ".tsv"),
    *(".vcf", ".vcard", ".html", ".htm", ".mht", ".mhtml", ".xml", ".json"),
)


def is_sheet(path: Path) -> bool:
    """Whether a file looks like one to bring in, by its name."""
    return path.suffix.lower() in ENDINGS
