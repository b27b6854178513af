"""The look: contrasts, both themes, icons, and what widgets are given of them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QLabel, QPushButton

from crm_desktop import paths
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.style import icons, tokens
from crm_desktop.ui.style.theme import Theme
from tests.ui.contrast import CONTRASTS, contrast


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), CONTRASTS)
def test_contrast(scheme: str, text: str, ground: str, least: float) -> None:
    ratio = contrast(tokens.color_of(text, scheme), tokens.color_of(ground, scheme))
    assert ratio >= least, f"{text} on {ground}, {scheme}: {ratio:.2f}"


def test_what_the_style_sheet_writes_on_a_ground_is_among_those_pairs() -> None:
    sheet = (paths.resources() / "style" / "app.qss").read_text("utf-8")
    told = {(text, ground) for text, ground, least in CONTRASTS if least >= 4.5}
    rules = re.findall(r"\{([^}]*)\}", sheet)
    pairs = set()
    for rule in rules:
        text = re.search(r"(?<![-a-z])color: \$(\w+)", rule)
        ground = re.search(r"(?<!-)background: \$(\w+)", rule)
        if text and ground:
            pairs.add((text[1], ground[1]))
    assert len(pairs) > 10
    assert pairs <= told, pairs - told


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


def test_mode_is_kept_and_applied(qapp, memory, theme) -> None:
    theme.set_mode("dark")
    assert theme.scheme == "dark"
    assert theme.color("window") == QColor("#1C1917")
    assert qapp.palette().window().color() == QColor("#1C1917")
    assert Theme(qapp, memory).scheme == "dark"
    theme.set_mode("light")
    assert qapp.palette().base().color() == QColor("#FFFFFF")
    theme.set_mode("system")
    assert theme.scheme in ("light", "dark")
    with pytest.raises(ValueError, match="pink"):
        theme.set_mode("pink")


def test_unknown_mode_of_another_version_is_the_systems(memory, theme) -> None:
    memory.put("look/theme", "sepia")
    assert theme.mode == "system"


def test_icons_follow_the_theme(qtbot, theme) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    theme.set_icon(button, "phone")
    light = button.icon().pixmap(16, 16).toImage()
    theme.set_mode("dark")
    assert button.icon().pixmap(16, 16).toImage() != light
    del button  # a button that is gone is no hindrance


def test_icons_are_sharp_at_twice_the_size(theme) -> None:
    icon = theme.icon("cake")
    assert icon.pixmap(16, 16).width() == 16
    assert icons.pixel_sizes({1.0, 1.5}) == (16, 20, 24, 30, 36)
    assert icons.pixel_sizes({2.0}) == (32, 40, 48)


@pytest.mark.parametrize("name", sorted(path.stem for path in (paths.resources() / "icons").glob("*.svg")))
def test_every_icon_draws_something(qapp, name: str) -> None:
    image = icons.pixmaps(name, "#FF0000", [24])[0].toImage()
    drawn = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
    assert any(color.alpha() > 128 for color in drawn)
    # Nothing is cut off at the edge.
    assert name == "app" or all(image.pixelColor(x, y).alpha() < 40 for x in range(24) for y in (0, 23))


def test_icons_used_in_the_code_exist() -> None:
    names = {path.stem for path in (paths.resources() / "icons").glob("*.svg")}
    package = Path(icons.__file__).parents[2]
    used = set()
    for path in package.rglob("*.py"):
        text = path.read_text("utf-8")
        used |= set(re.findall(r'icon="([a-z-]+)"', text))
        used |= set(re.findall(r'\.icon\(\s*"([a-z-]+)"', text))
        used |= set(re.findall(r'icon_button\(\s*"([a-z-]+)"', text))
    assert used <= names, used - names


def test_rows(theme) -> None:
    assert theme.row_height == 36
    heard = []
    theme.changed.connect(lambda: heard.append(theme.row_height))
    theme.set_compact(True)
    assert heard == [28]


def test_tabular_figures_are_equally_wide(theme) -> None:
    font = theme.tabular(QFont())
    assert font.featureValue(QFont.Tag("tnum")) == 1


def test_memory_keeps_types(tmp_path) -> None:
    memory = Memory(tmp_path / "deep" / "window.ini")
    memory.put("list", ["名字", "b"])
    memory.put("flag", True)
    memory.put("number", 380)
    memory.save()
    again = Memory(tmp_path / "deep" / "window.ini")
    assert again.get("list", [""]) == ["名字", "b"]
    assert again.get("flag", False) is True
    assert again.get("number", 0) == 380
    assert again.get("number", "text") == "text"
    assert again.get("nothing", 1.5) == 1.5
    again.forget("flag")
    assert again.get("flag", False) is False


def test_what_memory_knows_already_is_not_written_again(tmp_path) -> None:
    file = tmp_path / "window.ini"
    memory = Memory(file)
    memory.put("list", ["名字", 1])
    memory.save()
    file.unlink()
    memory.put("list", ["名字", 1])
    memory.save()
    assert not file.exists()
    memory.put("list", ["名字", 2])
    memory.save()
    assert file.exists()


def test_memory_survives_a_spoiled_file(tmp_path) -> None:
    (tmp_path / "window.ini").write_text("[General]\nnumber=3[\nflag=@Invalid()\n", "utf-8")
    memory = Memory(tmp_path / "window.ini")
    assert memory.get("number", 7) == 7
    assert memory.get("flag", True) is True
    assert memory.get_bytes("number").isEmpty()


def test_qt_leaves_none_alone(qtbot) -> None:
    """PySide6 6.12 on Python 3.11 drops a reference to None with each call that returns nothing, until Python ends."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(20_000):
        label.setText(str(number & 7))
    assert abs(sys.getrefcount(None) - before) < 1_000
