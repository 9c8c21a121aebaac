"""Fonts and colours of the workbook: one colour a kind of shift, told apart also in grey print by its code."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from domain.rule_parameters import RuleParameters
from domain.shifts import Shift

# Excel on Korean Windows has it; other programs put their own Korean font in its place.
FONT = "맑은 고딕"
EARLY_UNTIL = timedelta(hours=10)
LATE_END = timedelta(hours=20)


class Kind(StrEnum):
    """What a cell of the roster is, and so which colour it has."""

    EARLY = "early"
    DAY = "day"
    LATE = "late"
    NIGHT = "night"
    PART = "part"
    OFF = "off"
    LEAVE = "leave"
    NONE = "none"


KIND_WORDS = {
    Kind.EARLY: "아침조 early",
    Kind.DAY: "주간조 day",
    Kind.LATE: "저녁조 late",
    Kind.NIGHT: "야간조 night",
    Kind.PART: "단시간 part-time shift",
    Kind.OFF: "휴 = 쉬는 날 day off",
    Kind.LEAVE: "휴가 leave",
    Kind.NONE: "– = 재직 기간 아님 not employed",
}
COLOURS = {
    Kind.EARLY: "#DBEAFE",
    Kind.DAY: "#BFDBFE",
    Kind.LATE: "#FDE68A",
    Kind.NIGHT: "#93A4C8",
    Kind.PART: "#DCFCE7",
    Kind.OFF: "#F3F4F6",
    Kind.LEAVE: "#E9D5FF",
    Kind.NONE: "#FFFFFF",
}
PART_TIME_UNTIL_MIN = 360


def kind_of_shift(shift: Shift, parameters: RuleParameters) -> Kind:
    """The colour class of a shift type: nights first, then short shifts, then by when it starts and ends."""
    if parameters.is_night(shift):
        return Kind.NIGHT
    if shift.paid_min < PART_TIME_UNTIL_MIN:
        return Kind.PART
    if timedelta(minutes=shift.start_min) < EARLY_UNTIL:
        return Kind.EARLY
    return Kind.LATE if timedelta(minutes=shift.end_min) > LATE_END else Kind.DAY


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of one workbook."""

    title: Format
    mark: Format
    text: Format
    head: Format
    holiday_head: Format
    weekend_head: Format
    name: Format
    long_name: Format
    lead_name: Format
    hours: Format
    number: Format
    share: Format
    warning: Format
    kinds: dict[Kind, Format]


def make_styles(workbook: xlsxwriter.Workbook) -> Styles:
    """All formats, made once: a workbook keeps every format it is given."""

    def style(**properties: Any) -> Format:
        return workbook.add_format({"font_name": FONT, "font_size": 9, "valign": "vcenter"} | properties)

    head = {"bold": True, "align": "center", "text_wrap": True, "border": 1, "border_color": "#D1D5DB"}
    cell = {"border": 1, "border_color": "#E5E7EB"}
    words = cell | {"indent": 1}  # so that a word does not touch the number before it
    return Styles(
        title=style(bold=True, font_size=13),
        mark=style(bold=True, font_color="#D97706"),
        text=style(indent=1),
        head=style(**head, bg_color="#E5E7EB"),
        holiday_head=style(**head, bg_color="#E5E7EB", font_color="#D97706"),
        weekend_head=style(**head, bg_color="#E5E7EB", font_color="#2563EB"),
        name=style(**words),
        long_name=style(**cell, shrink=True),
        lead_name=style(**words, bold=True),
        hours=style(**cell, num_format="0.0"),
        number=style(**cell, num_format="#,##0"),
        share=style(**cell, num_format="0.0%"),
        warning=style(**cell, num_format="#,##0", font_color="#D97706", bold=True),
        kinds={kind: style(**cell, align="center", bg_color=colour) for kind, colour in COLOURS.items()},
    )
