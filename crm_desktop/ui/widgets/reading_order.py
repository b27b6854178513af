"""The Tab key goes as the eye does: along the layouts, whatever order the widgets were made in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def in_reading_order(root: QWidget) -> None:
    """Have Tab visit the widgets under `root` in the order of its layouts. To be said again when some are added."""
    stops = [widget for widget in _of_widget(root) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for one, following in pairwise(stops):
        QWidget.setTabOrder(one, following)


def _of_widget(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _of_widget(inside)
    layout = widget.layout()
    if layout is not None:
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget, inner = (None, None) if item is None else (item.widget(), item.layout())
        if widget is not None:
            yield from _of_widget(widget)
        elif inner is not None:
            yield from _of_layout(inner)
