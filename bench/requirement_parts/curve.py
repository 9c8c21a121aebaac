"""The curve against the simulator, and a goal over the day against the same goal in every half-hour.

The day is that of the part `day`: 35,000 contacts with a noon and a late peak, AHT 180 s, patience 120 s. Its
half-hours are simulated with the requirement for 95%, and with up to five agents fewer or more in all of them, and the
curve is judged over all rows at once.
"""

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame
from rich.console import Console
from rich.table import Table
from scipy.stats import binom
from scipy.stats import t as student

from bench.day_of_calls import INTERVAL_MIN, queue_of, the_day
from bench.simulated_day import days_simulated, parts_of_the_day, simulated_day
from bench.target import Target
from domain.frames import Forecast, checked
from domain.site_config import Goal
from staffing.compiling import IntArray
from staffing.contacts_bought.curve_frame import contacts_curve
from staffing.requirement import requirement
from staffing.simulation.figures import CONFIDENCE, Figure, figures

RATE = 0.95
ASIDE = range(-5, 6)
CURVE_DAYS, GOAL_DAYS, SEED = 1000, 1000, 20130902
LEAST_CHANCE = 0.025
MOST_OFF = 2.0  # points, chance included
MOST_BIAS = {"answered": 0.1, "within_threshold": 0.3}  # points
GOALS = {
    "95% answered": Goal(response_rate=RATE),
    "90% answered": Goal(response_rate=0.9),
    "95% answered, 80% in 20 s": Goal(response_rate=RATE, service_level=0.8),
}


def targets(console: Console) -> list[Target]:
    """Prints both tables; what was promised of them."""
    return [*curve_targets(console), *goal_targets(console)]


def curve_targets(console: Console) -> list[Target]:
    """The curve of every half-hour beside simulated days of their own for each number of agents."""
    forecast, queue = two_days(), queue_of(Goal(response_rate=RATE))
    outcome = requirement(forecast, [queue], {}, INTERVAL_MIN)
    curve = contacts_curve(forecast, [queue], {}, INTERVAL_MIN, outcome.frame, outcome.in_reserve)
    forecast, needed = forecast.iloc[-48:], outcome.frame.iloc[-48:]
    curve = curve[curve["interval_start"].isin(forecast["interval_start"])]
    table = Table(title=f"Curve beside {CURVE_DAYS:,} simulated days each", title_justify="left")
    for head in ("agents", "column", "curve", "simulated", "±", "half-hours within", "off at most, points"):
        table.add_column(head, justify="left" if head == "column" else "right")
    rows = []
    for aside in ASIDE:
        agents = needed["agents"].to_numpy(np.int64) + aside
        found = days_simulated(np.maximum(agents, 1), CURVE_DAYS, SEED + aside)
        each, day = (figures(found, parts_of_the_day(by_day)) for by_day in (False, True))
        for column, name in (("answered", "response_rate"), ("within_threshold", "service_level")):
            whole, seen = getattr(day, name), beside(forecast, curve, agents, column, getattr(each, name))
            within = (seen["off"].abs() <= seen["half_width"]).sum()
            table.add_row(
                f"{aside:+d}", column, f"{np.average(seen['share'], weights=seen['offered']):.2%}",
                f"{whole.mean[0, 0]:.2%}", f"{whole.half_width[0, 0]:.2%}", f"{within} of {len(seen)}",
                f"{100 * seen['off'].abs().max():.2f}",
            )  # fmt: skip
            rows.append(seen.assign(column=column))
    console.print(table)
    return [target for column, seen in pd.concat(rows).groupby("column") for target in agreement(str(column), seen)]


def two_days() -> DataFrame[Forecast]:
    """The day twice: of the second it is known what went before."""
    first = the_day()
    second = first.assign(interval_start=first["interval_start"] + pd.Timedelta(days=1))
    return checked(Forecast, pd.concat([first, second], ignore_index=True))


def beside(
    forecast: pd.DataFrame, curve: pd.DataFrame, agents: IntArray, column: str, simulated: Figure
) -> pd.DataFrame:
    """The curve at so many agents beside the simulated share, a half-hour a row, where there is anybody.

    Beyond the last number of its curve a half-hour has that number's contacts.
    """
    offered, most = forecast["offered"].to_numpy(), curve.groupby("interval_start")["agents"].max().to_numpy()
    numbers = np.clip(agents, 1, most)
    at = pd.DataFrame({"interval_start": forecast["interval_start"], "agents": numbers}).merge(curve)
    share, seen = at[column].to_numpy() / offered, simulated.mean[0][:-1]
    half_width = simulated.half_width[0][:-1]
    told = pd.DataFrame({"offered": offered, "share": share, "off": share - seen, "half_width": half_width})
    return told[agents >= 1]


def agreement(column: str, seen: pd.DataFrame) -> list[Target]:
    """Whether a column is what the simulation finds, of all half-hours and numbers of agents together.

    If it is, 95% of the rows lie within their 95% intervals, but for the chance of so many rows (`LEAST_CHANCE` of a
    binomial law: every number of agents has days of its own, and half-hours hardly hang together); and the furthest of
    all lies within the interval that all rows together keep on 95 of 100 occasions (Sidak). Both would miss a small
    bias where days are few, and find any where they are many. So the bias is told as well: the mean square of what the
    curve is off, less that of chance.
    """
    error = seen["half_width"] / student.ppf((1 + CONFIDENCE) / 2, CURVE_DAYS - 1)
    inside = 100 * (seen["off"].abs() <= seen["half_width"]).mean()
    least = round(100 * float(binom.ppf(LEAST_CHANCE, len(seen), CONFIDENCE)) / len(seen), 1)
    furthest = round(float(student.ppf((1 + CONFIDENCE ** (1 / len(seen))) / 2, CURVE_DAYS - 1)), 2)
    bias = 100 * np.sqrt(max(float((seen["off"] ** 2 - error**2).mean()), 0.0))
    what = f"{column}, five agents aside:"
    return [
        Target(f"{what} % of {len(seen)} rows within their 95% interval", inside, least, None),
        Target(f"{what} the row furthest off, standard errors", (seen["off"] / error).abs().max(), None, furthest, 2),
        Target(f"{what} off at most, points", 100 * seen["off"].abs().max(), None, MOST_OFF, 2),
        Target(f"{what} bias, root mean square, points", bias, None, MOST_BIAS[column], 2),
    ]


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
        least = 100 * (goal.response_rate or 0)
        found.append(Target(f"{name} over the day: simulated, %", 100 * float(rate), least, None, 2))
    console.print(table)
    return found
