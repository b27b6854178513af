"""The command that brings a file in."""

from __future__ import annotations

import argparse
from functools import partial

from crm_desktop.cli.answer import Answer
from crm_desktop.cli.passwords import ask_for, can_ask, handed_over
from crm_desktop.cli.which_shop import open_services
from crm_desktop.errors import FileLocked
from crm_desktop.language import tr


def import_(options: argparse.Namespace) -> Answer:
    """`import`: bring a file in; the password of a locked one is asked for where somebody can type it."""
    from crm_desktop.exchange.importing.importer import import_file

    if options.kind == "shop":
        return _whole_shop(options)
    password = handed_over(options.file_password_file, "CRM_DESKTOP_FILE_PASSWORD")
    services = open_services(options)
    import_with = partial(
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
        report = import_with(password=password)
    except FileLocked:
        if password is not None or not can_ask():
            raise
        report = import_with(password=ask_for(options.file))
    return Answer(report.as_json(), report.in_words)


def _whole_shop(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.whole_shop.reading import read_shop, write_whole_shop

    services = open_services(options)
    whole = read_shop(options.file)
    tables = whole.counts
    change = None if options.dry_run else write_whole_shop(services.shop, whole)
    value = {"file": options.file.name, "kind": "shop", "tables": tables, "change": change.id if change else None}
    return Answer(value, lambda: tr("Brought in the whole shop: %n customer(s)", n=tables["customer"]))
