"""Study of the price of a response rate: from 90% to 99.5% beside simulation, and why 100% cannot be bought.

Priced is the response rate alone, over the days shown, so that the simulated rate can be held against each target: a
queue's other goals would hide it where they ask for more. `wfm price` prices the goals of the site as they are.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import Forecast
from domain.site_config import Cost, Goal, Queue, SiteConfig
from exports.picture import lines_picture
from exports.study_page import Part, Table, Text
from pipeline.price_run import priced_queues
from pipeline.queue_price import Simulation, days_of, queue_prices
from pipeline.scenario_scene import scenario_config, scenario_forecast
from pipeline.study import Study, StudyInput, in_both
from staffing.compiling import FloatArray
from staffing.contacts_bought.curves import EVERYBODY

RATES = (0.90, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 0.995, 1.0)
USUAL = RATES.index(0.95)
# Days are busy or quiet as a whole, so a rate over few of them misses its target by half a point through chance alone.
SIMULATED_DAYS = 700


@dataclass(frozen=True, slots=True)
class NoneLost:
    """How likely a day is on which nobody leaves: contacts a day, and those lost at the rate that stands for all."""

    contacts: float
    lost: float

    @property
    def odds(self) -> float:
        """One day in so many: those lost come at random, so none are on a share exp(-lost) of days."""
        return math.exp(self.lost)


def price_study(of: StudyInput) -> Study:
    """Agent-hours of each response rate, the simulated rate, what a point more takes, and the odds of 100%."""
    config = scenario_config(of.scene.site.config, of.scenario)
    forecast = scenario_forecast(of.scene.forecast, of.scenario, of.scene.topics)
    priced = priced_queues(config, forecast)
    simulation = Simulation(max(1, round(SIMULATED_DAYS / days_of(forecast))))
    found = pd.concat([priced_alone(queue, config, forecast, simulation) for queue in priced], ignore_index=True)
    total = found.groupby("response_rate", as_index=False)[["agent_hours", "offered", "answered"]].sum()
    hours = total["agent_hours"].to_numpy(float)
    answered = (total["answered"] / total["offered"]).to_numpy(float)
    lost = none_lost(forecast, {queue.id for queue in priced})
    return Study(
        parts=(_curve_part(hours, answered, config.cost), _all_part(hours, lost)),
        figures={
            "price_worst_difference": float(np.abs(answered - np.array(RATES))[:-1].max()),
            "price_is_monotone": bool((np.diff(hours) >= 0).all()),
            "price_hours": [float(each) for each in hours],
            "price_simulated": [float(each) for each in answered],
            "contacts_a_day": lost.contacts,
            "lost_a_day_at_most": lost.lost,
            "odds_of_100": lost.odds,
        },
        frames={"price": pd.concat([found, total.assign(queue="total")], ignore_index=True)},
    )


def priced_alone(
    queue: Queue, config: SiteConfig, forecast: DataFrame[Forecast], simulation: Simulation
) -> pd.DataFrame:
    """Agent-hours and simulated contacts of each of the targets, as `queue_prices` has them."""
    alone = queue.model_copy(update={"goal": Goal(response_rate=RATES[0], scope="window")})
    return queue_prices(alone, config, forecast, simulation, RATES)


def none_lost(forecast: DataFrame[Forecast], queues: set[str]) -> NoneLost:
    """The contacts of a mean day, and those lost of them at the rate that stands for everybody."""
    rows = forecast[forecast["queue"].isin(queues)]
    contacts = float(rows["offered"].sum()) / days_of(forecast)
    return NoneLost(contacts, contacts * (1 - EVERYBODY))


def _curve_part(hours: FloatArray, answered: FloatArray, cost: Cost | None) -> Part:
    more = np.diff(hours) / (np.diff(RATES) * 100)
    cells = tuple(
        (
            f"{rate:.1%}" if rate < 1 else f"100% ({EVERYBODY:.2%})",
            f"{hours[place]:,.0f}",
            "-" if cost is None else f"{hours[place] * cost.agent_hour:,.0f}",
            f"{more[place - 1]:,.0f}" if place else "",
            f"{answered[place]:.2%}",
        )
        for place, rate in enumerate(RATES)
    )
    heads: tuple[Text, ...] = (
        ("목표 응대율", "response rate asked for"), ("상담사 시간", "agent-hours"), ("비용", "cost"),
        ("1%p당 추가 시간", "hours a point more"), ("모의 응대율", "simulated response rate"),
    )  # fmt: skip
    drawn = pd.DataFrame({"x": np.array(RATES) * 100, "y": hours, "series": "hours"})
    korean, english = in_both(drawn, {"hours": ("상담사 시간", "agent-hours")})
    return Part(
        ("응대율 90%에서 100%까지의 가격", "The price of response rates from 90% to 100%"),
        (
            (
                "응대율 = 응대/인입, 바로 응대하는 채널 모두, 기간 전체. 다른 목표는 빼고 응대율만 값을 매겼습니다.",
                "Response rate is answered / offered, all queues that answer at once, over the whole time; priced "
                "alone, without the queues' other goals.",
            ),
        ),
        Table(heads, cells),
        (
            lines_picture(korean, ("목표 응대율, %", "상담사 시간")),
            lines_picture(english, ("response rate asked for, %", "agent-hours")),
        ),
    )


def _all_part(hours: FloatArray, lost: NoneLost) -> Part:
    more = hours[-1] / hours[USUAL] - 1
    return Part(
        ("왜 100%는 살 수 없는가", "Why 100% cannot be bought"),
        (
            (
                "참을성은 사람마다 달라 1초 안에 끊는 사람도 있습니다. 그래서 몇 명을 두어도 100%는 없습니다. "
                f"{EVERYBODY:.2%}조차 95%보다 상담사 시간이 {more:.0%} 더 들고, 하루 {lost.contacts:,.0f}건 가운데 "
                f"{lost.lost:.1f}건은 놓칩니다. 한 건도 놓치지 않는 날은 {lost.odds:,.0f}일에 하루입니다.",
                "Patience is random: some callers leave within a second, so no number of agents answers everybody. "
                f"Even {EVERYBODY:.2%} takes {more:.0%} more agent-hours than 95%, and of {lost.contacts:,.0f} "
                f"contacts a day {lost.lost:.1f} are still lost: a day without any is one in {lost.odds:,.0f}.",
            ),
        ),
    )
