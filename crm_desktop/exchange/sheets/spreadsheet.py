"""How spreadsheets count."""

from __future__ import annotations


def column_letter(index: int) -> str:
    """What a spreadsheet calls a column: 0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
