"""What the packed program need not compile at each start: made when it is packed, for it writes no bytecode itself.

`main` starts the program once, without a screen, and takes what `QuickStart` has written down.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_PATIENCE_S: Final = 120


def main(target: Path) -> None:
    """Write it to `target`. TimeoutError where no start could be made."""
    with tempfile.TemporaryDirectory(prefix="crm") as name:
        folder = Path(name)
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment |= {
            "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "QT_QPA_PLATFORM": "offscreen",
        }  # fmt: skip
        ours, shop = [sys.executable, "-m", "crm_desktop", "--data-dir", str(folder / "data")], str(folder / "demo.crm")
        subprocess.run([*ours, "demo", shop, "--customers", "200"], check=True, cwd=folder, env=environment)
        window = subprocess.Popen([*ours, "open", shop], cwd=folder, env=environment)
        try:
            written = _waited_for(folder / "bytecode")
        finally:
            window.terminate()
            window.wait()
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(written, target)


def _waited_for(folder: Path) -> Path:
    """The file, once it is there: it comes into its place as a whole."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        for found in folder.rglob("quick_start*.texts"):
            return found
        time.sleep(0.1)
    raise TimeoutError("the program's start was not written down")
