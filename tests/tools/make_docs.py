"""The engineers' documents that are made from the code: `make docs` writes them into resources/docs.

What the shop file holds comes from the models, the migrations and a file built by them; the words of the command line
from its parser, and the answers from real runs. A test compares both with what is there.
"""

from __future__ import annotations

import argparse
import contextlib
import inspect
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from crm_desktop import language  # noqa: E402
from crm_desktop.cli import answering, words  # noqa: E402
from crm_desktop.store import closed_file, journal, key, migrations, models, seal, search_index  # noqa: E402
from crm_desktop.store.shop import Shop  # noqa: E402

FOLDER = ROOT / "resources" / "docs"
_MADE = "<!-- Made by `make docs` from the code: change it there. -->"
_DAY = "2026-11-21"


def documents() -> dict[str, str]:
    """The file name of each document -> its text."""
    before = language.language()
    language.set_language("en")
    try:
        return {"file-format.md": file_format(), "command-line.md": command_line()}
    finally:
        language.set_language(before)


def meaningless() -> list[str]:
    """Columns and words of the command line that say nowhere what they mean."""
    columns = [
        f"{model._meta.table_name}.{field.column_name}: no help_text in store/models.py"
        for model in models.ALL_MODELS
        for field in model._meta.sorted_fields
        if not _meaning(model, field)
    ]
    options = [
        f"{name} {_shown(action)}: no help in cli/words.py"
        for name, command in _commands().items()
        for action in command._actions
        if not action.help
    ]
    return columns + options


# The shop file


def file_format() -> str:
    """Tables, columns, meaning, pragmas, seal, journal."""
    with tempfile.TemporaryDirectory() as place:
        shop = Shop.create(Path(place) / "shop.crm")
        try:
            tables = "\n".join(_table(shop, model) for model in models.ALL_MODELS)
            derived, pragmas = _derived(shop), _pragmas(shop)
        finally:
            shop.close()
    header = closed_file.APPLICATION_ID.to_bytes(4, "big").decode()
    parts = [
        _MADE,
        "# The shop file\n",
        "A shop is one file, `.crm`: SQLite 3, or SQLCipher 4 with its defaults where it has a password. Both open in "
        "their own tools.\n",
        f"- `application_id` is {closed_file.APPLICATION_ID:#x}, “{header}”.",
        f"- `user_version` is the major version × 65,536 + the minor one; now {migrations.CURRENT} "
        f"({migrations.CURRENT.user_version}).",
        "- While it is open a log may lie beside it (`-wal`, `-shm`, or `-journal`), and belongs to it.\n",
        "Each connection of this program sets " + pragmas + " The extension FTS5 with its trigram tokenizer is needed "
        "to search.\n",
        _prose(migrations),
        "| version | what came with it |\n|---|---|",
        *(f"| {step.to} | {_what_came(step)} |" for step in migrations.MIGRATIONS),
        "\n## Values\n",
        _prose(models, skip=1),
        "## Tables\n",
        "Rows of those marked with ✎ are journalled: whoever writes to them in this program does so inside a change.\n",
        tables,
        "## What is derived\n",
        "These hold nothing of their own: `crm-desktop check` tells whether they fit.\n",
        derived,
        "## The search index\n",
        _prose(search_index),
        "## The journal\n",
        _prose(journal),
        "## The key\n",
        _prose(key),
        "## The seal\n",
        _prose(seal),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _prose(module: Any, skip: int = 0) -> str:
    """What a module says of itself, without its first sentence where that only names it."""
    paragraphs = (inspect.getdoc(module) or "").split("\n\n")
    return "\n\n".join(paragraphs[skip:]) + "\n"


def _what_came(step: migrations.Migration) -> str:
    named = (each for each in vars(migrations).values() if inspect.ismodule(each))
    module = next(each for each in named if getattr(each, "STATEMENTS", None) is step.statements)
    first = (inspect.getdoc(module) or "").partition("\n\n")[0]
    return first.partition(": ")[2].replace("\n", " ")


def _table(shop: Shop, model: Any) -> str:
    name = model._meta.table_name
    mark = " ✎" if model in models.JOURNALLED else ""
    made = {row[1]: row for row in shop.run(f"PRAGMA table_info({name})")}
    lines = [f"### {name}{mark}\n", _doc(model), "| column | holds | meaning |\n|---|---|---|"]
    for field in model._meta.sorted_fields:
        _, column, kind, required, default, is_key = made[field.column_name]
        holds = kind.lower() + ("" if required or is_key else " or nothing")
        if default is not None:
            holds += f", `{default}` unless given"
        lines.append(f"| `{column}` | {holds} | {_meaning(model, field)}{_rule(field)} |")
    return "\n".join(lines) + "\n"


def _doc(model: Any) -> str:
    own = model.__doc__ if "__doc__" in vars(model) else None
    return inspect.cleandoc(own) + "\n" if own else ""


def _meaning(model: Any, field: Any) -> str:
    if field.help_text:
        return str(field.help_text)
    if getattr(field, "rel_model", None) is not None:
        what = {"CASCADE": "the row goes with it", "SET NULL": "nothing once that is gone"}[field.on_delete]
        return f"`{field.rel_model._meta.table_name}.id`; {what}"
    if field is model._meta.primary_key:
        return "the row's number, never given twice" if model in models.JOURNALLED else "the row's number"
    return ""


def _rule(field: Any) -> str:
    checks = [each.sql.removeprefix("CHECK (").removesuffix(")") for each in field.constraints or ()]
    rules = [f"`{check}`" for check in checks if not check.startswith("DEFAULT")]
    marks = ["once only"] * bool(field.unique) + ["indexed"] * bool(field.index and not field.unique)
    found = rules + marks
    return f" ({'; '.join(found)})" if found else ""


def _pragmas(shop: Shop) -> str:
    names = ("foreign_keys", "synchronous", "cache_size", "recursive_triggers")
    values = {name: shop.run(f"PRAGMA {name}").fetchone()[0] for name in names}
    return ", ".join(f"`{name} = {value}`" for name, value in values.items()) + "."


def _derived(shop: Shop) -> str:
    ours = {model._meta.table_name for model in models.ALL_MODELS}
    rows = shop.run(
        "SELECT type, name FROM main.sqlite_master WHERE type IN ('table', 'trigger') AND name NOT LIKE 'sqlite_%' "
        "AND (type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%' OR name = 'find_document') ORDER BY type, name"
    )
    return "\n".join(f"- {kind} `{name}`" for kind, name in rows if name not in ours) + "\n- table `customer_stats`\n"


# The command line


def _commands() -> dict[str, argparse.ArgumentParser]:
    found = next(a for a in words.parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(found.choices)


def command_line() -> str:
    """Every command, its words, what is answered."""
    commands = _commands()
    alone = [a for a in words.parser()._actions if isinstance(a, argparse._VersionAction)]
    of_all = {action.dest for action in words.parser()._actions}
    shared = [a for a in next(iter(commands.values()))._actions if a.dest in of_all]
    parts = [
        _MADE,
        "# The command line\n",
        "`crm-desktop COMMAND`, also `python -m crm_desktop COMMAND`: without a window what the window does.\n",
        "## Instead of a command\n",
        _words_table(alone),
        "## Every command takes\n",
        _words_table(shared),
        "A password comes from `--password-file`, else from `$CRM_DESKTOP_PASSWORD`, else from a prompt on a terminal; "
        "never from a word of the command line.\n",
        _prose(answering, skip=1),
    ]
    for name, command in commands.items():
        own = [a for a in command._actions if a.dest not in of_all]
        usage = " ".join([f"crm-desktop {name}", *(_usage(action) for action in own)])
        parts += [f"## {name}\n", f"{_sentence(command.description or '')}\n", f"    {usage}\n"]
        if own:
            parts.append(_words_table(own))
    parts += ["## Answers with --json\n", "Of a made-up shop of five customers:\n", *_answers()]
    return "\n".join(parts).rstrip() + "\n"


def _words_table(actions: Sequence[argparse.Action]) -> str:
    rows = "\n".join(f"| `{_shown(a)}` | {_sentence(a.help or '')}{_choices(a)} |" for a in actions)
    return f"| word | meaning |\n|---|---|\n{rows}\n"


def _shown(action: argparse.Action) -> str:
    """`--limit N`, `FILE`, `FILE …`, `customers\\|purchases`."""
    if action.option_strings:
        return " ".join([", ".join(action.option_strings), *_value(action)])
    return ("".join(_value(action)) or action.dest) + (" …" if action.nargs == "*" else "")


def _value(action: argparse.Action) -> list[str]:
    if action.nargs == 0:
        return []
    if action.metavar:
        return [str(action.metavar)]
    return [action.dest.upper()] if not action.option_strings or action.choices else ["N"]


def _usage(action: argparse.Action) -> str:
    optional = action.option_strings or action.nargs in ("?", "*")
    return f"[{_shown(action)}]" if optional else _shown(action)


def _choices(action: argparse.Action) -> str:
    found = ", ".join(f"`{choice}`" for choice in action.choices or ())
    default = action.default
    said = default not in (None, "", [], argparse.SUPPRESS, False)
    return (f" One of {found}." if found else "") + (f" Unless given: `{default}`." if said else "")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".") if text else ""


def _answers() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        shop, sheet = Path(place) / "shop.crm", Path(place) / "members.csv"
        sheet.write_text("姓名,电话\n王芳,13911112222\n", encoding="utf-8")
        runs = (
            ["demo", str(shop), "--customers", "5", "--purchases", "4", "--today", _DAY],
            ["find", "", "--limit", "1"],
            ["show", "1"],
            ["today", "--on", _DAY, "--days", "30"],
            ["import", "customers", str(sheet), "--dry-run"],
            ["check"],
        )
        for run in runs:
            value = _run([*run, "--shop", str(shop), "--data-dir", place, "--json", "--lang", "en"])
            shown = json.dumps(value, ensure_ascii=False, indent=1).replace(place, "…")
            spoken = " ".join(each.replace(place, "…") or "''" for each in run)
            yield f"`crm-desktop {spoken}`\n"
            yield f"```json\n{shown}\n```\n"


def _run(arguments: Iterable[str]) -> Any:
    """What a command answers in this process. Its standard output is bytes, as a pipe's is."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out):
        status = answering.main(list(arguments))
    assert status == 0, arguments
    out.seek(0)
    return json.load(out)


def main() -> None:
    """Write the documents."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER / name)
    for line in meaningless():
        print(f"without a meaning: {line}")


if __name__ == "__main__":
    os.environ.pop("CRM_DESKTOP_SHOP", None)
    main()
