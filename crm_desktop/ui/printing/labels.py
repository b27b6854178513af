"""Address labels, as many on a sheet as the bought sheets have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crm_desktop.domain.paper import LABEL_FORMATS, LabelFormat, Sheet, label_pages, labels_on
from crm_desktop.domain.phone import format_phone
from crm_desktop.language import tr
from crm_desktop.services.customer_records import Customer
from crm_desktop.ui.printing.canvas import GREY, INK, Canvas, Style, lines_of, width_of
from crm_desktop.ui.printing.cells import clean
from crm_desktop.ui.printing.document import Watch

_SIZES: Final = (11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
"""Points to try until everything fits on the label."""
_PAD: Final = 4.0
"""Kept free inside a label, in mm: no printer hits its edges exactly."""

_AIR: Final = 0.8
"""Between the name and what is below it."""


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """Which labels, how many places of the first sheet are used up already, whether the phone is to stand there, and
    whether the edges are drawn."""

    format_: LabelFormat = LABEL_FORMATS[0]
    used: int = 0
    with_phone: bool = True
    edges: bool = False


@dataclass(frozen=True, slots=True)
class _Label:
    name: str
    phone: str
    address: str


class LabelDocument:
    """Labels on paper. `left_out` counts those who have no address."""

    def __init__(self, choice: LabelChoice, labels: list[_Label], left_out: int) -> None:
        self._choice = choice
        self._labels = labels
        self.left_out = left_out

    @property
    def sheet(self) -> Sheet:
        return self._choice.format_.sheet

    @property
    def pages(self) -> int:
        return label_pages(self.rows, self._choice.used, self._choice.format_)

    @property
    def rows(self) -> int:
        return len(self._labels)

    def draw(self, canvas: Canvas, page: int) -> None:
        format_ = self._choice.format_
        for number, x, y in labels_on(page, self.rows, self._choice.used, format_):
            if self._choice.edges or canvas.guides:
                canvas.dashes(x, y, format_.width, format_.height)
            self._draw_label(canvas, x, y, self._labels[number])

    def _draw_label(self, canvas: Canvas, x: float, y: float, label: _Label) -> None:
        format_ = self._choice.format_
        pad = min(_PAD, format_.width * 0.06, format_.height * 0.12)
        style, address, phone_below = _set(label, format_.width - 2 * pad, format_.height - 2 * pad)
        name_style = Style(style.points + 1, bold=True)
        height = name_style.line + _AIR + (len(address) + phone_below) * style.line
        top = y + max(pad, (format_.height - height) / 2)
        room = format_.width - 2 * pad
        name = lines_of(label.name, room, name_style, 1)[0]
        canvas.text(x + pad, top, name, name_style)
        if label.phone and not phone_below:
            canvas.right(x + format_.width - pad, top + name_style.drop - style.drop, label.phone, style, GREY)
        elif phone_below:
            canvas.text(x + pad, top + name_style.line + _AIR, label.phone, style, GREY)
        canvas.lines(x + pad, top + name_style.line + _AIR + phone_below * style.line, address, style, INK)


def _set(label: _Label, room: float, height: float) -> tuple[Style, list[str], int]:
    """The largest style in which a label fits, its address in lines, and how many lines the phone takes: it stands
    beside the name where there is room."""
    for points in _SIZES:
        style = Style(points)
        name = Style(points + 1, bold=True)
        beside = width_of(label.name, name) + 4 + width_of(label.phone, style) <= room
        below = 0 if beside or not label.phone else 1
        address = lines_of(label.address, room, style)
        if name.line + _AIR + (len(address) + below) * style.line <= height:
            return style, address, below
    most = max(1, int((height - name.line - _AIR) / style.line) - below)
    return style, lines_of(label.address, room, style, most), below


def lay_out(
    customers: Iterable[Customer], choice: LabelChoice, watch: Watch | None = None, expected: int = 0
) -> LabelDocument:
    """Labels for the customers who have an address, in their order."""
    watch = watch or Watch()
    labels, left_out = [], 0
    for number, customer in enumerate(customers):
        if number % 200 == 0:
            watch.told(number, expected, tr("Reading the addresses"))
        address = clean(customer.address).strip()
        if not address:
            left_out += 1
            continue
        phone = format_phone(customer.phone) if choice.with_phone else ""
        labels.append(_Label(clean(customer.name) or format_phone(customer.phone), clean(phone), address))
    return LabelDocument(choice, labels, left_out)
