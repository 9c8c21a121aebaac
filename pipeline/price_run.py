"""What a response rate costs: `wfm price`, and the same as a frame for a screen."""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import cpu_count
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError
from domain.frame_files import read_forecast
from domain.frames import TOTAL, Forecast, GoalPrice, checked
from domain.site_config import Queue, SiteConfig, read_site_config
from pipeline.simulate_agents import Absence, on_queue_of
from pipeline.simulate_scene import Chance, Part, play_live
from pipeline.simulate_window import TimeLine, live_contacts, time_line
from pipeline.telling import Tell, nobody
from staffing.compiling import IntArray
from staffing.contacts_bought.curves import EVERYBODY
from staffing.contacts_bought.price import agents_by_rate
from staffing.goals import known_queues
from staffing.shrinkage import combined_shrinkage
from staffing.simulation.simulated import Simulated
from store.csv_files import write_csv

SIMULATED_DAYS = 100  # of every queue and rate, where nobody says how many replications


@dataclass(frozen=True, slots=True)
class Simulation:
    """How often the forecast's time is simulated (None: `SIMULATED_DAYS`), from which seed, on how many threads."""

    replications: int | None = None
    seed: int = 0
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class PriceReport:
    """The prices, the currency of their cost, how often the forecast's time was simulated, and what is to be known."""

    prices: DataFrame[GoalPrice]
    currency: str
    replications: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One response rate of a queue or of all; cost and simulated result are None where they are not known."""

    queue: str
    response_rate: float
    agent_hours: float
    cost: float | None
    simulated_response_rate: float | None


def price_to_file(
    site_dir: Path, forecast_file: Path, out: Path, simulation: Simulation, tell: Tell = nobody
) -> PriceReport:
    """Writes `price.csv`: agent-hours, cost and simulated result of response rates from 90% to 100%, by queue."""
    config = read_site_config(site_dir / "site.toml")
    report = prices_of_goals(config, read_forecast(forecast_file, config.site.timezone), simulation, tell)
    write_csv(out, report.prices)
    return report


def prices_of_goals(
    config: SiteConfig, forecast: DataFrame[Forecast], simulation: Simulation, tell: Tell = nobody
) -> PriceReport:
    """The price of each response rate, queue by queue and in total: beside the queue's other goals, over its scope.

    The total is of the queues that answer at once, each at the same rate.
    """
    forecast_of = known_queues(forecast["queue"], config.queue, "The forecast")
    priced = [queue for queue in forecast_of if queue.goal.max_backlog_h is None]
    if not priced:
        raise ConfigError("No queue of the forecast answers at once, so no response rate has a price.")
    replications = simulation.replications or _replications(forecast)
    of_each = []
    for queue in priced:
        tell(f"price of queue {queue.id}: {replications} replications of each response rate")
        of_each.append(_queue_prices(queue, config, forecast, replications, simulation))
    together = pd.concat(of_each, ignore_index=True)
    total = together.groupby("response_rate", as_index=False)[["agent_hours", "offered", "answered"]].sum()
    frame = pd.concat([together, total.assign(queue=TOTAL)], ignore_index=True)
    frame["simulated_response_rate"] = frame["answered"] / frame["offered"].where(frame["offered"] > 0)
    frame["cost"] = np.nan if config.cost is None else frame["agent_hours"] * config.cost.agent_hour
    prices = checked(GoalPrice, frame[list(GoalPrice.to_schema().columns)])
    return PriceReport(prices, config.cost.currency if config.cost else "", replications, _notes(config, priced))


def _replications(forecast: DataFrame[Forecast]) -> int:
    """As many as make `SIMULATED_DAYS` days, and one at least."""
    days = len(forecast["interval_start"].dt.date.unique())
    return max(1, round(SIMULATED_DAYS / days))


def _queue_prices(
    queue: Queue, config: SiteConfig, forecast: DataFrame[Forecast], replications: int, simulation: Simulation
) -> pd.DataFrame:
    """Agent-hours by response rate, with the contacts offered and answered in the simulation."""
    rows = forecast[forecast["queue"] == queue.id].sort_values("interval_start")
    lost, interval_min = combined_shrinkage(config.shrinkage), config.site.interval_minutes
    scene = QueueScene(queue, rows, time_line(rows["interval_start"], interval_min), lost)
    found = []
    for rate, agents in agents_by_rate(queue, rows, lost, interval_min, config.site.week_start_weekday):
        counted = scene.simulated(agents, replications, simulation)
        hours = agents.sum() * interval_min / 60
        found.append((queue.id, rate, hours, counted.offered.sum(), counted.answered.sum()))
    return pd.DataFrame(found, columns=["queue", "response_rate", "agent_hours", "offered", "answered"])


@dataclass(frozen=True)
class QueueScene:
    """One queue on its time line, to be simulated with one number of agents after the other."""

    queue: Queue
    rows: pd.DataFrame
    line: TimeLine
    shrinkage: float

    def simulated(self, agents: IntArray, replications: int, simulation: Simulation) -> Simulated:
        """What so many agents at work find, a number a row; equal seeds bring the same contacts.

        Days are busier or quieter than forecast as its band says.
        """
        line, at_work = self.line, np.zeros(len(self.line.starts), dtype=np.int64)
        at_work[line.places(self.rows["interval_start"])] = agents
        contacts = live_contacts(self.queue, self.rows, line)
        change_s = np.arange(at_work.size, dtype=np.float64) * line.interval_s
        absence = Absence(self.shrinkage, None, (replications, simulation.seed))
        on_queue = on_queue_of((change_s, at_work), contacts.before, line, 0, absence)
        chance = Chance(replications, simulation.seed, simulation.jobs or cpu_count())
        return play_live([Part(self.queue, contacts, on_queue)], line, chance)


def _notes(config: SiteConfig, priced: list[Queue]) -> tuple[str, ...]:
    notes = [f"At 100% stands {EVERYBODY:.2%}: all but one contact in {1 / (1 - EVERYBODY):,.0f}."]
    left_out = [queue.id for queue in config.queue if queue not in priced]
    if left_out:
        notes.append(f"No price for {', '.join(left_out)}: work that waits for hours, or not in the forecast.")
    return tuple(notes)


def price_rows(report: PriceReport, queue: str | None = None) -> list[PriceRow]:
    """The prices as plain rows, of one queue (or of the total) where it is named."""
    chosen = report.prices if queue is None else report.prices[report.prices["queue"] == queue]
    known = chosen.astype(object).where(chosen.notna(), None)
    return [PriceRow(*values) for values in known.itertuples(index=False, name=None)]


def price_json(report: PriceReport) -> dict[str, object]:
    """The report for standard output; what is not known is null."""
    return {
        "currency": report.currency,
        "replications": report.replications,
        "prices": [asdict(row) for row in price_rows(report)],
        "notes": list(report.notes),
    }
