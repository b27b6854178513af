"""Passwords that a command needs: handed over in a file or the environment, or typed on a terminal."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from crm_desktop.errors import BadCommand
from crm_desktop.language import Sentence, tr


def handed_over(file: Path | None, variable: str) -> str | None:
    """The password that needs no typing: what `file` holds, else the environment's `variable`; None if there is
    neither."""
    return password_in(file) if file else os.environ.get(variable) or None


def password_in(file: Path) -> str:
    """The password that a file holds. BadCommand if it holds none."""
    try:
        password = file.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        password = ""
    if not password or "\0" in password:
        raise BadCommand(Sentence("There is no password to be read in the file “%1”.", file))
    return password


def can_ask() -> bool:
    """Whether the command runs on a terminal, where somebody can type."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask_for(file: Path) -> str:
    """The password of a shop or a workbook, typed on the terminal."""
    return getpass.getpass(tr("Password of “%1”: ", file.name))
