"""The words of the command line: every command with what belongs to it, and what is said of words that are off."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from crm_desktop import __version__, language
from crm_desktop.errors import BadCommand
from crm_desktop.language import Sentence, tr

# What argparse says of words that are off, and what we say instead.
_OFF: tuple[tuple[str, Callable[..., Sentence]], ...] = (
    (r"the following arguments are required: (.+)", lambda what: Sentence("Something is missing: %1.", what)),
    (r"unrecognized arguments: (.+)", lambda what: Sentence("“%1” is not understood.", what)),
    (
        r"argument (.+?): invalid choice: '(.*)' \(choose from (.+)\)",
        lambda name, word, choices: Sentence("%1: “%2” is none of %3.", name, word, choices.replace("'", "")),
    ),
    (r"argument (.+?): expected .+", lambda name: Sentence("What belongs to %1 is missing.", name)),
    (r"argument (.+?): (.+)", lambda name, problem: Sentence("%1: %2.", name, problem)),
    (r"(.+)", lambda problem: Sentence("%1.", problem)),
)


class Parser(argparse.ArgumentParser):
    """Raises BadCommand, with a sentence in the user's language, where argparse would print English and exit."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        found = ((say, re.fullmatch(pattern, message, re.DOTALL)) for pattern, say in _OFF)
        sentence = next(say(*match.groups()) for say, match in found if match)
        raise BadCommand(Sentence("%1 Try “%2 --help”.", sentence, self.prog))


def parser() -> argparse.ArgumentParser:
    """Every command with its options, in the language spoken now."""
    shared = Parser(add_help=False)
    # Given before the command or after it: the latter must not reset the former. Hence SUPPRESS; and the defaults stand
    # in the namespace, for `set_defaults` would reach into these options of every command.
    quiet: dict[str, Any] = {"default": argparse.SUPPRESS}
    shared.add_argument("--shop", type=Path, metavar="FILE", help=tr("the shop file"), **quiet)
    shared.add_argument("--data-dir", type=Path, metavar="DIR", help=tr("settings, logs and backups"), **quiet)
    shared.add_argument("--lang", choices=language.LANGUAGES, help=tr("the language to speak"), **quiet)
    shared.add_argument("--json", action="store_true", help=tr("answer with one JSON value"), **quiet)
    shared.add_argument("--password-file", type=Path, metavar="FILE", help=tr("the shop's password"), **quiet)
    parser = Parser(prog="crm-desktop", description=tr("A small shop's customers in one file."), parents=[shared])
    version = f"CRM Desktop {__version__}"
    parser.add_argument("--version", action="version", version=version, help=tr("tell the version, nothing else"))
    commands = parser.add_subparsers(metavar=tr("command"))

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_text, description=help_text, parents=[shared])
        command.set_defaults(command=name)
        return command

    _fill_open(add("open", tr("open the window (also without a command)")))
    _fill_file(add("new", tr("make an empty shop file")), "SHOP", tr("the file to be made; never written over"))
    _fill_demo(add("demo", tr("make a shop of plausible people to look around in")))
    _fill_import(add("import", tr("bring in a spreadsheet")))
    _fill_export(add("export", tr("hand over a list")))
    find = add("find", tr("find customers"))
    asked = tr("as in the search box; nothing: all customers")
    find.add_argument("query", nargs="?", default="", metavar="QUERY", help=asked)
    find.add_argument("--limit", type=whole_number, default=50, help=tr("at most so many; 0: no limit"))
    show = add("show", tr("show one customer"))
    show.add_argument("id", type=whole_number, metavar="ID", help=tr("the customer's number, as “find” tells it"))
    show.add_argument("--pdf", type=Path, metavar="FILE", help=tr("write the customer's sheet as well"))
    today = add("today", tr("what today asks for"))
    today.add_argument("--on", type=day, default=None, metavar="DATE", help=tr("as of this day instead of today"))
    today.add_argument("--days", type=whole_number, default=7, help=tr("how many days ahead birthdays are told"))
    history = add("history", tr("list the newest changes"))
    history.add_argument("--limit", type=whole_number, default=50, help=tr("at most so many; 0: no limit"))
    history.add_argument(
        "--reminders",
        action="store_true",
        help=tr("what was told of the day's reminders and when, and what was not and why"),
    )
    which = tr("its number in the history; nothing: the newest")
    undo = add("undo", tr("take back a change"))
    undo.add_argument("change", nargs="?", type=whole_number, metavar="CHANGE", help=which)
    add("redo", tr("bring back what was undone last"))
    backup = add("backup", tr("copy the shop while it is open"))
    where = tr("where to; nothing: into the folder of backups")
    backup.add_argument("file", type=Path, metavar="FILE", nargs="?", help=where)
    add("check", tr("check the shop file"))
    rescue = add("rescue", tr("recover what can be read of a damaged shop into a new file"))
    _fill_file(rescue, "NEW", tr("the file to be made; never written over"))
    _fill_restore(add("restore", tr("replace the shop by a copy, or bring back customers out of one")))
    _fill_password(add("password", tr("set, change or remove the password")))
    return parser


def _fill_open(command: argparse.ArgumentParser) -> None:
    command.add_argument("--hidden", action="store_true", help=tr("without a window, to remind only"))
    what = tr("a shop to open, or sheets, or a phone number to look for, as tel:NUMBER")
    command.add_argument("what", nargs="*", default=[], metavar="FILE", help=what)


def _fill_file(command: argparse.ArgumentParser, name: str, what: str) -> None:
    command.add_argument("file", type=Path, metavar=name, help=what)


def _fill_demo(command: argparse.ArgumentParser) -> None:
    _fill_file(command, "SHOP", tr("the file to be made; never written over"))
    command.add_argument("--customers", type=whole_number, default=200, help=tr("how many"))
    command.add_argument(
        "--purchases", type=whole_number, default=None, help=tr("how many; nothing: five for each customer")
    )
    command.add_argument("--seed", type=whole_number, default=1, help=tr("the same number makes the same shop"))
    command.add_argument("--today", type=day, default=None, metavar="DATE", help=tr("up to this day instead of today"))


def _fill_import(command: argparse.ArgumentParser) -> None:
    kinds = ("customers", "purchases", "followups", "products", "shop")
    command.add_argument("kind", choices=kinds, help=tr("what the file holds; shop: a whole one, into an empty one"))
    command.add_argument(
        "file", type=Path, metavar="FILE", help=tr("the file to read; its kind is seen from its content")
    )
    command.add_argument("--sheet", metavar="NAME", help=tr("which sheet of a workbook"))
    mapping = tr("JSON: each heading, and the field that it feeds")
    command.add_argument("--mapping", type=Path, metavar="FILE", help=mapping)
    same = tr("what to do with customers who are there already")
    command.add_argument("--on-duplicate", choices=("update", "skip", "add"), default="update", help=same)
    command.add_argument("--dry-run", action="store_true", help=tr("tell what would be done, and write nothing"))
    rejects = tr("a workbook of the rows that were left out, with the reason")
    command.add_argument("--rejects", type=Path, metavar="OUT.xlsx", help=rejects)
    command.add_argument("--file-password-file", type=Path, metavar="FILE", help=tr("the password of the file"))


def _fill_restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=tr("the copy"))
    command.add_argument("--customers", metavar="ID,ID", help=tr("bring back these customers only, with all of theirs"))
    command.add_argument("--force", action="store_true", help=tr("also by a copy of another shop"))
    command.add_argument("--file-password-file", type=Path, metavar="FILE", help=tr("the password of the file"))


def _fill_password(command: argparse.ArgumentParser) -> None:
    command.add_argument("--new-password-file", type=Path, metavar="FILE", help=tr("the password from now on"))
    command.add_argument("--remove", action="store_true", help=tr("no password any more"))
    command.add_argument(
        "--code-file", type=Path, metavar="FILE", help=tr("the recovery code, where the password is lost")
    )


def _fill_export(export: argparse.ArgumentParser) -> None:
    kinds = ("customers", "purchases", "followups", "birthdays", "products", "calendar", "shop")
    export.add_argument("kind", choices=kinds, help=tr("calendar: birthdays and follow-ups in one .ics"))
    export.add_argument("file", type=Path, metavar="FILE", help=tr("the file to write; its ending says of what kind"))
    found = tr("only those whom the search box would find")
    export.add_argument("--find", default="", metavar="QUERY", help=found)
    export.add_argument("--columns", default="", metavar="a,b,c", help=tr("which columns, in which order"))
    export.add_argument("--lines", action="store_true", help=tr("of purchases: a row for each thing bought"))
    export.add_argument("--encoding", choices=("utf-8", "gb18030"), default="utf-8", help=tr("of a .csv"))
    export.add_argument("--vcard", choices=("3.0", "4.0"), default="3.0", help=tr("the version of a .vcf"))
    export.add_argument(
        "--ics-as",
        choices=("todo", "event"),
        help=tr("follow-ups in an .ics as things to do, or events"),
    )
    export.add_argument("--layout", choices=("table", "labels"), default="table", help=tr("of a .pdf of customers"))
    export.add_argument("--labels", default="3x8", metavar="3x8", help=tr("how many labels across and down a sheet"))
    export.add_argument("--first-label", type=whole_number, default=1, metavar="N", help=tr("of a used sheet"))


def whole_number(text: str) -> int:
    """The whole number that an option such as `--limit 50` was given."""
    if not text.isdecimal() or len(text) > 15:
        raise argparse.ArgumentTypeError(tr("“%1” is not a whole number of at most 15 digits", text))
    return int(text)


def day(text: str) -> date:
    """The day that an option such as `--on 2026-11-21` was given."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(tr("“%1” is not a date like 2026-11-21", text)) from None
