"""Makes the demo shop while the window stays alive.

By a process of its own: an open shop is the only one of its process, and the window is looking at it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from crm_desktop.errors import Cancelled, UserError
from crm_desktop.language import Sentence, language, tr
from crm_desktop.store.disk import discard
from crm_desktop.ui.plumbing.jobs import Report

LEFT: Final = "demo/left"
"""The laptop's memory of which shop was open before."""

CUSTOMERS: Final = 300
PURCHASES: Final = 1500
_LOOK_EVERY_S: Final = 0.1


def make_demo(path: Path, today: date, report: Report, cancelled: Callable[[], bool]) -> None:
    """Make the demo shop at `path`, as of `today`; all of it or nothing. Runs in the worker."""
    report(0, 0, tr("Customers, purchases and follow-ups of a tea shop"))
    half = path.with_name(path.stem + "-unfinished.crm")
    discard(half)
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "crm_desktop"]
    words = ["demo", str(half), "--today", today.isoformat(), "--lang", language(), "--data-dir", str(path.parent)]
    amounts = ["--customers", str(CUSTOMERS), "--purchases", str(PURCHASES)]
    path.parent.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(
        [*program, *words, *amounts],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as maker:
        while True:
            try:
                _, said = maker.communicate(timeout=_LOOK_EVERY_S)
                break
            except subprocess.TimeoutExpired:
                if cancelled():
                    maker.kill()
    if cancelled() or maker.returncode:
        discard(half)
    if cancelled():
        raise Cancelled(Sentence("Stopped. Nothing was changed."))
    if maker.returncode:
        raise UserError(Sentence("The demo shop could not be made: %1", said.decode("utf-8", "replace").strip()))
    half.replace(path)
