"""One customer's sheet: who it is, what is known, and everything that happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from crm_desktop.domain.birthday import birthday_words
from crm_desktop.domain.calendar_words import in_days_words
from crm_desktop.domain.gender import gender_words
from crm_desktop.domain.money import format_money
from crm_desktop.domain.paper import Sheet, break_pages
from crm_desktop.domain.phone import format_phone
from crm_desktop.domain.plain_fields import PLAIN_FIELDS
from crm_desktop.language import Sentence, listed, tr
from crm_desktop.services.customer_records import Customer
from crm_desktop.services.customers import Summary
from crm_desktop.services.timeline import TimelineEntry
from crm_desktop.services.yearly_dates import YearlyDateRow
from crm_desktop.ui.printing.canvas import BODY, GREY, INK, SECTION, SMALL, Canvas, Style, lines_of
from crm_desktop.ui.printing.cells import clean
from crm_desktop.ui.printing.document import FOOT, draw_foot

if TYPE_CHECKING:
    from crm_desktop.services import Services

_LABEL: Final = 32.0
"""The column of what a fact is, in mm."""
_DAY: Final = 22.0
_KIND: Final = 22.0
_AMOUNT: Final = 26.0
_PHOTO: Final = 30.0
_NAME: Final = Style(18, bold=True)
_PAD: Final = 0.8

_KINDS: Final[dict[str, Sentence]] = {
    "purchase": Sentence("Purchase"),
    "refund": Sentence("Refund"),
    "follow_up": Sentence("Follow-up"),
    "greeting": Sentence("Greeting"),
    "note": Sentence("Note"),
    "call": Sentence("Call"),
    "visit": Sentence("Visit"),
    "wechat": Sentence("WeChat"),
    "mail": Sentence("E-mail"),
}

Drawing = Callable[[Canvas, float], None]
"""Draws a row whose top is at that height."""


@dataclass(frozen=True, slots=True)
class _Row:
    height: float
    draw: Drawing
    keep: bool = False
    """Whether it stands on one page with the row after it."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A customer with all that the sheet tells."""

    customer: Customer
    summary: Summary
    yearly: Sequence[YearlyDateRow]
    timeline: Sequence[TimelineEntry]
    photo: bytes | None
    today: date
    foot: str = ""


def read(services: Services, customer_id: int) -> Whole:
    """Read a customer whole. NotFound if they no longer exist."""
    customer = services.customers.get(customer_id)
    return Whole(
        customer,
        services.customers.summary(customer),
        services.yearly_dates.of_customer(customer_id),
        services.customers.timeline(customer_id, 0),
        services.customers.photo(customer_id) if customer.has_photo else None,
        services.clock.now().date(),
        services.settings.get().shop_name,
    )


class CustomerSheet:
    """The sheet on paper; as many pages as the timeline takes."""

    def __init__(self, whole: Whole, sheet: Sheet) -> None:
        self._whole = whole
        self.sheet = sheet
        self._photo = _picture(whole.photo)
        self._rows = list(self._all_rows())
        room = sheet.height - 2 * sheet.margin - FOOT
        keep = {number for number, row in enumerate(self._rows) if row.keep}
        self._starts = break_pages([row.height for row in self._rows], room, room, keep)

    @property
    def pages(self) -> int:
        return len(self._starts)

    @property
    def rows(self) -> int:
        return 1

    def draw(self, canvas: Canvas, page: int) -> None:
        if page == 0 and not self._photo.isNull():
            self._draw_photo(canvas)
        y = self.sheet.margin
        end = self._starts[page + 1] if page + 1 < self.pages else len(self._rows)
        for row in self._rows[self._starts[page] : end]:
            row.draw(canvas, y)
            y += row.height
        day = self._whole.today.isoformat()
        foot = tr("%1 · as of %2", _name(self._whole.customer), day)
        if self._whole.foot:
            foot = tr("%1 · %2", self._whole.foot, foot)
        draw_foot(canvas, self.sheet, foot, page, self.pages)

    def _draw_photo(self, canvas: Canvas) -> None:
        size = QSize(self._photo.size()).scaled(
            int(_PHOTO * 100), int(_PHOTO * 100), Qt.AspectRatioMode.KeepAspectRatio
        )
        width, height = size.width() / 100, size.height() / 100
        canvas.picture(self.sheet.width - self.sheet.margin - width, self.sheet.margin, width, height, self._photo)

    # Rows

    def _all_rows(self) -> Iterator[_Row]:
        yield from self._head_rows()
        facts = [(label, words) for label, words in self._facts() if words]
        used = 0.0
        for label, words in facts:
            row = self._fact(label, words, beside_photo=used < _PHOTO - 14 and not self._photo.isNull())
            used += row.height
            yield row
        if not self._photo.isNull() and used < _PHOTO - 12:
            yield _Row(_PHOTO - 12 - used, lambda canvas, y: None)
        if self._whole.yearly:
            yield self._section(tr("Dates to remember"))
            for each in self._whole.yearly:
                what = str(each.what)
                yield self._fact(what[:1].upper() + what[1:], _yearly_words(each, self._whole.today))
        yield self._section(tr("What happened"))
        if not self._whole.timeline:
            words = tr("No purchase, follow-up or note yet.")
            yield _Row(BODY.line, lambda canvas, y: canvas.text(self.sheet.margin, y, words, BODY, GREY))
        for entry in self._whole.timeline:
            yield self._entry(entry)

    def _head_rows(self) -> Iterator[_Row]:
        customer, x = self._whole.customer, self.sheet.margin
        room = self.sheet.room - (0 if self._photo.isNull() else _PHOTO + 6)
        name = lines_of(_name(customer), room, _NAME, 2)
        yield _Row(len(name) * _NAME.line, lambda canvas, y: canvas.lines(x, y, name, _NAME), keep=True)
        parts = [gender_words(customer.gender), customer.region]
        if customer.member_no:
            parts.append(tr("no. %1", customer.member_no))
        parts.append(tr("since %1", f"{customer.created:%Y-%m-%d}"))
        about = lines_of(clean(" · ".join(part for part in parts if part)), room, BODY, 2)
        height = len(about) * BODY.line + 3
        yield _Row(height, lambda canvas, y: canvas.lines(x, y, about, BODY, GREY), keep=True)

    def _facts(self) -> Iterator[tuple[str, str]]:
        customer, summary = self._whole.customer, self._whole.summary
        yield tr("Phone"), "\n".join(map(format_phone, customer.phones))
        yield tr("WeChat"), listed(customer.wechat)
        yield tr("QQ"), listed(customer.qq)
        yield tr("E-mail"), listed(customer.emails)
        yield tr("Address"), customer.address
        yield tr("Birthday"), self._birthday()
        yield tr("Tags"), listed(customer.tags)
        for plain in PLAIN_FIELDS:
            yield str(plain.label), getattr(customer, plain.key)
        yield from customer.custom.items()
        yield tr("Note"), customer.note
        if not customer.visits:
            yield tr("Total spent"), tr("No purchase yet")
            return
        yield tr("Total spent"), tr("%n visit(s) · %1", format_money(customer.spent_fen), n=customer.visits)
        if customer.last_purchase:
            last = customer.last_purchase.isoformat()
            days = summary.interval_days
            yield tr("Last visit"), tr("%1 · every %n day(s) on average", last, n=days) if days is not None else last

    def _birthday(self) -> str:
        birthday, following = self._whole.customer.birthday, self._whole.summary.next_birthday
        if birthday is None:
            return ""
        words = birthday_words(birthday)
        if following is None:
            return words
        when = in_days_words((following.date - self._whole.today).days)
        why = str(following.why)
        coming = tr("Next on %1 (%2): %3", following.date.isoformat(), when, why)
        if following.turning is not None:
            coming = tr("%1 · turning %2", coming, following.turning)
        return f"{words}\n{coming}"

    def _fact(self, label: str, words: str, *, beside_photo: bool = False) -> _Row:
        x = self.sheet.margin
        room = self.sheet.room - _LABEL - (_PHOTO + 6 if beside_photo else 0)
        name = lines_of(clean(label), _LABEL - 3, BODY, 2)
        lines = lines_of(clean(words).strip(), room, BODY)
        # A long note may go on over pages: rows of a few lines each are never too high for one.
        height = max(len(name), len(lines)) * BODY.line + 2 * _PAD

        def draw(canvas: Canvas, y: float) -> None:
            canvas.lines(x, y + _PAD, name, BODY, GREY)
            canvas.lines(x + _LABEL, y + _PAD, lines, BODY)

        return _Row(height, draw)

    def _section(self, words: str) -> _Row:
        x = self.sheet.margin

        def draw(canvas: Canvas, y: float) -> None:
            canvas.text(x, y + 5, words, SECTION)
            canvas.rule(x, y + 5 + SECTION.line + 1, self.sheet.room, INK, 0.3)

        return _Row(5 + SECTION.line + 2, draw, keep=True)

    def _entry(self, entry: TimelineEntry) -> _Row:
        x, room = self.sheet.margin, self.sheet.room
        amount = "" if entry.amount_fen is None else format_money(entry.amount_fen)
        wide = room - _DAY - _KIND - (_AMOUNT if amount else 0)
        title = lines_of(clean(entry.title).strip(), wide, BODY, 40) if entry.title.strip() else []
        detail = _detail(entry)
        below = lines_of(clean(detail), wide, SMALL, 10) if detail else []
        height = max(len(title) * BODY.line + len(below) * SMALL.line, BODY.line) + 2 * _PAD

        def draw(canvas: Canvas, y: float) -> None:
            top = y + _PAD
            canvas.text(x, top, f"{entry.at:%Y-%m-%d}", BODY, GREY)
            canvas.text(x + _DAY, top, str(_KINDS.get(entry.kind, entry.kind)), BODY, GREY)
            canvas.lines(x + _DAY + _KIND, top, title, BODY)
            canvas.lines(x + _DAY + _KIND, top + len(title) * BODY.line, below, SMALL, GREY)
            canvas.right(x + room, top, amount)
            canvas.rule(x, y + height, room)

        return _Row(height, draw)


def _detail(entry: TimelineEntry) -> str:
    if entry.kind == "follow_up":
        state = tr("Done") if entry.done else tr("Not done yet")
        return tr("%1 · %2", state, entry.detail) if entry.detail else state
    return entry.detail


def _name(customer: Customer) -> str:
    return clean(customer.name) or format_phone(customer.phone) or tr("customer %1", customer.id)


def _yearly_words(row: YearlyDateRow, today: date) -> str:
    words = birthday_words(row.day)
    if row.next is None:
        return words
    when = in_days_words((row.next.date - today).days)
    return tr("%1 · %2", words, tr("next on %1 (%2)", row.next.date.isoformat(), when))


def _picture(data: bytes | None) -> QImage:
    return QImage.fromData(data) if data else QImage()
