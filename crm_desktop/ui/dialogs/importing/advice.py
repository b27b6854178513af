"""What the import page says about a file above its table: read as the last time, codes guessed, columns that lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QMenu

from crm_desktop.errors import UserError
from crm_desktop.exchange.sheets.codes import CODE_WORDS, Guess
from crm_desktop.exchange.whole_shop.mark import HoldsWholeShop
from crm_desktop.language import tr
from crm_desktop.ui.dialogs.importing.plan import Prepared, field_words
from crm_desktop.ui.widgets import menus
from crm_desktop.ui.widgets.strips import Strip

Change = Callable[..., object]
"""change(field=value, …) of the question."""

_OTHER: Final[Mapping[str | None, str | None]] = {
    "male": "female",
    "female": "male",
    "solar": "lunar",
    "lunar": "solar",
}
_MEANINGS: Final = {"gender": ("male", "female"), "birthday_calendar": ("solar", "lunar")}


def advice(prepared: Prepared, change: Change) -> list[Strip]:
    """The lines that hold for a file as it was read."""
    strips = []
    lacks = prepared.lacks()
    if lacks:
        strips.append(Strip(tr("No column for %1 was found. Choose it above the column that it stands in.", lacks)))
    if prepared.remembered:
        anew = (tr("Find anew"), lambda: change(as_last_time=False, mapping={}, codes={}, tags=None, defaults=None))
        strips.append(Strip(tr("Read as the last time a file had these headings."), (anew,), calm=True))
    if prepared.table.sheet.long:
        shown = f"{len(prepared.rows):,}"
        words = tr("This file is very long. The first %1 rows are shown; all of them will come in.", shown)
        strips.append(Strip(words, calm=True))
    strips += [_codes(prepared, guess, change) for guess in prepared.report.guesses if not guess.confirmed]
    return strips


def trouble(error: UserError, name: str, bring_in_shop: Callable[[], object]) -> Strip:
    """What is said of an error; a whole shop is no list, but comes in by another door."""
    if not isinstance(error, HoldsWholeShop):
        return Strip(str(error))
    words = tr("“%1” holds a whole shop, with everything in it.", name)
    return Strip(words, ((tr("Bring in the whole shop"), bring_in_shop),))


def _codes(prepared: Prepared, guess: Guess, change: Change) -> Strip:
    """Asks whether codes were understood."""
    name = field_words(prepared.table.kind, guess.field)
    words = tr("%1 is written in codes (%2). Taken for: %3. Is that right?", name, guess.header, _legend(guess))

    def meant(codes: Mapping[str, str | None]) -> None:
        change(codes={**prepared.options.codes, guess.field: codes})

    other = {code: _OTHER.get(meaning) for code, meaning in guess.codes.items()}
    actions: list[tuple[str, Any]] = [(tr("Right"), partial(meant, dict(guess.codes)))]
    if any(guess.codes.values()):
        actions.append((tr("The other way round"), partial(meant, other)))
    return Strip(words, tuple(actions), menu=(tr("Choose"), partial(_fill_codes, guess, meant)))


def _legend(guess: Guess) -> str:
    return " · ".join(tr("%1 = %2", code, meaning_words(meant)) for code, meant in sorted(guess.codes.items()))


def meaning_words(meaning: str | None) -> str:
    """What a code stands for."""
    return str(CODE_WORDS[meaning]) if meaning else tr("not known")


def _fill_codes(guess: Guess, meant: Callable[[Mapping[str, str | None]], None], menu: QMenu) -> None:
    """A code's meanings, one code below the other."""
    for number, (code, now) in enumerate(sorted(guess.codes.items())):
        if number:
            menu.addSeparator()
        for meaning in (*_MEANINGS[guess.field], None):
            words = tr("%1 = %2", code, meaning_words(meaning))
            menus.add(menu, words, partial(meant, {**guess.codes, code: meaning}), checked=meaning == now)
