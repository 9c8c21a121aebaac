"""What a response rate costs: `wfm price`, and the same as a frame for a screen."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError
from domain.frame_files import read_forecast
from domain.frames import TOTAL, Forecast, GoalPrice, checked
from domain.site_config import Queue, SiteConfig, read_site_config
from pipeline.queue_price import Simulation, queue_prices, replications_of
from pipeline.telling import Tell, nobody
from staffing.contacts_bought.curves import EVERYBODY
from staffing.goals import known_queues
from store.csv_files import write_csv


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
    priced = priced_queues(config, forecast)
    if not priced:
        raise ConfigError("No queue of the forecast answers at once, so no response rate has a price.")
    replications = simulation.replications or replications_of(forecast)
    of_each = []
    for queue in priced:
        tell(f"price of queue {queue.id}: {replications} replications of each response rate")
        of_each.append(queue_prices(queue, config, forecast, replace(simulation, replications=replications)))
    prices = with_total(pd.concat(of_each, ignore_index=True), config)
    return PriceReport(prices, config.cost.currency if config.cost else "", replications, _notes(config, priced))


def priced_queues(config: SiteConfig, forecast: DataFrame[Forecast]) -> list[Queue]:
    """The queues of the forecast that answer at once: theirs alone has a response rate a price."""
    forecast_of = known_queues(forecast["queue"], config.queue, "The forecast")
    return [queue for queue in forecast_of if queue.goal.max_backlog_h is None]


def with_total(together: pd.DataFrame, config: SiteConfig) -> DataFrame[GoalPrice]:
    """The prices of some queues, as `queue_prices` has them, and of all these in total."""
    total = together.groupby("response_rate", as_index=False)[["agent_hours", "offered", "answered"]].sum()
    frame = pd.concat([together, total.assign(queue=TOTAL)], ignore_index=True)
    frame["simulated_response_rate"] = frame["answered"] / frame["offered"].where(frame["offered"] > 0)
    frame["cost"] = np.nan if config.cost is None else frame["agent_hours"] * config.cost.agent_hour
    return checked(GoalPrice, frame[list(GoalPrice.to_schema().columns)])


def _notes(config: SiteConfig, priced: list[Queue]) -> tuple[str, ...]:
    notes = [f"At 100% stands {EVERYBODY:.2%}: all but one contact in {1 / (1 - EVERYBODY):,.0f}."]
    left_out = [queue.id for queue in config.queue if queue not in priced]
    if left_out:
        notes.append(f"No price for {', '.join(left_out)}: work that waits for hours, or not in the forecast.")
    if config.recovery is not None:
        notes.append("Prices are without the reserve of [recovery], which a requirement adds.")
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
