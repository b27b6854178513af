"""Asking for files and for a decision, and when a tab asks again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from crm_desktop.language import Sentence
from crm_desktop.store.journal import Change, anything
from crm_desktop.ui.plumbing.file_dialogs import SystemFileDialogs
from crm_desktop.ui.plumbing.questions import BoxQuestions
from crm_desktop.ui.plumbing.refresh import Refresher

SHEETS = [("Spreadsheets", "*.xlsx *.csv")]


@pytest.fixture
def asked(monkeypatch) -> list[tuple[object, ...]]:
    """What Qt's dialogs were asked; they answer "cancelled" until `answer` is put in front."""
    calls: list[tuple[object, ...]] = []
    answers: list[tuple[str, str]] = []

    def dialog(*args: object) -> tuple[str, str]:
        calls.append(args)
        return answers.pop(0) if answers else ("", "")

    monkeypatch.setattr(QFileDialog, "getOpenFileName", dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    calls.append((answers,))
    return calls


def test_opening_starts_in_the_folder_used_last(asked, memory, tmp_path) -> None:
    answers = asked.pop()[0]
    dialogs = SystemFileDialogs(memory)
    assert dialogs.ask_open(None, "Open", SHEETS) is None
    assert asked[0][2:] == (str(Path.home()), "Spreadsheets (*.xlsx *.csv);;All files (*)")
    answers.append((str(tmp_path / "a.xlsx"), ""))
    assert dialogs.ask_open(None, "Open", SHEETS) == tmp_path / "a.xlsx"
    dialogs.ask_open(None, "Open", SHEETS)
    assert asked[2][2] == str(tmp_path)


def test_saving_adds_the_missing_ending(asked, memory, tmp_path) -> None:
    answers = asked.pop()[0]
    dialogs = SystemFileDialogs(memory)
    entry = "Spreadsheets (*.xlsx *.csv)"
    answers += [(str(tmp_path / "list"), entry), (str(tmp_path / "list.csv"), entry), (str(tmp_path / "odd"), "other")]
    names = [dialogs.ask_save(None, "Save", "list.xlsx", SHEETS) for _ in range(4)]
    assert names == [tmp_path / "list.xlsx", tmp_path / "list.csv", tmp_path / "odd", None]
    assert asked[0][2] == str(Path.home() / "list.xlsx")


@pytest.mark.parametrize("yes", [True, False])
def test_a_question_is_answered_by_its_buttons(qtbot, yes: bool) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.text() == "Close without saving?"
        assert box.defaultButton().text() == "Cancel"
        next(b for b in box.buttons() if b.text() == ("Close" if yes else "Cancel")).click()

    QTimer.singleShot(0, press)
    assert BoxQuestions().confirm(parent, "Close without saving?", "It would be lost.", yes="Close") is yes


@pytest.mark.parametrize(("button", "chosen"), [("Stay", True), ("Quit", False), ("Cancel", None), ("", None)])
def test_a_choice_may_be_refused(qtbot, button: str, chosen: bool | None) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        if button:
            next(b for b in box.buttons() if b.text() == button).click()
        else:
            qtbot.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, press)
    assert BoxQuestions().choose(parent, "Stay?", yes="Stay", no="Quit") is chosen


def test_a_tab_refreshes_only_if_concerned_and_seen(qtbot) -> None:
    tab, asked = QWidget(), []
    qtbot.addWidget(tab)
    refresher = Refresher(tab, lambda: asked.append(1), {"customer", "phone"})
    about_purchases = Change(1, Sentence("x"), {"purchase": frozenset({1})})
    about_phones = Change(2, Sentence("x"), {"phone": frozenset({1})})
    refresher.on_change(about_phones)
    assert len(asked) == 0
    tab.show()
    refresher.on_shown()
    refresher.on_shown()
    assert len(asked) == 1
    refresher.on_change(about_purchases)
    assert len(asked) == 1
    refresher.on_change(about_phones)
    assert len(asked) == 2
    refresher.on_change(anything())
    assert len(asked) == 3
    refresher.expire()
    assert len(asked) == 4
    tab.hide()
    refresher.expire()
    assert len(asked) == 4
    refresher.on_shown()
    assert len(asked) == 5
