"""What can be read of a damaged shop, into a new file."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from crm_desktop import paths
from crm_desktop.cli.answer import Answer
from crm_desktop.cli.which_shop import data_dir, password, shop_path
from crm_desktop.clock import laptop_clock
from crm_desktop.language import tr

if TYPE_CHECKING:
    from crm_desktop.services.rescue import Report


def rescue(options: argparse.Namespace) -> Answer:
    """`rescue`: what can be read of a damaged shop, in a new file. The old one is never written to."""
    from crm_desktop.services.backup_places import copies_of
    from crm_desktop.services.rescue import rescue as recover
    from crm_desktop.services.rescue import salts_of
    from crm_desktop.store.key import Key

    path = shop_path(options)
    word = password(options, path)
    copies = copies_of(path, paths.backups(data_dir(options)))
    report = recover(path, options.file, Key(word) if word else None, clock=laptop_clock(), salts=salts_of(copies))
    answer = {
        "file": str(report.path),
        "tables": [
            {"table": each.table, "read": each.read, "doubtful": each.doubtful, "lost": each.lost}
            for each in report.tables
        ],
        "doubtful_customers": [{"id": person.id, "name": person.name} for person in report.doubtful_customers],
        "journal_kept": report.journal_kept,
    }
    return Answer(answer, lambda: _in_words(report))


def _in_words(report: Report) -> str:
    """The table of what was read, the parts of which nothing is there or missing left out; then whom to look at."""
    lines = [tr("Recovered into %1", report.path)]
    for each in report.tables:
        if each.read or each.lost != 0:
            lost = tr("not known") if each.lost is None else each.lost
            lines.append(tr("%1: read %2, in doubt %3, lost %4", each.title, each.read, each.doubtful, lost))
    if not report.journal_kept:
        lines.append(
            tr("The record of changes could not be read whole, and begins anew: what was done before the rescue cannot "
               "be undone in the new file.")
        )  # fmt: skip
    if report.doubtful_customers:
        people = report.doubtful_customers
        title = tr("Have a look at %n customer(s): something of theirs may be wrong or missing", n=len(people))
        lines.append(title)
        lines += [person.name or tr("Customer no. %1, without a name", person.id) for person in people]
    return "\n".join(lines)
