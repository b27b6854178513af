"""Calling a customer: the system's own telephone program gets the number, and it is copied as well, for wherever there
is none."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from crm_desktop.domain.phone import format_phone
from crm_desktop.language import tr
from crm_desktop.patterns import regex
from crm_desktop.ui.plumbing.messages import Messages

_DIALLED = regex(r"\+?[0-9]{3,20}")
_BETWEEN = regex(r"[-\s()./]")


@dataclass(frozen=True, slots=True)
class Dialled:
    """What came of a call: whether the system took the number, and a sentence that says what was done. Some systems
    take a number even where no program makes calls, hence the copy."""

    taken: bool
    words: str


def dial(name: str, phone: str) -> Dialled:
    """Call `phone`, as it is stored; "" for none."""
    if not phone:
        return Dialled(False, tr("%1 has no phone number yet.", name))
    number = _copied(name, phone)
    url = dial_url(phone)
    if url is not None and _open(url):
        return Dialled(True, tr("Calling %1; the number is copied.", number))
    return Dialled(False, tr("Nothing here makes calls. Copied %1", number))


def _open(url: QUrl) -> bool:
    """Have the system call the number. Where its links come to this very program, another one is asked to."""
    from crm_desktop import paths
    from crm_desktop.ui.background.opens.registration import system_registration

    registration = system_registration(paths.default_data_dir())
    if registration.takes_calls():
        return registration.pass_on(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
    return QDesktopServices.openUrl(url)


def call(messages: Messages, name: str, phone: str) -> bool:
    """Call `phone`, and say in the message bar what was done; whether the system took the number."""
    dialled = dial(name, phone)
    say = messages.info if phone else messages.note
    say(dialled.words)
    return dialled.taken


def copy_phone(messages: Messages, name: str, phone: str) -> None:
    """Copy `phone`, as it is stored, and say so; "" for none."""
    if phone:
        messages.info(tr("Copied %1", _copied(name, phone)))
    else:
        messages.note(tr("%1 has no phone number yet.", name))


def _copied(name: str, phone: str) -> str:
    """Put the number into the clipboard as it is read; whose it is, and what was copied."""
    number = format_phone(phone)
    QGuiApplication.clipboard().setText(number)
    return tr("%1  %2", name, number) if name not in ("", number) else number


def dial_url(phone: str) -> QUrl | None:
    """The number as a `tel:` address (https://www.rfc-editor.org/rfc/rfc3966); without its extension, which not every
    program understands. None for what cannot be dialled, such as a masked number."""
    digits = _BETWEEN.sub("", phone.partition(";")[0])
    return QUrl(f"tel:{digits}") if _DIALLED.fullmatch(digits) else None
