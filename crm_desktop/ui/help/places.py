"""Which page of the help belongs to what is on the screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

FIRST: Final = "first-day"

#: By the key of a tab; one that shows something else may have a `help_place` of its own.
TABS: Final = {
    "today": "daily",
    "customers": "customers",
    "purchases": "purchases",
    "follow_ups": "follow-ups",
    "birthdays": "birthdays",
    "history": "undo",
}
#: By the class of a window.
WINDOWS: Final = {
    "ImportDialog": "import",
    "WatchedFolderDialog": "import#folder",
    "ExportPage": "hand-over",
    "PrintDialog": "hand-over#print",
    "PurchaseEntry": "purchases#entry",
    "RefundForm": "purchases#refund",
    "FollowUpForm": "follow-ups#new",
    "GreetingsDialog": "birthdays#greetings",
    "RemindersDialog": "reminders#when",
    "Popup": "reminders#popup",
    "SettingsDialog": "settings",
    "TagsDialog": "customers#tags",
    "CustomFieldsDialog": "settings#fields",
    "SafetyDialog": "safety",
    "NewPasswordDialog": "safety#password",
    "CurrentPasswordDialog": "safety#password",
    "RestoreDialog": "safety#restore",
    "PasswordDialog": "safety#locked",
    "CallsAndFilesDialog": "calls#opens",
    "CallerCard": "calls#card",
    "WaitingCard": "calls#card",
    "LockWindow": "safety#locked",
    "RescuePage": "safety#damaged",
    "StartPage": "questions#not-open",
    "AboutDialog": "questions",
    "BugDialog": "questions#bug",
}


def place_of(window: QWidget | None) -> str:
    """The page for a window, or for the window that it stands over."""
    while window is not None:
        key = getattr(window, "current_key", None)
        if key in TABS:
            return getattr(window, "help_place", "") or TABS[key]
        for kind in type(window).__mro__:
            if kind.__name__ in WINDOWS:
                return WINDOWS[kind.__name__]
        parent = window.parentWidget()
        window = parent.window() if parent is not None else None
    return FIRST
