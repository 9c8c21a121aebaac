"""The curve against the simulator, and a goal over the day against the same goal in every half-hour.

The day is that of the part `day`: 35,000 contacts with a noon and a late peak, AHT 180 s, patience 120 s. Its
half-hours are simulated with the requirement for 95%, and with up to five agents fewer or more in all of them.
"""

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame
from rich.console import Console
from rich.table import Table

from bench.day_of_calls import INTERVAL_MIN, queue_of, the_day
from bench.simulated_day import simulated_day
from bench.target import Target
from domain.frames import Forecast, checked
from domain.site_config import Goal
from staffing.compiling import IntArray
from staffing.contacts_bought.curve_frame import contacts_curve
from staffing.requirement import requirement
from staffing.simulation.figures import Figure

RATE = 0.95
ASIDE = range(-5, 6)
CURVE_DAYS, GOAL_DAYS, SEED = 200, 1000, 20130902
GOALS = {
    "95% answered": Goal(response_rate=RATE),
    "90% answered": Goal(response_rate=0.9),
    "95% answered, 80% in 20 s": Goal(response_rate=RATE, service_level=0.8),
}


def targets(console: Console) -> list[Target]:
    """Prints both tables; what was promised of them."""
    return [*curve_targets(console), *goal_targets(console)]


def curve_targets(console: Console) -> list[Target]:
    """How many half-hours have their curve within the simulation's 95% interval, and how far the others are off."""
    forecast, queue = two_days(), queue_of(Goal(response_rate=RATE))
    outcome = requirement(forecast, [queue], {}, INTERVAL_MIN)
    curve = contacts_curve(forecast, [queue], {}, INTERVAL_MIN, outcome.frame, outcome.in_reserve)
    forecast, needed = forecast.iloc[-48:], outcome.frame.iloc[-48:]
    curve = curve[curve["interval_start"].isin(forecast["interval_start"])]
    table = Table(title=f"Curve beside {CURVE_DAYS} simulated days", title_justify="left")
    for head in ("agents", "column", "curve", "simulated", "±", "half-hours within", "off at most, points"):
        table.add_column(head, justify="left" if head == "column" else "right")
    rows = []
    for aside in ASIDE:
        agents = needed["agents"].to_numpy(np.int64) + aside
        found = simulated_day(np.maximum(agents, 1), CURVE_DAYS, SEED)
        day = simulated_day(np.maximum(agents, 1), CURVE_DAYS, SEED, by_day=True)
        for column, name in (("answered", "response_rate"), ("within_threshold", "service_level")):
            row = beside(forecast, curve, agents, column, getattr(found, name))
            rows.append(row | {"column": column, "aside": aside})
            whole = getattr(day, name)
            table.add_row(
                f"{aside:+d}", column, f"{row['day']:.2%}", f"{whole.mean[0, 0]:.2%}", f"{whole.half_width[0, 0]:.2%}",
                f"{row['within']} of {row['of']}", f"{100 * row['off']:.2f}",
            )  # fmt: skip
    console.print(table)
    return within_targets(pd.DataFrame(rows))


def two_days() -> DataFrame[Forecast]:
    """The day twice: of the second it is known what went before."""
    first = the_day()
    second = first.assign(interval_start=first["interval_start"] + pd.Timedelta(days=1))
    return checked(Forecast, pd.concat([first, second], ignore_index=True))


def beside(forecast: pd.DataFrame, curve: pd.DataFrame, agents: IntArray, column: str, simulated: Figure) -> dict:
    """The curve at so many agents beside the simulated share: half-hours within its interval, and the largest gap.

    Beyond the last number of its curve a half-hour has that number's contacts.
    """
    offered, most = forecast["offered"].to_numpy(), curve.groupby("interval_start")["agents"].max().to_numpy()
    numbers = np.clip(agents, 1, most)
    at = pd.DataFrame({"interval_start": forecast["interval_start"], "agents": numbers}).merge(curve)
    share, asked = at[column].to_numpy() / offered, agents >= 1
    off = np.abs(share - simulated.mean[0][:-1])[asked]
    within = off <= simulated.half_width[0][:-1][asked]
    return {"day": np.average(share, weights=offered), "within": within.sum(), "of": asked.sum(), "off": off.max()}


def within_targets(rows: pd.DataFrame) -> list[Target]:
    """Of each column: the share of half-hours within the interval of the simulation, and how far one is off at most."""
    found = []
    for column, own in rows.groupby("column"):
        share = 100 * own["within"].sum() / own["of"].sum()
        found.append(Target(f"{column}: % of half-hours within the 95% interval, five agents aside", share, 90, None))
        found.append(Target(f"{column}: off at most, points", 100 * own["off"].max(), None, 2, 2))
    return found


def goal_targets(console: Console) -> list[Target]:
    """Agent-hours of goals in every half-hour and over the day, and what the day reaches when it is simulated."""
    table = Table(title=f"Goals over a day, beside {GOAL_DAYS:,} simulated days", title_justify="left")
    for head in ("goal", "scope", "agent-hours", "against interval", "answered", "±", "in 20 s", "least half-hour"):
        table.add_column(head, justify="left" if head in ("goal", "scope") else "right")
    found = []
    for name, goal in GOALS.items():
        hours = {}
        for scope in ("interval", "day"):
            asked = goal.model_copy(update={"scope": scope})
            forecast = the_day()
            agents = requirement(forecast, [queue_of(asked)], {}, INTERVAL_MIN).frame["agents"].to_numpy(np.int64)
            hours[scope] = agents.sum() * INTERVAL_MIN / 60
            each = simulated_day(agents, GOAL_DAYS, SEED)
            day = simulated_day(agents, GOAL_DAYS, SEED, by_day=True)
            rate = day.response_rate.mean[0, 0]
            table.add_row(
                name, scope, f"{hours[scope]:,.1f}", f"{hours[scope] / hours['interval'] - 1:+.2%}", f"{rate:.2%}",
                f"{day.response_rate.half_width[0, 0]:.2%}", f"{day.service_level.mean[0, 0]:.2%}",
                f"{each.response_rate.mean[0, :-1].min():.2%}",
            )  # fmt: skip
        saved = 1 - hours["day"] / hours["interval"]
        found.append(Target(f"{name} over the day: % of agent-hours saved", 100 * saved, 0.01, None, 2))
        reached = 100 * (rate + day.response_rate.half_width[0, 0])
        found.append(
            Target(f"{name} over the day: simulated, upper end", reached, 100 * (goal.response_rate or 0), None, 2)
        )
    console.print(table)
    return found
