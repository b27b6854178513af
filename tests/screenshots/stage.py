"""A shop on a day that never changes, in the real window, to be photographed."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.fakes import FakeClock

if TYPE_CHECKING:
    from crm_desktop.app import Program
    from crm_desktop.ui.main_window import MainWindow

W = TypeVar("W", bound=QWidget)

#: A Monday morning, the fifteenth of the tenth lunar month.
DAY: Final = datetime(2026, 11, 23, 10, 20)
CUSTOMERS, PURCHASES, SEED = 300, 1500, 1
SHOP: Final = "shop.crm"
#: No larger than it must be: pictures stand beside text.
SIZE: Final = (1000, 640)
_MOST_COLOURS: Final = 256
_SETTLED_MS: Final = 300
_MOST_WAITS: Final = 400


@dataclass(frozen=True, slots=True)
class Stage:
    """The program with its window, speaking one language."""

    program: Program
    window: MainWindow
    language: str
    place: Path

    def tab(self, key: str, kind: type[W]) -> W:
        """A tab in front."""
        self.window.show_tab(key)
        settle()
        found = self.window.tab(key)
        assert isinstance(found, kind)
        return found

    def dialog(self) -> QDialog:
        """The dialog that is open."""
        found = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
        return found[-1]

    def words(self, chinese: str, english: str) -> str:
        """What is typed in the language of the picture."""
        return chinese if self.language == "zh_CN" else english


def application() -> QApplication:
    found = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(found, QApplication)
    return found


def settle(milliseconds: int = _SETTLED_MS) -> None:
    """Let the window do what it does by itself."""
    QTest.qWait(milliseconds)


def wait_until(done: Callable[[], object]) -> None:
    """Wait for the worker; AssertionError when it takes too long."""
    for _ in range(_MOST_WAITS):
        if done():
            return
        QTest.qWait(50)
    raise AssertionError("it did not come about")


@contextmanager
def stage(place: Path, language: str, *, theme: str = "light", size: tuple[int, int] = SIZE) -> Iterator[Stage]:
    """The window on a data folder with a shop in it, which is afterwards as it was before."""
    from crm_desktop.app import Program
    from crm_desktop.ui.main_window import MainWindow

    with tempfile.TemporaryDirectory() as folder:
        kept = shutil.copytree(place, Path(folder) / "kept")
        program = Program(application(), place, language, FakeClock(DAY))
        program.theme.set_mode(theme)
        program.start(place / SHOP)
        window = program.window
        assert isinstance(window, MainWindow), "the shop did not open"
        window.resize(*size)
        settle()
        try:
            yield Stage(program, window, language, place)
        finally:
            for each in application().topLevelWidgets():
                if isinstance(each, QDialog) and each.isVisible():
                    each.done(0)
            program.stop()
            settle(50)
            shutil.rmtree(place)
            shutil.copytree(kept, place)


def make_empty(place: Path) -> None:
    """A data folder with a shop in which nothing is yet."""
    from crm_desktop.store.shop import Shop

    place.mkdir()
    Shop.create(place / SHOP, clock=FakeClock(DAY)).close()


def make_full(place: Path) -> None:
    """A data folder with a shop that is in use: there is a history, a backup, and something that only that has."""
    from crm_desktop import paths
    from crm_desktop.services import Services
    from crm_desktop.services.backups import Backups
    from crm_desktop.services.customer_records import CustomerDraft
    from crm_desktop.services.demo import make
    from crm_desktop.store.shop import Shop

    place.mkdir()
    clock = FakeClock(DAY - timedelta(days=1, hours=2))
    shop = Shop.create(place / SHOP, clock=clock)
    make(shop, CUSTOMERS, PURCHASES, SEED, DAY.date())
    Backups(shop, paths.backups(place)).make()
    services = Services(shop)
    clock.advance(hours=3, minutes=12)
    services.customers.delete([hit.id for hit in services.customers.search("王", 2).hits])
    clock.set(DAY - timedelta(minutes=55))
    added = services.customers.add(CustomerDraft(name="单晓丽", phones=("13866662222",), tags=("老客户",)))
    clock.advance(minutes=21)
    assert added.new_id is not None
    services.customers.set_field(added.new_id, "note", "喜欢龙井，不喝红茶")
    clock.advance(minutes=9)
    services.customers.add_tag(services.customers.ids()[:12], "中秋名单")
    shop.close()


# Pictures


def crop(picture: QPixmap, *, left: int = 0, top: int = 0, width: int = 0, height: int = 0) -> QPixmap:
    """A part of a picture; 0: up to its edge."""
    whole = picture.rect()
    return picture.copy(QRect(left, top, width or whole.width() - left, height or whole.height() - top))


def over(picture: QPixmap, front: QWidget, at: QPoint) -> QPixmap:
    """A picture with what stands over the window drawn into it, as it does on the screen."""
    painter = QPainter(picture)
    painter.drawPixmap(at, front.grab())
    painter.end()
    return picture


def save(picture: QPixmap, path: Path) -> None:
    """As small as it gets without being seen: the window has few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = QImage(picture.size(), QImage.Format.Format_RGB32)
    image.fill(application().palette().window().color())  # under the shadow of a card
    painter = QPainter(image)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    colours = Counter(memoryview(image.constBits()).cast("I")).most_common(_MOST_COLOURS)
    table = [colour for colour, _ in colours]
    few = image.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)
    assert few.save(str(path), "PNG", 0), path
