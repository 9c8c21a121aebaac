"""What response rates cost one queue: agent-hours of each, and the contacts that are answered when it is simulated."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from joblib import cpu_count
from pandera.typing.pandas import DataFrame

from domain.frames import Forecast
from domain.site_config import Queue, SiteConfig
from pipeline.simulate_agents import Absence, on_queue_of
from pipeline.simulate_scene import Chance, Part, play_plans
from pipeline.simulate_window import TimeLine, live_contacts, time_line
from staffing.compiling import IntArray
from staffing.contacts_bought.price import RESPONSE_RATES, agents_by_rate
from staffing.shrinkage import combined_shrinkage
from staffing.simulation.simulated import Simulated

SIMULATED_DAYS = 100  # of every queue and rate, where nobody says how many replications


@dataclass(frozen=True, slots=True)
class Simulation:
    """How often the forecast's time is simulated (None: `SIMULATED_DAYS`), from which seed, on how many threads."""

    replications: int | None = None
    seed: int = 0
    jobs: int | None = None


def replications_of(forecast: DataFrame[Forecast]) -> int:
    """As many as make `SIMULATED_DAYS` days, and one at least."""
    return max(1, round(SIMULATED_DAYS / days_of(forecast)))


def days_of(forecast: DataFrame[Forecast]) -> int:
    """On how many days anything is forecast."""
    return len(forecast["interval_start"].dt.date.unique())


def queue_prices(
    queue: Queue,
    config: SiteConfig,
    forecast: DataFrame[Forecast],
    simulation: Simulation,
    rates: Sequence[float] = RESPONSE_RATES,
) -> pd.DataFrame:
    """Agent-hours by response rate of a queue that answers at once, with the contacts offered and answered in the
    simulation: `queue`, `response_rate`, `agent_hours`, `offered`, `answered`, a rate a row.
    """
    rows = forecast[forecast["queue"] == queue.id].sort_values("interval_start")
    lost, interval_min = combined_shrinkage(config.shrinkage), config.site.interval_minutes
    line, jobs = time_line(rows["interval_start"], interval_min), simulation.jobs or cpu_count()
    plans = agents_by_rate(queue, rows, lost, interval_min, config.site.week_start_weekday, rates, jobs)
    at_work = np.zeros((len(plans), len(line.starts)), dtype=np.int64)
    at_work[:, line.places(rows["interval_start"])] = plans
    chance = Chance(simulation.replications or replications_of(forecast), simulation.seed, jobs)
    counted = _simulated(queue, rows, line, lost, at_work, chance)
    return pd.DataFrame(
        {
            "queue": queue.id,
            "response_rate": list(rates),
            "agent_hours": at_work.sum(axis=1) * interval_min / 60,
            "offered": [each.offered.sum() for each in counted],
            "answered": [each.answered.sum() for each in counted],
        }
    )


def _simulated(
    queue: Queue, rows: pd.DataFrame, line: TimeLine, shrinkage: float, at_work: IntArray, chance: Chance
) -> list[Simulated]:
    """What so many agents at work find, a plan a row, each on the same contacts.

    Days are busier or quieter than forecast as its band says.
    """
    contacts, change_s = (
        live_contacts(queue, rows, line),
        np.arange(len(line.starts), dtype=np.float64) * line.interval_s,
    )
    absence = Absence(shrinkage, None, (chance.replications, chance.seed))
    on_queue = [on_queue_of((change_s, agents), contacts.before, line, 0, absence) for agents in at_work]
    return play_plans([[Part(queue, contacts, agents)] for agents in on_queue], line, chance)
