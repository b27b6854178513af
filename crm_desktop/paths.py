"""Where files live: the program's own resources, and the user's data folder."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

APP_NAME = "CRM Desktop"


def resources() -> Path:
    """The folder of icons, translations and styles: beside the package, or inside the packed program."""
    packed = getattr(sys, "_MEIPASS", None)
    return (Path(packed) if packed else Path(__file__).resolve().parent.parent) / "resources"


def default_data_dir() -> Path:
    """The platform's folder for this user's settings, logs and backups."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))
