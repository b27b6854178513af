"""How much memory this process has held at most."""

from __future__ import annotations

import re
import resource
from pathlib import Path


def peak_mb() -> float:
    """In MB. Where the kernel tells it of this program alone, that: `ru_maxrss` begins with what the process that
    started this one had (https://man7.org/linux/man-pages/man2/getrusage.2.html, NOTES)."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s*(\d+)", status.read_text())[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
