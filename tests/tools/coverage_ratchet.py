"""Holds the core to full branch coverage: `python tests/tools/coverage_ratchet.py .coverage.json`.

A file on the list stays at 100 %; a file that reaches it is put on the list, and never taken off again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

COMPLETE = Path(__file__).parents[1] / "fully_covered.txt"


def main(report: str) -> int:
    """Print what fell below 100 %, and say whether all is held."""
    files = json.loads(Path(report).read_text(encoding="utf-8"))["files"]
    listed = [line for line in COMPLETE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    fallen = []
    for name in listed:
        found = files.get(name)
        if found is None or found["summary"]["percent_covered"] < 100:
            missing = (
                "it is gone"
                if found is None
                else f"lines {found['missing_lines']} branches {found['missing_branches']}"
            )
            fallen.append(f"  {name}: {missing}")
    if fallen:
        print("These files were fully covered by tests, and are no longer:", *fallen, sep="\n")
        return 1
    print(f"Fully covered, as they should be: {len(listed)} files.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
