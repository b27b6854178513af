"""What an import answers, and what it asks: options in, rows planned, counts, warnings and rejects out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from crm_desktop.errors import Cancelled
from crm_desktop.exchange.readers import Cell
from crm_desktop.exchange.sheets.codes import Guess, Meaning
from crm_desktop.exchange.sheets.table import Ignored, Table
from crm_desktop.exchange.sheets.values import Warned
from crm_desktop.language import Sentence, tr

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.earlier import Earlier

_MOST_LINES: Final = 20


class OnDuplicate(StrEnum):
    """What becomes of a row about something known: its values are taken over, it is skipped, or added once more."""

    UPDATE = "update"
    SKIP = "skip"
    ADD = "add"


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    SKIP = "skip"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Options:
    """How to import. `mapping`: header → field (None: leave out); `header_row` from 1, 0 for none; `tags` are given to
    every customer of the file; `region` is where phones without a country code belong.

    `defaults`: field → text for rows that say nothing of that field; what the shop knows already stays. `choices`: row
    of the sheet → what becomes of it, whatever `on_duplicate` says; SKIP leaves out a new one too. `codes`: field →
    codes, as she confirmed them. `remember`: keep all this for the next file with these headings. `earlier`: what
    the shop has, for a portion of a long file.
    """

    on_duplicate: OnDuplicate = OnDuplicate.UPDATE
    sheet: str | None = None
    header_row: int | None = None
    mapping: Mapping[str, str | None] | None = None
    tags: tuple[str, ...] = ()
    region: str = "CN"
    defaults: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[int, OnDuplicate] = field(default_factory=dict)
    codes: Mapping[str, Meaning] = field(default_factory=dict)
    remember: bool = False
    earlier: Earlier | None = None

    def duplicate(self, row: int) -> OnDuplicate:
        """What becomes of a row about something known."""
        return self.choices.get(row, self.on_duplicate)

    def leaves_out(self, row: int) -> bool:
        """Whether she left the row out, new or not."""
        return self.choices.get(row) is OnDuplicate.SKIP

    @property
    def always_adds(self) -> bool:
        """Whether no row is looked up in the shop."""
        return {self.on_duplicate, *self.choices.values()} == {OnDuplicate.ADD}


class Tell(Protocol):
    """Told how far a long piece of work is."""

    def __call__(self, done: int, total: int, words: Sentence) -> None: ...


@dataclass(frozen=True, slots=True)
class Watch:
    """Someone who waits: told of progress, and able to stop the work between portions. `why` is what the backup before
    it is made for: "arrival" where nobody asked for the import."""

    tell: Tell = lambda done, total, words: None
    cancelled: Callable[[], bool] = lambda: False
    why: str = "import"

    def step(self, done: int, total: int, words: Sentence) -> None:
        """Tell, and stop by Cancelled if asked to."""
        if self.cancelled():
            raise Cancelled(Sentence("The import was stopped. Nothing was written."))
        self.tell(done, total, words)


UNWATCHED = Watch()
"""Nobody waits."""


Values = Mapping[str, tuple[str, str]]
"""Field → (before, after) as shown: those that differ; of a new thing all that are filled."""


class PlannedRow:
    """One row of the file and what it becomes. `about` is the id of the known customer, purchase, … it belongs to;
    `of_row` the earlier row of the file that is about the same new customer.

    Its values, and why it belongs to someone, are worked out when they are looked at: a preview of 100,000 rows shows
    thirty of them.
    """

    __slots__ = ("_values", "_why", "about", "of_row", "outcome", "reason", "row", "warnings")

    def __init__(
        self,
        row: int,
        outcome: Outcome,
        values: Callable[[], Values],
        warnings: tuple[Warned, ...] = (),
        reason: Sentence | None = None,
        about: int | None = None,
        why: Callable[[], Sentence | None] = lambda: None,
        of_row: int | None = None,
    ) -> None:
        self.row = row
        self.outcome = outcome
        self.warnings = warnings
        self.reason = reason
        self.about = about
        self.of_row = of_row
        self._values = values
        self._why = why

    @property
    def values(self) -> Values:
        """What changes, field by field."""
        return self._values()

    @property
    def why(self) -> Sentence | None:
        """By what its customer was recognised; None for a new one."""
        return self._why()


def warnings_by_row(warnings: Sequence[Warned]) -> Mapping[int, list[Warned]]:
    """Row → its warnings."""
    found: dict[int, list[Warned]] = {}
    for warned in warnings:
        found.setdefault(warned.row, []).append(warned)
    return found


class Reject(NamedTuple):
    """A row that cannot be imported, and why."""

    row: int
    reason: Sentence


@dataclass(slots=True)
class Counts:
    """How many rows (of purchases: purchases) became what; `read` and `rejected` always count rows."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    rejected: int = 0

    @property
    def anything_new(self) -> bool:
        """Whether the shop is changed by any row."""
        return bool(self.added or self.updated)


@dataclass(slots=True)
class ImportReport:
    """What an import did, or with `change` None would do. `more`: further counts, such as new customers of a purchases
    file. `guesses`: what codes were taken for. `kept`: rejected rows of a long file, which its table does not hold."""

    table: Table
    counts: Counts
    warnings: Sequence[Warned] = ()
    rejects: Sequence[Reject] = ()
    change: int | None = None
    more: dict[str, int] = field(default_factory=dict)
    guesses: Sequence[Guess] = ()
    kept: Mapping[int, Sequence[Cell]] = field(default_factory=dict)

    def cells(self, row: int) -> Sequence[Cell]:
        """A row of the file as it was."""
        return self.kept[row] if row in self.kept else self.table.sheet.rows[row - 1]

    @property
    def ignored(self) -> Sequence[Ignored]:
        return self.table.ignored

    def in_words(self) -> str:
        """The answer as a few lines to read."""
        counts = self.counts
        lines = [
            tr("Read %n row(s) of “%1”", self.table.book.path.name, n=counts.read),
            tr("New: %1, updated: %2, unchanged: %3", counts.added, counts.updated, counts.unchanged),
            tr(
                "Skipped: %1, rejected: %2, doubtful: %3",
                counts.skipped,
                counts.rejected,
                len(self.warnings) + self.more.get("further_warnings", 0),
            ),
        ]
        lines += [tr("Row %1 was rejected: %2", row, reason) for row, reason in self.rejects[:_MOST_LINES]]
        lines += [
            tr("Row %1, %2, “%3”: %4", row, key, value, reason)
            for row, key, value, reason in self.warnings[:_MOST_LINES]
        ]
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The answer of the command line."""
        table, counts = self.table, self.counts
        return {
            "file": table.book.path.name,
            "kind": table.kind.value,
            "sheet": table.sheet.name,
            "encoding": table.book.encoding,
            "header_row": None if table.sheet.headings else table.layout.header_row,
            "mapping": table.layout.as_json(),
            "read": counts.read,
            "added": counts.added,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "skipped": counts.skipped,
            "rejected": counts.rejected,
            **self.more,
            "ignored": [{"row": row, "reason": reason} for row, reason in table.ignored],
            "warnings": [
                {"row": row, "field": key, "value": value, "reason": str(reason)}
                for row, key, value, reason in sorted(self.warnings, key=lambda warned: warned.row)
            ],
            "rejects": [{"row": row, "reason": str(reason)} for row, reason in self.rejects],
            "guesses": [guess.as_json() for guess in self.guesses],
            "change": self.change,
        }
