"""What lies in the packed program: all that is ours, nothing that is never loaded, no more than it may weigh."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from tests.dist import contents, elf
from tests.dist.built import FOLDER, ONE_FILE

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 60 * 1024 * 1024
QT = {"Core", "Gui", "Widgets", "Network", "Svg", "PrintSupport"}


@pytest.fixture(scope="module")
def modules() -> set[str]:
    """The Python modules in the packed program."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(ONE_FILE)).open_embedded_archive("PYZ.pyz")
    return set(archive.toc)


def test_it_is_small() -> None:
    assert ONE_FILE.stat().st_size < MOST_BYTES


def test_every_module_of_ours_is_in_it(modules: set[str]) -> None:
    ours = set(contents.modules_of(ROOT / "crm_desktop")) - {"crm_desktop.__main__"}
    assert ours <= modules


def test_nothing_is_in_it_that_is_never_imported(modules: set[str]) -> None:
    assert not {name for name in modules if name in contents.NEVER_IMPORTED}
    assert {name for name in modules if name.startswith(("tests.", "pytest"))} == set()


def test_of_qt_it_has_what_the_program_imports() -> None:
    libraries = {file.name.split(".")[0] for file in FOLDER.rglob("*Qt*.abi3.so")}
    assert {name.removeprefix("Qt") for name in libraries} == QT
    words = {file.name for file in FOLDER.rglob("*.qm")}
    assert words == {"qtbase_zh_CN.qm", "qtbase_en.qm"}


@pytest.mark.skipif(sys.platform != "linux", reason="names of Linux' libraries")
def test_it_asks_a_desktop_for_nothing_else() -> None:
    files = [file for file in FOLDER.rglob("*") if file.is_file()]
    there = {file.name for file in FOLDER.rglob("*")}
    asked = {name: file for file in files for name in elf.needed(file)}
    missing = {name: file.name for name, file in asked.items() if name not in there}
    assert {name: by for name, by in missing.items() if not contents.DESKTOP_HAS.fullmatch(name)} == {}


def test_what_a_start_would_compile_is_in_it() -> None:
    (found,) = FOLDER.rglob("quick_start.texts")
    assert found.read_bytes()[:4] == importlib.util.MAGIC_NUMBER


@pytest.mark.skipif(sys.platform != "linux", reason="links are made on Linux")
def test_no_link_leads_nowhere() -> None:
    assert [str(file) for file in FOLDER.rglob("*") if file.is_symlink() and not file.exists()] == []


def test_its_resources_are_those_of_the_checkout() -> None:
    packed = next(FOLDER.rglob("resources"))
    for folder, _ in contents.resource_folders(ROOT / "resources"):
        names = {file.relative_to(folder) for file in Path(folder).rglob("*") if file.is_file()}
        there = {file.relative_to(packed / Path(folder).name) for file in (packed / Path(folder).name).rglob("*")}
        assert names <= there
    assert not re.search(r"packaging|readme", " ".join(file.name for file in packed.iterdir()))
