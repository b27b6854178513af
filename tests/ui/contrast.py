"""How well colours are told from each other, and which of them the program draws on which."""

from __future__ import annotations

from typing import Final

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


def luminance(color: str) -> float:
    """Relative luminance of `#RRGGBB`, 0…1 (WCAG 2.2, "relative luminance")."""
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1…21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
