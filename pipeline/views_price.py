"""What a response rate costs, as the requirement page shows it: hours, cost and simulated result from 90% to 100%."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.access import Act
from domain.frame_files import read_forecast
from domain.frames import TOTAL, Forecast, GoalPrice
from domain.roster import PlanningWindow
from domain.site_config import Queue
from pipeline.access import needs
from pipeline.file_names import FORECAST_FILE
from pipeline.price_run import priced_queues, with_total
from pipeline.queue_price import Simulation, days_of, queue_prices, replications_of
from pipeline.views_night import PublishedNight
from pipeline.views_requirement import WEEK_DAYS
from staffing.contacts_bought.curves import EVERYBODY
from staffing.contacts_bought.price import RESPONSE_RATES
from store.csv_files import csv_bytes

SAME = 1e-9  # rates that differ by less are the same
NEARLY = 0.01  # of the hours: so little more is next to nothing
LEAST_STEPS_FLAT = 3
REFERENCE = 0.95  # the rate that is spoken of where a queue promises none
RATES_AT_A_TIME = 3  # so that a click is heard within half a second while prices are worked out
RATE_PARTS = tuple(
    RESPONSE_RATES[place : place + RATES_AT_A_TIME] for place in range(0, len(RESPONSE_RATES), RATES_AT_A_TIME)
)


@dataclass(frozen=True, slots=True)
class PriceScene:
    """What can be priced of a night: its forecast, and the queues that answer at once, the largest first.

    `waiting` are the queues whose work waits for hours, which no response rate is promised for.
    """

    forecast: DataFrame[Forecast]
    queues: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One response rate: hours, cost where the site says it, what the next half point adds, the rate when simulated."""

    response_rate: float
    agent_hours: float
    cost: float | None
    next_hours: float | None
    next_cost: float | None
    simulated: float | None


@dataclass(frozen=True, slots=True)
class PriceView:
    """The prices of a queue, or of all of `queue` None, over some days.

    `goal` is the queue's response rate, None where it has none or where it is of all queues. `reference` is the step
    that keeps it, that of `REFERENCE` where none does. Up to `flat_until` hours are next to those of the least rate.
    `scope` is what the queue's goals hold over. `prices` are as in
    `price.csv`.
    """

    queue: str | None
    steps: tuple[PriceStep, ...]
    goal: float | None
    reference: PriceStep | None
    flat_until: float | None
    currency: str
    simulated_days: int
    scope: str | None
    has_reserve: bool
    everybody: float
    prices: DataFrame[GoalPrice]


@needs(Act.SEE_PLAN)
def price_scene(night: PublishedNight) -> PriceScene:
    """The night's forecast and which of its queues have a price."""
    config = night.site.config
    forecast = read_forecast(night.folder / FORECAST_FILE, config.site.timezone)
    contacts = forecast.groupby("queue")["offered"].sum()
    priced = sorted((queue.id for queue in priced_queues(config, forecast)), key=lambda queue: -contacts[queue])
    waiting = [str(queue) for queue in contacts.index if queue not in priced]
    return PriceScene(forecast, tuple(priced), tuple(waiting))


def priced_window(night: PublishedNight, week: date | None) -> PlanningWindow:
    """The week that begins on a planned day, as far as it is planned; all planned days where None is chosen."""
    window = night.window
    if week is None:
        return window
    return PlanningWindow(week, min(WEEK_DAYS, (window.last - week).days + 1))


@needs(Act.SEE_PLAN)
def price_part(
    night: PublishedNight, scene: PriceScene, queue: str, window: PlanningWindow, rates: Sequence[float]
) -> pd.DataFrame:
    """The prices of some response rates of a queue over some days, as `queue_prices` has them.

    No rows where the queue has no forecast in these days.
    """
    shown = _of_days(scene, window)
    if not (shown["queue"] == queue).any():
        return pd.DataFrame()
    return queue_prices(_queue(night, queue), night.site.config, shown, Simulation(), rates)


@needs(Act.SEE_PLAN)
def price_view(
    night: PublishedNight,
    scene: PriceScene,
    queue: str | None,
    window: PlanningWindow,
    parts: Sequence[pd.DataFrame],
) -> PriceView | None:
    """The parts put together: of the queue, or of all queues, each at the same rate; None where nobody is needed."""
    config, shown = night.site.config, _of_days(scene, window)
    known = [part for part in parts if len(part)]
    if not any(part["agent_hours"].any() for part in known):
        return None
    prices = with_total(pd.concat(known, ignore_index=True), config)
    steps = _steps(prices[prices["queue"] == (TOTAL if queue is None else queue)])
    goal = None if queue is None else _queue(night, queue).goal
    promised = None if goal is None else goal.response_rate
    return PriceView(
        queue=queue,
        steps=steps,
        goal=promised,
        reference=_reference(steps, promised),
        flat_until=_flat_until(steps),
        currency=config.cost.currency if config.cost else "",
        simulated_days=days_of(shown) * replications_of(shown),
        scope=None if goal is None else goal.scope,
        has_reserve=config.recovery is not None,
        everybody=EVERYBODY,
        prices=prices if queue is None else prices[prices["queue"] == queue],
    )


@needs(Act.SEE_PLAN)
def price_file(night: PublishedNight, view: PriceView, window: PlanningWindow) -> tuple[str, bytes]:
    """The prices to take away, and a name that says site, night, queue and days."""
    name = f"{night.site.id}_{night.night}_price_{view.queue or TOTAL}_{window.start}_{window.last}.csv"
    return name, csv_bytes(view.prices)


def _queue(night: PublishedNight, queue: str) -> Queue:
    return next(each for each in night.site.queues if each.id == queue)


def _of_days(scene: PriceScene, window: PlanningWindow) -> DataFrame[Forecast]:
    """The forecast of some days."""
    day = scene.forecast["interval_start"].dt.date
    shown: DataFrame[Forecast] = scene.forecast[(day >= window.start) & (day <= window.last)]
    return shown.reset_index(drop=True)


def _steps(prices: pd.DataFrame) -> tuple[PriceStep, ...]:
    known = prices.astype(object).where(prices.notna(), None)
    columns = ["response_rate", "agent_hours", "cost", "simulated_response_rate"]
    rows = list(known[columns].itertuples(index=False, name=None))
    added = [
        (after[1] - before[1], None if before[2] is None else after[2] - before[2]) for before, after in pairwise(rows)
    ]
    return tuple(
        PriceStep(rate, hours, cost, next_hours, next_cost, simulated)
        for (rate, hours, cost, simulated), (next_hours, next_cost) in zip(rows, [*added, (None, None)], strict=True)
    )


def _reference(steps: Sequence[PriceStep], goal: float | None) -> PriceStep | None:
    """The first step that keeps the goal, that of `REFERENCE` where there is none or it lies below all steps."""
    has_price = goal is not None and steps and goal >= steps[0].response_rate - SAME
    wanted = goal if goal is not None and has_price else REFERENCE
    return next((step for step in steps if step.response_rate >= wanted - SAME), None)


def _flat_until(steps: Sequence[PriceStep]) -> float | None:
    """The highest rate that takes next to no more hours than the least; none where hours rise from the beginning."""
    same = [step.response_rate for step in steps if step.agent_hours <= steps[0].agent_hours * (1 + NEARLY)]
    return same[-1] if len(same) >= LEAST_STEPS_FLAT else None
