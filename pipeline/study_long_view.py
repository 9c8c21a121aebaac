"""Study of the next two years: people needed by month, whom to hire when, leave that the month can bear, and budget.

Arithmetic on full-time equivalents, no roster: what the plan's days take in a month, grown in a straight line to what
they take in the scenario. Who is hired counts after recruiting and training, so what is decided in a month is for the
leavers and the need of the month in which they are ready.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.site import Site
from domain.site_config import Cost
from exports.picture import lines_picture
from exports.study_page import Part, Table, Text
from pipeline.study import Study, StudyInput, in_both
from staffing.compiling import FloatArray

MONTHS = 24
ATTRITION = 0.04  # of the people of a month: assumed, as call centres report it
LEAD_MONTHS = 2  # a month to recruit and one to train: assumed
LEAVE_DAYS_YEAR = 15  # Labour Standards Act 60, before years of service add to it
WEEK_H, DAY_H, WEEKS_MONTH = 40.0, 8.0, 365.25 / 7 / 12
FIT = 0.88  # of paid hours that fall where they are needed: assumed near what rosters of the sample reach


@dataclass(frozen=True, slots=True)
class Horizon:
    """By month from the next one on: people needed, people there, hires to decide on, and those lost."""

    needed: FloatArray
    there: FloatArray
    hires: FloatArray
    left: FloatArray

    @property
    def short(self) -> FloatArray:
        """People missing by month: before the first hires are ready nothing helps."""
        return np.maximum(self.needed - self.there, 0)


def long_view_study(of: StudyInput) -> Study:
    """Two years by month, in full-time equivalents."""
    days = of.scene.window.days
    now, then = (people_needed(each.agent_hours / days) for each in (of.plan, of.outcome))
    found = horizon(np.linspace(now, then, MONTHS), full_time(of.scene.site))
    table = pd.DataFrame(
        {
            "month": range(1, MONTHS + 1), "needed": found.needed, "there": found.there, "hires": found.hires,
            "left": found.left, "leave_days": found.there * LEAVE_DAYS_YEAR / 12,
        }
    )  # fmt: skip
    return Study(
        parts=(_part(table, found, of.scene.site.config.cost), _vendors(of.scene.site, found)),
        figures={
            "hires_in_two_years": float(found.hires.sum()),
            "most_short": float(found.short.max()),
            "needed_now": now,
            "needed_then": then,
        },
        frames={"long_view": table},
    )


def people_needed(agent_hours_a_day: float) -> float:
    """Full-time people for so many agent-hours a day: paid hours less leave, as far as they fall where needed."""
    a_year = WEEK_H * 365.25 / 7 - LEAVE_DAYS_YEAR * DAY_H
    return agent_hours_a_day * 365.25 / (a_year * FIT)


def full_time(site: Site) -> float:
    """The agents of the site in full-time equivalents."""
    return sum(person.contract_min_week for person in site.people if person.role == "agent") / (WEEK_H * 60)


def horizon(needed: FloatArray, people: float) -> Horizon:
    """People month by month: hires decided in a month are there `LEAD_MONTHS` later, as many as are then missing."""
    there, hires, left = (np.zeros(needed.size) for _ in range(3))
    coming = np.zeros(needed.size + LEAD_MONTHS)
    now = people
    for month in range(needed.size):
        now += coming[month]
        there[month], left[month] = now, now * ATTRITION
        ready = month + LEAD_MONTHS
        if ready < needed.size:
            expected = now * (1 - ATTRITION) ** LEAD_MONTHS
            for later in range(month + 1, ready):
                expected += coming[later] * (1 - ATTRITION) ** (ready - later)
            hires[month] = coming[ready] = max(0.0, needed[ready] - expected)
        now -= left[month]
    return Horizon(needed, there, hires, left)


def _part(table: pd.DataFrame, found: Horizon, cost: Cost | None) -> Part:
    heads: tuple[Text, ...] = (
        ("개월", "month"), ("필요", "needed"), ("재직", "there"), ("채용 결정", "hires to decide on"),
        ("퇴직", "leavers"), ("휴가 일수", "days of leave"), ("인건비", "budget"),
    )  # fmt: skip
    hour = None if cost is None else cost.agent_hour
    cells = tuple(
        (
            str(month), f"{needed:.0f}", f"{there:.0f}", f"{hires:.0f}", f"{left:.0f}", f"{leave:.0f}",
            "-" if hour is None else f"{there * WEEK_H * WEEKS_MONTH * hour:,.0f}",
        )
        for month, needed, there, hires, left, leave in table.astype({"month": int}).itertuples(index=False)
        if month % 3 == 1 or month == MONTHS
    )  # fmt: skip
    drawn = table.melt("month", ["needed", "there"], "series", "y").rename(columns={"month": "x"})
    korean, english = in_both(drawn, {"needed": ("필요", "needed"), "there": ("재직", "there")})
    total = found.hires.sum()
    return Part(
        ("2년의 인원", "People over two years"),
        (
            (
                f"전일제 환산 인원입니다. 월 퇴직률 {ATTRITION:.0%}, 채용과 교육 {LEAD_MONTHS}개월(가정). 두 해 "
                f"동안 {total:.0f}명을 "
                f"뽑아야 합니다. 첫 채용이 일할 때까지 최대 {found.short.max():.0f}명이 모자랍니다.",
                f"Full-time equivalents, with {ATTRITION:.0%} leaving a month and {LEAD_MONTHS} months to recruit and "
                f"train (assumed): {total:.0f} people to hire in two years. At most {found.short.max():.0f} are "
                f"missing.",
            ),
        ),
        Table(heads, cells),
        (lines_picture(korean, ("개월", "명")), lines_picture(english, ("month", "people"))),
    )


def _vendors(site: Site, found: Horizon) -> Part:
    """Hires by vendor, each as many as its part of the agents of today."""
    agents = pd.Series([person.vendor or "-" for person in site.people if person.role == "agent"]).value_counts()
    rows = tuple(
        (str(vendor), str(count), f"{count / agents.sum():.0%}", f"{count / agents.sum() * found.hires.sum():.0f}")
        for vendor, count in agents.sort_index().items()
    )
    heads: tuple[Text, ...] = (("업체", "vendor"), ("상담사", "agents"), ("몫", "part"), ("채용", "hires in two years"))
    return Part(("업체별", "By vendor"), (), Table(heads, rows))
