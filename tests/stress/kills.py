"""Kills the program at random moments, and looks at what is left: `python -m tests.stress.kills [HOW MANY] [SEED]`.

Each try is a process of its own, forked from this one so that hundreds are done in minutes. How long a deed takes is
measured first; the kill (SIGKILL) comes at any moment of that time. A process that had ended by then is not counted.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlcipher3 import dbapi2

from crm_desktop.errors import UserError
from tests.stress.deeds import DEEDS, Deed, look_over, snapshot
from tests.stress.ground import PASSWORD, Ground, Rows

_LONGEST_S = 3.0
"""A deed that never ends is killed within so many seconds."""


def main(wanted: int, seed: int) -> int:
    """Kill so often, each deed equally; 1 where something was lost, with what it was and what is left."""
    dice = random.Random(seed)
    cases = [(deed, encrypted) for deed in DEEDS for encrypted in deed.encrypted]
    each = -(-wanted // len(cases))
    kills: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number, (deed, encrypted) in enumerate(cases):
            ground, before, lasts = _ground(Path(folder), number, deed, encrypted)
            done = 0
            while done < each:
                tried = ground.copy_to(Path(folder) / "try")
                try:
                    killed, reported = _kill(deed, tried, dice.uniform(0, lasts), dice.getrandbits(64))
                    look_over(deed, tried, before, reported)
                except (AssertionError, UserError, dbapi2.DatabaseError) as error:
                    kept = Path(tempfile.mkdtemp(prefix="killed-")) / "shop"
                    shutil.copytree(tried.folder, kept)
                    print(f"LOST in {deed.name}, seed {seed}: {error!r}; what is left: {kept}", flush=True)
                    return 1
                done += killed
                shutil.rmtree(tried.folder)
            kills[deed.name] += done
    for name, number in kills.items():
        print(f"{name:<12} killed {number} times, nothing lost")
    print(f"{sum(kills.values())} kills, seed {seed}")
    return 0


def _ground(folder: Path, number: int, deed: Deed, encrypted: bool) -> tuple[Ground, Rows, float]:
    """A folder to begin from, what it holds, and how long the deed takes in it."""
    ground = Ground(folder / f"ground{number}", PASSWORD if encrypted else "")
    ground.folder.mkdir()
    deed.prepare(ground)
    before = snapshot(ground)
    lasts = _LONGEST_S
    for _ in range(2):  # the first also waits for what is read from the disk
        tried = ground.copy_to(folder / "try")
        began = time.monotonic()
        _kill(deed, tried, _LONGEST_S, 1)
        lasts = min(lasts, time.monotonic() - began)
        shutil.rmtree(tried.folder)
    return ground, before, lasts


def _kill(deed: Deed, ground: Ground, after: float, state: int) -> tuple[bool, list[str]]:
    """Carry a deed out in a process that is killed after so many seconds: whether it was, and what it had told."""
    told, tells = os.pipe()
    child = os.fork()
    if not child:
        _carry_out(deed, ground, tells, state)
    os.close(tells)
    end = time.monotonic() + after
    killed = False
    while not os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG):
        if time.monotonic() >= end:
            os.kill(child, signal.SIGKILL)
            killed = True
            break
        time.sleep(0.0005)
    _, status = os.waitpid(child, 0)
    with os.fdopen(told, encoding="utf-8") as pipe:
        lines = pipe.read().splitlines(keepends=True)
    if not killed or not os.WIFSIGNALED(status):
        assert os.waitstatus_to_exitcode(status) == 0, "".join(lines)
    return killed and os.WIFSIGNALED(status), [line.rstrip("\n") for line in lines if line.endswith("\n")]


def _carry_out(deed: Deed, ground: Ground, tells: int, state: int) -> None:
    """In the child, which never comes back."""
    status = 1
    try:
        deed.carry_out(ground, lambda line: os.write(tells, f"{line}\n".encode()) and None, random.Random(state))
        status = 0
    except BaseException as error:
        os.write(tells, repr(error).encode())
    finally:
        os._exit(status)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [60, 1][len(numbers) :])))
