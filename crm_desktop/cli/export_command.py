"""The command that writes lists into files: what is asked for by its kind, the format by the file's ending."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.cli.answer import Answer
from crm_desktop.cli.which_shop import open_services
from crm_desktop.errors import BadCommand
from crm_desktop.language import Sentence, tr

if TYPE_CHECKING:
    from crm_desktop.services import Services


def export(options: argparse.Namespace) -> Answer:
    """`export`: write a list, labels, cards or a calendar into a file."""
    if options.kind == "shop":
        return _whole_shop(options)
    columns = [column.strip() for column in options.columns.split(",") if column.strip()]
    _refuse_what_does_not_fit(options, columns)
    if options.kind == "calendar":
        return _calendar(options)
    services = open_services(options)
    match options.kind, _ending(options):
        case "customers", ".pdf" if options.layout == "labels":
            return _labels(options, services)
        case _, ".pdf":
            return _printed_list(options, services, columns)
        case "customers", ".vcf":
            return _contact_cards(options, services)
        case "birthdays" | "followups", ".ics":
            return _calendar_of_one_kind(options, services)
    return _table(options, services, columns)


def _refuse_what_does_not_fit(options: argparse.Namespace, columns: Sequence[str]) -> None:
    """BadCommand if the options say something that this kind or format cannot do."""
    ending, is_table = _ending(options), _ending(options) not in (".vcf", ".ics")
    if columns and not is_table:
        raise BadCommand(Sentence("Columns can be chosen for .xlsx, .csv and .json, not for “%1”.", options.file.name))
    if options.lines and not (options.kind == "purchases" and is_table):
        raise BadCommand(Sentence("A row for each thing bought is for purchases, in a table."))
    if options.layout == "labels" and (options.kind, ending) != ("customers", ".pdf"):
        raise BadCommand(Sentence("Labels are made of customers, into a .pdf file."))
    if options.kind == "calendar" and ending != ".ics":
        raise BadCommand(Sentence("A calendar is an .ics file. Give “%1” that ending.", options.file.name))


def _ending(options: argparse.Namespace) -> str:
    file: Path = options.file
    return file.suffix.lower()


def _list_of(options: argparse.Namespace) -> str:
    """The list that a table shows: purchases have a second one, of the things bought."""
    return "bought" if options.lines else options.kind


def _wrote(file: Path, rows: int) -> Answer:
    return Answer({"file": str(file), "rows": rows}, lambda: _rows_written(file, rows))


def _rows_written(file: Path, rows: int) -> str:
    return tr("Wrote %n row(s) to %1", file, n=rows)


def _whole_shop(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.whole_shop.writing import write_shop

    return _wrote(options.file, sum(write_shop(open_services(options).shop, options.file).values()))


def _table(options: argparse.Namespace, services: Services, columns: Sequence[str]) -> Answer:
    from crm_desktop.exchange.writers import write_table
    from crm_desktop.exchange.writers.xlsx_file import cut_words
    from crm_desktop.services.lists import Lists

    table = Lists(services).table(_list_of(options), options.find, columns or None)
    file, rows = options.file, write_table(table, options.file, options.encoding)
    if not table.cut:
        return _wrote(file, rows)
    value = {"file": str(file), "rows": rows, "cut": list(table.cut)}
    return Answer(value, lambda: f"{_rows_written(file, rows)}\n{cut_words(table.cut)}")


def _printed_list(options: argparse.Namespace, services: Services, columns: Sequence[str]) -> Answer:
    from crm_desktop.ui.printing import commands

    rows = commands.write_list(services, _list_of(options), options.file, options.find, columns or None)
    return _wrote(options.file, rows)


def _labels(options: argparse.Namespace, services: Services) -> Answer:
    from crm_desktop.ui.printing import commands

    file = options.file
    rows, left_out = commands.write_labels(services, file, options.find, options.labels, options.first_label)

    def in_words() -> str:
        lines = [tr("Wrote %n label(s) to %1", file, n=rows)]
        lines += [tr("%n customer(s) without an address left out", n=left_out)] if left_out else []
        return "\n".join(lines)

    return Answer({"file": str(file), "rows": rows, "left_out": left_out}, in_words)


def _contact_cards(options: argparse.Namespace, services: Services) -> Answer:
    from crm_desktop.exchange.writers import vcf_file
    from crm_desktop.services.lists import Lists

    customers, days = Lists(services).customers(options.find), services.yearly_dates.by_customer()
    return _wrote(options.file, vcf_file.write(customers, services.customers.photo, options.file, options.vcard, days))


def _calendar_of_one_kind(options: argparse.Namespace, services: Services) -> Answer:
    """Birthdays or follow-ups, to be brought into a calendar once."""
    from crm_desktop.exchange.writers import ics_file
    from crm_desktop.services.lists import Lists

    lists, now, settings = Lists(services), services.clock.now(), services.settings.get()
    if options.kind == "birthdays":
        customers = lists.customers(options.find)
        rows = ics_file.write_birthdays(customers, options.file, now, settings.rules, settings.birthday_days)
    else:
        follow_ups = lists.follow_ups(options.find)
        rows = ics_file.write_follow_ups(follow_ups, options.file, now, options.ics_as or "todo")
    return _wrote(options.file, rows)


def _calendar(options: argparse.Namespace) -> Answer:
    """Both kinds in one file, which a calendar may subscribe to: it is written only where something has changed."""
    from crm_desktop.exchange.writers import ics_file
    from crm_desktop.services.calendar_rows import CalendarRows

    services, file = open_services(options), options.file
    rows, settings = CalendarRows(services), services.settings.get()
    written = ics_file.write_calendar(
        rows.birthdays(options.find), rows.follow_ups(options.find), file, services.clock.now(), settings.rules,
        settings.birthday_days, tasks_as=options.ics_as or "event", title=settings.shop_name,
    )  # fmt: skip

    def in_words() -> str:
        if not written.anew:
            return tr("%1 holds all this already and was left as it is.", file)
        return _rows_written(file, written.rows)

    return Answer({"file": str(file), "rows": written.rows, "changed": written.anew}, in_words)
