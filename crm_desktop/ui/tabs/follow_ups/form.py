"""A follow-up planned, changed, or done with the next one planned at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.calendar_words import in_days_words, weekday_words
from crm_desktop.domain.pinyin import read_text
from crm_desktop.domain.recurrence import next_due
from crm_desktop.language import Sentence, tr
from crm_desktop.services.follow_ups import FollowUp, FollowUpDraft
from crm_desktop.services.lists import PRIORITIES
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.follow_ups.repeat import RepeatEdit
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.choice import Choice, ChoiceEdit
from crm_desktop.ui.widgets.customer_edit import CustomerEdit
from crm_desktop.ui.widgets.dates import DateEdit
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.form import FormDialog
from crm_desktop.ui.widgets.new_customer import add_typed_customer
from crm_desktop.ui.widgets.segmented import SegmentedControl

_MOST_WORDS = 8


class FollowUpForm(FormDialog):
    """Plans a new one; changes `editing`; or marks `done` as done and plans what comes after it."""

    def __init__(
        self,
        context: Context,
        parent: QWidget | None = None,
        *,
        customer_id: int | None = None,
        editing: FollowUp | None = None,
        done: FollowUp | None = None,
    ) -> None:
        title = tr("Edit follow-up") if editing else tr("Done, and the next") if done else tr("New follow-up")
        super().__init__(title, self._save, context.questions, parent, width=520)
        self._context = context
        self._services = context.services
        self._editing, self._done = editing, done
        self._make_fields()
        self._lay_out()
        self._fill(customer_id)
        self._connect()

    def _make_fields(self) -> None:
        theme = self._context.theme
        self.outcome = QLineEdit()
        self.outcome.setPlaceholderText(tr("What came of it; may be left empty"))
        self.customer = CustomerEdit(self._services.customers, theme)
        self.customer.setPlaceholderText(tr("Last 4 digits, initials or name"))
        self.what = ChoiceEdit(theme, self._earlier_words, free=True)
        self.what.setPlaceholderText(tr("Call back, ask how the tea was…"))
        self.due = DateEdit(theme, self._context.clock, with_time=True, optional=False)
        self.due.setPlaceholderText(tr("tomorrow, +3, Friday 15:00"))
        self.priority = SegmentedControl([(str(key), str(words)) for key, words in reversed(PRIORITIES.items())])
        self.repeat = RepeatEdit()

    def _lay_out(self) -> None:
        if self._done is not None:
            about = tr("“%1” for %2 is done.", self._done.what, self._done.customer_name)
            self.body.addWidget(texts.secondary(about, wrap=True))
            self.add("outcome", InlineField(tr("Outcome"), self.outcome))
            self.body.addWidget(texts.separator())
        self.add("customer", InlineField(tr("Customer"), self.customer))
        self.add("what", InlineField(tr("What to do"), self.what))
        due = QVBoxLayout()
        due.setSpacing(4)
        due.addWidget(self.register("due", InlineField(tr("Date"), self.due)))
        due.addLayout(self._quick_days())
        self.body.addLayout(due)
        self.add("priority", InlineField(tr("Priority"), self.priority))
        self.add("recurrence", InlineField(tr("Repeat"), self.repeat))

    def _quick_days(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        today = self._today()
        friday = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
        days = [(in_days_words(ahead), today + timedelta(days=ahead)) for ahead in (0, 1, 3, 7, 30)]
        days.insert(3, (weekday_words(friday), friday))
        for text, day in days:
            row.addWidget(buttons.link(text, lambda day=day: self._take_day(day)))  # type: ignore[misc]
        row.addStretch(1)
        return row

    def _fill(self, customer_id: int | None) -> None:
        before = self._editing or self._done
        if before is None:
            self.customer.set_customer(customer_id)
            self.due.set_date(self._today() + timedelta(days=1))
            self.priority.set_key("0")
            return
        self.customer.set_customer(before.customer_id)
        self.what.set_text(before.what)
        self.priority.set_key(str(before.priority))
        self.repeat.set_recurrence(before.recurrence)
        day = before.due if self._editing else self._next_day(before)
        self.due.setText(day.isoformat() + (f" {before.due_time:%H:%M}" if before.due_time else ""))

    def _next_day(self, done: FollowUp) -> date:
        """The day proposed for the next one."""
        if done.recurrence is not None:
            return next_due(done.recurrence, done.due, self._today())
        return self._today() + timedelta(days=7)

    def _connect(self) -> None:
        self.customer.chosen.connect(self._customer_chosen)
        self.priority.changed.connect(self.mark_changed)
        self.repeat.changed.connect(self.mark_changed)

    def focus_start(self) -> None:
        """Where typing begins."""
        if self._done is not None:
            start: QWidget = self.outcome
        else:
            start = self.customer if self.customer.customer_id() is None else self.what
        start.setFocus(Qt.FocusReason.TabFocusReason)

    def _today(self) -> date:
        return self._context.clock.now().date()

    def _earlier_words(self, text: str) -> list[Choice]:
        typed = "".join(text.casefold().split())
        found: list[Choice] = []
        for words in self._services.follow_ups.earlier_words():
            readings = read_text(words)
            if typed in words.casefold() or typed in readings.initials or typed in readings.full:
                found.append(Choice(words, words))
        return found[:_MOST_WORDS]

    def _customer_chosen(self, choice: object) -> None:
        if choice is not None and not self.customer.leaving:
            self.what.setFocus(Qt.FocusReason.TabFocusReason)

    def _take_day(self, day: date) -> None:
        at = self.due.time()
        self.due.setText(day.isoformat() + (f" {at:%H:%M}" if at else ""))
        self.mark_changed()
        self.due.setFocus(Qt.FocusReason.OtherFocusReason)

    # Saving

    def _typed_wrong(self) -> dict[str, Sentence]:
        found: dict[str, Sentence] = {}
        if self.customer.customer_id() is None and not self.customer.new_text():
            found["customer"] = Sentence("Choose a customer from the list.")
        if not self.what.text().strip():
            found["what"] = Sentence("Say what is to be done.")
        if not self.due.is_valid():
            found["due"] = Sentence(
                "“%1” is not a day. Type tomorrow, +3, Friday or 11-21, and a time if you like.", self.due.text()
            )
        if self.repeat.wrong():
            found["recurrence"] = Sentence("Repeat every 1 to 999.")
        return found

    def _save(self) -> bool:
        wrong = self._typed_wrong()
        day = self.due.date()
        if wrong or day is None:
            self.set_errors(wrong)
            return False
        customer_id = self.customer.customer_id()
        if customer_id is None:
            customer_id = add_typed_customer(self._context, self.customer.new_text(), self.set_errors)
            if customer_id is None:
                return False
            self.customer.set_customer(customer_id)
        draft = FollowUpDraft(
            customer_id=customer_id,
            what=self.what.text().strip(),
            due=day,
            due_time=self.due.time(),
            priority=int(self.priority.key()),
            recurrence=self.repeat.recurrence(),
        )
        return self._context.actions.do(lambda: self._write(draft), on_invalid=self._refused) is not None

    def _write(self, draft: FollowUpDraft) -> Change:
        follow_ups = self._services.follow_ups
        if self._editing is not None:
            return follow_ups.edit(self._editing.id, draft)
        if self._done is not None:
            return follow_ups.done_and_next(self._done.id, self.outcome.text(), draft)
        return follow_ups.add(draft)

    def _refused(self, problems: Mapping[str, Sentence]) -> None:
        self.set_errors(problems)
