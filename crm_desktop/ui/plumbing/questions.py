"""The rare question that must be answered before going on: the program's only modal box, which tests can answer."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from crm_desktop.language import tr


class Questions(Protocol):
    """Questions to the user that must be answered before anything else."""

    def confirm(self, parent: QWidget | None, text: str, detail: str = "", *, yes: str) -> bool: ...

    def choose(self, parent: QWidget | None, text: str, detail: str = "", *, yes: str, no: str) -> bool | None: ...


class BoxQuestions:
    """Asks in a message box. The harmless answer is the default, and what Esc means."""

    def confirm(self, parent: QWidget | None, text: str, detail: str = "", *, yes: str) -> bool:
        """Whether the user chose `yes`, which names the action ("Close without saving")."""
        return _ask(parent, text, detail, yes) == 0

    def choose(self, parent: QWidget | None, text: str, detail: str = "", *, yes: str, no: str) -> bool | None:
        """Whether the user chose `yes` or `no`; None for neither: then nothing is to be done, and nothing kept."""
        return {0: True, 1: False}.get(_ask(parent, text, detail, yes, no))


def _ask(parent: QWidget | None, text: str, detail: str, *answers: str) -> int:
    """The number of the answer chosen; one more than there are for Cancel, Esc or the box's own X."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setText(text)
    box.setInformativeText(detail)
    buttons = [box.addButton(answer, QMessageBox.ButtonRole.AcceptRole) for answer in answers]
    cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    chosen = box.clickedButton()
    return next((number for number, button in enumerate(buttons) if button is chosen), len(answers))


def tell(text: str) -> None:
    """Say something where there is no window yet to say it in."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox()
    box.setWindowTitle("CRM Desktop")
    box.setText(text)
    box.exec()
