"""A start of the program, as far as it finds out whether it is the first: run by test_single_instance.

`python -m tests.ui.single_start DATA_DIR WORD`: says "first", "handed over" or "not answering"; a first copy
says whatever it is handed, one to a line, until it is ended.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from crm_desktop.errors import NotAnswering
from crm_desktop.running_copy import Words
from crm_desktop.ui.background.single_instance import SingleInstance


def main(data_dir: Path, word: str) -> None:
    application = QCoreApplication([])
    try:
        first = SingleInstance.claim(data_dir, Words(shop=word))
    except NotAnswering:
        print("not answering", flush=True)
        return
    if first is None:
        print("handed over", flush=True)
        return
    first.received.connect(lambda words: print(words.shop, flush=True))
    print("first", flush=True)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
