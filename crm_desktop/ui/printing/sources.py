"""What can be put on paper from the window: what each is called, and how it is laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from crm_desktop.domain.paper import A4, Paper, Sheet
from crm_desktop.domain.table import Table
from crm_desktop.language import tr
from crm_desktop.services import Services
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.lists import records_of, rows_of
from crm_desktop.ui.dialogs.export_rows import Listing
from crm_desktop.ui.printing import birthday_list, customer_sheet, labels, table_document
from crm_desktop.ui.printing.document import Document, Watch
from crm_desktop.ui.printing.labels import LabelChoice

R = TypeVar("R")


class Kind(Enum):
    """Which choices there are for a document."""

    TABLE = "table"
    SHEET = "sheet"
    LABELS = "labels"


@dataclass(frozen=True, slots=True)
class Choices:
    """What she chose. `landscape` None: as the columns need it; `labels` hold for labels only, with their own paper."""

    paper: Paper = A4
    landscape: bool | None = None
    labels: LabelChoice = field(default_factory=LabelChoice)


@dataclass(frozen=True, slots=True)
class Source:
    """Something to print: what it is called where one can choose, the title of its file, how it is laid out, and of
    how many rows."""

    words: str
    title: str
    kind: Kind
    lay_out: Callable[[Choices, Watch], Document]
    size: int


def of_list(services: Services, sheet: Listing[R], words: str) -> Source:
    """A list as it would be exported."""

    def lay_out(choices: Choices, watch: Watch) -> Document:
        about = [*sheet.about, tr("As of %1", services.clock.now().date().isoformat())]
        headings = [column.heading() for column in sheet.columns]
        table = Table(sheet.title, headings, rows_of(sheet.columns, sheet.ids, sheet.fetch), about)
        page = table_document.TablePage.of(table, services.settings.get().shop_name, len(sheet.ids))
        return table_document.lay_out(page, Sheet(choices.paper), choices.landscape, watch)

    return Source(words, sheet.title, Kind.TABLE, lay_out, len(sheet.ids))


def of_birthdays(services: Services, sheet: Listing[BirthdayRow]) -> Source:
    """Birthdays in the order of their coming, with boxes to tick."""

    def lay_out(choices: Choices, watch: Watch) -> Document:
        about = [*sheet.about, tr("As of %1", services.clock.now().date().isoformat())]
        foot, rows = services.settings.get().shop_name, records_of(sheet.ids, sheet.fetch)
        return birthday_list.lay_out(
            rows, about, foot, Sheet(choices.paper), choices.landscape, watch, expected=len(sheet.ids)
        )

    return Source(tr("Birthday list"), sheet.title, Kind.TABLE, lay_out, len(sheet.ids))


def of_customer(services: Services, customer_id: int, name: str) -> Source:
    """One customer's sheet."""

    def lay_out(choices: Choices, watch: Watch) -> Document:
        sheet = Sheet(choices.paper, bool(choices.landscape))
        return customer_sheet.CustomerSheet(customer_sheet.read(services, customer_id), sheet)

    return Source(tr("The sheet of %1", name), name, Kind.SHEET, lay_out, 1)


def of_labels(services: Services, ids: Sequence[int], words: str) -> Source:
    """Address labels of these customers."""

    def lay_out(choices: Choices, watch: Watch) -> Document:
        people = records_of(ids, services.customers.get_many)
        return labels.lay_out(people, choices.labels, watch, len(ids))

    return Source(words, tr("Address labels"), Kind.LABELS, lay_out, len(ids))
