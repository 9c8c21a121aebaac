"""Handling time 28 days ahead on simulated queues whose level ramps, steps or stands still, beside a fixed table.

    python -m bench.aht

Three sizes of queue, four courses of the level, twelve draws each. Contacts are exponential with a day's own wobble of
2%, one value in 500 is 9,999 s. Prints the mean error of handling time in % of it, weighted by contacts, of the
product, and of one table by time of the week over all history (half-life a quarter of a year), with and without 9,999.
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from forecasting.aht import HALF_LIFE_DAYS, PRIOR_CONTACTS, handling_time

FIRST, PAST_DAYS, DAYS, DRAWS, HOURS = date(2025, 1, 6), 280, 28, 12, 14
ABSURD_S, ABSURD_SHARE, WOBBLE = 9999.0, 1 / 500, 0.02
COURSES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "stands still": lambda day: np.full(day.size, 190.0),
    "ramp, +20 s in the last quarter, going on": lambda day: 190 + 20 * np.maximum(day - 190, 0) / 90,
    "ramp, +20 s a quarter all along": lambda day: 190 + 20 * day / 90,
    "step of +20 s five weeks ago": lambda day: np.where(day < PAST_DAYS - 35, 190.0, 210.0),
}


def simulated(course: Callable[[np.ndarray], np.ndarray], contacts: float, seed: int, absurd: bool) -> pd.DataFrame:
    """Rows of a queue open 14 hours a day, longer handling in the evening."""
    draw = np.random.default_rng(seed)
    day = np.arange(PAST_DAYS + DAYS)
    level = course(day) * draw.normal(1, WOBBLE, day.size)
    shape = np.repeat([1.0, 1.15], [10, HOURS - 10])
    true_s = np.outer(course(day), shape)
    answered = draw.poisson(contacts / HOURS, (day.size, HOURS))
    drawn = draw.gamma(np.maximum(answered, 1), np.outer(level, shape) / np.maximum(answered, 1))
    drawn = np.where(absurd & (draw.random(drawn.shape) < ABSURD_SHARE), ABSURD_S, drawn)
    hours = [timedelta(days=int(number), hours=8 + hour) for number in day for hour in range(HOURS)]
    starts = [pd.Timestamp(FIRST) + hour for hour in hours]
    return pd.DataFrame(
        {
            "interval_start": pd.Series(starts).dt.tz_localize("UTC"),
            "offered": answered.ravel().astype(float),
            "answered": answered.ravel().astype(float),
            "aht_s": np.where(answered.ravel() > 0, drawn.ravel(), np.nan),
            "true_s": true_s.ravel(),
            "day": np.repeat(day, HOURS),
        }
    )


def fixed_table(rows: pd.DataFrame) -> np.ndarray:
    """One mean a time of the week, contacts halved by age, drawn to the overall mean."""
    known = rows[rows["aht_s"].gt(0)]
    cell = (known["interval_start"].dt.day_of_week * 24 + known["interval_start"].dt.hour).to_numpy()
    weight = known["answered"].to_numpy() * 0.5 ** ((known["day"].max() - known["day"]).to_numpy() / HALF_LIFE_DAYS)
    handled = np.bincount(cell, weights=weight * known["aht_s"].to_numpy(), minlength=168)
    weights = np.bincount(cell, weights=weight, minlength=168)
    return (handled + PRIOR_CONTACTS * handled.sum() / weights.sum()) / (weights + PRIOR_CONTACTS)


def errors(rows: pd.DataFrame) -> tuple[float, float]:
    """Error in % of the product and of the fixed table on the days after the history."""
    past, coming = rows[rows["day"] < PAST_DAYS], rows[rows["day"] >= PAST_DAYS]
    found = handling_time(past, 60, None)
    assert found is not None
    hour = coming["interval_start"].dt.hour.to_numpy()
    own = found.seconds(FIRST + timedelta(days=PAST_DAYS), coming["day"].to_numpy() - PAST_DAYS, hour)
    fixed = fixed_table(past)[coming["interval_start"].dt.day_of_week.to_numpy() * 24 + hour]
    true_s, weight = coming["true_s"].to_numpy(), coming["answered"].to_numpy()
    return tuple(  # type: ignore[return-value]
        100 * float((np.abs(value - true_s) * weight).sum() / (true_s * weight).sum()) for value in (own, fixed)
    )


def main() -> int:
    """Print the table."""
    table = Table(title=f"handling time, error in % over {DAYS} days, mean of {DRAWS} draws")
    for column in ("level", "contacts a day", "product", "fixed table", "product, 9,999 s", "fixed table, 9,999 s"):
        table.add_column(column, justify="left" if column == "level" else "right")
    for name, course in COURSES.items():
        for contacts in (40.0, 400.0, 4000.0):
            cells: list[str] = []
            for absurd in (False, True):
                found = [errors(simulated(course, contacts, seed, absurd)) for seed in range(DRAWS)]
                cells += [f"{value:.2f}" for value in np.mean(found, axis=0)]
            table.add_row(name, f"{contacts:g}", *cells)
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
