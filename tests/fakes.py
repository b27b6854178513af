"""Stand-ins for what a test must command: time, the system's dialogs, the way round the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

#: When the tests' clock stands: Saturday, the 13th day of the 10th lunar month.
NOW = datetime(2026, 11, 21, 15, 20)


class FakeClock:
    """A clock that stands still until it is set or advanced."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        self._at = at

    def advance(self, **amount: float) -> None:
        """`advance(days=1)`: the keywords of timedelta."""
        self._at += timedelta(**amount)


class FakeFileDialogs:
    """Answers with the paths it was given, first come first served; None when there are none left."""

    def __init__(self) -> None:
        self._answers: list[Path | None] = []
        self.asked: list[str] = []
        self.suggested: list[str] = []
        self.offered: list[str] = []
        self.format = ""

    def will_answer(self, *paths: Path | None) -> None:
        self._answers.extend(paths)

    def ask_open(self, parent: object, title: str, patterns: object) -> Path | None:
        self.asked.append(title)
        return self._answers.pop(0) if self._answers else None

    def ask_save(self, parent: object, title: str, name: str, patterns: object) -> Path | None:
        self.asked.append(title)
        self.suggested.append(name)
        return self._answers.pop(0) if self._answers else None

    def ask_folder(self, parent: object, title: str) -> Path | None:
        self.asked.append(title)
        return self._answers.pop(0) if self._answers else None

    def ask_save_as(
        self, parent: object, title: str, name: str, patterns: Sequence[tuple[str, str]]
    ) -> tuple[Path, int] | None:
        """The first pattern of the path's ending, unless its words begin as `format` does."""
        path = self.ask_save(parent, title, name, patterns)
        self.offered = [words for words, _ in patterns]
        fitting = [n for n, (words, globs) in enumerate(patterns) if path and path.suffix in globs]
        named = [n for n in fitting if self.format and self.format in patterns[n][0]]
        return None if path is None else (path, next(iter(named or fitting), 0))


class FakeQuestions:
    """Answers every question with `answer`, and remembers what was asked. None: it is cancelled."""

    def __init__(self, answer: bool | None = True) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def confirm(self, parent: object, text: str, detail: str = "", *, yes: str) -> bool:
        return bool(self.choose(parent, text, detail, yes=yes, no=""))

    def choose(self, parent: object, text: str, detail: str = "", *, yes: str, no: str) -> bool | None:
        self.asked.append(text)
        return self.answer


class FakeNavigator:
    """Remembers where it was sent: `calls` holds (method, *arguments)."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def show_tab(self, key: str) -> None:
        self.calls.append(("show_tab", key))

    def show_customer(self, customer_id: int) -> None:
        self.calls.append(("show_customer", customer_id))

    def new_customer(self, text: str = "") -> None:
        self.calls.append(("new_customer", text))

    def new_purchase(self, customer_id: int | None = None) -> None:
        self.calls.append(("new_purchase", customer_id))

    def new_follow_up(self, customer_id: int | None = None) -> None:
        self.calls.append(("new_follow_up", customer_id))

    def import_file(self, path: Path | None = None, kind: str = "customers") -> None:
        self.calls.append(("import_file", path, kind))

    def import_files(self, paths: Sequence[Path]) -> None:
        self.calls.append(("import_files", list(paths)))

    def import_cells(self, text: str, kind: str = "customers") -> None:
        self.calls.append(("import_cells", text, kind))

    def show_reminder_settings(self) -> None:
        self.calls.append(("show_reminder_settings",))

    def show_call_settings(self) -> None:
        self.calls.append(("show_call_settings",))

    def show_safety(self, code: str = "") -> None:
        self.calls.append(("show_safety", code))

    def show_help(self, place: str = "") -> None:
        self.calls.append(("show_help", place))

    def show_told(self, customer_id: int) -> None:
        self.calls.append(("show_told", customer_id))


class FakeAutostart:
    """On or off, on no system at all."""

    def __init__(self) -> None:
        self.on = False

    def is_on(self) -> bool:
        return self.on

    def set_on(self, on: bool) -> None:
        self.on = on

    def renew(self) -> None:
        """Nothing is written, so nothing is stale."""


class FakeBackground:
    """Her choices about the background, kept nowhere; `calls` holds (method, *arguments)."""

    def __init__(self, *, stays: bool | None = None, has_tray: bool = True) -> None:
        self.stays = stays
        self.has_tray = has_tray
        self.notifies = True
        self.paused_until: datetime | None = None
        self.autostart = FakeAutostart()
        self.calls: list[tuple[Any, ...]] = []

    def set_stays(self, stays: bool) -> None:
        self.calls.append(("set_stays", stays))
        self.stays = stays

    def set_notifies(self, notifies: bool) -> None:
        self.calls.append(("set_notifies", notifies))
        self.notifies = notifies

    def pause(self) -> None:
        """Until a day that never comes: a test says itself when it ends."""
        self.calls.append(("pause",))
        self.paused_until = datetime.max

    def go_on(self) -> None:
        self.calls.append(("go_on",))
        self.paused_until = None


class FakeSignal:
    """Calls what is connected, at once."""

    def __init__(self) -> None:
        self._slots: list[Callable[..., object]] = []

    def connect(self, slot: Callable[..., object]) -> None:
        self._slots.append(slot)

    def emit(self, *words: object) -> None:
        for slot in self._slots:
            slot(*words)


class FakeNotifier:
    """Shows nothing: `shown` holds what would stand in the system's centre, `told` every notification, by key.

    `click(key)` clicks one that is shown.
    """

    def __init__(self) -> None:
        self.clicked = FakeSignal()
        self.shown: dict[str, tuple[str, str]] = {}
        self.told: list[tuple[str, str, str, bool]] = []
        self.closed = False

    def notify(self, key: str, title: str, text: str, *, quiet: bool = False) -> None:
        self.shown[key] = title, text
        self.told.append((key, title, text, quiet))

    def withdraw(self, key: str) -> None:
        self.shown.pop(key, None)

    def close(self) -> None:
        self.shown.clear()
        self.closed = True

    def click(self, key: str) -> None:
        assert key in self.shown, f"{key} is not shown"
        self.clicked.emit(key)


class FakeKeeper:
    """Remembers what was asked of it; `will` says whether the shop's file may be reworked."""

    def __init__(self) -> None:
        self.will = True
        self.reworked: list[tuple[str, Any]] = []
        self.endings: list[tuple[Callable[[], object] | None, Callable[[Any], object] | None]] = []
        self.locked = 0
        self.opened: list[Path] = []
        self.shown: list[str] = []

    def rework(
        self,
        title: str,
        work: Any,
        done: Callable[[], object] | None = None,
        failed: Callable[[Any], object] | None = None,
    ) -> bool:
        if self.will:
            self.reworked.append((title, work))
            self.endings.append((done, failed))
        return self.will

    def lock(self) -> None:
        self.locked += 1

    def open_shop(self, path: Path) -> None:
        self.opened.append(path)

    def show_safety(self, code: str = "") -> None:
        self.shown.append(code)


class FakeShell:
    """The program around a window; `calls` holds (what was asked, *arguments)."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def open_shop(self, path: Path) -> None:
        self.calls.append(("open", path))

    def new_shop(self, path: Path) -> None:
        self.calls.append(("new", path))

    def demo_shop(self) -> None:
        self.calls.append(("demo",))

    def set_language(self, code: str) -> None:
        self.calls.append(("language", code))

    def show_reminders(self) -> None:
        self.calls.append(("reminders",))

    def show_last_call(self) -> None:
        self.calls.append(("last call",))

    def show_help(self, place: str = "") -> None:
        self.calls.append(("help", place))

    def window_closed(self) -> bool:
        self.calls.append(("closed",))
        return True

    def quit(self) -> None:
        self.calls.append(("quit",))
