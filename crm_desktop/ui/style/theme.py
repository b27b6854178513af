"""How the program looks: light, dark or as the system; one accent; comfortable or compact rows.

Colours come from `tokens`, shapes from Fusion and one small style sheet (resources/style/app.qss). Widgets that paint
themselves ask `color()` while painting; those that hold an icon are given it by `set_icon`, so both follow a change.
"""

from __future__ import annotations

import weakref
from pathlib import Path
from string import Template
from typing import Final, Protocol

from PySide6.QtCore import QObject, QRect, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from crm_desktop import paths
from crm_desktop.collecting import uncollected
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.style import icons, sizes, tokens
from crm_desktop.ui.style.sizes import TEXT_SIZES, px
from crm_desktop.ui.style.tokens import Scheme

MODES: Final = ("system", "light", "dark")
_STYLE: Final = "Fusion"
#: What the style sheet draws beside words, and in which colour: `$check_text` and so on.
_MARKS: Final = (
    ("chevron-down", "secondary"), ("chevron-up", "secondary"), ("chevron-right", "secondary"),
    ("check", "on_accent"), ("check", "text"),
)  # fmt: skip
# Fallbacks in this order give Chinese text the forms used in mainland China, not the Japanese ones.
_CHINESE_FAMILIES: Final = ["Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC"]


class HasIcon(Protocol):
    """A button or an action."""

    def setIcon(self, icon: QIcon, /) -> None: ...


class Theme(QObject):
    """The look of the whole application; one per process."""

    changed = Signal()
    text_size_changed = Signal()

    def __init__(self, app: QApplication, memory: Memory) -> None:
        super().__init__()
        self._app = app
        self._memory = memory
        self._files = QTemporaryDir()
        self._dressed: weakref.WeakKeyDictionary[HasIcon, tuple[str, str]] = weakref.WeakKeyDictionary()
        self._shown: Scheme = self.scheme
        sizes.set_text_size(self.text_size)
        if getattr(app, "style_name", "") != _STYLE:
            with uncollected():  # as in `_apply`
                app.setStyle(_STYLE)
        app.setFont(_body_font(app.font()))
        self._ask_system()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    # What the user chooses

    @property
    def mode(self) -> str:
        """One of MODES."""
        mode = self._memory.get("look/theme", "system")
        return mode if mode in MODES else "system"

    def set_mode(self, mode: str) -> None:
        """Look light or dark, or follow the system, from now on."""
        if mode not in MODES:
            raise ValueError(mode)
        self._memory.put("look/theme", mode)
        self._ask_system()
        self._apply()

    @property
    def scheme(self) -> Scheme:
        """What is shown now."""
        if self.mode != "system":
            return "dark" if self.mode == "dark" else "light"
        return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"

    @property
    def compact(self) -> bool:
        return self._memory.get("look/compact", False)

    def set_compact(self, compact: bool) -> None:
        """Rows of 28 px instead of 36."""
        self._memory.put("look/compact", compact)
        self.changed.emit()

    @property
    def text_size(self) -> int:
        """One of TEXT_SIZES, in per cent: what she chose."""
        return self._memory.get("look/text-size", TEXT_SIZES[0])

    def set_text_size(self, percent: int) -> None:
        """Have text larger or smaller: `text_size_changed` asks for new windows, which then take it up."""
        self._memory.put("look/text-size", percent)
        self.text_size_changed.emit()

    def take_text_size(self) -> None:
        """Have windows made for the size of text that was chosen, from now on."""
        sizes.set_text_size(self.text_size)
        self._app.setFont(_body_font(self._app.font()))
        self._apply()

    def close(self) -> None:
        """No longer follow the system: the program is ended."""
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._apply)

    @property
    def row_height(self) -> int:
        """The height of a list's row in px."""
        return px(tokens.ROW_COMPACT if self.compact else tokens.ROW_COMFORTABLE)

    # What widgets ask

    def hex(self, token: str) -> str:
        """A token's colour now, `#RRGGBB`."""
        return tokens.color_of(token, self._shown)

    def color(self, token: str) -> QColor:
        return QColor(self.hex(token))

    def icon(self, name: str, token: str = "text") -> QIcon:
        """A line icon for painting; on buttons and actions use `set_icon`."""
        color = self.hex(token)
        # What cannot be pressed has lost the accent for its ground, too.
        faded = self.hex("faded") if token == "on_accent" else icons.mixed(color, self.hex("surface"), 0.6)
        return icons.icon(name, color, faded)

    def paint_icon(self, painter: QPainter, place: QRect, name: str, token: str) -> None:
        """Draw a line icon in any size."""
        icons.paint(painter, place, name, self.hex(token))

    def set_icon(self, target: HasIcon, name: str, token: str = "text") -> None:
        """Give a button or action an icon that stays right when the theme changes."""
        self._dressed[target] = (name, token)
        target.setIcon(self.icon(name, token))

    def tabular(self, font: QFont) -> QFont:
        """The font with figures of equal width, for columns of numbers."""
        even = QFont(font)
        even.setFeature(QFont.Tag("tnum"), 1)
        return even

    def sized(self, pixels: int, *, bold: bool = False) -> QFont:
        """The body font in so many px at the usual size of text, for widgets that paint themselves."""
        font = QFont(self._app.font())
        font.setPixelSize(px(pixels))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    # How it is done

    def _ask_system(self) -> None:
        """Have the system draw title bars and native dialogs to match."""
        hints = QGuiApplication.styleHints()
        wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(self.mode)
        if wanted is None:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(wanted)

    def _apply(self) -> None:
        # Kept, because every cell that is painted asks for colours.
        self._shown = self.scheme
        # Qt walks over all widgets and calls our event handlers on the way: if Python then collected a closed window
        # that only its own cycles still held, the walk would go on over freed memory.
        with uncollected():
            self._app.setPalette(self._palette())
            self._app.setStyleSheet(self._style_sheet())
        for target, (name, token) in list(self._dressed.items()):
            if isValid(target):
                target.setIcon(self.icon(name, token))
        self.changed.emit()

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        colors = {
            role.Window: "window", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "window",
            role.Text: "text", role.Button: "surface", role.ButtonText: "text", role.BrightText: "danger",
            role.Highlight: "selection", role.HighlightedText: "text", role.Accent: "accent",
            role.Link: "accent", role.LinkVisited: "accent", role.PlaceholderText: "secondary",
            role.ToolTipBase: "text", role.ToolTipText: "window",
            role.Light: "surface", role.Midlight: "hover", role.Mid: "separator", role.Dark: "outline",
            role.Shadow: "outline",
        }  # fmt: skip
        palette = QPalette()
        for which, token in colors.items():
            palette.setColor(which, self.color(token))
        for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.color("faded"))
        return palette

    def _style_sheet(self) -> str:
        template = Template((paths.resources() / "style" / "app.qss").read_text("utf-8"))
        values = {token: self.hex(token) for token in tokens.TOKENS}
        for name, pixels in tokens.TEXT_PX.items():
            values[f"{name}_px"] = f"{px(pixels)}px"
        for mark, token in _MARKS:
            values[f"{mark}_{token}".replace("-", "_")] = self._tinted_file(mark, token)
        return template.substitute(values)

    def _tinted_file(self, name: str, token: str) -> str:
        """An icon as a file, which is all that a style sheet takes."""
        color = self.hex(token)
        path = Path(self._files.path()) / f"{name}-{color[1:]}.svg"
        path.write_bytes(icons.tinted(name, color))
        return path.as_posix()


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Give a widget a property that the style sheet goes by, and have it painted by it: of itself Qt looks at such a
    property only once."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _body_font(font: QFont) -> QFont:
    body = QFont(font)
    body.setPixelSize(px(tokens.BODY_PX))
    families = list(font.families())
    body.setFamilies(families + [family for family in _CHINESE_FAMILIES if family not in families])
    return body
