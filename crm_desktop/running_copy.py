"""What a start of the program is asked to do, and how that reaches the copy of it that runs already.

A start that is one of many, such as one at every telephone call, is over before Qt would be there: so nothing that is
imported here is large. What listens at the other end is `ui.background.single_instance`.
"""

from __future__ import annotations

import getpass
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

ANSWER: Final = b"ok\n"
"""What the running copy says once it has words."""

_PATIENCE_S: Final = 3.0
_LINK: Final = r"(?:tel|callto|sips?):.*"
_NUMBER: Final = r"\+?[0-9][-0-9 ()./]{2,30}"


class Words(NamedTuple):
    """What a start was asked to do. `shop`: a file to open, a shop or a sheet, absolute; `phone`: a caller, or a number
    that was clicked, as it was said; `hidden`: without a window; `others`: what else was named with the first."""

    shop: str = ""
    phone: str = ""
    hidden: bool = False
    others: tuple[str, ...] = ()

    @classmethod
    def of(cls, what: str, *others: str, hidden: bool = False) -> Words:
        """The words about `what`: a file's path or address, a link to a number, or a bare number. `others` likewise."""
        if others:
            named = (cls.of(each) for each in others)
            return cls.of(what, hidden=hidden)._replace(others=tuple(each.shop or each.phone for each in named))
        is_number = re.fullmatch(_NUMBER, what) is not None and not Path(what).exists()
        if is_number or re.fullmatch(_LINK, what, re.IGNORECASE | re.DOTALL):
            return cls(phone=what, hidden=hidden)
        if what.lower().startswith("file:"):
            from urllib.parse import unquote, urlsplit
            from urllib.request import url2pathname

            what = url2pathname(unquote(urlsplit(what).path))
        return cls(shop=str(Path(what).absolute()) if what else "", hidden=hidden)


def names_something(word: str) -> bool:
    """Whether a word that no command comes before is a file or a link: what a file manager or a drag onto the
    program's icon adds to its name. No command has such a name."""
    if re.fullmatch(_LINK, word, re.IGNORECASE | re.DOTALL) or word.lower().startswith("file:"):
        return True
    return ("." in word or "/" in word or os.sep in word) and not word.startswith("-") and Path(word).exists()


def reaches(data_dir: Path, words: Words) -> bool:
    """Hand `words` to the copy that runs already. False if none does, and if it does not answer: then the long
    way finds out why."""
    name = socket_name(data_dir)
    if not is_ours(name):
        return False
    said = as_line(words)
    try:
        if sys.platform == "win32":
            may_come_to_the_front()
            return through_pipe(lambda: Path(rf"\\.\pipe\{name}").open("r+b", buffering=0), said) == ANSWER
        return _through_socket(name, said) == ANSWER
    except OSError:
        return False


def as_line(words: Words) -> bytes:
    """Words as they are said: a line of JSON."""
    import json

    return json.dumps(words._asdict()).encode() + b"\n"


def _through_socket(name: str, said: bytes) -> bytes:
    import socket

    with socket.socket(socket.AF_UNIX) as mouth:  # type: ignore[attr-defined,unused-ignore]  # not on Windows
        mouth.settimeout(_PATIENCE_S)
        mouth.connect(name)
        mouth.sendall(said)
        heard = b""
        while len(heard) < len(ANSWER) and (some := mouth.recv(len(ANSWER))):
            heard += some
    return heard


def through_pipe(open_pipe: Callable[[], IO[Any]], said: bytes, seconds: float = _PATIENCE_S) -> bytes:
    """Say something into a pipe of Windows, and hear the answer; nothing if it takes longer than `seconds`. Reading
    from such a pipe cannot be bounded in time, but the thread that does so can be left behind."""
    import threading

    answers: list[bytes] = []

    def talk() -> None:
        try:
            with open_pipe() as pipe:
                pipe.write(said)
                heard = b""
                while len(heard) < len(ANSWER) and (some := pipe.read(len(ANSWER) - len(heard))):
                    heard += some
                answers.append(heard)
        except OSError:
            pass

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else b""


def socket_name(data_dir: Path) -> str:
    """Where the first copy of this user and data folder listens: a pipe on Windows, elsewhere a file."""
    import hashlib

    whose = f"{_user()}\n{os.path.normcase(data_dir.resolve())}"
    name = "crm-desktop-" + hashlib.sha256(whose.encode("utf-8", "surrogateescape")).hexdigest()[:20]
    return name if sys.platform == "win32" else str(_socket_folder() / name)


def is_ours(name: str) -> bool:
    """Whether a socket is this user's own: in a folder of everyone's, another user could have put one there."""
    if sys.platform == "win32":
        return True
    try:
        return Path(name).lstat().st_uid == os.getuid()
    except OSError:
        return False


def may_come_to_the_front() -> None:
    """Windows lets a program raise its window only with the leave of the one that was started last: us."""
    if sys.platform == "win32":
        import ctypes

        any_process = -1
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return str(os.getuid()) if hasattr(os, "getuid") else ""


def _socket_folder() -> Path:
    """The user's own folder for such files, where the system has one."""
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    if own and os.access(own, os.W_OK | os.X_OK):
        return Path(own)
    # Where `tempfile` puts its files, which takes long to import.
    named = (os.environ.get(name, "") for name in ("TMPDIR", "TEMP", "TMP"))
    return Path(next((each for each in named if each and os.access(each, os.W_OK | os.X_OK)), "/tmp"))
