"""The command line: each command parses its words, calls one service, and prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from crm_desktop.cli.quick_open import completed, plain_open, taken_by_running_copy


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. Where the window is all that is wanted, and is there already, that is
    over before the rest is loaded."""
    words = completed(sys.argv[1:] if arguments is None else arguments)
    if taken_by_running_copy(words):
        return 0
    from crm_desktop.cli import answering

    return answering.main(words, plain_open(words))
