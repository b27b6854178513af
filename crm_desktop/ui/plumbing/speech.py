"""The language that the program speaks now, and Qt with it."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from crm_desktop import language


class Speech:
    """`close` at the end: Qt speaks English again."""

    def __init__(self, application: QApplication, code: str) -> None:
        self._application = application
        self._translator: QTranslator | None = None
        self.speak(code)

    def speak(self, code: str) -> None:
        """Speak a language in what is built from now on; English if the program does not know it."""
        language.set_language(code if code in language.LANGUAGES else "en")
        self.close()
        # Qt's own words, such as those of its file dialog.
        translator = QTranslator()
        if translator.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._application.installTranslator(translator)
            self._translator = translator

    def close(self) -> None:
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
            self._translator = None
