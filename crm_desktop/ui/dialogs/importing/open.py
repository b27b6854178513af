"""The ways to the import page: a file chosen, files dropped, cells pasted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.file_endings import ENDINGS
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.language import tr
from crm_desktop.ui.dialogs.importing.files import Incoming, incoming_cells, incoming_files
from crm_desktop.ui.dialogs.importing.page import ImportDialog
from crm_desktop.ui.plumbing.context import Context


def import_file(context: Context, parent: QWidget, path: Path | None, kind: str) -> ImportDialog | None:
    """Open the import page on a file; asks for one where there is none. None if she thought better of it."""
    if path is None:
        title = tr("Import purchases") if kind == "purchases" else tr("Import customers")
        patterns = ((tr("Sheets"), " ".join(f"*{ending}" for ending in ENDINGS)),)
        path = context.file_dialogs.ask_open(parent, title, patterns)
    return None if path is None else import_files(context, parent, [path], kind)


def import_files(context: Context, parent: QWidget, paths: Sequence[Path], kind: str) -> ImportDialog:
    """Open the import page on the files of one drop; `kind` is what they are taken for where they do not say. They join
    those of a page that is open: a file manager may hand over several of them one by one."""
    files = incoming_files(paths, Kind(kind))
    joined = (page for page in parent.findChildren(ImportDialog) if page.join(files))
    return next(joined, None) or _opened(context, files, parent)


def import_cells(context: Context, parent: QWidget, text: str, kind: str) -> ImportDialog:
    """Open the import page on cells that were copied from a spreadsheet."""
    return _opened(context, [incoming_cells(text, Kind(kind))], parent)


def _opened(context: Context, files: Sequence[Incoming], parent: QWidget) -> ImportDialog:
    dialog = ImportDialog(context, files, parent)
    dialog.open()
    return dialog
