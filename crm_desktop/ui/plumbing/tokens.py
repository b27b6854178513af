"""The colours and sizes that both themes, the style sheet and the contrast test read. Pure data, no Qt."""

from __future__ import annotations

from typing import Final, Literal

Scheme = Literal["light", "dark"]

#: token -> (light, dark)
TOKENS: Final[dict[str, tuple[str, str]]] = {
    "window": ("#FAFAF9", "#1C1917"),
    "surface": ("#FFFFFF", "#292524"),
    "separator": ("#E7E5E4", "#44403C"),
    # The edge of what can be pressed, and says what it is: a step stronger than a separator.
    "outline": ("#D6D3D1", "#57534E"),
    # The edge of what can be typed in: it alone shows where.
    "edge": ("#8F8984", "#8A837E"),
    # Under the pointer, and the ground of chips.
    "hover": ("#F1F0EE", "#38332F"),
    "text": ("#1C1917", "#F5F5F4"),
    "secondary": ("#57534E", "#B0AAA6"),
    "accent": ("#0F766E", "#2DD4BF"),
    "accent_hover": ("#115E59", "#5EEAD4"),
    "on_accent": ("#FFFFFF", "#042F2E"),
    "selection": ("#CCFBF1", "#11433F"),
    "danger": ("#B91C1C", "#FCA5A5"),
    "good": ("#166534", "#86EFAC"),
    "notice": ("#FEF3C7", "#451A03"),
    "on_notice": ("#92400E", "#FDE68A"),
    # What cannot be pressed or typed in now: quieter, and still to be read.
    "faded": ("#6E6C6B", "#ACAAA9"),
}

#: (text, ground, least contrast): every pair that is drawn. WCAG 2.2 asks 4.5 for text and 3 for edges and marks.
CONTRASTS: Final[tuple[tuple[str, str, float], ...]] = (
    *(("text", ground, 8.6) for ground in ("window", "surface", "hover", "selection", "separator", "notice")),
    *(("secondary", ground, 4.5) for ground in ("window", "surface", "hover", "selection")),
    *(("accent", ground, 4.5) for ground in ("window", "surface", "hover", "selection")),
    *(("accent_hover", ground, 4.5) for ground in ("separator", "hover")),
    *(("danger", ground, 4.5) for ground in ("window", "surface", "hover", "selection", "separator")),
    *(("good", ground, 4.5) for ground in ("window", "surface", "hover", "selection")),
    *(("faded", ground, 4.5) for ground in ("window", "surface", "hover")),
    *(("on_notice", ground, 4.5) for ground in ("notice", "surface", "hover", "selection")),
    *(("on_accent", ground, 4.5) for ground in ("accent", "accent_hover")),
    ("window", "text", 8.6),
    *(("edge", ground, 3.0) for ground in ("window", "surface", "hover")),
)

BODY_PX: Final = 13
SECONDARY_PX: Final = 12
TITLE_PX: Final = 18
NUMBER_PX: Final = 24
#: What the style sheet knows as `$body_px` and so on, in px at the usual size of text. `line`: how high a field's or a
#: button's line is at least; from `icon` on: what is drawn beside text, and the room that it needs.
TEXT_PX: Final = {
    "body": BODY_PX, "secondary": SECONDARY_PX, "title": TITLE_PX, "number": NUMBER_PX, "tiny": 11, "badge": 16,
    "line": 20, "strip_line": 18, "link_line": 19, "title_line": 24,
    "tab_top": 11, "tab_line": 20, "tab_bottom": 10, "tab_edge": 2,
    "icon": 16, "chevron": 14, "arrow": 12, "drop": 22, "step": 18, "check": 15, "check_focused": 13,
    "radio": 13, "radio_round": 7, "radio_dot": 5,
    "menu_room": 26, "quiet_menu_room": 24, "small_menu_room": 18,
}  # fmt: skip
RADIUS: Final = 6
ROW_COMFORTABLE: Final = 36
ROW_COMPACT: Final = 28


def color_of(token: str, scheme: Scheme) -> str:
    """The colour of a token as `#RRGGBB`; KeyError when there is no such token."""
    light, dark = TOKENS[token]
    return dark if scheme == "dark" else light


def luminance(color: str) -> float:
    """Relative luminance of `#RRGGBB`, 0…1 (WCAG 2.2, "relative luminance")."""
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1…21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
