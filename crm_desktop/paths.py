"""Where files live: the program's own resources, and the user's data folder."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

APP_NAME = "CRM Desktop"


def resources() -> Path:
    """The folder of icons, translations and styles: inside the packed program, inside the installed package, or beside
    the package in a checkout."""
    packed = getattr(sys, "_MEIPASS", None)
    if packed:
        return Path(packed) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def default_data_dir() -> Path:
    """The platform's folder for this user's settings, logs and backups."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def backups(data_dir: Path) -> Path:
    """The folder of the copies of all shops of this laptop."""
    return data_dir / "backups"


def demo_shop(data_dir: Path) -> Path:
    """The shop to look around in."""
    return data_dir / "demo.crm"


def last_shop(data_dir: Path) -> Path | None:
    """The shop that was opened last on this laptop, if it is remembered."""
    try:
        text = (data_dir / "last-shop.txt").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(text) if text else None


def remember_shop(data_dir: Path, shop: Path) -> None:
    """Remember the shop that was opened. A folder that cannot be written is no reason to stop."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        (data_dir / "last-shop.txt").write_text(str(shop.resolve()), encoding="utf-8")
    except OSError:
        pass
