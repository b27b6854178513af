"""The top of a page: its title, and what can be done on it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QWidget

from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.fitting import Fitting
from crm_desktop.ui.widgets.reading_order import in_layout


class PageHeader(QWidget):
    """Title and a quiet detail at the left, buttons at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = texts.title(title)
        self._detail = texts.secondary("")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title)
        self._row.addWidget(self._detail, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)

    def set_detail(self, text: str) -> None:
        """The quiet words beside the title, such as a count."""
        self._detail.setText(text)

    def add(self, widget: QWidget) -> None:
        """Append at the right."""
        self._row.addWidget(widget)


class Toolbar(Fitting):
    """One line of buttons and chips. Where the window is too narrow for all their words, buttons that have an icon
    show only that, from the right; their words are then in the tooltip, and the accessible name has them always."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: dict[QPushButton, str] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self._row.addWidget(widget, stretch)

    def add_space(self) -> None:
        """What follows stands at the right."""
        self._row.addStretch(1)

    def sizeHint(self) -> QSize:
        """With all the words."""
        size = self._row.sizeHint()
        return QSize(size.width() + self._hidden(), size.height())

    def minimumSizeHint(self) -> QSize:
        """With every button folded that can be."""
        spared = sum(_spared(button) for button in self._foldable() if button not in self._words)
        size = self._row.minimumSize()
        return QSize(size.width() - spared, size.height())

    def _foldable(self) -> list[QPushButton]:
        """From the right; the button that the page is for is the last to lose its words."""
        buttons = in_layout(self._row, self.findChildren(QPushButton))
        found = [each for each in buttons if isinstance(each, QPushButton) and _can_fold(each)][::-1]
        return sorted(found, key=lambda button: button.property("kind") == "primary")

    def _hidden(self) -> int:
        """How many px wider the words would be that are not shown."""
        return sum(_spared(button, self._words[button]) for button in self._foldable() if button in self._words)

    def fit(self) -> None:
        foldable = self._foldable()
        needed = self._row.minimumSize().width() + self._hidden()
        for button in foldable:
            words = self._words.get(button) or button.text()
            if needed > self.width():
                needed -= _spared(button, words)
                if button not in self._words:
                    self._words[button] = words
                    button.setText("")
                    if not button.toolTip():
                        button.setToolTip(words)
            elif button in self._words:
                button.setText(self._words.pop(button))


def _can_fold(button: QPushButton) -> bool:
    return not button.icon().isNull() and not button.isHidden()


def _spared(button: QPushButton, words: str = "") -> int:
    """How much narrower a button is without its words, in px."""
    return button.fontMetrics().horizontalAdvance(words or button.text())
