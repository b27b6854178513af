"""From words to an answer and an exit status.

Exit status: 0 done; 2 the words are off; 3 the input file cannot be read; 4 the shop cannot be opened; 5 anything
else. With `--json` standard output holds one JSON value and nothing else, and what went wrong is told as one, too, on
standard error. Never a traceback: where the program itself is at fault, the place is written to the log in the data
folder, and the answer names that.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crm_desktop import __version__, language, paths
from crm_desktop.errors import UserError
from crm_desktop.language import Sentence

if TYPE_CHECKING:
    from crm_desktop.cli.answer import Answer

_COMMANDS: Final = {
    "open": "shop_commands.open_window",
    "new": "shop_commands.new",
    "demo": "shop_commands.demo",
    "import": "import_command.import_",
    "export": "export_command.export",
    "find": "look_commands.find",
    "show": "look_commands.show",
    "today": "look_commands.today",
    "history": "look_commands.history",
    "undo": "look_commands.undo",
    "redo": "look_commands.undo",
    "backup": "shop_commands.backup",
    "restore": "restore_command.restore",
    "password": "password_command.change",
    "check": "shop_commands.check",
    "rescue": "rescue_command.rescue",
}
"""The module and the function of each: imported when it is asked for, because each needs other parts of the program."""


def _run(options: argparse.Namespace) -> Answer | int:
    module, _, name = _COMMANDS[options.command].partition(".")
    command: Callable[[argparse.Namespace], Answer | int] = getattr(
        importlib.import_module(f"crm_desktop.cli.{module}"), name
    )
    return command(options)


def main(words: Sequence[str], plain: Mapping[str, Any] | None = None) -> int:
    """Run one command and return its exit status. `plain`: what the words say, where that is known already."""
    if plain is None or plain.get("lang") not in (None, *language.LANGUAGES):
        plain, manner = None, _manner(words)
    else:
        manner = argparse.Namespace(**{"json": False, "lang": None, "data_dir": None, **plain})
    language.set_language(manner.lang if manner.lang in language.LANGUAGES else language.system_language())
    _take_any_script(as_json=manner.json)
    options = argparse.Namespace(
        command="open", what=[], hidden=False, shop=None, data_dir=None, lang=None, json=False, password_file=None
    )
    try:
        if plain is None:
            from crm_desktop.cli.words import parser

            parser().parse_args(words, options)
        else:
            vars(options).update(plain)
        with contextlib.ExitStack() as options.closing:
            answer = _run(options)
        if isinstance(answer, int):
            return answer
        text = json.dumps(answer.value, ensure_ascii=False) if manner.json else answer.in_words()
    except UserError as error:
        return _tell(error, as_json=manner.json)
    except SystemExit as stop:  # --help and --version
        return int(stop.code or 0)
    except (KeyboardInterrupt, EOFError):
        return _tell(UserError(Sentence("Stopped. Nothing was changed.")), as_json=manner.json)
    except Exception as bug:
        return _tell(_logged(bug, manner.data_dir), as_json=manner.json)
    return _put_out(text, as_json=manner.json) or answer.exit_status


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
    """Write a bug to the log; the sentence that the user gets instead of a traceback."""
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
