"""Commands that look: customers, today, the history; and the way back in it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from crm_desktop.cli.answer import Answer
from crm_desktop.cli.which_shop import open_services
from crm_desktop.domain.reminding.entries import Entry, FollowUpEntry
from crm_desktop.language import tr

if TYPE_CHECKING:
    from crm_desktop.services import Services


def find(options: argparse.Namespace) -> Answer:
    """`find`: the customers that the search box would find."""
    services = open_services(options)
    total, customers = services.customers.find(options.query, options.limit)

    def in_words() -> str:
        lines = [f"{c.id:>6}  {c.name}  {' '.join(c.phones)}" for c in customers]
        return "\n".join([*lines, tr("%n customer(s) found", n=total)])

    return Answer({"total": total, "customers": [c.as_json() for c in customers]}, in_words)


def show(options: argparse.Namespace) -> Answer:
    """`show`: one customer with everything that happened; with `--pdf` their sheet is written, too."""
    services = open_services(options)
    customer = services.customers.get(options.id)
    timeline = services.customers.timeline(options.id, 0)
    yearly = services.yearly_dates.of_customer(options.id)
    if options.pdf:
        from crm_desktop.ui.printing import commands

        commands.write_customer(services, options.id, options.pdf)

    def in_words() -> str:
        head = f"{customer.name}  {' '.join(customer.phones)}"
        return "\n".join([head, *(f"{e.at:%Y-%m-%d}  {e.title} {e.detail}".rstrip() for e in timeline)])

    value = {
        **customer.as_json(),
        "yearly_dates": [row.as_json() for row in yearly],
        "timeline": [entry.as_json() for entry in timeline],
    }
    return Answer(value, in_words)


def today(options: argparse.Namespace) -> Answer:
    """`today`: what the Today tab lists."""
    services = open_services(options)
    today = services.today.today(options.on or services.clock.now().date(), options.days)

    def in_words() -> str:
        lines: list[tuple[str, Entry]] = [(tr("The daily backup"), today.backup)] if today.backup else []
        people = (today.follow_ups, today.birthdays, today.anniversaries, today.returning)
        lines += [(entry.name, entry) for entries in people for entry in entries]
        return "\n".join(_reminder_words(name, entry) for name, entry in lines) or tr("Nothing today.")

    return Answer(today.as_json(), in_words)


def _reminder_words(name: str, entry: Entry) -> str:
    """One reminder in a line: who, what a follow-up is about, why, and what she answered to it."""
    what = [entry.what] if isinstance(entry, FollowUpEntry) else []
    words = "  ".join([name, *what, str(entry.why)])
    if entry.done:
        return tr("%1 (done)", words)
    return tr("%1 (put off to %2)", words, f"{entry.put_off:%Y-%m-%d %H:%M}") if entry.put_off else words


def history(options: argparse.Namespace) -> Answer:
    """`history`: the newest changes; with `--reminders` what was told and what was not."""
    services = open_services(options)
    if options.reminders:
        return _told(services, options.limit)
    entries = services.history.changes(options.limit)
    changes = [
        {"id": e.id, "at": e.at.isoformat(), "title": str(e.title), "rows": e.rows, "undone": e.undone} for e in entries
    ]

    def in_words() -> str:
        lines = [f"{e.id:>6}  {e.at:%Y-%m-%d %H:%M}  {e.title}" for e in entries]
        return "\n".join(lines) or tr("No changes yet.")

    return Answer({"changes": changes}, in_words)


def _told(services: Services, limit: int) -> Answer:
    """What was told of the day's reminders, and what was not and why."""
    entries = services.reminders.log(limit)

    def in_words() -> str:
        lines = [f"{e.at:%Y-%m-%d %H:%M}  {e.what}  {e.outcome}" for e in entries]
        return "\n".join(lines) or tr("Nothing was told yet.")

    return Answer({"reminders": [entry.as_json() for entry in entries]}, in_words)


def undo(options: argparse.Namespace) -> Answer:
    """`undo` and `redo`: what was put back, and what was kept because it was edited since."""
    services = open_services(options)
    answer = services.history.redo() if options.command == "redo" else services.history.undo(options.change)
    value = {
        "change": answer.undone_id,
        "reversed": answer.reversed,
        "kept": answer.kept,
        "failed": answer.failed,
        "kept_names": list(answer.kept_names),
    }

    def in_words() -> str:
        lines = [str(answer.change.title)] if answer.change.id is not None else []
        if answer.kept or answer.failed or not lines:
            counts = (answer.reversed, answer.kept, answer.failed)
            lines.append(tr("Put back: %1, kept because edited since: %2, not possible: %3", *counts))
        return "\n".join([*lines, *answer.kept_names])

    return Answer(value, in_words)
