"""The command line's way onto paper: no window, and no screen needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from crm_desktop.domain.paper import LABEL_FORMATS, LabelFormat, Sheet, label_format
from crm_desktop.errors import BadCommand
from crm_desktop.language import Sentence, tr
from crm_desktop.services.lists import Lists
from crm_desktop.ui.printing import birthday_list, customer_sheet, labels, pdf_file
from crm_desktop.ui.printing.paper_choice import usual_paper
from crm_desktop.ui.printing.table_pdf import write_pdf

if TYPE_CHECKING:
    from crm_desktop.services import Services

_kept: Final[list[QCoreApplication]] = []


def _get_ready() -> None:
    """Fonts need an application; where there is no window, one without a screen."""
    if QCoreApplication.instance() is None:
        if sys.platform == "linux":
            # A display that cannot be reached would end the process on the spot.
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        # What Qt thinks of the locale of a nightly job is nothing that its reader could use.
        qInstallMessageHandler(lambda *_: None)
        _kept.append(QGuiApplication(["crm-desktop"]))


def write_list(services: Services, kind: str, path: Path, find: str, columns: Sequence[str] | None) -> int:
    """Write a list as a table; the birthdays, unless columns are named, as the list for the wall. How many rows."""
    _get_ready()
    lists, foot = Lists(services), services.settings.get().shop_name
    if kind != "birthdays" or columns:
        table = lists.table(kind, find, columns)
        return write_pdf(table, path, foot=foot)
    about = [tr("Found by “%1”", find)] if find.strip() else []
    document = birthday_list.lay_out(lists.birthdays(find), about, foot, Sheet(usual_paper()))
    return pdf_file.write(document, tr("Birthdays"), path)


def write_labels(services: Services, path: Path, find: str, format_: str, first: int) -> tuple[int, int]:
    """Write address labels, beginning at the `first` label of a sheet, from 1; how many, and how many customers had no
    address."""
    wanted = _format(format_)
    if not 1 <= first <= wanted.count:
        raise BadCommand(Sentence("A sheet of these labels has places 1 to %1.", wanted.count))
    _get_ready()
    choice = labels.LabelChoice(wanted, first - 1)
    document = labels.lay_out(Lists(services).customers(find), choice)
    return pdf_file.write(document, tr("Address labels"), path), document.left_out


def write_customer(services: Services, customer_id: int, path: Path) -> None:
    """Write one customer's sheet. NotFound where they are gone."""
    whole = customer_sheet.read(services, customer_id)
    _get_ready()
    document = customer_sheet.CustomerSheet(whole, Sheet(usual_paper()))
    pdf_file.write(document, whole.customer.name, path)


def _format(name: str) -> LabelFormat:
    found = label_format(name)
    if found is None:
        known = ", ".join(each.key for each in LABEL_FORMATS)
        raise BadCommand(Sentence("There are no labels “%1”. There are: %2.", name, known))
    return found
