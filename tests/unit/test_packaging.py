"""What the program is packed with: one version everywhere, small libraries that still work, icons, and desktop data."""

from __future__ import annotations

import configparser
import re
import shutil
import struct
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import crm_desktop
from tests.dist import contents, elf, icons, icu_data

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "resources" / "packaging"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PNG = b"\x89PNG\r\n\x1a\n"
SHOP = "application/x-crm-desktop-shop"


def qt_library(name: str) -> Path:
    """One of the libraries that PySide6 brings for Linux."""
    import PySide6

    found = sorted((Path(PySide6.__file__).parent / "Qt" / "lib").glob(f"{name}.so*"))
    if not found:
        pytest.skip("PySide6 brings it on Linux only")
    return found[0]


class TestVersion:
    def test_it_is_told_in_one_place(self) -> None:
        assert "version" not in PROJECT["project"]
        assert PROJECT["tool"]["hatch"]["version"]["path"] == "crm_desktop/__init__.py"

    def test_what_is_new_in_it_is_told_first(self) -> None:
        versions = re.findall(r"^## (\S+) · (\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
        assert versions[0][0] == crm_desktop.__version__
        release = ET.parse(PACKAGING / "linux" / "crm-desktop.metainfo.xml").find("releases/release")
        assert release is not None
        assert (release.get("version"), release.get("date")) == versions[0]

    def test_each_version_is_told_in_both_languages(self) -> None:
        text = (ROOT / "CHANGELOG.md").read_text("utf-8")
        for part in re.split(r"^## ", text, flags=re.M)[1:]:
            chinese, english = part.split("**English**")
            assert chinese.count("\n- ") == english.count("\n- ") > 0


class TestContents:
    def test_the_wheel_holds_what_the_packed_program_holds(self) -> None:
        wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
        assert wheel == {
            f"resources/{Path(folder).name}": f"crm_desktop/{place}"
            for folder, place in contents.resource_folders(ROOT / "resources")
        }

    def test_nothing_of_ours_imports_what_is_left_out(self) -> None:
        for module in (ROOT / "crm_desktop").rglob("*.py"):
            imported = re.findall(r"^\s*(?:from|import) ([\w.]+)", module.read_text("utf-8"), re.M)
            assert not {name for name in imported if name in contents.NEVER_IMPORTED}, module

    def test_libraries_stay_that_something_kept_is_linked_with(self) -> None:
        needs = {
            "/qt/libqxcb.so": ["libQt6XcbQpa.so.6"],
            "/qt/libQt6XcbQpa.so.6": ["libxcb-cursor.so.0", "libX11.so.6"],
            "/qt/libqeglfs.so": ["libQt6EglFS.so.6"],
        }
        entries = [
            ("PySide6/Qt/plugins/platforms/libqxcb.so", "/qt/libqxcb.so", "BINARY"),
            ("PySide6/Qt/plugins/platforms/libqeglfs.so", "/qt/libqeglfs.so", "BINARY"),
            ("PySide6/Qt/lib/libQt6XcbQpa.so.6", "/qt/libQt6XcbQpa.so.6", "BINARY"),
            ("libQt6XcbQpa.so.6", "PySide6/Qt/lib/libQt6XcbQpa.so.6", "SYMLINK"),
            ("PySide6/Qt/lib/libQt6EglFS.so.6", "/qt/libQt6EglFS.so.6", "BINARY"),
            ("libQt6EglFS.so.6", "PySide6/Qt/lib/libQt6EglFS.so.6", "SYMLINK"),
            ("libxcb-cursor.so.0", "/lib/libxcb-cursor.so.0", "BINARY"),
            ("libX11.so.6", "/lib/libX11.so.6", "BINARY"),
            ("libgtk-3.so.0", "/lib/libgtk-3.so.0", "BINARY"),
        ]
        kept = contents.binaries_kept(entries, lambda file: needs.get(file, []))
        assert {place for place, _, _ in contents.links_kept(kept)} == {
            "PySide6/Qt/plugins/platforms/libqxcb.so",
            "PySide6/Qt/lib/libQt6XcbQpa.so.6",
            "libQt6XcbQpa.so.6",
            "libxcb-cursor.so.0",
        }

    def test_a_link_to_what_stays_out_stays_out(self) -> None:
        link = ("libQt6EglFS.so.6", "PySide6/Qt/lib/libQt6EglFS.so.6", "SYMLINK")
        assert contents.links_kept([link]) == []
        assert contents.links_kept([link], [("PySide6/Qt/lib/libQt6EglFS.so.6", "", "BINARY")]) == [link]

    def test_elsewhere_only_plug_ins_are_chosen(self) -> None:
        entries = [
            ("PySide6\\plugins\\platforms\\qwindows.dll", "", "BINARY"),
            ("PySide6\\plugins\\platforms\\qminimal.dll", "", "BINARY"),
            ("PySide6\\Qt6Core.dll", "", "BINARY"),
            ("PySide6\\QtDBus.pyd", "", "EXTENSION"),
        ]
        kept = contents.binaries_kept(entries, None)
        assert [place for place, _, _ in kept] == [entries[0][0], entries[2][0]]

    def test_of_qts_words_those_of_our_languages_stay(self) -> None:
        data = [
            ("PySide6/translations/qtbase_de.qm", "", "DATA"),
            ("PySide6/translations/qtbase_zh_CN.qm", "", "DATA"),
            ("pypinyin/phrases_dict.json", "", "DATA"),
            ("pypinyin/pinyin_dict.json", "", "DATA"),
        ]
        assert contents.data_kept(data) == [data[1], data[3]]

    def test_parts_of_packages_stay_out(self) -> None:
        modules = [("phonenumbers.geodata.data0", "", "PYMODULE"), ("phonenumbers.data", "", "PYMODULE")]
        assert contents.modules_kept(modules) == modules[1:]


def test_resources_are_data() -> None:
    assert [str(file) for file in (ROOT / "resources").rglob("*.py")] == []


class TestLibraries:
    def test_what_a_library_asks_for_is_read_from_it(self) -> None:
        asked = elf.needed(qt_library("libQt6Widgets"))
        assert {"libQt6Gui.so.6", "libQt6Core.so.6", "libc.so.6"} <= set(asked)
        assert elf.needed(__file__) == []

    @pytest.mark.skipif(shutil.which("strip") is None or sys.platform != "linux", reason="without strip")
    def test_a_library_that_cannot_be_stripped_stays_as_it_is(self, tmp_path: Path) -> None:
        file = tmp_path / "text.so"
        file.write_text("no library")
        assert elf.stripped(file, tmp_path / "deep" / "small.so") == file
        assert not (tmp_path / "deep" / "small.so").exists()

    def test_letters_keep_their_order_with_little_of_icus_data(self, tmp_path: Path) -> None:
        whole = qt_library("libicudata")
        small = tmp_path / whole.name
        small.write_bytes(icu_data.shrunk(whole.read_bytes()))
        assert small.stat().st_size < 3_000_000
        code = (
            "from PySide6.QtCore import QCollator, QLocale\n"
            "import functools\n"
            "for place in ('zh_CN', 'en_US', 'C', 'fr_FR'):\n"
            "    order = QCollator(QLocale(place))\n"
            "    order.setNumericMode(True)\n"
            "    names = ['王芳', '李四', '张三', '阿明', 'b10', 'b9', 'É', 'e', 'Z', '客户2', '客户10']\n"
            "    print(ascii(sorted(names, key=functools.cmp_to_key(order.compare))))\n"
            "print(any('libicudata' in line and PLACE in line for line in open('/proc/self/maps')))\n"
        )

        def said(library: Path) -> list[str]:
            done = subprocess.run(
                [sys.executable, "-c", code.replace("PLACE", repr(str(library.parent)))],
                env={"LD_PRELOAD": str(library), "LC_ALL": "C.UTF-8"},
                capture_output=True,
                text=True,
                check=True,
            )
            assert done.stderr == ""
            return done.stdout.splitlines()

        assert said(small) == said(whole)
        assert said(small)[-1] == "True"

    @pytest.mark.parametrize("data", [b"", b"no library", b"\0" * 12 + b"\xda\x27" + b"\0" * 8 + b"CmnD"])
    def test_another_file_is_told_from_icus_data(self, data: bytes) -> None:
        with pytest.raises((ValueError, struct.error)):
            icu_data.shrunk(data)


class TestIcons:
    def test_windows_form_holds_every_size(self) -> None:
        made = icons.ico(lambda size: PNG + bytes([size % 251]) * size)
        _, kind, count = struct.unpack_from("<HHH", made)
        assert (kind, count) == (1, 7)
        for number in range(count):
            width, *_, length, at = struct.unpack_from("<BBBBHHII", made, 6 + 16 * number)
            assert made[at : at + 8] == PNG
            assert length == 8 + (width or 256)

    def test_macos_form_holds_every_size(self) -> None:
        made = icons.icns(lambda size: PNG + bytes(size))
        assert made[:4] == b"icns"
        assert struct.unpack_from(">I", made, 4)[0] == len(made)
        assert made.count(PNG) == 6

    def test_they_are_drawn_from_the_programs_picture(self, qapp: object, tmp_path: Path) -> None:
        from PySide6.QtGui import QImage

        icons.main(ROOT / "resources" / "icons" / "app.svg", tmp_path)
        drawn = QImage(str(tmp_path / "crm-desktop.png"))
        assert (drawn.width(), drawn.height()) == (256, 256)
        assert drawn.pixelColor(40, 128).name() == "#0f766e"
        assert drawn.pixelColor(0, 0).alpha() == 0


class TestDesktop:
    def test_the_entry_opens_shops_and_takes_no_calls(self) -> None:
        entry = configparser.ConfigParser(interpolation=None)
        entry.optionxform = str  # type: ignore[assignment]
        entry.read(PACKAGING / "linux" / "crm-desktop.desktop", "utf-8")
        words = entry["Desktop Entry"]
        assert words["Exec"] == "crm-desktop open %F"
        assert words["MimeType"] == f"{SHOP};"
        assert {"Name[zh_CN]", "Comment[zh_CN]"} <= set(words)

    def test_everyone_means_the_same_kind_of_file(self) -> None:
        spaces = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
        kind = ET.parse(PACKAGING / "linux" / "crm-desktop-mime.xml").find("m:mime-type", spaces)
        assert kind is not None
        glob = kind.find("m:glob", spaces)
        assert glob is not None
        assert (kind.get("type"), glob.get("pattern")) == (SHOP, "*.crm")
        assert ET.parse(PACKAGING / "linux" / "crm-desktop.metainfo.xml").findtext("provides/mediatype") == SHOP
        assert SHOP in (ROOT / "crm_desktop.spec").read_text("utf-8")

    @pytest.mark.parametrize(
        "command",
        [
            ("desktop-file-validate", "crm-desktop.desktop"),
            ("appstreamcli", "validate", "--no-net", "crm-desktop.metainfo.xml"),
        ],
        ids=["entry", "description"],
    )
    def test_the_desktops_own_tools_find_no_fault(self, command: tuple[str, ...]) -> None:
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} is not installed")
        done = subprocess.run(command, cwd=PACKAGING / "linux", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
