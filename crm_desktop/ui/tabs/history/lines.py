"""The lines of the history: changes under their days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from PySide6.QtGui import QIcon

from crm_desktop.domain.calendar_words import date_words, in_days_words, weekday_words
from crm_desktop.language import Sentence, tr
from crm_desktop.services.history import HistoryEntry, UndoAnswer
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.headed_list import Group, Heading

TITLE = "title"
STAFF = "staff"


def groups(entries: Sequence[HistoryEntry], today: date) -> list[Group[HistoryEntry]]:
    """The changes by day, in the order given."""
    return [
        (Heading(-day.toordinal(), heading_words(day, today), heading_detail(day, today)), list(some))
        for day, some in groupby(entries, lambda entry: entry.at.date())
    ]


def heading_words(day: date, today: date) -> str:
    """Today, yesterday, else the day of the week."""
    away = (day - today).days
    words = in_days_words(away) if away in (0, -1) else weekday_words(day)
    return words[:1].upper() + words[1:]


def heading_detail(day: date, today: date) -> str:
    """The date, with the year where it is another."""
    return date_words(day, year=day.year != today.year)


def can_undo(entry: HistoryEntry) -> bool:
    """Whether its effect is in the shop, and it is not itself an undoing."""
    return entry.kind != "undo" and not entry.undone


def state_words(entry: HistoryEntry) -> str:
    """The word beside a change that is not in effect."""
    return tr("Undone") if entry.undone else ""


def fits(entry: HistoryEntry, words: Sequence[str]) -> bool:
    """Whether the sentence, or who did it, holds every one of these words, in lower case."""
    text = f"{entry.title} {entry.staff}".lower()
    return all(word in text for word in words)


def columns(theme: Theme) -> tuple[Column[HistoryEntry], ...]:
    """Time, what was done, how much, by whom; whether it is undone stands where the others have their button."""

    def muted(entry: HistoryEntry) -> str | None:
        return "secondary" if entry.undone else None

    def icon(entry: HistoryEntry) -> QIcon | None:
        return None if entry.kind == "do" else theme.icon(entry.kind, "secondary")

    return (
        Column[HistoryEntry]("at", Sentence("Time"), lambda e: f"{e.at:%H:%M}", width=80, value=lambda e: e.at,
                             token=lambda e: "secondary"),
        Column[HistoryEntry](TITLE, Sentence("What was done"), lambda e: str(e.title), width=640, token=muted,
                             struck=lambda e: e.undone, icon=icon, tooltip=lambda e: str(e.title)),
        Column[HistoryEntry]("rows", Sentence("Records"), lambda e: f"{e.rows:,}", width=96, align="right",
                             value=lambda e: e.rows, token=lambda e: "secondary"),
        Column[HistoryEntry](STAFF, Sentence("By"), lambda e: e.staff, width=110, token=lambda e: "secondary"),
        Column[HistoryEntry]("state", Sentence("State"), state_words, width=130, token=lambda e: "secondary"),
    )  # fmt: skip


def answer_words(answer: UndoAnswer) -> list[tuple[str, str]]:
    """What an undoing came to: (icon, sentence) for what was put back, kept, and could not be put back."""
    said = [("check-circle", tr("Put back: %1", f"{answer.reversed:,}"))]
    names = " · ".join(answer.kept_names)
    listed = len(answer.kept_names) < answer.kept + answer.failed
    names = tr("%1 and others", names) if names and listed else names
    if answer.kept:
        said.append(("edit", tr("Kept, because they were edited since: %1 (%2)", f"{answer.kept:,}", names)))
        names = ""
    if answer.failed:
        words = tr("Could not be put back: %1", f"{answer.failed:,}")
        said.append(("alert", tr("%1 (%2)", words, names) if names else words))
    return said
