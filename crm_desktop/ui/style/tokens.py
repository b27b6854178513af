"""The colours and sizes that both themes and the style sheet read; tests/ui/contrast.py says what of them is drawn on
what. Pure data, no Qt."""

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
