"""What would become of the shop if a copy took its place, in sentences; and the changes that would go with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.language import Sentence, tr
from crm_desktop.services.copy_contents import Line, lines
from crm_desktop.store.compare import Comparison
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.date_words import day_words
from crm_desktop.ui.widgets.empty import IconLabel


def losses(found: Comparison) -> list[Sentence]:
    """What the shop has and would have no longer."""
    counted = (
        (found.customers.only_shop, Sentence("%n customer(s) added since would be gone", n=found.customers.only_shop)),
        (
            found.purchases.only_shop,
            Sentence("%n purchase(s) recorded since would be gone", n=found.purchases.only_shop),
        ),
        (
            found.follow_ups.only_shop,
            Sentence("%n follow-up(s) noted since would be gone", n=found.follow_ups.only_shop),
        ),
    )
    return [words for count, words in counted if count]


def gains(found: Comparison) -> list[Sentence]:
    """What the shop has not and would have again."""
    counted = (
        (found.customers.only_copy, Sentence("%n deleted customer(s) would be back", n=found.customers.only_copy)),
        (found.purchases.only_copy, Sentence("%n deleted purchase(s) would be back", n=found.purchases.only_copy)),
        (found.follow_ups.only_copy, Sentence("%n deleted follow-up(s) would be back", n=found.follow_ups.only_copy)),
    )
    return [words for count, words in counted if count]


def returns(found: Comparison) -> list[Sentence]:
    """What would be as it was."""
    count = found.customers.differ
    return [Sentence("%n customer(s) changed since would be as they were", n=count)] if count else []


class ComparisonView(QWidget):
    """Sentences, and below them the newest changes that only one of the two has."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said: list[QWidget] = []
        self._sentences = QVBoxLayout()
        self._sentences.setSpacing(6)
        self.heading = texts.section("")
        self.changes = QListWidget()
        self.changes.setAccessibleName(tr("Changes"))
        self.changes.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.changes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.changes.setStyleSheet("QListView::item { padding: 4px 8px; }")
        self.changes.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(texts.section(tr("If this copy takes the shop's place")))
        column.addLayout(self._sentences)
        column.addSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.changes, 1)
        column.addStretch(0)

    def show_comparison(self, found: Comparison, today: date) -> None:
        """Show it."""
        for old in self._said:
            self._sentences.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._said.clear()
        if not found.same_shop:
            self._say("alert", "danger", tr("This is a copy of another shop: all of this shop would be gone."))
        else:
            for icon, token, sentences in (
                ("minus", "danger", losses(found)),
                ("plus", "good", gains(found)),
                ("undo", "secondary", returns(found)),
            ):
                for sentence in sentences:
                    self._say(icon, token, str(sentence))
        if not self._said:
            self._say("check", "good", tr("The copy holds the same customers, purchases and follow-ups as the shop."))
        self._show_changes(found, today)

    def sentences(self) -> list[str]:
        """What is said, for tests and for who cannot see."""
        return [row.accessibleName() for row in self._said]

    def _show_changes(self, found: Comparison, today: date) -> None:
        since, only_copy = found.only_shop, found.only_copy
        shown = since if since.count or not found.same_shop else only_copy
        if shown is since:
            self.heading.setText(tr("%n change(s) that this copy does not have", n=since.count))
        else:
            self.heading.setText(tr("%n change(s) that only this copy has", n=only_copy.count))
        self.changes.clear()
        for line in lines(shown):
            self.changes.addItem(_item(line, today))
        for widget in (self.heading, self.changes):
            widget.setVisible(bool(shown.count))

    def _say(self, icon: str, token: str, words: str) -> None:
        row = QWidget()
        row.setAccessibleName(words)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(IconLabel(self._theme, icon, 16, token), 0, Qt.AlignmentFlag.AlignTop)
        label: QLabel = texts.body(words, wrap=True)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line.addWidget(label, 1)
        self._sentences.addWidget(row)
        self._said.append(row)


def told(found: Comparison) -> Sequence[Sentence]:
    """All of it in sentences, for a question."""
    return [*losses(found), *gains(found), *returns(found)]


def _item(line: Line, today: date) -> QListWidgetItem:
    words = tr("%1 %2  %3", day_words(line.at.date(), today), f"{line.at:%H:%M}", line.what)
    item = QListWidgetItem(words)
    item.setToolTip(words)
    return item
