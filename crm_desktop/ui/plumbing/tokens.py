"""The colours and sizes that both themes, the style sheet and the contrast test read. Pure data, no Qt."""

from __future__ import annotations

from typing import Final, Literal

Scheme = Literal["light", "dark"]

#: token -> (light, dark)
TOKENS: Final[dict[str, tuple[str, str]]] = {
    "window": ("#FAFAF9", "#1C1917"),
    "surface": ("#FFFFFF", "#292524"),
    "separator": ("#E7E5E4", "#44403C"),
    # The edge of what can be typed in or pressed: a step stronger than a separator.
    "outline": ("#D6D3D1", "#57534E"),
    # Under the pointer, and the ground of chips.
    "hover": ("#F1F0EE", "#38332F"),
    "text": ("#1C1917", "#F5F5F4"),
    "secondary": ("#57534E", "#A8A29E"),
    "accent": ("#0F766E", "#2DD4BF"),
    "accent_hover": ("#115E59", "#5EEAD4"),
    "on_accent": ("#FFFFFF", "#042F2E"),
    "selection": ("#CCFBF1", "#134E4A"),
    "danger": ("#B91C1C", "#FCA5A5"),
    "good": ("#15803D", "#86EFAC"),
    "notice": ("#FEF3C7", "#451A03"),
    "on_notice": ("#92400E", "#FDE68A"),
}

#: (text, ground, least contrast): what must stay readable. WCAG 2.2 asks 4.5 for text and 3 for marks.
CONTRASTS: Final[tuple[tuple[str, str, float], ...]] = (
    ("text", "window", 14.0),
    ("text", "surface", 13.5),
    ("text", "hover", 11.0),
    ("text", "selection", 8.6),
    ("secondary", "window", 6.0),
    ("secondary", "surface", 6.0),
    ("secondary", "hover", 4.5),
    ("accent", "window", 5.0),
    ("accent", "surface", 5.4),
    ("accent", "selection", 4.5),
    ("on_accent", "accent", 5.4),
    ("on_accent", "accent_hover", 5.5),
    ("danger", "window", 5.0),
    ("danger", "surface", 5.0),
    ("good", "window", 4.5),
    ("good", "surface", 5.0),
    ("on_notice", "notice", 6.3),
)

BODY_PX: Final = 13
SECONDARY_PX: Final = 12
TITLE_PX: Final = 18
NUMBER_PX: Final = 24
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
