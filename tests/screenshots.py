"""Pictures of every tab, in both languages and both themes, small and large, empty and full: `make screenshots`."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = ((1280, 800), (1920, 1080))
LANGUAGES = ("zh_CN", "en")
THEMES = ("light", "dark")


def take(
    shop: Path,
    folder: Path,
    *,
    languages: Sequence[str] = LANGUAGES,
    themes: Sequence[str] = THEMES,
    sizes: Iterable[tuple[int, int]] = SIZES,
    prefix: str = "",
) -> list[Path]:
    """Open a shop in the real window, and save a picture of every tab into `folder`, one a combination."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from crm_desktop.app import Program
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.tabs import TABS

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for language in languages:
        with tempfile.TemporaryDirectory() as data_dir:
            program = Program(application, Path(data_dir), language)
            program.start(shop)
            window = program.window
            assert isinstance(window, MainWindow), "the shop did not open"
            for theme in themes:
                program.theme.set_mode(theme)
                for width, height in sizes:
                    window.resize(width, height)
                    for key in [tab.key for tab in TABS]:
                        window.show_tab(key)
                        QTest.qWait(300)
                        path = folder / f"{prefix}{key}-{language}-{theme}-{width}.png"
                        window.grab().save(str(path))
                        taken.append(path)
            program.stop()
    return taken


def main(folder: Path) -> None:
    """Make an empty shop and a full one, and take the pictures of both."""
    from crm_desktop.services.demo import make
    from crm_desktop.store.shop import Shop

    with tempfile.TemporaryDirectory() as place:
        empty, full = Path(place) / "empty.crm", Path(place) / "full.crm"
        Shop.create(empty).close()
        shop = Shop.create(full)
        make(shop, 300, 1500, 1, date.today())
        shop.close()
        taken = take(full, folder) + take(empty, folder, prefix="empty-", sizes=SIZES[:1])
    print(f"{len(taken)} screenshots in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
