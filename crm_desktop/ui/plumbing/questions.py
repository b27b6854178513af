"""The rare question that must be answered before going on: the program's only modal box, which tests can answer."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QMessageBox, QWidget

from crm_desktop.language import tr


class Questions(Protocol):
    def confirm(self, parent: QWidget | None, text: str, detail: str = "", *, yes: str, no: str = "") -> bool: ...


class BoxQuestions:
    """Asks in a message box. The harmless answer is the default, and what Esc means."""

    def confirm(self, parent: QWidget | None, text: str, detail: str = "", *, yes: str, no: str = "") -> bool:
        """Whether the user chose `yes`, which names the action ("Close without saving"); `no` is Cancel if empty."""
        box = QMessageBox(parent)
        box.setText(text)
        box.setInformativeText(detail)
        accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refuse = box.addButton(no or tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(refuse)
        box.setEscapeButton(refuse)
        box.exec()
        return box.clickedButton() is accept


def tell(text: str) -> None:
    """Say something where there is no window yet to say it in."""
    box = QMessageBox()
    box.setWindowTitle("CRM Desktop")
    box.setText(text)
    box.exec()
