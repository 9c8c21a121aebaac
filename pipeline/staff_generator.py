"""Invented staff of the sample sites: one seed, always the same people. Ids only, no names, no facts about persons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

FULL_TIME_MIN_WEEK = 2400
PART_TIME_MIN_WEEK = 840  # 14 hours: below the 15 from which article 18(3) grants weekly-holiday pay


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """How many people a sample has and what they are like; shares lie in 0..1 and are of the agents.

    `base_skills` every agent has; each set of `extra_skills` goes to that share of the agents, apart from each other.
    """

    agents: int
    leads: int
    vendors: tuple[str, ...]
    base_skills: tuple[str, ...]
    first_day: date
    days: int
    extra_skills: Mapping[tuple[str, ...], float] = field(default_factory=dict)
    part_time_share: float = 0.2
    night_share: float = 0.0
    remote_share: float = 0.3
    overtime_share: float = 0.3
    leave_days_each: float = 1.0
    day_shifts: tuple[str, ...] = ()
    past_holidays: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffFrames:
    """The staff files of a site folder; duties on past holidays may be none."""

    staff: pd.DataFrame
    leave: pd.DataFrame
    limits: pd.DataFrame
    preferences: pd.DataFrame
    past_holidays: pd.DataFrame


def invented_staff(plan: StaffPlan, seed: int) -> StaffFrames:
    """People, approved leave, dated limits and wishes of a sample site."""
    chance = np.random.default_rng(seed)
    agents = _agents(plan, chance)
    leads = _leads(plan, chance)
    return StaffFrames(
        staff=pd.concat([agents, leads], ignore_index=True),
        leave=_leave(plan, [*agents["agent_id"], *leads["agent_id"]], chance),
        limits=_limits(plan, agents, chance),
        preferences=_preferences(plan, agents, chance),
        past_holidays=_past_holidays(plan, pd.concat([agents, leads]), np.random.default_rng(seed)),
    )


def _agents(plan: StaffPlan, chance: np.random.Generator) -> pd.DataFrame:
    count = plan.agents
    part_time = _chosen(count, plan.part_time_share, chance)
    nights = _chosen(count, plan.night_share, chance) & ~part_time
    overtime = _chosen(count, plan.overtime_share, chance) & ~part_time
    return pd.DataFrame(
        {
            "agent_id": [f"A{number:04}" for number in range(1, count + 1)],
            "role": "agent",
            "team": [f"T{number % plan.leads + 1:02}" for number in range(count)],
            # A team belongs to one vendor: its lead and its agents have the same employer.
            "vendor": [plan.vendors[number % plan.leads % len(plan.vendors)] for number in range(count)],
            "skills": _skills(plan, chance),
            "contract_minutes_week": np.where(part_time, PART_TIME_MIN_WEEK, FULL_TIME_MIN_WEEK),
            "max_overtime_minutes_week": np.where(overtime, 240, 0),
            "night_consent": nights.astype(int),
            "mode": np.where(_chosen(count, plan.remote_share, chance), "any", "site"),
            "start_date": _start_dates(plan, count, chance),
            "end_date": "",
        }
    )


def _leads(plan: StaffPlan, chance: np.random.Generator) -> pd.DataFrame:
    count = plan.leads
    return pd.DataFrame(
        {
            "agent_id": [f"L{number:03}" for number in range(1, count + 1)],
            "role": "lead",
            "team": [f"T{number:02}" for number in range(1, count + 1)],
            "vendor": [plan.vendors[number % len(plan.vendors)] for number in range(count)],
            "skills": "",
            "contract_minutes_week": FULL_TIME_MIN_WEEK,
            "max_overtime_minutes_week": 0,
            "night_consent": _chosen(count, plan.night_share, chance).astype(int),
            "mode": "site",
            "start_date": _start_dates(plan, count, chance),
            "end_date": "",
        }
    )


def _chosen(count: int, share: float, chance: np.random.Generator) -> np.ndarray:
    """Exactly that share of the people, in random places: the sample's size does not hang on luck."""
    marked = np.arange(count) < round(count * share)
    return chance.permutation(marked)


def _skills(plan: StaffPlan, chance: np.random.Generator) -> list[str]:
    """A set of queues for each agent; whom rounding leaves without any gets the one that most know."""
    extras: list[tuple[str, ...]] = []
    for skills, share in plan.extra_skills.items():
        extras += [skills] * round(plan.agents * share)
    rest = () if plan.base_skills else max(plan.extra_skills, key=lambda skills: plan.extra_skills[skills])
    extras += [rest] * (plan.agents - len(extras))
    order = chance.permutation(plan.agents)
    return [";".join((*plan.base_skills, *extras[place])) for place in order]


def _start_dates(plan: StaffPlan, count: int, chance: np.random.Generator) -> list[str]:
    """Hired one month to eight years before the first planned day."""
    days_before = chance.integers(30, 8 * 365, size=count)
    return [(plan.first_day - timedelta(days=int(days))).isoformat() for days in days_before]


def _leave(plan: StaffPlan, ids: list[str], chance: np.random.Generator) -> pd.DataFrame:
    """Blocks of one to three days within the planned days, so many a person on average as the plan says."""
    rows: dict[tuple[str, str], str] = {}
    for person in chance.choice(ids, size=round(len(ids) * plan.leave_days_each / 2), replace=False):
        first = plan.first_day + timedelta(days=int(chance.integers(0, plan.days - 3)))
        for day in range(int(chance.integers(1, 4))):
            rows[person, (first + timedelta(days=day)).isoformat()] = "annual"
    cells = [(person, day, kind) for (person, day), kind in sorted(rows.items())]
    return pd.DataFrame(cells, columns=["agent_id", "date", "kind"])


def _limits(plan: StaffPlan, agents: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    """A few dated limits, held as limits and never as their reason."""
    full_time = agents.loc[agents["contract_minutes_week"] == FULL_TIME_MIN_WEEK, "agent_id"].tolist()
    size = min(len(full_time), 3 * max(1, plan.agents // 100))
    chosen = sorted(chance.choice(full_time, size=size, replace=False))
    kinds = (("no_overtime", ""), ("no_night", ""), ("shifts_only", ";".join(plan.day_shifts)))
    start = plan.first_day.isoformat()
    cells = [(person, start, "", *kinds[place % len(kinds)]) for place, person in enumerate(chosen)]
    return pd.DataFrame(cells, columns=["agent_id", "from_date", "to_date", "limit", "value"])


def _preferences(plan: StaffPlan, agents: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    """Wishes of every fourth agent: a shift liked or disliked on all days, or a certain day off."""
    cells: list[tuple[str, str, str, int]] = []
    for person in sorted(chance.choice(agents["agent_id"], size=plan.agents // 4, replace=False)):
        if chance.random() < 0.5:
            day = plan.first_day + timedelta(days=int(chance.integers(0, plan.days)))
            cells.append((person, day.isoformat(), "off", 1))
        else:
            shift = str(chance.choice(plan.day_shifts))
            cells.append((person, "*", shift, int(chance.choice([1, -1]))))
    return pd.DataFrame(cells, columns=["agent_id", "date", "shift", "weight"])


def _past_holidays(plan: StaffPlan, people: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    """Who worked on holidays of past years: some often and some never, as where nobody keeps account."""
    often = chance.beta(1.2, 2.4, size=len(people))
    cells = [
        (person, day.isoformat())
        for person, start, share in zip(people["agent_id"], people["start_date"], often, strict=True)
        for day in plan.past_holidays
        if chance.random() < share and start <= day.isoformat()
    ]
    return pd.DataFrame(sorted(cells), columns=["agent_id", "date"])
