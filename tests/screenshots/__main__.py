"""`python -m tests.screenshots FOLDER`: everything into the folder, to be looked at; and the pictures of the help and
of the README into their places. `--help-only` leaves out the rest; names after it, all but those."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(words: list[str]) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tests.screenshots import every_window, help_pictures, readme_pictures

    if words[0] == "--help-only":
        taken = help_pictures.take(only=frozenset(words[1:]))
        print(f"{len(taken)} pictures of the help")
        return
    folder = Path(words[0]).resolve()
    every_window.main(folder)
    print(f"{len(help_pictures.take())} pictures of the help, {len(readme_pictures.take())} of the README")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Exception:
        sys.excepthook = sys.__excepthook__  # the program's own writes into a log that is gone by then
        raise
