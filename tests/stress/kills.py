"""Kills the program at random moments, and looks at what is left: `python -m tests.stress.kills [HOW MANY] [SEED]`.

Each try is a process of its own, forked from this one so that hundreds are done in minutes. How long a deed takes, and
what it does to the disk, is counted first. Of two kills (SIGKILL) one comes at any moment of that time, the other just
before one of the things that it does to the disk: of each kind of them equally often, so that renames, which are few,
are met as often as writes. A process that had ended by then is not counted.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from crm_desktop.errors import UserError
from tests.stress import steps
from tests.stress.deeds import DEEDS, Deed, look_over
from tests.stress.ground import PASSWORD, Ground, Rows, rows_in


@dataclass(frozen=True)
class Case:
    """A deed, the folder that it begins from and what that holds, how long it takes, and how often it does what to the
    disk; nothing is known of that where processes cannot be traced."""

    deed: Deed
    ground: Ground
    before: Rows
    lasts: float
    steps: Counter[str]

    def moment(self, dice: random.Random) -> float | steps.Moment:
        """When to kill: after so many seconds, or just before a step."""
        if not self.steps or dice.random() < 0.5:
            return dice.uniform(0, self.lasts)
        kind = dice.choice(sorted(self.steps))
        return kind, dice.randint(1, self.steps[kind])


def main(wanted: int, seed: int) -> int:
    """Kill so often, each deed equally; 1 where something was lost, with what it was and what is left."""
    dice = random.Random(seed)
    cases = [(deed, encrypted) for deed in DEEDS for encrypted in deed.encrypted]
    each = -(-wanted // len(cases))
    kills: Counter[str] = Counter()
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        traces = steps.can_trace()
        for number, (deed, encrypted) in enumerate(cases):
            case = _case(Path(folder), number, deed, encrypted, traces=traces)
            done = 0
            while done < each:
                killed = _try(case, Path(folder) / "try", dice)
                done += killed is not None
                lost += killed is False
            kills[deed.name] += done
            shutil.rmtree(case.ground.folder)
    for name, number in kills.items():
        print(f"{name:<12} killed {number} times")
    print(f"{sum(kills.values())} kills, seed {seed}: {lost} with losses")
    return int(lost > 0)


def _try(case: Case, folder: Path, dice: random.Random) -> bool | None:
    """Kill once: whether nothing was lost; None where it had ended by then."""
    tried = case.ground.copy_to(folder)
    left = folder.with_name("left")
    moment, state, program_first = case.moment(dice), dice.getrandbits(64), dice.random() < 0.5
    try:
        killed, reported = _kill(case.deed, tried, moment, state)
        shutil.copytree(folder, left)
        look_over(case.deed, tried, case.before, reported, program_first=program_first)
    except (AssertionError, UserError, OSError, dbapi2.DatabaseError):
        kept = Path(tempfile.mkdtemp(prefix="killed-", dir=os.environ.get("TMPDIR")))
        for each in (left, folder):
            if each.exists():
                shutil.copytree(each, kept / each.name)
        words = f"LOST in {case.deed.name}, at {moment}, program first {program_first}; what was left: {kept}"
        print(words, traceback.format_exc(), sep="\n", flush=True)
        return False
    finally:
        for each in (left, folder):
            shutil.rmtree(each, ignore_errors=True)
    return True if killed else None


def _case(folder: Path, number: int, deed: Deed, encrypted: bool, *, traces: bool) -> Case:
    """Make the folder, and carry the deed out in copies of it."""
    ground = Ground(folder / f"ground{number}", PASSWORD if encrypted else "")
    ground.folder.mkdir()
    deed.prepare(ground)
    before = rows_in(ground.shop, ground.password)
    tried = ground.copy_to(folder / "try")
    began = time.monotonic()
    _kill(deed, tried, deed.longest_s, 1)
    lasts = time.monotonic() - began
    shutil.rmtree(tried.folder)
    counted: Counter[str] = Counter()
    if traces:
        tried = ground.copy_to(folder / "try")
        _kill(deed, tried, ("", 0), 1, counted)
        shutil.rmtree(tried.folder)
    return Case(deed, ground, before, lasts, counted)


def _kill(
    deed: Deed, ground: Ground, moment: float | steps.Moment, state: int, counted: Counter[str] | None = None
) -> tuple[bool, list[str]]:
    """Carry a deed out in a process that is killed then: whether it was, and what it had told."""
    told, tells = os.pipe()
    traced = isinstance(moment, tuple)
    child = os.fork()
    if not child:
        os.close(told)
        _carry_out(deed, ground, tells, state, traced=traced)
    os.close(tells)
    if isinstance(moment, tuple):
        end = time.monotonic() + deed.longest_s
        made, killed = steps.follow(child, moment, lambda: time.monotonic() >= end)
        status = made.pop("exit", 0)
        if counted is not None:
            counted.update(made)
    else:
        killed, status = _wait(child, moment)
    with os.fdopen(told, encoding="utf-8") as pipe:
        lines = pipe.read().splitlines(keepends=True)
    if not killed:
        assert status == 0, "".join(lines)
    return killed, [line.rstrip("\n") for line in lines if line.endswith("\n")]


def _wait(child: int, seconds: float) -> tuple[bool, int]:
    """Kill a child after so many seconds: whether it was, or the status with which it ended before."""
    end = time.monotonic() + seconds
    while not os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG):
        if time.monotonic() >= end:
            os.kill(child, signal.SIGKILL)
            break
        time.sleep(0.0005)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status == -signal.SIGKILL, status


def _carry_out(deed: Deed, ground: Ground, tells: int, state: int, *, traced: bool) -> None:
    """In the child, which never comes back."""
    status = 1
    try:
        if traced:
            steps.be_traced()
        deed.carry_out(ground, lambda line: os.write(tells, f"{line}\n".encode()) and None, random.Random(state))
        status = 0
    except BaseException as error:
        os.write(tells, repr(error).encode())
    finally:
        os._exit(status)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [600, 1][len(numbers) :])))
