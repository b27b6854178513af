"""The packed program, as `make dist` leaves it in the folder that CRM_DESKTOP_BUILT names.

Nothing here may help it: it gets no Python, no checkout and no search path, only a home of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

DIST = Path(os.environ.get("CRM_DESKTOP_BUILT", "")).resolve()

NAME = "crm-desktop.exe" if sys.platform == "win32" else "crm-desktop"
ONE_FILE = DIST / NAME
FOLDER = DIST / "crm-desktop-folder"

#: What a program needs of the system where nothing is installed.
_KEPT = ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "COMSPEC", "WINDIR")


class Built:
    """The packed program, with a data folder of its own."""

    def __init__(self, program: Path, home: Path) -> None:
        self.program = program
        self.home = home
        self.environment = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
        self.environment |= {"HOME": str(home), "PATH": str(home / "nothing"), "PYTHONUTF8": "1"}
        if sys.platform == "linux":
            self.environment["LC_ALL"] = "C.UTF-8"

    def command(self, *words: str | Path) -> list[str]:
        return [str(self.program), "--data-dir", str(self.home / "data"), "--lang", "en", *map(str, words)]

    def run(self, *words: str | Path, status: int = 0) -> str:
        """What a command says."""
        done = subprocess.run(
            self.command(*words), env=self.environment, capture_output=True, encoding="utf-8", timeout=120, check=False
        )
        assert done.returncode == status, done.stderr + done.stdout + self.logs()
        return done.stdout or done.stderr

    def ask(self, *words: str | Path) -> Any:
        """What a command answers."""
        return json.loads(self.run(*words, "--json"))

    def logs(self) -> str:
        """All that the program wrote of its troubles."""
        return "".join(log.read_text("utf-8") for log in (self.home / "data").glob("logs/*.log*"))
