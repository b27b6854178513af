"""Commands that bring files in and hand lists over."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.cli.answer import Answer
from crm_desktop.cli.which_shop import open_services, password_in
from crm_desktop.errors import BadCommand, FileLocked
from crm_desktop.language import Sentence, tr

if TYPE_CHECKING:
    from crm_desktop.services import Services


def bring_in(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.importing.importer import import_file

    if options.kind == "shop":
        return _bring_in_shop(options)
    given = options.file_password_file
    password = password_in(given) if given else os.environ.get("CRM_DESKTOP_FILE_PASSWORD") or None
    services = open_services(options)
    bring_in = partial(
        import_file,
        services.shop,
        options.kind,
        options.file,
        sheet=options.sheet,
        mapping=options.mapping,
        on_duplicate=options.on_duplicate,
        dry_run=options.dry_run,
        rejects=options.rejects,
    )
    try:
        report = bring_in(password=password)
    except FileLocked:
        if password is not None or sys.stdin is None or not sys.stdin.isatty():
            raise
        report = bring_in(password=getpass.getpass(tr("Password of “%1”: ", options.file.name)))
    return report.as_json(), report.in_words


def _bring_in_shop(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.whole_shop.reading import read_shop, write_whole_shop

    services = open_services(options)
    whole = read_shop(options.file)
    tables = whole.counts
    change = None if options.dry_run else write_whole_shop(services.shop, whole)
    answer = {"file": options.file.name, "kind": "shop", "tables": tables, "change": change.id if change else None}
    return answer, lambda: tr("Brought in the whole shop: %n customer(s)", n=tables["customer"])


def hand_over(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.writers import ics_file, vcf_file, write_table
    from crm_desktop.services.lists import Lists

    if options.kind == "shop":
        return _export_shop(options)
    file, find = options.file, options.find
    columns = [column.strip() for column in options.columns.split(",") if column.strip()]
    if columns and file.suffix.lower() in (".vcf", ".ics"):
        raise BadCommand(Sentence("Columns can be chosen for .xlsx, .csv and .json, not for “%1”.", file.name))
    kind = "bought" if options.lines else options.kind
    if options.lines and (options.kind != "purchases" or file.suffix.lower() in (".vcf", ".ics")):
        raise BadCommand(Sentence("A row for each thing bought is for purchases, in a table."))
    if options.layout == "labels" and (options.kind, file.suffix.lower()) != ("customers", ".pdf"):
        raise BadCommand(Sentence("Labels are made of customers, into a .pdf file."))
    if options.kind == "calendar":
        return _export_calendar(options)
    services = open_services(options)
    if file.suffix.lower() == ".pdf":
        return _export_pdf(options, services, columns)
    lists, now = Lists(services), services.clock.now()
    match options.kind, file.suffix.lower():
        case "customers", ".vcf":
            days = services.yearly_dates.by_customer()
            rows = vcf_file.write(lists.customers(find), services.customers.photo, file, options.vcard, days)
        case "birthdays", ".ics":
            shop = services.settings.get()
            rows = ics_file.write_birthdays(lists.customers(find), file, now, shop.rules, shop.birthday_days)
        case "followups", ".ics":
            rows = ics_file.write_follow_ups(lists.follow_ups(find), file, now, options.ics_as or "todo")
        case _:
            table = lists.table(kind, find, columns or None)
            rows = write_table(table, file, options.encoding)
            if table.cut:
                return _with_cut(file, rows, table.cut)
    answer = {"file": str(options.file), "rows": rows}
    return answer, lambda: tr("Wrote %n row(s) to %1", options.file, n=rows)


def _with_cut(file: Path, rows: int, cut: Sequence[str]) -> Answer:
    from crm_desktop.exchange.writers.xlsx_file import cut_words

    answer = {"file": str(file), "rows": rows, "cut": list(cut)}
    return answer, lambda: "\n".join([tr("Wrote %n row(s) to %1", file, n=rows), str(cut_words(cut))])


def _export_shop(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.whole_shop.writing import write_shop

    rows = sum(write_shop(open_services(options).shop, options.file).values())
    return {"file": str(options.file), "rows": rows}, lambda: tr("Wrote %n row(s) to %1", options.file, n=rows)


def _export_calendar(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.writers import ics_file
    from crm_desktop.services.calendar_rows import CalendarRows

    file: Path = options.file
    if file.suffix.lower() != ".ics":
        raise BadCommand(Sentence("A calendar is an .ics file. Give “%1” that ending.", file.name))
    services = open_services(options)
    rows, settings = CalendarRows(services), services.settings.get()
    written = ics_file.write_calendar(
        rows.birthdays(options.find), rows.follow_ups(options.find), file, services.clock.now(), settings.rules,
        settings.birthday_days, tasks_as=options.ics_as or "event", title=settings.shop_name,
    )  # fmt: skip

    def in_words() -> str:
        if not written.anew:
            return tr("%1 holds all this already and was left as it is.", file)
        return tr("Wrote %n row(s) to %1", file, n=written.rows)

    return {"file": str(file), "rows": written.rows, "changed": written.anew}, in_words


def _export_pdf(options: argparse.Namespace, services: Services, columns: Sequence[str]) -> Answer:
    from crm_desktop.ui.printing import commands

    file, find = options.file, options.find
    if options.layout == "labels":
        rows, left_out = commands.write_labels(services, file, find, options.labels, options.first_label)

        def in_words() -> str:
            lines = [tr("Wrote %n label(s) to %1", file, n=rows)]
            lines += [tr("%n customer(s) without an address left out", n=left_out)] if left_out else []
            return "\n".join(lines)

        return {"file": str(file), "rows": rows, "left_out": left_out}, in_words
    kind = "bought" if options.lines else options.kind
    rows = commands.write_list(services, kind, file, find, columns or None)
    return {"file": str(file), "rows": rows}, lambda: tr("Wrote %n row(s) to %1", file, n=rows)
