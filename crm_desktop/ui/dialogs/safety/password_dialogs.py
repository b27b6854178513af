"""The forms in which a shop's password is set, changed or removed, or is asked for before something is given away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop.domain.password import Strength, judge, problem_with
from crm_desktop.language import Sentence, tr
from crm_desktop.store.key import Key
from crm_desktop.ui.dialogs.safety.rekeying import current_key, rekey
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.form import FormDialog
from crm_desktop.ui.widgets.secret import SecretEdit
from crm_desktop.ui.widgets.strength import StrengthBar

_WIDTH = 460


class NewPasswordDialog(FormDialog):
    """Sets the password or, where there is one, changes it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        encrypted = context.services.shop.encrypted
        title, save = (
            (tr("Change the password"), tr("Change the password"))
            if encrypted
            else (tr("Set a password"), tr("Set the password"))
        )
        super().__init__(title, self._save_password, context.questions, parent, save_text=save, width=_WIDTH)
        self._context = context
        theme = context.theme
        known = tuple(_known(context))
        self.current = SecretEdit(theme)
        self.new = SecretEdit(theme)
        self.repeated = SecretEdit(theme)
        self.strength = StrengthBar(theme, lambda word: judge(word, known))
        self.new.textChanged.connect(self.strength.judge)
        self.strength.grown.connect(self.fit)
        for edit in (self.current, self.new, self.repeated):
            edit.textEdited.connect(self._forget_errors)
        self.new.eye.clicked.connect(self._open_both)
        self.sheet = QCheckBox(tr("Print the recovery sheet then"))
        self.sheet.setChecked(True)
        self._lay_out(encrypted=encrypted)
        judge("", known)  # loads its lists, before the first key is pressed
        (self.current if encrypted else self.new).setFocus()

    def _lay_out(self, *, encrypted: bool) -> None:
        self.body.addWidget(texts.body(
            tr("The shop's file and all its copies are encrypted with it. It is asked for whenever the shop is "
               "opened."), wrap=True,
        ))  # fmt: skip
        if encrypted:
            self.add("current", InlineField(tr("Current password, or recovery code"), self.current))
        self.add("new", InlineField(tr("New password"), self.new))
        self.body.addWidget(self.strength)
        self.add("repeated", InlineField(tr("The new password once more"), self.repeated))
        warning = texts.labelled(
            tr("A lost password is a lost shop: nobody can open the file without it. Only the recovery sheet helps "
               "then."), "notice", wrap=True,
        )  # fmt: skip
        self.body.addWidget(warning)
        self.body.addWidget(self.sheet)

    def _open_both(self) -> None:
        """Who looks at the one wants to see the other."""
        self.repeated.set_open(self.new.echoMode() is SecretEdit.EchoMode.Normal)

    def _forget_errors(self) -> None:
        """What was wrong is being typed anew."""
        self.set_errors({})

    def _problems(self) -> dict[str, Sentence]:
        problems: dict[str, Sentence] = {}
        word = self.new.text()
        if (problem := problem_with(word)) is not None:
            problems["new"] = problem
        elif self.repeated.text() != word:
            problems["repeated"] = Sentence("This differs from the new password. Type the same again.")
        elif self._context.services.shop.encrypted:
            current = current_key(self._context, self.current.text())
            if isinstance(current, Sentence):
                problems["current"] = current
        return problems

    def _save_password(self) -> bool:
        problems = self._problems()
        if problems:
            self.set_errors(problems)
            return False
        strength = self.strength.strength
        if strength is not None and strength.weak and not self._take_weak(strength):
            return False
        # What is asked about unsaved things meanwhile is not this form.
        self.mark_saved()
        return rekey(self._context, self.new.text(), print_sheet=self.sheet.isChecked())

    def _take_weak(self, strength: Strength) -> bool:
        return self._context.questions.confirm(
            self, tr("Take this weak password?"), str(strength.holds), yes=tr("Take it all the same")
        )


class CurrentPasswordDialog(FormDialog):
    """Asks for the password, and hands on what opens the shop."""

    def __init__(
        self, context: Context, title: str, words: str, go: str, then: Callable[[Key], bool],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, self._check, context.questions, parent, save_text=go, width=_WIDTH)
        self._context = context
        self._then = then
        self.body.addWidget(texts.body(words, wrap=True))
        self.current = SecretEdit(context.theme)
        self.add("current", InlineField(tr("Current password, or recovery code"), self.current))
        self.current.setFocus()

    def _check(self) -> bool:
        key = current_key(self._context, self.current.text())
        if isinstance(key, Sentence):
            self.set_errors({"current": key})
            self.current.selectAll()
            return False
        self.mark_saved()
        return self._then(key)


def ask_to_remove(context: Context, parent: QWidget) -> CurrentPasswordDialog:
    """The form that removes the password."""
    dialog = CurrentPasswordDialog(
        context,
        tr("Remove the password"),
        tr("The shop's file and its copies are written anew without encryption. Whoever has one of them can then read "
           "all your customers."),
        tr("Remove the password"),
        lambda _: rekey(context, None),
        parent,
    )  # fmt: skip
    dialog.open()
    return dialog


def _known(context: Context) -> Iterator[str]:
    """What anyone knows of the shop: first to be tried."""
    settings = context.services.settings.get()
    yield settings.shop_name
    yield context.services.shop.path.stem
    yield from settings.clerks
