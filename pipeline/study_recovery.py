"""Study of the reserve for recovery: by rate of abuse and size of the team, and by hour of the plan, beside simulation.

The reserve of a team is the P95 of those out at once (M/G/infinity, `staffing/recovery.py`). Here it is judged: events
of abuse are played one by one, and the P95 of those out in every hour may not pass it in more than one hour of twenty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.site_config import Recovery
from exports.picture import bars_picture, lines_picture
from exports.study_page import Part, Table, Text
from pipeline.scenario_scene import scenario_config
from pipeline.study import Study, StudyInput, in_both
from staffing.compiling import FloatArray, IntArray
from staffing.recovery import MONTH_H, most_out, reserve, share_out
from staffing.recovery_rows import out_shares
from staffing.requirement import RequirementOutcome
from staffing.simulation.recovering import out_at_once

# Events per agent and month: what was logged in January 2014, and what surveys of 2014 and 2021 found (press).
RATES: tuple[tuple[float, Text], ...] = (
    (2.35, ("기록 2014.1", "logged, Jan 2014")),
    (10.6, ("조사 2014", "survey 2014")),
    (12.7, ("조사 2021", "survey 2021")),
)
TEAMS = (230, 50)  # on duty on a weekday and at night, as reported of 2020
HOURS, WARM_H = 24, 1
STEP_S = 600.0
PER_HOUR = int(3600 // STEP_S)
# So many that a P95 held with a margin of a thousandth of moments is not lost to chance; a part of them at a time.
REPLICATIONS, AT_ONCE = 120_000, 4_000
PLAN_CELLS = 48_000_000  # moments of all replications of a plan
MOST_COUNTED = 256


@dataclass(frozen=True, slots=True)
class Judged:
    """A team's reserve beside simulation: the share of hours in which the P95 of those out does not pass it."""

    events: float
    needed: int
    lost: float
    mean: float
    p95: int
    held: int
    simulated: int
    hours_kept: float


def recovery_study(of: StudyInput) -> Study:
    """The table of the reserve, judged; and the plan's reserve by hour of the day, judged the same way."""
    recovery = of.scene.site.config.recovery or Recovery(events_per_agent_month=RATES[1][0])
    rows = [judged(events, needed, recovery.minutes, recovery.quantile) for events, _ in RATES for needed in TEAMS]
    abused = scenario_config(of.scene.site.config, of.scenario).recovery or recovery
    by_hour, kept = plan_by_hour(of.outcome.needed, abused, of.scene.site.interval_min)
    figures = {f"hours_kept_{row.events}_{row.needed}": row.hours_kept for row in rows}
    frame = pd.DataFrame([[getattr(row, name) for name in Judged.__slots__] for row in rows], columns=Judged.__slots__)
    return Study(
        parts=(_table_part(rows), _plan_part(by_hour, kept, abused)),
        figures={**figures, "hours_kept_plan": kept},
        frames={"reserve": frame, "reserve_by_hour": by_hour},
    )


def judged(
    events: float, needed: int, minutes: float, quantile: float, replications: int = REPLICATIONS, seed: int = 1
) -> Judged:
    """The reserve of a team of so many needed, and how it stands against events played one by one."""
    share = share_out(events, minutes)
    held = int(reserve(needed, share, quantile))
    team = np.full((HOURS + WARM_H) * PER_HOUR, needed + held)
    counts = times_out(team, np.full(team.size, events), minutes, replications, seed)[WARM_H * PER_HOUR :]
    mean, most = needed * share, int(most_out(needed, share, quantile))
    kept = hours_kept(counts, np.full(len(counts), held), quantile)
    return Judged(events, needed, share, mean, most, held, int(np.median(most_by_hour(counts, quantile))), kept)


def plan_by_hour(
    needed: RequirementOutcome, recovery: Recovery, interval_min: int, seed: int = 1
) -> tuple[pd.DataFrame, float]:
    """By hour of the day: mean team, reserve and P95 of those out; and the share of all hours in which it is enough."""
    rows = pd.DataFrame({"team": needed.frame["agents"], "reserve": needed.in_reserve})
    whole = rows.groupby(needed.frame["interval_start"]).sum().resample(f"{interval_min}min").sum()  # nobody overnight
    whole = whole.iloc[: len(whole) // (60 // interval_min) * (60 // interval_min)]
    hours = pd.DatetimeIndex(whole.index).hour.to_numpy().astype(np.int64)
    events = out_shares(recovery, hours) / share_out(1, recovery.minutes)
    steps, per_hour = int(interval_min * 60 // STEP_S), 60 // interval_min
    team, held = (np.repeat(whole[name].to_numpy(np.int64), steps) for name in ("team", "reserve"))
    runs = int(np.clip(PLAN_CELLS // team.size, 200, REPLICATIONS))
    counts = times_out(team, np.repeat(events, steps), recovery.minutes, runs, seed)
    frame = pd.DataFrame(
        {
            "hour": hours[::per_hour],
            "team": team.reshape(-1, PER_HOUR).mean(axis=1),
            "reserve": held.reshape(-1, PER_HOUR).mean(axis=1),
            "simulated_p95": most_by_hour(counts, recovery.quantile),
        }
    )
    is_worked = (frame["team"] > 0).to_numpy()
    moments = np.repeat(is_worked, PER_HOUR)
    by_hour = frame[is_worked].groupby("hour", as_index=False).mean()
    return by_hour, hours_kept(counts[moments], held[moments], recovery.quantile)


def times_out(team: IntArray, events: FloatArray, minutes: float, replications: int, seed: int) -> IntArray:
    """In how many replications so many are out (columns) at each step (rows); a team and a rate a step."""
    counts = np.zeros((team.size, MOST_COUNTED), np.int64)
    for part, first in enumerate(range(0, replications, AT_ONCE)):
        runs = (min(AT_ONCE, replications - first), seed + part)
        found = out_at_once(team, STEP_S, events / MONTH_H / 3600, minutes * 60, runs, 0)
        for step, moments in enumerate(found.T):
            counts[step] += np.bincount(moments, minlength=MOST_COUNTED)[:MOST_COUNTED]
    return counts


def most_by_hour(counts: IntArray, quantile: float) -> IntArray:
    """The quantile of those out in every hour, over its moments and all replications."""
    hours = counts.reshape(-1, PER_HOUR, MOST_COUNTED).sum(axis=1)
    enough = hours.cumsum(axis=1) >= quantile * hours.sum(axis=1, keepdims=True)
    return enough.argmax(axis=1)


def hours_kept(counts: IntArray, held: IntArray, quantile: float) -> float:
    """The share of hours in which, in a share `quantile` of moments, no more are out than are held at that moment."""
    within = np.arange(MOST_COUNTED) <= held[:, None]
    kept = (counts * within).sum(axis=1).reshape(-1, PER_HOUR).sum(axis=1)
    return float((kept >= quantile * counts.sum(axis=1).reshape(-1, PER_HOUR).sum(axis=1)).mean())


def _table_part(rows: Sequence[Judged]) -> Part:
    names = dict(RATES)
    cells = [
        (
            f"{row.events:g}", f"{row.lost:.2%}", str(row.needed), f"{row.mean:.2f} / {row.p95}", str(row.held),
            f"{row.held / row.needed:.1%}", str(row.simulated), f"{row.hours_kept:.0%}",
        )
        for row in rows
    ]  # fmt: skip
    heads: tuple[Text, ...] = (
        ("1인당 월 건수", "events per agent and month"), ("시간 비율", "lost time"), ("필요 인원", "needed"),
        ("동시 이탈 평균 / P95", "out at once, mean / P95"), ("예비 인원", "reserve"), ("비율", "share"),
        ("모의 P95", "simulated P95"), ("충분한 시간", "hours in which it is enough"),
    )  # fmt: skip
    drawn = pd.DataFrame(
        [(f"{row.events:g} · {row.needed}", value, kind) for row in rows
         for kind, value in (("mean", row.mean), ("reserve", row.held))],
        columns=["x", "y", "series"],
    )  # fmt: skip
    korean, english = in_both(drawn, {"mean": ("동시 이탈 평균", "mean out"), "reserve": ("예비 인원", "reserve")})
    logged, surveyed = (names[events][0] for events in (RATES[0][0], RATES[1][0]))
    return Part(
        ("빈도와 팀 크기별 예비 인원", "Reserve by rate of abuse and size of the team"),
        (
            (
                f"평균이 아니라 P95를 둡니다. 작은 야간 팀일수록 비율이 큽니다. {logged}보다 {surveyed}가 몇 배 "
                f"많습니다: "
                "기록은 실제보다 적습니다.",
                "Held is the P95, not the mean, so a small night team needs the larger share. Logs understate: "
                "surveys "
                "found four to five times as many events.",
            ),
        ),
        Table(heads, tuple(cells)),
        (
            bars_picture(korean, ("월 건수 · 필요 인원", "명")),
            bars_picture(english, ("events a month · needed", "agents")),
        ),
    )


def _plan_part(by_hour: pd.DataFrame, kept: float, recovery: Recovery) -> Part:
    drawn = by_hour.melt("hour", ["reserve", "simulated_p95"], "series", "y").rename(columns={"hour": "x"})
    korean, english = in_both(
        drawn, {"reserve": ("예비 인원", "reserve"), "simulated_p95": ("모의 이탈 P95", "simulated P95 out")}
    )
    rate = f"{recovery.events_per_agent_month:g}"
    return Part(
        ("계획의 시간대별 예비 인원", "The plan's reserve by hour"),
        (
            (
                f"1인당 월 {rate}건, 회당 {recovery.minutes:g}분: 모의한 시간의 {kept:.1%}에서 예비 인원으로 "
                f"충분합니다.",
                f"With {rate} events per agent and month, {recovery.minutes:g} minutes each, the reserve is enough in "
                f"{kept:.1%} of the simulated hours.",
            ),
        ),
        picture=(
            lines_picture(korean, ("시", "명"), is_stepped=True),
            lines_picture(english, ("hour", "agents"), is_stepped=True),
        ),
    )
