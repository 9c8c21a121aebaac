"""Study of team leads: how many a span of control from 5 to 10 agents takes, and at what hours they are short.

Counted as the rule of the roster counts: leads on duty against agents on duty, rounded up, whenever an agent is there.
"""

import math

import numpy as np
import pandas as pd

from domain.roster import PlanningWindow, Roster
from domain.site_config import Lead
from exports.picture import lines_picture
from exports.study_page import Part, Table, Text
from pipeline.study import Study, StudyInput
from staffing.compiling import IntArray

SPANS = tuple(range(5, 11))


def leads_study(of: StudyInput) -> Study:
    """Lead-hours needed and short for each span, and the hours of the day at which leads are short."""
    site = of.scene.site
    agents, leads = (on_duty(of.scene.roster, of.scene.window, role, site.interval_min) for role in ("agent", "lead"))
    least = (site.config.lead or Lead()).min_on_duty
    rows, by_hour = [], []
    hour = np.arange(agents.size) * site.interval_min // 60 % 24
    for span in SPANS:
        needed = leads_needed(agents, span, least)
        short = np.maximum(needed - leads, 0)
        hours = short * site.interval_min / 60
        rows.append((span, int(needed.max(initial=0)), needed.sum() * site.interval_min / 60, hours.sum()))
        sums = np.bincount(hour, weights=hours, minlength=24) / of.scene.window.days
        by_hour.append(pd.DataFrame({"x": range(24), "y": sums, "series": str(span)}))
    found = pd.DataFrame(rows, columns=["span", "most", "lead_hours", "short_hours"])
    shown = pd.concat(by_hour, ignore_index=True)
    people = sum(person.role == "lead" for person in site.people)
    return Study(
        parts=(_part(found, shown, people, len(site.people) - people),),
        figures={f"lead_hours_short_span_{row[0]}": float(row[3]) for row in rows},
        frames={"leads": found, "leads_by_hour": shown.rename(columns={"x": "hour", "y": "short", "series": "span"})},
    )


def leads_needed(agents: IntArray, span: int, least: int) -> IntArray:
    """Leads that must be on duty with so many agents: one for every `span`, rounded up; none where no agent is."""
    return np.where(agents > 0, np.maximum(least, -(-agents // span)), 0)


def on_duty(roster: Roster, window: PlanningWindow, role: str, interval_min: int) -> IntArray:
    """How many of a role are on duty in every interval of the window, meals included; a part of one counts."""
    steps = window.days * 24 * 60 // interval_min
    change = np.zeros(steps + 1, np.int64)
    origin = pd.Timestamp(window.start)
    for duty in roster.duties:
        if duty.role == role:
            first, last = ((pd.Timestamp(end) - origin).total_seconds() / 60 for end in (duty.start, duty.end))
            begin = min(steps, max(0, math.floor(first / interval_min)))
            change[begin] += 1
            change[max(begin, min(steps, max(0, math.ceil(last / interval_min))))] -= 1
    return change.cumsum()[:steps]


def _part(found: pd.DataFrame, by_hour: pd.DataFrame, leads: int, agents: int) -> Part:
    heads: tuple[Text, ...] = (
        ("관리 인원", "agents per lead"), ("동시 최대", "leads at once, most"), ("필요 팀장 시간", "lead-hours needed"),
        ("부족 팀장 시간", "lead-hours short"),
    )  # fmt: skip
    cells = tuple(
        (str(span), str(most), f"{hours:,.0f}", f"{short:,.1f}")
        for span, most, hours, short in found.itertuples(index=False)
    )
    shown = by_hour[by_hour["series"].isin(["5", "6", "8", "10"])]
    worst = by_hour[by_hour["series"] == str(SPANS[0])].sort_values("y", ascending=False).iloc[0]
    return Part(
        ("팀장 관리 인원 5명에서 10명까지", "Spans of control from 5 to 10"),
        (
            (
                f"팀장 {leads}명, 상담사 {agents}명입니다. 관리 인원 5명이면 {int(worst['x'])}시대에 가장 모자랍니다.",
                f"{leads} leads and {agents} agents. At five agents a lead they are most short from "
                f"{int(worst['x'])}:00 on.",
            ),
        ),
        Table(heads, cells),
        (
            lines_picture(shown, ("시", "하루 부족 팀장 시간"), is_stepped=True),
            lines_picture(shown, ("hour", "lead-hours short a day"), is_stepped=True),
        ),
    )
