"""Copying a birthday greeting: into the clipboard, into the shop's record, and the year is marked as greeted."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from crm_desktop.domain.birthday import Occurrence
from crm_desktop.domain.greeting import problems
from crm_desktop.domain.reminding.entries import BirthdayEntry
from crm_desktop.language import tr
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.greetings import Chosen, Template
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.messages import Message
from crm_desktop.ui.widgets import menus

_SHOWN: Final = 40


def copy_greeting(
    context: Context, birthday: BirthdayRow | BirthdayEntry, name: str, template: Template | None = None
) -> Change | None:
    """Copy the greeting that is next for the customer called `name`, or the one made of `template`. Where they were
    greeted already the same text is copied again and nothing changes. None if it could not be noted."""
    greetings = context.services.greetings
    chosen = greetings.text_for(birthday, template)
    QGuiApplication.clipboard().setText(chosen.text)
    about = _occurrence(birthday)
    change = context.actions.do(lambda: greetings.copied(birthday.customer_id, about, chosen), quiet=True)
    if change is not None:
        _tell(context, change, chosen, name)
    return change


def _tell(context: Context, change: Change, chosen: Chosen, name: str) -> None:
    """Say what was done, and where braces are left in the text: nobody shall send them unread."""
    number = change.id
    words = tr("Copied the greeting for %1", name) if number is None else str(change.title)
    if found := problems(chosen.text):
        words = tr("%1. Look it over before you send it: %2", words, found[0].why)
    if number is None:
        context.messages.info(words)
    else:
        undo = lambda: context.actions.undo(number)  # noqa: E731
        context.messages.post(Message(words, action=tr("Undo"), do=undo, about_change=number))


def fill_greetings(menu: QMenu, context: Context, birthday: BirthdayRow | BirthdayEntry, name: str) -> None:
    """Put each of the shop's greetings into a menu, as this customer would get it; the one that Copy greeting takes
    is ticked."""
    greetings = context.services.greetings
    next_one = greetings.text_for(birthday).text
    for template in greetings.templates():
        text = greetings.text_for(birthday, template).text
        copy = partial(copy_greeting, context, birthday, name, template)
        menus.add(menu, _short(text), copy, checked=text == next_one)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def mark_greeted(context: Context, birthday: BirthdayRow | BirthdayEntry, *, greeted: bool) -> None:
    """Note that a customer was greeted in words of her own, or that they were not."""
    greetings, about = context.services.greetings, _occurrence(birthday)
    note = greetings.mark_greeted if greeted else greetings.unmark
    context.actions.do(lambda: note(birthday.customer_id, about))


def _occurrence(birthday: BirthdayRow | BirthdayEntry) -> Occurrence | BirthdayEntry:
    return birthday if isinstance(birthday, BirthdayEntry) else birthday.occurrence
