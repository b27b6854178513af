"""What came in by itself from the watched folder, and what waits there: one line a file, until she answers it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.exchange.watched.arrived_files import reason_beside
from crm_desktop.language import tr
from crm_desktop.ui.background.watched_memory import GONE, Entry
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

_ROW: Final = 52
_MOST_ROWS: Final = 4
"""The most that are seen at once, the others by scrolling: the day's reminders are what the page is for."""

_ICONS: Final = {
    "imported": ("import", "good"),
    "refused": ("alert", "danger"),
    "waiting": ("clock", "accent"),
    "failed": ("alert", "danger"),
    GONE: ("folder", "danger"),
}


class Arrivals(QWidget):
    """Hidden while there is nothing to tell."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout()
        self._column.setContentsMargins(16, 0, 16, 0)
        self._column.setSpacing(0)
        inner = QWidget()
        inner.setLayout(self._column)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inner)
        heading = QHBoxLayout()
        heading.setContentsMargins(16, 8, 16, 4)
        self._title = texts.section(tr("Brought in by itself"))
        heading.addWidget(self._title)
        heading.addStretch(1)
        self._all = buttons.link(tr("OK to all"), self._ok_all)
        heading.addWidget(self._all)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(heading)
        page.addWidget(self._area)
        page.addWidget(texts.separator())
        self.setAccessibleName(tr("Brought in by itself"))
        context.watched.changed.connect(self.refresh)
        context.theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is told now."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        entries = self._context.watched.entries()
        self._lines = [self._line(entry) for entry in entries]
        for line in self._lines:
            self._column.addWidget(line)
        self._area.setFixedHeight(px(_ROW) * min(len(entries), _MOST_ROWS))
        self._all.setVisible(len(entries) > 1)
        self.setVisible(bool(entries))

    def _line(self, entry: Entry) -> QWidget:
        line = QWidget()
        line.setFixedHeight(px(_ROW))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        icon = QLabel()
        name, token = _ICONS.get(entry.state, _ICONS["failed"])
        icon.setPixmap(self._context.theme.icon(name, token).pixmap(px(18), px(18)))
        row.addWidget(icon)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(texts.ElidedLabel(headline(entry)))
        detail = texts.ElidedLabel(what_became(entry))
        detail.setProperty("role", "secondary")
        words.addWidget(detail)
        words.addStretch(1)
        row.addLayout(words, 1)
        for button in self._buttons(entry):
            row.addWidget(button)
        line.setAccessibleName(f"{headline(entry)} · {what_became(entry)}")
        return line

    def _buttons(self, entry: Entry) -> list[QPushButton]:
        watched, theme = self._context.watched, self._context.theme
        found = []
        if entry.state == "waiting" and watched.folder is not None:
            path = watched.folder / entry.name
            kind = entry.kind or "customers"
            found.append(buttons.plain(tr("Open"), lambda: self._context.navigate.import_file(path, kind)))
        if entry.aside:
            found.append(buttons.quiet(tr("See rejected rows"), lambda: self._show_file(Path(entry.aside))))
        elif entry.state == "refused" and entry.moved:
            found.append(buttons.quiet(tr("Show the folder"), lambda: self._show_file(Path(entry.moved).parent)))
        if entry.change is not None and not entry.undone:
            found.append(buttons.quiet(tr("Undo"), lambda: watched.undo(entry), theme=theme, icon="undo"))
        found.append(buttons.quiet(tr("OK"), lambda: watched.ok(entry.id), theme=theme, icon="check"))
        return found

    def _ok_all(self) -> None:
        for entry in self._context.watched.entries():
            self._context.watched.ok(entry.id)

    def _show_file(self, path: Path) -> None:
        """Have the system open it; say where it was if it is there no more."""
        if not path.exists():
            self._context.messages.error(tr("“%1” is not there any more.", path))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._context.messages.note(tr("It is here: %1", path))


def headline(entry: Entry) -> str:
    """Which file, of what, and when: "till.csv · customers · 15:20"."""
    kinds = {
        "customers": tr("customers"),
        "purchases": tr("purchases"),
        "followups": tr("follow-ups"),
        "products": tr("products"),
    }
    when = entry.when
    parts = [entry.name, kinds.get(entry.kind, ""), f"{when:%m-%d %H:%M}"]
    return " · ".join(part for part in parts if part)


def what_became(entry: Entry) -> str:
    """What became of the file, as a sentence."""
    match entry.state:
        case "imported":
            return _counts(entry)
        case "waiting":
            return _wait_words(entry.wait)
        case "refused":
            reason = entry.reason or _written_reason(entry)
            return tr("It could not be brought in. %1", reason) if reason else tr("It could not be brought in.")
        case "failed":
            return entry.reason or tr("It could not be brought in yet; it is tried again every minute.")
    return tr("The watched folder is not there. Connect its disk or stick; it is looked for every minute.")


def _counts(entry: Entry) -> str:
    count = entry.counts.get
    if entry.undone:
        return tr("Undone")
    if not entry.counts:
        return tr("It was brought in before; now it is put away.")
    parts = [tr("New %1", f"{count('added', 0):,}"), tr("Update %1", f"{count('updated', 0):,}"),
             tr("Unchanged %1", f"{count('unchanged', 0):,}")]  # fmt: skip
    if count("skipped"):
        parts.append(tr("Skipped %1", f"{count('skipped', 0):,}"))
    if count("rejected"):
        parts.append(tr("Rejected %1", f"{count('rejected', 0):,}"))
    if not entry.moved:
        parts.append(tr("the file could not be moved away"))
    return " · ".join(parts)


def _wait_words(wait: str) -> str:
    match wait:
        case "password":
            return tr("It waits: it needs a password. Open it, and type the password once.")
        case "stopped":
            return tr("It waits: its import was stopped. Open it to bring it in.")
    return tr("It waits: not every column is known. Open it and say once what they are; the next such file comes in "
              "by itself.")  # fmt: skip


def _written_reason(entry: Entry) -> str:
    return reason_beside(Path(entry.moved)) if entry.moved else ""
