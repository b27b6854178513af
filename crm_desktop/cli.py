"""The command line: each command parses its words, calls one service, and prints.

Exit status: 0 done; 2 the words are off; 3 the input file cannot be read; 4 the shop cannot be opened; 5 anything
else. With `--json` standard output holds one JSON value and nothing else. Never a traceback: what is not a UserError
is written to the log in the data folder.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import io
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from crm_desktop import __version__, language, paths
from crm_desktop.clock import FixedClock
from crm_desktop.errors import BadCommand, FileLocked, NotAvailableYet, UserError
from crm_desktop.language import Sentence, tr

if TYPE_CHECKING:
    from crm_desktop.services import Services
    from crm_desktop.services.backups import Backups
    from crm_desktop.store.shop import Shop

Answer = tuple[Any, Callable[[], str]]
"""What a command found out: for `--json`, and in words."""

LATER = ("restore", "check", "password")


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


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        found = ((say, re.fullmatch(pattern, message, re.DOTALL)) for pattern, say in _OFF)
        sentence = next(say(*match.groups()) for say, match in found if match)
        raise BadCommand(Sentence("%1 Try “%2 --help”.", sentence, self.prog))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    manner = _manner(words)
    language.set_language(manner.lang if manner.lang in language.LANGUAGES else language.system_language())
    _take_any_script(as_json=manner.json)
    options = argparse.Namespace(command="open", shop=None, data_dir=None, lang=None, json=False, password_file=None)
    try:
        _parser().parse_args(words, options)
        with contextlib.ExitStack() as options.closing:
            answer = _COMMANDS[options.command](options)
        if isinstance(answer, int):
            return answer
        value, in_words = answer
        text = json.dumps(value, ensure_ascii=False) if manner.json else in_words()
    except UserError as error:
        return _tell(error, as_json=manner.json)
    except SystemExit as stop:  # --help and --version
        return int(stop.code or 0)
    except (KeyboardInterrupt, EOFError):
        return _tell(UserError(Sentence("Stopped. Nothing was changed.")), as_json=manner.json)
    except Exception as bug:
        return _tell(_logged(bug, manner.data_dir), as_json=manner.json)
    return _put_out(text, as_json=manner.json)


def _manner(words: Sequence[str]) -> argparse.Namespace:
    """How to answer, whatever the rest of the words may be."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang")
    parser.add_argument("--data-dir", type=Path)
    manner = argparse.Namespace()
    with contextlib.suppress(argparse.ArgumentError):  # is told when all the words are read
        parser.parse_known_args(words, manner)
    return manner


def _take_any_script(*, as_json: bool) -> None:
    """Put out any name: a pipe's or an old console's encoding may lack its characters. JSON is always UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if as_json else None, errors="replace")


def _put_out(text: str, *, as_json: bool) -> int:
    """Print the answer; the exit status."""
    try:
        print(text, flush=True)
    except OSError as error:
        # Nothing more may be put out, nor flushed when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # the reader of our output went away, as `| head` does
            return 0
        sentence = Sentence("The command was done, but its answer could not be put out: %1.", error.strerror)
        return _tell(UserError(sentence), as_json=as_json)
    return 0


def _tell(error: UserError, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": {"code": error.code, "message": str(error)}}, ensure_ascii=False), file=sys.stderr)
    else:
        print(error, file=sys.stderr)
    return error.exit_status


def _logged(bug: Exception, folder: Path | None) -> UserError:
    """A bug, written to the log; the user gets a sentence."""
    import traceback

    log = (folder or paths.default_data_dir()) / "logs" / "command-line.log"
    frames = traceback.extract_tb(bug.__traceback__)
    # The places and the kind of the error, not its text: that may hold a customer's name.
    report = [f"{datetime.now().isoformat()} {__version__} {type(bug).__name__}"]
    report += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write("\n".join(report) + "\n")
    except OSError:
        pass
    return UserError(
        Sentence("Something went wrong in the program itself (%1). Nothing of this command was saved. "
                 "Please send the log to the makers: %2", type(bug).__name__, log)
    )  # fmt: skip


# Words


def _parser() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False)
    # Given before the command or after it: the latter must not reset the former. Hence SUPPRESS; and the defaults stand
    # in the namespace, for `set_defaults` would reach into these options of every command.
    quiet: dict[str, Any] = {"default": argparse.SUPPRESS}
    shared.add_argument("--shop", type=Path, metavar="FILE", help=tr("the shop file"), **quiet)
    shared.add_argument("--data-dir", type=Path, metavar="DIR", help=tr("settings, logs and backups"), **quiet)
    shared.add_argument("--lang", choices=language.LANGUAGES, help=tr("the language to speak"), **quiet)
    shared.add_argument("--json", action="store_true", help=tr("answer with one JSON value"), **quiet)
    shared.add_argument("--password-file", type=Path, metavar="FILE", help=tr("the shop's password"), **quiet)
    parser = _Parser(prog="crm-desktop", description=tr("A small shop's customers in one file."), parents=[shared])
    parser.add_argument("--version", action="version", version=f"CRM Desktop {__version__}")
    commands = parser.add_subparsers(metavar=tr("command"))

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_text, description=help_text, parents=[shared])
        command.set_defaults(command=name)
        return command

    add("open", tr("open the window (also without a command)"))
    add("new", tr("make an empty shop file")).add_argument("file", type=Path, metavar="SHOP")
    demo = add("demo", tr("make a shop of plausible people to look around in"))
    demo.add_argument("file", type=Path, metavar="SHOP")
    demo.add_argument("--customers", type=_whole_number, default=200)
    demo.add_argument("--purchases", type=_whole_number, default=None)
    demo.add_argument("--seed", type=_whole_number, default=1)
    demo.add_argument("--today", type=_day, default=None, metavar="DATE")
    bring = add("import", tr("bring in a spreadsheet"))
    bring.add_argument("kind", choices=("customers", "purchases", "followups", "products", "shop"))
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--sheet", metavar="NAME")
    bring.add_argument("--mapping", type=Path, metavar="FILE")
    bring.add_argument("--on-duplicate", choices=("update", "skip", "add"), default="update")
    bring.add_argument("--dry-run", action="store_true")
    bring.add_argument("--rejects", type=Path, metavar="OUT.xlsx")
    bring.add_argument("--file-password-file", type=Path, metavar="FILE", help=tr("the password of the file"))
    _fill_export(add("export", tr("hand over a list")))
    find = add("find", tr("find customers"))
    find.add_argument("query", nargs="?", default="", metavar="QUERY")
    find.add_argument("--limit", type=_whole_number, default=50)
    show = add("show", tr("show one customer"))
    show.add_argument("id", type=_whole_number, metavar="ID")
    show.add_argument("--pdf", type=Path, metavar="FILE", help=tr("write the customer's sheet as well"))
    today = add("today", tr("what today asks for"))
    today.add_argument("--on", type=_day, default=None, metavar="DATE")
    today.add_argument("--days", type=_whole_number, default=7)
    add("history", tr("list the newest changes")).add_argument("--limit", type=_whole_number, default=50)
    add("undo", tr("take back a change")).add_argument("change", nargs="?", type=_whole_number, metavar="CHANGE")
    add("redo", tr("bring back what was undone last"))
    backup = add("backup", tr("copy the shop while it is open"))
    backup.add_argument("file", type=Path, metavar="FILE", nargs="?")
    for name, help_text in zip(
        LATER,
        (
            tr("replace the shop by a copy"),
            tr("check the shop file"),
            tr("set, change or remove the password"),
        ),
        strict=True,
    ):
        later = add(name, help_text)
        if name == "restore":
            later.add_argument("file", type=Path, metavar="FILE")
    return parser


def _fill_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("kind", choices=("customers", "purchases", "followups", "birthdays", "shop"))
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--find", default="", metavar="QUERY")
    export.add_argument("--columns", default="", metavar="a,b,c")
    export.add_argument("--encoding", choices=("utf-8", "gb18030"), default="utf-8", help=tr("of a .csv"))
    export.add_argument("--vcard", choices=("3.0", "4.0"), default="3.0", help=tr("the version of a .vcf"))
    export.add_argument(
        "--ics-as",
        choices=("todo", "event"),
        default="todo",
        help=tr("follow-ups in an .ics as things to do, or events"),
    )
    export.add_argument("--layout", choices=("table", "labels"), default="table", help=tr("of a .pdf of customers"))
    export.add_argument("--labels", default="3x8", metavar="3x8", help=tr("how many labels across and down a sheet"))
    export.add_argument("--first-label", type=_whole_number, default=1, metavar="N", help=tr("of a used sheet"))


def _whole_number(text: str) -> int:
    if not text.isdecimal() or len(text) > 15:
        raise argparse.ArgumentTypeError(tr("“%1” is not a whole number of at most 15 digits", text))
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(tr("“%1” is not a date like 2026-11-21", text)) from None


def _password(options: argparse.Namespace, shop: Path) -> str | None:
    """The shop's password, if it needs one: from the environment, a file, or a prompt on a terminal."""
    if options.password_file:
        return _password_in(options.password_file)
    if os.environ.get("CRM_DESKTOP_PASSWORD"):
        return os.environ["CRM_DESKTOP_PASSWORD"]
    from crm_desktop.store.shop import is_encrypted

    if is_encrypted(shop) and sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(tr("Password of “%1”: ", shop.name))
    return None


def _password_in(file: Path) -> str:
    try:
        password = file.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        password = ""
    if not password or "\0" in password:
        raise BadCommand(Sentence("There is no password to be read in the file “%1”.", file))
    return password


def data_dir(options: argparse.Namespace) -> Path:
    """Where settings, logs and backups are."""
    return options.data_dir or paths.default_data_dir()


def shop_path(options: argparse.Namespace) -> Path:
    """The shop meant: named, from the environment, opened last, or the one in the data folder."""
    if options.shop:
        return Path(options.shop)
    if os.environ.get("CRM_DESKTOP_SHOP"):
        return Path(os.environ["CRM_DESKTOP_SHOP"])
    return paths.last_shop(data_dir(options)) or data_dir(options) / "shop.crm"


def _open(options: argparse.Namespace) -> Services:
    from crm_desktop.services import build
    from crm_desktop.store.shop import Shop

    path = shop_path(options)
    shop = Shop.open(path, key=_password(options, path))
    _keep_open(options, shop)
    shop.safeguard = _backups(options, shop).before
    return build(shop)


def _backups(options: argparse.Namespace, shop: Shop) -> Backups:
    from crm_desktop.services.backups import Backups

    return Backups(shop, paths.backups(data_dir(options)))


# Commands


def _window(options: argparse.Namespace) -> int:
    # Without a display Qt ends the process on the spot.
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in displays):
        raise UserError(Sentence("There is no display to open the window on. “crm-desktop --help” names the commands "
                                 "that need none."))  # fmt: skip
    from crm_desktop import app

    return app.run(shop_path(options), data_dir(options), options.lang, _password(options, shop_path(options)))


def _new(options: argparse.Namespace) -> Answer:
    shop = _make(options)
    answer = {"shop": str(options.file), "schema": shop.schema}
    return answer, lambda: tr("Made an empty shop: %1", options.file)


def _make(options: argparse.Namespace, today: date | None = None) -> Shop:
    from crm_desktop.store.shop import Shop

    clock = FixedClock(today) if today else None
    shop = Shop.create(options.file, key=_password(options, options.file), clock=clock)
    _keep_open(options, shop)
    return shop


def _keep_open(options: argparse.Namespace, shop: Shop) -> None:
    """Close the shop when the command ends, and say so where its engine or its broken file made the command fail."""

    def told(kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, UserError):
            # A demo that cannot be finished takes its file with it: nothing is there to be damaged.
            meaning = shop.meaning(error) or (shop.database.damage() if shop.path.exists() else None)
            if meaning is not None:
                raise meaning from error

    options.closing.callback(shop.close)
    options.closing.push(told)


def _demo(options: argparse.Namespace) -> Answer:
    from crm_desktop.services.demo import make

    today = options.today or date.today()
    purchases = options.purchases if options.purchases is not None else options.customers * 5
    shop = _make(options, today)
    try:
        counts = make(shop, options.customers, purchases, options.seed, today)
    except BaseException:
        shop.close()
        for part in ("", "-wal", "-shm"):
            options.file.with_name(options.file.name + part).unlink(missing_ok=True)
        raise
    answer = {
        "shop": str(options.file),
        "customers": counts.customers,
        "purchases": counts.purchases,
        "follow_ups": counts.follow_ups,
    }
    return answer, lambda: tr("Made a demo shop of %n customer(s): %1", options.file, n=counts.customers)


def _import(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.importing.importer import import_file

    if options.kind == "shop":
        return _import_shop(options)
    given = options.file_password_file
    password = _password_in(given) if given else os.environ.get("CRM_DESKTOP_FILE_PASSWORD") or None
    services = _open(options)
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


def _import_shop(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.whole_shop.reading import read_shop, write_whole_shop

    services = _open(options)
    whole = read_shop(options.file)
    tables = whole.counts
    change = None if options.dry_run else write_whole_shop(services.shop, whole)
    answer = {"file": options.file.name, "kind": "shop", "tables": tables, "change": change.id if change else None}
    return answer, lambda: tr("Brought in the whole shop: %n customer(s)", n=tables["customer"])


def _export_shop(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.whole_shop.writing import write_shop

    rows = sum(write_shop(_open(options).shop, options.file).values())
    return {"file": str(options.file), "rows": rows}, lambda: tr("Wrote %n row(s) to %1", options.file, n=rows)


def _export(options: argparse.Namespace) -> Answer:
    from crm_desktop.exchange.writers import ics_file, vcf_file, write_table
    from crm_desktop.services.lists import Lists

    if options.kind == "shop":
        return _export_shop(options)
    file, find = options.file, options.find
    columns = [column.strip() for column in options.columns.split(",") if column.strip()]
    if columns and file.suffix.lower() in (".vcf", ".ics"):
        raise BadCommand(Sentence("Columns can be chosen for .xlsx, .csv and .json, not for “%1”.", file.name))
    if options.layout == "labels" and (options.kind, file.suffix.lower()) != ("customers", ".pdf"):
        raise BadCommand(Sentence("Labels are made of customers, into a .pdf file."))
    services = _open(options)
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
            rows = ics_file.write_follow_ups(lists.follow_ups(find), file, now, options.ics_as)
        case _:
            rows = write_table(lists.table(options.kind, find, columns or None), file, options.encoding)
    answer = {"file": str(options.file), "rows": rows}
    return answer, lambda: tr("Wrote %n row(s) to %1", options.file, n=rows)


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
    rows = commands.write_list(services, options.kind, file, find, columns or None)
    return {"file": str(file), "rows": rows}, lambda: tr("Wrote %n row(s) to %1", file, n=rows)


def _find(options: argparse.Namespace) -> Answer:
    services = _open(options)
    total, customers = services.customers.find(options.query, options.limit)

    def in_words() -> str:
        lines = [f"{c.id:>6}  {c.name}  {' '.join(c.phones)}" for c in customers]
        return "\n".join([*lines, tr("%n customer(s) found", n=total)])

    return {"total": total, "customers": [c.as_json() for c in customers]}, in_words


def _show(options: argparse.Namespace) -> Answer:
    services = _open(options)
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
    return value, in_words


def _today(options: argparse.Namespace) -> Answer:
    services = _open(options)
    today = services.today.today(options.on or services.clock.now().date(), options.days)

    def in_words() -> str:
        lines = [(entry.name, entry.why) for entry in today.follow_ups]
        lines += [(entry.name, entry.why) for entry in today.birthdays]
        lines += [(entry.name, entry.why) for entry in today.anniversaries]
        return "\n".join(f"{name}  {why}" for name, why in lines) or tr("Nothing today.")

    return today.as_json(), in_words


def _history(options: argparse.Namespace) -> Answer:
    services = _open(options)
    entries = services.history.changes(options.limit)
    changes = [
        {"id": e.id, "at": e.at.isoformat(), "title": str(e.title), "rows": e.rows, "undone": e.undone} for e in entries
    ]

    def in_words() -> str:
        lines = [f"{e.id:>6}  {e.at:%Y-%m-%d %H:%M}  {e.title}" for e in entries]
        return "\n".join(lines) or tr("No changes yet.")

    return {"changes": changes}, in_words


def _undo(options: argparse.Namespace) -> Answer:
    services = _open(options)
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

    return value, in_words


def _backup(options: argparse.Namespace) -> Answer:
    made = _backups(options, _open(options).shop).make(options.file)
    answer = {"file": str(made.path), "customers": made.customers, "purchases": made.purchases}
    return answer, lambda: tr(
        "Copied the shop to %1 and checked the copy: %n customer(s)", made.path, n=made.customers or 0
    )


def _later(options: argparse.Namespace) -> Answer:
    raise NotAvailableYet(Sentence("“%1” is not available yet in this version. Nothing was changed.", options.command))


_COMMANDS: dict[str, Callable[[argparse.Namespace], Answer | int]] = {
    "open": _window,
    "new": _new,
    "demo": _demo,
    "import": _import,
    "export": _export,
    "find": _find,
    "show": _show,
    "today": _today,
    "history": _history,
    "undo": _undo,
    "redo": _undo,
    "backup": _backup,
    **dict.fromkeys(LATER, _later),
}
