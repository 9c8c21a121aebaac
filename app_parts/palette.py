"""The few colours of the screens: one accent, one warning, greys; each is seen on white and on near-black.

Orange means that a goal or a need is missed and nothing else. Blue and orange are told apart by every common kind of
colour vision, and every coloured cell also says its number or its word.
"""

from collections.abc import Mapping

ACCENT = "#2563EB"
ACCENT_LIGHT = "#7DAAF5"
ACCENT_PALE = "#BFD4FA"
WARNING = "#D97706"
GREY = "#6B7280"
GREY_LIGHT = "#9CA3AF"
GREY_PALE = "#C4C9D1"
LINE = "rgba(128, 134, 145, 0.28)"
LABEL = "#808691"  # text beside marks

COVER_COLOURS: Mapping[str, str] = {"short": WARNING, "met": ACCENT_LIGHT, "over": GREY_LIGHT}
GOAL_COLOURS: Mapping[str, str] = {
    "response_rate": ACCENT,
    "service_level": ACCENT_LIGHT,
    "occupancy": GREY,
    "asa": ACCENT_PALE,
    "backlog": GREY_LIGHT,
    "none": GREY_PALE,
}
ACTIVITY_COLOURS: Mapping[str, str] = {
    "work": ACCENT,
    "meal": GREY_PALE,
    "rest": GREY,
    "recovery": GREY_LIGHT,
    "training": ACCENT_PALE,
    "meeting": ACCENT_LIGHT,
}
# Backgrounds of the grid, half transparent so that the text of either theme stays readable on them.
KIND_COLOURS: Mapping[str, str] = {
    "early": "rgba(125, 170, 245, 0.28)",
    "day": "rgba(37, 99, 235, 0.34)",
    "late": "rgba(37, 99, 235, 0.58)",
    "night": "rgba(75, 85, 99, 0.62)",
    "part": "rgba(125, 170, 245, 0.14)",
    "off": "rgba(128, 134, 145, 0.08)",
    "leave": "rgba(128, 134, 145, 0.26)",
    "none": "rgba(128, 134, 145, 0.02)",
}
