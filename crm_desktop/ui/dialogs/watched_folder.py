"""The watched folder: which one, whether it is watched, and what that does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop.language import Sentence, tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField, beside
from crm_desktop.ui.widgets.form import FormDialog


class WatchedFolderDialog(FormDialog):
    """Chooses the folder whose files come in by themselves. Nothing is watched anew before it is saved."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(tr("Watched folder"), self._save_choice, context.questions, parent, width=520)
        self._context = context
        self._folder = context.watched.folder
        self.body.addWidget(texts.body(
            tr("For a till or another program on this computer: a spreadsheet or contact card that it puts there comes "
               "into this shop and is then moved to the subfolder “Imported”; Today tells what came in."), wrap=True,
        ))  # fmt: skip
        self.on = QCheckBox(tr("Bring in by itself what is put into this folder"))
        self.on.setChecked(context.watched.on)
        self.on.toggled.connect(self._toggled)
        self.body.addWidget(self.on)
        self.path = texts.ElidedLabel()
        self.choose_button = buttons.plain(tr("Choose…"), self._choose, theme=context.theme, icon="folder")
        self.add("folder", InlineField(tr("Folder"), beside(self.path, self.choose_button)))
        self._show_folder()

    def _choose(self) -> None:
        folder = self._context.file_dialogs.ask_folder(self, tr("Watched folder"))
        if folder is not None:
            self._folder = folder
            self.mark_changed()
            self._show_folder()
            self.on.setChecked(True)

    def _toggled(self, on: bool) -> None:
        self.mark_changed()
        if on and self._folder is None:
            self._choose()

    def _show_folder(self) -> None:
        self.path.setText(str(self._folder) if self._folder is not None else tr("No folder is chosen."))

    def _problem(self) -> Sentence | None:
        if not self.on.isChecked():
            return None
        if self._folder is None:
            return Sentence("Choose the folder that is to be watched.")
        if not self._folder.is_dir():
            return Sentence(
                "There is no folder “%1”. Connect its disk or stick, or choose another folder.", self._folder
            )
        if self._folder.resolve() in (Path.home().resolve(), self._context.services.shop.path.resolve().parent):
            return Sentence("Other files lie in this folder, too. Make a folder for this alone, and choose that.")
        return None

    def _save_choice(self) -> bool:
        problem, watched = self._problem(), self._context.watched
        if problem is not None:
            self.set_errors({"folder": problem})
            return False
        if (self._folder, self.on.isChecked()) != (watched.folder, watched.on):
            watched.choose(self._folder, on=self.on.isChecked())
        return True
